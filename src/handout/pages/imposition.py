"""Sheets to be folded: where each page of a leaflet stands on the paper.

In: how many pages the leaflet has, and the paper. Out: for each page a side of the paper and a
place on it. Sides are printed two to a sheet, which is turned over on its short edge. Promised:
pages keep their reading order, whatever side they stand on; what is read goes by that order.
"""

from msgspec import Struct, structs

from handout.model.template import Imposition, Template
from handout.pages.placing import Placed

_ACROSS: dict[Imposition, int] = {"none": 1, "booklet": 2, "trifold": 3}
"""Pages beside each other on a side."""

_TUCK = 2.8
"""A panel that is folded in is this much narrower than its neighbours, or it would not lie flat."""

_PANELS = ((0, 2), (1, 0), (1, 1), (1, 2), (0, 0), (0, 1))
"""Side and place from the left of the panels as they are read: the front, the three inside, what is
folded in, the back."""


class Stand(Struct, frozen=True, array_like=True):
    """Where a page stands: a side of the paper, counted from 0, and its left edge on it."""

    side: int
    x: float = 0.0


class Paper(Struct, frozen=True, array_like=True):
    """What a leaflet is printed on, in pages.

    fold: the number of pages is a multiple of it. most: pages it may take; 0 for any number.
    """

    fold: int = 1
    most: int = 0


def paper(template: Template) -> Paper:
    """The paper of a look."""
    page = template.page
    across = _ACROSS[page.imposition]
    fold = 1 if page.imposition == "none" else 2 * across
    return Paper(fold, 2 * across * (page.sheets or 0))


def moved(placed: Placed, stand: Stand) -> Placed:
    """What is placed on a page, as it stands on the paper."""
    return structs.replace(placed, x=placed.x + stand.x)


def page_size(template: Template, sheet: tuple[float, float]) -> tuple[float, float]:
    """Width and height of a page of the leaflet, where that of the paper is `sheet`."""
    if template.page.imposition == "trifold":
        return _narrow(sheet[0]), sheet[1]
    return sheet[0] / _ACROSS[template.page.imposition], sheet[1]


def stands(template: Template, pages: int, sheet: tuple[float, float]) -> tuple[Stand, ...]:
    """Where each page stands; `pages` is a multiple of what the paper's fold asks for."""
    match template.page.imposition:
        case "none":
            return tuple(Stand(index) for index in range(pages))
        case "booklet":
            return tuple(_in_booklet(index, pages, sheet[0] / 2) for index in range(pages))
        case "trifold":
            return tuple(_on_panel(index, sheet[0]) for index in range(pages))


def folds(template: Template, sheet: tuple[float, float], side: int) -> tuple[float, ...]:
    """Where a side is folded, from its left edge."""
    match template.page.imposition:
        case "none":
            return ()
        case "booklet":
            return (sheet[0] / 2,)
        case "trifold":
            return _edges(sheet[0], side % 2)[1:-1]


def _in_booklet(index: int, pages: int, width: float) -> Stand:
    """Of 8 pages: 8 and 1, 2 and 7, 6 and 3, 4 and 5. Odd pages stand on the right."""
    from_outside = min(index, pages - 1 - index)
    return Stand(from_outside, 0.0 if index % 2 else width)


def _on_panel(index: int, width: float) -> Stand:
    """Pages are as wide as what is folded in, and stand in the middle of wider panels."""
    sheet, within = divmod(index, len(_PANELS))
    side, place = _PANELS[within]
    edges = _edges(width, side)
    slack = edges[place + 1] - edges[place] - _narrow(width)
    return Stand(2 * sheet + side, edges[place] + slack / 2)


def _edges(width: float, side: int) -> tuple[float, ...]:
    """The left edges of a side's panels, and the right edge of the last."""
    narrow = _narrow(width)
    wide = narrow + _TUCK
    first = narrow if side == 0 else wide
    return (0.0, first, first + wide, width)


def _narrow(width: float) -> float:
    """The width of the panel that is folded in."""
    return (width - 2 * _TUCK) / 3
