"""What a document leaves to the visit: numbered questions, their answers, blocks that ask."""

from collections.abc import Iterator
from typing import Literal, TypeVar, assert_never

from msgspec import Struct, structs

from handout.document.blocks import (
    Banner,
    Beside,
    Blanks,
    Block,
    Break,
    Callout,
    Columns,
    Contents,
    Diary,
    DoDont,
    Exercise,
    Exercises,
    Field,
    Figure,
    Heading,
    Insert,
    Keep,
    List,
    Panel,
    Paragraph,
    QrCode,
    See,
    Spans,
    Table,
    When,
)
from handout.errors import Place
from handout.expression import Expression
from handout.model.drawing import Drawing
from handout.model.exercise import DoseChange

T = TypeVar("T")


class Picture(Struct, frozen=True):
    """The content of an image file by the name that blocks use for it.

    data: the bytes of a PNG, JPEG or SVG file, or a drawing.
    """

    name: str
    data: bytes | Drawing
    place: Place | None = None


class Insertion(Struct, frozen=True):
    """Blocks that a visit may give.

    visit: its own words. exercise: a change to one, which is named with its cards and dose.
    added: exercises the document does not have. programme: how many exercises and minutes a day,
    before `group`: for all that is done all along, or for the one phase. diary: `weeks` to fill in,
    for all the exercises of the document; `corner` stands there where the days have no dates, and
    `anchor` is what leads to the first of them.
    cards: the exercise as it is for either side, for the left and for the right. see: the line that
    stands in its place where an earlier topic of the pack has it; it says a dose of its own.
    """

    kind: Literal["visit", "exercise", "added", "programme", "diary"]
    exercise: str = ""
    cards: tuple[Exercise, ...] = ()
    dose: DoseChange = DoseChange()
    caption: Spans = ()
    corner: Spans = ()
    weeks: int = 0
    group: int = 0
    level: int = 2
    see: See | None = None
    anchor: str = ""
    place: Place | None = None


class Group(Struct, frozen=True):
    """What decides whether and when the exercises of an Exercises block are done.

    inserts: the insert slot of each. conditions: slots that must all hold for it to be printed.
    phases: the programme in phases that it is one of, from 1; 0 where it is done all along.
    """

    inserts: tuple[int, ...]
    conditions: tuple[int, ...] = ()
    phases: int = 0


class Slots(Struct, frozen=True):
    """The questions a document leaves to the visit; a slot's number is its index here.

    orders: for each group of exercises, their ids in the order the handout has them.
    groups: the same groups.
    """

    texts: tuple[Expression, ...] = ()
    conditions: tuple[Expression, ...] = ()
    inserts: tuple[Insertion, ...] = ()
    orders: tuple[tuple[str, ...], ...] = ()
    groups: tuple[Group, ...] = ()


class Sooner(Struct, frozen=True):
    """The condition slots of blocks that have two places, of which one is shown.

    as_written: of the later place, which is right where it ends on the first two pages. early: of
    the other. As answered, the later one is shown.
    """

    early: int
    as_written: int

    def brought_forward(self, fill: "Fill") -> "Fill":
        """The answers with the early place instead of the other."""
        others = {self.early: True, self.as_written: False}
        shown = tuple(others.get(slot, answer) for slot, answer in enumerate(fill.shown))
        return structs.replace(fill, shown=shown)


class Fill(Struct, frozen=True):
    """The answers, slot by slot. None is a text the visit does not give: it prints as a blank.

    orders: for each group of exercises, the indices of its blocks in the order to print.
    pictures: of the exercises that the visit adds.
    """

    texts: tuple[str | None, ...] = ()
    shown: tuple[bool, ...] = ()
    blocks: tuple[tuple[Block, ...] | None, ...] = ()
    orders: tuple[tuple[int, ...], ...] = ()
    pictures: tuple[Picture, ...] = ()


def has_slot(block: Block) -> bool:
    """Whether anything in the block is left to the visit."""
    match block:
        case When() | Insert() | Exercises():
            return True
        case Heading(spans=spans) | Paragraph(spans=spans):
            return _open(spans)
        case List(items=items):
            return any(map(_open, items))
        case DoDont():
            return any(map(_open, (block.do_title, block.dont_title, *block.do, *block.dont)))
        case Callout():
            return _open(block.title) or any(map(has_slot, block.blocks))
        case Table():
            return any(
                map(_open, (block.caption, *block.columns, *(c for r in block.rows for c in r)))
            )
        case Figure():
            return _open(block.caption)
        case Beside():
            return has_slot(block.figure) or any(map(has_slot, block.blocks))
        case Blanks():
            return _open(block.label)
        case Exercise():
            pairs = (*block.details, *block.advice, *block.notes)
            words = (block.name, block.dose, *block.steps, *(s for pair in pairs for s in pair))
            return any(map(_open, words))
        case Diary():
            labels = (row.label for row in block.rows)
            return any(map(_open, (block.caption, block.corner, *block.days, *labels)))
        case Panel():
            return any(_open(spans) for pair in block.pairs for spans in pair)
        case Columns():
            return any(has_slot(inner) for group in block.groups for inner in group)
        case QrCode():
            return _open(block.caption)
        case Keep():
            return any(map(has_slot, block.blocks))
        case Contents() | See():
            return True
        case Banner() | Break():
            return False
        case _:
            assert_never(block)


def _open(spans: Spans) -> bool:
    return any(isinstance(span, Field) for span in spans)


def ordered(things: tuple[T, ...], slot: int, fill: Fill) -> tuple[T, ...]:
    """Things that stand for the blocks of an Exercises, in the order that `fill` has for its slot.

    Where it has none they stand in their own order.
    """
    order = fill.orders[slot] if 0 <= slot < len(fill.orders) else ()
    return tuple(things[index] for index in order) if order else things


def filled(blocks: tuple[Block, ...], fill: Fill) -> Iterator[Block]:
    """The blocks that `fill` shows; conditions and inserts among them are answered."""
    for block in blocks:
        match block:
            case When():
                if fill.shown[block.slot]:
                    yield from filled(block.blocks, fill)
            case Insert():
                given = fill.blocks[block.slot]
                yield from filled(block.default if given is None else given, fill)
            case _:
                yield block
