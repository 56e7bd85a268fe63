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

    text: Annotated[Text, Meta(extra={"markdown": "blocks"})]


class BulletsBlock(_Block, frozen=True, tag="bullets"):
    """A bulleted list."""

    bullets: Annotated[tuple[Text, ...], Meta(min_length=1)]


class StepsBlock(_Block, frozen=True, tag="steps"):
    """Numbered steps, one action each."""

    steps: Annotated[tuple[Text, ...], Meta(min_length=1)]


class DoBlock(_Block, frozen=True, tag="do"):
    """What to do beside what not to do."""

    do: Annotated[tuple[Text, ...], Meta(min_length=1)]
    dont: Annotated[tuple[Text, ...], Meta(min_length=1)]


class CalloutBlock(_Block, frozen=True, tag="callout"):
    """A framed note. The three tiers of the warning signs are emergency, same-day and soon."""

    callout: Literal["info", "caution", "emergency", "same-day", "soon"]
    title: Text
    blocks: "Annotated[tuple[Block, ...], Meta(min_length=1)]"


class ChecklistBlock(_Block, frozen=True, tag="checklist"):
    """A list with a box to tick before each item."""

    checklist: Annotated[tuple[Text, ...], Meta(min_length=1)]


class TableBlock(_Block, frozen=True, tag="table"):
    """A table; `table` is its caption. An empty cell is left for writing."""

    table: Text
    columns: Annotated[tuple[Text, ...], Meta(min_length=2, max_length=8)]
    rows: Annotated[tuple[tuple[Text, ...], ...], Meta(min_length=1)]
    widths: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=100)], ...],
        Meta(description="relative column widths; even when left out"),
    ] = ()
    row_headers: Annotated[bool, Meta(description="the first cell of a row names the row")] = True


class FigureBlock(_Block, frozen=True, tag="figure"):
    """A picture; `figure` is a PNG, JPEG or SVG file, or a drawing in YAML, under figures/."""

    figure: str
    alt: Annotated[Text, Meta(description="the picture in words")]
    caption: Text
    width: Length = 255.1
    beside: "Annotated[tuple[Block, ...], Meta(description='what stands to the left of it')]" = ()


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """A question a reader may ask, and its answer."""

    ask: Text
    answer: Annotated[Text, Meta(extra={"markdown": "blocks"})]
    place: Place | None = None


class QuestionsBlock(_Block, frozen=True, tag="questions"):
    """Questions and answers."""

    questions: Annotated[tuple[Question, ...], Meta(min_length=1)]


class LinesBlock(_Block, frozen=True, tag="lines"):
    """Ruled lines to write on; `lines` is how many."""

    lines: Annotated[int, Meta(ge=1, le=30)]
    label: Text


class DiaryBlock(_Block, frozen=True, tag="diary"):
    """A grid of days to fill in; `diary` is its caption."""

    diary: Text
    columns: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=7)]
    days: Annotated[int, Meta(ge=1, le=31)] = 7


class ExercisesBlock(_Block, frozen=True, tag="exercises"):
    """Exercises with how to do them and the dose, in a layout."""

    exercises: Choices
    layout: Layout = "cards"


class PhasesBlock(_Block, frozen=True, tag="phases"):
    """A programme in phases, done one after the other: the exercises of each, and its end."""

    phases: Annotated[tuple[Phase, ...], Meta(min_length=1, max_length=8)]


class ExerciseDiaryBlock(_Block, frozen=True, tag="exercise_diary"):
    """Weeks to fill in, with a line for each exercise of the leaflet; its caption.

    The days are those from the visit's date; without a visit they are Monday to Sunday.
    """

    exercise_diary: Text
    weeks: Annotated[int, Meta(ge=1, le=8)] = 1


class IncludeBlock(_Block, frozen=True, tag="include"):
    """A shared block of handouts/shared/, in full and unchanged."""

    include: Identifier


class BreakBlock(_Block, frozen=True, tag="break"):
    """Start a new page here."""

    break_: Literal["page"] = field(name="break")


class TogetherBlock(_Block, frozen=True, tag="together"):
    """Blocks that stay on one page."""

    together: "Annotated[tuple[Block, ...], Meta(min_length=1)]"


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

    heading: Annotated[Text, Meta(description="a question or an action")]
    blocks: Annotated[tuple[Block, ...], Meta(min_length=1)]
    when: Condition | None = None
    place: Place | None = None


class Shared(Struct, frozen=True, forbid_unknown_fields=True):
    """The file handouts/shared/ID.yaml: blocks that several handouts include word for word."""

    title: str
    language: Language
    blocks: Annotated[tuple[Block, ...], Meta(min_length=1)]
    place: Place | None = None


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the change log."""

    version: str
    date: datetime.date
    note: str


class Reviewer(Struct, frozen=True, forbid_unknown_fields=True):
    """Who read and approved the words."""

    name: str
    role: str
    date: datetime.date


class Attested(Struct, frozen=True, forbid_unknown_fields=True):
    """Who looked at something that only a person can judge, and when."""

    by: Annotated[str, Meta(min_length=1, max_length=100)]
    role: Annotated[str, Meta(min_length=1, max_length=100)]
    date: datetime.date


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

    icd10: tuple[str, ...] = ()
    icd10cm: tuple[str, ...] = ()
    snomed: tuple[str, ...] = ()


class Reference(Struct, frozen=True, forbid_unknown_fields=True):
    """A source the facts come from."""

    title: str
    organisation: str
    year: int | None = None
    url: Url = ""


class Handout(Struct, frozen=True, forbid_unknown_fields=True):
    """The file handouts/ID.yaml; the file's name is the topic's id."""

    id: Identifier
    kind: Kind
    title: Text
    summary: Annotated[Text, Meta(description="the leaflet in one sentence")]
    main_message: Annotated[Text, Meta(description="the one thing to remember")]
    version: Annotated[
        str,
        Meta(
            pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$",
            examples=["1.0.0"],
            extra={"form": "three numbers with dots"},
        ),
    ]
    published: datetime.date
    review_by: datetime.date
    owner: Annotated[str, Meta(description="the role that answers for the words")]
    sections: Annotated[tuple[Section, ...], Meta(min_length=1)]
    sources: Annotated[tuple[Reference, ...], Meta(min_length=1)]
    language: Language = "en-GB"
    status: Literal["draft", "approved"] = "draft"
    reviewers: tuple[Reviewer, ...] = ()
    changes: tuple[Change, ...] = ()
    codes: Codes = Codes()
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
