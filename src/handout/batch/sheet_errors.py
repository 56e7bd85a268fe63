"""Where a spreadsheet shows an error such as #REF!, which its reader gives as an empty cell.

In: the bytes of a file and the name of a sheet. Out: rows and columns, counted from 0.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from handout.errors import Place, fail

_BLOCK = 1 << 16
LARGEST_PART = 500_000_000
_CELL = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"')
_ODS_ERROR = re.compile(rb'value-type="error"')
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError),
    *(EOFError, LookupError, OSError, RuntimeError, ValueError),
)
"""What an archive that is damaged makes its reader raise."""

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def error_cells(data: bytes, file: str, sheet: str) -> frozenset[tuple[int, int]]:
    """The cells of a sheet of Excel that hold errors; none in the old binary format.

    Raises: HandoutError when the file is too large unpacked, or an OpenDocument that has errors;
        one of `DAMAGE` when it cannot be unpacked.
    """
    if not data.startswith(b"PK"):
        return frozenset()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_PART:
            fail("the spreadsheet takes more than 500 MB unpacked", Place(file), "split it")
        if "content.xml" in archive.namelist():
            if _ODS_ERROR.search(archive.read("content.xml")):
                fail("cells hold errors such as #REF!", Place(file), "mend their formulas")
            return frozenset()
        part = _part(archive, sheet)
        found = _matches(archive, part) if part in archive.namelist() else iter(())
        return frozenset((int(row) - 1, _column(letters)) for letters, row in found)


def _matches(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    """The letters and the row of each cell with an error, without holding the whole sheet."""
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            whole, sign, rest = (rest + block).rpartition(b"<")
            rest = (sign + rest)[:_BLOCK]
            yield from _CELL.findall(whole)
    yield from _CELL.findall(rest)


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name of the file in the archive that has the sheet; empty where there is none."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except KeyError:
        return ""
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    for one in book.iter():
        if one.tag.endswith("}sheet") and one.get("name") == sheet:
            target = targets.get(one.get(_RELATION, ""), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
