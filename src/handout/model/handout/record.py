"""Who answers for a handout, what has changed in it, and where its facts come from."""

import datetime
from typing import Annotated

from msgspec import Meta, Struct, field

from handout.model.scalars import Url


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the change log."""

    version: Annotated[
        str, Meta(description="the version that the change made", examples=["1.1.0"])
    ]
    date: Annotated[
        datetime.date,
        Meta(description="the day of the change, as year-month-day", examples=["2026-11-21"]),
    ]
    note: Annotated[
        str, Meta(description="what changed, in a sentence", examples=["First version."])
    ]


class Reviewer(Struct, frozen=True, forbid_unknown_fields=True):
    """Who read and approved the words."""

    name: Annotated[str, Meta(description="the name of the reviewer", examples=["Sam Example"])]
    role: Annotated[
        str, Meta(description="the profession or job of the reviewer", examples=["Physiotherapist"])
    ]
    date: Annotated[
        datetime.date,
        Meta(description="the day of the approval, as year-month-day", examples=["2026-11-21"]),
    ]
    hash: Annotated[
        str,
        Meta(
            description="of the words as they were then; `handout approve` writes it",
            pattern=r"^([0-9a-f]{32})?$",
            extra={"form": "32 hexadecimal digits"},
        ),
    ] = ""


class Attested(Struct, frozen=True, forbid_unknown_fields=True):
    """Who looked at something that only a person can judge, and when."""

    by: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=100,
            description="the name of who looked",
            examples=["Sam Example"],
        ),
    ]
    role: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=100,
            description="the profession or job of who looked",
            examples=["Patient reader"],
        ),
    ]
    date: Annotated[
        datetime.date,
        Meta(description="the day it was looked at, as year-month-day", examples=["2026-11-21"]),
    ]


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

    icd10: Annotated[
        tuple[str, ...], Meta(description="codes of the ICD-10", examples=[["M72.2"]])
    ] = ()
    icd10cm: Annotated[
        tuple[str, ...],
        Meta(description="codes of the ICD-10-CM, which is used in the USA", examples=[["M72.2"]]),
    ] = ()
    snomed: Annotated[
        tuple[str, ...],
        Meta(description="concept ids of SNOMED CT, in quotes", examples=[["202882003"]]),
    ] = ()


class Reference(Struct, frozen=True, forbid_unknown_fields=True):
    """A source the facts come from."""

    title: Annotated[
        str, Meta(description="what the source is called", examples=["Plantar fasciitis"])
    ]
    organisation: Annotated[
        str, Meta(description="who published it", examples=["Cambridge University Hospitals"])
    ]
    year: Annotated[int | None, Meta(description="the year it was published", examples=[2025])] = (
        None
    )
    url: Annotated[
        Url,
        Meta(
            description="where it can be read, with https:// or http://; its printed title opens "
            "it",
            examples=["https://example.org/heel-pain"],
        ),
    ] = ""
