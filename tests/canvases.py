"""PDFs drawn by hand for tests of reading back: no tags, and each thing where it was put."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

SIZE = (300.0, 200.0)


def drawn(*draw: Callable[[Canvas], object], size: tuple[float, float] = SIZE) -> bytes:
    """A PDF with a page for each function."""
    whole = BytesIO()
    canvas = Canvas(whole, pagesize=size, invariant=True)
    for page in draw:
        canvas.setFont("Helvetica", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return whole.getvalue()


def changed(pdf: bytes, change: Callable[[Any], object], **how: Any) -> bytes:
    """The PDF after a change by pikepdf. how: as for `Pdf.save`."""
    whole = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(whole, **how)
    return whole.getvalue()


def with_drawing(drawing: bytes, resources: str = "<< >>") -> bytes:
    """A page of 300 by 200 points with this content and these resources, in Helvetica as /F."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=SIZE)
    page.obj.Resources = pikepdf.Object.parse(resources.encode())
    page.obj.Resources.Font = pikepdf.Object.parse(
        b"<< /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica"
        b" /Encoding /WinAnsiEncoding >> >>"
    )
    page.obj.Contents = pdf.make_stream(drawing)
    whole = BytesIO()
    pdf.save(whole)
    pdf.close()
    return whole.getvalue()
