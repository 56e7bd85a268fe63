"""Boxes become pages: each box's rows are placed in the frames of the page, in order.

Pure: boxes and page geometry in, placements out. A page may end between two rows that are not tied;
a heading keeps the start of what follows on its page; a table shows its header row again.
"""

from collections.abc import Sequence

from msgspec import Struct

from handout.errors import Problem
from handout.pages.box import Box

_TOLERANCE = 0.01
_NEARLY_EMPTY = 0.75
"""A last page with this share of it white is drawn in, if tighter white space can."""
TIGHTER = (0.85, 0.7, 0.6, 0.5)
"""Shares of the white space that may be left where that saves a page."""
_SPARSE = 0.35
"""A page with less of it used is sparse, if others follow."""
_INTRODUCTION = 0.16
"""The share of a page that may stand between a heading and what it keeps with it."""


class Area(Struct, frozen=True, array_like=True):
    """A frame of the page that words flow into. x and top are from the page's bottom left.

    is_panel: part of a sheet to be cut or folded; what stays whole must fit it.
    """

    x: float
    top: float
    width: float
    height: float
    is_panel: bool = False


class Placed(Struct, frozen=True):
    """Rows `first` up to `last` (not included) of the flow's box `number`, on one page.

    x, y: where the box's top left corner would be, in points from the page's bottom left.
    is_artifact: these rows were shown before, and are read only once.
    """

    number: int
    box: Box
    first: int
    last: int
    x: float
    y: float
    is_artifact: bool = False


class Shape(Struct, frozen=True):
    """How the frames of some pages differ from those of the others.

    opening: height that is taken at the top of the first page. last: the page, counted from 0,
    whose frames are only `height` high; -1 for none. blank: pages left blank before what follows,
    which are ruled after ruled lines; None where nothing follows.
    """

    opening: float = 0.0
    last: int = -1
    height: float = 0.0
    blank: int | None = None


class Way(Struct, frozen=True):
    """A way to place boxes: how much of the white space between them is left, and what is parted.

    parted: boxes that yield are parted where less than this share of a frame is used.
    """

    white: float = 1.0
    parted: float = 0.0
    shape: Shape = Shape()


class Galley(Struct, frozen=True):
    """The pages, and what did not fit on any."""

    pages: tuple[tuple[Placed, ...], ...]
    problems: tuple[Problem, ...]
    room_left: float
    """White space under the last row, in points."""
    sparse: int = 0
    """So many pages before the last are sparse."""
    used: tuple[float, ...] = ()
    """For each page, how much of the height of its frames is used, in points."""
    forced: int = 0
    """So many boxes stand in a frame that is too low for them to start in."""
    way: Way = Way()
    """How it was placed."""


_PLAIN = Shape()


def paginate(boxes: Sequence[Box], areas: Sequence[Area], shape: Shape = _PLAIN) -> Galley:
    """Place every box. A stretch of tied rows taller than a frame is a Problem with its place.

    Where pages would be sparse, boxes that yield are parted and white space is drawn in if that
    helps. Where the last page would be nearly empty, white space is drawn in if that saves it.
    """
    galley = placed(boxes, areas, Way(shape=shape))
    if galley.sparse and any(box.yields for box in boxes):
        others = (
            placed(boxes, areas, Way(white, parted, shape))
            for white in (1.0, *TIGHTER[:2])
            for parted in (_SPARSE, 1.0)
        )
        return min((galley, *others), key=lambda one: (one.sparse, len(one.pages)))
    if len(galley.pages) > 1 and galley.room_left > _NEARLY_EMPTY * areas[-1].height:
        for share in TIGHTER:
            tighter = placed(boxes, areas, Way(share, shape=shape))
            if len(tighter.pages) < len(galley.pages):
                return tighter
    return galley


def placed(boxes: Sequence[Box], areas: Sequence[Area], way: Way) -> Galley:
    """Place every box in one way."""
    flow = _Flow(areas, way)
    for number in range(len(boxes)):
        flow.place(number, boxes)
    flow.leave_blank()
    return flow.galley()


class _Flow:
    """The cursor: which page, which frame, how far down."""

    def __init__(self, areas: Sequence[Area], way: Way) -> None:
        self._areas = areas
        self._way = way
        self._shape = way.shape
        self._white = way.white
        self._parts_below = way.parted
        self._sparse = 0
        self._forced = 0
        self._used = [0.0]
        self._index = 0
        self._y = 0.0
        self._owed = 0.0
        self._pages: list[list[Placed]] = [[]]
        self._problems: list[Problem] = []
        self._break = ""
        self._is_headed = False
        self._area = self._entered()

    def _entered(self) -> Area:
        """The frame the cursor is in."""
        area, shape, page = self._areas[self._index], self._shape, len(self._pages) - 1
        if page not in (0, shape.last):
            return area
        taken = shape.opening if page == 0 else 0.0
        height = area.height - taken
        if page == shape.last:
            height = min(height, shape.height)
        return Area(area.x, area.top - taken, area.width, height, area.is_panel)

    def _room(self) -> float:
        return self._area.height - self._y

    def _at_top(self) -> bool:
        return self._y == 0.0

    def _is_half_free(self) -> bool:
        return self._index == 0 and self._y <= self._area.height / 2

    def _advance(self, to: str = "frame") -> None:
        self._stretch()
        self._sparse += self._index == 0 and self._y < _SPARSE * self._area.height
        self._used[-1] += self._y
        if to == "frame" and self._index + 1 < len(self._areas):
            self._index += 1
        else:
            self._index = 0
            self._pages.append([])
            self._used.append(0.0)
        self._y = self._owed = 0.0
        self._area = self._entered()

    def leave_blank(self) -> None:
        """Add the pages that are left for the reader, ruled where ruled lines come before them."""
        if self._shape.blank is None:
            return
        self._stretch()
        for _ in range(self._shape.blank):
            last = self._pages[-1][-1] if self._pages[-1] else None
            self._advance("page")
            if last and last.box.stretches:
                self._rule_on(last)

    def _stretch(self) -> None:
        """Draw the last row of ruled lines again where the page would end in white."""
        last = self._pages[-1][-1] if self._pages[-1] else None
        if last and last.box.stretches and not self._at_top():
            self._rule_on(last)

    def _rule_on(self, last: Placed) -> None:
        index = len(last.box.rows) - 1
        row = last.box.rows[index]
        height = row.bottom - row.top
        while self._room() >= 1.5 * height:
            self._put(Placed(last.number, last.box, index, index + 1, *self._corner(row.top), True))
            self._y += height

    def place(self, number: int, boxes: Sequence[Box]) -> None:
        """Place one box, on as many pages as it needs."""
        box = boxes[number]
        if box.break_to:
            self._break = box.break_to
        if not box.rows:
            return
        if self._break:
            is_begun = self._pages[-1] and not (self._at_top() and self._index == 0)
            if is_begun and not (self._break == "half-page" and self._is_half_free()):
                self._advance(self._break)
            self._break = ""
        gap = 0.0 if self._at_top() else self._white * max(self._owed, box.before)
        if not self._at_top() and gap + self._needed(number, boxes) > self._room() + _TOLERANCE:
            self._advance()
            gap = 0.0
        if self._area is not self._areas[self._index] and self._at_top():
            self._forced += self._needed(number, boxes) > self._room() + _TOLERANCE
        if box.is_whole and self._area.is_panel and box.height > self._area.height + _TOLERANCE:
            self._problems.append(_too_tall(box, box.height, self._area, is_cut=True))
        self._y += gap
        self._rows(number, box)
        self._owed = box.after
        self._is_headed = box.keeps_next or (self._is_headed and box.introduces)

    def _needed(self, number: int, boxes: Sequence[Box]) -> float:
        """What has to fit for a box to start here; under its heading, a whole box may be parted."""
        box = boxes[number]
        if self._is_headed and not box.keeps_next:
            return _chunk(box)
        yields = self._y < self._parts_below * self._area.height
        return _least(number, boxes, self._areas[0].height, self._white, yields=yields)

    def _rows(self, number: int, box: Box) -> None:
        first, count = 0, len(box.rows)
        while first < count:
            again = 0.0
            if first and 0 <= box.header < first:
                again = self._header_again(number, box)
            top = box.rows[first].top
            last = _fitting(box, first, self._room() - again)
            if last == first:
                if not self._at_top():
                    self._advance()
                    continue
                last = self._parted(box, first, again)
            self._y += again
            self._put(Placed(number, box, first, last, *self._corner(top)))
            self._y += box.rows[last - 1].bottom - top
            first = last
            if first < count:
                self._advance()

    def _parted(self, box: Box, first: int, again: float) -> int:
        """Where to part rows that belong together but are taller than a page; it is said aloud."""
        limit = box.rows[first].top + self._room() - again + _TOLERANCE
        together = _chunk_end(box, first)
        last = first + 1
        while last < together and box.rows[last].bottom <= limit:
            last += 1
        height = box.rows[together - 1].bottom - box.rows[first].top
        is_cut = box.rows[last - 1].bottom > limit
        if is_cut or not first or not box.rows[first].tied:
            self._problems.append(_too_tall(box, height, self._area, is_cut=is_cut))
        return last

    def _header_again(self, number: int, box: Box) -> float:
        row = box.rows[box.header]
        placed = Placed(number, box, box.header, box.header + 1, *self._corner(row.top), True)
        self._put(placed)
        return row.bottom - row.top

    def _corner(self, top: float) -> tuple[float, float]:
        return self._area.x, self._area.top - self._y + top

    def _put(self, placed: Placed) -> None:
        self._pages[-1].append(placed)

    def galley(self) -> Galley:
        """All that was placed."""
        pages = tuple(tuple(page) for page in self._pages)
        used = (*self._used[:-1], self._used[-1] + self._y)
        return Galley(
            pages, tuple(self._problems), self._room(), self._sparse, used, self._forced,
            self._way,
        )  # fmt: skip


def _chunk_end(box: Box, first: int) -> int:
    """The index after the rows that are tied to row `first`."""
    last = first + 1
    while last < len(box.rows) and box.rows[last].tied:
        last += 1
    return last


def _fitting(box: Box, first: int, room: float) -> int:
    """The index after the last row that may end a page here; `first` when none fits."""
    limit = box.rows[first].top + room + _TOLERANCE
    if box.rows[-1].bottom <= limit:
        return len(box.rows)
    best = first
    for index in range(first, len(box.rows)):
        if box.rows[index].bottom > limit:
            break
        if not box.rows[index + 1].tied:
            best = index + 1
    return best


def _chunk(box: Box) -> float:
    """The height of what is never parted at the beginning of a box."""
    return box.rows[_chunk_end(box, 0) - 1].bottom


def _least(number: int, boxes: Sequence[Box], most: float, white: float, *, yields: bool) -> float:
    """The height that has to fit for a box to start here.

    A heading needs the start of what follows, and past a few lines of introduction the start of
    what those introduce; where no page holds all that, it does without the last.
    """
    box = boxes[number]
    if not box.keeps_next:
        return _start(box, most, yields=yields)
    height = box.height
    introduced = 0.0
    for index in range(number + 1, len(boxes)):
        follower = boxes[index]
        if follower.break_to:
            break
        if not follower.rows:
            continue
        height += white * max(boxes[index - 1].after, follower.before)
        is_introduction = (
            follower.introduces and introduced + follower.height <= most * _INTRODUCTION
        )
        if not follower.keeps_next and not is_introduction:
            together = height + _start(follower, most, yields=yields)
            if together <= most:
                return together
            return most if height + _chunk(follower) <= most or not introduced else height
        introduced += 0.0 if follower.keeps_next else follower.height
        height += follower.height
    return min(most, height)


def _start(box: Box, most: float, *, yields: bool) -> float:
    """What of a box has to fit for it to start; one that yields may be parted."""
    is_whole = box.is_whole and not (yields and box.yields)
    return box.height if is_whole and box.height <= most else _chunk(box)


def _too_tall(box: Box, height: float, area: Area, *, is_cut: bool) -> Problem:
    """What does not fit: an error where something would be lost, a warning where it is parted."""
    place = "panel" if area.is_panel else "page"
    message = f"this takes {height:.0f} points of height and a {place} has {area.height:.0f}"
    if is_cut:
        return Problem(message, box.place, "make it smaller, or divide it into smaller blocks")
    return Problem(f"{message}, so it is parted", box.place, "make it shorter", "warning")
