"""A PDF read back by pypdfium2, the `png` extra: its words where they stand, and its lines.

Promised: what cannot be printed on a terminal is left out of words, whoever made the PDF.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
from msgspec import Struct
from pypdfium2 import raw

from handout.compare.words import Line
from handout.errors import Place, fail

_HYPHEN = "\x02"
_ITEM = re.compile(r"[•◦▪‣–—☐□]|[0-9]{1,2}[.)]$")
_DIGITS = re.compile(r"[0-9]+")
_WIDEST_LEADING = 2.0
_LOOSER = 0.1
_SAME_SIZE = 0.15
_SAME_PLACE = 1.5


class Word(Struct, frozen=True):
    """A word and the box round it, in points from the lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


PaperLine = tuple[Word, ...]


class Sheet(Struct, frozen=True):
    """One page. running: the indexes of lines that stand on every page, such as page numbers."""

    width: float
    height: float
    lines: tuple[PaperLine, ...]
    running: frozenset[int] = frozenset()

    def own_lines(self) -> Iterator[PaperLine]:
        """The lines of the page itself."""
        yield from (line for index, line in enumerate(self.lines) if index not in self.running)

    def words(self) -> tuple[Word, ...]:
        """The words of the page itself."""
        return tuple(word for line in self.own_lines() for word in line)


@contextmanager
def opened(pdf: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, open for as long as it is looked at.

    Raises: HandoutError when it is locked or cannot be read.
    """
    if pdf.lstrip()[:5] != b"%PDF-":
        fail("this file is not a PDF", Place(name), "name a PDF, a folder or a revision")
    try:
        document = pypdfium2.PdfDocument(pdf)
        len(document)
    except pypdfium2.PdfiumError:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            fail("this PDF is locked with a password", Place(name), "save a copy without it")
        fail("this PDF cannot be read", Place(name), "open it, and save it anew")
    try:
        yield document
    finally:
        document.close()


def sheets(document: pypdfium2.PdfDocument) -> tuple[Sheet, ...]:
    """Every page with its words."""
    pages = tuple(_sheet(document, index) for index in range(len(document)))
    if len(pages) < 2:
        return pages
    on_all = frozenset.intersection(*(frozenset(map(_running_key, page.lines)) for page in pages))
    return tuple(
        Sheet(
            page.width,
            page.height,
            page.lines,
            frozenset(i for i, line in enumerate(page.lines) if _running_key(line) in on_all),
        )
        for page in pages
    )


def _running_key(line: PaperLine) -> tuple[str, int]:
    """What a line says but for its numbers, and how high it stands."""
    said = " ".join(word.text for word in line)
    return _DIGITS.sub("#", said), round(line[0].bottom)


def _sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet:
    page = document[index]
    text = page.get_textpage()
    try:
        words = tuple(_words(text))
        return Sheet(page.get_width(), page.get_height(), tuple(_lines(words)))
    finally:
        text.close()
        page.close()


def _words(text: pypdfium2.PdfTextPage) -> Iterator[Word]:
    """The words of a page in the order they were written."""
    word: Word | None = None
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, index))
        if letter.isspace() or not letter.strip("\0"):
            if word:
                yield word
            word = None
            continue
        if letter != _HYPHEN and unicodedata.category(letter)[0] == "C":
            continue
        box = text.get_charbox(index, loose=True)
        if word and not _is_beside(word, box):
            yield word
            word = None
        word = _joined(word, letter, box)
    if word:
        yield word


def _is_beside(word: Word, box: Sequence[float]) -> bool:
    left, bottom, _, top = box
    return min(word.top, top) - max(word.bottom, bottom) > 0 and left >= word.left - 1


def _joined(word: Word | None, letter: str, box: Sequence[float]) -> Word:
    left, bottom, right, top = box
    if word is None:
        return Word(letter, left, bottom, right, top)
    return Word(
        word.text + letter,
        min(word.left, left),
        min(word.bottom, bottom),
        max(word.right, right),
        max(word.top, top),
    )


def _lines(words: tuple[Word, ...]) -> Iterator[PaperLine]:
    """Words that stand beside each other, from left to right."""
    line: list[Word] = []
    for word in words:
        if line:
            last = line[-1]
            shared = min(last.top, word.top) - max(last.bottom, word.bottom)
            is_same = shared > 0.4 * min(last.top - last.bottom, word.top - word.bottom)
            if not is_same or word.left < last.left:
                yield tuple(line)
                line = []
        line.append(word)
    if line:
        yield tuple(line)


def passages(pages: tuple[Sheet, ...]) -> tuple[Line, ...]:
    """The paragraphs of all pages as they can be told from the page, without running lines."""
    own = tuple(tuple(page.own_lines()) for page in pages)
    leading = _leading(own)
    found: list[Line] = []
    for number, lines in enumerate(own, 1):
        paragraph: list[PaperLine] = []
        for line in lines:
            if paragraph and not _goes_on(paragraph, line, leading):
                found.append(_passage(paragraph, number))
                paragraph = []
            paragraph.append(line)
        if paragraph:
            found.append(_passage(paragraph, number))
    return tuple(found)


def running_lines(pages: tuple[Sheet, ...]) -> tuple[Line, ...]:
    """What stands on every page, as on the first."""
    first = pages[:1]
    return tuple(
        Line("on every page", _said((page.lines[index],)))
        for page in first
        for index in sorted(page.running)
    )


def _leading(pages: tuple[tuple[PaperLine, ...], ...]) -> float:
    """The step from line to line that is most common, in heights of a line."""
    steps = Counter(
        round(_step(last, line), 2)
        for lines in pages
        for last, line in pairwise(lines)
        if 0 < _step(last, line) < _WIDEST_LEADING
    )
    return min(steps, key=lambda step: (-steps[step], step), default=1.0)


def _step(last: PaperLine, line: PaperLine) -> float:
    return (last[0].bottom - line[0].bottom) / _height(last)


def _goes_on(paragraph: list[PaperLine], line: PaperLine, leading: float) -> bool:
    """Whether a line belongs to the paragraph above it: as close, as large, and in line with it."""
    last = paragraph[-1]
    is_as_large = abs(_height(last) - _height(line)) <= _SAME_SIZE * _height(last)
    is_close = 0 < _step(last, line) <= leading + _LOOSER
    is_hanging = len(paragraph) == 1 and bool(_ITEM.match(last[0].text))
    away = line[0].left - last[0].left
    is_in_line = abs(away) < _SAME_PLACE or (is_hanging and 0 < away < 3 * _height(last))
    return is_as_large and is_close and is_in_line and not _ITEM.match(line[0].text)


def _height(line: PaperLine) -> float:
    return max(max(word.top - word.bottom for word in line), 0.1)


def _passage(paragraph: list[PaperLine], page: int) -> Line:
    return Line("text", _said(paragraph), f"Page {page}")


def _said(lines: Iterable[PaperLine]) -> str:
    """The lines as one; a word that was parted at the end of a line is whole again."""
    said = " ".join(word.text for line in lines for word in line)
    return said.replace(f"{_HYPHEN} ", "").replace(_HYPHEN, "-")
