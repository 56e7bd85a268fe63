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

    sets: Count | None = None
    reps: Repeats | None = None
    hold: Seconds | None = None
    minutes: Annotated[
        Repeats | None, Meta(description="minutes each time, where repeats are not counted")
    ] = None
    per_side: bool | None = None
    times_a_day: Annotated[int, Meta(ge=1, le=12)] | None = None
    days_a_week: Annotated[int, Meta(ge=1, le=7)] | None = None
    rest: Annotated[Seconds | None, Meta(description="seconds of rest between sets")] = None
    load: Annotated[str, Meta(description="weight or band", examples=["a red band"])] = ""


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """The file handouts/exercises/ID.yaml; the file's name is the exercise's id."""

    name: Text
    position: Annotated[Text, Meta(description="how to start")]
    steps: Annotated[tuple[Text, ...], Meta(min_length=1, max_length=5)]
    dose: DoseChange
    feel: Annotated[Text, Meta(description="what you should feel, and where")]
    stop_if: Text
    alt: Annotated[Text, Meta(description="the picture in words, for those who cannot see it")]
    easier: Text | None = None
    harder: Text | None = None
    equipment: tuple[str, ...] = ()
    figure: Annotated[Figure | None, Meta(description="the picture, as poses")] = None
    tags: tuple[Identifier, ...] = ()
    sources: tuple[str, ...] = ()
    language: Language = "en"
    place: Place | None = None
