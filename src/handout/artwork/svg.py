"""A drawing becomes an SVG file. Pure: no font, no clock and no file is asked.

In: a `Drawing`, its words, the two colours of the leaflet, and how wide each label is set. Out: the
text of an SVG 1.1 file that stands alone or in a web page. Promised: it is well-formed whatever the
words are; shapes are paths with the coordinates of the drawing, labels are text that can be
searched and read aloud; every colour is written out as #rrggbb; title and description name it.
"""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from handout.document import TINT
from handout.model.drawing import Drawing, Label, Shape
from handout.output import Kind
from handout.pages.paths import svg_steps
from handout.pages.setting import mixed

_START = '<?xml version="1.0" encoding="UTF-8"?>'
_MARK = "<!-- Drawn by handout -->"
KIND = Kind("an SVG that handout drew", _START.encode(), _MARK.encode())

_ANCHORS = {"left": "start", "middle": "middle", "right": "end"}
_GAP = 3.0
_MIDDLE = 0.32
_MILLIMETRE = 72 / 25.4


class Words(Struct, frozen=True):
    """What an SVG file says of itself; its ids are made from the name, to be alone in a page."""

    name: str
    title: str
    description: str
    language: str


class Ink(Struct, frozen=True):
    """Colours as #rrggbb, and the font families of labels, the best first."""

    ink: str
    accent: str
    families: tuple[str, ...]


def svg(
    drawing: Drawing, words: Words, ink: Ink, width: float, label_widths: tuple[float, ...]
) -> str:
    """The drawing as SVG, shown `width` points wide where nothing else is said.

    label_widths: how wide each label is in units of the drawing, for the lines that lead from it.
    Raises: HandoutError for a path that cannot be read.
    """
    across, down = drawing.size
    shown = (f"{side * width / across / _MILLIMETRE:.1f}mm" for side in (across, down))
    title, description = (f"figure-{words.name}-{part}" for part in ("title", "description"))
    head = {
        "xmlns": "http://www.w3.org/2000/svg",
        **dict(zip(("width", "height"), shown, strict=True)),
        "viewBox": f"0 0 {_number(across)} {_number(down)}",
        "role": "img",
        "aria-labelledby": f"{title} {description}",
        "xml:lang": words.language,
    }
    family = ", ".join((*(f"'{one}'" for one in ink.families), "sans-serif"))
    drawn = {"stroke-linecap": "round", "stroke-linejoin": "round", "fill-rule": "evenodd"}
    lines = (
        _START,
        _MARK,
        f"<svg{_written(head)}>",
        f"  <title{_written({'id': title})}>{escape(words.title)}</title>",
        f"  <desc{_written({'id': description})}>{escape(words.description)}</desc>",
        f"  <g{_written(drawn)}>",
        *(_shape(shape, ink) for shape in drawing.shapes),
        "  </g>",
        *_labels(drawing.labels, label_widths, ink, family),
        "</svg>",
    )
    return "\n".join(lines) + "\n"


def colour(paint: str, ink: Ink) -> str:
    """The paint of a drawing as #rrggbb, or none."""
    if paint == "none" or paint.startswith("#"):
        return paint.lower()
    name, _, share = paint.partition(" ")
    match name:
        case "paper":
            return "#ffffff"
        case "tint":
            return mixed(ink.accent, TINT)
        case _:
            full = ink.accent if name == "accent" else ink.ink
            return mixed(full, int(share.rstrip("%")) / 100) if share else full.lower()


def _shape(shape: Shape, ink: Ink) -> str:
    svg_steps(shape.path, shape.place)
    told = {"d": " ".join(shape.path.split()), "fill": colour(shape.fill, ink)}
    if shape.at:
        told["transform"] = f"translate({' '.join(map(_number, shape.at))})"
    if shape.stroke != "none":
        told |= {"stroke": colour(shape.stroke, ink), "stroke-width": _number(shape.width)}
        if shape.dash:
            told["stroke-dasharray"] = " ".join(map(_number, shape.dash))
    return f"    <path{_written(told)}/>"


def _labels(
    labels: tuple[Label, ...], widths: tuple[float, ...], ink: Ink, family: str
) -> Iterator[str]:
    if not labels:
        return
    yield f"  <g{_written({'font-family': family, 'fill': colour('ink', ink)})}>"
    for label, width in zip(labels, widths, strict=True):
        x, y = label.at
        told = {"x": _number(x), "y": _number(y), "font-size": _number(label.size)}
        if label.align != "left":
            told["text-anchor"] = _ANCHORS[label.align]
        if label.strong:
            told["font-weight"] = "bold"
        yield f"    <text{_written(told)}>{escape(' '.join(label.text.split()))}</text>"
        if label.line_to:
            yield f"    <path{_written(_lead(label, width, ink))}/>"
    yield "  </g>"


def _lead(label: Label, width: float, ink: Ink) -> dict[str, str]:
    """The line from a label to what it names; it starts where the words end on that side."""
    (x, y), (to_x, to_y) = label.at, label.line_to
    start = {"left": x - _GAP, "middle": x, "right": x + _GAP}[label.align]
    if label.align == "left" and to_x > x:
        start = x + width + _GAP
    path = f"M{_number(start)} {_number(y - label.size * _MIDDLE)}L{_number(to_x)} {_number(to_y)}"
    return {"d": path, "fill": "none", "stroke": colour("ink", ink), "stroke-width": "0.75"}


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
