"""The proof that a leaflet holds its own patient and no other of the batch."""

from handout.batch.register import Register
from handout.build import Ready
from handout.errors import Problem
from handout.model.visit import Visit


class Proof:
    """Reads leaflets back."""

    def __init__(self, register: Register) -> None:
        """Of a table."""
        self._register = register

    def of(self, pdf: bytes, row: int, visit: Visit, ready: Ready) -> tuple[Problem, ...]:
        """What is wrong with the leaflet of a row."""
        return ()
