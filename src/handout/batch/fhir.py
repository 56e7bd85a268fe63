"""Tables from FHIR R4: each patient of a Bundle, or of lines of resources, is a row.

In: bytes. Out: a `Table` under the names of our fields. Promised: what belongs to somebody is found
by exact reference only; what cannot be said for certain, such as a birth date without a day or a
time of day in another zone, is left out and told.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct, field

from handout.batch.fhir_codes import facts_of, is_current, topics_for
from handout.batch.fhir_people import cells_of
from handout.batch.fhir_resources import (
    Appointment,
    Condition,
    Encounter,
    Found,
    Patient,
    Resources,
    Unreadable,
    resources,
)
from handout.batch.rows import Row, Table
from handout.errors import ExitCode, Place, Problem, fail
from handout.library import Library, digest
from handout.search.index import Entry, entries

_HEADINGS = {
    "id": "Patient.identifier", "title": "Patient.name", "given": "Patient.name",
    "family": "Patient.name", "preferred": "Patient.name", "birth_date": "Patient.birthDate",
    "language": "Patient.communication", "address": "Patient.address",
    "postcode": "Patient.address", "date": "Encounter.period", "next_date": "Appointment.start",
    "next_time": "Appointment.start", "handouts": "Condition.code", "diabetes": "Condition.code",
    "pregnant": "Condition.code",
}  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Told(Struct):
    """One patient with what refers to them. problem: why there can be no leaflet."""

    number: int
    patient: Patient | Unreadable
    problem: str = ""
    conditions: list[Condition] = field(default_factory=list)
    been: list[str] = field(default_factory=list)
    coming: list[str] = field(default_factory=list)


class _Clock(Struct, frozen=True):
    """Which day it is, and where; without a zone, times in UTC are not understood."""

    today: datetime.date
    zone: ZoneInfo | None


def fhir_table(data: bytes, file: str, today: datetime.date, zone: str, library: Library) -> Table:
    """The patients in the bytes.

    file: its name in messages. zone: where the clinic is, as in `Europe/London`, or "".
    library: whose topics are found by codes.
    Raises: HandoutError when the bytes are no FHIR R4.
    """
    clock = _Clock(today, _zone(zone))
    found = resources(data, file)
    told, strays = _told(found)
    if not told:
        fail("there are no people in the file", Place(file), "expected resources of type Patient")
    topics = entries(library) if any(one.conditions for one in told) else ()
    said = ("read as FHIR R4", *_notes(told, strays, clock, found.is_page))

    def rows() -> Iterator[Row]:
        return (_row(one, file, clock, topics) for one in told)

    return Table(file, said, _HEADINGS, digest(data), rows)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"there is no time zone {name[:40]!r}"
        fail(message, hint="such as Europe/London", code=ExitCode.USAGE)


def _told(found: Resources) -> tuple[list[_Told], int]:
    """Each patient with what refers to them, and how much refers to nobody."""
    told: list[_Told] = []
    by_reference: dict[str, _Told] = {}
    for one in found.found:
        if isinstance(one.resource, Patient | Unreadable):
            number = one.number if found.unit == "line" else len(told) + 1
            told.append(_Told(number, one.resource, _refusal(one.resource)))
            _name(told[-1], one, by_reference)
    strays = 0
    for one in found.found:
        strays += _give(one.resource, by_reference)
    return told, strays


def _refusal(patient: Patient | Unreadable) -> str:
    if isinstance(patient, Unreadable):
        return f"the Patient is not FHIR R4: {patient.why}"
    if patient.deceased_boolean or patient.deceased_date_time:
        return "the patient is recorded as dead"
    if not patient.active:
        return "the patient's record is not active"
    return ""


def _name(told: _Told, found: Found, by_reference: dict[str, _Told]) -> None:
    """Note what others call the patient; of two of the same name, neither is made."""
    own = f"Patient/{found.resource.id}" if isinstance(found.resource, Patient) else ""
    for reference in {own, found.url} - {"", "Patient/"}:
        first = by_reference.setdefault(reference, told)
        if first is not told:
            twice = "two patients of the file have the same id"
            first.problem, told.problem = first.problem or twice, twice


def _give(resource: object, by_reference: dict[str, _Told]) -> int:
    """Give what a resource says to its patient; 1 where it refers to somebody who is not here."""
    match resource:
        case Condition(subject=subject):
            one = _owner(subject.reference, by_reference)
            if one:
                one.conditions += [resource] if is_current(resource) else []
        case Encounter(subject=subject, status=status, period=period):
            one = _owner(subject.reference, by_reference)
            if one:
                one.been += [period.start] if status == "finished" else []
                one.coming += [period.start] if status == "planned" else []
        case Appointment(participant=participants, status=status, start=start):
            owners = [_owner(who.actor.reference, by_reference) for who in participants]
            one = next((owner for owner in owners if owner), None)
            for owner in owners:
                if owner:
                    owner.been += [start] if status == "fulfilled" else []
                    owner.coming += [start] if status == "booked" else []
        case _:
            return 0
    return 0 if one else 1


def _owner(reference: str, by_reference: dict[str, _Told]) -> _Told | None:
    return by_reference.get(reference.partition("/_history/")[0])


def _row(told: _Told, file: str, clock: _Clock, topics: tuple[Entry, ...]) -> Row:
    patient = told.patient
    if told.problem or isinstance(patient, Unreadable):
        return Row(told.number, {}, (Problem(told.problem, Place(file, told.number)),))
    cells = cells_of(patient, clock.today)
    been = [day for day, _ in _moments(told.been, clock) if day <= clock.today]
    coming = [moment for moment in _moments(told.coming, clock) if moment[0] > clock.today]
    cells["date"] = max(been).isoformat() if been else ""
    if coming:
        day, at = min(coming)
        cells |= {"next_date": day.isoformat(), "next_time": at}
    cells["handouts"] = ";".join(topics_for(told.conditions, topics))
    cells |= dict.fromkeys(facts_of(told.conditions), "yes")
    return Row(told.number, {name: cell for name, cell in cells.items() if cell.strip()})


def _moments(texts: Iterable[str], clock: _Clock) -> Iterator[tuple[datetime.date, str]]:
    """The days of moments, each with its time or "", as the clinic's clock has them."""
    for text in texts:
        found = _moment(text, clock.zone)
        if found:
            yield found


def _moment(text: str, zone: ZoneInfo | None) -> tuple[datetime.date, str] | None:
    """A day with its time, or with "" where it has none; None where that is not certain."""
    try:
        if _DAY.fullmatch(text):
            return datetime.date.fromisoformat(text), ""
        moment = datetime.datetime.fromisoformat(text)
        if "T" not in text or moment.tzinfo is None:
            return None
        if zone:
            moment = moment.astimezone(zone)
        elif not moment.utcoffset():
            return None
    except (ValueError, OverflowError):
        return None
    return moment.date(), f"{moment:%H:%M}"


def _notes(told: list[_Told], strays: int, clock: _Clock, is_page: bool) -> Iterator[str]:
    """What was left out of the rows, and why."""
    births = sum(
        0 < len(one.patient.birth_date) < 10 for one in told if isinstance(one.patient, Patient)
    )
    if births:
        yield f"birth dates without a day, left out: {births}"
    unclear = Counter(
        _moment(text, clock.zone) is None for one in told for text in (*one.been, *one.coming)
    )
    if unclear[True]:
        more = "" if clock.zone else "; say the clinic's time zone to read those in UTC"
        yield f"visits without a certain local time, left out: {unclear[True]}{more}"
    if strays:
        yield f"resources that refer to nobody in the file, left out: {strays}"
    if is_page:
        yield "the Bundle is one page of several: the people of the others are not in it"
