"""The clinic: its name, look, sites and people. Everything a leaflet says that is not medicine."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from handout.errors import Place
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


class Check(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a clinic wants otherwise of a rule that `handout check` has, and why."""

    reason: Annotated[str, Meta(min_length=1, max_length=300, description="why, for the record")]
    threshold: (
        Annotated[float, Meta(ge=0, description="the limit instead of the rule's")] | None
    ) = None
    off: Annotated[bool, Meta(description="do not ask for it at all")] = False


class Checks(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Rules by their id; `handout rules` lists them."""

    cdc_8: Check | None = field(default=None, name="CDC-8")
    cdc_9: Check | None = field(default=None, name="CDC-9")
    read_01: Check | None = field(default=None, name="READ-01")
    read_02: Check | None = field(default=None, name="READ-02")
    read_05: Check | None = field(default=None, name="READ-05")
    read_05_average: Check | None = field(default=None, name="READ-05-AVERAGE")
    read_06: Check | None = field(default=None, name="READ-06")
    read_07: Check | None = field(default=None, name="READ-07")
    read_08: Check | None = field(default=None, name="READ-08")
    read_09: Check | None = field(default=None, name="READ-09")
    read_09_abbreviation: Check | None = field(default=None, name="READ-09-ABBREVIATION")
    read_09_shorthand: Check | None = field(default=None, name="READ-09-SHORTHAND")
    read_10: Check | None = field(default=None, name="READ-10")
    read_11: Check | None = field(default=None, name="READ-11")
    read_12: Check | None = field(default=None, name="READ-12")
    read_12_denominator: Check | None = field(default=None, name="READ-12-DENOMINATOR")
    read_13: Check | None = field(default=None, name="READ-13")
    read_14: Check | None = field(default=None, name="READ-14")
    safe_01: Check | None = field(default=None, name="SAFE-01")


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
