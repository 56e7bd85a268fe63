"""What a line and a paragraph are."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from handout.readback.finished import Box, Run, around
from handout.readback.rows import Row, rows, said


class Line(Struct, frozen=True):
    """Runs on one baseline of one column, from left to right.

    text:    with a space where there is a gap of a word.
    size:    of the type that most letters of it have.
    element: of most of its letters; is_artifact: all of it is furniture.
    """

    text: str
    box: Box
    baseline: float
    size: float
    runs: tuple[Run, ...]
    element: int | None
    is_artifact: bool


class Paragraph(Struct, frozen=True):
    """Lines that belong together, on one page.

    kind: the standard type of the block they are tagged as, such as P, LBody, H1, TD, Caption; in a
          file without tags "H" where they look like a heading, otherwise "P"; "Artifact" for what
          is furniture.
    """

    page: int
    lines: tuple[Line, ...]
    kind: str

    @property
    def text(self) -> str:
        """All of its words."""
        return " ".join(line.text for line in self.lines)


def lined(runs: Sequence[Run]) -> tuple[Line, ...]:
    """The lines of some runs of a page: those that read across first, then turned ones."""
    turned: dict[float, list[Run]] = {}
    for run in runs:
        turned.setdefault(round(run.angle), []).append(run)
    return tuple(_line(row) for angle in sorted(turned, key=abs) for row in rows(turned[angle]))


def _line(row: Row) -> Line:
    sizes: Counter[float] = Counter()
    elements: Counter[int | None] = Counter()
    for run in row:
        count = len("".join(run.text.split())) or 1
        sizes[run.size] += count
        elements[run.element] += count
    size = max(sizes, key=lambda size: (sizes[size], size))
    main = next(run for run in row if run.size == size)
    return Line(
        text=said(row),
        box=around(tuple(run.box for run in row)),
        baseline=main.baseline,
        size=size,
        runs=row,
        element=elements.most_common(1)[0][0],
        is_artifact=all(run.is_artifact for run in row),
    )
