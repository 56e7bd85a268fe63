"""Make-up: boxes become the pages of a leaflet, as its columns and its paper ask.

What opens or closes a leaflet in columns stands over all of them; the columns of its last page are
equally high. What closes a folded leaflet stands on its back, the words before it are spread over
the pages that whole sheets have, and what is left of those is blank. Pure.
"""

import math
from collections.abc import Sequence

from msgspec import structs

from handout.errors import Problem
from handout.pages.box import Box
from handout.pages.galley import TIGHTER, paginate, with_notes
from handout.pages.imposition import Paper
from handout.pages.placing import Area, Galley, Placed, Shape, Way, placed
from handout.pages.setting import Setting

Page = tuple[Placed, ...]
_EMPTY = Box((), ())
_NOTHING = Galley((), (), 0.0)
_LEAST = 108.0
"""Columns that are lower than this are not begun under an opening."""
WIDER = (1.5, 1.35, 1.2, 1.1)
"""Shares of the white space that there may be where pages are left over."""
_TOPIC, _SECTION = "topic", "section"
_MOST = 0.65
"""A table that takes less of a page than this is not cut in a folded leaflet."""
_LOWEST = 0.55
"""Words that are spread over more pages take at least this share of each."""
_FEW = 2
"""A first page with no more boxes under its opening has little more than its own signs."""
_STEPS = 9
"""So often the height of equal columns, or of equal pages, is halved on."""


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
    body, closing = _part(boxes, start, end), _part(boxes, end, len(boxes))
    last = _NOTHING
    if back is not None and not _are_columns(areas):
        last = paginate(closing, areas)
    if paper.most:  # panels lie side by side
        body = tuple(_for_panels(box) for box in body)
    for share in (1.0, *TIGHTER):
        first, top = _opening(boxes[:start], areas, share)
        before = max(0, len(first.pages) - 1)
        if top > areas[0].height - _LEAST:
            before, top = before + 1, 0.0
        others = before + len(last.pages)
        room = max(1, paper.most - others) if paper.most else 0
        if _are_columns(areas):
            inner, last = _with_sets(body, closing, areas, Shape(top))
        else:
            inner = _inner(body, areas, Shape(top), room, others, paper.fold)
        if not top or inner.pages[0]:
            break  # no page ends under its opening
    if _are_columns(areas):
        pages = (*_joined(first.pages, before, inner.pages), *last.pages)
        problems = (*first.problems, *inner.problems, *last.problems)
        return structs.replace(inner, pages=pages, problems=problems)
    if paper.fold > 1 and (not room or len(inner.pages) < room):
        inner = _folded(body, areas, Shape(top, blank=0), others, paper.fold)
    elif last.pages:
        shape = structs.replace(inner.way.shape, blank=0)
        inner = placed(body, areas, structs.replace(inner.way, shape=shape))
    over = (_over(inner, room, setting),) if room and len(inner.pages) > room else ()
    blank = -(len(inner.pages) + others) % paper.fold
    inner = structs.replace(inner, pages=(*inner.pages, *((),) * blank))
    pages = (*_joined(first.pages, before, inner.pages), *last.pages)
    problems = (*first.problems, *inner.problems, *over, *last.problems)
    return structs.replace(inner, pages=pages, problems=problems)


def _for_panels(box: Box) -> Box:
    """The box; a table may go on in the next panel, and so may what stays together."""
    return structs.replace(box, stays="", is_whole=box.is_whole and box.header < 0)


def _at(boxes: Sequence[Box], where: str) -> int | None:
    return next((i for i, box in enumerate(boxes) if box.break_to == where), None)


def _part(boxes: Sequence[Box], first: int, last: int) -> tuple[Box, ...]:
    """The boxes from one number to another; nothing stands for those before, so numbers hold."""
    inside = (_EMPTY if box.break_to in ("columns", "back") else box for box in boxes[first:last])
    return (*(_EMPTY,) * first, *inside)


def _across(areas: Sequence[Area]) -> Area:
    """All columns of a page as one."""
    left = min(area.x for area in areas)
    return structs.replace(areas[0], x=left, width=whole_width(areas))


def _opening(boxes: Sequence[Box], areas: Sequence[Area], white: float) -> tuple[Galley, float]:
    """What stands over all columns, and the height it takes on its last page."""
    if not boxes:
        return _NOTHING, 0.0
    across = [_across(areas)]
    galley = paginate(boxes, across) if white == 1.0 else placed(boxes, across, Way(white))
    return galley, galley.used[-1] + white * boxes[-1].after


def _inner(
    boxes: Sequence[Box], areas: Sequence[Area], shape: Shape, room: int, others: int, fold: int
) -> Galley:
    """The words between opening and back, with less white among them where that makes them fit.

    Where one page is more than whole sheets of folded paper hold, that is tried for that page.
    others: pages before and after.
    """
    galley = paginate(boxes, areas, shape)
    pages = len(galley.pages)
    is_one_over = fold > 1 and (pages + others) % fold == 1
    wanted = room or (pages - 1 if is_one_over else pages)
    if 0 < wanted < pages:
        tighter = (placed(boxes, areas, Way(share, shape)) for share in TIGHTER)
        galley = next((one for one in tighter if len(one.pages) <= wanted), galley)
        galley = with_notes(boxes, areas, galley)
    return galley


def _are_columns(areas: Sequence[Area]) -> bool:
    return len(areas) > 1 and not areas[0].is_panel


def _with_sets(
    boxes: Sequence[Box], closing: Sequence[Box], areas: Sequence[Area], shape: Shape
) -> tuple[Galley, Galley]:
    """The same, what stays together on one page; its boxes on two, each whole, if that saves one.

    That is where a topic has signs of its own before the shared ones.
    """
    held = _in_columns(boxes, closing, areas, shape)
    if not 1 <= len(held[0].pages[0]) <= _FEW:
        return held
    parted = [structs.replace(box, stays="") if box.stays == "page" else box for box in boxes]
    loose = _in_columns(parted, closing, areas, shape)
    counts = [len(inner.pages) + len(last.pages) for inner, last in (held, loose)]
    return loose if counts[1] < counts[0] else held


def _in_columns(
    boxes: Sequence[Box], closing: Sequence[Box], areas: Sequence[Area], shape: Shape
) -> tuple[Galley, Galley]:
    """The words in columns with what closes them, which stands under them or on pages of its own.

    There is less white among the words where that saves a page.
    """
    across = _across(areas)
    foot = paginate(closing, [across])
    gap = max(_gap(boxes[::-1]).after, _gap(closing).before)
    height = foot.used[-1] + gap if foot.pages[0] else 0.0
    galley = paginate(boxes, areas, shape)
    is_under = _has_foot(galley, boxes, areas, height)
    for share in TIGHTER:
        one = placed(boxes, areas, Way(share, shape=shape))
        has_foot = _has_foot(one, boxes, areas, height)
        if len(one.pages) - has_foot < len(galley.pages) - is_under:
            galley, is_under = one, has_foot
    if not foot.pages[0]:
        return _balanced(boxes, areas, galley), _NOTHING
    if not is_under:
        galley, is_under = _spilled(galley, boxes, areas, height)
    else:
        galley = _balanced(boxes, areas, galley)
    lowest = min((p.y - p.box.rows[p.last - 1].bottom for p in galley.pages[-1]), default=0.0)
    if not is_under or not lowest:
        return galley, foot
    below = placed(closing, [structs.replace(across, top=lowest - gap)], Way())
    pages = (*galley.pages[:-1], (*galley.pages[-1], *below.pages[0]))
    problems = (*galley.problems, *below.problems)
    return structs.replace(galley, pages=pages, problems=problems), _NOTHING


def _spilled(
    galley: Galley, boxes: Sequence[Box], areas: Sequence[Area], foot: float
) -> tuple[Galley, bool]:
    """The pages with the last words on one more, if what closes them then stands under those."""
    lower = _lower(galley, areas, foot)
    if lower is None:
        return galley, False
    spilled = placed(boxes, areas, structs.replace(galley.way, shape=lower))
    is_one_more = len(spilled.pages) == len(galley.pages) + 1 and all(spilled.pages)
    has_room = spilled.used[-1] <= areas[0].height - foot
    if not is_one_more or not has_room or len(spilled.problems) > len(galley.problems):
        return galley, False
    return spilled, True


def _gap(boxes: Sequence[Box]) -> Box:
    """The first of the boxes that holds anything, whose white space counts."""
    return next((box for box in boxes if box.rows), _EMPTY)


def _has_foot(galley: Galley, boxes: Sequence[Box], areas: Sequence[Area], foot: float) -> bool:
    """Whether the last page has room for so much under its columns."""
    lower = _lower(galley, areas, foot)
    if lower is None:
        return False
    trial = placed(boxes, areas, structs.replace(galley.way, shape=lower))
    is_whole = len(trial.problems) <= len(galley.problems)
    return is_whole and len(trial.pages) == len(galley.pages)


def _lower(galley: Galley, areas: Sequence[Area], foot: float) -> Shape | None:
    """The shape whose last page leaves so much free under its columns; None where it has less."""
    pages, shape = len(galley.pages), galley.way.shape
    height = areas[0].height - foot - (shape.opening if pages == 1 else 0.0)
    return structs.replace(shape, last=pages - 1, height=height) if height > 0 else None


def _folded(
    boxes: Sequence[Box], areas: Sequence[Area], shape: Shape, others: int, fold: int
) -> Galley:
    """The words on as many pages as whole sheets of folded paper hold, and diaries in one piece.

    Where one page would be over, with less white among them if that saves a sheet. Pages that are
    left over are for the lines that close the words, one at most, and the words spread over the
    others.
    """
    boxes = tuple(_uncut(box, areas[0].height) for box in boxes)
    bare = tuple(_EMPTY if box.spare else box for box in boxes)
    boxes = tuple(_ruled(box) if box.spare else box for box in boxes)
    galley = placed(bare, areas, Way(shape=shape))
    ruled = placed(boxes, areas, Way(shape=shape))
    if _sheets(ruled, others, fold) > _sheets(galley, others, fold):
        boxes = bare
    else:
        galley = ruled
    if (len(galley.pages) + others) % fold == 1:
        tighter = (placed(boxes, areas, Way(share, shape=shape)) for share in TIGHTER)
        galley = next((one for one in tighter if len(one.pages) < len(galley.pages)), galley)
    blank = -(len(galley.pages) + others) % fold
    if not blank:
        return galley
    last = max((index for index, box in enumerate(boxes) if box.rows), default=-1)
    if last >= 0 and boxes[last].stretches:
        boxes = (*boxes[:last], _on_new_page(boxes[last]), *boxes[last + 1 :])
    return _spread(boxes, areas, shape, len(galley.pages) + blank)


def _uncut(box: Box, height: float) -> Box:
    """The box; a table that takes no more than most of a page stays in one piece."""
    is_whole = box.is_whole or (box.header >= 0 and box.height <= height * _MOST)
    return structs.replace(box, is_whole=is_whole)


def _ruled(box: Box) -> Box:
    """The fewest lines for notes, which go on to the foot of a page that has room."""
    return structs.replace(box, rows=box.rows[: box.spare], spare=0, stretches=True)


def _sheets(galley: Galley, others: int, fold: int) -> int:
    return math.ceil((len(galley.pages) + others) / fold)


def _on_new_page(box: Box) -> Box:
    """The box, which starts a new page."""
    return structs.replace(box, break_to="page")


def _spread(boxes: Sequence[Box], areas: Sequence[Area], shape: Shape, pages: int) -> Galley:
    """The words on no more pages than that, with more white among them and under them.

    Topics and sections start on new pages where there are enough. The pages are equally low, and
    none is lower than what stays whole.
    """
    galley = placed(boxes, areas, Way(shape=shape))
    for level in (_TOPIC, _SECTION):
        boxes, galley = _apart(boxes, areas, galley, pages, level)
    for share in WIDER:
        wider = placed(boxes, areas, Way(share, shape=shape))
        if _is_no_worse(wider, galley, pages):
            galley = wider
            break
    full = max(area.height for area in areas)
    whole = max((box.height for box in boxes if box.is_whole), default=0.0)
    low, high = max(full * _LOWEST, min(whole, full)), full
    best = galley
    for _ in range(_STEPS):
        height = (low + high) / 2
        lower = [structs.replace(area, height=min(area.height, height)) for area in areas]
        trial = placed(boxes, lower, galley.way)
        if _is_no_worse(trial, galley, pages):
            best, high = trial, height
        else:
            low = height
    lower = [structs.replace(area, height=min(area.height, high)) for area in areas]
    return _apart(boxes, lower, best, pages, _SECTION, sparse=pages - len(best.pages))[1]


def _apart(
    boxes: Sequence[Box], areas: Sequence[Area], galley: Galley, pages: int, level: str,
    sparse: int = 0,
) -> tuple[Sequence[Box], Galley]:  # fmt: skip
    """The boxes, headings of the level on new pages as long as there are pages for them.

    sparse: so many more pages than before may be sparse, the last of them first.
    """
    most = galley.sparse + sparse
    order = range(len(boxes))
    for index in reversed(order) if sparse else order:
        box = boxes[index]
        if len(galley.pages) < pages and box.keeps_next and _level(box) == level:
            trial = (*boxes[:index], _on_new_page(box), *boxes[index + 1 :])
            made = placed(trial, areas, galley.way)
            if _is_no_worse(made, structs.replace(galley, sparse=most), pages):
                boxes, galley = trial, made
    return boxes, galley


def _level(box: Box) -> str:
    """Whether the box is the title of a topic in a pack, or another heading below the title."""
    heading = next((mark for mark in box.marks if mark.level == 2), None)
    if heading is None:
        return ""
    return _TOPIC if heading.anchor else _SECTION


def _is_no_worse(trial: Galley, galley: Galley, pages: int) -> bool:
    """Whether the words are on no more pages than that, with no more that is wrong with them."""
    faults = [(one.sparse, len(one.problems)) for one in (trial, galley)]
    return len(trial.pages) <= pages and all(x <= y for x, y in zip(*faults, strict=True))


def _balanced(boxes: Sequence[Box], areas: Sequence[Area], galley: Galley) -> Galley:
    """The same pages, the columns of the last as low as they can be without a page more."""
    pages, way = len(galley.pages), galley.way
    low, high = galley.used[-1] / len(areas), areas[0].height
    best = galley
    for _ in range(_STEPS):
        height = (low + high) / 2
        lower = structs.replace(way.shape, last=pages - 1, height=height)
        trial = placed(boxes, areas, structs.replace(way, shape=lower))
        if len(trial.pages) > pages or len(trial.problems) > len(galley.problems):
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
