"""Headers and footers: lines at the edge of the page that stand on most pages at the same place."""

import re
from collections import Counter
from collections.abc import Sequence

from handout.readback.finished import Page
from handout.readback.line import Line

_EDGE = 72.0
_NUMBER = re.compile(r"\d+")

Spot = tuple[str, int, int]


def repeated(read: Sequence[tuple[Page, tuple[Line, ...]]]) -> frozenset[Spot]:
    """The spots that most pages have, of at least two. Numbers in them may differ."""
    pages = Counter(
        spot for page, lines in read for spot in {spot_of(line, page) for line in lines} if spot
    )
    return frozenset(spot for spot, count in pages.items() if count > 1 and count * 2 > len(read))


def spot_of(line: Line, page: Page) -> Spot | None:
    """What a line says without its numbers, and where; None where it is not at an edge.

    Its height counts to 4 points. Its left edge does not count: odd and even pages may differ.
    """
    if line.box.bottom <= _EDGE:
        side = 0
    elif line.box.top >= page.height - _EDGE:
        side = 1
    else:
        return None
    return _NUMBER.sub("0", line.text), side, round(line.baseline / 4)
