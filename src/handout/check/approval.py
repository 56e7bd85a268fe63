"""What a clinician has approved: all the words a reader sees of a topic, as one short hash.

In: a topic with the shared blocks it includes and the exercises it picks. Out: a hash that changes
with any of their words, with a dose, a condition or the order, with what a short look may leave
out, and with nothing else: not with the look, a width or a layout, nor with dates, version and
owner. A clinic's own values are no part of it: a placeholder stays the same whatever it stands for.
"""

from collections.abc import Iterator

from msgspec import Struct, json, structs

from handout.check.passages import Shelf
from handout.errors import HandoutError, Place
from handout.library import Library, digest
from handout.merge.choices import Chosen
from handout.merge.dose import changed
from handout.model.drawing import Drawing
from handout.model.handout import (
    BreakBlock,
    ExercisesBlock,
    FigureBlock,
    Handout,
    IncludeBlock,
    Reviewer,
    TogetherBlock,
)
from handout.model.programme import Phase
from handout.model.scalars import Condition, Text

_READ = ("language", "title", "summary", "main_message", "sections", "sources")
"""The fields of a topic that a reader sees, but for the dates and the version."""

_LAYOUT = (
    "place", "layout", "width", "widths", "row_headers", "lines", "figure", "exercises",
)  # fmt: skip
"""Fields that are no words, and those that are told by what they refer to."""
_OF_EXERCISE = ("figure", "tags", "sources", "language", "dose", "place")
_MOST_INCLUDES = 100

Told = list["Told"] | str | int | float | bool | None
"""What is told of a value: lists that hold words and numbers, ready for JSON."""


def content_hash(handout: Handout, shelf: Shelf, library: Library) -> str:
    """The hash of the words, 32 hexadecimal digits.

    Raises: HandoutError where something that the topic refers to is not there.
    """
    teller = _Teller(shelf, library)
    told: Told = [[name, teller.told(getattr(handout, name))] for name in _READ]
    return digest(json.encode(told))


def approval(handout: Handout) -> Reviewer | None:
    """The last approval of the topic; None where it is a draft or nobody is named."""
    if handout.status == "draft" or not handout.reviewers:
        return None
    return max(handout.reviewers[::-1], key=lambda one: one.date)


def standing(handout: Handout, shelf: Shelf, library: Library) -> Handout:
    """The topic with its true status: a draft again where its words are not those approved.

    An approval without a hash is older than hashes, and is honoured.
    """
    last = approval(handout)
    if last is None or not last.hash:
        return handout
    try:
        now = content_hash(handout, shelf, library)
    except HandoutError:
        return handout  # what is missing is said by those who print it
    return handout if now == last.hash else structs.replace(handout, status="draft")


def _without_layout(values: tuple[object, ...]) -> Iterator[object]:
    """The values without breaks; blocks that only stay together are told one by one."""
    for value in values:
        if isinstance(value, TogetherBlock) and value.when is None and not value.detail:
            yield from _without_layout(value.together)
        elif not isinstance(value, BreakBlock):
            yield value


class _Teller:
    """One telling of a topic, from its top to its end."""

    def __init__(self, shelf: Shelf, library: Library) -> None:
        self.shelf = shelf
        self.library = library
        self.included = 0

    def told(self, value: object) -> Told:
        """What a reader sees of the value; white space is one space each."""
        match value:
            case Text(value=words) | Condition(value=words) | str(words):
                return " ".join(words.split())
            case bool() | int() | float() | None:
                return value
            case tuple():
                return [self.told(one) for one in _without_layout(value)]
            case Struct():
                return self._struct(value)
            case _:
                return str(value)

    def _struct(self, value: Struct) -> Told:
        found = [
            [name, self.told(held)]
            for name in value.__struct_fields__
            if name not in _LAYOUT
            and (held := getattr(value, name)) not in (None, (), "")
            and (held or name != "detail")
        ]
        found += self._behind(value)
        return [type(value).__name__, *found]

    def _behind(self, value: Struct) -> list[list[Told]]:
        """What stands on the page where the value only refers to it."""
        match value:
            case ExercisesBlock() | Phase():
                return [["exercises", [self._exercise(one) for one in self._chosen(value)]]]
            case IncludeBlock(include=name, place=place):
                self.included += 1
                if self.included > _MOST_INCLUDES:
                    return []  # it includes itself, which is said when it is printed
                return [["blocks", self.told(self.shelf.shared(name, place).blocks)]]
            case FigureBlock(figure=name):
                return [["figure", name], ["labels", self._labels(name, value.place)]]
            case _:
                return []

    def _chosen(self, value: ExercisesBlock | Phase) -> tuple[Chosen, ...]:
        return self.shelf.chosen(value.exercises)

    def _exercise(self, one: Chosen) -> Told:
        names = (n for n in one.exercise.__struct_fields__ if n not in _OF_EXERCISE)
        words: list[Told] = [[name, self.told(getattr(one.exercise, name))] for name in names]
        return [*words, self.told(changed(one.exercise.dose, one.choice))]

    def _labels(self, name: str, place: Place | None) -> Told:
        """The words in a drawing."""
        picture = self.library.picture(name, place)
        labels = picture.labels if isinstance(picture, Drawing) else ()
        return [" ".join(label.text.split()) for label in labels]
