"""An exercise of the catalogue: how to do it and how much."""

from typing import Annotated

from msgspec import Meta, Struct

from handout.errors import Place
from handout.model.pose import Figure
from handout.model.scalars import Identifier, Language, Text

Count = Annotated[int, Meta(ge=1, le=50)]


class Range(Struct, frozen=True):
    """A number, or a number to build up to: written `10` or `5-10`."""

    least: int
    most: int


Repeats = Annotated[
    Range,
    Meta(
        description="how many times: a number, or a range to build up through",
        examples=["3", "5-10"],
        extra={"reads": "range", "ge": 1, "le": 100},
        extra_json_schema={"type": ["integer", "string"], "pattern": r"^[0-9]+(-[0-9]+)?$"},
    ),
]
Seconds = Annotated[
    Range,
    Meta(
        description="seconds: a number or a range",
        examples=["5", "20-30"],
        extra={"reads": "range", "ge": 1, "le": 1800},
        extra_json_schema={"type": ["integer", "string"], "pattern": r"^[0-9]+(-[0-9]+)?$"},
    ),
]


class DoseChange(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How much of an exercise to do; what is left out is not said, or stays as it was."""

    sets: Annotated[Count | None, Meta(description="how many sets of the repeats")] = None
    reps: Repeats | None = None
    hold: Annotated[
        Seconds | None, Meta(description="seconds to hold each time: a number or a range")
    ] = None
    minutes: Annotated[
        Repeats | None, Meta(description="minutes each time, where repeats are not counted")
    ] = None
    per_side: Annotated[
        bool | None, Meta(description="whether it is done on each side, which takes twice as long")
    ] = None
    times_a_day: Annotated[int, Meta(ge=1, le=12, description="how many times a day")] | None = None
    days_a_week: (
        Annotated[int, Meta(ge=1, le=7, description="on how many days a week; 7 is every day")]
        | None
    ) = None
    rest: Annotated[
        Seconds | None,
        Meta(
            description="seconds of rest between sets, or between repeats where there are no sets"
        ),
    ] = None
    load: Annotated[str, Meta(description="weight or band", examples=["a red band"])] = ""


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """The file handouts/exercises/ID.yaml; the file's name is the exercise's id."""

    name: Annotated[Text, Meta(description="what the exercise is called", examples=["Bridge"])]
    position: Annotated[
        Text, Meta(description="how to start", examples=["Lie on your back with your knees bent."])
    ]
    steps: Annotated[
        tuple[Text, ...],
        Meta(
            min_length=1,
            max_length=5,
            description="what to do, one short action each",
            examples=[["Squeeze your bottom.", "Lift your hips."]],
        ),
    ]
    dose: Annotated[
        DoseChange, Meta(description="how much to do, where no handout and no visit says otherwise")
    ]
    feel: Annotated[
        Text,
        Meta(
            description="what you should feel, and where",
            examples=["Your bottom and the backs of your thighs work hard."],
        ),
    ]
    stop_if: Annotated[
        Text,
        Meta(
            description="what must make the reader stop",
            examples=["You get sharp pain or new numbness."],
        ),
    ]
    alt: Annotated[
        Text,
        Meta(
            description="the picture in words, for those who cannot see it",
            examples=["A person lies on their back on a mat, with both knees bent."],
        ),
    ]
    easier: Annotated[
        Text | None, Meta(description="how to make it easier", examples=["Lift only a small way."])
    ] = None
    harder: Annotated[
        Text | None,
        Meta(description="how to make it harder", examples=["Cross your arms on your chest."]),
    ] = None
    equipment: Annotated[
        tuple[str, ...], Meta(description="what the reader needs for it", examples=[["mat or bed"]])
    ] = ()
    figure: Annotated[Figure | None, Meta(description="the picture, as poses")] = None
    tags: Annotated[
        tuple[Identifier, ...],
        Meta(
            description="words that handouts choose it by: body parts, positions, aims",
            examples=[["back", "lying"]],
        ),
    ] = ()
    sources: Annotated[
        tuple[str, ...],
        Meta(
            description="where it comes from, for the record",
            examples=[["NHS inform: Exercises for back pain"]],
        ),
    ] = ()
    language: Annotated[Language, Meta(description="the language of its words, as in BCP 47")] = (
        "en"
    )
    place: Place | None = None
