"""How much of an exercise to do, in sentences that need no working out.

A sentence is a phrase of the language with braces, so that a translator can order its words.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from handout.document import Run, Spans
from handout.language import plural, plural_range
from handout.model.exercise import DoseChange, Range
from handout.model.strings import Strings
from handout.model.visit import Side

_SPACES = re.compile(" +")


class Counted(Struct, frozen=True):
    """What is counted of a dose. Sets of which one repeat is done are repeats.

    rest: in seconds, between sets where there are several, else between repeats.
    """

    sets: int
    reps: Range | None
    rest: Range | None


def counted(dose: DoseChange) -> Counted:
    """The sets and repeats of a dose; a rest is only there where there is something between."""
    sets, reps, rest = dose.sets or 1, dose.reps, dose.rest
    if sets > 1 and (reps is None or reps.most == 1):
        sets, reps = 1, Range(sets, sets)
    elif dose.sets == 1 or (sets == 1 and (reps is None or reps.most == 1)):
        rest = None
    return Counted(sets, reps, rest)


def changed(dose: DoseChange, change: DoseChange) -> DoseChange:
    """The dose with everything that the change says laid over it.

    Minutes stand where repeats and sets of them are not counted, so each takes the other's place.
    """
    laid = {
        name: getattr(change, name)
        if getattr(change, name) not in (None, "")
        else getattr(dose, name)
        for name in DoseChange.__struct_fields__
    }
    if change.minutes and not change.reps:
        laid |= {"reps": None, "hold": change.hold, "sets": change.sets, "rest": change.rest}
    elif change.reps and not change.minutes:
        laid |= {"minutes": None}
    return DoseChange(**laid)


def dose_words(dose: DoseChange, strings: Strings, side: Side | None = None) -> Spans:
    """The dose in sentences: how long, how many, how often, and with what.

    side: the one side it is done on, where that was chosen.
    """
    where = strings.each_side if dose.per_side else ""
    if side in ("left", "right"):
        where = strings.on_left if side == "left" else strings.on_right
    sentences = (*_amounts(dose, where, strings), *_often(dose, strings), *_load(dose, strings))
    return (Run(" ".join(map(_tidy, sentences))),) if sentences else ()


def _amounts(dose: DoseChange, where: str, strings: Strings) -> Iterator[str]:
    """How long at a time, then how many times; the side stands in the last of them."""
    count = counted(dose)
    long_at_a_time = tuple(
        (phrases, amount)
        for phrases, amount in ((strings.hold, dose.hold), (strings.minutes, dose.minutes))
        if amount
    )
    for number, (phrases, amount) in enumerate(long_at_a_time, 1):
        is_last = number == len(long_at_a_time) and not count.reps
        yield _phrase(phrases, amount, strings).format(where=where if is_last else "")
    if not count.reps and not long_at_a_time and (where or dose.sets):
        yield _phrase(strings.reps_by_side, Range(1, 1), strings).format(where=where, rest="")
    if not count.reps:
        return
    rest = _phrase(strings.rest, count.rest, strings) if count.rest else ""
    if count.sets > 1:
        phrases = strings.sets_rest if rest else strings.sets
        reps = _number(count.reps, strings)
        form = plural(phrases, count.sets, strings.language)
        yield form.format(reps=reps, where=where, rest=rest)
    else:
        phrases = strings.reps if long_at_a_time or not where else strings.reps_by_side
        phrases = strings.reps_rest if rest else phrases
        yield _phrase(phrases, count.reps, strings).format(where=where, rest=rest)


def _often(dose: DoseChange, strings: Strings) -> Iterator[str]:
    times = days = ""
    if dose.times_a_day:
        times = plural(strings.times_a_day, dose.times_a_day, strings.language)
    if dose.days_a_week == 7:
        days = strings.every_day
    elif dose.days_a_week:
        days = plural(strings.days_a_week, dose.days_a_week, strings.language)
    if times and days:
        yield strings.often_both.format(times=times, days=days)
    elif times or days:
        yield strings.often.format(times=times or days)


def _load(dose: DoseChange, strings: Strings) -> Iterator[str]:
    load = " ".join(dose.load.split()).rstrip(".")
    if load:
        yield strings.load.format(load=load)


def _phrase(phrases: str, amount: Range, strings: Strings) -> str:
    return plural_range(phrases, _number(amount, strings), amount.most, strings.language)


def _number(amount: Range, strings: Strings) -> str:
    if amount.least == amount.most:
        return str(amount.most)
    return strings.amount.format(least=amount.least, most=amount.most)


def _tidy(sentence: str) -> str:
    """A sentence without the gap that an empty brace leaves, and with a capital."""
    words = _SPACES.sub(" ", sentence).replace(" .", ".").replace(" ,", ",").strip(" ")
    return words[:1].upper() + words[1:]
