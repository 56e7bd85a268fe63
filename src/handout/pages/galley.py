"""The best way to place boxes: white space drawn in, or notes added, where that helps."""

from collections.abc import Sequence

from msgspec import structs

from handout.pages.box import Box, Row
from handout.pages.placing import TOLERANCE, Area, Galley, Shape, Way, placed

_NEARLY_EMPTY = 0.6
"""A last page with this share of it white is drawn in, if tighter white space can."""
TIGHTER = (0.85, 0.7, 0.6, 0.5)
"""Shares of the white space that may be left where that saves a page."""

_PLAIN = Shape()


def paginate(boxes: Sequence[Box], areas: Sequence[Area], shape: Shape = _PLAIN) -> Galley:
    """Place every box. A stretch of tied rows taller than a frame is a Problem with its place.

    Where pages would be loose or the last one nearly empty, white space is drawn in if that helps.
    What is spare is printed where that takes no page more.
    """
    return with_notes(boxes, areas, _without_notes(boxes, areas, shape))


def _without_notes(boxes: Sequence[Box], areas: Sequence[Area], shape: Shape) -> Galley:
    galley = placed(boxes, areas, Way(shape=shape))
    pages, is_last_empty = len(galley.pages), galley.room_left > _NEARLY_EMPTY * areas[-1].height
    if not galley.loose and (pages == 1 or not is_last_empty):
        return galley
    tried = [galley]
    for share in TIGHTER:
        tighter = placed(boxes, areas, Way(share, shape))
        if len(tighter.pages) < pages and not tighter.hollow:
            return tighter
        tried.append(tighter)
    fewest = min(len(one.pages) for one in tried)
    if fewest == pages:
        del tried[3:]
    best = min(tried, key=lambda one: (len(one.pages), len(one.hollow), one.loose))
    if not best.hollow:
        return best
    wide = tuple(page - 1 for page in best.hollow)
    wider = placed(boxes, areas, structs.replace(best.way, wide=wide))
    if len(wider.pages) > len(best.pages):
        return best
    return min(
        best, wider, key=lambda one: (len(one.hollow), -sum(one.used[p] for p in one.hollow))
    )


def with_notes(boxes: Sequence[Box], areas: Sequence[Area], galley: Galley) -> Galley:
    """The same with as much of what is spare as takes no page more."""
    spare = next((box for box in boxes if box.spare), None)
    if spare is None or galley.way.notes:
        return galley
    best = galley
    low, high = spare.spare, len(spare.rows)
    # Where notes end a leaflet, they fill the room it leaves: the search starts next to the answer.
    rows = max(low, min(high, _rows_in(galley.room_left - spare.before, spare)))
    while low <= high:
        trial = placed(boxes, areas, structs.replace(galley.way, notes=rows))
        if len(trial.pages) <= len(galley.pages) and trial.loose <= galley.loose:
            best, low = trial, rows + 1
            rows = low
            if low <= high and len(areas) == 1 and _ends_full(trial, spare.rows[rows - 1]):
                break
        else:
            high = rows - 1
            rows = high
    return best


def _ends_full(galley: Galley, row: Row) -> bool:
    """Whether notes on the last page leave too little room there for one more row of them."""
    is_last = any(placed.box.spare for placed in galley.pages[-1])
    return is_last and row.bottom - row.top > galley.room_left + TOLERANCE


def _rows_in(room: float, box: Box) -> int:
    """How many of a box's rows take no more than so much height."""
    return sum(row.bottom <= room + TOLERANCE for row in box.rows)
