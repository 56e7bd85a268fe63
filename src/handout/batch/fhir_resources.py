"""FHIR R4 as files have it: a Bundle or lines of resources, of which only these fields are read.

In: bytes. Out: the resources that say something of a patient, in the order of the file.
"""

import json
from collections.abc import Iterator
from typing import Literal, NoReturn

import msgspec
from msgspec import Raw, Struct

from handout.errors import Place, fail

_BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_EXPECTED = "a FHIR R4 Bundle, or one resource on each line"


class Coding(Struct, frozen=True):
    """A code and the system it belongs to."""

    system: str = ""
    code: str = ""


class Concept(Struct, frozen=True):
    """The same thing in several systems, or only in words."""

    coding: tuple[Coding, ...] = ()
    text: str = ""


class Period(Struct, frozen=True):
    """From when until when; either may be open."""

    start: str = ""
    end: str = ""


class Identifier(Struct, frozen=True):
    """A number that somebody gave the patient."""

    use: str = ""
    type: Concept = Concept()
    value: str = ""
    period: Period = Period()


class HumanName(Struct, frozen=True):
    """A name and what it is used for."""

    use: str = ""
    family: str = ""
    given: tuple[str | None, ...] = ()
    prefix: tuple[str | None, ...] = ()
    period: Period = Period()


class Address(Struct, frozen=True, rename="camel"):
    """Where somebody lives, or gets letters."""

    use: str = ""
    type: str = ""
    line: tuple[str | None, ...] = ()
    city: str = ""
    district: str = ""
    state: str = ""
    postal_code: str = ""
    period: Period = Period()


class Communication(Struct, frozen=True):
    """A language of the patient."""

    language: Concept
    preferred: bool = False


class Reference(Struct, frozen=True):
    """Whom a resource is about."""

    reference: str = ""


class Participant(Struct, frozen=True):
    """Who comes to an appointment."""

    actor: Reference = Reference()


class Patient(Struct, frozen=True, rename="camel"):
    """Who it is."""

    id: str = ""
    active: bool = True
    identifier: tuple[Identifier, ...] = ()
    name: tuple[HumanName, ...] = ()
    birth_date: str = ""
    deceased_boolean: bool = False
    deceased_date_time: str = ""
    communication: tuple[Communication, ...] = ()
    address: tuple[Address, ...] = ()


class Condition(Struct, frozen=True, rename="camel"):
    """What somebody has, or had."""

    subject: Reference = Reference()
    clinical_status: Concept = Concept()
    verification_status: Concept = Concept()
    code: Concept = Concept()


class Encounter(Struct, frozen=True):
    """A visit."""

    subject: Reference = Reference()
    status: str = ""
    period: Period = Period()


class Appointment(Struct, frozen=True):
    """A visit that is planned."""

    participant: tuple[Participant, ...] = ()
    status: str = ""
    start: str = ""


Resource = Patient | Condition | Encounter | Appointment
_KINDS: dict[str, type[Resource]] = {
    one.__name__: one for one in (Patient, Condition, Encounter, Appointment)
}


class Unreadable(Struct, frozen=True):
    """A patient who is not written as FHIR R4 has it. why: without a word of the file."""

    why: str


class Found(Struct, frozen=True):
    """A resource. number: of the entry or the line; url: what others may call it."""

    number: int
    url: str
    resource: Resource | Unreadable


class _Head(Struct, frozen=True, rename="camel"):
    resource_type: str = ""


class _Link(Struct, frozen=True):
    relation: str = ""


class _Entry(Struct, frozen=True, rename="camel"):
    full_url: str = ""
    resource: Raw = Raw(b"{}")


class _Bundle(Struct, frozen=True):
    entry: tuple[_Entry, ...] = ()
    link: tuple[_Link, ...] = ()


class Resources(Struct, frozen=True):
    """What a file holds. unit: what its numbers count. is_page: of several, the rest elsewhere."""

    unit: Literal["entry", "line"]
    found: tuple[Found, ...]
    is_page: bool = False


def resources(data: bytes, file: str) -> Resources:
    """The resources in the bytes; of kinds that are not read here, none.

    Raises: HandoutError with the line where the file is no JSON, or no FHIR R4.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        head = msgspec.json.decode(data, type=_Head)
    except _BROKEN:
        if _is_whole(data.lstrip().split(b"\n", 1)[0]):
            return Resources("line", tuple(_lines(data, file)))
        _broken(data, file)
    if head.resource_type != "Bundle":
        if head.resource_type not in _KINDS:
            fail("the file is no FHIR Bundle", Place(file), f"expected {_EXPECTED}")
        return Resources("entry", tuple(_found(1, "", data, file)))
    try:
        bundle = msgspec.json.decode(data, type=_Bundle)
    except msgspec.ValidationError as error:
        fail(f"the Bundle is not FHIR R4: {error}", Place(file), f"expected {_EXPECTED}")
    found = (
        one
        for number, entry in enumerate(bundle.entry, 1)
        for one in _found(number, entry.full_url, bytes(entry.resource), file)
    )
    is_page = any(link.relation == "next" for link in bundle.link)
    return Resources("entry", tuple(found), is_page)


def _lines(data: bytes, file: str) -> Iterator[Found]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            if not _is_whole(line):
                fail("the line is no JSON object", Place(file, number), f"expected {_EXPECTED}")
            yield from _found(number, "", line, file)


def _is_whole(text: bytes) -> bool:
    try:
        msgspec.json.decode(text, type=_Head)
    except _BROKEN:
        return False
    return True


def _found(number: int, url: str, text: bytes, file: str) -> Iterator[Found]:
    """The resource in the text, if it is of a kind that is read here."""
    try:
        kind = _KINDS.get(msgspec.json.decode(text, type=_Head).resource_type)
    except _BROKEN:
        fail(f"entry {number} is no resource", Place(file), f"expected {_EXPECTED}")
    if kind is None:
        return
    try:
        yield Found(number, url, msgspec.json.decode(text, type=kind))
    except _BROKEN as error:
        why = str(error) if isinstance(error, msgspec.ValidationError) else "not UTF-8, or too deep"
        if kind is not Patient:
            message = f"the {kind.__name__} at entry {number} is not FHIR R4: {why}"
            fail(message, Place(file), "export it again")
        yield Found(number, url, Unreadable(why))


def _broken(data: bytes, file: str) -> NoReturn:
    hint = f"expected {_EXPECTED}"
    try:
        json.loads(data)
    except json.JSONDecodeError as error:
        fail("the file is no JSON: it breaks off or has a slip", Place(file, error.lineno), hint)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        fail("the file is not UTF-8 text", Place(file, line), "save it as UTF-8")
    except RecursionError:
        fail("the file is nested too deep", Place(file), hint)
    fail("the file is no FHIR Bundle", Place(file), hint)
