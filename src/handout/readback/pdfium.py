"""The door to PDFium: its bare functions, and a document that is closed again."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
import pypdfium2.raw  # type: ignore[import-untyped]
from msgspec import Struct

raw: Any = pypdfium2.raw

if not hasattr(raw, "FPDFPageObj_GetMarkedContentID"):
    raise ImportError("pypdfium2 is older than 5")


class Opened(Struct, frozen=True):
    """A page that PDFium has open, and the letters on it."""

    document: Any
    page: Any
    text_page: Any


@contextmanager
def document(data: bytes) -> Iterator[Any]:
    """A document, which stays open inside.

    Raises: ValueError when PDFium cannot read it.
    """
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error
    try:
        yield opened.raw
    finally:
        opened.close()


@contextmanager
def page(document: Any, number: int) -> Iterator[Opened | None]:
    """A page by its number, which counts from 1; None where PDFium cannot parse it."""
    opened = raw.FPDF_LoadPage(document, number - 1)
    text_page = raw.FPDFText_LoadPage(opened) if opened else None
    try:
        yield Opened(document, opened, text_page) if text_page else None
    finally:
        if text_page:
            raw.FPDFText_ClosePage(text_page)
        if opened:
            raw.FPDF_ClosePage(opened)


def address(handle: Any) -> int:
    """What tells one object of PDFium from another for as long as both are there; 0 for none."""
    return ctypes.addressof(handle.contents) if handle else 0


def name_of(function: Any, handle: Any) -> str:
    """A name that PDFium writes into a buffer as UTF-8."""
    length = function(handle, None, 0)
    if not 1 < length < 10_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    function(handle, buffer, length)
    return buffer.value.decode("utf-8", "replace")
