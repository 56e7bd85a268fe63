"""A PDF opened by both libraries, or a clear word why not."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from logging import NullHandler, getLogger
from typing import Any

from pikepdf import PasswordError, Pdf

from handout.errors import Place, fail
from handout.readback.entries import BROKEN
from handout.readback.pdfium import document

_DAMAGED = "this PDF is damaged and cannot be read"
_AGAIN = "make the PDF again, or open it in a viewer and print it to a new PDF"


@contextmanager
def opened(data: bytes, place: Place) -> Iterator[tuple[Pdf, Any]]:
    """The file as pikepdf and as PDFium have it open.

    What pikepdf can mend and PDFium cannot is mended before PDFium reads it.
    Raises: HandoutError when it needs a password, is damaged or has no pages.
    """
    with ExitStack() as stack:
        log, silent = getLogger("pikepdf"), NullHandler()
        log.addHandler(silent)  # What it mends is no news for a reader.
        stack.callback(log.removeHandler, silent)
        pdf = _pdf(data, place)
        stack.enter_context(pdf)
        try:
            read = stack.enter_context(document(data))
        except ValueError:
            try:
                read = stack.enter_context(document(_mended(pdf)))
            except BROKEN:
                fail(_DAMAGED, place, hint=_AGAIN)
        yield pdf, read


def _pdf(data: bytes, place: Place) -> Pdf:
    try:
        pdf = Pdf.open(BytesIO(data))
    except PasswordError:
        fail(
            "this PDF needs a password",
            place,
            hint="save a copy that opens without one, and check that",
        )
    except BROKEN:
        fail(_DAMAGED, place, hint=_AGAIN)
    try:
        count = len(pdf.pages)
    except BROKEN:
        count = 0
    if not count:
        pdf.close()
        fail("this PDF has no pages", place, hint=_AGAIN)
    return pdf


def _mended(pdf: Pdf) -> bytes:
    whole = BytesIO()
    pdf.save(whole, fix_metadata_version=False)
    return whole.getvalue()
