"""How long a programme takes: seconds a day of a dose, and minutes of all together.

An estimate for planning, so it takes the most of every range. Each repeat without a hold, and the
way in and out of a hold, is taken as four seconds, a slow and steady movement.
"""

from handout.merge.dose import counted
from handout.model.exercise import DoseChange

MOVEMENT = 4
"""Seconds of a repeat, or of moving into a hold and out of it."""


def seconds_a_day(dose: DoseChange) -> int:
    """The time that a dose takes on a day when it is done.

    sets x (reps x repeat x sides) + rest x (sets - 1), all x times a day. A repeat is its minutes,
    or its hold and the movement. What is not said counts as one; both sides where it is per side.
    A rest is between repeats where no sets are counted.
    """
    count = counted(dose)
    reps = count.reps.most if count.reps else 1
    sides = 2 if dose.per_side else 1
    rests = (count.sets if count.sets > 1 else reps) - 1
    rest = count.rest.most * rests if count.rest else 0
    return (count.sets * reps * sides * _repeat(dose) + rest) * (dose.times_a_day or 1)


def _repeat(dose: DoseChange) -> int:
    if dose.minutes:
        return dose.minutes.most * 60
    return (dose.hold.most if dose.hold else 0) + MOVEMENT


def whole_minutes(seconds: int) -> int:
    """The seconds as minutes, the last one begun counted whole."""
    return -(-seconds // 60)
