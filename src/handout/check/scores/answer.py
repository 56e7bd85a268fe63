"""What an item of an instrument is, what answers it, and how answers become a score."""

from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from msgspec import Struct

from handout.errors import Place

Asked = TypeVar("Asked")

Verdict = Literal["agree", "partly", "disagree", "not applicable", "nobody has said"]
"""`partly` is half of the points, and only where an item has 2 (SAM: adequate)."""

_SHARE: dict[Verdict, float] = {"agree": 1.0, "partly": 0.5}
_LONGEST = 60


class Answer(Struct, frozen=True):
    """What is said of one item, why, and where the words for it stand, if anywhere."""

    verdict: Verdict
    evidence: str
    place: Place | None = None


class Item(Struct, Generic[Asked], frozen=True):
    """One thing that an instrument asks.

    label: a few words for a list. asks: the whole of it, in our own words.
    people: who attests it, as ids of `attest:`, where only a person can judge.
    """

    id: str
    label: str
    asks: str
    looks: Callable[[Asked], Answer]
    people: tuple[str, ...] = ()


class Answered(Struct, frozen=True):
    """An item with its answer.

    points: what it has. of: what it can have; 0 where it is left out.
    """

    id: str
    label: str
    asks: str
    is_human: bool
    answer: Answer
    points: int
    of: int


class Scale(Struct, Generic[Asked], frozen=True):
    """Items that make one score.

    points: what one item can have. pass_mark: in per cent.
    """

    id: str
    name: str
    source: str
    items: tuple[Item[Asked], ...]
    pass_mark: float
    points: int = 1


class Score(Struct, frozen=True):
    """The answers of one scale, added up. Per cent of what can be had; None where that is nothing.

    of_all:  every item that applies counts; one of which nobody has said anything has no point.
    of_said: only the items that somebody or something has answered count.
    """

    id: str
    name: str
    source: str
    pass_mark: float
    answered: tuple[Answered, ...]

    @property
    def points(self) -> int:
        """What it has."""
        return sum(one.points for one in self.answered)

    @property
    def possible(self) -> int:
        """What it can have, with the items of which nobody has said anything."""
        return sum(one.of for one in self.answered)

    @property
    def of_all(self) -> float | None:
        """Per cent of all that applies: the strict score."""
        return _percent(self.points, self.possible)

    @property
    def of_said(self) -> float | None:
        """Per cent of what has been answered."""
        said = (one for one in self.answered if one.answer.verdict != "nobody has said")
        return _percent(self.points, sum(one.of for one in said))

    @property
    def is_met(self) -> bool:
        """Whether the strict score is at the pass mark or above."""
        return self.of_all is not None and self.of_all >= self.pass_mark

    def with_verdict(self, *verdicts: Verdict) -> tuple[Answered, ...]:
        """The items that were answered so, in order."""
        return tuple(one for one in self.answered if one.answer.verdict in verdicts)


def score(scale: Scale[Asked], subject: Asked) -> Score:
    """The scale's items, each asked of the subject."""
    answered = tuple(_answered(item, subject, scale.points) for item in scale.items)
    return Score(scale.id, scale.name, scale.source, scale.pass_mark, answered)


def _answered(item: Item[Asked], subject: Asked, points: int) -> Answered:
    answer = item.looks(subject)
    assert answer.verdict != "partly" or points == 2, item.id
    of = 0 if answer.verdict == "not applicable" else points
    got = int(points * _SHARE.get(answer.verdict, 0.0))
    return Answered(item.id, item.label, item.asks, bool(item.people), answer, got, of)


def _percent(points: int, of: int) -> float | None:
    return 100 * points / of if of else None


def agree(evidence: str, place: Place | None = None) -> Answer:
    """The item is met."""
    return Answer("agree", evidence, place)


def partly(evidence: str, place: Place | None = None) -> Answer:
    """The item is met in part."""
    return Answer("partly", evidence, place)


def disagree(evidence: str, place: Place | None = None) -> Answer:
    """The item is not met."""
    return Answer("disagree", evidence, place)


def left_out(evidence: str) -> Answer:
    """The item does not apply, and is not counted."""
    return Answer("not applicable", evidence)


def unsaid(evidence: str) -> Answer:
    """Nobody has said whether the item is met."""
    return Answer("nobody has said", evidence)


def short(words: str, longest: int = _LONGEST) -> str:
    """Words on one line in quotes, cut where they are too long."""
    line = " ".join(words.split())
    if len(line) > longest:
        line = line[:longest].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"
    return f"“{line}”"


def told(count: int, one: str, many: str = "") -> str:
    """A count with what it counts: 1 table, 2 tables."""
    return f"{count} {one if count == 1 else many or one + 's'}"
