"""Sheets of a topic's exercises: who they are for, when to stop, and each exercise large."""

from collections.abc import Iterator
from functools import partial

from msgspec import structs

from handout.document import (
    Block,
    Break,
    Callout,
    Exercises,
    Heading,
    Insert,
    Insertion,
    When,
)
from handout.errors import Problem
from handout.merge import furniture
from handout.merge.blocks import BlockMerger
from handout.merge.surroundings import Surroundings
from handout.model import handout as written
from handout.model.handout import Handout

EXERCISES = "exercises"
"""What a look names, beside shared blocks, to print the exercises of a topic."""

_LEVEL = 2


def exercise_sheet(
    handouts: tuple[Handout, ...], merger: BlockMerger, around: Surroundings
) -> Iterator[Block]:
    """The exercises of the topics, each in a frame of its own, after a frame about them all.

    That one has the other shared blocks that the look asks for, and what a visit says.
    """
    if not any(_has_exercises(section.blocks) for one in handouts for section in one.sections):
        names = ", ".join(handout.id for handout in handouts)
        look = around.template.name
        message = f"the look {look!r} prints exercises, and there are none in {names}"
        hint = "choose a topic with exercises, or another look"
        merger.leaves.problems.append(Problem(message, handouts[0].place, hint))
        return
    yield from _about(handouts, merger, around)
    for handout in handouts:
        for section in handout.sections:
            blocks = merger.gated(section.when, partial(_large, section.blocks, merger))
            yield from _in_frames(blocks)
    if around.template.furniture.patient_panel:
        yield Insert(merger.leaves.insert(Insertion("added")))


def _about(
    handouts: tuple[Handout, ...], merger: BlockMerger, around: Surroundings
) -> Iterator[Block]:
    look, clinic, strings = around.template.furniture, around.clinic, around.strings
    if look.banner:
        yield furniture.banner(clinic, strings)
    spans = merger.leaves.spans
    for number, handout in enumerate(handouts):
        title = spans(handout.title)
        yield Heading(2 if number else 1, title, handout.id, 1, handout.place)
        yield from furniture.marks(handout, around.today, strings)
    if look.patient_panel:
        yield furniture.patient_panel(merger.leaves, strings)
    if look.main_message:
        for handout in handouts:
            words = handout.main_message
            yield Callout("message", _LEVEL, spans(words), (), words.place)
    if look.contacts:
        yield from furniture.phones(clinic)
        yield from furniture.statements(clinic, strings)
    names = (name for name in around.template.only if name != EXERCISES)
    yield from merger.all(tuple(written.IncludeBlock(include=name) for name in names), _LEVEL)
    if look.patient_panel:
        yield Insert(merger.leaves.insert(Insertion("visit")))


def _in_frames(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks, each group of exercises from a new frame on; what introduces it stays before."""
    for block in blocks:
        match block:
            case When(slot=slot, blocks=inner):
                yield When(slot, tuple(_in_frames(inner)))
            case Exercises():
                yield from (Break("frame"), block)
            case _:
                yield block


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


def _large(blocks: tuple[written.Block, ...], merger: BlockMerger) -> tuple[Block, ...]:
    """The exercises among the blocks, large, behind their conditions."""
    found: list[Block] = []
    for block in blocks:
        match block:
            case written.ExercisesBlock():
                found += merger.all((structs.replace(block, layout="full-page"),), _LEVEL)
            case written.PhasesBlock(phases=phases):
                large = tuple(structs.replace(phase, layout="full-page") for phase in phases)
                found += merger.all((structs.replace(block, phases=large),), _LEVEL)
            case _:
                found += merger.gated(block.when, partial(_large, _inside(block), merger))
    return tuple(found)
