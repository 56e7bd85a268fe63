"""Rule GOV-10: phone numbers and names come from clinic.yaml, never from a handout."""

import pytest
from msgspec import Struct

from handout.check.numbers import RULES, Typed, known, typed, words
from handout.check.rule import Finding
from handout.check.rules import found as found_by
from handout.model.clinic import Clinic, Emergency
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared
from handout.source.guard import decode
from handout.source.reader import read
from workspaces import CLINIC, topic

BRITISH = Emergency("999", "A&E", "your GP or NHS 111")
AMERICAN = Emergency("911", "the emergency room", "your doctor")
OURS = known(read(CLINIC.encode(), "clinic.yaml", Clinic), (BRITISH, AMERICAN))


def typed_in(written: Handout | Shared | Exercise) -> list[Finding]:
    """What the rule finds in what was written."""
    return list(typed(Typed(written, OURS), 0))


def found(text: str) -> list[str]:
    """What the rule finds in a text, each with the placeholder it asks for."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    handout = read(topic("rest", quoted).encode(), "rest.yaml", Handout)
    problems = typed_in(handout)
    return [f"{problem.message.split(' is ')[0]} {problem.hint.split()[2]}" for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call 999 now.", "'999' clinic.emergency_number"),
        ("Call **911**!", "'911' clinic.emergency_number"),
        ("Ring NHS 111, day or night.", "'111' clinic.urgent_line"),
        ("Call 01632 960 556.", "'01632 960 556' clinic.booking_phone"),
        ("Call 01632960555.", "'01632960555' site.phone"),
        ("Call 01632-960-555", "'01632-960-555' site.phone"),
        ("Call 020 7946 0123", "'020 7946 0123' clinic.booking_phone"),
        ("Call +44 20 7946 0123 today", "'+44 20 7946 0123' clinic.booking_phone"),
        ("Call (01632) 960999", "'(01632) 960999' clinic.booking_phone"),
        ("Call 1-800-555-0100", "'1-800-555-0100' clinic.booking_phone"),
        ("Llame al 912 345 678", "'912 345 678' clinic.booking_phone"),
        ("Call 555.0100.200", "'555.0100.200' clinic.booking_phone"),
        ("Call 555\u2011010\u20110200", "'555\u2011010\u20110200' clinic.booking_phone"),
        ("Ask at Hill Clinic.", "'Ask' "),
        ("Welcome to hill  clinic!", "'hill clinic' clinic.name"),
        ("See Ada Marsh for more", "'Ada Marsh' clinician.name"),
    ],
)
def test_what_belongs_into_the_clinic_is_found(text: str, expected: str) -> None:
    expected = expected.replace("'Ask' ", "'Hill Clinic' clinic.name")
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Call {{ clinic.emergency_number }} or {{ site.phone }}.",
        "Do 8-10 repeats, 2 or 3 times a day, for 4 to 6 weeks.",
        "Walk 10,000 steps, or 10 000, or 2 million in a year.",
        "Hold it for 1.5 seconds. Rest 30 seconds.",
        "It helped 999,999 people and 111% more. It is 999.5 mm long.",
        "The study ran 2015-2019 and ended on 2019-11-20, or 20/11/2019.",
        "We are open 08:00-18:00 and 09:00-12:30.",
        "Read https://example.org/999/01632960555 and [more](https://example.org/911).",
        "The hill is 111m high; the clinic is on it. L4-L5 and S1.",
        "Hill Clinics and Adam Marshall are others.",
        "Use codes M54.3 and A999.",
    ],
)
def test_other_numbers_and_names_are_left_alone(text: str) -> None:
    assert found(text) == []


def places(text: str) -> list[tuple[int, int]]:
    """Line and column of each finding in a topic's file."""
    handout = read(text.encode(), "rest.yaml", Handout)
    original = decode(text.encode(), "rest.yaml")
    subject = Typed(handout, OURS)
    problems = found_by(RULES, subject, {}, None, lambda file: original)
    return [(one.place.line, one.place.column) for one in problems if one.place]


def test_everything_typed_is_found_at_its_place() -> None:
    assert places(topic("rest", "Call 999 or **911**.")) == [(16, 21), (16, 30)]


def test_a_number_is_found_on_its_own_line_of_a_long_text() -> None:
    """It once was said to be on the first."""
    lines = "".join(f"          Line {number}.\n" for number in range(3, 30))
    text = topic("rest").replace('"Rest is good."', f"|\n{lines}          Call 999.")
    assert places(text) == [(44, 16)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Shared, "title: A\nlanguage: en-GB\nblocks:\n  - steps: [Call 999]\n"),
        (Exercise, "name: A\nposition: Lie\nsteps: [Lift]\ndose: {sets: 1}\nfeel: It\n"
                   "stop_if: It hurts. Call 999\nalt: A\n"),
    ],
)  # fmt: skip
def test_shared_blocks_and_exercises_are_searched(kind: type[Shared | Exercise], text: str) -> None:
    assert len(typed_in(read(text.encode(), "a.yaml", kind))) == 1


def test_every_word_is_looked_at() -> None:
    handout = read(topic("rest", "One.").encode(), "rest.yaml", Handout)
    assert isinstance(handout, Struct)
    assert [text.value for text in words(handout)] == [
        "Rest",
        "This leaflet says a little about rest.",
        "A little rest helps.",
        "What is rest?",
        "One.",
    ]
