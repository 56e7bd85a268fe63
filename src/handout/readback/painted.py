"""What PDFium finds painted on a page, in the order of painting, as plain data.

Boxes are as a reader sees them. A page that cannot be parsed, a form within itself, or more objects
than anybody looks at give what could be read until there.
"""

import ctypes
from typing import Any

from msgspec import Struct, structs

from handout.readback.finished import Box, Colour, around
from handout.readback.handle import bounds, coloured, is_marked_artifact, marked_language, matrix_of
from handout.readback.letters import Letters, letters
from handout.readback.matrix import Matrix, Point, angle_of, at, height_of, placed, times
from handout.readback.paint import Owner, Paints, Path, Picture, Text
from handout.readback.pdfium import Opened, address, raw
from handout.readback.shapes import Shape, clipped, shapes
from handout.readback.typeface import Typeface, typeface

_STROKED, _BOTH, _STROKED_CLIP, _BOTH_CLIP = 1, 2, 5, 6
_UNSEEN = (3, 7)
_DEEPEST = 24
_COATS = 12
_MOST = 100_000
_NO_COLOUR: Colour = (0.0, 0.0, 0.0)
_OF_PATTERNS = ((191 / 255,) * 3, (1.0,) * 3)
"""The colours that PDFium gives for a pattern."""


class _Within(Struct, frozen=True):
    """What surrounds an object: where its space lies, and what it takes over.

    form: which of the page's forms it is in. opacity: of the form itself.
    """

    matrix: Matrix
    owner: Owner = Owner()
    opacity: float = 1.0
    clip: Box | None = None
    form: int = 0
    depth: int = 0


def paints(opened: Opened, to_seen: Matrix, patterned: tuple[Box, ...]) -> Paints:
    """All that is painted on an open page.

    to_seen: from its own space to what a reader sees.
    patterned: the boxes of paths that are filled with a pattern.
    """
    painter = _Painter(opened, patterned)
    within = _Within(to_seen)
    for index in range(raw.FPDFPage_CountObjects(opened.page)):
        painter.paint(raw.FPDFPage_GetObject(opened.page, index), within)
    return Paints(tuple(painter.texts), tuple(painter.paths), tuple(painter.pictures))


class _Painter:
    """Gathers what is painted, an object at a time."""

    def __init__(self, opened: Opened, patterned: tuple[Box, ...]) -> None:
        self.texts: list[Text] = []
        self.paths: list[Path] = []
        self.pictures: list[Picture] = []
        self._patterned = patterned
        self._said = letters(opened.text_page)
        self._faces: dict[int, Typeface] = {}
        self._order = 0
        self._forms = 0

    def paint(self, painted: Any, within: _Within) -> None:
        """Take in an object and all that is in it."""
        if not painted or self._order >= _MOST:
            return
        self._order += 1
        match raw.FPDFPageObj_GetType(painted):
            case 1:
                self._text(painted, within)
            case 2:
                self._path(painted, within)
            case 3 | 4 as kind:  # A bitmap, a shading.
                self._picture(painted, within, is_bitmap=kind == 3)
            case 5 if within.depth < _DEEPEST:
                self._form(painted, within)

    def _text(self, painted: Any, within: _Within) -> None:
        font = raw.FPDFTextObj_GetFont(painted)
        matrix = times(matrix_of(painted), within.matrix)
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(painted, size)
        mode = raw.FPDFTextObj_GetTextRenderMode(painted)
        colour = raw.FPDFPageObj_GetFillColor
        if mode in (_STROKED, _STROKED_CLIP):
            colour = raw.FPDFPageObj_GetStrokeColor
        ink, opacity = coloured(colour, painted)
        start = at(matrix, (0.0, 0.0))
        ink_box = bounds(painted, within.matrix) or Box(*start, *start)
        angle = angle_of(matrix if size.value >= 0 else times((-1, 0, 0, -1, 0, 0), matrix))
        said = self._said.get(address(painted))
        text = Text(
            letters=said or Letters(),
            face=self._face(font, matrix, is_doubled=mode in (_BOTH, _BOTH_CLIP)),
            box=_from_start(ink_box, start, angle),
            baseline=start[1],
            size=abs(size.value) * height_of(matrix),
            angle=angle,
            colour=ink or _NO_COLOUR,
            opacity=0.0 if mode in _UNSEEN else _seen_through(opacity, within),
            order=self._order,
            owner=_owner(painted, within),
        )
        if said is None:
            self._repeated(text)
        else:
            self.texts.append(text)

    def _repeated(self, text: Text) -> None:
        """Take in letters without words of their own: blanks, or a second coat of the same.

        PDFium leaves out text that is drawn again where it was, as for a shadow or for weight; what
        lies on top is what is seen.
        """
        for index in range(len(self.texts) - 1, max(len(self.texts) - 1 - _COATS, -1), -1):
            below = self.texts[index]
            if text.opacity and _is_coat(below, text):
                self.texts[index] = structs.replace(
                    below, colour=text.colour, opacity=text.opacity, order=text.order
                )
                return

    def _face(self, font: Any, matrix: Matrix, is_doubled: bool) -> Typeface:
        """The font; slanted or doubled letters are italic and bold whatever it is called."""
        key = address(font)
        if key not in self._faces:
            self._faces[key] = typeface(font)
        face = self._faces[key]
        if is_doubled and not face.is_bold:
            face = structs.replace(face, is_bold=True)
        if not face.is_italic and _is_slanted(matrix):
            face = structs.replace(face, is_italic=True)
        return face

    def _path(self, painted: Any, within: _Within) -> None:
        mode, is_stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(painted, mode, is_stroked)
        if not (mode.value or is_stroked.value):
            return
        matrix = times(matrix_of(painted), within.matrix)
        fill, opacity = (
            coloured(raw.FPDFPageObj_GetFillColor, painted) if mode.value else (None, 1.0)
        )
        stroke, through = (
            coloured(raw.FPDFPageObj_GetStrokeColor, painted) if is_stroked.value else (None, 1.0)
        )
        width = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(painted, width)
        found = shapes(painted, matrix)
        if not found:
            whole = bounds(painted, within.matrix)
            found = (Shape(whole, False),) if whole else ()
        clip = _clip(painted, within)
        owner = _owner(painted, within)
        is_pattern = fill in _OF_PATTERNS and self._is_pattern(found)
        for shape in found:
            box = _left_of(shape.box, clip)
            if box:
                self.paths.append(Path(
                    shape=Shape(box, shape.is_box),
                    fill=fill,
                    stroke=stroke,
                    line_width=width.value * height_of(matrix) if is_stroked.value else 0.0,
                    opacity=_seen_through(opacity if mode.value else through, within),
                    is_pattern=is_pattern,
                    order=self._order,
                    owner=owner,
                ))  # fmt: skip

    def _is_pattern(self, found: tuple[Shape, ...]) -> bool:
        """Whether a path is one of those that are filled with a pattern."""
        box = around(tuple(shape.box for shape in found)) if self._patterned and found else None
        return box is not None and any(_is_same(box, other) for other in self._patterned)

    def _picture(self, painted: Any, within: _Within, is_bitmap: bool) -> None:
        if is_bitmap:
            box: Box | None = placed(times(matrix_of(painted), within.matrix), 0, 0, 1, 1)
        else:
            box = bounds(painted, within.matrix)
        seen = _left_of(box, _clip(painted, within)) if box else None
        if seen:
            self.pictures.append(Picture(seen, self._order, _owner(painted, within)))

    def _form(self, painted: Any, within: _Within) -> None:
        self._forms += 1
        inside = _Within(
            matrix=times(matrix_of(painted), within.matrix),
            owner=_owner(painted, within),
            opacity=_seen_through(coloured(raw.FPDFPageObj_GetFillColor, painted)[1], within),
            clip=_clip(painted, within),
            form=self._forms,
            depth=within.depth + 1,
        )
        for index in range(max(raw.FPDFFormObj_CountObjects(painted), 0)):
            self.paint(raw.FPDFFormObj_GetObject(painted, index), inside)


def _from_start(box: Box, start: Point, angle: float) -> Box:
    """The box of letters from where their baseline starts, if it runs along an edge of the page."""
    across, down = start
    match angle:
        case 0.0:
            return Box(across, box.top, max(box.right, across), box.bottom)
        case 90.0:
            return Box(box.left, min(box.top, down), box.right, down)
        case 180.0:
            return Box(min(box.left, across), box.top, across, box.bottom)
        case -90.0:
            return Box(box.left, down, box.right, max(box.bottom, down))
    return box


def _seen_through(opacity: float, within: _Within) -> float:
    """How opaque it is on the page.

    Objects of a plain form take over its opacity, those of a group have their own besides; the
    first is told by the same number.
    """
    if abs(opacity - within.opacity) < 0.003:
        return opacity
    return opacity * within.opacity


def _owner(painted: Any, within: _Within) -> Owner:
    number = raw.FPDFPageObj_GetMarkedContentID(painted)
    if number >= 0:
        marks = ((number, within.form), *within.owner.marks)
        return Owner(marks, within.owner.is_artifact, marked_language(painted))
    if within.owner.is_artifact or not is_marked_artifact(painted):
        return within.owner
    return Owner(within.owner.marks, is_artifact=True)


def _clip(painted: Any, within: _Within) -> Box | None:
    own = clipped(painted, within.matrix)
    return _left_of(own, within.clip) or Box(0, 0, 0, 0) if own else within.clip


def _left_of(box: Box, clip: Box | None) -> Box | None:
    """What a clip leaves of a box, which may be a line without a width; None for nothing."""
    if clip is None:
        return box
    left, top = max(box.left, clip.left), max(box.top, clip.top)
    right, bottom = min(box.right, clip.right), min(box.bottom, clip.bottom)
    return Box(left, top, right, bottom) if left <= right and top <= bottom else None


def _is_coat(below: Text, text: Text) -> bool:
    """Whether letters lie on others of the same extent, at most a third of their size aside."""
    first, second, near = below.box, text.box, 0.33 * max(below.size, text.size)
    return (
        abs(first.left - second.left) < near
        and abs(below.baseline - text.baseline) < near
        and abs(first.width - second.width) < 0.1 * max(first.width, 1)
        and first.width > 0
    )


def _is_same(box: Box, other: Box) -> bool:
    """Whether two boxes differ by less than half a point at each edge."""
    return (
        max(
            *(abs(box.left - other.left), abs(box.right - other.right)),
            *(abs(box.top - other.top), abs(box.bottom - other.bottom)),
        )
        < 0.5
    )


def _is_slanted(matrix: Matrix) -> bool:
    """Whether what was upright leans by more than 5 degrees to its baseline."""
    a, b, c, d, _, _ = matrix
    product = abs(a * d - b * c)
    return product > 0 and abs(a * c + b * d) > 0.09 * product
