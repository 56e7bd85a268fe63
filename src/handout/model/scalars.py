"""Scalars of the file formats: what is written outside, and what it becomes inside.

`extra={"reads": ...}` tells the reader which converter to use, and `extra={"form": ...}` what
a pattern asks for in words; `extra_json_schema` tells editors what may be written.
"""

from typing import Annotated

from msgspec import Meta, Struct

from handout.errors import Place


class Text(Struct, frozen=True):
    """Words for the reader as the author wrote them: inline Markdown with `{{ placeholders }}`.

    Paragraphs and lists are allowed where a field says so. The place is its first character's.
    """

    value: str
    place: Place


Title = Annotated[
    Text,
    Meta(
        extra={"form": "words"},
        extra_json_schema={"type": "string", "pattern": r"\S"},
    ),
]
"""Words that must be there: white space alone is none."""


class Condition(Struct, frozen=True):
    """When something is printed: an expression such as `patient.age >= 65`, without braces."""

    value: str
    place: Place


Length = Annotated[
    float,
    Meta(
        description="a length with its unit: 18mm, 1.5cm, 12pt or 1in",
        examples=["18mm"],
        extra={"reads": "length"},
        extra_json_schema={
            "type": "string",
            "pattern": r"^[0-9]{1,5}(\.[0-9]{1,6})?(mm|cm|pt|in)$",
        },
    ),
]
"""Points inside; `18mm` outside."""

Colour = Annotated[
    str,
    Meta(
        description="a colour as #rrggbb",
        extra={"form": "a colour as #rrggbb"},
        examples=["#0b5e6f"],
        pattern=r"^#[0-9a-fA-F]{6}$",
    ),
]

Identifier = Annotated[
    str,
    Meta(
        description="lower-case letters, digits and hyphens",
        extra={"form": "lower-case letters, digits and hyphens"},
        examples=["sciatica"],
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=64,
    ),
]

Language = Annotated[
    str,
    Meta(
        description="a language as in BCP 47",
        extra={"form": "a language code"},
        examples=["en-GB", "es"],
        pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$",
    ),
]

Url = Annotated[
    str,
    Meta(
        description="a web address, starting with https:// or http://",
        extra={"form": "a web address with https:// or http://"},
        examples=["https://example.org/book"],
        pattern=r"^https?://[^\s<>\"{}|\\^`]+$",
        max_length=500,
    ),
]

Phone = Annotated[
    str,
    Meta(
        description="a phone number as it is printed",
        extra={"form": "a phone number"},
        examples=["01632 960 100"],
        pattern=r"^\+?[(0-9][0-9 ()./-]*[0-9]$|^[0-9]$",
        max_length=40,
    ),
]

_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_SPAN = f"{_TIME}-{_TIME}"

OpeningHours = Annotated[
    str,
    Meta(
        description="opening hours of one day, or closed",
        extra={"form": "opening hours"},
        examples=["08:00-18:00", "08:00-12:00, 13:00-17:00", "closed"],
        pattern=rf"^(closed|{_SPAN}(, ?{_SPAN})*)$",
    ),
]
