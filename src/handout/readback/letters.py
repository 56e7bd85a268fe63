"""The letters of a page by the object that paints them."""

from typing import Any

from msgspec import Struct

from handout.readback.pdfium import address, raw

_HYPHENS = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen at the end of a line."""


class Letters(Struct, frozen=True):
    """What an object says. is_mapped: each of its letters has its Unicode character."""

    text: str = ""
    is_mapped: bool = True


def letters(text_page: Any) -> dict[int, Letters]:
    """What each object says, by its address; spaces that only a gap stands for are among it."""
    found: dict[int, list[str]] = {}
    unmapped: set[int] = set()
    object_of, unicode_of = raw.FPDFText_GetTextObject, raw.FPDFText_GetUnicode
    is_unmapped = raw.FPDFText_HasUnicodeMapError
    for index in range(raw.FPDFText_CountChars(text_page)):
        painted_by = address(object_of(text_page, index))
        if painted_by:
            code = unicode_of(text_page, index)
            if is_unmapped(text_page, index) == 1 or not 0 < code <= 0x10FFFF:
                unmapped.add(painted_by)
                found.setdefault(painted_by, [])
            else:
                letter = "-" if code in _HYPHENS else _letter(code)
                found.setdefault(painted_by, []).append(letter)
    return {key: Letters("".join(parts), key not in unmapped) for key, parts in found.items()}


def _letter(code: int) -> str:
    """The character; nothing for half a pair and for what is no text."""
    if 0xD800 <= code < 0xE000 or code in (0x0A, 0x0D):
        return ""
    return " " if code < 0x20 else chr(code)


def within(text_page: Any, left: float, bottom: float, right: float, top: float) -> str:
    """The words that lie in a rectangle of the page's own space, y growing upwards."""
    length = raw.FPDFText_GetBoundedText(text_page, left, top, right, bottom, None, 0)
    if length <= 0:
        return ""
    buffer = (raw.c_ushort * (length + 1))()
    raw.FPDFText_GetBoundedText(text_page, left, top, right, bottom, buffer, length)
    return " ".join(bytes(buffer)[: 2 * length].decode("utf-16-le", "ignore").strip("\0").split())
