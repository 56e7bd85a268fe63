"""One patient and one visit. Nothing of it is ever kept: not in names, caches, logs or metadata."""

import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from handout.errors import Place
from handout.model.exercise import DoseChange
from handout.model.scalars import Identifier, Language

Side = Literal["left", "right", "both"]
Need = Literal["large print"]

Line = Annotated[str, Meta(max_length=1000)]
Passage = Annotated[str, Meta(max_length=10_000)]


class Patient(Struct, frozen=True, forbid_unknown_fields=True):
    """Who the leaflet is for. Plain text throughout: no Markdown, no placeholders."""

    id: Annotated[Line, Meta(description="the clinic's own number for the patient")] = ""
    title: Line = ""
    given: Line = ""
    family: Line = ""
    preferred: Annotated[Line, Meta(description="the name the patient likes to be called")] = ""
    birth_date: datetime.date | None = None
    language: Language | None = None
    needs: tuple[Need, ...] = ()


class NextAppointment(Struct, frozen=True, forbid_unknown_fields=True):
    """When the patient comes again."""

    date: datetime.date
    time: Annotated[
        str,
        Meta(
            description="24-hour time",
            examples=["10:30"],
            pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
            extra={"form": "a 24-hour time"},
        ),
    ] = ""


class Appointment(Struct, frozen=True, forbid_unknown_fields=True):
    """The visit: what was found and agreed. Plain text; a blank line starts a paragraph."""

    date: datetime.date
    clinician: Identifier = ""
    site: Identifier = ""
    found: Annotated[Passage, Meta(description="what we found")] = ""
    agreed: Annotated[Passage, Meta(description="what we agreed")] = ""
    goals: tuple[Line, ...] = ()
    notes: Passage = ""
    next: NextAppointment | None = None


class ExerciseChange(DoseChange, frozen=True, forbid_unknown_fields=True):
    """What is different for this patient about one exercise."""

    id: Identifier
    side: Side | None = None
    note: Line = ""
    drop: bool = False


class Conditions(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of the patient's health: yes, no, or left out where nobody asked."""

    diabetes: bool = False
    pregnant: bool = False
    blood_thinners: bool = False
    numb_feet: bool = False
    poor_circulation: bool = False
    pacemaker: bool = False


class Visit(Struct, frozen=True, forbid_unknown_fields=True):
    """The file visit.yaml."""

    patient: Patient = Patient()
    visit: Appointment | None = None
    handouts: tuple[Identifier, ...] = ()
    exercises: Annotated[
        tuple[ExerciseChange, ...],
        Meta(description="changes to exercises of the handout, and exercises to add"),
    ] = ()
    exercise_order: Annotated[
        tuple[Identifier, ...],
        Meta(description="exercises that come first, in this order, wherever they stand"),
    ] = ()
    side: Annotated[Side | None, Meta(description="the side the trouble is on")] = None
    conditions: Annotated[
        Conditions, Meta(description="facts that advice depends on, such as diabetes: yes")
    ] = Conditions()
    place: Place | None = None
