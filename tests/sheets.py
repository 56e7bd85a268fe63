"""A plain look, hand-made documents and the words they must print: what the tests of pages share.

Nothing here comes from `templates/` or `handouts/`, so restyling the product breaks no test of it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from msgspec import structs

from handout.document import (
    Banner,
    Beside,
    Blanks,
    Block,
    Break,
    Callout,
    Columns,
    Contents,
    Diary,
    DiaryRow,
    Document,
    DoDont,
    Exercise,
    Exercises,
    Field,
    Figure,
    Fill,
    Heading,
    Keep,
    Layout,
    List,
    Panel,
    Paragraph,
    Picture,
    QrCode,
    Run,
    See,
    Spans,
    Table,
    filled,
    ordered,
)  # fmt: skip
from handout.model.drawing import Drawing, Label, Shape
from handout.model.template import (
    FaceFile,
    Furniture,
    Margins,
    Page,
    Template,
    TextStyle,
    TypeScale,
)
from handout.pages.fonts import Faces
from handout.pages.press import Press, Printed, compile_press, print_leaflet
from handout.pages.text import TextSetter, Type

ROOT = Path(__file__).resolve().parent.parent
MADE = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

FACES = tuple(
    FaceFile(family, weight, str(next((ROOT / "fonts" / family).glob(f"*-{weight.title()}.ttf"))))
    for family in ("atkinson-hyperlegible-next", "noto-sans")
    for weight in ("regular", "bold")
)
"""Regular and bold of the house face, then of the one that helps out: faces 0, 1, 2 and 3."""

BODY = Type(12.0, 16.0, "regular", b"0 0 0 rg")
"""The type of a test that sets words by itself."""

BIRD = Drawing(
    (100.0, 60.0),
    (
        Shape("M 5 30 C 20 5 60 5 80 30 S 60 55 5 30 Z", fill="tint", stroke="accent", width=2),
        Shape("M 80 30 l 15 -5 v 10 z", fill="ink"),
    ),
    (Label("beak", (78.0, 12.0), size=10.0, line_to=(88.0, 28.0)),),
)


def template(**changes: Any) -> Template:
    """A plain look on A4 with margins of an inch; `changes` are fields of the Template."""
    look = Template(
        name="Plain",
        description="For the tests.",
        page=Page("A4", Margins(72.0, 72.0, 72.0, 72.0)),
        type=TypeScale(
            title=TextStyle(24.0, 1.2, "bold", "accent", 0.0, 6.0),
            heading=TextStyle(18.0, 1.2, "bold", "accent", 16.0, 4.0),
            subheading=TextStyle(14.0, 1.25, "bold", "ink", 10.0, 3.0),
            lead=TextStyle(15.0, 1.3, "regular", "ink", 4.0, 8.0),
            body=TextStyle(12.0, 1.4),
            small=TextStyle(12.0, 1.25),
        ),
        fonts=("atkinson-hyperlegible-next", "noto-sans"),
        furniture=Furniture(),
        rhythm=7.0,
    )
    return structs.replace(look, **changes)


def large(look: Template, times: float) -> Template:
    """The look with every size of type so many times larger."""
    names = ("title", "heading", "subheading", "lead", "body", "small")
    styles = {name: getattr(look.type, name) for name in names}
    grown = {
        name: structs.replace(style, size=style.size * times) for name, style in styles.items()
    }
    return structs.replace(look, type=TypeScale(**grown))


def document(*blocks: Block, **changes: Any) -> Document:
    """A document of these blocks under a title; `changes` are fields of the Document."""
    about: dict[str, Any] = {
        "title": "Looking after your back",
        "language": "en-GB",
        "direction": "ltr",
        "footer": ("sciatica 1.0.0, published 1 March 2026",),
        "page_of": "Page {page} of {pages}",
        "accent": "#0b5e6f",
        "paper": "A4",
        "author": "Riverside Clinic",
        "subject": "What to do and when to call",
    }
    title = Heading(1, (Run(changes.get("title", about["title"])),))
    return Document(**{**about, "blocks": (title, *blocks), **changes})


def press(made: Document, look: Template | None = None) -> Press:
    """The press of a document in the plain look."""
    return compile_press(made, look or template(), FACES)


def printed(made: Document, look: Template | None = None, fill: Fill | None = None) -> Printed:
    """A document printed in the plain look."""
    return print_leaflet(press(made, look), fill or Fill(), MADE)


def pdf(*blocks: Block, look: Template | None = None, **changes: Any) -> bytes:
    """The file of a document of these blocks."""
    return printed(document(*blocks, **changes), look).pdf


def setter(fill: Fill | None = None, language: str = "en-GB") -> TextSetter:
    """A text setter of its own, with nothing remembered."""
    return TextSetter(Faces(FACES), language, fill or Fill())


def words(text: str, **changes: Any) -> Spans:
    """One run of words."""
    return (Run(text, **changes),)


def said(spans: Spans, fill: Fill) -> str:
    """What is read back of spans: words with single spaces, nothing where a blank is."""
    parts = []
    for span in spans:
        if isinstance(span, Field):
            parts.append((fill.texts[span.slot] if fill.texts else None) or "")
        else:
            parts.append(span.text)
    return "".join(parts).replace("\u00a0", " ").replace("\u2011", "-")


MARKS = {"bullet": "• ", "tick-box": "☐ ", "do": "✓ ", "dont": "✗ "}


def document_texts(
    made: Document, fill: Fill | None = None, pages: dict[str, int] | None = None, days: int = 7
) -> list[tuple[str, str]]:
    """The (element type, text) pairs that the tags must hold, in reading order.

    pages: the page of each anchor, for a contents list. days: side by side in a table of a diary.
    """
    walked = _texts(made.blocks, fill or Fill(), pages or {}, days)
    return [(kind, text) for kind, text in walked if text]


def _texts(
    blocks: tuple[Block, ...], fill: Fill, pages: dict[str, int], days: int
) -> Iterator[tuple[str, str]]:
    for block in filled(blocks, fill):
        yield from _block_texts(block, fill, pages, days)


def _block_texts(
    block: Block, fill: Fill, pages: dict[str, int], days: int
) -> Iterator[tuple[str, str]]:
    match block:
        case Heading():
            yield f"H{block.level}", said(block.spans, fill)
        case Paragraph():
            yield "P", said(block.spans, fill)
        case List():
            yield from _items(block.kind, block.items, fill)
        case DoDont():
            yield f"H{block.level}", said(block.do_title, fill)
            yield from _items("do", block.do, fill)
            yield f"H{block.level}", said(block.dont_title, fill)
            yield from _items("dont", block.dont, fill)
        case Callout():
            yield f"H{block.level}", said(block.title, fill)
            yield from _texts(block.blocks, fill, pages, days)
        case Table():
            yield from _table(block, fill)
        case Figure():
            yield "Figure", block.alt
            yield "P", said(block.caption, fill)
        case Beside():
            yield from _texts((*block.blocks, block.figure), fill, pages, days)
        case Blanks():
            yield "P", said(block.label, fill)
        case Exercise():
            yield from _exercise(block, fill)
        case Exercises():
            for one in filled(ordered(block.blocks, block.slot, fill), fill):
                yield from _in_layout(one, block.layout, fill, pages, days)
        case Diary():
            yield from _diary(block, fill, days)
        case Banner():
            if not block.space:
                yield "Figure", block.logo_alt if block.logo else ""
                yield from (("P", block.name), ("P", block.strapline))
        case Panel():
            yield from _pairs(block.pairs, fill)
        case Columns():
            for group in block.groups:
                yield from _texts(group, fill, pages, days)
        case QrCode():
            yield from (("Figure", block.alt), ("P", said(block.caption, fill)))
        case Contents():
            for title, anchor in block.entries:
                yield "TOCI", f"{title} {block.page.format(page=pages.get(anchor, 0))}"
        case See():
            line = block.words.replace("{page}", str(pages.get(block.anchor, 0)))
            yield "P", f"{line} {said(block.more, fill)}".strip()
        case Keep():
            yield from _texts(block.blocks, fill, pages, days)
        case Break():
            pass
        case _:
            raise AssertionError(block)


def _items(kind: str, items: tuple[Spans, ...], fill: Fill) -> Iterator[tuple[str, str]]:
    for number, spans in enumerate(items, 1):
        yield "LI", MARKS.get(kind, f"{number}. ")
        yield "LBody", said(spans, fill)


def _pairs(pairs: tuple[tuple[Spans, Spans], ...], fill: Fill) -> Iterator[tuple[str, str]]:
    for label, value in pairs:
        yield "P", f"{said(label, fill)} {said(value, fill)}"


def _table(block: Table, fill: Fill) -> Iterator[tuple[str, str]]:
    yield "Caption", said(block.caption, fill)
    for spans in block.columns:
        yield "TH", said(spans, fill)
    for row in block.rows:
        for index, spans in enumerate(row):
            yield "TH" if index == 0 and block.row_headers else "TD", said(spans, fill)


def _exercise(block: Exercise, fill: Fill, advice: int = 0) -> Iterator[tuple[str, str]]:
    """A card; in a pair only its advice from `advice` on is printed, and then the dose."""
    dose = ("P", said(block.dose, fill))
    yield f"H{block.level}", said(block.name, fill)
    if block.picture:
        yield "Figure", block.alt
    yield from _pairs((*block.notes, *block.details), fill)
    yield from _items("number", block.steps, fill)
    if not advice:
        yield dose
    yield from _pairs(block.advice[advice:], fill)
    if advice:
        yield dose


def _in_layout(
    block: Block, layout: Layout, fill: Fill, pages: dict[str, int], days: int
) -> Iterator[tuple[str, str]]:
    match block, layout:
        case Exercise(), "list":
            yield f"H{block.level}", said(block.name, fill)
            yield "P", said(block.dose, fill)
            if block.picture:
                yield "Figure", block.alt
        case Exercise(), "compact":
            yield from _exercise(block, fill, -1)
        case _:
            yield from _block_texts(block, fill, pages, days)


def _diary(block: Diary, fill: Fill, days: int) -> Iterator[tuple[str, str]]:
    yield "Caption", said(block.caption, fill)
    labels = tuple(row.label for row in block.rows)
    for start in range(0, len(block.days), days):
        for spans in (block.corner, *block.days[start : start + days], *labels):
            yield "TH", said(spans, fill)


SENTENCE = "Walk each day for 10 minutes, rest when it hurts, and call us when you are not sure. "
URL = "https://example.org/book?topic=back&from=leaflet"
BIRD_PICTURE = Picture("bird", BIRD)
POSE = Drawing(
    (200.0, 90.0),
    (
        Shape("M 4 78 H 92 M 108 78 H 196", stroke="ink 40%", width=1.5),
        Shape("M 24 70 L 50 70 L 66 52 L 74 76", stroke="accent", width=8),
        Shape("M 128 70 L 154 58 L 170 44 L 178 76", stroke="accent", width=8),
        Shape("M 6 62 h 12 v 12 h -12 z M 110 62 h 12 v 12 h -12 z", fill="accent"),
    ),
)
"""A stand-in for somebody who lies down, then lifts the hips; it has no words."""
PICTURES = (BIRD_PICTURE, Picture("pose", POSE))
BIRD_FIGURE = Figure("bird", "A bird in flight", words("A bird, drawn."), 150.0)

TILT = Exercise(
    3,
    words("Pelvic tilt"),
    "pose",
    "Somebody tilts",
    ((words("What for:"), words("a stiff back")),),
    (words("Lie down."), words("Tilt.")),
    words("Do 2 sets of 10. Hold each for 5 seconds. Do this twice a day."),
    ((words("Easier:"), words("do fewer")), (words("Stop if:"), words("it hurts more"))),
)
BRIDGE = structs.replace(
    TILT,
    name=words("Bridge"),
    alt="Somebody lifts",
    steps=(
        words("Lie on your back with your knees bent."),
        words("Lift your hips."),
        words("Rest."),
    ),
    dose=words("Do 3 sets of 8 on each side."),
    is_mirrored=True,
)

KINDS: dict[str, Block] = {
    "heading": Heading(2, words("What is sciatica?")),
    "paragraph": Paragraph(
        (
            Run(SENTENCE),
            Run("Do not ", strong=True),
            Run("stay in bed. Say "),
            Run("goedemorgen allemaal", language="nl"),
            Run(" or "),
            Run("book a visit", link="https://example.org/book"),
            Run("."),
        )
    ),
    "lead": Paragraph(words(SENTENCE), "lead"),
    "small": Paragraph(words("Sources: none."), "small"),
    "line": Paragraph(words("12 Mill Lane"), "line"),
    "bullets": List("bullet", (words("pins and needles"), words(SENTENCE * 2), words("numbness"))),
    "numbers": List("number", tuple(words(f"step {count}") for count in range(1, 12))),
    "tick boxes": List("tick-box", (words("I will walk."), words("I will rest."))),
    "do and don't": DoDont(
        3, words("Do"), (words("keep going"), words("rest")), words("Don't"), (words("push on"),)
    ),
    "callout": Callout(
        "emergency", 3, words("Call 999 now"), (List("bullet", (words("you cannot feel a leg"),)),)
    ),
    "empty callout": Callout("info", 3, words("Good to know"), ()),
    "table": Table(
        words("Doses"),
        (words("Day"), words("Morning"), words("Night")),
        (
            (words("Monday"), words("1 tablet"), ()),
            (words("Tuesday"), (), words("2 tablets of the other kind, with food")),
        ),
        (2.0, 1.7, 1.4),
    ),
    "plain table": Table(
        (), (words("Sets"), words("Reps")), ((words("2"), words("10")),), (1, 1), row_headers=False
    ),  # fmt: skip
    "figure": BIRD_FIGURE,
    "beside": Beside(BIRD_FIGURE, (Paragraph(words(SENTENCE)), KEPT := Paragraph(words("Rest.")))),
    "blanks": Blanks(words("My notes"), 3),
    "exercise": TILT,
    "exercise without a picture": structs.replace(TILT, picture="", alt=""),
    "exercises": Exercises(0, "cards", (TILT, BRIDGE)),
    "diary": Diary(
        words("Week 1"),
        words("Exercise"),
        (words("Mon"), words("Tue")),
        (
            DiaryRow(words("Pelvic tilt"), 3),
            DiaryRow(words("Bridge"), 1),
            DiaryRow(words("Pain, 0 to 10")),
            DiaryRow(words("Notes")),
        ),
    ),
    "banner": Banner("bird", "The clinic's bird", 30.0, "Riverside Clinic", "From the ground up"),
    "bare banner": Banner("", "", 0.0, "Riverside Clinic", ""),
    "letterhead": Banner("", "", 0.0, "Riverside Clinic", "", space=90.0),
    "panel": Panel(
        (
            (words("Name:"), words("Jo Bloggs")),
            (words("Date:"), words("4 March")),
            (words("Seen by:"), words("Priya Nair")),
        )
    ),  # fmt: skip
    "columns": Columns(
        ((Heading(3, words("Riverside")), Paragraph(words("12 Mill Lane"))), (KEPT,)), (2.0, 1.0)
    ),
    "QR code": QrCode(URL, "Code that opens the booking page", words("example.org/book"), 90.0),
    "keep": Keep((Heading(3, words("Kept")), KEPT, KEPT)),
    "break": Break(),
}
"""One block of each kind, and of each way a kind can look."""


def every_kind() -> Document:
    """One document with a block of every kind, under headings that skip no level."""
    return document(KINDS["heading"], *KINDS.values(), pictures=PICTURES, urls=(URL,))


def every_layout() -> Document:
    """One document with exercises in every layout, and a week's diary for them."""
    cards = (TILT, BRIDGE, structs.replace(TILT, picture="", name=words("Rest")))
    groups = (Exercises(-1, layout, cards) for layout in get_args(Layout))
    days = ("Sat 21 Nov", "Sun 22 Nov", "Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov")
    diary = structs.replace(KINDS["diary"], days=tuple(map(words, days)))
    return document(Heading(2, words("Exercises")), *groups, diary, pictures=PICTURES)
