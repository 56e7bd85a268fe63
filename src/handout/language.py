"""How a language writes dates, times, lists and numbers of things, and which way it runs.

From the Unicode CLDR through Babel. Nothing here knows a clinic or a patient. How a language writes
dates is plain data that a press keeps, so that printing need not load Babel and its tables.
"""

from collections.abc import Callable
from datetime import date, time
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import Struct

from handout.errors import Place, fail

if TYPE_CHECKING:
    from babel import Locale


When = TypeVar("When", date, time)


class Forms(Struct, frozen=True):
    """How a language writes dates and times: patterns for `%`, and the names they use.

    A pattern is empty where the language needs more than these; then Babel writes each date.
    """

    language: str
    months: tuple[str, ...]
    half_days: tuple[str, str]
    long_date: str
    clock: str


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
    months = tuple(locale.months["format"]["wide"][month] for month in range(1, 13))
    halves = locale.day_periods.get("format", {}).get("abbreviated", {})
    half_days = (str(halves.get("am", "")), str(halves.get("pm", "")))
    patterns = (str(locale.date_formats["long"].format), str(locale.time_formats["short"].format))
    forms = Forms(language, months, half_days, *map(_printable, patterns))
    days = [date(2026, month, day) for month in range(1, 13) for day in (1, 28)]
    hours = [time(hour, minute) for hour in range(24) for minute in (0, 5, 30)]
    return Forms(
        language, months, half_days,
        forms.long_date if _agree(_date_written, _babel_date, days, forms) else "",
        forms.clock if _agree(_time_written, _babel_time, hours, forms) else "",
    )  # fmt: skip


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
