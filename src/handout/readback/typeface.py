"""What PDFium knows of a font: its name, and what kind of letters it has."""

import ctypes
import re
from typing import Any

from msgspec import Struct

from handout.readback.pdfium import name_of, raw

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BOLD = re.compile(r"bold|black|heavy|demi|(?<![A-Za-z])(bd|blk|hv)(?![a-z])", re.IGNORECASE)
_ITALIC = re.compile(r"(?i:italic|oblique|kursiv)|(?<=[-,a-z])It$|(?<=Bd)It$")
_SERIF = re.compile(
    r"times|georgia|garamond|cambria|palatino|bookantiqua|century|(?<!sans)serif|roman|minion",
    re.IGNORECASE,
)
_FLAG_SERIF, _FLAG_ITALIC, _FLAG_BOLD = 1 << 1, 1 << 6, 1 << 18


class Typeface(Struct, frozen=True):
    """A font as it is used. key: its name in the file, with the tag of a subset."""

    key: str
    name: str
    is_embedded: bool
    is_bold: bool
    is_italic: bool
    is_serif: bool


def typeface(font: Any) -> Typeface:
    """What PDFium says of a font.

    Its weight is guessed from the stems, and wrong by hundreds: the name is the better witness.
    """
    key = name_of(raw.FPDFFont_GetBaseFontName, font)
    name = _SUBSET.sub("", key)
    flags = max(raw.FPDFFont_GetFlags(font), 0)
    angle = ctypes.c_int(0)
    raw.FPDFFont_GetItalicAngle(font, angle)
    return Typeface(
        key=key,
        name=name,
        is_embedded=raw.FPDFFont_GetIsEmbedded(font) == 1,
        is_bold=bool(flags & _FLAG_BOLD or _BOLD.search(name)),
        is_italic=bool(angle.value or flags & _FLAG_ITALIC or _ITALIC.search(name)),
        is_serif=bool(flags & _FLAG_SERIF or _SERIF.search(name)),
    )
