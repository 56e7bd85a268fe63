"""A visit's own words as a `Fill`: fields, conditions, and the blocks only this patient gets.

Words of a visit become runs as they are: no Markdown, no placeholder, nothing to escape from.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from handout.document import Block, Fill, Heading, Insertion, List, Paragraph, Run, Slots
from handout.errors import Place, Problem
from handout.expression import Expression, Filter, Name, Value
from handout.merge.changes import (
    Added,
    ExerciseOf,
    additions,
    changed_exercise,
    check_exercises,
    exercises_in,
    exercises_shown,
    orders,
    planned,
)
from handout.merge.diary import diaries
from handout.merge.expressions import holds, said, worked_out
from handout.merge.programme import Plan, burdens, programme_line
from handout.merge.values import one_line, visit_values
from handout.model.clinic import Clinic
from handout.model.strings import Strings
from handout.model.visit import Appointment, Visit

_EMPTY_LINE = re.compile(r"\n\s*\n")


class Occasion(Struct, frozen=True):
    """What a leaflet is filled in with beside the visit itself.

    exercise_of: finds an exercise that the visit adds. elsewhere: the slots of other leaflets of
    this visit; an exercise that they have is changed there and not added here.
    """

    clinic: Clinic
    strings: Strings
    today: date
    exercise_of: ExerciseOf
    elsewhere: tuple[Slots, ...] = ()


class Filled(Struct, frozen=True):
    """The answers, and what is worth a second look."""

    fill: Fill
    warnings: tuple[Problem, ...] = ()


def fill(slots: Slots, visit: Visit | None, occasion: Occasion) -> Filled:
    """The answers of a visit to a document's slots; for no visit, blanks and defaults.

    Raises: HandoutError for a visit that cannot be this clinic's, or that changes exercises the
    leaflet does not have and nobody knows.
    """
    strings, language = occasion.strings, occasion.strings.language
    values = visit_values(visit, occasion.clinic, strings, language, occasion.today)
    shown = _shown(slots, values, language)
    added = _added(slots, visit, values, occasion)
    answers = _Answers(slots, visit, shown, added, planned(slots, shown, visit, added), strings)
    pictures = tuple(one.picture for one in added if one.picture)
    given = Fill(
        tuple(_words(text, values, strings) for text in slots.texts),
        shown,
        tuple(map(answers.given, slots.inserts)),
        orders(slots, visit),
        pictures,
    )
    return Filled(given, answers.warnings(occasion.clinic))


def _shown(slots: Slots, values: Mapping[str, Value], language: str) -> tuple[bool, ...]:
    return tuple(holds(worked_out(test, values, language)) for test in slots.conditions)


def _added(
    slots: Slots, visit: Visit | None, values: Mapping[str, Value], occasion: Occasion
) -> tuple[Added, ...]:
    """The exercises that a visit adds, where the look has a place for them."""
    has_place = any(one.kind == "added" for one in slots.inserts)
    if visit is None or not (has_place or slots.groups):
        return ()
    leaflets = (slots, *occasion.elsewhere)
    check_exercises(visit, exercises_in(*leaflets), occasion.exercise_of)
    language = occasion.strings.language
    printed = frozenset[str]().union(
        *(exercises_shown(one, _shown(one, values, language)) for one in leaflets)
    )
    return additions(visit, printed, occasion.exercise_of, occasion.strings) if has_place else ()


def _words(text: Expression, values: Mapping[str, Value], strings: Strings) -> str | None:
    """What a text slot says; a side is compared as `left` but said in the language's word."""
    side = values["visit.side"]
    shown = text.of if isinstance(text, Filter) else text
    if shown == Name("visit.side") and side:
        values = {**values, "visit.side": getattr(strings, str(side)).lower()}
    return said(worked_out(text, values, strings.language), strings.language)


class _Answers(Struct, frozen=True):
    """What a visit gives where a document has an insertion."""

    slots: Slots
    visit: Visit | None
    shown: tuple[bool, ...]
    added: tuple[Added, ...]
    plan: Plan
    strings: Strings

    def given(self, insertion: Insertion) -> tuple[Block, ...] | None:
        """The blocks of an insertion; None where the document's own stand."""
        visit, strings = self.visit, self.strings
        match insertion.kind:
            case "programme" if self._is_as_written():
                return None
            case "programme":
                return programme_line(insertion, self.plan, self.slots, self.shown, strings)
            case "diary" if self._is_as_written() and not (visit and visit.visit):
                return None
            case "diary":
                start = visit.visit.date if visit and visit.visit else None
                return diaries(insertion, self.plan, start, strings)
            case _ if visit is None:
                return None
            case "visit":
                return tuple(_findings(visit.visit, strings)) if visit.visit else None
            case "exercise":
                return changed_exercise(insertion, visit, strings)
            case "added":
                cards = tuple(one.card for one in self.added)
                return (Heading(2, (Run(strings.your_exercises),)), *cards) if cards else None

    def _is_as_written(self) -> bool:
        """Whether all exercises of the document are printed as it has them, and no other."""
        visit = self.visit
        is_changed = visit and (visit.exercises or visit.exercise_order)
        return not is_changed and not any(group.conditions for group in self.slots.groups)

    def warnings(self, clinic: Clinic) -> tuple[Problem, ...]:
        """What is too much for one patient, at the visit, or at the document's first exercises."""
        return tuple(burdens(self.plan, clinic.burden, self._place()))

    def _place(self) -> Place | None:
        if self.visit:
            return self.visit.place
        return next((one.place for one in self.slots.inserts if one.kind == "programme"), None)


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
