"""The text of one file as it was written, and what has been found wrong with it so far."""

from typing import Protocol

from msgspec import Struct

from handout.errors import HandoutError, Place, Problem

MOST_PROBLEMS = 100
WIDEST_EXCERPT = 200


class Mark(Protocol):
    """A position as a YAML parser gives it, counted from 0."""

    @property
    def line(self) -> int:
        """The line."""

    @property
    def column(self) -> int:
        """The character within the line."""


class Original(Struct, frozen=True):
    """A decoded file. The lines are those YAML counts, so its marks can be looked up here.

    is_private: the words are a patient's, so no excerpt and no value of it is ever shown.
    """

    file: str
    text: str
    lines: tuple[str, ...]
    is_private: bool = False

    def place(self, line: int, column: int) -> Place:
        """The place of a line and column that count from 0."""
        return Place(self.file, line + 1, column + 1, self._excerpt(line, column))

    def place_of(self, mark: Mark | None) -> Place:
        """The place of a YAML mark, or of the whole file where the parser gave none."""
        return self.place(mark.line, mark.column) if mark else Place(self.file)

    def _excerpt(self, line: int, column: int) -> str:
        """The line, or nothing where the caret would not fit under the part that is shown."""
        if self.is_private or line >= len(self.lines) or column > WIDEST_EXCERPT:
            return ""
        return self.lines[line][:WIDEST_EXCERPT]


class Findings:
    """The problems found so far. Gives up at a hundred: a hostile file has as many as it likes."""

    def __init__(self) -> None:
        """Nothing found yet."""
        self.problems: list[Problem] = []

    def add(self, message: str, place: Place | None, hint: str = "") -> None:
        """Note a problem; raise them all when there are too many to go on."""
        self.problems.append(Problem(message, place, hint))
        if len(self.problems) >= MOST_PROBLEMS:
            self.settle()

    def settle(self) -> None:
        """Raise everything found so far, if anything was."""
        if self.problems:
            raise HandoutError(self.problems)
