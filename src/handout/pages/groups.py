"""Groups of exercises: finished cards are put in order, side by side, or on pages of their own.

Cards are set one by one and laid out when they are printed, because a visit may have its own order.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct, structs

from handout.document import Layout
from handout.pages.box import ROOT, Box, Element, LinkArea, Piece, Row, draw_frame
from handout.pages.setting import Setting
from handout.pages.text import ARTIFACT, number

_COLUMN: dict[Layout, float] = {
    "cards": math.inf, "compact": 17.0, "list": math.inf, "full-page": 28.0,
}  # fmt: skip
"""Sizes of body that a card needs at least to stand in a pair."""

_BETWEEN: dict[Layout, float] = {"cards": 0.0, "compact": 1.1, "list": 0.0, "full-page": 1.6}
"""White between the cards of a pair, in sizes of body."""

_UNDER_HEADING = 0.77
"""The share of a page's height that a large pair takes, so that a heading stands over it."""

_ALONE = 1.4
"""A picture beside words over the whole width may be so much taller than in other looks."""


def card_width(layout: Layout, setting: Setting, width: float) -> float:
    """How wide an exercise is set where the page has `width`: in a pair, where that is legible."""
    size = setting.body.size
    column = (width - size * _BETWEEN[layout]) / 2
    return column if column >= size * _COLUMN[layout] else width


class Cell(Struct, frozen=True):
    """What a card of a group is set for."""

    layout: Layout
    setting: Setting
    width: float


def cells(layout: Layout, setting: Setting, width: float) -> tuple[Cell, Cell | None]:
    """What the cards of a group are set for; and one that is left over from large pairs.

    A large pair leaves room for a heading over it. What is left over has the whole width, and its
    picture stands beside its words.
    """
    column = card_width(layout, setting, width)
    if layout != "full-page" or column == width:
        return Cell(layout, setting, column), None
    low = structs.replace(setting, height=setting.height * _UNDER_HEADING)
    scale = structs.replace(setting.template.type, subheading=setting.template.type.heading)
    look = structs.replace(setting.template, type=scale)  # names are as large as those of pairs
    tall = structs.replace(setting, height=setting.height * _ALONE, template=look)
    return Cell(layout, low, column), Cell("cards", tall, width)


def laid_out(
    cards: Sequence[Box], layout: Layout, setting: Setting, width: float, wide: Sequence[Box] = ()
) -> Iterator[Box]:
    """The boxes of a group as they go on pages, in their order.

    The first of those that have a page each stays under its heading, where there is room.
    wide: the same cards set for the whole width, for one that has no other beside it.
    """
    column = card_width(layout, setting, width)
    has_page = layout == "full-page" and column == width
    is_first = True
    index = 0
    for group in _rows(cards, 1 if column == width else 2):
        is_card = group[0].is_whole
        if has_page and is_card and not is_first:
            yield Box((), (), break_to="frame")
        is_first = is_first and not is_card
        if len(group) == 1 and is_card and wide:
            yield structs.replace(wide[index], frames=wide[index].frames[1:])
        elif len(group) == 1 or max(box.height for box in group) > setting.height:
            yield from group
        else:
            yield side_by_side(group, (0.0, width - column))
        index += len(group)
    if not is_first and has_page:
        yield Box((), (), break_to="frame")


def _rows(cards: Sequence[Box], most: int) -> Iterator[Sequence[Box]]:
    """So many cards at most at a time; a line in the place of a card stands by itself."""
    start = 0
    for index, box in enumerate(cards):
        if not box.is_whole:
            if start < index:
                yield cards[start:index]
            yield (box,)
            start = index + 1
        elif index + 1 - start == most:
            yield cards[start : index + 1]
            start = index + 1
    if start < len(cards):
        yield cards[start:]


def side_by_side(boxes: Sequence[Box], offsets: Sequence[float]) -> Box:
    """Finished boxes as one row, each moved right by its offset, read one after the other.

    Their outer frames become equally high, and the last band inside each stands at its foot.
    """
    height = max(box.height for box in boxes)
    elements: list[Element] = []
    pieces: list[Piece] = []
    links: list[LinkArea] = []
    for box, offset in zip(boxes, offsets, strict=True):
        first = len(elements)
        elements += (_beside(element, first, offset) for element in box.elements)
        for owner, content, drop in _in_height(box, height):
            moved = content
            if content and (offset or drop):
                moved = b"q 1 0 0 1 %s %s cm %s Q" % (number(offset), number(-drop), content)
            pieces.append(Piece(owner if owner == ARTIFACT else owner + first, moved))
        for row in box.rows:
            links += (
                LinkArea(link.element + first, link.url, _moved(link.area, offset))
                for link in row.links
            )
    row = Row(0.0, height, tuple(pieces), False, tuple(links))
    return Box(
        (row,), tuple(elements),
        before=max(box.before for box in boxes),
        after=max(box.after for box in boxes),
        marks=tuple(mark for box in boxes for mark in box.marks),
        extras=frozenset[tuple[int, int, str]]().union(*(box.extras for box in boxes)),
        faces=frozenset[int]().union(*(box.faces for box in boxes)),
        problems=tuple(problem for box in boxes for problem in box.problems),
        place=boxes[0].place,
    )  # fmt: skip


def _in_height(box: Box, height: float) -> Iterator[tuple[int, bytes, float]]:
    """Owner, operators and drop of what a box draws when it is `height` high."""
    last = len(box.rows) - 1
    inner = [frame for frame in box.frames if (frame.first, frame.last) != (0, last)]
    foot = max((frame.first for frame in inner), default=last + 1)
    slack = height - box.height
    for frame in box.frames:
        top, bottom = box.rows[frame.first].top, box.rows[frame.last].bottom
        if frame not in inner:
            bottom = height
        drawn = draw_frame(frame, top, bottom, True, True)
        yield ARTIFACT, drawn, slack if frame in inner and frame.first >= foot else 0.0
    shown = [
        (piece, slack if index >= foot else 0.0)
        for index, row in enumerate(box.rows)
        for piece in row.pieces
    ]
    for (owner, drop, _), run in groupby(shown, _together):
        yield owner, b"\n".join(piece.content for piece, _ in run), drop


def _together(shown: tuple[Piece, float]) -> tuple[int, float, bool]:
    """What pieces have in common that are moved as one."""
    piece, drop = shown
    return piece.owner, drop, bool(piece.content)


def _beside(element: Element, first: int, offset: float) -> Element:
    parent = element.parent if element.parent == ROOT else element.parent + first
    area = element.area and _moved(element.area, offset)
    return Element(element.tag, parent, element.attributes, area)


def _moved(
    area: tuple[float, float, float, float], offset: float
) -> tuple[float, float, float, float]:
    return area[0] + offset, area[1], area[2] + offset, area[3]
