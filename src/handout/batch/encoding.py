"""Which letters the bytes of a table stand for: said by the file, tried, or said by the clinic.

In: the bytes of a file. Out: the name of a codec that can read all of them. Nothing is read with
gaps: a letter that is lost in a name is a leaflet for somebody else.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NoReturn

from msgspec import Struct

from handout.errors import ExitCode, Place, fail
from handout.source.guard import harmless

_BLOCK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_PAIR = re.compile(b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A letter of UTF-8; in cp1252 these are odd signs after a capital with an accent."""

_SAVE = "save it as CSV UTF-8"
_NAMED = "say --encoding cp1252 or whichever it is"
_KNOWN = (
    (b"%PDF-", "this is a PDF, not a table"),
    (b"PK\x03\x04", "this is an Excel file or another archive, not text"),
    (b"\xd0\xcf\x11\xe0", "this is an old Excel file, not text"),
)


class Letters(Struct, frozen=True):
    """How the bytes are read. codec: as Python names it; said: as it is told."""

    codec: str
    said: str


def letters_of(data: bytes, file: str, asked: str) -> Letters:
    """How to read the bytes: as asked, by their mark, as UTF-8, otherwise as cp1252.

    file: its name in messages.
    Raises: HandoutError with the row, where a byte cannot be read.
    """
    for start, message in _KNOWN:
        if data.startswith(start):
            fail(message, Place(file), "give the file the ending of its kind, or export it as CSV")
    if asked:
        return _as_asked(data, file, asked)
    for mark, codec, said in _MARKS:
        if data.startswith(mark):
            _check(data, file, Letters(codec, f"read as {said}"), _SAVE)
            return Letters(codec, f"read as {said}")
    if b"\0" in data:
        fail("this is not a text file: it holds zero bytes", Place(file), _SAVE)
    plain = Letters("utf-8", "read as UTF-8")
    wrong = _first_wrong(data, "utf-8")
    if wrong is None:
        return plain
    if _PAIR.search(data):
        _fail_at(data, file, plain, wrong, f"{_SAVE}, or {_NAMED}")
    western = Letters("cp1252", "read as cp1252: say --encoding if names look wrong")
    _check(data, file, western, f"{_SAVE}, or say --encoding")
    return western


def _as_asked(data: bytes, file: str, asked: str) -> Letters:
    try:
        codec = codecs.lookup(asked)
        codecs.getincrementaldecoder(codec.name)
        "".encode(codec.name)  # Some codecs are not of text.
    except (LookupError, ValueError):
        message = f"there is no encoding {harmless(asked)[:40]!r}"
        fail(message, hint="such as utf-8, cp1252 or utf-16", code=ExitCode.USAGE)
    name = "utf-8-sig" if codec.name == "utf-8" else codec.name
    found = Letters(name, f"read as {asked}")
    _check(data, file, found, "say another --encoding, or save it as CSV UTF-8")
    return found


def _check(data: bytes, file: str, letters: Letters, hint: str) -> None:
    wrong = _first_wrong(data, letters.codec)
    if wrong is not None:
        _fail_at(data, file, letters, wrong, hint)


def _first_wrong(data: bytes, codec: str) -> str | None:
    """The text before the first bytes that cannot be read; None where all of them can."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        for block in _blocks(data):
            decoder.decode(block)
        decoder.decode(b"", True)
    except UnicodeError:
        try:
            data.decode(codec)
        except UnicodeDecodeError as error:
            return data[: error.start].decode(codec, "replace")
        except UnicodeError:
            pass
        return ""
    return None


def _blocks(data: bytes) -> Iterator[bytes]:
    view = memoryview(data)
    return (bytes(view[at : at + _BLOCK]) for at in range(0, len(data), _BLOCK))


def _fail_at(data: bytes, file: str, letters: Letters, before: str, hint: str) -> NoReturn:
    said = letters.said.removeprefix("read as ").split(":")[0]
    fail(f"the row cannot be read as {said}", Place(file, row_after(before)), hint)


def row_after(before: str) -> int:
    """The row that comes after the text; a line end within quotes ends no row."""
    return 1 + sum(len(re.findall("\r\n|\r|\n", part)) for part in before.split('"')[::2])
