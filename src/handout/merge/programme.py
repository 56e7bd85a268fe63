"""What all exercises of a leaflet come to: how many they are and how long they take a day.

An exercise that stands there twice counts once, with the longer of its doses. Of a programme in
phases only one phase is done at a time, so the heaviest of them counts.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, product

from msgspec import Struct

from handout.document import Block, Insertion, Paragraph, Run, Slots, Spans
from handout.errors import Place, Problem
from handout.language import plural
from handout.merge.minutes import seconds_a_day, whole_minutes
from handout.model.clinic import Burden
from handout.model.exercise import DoseChange
from handout.model.strings import Strings

_MOST_DAYS = 1000
"""So many ways to do phases side by side are looked at: those of 3 programmes, or more."""

ADDED = -1
"""In the place of a group: what the visit adds."""


class Planned(Struct, frozen=True):
    """One exercise that is printed, as this patient is to do it; group and phases as in `Group`."""

    id: str
    name: Spans
    dose: DoseChange
    group: int = ADDED
    phases: int = 0


Plan = tuple[Planned, ...]
"""What is printed, in the order of the page."""


def is_shown(group: int, slots: Slots, shown: tuple[bool, ...]) -> bool:
    """Whether every condition round the group holds."""
    return all(shown[condition] for condition in slots.groups[group].conditions)


def programme_line(
    insertion: Insertion, plan: Plan, slots: Slots, shown: tuple[bool, ...], strings: Strings
) -> tuple[Block, ...]:
    """`5 exercises. About 14 minutes a day.`: of the phase, or of all that is done all along.

    The latter is said once, before the first group that is printed.
    """
    phases = slots.groups[insertion.group].phases
    first = next(
        (
            number
            for number, group in enumerate(slots.groups)
            if not group.phases and is_shown(number, slots, shown)
        ),
        ADDED,
    )
    if not phases and insertion.group != first:
        return ()
    asked = (one for one in plan if (one.group == insertion.group if phases else one.phases == 0))
    times = _times(asked)
    if not times:
        return ()
    minutes = whole_minutes(sum(times.values()))
    words = (
        plural(strings.programme_exercises, len(times), strings.language),
        plural(strings.programme_minutes, minutes, strings.language),
    )
    return (Paragraph((Run(" ".join(words), strong=True),), "body", insertion.place),)


def burdens(plan: Plan, most: Burden, place: Place | None) -> Iterator[Problem]:
    """A warning for each way in which the plan asks more of a patient than the clinic will."""
    count, minutes = _heaviest(plan)
    if count > most.exercises:
        yield Problem(
            f"the programme has {count} exercises, more than {most.exercises}", place,
            "take exercises out, or raise burden.exercises in clinic.yaml", "warning",
        )  # fmt: skip
    if minutes > most.minutes:
        yield Problem(
            f"the programme takes {minutes} minutes a day, more than {most.minutes}", place,
            "take exercises out, or raise burden.minutes in clinic.yaml", "warning",
        )  # fmt: skip


def _times(plan: Iterable[Planned]) -> dict[str, int]:
    """Seconds a day of each exercise."""
    times: dict[str, int] = {}
    for one in plan:
        times[one.id] = max(seconds_a_day(one.dose), times.get(one.id, 0))
    return times


def _heaviest(plan: Plan) -> tuple[int, int]:
    """The most exercises and the most minutes of any day.

    Programmes in phases are done side by side, one phase of each at a time. An exercise counts once
    on a day, with the longest of its doses, wherever it stands.
    """
    along = tuple(one for one in plan if not one.phases)
    programmes = []
    for phases in sorted({one.phases for one in plan if one.phases}):
        groups = sorted({one.group for one in plan if one.phases == phases})
        programmes.append([tuple(one for one in plan if one.group == group) for group in groups])
    days = islice(product(*programmes), _MOST_DAYS)
    times = [_times((*along, *chain.from_iterable(day))) for day in days]
    return max(map(len, times)), whole_minutes(max(sum(day.values()) for day in times))
