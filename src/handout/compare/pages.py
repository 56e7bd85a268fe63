"""The pages of two PDFs that do not look the same, as pictures with the changed words marked.

Pages are paired by what is on them, so that one which only moved is no change. Lines that stand on
every page (page numbers, the version) are left out of account: they change all pages when one does.
"""

from collections.abc import Iterator
from ctypes import c_float
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs
from msgspec import Struct
from pypdfium2 import raw

from handout.artwork.png import png
from handout.compare.alignment import aligned
from handout.compare.changes import PageChange, PageChanges, Picture
from handout.compare.paper import Sheet, Word, sheets
from handout.compare.words import differing_words, likeness_of

PIXELS_ACROSS = 900
_PAIR = 0.3
_WHITE = 255
_MARGIN = 1.0
_LINE = 0.9
_OLD_TINT, _OLD_LINE = (255, 214, 204), (138, 28, 15)
_NEW_TINT, _NEW_LINE = (204, 228, 255), (11, 74, 143)


class _Side:
    """The pages of one PDF, drawn once."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self.document = document
        self.sheets = sheets(document)
        self.images = tuple(_drawn(document, index) for index in range(len(document)))
        self.texts = tuple(tuple(word.text for word in sheet.words()) for sheet in self.sheets)

    def keys(self) -> list[tuple[tuple[str, ...], bytes]]:
        """What a page is told from others by, without its running lines."""
        bands = (_bands(sheet) for sheet in self.sheets)
        images = (image.without(band) for image, band in zip(self.images, bands, strict=True))
        return list(zip(self.texts, images, strict=True))


class _Image(Struct, frozen=True):
    """The pixels of a page at one pixel a point, row after row."""

    stride: int
    rows: int
    pixels: bytes

    def without(self, bands: frozenset[tuple[int, int]]) -> bytes:
        """The pixels with rows made white."""
        kept = bytearray(self.pixels)
        for first, last in bands:
            start, end = max(first, 0) * self.stride, min(last, self.rows) * self.stride
            kept[start:end] = bytes([_WHITE]) * max(end - start, 0)
        return bytes(kept)


class _Marks(Struct, frozen=True):
    """The words of each page that the other PDF does not have, wherever its pages end."""

    gone: tuple[tuple[Word, ...], ...]
    come: tuple[tuple[Word, ...], ...]


def page_changes(old: pypdfium2.PdfDocument, new: pypdfium2.PdfDocument) -> PageChanges:
    """The pages that differ, in order."""
    left, right = _Side(old), _Side(new)
    marks = _marks(left, right)

    def likeness(one: int, other: int) -> float:
        score = likeness_of(left.texts[one], right.texts[other])
        return score if score >= _PAIR else 0.0

    pairs = aligned(left.keys(), right.keys(), likeness)
    changes: list[PageChange] = []
    running = 0
    for one, other in pairs:
        if one is None or other is None:
            changes.append(_alone(left, one, right, other, marks))
        elif not _is_same(left, one, right, other):
            changes.append(_paired(left, one, right, other, marks))
        elif left.images[one] != right.images[other]:
            running += 1
    return PageChanges(len(old), len(new), tuple(changes), running)


def _is_same(left: _Side, one: int, right: _Side, other: int) -> bool:
    sheet, new_sheet = left.sheets[one], right.sheets[other]
    image, new_image = left.images[one], right.images[other]
    if (image.stride, image.rows) != (new_image.stride, new_image.rows):
        return False
    bands = _bands(sheet) | _bands(new_sheet)
    return image.without(bands) == new_image.without(bands)


def _alone(
    left: _Side, one: int | None, right: _Side, other: int | None, marks: _Marks
) -> PageChange:
    gone = () if one is None else marks.gone[one]
    come = () if other is None else marks.come[other]
    return PageChange(
        None if one is None else _picture(left, one, gone, is_new=False),
        None if other is None else _picture(right, other, come, is_new=True),
        bool(gone or come),
    )


def _paired(left: _Side, one: int, right: _Side, other: int, marks: _Marks) -> PageChange:
    gone, come = marks.gone[one], marks.come[other]
    return PageChange(
        _picture(left, one, gone, is_new=False),
        _picture(right, other, come, is_new=True),
        bool(gone or come),
    )


def _marks(left: _Side, right: _Side) -> _Marks:
    words, new_words = (
        tuple((index, word) for index, sheet in enumerate(one.sheets) for word in sheet.words())
        for one in (left, right)
    )
    gone, come = differing_words(
        tuple(word.text for _, word in words), tuple(word.text for _, word in new_words)
    )
    return _Marks(
        _by_page(len(left.sheets), tuple(words[index] for index in gone)),
        _by_page(len(right.sheets), tuple(new_words[index] for index in come)),
    )


def _by_page(count: int, words: tuple[tuple[int, Word], ...]) -> tuple[tuple[Word, ...], ...]:
    return tuple(tuple(word for page, word in words if page == index) for index in range(count))


def _drawn(document: pypdfium2.PdfDocument, index: int) -> _Image:
    page = document[index]
    bitmap = page.render(scale=1, rev_byteorder=True)
    image = _Image(bitmap.stride, bitmap.height, bytes(bitmap.buffer))
    bitmap.close()
    page.close()
    return image


def _bands(sheet: Sheet) -> frozenset[tuple[int, int]]:
    """The rows of pixels that running lines take."""
    lines = (sheet.lines[index] for index in sheet.running)
    return frozenset(
        (
            int(sheet.height - max(word.top for word in line) - _MARGIN),
            int(sheet.height - min(word.bottom for word in line) + _MARGIN) + 1,
        )
        for line in lines
    )


def _picture(side: _Side, index: int, words: tuple[Word, ...], *, is_new: bool) -> Picture:
    """The page with words marked: struck through where they go, underlined where they are new."""
    alone = pypdfium2.PdfDocument.new()
    try:
        alone.import_pages(side.document, [index])
        page = alone[0]
        for box in _joined(words):
            _mark(page, box, is_new)
        if words:
            page.gen_content()
        width = page.get_width()
        page.close()
        saved = BytesIO()
        alone.save(saved)
    finally:
        alone.close()
    return Picture(index + 1, png(saved.getvalue(), PIXELS_ACROSS, width))


def _joined(words: tuple[Word, ...]) -> Iterator[Word]:
    """Boxes round neighbours on a line, as one."""
    box: Word | None = None
    for word in words:
        if box and abs(box.bottom - word.bottom) < _MARGIN and 0 <= word.left - box.right < 6:
            box = Word("", box.left, box.bottom, word.right, max(box.top, word.top))
            continue
        if box:
            yield box
        box = word
    if box:
        yield box


def _mark(page: pypdfium2.PdfPage, box: Word, is_new: bool) -> None:
    tint, line = (_NEW_TINT, _NEW_LINE) if is_new else (_OLD_TINT, _OLD_LINE)
    height = box.top - box.bottom
    at = box.bottom + height * (0.08 if is_new else 0.42)
    _rectangle(page, (box.left - 1, box.bottom, box.right + 1, box.top), tint)
    _rectangle(page, (box.left - 1, at, box.right + 1, at + _LINE), line)


def _rectangle(
    page: pypdfium2.PdfPage, corners: tuple[float, float, float, float],
    colour: tuple[int, int, int],
) -> None:  # fmt: skip
    """A rectangle under which the page still shows."""
    left, bottom, right, top = corners
    sides = map(c_float, (left, bottom, right - left, top - bottom))
    shape = raw.FPDFPageObj_CreateNewRect(*sides)
    raw.FPDFPageObj_SetFillColor(shape, *colour, _WHITE)
    raw.FPDFPath_SetDrawMode(shape, raw.FPDF_FILLMODE_WINDING, False)
    raw.FPDFPageObj_SetBlendMode(shape, b"Multiply")
    raw.FPDFPage_InsertObject(page.raw, shape)
