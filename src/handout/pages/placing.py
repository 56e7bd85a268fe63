"""Boxes are placed in one way: each box's rows in the frames of the page, in order.

Pure: boxes and page geometry in, placements out. A page may end between two rows that are not tied;
a heading keeps the start of what follows on its page; a table shows its header row again.
"""

from collections.abc import Sequence

from msgspec import Struct, structs

from handout.errors import Problem
from handout.pages.box import Box
from handout.pages.together import Sets, chunk_end, least, led_to, own_start, sets

TOLERANCE = 0.01
"""In points: what differs by less is the same height."""
_LOOSE, _SPARSE = 0.65, 0.35
"""A page with less of it used is loose, and sparse, if others follow."""
_HOLLOW, _HOLLOW_LAST = 0.38, 0.16
"""A page with less of it used is hollow, if others follow; and the last of several."""
_WIDE = 2.0
"""So many times its white space is on the page before a hollow one, to move words on to that."""


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
    """A way to place boxes: how much of the white space between them is left, and for what.

    wide: pages, counted from 0, that have twice their white space.
    notes: so many rows of what is spare are printed; 0 where it is left out.
    """

    white: float = 1.0
    shape: Shape = Shape()
    wide: tuple[int, ...] = ()
    notes: int = 0


class Galley(Struct, frozen=True):
    """The pages, and what did not fit on any."""

    pages: tuple[tuple[Placed, ...], ...]
    problems: tuple[Problem, ...]
    room_left: float
    """White space under the last row, in points."""
    sparse: int = 0
    """So many pages before the last are sparse."""
    loose: int = 0
    """So many pages before the last are loose."""
    hollow: tuple[int, ...] = ()
    """The pages that are hollow, counted from 0."""
    used: tuple[float, ...] = ()
    """For each page, how much of the height of its frames is used, in points."""
    way: Way = Way()
    """How it was placed."""


_NOTHING = Box((), ())


def placed(boxes: Sequence[Box], areas: Sequence[Area], way: Way) -> Galley:
    """Place every box in one way."""
    shown = [_noted(box, way.notes) if box.spare else box for box in boxes]
    flow = _Flow(shown, areas, way)
    for number in range(len(shown)):
        flow.place(number)
    flow.leave_blank()
    return flow.galley()


def _noted(box: Box, rows: int) -> Box:
    """So many of its rows, or nothing in its place."""
    return structs.replace(box, rows=box.rows[:rows]) if rows else _NOTHING


class _Flow:
    """The cursor: which page, which frame, how far down."""

    def __init__(self, boxes: Sequence[Box], areas: Sequence[Area], way: Way) -> None:
        self._boxes = boxes
        is_plain = not any(box.stays for box in boxes)
        self._sets: Sets = {} if is_plain else sets(boxes, "page")
        self._held: Sets = {} if is_plain else sets(boxes, "end", areas[0].height)
        if len(areas) == 1 and self._sets:
            self._held = {**self._held, **self._sets}
        self._areas = areas
        self._way = way
        self._shape = way.shape
        self._white = _WIDE if 0 in way.wide else way.white
        self._sparse = self._loose = 0
        self._hollow: list[int] = []
        self._used = [0.0]
        self._index = 0
        self._y = 0.0
        self._owed = 0.0
        self._pages: list[list[Placed]] = [[]]
        self._problems: list[Problem] = []
        self._break = ""
        self._is_headed = False
        self._area = self._frame(0)

    def _frame(self, index: int) -> Area:
        """A frame of the page the cursor is on."""
        area, shape, page = self._areas[index], self._shape, len(self._pages) - 1
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
        if self._index == 0:
            self._sparse += self._y < _SPARSE * self._area.height
            self._loose += self._y < _LOOSE * self._area.height
            if self._y < _HOLLOW * self._area.height:
                self._hollow.append(len(self._pages) - 1)
        self._used[-1] += self._y
        if to == "frame" and self._index + 1 < len(self._areas):
            self._index += 1
        else:
            self._index = 0
            self._pages.append([])
            self._used.append(0.0)
            self._white = _WIDE if len(self._pages) - 1 in self._way.wide else self._way.white
        self._y = self._owed = 0.0
        self._area = self._frame(self._index)

    def leave_blank(self) -> None:
        """Add the pages that are left for the reader, ruled where ruled lines come before them."""
        if self._shape.blank is None:
            return
        self._stretch()
        for _ in range(self._shape.blank):
            last = self._pages[-1][-1] if self._pages[-1] else None
            self._advance("page")
            if last and (last.box.stretches or last.box.spare):
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

    def place(self, number: int) -> None:
        """Place one box, on as many pages as it needs."""
        box = self._boxes[number]
        if box.break_to:
            self._break = box.break_to
        if not box.rows:
            return
        if self._break:
            is_begun = self._pages[-1] and not (self._at_top() and self._index == 0)
            if is_begun and not (self._break == "half-page" and self._is_half_free()):
                self._advance(self._break)
            self._break = ""
        gap = self._reached(number)
        if box.is_whole and self._area.is_panel and box.height > self._area.height + TOLERANCE:
            self._problems.append(_too_tall(box, box.height, self._area, is_cut=True))
        self._y += gap
        self._rows(number, box)
        self._owed = box.after
        self._is_headed = box.keeps_next or (self._is_headed and box.introduces)

    def _reached(self, number: int) -> float:
        """Go on to where a box can start; the white space above it there."""
        box = self._boxes[number]
        gap = 0.0 if self._at_top() else self._white * max(self._owed, box.before)
        most = self._areas[0].height
        if box.stays or (self._is_headed and not box.keeps_next):
            needed = own_start(box, most)
        else:
            if self._sets and len(self._areas) > 1:
                gap = self._with_its_set(number, gap)
            needed = least(number, self._boxes, most, self._white, self._held)
        while gap + needed > self._room() + TOLERANCE:
            if self._at_top() and self._area is self._areas[self._index]:
                break  # no frame is higher
            self._advance()
            gap = 0.0
        return gap

    def _with_its_set(self, number: int, gap: float) -> float:
        """Go on to the next page where the columns left of this one do not hold the box's set."""
        boxes = self._boxes
        first = led_to(number, boxes, self._areas[0].height) if boxes[number].keeps_next else number
        is_full = self._area is self._areas[self._index]
        if first not in self._sets or (self._at_top() and self._index == 0 and is_full):
            return gap
        if self._holds(number, self._sets[first], gap):
            return gap
        self._advance("page")
        return 0.0

    def _holds(self, number: int, end: int, gap: float) -> bool:
        """Whether the frames that are left of the page hold the boxes, each whole."""
        index, y, kept = self._index, self._y + gap, 0.0
        for box in self._boxes[number:end]:
            kept += box.height
            if box.keeps_next or not box.rows:
                continue
            while y + kept > self._frame(index).height + TOLERANCE:
                index, y = index + 1, 0.0
                if index == len(self._areas):
                    return False
            y, kept = y + kept + self._white * box.after, 0.0
        return True

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
        limit = box.rows[first].top + self._room() - again + TOLERANCE
        together = chunk_end(box, first)
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
        if len(pages) > 1 and used[-1] < _HOLLOW_LAST * self._area.height:
            self._hollow.append(len(pages) - 1)
        return Galley(
            pages, tuple(self._problems), self._room(), self._sparse,
            self._loose, tuple(self._hollow), used, self._way,
        )  # fmt: skip


def _fitting(box: Box, first: int, room: float) -> int:
    """The index after the last row that may end a page here; `first` when none fits."""
    limit = box.rows[first].top + room + TOLERANCE
    if box.rows[-1].bottom <= limit:
        return len(box.rows)
    best = first
    for index in range(first, len(box.rows)):
        if box.rows[index].bottom > limit:
            break
        if not box.rows[index + 1].tied:
            best = index + 1
    return best


def _too_tall(box: Box, height: float, area: Area, *, is_cut: bool) -> Problem:
    """What does not fit: an error where something would be lost, a warning where it is parted."""
    place = "panel" if area.is_panel else "page"
    message = f"this takes {height:.0f} points of height and a {place} has {area.height:.0f}"
    if is_cut:
        return Problem(message, box.place, "make it smaller, or divide it into smaller blocks")
    return Problem(f"{message}, so it is parted", box.place, "make it shorter", "warning")
