"""Rules of safety that need more than the words: doses, packs, and who must not be treated."""

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from handout.check.passages import Passage
from handout.check.record import Record
from handout.check.rule import Finding, Rule, Source, examples
from handout.check.sentences import words_of
from handout.errors import Place
from handout.merge.choices import Chosen
from handout.merge.dose import changed
from handout.model.exercise import DoseChange, Exercise
from handout.model.handout import Advice, ExercisesBlock, Handout
from handout.model.parts import parts
from handout.model.programme import ExerciseChoice, Phase

_NEAR = 3
"""So many passages after the words that lead to it a list still belongs to them."""


class Dosed(Struct, frozen=True):
    """An exercise with the dose that is printed, and where that is written."""

    name: str
    dose: DoseChange
    place: Place | None


def dosed(exercise: Exercise) -> Dosed:
    """The exercise with its own dose."""
    return Dosed(exercise.name.value, exercise.dose, exercise.place)


def chosen(one: Chosen) -> Dosed:
    """The exercise with the dose of a topic."""
    dose = changed(one.exercise.dose, one.choice)
    return Dosed(one.exercise.name.value, dose, one.choice.place)


def choices_in(written: Handout) -> Iterator[tuple[ExerciseChoice, ...]]:
    """Every choice of exercises in what was written."""
    found: Iterator[ExercisesBlock | Phase] = parts(written, (ExercisesBlock, Phase))
    return (one.exercises for one in found)


def repeats(subject: Dosed, limit: float) -> Iterator[Finding]:
    """More repeats of one exercise in a day than anybody should be asked for."""
    dose = subject.dose
    sides = 2 if dose.per_side else 1
    most = dose.reps.most if dose.reps else 1
    day = (dose.sets or 1) * most * (dose.times_a_day or 1) * sides
    if day > limit:
        yield Finding(
            f"{subject.name!r} is done {day} times a day",
            "look at sets, reps and times_a_day again: together they are too many",
            place=subject.place,
        )


def holds(subject: Dosed, limit: float) -> Iterator[Finding]:
    """A stretch that is held for longer than any source says."""
    hold = subject.dose.hold
    if hold and hold.most > limit:
        yield Finding(
            f"{subject.name!r} is held for {hold.most} seconds",
            f"hold it for {limit:.0f} seconds or less",
            place=subject.place,
        )


def minutes(subject: Dosed, limit: float) -> Iterator[Finding]:
    """More minutes of one exercise in a day than it is good to start with."""
    dose = subject.dose
    day = dose.minutes.most * (dose.times_a_day or 1) if dose.minutes else 0
    if day > limit:
        yield Finding(
            f"{subject.name!r} takes {day} minutes a day",
            "look at minutes and times_a_day again",
            place=subject.place,
        )


OPPOSITES: tuple[tuple[Advice, Advice], ...] = (
    ("keep-moving", "rest"),
    ("use-heat", "avoid-heat"),
    ("use-cold", "avoid-cold"),
    ("take-anti-inflammatories", "avoid-anti-inflammatories"),
)
"""Advice that nobody can follow together."""


def contradictions(pack: tuple[Handout, ...], limit: float) -> Iterator[Finding]:
    """Topics of one pack that tell a reader the opposite of each other."""
    for one, other in combinations(pack, 2):
        for pair in OPPOSITES:
            for said, against in (pair, pair[::-1]):
                if said in one.advice and against in other.advice:
                    yield Finding(
                        f"{one.id!r} advises {_plain(said)} and {other.id!r} {_plain(against)}",
                        "leave one out of the pack, or tell the reader which holds for them",
                        place=other.place,
                    )


def _plain(advice: Advice) -> str:
    return advice.replace("-", " ").replace("anti inflam", "anti-inflam")


def tell_first(record: Record, limit: float) -> Iterator[Finding]:
    """A treatment without a list of who should say something first."""
    if record.handout.kind != "treatment" or record.proof is None:
        return
    passages, phrases = record.proof.passages, record.proof.lexicon.tell_first
    for index, passage in enumerate(passages):
        leads = next(phrases.find(words_of(passage.text)), None)
        if leads and _has_list(passages[index : index + _NEAR + 1]):
            return
    yield Finding(
        "the treatment has no list of who should tell you something first",
        "write 'Tell us first if you:' and list who should not have it, or not yet",
        field="kind",
    )


def _has_list(passages: tuple[Passage, ...]) -> bool:
    return any(passage.list for passage in passages)


_RANGE = Source(
    "handout",
    "own rule: twice the largest dose in the sources of the catalogue (3 sets of 15, 30 s, 30 min)",
)

DOSES: tuple[Rule[Dosed], ...] = (
    Rule(
        "SAFE-02",
        "Is no exercise done more often in a day than its sources bear?",
        "A slip of one digit makes 5 repeats 50.",
        _RANGE,
        repeats,
        bad=examples(
            "{sets: 4, reps: 50}",
            "{sets: 3, reps: 15, per_side: true, times_a_day: 4}",
            "{reps: 80, times_a_day: 3}",
        ),
        good=examples("{sets: 3, reps: 15, per_side: true, times_a_day: 1}", "{reps: 5-10}"),
        threshold=180,
        unit="repeats",
        severity="error",
    ),
    Rule(
        "SAFE-02-HOLD",
        "Is no exercise held for longer than its sources bear?",
        "Minutes of a hard stretch strain what they should ease.",
        _RANGE,
        holds,
        bad=examples("{hold: 90}", "{hold: 30-300, reps: 3}", "{hold: 61}"),
        good=examples("{hold: 30, reps: 3}", "{hold: 20-30}"),
        threshold=60,
        unit="seconds",
        severity="error",
    ),
    Rule(
        "SAFE-02-MINUTES",
        "Does no exercise take more of a day than it should?",
        "Who is in pain and asked for hours does nothing.",
        _RANGE,
        minutes,
        bad=examples("{minutes: 90}", "{minutes: 30, times_a_day: 3}", "{minutes: 10-100}"),
        good=examples("{minutes: 10, times_a_day: 2}", "{minutes: 10-30}"),
        threshold=60,
        unit="minutes",
        severity="error",
    ),
)

PACKS: tuple[Rule[tuple[Handout, ...]], ...] = (
    Rule(
        "SAFE-03",
        "Does a pack tell its reader one thing?",
        "Who is told to warm a foot and never to warm it does neither, or harm.",
        Source("handout", "own rule: topics say in advice: what they tell every reader"),
        contradictions,
        bad=examples(
            "[[rest], [keep-moving]]",
            "[[use-heat], [keep-moving, avoid-heat]]",
            "[[], [avoid-anti-inflammatories], [take-anti-inflammatories]]",
        ),
        good=examples("[[rest], [use-heat]]", "[[keep-moving], [keep-moving], []]"),
    ),
)

_TREATMENT = """\
kind: treatment
summary: It may help. It has risks.
sections:
  - {heading: Get help, blocks: [{include: warning-signs-short}]}
"""

RECORDS: tuple[Rule[Record], ...] = (
    Rule(
        "SAFE-04",
        "Does a treatment list who should tell you something first?",
        "It is read before the treatment; afterwards is too late.",
        Source("NICE; RNOH", "IPG311 and guide to shockwave: who should not have it"),
        tell_first,
        bad=examples(
            _TREATMENT + '  - {heading: "What is it?", blocks: [{text: We press on your back.}]}',
            _TREATMENT + "  - {heading: Tell us first, blocks: [{text: Ask us.}]}",
            _TREATMENT + '  - {heading: "Is it safe?", blocks: [{bullets: [It is for most]}]}',
        ),
        good=examples(
            _TREATMENT + "  - {heading: Tell us first, blocks: [{bullets: [You are pregnant]}]}",
            "kind: self-care",
        ),
        severity="error",
    ),
)
