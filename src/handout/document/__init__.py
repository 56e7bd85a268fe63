"""What will be printed for one clinic and one look: blocks and spans, ready to be set.

Comes from `merge`, goes to `pages`. Clinic values stand in it as words. What depends on the visit
is a *slot*: a number that a `Fill` answers when a leaflet is printed, with words in the middle of a
sentence, with whether a block is shown, or with whole blocks. So nothing here knows what a patient
is, and nothing in a `Fill` can be anything but words or blocks.
"""

from typing import Literal

from msgspec import Struct

from handout.document.blocks import (
    TINT,
    Banner,
    Beside,
    Blanks,
    Block,
    Break,
    Callout,
    CalloutKind,
    Columns,
    Contents,
    Diary,
    DiaryRow,
    Direction,
    DoDont,
    Exercise,
    Exercises,
    Field,
    Figure,
    Heading,
    Insert,
    Keep,
    List,
    ListKind,
    Panel,
    Paragraph,
    ParagraphStyle,
    QrCode,
    Run,
    See,
    Span,
    Spans,
    Stays,
    Table,
    When,
)
from handout.document.slots import (
    Fill,
    Group,
    Insertion,
    Picture,
    Slots,
    Sooner,
    filled,
    has_slot,
    ordered,
)
from handout.model.programme import Layout

__all__ = [
    "Banner",
    "Beside",
    "Blanks",
    "Block",
    "Break",
    "Callout",
    "CalloutKind",
    "Columns",
    "Contents",
    "Diary",
    "DiaryRow",
    "Direction",
    "DoDont",
    "Document",
    "Exercise",
    "Exercises",
    "Field",
    "Figure",
    "Fill",
    "Group",
    "Heading",
    "Insert",
    "Insertion",
    "Keep",
    "Layout",
    "List",
    "ListKind",
    "Panel",
    "Paragraph",
    "ParagraphStyle",
    "Picture",
    "QrCode",
    "Run",
    "See",
    "Slots",
    "Sooner",
    "Span",
    "Spans",
    "Stays",
    "TINT",
    "Table",
    "When",
    "filled",
    "has_slot",
    "ordered",
]


class Document(Struct, frozen=True):
    """Everything that will be printed, in reading order.

    footer: the lines at the foot of every page, left of the page number.
    page_of: the page number's phrase, with `{page}` and `{pages}`.
    urls: the addresses that QR codes among the blocks open.
    sooner: blocks that must be on the first two pages, where they have another place for that.
    """

    title: str
    language: str
    direction: Direction
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]
    page_of: str
    accent: str
    paper: Literal["A4", "letter"]
    author: str = ""
    subject: str = ""
    pictures: tuple[Picture, ...] = ()
    urls: tuple[str, ...] = ()
    slots: Slots = Slots()
    sooner: Sooner | None = None
