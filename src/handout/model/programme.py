"""Exercises as a handout asks for them: by name or by tag, in groups or in phases."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from handout.errors import Place
from handout.model.exercise import DoseChange
from handout.model.scalars import Identifier, Text

Layout = Literal["cards", "compact", "list", "full-page"]


class ExerciseChoice(DoseChange, frozen=True, forbid_unknown_fields=True):
    """An exercise of the catalogue by `id`, or all that have the `tags`, with a dose for here."""

    id: Annotated[
        Identifier, Meta(description="one exercise; its file's name", examples=["bridge"])
    ] = ""
    tags: Annotated[
        tuple[Identifier, ...],
        Meta(
            description="every exercise that has all of these tags",
            min_length=1,
            examples=[["back", "lying"]],
        ),
    ] = ()
    except_: Annotated[
        tuple[Identifier, ...],
        Meta(description="exercises to leave out, beside tags", examples=[["bird-dog"]]),
    ] = field(default=(), name="except")
    place: Place | None = None


Choices = Annotated[tuple[ExerciseChoice, ...], Meta(min_length=1)]


class Phase(Struct, frozen=True, forbid_unknown_fields=True):
    """One phase of a programme: its exercises, and when it is time for the next."""

    name: Annotated[
        Text, Meta(description="the heading of the phase", examples=["Phase 1: get moving"])
    ]
    exercises: Annotated[Choices, Meta(description="the exercises of the phase, by id or by tags")]
    text: Annotated[
        Text | None,
        Meta(
            extra={"markdown": "blocks"},
            description="words before the exercises, in Markdown",
            examples=["Start with these for 2 weeks."],
        ),
    ] = None
    layout: Annotated[
        Layout,
        Meta(
            description="how they stand: as cards, compact in pairs, as a list, or a full page each"
        ),
    ] = "cards"
    move_on_when: Annotated[
        Text | None,
        Meta(
            description="what the reader can do by then; only the last phase does without",
            examples=["You can do all of them for 3 days without more pain."],
        ),
    ] = None
    place: Place | None = None
