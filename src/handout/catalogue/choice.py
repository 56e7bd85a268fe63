"""Exercises of the catalogue that have all the tags that somebody asks for."""

from pathlib import Path

from msgspec import Struct

from handout.errors import HandoutError, Problem
from handout.library import Library
from handout.model.exercise import Exercise
from handout.source.suggest import nearest

_LONGEST_TAG = 64


class Entry(Struct, frozen=True):
    """An exercise with its id. is_own: the workspace has it, and not only the built-in library."""

    id: str
    exercise: Exercise
    is_own: bool

    @property
    def name(self) -> str:
        """Its name on one line, as it was written."""
        return " ".join(self.exercise.name.value.split())


def entries(library: Library, language: str, tags: tuple[str, ...]) -> tuple[Entry, ...]:
    """The exercises in the language that have every tag: those of the workspace, then others.

    Raises: HandoutError with what is wrong in their files, and for tags that no exercise has.
    """
    found = [
        Entry(name, exercise, _is_own(exercise, library))
        for name, exercise in library.exercises(language)
    ]
    known = sorted({tag for entry in found for tag in entry.exercise.tags})
    problems = [_unknown(tag, known) for tag in tags if tag not in known]
    if problems:
        raise HandoutError(problems)
    chosen = (entry for entry in found if set(tags) <= set(entry.exercise.tags))
    return tuple(sorted(chosen, key=lambda entry: (not entry.is_own, entry.id)))


def _is_own(exercise: Exercise, library: Library) -> bool:
    return (
        len(library.roots) > 1
        and exercise.place is not None
        and Path(exercise.place.file).is_relative_to(library.roots[0])
    )


def _unknown(tag: str, known: list[str]) -> Problem:
    near = nearest(tag, known)
    meant = f"did you mean {near!r}? " if near else ""
    return Problem(
        f"no exercise has the tag {tag[:_LONGEST_TAG]!r}",
        hint=f"{meant}the tags are {', '.join(known) or 'none'}",
    )
