"""The table of all built-in topics: `python -m bench.library` writes it to docs/library.md.

Every number is measured: words and grades as `handout check` measures them, pages by building each
topic in each look without a visit. A test holds the table to the library, and each row to the bars.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import get_args

from msgspec import Struct

from handout.build import Order, leaflet
from handout.check.review import review
from handout.errors import HandoutError
from handout.library import Library, builtin
from handout.model import handout as written
from handout.model.parts import parts

FILE = Path(__file__).resolve().parent.parent / "docs" / "library.md"
TODAY = date(2026, 11, 21)
TOOLS = {
    written.ChecklistBlock: "checklist",
    written.DiaryBlock: "diary",
    written.ExerciseDiaryBlock: "diary",
    written.LinesBlock: "lines",
    written.TableBlock: "table",
    written.QuestionsBlock: "questions",
    written.ExercisesBlock: "exercises",
    written.PhasesBlock: "exercises",
}
GRADE, SENTENCE, PAGES = 6.0, 13.0, 4
"""The bars: Flesch-Kincaid grade, words in a sentence, sides of A4 (programmes may have more)."""


class Row(Struct, frozen=True):
    """A topic in numbers. pages: by look; None where the look does not suit it."""

    topic: str
    kind: str
    words: int
    grade: float
    sentence: float
    pages: tuple[int | None, ...]
    figures: int
    tools: tuple[str, ...]
    sources: int
    review_by: date


def rows(library: Library, kept_in: Path | None = None) -> Iterator[Row]:
    """Every topic, measured. kept_in: the folder where presses are kept, if they are."""
    topics = tuple((topic, "") for topic, _ in library.topics())
    clinic = library.clinic()
    for measured in review(library, clinic, topics, (), TODAY).topics:
        handout = library.handout(measured.topic, clinic.language)
        blocks = tuple(parts(handout.sections, get_args(written.Block)))
        counts, grades = measured.counts, measured.grades
        yield Row(
            measured.topic,
            handout.kind,
            counts.words,
            grades.flesch_kincaid or 0.0,
            counts.words / counts.sentences,
            tuple(pages(measured.topic, look, library, kept_in) for look in library.looks()),
            sum(isinstance(block, written.FigureBlock) for block in blocks),
            tuple(dict.fromkeys(TOOLS[type(b)] for b in blocks if type(b) in TOOLS)),
            len(handout.sources),
            handout.review_by,
        )


def pages(topic: str, look: str, library: Library, kept_in: Path | None) -> int | None:
    """How many pages the topic takes in a look; None where it is not made there without a word."""
    try:
        made = leaflet(Order((topic,), look), None, library, TODAY, kept_in=kept_in)
    except HandoutError:
        return None
    return None if made.problems else made.pages


def table(looks: tuple[str, ...], measured: Iterable[Row]) -> str:
    """The whole file, as Markdown."""
    head = ["Topic", "Kind", "Words", "Grade", "Words a sentence", *looks]
    head += ["Figures", "Tools", "Sources", "Review by"]
    lines = [
        "# The built-in topics in numbers",
        "",
        "Written by `python -m bench.library`. Grade: Flesch-Kincaid's, of the words in sentences.",
        "Under each look: its pages without a visit; a dash where it does not suit.",
        f"The bars: grade {GRADE:g}, {SENTENCE:g} words a sentence, {PAGES} sides in `leaflet`",
        "(but for programmes of exercises).",
        "",
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
    ]
    for row in measured:
        cells = [
            f"`{row.topic}`", row.kind, str(row.words), f"{row.grade:.1f}", f"{row.sentence:.1f}",
            *(str(count or "–") for count in row.pages), str(row.figures),
            ", ".join(row.tools), str(row.sources), row.review_by.isoformat(),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    library = Library((builtin(),))
    FILE.write_text(table(library.looks(), rows(library)), "utf-8", newline="\n")
    print(FILE.name)
