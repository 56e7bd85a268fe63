"""The program's own phrases are whole: each holds the braces that are filled in it, and no other.

A clinic may translate them, and a misspelt brace would otherwise come out only on paper.
"""

import re
from collections.abc import Iterator

from handout.errors import Problem
from handout.language import plural_forms
from handout.model.strings import Strings

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_FILLED: dict[str, tuple[str, ...]] = {
    "logo": ("clinic",),
    "at": ("date", "time"),
    "qr_alt": ("url",),
    "day_range": ("first", "last"),
    "amount": ("least", "most"),
    "often": ("times",),
    "often_both": ("times", "days"),
    "load": ("load",),
    "diary_week": ("caption", "n", "weeks"),
    "diary_from": ("date",),
    "day": ("n",),
    "overdue": ("date",),
    "version": ("version",),
    "published": ("date",),
    "review_by": ("date",),
    "page_of": ("page", "pages"),
    "contents_page": ("page",),
    "pack_signs_page": ("page",),
    "pack_exercise": ("name", "page"),
    "pack_diary": ("page",),
}
"""What is filled in each phrase, by name; all of it must be there."""

COUNTED: dict[str, tuple[str, ...]] = {
    "hold": ("where",),
    "minutes": ("where",),
    "reps": ("where",),
    "reps_by_side": ("where",),
    "reps_rest": ("where", "rest"),
    "sets": ("reps", "where"),
    "sets_rest": ("reps", "where", "rest"),
    "rest": (),
    "times_a_day": (),
    "days_a_week": (),
    "programme_exercises": (),
    "programme_minutes": (),
}
"""Phrases with a form for each plural, and what each form must hold; `{n}` may be in it or not."""


def phrase_problems(strings: Strings) -> Iterator[Problem]:
    """What is wrong with the phrases."""
    for name in strings.__struct_fields__:
        phrase = getattr(strings, name)
        if not isinstance(phrase, str):
            continue
        if name in COUNTED:
            yield from _counted(name, phrase, strings)
        else:
            yield from _braces(name, phrase, _FILLED.get(name, ()), strings)


def _counted(name: str, phrase: str, strings: Strings) -> Iterator[Problem]:
    forms = plural_forms(phrase)
    if "other" not in forms:
        message = f"the phrase '{name}' has no form for 'other'"
        example = " ".join(("{n} times", *(f"{{{filled}}}" for filled in COUNTED[name])))
        hint = f"write it as one: ... | other: {example}"
        yield Problem(message, strings.place, hint)
    for form in forms.values():
        number = ("n",) if "{n}" in form else ()
        problems = tuple(_braces(name, form, (*number, *COUNTED[name]), strings))
        if problems:
            yield problems[0]
            return


def _braces(name: str, words: str, filled: tuple[str, ...], strings: Strings) -> Iterator[Problem]:
    found = set(_BRACES.findall(words))
    wanted = {f"{{{one}}}" for one in filled}
    if found != wanted:
        held = " and ".join(sorted(found)) or "no braces"
        hint = f"write {' and '.join(sorted(wanted)) or 'no braces'}"
        yield Problem(f"the phrase '{name}' holds {held}", strings.place, hint)
