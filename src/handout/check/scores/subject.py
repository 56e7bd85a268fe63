"""A topic with all that an item may look at.

In: the topic, the clinic and the look that it is printed in. Out: a `Subject`. What stands under a
condition is read by the rules, because it is printed for somebody; it earns no item, because it is
not printed for everybody.
"""

from collections.abc import Iterator

from msgspec import Struct, structs

from handout.check.lexicon import Lexicon
from handout.check.passages import NOTHING, Kind, Passage, Shelf, handout_passages
from handout.check.readability import Counts, Grades
from handout.check.scores.wording import Wording
from handout.errors import Problem
from handout.model.clinic import Clinic
from handout.model.exercise import Exercise
from handout.model.handout import (
    Block,
    CalloutBlock,
    ExercisesBlock,
    FigureBlock,
    Handout,
    IncludeBlock,
    PhasesBlock,
    Section,
    Shared,
    TogetherBlock,
)
from handout.model.template import Template


class Always(Struct, frozen=True):
    """What every leaflet prints round a topic's words. look: what it is printed in."""

    look: Template
    has_message_box: bool
    has_contacts: bool


class Part(Struct, frozen=True):
    """A section as every reader gets it.

    blocks: in order, each before those inside it, with those of shared blocks.
    """

    passages: tuple[Passage, ...]
    blocks: tuple[Block, ...]
    exercises: tuple[Exercise, ...]


class Subject(Struct, frozen=True):
    """What an item is asked of.

    front:    title, summary and main message. findings: of the rules of the words, with their ids.
    lexicon, wording: None where the language has none.
    """

    handout: Handout
    always: Always
    front: tuple[Passage, ...]
    parts: tuple[Part, ...]
    findings: tuple[Problem, ...]
    counts: Counts
    grades: Grades
    lexicon: Lexicon | None
    wording: Wording | None

    def first(self, kind: Kind) -> Passage | None:
        """The title, the summary or the main message; None where it is blank."""
        return next((one for one in self.front if one.kind == kind), None)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that every reader reads."""
        return (*self.front, *(one for part in self.parts for one in part.passages))

    @property
    def own_file(self) -> str:
        """The topic's own file."""
        return self.handout.title.place.file

    @property
    def own(self) -> tuple[Passage, ...]:
        """What is written in the topic's own file: no shared blocks, no exercises."""
        return tuple(one for one in self.passages if one.source.place.file == self.own_file)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks that every reader gets."""
        return tuple(block for part in self.parts for block in part.blocks)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """All exercises."""
        return tuple(one for part in self.parts for one in part.exercises)


def always(clinic: Clinic, look: Template) -> Always:
    """What the clinic's look prints with every topic."""
    furniture = look.furniture
    is_whole = not look.only
    return Always(
        look, is_whole and furniture.main_message, is_whole and furniture.contacts and
        bool(clinic.sites),
    )  # fmt: skip


def front_of(handout: Handout) -> tuple[Passage, ...]:
    """Title, summary and main message."""
    return handout_passages(structs.replace(handout, sections=()), NOTHING)


def parts_of(handout: Handout, shelf: Shelf) -> tuple[Part, ...]:
    """The sections that every reader gets.

    Raises: HandoutError where a shared block or an exercise is not there or cannot be read.
    """
    plain = structs.replace(shelf, shared=lambda name, place: _for_all(shelf.shared(name, place)))
    return tuple(
        _part(handout, structs.replace(section, blocks=_kept(section.blocks)), plain)
        for section in handout.sections
        if section.when is None
    )


def _part(handout: Handout, section: Section, shelf: Shelf) -> Part:
    alone = structs.replace(handout, sections=(section,))
    front = len(front_of(handout))
    blocks = tuple(_flat(section.blocks, shelf, ()))
    return Part(
        handout_passages(alone, shelf)[front:], blocks, tuple(_exercises(blocks, shelf))
    )  # fmt: skip


def _for_all(shared: Shared) -> Shared:
    return structs.replace(shared, blocks=_kept(shared.blocks))


def _kept(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks that stand under no condition."""
    return tuple(_without_conditions(block) for block in blocks if block.when is None)


def _without_conditions(block: Block) -> Block:
    match block:
        case CalloutBlock():
            return structs.replace(block, blocks=_kept(block.blocks))
        case TogetherBlock():
            return structs.replace(block, together=_kept(block.together))
        case FigureBlock():
            return structs.replace(block, beside=_kept(block.beside))
        case _:
            return block


def _flat(blocks: tuple[Block, ...], shelf: Shelf, inside: tuple[str, ...]) -> Iterator[Block]:
    """Each block, then those inside it. inside: the shared blocks that are being read."""
    for block in blocks:
        yield block
        match block:
            case IncludeBlock(include=name) if name not in inside:
                shared = shelf.shared(name, block.place)
                yield from _flat(shared.blocks, shelf, (*inside, name))
            case CalloutBlock(blocks=inner) | TogetherBlock(together=inner):
                yield from _flat(inner, shelf, inside)
            case FigureBlock(beside=inner):
                yield from _flat(inner, shelf, inside)
            case _:
                pass


def _exercises(blocks: tuple[Block, ...], shelf: Shelf) -> Iterator[Exercise]:
    for block in blocks:
        match block:
            case ExercisesBlock():
                yield from (one.exercise for one in shelf.chosen(block.exercises))
            case PhasesBlock():
                for phase in block.phases:
                    yield from (one.exercise for one in shelf.chosen(phase.exercises))
            case _:
                pass
