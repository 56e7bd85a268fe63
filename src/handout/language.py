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
    """The territory of a language tag, or the one where most people speak it; empty if unknown."""
    named = named_territory(language)
    if named:
        return named
    from babel.core import get_global

    likely = str(get_global("likely_subtags").get(base(language), ""))
    return likely.split("_")[-1]


def named_territory(language: str) -> str:
    """The territory a language tag names: `GB` of `en-GB`; empty where it names none."""
    return next((part for part in language.split("-")[1:] if len(part) < 4), "")


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The way the language's letters run."""
    return "rtl" if _locale(language).text_direction == "rtl" else "ltr"


def english_name(language: str) -> str:
    """The language's name for messages; the tag itself where there is no such language."""
    try:
        return _locale(language).english_name or language
    except (UnknownLocaleError, ValueError):
        return language


@lru_cache(maxsize=512)
def long_date(day: date, language: str) -> str:
    """`20 November 2026`, in the language's own form."""
    return _printable(format_date(day, "long", locale=_locale(language)))


@lru_cache(maxsize=512)
def clock(at: time, language: str) -> str:
    """`10:30`, in the language's own form."""
    return _printable(format_time(at, "short", locale=_locale(language)))


def _printable(words: str) -> str:
    """CLDR's narrow no-break space as the no-break space that every font has."""
    return words.replace("\u202f", "\u00a0")


def weekday(number: int, language: str) -> str:
    """The name of a day of the week, 0 being Monday."""
    return str(_locale(language).days["stand-alone"]["wide"][number])


PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")


def plural_forms(phrases: str) -> dict[str, str]:
    """Each form of `one: {n} time | other: {n} times`; a part that names no form is left out."""
    parts = (part.strip().partition(": ") for part in phrases.split(" | "))
    return {form: words for form, _, words in parts if form in PLURAL_FORMS and words}


def plural(phrases: str, count: int, language: str) -> str:
    """The phrase for `count` things, filled with it: from `one: {n} time | other: {n} times`."""
    return plural_range(phrases, str(count), count, language)


def plural_range(phrases: str, amount: str, most: int, language: str) -> str:
    """The phrase for a range of things, such as `5 to 10 times`; the end of the range decides."""
    forms = plural_forms(phrases)
    form = forms.get(_locale(language).plural_form(most)) or forms["other"]
    return form.replace("{n}", amount)
