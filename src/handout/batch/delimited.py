"""Tables as text with separators: CSV, CSV with semicolons, and TSV.

In: the bytes of a file. Out: a `Table`. Promised: a quote that is missing or too many never makes
one row of two people. A row over several lines is believed only where it fits the headings, where
its columns can have several lines, and where none of its lines looks like a row of its own;
otherwise its first line is refused and reading goes on at the next line.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator

from msgspec import Struct

from handout.batch.columns import SEVERAL_LINES, Columns, check_untitled, columns_of
from handout.batch.encoding import letters_of
from handout.batch.rows import Row, Table
from handout.errors import HandoutError, Place, fail
from handout.library import digest

MOST_LINES = 1000
"""So many lines a row may have; a quote that was never closed would take all the rest."""

_QUOTE = "look for a quote that is not closed, or stands within a text"
_SEPARATORS = ("\t", ";", ",")


class _Lines:
    """The lines of a text, some of which can be given back."""

    def __init__(self, data: bytes, codec: str) -> None:
        """At the start of the text."""
        self._stream = io.TextIOWrapper(io.BytesIO(data), codec, "strict", newline="")
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _TooLong
        line = self._again.popleft() if self._again else next(self._stream)
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """All lines that were taken but the first will come again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


class _TooLong(Exception):
    """A row that has no end."""


class _Record(Struct, frozen=True):
    """A row as it stands: its cells, or why it has none. lines: those it took."""

    number: int
    cells: tuple[str, ...]
    lines: tuple[str, ...]
    fault: str = ""


class _Script(Struct, frozen=True):
    """How the bytes of a table are written."""

    file: str
    data: bytes
    codec: str
    separator: str

    def records(self, columns: Columns | None = None) -> Iterator[_Record]:
        """Each row that is not blank; a row that its columns contradict is its first line only."""
        lines = _Lines(self.data, self.codec)
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        number = 0
        while True:
            number += 1
            lines.taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _TooLong):
                yield _Record(number, (), tuple(lines.taken[:1]), _fault(lines.taken))
                lines.give_back()
                continue
            if not any(cells) or not any(cell.strip() for cell in cells):
                continue
            record = _Record(number, tuple(cells), tuple(lines.taken))
            wrong = _stray(record)
            if columns and not wrong:
                wrong = _contradicted(record, columns, self.separator)
            if wrong:
                record = _Record(number, (), record.lines[:1], wrong)
                lines.give_back()
            yield record


def delimited(data: bytes, file: str, ending: str, encoding: str, asked: tuple[str, ...]) -> Table:
    """The table in the bytes.

    file: its name in messages. ending: `.csv` or `.tsv`, or "" where the headings must tell.
    asked: what `--columns` says.
    Raises: HandoutError when the bytes are no text, or the headings cannot be understood.
    """
    letters = letters_of(data, file, encoding)
    separator = "\t" if ending == ".tsv" else _separator(data, letters.codec, ending)
    script = _Script(file, data, letters.codec, separator)
    first = next(script.records(), None)
    if first is None:
        fail("the table is empty", Place(file), "the first row has the headings")
    if first.fault:
        fail(first.fault, Place(file, first.number), _QUOTE)
    columns = _columns(first, asked, file)
    check_untitled(columns, ((one.number, one.cells) for one in script.records(columns)))

    def rows() -> Iterator[Row]:
        return _rows(script, columns, first.number)

    return Table(file, (letters.said,), columns.headings, digest(data), rows)


def _columns(first: _Record, asked: tuple[str, ...], file: str) -> Columns:
    """What the columns hold; headings that took people along in a quote are not shown."""
    try:
        return columns_of(first.cells, asked, file, first.number)
    except HandoutError:
        if len(first.lines) == 1:
            raise
    fail("the headings are on several lines and not all known", Place(file, first.number), _QUOTE)


def _rows(script: _Script, columns: Columns, head: int) -> Iterator[Row]:
    for record in script.records(columns):
        if record.number <= head:
            continue
        if record.fault:
            yield columns.refused(record.number, record.fault, _QUOTE)
        else:
            yield columns.row(record.number, record.cells)


def _separator(data: bytes, codec: str, ending: str) -> str:
    """What stands between the headings, which hold no such sign themselves."""
    lines = io.TextIOWrapper(io.BytesIO(data), codec, "strict", newline="")
    head = next((line for line in lines if line.strip()), "")[: csv.field_size_limit()]
    bare = re.sub(r'"[^"]*"', "", head)
    signs = _SEPARATORS if not ending else _SEPARATORS[1:]
    return max(reversed(signs), key=bare.count)


def _fault(taken: list[str]) -> str:
    """Why the lines are no row."""
    if taken and len(taken[0]) > csv.field_size_limit():
        return "the row has a cell of more than 10000 characters, or cannot be read"
    if len(taken) > 1:
        return "a quote is opened here that does not end where the cell ends"
    return "a quote stands where none may, or is not closed"


def _stray(record: _Record) -> str:
    """Whether a quote stands in a text that has none around it, which the csv module lets pass."""
    for cell in record.cells:
        if '"' in cell:
            quoted = '"' + cell.replace('"', '""') + '"'
            if quoted not in "".join(record.lines):
                return "a quote stands within a text; double it, and put quotes round the text"
    return ""


def _contradicted(record: _Record, columns: Columns, separator: str) -> str:
    """Why a row over several lines is not believed; empty where it is, and for one line."""
    if len(record.lines) < 2:
        return ""
    if len(record.cells) != len(columns.fields):
        return "a quote is opened here, and the row it makes does not fit the headings"
    for field, cell in zip(columns.fields, record.cells, strict=True):
        if field and field not in SEVERAL_LINES and len(cell.splitlines()) > 1:
            return f"{columns.called(field)}: several lines in a cell that can have one"
    if any(_is_alike(line, record, columns, separator) for line in record.lines[1:]):
        return "a cell of several lines has a line that looks like a row of its own"
    return ""


def _is_alike(line: str, record: _Record, columns: Columns, separator: str) -> bool:
    """Whether a line could be a row by itself: as many cells, and an id of the same shape."""
    cells = line.split(separator)
    if len(cells) < len(columns.fields):
        return False
    at = columns.fields.index("id")
    return _shape(cells[at]) == _shape(record.cells[at])


def _shape(text: str) -> str:
    """The text with one sign for all digits in a row, and one for letters."""
    bare = text.strip().strip('"').strip()
    return re.sub("[^\\W\\d_]+", "a", re.sub(r"\d+", "9", bare))
