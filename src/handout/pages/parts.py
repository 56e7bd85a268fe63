"""The parts of a press: blocks that are set, and what is left open until a leaflet is printed.

`set_parts` sets every block that is the same for everybody; `flow` gives the boxes of one printing.
"""

from collections.abc import Iterator
from typing import assert_never

from msgspec import Struct

from handout.document import (
    Block,
    Contents,
    Exercise,
    Exercises,
    Insert,
    Layout,
    When,
    filled,
    has_slot,
    ordered,
)
from handout.errors import HandoutError, Problem
from handout.pages.blocks import set_block
from handout.pages.box import Box
from handout.pages.exercises import set_card
from handout.pages.groups import cells, laid_out
from handout.pages.setting import Setting


class SetPart(Struct, frozen=True, tag="set", array_like=True):
    """A block that is the same for everybody, set."""

    box: Box


class OpenPart(Struct, frozen=True, tag="open", array_like=True):
    """A block with fields, set when it is printed."""

    block: Block


class GatePart(Struct, frozen=True, tag="gate", array_like=True):
    """Parts printed where the condition slot is true."""

    slot: int
    parts: "tuple[Part, ...]"


class GivenPart(Struct, frozen=True, tag="given", array_like=True):
    """Blocks that the visit gives, or these parts."""

    slot: int
    parts: "tuple[Part, ...]"


class GroupPart(Struct, frozen=True, tag="group", array_like=True):
    """Exercises, a part each, laid out in the order that the visit gives for the slot.

    wide: the same parts for the whole width, where others are paired and one may be left over.
    """

    slot: int
    layout: Layout
    parts: "tuple[Part, ...]"
    wide: "tuple[Part, ...]" = ()


Part = SetPart | OpenPart | GatePart | GivenPart | GroupPart


Gated = dict[int, list[int]]
"""The numbers of boxes among those of a leaflet, by the condition slot that they stand under."""


def set_parts(
    blocks: tuple[Block, ...], ready: Setting, width: float, problems: list[Problem],
    layout: Layout | None = None,
) -> tuple[Part, ...]:  # fmt: skip
    """A part for each block, in order. What cannot be set is told in `problems`.

    layout: of the group of exercises that the blocks are in.
    """
    parts: list[Part] = []
    for block in blocks:
        match block:
            case When(slot=slot, blocks=inner):
                parts.append(GatePart(slot, set_parts(inner, ready, width, problems, layout)))
            case Insert(slot=slot, default=inner):
                parts.append(GivenPart(slot, set_parts(inner, ready, width, problems, layout)))
            case Exercises(slot=slot, layout=own):
                cell, alone = cells(own, ready, width)
                cards = set_parts(block.blocks, cell.setting, cell.width, problems, cell.layout)
                wide = alone and set_parts(
                    block.blocks, alone.setting, alone.width, [], alone.layout
                )
                parts.append(GroupPart(slot, own, cards, wide or ()))
            case _ if has_slot(block):
                parts.append(OpenPart(block))
            case _:
                try:
                    parts.append(SetPart(_set(block, ready, width, layout)))
                except HandoutError as error:
                    problems += error.problems
    return tuple(parts)


def set_boxes(parts: tuple[Part, ...]) -> Iterator[Box]:
    """Every box that is set, in order."""
    for part in parts:
        match part:
            case SetPart(box=box):
                yield box
            case GatePart(parts=inner) | GivenPart(parts=inner):
                yield from set_boxes(inner)
            case GroupPart(parts=inner, wide=wide):
                yield from set_boxes((*inner, *wide))
            case OpenPart():
                pass
            case _:
                assert_never(part)


def has_contents(parts: tuple[Part, ...]) -> bool:
    """Whether the parts hold a contents list, whose page numbers are known last."""
    return any(isinstance(part, OpenPart) and isinstance(part.block, Contents) for part in parts)


def flow(
    parts: tuple[Part, ...], ready: Setting, width: float, layout: Layout | None = None,
    gated: Gated | None = None, before: int = 0,
) -> list[Box]:  # fmt: skip
    """The boxes of one printing, in order.

    gated: gets the boxes that stand under the conditions of these parts. before: how many boxes of
    the leaflet come before these.
    """
    fill = ready.setter.fill
    out: list[Box] = []
    for part in parts:
        match part:
            case SetPart(box=box):
                out.append(box)
            case OpenPart(block=block):
                out.append(_set(block, ready, width, layout))
            case GatePart(slot=slot, parts=inner):
                if fill.shown[slot]:
                    start = len(out)
                    out += flow(inner, ready, width, layout)
                    if gated is not None:
                        numbers = range(before + start, before + len(out))
                        gated.setdefault(slot, []).extend(numbers)
            case GivenPart(slot=slot, parts=inner):
                given = fill.blocks[slot]
                if given is None:
                    out += flow(inner, ready, width, layout)
                else:
                    out += _flow_of(given, ready, width, layout)
            case GroupPart(slot=slot, layout=own, parts=inner, wide=wide):
                cell, alone = cells(own, ready, width)
                cards = flow(ordered(inner, slot, fill), cell.setting, cell.width, cell.layout)
                left: list[Box] = []
                if alone:
                    shown = ordered(wide, slot, fill)
                    left = flow(shown, alone.setting, alone.width, alone.layout)
                out += laid_out(cards, own, ready, width, left)
            case _:
                assert_never(part)
    return out


def _flow_of(
    blocks: tuple[Block, ...], ready: Setting, width: float, layout: Layout | None
) -> list[Box]:
    """The boxes of blocks that the visit gives."""
    fill = ready.setter.fill
    out: list[Box] = []
    for block in filled(blocks, fill):
        if isinstance(block, Exercises):
            cell, alone = cells(block.layout, ready, width)
            inner = ordered(block.blocks, block.slot, fill)
            cards = _flow_of(inner, cell.setting, cell.width, cell.layout)
            left = alone and _flow_of(inner, alone.setting, alone.width, alone.layout)
            out += laid_out(cards, block.layout, ready, width, left or ())
        else:
            out.append(_set(block, ready, width, layout))
    return out


def _set(block: Block, ready: Setting, width: float, layout: Layout | None) -> Box:
    if layout and isinstance(block, Exercise):
        return set_card(block, layout, ready, width)
    return set_block(block, ready, width)
