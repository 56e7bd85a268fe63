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
    "day": ("n",),
    "version": ("version",),
    "published": ("date",),
    "review_by": ("date",),
    "page_of": ("page", "pages"),
    "contents_page": ("page",),
}
"""What is filled in each phrase, by name; all of it must be there."""

COUNTED = ("sets", "reps", "hold", "minutes", "times_a_day", "days_a_week", "rest")
"""Phrases with a form for each plural; `{n}` may be in a form or not."""


def phrase_problems(strings: Strings) -> Iterator[Problem]:
    """What is wrong with the phrases."""
    for name in strings.__struct_fields__:
        phrase = getattr(strings, name)
        if not isinstance(phrase, str):
            continue
        found = set(_BRACES.findall(phrase))
        wanted = {f"{{{filled}}}" for filled in _FILLED.get(name, ())}
        if name in COUNTED:
            wanted = found & {"{n}"}
            if "other" not in plural_forms(phrase):
                message = f"the phrase '{name}' has no form for 'other'"
                hint = "write it as one: {n} time | other: {n} times"
                yield Problem(message, strings.place, hint)
        if found != wanted:
            held = " and ".join(sorted(found)) or "no braces"
            hint = f"write {' and '.join(sorted(wanted)) or 'no braces'}"
            yield Problem(f"the phrase '{name}' holds {held}", strings.place, hint)
