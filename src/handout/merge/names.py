"""The names that expressions may use, and what each holds.

One table says it all: a name that is not here does not exist, so there is nothing to escape to.
"""

from typing import Literal, get_args

from handout.model.visit import Conditions, Need, Side

ValueKind = Literal["text", "number", "date", "list"]

NAMES: dict[str, ValueKind] = {
    "clinic.name": "text",
    "clinic.strapline": "text",
    "clinic.call_back": "text",
    "clinic.booking_phone": "text",
    "clinic.booking_url": "text",
    "clinic.emergency_number": "text",
    "clinic.emergency_department": "text",
    "clinic.urgent_line": "text",
    "site.id": "text",
    "site.name": "text",
    "site.phone": "text",
    "site.address": "text",
    "clinician.name": "text",
    "clinician.role": "text",
    "clinician.registration": "text",
    "patient.id": "text",
    "patient.name": "text",
    "patient.title": "text",
    "patient.given": "text",
    "patient.family": "text",
    "patient.preferred": "text",
    "patient.birth_date": "date",
    "patient.age": "number",
    "patient.language": "text",
    "patient.needs": "list",
    **dict.fromkeys((f"conditions.{name}" for name in Conditions.__struct_fields__), "text"),
    "visit.date": "date",
    "visit.side": "text",
    "visit.found": "text",
    "visit.agreed": "text",
    "visit.goals": "list",
    "visit.next": "text",
    "visit.next_date": "date",
    "visit.next_time": "text",
    "handout.id": "text",
    "handout.title": "text",
    "handout.version": "text",
    "handout.published": "date",
    "handout.review_by": "date",
    "today": "date",
}

CHOICES: dict[str, tuple[str, ...]] = {
    "visit.side": get_args(Side),
    "patient.needs": get_args(Need),
    **dict.fromkeys((f"conditions.{name}" for name in Conditions.__struct_fields__), ("yes",)),
}
"""All that some names can hold: a comparison with anything else would never be true."""

FIXED = ("clinic.", "handout.")
"""Names that no visit changes."""

_BLANKS_MM = {"number": 14.0, "date": 42.0, "list": 60.0, "text": 45.0}
_WIDE = ("patient.name", "clinician.name", "visit.next", "site.address")


def is_fixed(name: str) -> bool:
    """Whether every visit has the same value for the name."""
    return name.startswith(FIXED)


def blank_width(name: str) -> float:
    """The width in points of the blank that is printed when the name has no value."""
    return (60.0 if name in _WIDE else _BLANKS_MM[NAMES[name]]) * 72 / 25.4


def kind_of(value: str | int) -> ValueKind:
    """The kind of a constant."""
    return "text" if isinstance(value, str) else "number"
