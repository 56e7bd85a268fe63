"""The words that a page's drawing shows, by the mark that each belongs to.

A drawing is cut where a mark ends on a line of its own, as our writer ends them. The cut is safe
though strings may hold any bytes: one that falls into a string leaves half of it behind, and half a
string is refused. What was read once is kept by its very bytes, for most of a leaflet is the same
for every patient.
"""

import re
from functools import lru_cache

from msgspec import Struct

from handout.readback.own.file import File, foreign, one
from handout.readback.own.letters import Letters, inflated, letters, said, spelled

_CUT = b"\nEMC\n"
_OPENS = b">>BDC\n"
_HEAD = re.compile(
    rb"(?:Q\n)?(?:q 1 0 0 1 [-.\d]+ [-.\d]+ cm\n)?(?:/Artifact BMC [^()<>]* EMC\n)*"
    rb"/\w+<</MCID (\d+)"
)
_STEP = re.compile(
    rb"\((?:([^()\\]*+(?:\\.[^()\\]*+)*+)\))?|/(F\d+) |<feff([0-9a-f]+)>"
    rb"|B(DC|MC|T)|E(MC)|\)|'|\"|Tj",
    re.DOTALL,
)
"""Each alternative starts with a letter of its own: so the search for them is a fast one."""
_FONTS = re.compile(rb"/Font<<([^>]*)>>")
_FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_ARTIFACT = "\n"
"""Lines of an artifact are apart: whether they run on nobody says."""
_PARTS_KEPT = 4000
_PAGES_KEPT = 64


class PageWords(Struct, frozen=True):
    """What a page shows. marked: by the marks' numbers. apart: what is an artifact."""

    marked: list[str]
    apart: tuple[str, ...]


class Reader:
    """Reads pages that are set in the same fonts."""

    def __init__(self, faces: dict[bytes, Letters]) -> None:
        self._faces = faces
        self._pages: dict[bytes, PageWords] = {}
        self._parts: dict[bytes, str] = {}
        self._numbers: dict[bytes, int] = {}

    def page(self, packed: bytes) -> PageWords:
        """The words of a page, from its deflated drawing."""
        found = self._pages.get(packed)
        if found is None:
            if len(self._pages) >= _PAGES_KEPT:
                self._pages.clear()
            found = self._pages[packed] = self._read(inflated(packed))
        return found

    def _read(self, drawing: bytes) -> PageWords:
        marked: list[str] = []
        apart: list[str] = []
        numbers, parts = self._numbers, self._parts
        *cut, rest = drawing.split(_CUT)
        for part in cut:
            head, opened, body = part.partition(_OPENS)
            if opened:
                number = numbers.get(head)
                if number is None:
                    number = self._number(head)
                if number != len(marked):
                    foreign("the marks of a page are not numbered in their order")
                text = parts.get(body)
                marked.append(self._part(body) if text is None else text)
            elif b"(" in part or b"TJ" in part:
                apart.append(self._part(_artifact(part), _ARTIFACT))
        apart.append(self._part(rest, _ARTIFACT))
        return PageWords(marked, tuple(text for text in apart if text))

    def _number(self, head: bytes) -> int:
        found = _HEAD.fullmatch(head)
        if found is None:
            foreign("a mark does not begin as our writer begins them")
        if len(self._numbers) >= _PARTS_KEPT:
            self._numbers.clear()
        number = self._numbers[head] = int(found[1])
        return number

    def _part(self, body: bytes, between: str = "") -> str:
        key = body + between.encode()
        known = self._parts.get(key)
        if known is not None:
            return known
        if len(self._parts) >= _PARTS_KEPT:
            self._parts.clear()
        text = self._parts[key] = shown(body, self._faces, between)
        return text


def _artifact(part: bytes) -> bytes:
    """What follows the line on which an artifact begins."""
    before, _, body = part.partition(b"/Artifact BMC\n")
    if b"(" in before or not body:
        foreign("it shows letters that no mark holds")
    return body


def shown(body: bytes, faces: dict[bytes, Letters], between: str = "") -> str:
    """The text that a part of a drawing shows; spelled out where it says what it stands for.

    between: what stands between its text objects, each of which is a line or a part of one.
    """
    found: list[str] = []
    strings: list[bytes] = []
    table: Letters | None = None
    depth = spelled_from = 0

    def close() -> None:
        if strings and not spelled_from:
            if table is None:
                foreign("it shows letters in no font")
            found.append(spelled(strings, table))
        strings.clear()

    for string, face, actual, begins, ends in _STEP.findall(body):
        if string:
            strings.append(string)
        elif face:
            close()
            table = faces.get(face)
        elif ends:
            close()
            spelled_from = 0 if depth == spelled_from else spelled_from
            depth -= 1
        elif begins == b"T":
            close()
            found.append(between)
        elif begins:
            depth += 1
        elif actual:  # It comes before the mark that it belongs to opens.
            close()
            if not spelled_from:
                spelled_from = depth + 1
                found.append(said(actual))
        else:
            foreign("a drawing holds what our writer does not write")
    if depth:
        foreign("a mark is not closed")
    close()
    return "".join(found)


def reader(file: File, resources: int) -> Reader:
    """What reads the pages that use these resources."""
    return _kept_reader(_faces(file, resources))


def _faces(file: File, resources: int) -> tuple[tuple[bytes, bytes], ...]:
    """Each font's name on the pages, with the deflated table of its letters."""
    named = _FONT.findall(one(_FONTS, file.object(resources)))
    return tuple(
        (name, file.stream(int(one(_UNICODE, file.object(int(number)))))) for name, number in named
    )


@lru_cache(maxsize=8)
def _kept_reader(faces: tuple[tuple[bytes, bytes], ...]) -> Reader:
    return Reader({name: letters(packed) for name, packed in faces})
