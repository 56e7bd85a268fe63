"""A visit's characters that would not print as they were typed: each is said, none is dropped."""

import unicodedata
from collections.abc import Iterator

from handout.errors import Problem
from handout.model.visit import Visit

_SPACES_OF_A_PASSAGE = "\n\t"
_JOINERS = "\u200c\u200d"
_KINDS = {
    "Cc": "a control character",
    "Cs": "half a character",
    "Co": "a character for private use",
    "Cn": "a character that does not exist",
    "Zl": "a line separator",
    "Zp": "a paragraph separator",
}


def unprintable(visit: Visit) -> Iterator[Problem]:
    """One problem for each field with such a character; its words themselves stay unsaid."""
    for field, words, spaces in _fields(visit):
        bad = next((letter for letter in _strays(words) if letter not in spaces), None)
        if bad is not None:
            kind = _KINDS.get(unicodedata.category(bad)) or unicodedata.name(bad).lower()
            message = f"{field} holds {kind} (U+{ord(bad):04X}), which cannot be printed"
            yield Problem(message, visit.place, "take it out")


def _fields(visit: Visit) -> Iterator[tuple[str, str, str]]:
    """Each text of the visit: its name, its words, and the white space it may hold."""
    patient, appointment = visit.patient, visit.visit
    for name in ("id", "title", "given", "family", "preferred"):
        yield f"patient.{name}", getattr(patient, name), ""
    if appointment:
        for name in ("found", "agreed", "notes"):
            yield f"visit.{name}", getattr(appointment, name), _SPACES_OF_A_PASSAGE
        for goal in appointment.goals:
            yield "visit.goals", goal, ""
    for change in visit.exercises:
        yield "exercises.note", change.note, ""
        yield "exercises.load", change.load, ""


def _strays(words: str) -> Iterator[str]:
    """The characters that print nothing of their own; between letters a joiner belongs."""
    if words.isprintable():
        return  # none is of a kind that starts with C or Z, but for the space
    for index, letter in enumerate(words):
        if letter in _JOINERS:
            around = words[index - 1 : index] + words[index + 1 : index + 2]
            if len(around) < 2 or any(unicodedata.category(one)[0] not in "LM" for one in around):
                yield letter
        elif unicodedata.category(letter) == "Cf" or unicodedata.category(letter) in _KINDS:
            yield letter
