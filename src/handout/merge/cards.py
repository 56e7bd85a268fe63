"""Exercises as cards: how to do them, how much, and what a visit changes about them.

A card is made three times, for either side, for the left and for the right, because its words and
its picture depend on the side that a clinician may choose.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs

from handout import document
from handout.document import Picture, Run, Spans
from handout.errors import Place, Problem
from handout.merge.dose import changed, dose_words
from handout.merge.values import one_line
from handout.model.exercise import DoseChange, Exercise
from handout.model.scalars import Text
from handout.model.strings import Strings
from handout.model.visit import ExerciseChange, Side

if TYPE_CHECKING:
    from handout.merge.leaves import Leaves

_SIDES: tuple[Side, ...] = ("both", "left", "right")
"""The sides of an insertion's cards, in their order."""


def exercise_cards(
    exercise: Exercise, picture: str, dose: DoseChange, leaves: "Leaves", strings: Strings,
    level: int,
) -> tuple[document.Exercise, ...]:  # fmt: skip
    """The cards of an exercise with a dose of it; what is wrong gathers in the leaves.

    picture: the name of its picture, or empty.
    """
    cards = []
    for side in _SIDES:
        spans_of = partial(leaves.without_values, words=side_words(side, strings))
        asked, on = dose_for(dose, ExerciseChange(id="", side=side))
        card = _card(exercise, picture, spans_of, strings, level)
        words = dose_words(asked, strings, on)
        flipped = {exercise.figure.side, side} == {"left", "right"} if exercise.figure else False
        cards.append(structs.replace(card, dose=words, is_mirrored=flipped))
    leaves.problems += _blanks(exercise)
    return tuple(structs.replace(card, alt=cards[0].alt) for card in cards)


def _blanks(exercise: Exercise) -> Iterator[Problem]:
    """What must be said of every exercise, and is not."""
    required = ("name", "position", "feel", "stop_if", "alt")
    named: dict[str, Text] = {name: getattr(exercise, name) for name in required}
    named |= {f"step {number}": step for number, step in enumerate(exercise.steps, 1)}
    for name, text in named.items():
        if not text.value.strip():
            yield Problem(f"'{name}' says nothing", text.place, "write it out")


def _card(
    exercise: Exercise, picture: str, spans_of: Callable[[Text], Spans], strings: Strings,
    level: int,
) -> document.Exercise:  # fmt: skip
    details = [(label(strings.start), spans_of(exercise.position))]
    if exercise.equipment:
        details.append((label(strings.equipment), (Run(", ".join(exercise.equipment)),)))
    advice = tuple(
        (label(title), spans_of(text))
        for title, text in (
            (strings.feel, exercise.feel),
            (strings.easier, exercise.easier),
            (strings.harder, exercise.harder),
            (strings.stop_if, exercise.stop_if),
        )
        if text is not None
    )
    alt = "".join(span.text for span in spans_of(exercise.alt) if isinstance(span, Run))
    steps = tuple(spans_of(step) for step in exercise.steps)
    name = spans_of(exercise.name)
    return document.Exercise(
        level, name, picture, alt, tuple(details), steps, (), advice, place=exercise.place
    )


def label(words: str) -> Spans:
    """A label before its words."""
    return (Run(f"{words}:", strong=True),)


def side_words(side: Side | None, strings: Strings) -> Mapping[str, str]:
    """What `{{ side.one }}` and `{{ side.other }}` say in an exercise for the side."""
    one, other = strings.side_one, strings.side_other
    if side == "left":
        one, other = strings.side_left, strings.side_right
    elif side == "right":
        one, other = strings.side_right, strings.side_left
    return {"side.one": one, "side.other": other}


def picture_of(name: str, exercise: Exercise) -> Picture | None:
    """The picture of the exercise of that id, where it has poses to draw.

    Raises: HandoutError for poses that nobody can take.
    """
    if exercise.figure is None:
        return None
    from handout.poses import drawing

    return Picture(picture_name(name, exercise), drawing(exercise), exercise.place)


def picture_name(name: str, exercise: Exercise) -> str:
    """The name of the exercise's picture among those of a document; empty where it has none."""
    return f"exercise:{name}" if exercise.figure else ""


def dose_for(dose: DoseChange, change: ExerciseChange) -> tuple[DoseChange, Side | None]:
    """The dose as a visit changes it, and the one side it is done on where that was chosen."""
    one_side = change.side in ("left", "right") and not change.per_side
    asked = structs.replace(change, per_side=False) if one_side else change
    return changed(dose, asked), change.side if one_side else None


def changed_card(
    cards: tuple[document.Exercise, ...], dose: DoseChange, change: ExerciseChange,
    strings: Strings, place: Place | None,
) -> document.Exercise:  # fmt: skip
    """The card for the change's side with its dose and note; a side the dose does not say too.

    place: where the visit is, which answers for its own words.
    """
    card = cards[_SIDES.index(change.side or "both")]
    asked, side = dose_for(dose, change)
    notes: list[tuple[str, str]] = []
    if change.side and change.side != "both" and side is None:
        notes.append((strings.side, getattr(strings, change.side)))
    if change.note.strip():
        notes.append((strings.note, one_line(change.note)))
    pairs = tuple((label(title), (Run(words),)) for title, words in notes)
    words = dose_words(asked, strings, side)
    found = place if change.note or change.load else card.place
    return structs.replace(card, dose=words, notes=pairs, place=found)
