"""Rules of emphasis: no italics, underlining or capitals beyond a word or two, nor colour alone."""

import re
from collections import Counter
from collections.abc import Iterator

from handout.check.pages.faults import (
    CLOSE,
    FURNITURE,
    Fault,
    all_lines,
    is_seen,
    joined,
    letters,
    told,
)
from handout.check.pages.ground import contrast
from handout.check.pages.printed import Printed
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Area, Box, Colour, Page, Run
from handout.readback.lines import Line, Paragraph

_ADDRESS = re.compile(r"://|www\.|@|\.(?:org|com|net|uk)\b")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SHOUTED = re.compile(
    r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+(?:\s+(?:[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’-]+|[AI])(?!\w))+"
)
_ACRONYM = 5
_THICKEST, _LOWEST = 0.13, 0.25
"""Of the type's size: how thick an underline may be, and how far below the baseline."""
_MEANT, _APART = 0.2, 3.0


def emphasis(printed: Printed, limit: float) -> Iterator[Finding]:
    """Italics, then underlining, then capitals, each beyond some words."""
    yield from told(
        _italics(printed, limit), "text in italics", "use bold for a word or two that matter"
    )
    yield from told(
        _underlined(printed, limit), "underlined text", "use bold; only a link is underlined"
    )
    yield from told(
        _capitals(printed, limit),
        "text in capitals",
        "write it in small letters, in bold if need be",
    )


def _italics(printed: Printed, limit: float) -> Iterator[Fault]:
    for paragraph in printed.paragraphs:
        words = ""
        for run in (run for line in paragraph.lines for run in line.runs):
            if run.face.is_italic and run.opacity:
                words += f" {run.text}"
            elif is_seen(run):
                yield from _long(paragraph, words, limit)
                words = ""
        yield from _long(paragraph, words, limit)


def _long(paragraph: Paragraph, words: str, limit: float) -> Iterator[Fault]:
    if len(_WORD.findall(words)) > limit:
        yield Fault(paragraph.page, words)


def _underlined(printed: Printed, limit: float) -> Iterator[Fault]:
    rules = {page.number: _rules(page) for page in printed.finished.pages}
    pages = {page.number: page for page in printed.finished.pages}
    for paragraph, line in all_lines(printed):
        under = [box for box in rules[paragraph.page] if _is_underline(box, line)]
        if not under or _ADDRESS.search(line.text):
            continue
        page = pages[paragraph.page]
        words = [
            word
            for run in line.runs
            if is_seen(run) and not _is_link(run, page, printed)
            for word in _words_over(run, under)
        ]
        if len(words) > limit:
            yield Fault(paragraph.page, " ".join(words))


def _rules(page: Page) -> tuple[Box, ...]:
    """Thin level lines, and what is filled as thin as one."""
    return tuple(
        area.box
        for area in page.areas
        if area.opacity and area.box.height <= 4 and area.box.width > 4 and _is_drawn(area)
    )


def _is_drawn(area: Area) -> bool:
    return area.fill is not None or area.stroke is not None


def _is_underline(box: Box, line: Line) -> bool:
    """Whether it lies just under the baseline and reaches no further than the words."""
    down = (box.top + box.bottom) / 2 - line.baseline
    return (
        0 < down <= _LOWEST * line.size
        and box.height <= _THICKEST * line.size
        and box.left >= line.box.left - 2
        and box.right <= line.box.right + 2
    )


def _words_over(run: Run, under: list[Box]) -> list[str]:
    """The words of a run that stand over a line, as wide as their share of its letters."""
    found = []
    each = run.box.width / max(len(run.text), 1)
    for match in _WORD.finditer(run.text):
        left, right = run.box.left + each * match.start(), run.box.left + each * match.end()
        covered = sum(max(min(right, box.right) - max(left, box.left), 0) for box in under)
        if covered > 0.5 * (right - left):
            found.append(match[0])
    return found


def _is_link(run: Run, page: Page, printed: Printed) -> bool:
    """Whether it can be clicked."""
    middle = (run.box.left + run.box.right) / 2
    height = run.baseline - 0.25 * run.size
    if any(
        link.box.left <= middle <= link.box.right and link.box.top <= height <= link.box.bottom
        for link in page.links
    ):
        return True
    above = run.element
    while above is not None:
        element = printed.finished.elements[above]
        if element.kind == "Link":
            return True
        above = element.parent
    return False


def _capitals(printed: Printed, limit: float) -> Iterator[Fault]:
    """Capitals word by word; three acronyms in a row are none, nor is one long name."""
    for paragraph in printed.paragraphs:
        for match in _SHOUTED.finditer(paragraph.text):
            words = match[0].split()
            while len(words[-1]) == 1:  # "A" or "I" may start the next sentence
                words.pop()
            is_long = any(letters(word) > _ACRONYM for word in words)
            if len(words) > limit and (is_long or len(words) > limit + 1):
                yield Fault(paragraph.page, " ".join(words))


def colour_alone(printed: Printed, limit: float) -> Iterator[Finding]:
    """Words inside a paragraph that differ from the others in their hue and in nothing else."""
    pages = {page.number: page for page in printed.finished.pages}
    rules = {page.number: _rules(page) for page in printed.finished.pages}
    faults = []
    for paragraph in printed.paragraphs:
        usual = _usual(paragraph) if paragraph.kind != FURNITURE else None
        for line in paragraph.lines if usual else ():
            other = [run for run in line.runs if usual and _is_other_in_hue_only(run, usual, limit)]
            words = joined(
                [one for one in other if not _is_link(one, pages[paragraph.page], printed)]
            )
            is_underlined = any(_is_underline(box, line) for box in rules[paragraph.page])
            if any(map(str.isalpha, words)) and not is_underlined and not _ADDRESS.search(words):
                faults.append(Fault(paragraph.page, words))
    yield from told(
        faults,
        "words that differ in colour only",
        "make them bold too, or say in words what the colour means",
    )


def _usual(paragraph: Paragraph) -> Run | None:
    """A run as most of the paragraph is; None where there is one look only."""
    looks: Counter[Colour] = Counter()
    for line in paragraph.lines:
        for run in filter(is_seen, line.runs):
            looks[run.colour] += letters(run.text)
    if len(looks) < 2:
        return None
    most = looks.most_common(1)[0][0]
    return next(
        run for line in paragraph.lines for run in line.runs if is_seen(run) and run.colour == most
    )


def _is_other_in_hue_only(run: Run, usual: Run, limit: float) -> bool:
    apart = [one - other for one, other in zip(run.colour, usual.colour, strict=True)]
    return (
        is_seen(run)
        and max(apart) - min(apart) > _MEANT
        and run.face == usual.face
        and abs(run.size - usual.size) <= CLOSE
        and contrast(run.colour, usual.colour) < limit
    )


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PRINT-05",
        "Are no more than 2 words in italics, underlined or in capitals?",
        "They hide the shapes of words, by which people with poor sight read.",
        Source("UKAAF; RNIB", "Minimum standards: clear print; Clear Print guidelines"),
        emphasis,
        bad=examples(
            "A sentence in italics.", "A sentence that is underlined.", "DO NOT DRIVE AFTERWARDS"
        ),
        good=examples("One word in italics.", "An underlined link.", "Call NHS 111 or your GP."),
        threshold=2.0,
        unit="words in a row",
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-16",
        "Does no word differ from its neighbours by its colour alone?",
        "1 in 12 men tells some colours badly apart, and a copy is grey.",
        Source("W3C", "WCAG 2.1, 1.4.1 Use of Color, with the ratio of technique G183"),
        colour_alone,
        bad=examples("'Stop if it hurts' in dark red within black text, not bold."),
        good=examples("The same in red and bold.", "A coloured heading.", "A link."),
        threshold=_APART,
        unit="as ratio of brightness, from which a colour counts as seen",
        looks_in="finished PDF",
    ),
)
