"""What a finished PDF holds, as plain data.

Lengths in points. The origin is the top left corner of the visible page and y grows downwards, as
a reader sees it, whatever the page's own rotation and crop. Colours are red, green, blue, 0 to 1.
What a reader sees counts from 1; indices into a tuple count from 0.
"""

from typing import Literal

from msgspec import Struct

Colour = tuple[float, float, float]


class Box(Struct, frozen=True):
    """A rectangle on a page."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def overlap(self, other: "Box") -> "Box | None":
        """What both cover; None where they only touch or do not."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, right, bottom) if left < right and top < bottom else None


def around(boxes: "tuple[Box, ...]") -> Box:
    """The smallest box that holds all of these; there is at least one."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


class Face(Struct, frozen=True):
    """A font of the file, by the name it has there without a subset's tag.

    is_mapped: every letter that is shown has its Unicode character.
    """

    name: str
    is_embedded: bool
    is_mapped: bool
    is_bold: bool
    is_italic: bool
    is_serif: bool


class Run(Struct, frozen=True):
    """Letters painted together: one face, size and colour, one straight line.

    text:     may be empty where the letters have no Unicode.
    box:      from the baseline's start to its last letter; as high as its tallest and its lowest.
    baseline: y of the baseline at its start.
    size:     of the type as it is seen, with every scaling.
    angle:    degrees by which the line is turned from horizontal, anticlockwise.
    opacity:  0 to 1; invisible text (as of scans) has 0.
    order:    when it was painted; what has a higher one lies above.
    element:  index of the innermost structure element that owns it; None for none.
    language: what the content itself says; empty where that is left to the element.
    """

    text: str
    box: Box
    baseline: float
    size: float
    face: Face
    colour: Colour
    order: int
    opacity: float = 1.0
    angle: float = 0.0
    element: int | None = None
    is_artifact: bool = False
    language: str = ""


class Area(Struct, frozen=True):
    """A painted path. fill, stroke: its colours; None where it is not filled or has no line.

    is_box: it is a rectangle with straight sides, so that its box is what it covers.
    """

    box: Box
    order: int
    fill: Colour | None = None
    stroke: Colour | None = None
    line_width: float = 0.0
    opacity: float = 1.0
    is_box: bool = True
    element: int | None = None
    is_artifact: bool = False


class Image(Struct, frozen=True):
    """A bitmap or a shading."""

    box: Box
    order: int
    element: int | None = None
    is_artifact: bool = False


class Link(Struct, frozen=True):
    """Something to click. contents: its description for those who cannot see it.

    words: the text that lies in it. element: index of the structure element that owns it.
    """

    box: Box
    target: str
    contents: str
    words: str
    element: int | None = None


class Page(Struct, frozen=True):
    """One page as it is seen.

    tab_order: what its /Tabs says, such as "S" for the structure; empty where it does not.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    areas: tuple[Area, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    tab_order: str = ""


class Element(Struct, frozen=True):
    """A structure element, by its standard type: H1, P, Figure, TH.

    parent:  index of the element above it; None at the top.
    page:    the page its content starts on; 0 where it has none.
    text:    all that is read of it and of what is in it, in its order.
    alt:     the alternative for a picture; None where there is none, "" where it is empty.
    scope:   of a header cell: Row, Column or Both. headers: how many header cells a cell names.
    box:     where its content stands on its first page; None where it paints nothing.
    """

    kind: str
    parent: int | None
    page: int
    text: str
    alt: str | None = None
    actual: str | None = None
    language: str = ""
    scope: str = ""
    headers: int = 0
    box: Box | None = None


Claim = Literal["PDF/UA-1", "PDF/UA-2", "PDF/A"]


class Finished(Struct, frozen=True):
    """A whole PDF.

    elements: the structure tree in reading order, each before what is in it. Empty: not tagged.
    language: as BCP 47; empty where the file does not say. title: of the metadata.
    shows_title: viewers show the title and not the file's name.
    claims: standards that its metadata say it keeps to.
    """

    pages: tuple[Page, ...]
    elements: tuple[Element, ...]
    title: str
    shows_title: bool
    language: str
    is_tagged: bool
    claims: tuple[Claim, ...] = ()

    @property
    def is_large_print(self) -> bool:
        """Whether the file says that it is in large print, in its title or on its first page."""
        first = " ".join(run.text for run in self.pages[0].runs).lower() if self.pages else ""
        return "large print" in self.title.lower() or "this is large print" in first
