"""What PDFium says of one object on a page, which it knows by a handle."""

import ctypes
from typing import Any

from handout.readback.finished import Box, Colour
from handout.readback.matrix import Matrix, placed
from handout.readback.pdfium import raw

_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LONGEST_LANGUAGE = 36
_ARTIFACT = "Artifact\0".encode("utf-16-le")


def matrix_of(painted: Any) -> Matrix:
    """From its own space to the one it is drawn in."""
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(painted, found):
        return _UNIT
    return found.a, found.b, found.c, found.d, found.e, found.f


def bounds(painted: Any, matrix: Matrix) -> Box | None:
    """What it covers after a matrix; None where PDFium cannot tell."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(painted, left, bottom, right, top):
        return None
    return placed(matrix, left.value, bottom.value, right.value, top.value)


def coloured(asked: Any, painted: Any) -> tuple[Colour | None, float]:
    """A colour and how opaque it is; None where the object has none."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not asked(painted, red, green, blue, alpha):
        return None, 1.0
    return (red.value / 255, green.value / 255, blue.value / 255), alpha.value / 255


def marked_language(painted: Any) -> str:
    """The language that its marks give it, the innermost one's; empty where none does."""
    length, buffer = ctypes.c_ulong(), (ctypes.c_ushort * _LONGEST_LANGUAGE)()
    said = ""
    for index in range(min(raw.FPDFPageObj_CountMarks(painted), 64)):
        mark = raw.FPDFPageObj_GetMark(painted, index)
        size = 2 * _LONGEST_LANGUAGE
        if raw.FPDFPageObjMark_GetParamStringValue(mark, b"Lang", buffer, size, length):
            said = bytes(buffer)[: min(length.value, size)].decode("utf-16-le", "ignore")
    return said.rstrip("\0")


def is_marked_artifact(painted: Any) -> bool:
    """Whether it stands in content that is marked as furniture."""
    length, buffer = ctypes.c_ulong(), (ctypes.c_ushort * 16)()
    for index in range(min(raw.FPDFPageObj_CountMarks(painted), 64)):
        mark = raw.FPDFPageObj_GetMark(painted, index)
        is_read = raw.FPDFPageObjMark_GetName(mark, buffer, 32, length)
        if is_read and bytes(buffer)[: length.value] == _ARTIFACT:
            return True
    return False
