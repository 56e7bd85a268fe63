"""What a look leaves out where room is short: what authors marked, and what stands round it."""

from collections.abc import Iterator, Set

from msgspec import structs

from handout.merge.surroundings import Surroundings
from handout.model import handout as written
from handout.model.handout import Handout
from handout.model.template import Omission


def shortened(
    handouts: tuple[Handout, ...], around: Surroundings
) -> tuple[tuple[Handout, ...], Surroundings]:
    """The topics and the look without what is left out."""
    left_out = frozenset(around.left_out)
    look = around.template.furniture
    look = structs.replace(
        look,
        note_lines=0 if "notes" in left_out else look.note_lines,
        sources=look.sources and "sources" not in left_out,
        hours=look.hours and "hours" not in left_out,
    )
    short = tuple(_short(handout, left_out) for handout in handouts)
    template = structs.replace(around.template, furniture=look)
    return short, structs.replace(around, template=template, is_short=short != handouts)


def _short(handout: Handout, left_out: Set[Omission]) -> Handout:
    """The topic without its details; a section that has nothing else goes with its heading."""
    sections = []
    for section in handout.sections:
        is_out = section.detail and "details" in left_out
        blocks = () if is_out else tuple(_kept(section.blocks, left_out))
        if blocks:
            sections.append(structs.replace(section, blocks=blocks))
    return structs.replace(handout, sections=tuple(sections))


def _kept(blocks: tuple[written.Block, ...], left_out: Set[Omission]) -> Iterator[written.Block]:
    """The blocks that stay; what stands beside a figure stays where the figure goes."""
    for block in blocks:
        match block:
            case written.FigureBlock(beside=inner):
                beside = tuple(_kept(inner, left_out))
                if block.detail and "figures" in left_out:
                    yield from beside
                else:
                    yield structs.replace(block, beside=beside)
            case _ if block.detail and "details" in left_out:
                continue
            case written.CalloutBlock(blocks=inner):
                if kept := tuple(_kept(inner, left_out)):
                    yield structs.replace(block, blocks=kept)
            case written.TogetherBlock(together=inner):
                if kept := tuple(_kept(inner, left_out)):
                    yield structs.replace(block, together=kept)
            case _:
                yield block
