"""Pictures made ready once: drawings, SVG and QR codes as operators, photographs as streams.

Nothing is trusted: a photograph's size is read from its header before it is decoded, it is decoded
whole, and only its samples are kept; SVG that could reach outside or be dropped is refused.
"""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from handout.document import Picture, Run
from handout.errors import ExitCode, HandoutError, Place, Problem, fail
from handout.model.drawing import Drawing, Label, Shape
from handout.pages.layer import canvas, operators, qr_modules
from handout.pages.resources import ImageStream
from handout.pages.setting import Image, Palette
from handout.pages.text import TextSetter, Type, number

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_FARTHEST = 100_000.0
_QUIET_MODULES = 4


def prepare(
    pictures: tuple[Picture, ...], urls: Iterable[str], colours: Palette, setter: TextSetter
) -> tuple[dict[str, Image], tuple[ImageStream, ...]]:
    """Every picture and QR code by name, and the streams that photographs embed.

    Raises: HandoutError with every picture that cannot be used.
    """
    images: dict[str, Image] = {}
    streams: list[ImageStream] = []
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

                resource = f"Im{len(streams)}"
                stream, width, height = photograph(picture.data, resource, picture.place)
                streams.append(stream)
                shown = b"q %s 0 0 %s 0 0 cm /%s Do Q" % (
                    number(width), number(height), resource.encode(),
                )  # fmt: skip
                images[picture.name] = Image(width, height, shown)
        except HandoutError as error:
            problems += error.problems
            code = max(code, error.code)
    if problems:
        raise HandoutError(problems, code)
    images |= {f"qr:{url}": _qr(url) for url in urls}
    return images, tuple(streams)


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
    width, height = drawing.size
    board = canvas(width, height)
    board.setLineCap(1)
    board.setLineJoin(1)
    for shape in drawing.shapes:
        _shape(shape, board, height, colours)
    content = [operators(board)]
    extras: set[tuple[int, int, str]] = set()
    faces: set[int] = set()
    for label in drawing.labels:
        content += _label(label, height, colours, setter, extras, faces)
    smallest = min((label.size for label in drawing.labels), default=0.0)
    drawn = b"\n".join(content)
    return Image(width, height, drawn, frozenset(extras), frozenset(faces), smallest)


def _shape(shape: Shape, board: "Canvas", height: float, colours: Palette) -> None:
    path = board.beginPath()
    for step in svg_steps(shape.path, shape.place):
        points = [
            value if index % 2 == 0 else height - value for index, value in enumerate(step[1])
        ]
        match step[0]:
            case "M":
                path.moveTo(*points)
            case "L":
                path.lineTo(*points)
            case "C":
                path.curveTo(*points)
            case _:
                path.close()
    if shape.fill != "none":
        board.setFillColorRGB(*_rgb(shape.fill, colours))
    if shape.stroke != "none":
        board.setStrokeColorRGB(*_rgb(shape.stroke, colours))
        board.setLineWidth(shape.width)
        board.setDash(list(shape.dash) or [])
    board.drawPath(path, stroke=shape.stroke != "none", fill=shape.fill != "none")


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


_STEP = re.compile(r"([MLHVCSQTZmlhvcsqtz])|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([^\s,])")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}

Step = tuple[str, tuple[float, ...]]


def svg_steps(path: str, place: Place | None) -> list[Step]:
    """SVG path data as absolute M, L, C and Z steps.

    Raises: HandoutError when a command is unknown or lacks numbers.
    Source: SVG 2, section 9.3 (arcs are not taken).
    """
    pen = _Pen()
    command, numbers = "", list[float]()
    for letter, value, other in _STEP.findall(path):
        if other:
            fail(
                f"the path holds {other!r}", place, "use the commands M L H V C S Q T Z and numbers"
            )
        if letter:
            _complete(command, numbers, place)
            command = letter
            if letter in "Zz":
                pen.step("Z", ())
            continue
        numbers.append(float(value))
        if abs(numbers[-1]) > _FARTHEST:
            fail(f"the path goes to {value}", place, "keep it on its canvas")
        if command and len(numbers) == _TAKES[command.upper()]:
            pen.take(command, numbers)
            command = {"M": "L", "m": "l"}.get(command, command)
            numbers = []
        elif not command or command in "Zz":
            fail("the path holds a number without a command", place)
    _complete(command, numbers, place)
    if pen.steps and pen.steps[0][0] != "M":
        fail("the path does not start with M", place, "say first where the pen is put down")
    return pen.steps


def _complete(command: str, numbers: list[float], place: Place | None) -> None:
    if numbers:
        fail(
            f"the path's {command} has {len(numbers)} numbers over", place,
            f"{command} takes {_TAKES[command.upper()]}",
        )  # fmt: skip


class _Pen:
    """Where an SVG path has come to."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._at = self._start = (0.0, 0.0)
        self._control: tuple[str, tuple[float, float]] = ("", (0.0, 0.0))

    def step(self, kind: str, numbers: tuple[float, ...]) -> None:
        """Add an absolute step."""
        self.steps.append((kind, numbers))
        if kind == "Z":
            self._at = self._start
            self._control = ("", self._at)
        else:
            self._at = (numbers[-2], numbers[-1])
        if kind == "M":
            self._start = self._at

    def take(self, command: str, numbers: list[float]) -> None:
        """Add one step of a path, as the command says."""
        kind = command.upper()
        x, y = self._at
        if kind in "HV":
            numbers = [numbers[0], 0.0] if kind == "H" else [0.0, numbers[0]]
        if command.islower():
            numbers = [n + (x if i % 2 == 0 else y) for i, n in enumerate(numbers)]
        if kind == "H":
            numbers[1] = y
        elif kind == "V":
            numbers[0] = x
        mirrored = self._mirrored(kind)
        match kind:
            case "M" | "L" | "C":
                self.step(kind, tuple(numbers))
            case "H" | "V":
                self.step("L", tuple(numbers))
            case "S":
                self.step("C", (*mirrored, *numbers))
            case "Q":
                self._quadratic(numbers[0], numbers[1], numbers[2], numbers[3])
            case _:
                self._quadratic(*mirrored, numbers[0], numbers[1])
        if kind in "CS":
            control = self.steps[-1][1]
            self._control = ("C", (control[2], control[3]))
        elif kind not in "QT":
            self._control = ("", self._at)

    def _mirrored(self, kind: str) -> tuple[float, float]:
        family, (x, y) = self._control
        if family != {"S": "C", "T": "Q"}.get(kind):
            return self._at
        return 2 * self._at[0] - x, 2 * self._at[1] - y

    def _quadratic(self, cx: float, cy: float, x: float, y: float) -> None:
        ax, ay = self._at
        first = (ax + 2 / 3 * (cx - ax), ay + 2 / 3 * (cy - ay))
        second = (x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y))
        self.step("C", (*first, *second, x, y))
        self._control = ("Q", (cx, cy))


def _svg(data: bytes, place: Place | None) -> Image:
    try:
        from handout.pages.svg import svg_operators
    except ImportError:
        fail("reading SVG needs the svg extra", place, "pip install 'clinic-handout[svg]'",
             ExitCode.ENVIRONMENT)  # fmt: skip
    return svg_operators(data, place)
