"""Exercises of a handout become groups of cards, which a visit may change, order and leave out."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field, structs

from handout import document
from handout.document import (
    Block,
    Exercises,
    Group,
    Insert,
    Insertion,
    Layout,
    Picture,
    Run,
    See,
    Slots,
)
from handout.errors import HandoutError, Place
from handout.merge.cards import exercise_cards, picture_name, picture_of
from handout.merge.choices import Chooser, Chosen
from handout.merge.dose import changed
from handout.merge.leaves import Leaves
from handout.model.exercise import DoseChange, Exercise
from handout.model.programme import ExerciseChoice
from handout.model.strings import Strings


class ExerciseMerger(Struct):
    """Turns choices of exercises into groups, and keeps the groups of the document.

    pictures: those of the document by name. conditions: the slots of those that now stand round
    what is merged. before: the doses of exercises that earlier topics of a pack print for every
    reader; None where the document has one topic only.
    """

    leaves: Leaves
    chooser: Chooser
    strings: Strings
    pictures: dict[str, Picture]
    conditions: tuple[int, ...] = ()
    before: Mapping[str, DoseChange] | None = None
    orders: list[tuple[str, ...]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    _phases: int = 0

    def group(
        self, choices: tuple[ExerciseChoice, ...], layout: Layout, level: int,
        place: Place | None, phases: int = 0,
    ) -> Iterator[Block]:  # fmt: skip
        """The exercises of the choices, behind a line that says what the programme comes to.

        phases: the number of the programme in phases that they are one of, or 0.
        """
        chosen = self.chooser.chosen(choices)
        if phases or not self._has_line():
            line = Insertion("programme", group=len(self.groups), place=place)
            yield Insert(self.leaves.insert(line))
        blocks = tuple(self._exercise(one, level) for one in chosen)
        yield Exercises(len(self.groups), layout, blocks)
        self.orders.append(tuple(one.id for one in chosen))
        slots = tuple(block.slot for block in blocks)
        self.groups.append(Group(slots, self.conditions, phases))

    def new_phases(self) -> int:
        """The number of another programme in phases."""
        self._phases += 1
        return self._phases

    def unprinted(self, make: Callable[[], tuple[Block, ...]]) -> None:
        """Merge blocks that no visit prints, for what is wrong with them alone."""
        kept = len(self.groups)
        self.leaves.unasked(make)
        del self.groups[kept:], self.orders[kept:]

    def grouped(self, slots: Slots) -> Slots:
        """The slots with the groups of the document."""
        return structs.replace(slots, orders=tuple(self.orders), groups=tuple(self.groups))

    def _has_line(self) -> bool:
        """Whether a line that is always printed has said what the programme comes to."""
        return any(not group.phases and not group.conditions for group in self.groups)

    def _exercise(self, one: Chosen, level: int) -> Insert:
        dose = changed(one.exercise.dose, one.choice)
        cards = self._cards(one.id, one.exercise, dose, level)
        see = self._see(one, cards[0], dose)
        if self.before is not None and not self.conditions and self._is_first(one.id):
            cards = tuple(structs.replace(card, anchor=_anchor(one.id)) for card in cards)
        insertion = Insertion("exercise", one.id, cards, dose, see=see)
        return Insert(self.leaves.insert(insertion), (see,) if see else cards[:1])

    def _see(self, one: Chosen, card: document.Exercise, dose: DoseChange) -> See | None:
        """The line in the place of an exercise that an earlier topic has; it says another dose."""
        if self.before is None or one.id not in self.before:
            return None
        words = "".join(span.text for span in card.name if isinstance(span, Run))
        phrase = self.strings.pack_exercise.replace("{name}", words)
        more = card.dose if dose != self.before[one.id] else ()
        return See(phrase, _anchor(one.id), more, one.choice.place)

    def _is_first(self, name: str) -> bool:
        """Whether no group that every reader gets has the exercise yet."""
        return all(name != earlier for earlier, _ in self._always_printed())

    def next_topic(self) -> None:
        """What has been merged so far is an earlier topic's from now on."""
        found = dict(self.before or {})
        for name, insertion in self._always_printed():
            found.setdefault(name, insertion.dose)
        self.before = found

    def _always_printed(self) -> Iterator[tuple[str, Insertion]]:
        inserts = self.leaves.slots().inserts
        for group in self.groups:
            if not group.conditions:
                for slot in group.inserts:
                    yield inserts[slot].exercise, inserts[slot]

    def _cards(
        self, name: str, exercise: Exercise, dose: DoseChange, level: int
    ) -> tuple[document.Exercise, ...]:
        picture = picture_name(name, exercise)
        if picture and picture not in self.pictures:
            try:
                drawn = picture_of(name, exercise)
                self.pictures |= {picture: drawn} if drawn else {}
            except HandoutError as error:
                self.leaves.problems += error.problems
        return exercise_cards(exercise, picture, dose, self.leaves, self.strings, level)


def _anchor(name: str) -> str:
    """What a line about the exercise points at; no topic's anchor, as ids have no colon."""
    return f"exercise:{name}"
