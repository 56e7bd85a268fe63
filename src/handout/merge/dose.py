"""Exercises as cards: how to do them, and the dose in words that need no working out."""

from collections.abc import Callable

from handout import document
from handout.document import Run, Spans
from handout.language import plural, plural_range
from handout.model.exercise import DoseChange, Exercise, Range
from handout.model.scalars import Text
from handout.model.strings import Strings

SpansOf = Callable[[Text], Spans]
Pairs = tuple[tuple[Spans, Spans], ...]


def exercise_card(
    exercise: Exercise, dose: DoseChange, spans_of: SpansOf, strings: Strings, level: int
) -> document.Exercise:
    """The card of an exercise with a dose of it."""
    details = [(label(strings.start), spans_of(exercise.position))]
    if exercise.equipment:
        details.append((label(strings.equipment), (Run(", ".join(exercise.equipment)),)))
    advice = [
        (label(title), spans_of(text))
        for title, text in (
            (strings.feel, exercise.feel),
            (strings.easier, exercise.easier),
            (strings.harder, exercise.harder),
            (strings.stop_if, exercise.stop_if),
        )
        if text is not None
    ]
    return document.Exercise(
        level,
        spans_of(exercise.name),
        strings.picture_place,
        tuple(details),
        tuple(spans_of(step) for step in exercise.steps),
        dose_cells(dose, strings),
        tuple(advice),
        exercise.place,
    )


def label(words: str) -> Spans:
    """A label before its words."""
    return (Run(f"{words}:", strong=True),)


def changed(dose: DoseChange, change: DoseChange) -> DoseChange:
    """The dose with everything that the change says laid over it."""
    laid = {
        name: getattr(change, name)
        if getattr(change, name) not in (None, "")
        else getattr(dose, name)
        for name in DoseChange.__struct_fields__
    }
    return DoseChange(**laid)


def dose_cells(dose: DoseChange, strings: Strings) -> Pairs:
    """The dose as column and amount: how much at a time, then how often."""
    language = strings.language
    amounts = [
        *([_amount(strings.reps, dose.reps, strings)] if dose.reps else []),
        *([_amount(strings.minutes, dose.minutes, strings)] if dose.minutes else []),
        *([strings.each_side] if dose.per_side else []),
    ]
    often = [
        *([plural(strings.times_a_day, dose.times_a_day, language)] if dose.times_a_day else []),
        *([plural(strings.days_a_week, dose.days_a_week, language)] if dose.days_a_week else []),
    ]
    cells = (
        (strings.dose, ", ".join(amounts)),
        (strings.hold_title, _amount(strings.hold, dose.hold, strings) if dose.hold else ""),
        (strings.sets_title, plural(strings.sets, dose.sets, language) if dose.sets else ""),
        (strings.rest_title, _amount(strings.rest, dose.rest, strings) if dose.rest else ""),
        (strings.often, ", ".join(often)),
        (strings.load, dose.load),
    )
    return tuple(((Run(title),), (Run(_capital(words)),)) for title, words in cells if words)


def _amount(phrases: str, amount: Range, strings: Strings) -> str:
    if amount.least == amount.most:
        return plural(phrases, amount.most, strings.language)
    words = strings.amount.format(least=amount.least, most=amount.most)
    return plural_range(phrases, words, amount.most, strings.language)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
