"""Phone numbers and names come from clinic.yaml and from nowhere else.

A number that is typed into a handout goes stale there, and nobody finds it. In: what was written,
and the clinic. Out: a Finding for each number and name that should be a placeholder. Sources, codes
and dates are no part of it: only words that a reader sees.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from handout.check.passages import Passage
from handout.check.rule import Finding, Rule, Source, examples
from handout.model.clinic import Clinic, Emergency
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared
from handout.model.parts import parts
from handout.model.scalars import Text

_LEAST_DIGITS = 7
_NOT_WORDS = re.compile(r"\{\{.*?\}\}|https?://\S+", re.DOTALL)
_DIGITS = re.compile(
    r"(?<![\w.,:/-])\+?\(?[0-9](?:[0-9 \u00a0\u2011\u2013()./-]*[0-9])?(?![\w%:]|[.,][0-9])"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}")
_YEARS = re.compile(r"(19|20)[0-9]{2}[-\u2013/ ](19|20)[0-9]{2}")


class Known(Struct, frozen=True):
    """What a clinic says itself: numbers as digits, each with the placeholder to write instead."""

    numbers: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, str], ...]


class Typed(Struct, frozen=True):
    """What was written, and what the clinic says itself."""

    written: Handout | Shared | Exercise
    ours: Known


def known(clinic: Clinic, emergencies: tuple[Emergency, ...]) -> Known:
    """The numbers and names that are the clinic's to say.

    emergencies: those of every territory, so that a handout can travel.
    """
    numbers: dict[str, str] = {}
    for emergency in emergencies:
        for words, placeholder in (
            (emergency.number, "clinic.emergency_number"),
            (emergency.urgent, "clinic.urgent_line"),
        ):
            for digits in re.findall(r"[0-9]+", words):
                numbers.setdefault(digits, placeholder)
    for site in clinic.sites:
        numbers.setdefault(_digits(site.phone), "site.phone")
    if clinic.booking.phone:
        numbers[_digits(clinic.booking.phone)] = "clinic.booking_phone"
    names = [(clinic.name, "clinic.name")]
    names += ((person.name, "clinician.name") for person in clinic.clinicians)
    return Known(tuple(numbers.items()), tuple(names))


def typed(subject: Typed, limit: float) -> Iterator[Finding]:
    """Each number and name in the words that belongs into clinic.yaml."""
    ours = subject.ours
    for text in words(subject.written):
        shown = _NOT_WORDS.sub(lambda found: "\0" * len(found[0]), text.value)
        yield from _numbers(shown, text, dict(ours.numbers))
        yield from _names(shown, text, ours.names)


def words(value: object) -> Iterator[Text]:
    """Every text in what was written, in the order of its fields."""
    return parts(value, Text)


def _numbers(shown: str, text: Text, ours: dict[str, str]) -> Iterator[Finding]:
    for found in _DIGITS.finditer(shown):
        number, digits = found[0], _digits(found[0])
        if _DATE.fullmatch(number) or _YEARS.fullmatch(number):
            continue
        if digits in ours:
            yield _finding(found, text, ours[digits])
        elif len(digits) >= _LEAST_DIGITS:
            yield _finding(found, text, "clinic.booking_phone")


def _names(shown: str, text: Text, ours: tuple[tuple[str, str], ...]) -> Iterator[Finding]:
    for name, placeholder in ours:
        pattern = r"\s+".join(map(re.escape, name.split()))
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", shown, re.IGNORECASE):
            yield _finding(found, text, placeholder)


def _finding(found: re.Match[str], text: Text, placeholder: str) -> Finding:
    message = f"{' '.join(found[0].split())!r} is typed into the words"
    hint = f"write {{{{ {placeholder} }}}}: it comes from clinic.yaml"
    return Finding(message, hint, Passage("paragraph", text.value, text), found.start())


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


RULES: tuple[Rule[Typed], ...] = (
    Rule(
        "GOV-10",
        "Do phone numbers and names come from the clinic's own file?",
        "A number that is typed goes stale, and nobody finds it.",
        Source("BSUH library", "an amnesty for stale numbers in 1,000 leaflets"),
        typed,
        bad=examples(
            "Call us on 01632 960 123.", "Call 999 at once.", "Ask Priya Nair about shoes."
        ),
        good=examples("Call {{ clinic.booking_phone }}.", "Do it 3 times a day for 10-15 minutes."),
        severity="error",
    ),
)
