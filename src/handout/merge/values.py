"""What the names of expressions stand for: fixed values of clinic and handout, values of a visit."""

import unicodedata
from datetime import date, time

from handout.document import Value
from handout.errors import HandoutError, Problem
from handout.language import clock, long_date
from handout.model.clinic import Clinic, Clinician, Emergency, Site
from handout.model.handout import Handout
from handout.model.strings import Strings
from handout.model.visit import Appointment, Patient, Visit


def fixed_values(
    clinic: Clinic, handout: Handout, title: str, emergency: Emergency
) -> dict[str, Value]:
    """The values that no visit changes."""
    return {
        "clinic.name": clinic.name,
        "clinic.strapline": clinic.strapline,
        "clinic.call_back": clinic.call_back,
        "clinic.booking_phone": clinic.booking.phone,
        "clinic.booking_url": clinic.booking.url,
        "clinic.emergency_number": emergency.number,
        "clinic.emergency_department": emergency.department,
        "clinic.urgent_line": emergency.urgent,
        "handout.id": handout.id,
        "handout.title": title,
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
    check_visit(visit, clinic)
    patient = visit.patient if visit else Patient()
    appointment = visit.visit if visit else None
    site = site_of(visit, clinic)
    clinician = _clinician(appointment, clinic)
    next_one = appointment.next if appointment else None
    at = time.fromisoformat(next_one.time) if next_one and next_one.time else None
    values: dict[str, Value] = {
        "site.id": site.id if site else None,
        "site.name": site.name if site else None,
        "site.phone": site.phone if site else None,
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
        "visit.date": appointment.date if appointment else None,
        "visit.side": visit.side if visit else None,
        "visit.next": None,
        "visit.next_date": next_one.date if next_one else None,
        "visit.next_time": clock(at, language) if at else None,
        "today": today,
    }
    if next_one:
        day = long_date(next_one.date, language)
        shown = strings.at.format(date=day, time=clock(at, language)) if at else day
        values["visit.next"] = shown
    return {name: value if value != "" else None for name, value in values.items()}


def full_name(patient: Patient) -> str:
    """The name as it is written on a letter, with the preferred name where it is another."""
    name = " ".join(part for part in (patient.title, patient.given, patient.family) if part)
    if patient.preferred and patient.preferred not in (patient.given, name):
        return f"{name} ({patient.preferred})" if name else patient.preferred
    return name


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


def check_visit(visit: Visit | None, clinic: Clinic) -> None:
    """Raise HandoutError when the visit cannot be this clinic's, or holds what cannot be printed."""
    if visit is None:
        return
    problems = list(_unprintable(visit))
    appointment = visit.visit
    if appointment:
        for what, named, known in (
            ("clinician", appointment.clinician, [person.id for person in clinic.clinicians]),
            ("site", appointment.site, [site.id for site in clinic.sites]),
        ):
            if named and named not in known:
                hint = f"clinic.yaml has {', '.join(known) or 'none'}"
                problems.append(Problem(f"the visit names an unknown {what}", visit.place, hint))
        born = visit.patient.birth_date
        if born and born > appointment.date:
            problems.append(Problem("the birth date is after the visit", visit.place))
    if problems:
        raise HandoutError(problems)


def _unprintable(visit: Visit) -> "list[Problem]":
    """Problems for characters that would not print as typed; the words themselves stay unsaid."""
    patient, appointment = visit.patient, visit.visit
    lines = {
        "patient.id": patient.id, "patient.title": patient.title, "patient.given": patient.given,
        "patient.family": patient.family, "patient.preferred": patient.preferred,
    }  # fmt: skip
    if appointment:
        lines |= {"visit.found": appointment.found, "visit.agreed": appointment.agreed,
                  "visit.notes": appointment.notes, "visit.goals": "\n".join(appointment.goals)}  # fmt: skip
    lines["exercises.note"] = "\n".join(change.note for change in visit.exercises)
    problems = []
    for field, words in lines.items():
        bad = next((letter for letter in words if _is_unprintable(letter)), None)
        if bad is not None:
            name = unicodedata.name(bad, "a control character").lower()
            problems.append(
                Problem(
                    f"{field} holds {name} (U+{ord(bad):04X}), which cannot be printed",
                    visit.place,
                    "take it out",
                )  # fmt: skip
            )
    return problems


def _is_unprintable(letter: str) -> bool:
    code = ord(letter)
    if code in (0x0A, 0x200C, 0x200D):
        return False
    return unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Co", "Cf") or code in (
        0x2028,
        0x2029,
    )
