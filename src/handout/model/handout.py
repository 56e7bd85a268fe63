"""A handout: one topic's words, who owns them, and the blocks they are made of."""

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from handout.errors import Place
from handout.model.programme import Choices, Layout, Phase
from handout.model.scalars import Condition, Identifier, Language, Length, Text, Url

Advice = Literal[
    "keep-moving", "rest", "use-heat", "avoid-heat", "use-cold", "avoid-cold",
    "take-anti-inflammatories", "avoid-anti-inflammatories",
]  # fmt: skip
"""What a topic tells every reader to do, where another topic may tell them the opposite."""

Kind = Literal["condition", "treatment", "self-care", "exercises", "safety", "visit"]


class _Block(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    """What every block may say beside its own content."""

    when: Annotated[
        Condition | None,
        Meta(description="print only when this is true", examples=["patient.age >= 65"]),
    ] = None
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


WARNING_SIGNS, SHORT_SIGNS = "warning-signs", "warning-signs-short"
"""The shared blocks of the warning signs: all of them, and the main ones."""


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """A heading and what stands under it."""

    heading: Annotated[
        Text, Meta(description="a question or an action", examples=["Why does my heel hurt?"])
    ]
    blocks: Annotated[
        tuple[Block, ...], Meta(min_length=1, description="what stands under the heading")
    ]
    when: Annotated[
        Condition | None,
        Meta(description="print only when this is true", examples=["patient.age >= 65"]),
    ] = None
    place: Place | None = None


class Shared(Struct, frozen=True, forbid_unknown_fields=True):
    """The file handouts/shared/ID.yaml: blocks that several handouts include word for word."""

    title: Annotated[
        str,
        Meta(
            description="what the block is called; the title of a card that prints only this",
            examples=["Warning signs"],
        ),
    ]
    language: Annotated[Language, Meta(description="the language of its words, as in BCP 47")]
    blocks: Annotated[
        tuple[Block, ...],
        Meta(min_length=1, description="what every handout that includes it prints"),
    ]
    place: Place | None = None


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the change log."""

    version: Annotated[
        str, Meta(description="the version that the change made", examples=["1.1.0"])
    ]
    date: Annotated[
        datetime.date,
        Meta(description="the day of the change, as year-month-day", examples=["2026-11-21"]),
    ]
    note: Annotated[
        str, Meta(description="what changed, in a sentence", examples=["First version."])
    ]


class Reviewer(Struct, frozen=True, forbid_unknown_fields=True):
    """Who read and approved the words."""

    name: Annotated[str, Meta(description="the name of the reviewer", examples=["Sam Example"])]
    role: Annotated[
        str, Meta(description="the profession or job of the reviewer", examples=["Physiotherapist"])
    ]
    date: Annotated[
        datetime.date,
        Meta(description="the day of the approval, as year-month-day", examples=["2026-11-21"]),
    ]
    hash: Annotated[
        str,
        Meta(
            description="of the words as they were then; `handout approve` writes it",
            pattern=r"^([0-9a-f]{32})?$",
            extra={"form": "32 hexadecimal digits"},
        ),
    ] = ""


class Attested(Struct, frozen=True, forbid_unknown_fields=True):
    """Who looked at something that only a person can judge, and when."""

    by: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=100,
            description="the name of who looked",
            examples=["Sam Example"],
        ),
    ]
    role: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=100,
            description="the profession or job of who looked",
            examples=["Patient reader"],
        ),
    ]
    date: Annotated[
        datetime.date,
        Meta(description="the day it was looked at, as year-month-day", examples=["2026-11-21"]),
    ]


class Attest(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What people have looked at, by the id of the item; `handout rules` explains each."""

    cdc_7: Attested | None = field(default=None, name="CDC-7")
    cdc_10: Attested | None = field(default=None, name="CDC-10")
    gov_08: Attested | None = field(default=None, name="GOV-08")
    pemat_2: Attested | None = field(default=None, name="PEMAT-2")
    pemat_10: Attested | None = field(default=None, name="PEMAT-10")
    pemat_16: Attested | None = field(default=None, name="PEMAT-16")
    pemat_18: Attested | None = field(default=None, name="PEMAT-18")

    def of(self, item: str) -> Attested | None:
        """Who attested an item, by its id."""
        names = dict(zip(self.__struct_encode_fields__, self.__struct_fields__, strict=True))
        found: Attested | None = getattr(self, names[item])
        return found


class Codes(Struct, frozen=True, forbid_unknown_fields=True):
    """Codes to find the handout by."""

    icd10: Annotated[
        tuple[str, ...], Meta(description="codes of the ICD-10", examples=[["M72.2"]])
    ] = ()
    icd10cm: Annotated[
        tuple[str, ...],
        Meta(description="codes of the ICD-10-CM, which is used in the USA", examples=[["M72.2"]]),
    ] = ()
    snomed: Annotated[
        tuple[str, ...],
        Meta(description="concept ids of SNOMED CT, in quotes", examples=[["202882003"]]),
    ] = ()


class Reference(Struct, frozen=True, forbid_unknown_fields=True):
    """A source the facts come from."""

    title: Annotated[
        str, Meta(description="what the source is called", examples=["Plantar fasciitis"])
    ]
    organisation: Annotated[
        str, Meta(description="who published it", examples=["Cambridge University Hospitals"])
    ]
    year: Annotated[int | None, Meta(description="the year it was published", examples=[2025])] = (
        None
    )
    url: Annotated[
        Url,
        Meta(
            description="where it can be read, with https:// or http://; its printed title opens "
            "it",
            examples=["https://example.org/heel-pain"],
        ),
    ] = ""


class Handout(Struct, frozen=True, forbid_unknown_fields=True):
    """The file handouts/ID.yaml; the file's name is the topic's id."""

    id: Annotated[
        Identifier,
        Meta(
            description="the file's name: lower-case letters, digits and hyphens",
            examples=["plantar-fasciitis"],
        ),
    ]
    kind: Annotated[
        Kind,
        Meta(
            description="what sort of topic it is; some must carry warning signs, or benefits "
            "and risks"
        ),
    ]
    title: Annotated[
        Text,
        Meta(
            description="what it is called, in a few words",
            examples=["Heel pain (plantar fasciitis)"],
        ),
    ]
    summary: Annotated[
        Text,
        Meta(
            description="the leaflet in one sentence",
            examples=["This leaflet tells you why your heel may hurt, and what you can do."],
        ),
    ]
    main_message: Annotated[
        Text,
        Meta(
            description="the one thing to remember",
            examples=["Stretch your foot and calf, and wear cushioned shoes."],
        ),
    ]
    version: Annotated[
        str,
        Meta(
            pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$",
            examples=["1.0.0"],
            extra={"form": "three numbers with dots"},
            description="three numbers with dots, raised when the words change",
        ),
    ]
    published: Annotated[
        datetime.date,
        Meta(
            description="the day these words were published, as year-month-day",
            examples=["2026-11-21"],
        ),
    ]
    review_by: Annotated[
        datetime.date,
        Meta(
            description="the day by which the words are read again, as year-month-day; no "
            "leaflet is made after it",
            examples=["2028-11-01"],
        ),
    ]
    owner: Annotated[
        str,
        Meta(description="the role that answers for the words", examples=["Clinical content lead"]),
    ]
    sections: Annotated[
        tuple[Section, ...],
        Meta(min_length=1, description="headings with what stands under them, in their order"),
    ]
    sources: Annotated[
        tuple[Reference, ...], Meta(min_length=1, description="where the facts come from")
    ]
    language: Annotated[Language, Meta(description="the language of the words, as in BCP 47")] = (
        "en-GB"
    )
    synonyms: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=80)], ...],
        Meta(description="also called: other names to find it by", examples=[["slipped disc"]]),
    ] = ()
    status: Annotated[
        Literal["draft", "approved"],
        Meta(
            description="draft until a clinician has approved the words; a draft says so in print"
        ),
    ] = "draft"
    reviewers: Annotated[
        tuple[Reviewer, ...], Meta(description="who read and approved the words, and when")
    ] = ()
    changes: Annotated[
        tuple[Change, ...], Meta(description="what changed in each version, the first one first")
    ] = ()
    codes: Annotated[Codes, Meta(description="codes of the condition, to find the handout by")] = (
        Codes()
    )
    attest: Annotated[
        Attest, Meta(description="what only a person can judge: who did, and when")
    ] = Attest()
    advice: Annotated[
        tuple[Advice, ...],
        Meta(description="what it tells every reader to do, so that a pack does not contradict"),
    ] = ()
    pages: Annotated[
        Annotated[int, Meta(ge=1, le=40)] | None,
        Meta(description="sides of A4 it may take in the house look"),
    ] = None
    place: Place | None = None
