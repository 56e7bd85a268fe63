"""Font faces: which face has a character, how a word is shaped, and the subset that is embedded.

HarfBuzz shapes and subsets. Glyph ids are kept in the subset and serve as the two-byte codes of the
text, so the bytes of a word are a function of its face alone, never of the document it is in.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb  # type: ignore[import-untyped]
from msgspec import Struct, field

from handout.errors import ExitCode, fail
from handout.model.template import FaceFile, Weight

BASE = (
    "".join(map(chr, (*range(0x20, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)))) + "–—‘’‚“”„…•€"
)
"""Embedded from every face used that has them, so that most names leave the fonts as they are."""

_FEATURES = {"liga": False, "clig": False, "dlig": False, "calt": False}
_DROPPED_TABLES = ("GDEF", "GPOS", "GSUB", "name", "OS/2", "post", "cmap", "DSIG", "STAT", "gasp")
_REMEMBERED = 4000
"""Words kept shaped; then all are forgotten, so that memory stays flat."""
_ESCAPED = re.compile(rb"[\\()\r]")


class Glyphs(Struct, frozen=True, array_like=True):
    """Glyphs set in one go: strings and adjustments of a TJ array, without its brackets.

    rise: height above the baseline in 1/1000 em. actual: the characters, where the glyphs alone
    would be read as others. goes_on: these glyphs belong to the same characters as those before.
    """

    array: bytes
    rise: int = 0
    actual: str = ""
    goes_on: bool = False


class Word(Struct, frozen=True, array_like=True):
    """Characters shaped in one face. Advance in 1/1000 em.

    extras: glyphs outside the face's base set, with the characters each stands for.
    """

    face: int
    advance: int
    glyphs: tuple[Glyphs, ...]
    extras: tuple[tuple[int, str], ...] = ()


class Face(Struct, frozen=True):
    """A font file open for shaping. `number` is its place in the template's list, from 0."""

    number: int
    file: FaceFile
    font: hb.Font
    characters: frozenset[int]
    base: frozenset[int]
    spelling: dict[int, str]
    """The character each glyph stands for, when it stands for one."""
    ascent: int
    descent: int


@lru_cache(maxsize=64)
def open_face(number: int, file: FaceFile) -> Face:
    """The face ready for shaping.

    Raises: HandoutError (environment) when the file is missing or no TrueType font.
    """
    try:
        face = hb.Face(hb.Blob(Path(file.path).read_bytes()))
    except OSError as error:
        fail(f"cannot read font {file.path}: {error.strerror}", code=ExitCode.ENVIRONMENT)
    if "glyf" not in face.table_tags or not face.glyph_count or not face.unicodes:
        fail(f"{file.path} is not a whole TrueType font", code=ExitCode.ENVIRONMENT)
    font = hb.Font(face)
    font.scale = (1000, 1000)
    extents = font.get_font_extents("ltr")
    characters = frozenset(face.unicodes)
    spelling: dict[int, str] = {}
    for code in sorted(characters, reverse=True):
        glyph = font.get_nominal_glyph(code)
        if glyph is not None:
            spelling[glyph] = chr(code)
    base = {font.get_nominal_glyph(ord(letter)) for letter in BASE if ord(letter) in characters}
    return Face(
        number, file, font, characters, frozenset(g for g in base if g is not None), spelling,
        extents.ascender, extents.descender,
    )  # fmt: skip


@lru_cache(maxsize=16)
def open_faces(files: tuple[FaceFile, ...]) -> "Faces":
    """The faces of a look, with the words that were shaped in them so far."""
    return Faces(files)


class Faces(Struct, frozen=True):
    """The faces of a look in order of preference, each in two weights."""

    files: tuple[FaceFile, ...]
    _words: dict[tuple[str, Weight, str], tuple[Word, ...]] = field(default_factory=dict)

    def ordered(self, weight: Weight) -> Iterable[Face]:
        """The faces of this weight, the preferred family first; opened only when asked for."""
        for number, file in enumerate(self.files):
            if file.weight == weight:
                yield open_face(number, file)

    def main(self) -> Face:
        """The face that gives lines their height."""
        return open_face(0, self.files[0])

    def words(self, text: str, weight: Weight, language: str) -> tuple[Word, ...]:
        """The text shaped in the first face that has all of it, else face by face.

        Raises: ValueError naming the first character that no face has.
        """
        key = (text, weight, language)
        words = self._words.get(key)
        if words is None:
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            words = self._words[key] = self._shaped(*key)
        return words

    def _shaped(self, text: str, weight: Weight, language: str) -> tuple[Word, ...]:
        text = text.replace("\u00a0", " ").replace("\u2011", "-")
        wanted = frozenset(map(ord, text)) - _IGNORABLE
        for face in self.ordered(weight):
            if face.characters >= wanted:
                return (_shape(face, text, language),)
        parts = self._by_face(text, tuple(self.ordered(weight)))
        return tuple(_shape(face, part, language) for face, part in parts)

    def _by_face(self, text: str, faces: Sequence[Face]) -> list[tuple[Face, str]]:
        parts: list[tuple[Face, str]] = []
        for cluster in clusters(text):
            wanted = frozenset(map(ord, cluster)) - _IGNORABLE
            face = next((face for face in faces if face.characters >= wanted), None)
            if face is None:
                missing = next(
                    c
                    for c in cluster
                    if not any(ord(c) in f.characters for f in faces) or c == cluster[-1]
                )
                raise ValueError(missing)
            if parts and parts[-1][0] is face:
                parts[-1] = (face, parts[-1][1] + cluster)
            else:
                parts.append((face, cluster))
        return parts


_IGNORABLE = frozenset((0x200B, 0x200C, 0x200D, 0xFE0E, 0xFE0F))


def clusters(text: str) -> list[str]:
    """The text cut into letters with their combining marks and joiners."""
    parts: list[str] = []
    for letter in text:
        joins = unicodedata.combining(letter) or ord(letter) in _IGNORABLE
        if parts and (joins or unicodedata.category(letter) in ("Mn", "Me", "Mc")):
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


def _shape(face: Face, text: str, language: str) -> Word:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = language
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(face.font, buffer, _FEATURES)
    infos, positions = buffer.glyph_infos or (), buffer.glyph_positions or ()
    groups: list[Glyphs] = []
    array, rise, actual, goes_on = _Array(), 0, "", False
    advance = 0
    extras: dict[int, str] = {}
    for start, end in _cluster_ranges(infos):
        stop = infos[end].cluster if end < len(infos) else len(text)
        characters = text[infos[start].cluster : stop]
        spelled = "".join(face.spelling.get(info.codepoint, "") for info in infos[start:end])
        wanted = "" if spelled == characters else characters
        for index in range(start, end):
            glyph, at = infos[index].codepoint, positions[index]
            if glyph not in face.base:
                extras[glyph] = face.spelling.get(glyph, characters)
            if (at.y_offset, wanted) != (rise, actual) or (wanted and index == start):
                groups.append(Glyphs(array.done(), rise, actual, goes_on))
                array, rise, actual = _Array(), at.y_offset, wanted
                goes_on = bool(wanted) and index > start
            array.add(glyph, at.x_offset, at.x_advance, face.font.get_glyph_h_advance(glyph))
            advance += at.x_advance
    groups.append(Glyphs(array.done(), rise, actual, goes_on))
    kept = tuple(group for group in groups if group.array)
    return Word(face.number, advance, kept, tuple(sorted(extras.items())))


def _cluster_ranges(infos: Sequence[hb.GlyphInfo]) -> Iterable[tuple[int, int]]:
    start = 0
    for index in range(1, len(infos) + 1):
        if index == len(infos) or infos[index].cluster != infos[start].cluster:
            yield start, index
            start = index


class _Array:
    """A TJ array under construction: codes in strings, adjustments between them."""

    def __init__(self) -> None:
        self._done: list[bytes] = []
        self._codes = bytearray()
        self._owed = 0

    def add(self, glyph: int, x_offset: int, advance: int, natural: int) -> None:
        """Show a glyph moved right by `x_offset`, then go on as if it took `advance`."""
        self._adjust(x_offset)
        self._codes += glyph.to_bytes(2, "big")
        self._owed += advance - natural - x_offset

    def _adjust(self, x_offset: int) -> None:
        move = self._owed + x_offset
        if move:
            self._close()
            self._done.append(b"%d" % -move)
        self._owed = 0

    def _close(self) -> None:
        if self._codes:
            self._done.append(literal(bytes(self._codes)))
            self._codes = bytearray()

    def done(self) -> bytes:
        """The array's inside; what is still owed stands at its end."""
        self._close()
        if self._owed:
            self._done.append(b"%d" % -self._owed)
        return b"".join(self._done)


def literal(codes: bytes) -> bytes:
    """A PDF literal string."""
    return b"(" + _ESCAPED.sub(lambda found: _ESCAPES[found[0]], codes) + b")"


_ESCAPES = {b"\\": b"\\\\", b"(": b"\\(", b")": b"\\)", b"\r": b"\\r"}


class Subset(Struct, frozen=True):
    """What is embedded of a face. Widths in 1/1000 em by glyph, spelling for ToUnicode."""

    name: str
    font: bytes
    widths: tuple[tuple[int, int], ...]
    spelling: tuple[tuple[int, str], ...]
    ascent: int
    descent: int
    bold: bool


def subset(face: Face, extras: frozenset[tuple[int, str]]) -> Subset:
    """The face cut down to its base set and `extras`; a pure function of the two."""
    plan = hb.SubsetInput()
    plan.flags = (
        hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
    )
    glyphs = face.base | {glyph for glyph, _ in extras}
    plan.glyph_set.update(glyphs)
    plan.drop_table_tag_set.update(
        int.from_bytes(tag.ljust(4).encode(), "big") for tag in _DROPPED_TABLES
    )
    cut = hb.subset(face.font.face, plan)
    added: dict[int, str] = {}
    for glyph, text in sorted(extras, reverse=True):
        added[glyph] = text
    spelling = {glyph: face.spelling.get(glyph) or added[glyph] for glyph in sorted(glyphs)}
    widths = ((glyph, face.font.get_glyph_h_advance(glyph)) for glyph in sorted(glyphs))
    bold = face.file.weight == "bold"
    name = re.sub(r"[^A-Za-z0-9]", "", face.file.family.title()) + ("-Bold" if bold else "-Regular")
    return Subset(
        name,
        bytes(cut.blob.data),
        tuple(widths),
        tuple(spelling.items()),
        face.ascent,
        face.descent,
        bold,
    )
