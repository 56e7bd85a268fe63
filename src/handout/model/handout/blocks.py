"""The blocks that a section of a handout is made of."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from handout.errors import Place
from handout.model.programme import Choices, Layout, Phase
from handout.model.scalars import Condition, Identifier, Length, Text

Detail = Annotated[
    bool,
    Meta(
        description="a look that is short of room may leave it out, and says that the full leaflet "
        "has more; never a warning, a dose, or what a reader needs to be safe",
    ),
]


class _Block(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    """What every block may say beside its own content."""

    when: Annotated[
        Condition | None,
        Meta(description="print only when this is true", examples=["patient.age >= 65"]),
    ] = None
    detail: Detail = False
    place: Place | None = None


class TextBlock(_Block, frozen=True, tag="text"):
    """Paragraphs and plain lists in Markdown: **strong**, [links](https://...), - and 1. items."""

    text: Annotated[
        Text,
        Meta(
            extra={"markdown": "blocks"},
            description="paragraphs and plain lists, in Markdown",
            examples=["Keep moving. **Rest** only for a day or two."],
        ),
    ]


class BulletsBlock(_Block, frozen=True, tag="bullets"):
    """A bulleted list."""

    bullets: Annotated[
        tuple[Text, ...],
        Meta(
            min_length=1,
            description="the items of the list",
            examples=[["a sudden rise in activity", "worn shoes"]],
        ),
    ]


class StepsBlock(_Block, frozen=True, tag="steps"):
    """Numbered steps, one action each."""

    steps: Annotated[
        tuple[Text, ...],
        Meta(
            min_length=1,
            description="the actions in their order, one for each step",
            examples=[["Sit down.", "Lift your foot."]],
        ),
    ]


class DoBlock(_Block, frozen=True, tag="do"):
    """What to do beside what not to do."""

    do: Annotated[
        tuple[Text, ...],
        Meta(min_length=1, description="what to do, an item for each", examples=[["Keep moving."]]),
    ]
    dont: Annotated[
        tuple[Text, ...],
        Meta(
            min_length=1,
            description="what not to do, an item for each",
            examples=[["Stay in bed."]],
        ),
    ]


class CalloutBlock(_Block, frozen=True, tag="callout"):
    """A framed note. The three tiers of the warning signs are emergency, same-day and soon."""

    callout: Annotated[
        Literal["info", "caution", "emergency", "same-day", "soon"],
        Meta(description="how grave it is, which gives the frame its look"),
    ]
    title: Annotated[
        Text, Meta(description="the heading of the frame", examples=["Call us on the same day if"])
    ]
    blocks: Annotated[
        "tuple[Block, ...]", Meta(min_length=1, description="what stands in the frame")
    ]


class ChecklistBlock(_Block, frozen=True, tag="checklist"):
    """A list with a box to tick before each item."""

    checklist: Annotated[
        tuple[Text, ...],
        Meta(
            min_length=1,
            description="the items, each with a box to tick",
            examples=[["Bring your shoes."]],
        ),
    ]


class TableBlock(_Block, frozen=True, tag="table"):
    """A table; `table` is its caption. An empty cell is left for writing."""

    table: Annotated[
        Text, Meta(description="the caption of the table", examples=["How much to do each week"])
    ]
    columns: Annotated[
        tuple[Text, ...],
        Meta(
            min_length=2,
            max_length=8,
            description="the heading of each column",
            examples=[["Week", "Minutes a day"]],
        ),
    ]
    rows: Annotated[
        tuple[tuple[Text, ...], ...],
        Meta(
            min_length=1,
            description='the cells of each row, one for each column; "" is left for writing',
            examples=[[["1", "10"], ["2", ""]]],
        ),
    ]
    widths: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=100)], ...],
        Meta(description="relative column widths; even when left out", examples=[[1, 2]]),
    ] = ()
    row_headers: Annotated[bool, Meta(description="the first cell of a row names the row")] = True


class FigureBlock(_Block, frozen=True, tag="figure"):
    """A picture; `figure` is a PNG, JPEG or SVG file, or a drawing in YAML, under figures/."""

    figure: Annotated[
        str,
        Meta(
            description="a picture under figures/: its name, or its file",
            examples=["plantar-fascia"],
        ),
    ]
    alt: Annotated[
        Text,
        Meta(
            description="the picture in words",
            examples=["A foot from the inner side, with a band from heel to toes."],
        ),
    ]
    caption: Annotated[
        Text,
        Meta(
            description="the words under the picture",
            examples=["The sore spot is often under the heel."],
        ),
    ]
    width: Annotated[
        Length, Meta(description="how wide it is on the page, with its unit", examples=["9cm"])
    ] = 255.1
    beside: "Annotated[tuple[Block, ...], Meta(description='what stands to the left of it')]" = ()


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """A question a reader may ask, and its answer."""

    ask: Annotated[
        Text,
        Meta(description="the question, as a reader would ask it", examples=["Can I go to work?"]),
    ]
    answer: Annotated[
        Text,
        Meta(
            extra={"markdown": "blocks"},
            description="the answer, in Markdown",
            examples=["Yes, if your job lets you move."],
        ),
    ]
    place: Place | None = None


class QuestionsBlock(_Block, frozen=True, tag="questions"):
    """Questions and answers."""

    questions: Annotated[
        tuple[Question, ...], Meta(min_length=1, description="questions, each with its answer")
    ]


class LinesBlock(_Block, frozen=True, tag="lines"):
    """Ruled lines to write on; `lines` is how many."""

    lines: Annotated[int, Meta(ge=1, le=30, description="how many lines to write on")]
    label: Annotated[
        Text,
        Meta(
            description="what to write there; stands above the lines",
            examples=["What I want to ask"],
        ),
    ]


class DiaryBlock(_Block, frozen=True, tag="diary"):
    """A grid of days to fill in; `diary` is its caption."""

    diary: Annotated[
        Text, Meta(description="the caption of the grid", examples=["My pain this week"])
    ]
    columns: Annotated[
        tuple[Text, ...],
        Meta(
            min_length=1,
            max_length=7,
            description="what to fill in each day, a heading for each",
            examples=[["Pain, 0 to 10", "What helped"]],
        ),
    ]
    days: Annotated[int, Meta(ge=1, le=31, description="how many days, a row for each")] = 7


class ExercisesBlock(_Block, frozen=True, tag="exercises"):
    """Exercises with how to do them and the dose, in a layout."""

    exercises: Annotated[Choices, Meta(description="exercises of the catalogue, by id or by tags")]
    layout: Annotated[
        Layout,
        Meta(
            description="how they stand: as cards, compact in pairs, as a list, or a full page each"
        ),
    ] = "cards"


class PhasesBlock(_Block, frozen=True, tag="phases"):
    """A programme in phases, done one after the other: the exercises of each, and its end."""

    phases: Annotated[
        tuple[Phase, ...],
        Meta(
            min_length=1,
            max_length=8,
            description="the phases in their order, each with its exercises",
        ),
    ]


class ExerciseDiaryBlock(_Block, frozen=True, tag="exercise_diary"):
    """Weeks to fill in, with a line for each exercise of the leaflet; its caption.

    The days are those from the visit's date; without a visit they are Monday to Sunday.
    """

    exercise_diary: Annotated[
        Text, Meta(description="the caption of the diary", examples=["My exercises"])
    ]
    weeks: Annotated[int, Meta(ge=1, le=8, description="how many weeks to fill in")] = 1


class IncludeBlock(_Block, frozen=True, tag="include"):
    """A shared block of handouts/shared/, in full and unchanged."""

    include: Annotated[
        Identifier, Meta(description="the id of a shared block", examples=["warning-signs"])
    ]


class BreakBlock(_Block, frozen=True, tag="break"):
    """Start a new page here."""

    break_: Annotated[
        Literal["page"], Meta(description="page: what follows starts on a new one")
    ] = field(name="break")


class TogetherBlock(_Block, frozen=True, tag="together"):
    """Blocks that stay on one page."""

    together: Annotated[
        "tuple[Block, ...]", Meta(min_length=1, description="blocks that stay on one page")
    ]


Block = (
    TextBlock
    | BulletsBlock
    | StepsBlock
    | DoBlock
    | CalloutBlock
    | ChecklistBlock
    | TableBlock
    | FigureBlock
    | QuestionsBlock
    | LinesBlock
    | DiaryBlock
    | ExercisesBlock
    | PhasesBlock
    | ExerciseDiaryBlock
    | IncludeBlock
    | BreakBlock
    | TogetherBlock
)
