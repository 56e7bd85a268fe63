"""A picture alone on a page of its own size: tagged, with its words, as leaflets are."""

from datetime import datetime

from msgspec import Struct, structs

from handout.artwork.picture import Artwork
from handout.artwork.svg import Ink, Words, svg
from handout.document import Document, Figure, Fill, Picture, Run
from handout.errors import fail
from handout.language import direction
from handout.model.drawing import Label
from handout.model.template import FaceFile, Furniture, Margins, Page, Template
from handout.pages.fonts import open_faces
from handout.pages.placing import Area
from handout.pages.press import Press, Printed, compile_press, print_leaflet
from handout.pages.text import TextSetter, Type

MILLIMETRE = 72 / 25.4
WIDEST = 200 * MILLIMETRE
NARROWEST = 30 * MILLIMETRE
_TALLEST = 220 * MILLIMETRE
_SHEET = 210 * MILLIMETRE
_BODY = 12.5
_ANY_WIDTH = 10_000


class Look(Struct, frozen=True):
    """The clinic's name, and what its look gives to a picture: a template, its fonts, a colour."""

    clinic: str
    template: Template
    faces: tuple[FaceFile, ...]
    accent: str


def pdf_page(picture: Artwork, width: float, look: Look, made: datetime) -> Printed:
    """The picture `width` points wide on a page as large as it is.

    made: the date the file carries.
    Raises: HandoutError when the picture does not go on a sheet of A4 so wide.
    """
    across, down = picture.drawing.size
    height = down * width / across
    if height > _TALLEST:
        most = int(width * _TALLEST / height / MILLIMETRE)
        fail(
            f"{picture.name!r} would be {height / MILLIMETRE:.0f} mm high, and a page has room for "
            f"{_TALLEST / MILLIMETRE:.0f} mm",
            hint=f"ask for --width {most}mm or less",
        )
    figure = Figure(picture.name, picture.alt, (), width, picture.drawing.place)
    document = Document(
        picture.title, picture.language, direction(picture.language), (figure,), (), "",
        look.accent, "A4", look.clinic,
        pictures=(Picture(picture.name, picture.drawing, picture.drawing.place),),
    )  # fmt: skip
    press = compile_press(document, _bare(look.template, width), look.faces)
    return print_leaflet(_trimmed(press, width, height), Fill(), made)


def svg_file(picture: Artwork, width: float, look: Look) -> bytes:
    """The picture as an SVG file, shown `width` points wide."""
    setter = TextSetter(open_faces(look.faces), picture.language, Fill())

    def wide(label: Label) -> float:
        style = Type(label.size, label.size, "bold" if label.strong else "regular", b"")
        return setter.set((Run(label.text),), style, _ANY_WIDTH, (0, 0), label.place).width

    words = Words(picture.name, picture.title, picture.alt, picture.language)
    families = tuple(name.replace("-", " ").title() for name in look.template.fonts)
    ink = Ink(look.template.ink, look.accent, families)
    widths = tuple(map(wide, picture.drawing.labels))
    return svg(picture.drawing, words, ink, width, widths).encode()


def _bare(look: Template, width: float) -> Template:
    """The look on a sheet that leaves room for `width` and nothing else."""
    margins = Margins(0.0, _SHEET - width, 0.0, 0.0)
    return structs.replace(
        look, page=Page("A4", margins), rhythm=0.0, furniture=Furniture(footer=False), only=(),
        smallest=min(look.smallest, _BODY),
        type=structs.replace(look.type, body=structs.replace(look.type.body, size=_BODY)),
    )  # fmt: skip


def _trimmed(press: Press, width: float, height: float) -> Press:
    """The press with its sheet cut to what is on it."""
    return structs.replace(
        press, size=(width, height), areas=(Area(0.0, height, width, height + 1.0),)
    )
