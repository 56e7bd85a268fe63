"""What the names of expressions stand for: values of clinic and handout, values of a visit."""

from collections.abc import Iterator
from datetime import date, time

from handout.errors import HandoutError, Problem
from handout.expression import Value
from handout.language import clock, long_date
from handout.merge.unprintable import unprintable
from handout.model.clinic import Clinic, Clinician, Emergency, Site
from handout.model.handout import Handout
from handout.model.strings import Strings
from handout.model.visit import Appointment, Conditions, Patient, Visit


def fixed_values(clinic: Clinic, handout: Handout, emergency: Emergency) -> dict[str, Value]:
    """The values that no visit changes, but for the handout's title, which is not read yet.

    The booking phone of a clinic with one site is the site's, where it has no other.
    """
    only_phone = clinic.sites[0].phone if len(clinic.sites) == 1 else ""
    return {
        "clinic.name": clinic.name,
        "clinic.strapline": clinic.strapline,
        "clinic.call_back": clinic.call_back,
        "clinic.booking_phone": unbroken(clinic.booking.phone or only_phone),
        "clinic.booking_url": clinic.booking.url,
        "clinic.emergency_number": emergency.number,
        "clinic.emergency_department": emergency.department,
        "clinic.urgent_line": emergency.urgent,
        "handout.id": handout.id,
        "handout.title": "",
        "handout.version": handout.version,
        "handout.published": handout.published,
        "handout.review_by": handout.review_by,
    }


def visit_values(
    visit: Visit | None, clinic: Clinic, strings: Strings, language: str, today: date
) -> dict[str, Value]:
    """The values one visit gives; for no visit, only today and a clinic's only site.

    Raises: HandoutError when the visit names a clinician or site the clinic does not have.
    """
    check_visit(visit, clinic, today)
    patient = visit.patient if visit else Patient()
    conditions = visit.conditions if visit else Conditions()
    appointment = visit.visit if visit else None
    site = site_of(visit, clinic)
    clinician = _clinician(appointment, clinic)
    next_one = appointment.next if appointment else None
    at = time.fromisoformat(next_one.time) if next_one and next_one.time else None
    values: dict[str, Value] = {
        "site.id": site.id if site else None,
        "site.name": site.name if site else None,
        "site.phone": None,
        "site.address": ", ".join(site.address) if site else None,
        "clinician.name": clinician.name if clinician else None,
        "clinician.role": clinician.role if clinician else None,
        "clinician.registration": clinician.registration if clinician else None,
        "patient.id": patient.id,
        "patient.name": full_name(patient),
        "patient.title": patient.title,
        "patient.given": patient.given,
        "patient.family": patient.family,
        "patient.preferred": patient.preferred or patient.given,
        "patient.birth_date": patient.birth_date,
        "patient.age": _age(patient, appointment.date if appointment else today),
        "patient.language": patient.language,
        "patient.needs": patient.needs or None,
        **{
            f"conditions.{name}": "yes" if getattr(conditions, name) else None
            for name in conditions.__struct_fields__
        },
        "visit.date": appointment.date if appointment else None,
        "visit.side": visit.side if visit else None,
        "visit.found": appointment.found if appointment else None,
        "visit.agreed": appointment.agreed if appointment else None,
        "visit.goals": tuple(filter(str.strip, appointment.goals)) or None if appointment else None,
        "visit.next": None,
        "visit.next_date": next_one.date if next_one else None,
        "visit.next_time": clock(at, language) if at else None,
        "today": today,
    }
    if next_one:
        day = long_date(next_one.date, language)
        shown = strings.at.format(date=day, time=clock(at, language)) if at else day
        values["visit.next"] = shown
    tidy = {name: _tidy(value) for name, value in values.items()}
    return tidy | {"site.phone": unbroken(site.phone) if site else None}


def _tidy(value: Value) -> Value:
    """Words on one line with single spaces; None where there are none."""
    return (one_line(value) or None) if isinstance(value, str) else value


def unbroken(words: str) -> str:
    """The words with spaces at which no line ends, as in a phone number."""
    return words.replace(" ", "\u00a0")


def one_line(words: str) -> str:
    """The words with every stretch of white space as one space, and none at the ends."""
    return " ".join(words.split())


def full_name(patient: Patient) -> str:
    """The name as it is written on a letter, with the preferred name where it is another."""
    name = " ".join(part for part in (patient.title, patient.given, patient.family) if part)
    if patient.preferred and patient.preferred not in (patient.given, name):
        return f"{name} ({patient.preferred})" if name else patient.preferred
    return name


OLDEST = 125
"""More years than anybody has lived: an older birth date is a slip, as is a visit so far ahead."""


def site_of(visit: Visit | None, clinic: Clinic) -> Site | None:
    """The site of the visit; a clinic's only site where the visit names none."""
    named = visit.visit.site if visit and visit.visit else ""
    if named:
        return next(site for site in clinic.sites if site.id == named)
    return clinic.sites[0] if len(clinic.sites) == 1 else None


def _clinician(appointment: Appointment | None, clinic: Clinic) -> Clinician | None:
    named = appointment.clinician if appointment else ""
    return next((person for person in clinic.clinicians if person.id == named), None)


def _age(patient: Patient, on: date) -> int | None:
    born = patient.birth_date
    if born is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def check_visit(visit: Visit | None, clinic: Clinic, today: date) -> None:
    """Raise HandoutError when the visit cannot be this clinic's, or cannot be printed as it is."""
    if visit is None:
        return
    found = (*_unknown(visit, clinic), *_out_of_time(visit, today), *_twice(visit))
    problems = [Problem(message, visit.place, hint) for message, hint in found]
    problems += unprintable(visit)
    if problems:
        raise HandoutError(problems)


Complaint = tuple[str, str]
"""A message and a hint."""


def _unknown(visit: Visit, clinic: Clinic) -> Iterator[Complaint]:
    appointment = visit.visit
    for what, named, known in (
        ("clinician", appointment.clinician if appointment else "", clinic.clinicians),
        ("site", appointment.site if appointment else "", clinic.sites),
    ):
        if named and named not in (one.id for one in known):
            listed = ", ".join(one.id for one in known) or "none"
            yield f"the visit names an unknown {what}", f"clinic.yaml has {listed}"


def _out_of_time(visit: Visit, today: date) -> Iterator[Complaint]:
    born, appointment = visit.patient.birth_date, visit.visit
    day = appointment.date if appointment else today
    if born and born > day:
        yield f"the birth date is after the {'visit' if appointment else 'day it is'}", ""
    elif born and day.year - born.year > OLDEST:
        yield f"the birth date is more than {OLDEST} years ago", "check the year"
    if appointment and day.year - today.year > OLDEST:
        yield f"the visit is more than {OLDEST} years ahead", "check the year"
    if appointment and appointment.next and appointment.next.date < day:
        yield "the next appointment is before the visit", "check the dates"


def _twice(visit: Visit) -> Iterator[Complaint]:
    for does, ids, hint in (
        ("changes", [change.id for change in visit.exercises], "make it one change"),
        ("orders", list(visit.exercise_order), "take one out of exercise_order"),
    ):
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            yield f"the visit {does} the exercise {name!r} twice", hint
