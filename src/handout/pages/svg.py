"""SVG pictures by svglib, the `svg` extra.

svglib leaves out what it cannot draw, mostly without a word. So every element and attribute is
looked at first, and only what it draws right comes through: plain shapes, filled and stroked.
"""

import io
import logging
import math
import re
from xml.parsers.expat import ExpatError, ParserCreate

from svglib.svglib import svg2rlg

from handout.errors import Place, fail
from handout.pages.layer import canvas, draw, operators
from handout.pages.setting import Image

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_DRAWN = frozenset((*_SHAPES, "svg", "g", "defs", "title", "desc", "metadata"))
_SILENT = frozenset(("title", "desc", "metadata"))
_MOST_ELEMENTS = 3000
_DEEPEST = 60
_HINT = "save it as plain SVG: paths and simple shapes, filled and stroked"
_OPACITY = re.compile(r"opacity\s*:\s*([^;]+)")
_UNUSED_FONT = re.compile(rb"BT /F\d+ \S+ Tf \S+ TL ET\n")


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class _Refused(Exception):
    """What the drawing may not hold, in words."""


class _Inspector:
    """Expat's view of a drawing; refuses what would be left out, or reach outside."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self._count = 0
        self._parser = ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.XmlDeclHandler = self._declaration
        self._parser.ProcessingInstructionHandler = self._instruction

    def inspect(self, data: bytes) -> None:
        """Raise _Refused or ExpatError unless the drawing is plain."""
        self._parser.Parse(data, True)

    def _doctype(self, *_: object) -> None:
        raise _Refused("a DOCTYPE")

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() != "utf-8":
            raise _Refused(f"the encoding {encoding}")

    def _instruction(self, target: str, _data: str) -> None:
        raise _Refused(f"the instruction {target}")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise _Refused(f"more than {_MOST_ELEMENTS} elements")
        if len(self._path) >= _DEEPEST:
            raise _Refused(f"elements more than {_DEEPEST} deep")
        if space in (_SVG, "") and not _SILENT.intersection(self._path):
            if tag not in _DRAWN:
                raise _Refused(f"<{tag}>")
            for key, value in attributes.items():
                _check_attribute(key.rpartition(" ")[2], value)
        self._path.append(tag)

    def _end(self, _name: str) -> None:
        self._path.pop()


def _check_attribute(key: str, value: str) -> None:
    if key == "href":
        raise _Refused("a reference")
    if "url(" in value:
        raise _Refused(f"{value[:40]} in {key}")
    faint = [value] if key.endswith("opacity") else _OPACITY.findall(value)
    if any(one.strip() not in ("1", "1.0", "100%") for one in faint):
        raise _Refused("an opacity")
    if key in ("clip-path", "mask", "filter") and value != "none":
        raise _Refused(key)


def svg_operators(data: bytes, place: Place | None) -> Image:
    """The drawing's operators in its own space.

    Raises: HandoutError when it holds what svglib would leave out, or has no size.
    """
    complaints = _Complaints()
    log = logging.getLogger("svglib.svglib")
    log.addHandler(complaints)
    try:
        _Inspector().inspect(data)
        drawing = svg2rlg(io.BytesIO(data))
    except _Refused as refused:
        fail(f"the SVG holds {refused}", place, _HINT)
    except ExpatError as error:
        fail(f"the SVG is not whole: {error}", place, "save it again")
    except Exception as error:  # svglib raises whatever its readers of paths and colours trip over
        fail(f"the SVG cannot be drawn: {error}", place, _HINT)
    finally:
        log.removeHandler(complaints)
    if drawing is None or complaints.said:
        said = complaints.said[0] if complaints.said else "it is not whole"
        fail(f"the SVG cannot be drawn: {said}", place, _HINT)
    if not (_is_length(drawing.width) and _is_length(drawing.height)):
        fail("the SVG has no size", place, "give it a width and height, or a viewBox")
    board = canvas(drawing.width, drawing.height)
    draw(drawing, board)
    return Image(drawing.width, drawing.height, _UNUSED_FONT.sub(b"", operators(board)))


def _is_length(value: float) -> bool:
    return math.isfinite(value) and 0 < value < 100_000
