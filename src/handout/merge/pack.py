"""What is said once in a pack: the warning signs before its first topic, and one diary."""

from collections.abc import Iterator

from msgspec import Struct, structs

from handout.document import Block, Heading, Run, See
from handout.merge.blocks import BlockMerger
from handout.merge.extract import includes
from handout.model.handout import (
    SHORT_SIGNS,
    WARNING_SIGNS,
    ExerciseDiaryBlock,
    Handout,
    IncludeBlock,
)
from handout.model.parts import parts
from handout.model.scalars import Condition
from handout.model.strings import Strings

_ANCHOR = "shared:warning-signs"
"""No topic's anchor: ids have no colon."""


class Signs(Struct, frozen=True):
    """The warning signs of a pack, with a heading of their own; no blocks where it has none."""

    blocks: tuple[Block, ...] = ()

    def entries(self, strings: Strings) -> tuple[tuple[str, str], ...]:
        """Their line of the contents, if they have one."""
        return ((strings.pack_signs, _ANCHOR),) if self.blocks else ()


def signs_once(handouts: tuple[Handout, ...], merger: BlockMerger) -> Signs:
    """The warning signs of the topics: in full where any of them has them so, else the main ones.

    What is merged from now on says on which page they are instead.
    """
    found = next(_signs(handouts), None)
    if found is None:
        return Signs()
    strings = merger.strings
    heading = Heading(2, (Run(strings.pack_signs),), _ANCHOR)
    blocks = (heading, *merger.all((found,), 3))
    line = See(strings.pack_signs_page, _ANCHOR, (), strings.place)
    merger.instead = {WARNING_SIGNS: line, SHORT_SIGNS: line}
    return Signs(blocks)


def _signs(handouts: tuple[Handout, ...]) -> Iterator[IncludeBlock]:
    """Where the topics include them, all of the signs before the main ones; for every reader."""
    for name in (WARNING_SIGNS, SHORT_SIGNS):
        for handout in handouts:
            for section in handout.sections:
                for include in includes(section, name):
                    yield IncludeBlock(include=name, place=include.place)


def diary_once(handouts: tuple[Handout, ...]) -> ExerciseDiaryBlock | None:
    """The diary of all exercises of a pack: the last that every reader gets, with the most weeks.

    None where it has not two diaries, or none for everybody: they are all printed then.
    """
    found = tuple(parts(handouts, ExerciseDiaryBlock))
    always = [
        diary
        for handout in handouts
        for section in handout.sections
        if section.when is None
        for block in section.blocks
        if not any(parts(block, Condition))
        for diary in parts(block, ExerciseDiaryBlock)
    ]
    if len(found) < 2 or not always:
        return None
    return structs.replace(always[-1], weeks=max(diary.weeks for diary in found))
