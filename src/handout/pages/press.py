"""A document set once, printed many times.

`compile_press` sets everything that no visit changes; `lay_out` fills in the rest and makes up the
pages; `leaves` tags them for the file, and `print_leaflet` does it all for a file of its own. A
`Press` is plain data: it is kept on disk as it is, and printing from it loads neither ReportLab nor
anything that reads files people write.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct, structs

from handout.document import Block, Break, Document, Fill, Sooner
from handout.errors import HandoutError, Problem
from handout.model.template import FaceFile, Template
from handout.pages.box import Box
from handout.pages.fonts import open_faces
from handout.pages.imposition import Stand, page_size, paper, stands
from handout.pages.makeup import Page, make_up, whole_width
from handout.pages.metadata import About
from handout.pages.parts import Gated, Part, flow, has_contents, set_boxes, set_parts
from handout.pages.pdf import Destination, Leaves, write
from handout.pages.placing import Area
from handout.pages.resources import Kit, Resources, Stream, resources
from handout.pages.setting import Image, Setting, setting
from handout.pages.sheet import footer_box, page_furniture, sheet_marks, text_areas
from handout.pages.tags import tag
from handout.pages.text import Extras

_FIRST_PAGES = 2
_MOST_PASSES = 4
"""So often pages are filled anew when the page numbers in them have moved what they number."""


class Press(Struct, frozen=True):
    """A document set for a template and fonts; plain data. Lengths in points.

    size: of the paper. opening, closing: the parts over all columns, before and after the others.
    footer: what stands at the foot of every page beside its number.
    shared: the file's objects for the faces and extra glyphs that the set parts use.
    """

    about: About
    page_of: str
    accent: str
    template: Template
    size: tuple[float, float]
    areas: tuple[Area, ...]
    files: tuple[FaceFile, ...]
    images: dict[str, Image]
    streams: tuple[Stream, ...]
    profile: bytes
    opening: tuple[Part, ...]
    parts: tuple[Part, ...]
    closing: tuple[Part, ...]
    footer: Box
    shared: Resources
    extras: Extras
    faces: frozenset[int]
    sooner: Sooner | None = None


class Laid(Struct, frozen=True):
    """A leaflet with its pages made up, which is not yet tagged or written.

    pages: in the order in which they are read. stands: where each is on the sides of the paper.
    kit: what their contents name.
    """

    press: Press
    setting: Setting
    pages: tuple[Page, ...]
    stands: tuple[Stand, ...]
    kit: Kit
    problems: tuple[Problem, ...]

    @property
    def sides(self) -> int:
        """How many sides of the paper it is printed on."""
        return 1 + max(stand.side for stand in self.stands)


class Printed(Struct, frozen=True):
    """A leaflet in memory, and what is not right with its pages. pages: those of the file."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...]


def compile_press(document: Document, template: Template, files: tuple[FaceFile, ...]) -> Press:
    """The press of a document: everything that no visit changes, set.

    Raises: HandoutError for characters no font has, pictures that cannot be used, frames that
    do not fit the page.
    """
    from handout.pages.figures import prepare
    from handout.pages.layer import PAGE_SIZES
    from handout.pages.profile import srgb_profile

    size = PAGE_SIZES[document.paper if template.page.size == "clinic" else template.page.size]
    if template.page.landscape:
        size = (size[1], size[0])
    own_size = page_size(template, size)
    areas = text_areas(template, own_size)
    faces = open_faces(files)
    plain = setting(template, document.accent, faces, document.language, {}, areas[0].height)
    images, streams = prepare(document.pictures, document.urls, plain.colours, plain.setter)
    ready = setting(template, document.accent, faces, document.language, images, areas[0].height)
    problems: list[Problem] = []
    first, rest, last = _over_columns(document.blocks)
    opening = set_parts(first, ready, whole_width(areas), problems)
    parts = set_parts(rest, ready, areas[0].width, problems)
    closing = set_parts(last, ready, whole_width(areas), problems)
    if problems:
        raise HandoutError(problems)
    footer = footer_box(document.footer, document.page_of, ready, own_size)
    boxes = (footer, *set_boxes(opening), *set_boxes(parts), *set_boxes(closing))
    extras = frozenset[tuple[int, int, str]]().union(*(box.extras for box in boxes))
    used = frozenset((0,)).union(*(box.faces for box in boxes))
    profile = srgb_profile()
    about = About(
        document.title, document.language, document.direction, document.author, document.subject
    )
    shared = resources((Kit(files, used, extras, streams),), profile)
    return Press(
        about, document.page_of, document.accent, template, size, areas, files, images, streams,
        profile, opening, parts, closing, footer, shared, extras, used,
        document.sooner,
    )  # fmt: skip


def lay_out(press: Press, fill: Fill) -> Laid:
    """The pages of a leaflet with one visit's words; what must come first is brought forward.

    Raises: HandoutError when no font has a character of the visit's words.
    """
    laid, gated = _laid(press, fill)
    if press.sooner and len(laid.pages) > _FIRST_PAGES:
        # What stays on one page; words that follow it may go on to the next.
        held = frozenset(gated.get(press.sooner.as_written, ()))
        later = (placed for page in laid.pages[_FIRST_PAGES:] for placed in page)
        if any(placed.number in held and placed.box.stays == "page" for placed in later):
            laid, _ = _laid(press, press.sooner.brought_forward(fill))
    return laid


def _laid(press: Press, fill: Fill) -> tuple[Laid, Gated]:
    """The pages of a leaflet with these answers, and what stands under its conditions."""
    faces = open_faces(press.files)
    plain = setting(
        press.template, press.accent, faces, press.about.language, press.images,
        press.areas[0].height,
    )  # fmt: skip
    streams = press.streams
    if fill.pictures:
        from handout.pages.figures import added

        images, more = added(fill.pictures, plain.colours, plain.setter, len(streams))
        plain, streams = plain.with_images(images), (*streams, *more)
    ready = plain.filled_with(fill, {})
    gated: Gated = {}
    boxes = _boxes(press, ready, gated)
    folded = paper(press.template)
    galley = make_up(boxes, press.areas, folded, ready)
    refers = has_contents(press.opening) or has_contents(press.parts)
    for _ in range(_MOST_PASSES if refers else 0):
        pages = {d.mark.anchor: d.page + 1 for d in _destinations(galley.pages) if d.mark.anchor}
        if pages == ready.pages:
            break
        ready = plain.filled_with(fill, pages)
        boxes = _boxes(press, ready, gated := {})
        galley = make_up(boxes, press.areas, folded, ready)
    where = stands(press.template, len(galley.pages), press.size)
    extras = press.extras.union(*(box.extras for box in boxes))
    used = press.faces.union(*(box.faces for box in boxes))
    problems = (*galley.problems, *(problem for box in boxes for problem in box.problems))
    kit = Kit(press.files, used, extras, streams)
    return Laid(press, ready, galley.pages, where, kit, problems), gated


def leaves(
    laid: Laid, before: Sequence[Page] = (), blank: int = 0, top: tuple[str, bytes] | None = None
) -> Leaves:
    """The sides of a leaflet as the file has them, tagged, with footers and marks.

    before: pages that come first, each on a side of its own, which the leaflet does not count.
    blank: empty sides after them. top: the element that holds all, with its attributes.
    """
    press, shift = laid.press, len(before) + blank
    where = tuple(structs.replace(one, side=one.side + shift) for one in laid.stands)
    fronts = tuple(map(Stand, range(len(before))))
    pages = (*before, *laid.pages)
    tagged = tag(pages, (*fronts, *where), *((top,) if top else ()))
    own_size = page_size(press.template, press.size)
    feet = page_furniture(own_size, press.footer, press.page_of, where, laid.setting)
    for stand, foot in zip(where, feet, strict=True):
        tagged.contents[stand.side] += foot
    for side in range(laid.sides):
        tagged.contents[side + shift] += sheet_marks(press.template, press.size, side)
    destinations = tuple(
        Destination(d.mark, where[d.page].side, d.top, where[d.page].x)
        for d in _destinations(laid.pages)
    )
    return Leaves(tagged, (press.size,) * len(tagged.contents), destinations)


def print_leaflet(press: Press, fill: Fill, made: datetime) -> Printed:
    """The whole file for one visit's words. `made` is the date the file carries.

    Raises: HandoutError when no font has a character of the visit's words.
    """
    laid = lay_out(press, fill)
    shared = press.shared
    if laid.kit != Kit(press.files, press.faces, press.extras, press.streams):
        shared = _rebuilt(laid.kit, press.profile)
    sides = leaves(laid)
    pdf = write(sides, shared, press.about, made.astimezone(UTC))
    return Printed(pdf, len(sides.sizes), laid.problems)


def _over_columns(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], ...]:
    """The blocks that open the leaflet over all columns, those that flow, those that close it."""
    start = next((i for i, block in enumerate(blocks) if block == Break("columns")), 0)
    end = next((i for i, block in enumerate(blocks) if block == Break("back")), len(blocks))
    return blocks[:start], blocks[start:end], blocks[end:]


def _boxes(press: Press, ready: Setting, gated: Gated) -> list[Box]:
    """The boxes of one printing, in order. gated: gets those that stand under conditions."""
    width, whole = press.areas[0].width, whole_width(press.areas)
    opening, closing = flow(press.opening, ready, whole), flow(press.closing, ready, whole)
    return [*opening, *flow(press.parts, ready, width, None, gated, len(opening)), *closing]


@lru_cache(maxsize=32)
def _rebuilt(kit: Kit, profile: bytes) -> Resources:
    return resources((kit,), profile)


def _destinations(pages: Sequence[Page]) -> list[Destination]:
    found: dict[int, list[Destination]] = {}
    for page, placeds in enumerate(pages):
        for placed in placeds:
            if placed.box.marks and placed.number not in found:
                marks = placed.box.marks
                found[placed.number] = [Destination(mark, page, placed.y) for mark in marks]
    return [one for number in sorted(found) for one in found[number]]
