"""Rules of what must be printed: other formats, and in our own leaflets what was promised."""

import re
from collections.abc import Iterator

from handout.check.pages.faults import CLOSE, FURNITURE, HEADINGS, is_seen, number, quoted
from handout.check.pages.printed import Printed
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.lines import Paragraph

_FORMATS = tuple(
    map(
        re.compile,
        (
            r"\blarger?[- ]print\b",
            r"easy[- ]read",
            r"\baudio\b|\btape\b|\bcd\b",
            r"\bbraille\b",
            r"\b(?:other|another|different|alternative|accessible) (?:languages?|formats?)\b",
            r"\btranslat",
            r"\binterpret",
        ),
    )
)
_ENOUGH = 2
_FIRST_PAGES = 2


def other_formats(printed: Printed, limit: float) -> Iterator[Finding]:
    """No words on other formats in 2 pages or more, or such words that are too small.

    It is asked in English; a file in another language is left alone.
    """
    language = printed.finished.language.lower()
    if language and not language.startswith("en"):
        return
    found = [(size, one) for one in printed.paragraphs if (size := _offer(one))]
    if not found:
        if len(printed.finished.pages) > 1:
            yield Finding(
                "nothing says how to get this in another format or language",
                f"add at {number(limit)} pt or more: 'Ask us for large print, easy read, audio or "
                "another language.'",
            )
        return
    size, paragraph = max(found, key=lambda one: one[0])
    if size < limit - CLOSE:
        yield Finding(
            f"{quoted(paragraph.text)} is set at {number(size)} pt",
            f"set it at {number(limit)} pt or more: it is for those who cannot read small type",
            page=paragraph.page,
        )


def _offer(paragraph: Paragraph) -> float:
    """The least size of words that offer 2 formats or more; 0 for any other words."""
    words = _plain(paragraph.text)
    if sum(bool(one.search(words)) for one in _FORMATS) < _ENOUGH:
        return 0.0
    return min(
        (run.size for line in paragraph.lines for run in line.runs if is_seen(run)), default=0
    )


def _plain(text: str) -> str:
    """The words in small letters, with plain spaces and hyphens."""
    return " ".join(re.sub("[\u2010\u2011]", "-", text).replace("\u00ad", "").lower().split())


def page_budget(printed: Printed, limit: float) -> Iterator[Finding]:
    """More pages than the topic may take."""
    promise = printed.promise
    taken = len(printed.finished.pages)
    if promise and promise.pages is not None and taken > promise.pages:
        over = sum(
            len(one.lines)
            for one in printed.paragraphs
            if one.page > promise.pages and one.kind != FURNITURE
        )
        were = "was" if promise.pages == 1 else "were"
        lines = "1 line" if over == 1 else f"{over} lines"
        yield Finding(
            f"it takes {taken} pages, and {promise.pages} {were} promised: {lines} over",
            "cut words, or raise the number of pages in the topic's file",
            page=promise.pages + 1,
        )


def dates_and_phone(printed: Printed, limit: float) -> Iterator[Finding]:
    """The dates of publication and review, and the phone number, where they are not printed."""
    promise = printed.promise
    if not promise:
        return
    text = _plain(" ".join(one.text for one in printed.paragraphs))
    for wanted, what in [*((date, "the date") for date in promise.dates), (promise.phone, "phone")]:
        if wanted and _plain(wanted) not in text:
            name = "the phone number" if what == "phone" else what
            yield Finding(
                f"{name} {quoted(wanted)} is not printed",
                "print the dates in the footer and the phone number under how to reach you",
            )


def warning_box(printed: Printed, limit: float) -> Iterator[Finding]:
    """A box of warning signs that is missing, comes late, or is split in its first part."""
    promise = printed.promise
    if not promise or not promise.warnings:
        return
    start = _plain(promise.warnings)
    read = [one for one in printed.paragraphs if one.kind != FURNITURE]
    first = next((i for i, one in enumerate(read) if _plain(one.text).startswith(start)), None)
    if first is None:
        yield Finding(
            f"the warning signs that start {quoted(promise.warnings)} are not printed",
            "let the look print the topic's warning signs",
        )
        return
    page = read[first].page
    if page > _FIRST_PAGES:
        yield Finding(
            f"the warning signs start on page {page}",
            "put them on page 1 or 2: that is where they are looked for",
            page=page,
        )
    last = _last_of_part(read, first).page
    if last != page:
        yield Finding(
            f"{quoted(promise.warnings)} goes on on page {last}",
            "keep all the emergency signs on one page",
            page=page,
        )


def _last_of_part(read: list[Paragraph], first: int) -> Paragraph:
    """The end of the part that a paragraph heads: before the next of its kind, or a heading."""
    for index in range(first + 1, len(read)):
        if read[index].kind in HEADINGS | {read[first].kind}:
            return read[index - 1]
    return read[-1]


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PRINT-15",
        "Does it say in large type how to get other formats?",
        "Who cannot read it must be able to read that there is another. A single sheet need not.",
        Source("Hampshire County Council", "Access for all: other formats, in 16 points"),
        other_formats,
        bad=examples("2 pages without such words.", "'Ask us for large print or audio' at 12 pt."),
        good=examples("'Ask us for large print, easy read, audio or another language' at 16 pt."),
        threshold=16.0,
        unit="points",
        looks_in="finished PDF",
    ),
    Rule(
        "PAGE-05",
        "Does it take no more pages than promised?",
        "Every page more is read by fewer, and printed for all.",
        Source("handout", "own rule: the pages that a topic's file allows"),
        page_budget,
        bad=examples("5 pages where the topic allows 4."),
        good=examples("4 pages where the topic allows 4.", "A file that is not ours."),
        looks_in="finished PDF",
    ),
    Rule(
        "GOV-01-PAGE",
        "Are the dates of publication and review and the phone number printed?",
        "Leaflets live in drawers for years. Readers must see how old they are and whom to call.",
        Source("Brighton and Sussex University Hospitals library", "Patient information standards"),
        dates_and_phone,
        bad=examples("No date of review in the footer."),
        good=examples("'Published 1 March 2026 · Review by 1 March 2028', and the phone number."),
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "GOV-09-PAGE",
        "Do the warning signs start on page 1 or 2, with the emergency signs on one page?",
        "Who is in danger does not turn pages.",
        Source("handout", "own rule: no look moves the warning signs back or splits them"),
        warning_box,
        bad=examples("Warning signs on page 3.", "Emergency signs half on page 1, half on page 2."),
        good=examples("Warning signs on page 2.", "A leaflet whose topic needs none."),
        severity="error",
        looks_in="finished PDF",
    ),
)
