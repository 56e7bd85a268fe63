"""Why a cell is not what its column asks for."""

from msgspec import Struct


class Refusal(Struct, frozen=True):
    """What is wrong and what to do, without a word of the cell."""

    message: str
    hint: str = ""
