"""A look: page, type, spacing, colours and furniture. Data only; a clinic can write its own."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from handout.errors import Place
from handout.model.scalars import Colour, Identifier, Length

Paper = Literal["clinic", "A4", "A5", "letter"]
Imposition = Literal["none", "booklet", "trifold"]
Weight = Literal["regular", "bold"]
Omission = Literal["notes", "sources", "hours", "details", "figures"]
"""What a look may leave out where room is short: lines for notes, sources, opening hours, and what
topics mark `detail: true`, words or figures."""
Factor = Annotated[float, Meta(ge=1.0, le=3.0)]


class FaceFile(Struct, frozen=True):
    """One font file: a family of the template in one weight."""

    family: str
    weight: Weight
    path: str


class Margins(Struct, frozen=True, forbid_unknown_fields=True):
    """White space round the page; the footer stands inside the bottom margin."""

    top: Annotated[
        Length, Meta(description="white space above the words, with its unit", examples=["15mm"])
    ]
    right: Annotated[
        Length,
        Meta(description="white space to the right of the words, with its unit", examples=["25mm"]),
    ]
    bottom: Annotated[
        Length,
        Meta(
            description="white space below the words, with its unit; holds the footer",
            examples=["25mm"],
        ),
    ]
    left: Annotated[
        Length,
        Meta(description="white space to the left of the words, with its unit", examples=["25mm"]),
    ]


class Frame(Struct, frozen=True, forbid_unknown_fields=True):
    """A panel of the page, measured from its top left corner."""

    x: Annotated[
        Length,
        Meta(
            description="from the left edge of the page to the frame, with its unit",
            examples=["62.5mm"],
        ),
    ]
    y: Annotated[
        Length,
        Meta(
            description="from the top edge of the page to the frame, with its unit",
            examples=["40mm"],
        ),
    ]
    width: Annotated[
        Length,
        Meta(
            description="how wide the frame is, with its unit; all are equally wide inside",
            examples=["85mm"],
        ),
    ]
    height: Annotated[
        Length, Meta(description="how high the frame is, with its unit", examples=["54mm"])
    ]


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """The sheet and where the words go on it.

    Frames, when given, replace the columns: the words flow through them in order. Where the sheet
    is folded, margins and columns are those of each page of the booklet, or of each panel.
    """

    size: Annotated[Paper, Meta(description="the paper; clinic is the one that clinic.yaml names")]
    margins: Annotated[Margins, Meta(description="white space round the words")]
    landscape: Annotated[
        bool, Meta(description="whether the long side of the paper lies across")
    ] = False
    imposition: Annotated[
        Imposition,
        Meta(
            description="how pages stand on a landscape sheet that is printed on both sides and "
            "turned over on its short edge: booklet, two a side, to fold and staple; trifold, "
            "three panels a side, the right one folded in first",
        ),
    ] = "none"
    sheets: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=50,
                description="sheets of paper it may take; as many as it needs if not said",
            ),
        ]
        | None
    ) = None
    columns: Annotated[
        int,
        Meta(
            ge=1, le=4,
            description="columns for the words; title, summary and main message stand over all",
        ),
    ] = 1  # fmt: skip
    gutter: Annotated[
        Length, Meta(description="white space between columns, with its unit", examples=["8mm"])
    ] = 22.7
    frames: Annotated[
        tuple[Frame, ...],
        Meta(description="panels that the words flow through in order, instead of columns"),
    ] = ()
    frame_padding: Annotated[
        Length, Meta(description="white space inside each frame", examples=["2mm"])
    ] = 0.0
    marks: Annotated[
        Literal["none", "cut", "fold"],
        Meta(
            description="cut: for cutting out and folding the frames; fold: at the edges of paper"
        ),
    ] = "none"


class TextStyle(Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of words is set. Leading is a multiple of the size."""

    size: Annotated[
        Length, Meta(description="the size of the type, with its unit", examples=["12.5pt"])
    ]
    leading: Annotated[
        Factor, Meta(description="from line to line, as a multiple of the size", examples=[1.34])
    ] = 1.4
    weight: Annotated[Weight, Meta(description="regular or bold")] = "regular"
    colour: Annotated[Literal["ink", "accent"], Meta(description="which of the two colours")] = (
        "ink"
    )
    before: Annotated[Length, Meta(description="white space above", examples=["9pt"])] = 0.0
    after: Annotated[Length, Meta(description="white space below", examples=["3pt"])] = 0.0


class TypeScale(Struct, frozen=True, forbid_unknown_fields=True):
    """Every size of type the look uses, largest first."""

    title: Annotated[TextStyle, Meta(description="the title of the leaflet")]
    heading: Annotated[TextStyle, Meta(description="headings of sections")]
    subheading: Annotated[TextStyle, Meta(description="headings within a section")]
    lead: Annotated[TextStyle, Meta(description="the summary and the main message")]
    body: Annotated[TextStyle, Meta(description="all other words")]
    small: Annotated[TextStyle, Meta(description="sources, captions and the footer")]


class Furniture(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands round the topic's own words."""

    banner: Annotated[
        bool, Meta(description="logo, name and strapline of the clinic at the head of page 1")
    ] = True
    patient_panel: Annotated[
        bool,
        Meta(description="who it is for, and all that a visit says or adds; blanks without one"),
    ] = True
    main_message: Annotated[
        bool, Meta(description="the one thing to remember, in a frame near the top")
    ] = True
    topics: Annotated[
        Literal["page", "half-page", "run-on"],
        Meta(
            description="where the topics of a pack begin: each on a new page, or on the same page "
            "where half of it is free, or wherever they come"
        ),
    ] = "page"
    note_lines: Annotated[
        int,
        Meta(
            ge=0,
            le=30,
            description="ruled lines for the reader's own notes: so many at least, up to 8 where a "
            "page has room, none where it has not; all of more than 8; 0 for none",
        ),
    ] = 4
    signs_first: Annotated[
        bool, Meta(description="the section with the warning signs comes before all others")
    ] = False
    contacts: Annotated[
        bool, Meta(description="how to reach the clinic, ask for other formats and give feedback")
    ] = True
    contacts_in_short: Annotated[
        bool, Meta(description="addresses in one line, without directions, parking and QR code")
    ] = False
    hours: Annotated[bool, Meta(description="opening hours beside the addresses")] = True
    sources: Annotated[
        bool,
        Meta(description="where the facts come from, unless clinic.yaml has print_sources: false"),
    ] = True
    footer: Annotated[
        bool,
        Meta(
            description="version, dates and page number at the foot of each page; on folded sheets "
            "the number only, and the others at the end"
        ),
    ] = True


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """The file templates/ID.yaml."""

    name: Annotated[str, Meta(description="what the look is called", examples=["Leaflet"])]
    description: Annotated[
        str,
        Meta(
            description="what the look is, in a line",
            examples=["A4, 12.5 point, one column; room to write on."],
        ),
    ]
    page: Annotated[Page, Meta(description="the sheet and where the words go on it")]
    type: Annotated[TypeScale, Meta(description="how each kind of words is set")]
    fonts: Annotated[
        tuple[Identifier, ...],
        Meta(
            min_length=1,
            description="font families in order; the next serves what one lacks",
            examples=[["atkinson-hyperlegible-next", "noto-sans"]],
        ),
    ]
    furniture: Annotated[Furniture, Meta(description="what stands round the topic's own words")] = (
        Furniture()
    )
    ink: Annotated[
        Colour, Meta(description="the colour of the words as #rrggbb", examples=["#1a1a1a"])
    ] = "#1a1a1a"
    rhythm: Annotated[
        Length, Meta(description="white space between blocks", examples=["6.5pt"])
    ] = 8.0
    only: Annotated[
        tuple[Identifier, ...],
        Meta(
            description="print only these shared blocks, each callout in a frame of its own; or "
            "`exercises`, each exercise of the topic in a frame of its own",
            examples=[["warning-signs"]],
        ),
    ] = ()
    leave_out: Annotated[
        tuple[Omission, ...],
        Meta(
            max_length=3,
            description="left out as far as that saves a side of the paper or mends a problem, "
            "what is named last only if it must be: notes, sources, hours, and the details and "
            "figures that topics mark with detail: true",
            examples=[["notes", "details"]],
        ),
    ] = ()
    smallest: Annotated[
        Length, Meta(description="no type may be smaller than this", examples=["12pt"])
    ] = 12.0
    place: Place | None = None
