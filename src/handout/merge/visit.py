"""A visit's own words as a `Fill`: fields, conditions, and the blocks only this patient gets.

Words of a visit become runs as they are: no Markdown, no placeholder, nothing to escape from.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from msgspec import structs

from handout.document import (
    Block,
    Fill,
    Heading,
    Insertion,
    List,
    Paragraph,
    Run,
    Slots,
)
from handout.document import (
    Exercise as Card,
)
from handout.errors import HandoutError, fail
from handout.expression import Expression, Filter, Name, Value
from handout.merge.dose import Pairs, changed, dose_cells, exercise_card, label
from handout.merge.expressions import holds, said, worked_out
from handout.merge.values import one_line, visit_values
from handout.model.clinic import Clinic
from handout.model.exercise import DoseChange, Exercise
from handout.model.strings import Strings
from handout.model.visit import Appointment, ExerciseChange, Visit

ExerciseOf = Callable[[str], Exercise]

_EMPTY_LINE = re.compile(r"\n\s*\n")


def fill(
    slots: Slots, visit: Visit | None, clinic: Clinic, strings: Strings, today: date,
    exercise_of: ExerciseOf, elsewhere: frozenset[str] = frozenset(),
) -> Fill:  # fmt: skip
    """The answers of a visit to a document's slots; for no visit, blanks and defaults.

    elsewhere: exercises of other leaflets of this visit; what changes there is not added here.
    Raises: HandoutError for a visit that cannot be this clinic's, or that changes exercises the
    leaflet does not have and nobody knows.
    """
    language = strings.language
    values = visit_values(visit, clinic, strings, language, today)
    return Fill(
        tuple(_words(text, values, strings) for text in slots.texts),
        tuple(holds(worked_out(test, values, language)) for test in slots.conditions),
        tuple(_given(one, slots, visit, strings, exercise_of, elsewhere) for one in slots.inserts),
    )


def _words(text: Expression, values: Mapping[str, Value], strings: Strings) -> str | None:
    """What a text slot says; a side is compared as `left` but said in the language's word."""
    side = values["visit.side"]
    shown = text.of if isinstance(text, Filter) else text
    if shown == Name("visit.side") and side:
        values = {**values, "visit.side": getattr(strings, str(side)).lower()}
    return said(worked_out(text, values, strings.language), strings.language)


def _given(
    insertion: Insertion, slots: Slots, visit: Visit | None, strings: Strings,
    exercise_of: ExerciseOf, elsewhere: frozenset[str],
) -> tuple[Block, ...] | None:  # fmt: skip
    if visit is None:
        return None
    match insertion.kind:
        case "visit":
            return tuple(_findings(visit.visit, strings)) if visit.visit else None
        case "exercise":
            return _changed(insertion, visit.exercises, strings)
        case "exercises":
            own = elsewhere | exercises_in(slots)
            added = tuple(change for change in visit.exercises if change.id not in own)
            cards = tuple(_added(change, visit, strings, exercise_of) for change in added)
            return (Heading(2, (Run(strings.your_exercises),)), *cards) if cards else None


def exercises_in(slots: Slots) -> frozenset[str]:
    """The exercises a document has of its own."""
    return frozenset(one.exercise for one in slots.inserts if one.exercise)


def _findings(visit: Appointment, strings: Strings) -> Iterator[Block]:
    for title, words in ((strings.found, visit.found), (strings.agreed, visit.agreed)):
        if words.strip():
            yield Heading(2, (Run(title),))
            yield from _paragraphs(words)
    goals = tuple((Run(one_line(goal)),) for goal in visit.goals if goal.strip())
    if goals:
        yield Heading(2, (Run(strings.goals),))
        yield List("tick-box", goals)
    if visit.notes.strip():
        yield Heading(2, (Run(strings.clinician_notes),))
        yield from _paragraphs(visit.notes)


def _paragraphs(words: str) -> Iterator[Paragraph]:
    for part in _EMPTY_LINE.split(words.strip()):
        yield Paragraph((Run(one_line(part)),))


def _changed(
    insertion: Insertion, changes: tuple[ExerciseChange, ...], strings: Strings
) -> tuple[Card, ...] | None:
    """The handout's card with the visit's dose and notes; None where the visit leaves it alone."""
    change = next((one for one in changes if one.id == insertion.exercise), None)
    if change is None or insertion.card is None:
        return None
    if change.drop:
        return ()
    return (_noted(insertion.card, insertion.dose, change, strings),)


def _added(change: ExerciseChange, visit: Visit, strings: Strings, exercise_of: ExerciseOf) -> Card:
    exercise = exercise_of(change.id)
    if change.drop:
        fail(
            f"the visit drops the exercise {change.id!r}, which the leaflet does not have",
            visit.place, "take it out",
        )  # fmt: skip
    from handout.merge.leaves import Leaves

    leaves = Leaves({}, strings.language)
    card = exercise_card(exercise, exercise.dose, leaves.without_values, strings, 3)
    if leaves.problems:
        raise HandoutError(leaves.problems)
    return _noted(card, exercise.dose, change, strings)


def _noted(card: Card, dose: DoseChange, change: ExerciseChange, strings: Strings) -> Card:
    """The card with the change's dose; its side and note come before the other advice."""
    one_side = change.side in ("left", "right") and change.per_side is None
    asked = structs.replace(change, per_side=False) if one_side else change
    notes: list[tuple[str, str]] = []
    if change.side:
        notes.append((strings.side, getattr(strings, change.side)))
    if change.note.strip():
        notes.append((strings.note, one_line(change.note)))
    pairs: Pairs = tuple((label(title), (Run(words),)) for title, words in notes)
    cells = dose_cells(changed(dose, asked), strings)
    return structs.replace(card, dose=cells, advice=(*pairs, *card.advice))
