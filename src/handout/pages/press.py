"""A document set once, printed many times.

`compile_press` sets everything that no visit changes; `print_leaflet` fills in the rest, paginates,
tags and writes. A `Press` is plain data: it is kept on disk as it is, and printing from it loads
neither ReportLab nor anything that reads files people write.
"""

from datetime import UTC, datetime
from functools import lru_cache

from msgspec import Struct

from handout.document import Document, Fill
from handout.errors import HandoutError, Problem
from handout.model.template import FaceFile, Template
from handout.pages.box import Box
from handout.pages.fonts import open_faces
from handout.pages.galley import Area, Galley, paginate
from handout.pages.parts import Part, flow, has_contents, set_boxes, set_parts
from handout.pages.pdf import About, Destination, write
from handout.pages.resources import Resources, Stream, resources
from handout.pages.setting import Image, setting
from handout.pages.sheet import footer_box, page_furniture, text_areas
from handout.pages.tags import tag
from handout.pages.text import Extras


class Press(Struct, frozen=True):
    """A document set for a template and fonts; plain data. Lengths in points.

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
    parts: tuple[Part, ...]
    footer: Box
    shared: Resources
    extras: Extras
    faces: frozenset[int]


class Printed(Struct, frozen=True):
    """A leaflet in memory, and what is not right with its pages."""

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
    areas = text_areas(template, size)
    faces = open_faces(files)
    plain = setting(template, document.accent, faces, document.language, {}, areas[0].height)
    images, streams = prepare(document.pictures, document.urls, plain.colours, plain.setter)
    ready = setting(template, document.accent, faces, document.language, images, areas[0].height)
    problems: list[Problem] = []
    parts = set_parts(document.blocks, ready, areas[0].width, problems)
    if problems:
        raise HandoutError(problems)
    footer = footer_box(document.footer, document.page_of, ready, size)
    boxes = (footer, *set_boxes(parts))
    extras = frozenset[tuple[int, int, str]]().union(*(box.extras for box in boxes))
    used = frozenset((0,)).union(*(box.faces for box in boxes))
    profile = srgb_profile()
    about = About(
        document.title, document.language, document.direction, document.author, document.subject
    )
    return Press(
        about, document.page_of, document.accent, template, size, areas, files, images, streams,
        profile, parts, footer, resources(faces, used, extras, streams, profile), extras, used,
    )  # fmt: skip


def print_leaflet(press: Press, fill: Fill, made: datetime) -> Printed:
    """The whole file for one visit's words. `made` is the date the file carries.

    Raises: HandoutError when no font has a character of the visit's words.
    """
    faces = open_faces(press.files)
    about = press.about
    plain = setting(
        press.template, press.accent, faces, about.language, press.images, press.areas[0].height
    )
    streams = press.streams
    if fill.pictures:
        from handout.pages.figures import added

        images, more = added(fill.pictures, plain.colours, plain.setter, len(streams))
        plain, streams = plain.with_images(images), (*streams, *more)
    ready = plain.filled_with(fill, {})
    boxes = flow(press.parts, ready, press.areas[0].width)
    galley = paginate(boxes, press.areas)
    if has_contents(press.parts):
        pages = {d.mark.anchor: d.page + 1 for d in _destinations(galley) if d.mark.anchor}
        ready = plain.filled_with(fill, pages)
        boxes = flow(press.parts, ready, press.areas[0].width)
        galley = paginate(boxes, press.areas)
    tagged = tag(galley.pages)
    feet = page_furniture(press.size, press.footer, press.page_of, len(galley.pages), ready)
    for index, foot in enumerate(feet):
        tagged.contents[index] += foot
    extras = press.extras.union(*(box.extras for box in boxes))
    used = press.faces.union(*(box.faces for box in boxes))
    shared = press.shared
    if (extras, used, streams) != (press.extras, press.faces, press.streams):
        shared = _rebuilt(press.files, used, extras, streams, press.profile)
    destinations = _destinations(galley)
    pdf = write(tagged, press.size, destinations, shared, about, made.astimezone(UTC))
    problems = (*galley.problems, *(problem for box in boxes for problem in box.problems))
    return Printed(pdf, len(galley.pages), problems)


@lru_cache(maxsize=32)
def _rebuilt(
    files: tuple[FaceFile, ...], used: frozenset[int], extras: Extras,
    streams: tuple[Stream, ...], profile: bytes,
) -> Resources:  # fmt: skip
    return resources(open_faces(files), used, extras, streams, profile)


def _destinations(galley: Galley) -> list[Destination]:
    found: dict[int, Destination] = {}
    for page, placeds in enumerate(galley.pages):
        for placed in placeds:
            if placed.box.mark and placed.number not in found:
                found[placed.number] = Destination(placed.box.mark, page, placed.y)
    return [found[key] for key in sorted(found)]
