"""Exercises are drawn from poses: every joint, support, hand and arrow is where it should be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from handout.document import Fill, Picture
from handout.model.exercise import Exercise
from handout.model.pose import RANGES, Figure, Limbs, Pose
from handout.pages.figures import prepare
from handout.pages.fonts import open_faces
from handout.pages.setting import palette
from handout.pages.text import TextSetter
from handout.poses import body, drawing
from handout.poses.chain import SIDES, Leg, Side, Skeleton
from handout.poses.contact import Stage, limbs_of, lowest, sole, under_trunk
from handout.poses.figure import HEIGHT, WIDTH
from handout.poses.marks import arrows, radius
from handout.poses.person import anchors
from handout.poses.placing import Placed, placed
from handout.poses.props import floor_level
from handout.poses.reach import elbow_angle, on_leg
from handout.poses.space import apart, between
from handout.poses.view import camera
from handout.source.reader import read
from shipped import ROOT

FILES = tuple(sorted((ROOT / "handouts" / "exercises").glob("*.yaml")))
MILLIMETRE = 1.0
HAND = 3.0
BESIDE = 80.0
SOFT = 6.0
"""So far a thigh gives way on a seat."""


def exercise(path: Path) -> Exercise:
    """An exercise of the catalogue."""
    return read(path.read_bytes(), str(path), Exercise)


def figure(path: Path) -> Figure:
    """Its figure."""
    found = exercise(path).figure
    assert found
    return found


def swapped(pose: Pose) -> Pose:
    """The same pose for the other side."""
    aside = {
        name: None if (angle := getattr(pose, name)) is None else -angle
        for name in ("turn", "roll", "lumbar_bend", "lumbar_turn", "neck_bend", "neck_turn")
    }
    return structs.replace(pose, **aside, right=other(pose.left), left=other(pose.right),
                           both=other(pose.both))  # fmt: skip


def other(limbs: Limbs) -> Limbs:
    """The limbs with what they touch on the other side."""
    return structs.replace(limbs, hand=named(limbs.hand), foot=named(limbs.foot))


def named(target: str | None) -> str | None:
    """A target's name on the other side."""
    if target is None:
        return None
    for one, another in (("right-", "left-"), ("left-", "right-")):
        if target.startswith(one):
            return another + target.removeprefix(one)
    return target


def mirrored(of: Figure) -> Figure:
    """The figure for the left side."""
    middle, end = (pose and swapped(pose) for pose in (of.middle, of.end))
    return structs.replace(of, start=swapped(of.start), middle=middle, end=end)


CASES = [
    pytest.param(path, left, id=f"{path.stem}-{'left' if left else 'right'}")
    for path in FILES
    for left in (False, True)
    if not (left and (figure(path).start.base == "lying-side"))
]
"""Every exercise on both sides; who lies on a side is drawn on the left one, and flipped after."""


def people(path: Path, left: bool) -> tuple[Figure, tuple[Placed, ...], Stage]:
    """The figure for a side, and everybody in it."""
    wanted = mirrored(figure(path)) if left else figure(path)
    return wanted, *placed(wanted)


def test_every_exercise_of_the_catalogue_has_a_figure() -> None:
    """35 exercises, each drawn in two frames or more."""
    assert len(FILES) == 35
    for path in FILES:
        assert figure(path).end, path.stem


@pytest.mark.parametrize(("path", "left"), CASES)
def test_no_joint_is_outside_its_range(path: Path, left: bool) -> None:
    """The angles as they came out, with a degree for the solver."""
    looked = 0
    for one in people(path, left)[1]:
        for name, angle in angles(one.pose):
            least, most = RANGES[name]
            assert least - 1 <= angle <= most + 1, f"{name} {angle:.0f}"
            looked += 1
        for side in SIDES:
            least, most = RANGES["elbow"]
            assert least <= elbow_angle(one.skeleton.arm(side)) <= most
    assert looked > 10


def angles(pose: Pose) -> Iterator[tuple[str, float]]:
    """Every angle of a pose that says one."""
    for part in (pose, pose.right, pose.left):
        for name in part.__struct_fields__:
            if name in RANGES and getattr(part, name) is not None:
                yield name, getattr(part, name)


@pytest.mark.parametrize(("path", "left"), CASES)
def test_supports_are_on_the_ground(path: Path, left: bool) -> None:
    """What bears the body touches the floor, the seat or the step within a millimetre."""
    _, everybody, stage = people(path, left)
    for one in everybody:
        heights = dict(supports(one, stage))
        assert heights
        for name, height in heights.items():
            assert abs(height) <= MILLIMETRE, f"{name} is {height:.1f} mm off"


def supports(one: Placed, stage: Stage) -> Iterator[tuple[str, float]]:
    """What bears, and how high above the ground it is."""
    pose, bones = one.pose, one.skeleton
    match pose.base:
        case "sitting":
            yield "seat", lowest(bones.trunk.points[0], body.HIP_RADIUS) - stage.seat
        case "all-fours" | "kneeling":
            knees = [lowest(bones.leg(side).knee, body.KNEE_RADIUS) for side in SIDES]
            yield "knee", min(knees)
        case "standing":
            pass
        case "lying-side" if pose.left.hand == "floor":
            yield "elbow", lowest(bones.left_arm.elbow, body.ELBOW_RADIUS)
            yield (
                "hip or knee",
                min(under_trunk(bones.trunk), lowest(bones.left_leg.knee, body.KNEE_RADIUS)),
            )
        case _:
            yield "trunk", under_trunk(bones.trunk)
    for side in SIDES:
        yield from foot_support(limbs_of(pose, side), bones.leg(side), side)


def foot_support(limbs: Limbs, leg: Leg, side: Side) -> Iterator[tuple[str, float]]:
    """The part of a foot that bears."""
    if limbs.foot in ("floor", "heel", "ball", "top", "roller"):
        yield f"{side} {limbs.foot}", sole(leg, limbs.foot)
    if limbs.foot in ("floor", "roller"):
        yield f"{side} sole level", leg.heel[2] - body.HEEL_RADIUS - leg.ball[2] + body.BALL_RADIUS
    if limbs.foot == "step":
        yield f"{side} on the step", leg.ankle[2] - body.ANKLE - body.STEP


@pytest.mark.parametrize(("path", "left"), CASES)
def test_hands_are_on_what_they_hold(path: Path, left: bool) -> None:
    """The palm is within 3 mm of the skin, floor, wall or furniture it holds."""
    wanted, everybody, stage = people(path, left)
    if not stage.has_arms:
        return
    for one in everybody:
        for side in SIDES:
            gap = hand_gap(one, side, stage)
            assert gap is None or gap <= HAND, f"{side} hand is {gap:.1f} mm off"
    assert wanted.start


def hand_gap(one: Placed, side: Side, stage: Stage) -> float | None:
    """How far a palm's skin is from what it holds; None for a hand that holds nothing."""
    hold = limbs_of(one.pose, side).hand
    palm = one.skeleton.arm(side).hand
    if one.pose.base == "lying-side":
        return None
    match hold:
        case None | "free" | "towel" | "head":
            return None
        case "lower-back":
            skin = body.DEPTH - 8 + body.PALM_THICKNESS
            return abs(apart(palm, one.skeleton.trunk.points[1]) - skin)
        case "floor":
            return abs(palm[2] - body.PALM_THICKNESS)
        case "wall":
            assert stage.wall is not None
            return abs(palm[0] + body.PALM_THICKNESS - stage.wall)
        case "table":
            return abs(palm[2] - body.PALM_THICKNESS - stage.table_top)
        case "chair":
            top = stage.seat if one.pose.base == "sitting" else body.CHAIR_BACK
            return abs(palm[2] - body.PALM_THICKNESS - top)
    whose, _, part = hold.partition("-")
    if part == "hip":
        return None
    leg = one.skeleton.leg("right" if whose == "right" else "left")
    return abs(apart(palm, on_leg(leg, part, 0.0)) - body.PALM_THICKNESS)


@pytest.mark.parametrize(("path", "left"), CASES)
def test_no_limb_goes_through_floor_or_wall(path: Path, left: bool) -> None:
    """Every round of the body is above the ground and before the wall."""
    wanted, everybody, stage = people(path, left)
    looked = 0
    for one in everybody:
        for name, at, size in rounds(one.skeleton, hands=stage.has_arms):
            low = at[2] - size - floor_level(wanted)
            assert low >= -MILLIMETRE, f"{name} is {-low:.0f} mm under the floor"
            if stage.wall is not None:
                assert at[0] + size <= stage.wall + MILLIMETRE, f"{name} is in the wall"
            looked += 1
    assert looked >= 16


SEATED = [case for case in CASES if any(p.prop == "chair" for p in figure(case.values[0]).props)]


@pytest.mark.parametrize(("path", "left"), SEATED)
def test_no_limb_goes_through_a_chair(path: Path, left: bool) -> None:
    """Thighs lie on the seat, shins are before or under it, and nobody stands in its back."""
    wanted, everybody, stage = people(path, left)
    (chair,) = (prop for prop in wanted.props if prop.prop == "chair")
    middle = 0.0 if chair.ahead is None else chair.ahead + 200
    looked = 0
    for one in everybody:
        for name, (x, y, z), size in (*rounds(one.skeleton, hands=False), *thighs(one.skeleton)):
            over_seat = abs(x - middle) + 0.7 * size < 217 and abs(y) < 215
            inside = z - size < stage.seat - SOFT and z + size > stage.seat - 36 + SOFT
            assert not (over_seat and inside), f"{name} is in the seat"
            in_back = abs(x - middle + 200) < size + 14 - SOFT and 640 < z < 870 and abs(y) < 205
            assert not in_back, f"{name} is in the back of the chair"
            looked += 1
    assert looked > 20


def thighs(bones: Skeleton) -> Iterator[tuple[str, tuple[float, float, float], float]]:
    """Rounds along thighs and shins, between the joints."""
    for side in SIDES:
        leg = bones.leg(side)
        for share in (0.25, 0.5, 0.75):
            size = body.HIP_RADIUS + (body.KNEE_RADIUS - body.HIP_RADIUS) * share
            yield f"{side} thigh", between(leg.hip, leg.knee, share), size
            size = body.KNEE_RADIUS + (body.ANKLE_RADIUS - body.KNEE_RADIUS) * share
            yield f"{side} shin", between(leg.knee, leg.ankle, share), size


def rounds(
    bones: Skeleton, *, hands: bool
) -> Iterator[tuple[str, tuple[float, float, float], float]]:
    """The rounds of a body, which its outlines are stretched round."""
    yield "head", bones.trunk.head, body.HEAD_RADIUS
    for side in SIDES:
        leg, arm = bones.leg(side), bones.arm(side)
        yield f"{side} knee", leg.knee, body.KNEE_RADIUS
        yield f"{side} ankle", leg.ankle, body.ANKLE_RADIUS - 4
        yield f"{side} heel", leg.heel, body.HEEL_RADIUS
        yield f"{side} ball", leg.ball, body.BALL_RADIUS
        yield f"{side} toes", leg.toes, body.TOE_RADIUS if leg.toes_up >= 0 else 0.0
        if hands:
            yield f"{side} elbow", arm.elbow, body.ELBOW_RADIUS
            yield f"{side} wrist", arm.wrist, body.PALM_THICKNESS
            yield f"{side} fingers", arm.fingers, body.FINGER_RADIUS


@pytest.mark.parametrize(("path", "left"), CASES)
def test_arrows_end_at_the_moving_joint(path: Path, left: bool) -> None:
    """The tip of each arrow is at the skin of its joint, or beside it where the floor is near."""
    wanted, everybody, _ = people(path, left)
    joints = tuple(named(joint) or "" for joint in wanted.arrows) if left else wanted.arrows
    wanted = structs.replace(wanted, arrows=joints)
    for before, one in zip(everybody, everybody[1:], strict=False):
        eye = camera(wanted.view, one.pose.base or "standing")
        heads = [patch for patch in arrows(wanted, before, one, eye) if patch.fill != "none"]
        assert len(heads) == len(joints)
        for joint, head in zip(joints, heads, strict=True):
            x, y = eye.spot(anchors(one.skeleton)[joint])
            tip_x, tip_y = head.path[0][1]
            off = ((tip_x - x) ** 2 + (tip_y - y) ** 2) ** 0.5 - radius(joint)
            assert off <= BESIDE, f"{joint}: {off:.0f} mm"


@pytest.mark.parametrize(("path", "left"), CASES)
def test_both_sides_are_the_same(path: Path, left: bool) -> None:
    """A pose for the left side is the pose for the right one, seen in a mirror.

    Arms on a wall, chair or towel are left out: those stand where the right side has them.
    """
    if not left:
        return
    held_up = {prop.prop for prop in figure(path).props} & {"wall", "towel", "chair"}
    one, another = (people(path, side)[1] for side in (False, True))
    for right, flipped in zip(one, another, strict=True):
        found, wanted = anchors(flipped.skeleton), anchors(right.skeleton)
        ahead = found["pelvis"][0] - wanted["pelvis"][0]
        for name, (x, y, z) in wanted.items():
            if held_up and name.endswith(("elbow", "hand")):
                continue
            assert apart(found[named(name) or ""], (x + ahead, -y, z)) <= MILLIMETRE, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_outside_the_frame(path: Path) -> None:
    """Every point of every path is on the canvas, strokes included."""
    drawn = drawing(exercise(path))
    looked = 0
    for shape in drawn.shapes:
        numbers = [float(word) for word in spaced(shape.path).split()]
        at = shape.at or (0.0, 0.0)
        for index, value in enumerate(numbers):
            most = WIDTH if index % 2 == 0 else HEIGHT
            assert -0.1 <= value + at[index % 2] <= most + 0.1
            looked += 1
    assert looked > 100


def spaced(path: str) -> str:
    """A path's numbers without its letters."""
    return "".join(" " if letter in "MLCZ" else letter for letter in path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_drawing_adds_less_than_4_kb(path: Path) -> None:
    """As the file holds it: the operators, deflated."""
    picture = Picture(path.stem, drawing(exercise(path)))
    colours = palette("#1a1a1a", "#0b5e6f")
    setter = TextSetter(open_faces(()), "en", Fill())
    _, (stream,) = prepare((picture,), (), colours, setter)
    assert len(stream.data) < 4096


def test_a_drawing_is_the_same_each_time() -> None:
    """Nothing in it depends on anything but the pose."""
    for path in FILES[:5]:
        assert drawing(exercise(path)) == drawing(exercise(path))
