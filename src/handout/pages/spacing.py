"""What a block asks of the pages: the white space round it, and what of it is not parted."""

from handout.document import (
    Banner,
    Blanks,
    Block,
    Callout,
    Columns,
    Diary,
    DoDont,
    Exercise,
    Exercises,
    Figure,
    Heading,
    List,
    Panel,
    Paragraph,
    Run,
    Table,
)
from handout.pages import exercises
from handout.pages.setting import Setting

_SHORT_LIST = 4
"""A list with no more items is not parted."""

_SHORT_TABLE = 8
"""The same for the rows of a table."""


def rank(block: Heading) -> int:
    """Which of the three sizes of heading it has, 1 being the largest."""
    return min(block.rank or block.level, 3)


def gaps(block: Block, setting: Setting) -> tuple[float, float]:
    """White space above and below a block."""
    scale = setting.template.type
    match block:
        case Heading(level=level):
            size = rank(block)
            style = (scale.title, scale.heading, scale.subheading)[size - 1]
            begins_topic = size == 1 and level > 1  # of a pack, under the end of another
            return 2 * scale.heading.before if begins_topic else style.before, style.after
        case Paragraph(style="lead"):
            return scale.lead.before, scale.lead.after
        case Paragraph(style="line"):
            return 0.0, 0.0
        case Paragraph(style="small"):
            return setting.rhythm * 0.5, setting.rhythm * 0.5
        case Exercise():
            return exercises.gap("cards", setting), exercises.gap("cards", setting)
        case (
            Callout() | Table() | Diary() | Figure() | Exercises() | DoDont() | Columns()
            | Banner() | Panel()
        ):  # fmt: skip
            return setting.rhythm * 1.4, setting.rhythm * 1.4
        case _:
            return setting.rhythm, setting.rhythm


def is_whole(block: Block) -> bool:
    """Whether no page ends inside the block, if one can hold it."""
    match block:
        case Callout() | Blanks() | Diary():
            return True
        case List(items=items):
            return len(items) <= _SHORT_LIST
        case Table(rows=rows):
            return len(rows) <= _SHORT_TABLE
        case _:
            return False


def keeps_next(block: Block) -> bool:
    """Whether the block stands on the page of what follows: a heading, a line that ends in `:`."""
    match block:
        case Heading(level=level):
            return level > 1
        case Paragraph(spans=spans):
            last = spans[-1] if spans else None
            return isinstance(last, Run) and last.text.rstrip().endswith(":")
        case Columns(keeps_next=it_does):
            return it_does
        case _:
            return False


def belongs(first: Block, second: Block) -> bool:
    """Whether no page may end between the two: lines of an address, a heading and what it heads."""
    lines = [isinstance(block, Paragraph) and block.style == "line" for block in (first, second)]
    return all(lines) or keeps_next(first)


def spare(block: Block, rows: int) -> int:
    """So many rows of notes are printed at least, with their label."""
    if not isinstance(block, Blanks) or not block.least:
        return 0
    return rows - block.lines + min(block.least, block.lines)
