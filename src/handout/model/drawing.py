"""A vector drawing as data: shapes on a small canvas, with labels in the leaflet's own face."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from msgspec import Meta, Struct

from handout.errors import Place, Problem

Paint = Annotated[
    str,
    Meta(
        description="#rrggbb, none, or a colour of the leaflet: ink, accent, tint, paper, or a "
        "share of ink or accent on white",
        examples=["accent", "ink 40%"],
        extra={"form": "#rrggbb, none, ink, accent, tint, paper or a share such as ink 40%"},
        pattern=r"^(#[0-9a-fA-F]{6}|none|tint|paper|(ink|accent)( [1-9][0-9]?%)?)$",
    ),
]


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """One shape, painted in the order of the file."""

    path: Annotated[
        str,
        Meta(
            description="an SVG path of M L H V C S Q T Z commands, y downwards",
            examples=["M0 0 L40 0 L40 20 Z"],
        ),
    ]
    fill: Paint = "none"
    stroke: Paint = "none"
    width: Annotated[
        float, Meta(ge=0, le=50, description="width of the stroke, in units of the canvas")
    ] = 1.0
    dash: Annotated[
        tuple[float, ...],
        Meta(
            description="lengths of the dashes and gaps in turn, in units; a solid line if not "
            "said",
            examples=[[4, 2]],
        ),
    ] = ()
    at: Annotated[
        tuple[float, ...],
        Meta(max_length=2, description="x and y that the path is moved by", examples=[[10, 20]]),
    ] = ()
    place: Place | None = None


class Label(Struct, frozen=True, forbid_unknown_fields=True):
    """A few words in the drawing, with an optional line to what they name."""

    text: Annotated[str, Meta(description="the words, on one line", examples=["heel bone"])]
    at: Annotated[
        tuple[float, ...],
        Meta(
            min_length=2,
            max_length=2,
            description="x and y on the canvas; the letters stand on y",
            examples=[[10, 20]],
        ),
    ]
    align: Annotated[
        Literal["left", "middle", "right"],
        Meta(description="which end of the words is at x, or their middle"),
    ] = "left"
    size: Annotated[
        float, Meta(ge=1, le=100, description="size of the type, in units of the canvas")
    ] = 12.0
    strong: Annotated[bool, Meta(description="whether the words are bold")] = False
    line_to: Annotated[
        tuple[float, ...],
        Meta(
            max_length=2,
            description="x and y that a line leads to from the words; no line if not said",
            examples=[[40, 60]],
        ),
    ] = ()
    place: Place | None = None


class Drawing(Struct, frozen=True, forbid_unknown_fields=True):
    """The file figures/ID.yaml: a canvas of `size` units, scaled to the width a figure asks for."""

    size: Annotated[
        tuple[Annotated[float, Meta(ge=1, le=10_000)], ...],
        Meta(
            min_length=2,
            max_length=2,
            description="width and height of the canvas, in units of your choice",
            examples=[[240, 168]],
        ),
    ]
    shapes: Annotated[
        tuple[Shape, ...], Meta(description="what is painted, from the back to the front")
    ]
    labels: Annotated[
        tuple[Label, ...],
        Meta(
            description="words in the drawing, in front of all shapes; they go when it is mirrored"
        ),
    ] = ()
    cells: Annotated[
        tuple[float, ...],
        Meta(
            description="left and right edge of each picture in a row, mirrored one by one",
            examples=[[0, 110, 130, 240]],
        ),
    ] = ()
    place: Place | None = None


def drawing_problems(drawing: Drawing) -> Iterator[Problem]:
    """What is wrong with points that lack a number, dashes that draw nothing, cells without end."""
    points = [("at", shape.at, shape.place) for shape in drawing.shapes]
    points += [("line_to", label.line_to, label.place) for label in drawing.labels]
    for name, point, place in points:
        if len(point) == 1:
            yield Problem(f"{name} has one number", place, f"write {name}: [x, y]")
    for shape in drawing.shapes:
        if shape.dash and (min(shape.dash) < 0 or not sum(shape.dash)):
            yield Problem(
                "the dash draws nothing", shape.place, "write lengths such as dash: [4, 2]"
            )
    edges = (0.0, *drawing.cells, drawing.size[0])
    if len(drawing.cells) % 2 or any(left > right for left, right in pairwise(edges)):
        yield Problem(
            "the cells are not left and right edges on the canvas", drawing.place,
            "write two numbers for each picture, from left to right",
        )  # fmt: skip
