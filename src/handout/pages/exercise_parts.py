"""What the layouts of an exercise are made of: name, picture, how to do it, how much, advice."""

from handout.document import Exercise, Run, Spans
from handout.errors import Problem
from handout.pages.box import Frame, Piece, Proof
from handout.pages.furniture import picture, small_labels, strong
from handout.pages.lists import items
from handout.pages.setting import Setting
from handout.pages.signs import sign
from handout.pages.text import ARTIFACT, Type

PAD = 0.85
"""White inside a card at its sides, in sizes of body."""

GUTTER = 1.1
"""White between a picture and words, in sizes of body."""

LINE = 0.8
"""The width of a card's frame in points."""

Pairs = tuple[tuple[Spans, Spans], ...]


def name_heading(
    block: Exercise, style: Type, proof: Proof, x: float, width: float, owner: int
) -> None:
    """Set the name."""
    heading = proof.element(f"H{block.level}", owner)
    proof.text(block.name, style, x, width, heading, block.place)


def width_within(block: Exercise, setting: Setting, width: float, tallest: float) -> float:
    """How wide the picture is drawn in `width`, no higher than a share of the page."""
    image = setting.images[block.picture]
    return min(width, setting.height * tallest * image.width / image.height)


def shown_picture(
    block: Exercise, proof: Proof, setting: Setting, x: float, shown: float, owner: int
) -> None:
    """Draw the picture `shown` points wide, or its mirror image."""
    name = block.picture
    proof.problems += small_labels(name, shown, setting, block.place)
    if block.is_mirrored and setting.images[name].labels:
        message = f"the labels of {name!r} cannot be read, because its picture is mirrored"
        hint = "leave the words out of the picture, or say no side"
        proof.problems.append(Problem(message, block.place, hint, "warning"))
    picture(name, block.alt, proof, setting, x, shown, owner, is_mirrored=block.is_mirrored)


def picture_above(
    block: Exercise, tallest: float, proof: Proof, setting: Setting, x: float, width: float,
    owner: int,
) -> None:  # fmt: skip
    """Draw the picture, if it has one, in the middle of the width with white under it."""
    if block.picture:
        shown = width_within(block, setting, width, tallest)
        shown_picture(block, proof, setting, x + (width - shown) / 2, shown, owner)
        proof.space(setting.rhythm)


def how_to(
    block: Exercise, proof: Proof, setting: Setting, x: float, width: float, owner: int
) -> None:
    """Set the notes, the details and the numbered steps."""
    notes(block, proof, setting, x, width, owner)
    steps(block, proof, setting, x, width, owner)


def notes(
    block: Exercise, proof: Proof, setting: Setting, x: float, width: float, owner: int
) -> None:
    """Set the notes and the details, a paragraph each."""
    for label, value in (*block.notes, *block.details):
        spans = (*strong(label), Run(" "), *value)
        proof.text(spans, setting.body, x, width, proof.element("P", owner), block.place)
        proof.space(setting.rhythm * 0.4)


def steps(
    block: Exercise, proof: Proof, setting: Setting, x: float, width: float, owner: int
) -> None:
    """Set the numbered steps."""
    items(block.steps, "number", proof, setting, x, width, owner)


def dose_strip(
    block: Exercise, proof: Proof, setting: Setting, x: float, width: float, owner: int
) -> None:
    """Set how much, in bold on a band of tint from side to side, after a sign."""
    if not block.dose:
        return
    proof.space(setting.rhythm)
    style = setting.type("body", bold=True)
    first = len(proof.rows)
    proof.row(style.size * 0.4, ())
    left, high = x + style.size * PAD, style.size * 1.1
    corner = (left, -proof.y - (style.leading + high) / 2)
    mark = Piece(ARTIFACT, sign("dose", high, *corner, setting.colours.accent))
    indent = style.size * 1.6
    room = width - 2 * style.size * PAD - indent
    told = proof.element("P", owner)
    proof.text(block.dose, style, left + indent, room, told, block.place, lead=(mark,))
    proof.row(style.size * 0.4, ())
    edges = (x + LINE, x + width - LINE)
    proof.frames.append(
        Frame(first, len(proof.rows) - 1, *edges, setting.colours.tint, b"", 0.0, 0.0)
    )


def advice_lines(
    pairs: Pairs, proof: Proof, setting: Setting, x: float, width: float, owner: int
) -> None:
    """Set a label with its words on a line each."""
    for label, value in pairs:
        proof.space(setting.rhythm * 0.45)
        spans = (*strong(label), Run(" "), *value)
        proof.text(spans, setting.body, x, width, proof.element("P", owner), None)
