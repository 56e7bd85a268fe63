"""A handout: one topic's words in sections, with its record."""

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from handout.errors import Place
from handout.model.handout.blocks import Block, Detail
from handout.model.handout.record import Attest, Change, Codes, Reference, Reviewer
from handout.model.scalars import Condition, Identifier, Language, Text, Title

Advice = Literal[
    "keep-moving", "rest", "use-heat", "avoid-heat", "use-cold", "avoid-cold",
    "take-anti-inflammatories", "avoid-anti-inflammatories",
]  # fmt: skip
"""What a topic tells every reader to do, where another topic may tell them the opposite."""

Kind = Literal["condition", "treatment", "self-care", "exercises", "safety", "visit"]

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
    detail: Detail = False
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
        Title,
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
