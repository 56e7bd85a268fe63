"""What a press prints for anybody, and which of a patient's names it prints: found out by printing.

Its words prove nothing: a patient may be called Foot, or May, or as the clinician is.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from msgspec import Struct, structs

from handout.batch.identity import Identity, words
from handout.build import Ready
from handout.errors import Place
from handout.language import remember
from handout.library import Library
from handout.merge.visit import Occasion, fill
from handout.model.visit import Patient, Visit
from handout.pages.press import print_leaflet
from handout.readback.own.reading import Spoken, spoken

Shown = Literal["id", "name", "preferred", "given"]

_NOBODY = Identity(0, "QX-903271", "Qwvxz", "Zxkjqy", "Vjqkxw")
"""A patient whose names are no words of any leaflet."""


class Anybody(Struct, frozen=True):
    """pieces: texts that may stand in any leaflet of the press. shown: what all of them print."""

    pieces: tuple[str, ...]
    shown: frozenset[Shown]
    language: str = ""


def anybody(ready: Ready, library: Library, today: date) -> Anybody:
    """What the press prints whoever it is for; it is printed three times for that.

    Without a visit; for a patient of whom only the name is known; and with all that a condition may
    show. Words of the clinic, of the language and of what a visit may choose are among the pieces.
    """
    nobody = Visit(Patient(_NOBODY.id, "", _NOBODY.given, _NOBODY.family, _NOBODY.preferred))
    plain, named = (_filled(ready, visit, library, today) for visit in (None, nobody))
    everything = structs.replace(named, shown=(True,) * len(named.shown))
    generic, personal, whole = (
        _all(spoken(print_leaflet(ready.press, one, datetime.combine(ready.made, time(), UTC)).pdf))
        for one in (plain, named, everything)
    )
    kept = (ready.slots, ready.clinic, ready.strings, ready.forms)
    pieces = (*generic, *whole, *texts_in(kept))
    return Anybody(pieces, _shown(personal), ready.press.about.language)


def _filled(ready: Ready, visit: Visit | None, library: Library, today: date) -> Any:
    remember(ready.forms)
    language = ready.press.about.language
    occasion = Occasion(
        ready.clinic, ready.strings, today, lambda name: library.exercise(name, None, language)
    )
    return fill(ready.slots, visit, occasion).fill


def _all(said: Spoken) -> tuple[str, ...]:
    return (*said.pieces, *said.apart)


def _shown(pieces: tuple[str, ...]) -> frozenset[Shown]:
    printed = "\n".join(f" {' '.join(words(piece))} " for piece in pieces)
    probes: tuple[tuple[Shown, str], ...] = (
        ("id", _NOBODY.id),
        ("name", _NOBODY.name),
        ("preferred", _NOBODY.preferred),
        ("given", _NOBODY.given),
    )
    return frozenset(what for what, said in probes if f" {' '.join(words(said))} " in printed)


def asked(visit: Visit, library: Library, language: str) -> tuple[str, ...]:
    """The texts that a visit itself brings into its leaflet, but for who the patient is.

    With the words of the exercises that it adds.
    """
    exercises = (library.exercise(one.id, None, language) for one in visit.exercises)
    return tuple(texts_in((visit.patient.title, visit.visit, visit.exercises, tuple(exercises))))


def texts_in(thing: object) -> Iterator[str]:
    """Every text in plain data, but for where things stand in files."""
    match thing:
        case str():
            yield thing
        case tuple() | list():
            for part in thing:
                yield from texts_in(part)
        case dict():
            yield from texts_in(tuple(thing.values()))
        case Struct() if not isinstance(thing, Place):
            for name in thing.__struct_fields__:
                yield from texts_in(getattr(thing, name))
