"""What an author may mark with `detail: true`, so that a look that is short of room leaves it out.

Nothing that keeps a reader safe may bear the mark, and nothing that is the clinic's or the visit's:
the program refuses it in every look.
"""

from collections.abc import Iterator
from typing import get_args

from msgspec import structs

from handout.errors import Problem
from handout.model import handout as written
from handout.model.handout import Handout, Section, Shared
from handout.model.parts import parts
from handout.model.scalars import Text

_HINT = "take detail: out, or move what must be printed out of it"
_NEVER = (
    (written.IncludeBlock, "a shared block, which is printed in full"),
    ((written.ExercisesBlock, written.PhasesBlock, written.ExerciseDiaryBlock), "exercises"),
)
_BLOCKS: tuple[type[written.Block], ...] = get_args(written.Block)
Part = Section | written.Block
_PARTS: tuple[type[Part], ...] = (Section, *_BLOCKS)


def detail_problems(handout: Handout) -> Iterator[Problem]:
    """What is marked as a detail and must never be left out."""
    for part in parts(handout.sections, _PARTS):
        if part.detail:
            yield from (_problem(part, what) for what in dict.fromkeys(_never(_own(part))))
        elif isinstance(part, written.CalloutBlock) and part.callout != "info":
            for inner in parts(part.blocks, _BLOCKS):
                if inner.detail:
                    yield _problem(inner, "a part of a warning")


def shared_problems(shared: Shared) -> Iterator[Problem]:
    """Details in a shared block, which is always printed in full."""
    for part in parts(shared.blocks, _BLOCKS):
        if part.detail:
            yield _problem(part, "a part of a shared block, which is printed in full")


def _own(part: Part) -> Part:
    """The part without what stays where it is left out."""
    return structs.replace(part, beside=()) if isinstance(part, written.FigureBlock) else part


def _never(part: Part) -> Iterator[str]:
    """What is in a part that may never be left out."""
    for kind, what in _NEVER:
        if next(parts(part, kind), None):
            yield what
    for one in parts(part, _PARTS):
        if one.when:
            yield "what is said to some readers only"
        if isinstance(one, written.CalloutBlock) and one.callout != "info":
            yield "a warning"
    if any("{{" in text.value for text in parts(part, Text)):
        yield "what the clinic or the visit fills in"


def _problem(part: Part, what: str) -> Problem:
    return Problem(f"this is marked as a detail, and holds {what}", part.place, _HINT)
