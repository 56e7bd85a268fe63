"""The blocks and spans that a document is made of, in the order they are read."""

from typing import Literal

from msgspec import Struct

from handout.errors import Place
from handout.model.programme import Layout

Direction = Literal["ltr", "rtl"]
ListKind = Literal["bullet", "number", "tick-box", "do", "dont"]
CalloutKind = Literal["info", "caution", "emergency", "same-day", "soon", "message", "contacts"]
ParagraphStyle = Literal["body", "lead", "small", "line"]
Stays = Literal["", "page", "end"]
"""Whether a block stands on the page of what is before it, where a page holds both: always, or as
its end, where that takes most of a page."""
"""`line` is a line of body type without white space round it, as in an address."""


TINT = 0.09
"""How much of the accent is in its tint, on white; words keep their contrast on it too."""


class Run(Struct, frozen=True, tag="run"):
    """Words. `language` and `link` are empty where they are the document's own and none."""

    text: str
    strong: bool = False
    language: str = ""
    link: str = ""


class Field(Struct, frozen=True, tag="field"):
    """Words the visit gives, by text slot; `blank` is the width in points to leave for none."""

    slot: int
    strong: bool = False
    blank: float = 113.4


Span = Run | Field
Spans = tuple[Span, ...]


class Heading(Struct, frozen=True, tag="heading"):
    """A heading of level 1 (the title) to 6; levels 1 and 2 are listed in the outline.

    anchor: the name that a contents entry points at, or empty.
    rank: how large it is set, where that is not its level: in a pack a topic's title is level 2.
    """

    level: int
    spans: Spans
    anchor: str = ""
    rank: int = 0
    place: Place | None = None


class Paragraph(Struct, frozen=True, tag="paragraph"):
    """Running words. stays: where they belong to what stands before them."""

    spans: Spans
    style: ParagraphStyle = "body"
    place: Place | None = None
    stays: Stays = ""


class List(Struct, frozen=True, tag="list"):
    """Items with a mark before each; numbers count from 1."""

    kind: ListKind
    items: tuple[Spans, ...]
    place: Place | None = None


class DoDont(Struct, frozen=True, tag="do-dont"):
    """Two lists side by side under their own headings of `level`."""

    level: int
    do_title: Spans
    do: tuple[Spans, ...]
    dont_title: Spans
    dont: tuple[Spans, ...]
    place: Place | None = None


class Callout(Struct, frozen=True, tag="callout"):
    """Blocks in a frame under a title with a sign that needs no colour.

    stays: where it belongs to what stands before it.
    """

    kind: CalloutKind
    level: int
    title: Spans
    blocks: "tuple[Block, ...]"
    place: Place | None = None
    stays: Stays = ""


class Table(Struct, frozen=True, tag="table"):
    """A table with a header row. An empty cell is left white to write in.

    widths: shares of the width, one a column. row_lines: least height of a row in lines of body.
    """

    caption: Spans
    columns: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    widths: tuple[float, ...]
    row_headers: bool = True
    row_lines: float = 1.0
    place: Place | None = None


class Figure(Struct, frozen=True, tag="figure"):
    """A picture by its name among the document's images.

    width: in points beside 12.5 point type; it grows with the type, to the column's at most.
    """

    image: str
    alt: str
    caption: Spans
    width: float
    place: Place | None = None


class Beside(Struct, frozen=True, tag="beside"):
    """Blocks with a figure to the right of them, one under the other where there is no room."""

    figure: Figure
    blocks: "tuple[Block, ...]"
    place: Place | None = None


class Blanks(Struct, frozen=True, tag="blanks"):
    """Ruled lines to write on, under a label.

    least: so many of the lines are printed at least, and none where that takes another page; 0
    where all are asked for.
    """

    label: Spans
    lines: int
    place: Place | None = None
    least: int = 0


class Exercise(Struct, frozen=True, tag="exercise"):
    """One exercise: what it looks like, how to do it, and how much in words.

    picture: an image's name, or empty where it has none. is_mirrored: show the other side of it.
    notes: what the clinician says to this patient about it. anchor: as in a Heading.
    """

    level: int
    name: Spans
    picture: str
    alt: str
    details: tuple[tuple[Spans, Spans], ...]
    steps: tuple[Spans, ...]
    dose: Spans
    advice: tuple[tuple[Spans, Spans], ...]
    notes: tuple[tuple[Spans, Spans], ...] = ()
    is_mirrored: bool = False
    anchor: str = ""
    place: Place | None = None


class Exercises(Struct, frozen=True, tag="exercises"):
    """Exercises of one layout, in the order that the visit gives for the slot.

    blocks: an Exercise each, or an Insert that may give one in its place.
    """

    slot: int
    layout: Layout
    blocks: "tuple[Block, ...]"


class DiaryRow(Struct, frozen=True):
    """A line of a diary: `boxes` to tick each day, or a white cell to write in where it is 0."""

    label: Spans
    boxes: int = 0


class Diary(Struct, frozen=True, tag="diary"):
    """One week to fill in: a column for each day, a line for each exercise, pain and notes.

    corner: what the first column holds. anchor: what a line that sends readers to it points at.
    """

    caption: Spans
    corner: Spans
    days: tuple[Spans, ...]
    rows: tuple[DiaryRow, ...]
    place: Place | None = None
    anchor: str = ""


class Banner(Struct, frozen=True, tag="banner"):
    """The head of page 1: logo (an image's name or empty) and the clinic's name."""

    logo: str
    logo_alt: str
    logo_height: float
    name: str
    strapline: str
    space: float = 0.0
    place: Place | None = None


class Panel(Struct, frozen=True, tag="panel"):
    """Who the leaflet is for: label and value, set in two columns."""

    pairs: tuple[tuple[Spans, Spans], ...]
    place: Place | None = None


class Columns(Struct, frozen=True, tag="columns"):
    """Groups of blocks side by side, kept on one page. Shares of the width, one a group.

    keeps_next: they lead to what follows, and stay on its page.
    """

    groups: "tuple[tuple[Block, ...], ...]"
    widths: tuple[float, ...]
    place: Place | None = None
    keeps_next: bool = False


class QrCode(Struct, frozen=True, tag="qr-code"):
    """A code that opens `url`, which is also printed as a caption. Width in points."""

    url: str
    alt: str
    caption: Spans
    width: float = 79.4
    place: Place | None = None


class Contents(Struct, frozen=True, tag="contents"):
    """The list of the pack's topics with their pages.

    entries: title and anchor of each. page: the phrase with `{page}`.
    """

    entries: tuple[tuple[str, str], ...]
    page: str
    place: Place | None = None


class See(Struct, frozen=True, tag="see"):
    """A line that sends the reader to where something stands: a link to the page of an anchor.

    words: with `{page}`. more: what is said after the link.
    """

    words: str
    anchor: str
    more: Spans = ()
    place: Place | None = None


class Break(Struct, frozen=True, tag="break"):
    """What follows starts in the next frame, or on a new page.

    half-page: so too, unless half of this page is free. columns: what came before stands over all
    columns, and what follows flows through them. back: what follows stands on the last page of a
    folded sheet.
    """

    to: Literal["frame", "page", "half-page", "columns", "back"] = "page"


class Keep(Struct, frozen=True, tag="keep"):
    """Blocks that stay on one page."""

    blocks: "tuple[Block, ...]"
    place: Place | None = None


class When(Struct, frozen=True, tag="when"):
    """Blocks printed only where the condition slot is true."""

    slot: int
    blocks: "tuple[Block, ...]"


class Insert(Struct, frozen=True, tag="insert"):
    """Blocks the visit gives; `default` where it gives none."""

    slot: int
    default: "tuple[Block, ...]" = ()


Block = (
    Heading
    | Paragraph
    | List
    | DoDont
    | Callout
    | Table
    | Figure
    | Beside
    | Blanks
    | Exercise
    | Exercises
    | Diary
    | Banner
    | Panel
    | Columns
    | QrCode
    | Contents
    | See
    | Break
    | Keep
    | When
    | Insert
)
