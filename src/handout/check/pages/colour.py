"""Rules of the ground: words stand off it, dark on light, level, and not on pictures."""

from collections.abc import Iterator

from handout.check.pages.faults import (
    CLOSE,
    Fault,
    all_lines,
    body,
    is_seen,
    joined,
    letters,
    number,
    told,
)
from handout.check.pages.ground import Painted, blended, contrast, luminance
from handout.check.pages.printed import Printed
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Run

_LARGE, _LARGE_BOLD = 18.0, 14.0
_LARGE_SHARE = 3.0 / 4.5
"""What large words need of the contrast that others need."""
_DARK = 0.2
_FEW = 8
_LEVEL = 1.0
_PARTS = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
_COLOURS = 3


def over_pictures(printed: Printed, limit: float) -> Iterator[Finding]:
    """Words over a picture or stripes, and words that are not level."""
    over: list[Fault] = []
    turned: list[Fault] = []
    painted = {page.number: Painted(page) for page in printed.finished.pages}
    for paragraph, line in all_lines(printed):
        seen = [run for run in line.runs if is_seen(run)]
        if letters(line.text) < 2 or not seen:
            continue
        if _is_turned(seen[0]):
            turned.append(Fault(paragraph.page, line.text, f"{number(seen[0].angle)} degrees"))
            continue
        lost = [run for run in seen if _is_over_picture(painted[paragraph.page], run)]
        if lost:
            over.append(Fault(paragraph.page, joined(lost)))
    yield from told(over, "text over a picture", "put it beside the picture, on a plain ground")
    yield from told(turned, "text that is not level", "set it level, so that nobody turns the page")


def _is_turned(run: Run) -> bool:
    return _LEVEL < run.angle % 360 < 360 - _LEVEL


def _is_over_picture(painted: Painted, run: Run) -> bool:
    """A picture under most of it, or three colours and more one after the other."""
    grounds = painted.under(run, _PARTS)
    if 2 * sum(one.is_picture for one in grounds) > len(grounds):
        return not painted.hides(run)
    sure = {one.colours[0] for one in grounds if len(one.colours) == 1}
    return len(sure) >= _COLOURS and not painted.hides(run)


def weak(printed: Printed, limit: float) -> Iterator[Finding]:
    """Words that stand off their ground too little."""
    faults: list[Fault] = []
    painted = {page.number: Painted(page) for page in printed.finished.pages}
    for paragraph, line in all_lines(printed):
        ground = painted[paragraph.page]
        ratios = [(run, _least(ground, run)) for run in line.runs if is_seen(run)]
        lost = [
            (run, ratio)
            for run, ratio in ratios
            if ratio < _need(run, limit) - 0.01 and not ground.hides(run)
        ]
        if lost:
            words = joined([run for run, _ in lost])
            faults.append(Fault(paragraph.page, words, f"{min(x for _, x in lost):.1f} : 1"))
    yield from told(
        faults,
        f"text with too little contrast, which must be {number(limit)} : 1, "
        f"or {number(limit * _LARGE_SHARE)} : 1 when large",
        "make the words darker, or what is under them lighter",
    )


def _need(run: Run, limit: float) -> float:
    is_bold = run.face.is_bold and run.size >= _LARGE_BOLD - CLOSE
    return limit * _LARGE_SHARE if is_bold or run.size >= _LARGE - CLOSE else limit


def _least(painted: Painted, run: Run) -> float:
    """The contrast where it is least; each spot counts at the best that it can be."""
    ratios = [
        max(contrast(blended(run.colour, run.opacity, one), one) for one in ground.colours)
        for ground in painted.under(run)
        if ground.colours
    ]
    return min(ratios, default=21.0)


def light_on_dark(printed: Printed, limit: float) -> Iterator[Finding]:
    """Paragraphs in light letters on a dark ground."""
    painted = {page.number: Painted(page) for page in printed.finished.pages}
    faults = []
    for paragraph in body(printed):
        runs = [run for line in paragraph.lines for run in line.runs if is_seen(run)]
        light = [run for run in runs if _is_light(painted[paragraph.page], run)]
        words = joined(light)
        if len(words.split()) >= _FEW:
            faults.append(Fault(paragraph.page, words))
    yield from told(
        faults, "light text on a dark ground", "print dark on light; it is easier to read"
    )


def _is_light(painted: Painted, run: Run) -> bool:
    return all(
        ground.colours and max(map(luminance, ground.colours)) < min(_DARK, luminance(run.colour))
        for ground in painted.under(run)
    ) and not painted.hides(run)


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PRINT-10",
        "Is all text level, and on a plain ground?",
        "Letters over a picture get lost in it, and a turned line makes readers turn the page.",
        Source("RNIB; UKAAF", "Clear Print guidelines; Minimum standards: clear print"),
        over_pictures,
        bad=examples("A paragraph over a photograph.", "A label turned by 90 degrees."),
        good=examples("A caption under a photograph.", "A label beside what it names."),
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-11",
        "Does all text stand off what is under it?",
        "Grey on white is lost to tired eyes, and in every copy.",
        Source("W3C", "WCAG 2.1, 1.4.3 Contrast (Minimum)"),
        weak,
        bad=examples("Grey #aaaaaa on white.", "White on a yellow button."),
        good=examples("Black on a pale tint.", "A heading of 24 pt at 3.5 : 1."),
        threshold=4.5,
        unit="as ratio of brightness, and 2 thirds of it for large type",
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-12",
        "Is the body text dark on light?",
        "Light letters look thinner, fill with ink in print, and cost it.",
        Source("RNIB", "Clear Print guidelines: reversing type"),
        light_on_dark,
        bad=examples("A white paragraph on navy blue."),
        good=examples("A white button of 3 words.", "A black paragraph on pale blue."),
        looks_in="finished PDF",
    ),
)
