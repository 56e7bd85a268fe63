"""The part of a file that all its printings share: colour profile, fonts, images.

Formatted once as bytes with known offsets; made again only for a visit that brings characters which
the fonts do not hold yet.
"""

import zlib
from collections.abc import Sequence

from msgspec import Struct

from handout.model.template import FaceFile
from handout.pages.fonts import Face, Subset, open_face, subset
from handout.pages.text import Extras

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


class Stream(Struct, frozen=True):
    """A picture ready to embed, a photograph or a form: dictionary entries and encoded data."""

    resource: str
    entries: bytes
    data: bytes


class Kit(Struct, frozen=True):
    """What the contents of some pages name: faces and extra glyphs by number, pictures by name."""

    files: tuple[FaceFile, ...]
    used: frozenset[int]
    extras: Extras
    pictures: tuple[Stream, ...]


class Resources(Struct, frozen=True):
    """The file's first bytes: objects 1 to `len(offsets)`, and which of them is what.

    dictionaries: the object that has the names of each kit.
    """

    data: bytes
    offsets: tuple[int, ...]
    dictionaries: tuple[int, ...]
    intent: int


class _Objects:
    def __init__(self) -> None:
        self._data = bytearray(HEADER)
        self.offsets: list[int] = []

    def add(self, body: bytes) -> int:
        self.offsets.append(len(self._data))
        number = len(self.offsets)
        self._data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        return number

    def stream(self, entries: bytes, data: bytes) -> int:
        return self.add(b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data))

    def done(self) -> bytes:
        return bytes(self._data)


def resources(kits: Sequence[Kit], profile: bytes) -> Resources:
    """The shared objects for the faces and pictures of the kits, and the sRGB profile.

    A face or picture of several kits is embedded once, the face with the extra glyphs of all.
    """
    objects = _Objects()
    packed = zlib.compress(profile, 9)
    profile_number = objects.stream(b"/N 3/Filter/FlateDecode", packed)
    intent = objects.add(
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
        b"/DestOutputProfile %d 0 R>>" % profile_number
    )
    extras = _extras(kits)
    fonts: dict[FaceFile, int] = {}
    pictures: dict[tuple[bytes, bytes], int] = {}
    dictionaries = []
    for kit in kits:
        faces, shown = [], []
        for number in sorted(kit.used):
            file = kit.files[number]
            if file not in fonts:
                fonts[file] = _font(objects, open_face(number, file), frozenset(extras[file]))
            faces.append(b"/F%d %d 0 R" % (number, fonts[file]))
        for picture in kit.pictures:
            content = (picture.entries, picture.data)
            if content not in pictures:
                pictures[content] = objects.stream(*content)
            shown.append(b"/%s %d 0 R" % (picture.resource.encode(), pictures[content]))
        names = (b"".join(faces), b"".join(shown))
        dictionaries.append(objects.add(b"<</Font<<%s>>/XObject<<%s>>>>" % names))
    return Resources(objects.done(), tuple(objects.offsets), tuple(dictionaries), intent)


def _extras(kits: Sequence[Kit]) -> dict[FaceFile, set[tuple[int, str]]]:
    """The extra glyphs of each face that is used, of all kits together."""
    found: dict[FaceFile, set[tuple[int, str]]] = {}
    for kit in kits:
        for number in kit.used:
            found.setdefault(kit.files[number], set())
        for number, glyph, text in kit.extras:
            found.setdefault(kit.files[number], set()).add((glyph, text))
    return found


def _font(objects: _Objects, face: Face, mine: frozenset[tuple[int, str]]) -> int:
    cut = subset(face, mine)
    tag = _subset_tag(cut)
    name = tag + b"+" + cut.name.encode()
    file = objects.stream(
        b"/Filter/FlateDecode/Length1 %d" % len(cut.font), zlib.compress(cut.font, 9)
    )
    descriptor = objects.add(
        b"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-1000 %d 2000 %d]/ItalicAngle 0"
        b"/Ascent %d/Descent %d/CapHeight 700/StemV %d/FontFile2 %d 0 R>>"
        % (name, cut.descent, cut.ascent, cut.ascent, cut.descent, 140 if cut.bold else 80, file)
    )
    widths = b" ".join(b"%d[%d]" % pair for pair in cut.widths)
    descendant = objects.add(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[%s]"
        b"/CIDToGIDMap/Identity>>" % (name, descriptor, widths)
    )
    unicode_map = objects.stream(
        b"/Filter/FlateDecode", zlib.compress(_to_unicode(cut.spelling), 9)
    )
    return objects.add(
        b"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]"
        b"/ToUnicode %d 0 R>>" % (name, descendant, unicode_map)
    )


def _subset_tag(cut: Subset) -> bytes:
    """Six letters that differ where the subset differs."""
    value = zlib.crc32(repr((cut.name, cut.spelling)).encode())
    letters = bytearray()
    for _ in range(6):
        value, letter = divmod(value, 26)
        letters.append(65 + letter)
    return bytes(letters)


def _to_unicode(spelling: tuple[tuple[int, str], ...]) -> bytes:
    """A CMap from glyph codes to UTF-16BE."""
    lines = [
        b"<%04X><%s>" % (glyph, text.encode("utf-16-be").hex().upper().encode())
        for glyph, text in spelling
        if text
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    chars = b"\n".join(
        b"%d beginbfchar\n%s\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks
    )
    return (
        b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n"
        b"/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        + chars
        + b"\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
