"""A small clinic for tests of what is printed: one site, a plain look, a topic of any blocks.

Only the fonts, the program's own words and the emergency numbers come from the built-in library, so
a change of its topics or looks changes no test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent, indent

import pytest
from msgspec import structs

from handout.build import Leaflet, Order, leaflet
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
    Document,
    DoDont,
    Exercise,
    Exercises,
    Field,
    Figure,
    Fill,
    Heading,
    Insert,
    Keep,
    List,
    Panel,
    Paragraph,
    QrCode,
    Run,
    See,
    Slots,
    Spans,
    Table,
    When,
    ordered,
)
from handout.errors import HandoutError
from handout.expression import Filter, Name
from handout.library import Library, builtin
from handout.merge.blocks import Shelf
from handout.merge.merging import Merged, merge
from handout.merge.surroundings import Surroundings
from handout.merge.visit import Filled, Occasion, fill
from handout.model.strings import Strings
from handout.model.visit import Visit
from handout.source.reader import read

NO_SLOTS = Slots()
TODAY = date(2026, 11, 21)

CLINIC = """\
name: Hill Clinic
sites:
  - id: hill
    name: Hill House
    address: [1 Hill Road, Testham]
    phone: 01632 960 001
booking: {phone: 01632 960 002}
"""

TWO_SITES = """\
name: Hill Clinic
sites:
  - id: hill
    name: Hill House
    address: [1 Hill Road, Testham]
    phone: 01632 960 001
  - id: dale
    name: Dale House
    address: [2 Dale Road, Testham]
    phone: 01632 960 003
booking: {phone: 01632 960 002}
clinicians:
  - {id: p-nair, name: Priya Nair, role: Physiotherapist, registration: PH1}
"""

LOOK = """\
name: Plain
description: A plain look for tests.
fonts: [noto-sans]
page: {size: clinic, margins: {top: 20mm, right: 20mm, bottom: 25mm, left: 20mm}}
type:
  title: {size: 24pt, weight: bold}
  heading: {size: 18pt, weight: bold}
  subheading: {size: 14pt, weight: bold}
  lead: {size: 14pt}
  body: {size: 12pt}
  small: {size: 12pt}
"""

BARE_LOOK = f"""{LOOK}
furniture:
  banner: false
  patient_panel: false
  main_message: false
  note_lines: 0
  contacts: false
  sources: false
  footer: false
"""
"""The plain look with nothing round the topic's own words."""

EXERCISE = """\
name: Heel raise
position: Stand by a wall.
steps: [Rise up on your toes., Come down slowly.]
dose: {sets: 2, reps: 10-15, per_side: true, times_a_day: 1}
feel: Your calf works.
stop_if: It hurts sharply.
alt: A person on tiptoe.
"""

DRAWING = "size: [10, 10]\nshapes: [{path: M0 0 L9 9, stroke: ink}]\n"


def topic(
    blocks: str = "- text: Drink tea.", name: str = "tea", fields: Mapping[str, str] = {}
) -> str:
    """The YAML of a topic with one section of these blocks; fields replace those it has."""
    written = {
        "id": name, "kind": "self-care", "title": name.title(), "summary": "About tea.",
        "main_message": "Warm the pot.", "version": "1.0.0", "published": "2026-01-05",
        "review_by": "2028-01-05", "owner": "Tea lead",
        "sources": "[{title: Tea, organisation: Tea Board, year: 2020}]",
    } | dict(fields)  # fmt: skip
    lines = "".join(f"{field}: {value}\n" for field, value in written.items() if value)
    inner = indent(dedent(blocks).strip("\n"), "      ")
    return f"{lines}sections:\n  - heading: What to do\n    blocks:\n{inner}\nstatus: approved\n"


@dataclass(frozen=True)
class Workspace:
    """A folder with a clinic, the looks `plain` and `bare`, and the topic `tea`."""

    folder: Path

    def write(self, path: str, content: str | bytes) -> Path:
        """The file with this content."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    @property
    def library(self) -> Library:
        """The workspace with the built-in library behind it."""
        return Library((self.folder, builtin()))

    def merged(self, *topics: str, look: str = "bare", language: str = "") -> Merged:
        """The document of topics, `tea` when none is named."""
        library = self.library
        clinic = library.clinic()
        shelf = Shelf(
            lambda name, place: library.shared(name, place, "en"),
            lambda name, place: library.exercise(name, place, "en"),
            lambda: library.exercises("en"),
            library.picture,
        )
        handouts = tuple(library.handout(name, clinic.language) for name in topics or ("tea",))
        around = Surroundings(
            clinic, library.template(look), self.strings(language or clinic.language),
            library.emergency(clinic), shelf,
        )  # fmt: skip
        return merge(handouts, around)

    def document(self, *topics: str, look: str = "bare") -> Document:
        """The document of topics."""
        return self.merged(*topics, look=look).document

    def strings(self, language: str = "en-GB") -> Strings:
        """The program's words in English, with the dates of a language."""
        return structs.replace(self.library.strings("en"), language=language)

    def fill(
        self, slots: Slots, written: Visit | str | None, language: str = "en-GB",
        today: date = TODAY,
    ) -> Fill:  # fmt: skip
        """The answers of a visit to a document's slots."""
        return self.filled(slots, written, language, today).fill

    def filled(
        self, slots: Slots, written: Visit | str | None, language: str = "en-GB",
        today: date = TODAY, elsewhere: tuple[Slots, ...] = (),
    ) -> Filled:  # fmt: skip
        """The answers of a visit, and the warnings."""
        library = self.library
        given = visit(written) if isinstance(written, str) else written
        occasion = Occasion(
            library.clinic(), self.strings(language), today,
            lambda name: library.exercise(name, None, "en"), elsewhere,
        )  # fmt: skip
        return fill(slots, given, occasion)

    def leaflet(
        self, written: Visit | str | None = None, *topics: str, look: str = "bare",
        kept_in: Path | None = None,
    ) -> Leaflet:  # fmt: skip
        """The finished leaflet of a visit."""
        given = visit(written) if isinstance(written, str) else written
        order = Order(topics or ("tea",), look, "")
        return leaflet(order, given, self.library, TODAY, None, kept_in)

    def complaints(self, *topics: str, look: str = "bare") -> list[str]:
        """What is wrong with topics, as `line:column message`; nothing when they can be built."""
        try:
            self.merged(*topics, look=look)
        except HandoutError as error:
            return shown(error)
        return []


def workspace(
    folder: Path, blocks: str = "- text: Drink tea.", clinic: str = CLINIC, **fields: str
) -> Workspace:
    """A workspace in the folder whose topic `tea` holds the blocks."""
    made = Workspace(folder)
    made.write("clinic.yaml", clinic)
    made.write("templates/plain.yaml", LOOK)
    made.write("templates/bare.yaml", BARE_LOOK)
    made.write("handouts/tea.yaml", topic(blocks, fields=fields))
    return made


def filled_workspace(tmp_path_factory: pytest.TempPathFactory, blocks: str) -> Workspace:
    """A workspace with a drawing, an exercise and a shared block."""
    made = workspace(tmp_path_factory.mktemp("clinic"), blocks)
    made.write("handouts/figures/cup.yaml", DRAWING)
    made.write("handouts/exercises/heel-raise.yaml", EXERCISE)
    made.write(
        "handouts/shared/kettle.yaml",
        "title: Kettle\nlanguage: en-GB\nblocks: [{text: 'Fill it. {{ handout.title }}.'}]\n",
    )
    return made


def small_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A fixture: the workspace with one text."""
    return filled_workspace(tmp_path_factory, "- text: Drink tea.")


def with_blocks(made: Workspace, blocks: str, **fields: str) -> Workspace:
    """The workspace with other blocks in its topic."""
    made.write("handouts/tea.yaml", topic(blocks, fields=fields))
    return made


def visit(text: str) -> Visit:
    """A visit from YAML."""
    return read(dedent(text).encode(), "visit.yaml", Visit, private=True)


def shown(error: HandoutError) -> list[str]:
    """Each problem as `line:column message`, or the message alone where it has no line."""
    return [
        f"{one.place.line}:{one.place.column} {one.message}"
        if one.place and one.place.line
        else one.message
        for one in error.problems
    ]


def words(spans: Spans, slots: Slots = NO_SLOTS, fill: Fill | None = None) -> str:
    """Spans as one string: **strong**, [linked], <what the visit says> or its answer."""
    parts = []
    for span in spans:
        if isinstance(span, Run):
            text = f"[{span.text}]({span.link})" if span.link else span.text
        elif fill:
            text = fill.texts[span.slot] or "____"
        else:
            text = f"<{_asked(span, slots)}>"
        parts.append(f"**{text}**" if span.strong else text)
    return "".join(parts)


def _asked(span: Field, slots: Slots) -> str:
    if not slots.texts:
        return "?"
    match slots.texts[span.slot]:
        case Name(name=name) | Filter(of=Name(name=name)):
            return name
        case other:
            return type(other).__name__.lower()


def outline(document: Document, fill: Fill | None = None) -> str:
    """The document's blocks, one a line, those inside others further in; answered by a fill."""
    return "\n".join(_lines(document.blocks, document.slots, fill, ""))


def _lines(blocks: tuple[Block, ...], slots: Slots, fill: Fill | None, lead: str) -> Iterator[str]:
    def say(spans: Spans) -> str:
        return words(spans, slots, fill)

    def inside(inner: tuple[Block, ...]) -> Iterator[str]:
        yield from _lines(inner, slots, fill, lead + "  ")

    for block in blocks:
        match block:
            case When(slot=slot, blocks=inner):
                if fill is None:
                    yield f"{lead}when {slot}"
                    yield from inside(inner)
                elif fill.shown[slot]:
                    yield from _lines(inner, slots, fill, lead)
            case Insert(slot=slot, default=default):
                given = fill.blocks[slot] if fill else None
                if fill is None:
                    yield f"{lead}insert {slots.inserts[slot].kind}"
                    yield from inside(default)
                else:
                    yield from _lines(default if given is None else given, slots, fill, lead)
            case Heading(level=level, spans=spans, anchor=anchor):
                yield f"{lead}h{level} {say(spans)}" + (f" #{anchor}" if anchor else "")
            case Paragraph(spans=spans, style=style):
                yield f"{lead}p {say(spans)}" if style == "body" else f"{lead}{style} {say(spans)}"
            case List(kind=kind, items=items):
                yield f"{lead}{kind}: {' | '.join(map(say, items))}"
            case DoDont():
                yield f"{lead}do h{block.level}: {' | '.join(map(say, block.do))}"
                yield f"{lead}dont h{block.level}: {' | '.join(map(say, block.dont))}"
            case Callout(kind=kind, level=level, title=title, blocks=inner):
                yield f"{lead}{kind} h{level} {say(title)}"
                yield from inside(inner)
            case Table():
                yield f"{lead}table {say(block.caption)} {block.widths}"
                for row in (block.columns, *block.rows):
                    yield f"{lead}  {' | '.join(map(say, row))}"
            case Figure():
                yield f"{lead}figure {block.image} ({block.alt}) {say(block.caption)}"
            case Beside(figure=figure, blocks=inner):
                yield from _lines((figure,), slots, fill, lead)
                yield from inside(inner)
            case Blanks(label=label, lines=count):
                yield f"{lead}blanks {count}: {say(label)}"
            case Exercise():
                yield f"{lead}exercise h{block.level} {say(block.name)}"
                yield f"{lead}  {' | '.join(map(say, block.steps))}"
                for title, value in (*block.notes, *block.details):
                    yield f"{lead}  {say(title)} {say(value)}"
                yield from (f"{lead}  {say(block.dose)}" for _ in block.dose[:1])
                for title, value in block.advice:
                    yield f"{lead}  {say(title)} {say(value)}"
            case Exercises(slot=slot, layout=layout, blocks=inner):
                yield f"{lead}exercises {layout}"
                yield from inside(ordered(inner, slot, fill) if fill else inner)
            case Diary():
                yield f"{lead}diary {say(block.caption)}"
                yield f"{lead}  {' | '.join(map(say, (block.corner, *block.days)))}"
                for row in block.rows:
                    yield f"{lead}  {say(row.label)}: {row.boxes}"
            case Banner():
                yield f"{lead}banner {block.name}, {block.strapline}, {block.logo}, {block.space}"
            case Panel(pairs=pairs):
                yield from (f"{lead}panel {say(title)} {say(value)}" for title, value in pairs)
            case Columns(groups=groups):
                for number, group in enumerate(groups, 1):
                    yield f"{lead}column {number}"
                    yield from inside(group)
            case QrCode(url=url, alt=alt):
                yield f"{lead}qr {url} ({alt})"
            case Contents(entries=entries):
                yield from (f"{lead}contents {title} #{anchor}" for title, anchor in entries)
            case See():
                yield f"{lead}see {block.words} #{block.anchor} {say(block.more)}".rstrip()
            case Break(to=to):
                yield f"{lead}break {to}"
            case Keep(blocks=inner):
                yield f"{lead}keep"
                yield from inside(inner)
