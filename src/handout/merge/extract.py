"""Looks that print shared blocks only, such as a card of warning signs, or exercises only."""

from collections.abc import Iterator
from itertools import chain

from handout.document import Block, Break, Paragraph, Run
from handout.errors import Problem
from handout.merge import furniture
from handout.merge.blocks import BlockMerger
from handout.merge.exercise_sheet import EXERCISES, exercise_sheet
from handout.merge.surroundings import Surroundings
from handout.model import handout as written
from handout.model.handout import SHORT_SIGNS, WARNING_SIGNS, Handout
from handout.model.pack import Pack


def extract(
    handouts: tuple[Handout, ...], pack: Pack, merger: BlockMerger, around: Surroundings
) -> tuple[Block, ...]:
    """The shared blocks the look asks for, each callout in a frame of its own; or exercises."""
    _keep_signs(handouts, merger, around)
    if EXERCISES in around.template.only:
        return tuple(exercise_sheet(handouts, pack, merger, around))
    blocks: list[Block] = []
    for name in around.template.only:
        sections = (section for handout in handouts for section in handout.sections)
        include = next((i for section in sections for i in includes(section, name)), None)
        if include is None:
            merger.leaves.problems.append(
                Problem(
                    f"the look {around.template.name!r} prints the shared block {name!r}, which "
                    f"{handouts[0].id} does not include",
                    handouts[0].place,
                    "choose a topic that includes it",
                )
            )
            continue
        shared = around.shelf.shared(name, include.place)
        blocks += furniture.cover(shared.title, around.clinic, around.strings)
        blocks += (
            Paragraph((Run(line),), "small")
            for line in furniture.footer(handouts, shared.title, around.strings)
        )
        marks = (furniture.marks(handout, around.today, around.strings) for handout in handouts)
        blocks += dict.fromkeys(chain.from_iterable(marks))  # several topics, one card
        for block in merger.all((include,), 2):
            blocks += (Break("frame"), block)
    return tuple(blocks)


def _keep_signs(handouts: tuple[Handout, ...], merger: BlockMerger, around: Surroundings) -> None:
    """Note a problem for each condition whose warning signs the look would not print."""
    if {WARNING_SIGNS, SHORT_SIGNS} & set(around.template.only):
        return
    for handout in handouts:
        if handout.kind in ("condition", "safety"):
            merger.leaves.problems.append(
                Problem(
                    f"the look {around.template.name!r} leaves the warning signs out of "
                    f"{handout.id}",
                    around.template.place,
                    f"add {WARNING_SIGNS} to only:",
                )
            )


def includes(section: written.Section, name: str) -> tuple[written.IncludeBlock, ...]:
    """Where a section includes a shared block."""
    return tuple(_included(section, name))


def _included(section: written.Section, name: str) -> Iterator[written.IncludeBlock]:
    waiting: list[written.Block] = [*section.blocks]
    while waiting:
        block = waiting.pop(0)
        match block:
            case written.IncludeBlock(include=included) if included == name:
                yield block
            case (
                written.CalloutBlock(blocks=inner)
                | written.TogetherBlock(together=inner)
                | written.FigureBlock(beside=inner)
            ):
                waiting = [*inner, *waiting]
            case _:
                pass
