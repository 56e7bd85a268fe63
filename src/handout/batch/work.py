"""The work of one process: tasks in, leaflets as bytes out.

It keeps nothing of a patient. What is wrong with one task is in its result and stops no other, a
fault of the program too.
"""

from msgspec import Struct

from handout.batch.anybody import anybody
from handout.batch.locked import locked
from handout.batch.plan import Asked, Task
from handout.batch.proof import Proof, Unproven, Verdict, owner_of
from handout.batch.register import Register
from handout.batch.store import sha256
from handout.build import Order, Ready, in_date, printed
from handout.errors import HandoutError, Problem
from handout.library import Library


class Done(Struct, frozen=True):
    """What became of a task: a file as bytes or spooled, or errors among the problems and none.

    is_breach: the leaflet held another's name, or not its own; it is withheld. unproven:
    what of its own it could not be shown to hold.
    """

    task: Task
    problems: tuple[Problem, ...]
    pdf: bytes = b""
    spooled: str = ""
    pages: int = 0
    sha256: str = ""
    look: str = ""
    language: str = ""
    is_breach: bool = False
    unproven: tuple[Unproven, ...] = ()

    def __repr__(self) -> str:
        """Nothing of the patient: it may get into a log."""
        return f"Done(row={self.task.row})"

    @property
    def is_made(self) -> bool:
        """Whether there is a file."""
        return bool(self.sha256)


class Shop:
    """Presses, opened once, and for each the proof that what it prints is one patient's only.

    register: everybody of the table; None where nothing is to be proved.
    """

    def __init__(self, asked: Asked, register: Register | None) -> None:
        self._asked = asked
        self._register = register
        self._library = Library(asked.roots)
        self._presses: dict[Order, tuple[Ready, Proof | None]] = {}

    def done(self, task: Task) -> Done:
        """What became of a task."""
        try:
            return self._made(task)
        except HandoutError as error:
            return Done(task, error.problems)
        except MemoryError:
            self._presses.clear()
            return Done(task, (Problem("its leaflet needs more memory than a row may have"),))
        except Exception as error:
            return Done(task, (_fault(error),))

    def _made(self, task: Task) -> Done:
        asked, (ready, proof) = self._asked, self.press(task.order)
        made = printed(ready, task.visit, self._library, asked.today, asked.made)
        if any(problem.severity == "error" for problem in made.problems):
            return Done(task, made.problems)
        verdict = Verdict()
        if proof:
            verdict = proof.verdict(made.pdf, task.file, owner_of(task.row, task.visit))
        if verdict.breaches:
            return Done(task, verdict.breaches, is_breach=True)
        problems = (*made.problems, *verdict.warnings)
        pdf = locked(made.pdf, task.password) if task.password else made.pdf
        return Done(
            task, problems, pdf, "", made.pages, sha256(pdf), made.look, made.language,
            unproven=verdict.unproven,
        )  # fmt: skip

    def press(self, order: Order) -> tuple[Ready, Proof | None]:
        """The press of an order, and what judges its leaflets.

        Raises: HandoutError when there is none.
        """
        if order not in self._presses:
            asked = self._asked
            ready = in_date(order, self._library, asked.today, asked.kept_in)
            proof = None
            if self._register:
                common = anybody(ready, self._library, asked.today)
                proof = Proof(self._register, common, self._library)
            self._presses[order] = (ready, proof)
        return self._presses[order]


def _fault(error: Exception) -> Problem:
    """A fault of the program, told without the words it stumbled over."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
    hint = "please report it: the rest of the batch is not touched by it"
    return Problem(f"this is a fault of the program: {type(error).__name__} in {where}", None, hint)
