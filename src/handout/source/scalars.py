"""Scalars by what the type asks for: `no`, `007` or `18mm` becomes a value of that type.

In: the text of a scalar and the Spot it stands in. Out: the value, or a Refusal that says what was
expected. A scalar means only what its spot says: nothing is guessed from its form.
"""

import datetime
import re

from msgspec import Struct
from msgspec import inspect as types

from handout.source.fields import Spot
from handout.source.suggest import nearest

_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0, "in": 72.0}
_LENGTH = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,6})?)(mm|cm|pt|in)")
_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")
_WHOLE = re.compile(r"[-+]?[0-9]{1,15}")
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_UNITS = "write a number with its unit: 18mm, 1.5cm, 12pt or 1in"
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Refusal(Struct, frozen=True):
    """Why a scalar is not what its spot asks for: what was expected, and what to do."""

    expected: str
    hint: str = ""


def read_scalar(text: str, spot: Spot) -> object:
    """The value of the text at this spot, or a Refusal."""
    if spot.reads == "length":
        return _length(text)
    if spot.reads == "range":
        return _range(text, spot)
    match spot.type:
        case types.StrType() as kind:
            return _text(text, kind, spot)
        case types.LiteralType(values=values):
            return _choice(text, tuple(str(value) for value in values))
        case types.BoolType():
            return _BOOLEANS.get(text.lower(), Refusal("true or false"))
        case types.DateType():
            return _date(text)
        case types.IntType() as kind:
            value = int(text) if _WHOLE.fullmatch(text) else None
            return _within(value, "a whole number", kind, spot)
        case types.FloatType() as kind:
            number = float(text) if _NUMBER.fullmatch(text) else None
            return _within(number, "a number", kind, spot)
        case _:
            raise TypeError(f"the reader cannot read {spot.type}")


def advice(spot: Spot) -> str:
    """What the type's author says about the spot, with an example: a hint for any mistake in it."""
    example = f"such as {spot.examples[0]}" if spot.examples else ""
    described = "" if spot.form else spot.description
    return ", ".join(part for part in (described, example) if part)


def _text(text: str, kind: types.StrType, spot: Spot) -> object:
    if kind.max_length is not None and len(text) > kind.max_length:
        return Refusal(f"at most {kind.max_length} characters", "make it shorter")
    if kind.min_length is not None and len(text) < kind.min_length:
        return Refusal(f"at least {kind.min_length} characters", advice(spot))
    if kind.pattern is not None and not _matches(kind.pattern, text):
        return Refusal(spot.form or "the right form", advice(spot))
    return text


def _matches(pattern: str, text: str) -> bool:
    """Whether the pattern is found, where `$` is the end and not also before a last newline."""
    found = re.search(pattern, text)
    return found is not None and not (pattern.endswith("$") and text.endswith("\n"))


def _choice(text: str, values: tuple[str, ...]) -> object:
    if text in values:
        return text
    meant = nearest(text, values)
    expected = f"'{values[0]}'" if len(values) == 1 else f"one of {', '.join(values)}"
    return Refusal(expected, f"did you mean '{meant}'?" if meant else "")


def _date(text: str) -> object:
    found = _DATE.fullmatch(text)
    if not found:
        return Refusal("a date", "write year-month-day, such as 2026-01-31")
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return Refusal("a date", "the calendar has no such day")


def _within(
    value: float | None, noun: str, kind: types.IntType | types.FloatType, spot: Spot
) -> object:
    """The number, if it is one and keeps the limits of its type."""
    low, high = kind.ge, kind.le
    expected = _limits(noun, low, high)
    if value is None or (low is not None and value < low) or (high is not None and value > high):
        return Refusal(expected, advice(spot))
    return value


def _limits(noun: str, low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{noun} from {low:g} to {high:g}"
    if low is not None:
        return f"{noun} of at least {low:g}"
    return f"{noun} of at most {high:g}" if high is not None else noun


def length(text: str) -> float | None:
    """The points of a length with its unit; None where it is none."""
    found = _LENGTH.fullmatch(text)
    return float(found[1]) * _POINTS[found[2]] if found else None


def _length(text: str) -> object:
    """Points."""
    found = length(text)
    return Refusal("a length", _UNITS) if found is None else found


def _range(text: str, spot: Spot) -> object:
    """A struct of `least` and `most`, which are equal when one number is written."""
    found = _RANGE.fullmatch(text)
    limits = _limits("a number", spot.least, spot.most)
    refusal = Refusal(f"{limits}, or a range", "write 10, or 5-10 with a hyphen")
    if not found or not isinstance(spot.type, types.StructType):
        return refusal
    least = int(found[1])
    most = int(found[2] or found[1])
    if least > most:
        return Refusal("a range", "write the smaller number first")
    if spot.least is not None and least < spot.least:
        return refusal
    if spot.most is not None and most > spot.most:
        return refusal
    return spot.type.cls(least=least, most=most)
