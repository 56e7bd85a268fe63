"""SVG pictures by svglib, the `svg` extra. What svglib says it could not draw is an error."""

import io
import logging
import re
from xml.parsers.expat import ParserCreate

from svglib.svglib import svg2rlg

from handout.errors import Place, fail
from handout.pages.layer import canvas, draw, operators
from handout.pages.setting import Image


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def svg_operators(data: bytes, place: Place | None) -> Image:
    """The drawing's operators in its own space.

    Raises: HandoutError when svglib cannot read it, drops some of it, or it has no size.
    """
    complaints = _Complaints()
    log = logging.getLogger("svglib.svglib")
    log.addHandler(complaints)
    try:
        ParserCreate().Parse(data, True)
        drawing = svg2rlg(io.BytesIO(data))
    except Exception as error:  # svglib raises whatever its readers of paths and colours trip over
        fail(f"the SVG cannot be drawn: {error}", place, "save it as plain SVG with paths only")
    finally:
        log.removeHandler(complaints)
    if drawing is None or complaints.said:
        said = complaints.said[0] if complaints.said else "it is not whole"
        fail(f"the SVG cannot be drawn: {said}", place, "save it as plain SVG with paths only")
    if drawing.width <= 0 or drawing.height <= 0:
        fail("the SVG has no size", place, "give it a width and height, or a viewBox")
    board = canvas(drawing.width, drawing.height)
    draw(drawing, board)
    unused_font = re.compile(rb"BT /F\d+ \S+ Tf \S+ TL ET\n")
    return Image(drawing.width, drawing.height, unused_font.sub(b"", operators(board)))
