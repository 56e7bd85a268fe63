"""What a visit says and where it prints: names, ages, dates, sites, goals, changed exercises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handout.document import Block, Callout, Exercise, Heading, List, Paragraph, Run
from handout.errors import HandoutError
from handout.expression import Value
from handout.merge.values import full_name, visit_values
from handout.model.visit import Appointment, Patient, Visit
from small_clinic import (
    EXERCISE,
    TODAY,
    TWO_SITES,
    Workspace,
    outline,
    shown,
    topic,
    visit,
    words,
    workspace,
)

FULL = """
patient:
  {id: R-17, title: Mrs, given: Margaret, family: Oye, preferred: Peggy, birth_date: 1951-03-14}
visit:
  date: 2026-11-20
  clinician: p-nair
  site: dale
  found: |
    Your knee is **sore**.

    It bends {{ patient.age }}.
  agreed: Walk each day.
  goals: [Walk to the shop, "  ", Sleep *well*]
  notes: Bring shoes.
  next: {date: 2026-12-04, time: "10:30"}
side: left
"""


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A clinic of two sites, and a topic with one exercise."""
    made = workspace(
        tmp_path_factory.mktemp("clinic"),
        "- exercises: [{id: heel-raise, reps: 5-8}]",
        TWO_SITES,
    )
    made.write("handouts/exercises/heel-raise.yaml", EXERCISE)
    made.write(
        "handouts/exercises/toe-curl.yaml",
        EXERCISE.replace("Heel raise", "Toe curl").replace("per_side: true", "hold: 5"),
    )
    return made


def values(small: Workspace, written: str | None, language: str = "en-GB") -> dict[str, Value]:
    """What the names hold for a visit."""
    given = visit(written) if written else None
    strings = small.strings(language)
    return visit_values(given, small.library.clinic(), strings, language, TODAY)


def printed(small: Workspace, written: str | None, look: str = "plain") -> list[str]:
    """The outline of the leaflet of a visit."""
    document = small.document(look=look)
    return [
        line.strip() for line in outline(document, small.fill(document.slots, written)).splitlines()
    ]


def refused(small: Workspace, written: str) -> list[str]:
    """What is wrong with a visit."""
    document = small.document(look="plain")
    with pytest.raises(HandoutError) as caught:
        small.fill(document.slots, written)
    return shown(caught.value)


def said_of_exercise(small: Workspace, change: str) -> list[str]:
    """The lines of the card of the topic's exercise, changed by a visit."""
    lines = printed(small, f"exercises: [{{id: heel-raise, {change}}}]", "bare")
    return lines[lines.index("exercise h3 Heel raise") + 2 :]


def test_without_a_visit_there_are_blanks_to_write_on(small: Workspace) -> None:
    lines = printed(small, None)
    assert [line for line in lines if line.startswith("panel")] == [
        "panel **Name:** ____",
        "panel **Date of birth:** ____",
        "panel **Patient number:** ____",
        "panel **Date:** ____",
        "panel **Seen by:** ____",
        "panel **Next appointment:** ____",
    ]
    assert {name for name, value in values(small, None).items() if value is not None} == {"today"}


def test_a_full_visit_fills_everything(small: Workspace) -> None:
    lines = printed(small, FULL)
    assert [line for line in lines if line.startswith("panel")] == [
        "panel **Name:** Mrs Margaret Oye (Peggy)",
        "panel **Date of birth:** 14 March 1951",
        "panel **Patient number:** R-17",
        "panel **Date:** 20 November 2026",
        "panel **Seen by:** Priya Nair",
        "panel **Next appointment:** 4 December 2026 at 10:30",
    ]
    start = lines.index("h2 What we found")
    assert lines[start : start + 9] == [
        "h2 What we found",
        "p Your knee is **sore**.",
        "p It bends {{ patient.age }}.",
        "h2 What we agreed",
        "p Walk each day.",
        "h2 Your goals",
        "tick-box: Walk to the shop | Sleep *well*",
        "h2 Notes from your clinician",
        "p Bring shoes.",
    ]


def test_a_short_visit_prints_what_it_says_and_nothing_else(small: Workspace) -> None:
    lines = printed(small, "{patient: {given: Jo}, visit: {date: 2026-11-20}}")
    assert lines[3:9] == [
        "panel **Name:** Jo",
        "panel **Date of birth:** ____",
        "panel **Patient number:** ____",
        "panel **Date:** 20 November 2026",
        "panel **Seen by:** ____",
        "panel **Next appointment:** ____",
    ]
    assert not {"h2 What we found", "h2 Your goals", "h2 What we agreed"} & set(lines)


def test_every_name_holds_what_the_visit_says(small: Workspace) -> None:
    written = FULL.replace("given: Margaret", "given: Margaret, needs: [large print]")
    written += "conditions: {diabetes: yes, pregnant: no}"
    assert values(small, written) == {
        "site.id": "dale",
        "site.name": "Dale House",
        "site.phone": "01632\u00a0960\u00a0003",
        "site.address": "2 Dale Road, Testham",
        "clinician.name": "Priya Nair",
        "clinician.role": "Physiotherapist",
        "clinician.registration": "PH1",
        "patient.id": "R-17",
        "patient.name": "Mrs Margaret Oye (Peggy)",
        "patient.title": "Mrs",
        "patient.given": "Margaret",
        "patient.family": "Oye",
        "patient.preferred": "Peggy",
        "patient.birth_date": date(1951, 3, 14),
        "patient.age": 75,
        "patient.language": None,
        "patient.needs": ("large print",),
        "conditions.diabetes": "yes",
        "conditions.pregnant": None,
        "conditions.blood_thinners": None,
        "conditions.numb_feet": None,
        "conditions.poor_circulation": None,
        "conditions.pacemaker": None,
        "visit.date": date(2026, 11, 20),
        "visit.side": "left",
        "visit.found": "Your knee is **sore**. It bends {{ patient.age }}.",
        "visit.agreed": "Walk each day.",
        "visit.goals": ("Walk to the shop", "Sleep *well*"),
        "visit.next": "4 December 2026 at 10:30",
        "visit.next_date": date(2026, 12, 4),
        "visit.next_time": "10:30",
        "today": TODAY,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("patient", "name"),
    [
        (Patient(), ""),
        (Patient(given="Jo"), "Jo"),
        (Patient(given="Jo", preferred="Jo"), "Jo"),
        (Patient(preferred="Jo"), "Jo"),
        (Patient(title="Dr", family="Bloggs"), "Dr Bloggs"),
        (Patient(title="Dr", given="Al", family="Bo", preferred="Ali"), "Dr Al Bo (Ali)"),
        (Patient(given="Al", family="Bo", preferred="Al Bo"), "Al Bo"),
    ],
)
def test_the_name_is_as_on_a_letter_with_the_one_they_like(patient: Patient, name: str) -> None:
    assert full_name(patient) == name


def test_the_preferred_name_is_the_given_one_where_none_is_said(small: Workspace) -> None:
    assert values(small, "patient: {given: Jo}")["patient.preferred"] == "Jo"


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2000-11-20", "2026-11-19", 25),
        ("2000-11-20", "2026-11-20", 26),
        ("2000-11-20", "2026-11-21", 26),
        ("2000-02-29", "2026-02-28", 25),
        ("2000-02-29", "2026-03-01", 26),
        ("2000-02-29", "2028-02-28", 27),
        ("2000-02-29", "2028-02-29", 28),
        ("2026-11-20", "2026-11-20", 0),
    ],
)
def test_age_is_that_of_the_day_of_the_visit(
    small: Workspace, born: str, on: str, age: int
) -> None:
    written = f"{{patient: {{birth_date: {born}}}, visit: {{date: {on}}}}}"
    assert values(small, written)["patient.age"] == age


def test_age_is_todays_where_there_is_no_visit_date(small: Workspace) -> None:
    assert values(small, "patient: {birth_date: 2000-11-22}")["patient.age"] == 25
    assert values(small, "patient: {birth_date: 2000-11-21}")["patient.age"] == 26


@pytest.mark.parametrize(
    ("language", "day", "next_time"),
    [
        ("en-GB", "20 November 2026", "4 December 2026 at 15:05"),
        ("en-US", "November 20, 2026", "December 4, 2026 at 3:05 PM"),
        ("de", "20. November 2026", "4. Dezember 2026 at 15:05"),
        ("es", "20 de noviembre de 2026", "4 de diciembre de 2026 at 15:05"),
    ],
)
def test_dates_are_in_the_languages_own_form(
    small: Workspace, language: str, day: str, next_time: str
) -> None:
    written = FULL.replace("10:30", "15:05")
    assert values(small, written, language)["visit.next"] == next_time
    document = small.document(look="plain")
    fill = small.fill(document.slots, written, language)
    assert f"panel **Date:** {day}" in outline(document, fill)


def test_the_next_appointment_may_have_no_time(small: Workspace) -> None:
    known = values(small, FULL.replace(', time: "10:30"', ""))
    assert known["visit.next"] == "4 December 2026"
    assert known["visit.next_time"] is None


def test_a_clinic_with_one_site_needs_no_site_named(small: Workspace) -> None:
    assert values(small, "visit: {date: 2026-11-20}")["site.name"] is None
    only = TWO_SITES.replace(
        TWO_SITES[TWO_SITES.index("  - id: dale") : TWO_SITES.index("book")], ""
    )
    small.write("clinic.yaml", only)
    assert values(small, "visit: {date: 2026-11-20}")["site.name"] == "Hill House"
    assert values(small, None)["site.name"] == "Hill House"


@pytest.mark.parametrize(
    ("written", "complaints"),
    [
        ("visit: {date: 2026-11-20, clinician: nobody}", ["the visit names an unknown clinician"]),
        ("visit: {date: 2026-11-20, site: nowhere}", ["the visit names an unknown site"]),
        (
            "visit: {date: 2026-11-20, site: nowhere, clinician: nobody}",
            ["the visit names an unknown clinician", "the visit names an unknown site"],
        ),
        (
            "{patient: {birth_date: 2026-11-21}, visit: {date: 2026-11-20}}",
            ["the birth date is after the visit"],
        ),
        ("patient: {birth_date: 2026-11-22}", ["the birth date is after the day it is"]),
        ("patient: {birth_date: 1851-03-14}", ["the birth date is more than 125 years ago"]),
        (
            "visit: {date: 2026-11-20, next: {date: 2025-12-04}}",
            ["the next appointment is before the visit"],
        ),
        (
            "exercises: [{id: heel-raise, reps: 3}, {id: heel-raise, sets: 2}]",
            ["the visit changes the exercise 'heel-raise' twice"],
        ),
        ("exercises: [{id: heel-rise}]", ["there is no exercise 'heel-rise'"]),
        ("exercises: [{id: toe-crul, drop: true}]", ["there is no exercise 'toe-crul'"]),
        (
            "exercises: [{id: toe-curl, drop: true}]",
            ["the visit drops the exercise 'toe-curl', which the leaflet does not have"],
        ),
    ],
)
def test_a_visit_that_cannot_be_is_refused(
    small: Workspace, written: str, complaints: list[str]
) -> None:
    """A misspelt exercise that was to be dropped would otherwise stay on the leaflet."""
    found = refused(small, written)
    assert [one.split(" ", 1)[1] if one[0].isdigit() else one for one in found] == complaints


def test_an_exercise_without_changes_is_as_the_topic_has_it(small: Workspace) -> None:
    lines = printed(small, "side: left", "bare")
    assert "Do 2 sets of 5 to 8 on each side. Do this once a day." in lines


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ("reps: 3", ["Do 2 sets of 3 on each side. Do this once a day."]),
        ("sets: 1", ["Do this 5 to 8 times on each side. Do this once a day."]),
        ("hold: 20-30", ["Hold 20 to 30 seconds. Do 2 sets of 5 to 8 on each side. Do this once"]),
        ("times_a_day: 2, days_a_week: 5", ["on each side. Do this 2 times a day, 5 days a week."]),
        ("rest: 60", ["Do 2 sets of 5 to 8 on each side, with 60 seconds of rest between sets."]),
        ("minutes: 1", ["Do this for 1 minute on each side. Do this once a day."]),
        ("load: a red band", ["Use a red band."]),
        ("side: left", ["Do 2 sets of 5 to 8 on your left side."]),
        ("side: right", ["Do 2 sets of 5 to 8 on your right side."]),
        ("side: both", ["Do 2 sets of 5 to 8 on each side."]),
        ("side: left, per_side: true", ["Do 2 sets of 5 to 8 on each side.", "**Side:** Left"]),
        ("per_side: false", ["Do 2 sets of 5 to 8. Do this once a day."]),
        ("note: Hold the *rail*.", ["Do 2 sets of 5 to 8 on each", "**Note:** Hold the *rail*."]),
    ],
)
def test_a_visit_changes_the_dose_the_topic_gives(
    small: Workspace, change: str, lines: list[str]
) -> None:
    """What it does not change stays as the topic has it, which once fell back to the catalogue."""
    card = said_of_exercise(small, change)
    for line in lines:
        assert any(line in one for one in card), card


def test_a_note_comes_before_how_to_do_it(small: Workspace) -> None:
    """And so does a side that the dose does not say."""
    card = said_of_exercise(small, "side: left, per_side: true, note: Slowly.")
    start = card.index("**Side:** Left")
    assert card[start + 1] == "**Note:** Slowly."
    assert card[start + 2].startswith("**How to start:**")


def test_an_exercise_can_be_dropped_or_added(small: Workspace) -> None:
    lines = printed(small, "exercises: [{id: heel-raise, drop: true}, {id: toe-curl, reps: 4}]")
    assert "exercise h3 Heel raise" not in lines
    start = lines.index("h2 Your exercises")
    assert lines[start + 1] == "exercise h3 Toe curl"
    assert "Hold 5 seconds. Do 2 sets of 4. Do this once a day." in lines


def test_an_exercise_of_a_pack_keeps_its_level_when_it_is_changed(small: Workspace) -> None:
    small.write("handouts/milk.yaml", topic("- text: x", "milk"))
    document = small.document("tea", "milk", look="plain")
    for written in (None, "exercises: [{id: heel-raise, reps: 1}]"):
        assert "exercise h4 Heel raise" in outline(document, small.fill(document.slots, written))


def test_the_same_exercise_twice_keeps_both_doses(small: Workspace) -> None:
    blocks = "- exercises: [{id: heel-raise, reps: 1}]\n- exercises: [{id: heel-raise, reps: 9}]"
    small.write("handouts/tea.yaml", topic(blocks))
    lines = printed(small, "exercises: [{id: heel-raise, sets: 4}]", "bare")
    assert [line for line in lines if "on each side" in line] == [
        "Do this 4 times on each side. Do this once a day.",
        "Do 4 sets of 9 on each side. Do this once a day.",
    ]


def test_a_side_is_printed_as_a_word_and_compared_as_itself(small: Workspace) -> None:
    small.write(
        "handouts/tea.yaml",
        topic(
            '- text: "{{ visit.side }} {{ visit.side | upper }} '
            "{{ 'links' if visit.side == 'left' else '' }}\"\n"
            "- {when: visit.side == 'right', text: Not this.}"
        ),
    )
    strings = small.strings()
    document = small.document()
    line = outline(document, small.fill(document.slots, "side: left")).splitlines()[-1]
    assert line == f"p {strings.left.lower()} {strings.left.upper()} links"


PASSAGES = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t"), max_size=80
)


def runs(blocks: tuple[Block, ...]) -> list[Run]:
    """Every run of blocks that a visit gives."""
    found = []
    for block in blocks:
        match block:
            case Paragraph(spans=spans) | Heading(spans=spans):
                lines = [spans]
            case List(items=items):
                lines = list(items)
            case Exercise():
                lines = [spans for _, spans in block.advice]
            case _:
                raise AssertionError(block)
        for line in lines:
            assert all(isinstance(span, Run) for span in line)
            found += [span for span in line if isinstance(span, Run)]
    return found


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that no test changes."""
    return workspace(tmp_path_factory.mktemp("clinic"))


@given(found=PASSAGES, goal=PASSAGES, notes=PASSAGES)
def test_nothing_a_visit_says_becomes_markup(
    kept: Workspace, found: str, goal: str, notes: str
) -> None:
    """Whatever is typed is plain runs of words, with all its letters in order."""
    document = kept.document(look="plain")
    typed = goal.replace("\n", " ").replace("\t", " ")
    given_visit = Visit(visit=Appointment(TODAY, found=found, goals=(typed,), notes=notes))
    fill = kept.fill(document.slots, given_visit)
    blocks = fill.blocks[0]
    assert blocks is not None
    plain = runs(blocks)
    assert not any(run.link or run.strong or run.language for run in plain)
    assert not any(isinstance(block, Callout) for block in blocks)
    body = [words((run,)) for run in plain]
    titles = {"What we found", "Your goals", "Notes from your clinician"}
    heard = "".join(line for line in body if line not in titles)
    assert "".join(heard.split()) == "".join((found + typed + notes).split())
