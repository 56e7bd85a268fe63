"""A table opened, whatever file it is: by its ending, or by its first bytes where it has no name.

In: a file or bytes. Out: a `Table` with at least one row. The bytes are kept once; what is read
from them is not.
"""

import datetime
from pathlib import Path

from msgspec import Struct

from handout.batch.rows import Table
from handout.errors import Place, fail
from handout.library import Library
from handout.source.guard import load

LARGEST_TABLE = 500_000_000
_EXCEL = (".xlsx", ".xlsm", ".xls", ".ods")
_TEXT = (".csv", ".tsv")
_FHIR = (".json", ".ndjson")
_READ = "a table is .csv, .tsv, .xlsx, .xls, .ods, or FHIR in .json or .ndjson"


class Options(Struct, frozen=True):
    """What the clinic says of a table.

    encoding, sheet: of text and of a spreadsheet; empty where the file tells. columns: as
    `--columns` has them. zone: where the clinic is, for times of FHIR that are written in UTC.
    """

    today: datetime.date
    encoding: str = ""
    sheet: str = ""
    columns: tuple[str, ...] = ()
    zone: str = ""


def open_table(source: Path | bytes, name: str, options: Options, library: Library) -> Table:
    """The table in a file, or in the bytes that came in by themselves.

    name: of the file, for messages. library: whose topics are found by the codes of FHIR.
    Raises: HandoutError when it cannot be read, or holds no people.
    """
    data = source if isinstance(source, bytes) else load(source, name, LARGEST_TABLE)
    if len(data) > LARGEST_TABLE:
        fail("the table takes more than 500 MB", Place(name), "split it into several files")
    named = source.suffix.lower() if isinstance(source, Path) else ""
    ending = named or _guessed(data)
    if ending not in (*_EXCEL, *_TEXT, *_FHIR, ""):
        fail("this kind of file is not read", Place(name), _READ)
    if not data or data.isspace():
        fail("the table is empty", Place(name), _READ)
    table = _opened(data, name, ending, options, library)
    if next(table.rows(), None) is None:
        fail("there are no people in the table", Place(name), "each row after the headings is one")
    return table


def _opened(data: bytes, name: str, ending: str, options: Options, library: Library) -> Table:
    if ending in _EXCEL:
        from handout.batch.sheets import sheet_table

        return sheet_table(data, name, options.sheet, options.columns)
    if ending in _FHIR:
        from handout.batch.fhir import fhir_table

        return fhir_table(data, name, options.today, options.zone, library)
    from handout.batch.delimited import delimited

    return delimited(data, name, ending, options.encoding, options.columns)


def _guessed(data: bytes) -> str:
    """The ending that the bytes should have; none where they are text with separators."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return ".xlsx"
    return ".json" if data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else ""
