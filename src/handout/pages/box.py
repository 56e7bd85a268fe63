"""A block set for one width: rows that can be placed, and the proof they are pulled on.

A `Box` is finished and frozen. Every row's operators are relative to the box's top left corner, so
any run of rows can stand anywhere on a page by moving the origin. A `Proof` is the sheet a block is
set on: it keeps the cursor and gathers rows until the box is done.
"""

from msgspec import Struct, field

from handout.document import Spans, Stays
from handout.errors import Place, Problem
from handout.pages.text import ARTIFACT, OWN, Extras, Inline, SetText, TextSetter, Type, number

ROOT = -1


class Piece(Struct, frozen=True, array_like=True):
    """Operators that one structure element of the box owns, or ARTIFACT.

    Empty operators only say that the element stands here.
    """

    owner: int
    content: bytes


class LinkArea(Struct, frozen=True, array_like=True):
    """A rectangle that opens `url`: (left, bottom, right, top) in the box."""

    element: int
    url: str
    area: tuple[float, float, float, float]


class Row(Struct, frozen=True, array_like=True):
    """What stays together between two places where a page may end.

    top and bottom count downwards from the box's top. tied: no page may end above it.
    """

    top: float
    bottom: float
    pieces: tuple[Piece, ...]
    tied: bool = False
    links: tuple[LinkArea, ...] = ()


def tied(row: Row) -> Row:
    """The row where no page may end above it."""
    return Row(row.top, row.bottom, row.pieces, True, row.links)


class Element(Struct, frozen=True, array_like=True):
    """A structure element. `parent` is an index in the box, ROOT for the document.

    attributes: PDF dictionary entries, ready to write. area: the box of a Figure.
    """

    tag: str
    parent: int
    attributes: bytes = b""
    area: tuple[float, float, float, float] | None = None


class Frame(Struct, frozen=True, array_like=True):
    """A background and border behind rows `first` to `last`, open where a page cuts it.

    bar: width of the heavy rule at its left. fill and stroke are colours as `r g b`, or empty.
    """

    first: int
    last: int
    left: float
    right: float
    fill: bytes
    stroke: bytes
    bar: float
    line: float


class Mark(Struct, frozen=True, array_like=True):
    """What the outline lists and the contents point at: a heading's text, level and anchor."""

    text: str
    level: int
    anchor: str = ""


class Box(Struct, frozen=True, array_like=True):
    """A block set for one width, ready to be placed. Lengths in points, origin at the top left.

    before, after: white space to the neighbours. keeps_next: stands on the page of what follows.
    stays: `page` where it stands on the page of what is before it, if a page holds all that stays
    together; `end` where it does so if what is before it takes most of a frame.
    introduces: a few lines that under a heading belong to what follows, if that is no heading.
    stretches: its last row may be drawn again down to the end of a page.
    spare: it is for notes, and left out where it would take a page more; so many of its rows are
    printed at least; 0 for all other boxes.
    is_whole: no page ends inside it, unless it is taller than one.
    header: index of the row to show again where a page cuts the box, or -1.
    break_to: `frame` or `page` when it starts in a new one; without rows, what follows does.
    marks: several where exercises stand side by side.
    """

    rows: tuple[Row, ...]
    elements: tuple[Element, ...]
    frames: tuple[Frame, ...] = ()
    before: float = 0.0
    after: float = 0.0
    keeps_next: bool = False
    stays: Stays = ""
    is_whole: bool = False
    introduces: bool = False
    stretches: bool = False
    spare: int = 0
    header: int = -1
    break_to: str = ""
    marks: tuple[Mark, ...] = ()
    extras: Extras = frozenset()
    faces: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()
    place: Place | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows."""
        return self.keeps_next and bool(self.marks)

    @property
    def height(self) -> float:
        """From the top of the first row to the bottom of the last."""
        return self.rows[-1].bottom if self.rows else 0.0


class Proof(Struct):
    """The sheet a block is set on. `y` is how far down the next row starts."""

    setter: TextSetter
    elements: list[Element] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    extras: set[tuple[int, int, str]] = field(default_factory=set)
    faces: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    y: float = 0.0

    def element(self, tag: str, parent: int = ROOT, attributes: bytes = b"") -> int:
        """A new structure element; its index."""
        self.elements.append(Element(tag, parent, attributes))
        return len(self.elements) - 1

    def figure(
        self, parent: int, attributes: bytes, area: tuple[float, float, float, float]
    ) -> int:
        """A new Figure that covers `area` (left, bottom, right, top)."""
        self.elements.append(Element("Figure", parent, attributes, area))
        return len(self.elements) - 1

    def row(self, height: float, pieces: tuple[Piece, ...], *, tied: bool = False) -> None:
        """Add a row of this height."""
        self.rows.append(Row(self.y, self.y + height, pieces, tied))
        self.y += height

    def space(self, height: float) -> None:
        """Leave white above what comes next."""
        self.y += height

    def text(
        self, spans: Spans, style: Type, x: float, width: float, owner: int,
        place: Place | None, *, tied: bool = False, lead: tuple[Piece, ...] = (),
    ) -> SetText:  # fmt: skip
        """Set spans line by line from `x`; `lead` are pieces that stand before the first line.

        tied: the first line may not be parted from what stands above it.
        """
        done = self.setter.set(spans, style, width, (x, -self.y), place)
        self.extras |= done.extras
        self.faces |= done.faces
        owners = self._inline_elements(done.inlines, owner)
        if all(s.owner == ARTIFACT for line in done.lines for s in line):
            lead = (*lead, Piece(owner, b""))  # a blank is drawn, and its cell or item still stands
        last = len(done.lines) - 1
        for index, line in enumerate(done.lines):
            pieces = tuple(
                Piece(ARTIFACT if s.owner == ARTIFACT else owners[s.owner], s.content) for s in line
            )
            top, bottom = self.y, self.y + style.leading
            links = tuple(
                LinkArea(
                    owners[s.owner],
                    done.inlines[s.owner - 1].link,
                    (s.left, -bottom, s.right, -top),
                )
                for s in line
                if s.owner > OWN and done.inlines[s.owner - 1].link
            )
            held = tied if index == 0 else index == 1 or index == last
            self.rows.append(
                Row(top, bottom, (*lead, *pieces) if index == 0 else pieces, held, links)
            )
            self.y = bottom
        return done

    def _inline_elements(self, inlines: tuple[Inline, ...], owner: int) -> list[int]:
        owners = [owner]
        for inline in inlines:
            lang = b"/Lang(%s)" % inline.language.encode() if inline.language else b""
            owners.append(self.element("Link" if inline.link else "Span", owner, lang))
        return owners

    def beside(self) -> "Proof":
        """A proof that starts at the same height, for what stands beside; give it to `join`."""
        return Proof(
            self.setter, self.elements, extras=self.extras, faces=self.faces,
            problems=self.problems, y=self.y,
        )  # fmt: skip

    def join(
        self, proofs: list["Proof"], *, least: float = 0.0, lead: tuple[Piece, ...] = (),
        tied: bool = False,
    ) -> float:  # fmt: skip
        """Put what was set side by side into one row, at least `least` high; its height."""
        top = self.y
        bottom = max([top + least, *(proof.y for proof in proofs)])
        pieces = tuple(piece for proof in proofs for row in proof.rows for piece in row.pieces)
        links = tuple(link for proof in proofs for row in proof.rows for link in row.links)
        backs = tuple(
            Piece(ARTIFACT, draw_frame(f, f_top, f_bottom, True, True))
            for proof in proofs
            for f in proof.frames
            for f_top, f_bottom in ((proof.rows[f.first].top, proof.rows[f.last].bottom),)
        )
        self.rows.append(Row(top, bottom, (*lead, *backs, *pieces), tied, links))
        self.y = bottom
        return bottom - top

    def box(self, place: Place | None = None) -> Box:
        """The finished box."""
        return Box(
            rows=tuple(self.rows),
            elements=tuple(self.elements),
            frames=tuple(self.frames),
            extras=frozenset(self.extras),
            faces=frozenset(self.faces),
            problems=tuple(self.problems),
            place=place,
        )


def draw_frame(frame: Frame, top: float, bottom: float, opens: bool, closes: bool) -> bytes:
    """The operators of a frame from `top` to `bottom` (downwards); without the edges a page cut."""
    left, right = frame.left, frame.right
    parts: list[bytes] = []
    if frame.fill:
        box = (left, -bottom, right - left, bottom - top)
        parts.append(frame.fill + b" rg %s %s %s %s re f" % tuple(map(number, box)))
    if frame.stroke and frame.line:
        half = frame.line / 2
        x0, x1, y0, y1 = (
            number(v) for v in (left + half, right - half, -top - half, -bottom + half)
        )
        parts.append(b"%s RG %s w" % (frame.stroke, number(frame.line)))
        if opens and closes:
            parts.append(b"%s %s m %s %s l %s %s l %s %s l s" % (x0, y0, x1, y0, x1, y1, x0, y1))
        else:
            parts.append(b"%s %s m %s %s l S %s %s m %s %s l S" % (x0, y0, x0, y1, x1, y0, x1, y1))
            if opens:
                parts.append(b"%s %s m %s %s l S" % (x0, y0, x1, y0))
            if closes:
                parts.append(b"%s %s m %s %s l S" % (x0, y1, x1, y1))
    if frame.bar:
        bar = (left, -bottom, frame.bar, bottom - top)
        parts.append(frame.stroke + b" rg %s %s %s %s re f" % tuple(map(number, bar)))
    return b" ".join(parts)
