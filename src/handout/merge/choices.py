"""Which exercises a handout asks for: each by its id, or all of the catalogue that have tags."""

from collections.abc import Callable, Iterator
from typing import NoReturn

from msgspec import Struct

from handout.errors import HandoutError, Place, Problem, fail
from handout.model.exercise import Exercise
from handout.model.programme import ExerciseChoice
from handout.source.suggest import nearest

Catalogue = tuple[tuple[str, Exercise], ...]
"""Every exercise in the handout's language with its id, in order."""


class Chosen(Struct, frozen=True):
    """An exercise with its id, and the choice that asked for it."""

    id: str
    exercise: Exercise
    choice: ExerciseChoice


class Chooser(Struct):
    """Finds what choices ask for. The catalogue is read once, when tags first ask for it."""

    exercise: Callable[[str, Place | None], Exercise]
    exercises: Callable[[], Catalogue]
    problems: list[Problem]
    _catalogue: Catalogue | None = None

    def chosen(self, choices: tuple[ExerciseChoice, ...]) -> tuple[Chosen, ...]:
        """The exercises in the order of the choices, each once; problems are kept."""
        found: dict[str, Chosen] = {}
        for choice in choices:
            try:
                for one in self._of(choice):
                    if one.id in found:
                        self._twice(one)
                    else:
                        found[one.id] = one
            except HandoutError as error:
                self.problems += error.problems
        return tuple(found.values())

    def _of(self, choice: ExerciseChoice) -> Iterator[Chosen]:
        if bool(choice.id) == bool(choice.tags):
            message = "an exercise is chosen by id or by tags"
            both = "take one of them out" if choice.id else "write id: or tags:"
            fail(message, choice.place, both)
        if choice.id and choice.except_:
            fail("'except' stands beside tags only", choice.place, "take it out")
        if choice.id:
            yield Chosen(choice.id, self.exercise(choice.id, choice.place), choice)
        else:
            yield from (Chosen(name, one, choice) for name, one in self._tagged(choice))

    def _tagged(self, choice: ExerciseChoice) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = self.exercises()
        known = {tag for _, exercise in self._catalogue for tag in exercise.tags}
        for tag in choice.tags:
            if tag not in known:
                _unknown(f"no exercise has the tag {tag!r}", tag, known, choice)
        found = {
            name: exercise
            for name, exercise in self._catalogue
            if set(choice.tags) <= set(exercise.tags)
        }
        for name in choice.except_:
            if name not in found:
                _unknown(f"{name!r} has not these tags anyway", name, set(found), choice)
        left = tuple((name, one) for name, one in found.items() if name not in choice.except_)
        if not left:
            tags = ", ".join(map(repr, choice.tags))
            fail(f"no exercise is left that has all of {tags}", choice.place, "ask for fewer tags")
        return left

    def _twice(self, one: Chosen) -> None:
        hint = f"write except: [{one.id}] beside the tags" if one.choice.tags else "take one out"
        message = f"the exercise {one.id!r} stands here twice"
        self.problems.append(Problem(message, one.choice.place, hint))


def _unknown(message: str, name: str, known: set[str], choice: ExerciseChoice) -> NoReturn:
    near = nearest(name, sorted(known))
    listed = f"there are {', '.join(sorted(known)) or 'none'}"
    fail(message, choice.place, f"did you mean {near!r}?" if near else listed)
