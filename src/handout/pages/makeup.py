"""Make-up: boxes become the pages of a leaflet, as its columns and its paper ask.

What opens a leaflet in columns stands over all of them; the columns of its last page are equally
high. What closes a folded leaflet stands on its back, and blank pages come before it. Pure.
"""

import math
from collections.abc import Sequence

from msgspec import structs

from handout.errors import Problem
from handout.pages.box import Box
from handout.pages.galley import TIGHTER, Area, Galley, Placed, Shape, Way, paginate, placed
from handout.pages.imposition import Paper
from handout.pages.setting import Setting

Page = tuple[Placed, ...]
_EMPTY = Box((), ())
_NOTHING = Galley((), (), 0.0)
_LEAST = 108.0
"""Columns that are lower than this are not begun under an opening."""
_STEPS = 9
"""So often the height of equal columns is halved on."""


def whole_width(areas: Sequence[Area]) -> float:
    """The width of all columns of a page together."""
    return max(area.x + area.width for area in areas) - min(area.x for area in areas)


def make_up(boxes: Sequence[Box], areas: Sequence[Area], paper: Paper, setting: Setting) -> Galley:
    """The pages, as many as the paper's folds ask for, in the order in which they are read.

    Words that do not fit the paper are a Problem that says by how many lines.
    """
    columns, back = _at(boxes, "columns"), _at(boxes, "back")
    if columns is None and back is None and paper == Paper() and len(areas) == 1:
        return paginate(boxes, areas)
    start, end = columns or 0, len(boxes) if back is None else back
    first, top = _opening(boxes[:start], areas)
    before = max(0, len(first.pages) - 1)
    if top > areas[0].height - _LEAST:
        before, top = before + 1, 0.0
    last = paginate(_part(boxes, end, len(boxes)), areas) if back is not None else _NOTHING
    others = before + len(last.pages)
    room = max(1, paper.most - others) if paper.most else 0
    body = _part(boxes, start, end)
    inner = _inner(body, areas, Shape(top), room, others, paper.fold)
    over = (_over(inner, room, setting),) if room and len(inner.pages) > room else ()
    blank = -(len(inner.pages) + others) % paper.fold
    if blank or last.pages:
        shape = structs.replace(inner.way.shape, blank=blank)
        inner = placed(body, areas, structs.replace(inner.way, shape=shape))
    pages = (*_joined(first.pages, before, inner.pages), *last.pages)
    problems = (*first.problems, *inner.problems, *over, *last.problems)
    return structs.replace(inner, pages=pages, problems=problems)


def _at(boxes: Sequence[Box], where: str) -> int | None:
    return next((i for i, box in enumerate(boxes) if box.break_to == where), None)


def _part(boxes: Sequence[Box], first: int, last: int) -> tuple[Box, ...]:
    """The boxes from one number to another; nothing stands for those before, so numbers hold."""
    inside = (_EMPTY if box.break_to in ("columns", "back") else box for box in boxes[first:last])
    return (*(_EMPTY,) * first, *inside)


def _opening(boxes: Sequence[Box], areas: Sequence[Area]) -> tuple[Galley, float]:
    """What stands over all columns, and the height it takes on its last page."""
    if not boxes:
        return _NOTHING, 0.0
    left = min(area.x for area in areas)
    galley = paginate(boxes, [structs.replace(areas[0], x=left, width=whole_width(areas))])
    return galley, galley.used[-1] + boxes[-1].after


def _inner(
    boxes: Sequence[Box], areas: Sequence[Area], shape: Shape, room: int, others: int, fold: int
) -> Galley:
    """The words between opening and back, with less white among them where that makes them fit.

    In columns, which are for few pages, that is tried for a page less; where one page is more than
    whole sheets of folded paper hold, for that page. others: pages before and after.
    """
    galley = paginate(boxes, areas, shape)
    pages = len(galley.pages)
    is_in_columns = len(areas) > 1 and not areas[0].is_panel
    is_one_over = fold > 1 and (pages + others) % fold == 1
    wanted = room or (pages - 1 if is_in_columns or is_one_over else pages)
    if 0 < wanted < pages:
        tighter = (placed(boxes, areas, Way(share, shape=shape)) for share in TIGHTER)
        galley = next((one for one in tighter if len(one.pages) <= wanted), galley)
    if is_in_columns:
        return _balanced(boxes, areas, galley)
    return galley


def _balanced(boxes: Sequence[Box], areas: Sequence[Area], galley: Galley) -> Galley:
    """The same pages, the columns of the last as low as they can be without a page more."""
    pages, way = len(galley.pages), galley.way
    low, high = galley.used[-1] / len(areas), areas[0].height
    best = galley
    for _ in range(_STEPS):
        height = (low + high) / 2
        lower = structs.replace(way.shape, last=pages - 1, height=height)
        trial = placed(boxes, areas, structs.replace(way, shape=lower))
        if len(trial.pages) > pages or trial.forced or len(trial.problems) > len(galley.problems):
            low = height
        else:
            best, high = trial, height
    return best


def _joined(opening: Sequence[Page], before: int, pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages; the first stands under the last of the opening, if there is room."""
    if before == len(opening):
        return (*opening, *pages)
    return (*opening[:-1], (*opening[-1], *pages[0]), *pages[1:])


def _over(galley: Galley, room: int, setting: Setting) -> Problem:
    """By how many lines the words are more than the paper holds."""
    lines = math.ceil(sum(galley.used[room:]) / setting.body.leading)
    first = next((p.box.place for page in galley.pages[room:] for p in page if p.box.place), None)
    return Problem(
        f"these words and all after them do not fit the look {setting.template.name!r}: "
        f"{lines} lines are over",
        first,
        "choose another look, or cut words",
    )
