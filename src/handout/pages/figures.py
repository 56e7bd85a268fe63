"""Pictures made ready once: drawings, SVG, QR codes and photographs as streams that pages show.

Nothing is trusted: a photograph's size is read from its header before it is decoded, it is decoded
whole, and only its samples are kept; SVG that could reach outside or be dropped is refused.
"""

import zlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from math import log10
from typing import TYPE_CHECKING

from msgspec import structs

from handout.document import Picture, Run
from handout.errors import ExitCode, HandoutError, Place, Problem, fail
from handout.model.drawing import Drawing, Label, Shape
from handout.pages.layer import canvas, operators, paint, qr_modules
from handout.pages.paths import svg_steps
from handout.pages.resources import Stream
from handout.pages.setting import Image, Palette
from handout.pages.text import TextSetter, Type, number

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_QUIET_MODULES = 4
_REMEMBERED = 64
"""So many drawings are kept ready in a process, of about 20 KB each."""
_PLAIN = Shape("")
"""What is painted with at first: no colour yet, lines of 1 without dashes."""
_DIGITS = 4
"""How finely a drawing is told: 200 units with two decimals, 60 with three."""

Streams = tuple[Stream, ...]


def prepare(
    pictures: tuple[Picture, ...], urls: Iterable[str], colours: Palette, setter: TextSetter
) -> tuple[dict[str, Image], Streams]:
    """Every picture and QR code by name, and the streams that they show.

    Raises: HandoutError with every picture that cannot be used.
    """
    images, photographs = added(pictures, colours, setter)
    images |= {f"qr:{url}": _qr(url) for url in urls}
    streams = list(photographs)
    for name, image in images.items():
        if not image.is_photograph:
            resource = f"Im{len(streams)}"
            streams.append(_form(image, resource))
            images[name] = structs.replace(image, content=b"/%s Do" % resource.encode())
    return images, tuple(streams)


def added(
    pictures: tuple[Picture, ...], colours: Palette, setter: TextSetter, held: int = 0
) -> tuple[dict[str, Image], Streams]:
    """Pictures by name as one printing needs them: only photographs have a stream.

    held: how many streams the file has already.
    Raises: HandoutError with every picture that cannot be used.
    """
    images: dict[str, Image] = {}
    streams: list[Stream] = []
    problems: list[Problem] = []
    code = ExitCode.CONTENT
    for picture in pictures:
        try:
            if isinstance(picture.data, Drawing):
                images[picture.name] = _drawing(picture.data, colours, setter)
            elif _is_svg(picture):
                images[picture.name] = _svg(picture.data, picture.place)
            else:
                from handout.pages.photographs import photograph

                resource = f"Im{held + len(streams)}"
                stream, width, height = photograph(picture.data, resource, picture.place)
                streams.append(stream)
                shown = b"q %s 0 0 %s 0 0 cm /%s Do Q" % (
                    number(width), number(height), resource.encode(),
                )  # fmt: skip
                images[picture.name] = Image(width, height, shown, is_photograph=True)
        except HandoutError as error:
            problems += error.problems
            code = max(code, error.code)
    if problems:
        raise HandoutError(problems, code)
    return images, tuple(streams)


def _form(image: Image, resource: str) -> Stream:
    """The image's shapes as a stream that pages show by its name."""
    size = (number(image.width), number(image.height))
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 %s %s]/Resources<<>>/Filter/FlateDecode" % size
    return Stream(resource, entries, _deflated(image.content))


@lru_cache(maxsize=_REMEMBERED)
def _deflated(content: bytes) -> bytes:
    return zlib.compress(content, 9)


def _is_svg(picture: Picture) -> bool:
    """Whether the file is to be read as SVG; its name may have been asked for without suffix."""
    if picture.name.lower().endswith(".svg"):
        return True
    return (
        isinstance(picture.data, bytes) and picture.data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"
    )


def _qr(url: str) -> Image:
    """The code as runs of dark modules, one unit each, in a white quiet zone."""
    rows = qr_modules(url)
    side = len(rows) + 2 * _QUIET_MODULES
    parts = [b"1 1 1 rg 0 0 %d %d re f 0 0 0 rg" % (side, side)]
    for index, row in enumerate(rows):
        column = _QUIET_MODULES
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                parts.append(b"%d %d %d 1 re" % (column, side - _QUIET_MODULES - index - 1, length))
            column += length
    return Image(side, side, b" ".join(parts) + b" f")


def _drawing(drawing: Drawing, colours: Palette, setter: TextSetter) -> Image:
    labels: list[bytes] = []
    extras: set[tuple[int, int, str]] = set()
    faces: set[int] = set()
    for label in drawing.labels:
        labels += _label(label, drawing.size[1], colours, setter, extras, faces)
    smallest = min((label.size for label in drawing.labels), default=0.0)
    width, height = drawing.size
    return Image(
        width, height, _shapes(drawing, colours), frozenset(extras), frozenset(faces), smallest,
        b"\n".join(labels), cells=drawing.cells,
    )  # fmt: skip


@lru_cache(maxsize=_REMEMBERED)
def _shapes(drawing: Drawing, colours: Palette) -> bytes:
    """The operators of a drawing's shapes."""
    width, height = drawing.size
    board = canvas(width, height)
    board.setLineCap(1)
    board.setLineJoin(1)
    decimals = max(2, _DIGITS - int(log10(max(width, height))))
    for at, shapes in groupby(drawing.shapes, lambda shape: shape.at):
        if at:
            board.saveState()
            board.translate(at[0], -at[1])
        now = _PLAIN
        for shape in shapes:
            now = _painted(shape, now, board, colours)
            _shape(shape, board, height, decimals)
        if at:
            board.restoreState()
    return operators(board)


def _painted(shape: Shape, now: Shape, board: "Canvas", colours: Palette) -> Shape:
    """Take up the shape's paints, where they are others than now; which are in hand then."""
    fill, stroke, width, dash = now.fill, now.stroke, now.width, now.dash
    if shape.fill not in ("none", fill):
        fill = shape.fill
        board.setFillColorRGB(*_rgb(fill, colours))
    if shape.stroke not in ("none", stroke):
        stroke = shape.stroke
        board.setStrokeColorRGB(*_rgb(stroke, colours))
    if shape.stroke != "none" and shape.width != width:
        width = shape.width
        board.setLineWidth(width)
    if shape.stroke != "none" and shape.dash != dash:
        dash = shape.dash
        board.setDash(list(dash))
    return Shape("", fill, stroke, width, dash)


_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def _shape(shape: Shape, board: "Canvas", height: float, decimals: int) -> None:
    path = []
    for kind, numbers in svg_steps(shape.path, shape.place):
        points = (
            f"{round(height - value if index % 2 else value, decimals):.10g}"
            for index, value in enumerate(numbers)
        )
        path.append(" ".join((*points, _OPERATORS[kind])))
    fill, stroke = shape.fill != "none", shape.stroke != "none"
    if fill or stroke:
        paint(board, path, fill=fill, stroke=stroke)


def _rgb(paint: str, colours: Palette) -> tuple[float, float, float]:
    if paint.startswith("#"):
        red, green, blue = (int(paint[start : start + 2], 16) / 255 for start in (1, 3, 5))
        return red, green, blue
    name, _, share = paint.partition(" ")
    part = int(share.rstrip("%")) / 100 if share else 1.0
    red, green, blue = (1 - (1 - float(full)) * part for full in getattr(colours, name).split())
    return red, green, blue


def _label(
    label: Label, height: float, colours: Palette, setter: TextSetter,
    extras: set[tuple[int, int, str]], faces: set[int],
) -> list[bytes]:  # fmt: skip
    style = Type(
        label.size, label.size, "bold" if label.strong else "regular", colours.ink + b" rg"
    )
    x, y = label.at
    spans = (Run(label.text),)
    width = setter.set(spans, style, 10_000, (0, 0), label.place).width
    left = x - {"left": 0.0, "middle": width / 2, "right": width}[label.align]
    main = setter.faces.main()
    drop = style.leading / 2 + (main.ascent + main.descent) / 2000 * style.size
    done = setter.set(spans, style, 10_000, (left, height - y + drop), label.place)
    extras |= done.extras
    faces |= done.faces
    content = [segment.content for line in done.lines for segment in line]
    if label.line_to:
        middle = height - y + label.size * 0.32
        start = {"left": left - 3, "middle": x, "right": left + width + 3}[label.align]
        if label.align == "left" and label.line_to[0] > left:
            start = left + width + 3
        end = (number(label.line_to[0]), number(height - label.line_to[1]))
        content.append(
            b"%s RG .75 w %s %s m %s %s l S" % (colours.ink, number(start), number(middle), *end)
        )
    return content


def _svg(data: bytes, place: Place | None) -> Image:
    try:
        from handout.pages.svg import svg_operators
    except ImportError:
        fail("reading SVG needs the svg extra", place, "pip install 'clinic-handout[svg]'",
             ExitCode.ENVIRONMENT)  # fmt: skip
    return svg_operators(data, place)
