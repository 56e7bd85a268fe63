"""What PDFium finds painted on a page, as plain data, before anybody knows whose it is."""

from msgspec import Struct

from handout.readback.finished import Box, Colour
from handout.readback.letters import Letters
from handout.readback.shapes import Shape
from handout.readback.typeface import Typeface


class Owner(Struct, frozen=True):
    """Whose something is: the numbers of its marks, the innermost first.

    marks: pairs of the number and the form it stands in; forms count from 1 in the order they are
           drawn on the page, and 0 is the page itself.
    language: what the marks themselves say; empty where they do not.
    """

    marks: tuple[tuple[int, int], ...] = ()
    is_artifact: bool = False
    language: str = ""


class Text(Struct, frozen=True):
    """Letters as one object of the page paints them."""

    letters: Letters
    face: Typeface
    box: Box
    baseline: float
    size: float
    angle: float
    colour: Colour
    opacity: float
    order: int
    owner: Owner


class Path(Struct, frozen=True):
    """A path. Colours are None where it has none; is_pattern: it is filled with a pattern."""

    shape: Shape
    fill: Colour | None
    stroke: Colour | None
    line_width: float
    opacity: float
    is_pattern: bool
    order: int
    owner: Owner


class Picture(Struct, frozen=True):
    """A bitmap or a shading."""

    box: Box
    order: int
    owner: Owner


class Paints(Struct, frozen=True):
    """All that is painted on a page."""

    texts: tuple[Text, ...]
    paths: tuple[Path, ...]
    pictures: tuple[Picture, ...]
