"""Rules of place: no words outside the page or at its edge, and none on top of each other."""

from collections.abc import Iterator

from handout.check.pages.faults import CLOSE, Fault, all_lines, is_seen, joined, number, told
from handout.check.pages.ground import Painted
from handout.check.pages.printed import Printed
from handout.check.pages.type_size import MM
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Box, Page, Run

_TALL = 0.5
"""Of the type's size: how high the small letters stand; beyond that lines may interlock."""
_SHARE = 0.15
_KERNED = 0.25
_LEVEL = 1.0


def at_the_edge(printed: Printed, limit: float) -> Iterator[Finding]:
    """Words outside the page, or nearer to its edge than printers reach."""
    outside: list[Fault] = []
    near: list[Fault] = []
    pages = {page.number: page for page in printed.finished.pages}
    for paragraph, line in all_lines(printed):
        rooms = [_room(run.box, pages[paragraph.page]) for run in line.runs if is_seen(run)]
        room, side = min(rooms, default=(limit * MM, ""))
        if room < -CLOSE:
            outside.append(Fault(paragraph.page, line.text, side))
        elif room < limit * MM - CLOSE:
            near.append(Fault(paragraph.page, line.text, f"{number(room / MM)} mm, {side}"))
    yield from told(outside, "text outside the page", "move it in, or make it wrap")
    yield from told(
        near,
        f"text nearer to the edge than {number(limit)} mm",
        "widen the margin: printers do not reach there",
    )


def _room(box: Box, page: Page) -> tuple[float, str]:
    """The least room to an edge, and which edge it is."""
    return min(
        (box.left, "left"),
        (box.top, "top"),
        (page.width - box.right, "right"),
        (page.height - box.bottom, "bottom"),
    )


def overlapping(printed: Printed, limit: float) -> Iterator[Finding]:
    """Words painted over other words."""
    faults = []
    for page in printed.finished.pages:
        by_lines: dict[tuple[float, float], list[tuple[Run, Run]]] = {}
        for one, other in _meeting(page):
            by_lines.setdefault((one.baseline, other.baseline), []).append((one, other))
        for pairs in by_lines.values():
            upper, lower = (joined(list(dict.fromkeys(runs))) for runs in zip(*pairs, strict=True))
            faults.append(Fault(page.number, f"{upper} / {lower}"))
    yield from told(faults, "text over other text", "give each its own place")


def _meeting(page: Page) -> Iterator[tuple[Run, Run]]:
    """Pairs of runs whose small letters share a place; each run is told once."""
    painted = Painted(page)
    bands = sorted(
        ((_band(run), run) for run in page.runs if is_seen(run) and _is_level(run)),
        key=lambda one: (one[0].top, one[0].left),
    )
    open_bands: list[tuple[Box, Run]] = []
    for band, run in bands:
        open_bands = [one for one in open_bands if one[0].bottom > band.top]
        for other_band, other in open_bands:
            shared = band.overlap(other_band)
            if shared and _is_much(shared, run, other):
                lower, upper = sorted((run, other), key=lambda one: one.order)
                if not painted.parts(lower, upper, shared):
                    yield other, run
                    break
        open_bands.append((band, run))


def _is_level(run: Run) -> bool:
    return not _LEVEL < run.angle % 360 < 360 - _LEVEL


def _band(run: Run) -> Box:
    """Where its small letters stand."""
    return Box(run.box.left, run.baseline - _TALL * run.size, run.box.right, run.baseline)


def _is_much(shared: Box, one: Run, other: Run) -> bool:
    size = min(one.size, other.size)
    return shared.height > _SHARE * _TALL * size and shared.width > _KERNED * size


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PAGE-01",
        "Is all text on the page, and at least 5 mm from its edge?",
        "Most printers leave the last millimetres white, and cut off what stands there.",
        Source("handout", "own rule: what office printers cannot reach"),
        at_the_edge,
        bad=examples("A line that runs off the page.", "A footer 2 mm above the lower edge."),
        good=examples(
            "Margins of 15 mm all round.", "A tint that reaches the edge, without words."
        ),
        threshold=5.0,
        unit="mm",
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "PAGE-02",
        "Does no text lie over other text?",
        "Neither can be read, and nobody who made the leaflet has looked at the page.",
        Source("handout", "own rule: what a proof-reader marks first"),
        overlapping,
        bad=examples("Two paragraphs in the same place.", "A title with a shadow of letters."),
        good=examples("Lines close to each other.", "The unseen text under a scanned page."),
        severity="error",
        looks_in="finished PDF",
    ),
)
