"""Exercises for one side: their words, their dose and their picture."""

import re

import pytest

from handout.document import Exercise
from small_clinic import EXERCISE, Workspace, outline, topic, words, workspace

SIDED = (
    EXERCISE.replace("Rise up on your toes.", '"Lift {{ side.one }} heel. {{side.other}} stays."')
    .replace("Stand by a wall.", '"{{ side.one }} hand on a wall."')
    .replace("Your calf works.", '"**{{ side.one }} calf** works."')
    .replace("A person on tiptoe.", "A person on {{ side.one }} toes.")
)
FIGURE = "figure: {start: {base: standing}}\n"


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A topic with one exercise that names a side."""
    made = workspace(
        tmp_path_factory.mktemp("clinic"), "- exercises: [{id: heel-raise, reps: 5, sets: 1}]"
    )
    made.write("handouts/exercises/heel-raise.yaml", SIDED)
    return made


def card(small: Workspace, side: str) -> Exercise:
    """The exercise as a visit has it that chose a side, or none."""
    document = small.document()
    change = f"side: {side}" if side else "note: x"
    fill = small.fill(document.slots, f"exercises: [{{id: heel-raise, {change}}}]")
    (found,) = (
        block for blocks in fill.blocks for block in blocks or () if isinstance(block, Exercise)
    )
    return found


@pytest.mark.parametrize(
    ("side", "steps", "position", "dose"),
    [
        ("", "Lift one heel. The other stays.", "One hand", "on each side"),
        ("both", "Lift one heel. The other stays.", "One hand", "on each side"),
        ("left", "Lift your left heel. Your right stays.", "Your left hand", "on your left side"),
        ("right", "Lift your right heel. Your left stays.", "Your right hand", "on your right"),
    ],
)
def test_words_and_dose_name_the_side_that_was_chosen(
    small: Workspace, side: str, steps: str, position: str, dose: str
) -> None:
    """With a capital where they begin a sentence."""
    found = card(small, side)
    assert words(found.steps[0]) == steps
    assert words(found.details[0][1]).startswith(position)
    assert words(found.dose).startswith(f"Do this 5 times {dose}")
    assert found.alt == "A person on one toes."
    assert not found.is_mirrored, "there is no picture"


@pytest.mark.parametrize(("drawn", "turned"), [("right", "left"), ("left", "right")])
def test_the_picture_is_mirrored_for_the_side_it_does_not_show(
    small: Workspace, drawn: str, turned: str
) -> None:
    figure = FIGURE.replace("{start", f"{{side: {drawn}, start")
    small.write("handouts/exercises/heel-raise.yaml", SIDED + figure)
    shown = {side: card(small, side).is_mirrored for side in ("", "both", drawn, turned)}
    assert shown == {"": False, "both": False, drawn: False, turned: True}


def test_without_a_visit_a_side_is_one_and_the_other(small: Workspace) -> None:
    lines = outline(small.document())
    assert "Lift one heel. The other stays." in lines
    assert "**One calf** works." in lines


@pytest.mark.parametrize("name", ["side.on", "side", "side.one | upper", "patient.name"])
def test_no_other_value_stands_in_an_exercise(small: Workspace, name: str) -> None:
    wrong = SIDED.replace("Come down slowly.", f'"Down, {{{{ {name} }}}}."')
    small.write("handouts/exercises/heel-raise.yaml", wrong)
    (complaint,) = small.complaints()
    assert complaint.startswith("3:67 ")
    assert complaint.partition(" ")[2].startswith(name)


@pytest.mark.parametrize("name", ["name", "position", "stop_if", "alt", "feel"])
def test_what_every_exercise_must_say_is_not_empty(small: Workspace, name: str) -> None:
    """An empty alt once made a file that claimed to be accessible."""
    empty = re.sub(rf"^{name}: .*$", f'{name}: " "', EXERCISE, flags=re.MULTILINE)
    small.write("handouts/exercises/heel-raise.yaml", empty)
    (complaint,) = small.complaints()
    assert f"'{name}' says nothing" in complaint


def test_words_of_a_visit_are_answered_for_by_the_visit(small: Workspace) -> None:
    """A note that no font has was once blamed on the exercise's own file."""
    fill = small.fill(small.document().slots, "exercises: [{id: heel-raise, note: x}]")
    (found,) = (one for given in fill.blocks for one in given or () if isinstance(one, Exercise))
    assert found.place is None or "exercises" not in found.place.file


def test_a_side_stands_in_exercises_only(small: Workspace) -> None:
    small.write("handouts/tea.yaml", topic('- text: "{{ side.one }}"'))
    assert small.complaints() == ["14:16 unknown name 'side.one'"]


def test_an_exercise_with_poses_has_a_picture(small: Workspace) -> None:
    assert (card(small, "left").picture, small.document().pictures) == ("", ())
    file = small.write("handouts/exercises/heel-raise.yaml", SIDED + FIGURE)
    document = small.document()
    (picture,) = document.pictures
    assert (picture.name, picture.place is not None) == ("exercise:heel-raise", True)
    assert card(small, "left").picture == "exercise:heel-raise"
    assert picture.place is not None and picture.place.file == str(file)


def test_an_exercise_that_a_visit_adds_brings_its_picture(small: Workspace) -> None:
    small.write("handouts/exercises/toe-curl.yaml", EXERCISE + FIGURE)
    slots = small.document(look="plain").slots
    assert small.fill(slots, "exercises: [{id: heel-raise, reps: 1}]").pictures == ()
    (picture,) = small.fill(slots, "exercises: [{id: toe-curl}]").pictures
    assert picture.name == "exercise:toe-curl"


def test_a_pose_that_nobody_can_take_is_a_problem_with_its_line(small: Workspace) -> None:
    end = "  end: {right: {knee: 150, hip: -5, foot: floor}}\n"
    figure = f"figure:\n  start: {{base: standing}}\n{end}"
    small.write("handouts/exercises/heel-raise.yaml", SIDED + figure)
    (complaint,) = small.complaints()
    assert complaint.split(":")[0] == "10"
