"""A table of people, whatever file it came from: rows of text under the names of our fields."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct, structs

from handout.errors import Place, Problem


class Row(Struct, frozen=True):
    """One person, as the table has them; nothing is understood yet.

    number: as a spreadsheet counts, so that the header is row 1. cells: what is filled in, by the
    names of `columns.FIELDS`. problems: what makes the row unreadable, such as too few columns.
    """

    number: int
    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()


def placed(table: str, row: int, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems at the row of the table, each once; what is in a file keeps its place."""
    here = Place(table, row)
    found = (one if one.place else structs.replace(one, place=here) for one in problems)
    return tuple(dict.fromkeys(found))


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
