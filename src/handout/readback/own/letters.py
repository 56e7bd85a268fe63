"""What the codes of a font stand for, by the ToUnicode map that the file holds."""

import re
import zlib
from functools import lru_cache
from struct import unpack

from handout.readback.own.file import foreign

_BLOCK = re.compile(rb"(\d+) beginbfchar\n(.*?)\nendbfchar", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-F]{4})><([0-9A-F]+)>")
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPED = {b"r": b"\r", b"n": b"\n", b"t": b"\t"}

Letters = dict[int, str]
"""The characters of each code of two bytes."""


@lru_cache(maxsize=64)
def letters(packed: bytes) -> Letters:
    """The map in a deflated stream. All leaflets of a press share theirs, so it is kept."""
    found: Letters = {}
    for count, block in _BLOCK.findall(inflated(packed)):
        pairs = _PAIR.findall(block)
        if len(pairs) != int(count):
            foreign("a font's table of letters is not whole")
        for code, text in pairs:
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def inflated(packed: bytes) -> bytes:
    """The data of a stream.

    Raises: HandoutError when they are damaged.
    """
    try:
        return zlib.decompress(packed)
    except zlib.error:
        foreign("a stream is damaged")


def spelled(shown: list[bytes], table: Letters) -> str:
    """The text of strings as they stand in a drawing, one after the other."""
    codes = b"".join(shown)
    if b"\\" in codes:
        codes = _ESCAPE.sub(_plain, codes)
    try:
        return "".join([table[code] for code in unpack(f">{len(codes) // 2}H", codes)])
    except (KeyError, ValueError):
        foreign("it shows letters that its fonts do not explain")


def _plain(found: "re.Match[bytes]") -> bytes:
    return _ESCAPED.get(found[1], found[1])


def said(digits: bytes) -> str:
    """A text string written in hexadecimal, without its mark of UTF-16."""
    try:
        return bytes.fromhex(digits.decode()).decode("utf-16-be")
    except ValueError:
        foreign("a text in it is damaged")
