"""Our own side: the workspace written from `content`, visits, and leaflets in one process."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bench import content
from bench.content import Bullets, Callout, Part, Patient, Section, Steps, Table, Text
from handout import build
from handout.build import Leaflet, Order, Ready, prepared
from handout.library import Library, builtin
from handout.model import visit as model
from handout.model.visit import Appointment, NextAppointment, Visit

WORKSPACE = Path(__file__).parent / "workspace"
TODAY = date(2026, 11, 23)

_HEADER = "# Written by `python -m bench.ours` from bench/content.py: change the words there.\n"


def block(part: Part) -> dict[str, Any]:
    """A part as the block of a handout file."""
    match part:
        case Text(words):
            return {"text": words}
        case Bullets(items):
            return {"bullets": list(items)}
        case Steps(items):
            return {"steps": list(items)}
        case Table():
            return {
                "table": part.caption,
                "columns": list(part.columns),
                "widths": list(part.widths),
                "rows": [list(row) for row in part.rows],
            }
        case Callout(title, words):
            return {"callout": "caution", "title": title, "blocks": [{"text": words}]}


def handout(sections: tuple[Section, ...] = content.SECTIONS) -> dict[str, Any]:
    """The handout file."""
    title, organisation, year = content.SOURCE
    return {
        "id": content.TOPIC,
        "kind": "self-care",
        "language": "en-GB",
        "title": content.HEAD,
        "summary": content.SUMMARY,
        "main_message": content.MESSAGE,
        "version": content.VERSION,
        "published": content.PUBLISHED,
        "review_by": content.REVIEW_BY,
        "owner": "The benchmark",
        "status": "approved",
        "sources": [{"title": title, "organisation": organisation, "year": year}],
        "sections": [
            {"heading": section.heading, "blocks": [block(part) for part in section.parts]}
            for section in sections
        ],
    }


def clinic() -> dict[str, Any]:
    """The clinic file."""
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    hours = [content.HOURS[0][1]] * 4 + [entry[1] for entry in content.HOURS[1:]]
    return {
        "name": content.CLINIC,
        "strapline": content.STRAPLINE,
        "logo": "logo.yaml",
        "logo_height": "15mm",
        "language": "en-GB",
        "paper": "A4",
        "template": "bench",
        "colours": {"accent": content.ACCENT},
        "sites": [
            {
                "id": "mill-lane",
                "name": content.SITE,
                "address": list(content.ADDRESS),
                "phone": content.PHONE,
                "hours": {
                    day: line.lower().replace("–", "-")
                    for day, line in zip(week, hours, strict=True)
                },
                "directions": content.DIRECTIONS,
                "parking": content.PARKING,
            }
        ],
        "booking": {"phone": content.BOOKING},
        "call_back": content.CALL_BACK,
        "clinicians": [
            {"id": person.id, "name": person.name, "role": person.role}
            for person in content.CLINICIANS
        ],
    }


def template() -> dict[str, Any]:
    """The look: the sizes that every contender uses."""
    sides = ("top", "right", "bottom", "left")
    margins = {side: f"{mm:g}mm" for side, mm in zip(sides, content.MARGINS_MM, strict=True)}
    return {
        "name": "Benchmark",
        "description": "Two sides of A4, the same sizes of type in every program.",
        "fonts": ["atkinson-hyperlegible-next", "noto-sans"],
        "page": {"size": "A4", "margins": margins},
        "type": {
            "title": _style(content.TITLE, 1.15, "accent", "8pt", "2pt"),
            "heading": _style(content.HEADING, 1.25, "accent", "10pt", "3pt"),
            "subheading": _style(content.BODY + 1, 1.3, "ink", "8pt", "3pt"),
            "lead": {"size": f"{content.LEAD:g}pt", "leading": 1.32, "after": "8pt"},
            "body": {"size": f"{content.BODY:g}pt", "leading": content.LEADING},
            "small": {"size": f"{content.SMALL:g}pt", "leading": 1.32},
        },
        "rhythm": "5pt",
        "furniture": {"note_lines": content.NOTE_LINES},
    }


def _style(size: float, leading: float, colour: str, before: str, after: str) -> dict[str, Any]:
    return {
        "size": f"{size:g}pt", "leading": leading, "weight": "bold", "colour": colour,
        "before": before, "after": after,
    }  # fmt: skip


_CIRCLE = (
    "M0 20 C0 8.95 8.95 0 20 0 C31.05 0 40 8.95 40 20 "
    "C40 31.05 31.05 40 20 40 C8.95 40 0 31.05 0 20 Z"
)
LOGO = {
    "size": [40, 40],
    "shapes": [
        {"path": _CIRCLE, "fill": "accent"},
        {"path": "M17 2 L24 2 L20 14 L26 24 L21 38 L14 37 L18 25 L12 14 Z", "fill": "paper"},
    ],
}


def _dumped(data: dict[str, Any]) -> str:
    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    return _HEADER + yaml.dump(data, Dumper=Plain, sort_keys=False, allow_unicode=True, width=100)


def files(sections: tuple[Section, ...] = content.SECTIONS) -> dict[str, str]:
    """Every file of the workspace by its path."""
    return {
        "clinic.yaml": _dumped(clinic()),
        f"handouts/{content.TOPIC}.yaml": _dumped(handout(sections)),
        "handouts/figures/logo.yaml": _dumped(LOGO),
        "templates/bench.yaml": _dumped(template()),
    }


def write_workspace(
    folder: Path = WORKSPACE, sections: tuple[Section, ...] = content.SECTIONS
) -> Path:
    """The workspace in the folder, written only where it differs."""
    for name, text in files(sections).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return folder


def visit_data(patient: Patient) -> dict[str, Any]:
    """The visit as a file holds it; dates as ISO text."""
    return {
        "patient": {
            "id": patient.number, "given": patient.given, "family": patient.family,
            "birth_date": patient.born,
        },
        "visit": {
            "date": patient.seen, "clinician": patient.clinician, "site": "mill-lane",
            "found": patient.sentence,
            "next": {"date": patient.next_day, "time": patient.next_time},
        },
    }  # fmt: skip


def visit_yaml(patient: Patient) -> str:
    """The visit as a YAML file."""
    data = visit_data(patient)
    data["patient"]["birth_date"] = date.fromisoformat(patient.born)
    data["visit"]["date"] = date.fromisoformat(patient.seen)
    data["visit"]["next"]["date"] = date.fromisoformat(patient.next_day)
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def visit(patient: Patient) -> Visit:
    """The visit as it is read."""
    return Visit(
        model.Patient(
            id=patient.number, given=patient.given, family=patient.family,
            birth_date=date.fromisoformat(patient.born),
        ),
        Appointment(
            date=date.fromisoformat(patient.seen), clinician=patient.clinician, site="mill-lane",
            found=patient.sentence,
            next=NextAppointment(date.fromisoformat(patient.next_day), patient.next_time),
        ),
    )  # fmt: skip


def library(folder: Path = WORKSPACE) -> Library:
    """The workspace with the built-in files behind it."""
    return Library((folder, builtin()))


def ready(folder: Path = WORKSPACE) -> Ready:
    """The press of the leaflet, compiled anew."""
    return prepared(Order((content.TOPIC,)), library(folder), None)


def maker(folder: Path = WORKSPACE) -> Callable[[Patient], bytes]:
    """A function from a patient to a PDF: the press is compiled once."""
    pressed = ready(folder)
    return lambda patient: printed(pressed, visit(patient)).pdf


def printed(pressed: Ready, made_for: Visit) -> Leaflet:
    """One leaflet of a press."""
    return build.printed(pressed, made_for, Library((WORKSPACE, builtin())), TODAY)


if __name__ == "__main__":
    print(write_workspace())
