"""Tables from spreadsheets: Excel and OpenDocument.

In: the bytes of a file. Out: a `Table`. Promised: what a cell holds comes out as somebody would
have typed it, a date as ISO; a number that has lost digits, and an error, is never taken for text.
"""

import datetime
import io
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NoReturn, TypeVar, assert_never

from handout.batch.columns import Fault, check_untitled, columns_of
from handout.batch.rows import Row, Table
from handout.batch.sheet_errors import DAMAGE, error_cells
from handout.errors import ExitCode, Place, fail
from handout.library import digest
from handout.source.suggest import nearest

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

T = TypeVar("T")

Cell = (
    int
    | float
    | str
    | bool
    | datetime.time
    | datetime.date
    | datetime.datetime
    | datetime.timedelta
)

_MOST = 10**15
"""Excel keeps 15 digits of a number."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD = b"\xd0\xcf\x11\xe0"
_AS_TEXT = "format the column as text, and enter it again"


def sheet_table(data: bytes, file: str, sheet: str, asked: tuple[str, ...]) -> Table:
    """The table on a sheet; on the only one that is filled where none is named.

    file: its name in messages. asked: what `--columns` says.
    Raises: HandoutError when the file cannot be read, with ExitCode.ENVIRONMENT when what reads it
        is not installed; or when the headings cannot be understood.
    """
    name = _sheet(data, file, sheet)
    try:
        errors = error_cells(data, file, name)
    except DAMAGE:
        _damaged(file)
    filled = _Filled(data, file, name, errors)
    head = next(filled.lines(), None)
    if head is None:
        fail(f"the sheet {name!r} is empty", Place(file), "the first row has the headings")
    columns = columns_of(head[1], asked, file, head[0])
    check_untitled(columns, ((number, cells) for number, cells, _ in filled.lines()))
    said = [f"read from the sheet {name!r}"]
    if data.startswith(_OLD):
        said.append("in an .xls file a cell that shows an error counts as empty")

    def rows() -> Iterator[Row]:
        for number, cells, faults in filled.lines():
            if number > head[0]:
                yield columns.row(number, cells, faults)

    return Table(file, tuple(said), columns.headings, digest(data), rows)


class _Filled:
    """The rows of a sheet that hold anything."""

    def __init__(
        self, data: bytes, file: str, sheet: str, errors: frozenset[tuple[int, int]]
    ) -> None:
        """errors: the cells that show one, by row and column from 0."""
        self._data, self._file, self._sheet = data, file, sheet
        self._errors = errors
        self._rows_with_errors = {row for row, _ in errors}

    def lines(self) -> Iterator[tuple[int, tuple[str, ...], tuple[Fault, ...]]]:
        """The number of each row, its cells as text, and what is wrong with them."""
        sheet = _read(self._data, self._file, self._sheet)
        left = sheet.start[1] if sheet.start else 0
        for row, values in enumerate(sheet.iter_rows()):
            cells = tuple(_text(value) for value in values)
            if any(cells) or row in self._rows_with_errors:
                yield row + 1, cells, tuple(self._faults(row, left, values))

    def _faults(self, row: int, left: int, values: Sequence[Cell]) -> Iterator[Fault]:
        if row in self._rows_with_errors:
            for index in range(len(values)):
                if (row, left + index) in self._errors:
                    yield Fault(index, "the cell shows an error", "mend its formula")
        for index, value in enumerate(values):
            if isinstance(value, float | int) and abs(value) >= _MOST:
                message = "a number of more than 15 digits, of which Excel has lost the last"
                yield Fault(index, message, _AS_TEXT, is_number=True)
            elif isinstance(value, float) and not value.is_integer():
                yield Fault(index, "a number with a fraction", _AS_TEXT, is_number=True)


def _opened(data: bytes, file: str) -> "CalamineWorkbook":
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        hint = "pip install 'clinic-handout[excel]'"
        fail("reading a spreadsheet needs python-calamine", Place(file), hint, ExitCode.ENVIRONMENT)
    return _safely(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), data, file)


def _read(data: bytes, file: str, sheet: str) -> "CalamineSheet":
    book = _opened(data, file)
    return _safely(lambda: book.get_sheet_by_name(sheet), data, file)


def _safely(work: Callable[[], T], data: bytes, file: str) -> T:
    """What the work gives; damage and passwords become one message."""
    from python_calamine import CalamineError, PasswordError

    try:
        return work()
    except PasswordError:
        _locked(file)
    except (CalamineError, *DAMAGE):
        if data.startswith(_OLD) and _ENCRYPTED in data:
            _locked(file)
        _damaged(file)
    except BaseException as error:
        # What panics in Rust is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        _damaged(file)


def _sheet(data: bytes, file: str, asked: str) -> str:
    """The name of the sheet to read. Hidden ones, lists for lookups mostly, must be asked for."""
    book = _opened(data, file)
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    metadata = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in metadata]
    if asked:
        if asked not in names:
            near = nearest(asked, names)
            hint = f"did you mean {near!r}?" if near else f"there are {_listed(names)}"
            fail(f"there is no sheet {asked[:40]!r}", Place(file), hint)
        return asked
    seen = [one.name for one in metadata if one.visible == SheetVisibleEnum.Visible]
    heights = {
        name: _safely(partial(book.get_sheet_by_name, name), data, file).height for name in seen
    }
    filled = [name for name, height in heights.items() if height]
    if len(filled) > 1:
        message = f"several sheets are filled: {_listed(filled)}"
        fail(message, Place(file), f"say --sheet {filled[0]!r}, or another")
    if not filled:
        fail("no sheet holds anything", Place(file), "the first row has the headings")
    return filled[0]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return ", ".join(repr(name) for name in names[:10]) + more


def _text(value: Cell) -> str:
    """The value as somebody would have typed it."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime.datetime():
            day, at = value.date(), value.time()
            return f"{day} {at:%H:%M:%S}" if at != datetime.time() else day.isoformat()
        case datetime.date():
            return value.isoformat()
        case datetime.time():
            return value.strftime("%H:%M:%S" if value.second else "%H:%M")
        case datetime.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
        case _:
            assert_never(value)


def _locked(file: str) -> NoReturn:
    fail("the file is protected by a password", Place(file), "save it without one")


def _damaged(file: str) -> NoReturn:
    fail("the file is damaged, or no spreadsheet", Place(file), "save it again, or as CSV UTF-8")
