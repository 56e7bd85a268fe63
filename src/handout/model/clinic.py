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

    id: Annotated[
        Identifier,
        Meta(
            description="what visits call it: lower-case letters, digits and hyphens",
            examples=["riverside"],
        ),
    ]
    name: Annotated[
        str,
        Meta(
            description="what the site is called; stands over its address", examples=["Riverside"]
        ),
    ]
    address: Annotated[
        tuple[str, ...],
        Meta(
            description="the address, a line for each item",
            examples=[["12 Mill Lane", "Exampleton", "ZZ1 2AB"]],
        ),
    ]
    phone: Annotated[Phone, Meta(description="the phone number of the site, as it is printed")]
    hours: Annotated[Hours, Meta(description="when it is open, by day of the week")] = Hours()
    directions: Annotated[
        str,
        Meta(
            description="how to get there",
            examples=["By the river, 5 minutes on foot from the station."],
        ),
    ] = ""
    parking: Annotated[
        str,
        Meta(
            description="where to park, and step-free ways in",
            examples=["Blue Badge spaces by the level front door."],
        ),
    ] = ""


class Clinician(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A person who sees patients."""

    id: Annotated[
        Identifier,
        Meta(
            description="what visits call this person: lower-case letters, digits and hyphens",
            examples=["p-nair"],
        ),
    ]
    name: Annotated[str, Meta(description="the name as it is printed", examples=["Priya Nair"])]
    role: Annotated[
        str,
        Meta(
            description="profession or job, for {{ clinician.role }} in a handout",
            examples=["Physiotherapist"],
        ),
    ]
    registration: Annotated[
        str,
        Meta(
            description="the register and number, for {{ clinician.registration }} in a handout",
            examples=["HCPC PH000000"],
        ),
    ] = ""


class Booking(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How to make or change an appointment."""

    phone: Annotated[Phone, Meta(description="the phone number to book by, as it is printed")] = ""
    url: Annotated[
        Url,
        Meta(description="the address to book at, with https:// or http://; a QR code opens it"),
    ] = ""


class Emergency(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What to call and where to go; the territory of the clinic's language gives the default."""

    number: Annotated[str, Meta(description="the emergency number", examples=["999"])]
    department: Annotated[str, Meta(description="where emergencies go", examples=["A&E"])]
    urgent: Annotated[
        str, Meta(description="the line for same-day help", examples=["your GP or NHS 111"])
    ]


class Brand(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The clinic's colour. Text in it keeps 4.5:1 contrast on white, or it is darkened."""

    accent: Annotated[
        Colour,
        Meta(description="the colour as #rrggbb, darkened where it is too pale to read on white"),
    ] = "#0b5e6f"


class Burden(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How much a patient can be asked to do; more of it is warned of, and still printed."""

    exercises: Annotated[int, Meta(ge=1, le=50, description="exercises in one leaflet")] = 8
    minutes: Annotated[int, Meta(ge=1, le=480, description="minutes a day for all of them")] = 30


class Clinic(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The file clinic.yaml."""

    name: Annotated[
        str,
        Meta(
            description="the name of the clinic, as it is printed",
            examples=["Riverside Back and Foot Clinic"],
        ),
    ]
    sites: Annotated[
        tuple[Site, ...],
        Meta(
            min_length=1,
            description="places where the clinic sees people; a leaflet shows the visit's, or "
            "all of them",
        ),
    ]
    strapline: Annotated[
        str,
        Meta(description="a line under the name of the clinic", examples=["From the ground up"]),
    ] = ""
    logo: Annotated[
        str,
        Meta(
            description="a PNG, JPEG or SVG file, or a drawing in YAML, beside clinic.yaml",
            examples=["logo.svg"],
        ),
    ] = ""
    logo_height: Annotated[
        Length, Meta(description="how high the logo is, with its unit", examples=["15mm"])
    ] = 42.5
    colours: Annotated[Brand, Meta(description="the clinic's own colour")] = Brand()
    language: Annotated[
        Language, Meta(description="the language of leaflets when none is asked for, as in BCP 47")
    ] = "en-GB"
    paper: Annotated[
        PaperSize, Meta(description="the paper of all looks that do not name their own")
    ] = "A4"
    template: Annotated[
        Identifier, Meta(description="the look used when none is asked for", examples=["leaflet"])
    ] = "leaflet"
    booking: Annotated[Booking, Meta(description="how to make or change an appointment")] = (
        Booking()
    )
    call_back: Annotated[
        str, Meta(description="when a caller hears back", examples=["We call back the same day."])
    ] = ""
    clinicians: Annotated[
        tuple[Clinician, ...], Meta(description="people who see patients; a visit names one by id")
    ] = ()
    emergency: Annotated[
        Emergency | None,
        Meta(description="what to call and where to go; what is usual in the country if not said"),
    ] = None
    burden: Annotated[
        Burden, Meta(description="how much a patient can be asked to do before there is a warning")
    ] = Burden()
    checks: Annotated[
        Checks, Meta(description="rules of `handout check` that are otherwise here, by their id")
    ] = Checks()
    letterhead: Annotated[
        bool, Meta(description="the paper is pre-printed: leave out logo and clinic name")
    ] = False
    letterhead_space: Annotated[
        Length,
        Meta(description="what pre-printed paper takes at the top of page 1", examples=["35mm"]),
    ] = 99.2
    print_sources: Annotated[bool, Meta(description="list the sources on the leaflet")] = True
    other_formats: Annotated[
        str,
        Meta(
            description="how to ask for large print, another language or an easy read",
            examples=["Ask us for large print, or call 01632 960 100."],
        ),
    ] = ""
    feedback: Annotated[
        str,
        Meta(
            description="how to tell you what you think of it",
            examples=["Tell us what you think at the desk, or call 01632 960 100."],
        ),
    ] = ""
    place: Place | None = None


class TerritoryEmergency(Emergency, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to call in one territory."""

    territory: Annotated[str, Meta(description="ISO 3166-1 alpha-2", pattern=r"^[A-Z]{2}$")]


class Territories(Struct, frozen=True, forbid_unknown_fields=True):
    """The file templates/emergency.yaml."""

    territories: tuple[TerritoryEmergency, ...]
    otherwise: Emergency
    place: Place | None = None
