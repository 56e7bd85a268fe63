"""What repeats on the pages: page numbers, and the lines at the head and the foot."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from handout.check.pages.faults import CLOSE, FURNITURE, all_lines, is_seen, quoted
from handout.check.pages.printed import Printed
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Box
from handout.readback.lines import Line, Paragraph

_ZONE, _ZONE_OF_ARTIFACTS = 0.12, 0.25
"""Of the page's height: how far from its head or foot furniture may stand."""
_SAME = 1.0
_PLAIN = (FURNITURE, "P")
"""What a page number is tagged as; that of a list or in a table is none."""
_CELLS = ("TH", "TD")
"""The head of a table stands again on each of its pages, and is no furniture of theirs."""
_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(
    r"^[-–—\s]*(\d+)[-–—\s]*$|^(\d+)\s*(?:of|/)\s*\d+$|"
    r"\b(?:page|p\.|seite|pagina|página|strona)\s*(\d+)",
    re.IGNORECASE,
)


class Stand(Struct, frozen=True):
    """A line at the head or foot of a page. key: its words with # for numbers, and its size."""

    page: int
    key: tuple[str, float]
    line: Line
    width: float
    height: float


def standing(printed: Printed) -> tuple[tuple[Stand, ...], ...]:
    """The lines at the head or the foot of pages that say the same, wherever they stand.

    Page numbers, and what stands in one place on more than half of the pages it is on: words of
    the text, or of a picture, may come twice too.
    """
    sizes = {page.number: (page.width, page.height) for page in printed.finished.pages}
    by_key: dict[tuple[str, float], list[Stand]] = {}
    numbers: set[tuple[str, float]] = set()
    for paragraph, line in all_lines(printed):
        width, height = sizes[paragraph.page]
        zone = _ZONE_OF_ARTIFACTS if paragraph.kind == FURNITURE else _ZONE
        is_alone = paragraph.kind == FURNITURE or len(paragraph.lines) == 1
        if (
            is_alone
            and paragraph.kind not in _CELLS
            and any(map(is_seen, line.runs))
            and not zone < line.baseline / height < 1 - zone
        ):
            key = (_DIGITS.sub("#", line.text.strip()), round(line.size))
            by_key.setdefault(key, []).append(Stand(paragraph.page, key, line, width, height))
            if paragraph.kind in _PLAIN and _is_number(line.text, paragraph.page):
                numbers.add(key)
    return tuple(
        tuple(found)
        for key, found in by_key.items()
        if len({one.page for one in found}) > 1 and (key in numbers or _is_steady(found))
    )


def _is_number(text: str, page: int) -> bool:
    return any(str(page) in found for found in _PAGE.findall(text))


def _is_steady(found: list[Stand]) -> bool:
    pages = {one.page for one in found}
    usual = _usual(found, _SAME)
    here = {one.page for one in found if _agree(one, usual, _SAME)}
    return 2 * len(here) > len(pages)


def _usual(found: Sequence[Stand], limit: float) -> Stand:
    """The one that stands where most others do."""
    return max(found, key=lambda one: len({x.page for x in found if _agree(one, x, limit)}))


class Furniture:
    """What is furniture in a file, so that the rest is content."""

    def __init__(self, printed: Printed) -> None:
        self._printed = printed
        self._lines = {(one.page, one.line.box) for found in standing(printed) for one in found}
        self._heights = {page.number: page.height for page in printed.finished.pages}
        self._boxes: dict[int, list[Box]] = {}
        for paragraph, line in all_lines(printed):
            if self._is_one(paragraph, line):
                self._boxes.setdefault(paragraph.page, []).append(line.box)

    def _is_one(self, paragraph: Paragraph, line: Line) -> bool:
        return paragraph.kind == FURNITURE or (paragraph.page, line.box) in self._lines

    def content(self) -> tuple[Paragraph, ...]:
        """The paragraphs that are read, page by page."""
        read = (
            one
            for one in self._printed.paragraphs
            if any(is_seen(run) for line in one.lines for run in line.runs)
            and not all(self._is_one(one, line) for line in one.lines)
        )
        return tuple(sorted(read, key=lambda one: one.page))

    def room(self, page: int) -> tuple[float, float]:
        """The y from where, and to where, a page has room for content."""
        height = self._heights[page]
        boxes = self._boxes.get(page, [])
        head = max((box.bottom for box in boxes if box.bottom < 0.25 * height), default=0.0)
        foot = min((box.top for box in boxes if box.top > 0.75 * height), default=height)
        return head, foot


def same_place(printed: Printed, limit: float) -> Iterator[Finding]:
    """Page numbers and running lines that stand elsewhere than on the other pages."""
    told: set[int] = set()
    for found in standing(printed):
        usual = _usual(found, limit)
        for one in found:
            is_here = any(_agree(usual, other, limit) for other in found if other.page == one.page)
            if one.page not in told and not is_here and _is_same_paper(one, usual):
                told.add(one.page)
                yield Finding(
                    f"{quoted(one.line.text)} does not stand where it stands on page {usual.page}",
                    "put page numbers and running lines in the same place on each page",
                    page=one.page,
                )


def _is_same_paper(one: Stand, other: Stand) -> bool:
    return abs(one.width - other.width) <= _SAME and abs(one.height - other.height) <= _SAME


def _agree(one: Stand, other: Stand, limit: float) -> bool:
    """Whether two lines start, end or have their middle in one place, or in the mirror's."""
    a, b, width = one.line.box, other.line.box, one.width
    across = (
        a.left - b.left,
        a.right - b.right,
        (a.left + a.right - b.left - b.right) / 2,
        a.left - (width - b.right),
        a.right - (width - b.left),
    )
    is_level = abs(one.line.baseline - other.line.baseline) <= limit + CLOSE
    return is_level and min(map(abs, across)) <= limit + CLOSE


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PRINT-13",
        "Do page numbers and running lines stand in the same place on each page?",
        "Who sees a small part of a page at a time finds them by where they always are.",
        Source("RNIB", "Clear Print guidelines: recurring features in the same place"),
        same_place,
        bad=examples("Page numbers at the foot, on page 3 at the head."),
        good=examples("Page numbers at the foot.", "Page numbers on the outer side of each leaf."),
        threshold=_SAME,
        unit="points apart",
        looks_in="finished PDF",
    ),
)
