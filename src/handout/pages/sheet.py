"""The sheet itself: where words flow, the footer of every page, cut and fold marks."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from handout.document import Fill, Run
from handout.errors import HandoutError, Problem, fail
from handout.model.template import FaceFile, Frame, Template
from handout.pages.box import ROOT, Box, Proof
from handout.pages.fonts import open_faces
from handout.pages.imposition import Stand, folds
from handout.pages.placing import Area
from handout.pages.setting import Setting
from handout.pages.text import TextSetter, Type, number

_PAGE_NUMBER_WIDTH = 8.5
"""Room for the page number, in sizes of small type."""
_MARK = 14.0
_MARK_GAP = 4.0
_FOLD_MARK = (15.0, 24.0)
"""From where to where a fold mark goes, from the edge of the paper."""


def text_areas(template: Template, size: tuple[float, float]) -> tuple[Area, ...]:
    """The areas of a page that words flow through, in order; all equally wide. size: of the page.

    Raises: HandoutError when they leave the page, differ in width, or the type is too small.
    """
    page, (width, height) = template.page, size
    if page.frames:
        pad = page.frame_padding
        areas = tuple(
            Area(f.x + pad, height - f.y - pad, f.width - 2 * pad, f.height - 2 * pad, True)
            for f in page.frames
        )
    else:
        margins = page.margins
        room = width - margins.left - margins.right - page.gutter * (page.columns - 1)
        column = room / page.columns
        tall = height - margins.top - margins.bottom
        areas = tuple(
            Area(margins.left + index * (column + page.gutter), height - margins.top, column, tall)
            for index in range(page.columns)
        )
    _check(template, areas, size)
    return areas


def _check(template: Template, areas: tuple[Area, ...], size: tuple[float, float]) -> None:
    problems = [*_too_small(template), *_not_foldable(template)]
    if not all(_is_on_page(area, size) for area in areas):
        problems.append(
            Problem(
                f"the look {template.name!r} leaves no room for words on a page of "
                f"{size[0]:.0f} x {size[1]:.0f} points",
                template.place,
                "its frames, columns and margins must lie on the page and leave an inch",
            )
        )
    if len({round(area.width, 2) for area in areas}) > 1:
        problems.append(
            Problem(f"the frames of the look {template.name!r} differ in width", template.place)
        )
    if problems:
        raise HandoutError(problems)


def _is_on_page(area: Area, size: tuple[float, float]) -> bool:
    inside = area.x >= 0 and area.x + area.width <= size[0]
    upright = area.top <= size[1] and area.top - area.height >= 0
    return inside and upright and area.width >= 72 and area.height >= 72


def _too_small(template: Template) -> Iterator[Problem]:
    for name in template.type.__struct_fields__:
        size = getattr(template.type, name).size
        if size < template.smallest - 0.01:
            yield Problem(
                f"the look {template.name!r} sets {name} at {size:g} points",
                template.place,
                f"use {template.smallest:g} points or more, or say `smallest:` and why you may",
            )


def _not_foldable(template: Template) -> Iterator[Problem]:
    page = template.page
    if page.imposition != "none" and (page.frames or not page.landscape):
        yield Problem(
            f"the look {template.name!r} is folded as a {page.imposition}, but "
            + ("has frames" if page.frames else "its paper is upright"),
            template.place,
            "take the frames out" if page.frames else "say `landscape: true`",
        )


def footer_box(
    lines: tuple[str, ...], page_of: str, setting: Setting, size: tuple[float, float]
) -> Box:
    """The footer's lines, the first beside the page number; no rows when the look has none.

    It also holds the faces and glyphs that the page number's phrase needs.
    """
    proof = Proof(setting.setter)
    if setting.template.furniture.footer:
        style = setting.type("small")
        room = _footer_width(setting.template, size)
        beside = room - style.size * _PAGE_NUMBER_WIDTH
        for index, line in enumerate(lines):
            width = room if index else beside
            proof.text((Run(line),), style, 0.0, width, ROOT, setting.template.place)
        phrase = (Run(page_of.format(page=0, pages=0)),)
        said = setting.setter.set(phrase, style, room, (0, 0), setting.template.place)
        proof.extras |= said.extras
        proof.faces |= said.faces
        room = setting.template.page.margins.bottom - 2 * setting.rhythm
        if proof.y > room:
            fail(
                f"the footer takes {proof.y:.0f} points and the bottom margin leaves {room:.0f}",
                setting.template.place, "make the bottom margin larger",
            )  # fmt: skip
    return proof.box()


def _footer_width(template: Template, size: tuple[float, float]) -> float:
    return size[0] - template.page.margins.left - template.page.margins.right


def page_furniture(
    size: tuple[float, float], footer: Box, page_of: str, stands: Sequence[Stand], setting: Setting
) -> Iterator[bytes]:
    """For each page where it stands, its footer and number, which are artifacts.

    On a sheet that is folded the number of a left page stands at its left. size: of a page.
    """
    template = setting.template
    margins = template.page.margins
    if not template.furniture.footer:
        yield from (b"" for _ in stands)
        return
    room = _footer_width(template, size)
    high = number(margins.bottom - 2 * setting.rhythm)
    left = b" ".join(piece.content for row in footer.rows for piece in row.pieces)
    rule = b"%s rg 0 4 %s 0.6 re f" % (setting.colours.rule, number(room))
    is_folded = template.page.imposition != "none"
    style, setter = setting.type("small"), setting.setter
    for page, stand in enumerate(stands, 1):
        corner = (number(margins.left + stand.x), high)
        words = page_of.format(page=page, pages=len(stands))
        is_left = is_folded and page % 2 == 0
        said = _page_number(words, style, room, is_left, setter.faces.files, setter.language)
        parts = (rule, left, said) if left else (said,)
        yield b"".join((
            b"\n/Artifact<</Type/Pagination/Subtype/Footer>>BDC q 1 0 0 1 %s %s cm " % corner,
            b" ".join(parts),
            b" Q EMC",
        ))  # fmt: skip


@lru_cache(maxsize=512)
def _page_number(
    words: str, style: Type, room: float, is_left: bool, files: tuple[FaceFile, ...], language: str
) -> bytes:
    """A page number at the left or right of the room; all leaflets of a process share it."""
    setter = TextSetter(open_faces(files), language, Fill())
    width = room if is_left else setter.set((Run(words),), style, room, (0, 0), None).width
    done = setter.set((Run(words),), style, room, (room - width, 0), None)
    return b" ".join(segment.content for line in done.lines for segment in line)


def sheet_marks(template: Template, size: tuple[float, float], side: int) -> bytes:
    """What shows where a side of the paper is cut and folded; an artifact. size: of the paper."""
    match template.page.marks:
        case "none":
            return b""
        case "cut":
            return b"".join(_cut_marks(template, size))
        case "fold":
            return b"".join(_fold_marks(template, size, side))


def _fold_marks(template: Template, size: tuple[float, float], side: int) -> Iterator[bytes]:
    """Short lines at the upper and lower edge, where printers reach and no words are."""
    found = folds(template, size, side)
    if not found:
        return
    near, far = _FOLD_MARK
    yield b"\n/Artifact BMC q 0.45 G 0.5 w"
    for x in found:
        yield _line(x, near, x, far)
        yield _line(x, size[1] - near, x, size[1] - far)
    yield b" Q EMC"


def _cut_marks(template: Template, size: tuple[float, float]) -> Iterator[bytes]:
    """Corner marks round all the frames together, dashed lines where two frames meet."""
    frames = template.page.frames
    if not frames:
        return
    left, right = min(f.x for f in frames), max(f.x + f.width for f in frames)
    top = size[1] - min(f.y for f in frames)
    bottom = size[1] - max(f.y + f.height for f in frames)
    yield b"\n/Artifact BMC q 0 G 0.5 w"
    for x, out in ((left, -1), (right, 1)):
        for y, up in ((top, 1), (bottom, -1)):
            yield _line(x + out * _MARK_GAP, y, x + out * (_MARK_GAP + _MARK), y)
            yield _line(x, y + up * _MARK_GAP, x, y + up * (_MARK_GAP + _MARK))
    yield b" [3 3] 0 d 0.45 G"
    for first, second in _neighbours(frames):
        if abs(first.y + first.height - second.y) < 1:
            yield _line(second.x, size[1] - second.y, second.x + second.width, size[1] - second.y)
        else:
            x = second.x
            yield _line(x, size[1] - second.y, x, size[1] - second.y - second.height)
    yield b" Q EMC"


def _neighbours(frames: tuple[Frame, ...]) -> Iterator[tuple[Frame, Frame]]:
    for first in frames:
        for second in frames:
            below = abs(first.y + first.height - second.y) < 1 and abs(first.x - second.x) < 1
            right = abs(first.x + first.width - second.x) < 1 and abs(first.y - second.y) < 1
            if below or right:
                yield first, second


def _line(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return b" %s %s m %s %s l S" % tuple(map(number, (x0, y0, x1, y1)))
