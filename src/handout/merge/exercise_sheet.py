"""Sheets of a topic's exercises: who they are for, when to stop, and each exercise large."""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from msgspec import structs

from handout.document import (
    Block,
    Break,
    Callout,
    Columns,
    Contents,
    Exercises,
    Heading,
    Insert,
    Insertion,
    Keep,
    Paragraph,
    Run,
    When,
)
from handout.errors import Problem
from handout.merge import furniture
from handout.merge.blocks import BlockMerger
from handout.merge.surroundings import Surroundings
from handout.merge.values import one_line
from handout.model import handout as written
from handout.model.handout import Handout, Section
from handout.model.pack import Pack

EXERCISES = "exercises"
"""What a look names, beside shared blocks, to print the exercises of a topic."""

_LEVEL = 2

_SIDES = (0.8, 1.2)
"""The widths of the two sides of the first page; the warning signs are on the wider."""


def exercise_sheet(
    handouts: tuple[Handout, ...], pack: Pack, merger: BlockMerger, around: Surroundings
) -> Iterator[Block]:
    """The exercises of the topics that have any, after a page about them all.

    That one has the other shared blocks that the look asks for, and what a visit says. pack: what
    gives several topics their title.
    """
    found = tuple(one for one in handouts if any(map(_is_asked_for, one.sections)))
    if not found:
        names = ", ".join(handout.id for handout in handouts)
        look = around.template.name
        message = f"the look {look!r} prints exercises, and there are none in {names}"
        hint = "choose a topic with exercises, or another look"
        merger.leaves.problems.append(Problem(message, handouts[0].place, hint))
        return
    if len(found) > 1:
        merger.exercises.before = {}
    yield from _about(found, pack if len(handouts) > 1 else None, merger, around)
    for handout in found:
        yield Break()
        level = _LEVEL + 1 if len(handouts) > 1 else _LEVEL
        if len(handouts) > 1:
            yield Heading(_LEVEL, merger.leaves.spans(handout.title), handout.id, 2, handout.place)
        for section in handout.sections:
            yield from merger.gated(section.when, partial(_large, section.blocks, merger, level))
        if len(found) > 1:
            merger.exercises.next_topic()
    if around.template.furniture.patient_panel:
        yield Insert(merger.leaves.insert(Insertion("added")))


def _about(
    handouts: tuple[Handout, ...], pack: Pack | None, merger: BlockMerger, around: Surroundings
) -> Iterator[Block]:
    """Whose exercises they are, beside when to stop; what the visit says under both."""
    look, clinic, strings = around.template.furniture, around.clinic, around.strings
    if look.banner:
        yield furniture.banner(clinic, strings)
    yield from _title(handouts, pack, merger)
    marks = (furniture.marks(handout, around.today, strings) for handout in handouts)
    yield from dict.fromkeys(chain.from_iterable(marks))
    left: list[Block] = []
    if look.patient_panel:
        left.append(furniture.patient_panel(merger.leaves, strings))
    if look.main_message and not pack:
        words = handouts[0].main_message
        left.append(Callout("message", _LEVEL, merger.leaves.spans(words), (), words.place))
    if look.contacts:
        statements = furniture.statements(clinic, strings, look, is_short=False)
        left += (*furniture.phones(clinic), *statements)
    names = (name for name in around.template.only if name != EXERCISES)
    right = merger.all(tuple(written.IncludeBlock(include=name) for name in names), _LEVEL)
    yield Columns((tuple(left), right), _SIDES) if left and right else Keep((*left, *right))
    if look.patient_panel:
        yield Insert(merger.leaves.insert(Insertion("visit")))


def _title(
    handouts: tuple[Handout, ...], pack: Pack | None, merger: BlockMerger
) -> Iterator[Block]:
    """The title; of a pack its own, over the list of its topics that have exercises."""
    if not pack:
        (handout,) = handouts
        yield Heading(1, merger.leaves.spans(handout.title), handout.id, 1, handout.place)
        return
    yield Heading(1, (Run(one_line(pack.title)),), place=pack.place)
    titles = tuple((merger.leaves.words(one.title), one.id) for one in handouts)
    yield Contents(titles, merger.strings.contents_page)


def _is_asked_for(section: Section) -> bool:
    return _has_exercises(section.blocks)


def _has_exercises(blocks: tuple[written.Block, ...]) -> bool:
    return any(
        isinstance(block, written.ExercisesBlock | written.PhasesBlock)
        or _has_exercises(_inside(block))
        for block in blocks
    )


def _inside(block: written.Block) -> tuple[written.Block, ...]:
    match block:
        case written.CalloutBlock(blocks=inner):
            return inner
        case written.TogetherBlock(together=inner) | written.FigureBlock(beside=inner):
            return inner
        case _:
            return ()


def _large(blocks: tuple[written.Block, ...], merger: BlockMerger, level: int) -> tuple[Block, ...]:
    """The exercises among the blocks, large, behind their conditions."""
    found: list[Block] = []
    for block in blocks:
        match block:
            case written.ExercisesBlock():
                found += merger.all((structs.replace(block, layout="full-page"),), level)
            case written.PhasesBlock(phases=phases):
                large = tuple(structs.replace(phase, layout="full-page") for phase in phases)
                found += _low(merger.all((structs.replace(block, phases=large),), level))
            case _:
                found += merger.gated(block.when, partial(_large, _inside(block), merger, level))
    return tuple(found)


def _low(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks, what leads to a group of exercises side by side, so that they fit under it."""
    waiting: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph() | Insert():
                waiting.append(block)
            case Exercises() if len(waiting) > 1:
                half = (len(waiting) + 1) // 2
                sides = (tuple(waiting[:half]), tuple(waiting[half:]))
                yield from (Columns(sides, (1.0, 1.0), keeps_next=True), block)
                waiting.clear()
            case When(slot=slot, blocks=inner):
                yield from (*waiting, When(slot, tuple(_low(inner))))
                waiting.clear()
            case _:
                yield from (*waiting, block)
                waiting.clear()
    yield from waiting
