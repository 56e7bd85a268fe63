"""The clinic: its name, look, sites and people. Everything a leaflet says that is not medicine."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from handout.errors import Place
from handout.model.checks import Checks
from handout.model.scalars import Colour, Identifier, Language, Length, OpeningHours, Phone, Url

PaperSize = Literal["A4", "letter"]


class Hours(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Opening hours by day of the week; a day left out is not printed."""

    monday: OpeningHours = ""
    tuesday: OpeningHours = ""
    wednesday: OpeningHours = ""
    thursday: OpeningHours = ""
    friday: OpeningHours = ""
    saturday: OpeningHours = ""
    sunday: OpeningHours = ""

    def week(self) -> tuple[str, ...]:
        """The seven days from Monday, empty where nothing is said."""
        return tuple(getattr(self, day) for day in self.__struct_fields__)


class Site(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One place where the clinic sees people."""

    id: Identifier
    name: str
    address: tuple[str, ...]
    phone: Phone
    hours: Hours = Hours()
    directions: Annotated[str, Meta(description="how to get there")] = ""
    parking: Annotated[str, Meta(description="where to park, and step-free ways in")] = ""


class Clinician(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A person who sees patients."""

    id: Identifier
    name: str
    role: str
    registration: Annotated[str, Meta(description="the register and number")] = ""


class Booking(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How to make or change an appointment."""

    phone: Phone = ""
    url: Url = ""


class Emergency(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What to call and where to go; the territory of the clinic's language gives the default."""

    number: Annotated[str, Meta(description="the emergency number", examples=["999"])]
    department: Annotated[str, Meta(description="where emergencies go", examples=["A&E"])]
    urgent: Annotated[
        str, Meta(description="the line for same-day help", examples=["your GP or NHS 111"])
    ]


class Brand(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The clinic's colour. Text in it keeps 4.5:1 contrast on white, or it is darkened."""

    accent: Colour = "#0b5e6f"


class Burden(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How much a patient can be asked to do; more of it is warned of, and still printed."""

    exercises: Annotated[int, Meta(ge=1, le=50, description="exercises in one leaflet")] = 8
    minutes: Annotated[int, Meta(ge=1, le=480, description="minutes a day for all of them")] = 30


class Clinic(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The file clinic.yaml."""

    name: str
    sites: Annotated[tuple[Site, ...], Meta(min_length=1)]
    strapline: str = ""
    logo: Annotated[
        str,
        Meta(
            description="a PNG, JPEG or SVG file, or a drawing in YAML, beside clinic.yaml",
            examples=["logo.svg"],
        ),
    ] = ""
    logo_height: Length = 42.5
    colours: Brand = Brand()
    language: Language = "en-GB"
    paper: PaperSize = "A4"
    template: Annotated[Identifier, Meta(description="the look used when none is asked for")] = (
        "leaflet"
    )
    booking: Booking = Booking()
    call_back: Annotated[
        str, Meta(description="when a caller hears back", examples=["We call back the same day."])
    ] = ""
    clinicians: tuple[Clinician, ...] = ()
    emergency: Emergency | None = None
    burden: Burden = Burden()
    checks: Annotated[
        Checks, Meta(description="rules of `handout check` that are otherwise here, by their id")
    ] = Checks()
    letterhead: Annotated[
        bool, Meta(description="the paper is pre-printed: leave out logo and clinic name")
    ] = False
    letterhead_space: Annotated[
        Length, Meta(description="what pre-printed paper takes at the top of page 1")
    ] = 99.2
    print_sources: Annotated[bool, Meta(description="list the sources on the leaflet")] = True
    other_formats: Annotated[
        str, Meta(description="how to ask for large print, another language or an easy read")
    ] = ""
    feedback: Annotated[str, Meta(description="how to tell you what you think of it")] = ""
    place: Place | None = None


class TerritoryEmergency(Emergency, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to call in one territory."""

    territory: Annotated[str, Meta(description="ISO 3166-1 alpha-2", pattern=r"^[A-Z]{2}$")]


class Territories(Struct, frozen=True, forbid_unknown_fields=True):
    """The file templates/emergency.yaml."""

    territories: tuple[TerritoryEmergency, ...]
    otherwise: Emergency
    place: Place | None = None
