"""Rules of what is read and when: the order of the tags, what is outside them, and furniture."""

import re
from collections import Counter, deque
from collections.abc import Iterator

from handout.check.pages.printed import Printed
from handout.check.pages.tree import (
    blocks,
    collected,
    is_in,
    is_seen,
    part_of,
    quoted,
    some,
    tagged,
    up,
)
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Box, Element, Finished, Page
from handout.readback.line import Line, lined

_MOVED = frozenset(
    ("Figure", "Formula", "Caption", "Note", "FENote", "Aside", "Annot", "Form", "Index", "TOC")
)
"""What may stand anywhere on a page: floats and notes; and what has an order of its own."""

_NO_FURNITURE = frozenset(("H", "Title", "TH", "TD", *(f"H{level}" for level in range(1, 10))))
"""What may well stand at the top of many pages: a header of a table, the name of a card."""

_EDGE = 60.0
_SAME_PLACE = 2.0
_LEVEL = 1.0
_MOST_EARLIER = 200
_LEAST_PAGES = 3
_COUNTED = re.compile(r"\d{1,9}")


def upwards(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Blocks that are read after one that stands below them in the same column."""
    yield from some(_upwards(printed.finished))


def _upwards(finished: Finished) -> Iterator[Finding]:
    elements = tagged(finished)
    turned = {
        id(above)
        for page in finished.pages
        for run in page.runs
        if abs(run.angle) > _LEVEL
        for above in up(elements, run.element)
    }
    before: dict[int, deque[Element]] = {}
    for index in blocks(elements):
        one = elements[index]
        if one.box is None or not one.text.strip() or id(one) in turned:
            continue
        if is_in(elements, index, _MOVED):
            continue
        earlier = before.setdefault(one.page, deque(maxlen=_MOST_EARLIER))
        last = next((other for other in reversed(earlier) if _share(other, one.box)), None)
        if last and last.box and one.box.bottom <= last.box.top + _SAME_PLACE:
            yield Finding(
                f"{quoted(one.text)} is read after {quoted(last.text)}, and stands above it",
                "bring the tags into the order in which the page is read",
                page=one.page,
            )
        earlier.append(one)


def _share(element: Element, box: Box) -> bool:
    """Whether an element is in the column of a box: half of the narrower one is above the other."""
    other = element.box
    if other is None:
        return False
    shared = min(other.right, box.right) - max(other.left, box.left)
    return shared > 0.5 * min(other.width, box.width)


def outside(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Text that is seen and never read: in no element, and no artifact either."""
    if not tagged(printed.finished):
        return
    for page in printed.finished.pages:
        lost = [
            run
            for run in page.runs
            if run.element is None and not run.is_artifact and run.text.strip() and is_seen(run)
        ]
        if lost:
            rows = lined(lost)
            more = f", as are {len(rows) - 1} more lines" if len(rows) > 1 else ""
            yield Finding(
                f"{quoted(rows[0].text)} is outside the tags{more}",
                "tag it as what it is, or as an artifact if nobody need hear it",
                page=page.number,
            )


def read_furniture(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Headers, footers and page numbers that are read out on every page."""
    yield from some(_read_furniture(printed))


def _read_furniture(printed: Printed) -> Iterator[Finding]:
    rows: dict[tuple[int, str], list[tuple[Page, float, str]]] = {}
    parts = collected(tagged(printed.finished))
    for page in printed.finished.pages:
        for row in _edge_rows(printed.finished, page):
            same_words = (part_of(parts, row.element), _COUNTED.sub("#", row.text))
            rows.setdefault(same_words, []).append((page, row.baseline, row.text))
    for same in rows.values():
        page, baseline, text = same[0]
        there = [one for one in same if abs(one[1] - baseline) <= _SAME_PLACE]
        if len({one[0].number for one in there}) >= _LEAST_PAGES and _recurs(there):
            yield Finding(
                f"{quoted(text)} stands at the edge of {len(there)} pages and is read out on each",
                "make headers, footers and page numbers artifacts",
                page=page.number,
            )


def _edge_rows(finished: Finished, page: Page) -> Iterator[Line]:
    """Each line that is tagged in the outermost 60 points.

    What stands elsewhere on the page too is no header or footer.
    """
    elements = tagged(finished)
    at_edge = [
        run
        for run in page.runs
        if run.element is not None
        and not run.is_artifact
        and not _EDGE < run.baseline < page.height - _EDGE
    ]
    if not elements or not at_edge:
        return
    read = [run for run in page.runs if not run.is_artifact]
    said = Counter(row.text for row in lined(read))
    for row in lined(at_edge):
        if (
            row.text.strip()
            and said[row.text] <= 1
            and not is_in(elements, row.element, _NO_FURNITURE)
        ):
            yield row


def _recurs(rows: list[tuple[Page, float, str]]) -> bool:
    """Whether the rows are the same on their pages, but for numbers that go up with the pages."""
    if not any(letter.isalnum() for letter in rows[0][2]):
        return False
    numbers = [[int(digits) for digits in _COUNTED.findall(text)] for _, _, text in rows]
    pages = [page.number for page, _, _ in rows]
    return all(
        len(set(column)) == 1
        or len({number - page for number, page in zip(column, pages, strict=True)}) == 1
        for column in zip(*numbers, strict=True)
    )


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "A11Y-02",
        "Is the page read in the order in which it is seen?",
        "Steps that are heard in another order are done in another order.",
        Source("W3C", "WCAG 2.1 1.3.2 Meaningful Sequence"),
        upwards,
        bad=examples("The tags of the last paragraph of a page come before those of its title."),
        good=examples("The tags go down each column.", "A note beside the text is read after it."),
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-10",
        "Are headers, footers and page numbers artifacts?",
        "Otherwise a sentence that runs on to the next page is cut in two by the page number.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clause 7.8"),
        read_furniture,
        bad=examples("A P with 'Page 2 of 5' at the foot of every page."),
        good=examples("A footer that is an artifact.", "A paragraph that ends near the foot."),
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-10-OUTSIDE",
        "Is all text either tagged or an artifact?",
        "What is in no tag is not read out, and nobody who listens knows that it is there.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clause 7.1; WCAG 2.1 1.3.1"),
        outside,
        bad=examples("A phone number that was added to the page and is in no element."),
        good=examples("Every word belongs to an element or is an artifact."),
        severity="error",
        looks_in="finished PDF",
    ),
)
