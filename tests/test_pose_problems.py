"""A pose that cannot be says so: the file, the line, what is wrong and what to do."""

import pytest

from handout.errors import HandoutError
from handout.model.exercise import Exercise
from handout.poses import drawing
from handout.source.reader import read

WORDS = """\
name: Stretch
position: Stand.
steps: [Bend.]
dose: {reps: 3}
feel: A stretch.
stop_if: It hurts.
alt: A person.
figure:
"""
"""Eight lines; the figure's own begin at line 9."""


def drawn(figure: str) -> str:
    """What is said about an exercise with this figure."""
    exercise = read((WORDS + figure).encode(), "stretch.yaml", Exercise)
    with pytest.raises(HandoutError) as caught:
        drawing(exercise)
    (problem,) = caught.value.problems
    assert problem.hint
    assert problem.place
    return f"{problem.place.line}:{problem.place.column}: {problem.message}"


def test_a_hand_that_cannot_reach_its_target() -> None:
    """It says how far it is, at the limbs that hold it."""
    said = drawn("""\
  start: {base: standing}
  end:
    right: {hand: right-ankle}
""")
    assert said == "11:12: the right hand is 629 mm short of what it should touch"


def test_a_foot_that_cannot_reach_the_floor() -> None:
    """Sitting on a chair with the knee straight and the foot said to be flat."""
    said = drawn("  props: [{prop: chair}]\n  start: {base: sitting, right: {knee: 0}}\n")
    assert said.startswith("10:33: the right ankle would have to be at")


@pytest.mark.parametrize(
    ("held", "hint"),
    [("hand: wall", "wall"), ("hand: table", "table"), ("hand: chair", "chair")],
)
def test_a_hand_on_what_is_not_in_the_picture(held: str, hint: str) -> None:
    """It says which prop to add."""
    said = drawn(f"  start: {{base: standing, right: {{{held}}}}}\n")
    assert said == f"9:34: there is no {hint} to " + ("lean on" if hint == "wall" else "hold")


def test_a_foot_on_a_step_that_is_not_there() -> None:
    """It says which prop to add."""
    said = drawn("  start: {base: standing, right: {foot: step}}\n")
    assert said == "9:34: there is no step to stand on"


def test_a_joint_that_the_ground_bends_too_far() -> None:
    """An ankle that would have to bend more than ankles do to keep the heel down."""
    said = drawn("  start: {base: standing, both: {hip: 50, knee: 100}}\n")
    assert said.startswith("9:33: the right ankle would have to be at 50 degrees")


def test_a_pose_that_cannot_rest() -> None:
    """On the back, and so rounded that no neck brings the head down."""
    said = drawn("  start: {base: lying-back, lumbar: 60, thoracic: 40}\n")
    assert said == "9:10: the head cannot rest on the floor in this pose"


def test_a_band_that_goes_round_nothing() -> None:
    """It needs a joint that there are two of; `head` once ended in a traceback."""
    said = drawn("  props: [{prop: band, at: head}]\n  start: {base: standing}\n")
    assert said == "9:11: a band goes round two limbs, not the head"


def test_a_thing_without_a_place() -> None:
    """A cushion says under which joint it is."""
    said = drawn("  props: [{prop: cushion}]\n  start: {base: lying-back}\n")
    assert said == "9:11: the picture does not say where the cushion is"
