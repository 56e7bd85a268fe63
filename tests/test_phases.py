"""Programmes in phases: one after the other, each with its exercises and its end."""

import pytest

from small_clinic import CLINIC, EXERCISE, Workspace, outline, topic, workspace

PHASES = """
- exercises: [{id: heel-raise, minutes: 1, per_side: false}]
- phases:
    - name: "Week 1 at {{ clinic.name }}"
      text: |
        Begin slowly.

        - every day
      exercises: [{id: toe-curl}, {id: step-up}]
      move_on_when: "You can **walk**, {{ patient.given }}."
    - name: After that
      exercises: [{id: toe-curl, minutes: 5, per_side: false}]
      layout: full-page
      move_on_when: You can run.
"""


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A topic with something for every day and two phases."""
    made = workspace(tmp_path_factory.mktemp("clinic"), PHASES)
    for name in ("Heel raise", "Toe curl", "Step up"):
        file = f"handouts/exercises/{name.lower().replace(' ', '-')}.yaml"
        made.write(file, EXERCISE.replace("Heel raise", name))
    return made


def printed(small: Workspace, written: str | None) -> list[str]:
    """The outline of the leaflet of a visit, without the cards' own lines."""
    document = small.document()
    lines = outline(document, small.fill(document.slots, written)).splitlines()
    return [line.strip() for line in lines if not line.startswith("    ")]


def test_each_phase_has_a_heading_its_exercises_and_its_end(small: Workspace) -> None:
    assert printed(small, "patient: {given: Jo}")[3:] == [
        "p **1 exercise. About 1 minute a day.**",
        "exercises cards",
        "exercise h3 Heel raise",
        "h3 Week 1 at Hill Clinic",
        "p Begin slowly.",
        "bullet: every day",
        "p **2 exercises. About 8 minutes a day.**",
        "exercises cards",
        "exercise h4 Toe curl",
        "exercise h4 Step up",
        "info h4 Move on when",
        "p You can **walk**, Jo.",
        "h3 After that",
        "p **1 exercise. About 5 minutes a day.**",
        "exercises full-page",
        "exercise h4 Toe curl",
        "info h4 Move on when",
        "p You can run.",
    ]


def test_a_visit_changes_an_exercise_in_every_phase(small: Workspace) -> None:
    lines = printed(small, "exercises: [{id: toe-curl, drop: true}]")
    assert "exercise h4 Toe curl" not in lines
    assert "p **1 exercise. About 4 minutes a day.**" in lines


def test_of_several_phases_the_heaviest_counts_as_a_burden(small: Workspace) -> None:
    """One minute every day with the longer phase of eight: 2 x 15 x 4 s x 2 sides each."""
    document = small.document()
    for most, count in ((9, 0), (8, 1)):
        small.write("clinic.yaml", f"{CLINIC}burden: {{exercises: 3, minutes: {most}}}\n")
        assert len(small.filled(document.slots, None).warnings) == count
    small.write("clinic.yaml", f"{CLINIC}burden: {{exercises: 2}}\n")
    (warning,) = small.filled(document.slots, None).warnings
    assert warning.message == "the programme has 3 exercises, more than 2"


@pytest.mark.parametrize(
    ("phase", "complaint"),
    [
        ("name: A\n      exercises: [{id: toe-crul}]", "16:25 there is no exercise 'toe-crul'"),
        ("name: '{{ b }}'\n      exercises: [{id: toe-curl}]", "15:20 unknown name 'b'"),
        (
            "name: A\n      exercises: [{id: toe-curl}, {id: toe-curl, reps: 2}]",
            "16:41 the exercise 'toe-curl' stands here twice",
        ),
    ],
)
def test_a_slip_in_a_phase_is_said_with_its_line(
    small: Workspace, phase: str, complaint: str
) -> None:
    end = "      move_on_when: Done."
    small.write("handouts/tea.yaml", topic(f"- phases:\n    - {phase}\n{end}"))
    assert small.complaints() == [complaint]


@pytest.mark.parametrize(
    ("phases", "complaint"),
    [
        ("- phases: []", "at least 1 item in 'sections.1.blocks.1.phases'"),
        (
            "- phases:\n  - {name: A, exercises: [{id: toe-curl}]}\n"
            "  - {name: B, exercises: [{id: heel-raise}]}",
            "when to go on to the next",
        ),
        ("- phases: [{name: A, exercises: [], move_on_when: B}]", "at least 1 item in"),
        ("- phases: []\n  exercises: [{id: toe-curl}]", "phases"),
    ],
)
def test_a_phase_is_whole_or_refused(small: Workspace, phases: str, complaint: str) -> None:
    small.write("handouts/tea.yaml", topic(phases))
    (found, *_) = small.complaints()
    assert complaint in found
