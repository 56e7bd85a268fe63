"""A visit's own words as a `Fill`: fields, conditions, and the blocks only this patient gets.

Words of a visit become runs as they are: no Markdown, no placeholder, nothing to escape from.
"""

from collections.abc import Callable, Mapping
from datetime import date

from handout.document import (
    Block,
    Fill,
    Heading,
    List,
    Paragraph,
    Run,
    Slots,
)  # fmt: skip
from handout.document import (
    Exercise as Card,
)
from handout.merge.dose import Pairs, exercise_card
from handout.merge.expressions import said, worked_out
from handout.merge.leaves import Leaves
from handout.merge.values import visit_values
from handout.model.clinic import Clinic
from handout.model.exercise import DoseChange, Exercise
from handout.model.strings import Strings
from handout.model.visit import Appointment, ExerciseChange, Visit

ExerciseOf = Callable[[str], Exercise]


def fill(
    slots: Slots, visit: Visit | None, clinic: Clinic, strings: Strings, today: date,
    exercise_of: ExerciseOf,
) -> Fill:  # fmt: skip
    """The answers of a visit to a document's slots; for no visit, blanks and defaults.

    Raises: HandoutError for a visit that cannot be this clinic's, or that changes unknown exercises.
    """
    language = strings.language
    values = visit_values(visit, clinic, strings, language, today)
    return Fill(
        tuple(said(worked_out(text, values, language), language) for text in slots.texts),
        tuple(bool(worked_out(test, values, language)) for test in slots.conditions),
        tuple(_given(name, slots, visit, strings, exercise_of) for name in slots.inserts),
    )


def _given(
    name: str, slots: Slots, visit: Visit | None, strings: Strings, exercise_of: ExerciseOf
) -> tuple[Block, ...] | None:
    if visit is None:
        return None
    if name == "visit":
        return tuple(_findings(visit.visit, strings)) if visit.visit else None
    changes = {change.id: change for change in visit.exercises}
    if name.startswith("exercise:"):
        change = changes.get(name.removeprefix("exercise:"))
        return None if change is None else _cards((change,), strings, exercise_of, 3)
    own = {insert.removeprefix("exercise:") for insert in slots.inserts}
    added = tuple(change for change in visit.exercises if change.id not in own)
    cards = _cards(added, strings, exercise_of, 3)
    return (Heading(2, (Run(strings.your_exercises),)), *cards) if cards else None


def _findings(visit: Appointment, strings: Strings) -> list[Block]:
    blocks: list[Block] = []
    for title, words in ((strings.found, visit.found), (strings.agreed, visit.agreed)):
        if words.strip():
            blocks += (Heading(2, (Run(title),)), *_paragraphs(words))
    if visit.goals:
        goals = tuple((Run(goal),) for goal in visit.goals)
        blocks += (Heading(2, (Run(strings.goals),)), List("tick-box", goals))
    if visit.notes.strip():
        blocks += (Heading(2, (Run(strings.clinician_notes),)), *_paragraphs(visit.notes))
    return blocks


def _paragraphs(words: str) -> list[Block]:
    parts = (" ".join(part.split()) for part in words.split("\n\n"))
    return [Paragraph((Run(part),)) for part in parts if part]


def _cards(
    changes: tuple[ExerciseChange, ...], strings: Strings, exercise_of: ExerciseOf, level: int
) -> tuple[Card, ...]:
    return tuple(
        _card(exercise_of(change.id), change, strings, level)
        for change in changes
        if not change.drop
    )


def _card(exercise: Exercise, change: ExerciseChange, strings: Strings, level: int) -> Card:
    notes: list[tuple[str, str]] = []
    if change.side:
        notes.append((strings.side, getattr(strings, change.side)))
    if change.note:
        notes.append((strings.note, change.note))
    pairs: Pairs = tuple(
        ((Run(f"{label}:", strong=True),), (Run(words),)) for label, words in notes
    )
    fixed: Mapping[str, None] = {}
    leaves = Leaves(fixed, strings.language)
    dose = DoseChange(**{name: getattr(change, name) for name in DoseChange.__struct_fields__})
    return exercise_card(exercise, dose, leaves.spans, strings, level, pairs)
