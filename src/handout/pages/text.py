"""Spans become lines: words shaped, lines filled greedily, each line's PDF operators.

The space at a line's end is kept, so that what is read back from the page is what was written.
"""

import unicodedata
from collections.abc import Iterator

from msgspec import Struct, field

from handout.document import Field, Fill, Run, Spans
from handout.errors import Place, fail
from handout.model.template import Weight
from handout.pages.fonts import Faces, Glyphs, Word, clusters
from handout.pages.linebreak import is_number, is_word, parts

ARTIFACT = -1
OWN = 0
MEASURE = 30.0
"""The longest line of running words on a page, in sizes of type: up to 70 letters (RNIB)."""
_ANY_WIDTH = 1_000_000_000
_LEAST_BLANK = 5000
"""Room to write on, in 1/1000 em; a blank with less goes to the next line."""

Extras = frozenset[tuple[int, int, str]]
"""Glyphs outside the base sets: (face, glyph, the characters it stands for)."""


class Type(Struct, frozen=True):
    """How words are set: size and leading in points, weight, and the operator of their colour."""

    size: float
    leading: float
    weight: Weight
    colour: bytes


class Inline(Struct, frozen=True):
    """A structure element inside a paragraph: a Link when it has a link, else a Span."""

    language: str
    link: str


class Segment(Struct, frozen=True):
    """Part of a line that one owner has: ARTIFACT, OWN (the paragraph) or an inline from 1."""

    owner: int
    content: bytes
    left: float
    right: float


class SetText(Struct, frozen=True):
    """Spans set for a width: each line's segments, the faces used, the width of the widest line."""

    lines: tuple[tuple[Segment, ...], ...]
    inlines: tuple[Inline, ...]
    extras: Extras
    faces: frozenset[int]
    width: float


class _Atom(Struct):
    """What cannot be broken: shaped words with their owners, or a blank. Width in 1/1000 em."""

    words: list[tuple[Word, int]] = field(default_factory=list)
    width: int = 0
    space: tuple[Word, int] | None = None
    """The space after it; None where the next atom touches it or nothing follows."""
    is_number: bool = False
    """It is a number alone, which stays with the word after it."""

    def take(self, words: list[tuple[Word, int]], width: int) -> None:
        """Go on with these words, after the space if there is one."""
        if self.space:
            self.words.append(self.space)
            self.width += self.space[0].advance
            self.space = None
        self.words += words
        self.width += width
        self.is_number = False


def number(value: float) -> bytes:
    """A PDF number with at most two decimals."""
    text = b"%.2f" % value
    return text.rstrip(b"0").rstrip(b".") if text != b"-0.00" else b"0"


class TextSetter(Struct, frozen=True):
    """Sets spans in a document's faces and language, with the visit's words filled in."""

    faces: Faces
    language: str
    fill: Fill

    def set(
        self, spans: Spans, style: Type, width: float, at: tuple[float, float], place: Place | None
    ) -> SetText:
        """The lines of `spans`, at most `width` points wide; the first hangs from the point `at`.

        Raises: HandoutError when no face has a character.
        """
        limit = int(width * 1000 / style.size + 0.5)
        inlines: list[Inline] = []
        atoms = self._atoms(spans, style, limit, inlines, place)
        main = self.faces.main()
        x, top = at
        drop = style.leading / 2 + (main.ascent + main.descent) / 2000 * style.size
        lines: list[tuple[Segment, ...]] = []
        widest = 0.0
        for count, row in enumerate(_rows(atoms, limit)):
            line = tuple(_segments(row, style, x, top - drop - count * style.leading))
            lines.append(line)
            widest = max(widest, line[-1].right - x if line else 0.0)
        shown = [w for a in atoms for w, _ in (*a.words, *((a.space,) if a.space else ()))]
        extras = frozenset((word.face, *extra) for word in shown for extra in word.extras)
        faces = frozenset(word.face for word in shown)
        return SetText(tuple(lines), tuple(inlines), extras, faces, widest)

    def longest(self, spans: Spans, style: Type, place: Place | None) -> float:
        """The width of the longest word, which a line cannot be narrower than."""
        atoms = self._atoms(spans, style, _ANY_WIDTH, [], place)
        words = (atom.width for atom in atoms if atom.words)
        return max(words, default=0) * style.size / 1000

    def _atoms(
        self, spans: Spans, style: Type, limit: int, inlines: list[Inline], place: Place | None
    ) -> list[_Atom]:
        atoms: list[_Atom] = []
        touching = False
        for span in spans:
            weight: Weight = "bold" if span.strong else style.weight
            text, owner, language = self._words_of(span, inlines)
            if text is None:
                blank = span.blank if isinstance(span, Field) else 0.0
                atoms.append(_Atom(width=min(limit, round(blank * 1000 / style.size))))
                touching = False
                continue
            space = (self._shape(" ", weight, language, span, place)[0], owner)
            for index, part in enumerate(parts(text)):
                if index:
                    touching = False
                    if atoms:
                        atoms[-1].space = space
                if part:
                    shaped = self._shape(part, weight, language, span, place)
                    words = [(word, owner) for word in shaped]
                    width = sum([word.advance for word in shaped])
                    if width > limit:
                        atoms += self._letters(part, weight, language, owner)
                    elif atoms and _is_bound(atoms[-1], part, width, limit, touching=touching):
                        atoms[-1].take(words, width)
                    else:
                        atoms.append(_Atom(words, width, is_number=is_number(part)))
                    touching = True
        return atoms

    def _words_of(self, span: Run | Field, inlines: list[Inline]) -> tuple[str | None, int, str]:
        if isinstance(span, Field):
            text = self.fill.texts[span.slot] if self.fill.texts else None
            return text, OWN, self.language
        if span.language or span.link:
            inlines.append(Inline(span.language, span.link))
            return span.text, len(inlines), span.language or self.language
        return span.text, OWN, self.language

    def _letters(self, part: str, weight: Weight, language: str, owner: int) -> Iterator[_Atom]:
        """A word too long for any line, cut between its letters."""
        for cluster in clusters(part):
            words = self.faces.words(cluster, weight, language)
            yield _Atom([(word, owner) for word in words], sum(word.advance for word in words))

    def _shape(
        self, text: str, weight: Weight, language: str, span: Run | Field, place: Place | None
    ) -> tuple[Word, ...]:
        try:
            return self.faces.words(text, weight, language)
        except ValueError as missing:
            letter = str(missing)
            name = unicodedata.name(letter, "no name")
            of_visit = isinstance(span, Field)
            fail(
                f"no font of this look has the character {letter!r} (U+{ord(letter):04X} {name})"
                + (" in the visit's words" if of_visit else ""),
                None if of_visit else place,
                "leave it out, or add a font family that has it to the template's fonts",
            )


def _is_bound(atom: _Atom, part: str, width: int, limit: int, *, touching: bool) -> bool:
    """Whether the part may not be parted from the atom, and one line can hold both."""
    space = atom.space[0].advance if atom.space else 0
    is_unit = atom.is_number and atom.space is not None and is_word(part)
    return (touching or is_unit) and atom.width + space + width <= limit


def _rows(atoms: list[_Atom], limit: int) -> Iterator[list[_Atom]]:
    """The atoms line by line. A blank shrinks to what its line has left, if one can write there."""
    row: list[_Atom] = []
    used = gap = 0
    for atom in atoms:
        left = limit - used - gap
        if not atom.words and left >= _LEAST_BLANK:
            atom.width = min(atom.width, left)
        if row and used + gap + atom.width > limit:
            yield row
            row, used, gap = [], 0, 0
        row.append(atom)
        used += gap + atom.width
        gap = atom.space[0].advance if atom.space else 0
    if row:
        yield row


def _segments(row: list[_Atom], style: Type, x: float, y: float) -> Iterator[Segment]:
    """The line's words gathered by owner, and its blanks as ruled artifacts."""
    scale = style.size / 1000
    cursor = start = 0
    owner = OWN
    words: list[Word] = []

    def close() -> Iterator[Segment]:
        if words:
            left = x + start * scale
            yield Segment(owner, _show(words, style, left, y), left, x + cursor * scale)
            words.clear()

    for atom in row:
        if not atom.words:
            yield from close()
            left, right = x + cursor * scale, x + (cursor + atom.width) * scale
            rule = (number(left), number(y - 0.18 * style.size), number(right - left))
            yield Segment(ARTIFACT, b"%s %s %s %s 0.6 re f" % (style.colour, *rule), left, right)
            cursor += atom.width
        for word, belongs in (*atom.words, *((atom.space,) if atom.space else ())):
            if belongs != owner or not words:
                yield from close()
                owner, start = belongs, cursor
            words.append(word)
            cursor += word.advance
    yield from close()


def _show(words: list[Word], style: Type, x: float, y: float) -> bytes:
    """The operators that show words from (x, y), origin of the box they stand in."""
    content = _TextObject(style.size)
    for word in words:
        for glyphs in word.glyphs:
            content.add(word.face, glyphs)
    return b"%s BT 1 0 0 1 %s %s Tm %s ET" % (style.colour, number(x), number(y), content.done())


class _TextObject:
    """The inside of a BT..ET pair under construction."""

    def __init__(self, size: float) -> None:
        self._size = size
        self._content: list[bytes] = []
        self._array: list[bytes] = []
        self._face = -1
        self._rise = 0
        self._spelled = False

    def add(self, face: int, glyphs: Glyphs) -> None:
        """Show glyphs of a face, with what has to change before them."""
        if self._spelled and not glyphs.goes_on:
            self._close()
            self._content.append(b"EMC")
            self._spelled = False
        if face != self._face:
            self._close()
            self._content.append(b"/F%d %s Tf" % (face, number(self._size)))
            self._face = face
        if glyphs.actual and not glyphs.goes_on:
            self._close()
            actual = b"\xfe\xff" + glyphs.actual.encode("utf-16-be")
            self._content.append(b"/Span<</ActualText<%s>>>BDC" % actual.hex().encode())
            self._spelled = True
        if glyphs.rise != self._rise:
            self._close()
            self._content.append(number(glyphs.rise * self._size / 1000) + b" Ts")
            self._rise = glyphs.rise
        self._array.append(glyphs.array)

    def _close(self) -> None:
        if self._array:
            # ")(" only ever stands between two strings: inside one, brackets are escaped.
            self._content.append(b"[%s]TJ" % b"".join(self._array).replace(b")(", b""))
            self._array = []

    def done(self) -> bytes:
        """Everything added, closed; the text rise is left as it was found."""
        self._close()
        if self._spelled:
            self._content.append(b"EMC")
        if self._rise:
            self._content.append(b"0 Ts")
        return b" ".join(self._content)
