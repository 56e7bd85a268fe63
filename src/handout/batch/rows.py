"""A table of people, whatever file it came from: rows of text under the names of our fields."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from handout.errors import Problem


class Row(Struct, frozen=True):
    """One person, as the table has them; nothing is understood yet.

    number: as a spreadsheet counts, so that the header is row 1. cells: what is filled in, by the
    names of `columns.FIELDS`. problems: what makes the row unreadable, such as too few columns.
    """

    number: int
    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()


class Table(Struct, frozen=True):
    """A table that can be read from its start as often as wanted.

    name: of the file, for messages. said: how it was read, such as "read as UTF-8".
    columns: the heading of each field, as the file has it, for messages.
    digest: of the file's bytes.
    """

    name: str
    said: tuple[str, ...]
    columns: dict[str, str]
    digest: str
    rows: Callable[[], Iterator[Row]]
