"""How the references of handouts are looked up in a library, and what their words are worth."""

from collections.abc import Callable
from functools import lru_cache

from handout.check.approval import standing
from handout.check.passages import Shelf
from handout.library import Library
from handout.merge.choices import Chooser
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared


def shelf_of(library: Library, language: str) -> Shelf:
    """How references of handouts in a language are looked up; each file is read once."""
    shared: Callable[[str], Shared] = lru_cache(maxsize=None)(
        lambda name: library.shared(name, None, language)
    )
    exercise: Callable[[str], Exercise] = lru_cache(maxsize=None)(
        lambda name: library.exercise(name, None, language)
    )
    chooser = Chooser(lambda name, place: exercise(name), lambda: library.exercises(language), [])
    return Shelf(lambda name, place: shared(name), chooser.chosen)


def with_standing(handouts: tuple[Handout, ...], library: Library) -> tuple[Handout, ...]:
    """The topics, all in one language, with their true status.

    They are drafts again where the words are not those approved.
    """
    shelf = shelf_of(library, handouts[0].language)
    return tuple(standing(handout, shelf, library) for handout in handouts)
