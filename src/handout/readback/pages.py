"""All pages of an open PDF, with whose each thing on them is."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pikepdf import Pdf

from handout.readback.elements import Content, elements
from handout.readback.entries import BROKEN, DIRECT, Key, entry, name
from handout.readback.finished import Area, Box, Face, Finished, Image, Link, Page, Run
from handout.readback.fonts import Font, Resources
from handout.readback.forms import forms
from handout.readback.letters import within
from handout.readback.links import Click, clicks
from handout.readback.matrix import Crop, Matrix, placed, visible
from handout.readback.paint import Owner, Paints, Text
from handout.readback.painted import paints
from handout.readback.patterns import patterned
from handout.readback.pdfium import Opened, page, raw
from handout.readback.record import record
from handout.readback.structure import Mark, Structure, structure

_LETTER = (612.0, 792.0)
"""The size of a page that cannot be read."""


class _Sheet(Struct, frozen=True):
    """A page before its owners and fonts are known. forms: the objects of its forms."""

    number: int
    width: float
    height: float
    tab_order: str
    paints: Paints
    links: tuple[Link, ...]
    forms: tuple[Key, ...]


def read(pdf: Pdf, document: Any) -> Finished:
    """An open PDF as plain data."""
    listed = tuple(page.obj for page in pdf.pages)
    numbers = {page.objgen: number for number, page in enumerate(listed, 1)}
    tree = structure(pdf, numbers)
    resources = Resources()
    with_forms = {mark.page for mark in tree.owners if mark.stream != DIRECT}
    reader = _Reader(document, resources, tree, numbers)
    sheets = tuple(
        reader.sheet(number, held, number in with_forms) for number, held in enumerate(listed, 1)
    )
    said = record(pdf)
    joiner = _Joiner(tree, resources.fonts, sheets)
    pages = tuple(joiner.page(sheet) for sheet in sheets)
    return Finished(
        pages=pages,
        elements=elements(tree, joiner.contents),
        title=said.title,
        shows_title=said.shows_title,
        language=said.language,
        is_tagged=said.is_tagged and bool(tree.nodes),
        claims=said.claims,
    )


class _Reader:
    """Reads pages one after the other."""

    def __init__(
        self, document: Any, resources: Resources, tree: Structure, numbers: dict[Key, int]
    ) -> None:
        self._document, self._resources = document, resources
        self._tree, self._numbers = tree, numbers

    def sheet(self, number: int, held: Any, asks_forms: bool) -> _Sheet:
        """A page; one that PDFium cannot parse is empty."""
        tab_order = name(entry(held, "/Tabs"))
        with page(self._document, number) as opened:
            if opened is None:
                return _Sheet(number, *_LETTER, tab_order, Paints((), (), ()), (), ())
            rotation = raw.FPDFPage_GetRotation(opened.page)
            to_seen, width, height = visible(_crop(opened), rotation, _unit(held))
            resources = _inherited(held, "/Resources")
            has_patterns = self._resources.gather(resources)
            filled = patterned(held, resources, to_seen) if has_patterns else ()
            return _Sheet(
                *(number, width, height, tab_order),
                paints(opened, to_seen, filled),
                tuple(self._link(click, opened, to_seen) for click in clicks(held, self._numbers)),
                forms(held, resources) if asks_forms else (),
            )

    def _link(self, click: Click, opened: Opened, to_seen: Matrix) -> Link:
        left, bottom, right, top = click.rectangle
        return Link(
            box=placed(to_seen, *click.rectangle),
            target=click.target,
            contents=click.contents,
            words=within(opened.text_page, left, top, right, bottom),
            element=self._tree.annotations.get(click.key),
        )


def _crop(opened: Opened) -> Crop:
    found = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(opened.page, found):
        return 0.0, 0.0, *_LETTER
    return found.left, found.bottom, found.right, found.top


def _unit(held: Any) -> float:
    unit = entry(held, "/UserUnit")
    try:
        return min(max(float(unit), 0.001), 75_000.0) if unit is not None else 1.0
    except BROKEN:
        return 1.0


def _inherited(held: Any, key: str) -> Any:
    """An entry of a page, or of the nodes above it."""
    for _ in range(64):
        found = entry(held, key)
        if found is not None or held is None:
            return found
        held = entry(held, "/Parent")
    return None


class _Joiner:
    """Says of everything whose it is, and gathers what each mark holds."""

    def __init__(self, tree: Structure, fonts: dict[str, Font], sheets: tuple[_Sheet, ...]) -> None:
        self.contents: dict[Mark, Content] = {}
        self._tree, self._fonts = tree, fonts
        self._unmapped = {
            text.face.key
            for sheet in sheets
            for text in sheet.paints.texts
            if not text.letters.is_mapped
        }
        self._faces: dict[object, Face] = {}

    def page(self, sheet: _Sheet) -> Page:
        """The page with its owners."""
        found = sheet.paints
        areas: list[Area] = []
        images: list[Image] = []
        for path in found.paths:
            element, is_artifact = self._owner(path.owner, sheet, path.shape.box)
            if path.is_pattern:
                images.append(Image(path.shape.box, path.order, element, is_artifact))
            else:
                areas.append(Area(
                    box=path.shape.box,
                    order=path.order,
                    fill=path.fill,
                    stroke=path.stroke,
                    line_width=path.line_width,
                    opacity=path.opacity,
                    is_box=path.shape.is_box,
                    element=element,
                    is_artifact=is_artifact,
                ))  # fmt: skip
        for picture in found.pictures:
            element, is_artifact = self._owner(picture.owner, sheet, picture.box)
            images.append(Image(picture.box, picture.order, element, is_artifact))
        return Page(
            number=sheet.number,
            width=sheet.width,
            height=sheet.height,
            runs=tuple(self._run(text, sheet) for text in found.texts),
            areas=tuple(areas),
            images=tuple(sorted(images, key=lambda image: image.order)),
            links=sheet.links,
            tab_order=sheet.tab_order,
        )

    def _run(self, text: Text, sheet: _Sheet) -> Run:
        mark = self._mark(text.owner, sheet)
        run = Run(
            text=text.letters.text,
            box=text.box,
            baseline=text.baseline,
            size=text.size,
            face=self._face(text),
            colour=text.colour,
            order=text.order,
            opacity=text.opacity,
            angle=text.angle,
            element=self._tree.owners[mark] if mark else None,
            is_artifact=mark is None and text.owner.is_artifact,
            language=text.owner.language,
        )
        if mark:
            content = self.contents.setdefault(mark, Content([], []))
            content.runs.append(run)
            content.boxes.append(run.box)
        return run

    def _face(self, text: Text) -> Face:
        face = text.face
        if face not in self._faces:
            font = self._fonts.get(face.key)
            self._faces[face] = Face(
                name=face.name,
                is_embedded=font.is_embedded if font else face.is_embedded,
                is_mapped=face.key not in self._unmapped and (font is None or font.is_mapped),
                is_bold=face.is_bold or (font is not None and font.is_bold),
                is_italic=face.is_italic,
                is_serif=face.is_serif,
            )
        return self._faces[face]

    def _owner(self, owner: Owner, sheet: _Sheet, box: Box) -> tuple[int | None, bool]:
        mark = self._mark(owner, sheet)
        if mark is None:
            return None, owner.is_artifact
        self.contents.setdefault(mark, Content([], [])).boxes.append(box)
        return self._tree.owners[mark], False

    def _mark(self, owner: Owner, sheet: _Sheet) -> Mark | None:
        """The innermost mark that the structure knows; None where it knows none of them."""
        return next((mark for mark in _marks(owner, sheet) if mark in self._tree.owners), None)


def _marks(owner: Owner, sheet: _Sheet) -> Iterator[Mark]:
    """What the structure may call it: by its form, by its page, and then by the page all the same.

    Some producers number the content of forms as if it stood on the page.
    """
    for number, form in owner.marks:
        if form == 0:
            yield Mark(sheet.number, number)
        elif form <= len(sheet.forms):
            yield Mark(sheet.number, number, sheet.forms[form - 1])
    for number, form in owner.marks:
        if form:
            yield Mark(sheet.number, number)
