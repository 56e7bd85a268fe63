"""Dates, times, plurals and directions as each language has them."""

from datetime import date, time

import pytest
from babel import Locale

from handout.errors import HandoutError
from handout.language import (
    PLURAL_FORMS,
    base,
    check_language,
    clock,
    direction,
    english_name,
    forms_of,
    long_date,
    named_territory,
    plural,
    plural_forms,
    plural_range,
    remember,
    short_day,
    short_weekday,
    territory,
    weekday,
)

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("language", "day", "at", "monday"),
    [
        ("en-GB", "20 November 2026", "15:05", "Monday"),
        ("en-US", "November 20, 2026", "3:05\u00a0PM", "Monday"),
        ("de", "20. November 2026", "15:05", "Montag"),
        ("es", "20 de noviembre de 2026", "15:05", "lunes"),
        ("cy", "20 Tachwedd 2026", "15:05", "Dydd Llun"),
        ("pl", "20 listopada 2026", "15:05", "poniedziałek"),
    ],
)
def test_dates_and_times_are_in_the_languages_own_form(
    language: str, day: str, at: str, monday: str
) -> None:
    """The narrow no-break space of American times is in few fonts: a no-break space stands in."""
    assert long_date(DAY, language) == day
    assert clock(time(15, 5), language) == at
    assert weekday(0, language) == monday


@pytest.mark.parametrize(
    ("language", "day", "monday"),
    [
        ("en-GB", "Sat 21 Nov", "Mon"),
        ("en-US", "Sat, Nov 21", "Mon"),
        ("de", "Sa., 21. Nov.", "Mo."),
        ("es", "sáb, 21 nov", "lun"),
        ("hu", "nov. 21., Szo", "H"),
        ("zh", "11月21日周六", "周一"),
        ("he", "שבת, 21 בנוב׳", "יום ב׳"),
    ],
)
def test_a_day_of_a_diary_is_short(language: str, day: str, monday: str) -> None:
    assert short_day(date(2026, 11, 21), language) == day
    assert short_weekday(0, language) == monday


def test_urdu_does_not_change_the_days_of_other_languages() -> None:
    """Once Babel had loaded it, Russian and French had Urdu names for days by themselves."""
    assert weekday(5, "ur") == "ہفتہ"
    assert short_day(date(2026, 11, 21), "ru") == "сб, 21 нояб."
    assert [weekday(5, language) for language in ("ru", "fr", "he")] == [
        "суббота", "samedi", "יום שבת",
    ]  # fmt: skip


def test_what_a_press_remembers_is_what_babel_says() -> None:
    for language in ("en-GB", "pl", "ar", "cy", "ja"):
        forms = forms_of(language)
        remember(forms)
        for count in (0, 1, 2, 3, 5, 11, 21, 100, 1_000, 2_000, 5_001, 1_000_000):
            babel = Locale.parse(language.replace("-", "_")).plural_form(count)
            phrases = " | ".join(f"{form}: {form}" for form in PLURAL_FORMS)
            assert plural(phrases, count, language) == babel


def test_the_territory_is_named_or_guessed() -> None:
    assert (territory("en-GB"), named_territory("en-GB")) == ("GB", "GB")
    assert (territory("zh-Hant-TW"), named_territory("zh-Hant-TW")) == ("TW", "TW")
    assert (territory("es-419"), named_territory("es-419")) == ("419", "419")
    assert (territory("en"), named_territory("en")) == ("US", "")
    assert (territory("zh-Hant"), named_territory("zh-Hant")) == ("CN", "")
    assert territory("xx") == ""


def test_bases_and_directions() -> None:
    assert [base(tag) for tag in ("en-GB", "es", "zh-Hant-TW")] == ["en", "es", "zh"]
    assert [direction(tag) for tag in ("en", "ar", "ur", "he", "ru")] == [
        "ltr", "rtl", "rtl", "rtl", "ltr",
    ]  # fmt: skip


def test_an_unknown_language_is_a_problem() -> None:
    check_language("en-GB", None)
    with pytest.raises(HandoutError, match="unknown language 'xx'"):
        check_language("xx", None)
    assert english_name("xx") == "xx"
    assert english_name("es") == "Spanish"


def test_things_are_counted_in_the_languages_plural_forms() -> None:
    english = "one: {n} time | other: {n} times"
    assert [plural(english, count, "en") for count in (1, 2)] == ["1 time", "2 times"]
    polish = "one: {n} raz | few: {n} razy | many: {n} razy dziennie | other: {n} razu"
    assert [plural(polish, count, "pl") for count in (1, 3, 5)] == [
        "1 raz", "3 razy", "5 razy dziennie",
    ]  # fmt: skip
    assert plural("one: Once a day | other: {n} times a day", 1, "en") == "Once a day"
    assert plural("other: {n} kali", 1, "id") == "1 kali"


def test_a_range_takes_the_form_of_its_end() -> None:
    english = "one: {n} second | other: {n} seconds"
    assert plural_range(english, "1 to 2", 2, "en") == "1 to 2 seconds"


def test_a_phrase_without_forms_has_none() -> None:
    assert plural_forms("just words") == {}
    assert plural_forms("one: a | sevral: b | other: c: d") == {"one": "a", "other": "c: d"}
