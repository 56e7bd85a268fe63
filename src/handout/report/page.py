"""The words of a report: a `Document` of one topic's scores, and the `Template` to set it with.

In: a topic with its scores, and the clinic. Out: blocks in the order they are read. `Room` says how
much of the evidence there is room for; what is left out is counted, never passed over in silence.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct, structs

from handout.check.scores.answer import Answered, Score
from handout.check.scores.formats import attestations
from handout.check.scores.reading import Reading
from handout.check.scores.scoring import Scored
from handout.document import (
    Block,
    Columns,
    Document,
    Figure,
    Heading,
    Panel,
    Paragraph,
    Picture,
    Run,
    Spans,
    Table,
)
from handout.language import base, long_date
from handout.model.clinic import Clinic
from handout.model.template import Furniture, Margins, Page, Template, TypeScale
from handout.report.chart import WIDTH, chart, in_words

LANGUAGE = "en-GB"
"""What a report is written in: its items are in English."""

_MILLIMETRE = 72 / 25.4
_CHART = "scores"
_SMALLEST = 9.0


class Room(Struct, frozen=True):
    """What there is room for: rows of the table, and letters of each piece of text.

    has_labels: items that are met are named, and not only numbered.
    """

    rows: int
    letters: int
    has_labels: bool = True


def report(one: Scored, clinic: Clinic, accent: str, today: date, room: Room) -> Document:
    """The report as a document. accent: the clinic's colour. today: the day of the report."""
    handout = one.handout
    title = f"Scores of “{one.title}”"
    return Document(
        title, LANGUAGE, "ltr", tuple(_blocks(one, clinic, today, room)),
        (f"{handout.id} {handout.version} · {clinic.name}",
         f"Scored on {long_date(today, LANGUAGE)} by a program: no substitute for readers"),
        "Page {page} of {pages}", accent, clinic.paper, clinic.name,
        "How well a leaflet can be understood and acted on, item by item",
        (Picture(_CHART, chart(one.scores)),),
    )  # fmt: skip


def sheet(look: Template) -> Template:
    """The clinic's look for a sheet that is filed: its fonts and ink, small type on one page."""
    scale = look.type
    side, top, foot = (_MILLIMETRE * length for length in (15, 12, 19))
    types = TypeScale(
        title=structs.replace(scale.title, size=19.0, leading=1.15, before=0.0, after=5.0),
        heading=structs.replace(scale.heading, size=11.5, leading=1.25, before=7.0, after=1.0),
        subheading=structs.replace(scale.subheading, size=10.0, before=4.0, after=1.0),
        lead=structs.replace(scale.lead, size=11.0, before=0.0, after=2.0),
        body=structs.replace(scale.body, size=9.5, leading=1.25),
        small=structs.replace(scale.small, size=_SMALLEST, leading=1.25),
    )
    return structs.replace(
        look, name="Report", page=Page("clinic", Margins(top, side, foot, side)), type=types,
        rhythm=4.5, furniture=Furniture(), only=(), smallest=_SMALLEST,
    )  # fmt: skip


def lost(one: Scored) -> tuple[Answered, ...]:
    """The items that are not met, and then those that are met in part."""
    return tuple(
        item
        for verdict in ("disagree", "partly")
        for score in one.scores
        for item in score.answered
        if item.answer.verdict == verdict
    )


def _blocks(one: Scored, clinic: Clinic, today: date, room: Room) -> Iterator[Block]:
    spoken = _spoken(one)
    yield Heading(
        1, (Run("Scores of “"), Run(cut(one.title, room.letters), language=spoken), Run("”"))
    )
    yield _facts(one, clinic, today, room)
    yield Heading(2, (Run("Scores"),))
    caption = (
        "Dark bar and first number: all items that apply, where one of which nobody has said "
        "anything has no point. Light bar and number in brackets: only the items that are "
        "answered. Line: pass mark."
    )
    yield Figure(_CHART, in_words(one.scores), (Run(caption),), WIDTH * 12.5 / 9.5)
    yield from _reading(one.readings)
    yield from _not_met(one, room)
    yield Columns((tuple(_met(one, room)), (*_people(one, room), *_instruments(one))), (1.35, 1.0))


def _instruments(one: Scored) -> Iterator[Block]:
    yield Heading(2, (Run("Instruments"),))
    for source in dict.fromkeys(score.source for score in one.scores):
        yield Paragraph((Run(f"{source}."),), "small")
    yield Paragraph((Run("The items are read by a program, in its own words."),), "small")


def _reading(readings: tuple[Reading, ...]) -> Iterator[Block]:
    """What each formula gives, and the age that goes with a grade; only what is measured."""
    yield Heading(2, (Run("Reading grade and age"),))
    found = tuple(one for one in readings if one.value is not None)
    if not found:
        yield Paragraph((Run("Not measured."),))
        return
    values = (f"{one.value:.1f}" for one in found if one.value is not None)
    ages = ("–" if one.age is None else f"{one.age:.0f}" for one in found)
    heads = ("Formula", *(one.formula for one in found))
    rows = (_cells(("Value", *values)), _cells(("Age", *ages)))
    yield Table((), _cells(heads), rows, tuple(float(len(head) + 4) for head in heads))


def _cells(words: tuple[str, ...]) -> tuple[Spans, ...]:
    return tuple((Run(one),) for one in words)


def _spoken(one: Scored) -> str:
    """The language of the topic's words, where it is not that of the report."""
    return "" if base(one.handout.language) == base(LANGUAGE) else one.handout.language


def _facts(one: Scored, clinic: Clinic, today: date, room: Room) -> Panel:
    handout = one.handout
    pairs = (
        ("Topic", f"{handout.id}, version {handout.version}"),
        ("Status", handout.status),
        ("Published", long_date(handout.published, LANGUAGE)),
        ("Review by", long_date(handout.review_by, LANGUAGE)),
        ("Owner", handout.owner),
        ("Scored on", long_date(today, LANGUAGE)),
        ("Clinic", clinic.name),
        ("Language", f"{handout.language}, {one.words} words"),
    )
    return Panel(
        tuple(
            ((Run(f"{name}:", strong=True),), (Run(cut(value, room.letters)),))
            for name, value in pairs
        )
    )


def _not_met(one: Scored, room: Room) -> Iterator[Block]:
    found = lost(one)
    yield Heading(2, (Run(f"Not met, or met in part ({len(found)})"),))
    if not found:
        yield Paragraph((Run("Nothing."),))
        return
    rows = tuple(_row(item, one, room.letters) for item in found[: room.rows])
    if rows:
        heads = ("Item", "What it asks", "What was found", "Where")
        yield Table((), _cells(heads), rows, (11.0, 20.0, 55.0, 14.0))
    if len(found) > room.rows:
        more = f"And {len(found) - room.rows} more: see handout report in the terminal."
        yield Paragraph((Run(more),), "small")


def _row(item: Answered, one: Scored, letters: int) -> tuple[Spans, ...]:
    answer = item.answer
    part = "In part: " if answer.verdict == "partly" else ""
    where = "–"
    if answer.place and answer.place.line:
        name = Path(answer.place.file).name
        own = Path(one.handout.title.place.file).name
        where = f"line {answer.place.line}" if name == own else f"{name}, {answer.place.line}"
    said = cut(f"{part}{answer.evidence}", letters)
    return _cells((item.id, item.label, said, where))


def cut(words: str, letters: int) -> str:
    """The words, at most so many letters of them; quotes that were opened are closed."""
    if len(words) <= letters:
        return words
    kept = words[:letters].rsplit(" ", 1)[0].rstrip(" ,.;:…") + "…"
    return kept + "”" * (kept.count("“") - kept.count("”"))


def _met(one: Scored, room: Room) -> Iterator[Block]:
    count = sum(len(score.with_verdict("agree")) for score in one.scores)
    yield Heading(2, (Run(f"Met ({count})"),))
    for score in one.scores:
        names = _numbers(score.with_verdict("agree"), room)
        apart = _numbers(score.with_verdict("not applicable"), room)
        rest = f" Does not apply: {apart}." if apart else ""
        yield Paragraph((Run(f"{score.name}: ", strong=True), Run(f"{names or 'none'}.{rest}")),
                        "small")  # fmt: skip


def _numbers(items: tuple[Answered, ...], room: Room) -> str:
    numbers = ((item.id.rpartition("-")[2], item.label) for item in items)
    return ", ".join(
        f"{number} {label}" if room.has_labels else number for number, label in numbers
    )


def _people(one: Scored, room: Room) -> Iterator[Block]:
    yield Heading(2, (Run("What only people can judge"),))
    found = attestations(one)
    for who in found:
        said = f"{cut(f'{who.by}, {who.role}', room.letters)}, {long_date(who.date, LANGUAGE)}."
        yield Paragraph((Run(f"{who.item}: ", strong=True), Run(said)), "small")
    unsaid = _unsaid(one.scores, room)
    if unsaid:
        yield Paragraph((Run("Nobody has said yet: ", strong=True), Run(f"{unsaid}.")), "small")


def _unsaid(scores: tuple[Score, ...], room: Room) -> str:
    items = (item for score in scores for item in score.with_verdict("nobody has said"))
    return ", ".join(f"{item.id} {item.label}" if room.has_labels else item.id for item in items)
