"""What a leaflet shows beside its words: pictures, tables, and what can be filled in."""

from collections.abc import Iterator

from msgspec import Struct

from handout.check.numbers import words as texts
from handout.check.scores.answer import short, told
from handout.check.scores.subject import Part, Subject
from handout.errors import Place
from handout.model.handout import (
    Block,
    ChecklistBlock,
    DiaryBlock,
    ExerciseDiaryBlock,
    FigureBlock,
    LinesBlock,
    TableBlock,
)
from handout.model.scalars import Text


class Visual(Struct, frozen=True):
    """A picture: a figure, or an exercise that is drawn.

    caption: what it is called. words: its caption and what stands beside it.
    """

    caption: str
    alt: str
    place: Place | None
    words: frozenset[Text] = frozenset()
    is_exercise: bool = False


class Grid(Struct, frozen=True):
    """A table or a diary. rows: the first cells, where they name their rows.

    is_to_fill: it has cells to write in.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    place: Place | None
    is_to_fill: bool


def visuals(part: Part) -> Iterator[Visual]:
    """The pictures of a section."""
    for block in part.blocks:
        if isinstance(block, FigureBlock):
            words_with = frozenset((block.caption, *texts(block.beside)))
            caption = block.caption
            yield Visual(caption.value.strip(), block.alt.value, caption.place, words_with)
    for one in part.exercises:
        if one.figure:
            yield Visual(one.name.value.strip(), one.alt.value, one.place, is_exercise=True)


def all_visuals(subject: Subject) -> tuple[Visual, ...]:
    """The pictures of the leaflet."""
    return tuple(one for part in subject.parts for one in visuals(part))


def grids(blocks: tuple[Block, ...]) -> Iterator[Grid]:
    """The tables and diaries."""
    for block in blocks:
        match block:
            case TableBlock():
                rows = tuple(row[0].value for row in block.rows) if block.row_headers else ()
                columns = tuple(one.value for one in block.columns)
                yield Grid(block.table.value, columns, rows, block.table.place, _is_to_fill(block))
            case DiaryBlock():
                columns = tuple(one.value for one in block.columns)
                yield Grid(block.diary.value, columns, (), block.diary.place, True)
            case _:
                pass


def _is_to_fill(block: TableBlock) -> bool:
    return any(not cell.value.strip() for row in block.rows for cell in row)


def tools(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Place | None]]:
    """What a reader can fill in or tick: what it is, and where it stands."""
    for block in blocks:
        match block:
            case ChecklistBlock():
                yield f"a checklist of {told(len(block.checklist), 'item')}", block.place
            case DiaryBlock():
                yield f"the diary {short(block.diary.value)}", block.diary.place
            case ExerciseDiaryBlock():
                yield f"the diary {short(block.exercise_diary.value)}", block.place
            case LinesBlock():
                yield f"lines for {short(block.label.value)}", block.label.place
            case TableBlock() if _is_to_fill(block):
                yield f"the table {short(block.table.value)} to fill in", block.table.place
            case _:
                pass


def is_form(subject: Subject) -> bool:
    """Whether the leaflet is there to be filled in: half of its sections and more are."""
    forms = [part for part in subject.parts if any(tools(part.blocks))]
    return len(forms) * 2 >= len(subject.parts) and not subject.exercises
