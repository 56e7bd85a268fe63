"""Rules of how lines are set: ragged on the right, not too long, not too tight."""

from collections.abc import Iterator
from itertools import pairwise
from statistics import fmean, median

from msgspec import Struct

from handout.check.pages.faults import CLOSE, Fault, body, headings, is_seen, letters, number, told
from handout.check.pages.printed import Printed
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.lines import Line, Paragraph

_AGREE = 1.0
_HUNG = 0.35
"""Of the type's size: how far a stop may hang out at the right of justified text."""
_ENOUGH = 4
"""As many full lines end together by chance once in some 7000 times, with words of 30 points."""
_COLUMN = 20.0
"""Points by which the longest lines of ragged paragraphs of one column differ."""
_INDENT = 6.0
_FEW = 8
_TIGHT_HEADING = 1.1 / 1.25
_ALIKE = 0.05
"""By which share of their width paragraphs of one column differ."""


def alignment(printed: Printed, limit: float) -> Iterator[Finding]:
    """Paragraphs that are justified, then those that are centred."""
    yield from told(
        _justified(printed),
        "justified text",
        "align it on the left; the gaps between words then stay the same",
    )
    yield from told(
        (Fault(one.page, one.text) for one in body(printed) if _is_centred(one)),
        "centred text",
        "align it on the left, so that the eye finds the next line",
    )


def _justified(printed: Printed) -> Iterator[Fault]:
    """Paragraphs whose full lines end in one place, and not by chance.

    With few full lines it takes half of the column's paragraphs, two or more, to end there.
    """
    column = [(one, _edge(one)) for one in body(printed) if len(one.lines) > 2]
    for paragraph, edge in column:
        if edge is None:
            continue
        rivals = [other for one, other in column if abs(_reach(one) - edge) <= _COLUMN]
        here = sum(other is not None and abs(edge - other) <= _AGREE for other in rivals)
        if len(paragraph.lines) > _ENOUGH or 2 <= here >= len(rivals) / 2:
            yield Fault(paragraph.page, paragraph.text)


def _reach(paragraph: Paragraph) -> float:
    return max(line.box.right for line in paragraph.lines)


def _edge(paragraph: Paragraph) -> float | None:
    """Where all full lines of a paragraph end; None where they end in different places."""
    full = paragraph.lines[:-1]
    if len(full) < 2 or letters(paragraph.text) < 40:
        return None
    edge = median(line.box.right for line in full)
    return edge if all(_ends_at(line, edge) for line in full) else None


def _ends_at(line: Line, edge: float) -> bool:
    hung = _HUNG * line.size if line.text.rstrip()[-1:] in {*".,;:-\u2010\u2019"} else 0.0
    return -_AGREE / 2 <= line.box.right - edge <= _AGREE / 2 + hung


def _is_centred(paragraph: Paragraph) -> bool:
    """Whether lines that start in different places have their middles in one."""
    found = paragraph.lines
    if len(found) < 2 or len(paragraph.text.split()) < _FEW:
        return False
    middles = [(line.box.left + line.box.right) / 2 for line in found]
    lefts = [line.box.left for line in found]
    return max(middles) - min(middles) <= _AGREE and max(lefts) - min(lefts) > _INDENT


def long_lines(printed: Printed, limit: float) -> Iterator[Finding]:
    """Paragraphs whose full lines hold too many characters.

    The mean of all paragraphs of that width must be too long too: that some hold a few characters
    more is chance.
    """
    measured = [_Measure(one, max(_widths(one)), _characters(one)) for one in body(printed)]
    long = [one for one in measured if one.characters and fmean(one.characters) > limit]
    faults = []
    for one in long:
        alike = [other for other in measured if abs(other.width / one.width - 1) <= _ALIKE]
        if fmean(count for other in alike for count in other.characters) > limit:
            measure = f"{fmean(one.characters):.0f} characters"
            faults.append(Fault(one.paragraph.page, one.paragraph.text, measure))
    yield from told(
        faults,
        f"lines longer than {number(limit)} characters",
        "widen the margins, set larger type, or put a picture beside the text",
    )


class _Measure(Struct, frozen=True):
    """A paragraph, how wide it is, and how many characters each full line holds."""

    paragraph: Paragraph
    width: float
    characters: tuple[int, ...]


def _widths(paragraph: Paragraph) -> tuple[float, ...]:
    return tuple(line.box.width for line in paragraph.lines)


def _characters(paragraph: Paragraph) -> tuple[int, ...]:
    """Of all lines but the last, where there are 3 lines or more."""
    full = paragraph.lines[:-1]
    return tuple(len(line.text.strip()) for line in full) if len(full) > 1 else ()


def tight(printed: Printed, limit: float) -> Iterator[Finding]:
    """Lines too close to each other; those of a heading may be a little closer."""
    faults = []
    for paragraphs, share in ((body(printed), 1.0), (headings(printed), _TIGHT_HEADING)):
        for paragraph in paragraphs:
            leading = _leading(paragraph)
            if leading is not None and leading < limit * share - 0.01:
                faults.append(Fault(paragraph.page, paragraph.text, f"{leading:.2f}"))
    yield from told(
        faults,
        f"lines closer than {limit:g} times their size",
        f"set the baselines {limit:g} to 1.5 times the size apart",
    )


def _leading(paragraph: Paragraph) -> float | None:
    """From baseline to baseline, in sizes of the type; None where no two lines are of one size."""
    seen = [line for line in paragraph.lines if any(map(is_seen, line.runs))]
    steps = [
        (lower.baseline - upper.baseline) / lower.size
        for upper, lower in pairwise(seen)
        if abs(lower.size - upper.size) <= CLOSE
        and lower.baseline - upper.baseline > lower.size / 2
    ]
    return median(steps) if steps else None


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PRINT-06",
        "Is the text aligned on the left, neither justified nor centred?",
        "Uneven gaps break lines apart, and without a straight left edge the eye loses its line.",
        Source("RNIB; UKAAF", "Clear Print guidelines; Minimum standards: clear print"),
        alignment,
        bad=examples("Paragraphs that are flush on both sides.", "A centred paragraph."),
        good=examples("Paragraphs with a ragged right edge.", "A centred title."),
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-07",
        "Do lines hold 70 characters or fewer?",
        "From the end of a long line the eye does not find back to the next.",
        Source("RNIB", "Clear Print guidelines: 60 to 70 characters a line"),
        long_lines,
        bad=examples("Paragraphs over the whole width of A4 at 10 pt."),
        good=examples("Paragraphs of 66 characters a line.", "One long line by itself."),
        threshold=70.0,
        unit="characters a line, on average",
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-08",
        "Is there enough room between the lines?",
        "Tight lines run into each other for readers with poor sight.",
        Source("RNIB", "Clear Print guidelines: space between lines of 1.5 to 2 word spaces"),
        tight,
        bad=examples("Paragraphs at 12 pt with baselines 12 pt apart."),
        good=examples("Paragraphs at 12 pt with baselines 16 pt apart.", "A heading at 1.15."),
        threshold=1.25,
        unit="times the size of the type, and 1.1 for headings",
        looks_in="finished PDF",
    ),
)
