"""What a block needs to be set: types, colours and images of the look, and the text setter."""

from msgspec import Struct, structs

from handout.document import TINT, Fill
from handout.model.template import Template, TextStyle
from handout.pages.fonts import Faces
from handout.pages.text import Extras, TextSetter, Type


class Image(Struct, frozen=True, array_like=True):
    """An image ready to be drawn, in a space `width` by `height` with y upwards.

    content: the operators of its shapes, or of showing the stream that has them.
    labels: the operators of its words. extras, faces: the glyphs they need. smallest: the size of
    the smallest, 0 where it has none. is_photograph: its content shows a stream of samples.
    cells: the edges of its pictures in a row, which are mirrored one by one.
    """

    width: float
    height: float
    content: bytes
    extras: Extras = frozenset()
    faces: frozenset[int] = frozenset()
    smallest: float = 0.0
    labels: bytes = b""
    is_photograph: bool = False
    cells: tuple[float, ...] = ()


class Palette(Struct, frozen=True):
    """The colours of a leaflet as `r g b` operands, 0-1."""

    ink: bytes
    accent: bytes
    tint: bytes
    rule: bytes
    paper: bytes = b"1 1 1"


def palette(ink: str, accent: str) -> Palette:
    """The palette from two `#rrggbb` colours: the tint is the accent thinned on white."""
    tint = mixed(accent, TINT)
    return Palette(_operands(ink), _operands(accent), _operands(tint), _operands(mixed(ink, 0.45)))


def mixed(colour: str, share: float) -> str:
    """The `#rrggbb` of `share` of the colour on white."""
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def _operands(colour: str) -> bytes:
    return b" ".join(b"%.3g" % (int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))


class Setting(Struct, frozen=True):
    """Everything that shapes a block beside its content.

    pages: anchors' page numbers. height: of the frame that words flow into.
    """

    template: Template
    colours: Palette
    images: dict[str, Image]
    setter: TextSetter
    pages: dict[str, int]
    height: float

    @property
    def rhythm(self) -> float:
        """White space between blocks."""
        return self.template.rhythm

    def type(self, name: str, *, bold: bool = False) -> Type:
        """The type of a style of the template's scale."""
        style: TextStyle = getattr(self.template.type, name)
        colour = self.colours.accent if style.colour == "accent" else self.colours.ink
        weight = "bold" if bold else style.weight
        return Type(style.size, round(style.size * style.leading, 2), weight, colour + b" rg")

    def scaled(self, width: float) -> float:
        """A width meant for 12.5 point type, grown or shrunk with the type of the look."""
        return width * self.template.type.body.size / 12.5

    @property
    def body(self) -> Type:
        """The type of running words."""
        return self.type("body")

    def filled_with(self, fill: Fill, pages: dict[str, int]) -> "Setting":
        """The same setting for one visit's words."""
        setter = TextSetter(self.setter.faces, self.setter.language, fill)
        return structs.replace(self, setter=setter, pages=pages)

    def with_body(self, name: str) -> "Setting":
        """The same setting with running words in another style of the look's scale."""
        scale = structs.replace(self.template.type, body=getattr(self.template.type, name))
        return structs.replace(self, template=structs.replace(self.template, type=scale))

    def with_images(self, images: dict[str, Image]) -> "Setting":
        """The same setting with more images to show."""
        return structs.replace(self, images=self.images | images)


def setting(
    template: Template, accent: str, faces: Faces, language: str, images: dict[str, Image],
    height: float,
) -> Setting:  # fmt: skip
    """The setting of a look and a language, for no visit in particular."""
    setter = TextSetter(faces, language, Fill())
    return Setting(template, palette(template.ink, accent), images, setter, {}, height)
