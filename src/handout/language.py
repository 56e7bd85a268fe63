"""How a language writes dates, times, lists and numbers of things, and which way it runs.

From the Unicode CLDR through Babel. Nothing here knows a clinic or a patient. How a language writes
dates and which plural form a number takes is plain data that a press keeps, so that printing need
not load Babel and its tables.
"""

import re
from collections.abc import Callable
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import Struct, structs

from handout.errors import Place, fail

if TYPE_CHECKING:
    from babel import Locale


When = TypeVar("When", date, time)


class Forms(Struct, frozen=True):
    """How a language writes dates and times: patterns for `%`, and the names they use.

    A pattern is empty where the language needs more than these; then Babel writes each date.
    weekdays: short names from Monday. plurals: for each number from 0, the index of its form.
    """

    language: str
    months: tuple[str, ...]
    half_days: tuple[str, str]
    long_date: str
    clock: str
    short_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    short_day: str
    plurals: str


_LARGEST_COUNT = 2000
"""Doses and programmes stay below it; of a larger number Babel is asked for the form."""


_FORMS: dict[str, Forms] = {}


def remember(forms: Forms) -> None:
    """Know the forms of a language without asking Babel; they must be what `forms_of` gave."""
    _FORMS[forms.language] = forms


def forms_of(language: str) -> Forms:
    """How the language writes dates and times."""
    known = _FORMS.get(language)
    if known is None:
        known = _FORMS[language] = _asked(language)
    return known


def _asked(language: str) -> Forms:
    locale = _locale(language)
    halves = locale.day_periods.get("format", {}).get("abbreviated", {})
    plurals = (locale.plural_form(number) for number in range(_LARGEST_COUNT + 1))
    forms = Forms(
        language=language,
        months=_months(locale, "wide"),
        half_days=(str(halves.get("am", "")), str(halves.get("pm", ""))),
        long_date=_printable(str(locale.date_formats["long"].format)),
        clock=_printable(str(locale.time_formats["short"].format)),
        short_months=_months(locale, "abbreviated"),
        weekdays=tuple(str(locale.days["format"]["abbreviated"][day]) for day in range(7)),
        short_day=_short_day(locale),
        plurals="".join(str(PLURAL_FORMS.index(form)) for form in plurals),
    )
    days = [date(2026, month, day) for month in range(1, 13) for day in (1, 28)]
    hours = [time(hour, minute) for hour in range(24) for minute in (0, 5, 30)]
    return structs.replace(
        forms,
        long_date=forms.long_date if _agree(_date_written, _babel_date, days, forms) else "",
        clock=forms.clock if _agree(_time_written, _babel_time, hours, forms) else "",
    )


def _months(locale: "Locale", width: Literal["wide", "abbreviated"]) -> tuple[str, ...]:
    return tuple(str(locale.months["format"][width][month]) for month in range(1, 13))


def _short_day(locale: "Locale") -> str:
    """The pattern of a day with its weekday; weekday, day and month where it needs more."""
    known = locale.datetime_skeletons.get("MMMEd")
    pattern = _printable(str(known.format)) if known else ""
    fields = set(re.findall(r"%\((\w+)\)s", pattern))
    return pattern if fields and fields <= _FIELDS_OF_A_DAY else "%(E)s %(d)s %(MMM)s"


def _agree(
    ours: Callable[[When, Forms], str], babels: Callable[[When, str], str], samples: list[When],
    forms: Forms,
) -> bool:  # fmt: skip
    try:
        return all(ours(one, forms) == babels(one, forms.language) for one in samples)
    except KeyError:  # a field of the pattern that is not known here
        return False


def _date_written(day: date, forms: Forms) -> str:
    month = forms.months[day.month - 1]
    return forms.long_date % {
        "d": day.day, "dd": f"{day.day:02}", "M": day.month, "MM": f"{day.month:02}",
        "MMMM": month, "y": day.year, "yyyy": f"{day.year:04}",
    }  # fmt: skip


def _time_written(at: time, forms: Forms) -> str:
    twelve = at.hour % 12 or 12
    return forms.clock % {
        "H": at.hour, "HH": f"{at.hour:02}", "h": twelve, "hh": f"{twelve:02}",
        "mm": f"{at.minute:02}", "a": forms.half_days[at.hour >= 12],
    }  # fmt: skip


_FIELDS_OF_A_DAY = {"E", "ccc", "d", "dd", "M", "MM", "MMM", "LLL"}


def _day_written(day: date, forms: Forms) -> str:
    weekday, month = forms.weekdays[day.weekday()], forms.short_months[day.month - 1]
    return forms.short_day % {
        "E": weekday, "ccc": weekday, "d": day.day, "dd": f"{day.day:02}", "M": day.month,
        "MM": f"{day.month:02}", "MMM": month, "LLL": month,
    }  # fmt: skip


def _babel_date(day: date, language: str) -> str:
    from babel.dates import format_date

    return _printable(format_date(day, "long", locale=_locale(language)))


def _babel_time(at: time, language: str) -> str:
    from babel.dates import format_time

    return _printable(format_time(at, "short", locale=_locale(language)))


@lru_cache(maxsize=32)
def _locale(language: str) -> "Locale":
    from babel import Locale

    return Locale.parse(language.replace("-", "_"))


def check_language(language: str, place: Place | None) -> None:
    """Raise HandoutError unless CLDR knows the language."""
    from babel import UnknownLocaleError

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
    from babel import UnknownLocaleError

    try:
        return _locale(language).english_name or language
    except (UnknownLocaleError, ValueError):
        return language


@lru_cache(maxsize=512)
def long_date(day: date, language: str) -> str:
    """`20 November 2026`, in the language's own form."""
    forms = forms_of(language)
    return _date_written(day, forms) if forms.long_date else _babel_date(day, language)


@lru_cache(maxsize=512)
def clock(at: time, language: str) -> str:
    """`10:30`, in the language's own form."""
    forms = forms_of(language)
    return _time_written(at, forms) if forms.clock else _babel_time(at, language)


@lru_cache(maxsize=512)
def short_day(day: date, language: str) -> str:
    """`Sat 21 Nov`, in the language's own form."""
    return _day_written(day, forms_of(language))


def short_weekday(number: int, language: str) -> str:
    """`Mon`: the short name of a day of the week, 0 being Monday."""
    return forms_of(language).weekdays[number]


def _printable(words: str) -> str:
    """CLDR's narrow no-break space as the no-break space that every font has."""
    return words.replace("\u202f", "\u00a0")


def weekday(number: int, language: str) -> str:
    """The name of a day of the week, 0 being Monday.

    Not Babel's name for a day by itself: once it has loaded Urdu, that is Urdu in most languages.
    """
    return str(_locale(language).days["format"]["wide"][number])


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
    form = forms.get(_plural_form(most, language)) or forms["other"]
    return form.replace("{n}", amount)


def _plural_form(count: int, language: str) -> str:
    plurals = forms_of(language).plurals
    if count < len(plurals):
        return PLURAL_FORMS[int(plurals[count])]
    return _locale(language).plural_form(count)


def date_order(language: str) -> str:
    """The order in which the language writes a date in figures: `dmy`, `mdy` or `ymd`."""
    pattern = str(_locale(language).date_formats["short"].format)
    fields = re.findall(r"%\(([dMy])\1*\)s", pattern)
    return "".join(fields).lower()
