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

    id: Annotated[
        Line, Meta(description="the clinic's own number for the patient", examples=["RB-1042"])
    ] = ""
    title: Annotated[Line, Meta(description="what stands before the name", examples=["Ms"])] = ""
    given: Annotated[Line, Meta(description="the given name", examples=["Jo"])] = ""
    family: Annotated[Line, Meta(description="the family name", examples=["Example"])] = ""
    preferred: Annotated[
        Line, Meta(description="the name the patient likes to be called", examples=["Jo"])
    ] = ""
    birth_date: Annotated[
        datetime.date | None,
        Meta(description="the date of birth, as year-month-day", examples=["1960-02-29"]),
    ] = None
    language: Annotated[
        Language | None,
        Meta(description="the language of the leaflet, where it is not the clinic's, as in BCP 47"),
    ] = None
    needs: Annotated[
        tuple[Need, ...],
        Meta(
            description="large print: the leaflet is made in that look", examples=[["large print"]]
        ),
    ] = ()


class NextAppointment(Struct, frozen=True, forbid_unknown_fields=True):
    """When the patient comes again."""

    date: Annotated[
        datetime.date,
        Meta(description="the day of the next visit, as year-month-day", examples=["2026-01-24"]),
    ]
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

    date: Annotated[
        datetime.date,
        Meta(description="the day of the visit, as year-month-day", examples=["2026-01-10"]),
    ]
    clinician: Annotated[
        Identifier,
        Meta(description="who saw the patient: an id of clinic.yaml", examples=["p-nair"]),
    ] = ""
    site: Annotated[
        Identifier,
        Meta(
            description="where: an id of clinic.yaml, whose address is printed",
            examples=["riverside"],
        ),
    ] = ""
    found: Annotated[
        Passage,
        Meta(description="what we found", examples=["Your calf is tight on the left side."]),
    ] = ""
    agreed: Annotated[
        Passage,
        Meta(description="what we agreed", examples=["You stretch your calf 2 times a day."]),
    ] = ""
    goals: Annotated[
        tuple[Line, ...],
        Meta(
            description="what the patient wants to reach, each with a box to tick",
            examples=[["Walk to the shops."]],
        ),
    ] = ()
    notes: Annotated[
        Passage,
        Meta(
            description="what else the clinician wants to say",
            examples=["Bring your old shoes next time."],
        ),
    ] = ""
    next: Annotated[NextAppointment | None, Meta(description="when the patient comes again")] = None


class ExerciseChange(DoseChange, frozen=True, forbid_unknown_fields=True):
    """What is different for this patient about one exercise."""

    id: Annotated[
        Identifier, Meta(description="the exercise: its file's name", examples=["bridge"])
    ]
    side: Annotated[
        Side | None,
        Meta(description="the side it is done on; its words and picture show that side"),
    ] = None
    note: Annotated[
        Line,
        Meta(description="a line to stand with the exercise", examples=["Start with 3 times."]),
    ] = ""
    drop: Annotated[bool, Meta(description="whether to leave it out")] = False


class Conditions(Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of the patient's health: yes, no, or left out where nobody asked."""

    diabetes: Annotated[bool, Meta(description="whether the patient has diabetes")] = False
    pregnant: Annotated[bool, Meta(description="whether the patient is pregnant")] = False
    blood_thinners: Annotated[
        bool, Meta(description="whether the patient takes blood thinners")
    ] = False
    numb_feet: Annotated[bool, Meta(description="whether the patient has numb feet")] = False
    poor_circulation: Annotated[
        bool, Meta(description="whether the patient has poor circulation")
    ] = False
    pacemaker: Annotated[bool, Meta(description="whether the patient has a pacemaker")] = False


class Visit(Struct, frozen=True, forbid_unknown_fields=True):
    """The file visit.yaml."""

    patient: Annotated[Patient, Meta(description="who the leaflet is for")] = Patient()
    visit: Annotated[
        Appointment | None, Meta(description="when it was, and what was found and agreed")
    ] = None
    handouts: Annotated[
        tuple[Identifier, ...],
        Meta(
            description="topics and packs to print, by id, where the command names none",
            examples=[["sciatica"]],
        ),
    ] = ()
    exercises: Annotated[
        tuple[ExerciseChange, ...],
        Meta(description="changes to exercises of the handout, and exercises to add"),
    ] = ()
    exercise_order: Annotated[
        tuple[Identifier, ...],
        Meta(
            description="exercises that come first, in this order, wherever they stand",
            examples=[["bridge", "bird-dog"]],
        ),
    ] = ()
    side: Annotated[Side | None, Meta(description="the side the trouble is on")] = None
    conditions: Annotated[
        Conditions, Meta(description="facts that advice depends on, such as diabetes: yes")
    ] = Conditions()
    place: Place | None = None
