"""What a visit changes about the exercises of a leaflet: which, how much, in what order."""

from collections.abc import Callable, Iterator

from msgspec import Struct, structs

from handout.document import Block, Insertion, Picture, Slots
from handout.document import Exercise as Card
from handout.errors import HandoutError, fail
from handout.merge.cards import (
    changed_card,
    dose_for,
    exercise_cards,
    picture_name,
    picture_of,
)
from handout.merge.programme import Plan, Planned, is_shown
from handout.model.exercise import DoseChange, Exercise
from handout.model.strings import Strings
from handout.model.visit import ExerciseChange, Visit

ExerciseOf = Callable[[str], Exercise]


class Added(Struct, frozen=True):
    """An exercise that a visit adds: its card as the visit has it, and its picture."""

    id: str
    card: Card
    dose: DoseChange
    picture: Picture | None


def exercises_in(*documents: Slots) -> frozenset[str]:
    """The exercises that documents have of their own."""
    return frozenset(name for slots in documents for order in slots.orders for name in order)


def exercises_shown(slots: Slots, shown: tuple[bool, ...]) -> frozenset[str]:
    """Those of them that are printed where the conditions hold or not as `shown` says."""
    groups = (order for group, order in enumerate(slots.orders) if is_shown(group, slots, shown))
    return frozenset(name for order in groups for name in order)


def check_exercises(visit: Visit, known: frozenset[str], exercise_of: ExerciseOf) -> None:
    """Raise HandoutError when the visit drops or orders what no leaflet of it has."""
    for change in visit.exercises:
        if change.drop and change.id not in known:
            exercise_of(change.id)  # says what was meant, where it is misspelt
            fail(
                f"the visit drops the exercise {change.id!r}, which the leaflet does not have",
                visit.place, "take it out",
            )  # fmt: skip
    added = {change.id for change in visit.exercises}
    for name in visit.exercise_order:
        if name not in known | added:
            fail(
                f"the visit orders the exercise {name!r}, which the leaflet does not have",
                visit.place, "take it out of exercise_order, or add it under exercises",
            )  # fmt: skip


def orders(slots: Slots, visit: Visit | None) -> tuple[tuple[int, ...], ...]:
    """For each group the indices of its exercises: those the visit names first, in its order."""
    wanted = visit.exercise_order if visit else ()
    return tuple(_order(names, wanted) for names in slots.orders)


def _order(names: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[int, ...]:
    ranks = {name: rank for rank, name in enumerate(wanted)}
    return tuple(sorted(range(len(names)), key=lambda at: ranks.get(names[at], len(wanted))))


def additions(
    visit: Visit, printed: frozenset[str], exercise_of: ExerciseOf, strings: Strings
) -> tuple[Added, ...]:
    """What the visit adds to the exercises that are printed anyway, in its order.

    Raises: HandoutError for an exercise that nobody knows.
    """
    changes = tuple(one for one in visit.exercises if one.id not in printed and not one.drop)
    order = _order(tuple(change.id for change in changes), visit.exercise_order)
    return tuple(_added(changes[index], visit, exercise_of, strings) for index in order)


def _added(
    change: ExerciseChange, visit: Visit, exercise_of: ExerciseOf, strings: Strings
) -> Added:
    from handout.merge.leaves import Leaves

    exercise = exercise_of(change.id)
    leaves = Leaves({}, strings.language)
    picture = picture_name(change.id, exercise)
    cards = exercise_cards(exercise, picture, exercise.dose, leaves, strings, 3)
    if leaves.problems:
        raise HandoutError(dict.fromkeys(leaves.problems))
    card = changed_card(cards, exercise.dose, change, strings, visit.place)
    dose, _ = dose_for(exercise.dose, change)
    return Added(change.id, card, dose, picture_of(change.id, exercise))


def changed_exercise(
    insertion: Insertion, visit: Visit, strings: Strings
) -> tuple[Block, ...] | None:
    """The handout's card as the visit has it; None where the visit leaves it alone."""
    change = _change_of(insertion.exercise, visit.exercises)
    if change is None:
        return None
    if change.drop:
        return ()
    card = changed_card(insertion.cards, insertion.dose, change, strings, visit.place)
    if insertion.see is None:
        return (card,)
    return (structs.replace(insertion.see, more=card.dose),) if insertion.see.more else None


def _change_of(name: str, changes: tuple[ExerciseChange, ...]) -> ExerciseChange | None:
    return next((change for change in changes if change.id == name), None)


def planned(
    slots: Slots, shown: tuple[bool, ...], visit: Visit | None, added: tuple[Added, ...]
) -> Plan:
    """Every exercise that is printed, as this patient is to do it; what is added comes last."""
    own = _own(slots, shown, visit)
    return (*own, *(Planned(one.id, one.card.name, one.dose) for one in added))


def _own(slots: Slots, shown: tuple[bool, ...], visit: Visit | None) -> Iterator[Planned]:
    changes = visit.exercises if visit else ()
    for number, order in enumerate(orders(slots, visit)):
        group = slots.groups[number]
        for index in order if is_shown(number, slots, shown) else ():
            insertion = slots.inserts[group.inserts[index]]
            name, dose = insertion.cards[0].name, insertion.dose
            change = _change_of(insertion.exercise, changes)
            if change is None:
                yield Planned(insertion.exercise, name, dose, number, group.phases)
            elif not change.drop:
                dose, _ = dose_for(dose, change)
                yield Planned(insertion.exercise, name, dose, number, group.phases)
