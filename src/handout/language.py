"""How a language writes dates, times, lists and numbers of things, and which way it runs.

From the Unicode CLDR through Babel. Nothing here knows a clinic or a patient.
"""

from datetime import date, time
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

from handout.errors import Place, fail


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def check_language(language: str, place: Place | None) -> None:
    """Raise HandoutError unless CLDR knows the language."""
    try:
        _locale(language)
    except (UnknownLocaleError, ValueError):
        fail(f"unknown language {language!r}", place, "use a tag such as en-GB, es or cy")


def base(language: str) -> str:
    """The language without its territory: `en` of `en-GB`."""
    return language.split("-")[0]


def territory(language: str) -> str:
    """The territory of a language tag, or the one where most people speak it."""
    known = _locale(language).territory
    if known:
        return known
    from babel.core import get_global

    likely = str(get_global("likely_subtags").get(base(language), ""))
    return likely.split("_")[-1]


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The way the language's letters run."""
    return "rtl" if _locale(language).text_direction == "rtl" else "ltr"


def english_name(language: str) -> str:
    """The language's name for messages."""
    return _locale(language).english_name or language


@lru_cache(maxsize=512)
def long_date(day: date, language: str) -> str:
    """`20 November 2026`, in the language's own form."""
    return str(format_date(day, "long", locale=_locale(language)))


@lru_cache(maxsize=512)
def clock(at: time, language: str) -> str:
    """`10:30`, in the language's own form."""
    return str(format_time(at, "short", locale=_locale(language)))


def weekday(number: int, language: str) -> str:
    """The name of a day of the week, 0 being Monday."""
    return str(_locale(language).days["stand-alone"]["wide"][number])


def plural(phrases: str, count: int, language: str) -> str:
    """The phrase for `count` things, filled with it: from `one: {n} time | other: {n} times`."""
    forms = dict(part.split(": ", 1) for part in map(str.strip, phrases.split(" | ")))
    form = forms.get(_locale(language).plural_form(count)) or forms["other"]
    return form.replace("{n}", str(count))


def plural_range(phrases: str, amount: str, most: int, language: str) -> str:
    """The phrase for a range of things, such as `5 to 10 times`; the end of the range decides."""
    forms = dict(part.split(": ", 1) for part in map(str.strip, phrases.split(" | ")))
    form = forms.get(_locale(language).plural_form(most)) or forms["other"]
    return form.replace("{n}", amount)
