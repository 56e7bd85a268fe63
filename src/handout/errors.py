"""What can go wrong, said once and the same way everywhere.

A `Problem` is one thing wrong in something a user gave us: where it is, what is wrong and what to
do. `HandoutError` carries all the problems of one piece of work. Anything else that is raised is a
bug and keeps its traceback.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal, NoReturn

from msgspec import Struct

Severity = Literal["error", "warning"]


class ExitCode(IntEnum):
    """What the process says to the shell when it ends."""

    DONE = 0
    CONTENT = 1
    USAGE = 2
    ROWS_FAILED = 3
    ENVIRONMENT = 4
    INTERRUPTED = 130


class Place(Struct, frozen=True):
    """A position in a file a person wrote. Line and column count from 1; 0 means all of it.

    line: or the row of a table. excerpt: the source line, for showing under the message; empty
    where the file is private. page: of a PDF, instead of a line; 0 means all of it.
    """

    file: str
    line: int = 0
    column: int = 0
    excerpt: str = ""
    page: int = 0

    def __str__(self) -> str:
        if self.page:
            return f"{self.file}: page {self.page}"
        numbers = (str(number) for number in (self.line, self.column) if number)
        return ":".join((self.file, *numbers))


class Problem(Struct, frozen=True):
    """One thing wrong. The message is lower case, without a full stop, and quotes the value.

    hint: what to do about it, in the same form. rule: the id of the rule that found it, if any.
    """

    message: str
    place: Place | None = None
    hint: str = ""
    severity: Severity = "error"
    rule: str = ""

    @property
    def told(self) -> str:
        """The message with the page in front, if it has one, for programs that know lines only."""
        page = self.place.page if self.place else 0
        return f"page {page}: {self.message}" if page else self.message

    def __str__(self) -> str:
        """The problem as a person reads it: position, message, source line, caret, hint."""
        where = f"{self.place}: " if self.place else ""
        mark = "warning: " if self.severity == "warning" else ""
        rule = f" [{self.rule}]" if self.rule else ""
        lines = [f"{where}{mark}{self.message}{rule}"]
        if self.place and self.place.excerpt:
            number = f"{self.place.line:>5} | "
            lead = self.place.excerpt[: self.place.column - 1]
            pad = "".join("\t" if letter == "\t" else " " for letter in lead)
            lines.append(f"{number}{self.place.excerpt}")
            lines.append(f"{' ' * 5} | {pad}^")
        if self.hint:
            lines.append(f"    hint: {self.hint}")
        return "\n".join(lines)


class HandoutError(Exception):
    """The work cannot be done as asked; `problems` says why, in the order of the files."""

    def __init__(self, problems: Iterable[Problem], code: ExitCode = ExitCode.CONTENT) -> None:
        self.problems = tuple(sorted(problems, key=_position))
        self.code = code
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _position(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file, place.line, place.column) if place else ("", 0, 0)


def fail(
    message: str, place: Place | None = None, hint: str = "", code: ExitCode = ExitCode.CONTENT
) -> NoReturn:
    """Raise a HandoutError with this one problem."""
    raise HandoutError((Problem(message, place, hint),), code)
