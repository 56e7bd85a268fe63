"""What the rules of the pages share: what is body text, and how faults are told.

A fault is something on one page. Those of a page are told together, with at most three examples.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from handout.check.pages.printed import Printed
from handout.check.rule import Finding
from handout.readback.finished import Run
from handout.readback.lines import Line, Paragraph

HEADINGS = frozenset(("Title", "H", "H1", "H2", "H3", "H4", "H5", "H6"))
FURNITURE = "Artifact"
NO_BODY = HEADINGS | {FURNITURE, "Figure", "Formula", "Caption", "TH", "TOCI", "Lbl"}
CLOSE = 0.1
"""Points by which programs differ when they write the same length."""

_EXAMPLES = 3
_WORDS = 8
_FAINT = 0.05
_LEADERS = re.compile(r"(?:[.…·_]\s?){5}")
"""Dots or lines that lead from a title to its page, or wait to be written on."""
_GAP = 0.15
"""Of the type's size: what is narrower is no space between words."""


class Fault(Struct, frozen=True):
    """Words that are wrong on a page. measure: how wrong, such as "9 pt"; may be empty."""

    page: int
    words: str
    measure: str = ""


def told(faults: Iterable[Fault], what: str, hint: str) -> Iterator[Finding]:
    """One finding for each page that has faults, by number."""
    by_page: dict[int, list[Fault]] = {}
    for fault in faults:
        by_page.setdefault(fault.page, []).append(fault)
    for page, found in sorted(by_page.items()):
        shown = ", ".join(_shown(one) for one in found[:_EXAMPLES])
        more = f" and {len(found) - _EXAMPLES} more" if len(found) > _EXAMPLES else ""
        yield Finding(f"{what}: {shown}{more}", hint, page=page)


def _shown(fault: Fault) -> str:
    return quoted(fault.words) + (f" ({fault.measure})" if fault.measure else "")


def quoted(text: str) -> str:
    """The words in quotes; the middle of many is left out."""
    words = text.split()
    shown = words if len(words) <= _WORDS else [*words[: _WORDS - 2], "…", *words[-2:]]
    return f"'{' '.join(shown)}'"


def number(value: float) -> str:
    """At most one decimal, and none where it is 0."""
    return f"{value:.1f}".removesuffix(".0")


def letters(text: str) -> int:
    """How many letters and digits it has."""
    return sum(map(str.isalnum, text))


def is_seen(run: Run) -> bool:
    """Whether a reader sees letters or digits there."""
    return run.opacity > _FAINT and any(map(str.isalnum, run.text))


def joined(runs: Sequence[Run]) -> str:
    """Their words, from left to right; runs that touch are one word."""
    words = ""
    for index, run in enumerate(runs):
        gap = run.box.left - runs[index - 1].box.right if index else 0.0
        words += f" {run.text}" if gap > _GAP * run.size else run.text
    return words


def headings(printed: Printed) -> Iterator[Paragraph]:
    """The titles and headings."""
    return (one for one in printed.paragraphs if one.kind in HEADINGS)


def body(printed: Printed) -> Iterator[Paragraph]:
    """The running text, page by page: no headings, furniture, contents or words of pictures."""
    found = (
        one
        for one in printed.paragraphs
        if one.kind not in NO_BODY and not _LEADERS.search(one.text)
    )
    return iter(sorted(found, key=lambda one: one.page))


def body_size(printed: Printed) -> float | None:
    """The size that most letters of the running text have; None where there is no such text."""
    sizes: Counter[float] = Counter()
    for run in seen_runs(body(printed)):
        sizes[round(run.size, 1)] += letters(run.text)
    return sizes.most_common(1)[0][0] if sizes else None


def seen_runs(paragraphs: Iterable[Paragraph]) -> Iterator[Run]:
    """All that a reader sees of these."""
    for paragraph in paragraphs:
        for line in paragraph.lines:
            yield from filter(is_seen, line.runs)


def all_lines(printed: Printed) -> Iterator[tuple[Paragraph, Line]]:
    """Every line with its paragraph."""
    for paragraph in printed.paragraphs:
        for line in paragraph.lines:
            yield paragraph, line
