"""Rules of where pages end: no heading is left alone, and the last page is not nearly empty."""

from collections.abc import Iterator
from itertools import pairwise

from handout.check.pages.faults import HEADINGS, Fault, told
from handout.check.pages.furniture import Furniture
from handout.check.pages.printed import Printed
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Box, Page, around
from handout.readback.lines import Paragraph

_GROUND = 0.8
"""Of the page: a painted area that is wider and higher is its ground."""
_THIN = 10.0
_RULED = 2
_LOWER = 0.5


def lonely_headings(printed: Printed, limit: float) -> Iterator[Finding]:
    """Headings at the foot of a page or a column, with their text on the next."""
    furniture = Furniture(printed)
    content = furniture.content()
    pages = {page.number: page for page in printed.finished.pages}
    texts = {one.page for one in content if one.kind not in HEADINGS}
    faults = []
    for heading, after in pairwise(content):
        page = pages[heading.page]
        if heading.kind not in HEADINGS or page.number not in texts or _is_sentence(heading):
            continue
        box = _box(heading)
        is_left = after.page > page.number or (
            after.page == page.number
            and box.top > _LOWER * page.height
            and _box(after).bottom < box.top
            and _box(after).left > box.left
        )
        on_page = [_box(one) for one in content if one.page == page.number]
        if is_left and not _is_something_below(box, page, on_page, furniture.room(page.number)[1]):
            faults.append(Fault(page.number, heading.text))
    yield from told(
        faults,
        "a heading alone at the foot of a page or column",
        "keep it with the text that it belongs to",
    )


def _is_sentence(heading: Paragraph) -> bool:
    """A whole sentence, such as a main message, needs nothing below it."""
    return heading.text.rstrip().endswith(".")


def _box(paragraph: Paragraph) -> Box:
    return around(tuple(line.box for line in paragraph.lines))


def _is_something_below(box: Box, page: Page, texts: list[Box], foot: float) -> bool:
    """Whether text, a picture, a box or ruled lines stand under it."""

    def is_below(other: Box) -> bool:
        return (
            other.top >= box.bottom - 2
            and other.top < foot - 2
            and other.left < box.right
            and other.right > box.left
        )

    pictures = [image.box for image in page.images]
    if any(map(is_below, [*texts, *pictures])):
        return True
    areas = [area.box for area in page.areas if is_below(area.box)]
    return len(areas) >= _RULED or any(one.height > _THIN for one in areas)


def empty_end(printed: Printed, limit: float) -> Iterator[Finding]:
    """A last page that holds hardly anything."""
    pages = printed.finished.pages
    if len(pages) < 2:
        return
    furniture = Furniture(printed)
    content = furniture.content()
    reaches = [_reach(page, content, furniture) for page in pages]
    others = [reach for reach in reaches[:-1] if reach]
    if not others:
        return
    room = max(bottom for _, bottom in others) - min(top for top, _ in others)
    last = reaches[-1]
    used = 100 * (last[1] - last[0]) / room if last and room > 0 else 0.0
    if used < limit:
        yield Finding(
            f"the last page is nearly empty: {used:.0f} % of its height is used",
            "cut a few words, or set a picture smaller, so that a page less is needed",
            page=pages[-1].number,
        )


def _reach(
    page: Page, content: tuple[Paragraph, ...], furniture: Furniture
) -> tuple[float, float] | None:
    """From where to where a page is used; None where it is empty."""
    head, foot = furniture.room(page.number)
    painted = [*(one.box for one in page.areas), *(one.box for one in page.images)]
    painted = [box for box in painted if not _is_ground(box, page)]
    boxes = [box for box in painted if box.top >= head + _THIN and box.bottom <= foot - _THIN]
    boxes += [_box(one) for one in content if one.page == page.number]
    if not boxes:
        return None
    return max(min(box.top for box in boxes), 0.0), min(
        max(box.bottom for box in boxes), page.height
    )


def _is_ground(box: Box, page: Page) -> bool:
    return box.width > _GROUND * page.width and box.height > _GROUND * page.height


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PAGE-03",
        "Does every heading stand with its text?",
        "A heading alone at the foot of a page leads nowhere, and its text has no heading.",
        Source("handout", "own rule: what a proof-reader marks first"),
        lonely_headings,
        bad=examples("'What can I do?' as the last line of page 1."),
        good=examples("A heading with 2 lines below it.", "A heading above ruled lines for notes."),
        looks_in="finished PDF",
    ),
    Rule(
        "PAGE-04",
        "Is the last page used?",
        "A page with 2 lines costs a sheet of paper for each patient, and gets lost.",
        Source("handout", "own rule: no sheet for a few words"),
        empty_end,
        bad=examples("A last page with one sentence."),
        good=examples("A last page with half its height used.", "A single page with few words."),
        threshold=15.0,
        unit="% of the height",
        looks_in="finished PDF",
    ),
)
