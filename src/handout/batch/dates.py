"""Dates and times as tables have them: ISO, or in the clinic's own order, never guessed."""

import datetime
import re
from collections.abc import Callable
from functools import lru_cache

from handout.batch.refusal import Refusal

EARLIEST = datetime.date(1900, 1, 1)
"""Nobody who comes was born before."""

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_FIGURES = re.compile(r"([0-9]{1,4})(\. ?|[/ -])([0-9]{1,2})\2([0-9]{1,4})\.?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
_EXAMPLES = {"dmy": "29/02/1960", "mdy": "02/29/1960"}

Read = Callable[[str, str, datetime.date], datetime.date | Refusal]
"""From a cell, the order of its figures, and today."""


def date_in(text: str, order: str, today: datetime.date) -> datetime.date | Refusal:
    """The date that is written, its figures in the order, such as `dmy`."""
    return _date(text, order)


def birth_date_in(text: str, order: str, today: datetime.date) -> datetime.date | Refusal:
    """The date that is written, on which somebody who lives today can have been born."""
    found = _date(text, order)
    if isinstance(found, datetime.date):
        if found > today:
            return Refusal("a birth date in the future", "check the year")
        if found < EARLIEST:
            return Refusal(f"a birth date before {EARLIEST.year}", "check the year")
    return found


def time_in(text: str) -> str | Refusal:
    """The time that is written, as in `09:30`."""
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return Refusal("not a 24-hour time; write it as 09:30 or 14:15")
    return f"{int(found[1]):02}:{found[2]}"


@lru_cache(maxsize=1024)
def _date(text: str, order: str) -> datetime.date | Refusal:
    iso = _ISO.fullmatch(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _FIGURES.fullmatch(text)
    figures = dict(zip(order, (found[1], found[3], found[4]), strict=True)) if found else {}
    year = figures.get("y", "")
    if len(year) == 4 and len(figures["d"]) < 3 and len(figures["m"]) < 3:
        return _day(int(year), int(figures["m"]), int(figures["d"]))
    if figures and len(year) < 3 and all(len(one) < 3 for one in figures.values()):
        return Refusal(f"a year of {len(year)} figures; write all four, as in {_example(order)}")
    return Refusal(f"not a date; write it as {_example(order)}")


def _day(year: int, month: int, day: int) -> datetime.date | Refusal:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return Refusal("the calendar has no such day")


def _example(order: str) -> str:
    own = _EXAMPLES.get(order)
    return f"1960-02-29 or {own}" if own else "1960-02-29"
