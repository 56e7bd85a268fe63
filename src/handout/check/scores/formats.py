"""Scores for other programs and for the terminal.

JSON is an array of one object for each topic: what it is, its `scores` with their items, `readings`
and who has `attested` what; null is not measured or has no place. The files are named as the reader
knows them. `tests/test_cli_report.py` has its schema.
"""

import datetime
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from handout.check.scores.answer import Answered, Score, Verdict
from handout.check.scores.reading import Reading
from handout.check.scores.scoring import Scored
from handout.errors import Place

Shown = Callable[[str], str]
"""A file's name as the reader knows it."""

_MARKS: dict[Verdict, str] = {
    "agree": "yes", "partly": "in part", "disagree": "no", "not applicable": "n/a",
    "nobody has said": "unsaid",
}  # fmt: skip


class Attestation(Struct, frozen=True):
    """Who has judged what, flat."""

    item: str
    by: str
    role: str
    date: datetime.date


class _Item(Struct, frozen=True):
    """An item, flat. points, of: what it has and can have."""

    id: str
    label: str
    asks: str
    is_human: bool
    verdict: str
    evidence: str
    points: int
    of: int
    file: str | None
    line: int | None


class _Score(Struct, frozen=True):
    """A score, flat, in per cent."""

    id: str
    name: str
    source: str
    points: int
    of: int
    percent_of_all: float | None
    percent_of_answered: float | None
    pass_mark: float
    is_met: bool
    items: tuple[_Item, ...]


class _Topic(Struct, frozen=True):
    """A topic with all that is said of it."""

    topic: str
    title: str
    language: str
    version: str
    status: str
    owner: str
    published: datetime.date
    review_by: datetime.date
    words: int
    scores: tuple[_Score, ...]
    readings: tuple[Reading, ...]
    attested: tuple[Attestation, ...]


def attestations(one: Scored) -> tuple[Attestation, ...]:
    """Who has judged what, in the order of the ids."""
    attest = one.handout.attest
    found = ((item, attest.of(item)) for item in attest.__struct_encode_fields__)
    return tuple(Attestation(item, who.by, who.role, who.date) for item, who in found if who)


def as_json(topics: tuple[Scored, ...], shown: Shown) -> str:
    """Every topic as one JSON array."""
    encoded = msgspec.json.encode(tuple(_topic(one, shown) for one in topics))
    return msgspec.json.format(encoded, indent=2).decode()


def _topic(one: Scored, shown: Shown) -> _Topic:
    handout = one.handout
    return _Topic(
        handout.id, one.title, handout.language, handout.version, handout.status, handout.owner,
        handout.published, handout.review_by, one.words,
        tuple(_score(score, shown) for score in one.scores), one.readings, attestations(one),
    )  # fmt: skip


def _score(score: Score, shown: Shown) -> _Score:
    return _Score(
        score.id, score.name, score.source, score.points, score.possible, _round(score.of_all),
        _round(score.of_said), score.pass_mark, score.is_met,
        tuple(_item(one, shown) for one in score.answered),
    )  # fmt: skip


def _item(one: Answered, shown: Shown) -> _Item:
    place = one.answer.place
    return _Item(
        one.id, one.label, one.asks, one.is_human, one.answer.verdict, one.answer.evidence,
        one.points, one.of, shown(place.file) if place else None,
        place.line if place and place.line else None,
    )  # fmt: skip


def _round(percent: float | None) -> float | None:
    return None if percent is None else round(percent, 1)


def as_text(one: Scored, shown: Shown) -> str:
    """One topic as a table of its scores, what the formulas give, and every item."""
    handout = one.handout
    title = f"{one.title}: {handout.id} {handout.version}, {handout.status}, {handout.language}"
    items = (line for score in one.scores for line in _items(score, shown))
    return "\n".join((title, "=" * len(title), *_summary(one), *items))


def _summary(one: Scored) -> Iterator[str]:
    wide = max(len(score.name) for score in one.scores)
    yield f"{'':{wide}}  all items  answered  pass mark    points"
    for score in one.scores:
        met = "met" if score.is_met else "not met"
        points = f"{score.points}/{score.possible}"
        yield (
            f"{score.name:{wide}}  {percent(score.of_all):>9}  {percent(score.of_said):>8}  "
            f"{score.pass_mark:>7.0f} %  {points:>8}  {met}"
        )
    yield "all items: where nobody has said anything there is no point; answered: left out"
    yield f"reading: {reading_line(one.readings)}"


def percent(value: float | None) -> str:
    """Whole per cent, rounded down, so that a score below a pass mark never looks like it."""
    return "none" if value is None else f"{int(value)} %"


def reading_line(readings: tuple[Reading, ...]) -> str:
    """What the formulas give, those that are measured."""
    found = [_reading(one) for one in readings if one.value is not None]
    return "; ".join(found) or "not measured"


def _reading(one: Reading) -> str:
    if one.age is None:
        return f"{one.formula} {one.value:.0f}"
    return f"{one.formula} grade {one.value:.1f} (age {one.age:.0f})"


def _items(score: Score, shown: Shown) -> Iterator[str]:
    yield ""
    yield score.name
    for one in score.answered:
        where = f"  [{_where(one.answer.place, shown)}]" if one.answer.place else ""
        mark = _MARKS[one.answer.verdict]
        yield f"  {mark:7}  {one.id:8}  {one.label:19}  {one.answer.evidence}{where}"


def _where(place: Place, shown: Shown) -> str:
    return f"{shown(place.file)}:{place.line}" if place.line else shown(place.file)
