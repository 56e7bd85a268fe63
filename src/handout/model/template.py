"""A look: page, type, spacing, colours and furniture. Data only; a clinic can write its own."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from handout.errors import Place
from handout.model.scalars import Colour, Identifier, Length

Paper = Literal["clinic", "A4", "A5", "letter"]
Weight = Literal["regular", "bold"]
Factor = Annotated[float, Meta(ge=1.0, le=3.0)]


class FaceFile(Struct, frozen=True):
    """One font file: a family of the template in one weight."""

    family: str
    weight: Weight
    path: str


class Margins(Struct, frozen=True, forbid_unknown_fields=True):
    """White space round the page; the footer stands inside the bottom margin."""

    top: Length
    right: Length
    bottom: Length
    left: Length


class Frame(Struct, frozen=True, forbid_unknown_fields=True):
    """A panel of the page, measured from its top left corner."""

    x: Length
    y: Length
    width: Length
    height: Length


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """The sheet and where the words go on it.

    Frames, when given, replace the columns: the words flow through them in order.
    """

    size: Paper
    margins: Margins
    landscape: bool = False
    columns: Annotated[int, Meta(ge=1, le=4)] = 1
    gutter: Length = 22.7
    frames: tuple[Frame, ...] = ()
    frame_padding: Annotated[Length, Meta(description="white space inside each frame")] = 0.0
    marks: Annotated[
        Literal["none", "cut"], Meta(description="marks for cutting out and folding the frames")
    ] = "none"


class TextStyle(Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of words is set. Leading is a multiple of the size."""

    size: Length
    leading: Factor = 1.4
    weight: Weight = "regular"
    colour: Annotated[Literal["ink", "accent"], Meta(description="which of the two colours")] = (
        "ink"
    )
    before: Annotated[Length, Meta(description="white space above")] = 0.0
    after: Annotated[Length, Meta(description="white space below")] = 0.0


class TypeScale(Struct, frozen=True, forbid_unknown_fields=True):
    """Every size of type the look uses, largest first."""

    title: TextStyle
    heading: TextStyle
    subheading: TextStyle
    lead: Annotated[TextStyle, Meta(description="the summary and the main message")]
    body: TextStyle
    small: Annotated[TextStyle, Meta(description="sources, captions and the footer")]


class Furniture(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands round the topic's own words."""

    banner: bool = True
    patient_panel: bool = True
    main_message: bool = True
    note_lines: Annotated[
        int, Meta(ge=0, le=30, description="ruled lines for the reader's own notes")
    ] = 4
    signs_first: Annotated[
        bool, Meta(description="the section with the warning signs comes before all others")
    ] = False
    contacts: bool = True
    sources: bool = True
    footer: bool = True


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """The file templates/ID.yaml."""

    name: str
    description: str
    page: Page
    type: TypeScale
    fonts: Annotated[
        tuple[Identifier, ...],
        Meta(min_length=1, description="font families in order; the next serves what one lacks"),
    ]
    furniture: Furniture = Furniture()
    ink: Colour = "#1a1a1a"
    rhythm: Annotated[Length, Meta(description="white space between blocks")] = 8.0
    only: Annotated[
        tuple[Identifier, ...],
        Meta(description="print only these shared blocks, each callout in a frame of its own"),
    ] = ()
    smallest: Annotated[Length, Meta(description="no type may be smaller than this")] = 12.0
    place: Place | None = None
