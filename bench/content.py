"""The words of the leaflet and the patients it is printed for: the one source of all contenders.

Only the standard library is imported, so that no contender pays for another's reading of files.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

FONTS = Path(__file__).parents[1] / "fonts" / "atkinson-hyperlegible-next"
REGULAR = FONTS / "AtkinsonHyperlegibleNext-Regular.ttf"
BOLD = FONTS / "AtkinsonHyperlegibleNext-Bold.ttf"

ACCENT = "#0b5e6f"
TINT = "#e9f1f2"
INK = "#1a1a1a"
RULE = "#989898"

BODY = 12.0
SMALL = 12.0
LEAD = 14.0
HEADING = 15.0
TITLE = 24.0
LEADING = 1.28
MARGINS_MM = (12.0, 20.0, 20.0, 20.0)
"""Top, right, bottom, left."""
NOTE_LINES = 2


class Text(NamedTuple):
    """A paragraph."""

    words: str


class Bullets(NamedTuple):
    """A bulleted list."""

    items: tuple[str, ...]


class Steps(NamedTuple):
    """A numbered list."""

    items: tuple[str, ...]


class Table(NamedTuple):
    """A table with a caption and a header row. Widths are shares."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


class Callout(NamedTuple):
    """A framed note."""

    title: str
    words: str


Part = Text | Bullets | Steps | Table | Callout


class Section(NamedTuple):
    """A heading and what stands under it."""

    heading: str
    parts: tuple[Part, ...]


class Clinician(NamedTuple):
    """Who sees patients."""

    id: str
    name: str
    role: str


class Patient(NamedTuple):
    """What one visit brings to the leaflet; days as ISO dates."""

    number: str
    given: str
    family: str
    born: str
    seen: str
    clinician: str
    next_day: str
    next_time: str
    sentence: str

    @property
    def name(self) -> str:
        """The name as it is printed."""
        return f"{self.given} {self.family}"


CLINIC = "Exampleton Walking Clinic"
STRAPLINE = "One step at a time"
SITE = "Mill Lane"
ADDRESS = ("12 Mill Lane", "Exampleton", "ZZ1 2AB")
PHONE = "01632 960 100"
HOURS = (
    ("Monday to Thursday", "08:00–18:00"),
    ("Friday", "08:00–16:30"),
    ("Saturday", "09:00–12:30"),
    ("Sunday", "Closed"),
)
DIRECTIONS = "We are by the river, 5 minutes on foot from Exampleton station. Bus 4 stops outside."
PARKING = "There are 3 free spaces for Blue Badge holders by the door. The way in is level."
BOOKING = "01632 960 123"
CALL_BACK = "Leave a message and we will call you back by the end of the next working day."
CLINICIANS = (
    Clinician("p-nair", "Priya Nair", "Physiotherapist"),
    Clinician("t-kowalczyk", "Tomasz Kowalczyk", "Podiatrist"),
    Clinician("a-okafor", "Adaeze Okafor", "Chiropractor"),
)

TOPIC = "bench-leaflet"
HEAD = "Walking more each day"
SUMMARY = "This leaflet helps you walk a little more each week, safely and at your own pace."
MESSAGE = "Start with what you can do today. Add a little each week, and rest when you need to."
VERSION = "1.0.0"
PUBLISHED = date(2026, 11, 21)
REVIEW_BY = date(2028, 11, 1)
FOUND = "What we found"
NOTES = "My notes and questions"
CONTACTS = "How to reach us"
SOURCES = "Where these facts come from"
SOURCE = ("Walking plan for the benchmark", "Exampleton Walking Clinic", 2026)

SECTIONS = (
    Section(
        "Why does walking help?",
        (
            Text(
                "Walking keeps your joints moving and your muscles strong. It is good for your "
                "heart, your sleep and your mood. You need no club and no kit, and you can begin "
                "at your own front door."
            ),
            Text("People who walk most days often tell us that they:"),
            Bullets(
                (
                    "feel less stiff in the morning",
                    "sleep better and wake up fresher",
                    "have more breath left at the top of the stairs",
                    "meet their neighbours more often",
                )
            ),
        ),
    ),
    Section(
        "How do I start?",
        (
            Steps(
                (
                    "Put on shoes that fit and hold your heel.",
                    "Walk on the flat for the first week.",
                    "Walk at a pace that still lets you talk.",
                    "Turn back while you still feel fresh.",
                    "Write down how long you walked and how you felt.",
                )
            ),
            Callout(
                "Stop and rest if you feel unwell",
                "Sit down and get your breath back. Call us the same day if the feeling comes "
                "back on your next walk, or if you are not sure what to do.",
            ),
        ),
    ),
    Section(
        "My plan for eight weeks",
        (
            Text("Stay on a week for as long as you like. There is no prize for going fast."),
            Table(
                "Minutes of walking",
                ("Week", "Each walk", "What to try"),
                (
                    ("Week 1", "5 minutes", "Walk on the flat, 5 days of the week"),
                    ("Week 2", "8 minutes", "Walk to a shop or a bench and back"),
                    ("Week 3", "10 minutes", "Add a gentle slope on one of the days"),
                    ("Week 4", "12 minutes", "Go with a friend, and talk as you walk"),
                    ("Week 5", "15 minutes", "Try a new way through the park"),
                    ("Week 6", "18 minutes", "Walk a little faster for one minute"),
                    ("Week 7", "20 minutes", "Do two short walks on one of the days"),
                    ("Week 8", "25 minutes", "Walk to somewhere you have not been yet"),
                ),
                (18, 22, 60),
            ),
        ),
    ),
    Section(
        "What if it is too much?",
        (
            Text(
                "A little ache on the next day is common and settles. Go back to the week before, "
                "and stay there until it feels easy. Two short walks are as good as a long one. "
                "If pain keeps you awake, or you cannot do what you did last week, call us."
            ),
        ),
    ),
)

_GIVEN = (
    "Jo", "Margaret", "Tomás", "Aoife", "Priya", "Wei", "Fatima", "Kwame", "Ingrid", "Pawel",
    "Chloé", "Daniel", "Amina", "Rhys", "Zoë", "Hamish", "Leila", "Marek", "Nadia", "Oliver",
    "Petra", "Quentin", "Rosa", "Søren", "Tariq", "Una", "Viktor", "Wanda", "Yusuf", "Siân",
)  # fmt: skip
_FAMILY = (
    "Bloggs", "Oyelaran", "Smith", "Jones", "Patel", "Nowak", "Murphy", "García", "Müller",
    "Andersson", "Rossi", "Khan", "Begum", "Taylor", "Okonkwo", "Évrard", "Haddad", "Brown",
    "Ferreira", "Lindqvist", "Wałęsa", "Dvořák", "Evans", "Campbell", "Ahmed", "Hughes",
    "Costa", "Walker", "Young", "Fraser", "Bianchi", "Dubois", "Novotná", "Adeyemi", "Clarke",
    "Ward", "Turner", "Hill", "Moore", "Price",
)  # fmt: skip
_PARTS = ("knee", "ankle", "hip", "foot", "lower back", "calf")
_GOALS = (
    "walk to the library and back",
    "climb the stairs without the rail",
    "take the dog round the park",
    "stand through a whole concert",
    "walk to school with your grandchildren",
    "get back to the allotment",
)


@cache
def patients(count: int) -> tuple[Patient, ...]:
    """Invented patients, all different; the same ones in every run."""
    return tuple(stream(count))


def stream(count: int) -> Iterator[Patient]:
    """The same patients, one after the other."""
    draw = Random(20261120)
    for index in range(count):
        yield _patient(draw, index)


def _patient(draw: Random, index: int) -> Patient:
    seen = date(2026, 11, 23) + timedelta(days=draw.randrange(0, 60))
    following = seen + timedelta(days=draw.randrange(7, 43))
    side = draw.choice(("left", "right"))
    return Patient(
        number=f"EWC-{index + 1:06d}",
        given=draw.choice(_GIVEN),
        family=draw.choice(_FAMILY),
        born=(date(1935, 1, 1) + timedelta(days=draw.randrange(0, 25_000))).isoformat(),
        seen=seen.isoformat(),
        clinician=draw.choice(CLINICIANS).id,
        next_day=following.isoformat(),
        next_time=f"{draw.randrange(8, 18):02d}:{draw.choice((0, 15, 30, 45)):02d}",
        sentence=(
            f"Your {side} {draw.choice(_PARTS)} moves well, and you walked "
            f"{draw.randrange(40, 600)} metres in {draw.randrange(2, 11)} minutes without a stop. "
            f"Your goal is to {draw.choice(_GOALS)}."
        ),
    )


def patient_from(path: Path) -> Patient:
    """The patient of a JSON file."""
    return Patient(**json.loads(path.read_text(encoding="utf-8")))


def long_date(iso: str) -> str:
    """`20 November 2026`."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def fields(patient: Patient) -> tuple[tuple[str, str], ...]:
    """Label and value of everything in the panel."""
    clinician = next(person for person in CLINICIANS if person.id == patient.clinician)
    return (
        ("Name", patient.name),
        ("Date of birth", long_date(patient.born)),
        ("Patient number", patient.number),
        ("Date", long_date(patient.seen)),
        ("Seen by", clinician.name),
        ("Next appointment", f"{long_date(patient.next_day)} at {patient.next_time}"),
    )


def footer() -> str:
    """What stands at the foot of every page, left of the page number."""
    return (
        f"{TOPIC} · Version {VERSION} · Published {long_date(PUBLISHED.isoformat())} · "
        f"Review by {long_date(REVIEW_BY.isoformat())}"
    )


def source() -> str:
    """The source as a sentence."""
    title, organisation, year = SOURCE
    return f"{title}. {organisation}, {year}."


def contact_lines() -> tuple[tuple[str, str], ...]:
    """Label and words of the paragraphs under address and hours; no label where it is empty."""
    return (
        ("How to find us", DIRECTIONS),
        ("Parking and way in", PARKING),
        ("Book or change a visit", BOOKING),
        ("", CALL_BACK),
    )


def words() -> tuple[str, ...]:
    """Every run of words that a leaflet must hold, for whichever patient."""
    found = [CLINIC, STRAPLINE, HEAD, SUMMARY, MESSAGE, FOUND, NOTES, CONTACTS, SOURCES, source()]
    for section in SECTIONS:
        found.append(section.heading)
        for part in section.parts:
            match part:
                case Text(line):
                    found.append(line)
                case Bullets(items) | Steps(items):
                    found += items
                case Table():
                    found += (part.caption, *part.columns, *(c for row in part.rows for c in row))
                case Callout(title, line):
                    found += (title, line)
    found += (SITE, *ADDRESS, PHONE, *(f"{days}: {hours}" for days, hours in HOURS))
    found += (line for _, line in contact_lines())
    found += ("Opening hours", *(label for label, _ in contact_lines() if label))
    found += footer().split(" · ")
    return tuple(found)
