"""Feet and bodies are set down: the pelvis is raised or lowered, then hips or knees are bent.

What stands on the floor is worked out, never guessed: the author gives the angles that matter and
the joint that is left takes what the ground leaves it.
"""

from collections.abc import Callable
from functools import partial
from math import atan2, degrees
from typing import NoReturn

from msgspec import Struct, structs

from handout.errors import fail
from handout.model.pose import RANGES, Limbs, Pose
from handout.poses import body
from handout.poses.bases import root
from handout.poses.chain import SIDES, Leg, Side, Trunk, arm, leg, shoulder_of, trunk
from handout.poses.space import Point, Turn, flat, moved, turned

TOLERANCE = 0.05
"""How near the floor a foot is brought, in millimetres."""

_ELBOW_BENT = 4.0
"""By how many millimetres a slightly bent elbow shortens the arm."""

_UPRIGHT = ("standing",)
_KNEELING = ("all-fours", "kneeling")


class Stage(Struct, frozen=True):
    """Where things stand, in millimetres from under the pelvis of the start; None: there is none.

    seat: how high one sits. wall: how far ahead. step: its edge, ahead. table: its middle, ahead.
    has_arms: False where only a foot is shown, so that hands need not reach.
    """

    seat: float = 0.0
    wall: float | None = None
    step: float | None = None
    table: float | None = None
    table_top: float = body.TABLE
    has_arms: bool = True


def lowest(at: Point, radius: float) -> float:
    """The lowest point of a ball."""
    return at[2] - radius


def under_trunk(spine: Trunk) -> float:
    """The lowest point of the back, the chest and the bottom, whichever way they face."""
    pelvis, chest = spine.points[0], spine.points[4]
    return min(_under(pelvis, spine.turns[0]), _under(chest, spine.chest))


def _under(at: Point, by: Turn) -> float:
    """The lowest point of a flat oval as wide as the hips."""
    return at[2] - flat(body.DEPTH * by[2][0], body.WIDTH * by[2][1])


def sole(standing: Leg, contact: str | None) -> float:
    """How high the part of the foot that bears is above z = 0."""
    match contact:
        case "floor":
            return standing.ankle[2] - body.ANKLE
        case "roller":
            return standing.ankle[2] - body.ANKLE - 2 * body.ROLLER + body.PRESSED
        case "heel":
            return lowest(standing.heel, body.HEEL_RADIUS)
        case "ball":
            return lowest(standing.ball, body.BALL_RADIUS)
        case _:
            return min(
                lowest(standing.toes, body.TOE_RADIUS), lowest(standing.ankle, body.ANKLE_RADIUS)
            )


def grounded(pose: Pose, stage: Stage) -> tuple[Pose, Trunk, dict[Side, Leg]]:
    """The pose with its feet on the ground: its angles as they came out, its trunk and its legs.

    Raises: HandoutError where a foot cannot reach the ground within the ranges of the joints.
    """
    pose = _propped(pose)
    turned_as = root(pose)
    spine = trunk(pose, turned_as, (0.0, 0.0, 0.0))
    spine = trunk(pose, turned_as, (0.0, 0.0, _rise(pose, spine, stage)))
    legs: dict[Side, Leg] = {}
    for side in SIDES:
        limbs = _set_down(pose, spine, side)
        pose = structs.replace(pose, **{side: limbs})
        legs[side] = leg(limbs, spine, side)
    return pose, spine, legs


def limbs_of(pose: Pose, side: Side) -> Limbs:
    """The angles of a side."""
    return pose.right if side == "right" else pose.left


def _rise(pose: Pose, spine: Trunk, stage: Stage) -> float:
    """How high the pelvis must be for what bears the body to touch the ground."""
    legs = {side: leg(limbs_of(pose, side), spine, side) for side in SIDES}
    bearing = [side for side in SIDES if limbs_of(pose, side).foot in ("floor", "heel", "ball")]
    up = [side for side in SIDES if limbs_of(pose, side).foot == "step"]
    if pose.base in _UPRIGHT and up and not bearing:
        return body.STEP - min(sole(legs[side], "floor") for side in up)
    if pose.base in _UPRIGHT and bearing:
        return -min(sole(legs[side], limbs_of(pose, side).foot) for side in bearing)
    if pose.base in _UPRIGHT:
        return -min(sole(one, "floor") for one in legs.values())
    if pose.base == "sitting":
        return stage.seat + body.HIP_RADIUS
    if pose.base in _KNEELING:
        kneeling = [side for side in SIDES if limbs_of(pose, side).foot == "top"] or SIDES
        return -min(lowest(legs[side].knee, body.KNEE_RADIUS) for side in kneeling)
    if is_plank(pose):
        return -min(lowest(legs["left"].knee, body.KNEE_RADIUS), under_trunk(spine))
    return -under_trunk(spine)


def _propped(pose: Pose) -> Pose:
    """The pose with what nobody said about the trunk: arms and thighs upright, the head at rest."""
    if pose.base == "all-fours" and pose.lean is None:
        pose = structs.replace(pose, lean=_found(pose, "lean", _over_hands, -12.0, "hands"))
    if pose.base == "all-fours":
        pose = _upright(pose)
    if pose.base == "lying-back" and pose.neck is None:
        pose = structs.replace(pose, neck=_found(pose, "neck", _under_head, 0.0, "head"))
    if is_plank(pose):
        bent = "lumbar_bend" if pose.lumbar_bend is None else "roll"
        pose = structs.replace(pose, **{bent: _found(pose, bent, _off_level, 10.0, "elbow")})
    return pose


def _found(pose: Pose, name: str, gap: Callable[[Pose], float], guess: float, what: str) -> float:
    """The angle of the trunk at which the gap closes."""
    angle = _solved(lambda at: gap(structs.replace(pose, **{name: at})), guess)
    least, most = RANGES[name]
    if angle is None or not least <= angle <= most:
        fail(f"the {what} cannot rest on the floor in this pose", pose.place,
             f"write {name}: with the angle that is meant")  # fmt: skip
    return angle


def _upright(pose: Pose) -> Pose:
    """Thighs that nobody bent stand upright."""
    hip = 90 + (pose.lean or 0)
    right, left = (
        structs.replace(one, hip=hip) if one.hip is None else one for one in (pose.right, pose.left)
    )
    return structs.replace(pose, right=right, left=left)


def _over_hands(pose: Pose) -> float:
    """How much higher the shoulders are than straight arms reach, with the knees on the floor."""
    spine = trunk(pose, root(pose), (0.0, 0.0, body.THIGH + body.KNEE_RADIUS))
    reach = body.UPPER_ARM + body.FOREARM + body.PALM_THICKNESS - _ELBOW_BENT
    return shoulder_of(spine, "left")[2] - reach


def _under_head(pose: Pose) -> float:
    spine = trunk(pose, root(pose), (0.0, 0.0, 0.0))
    return lowest(spine.head, body.HEAD_RADIUS) - under_trunk(spine)


def is_plank(pose: Pose) -> bool:
    """Whether somebody on their side is propped on the lower forearm."""
    return pose.base == "lying-side" and pose.left.hand == "floor"


def _off_level(pose: Pose) -> float:
    """How much higher the lower knee, or the hip, is than the elbow."""
    spine = trunk(pose, root(pose), (0.0, 0.0, 0.0))
    knee = lowest(leg(pose.left, spine, "left").knee, body.KNEE_RADIUS)
    elbow = lowest(arm(pose.left, spine, "left").elbow, body.ELBOW_RADIUS)
    return min(knee, under_trunk(spine)) - elbow


def _set_down(pose: Pose, spine: Trunk, side: Side) -> Limbs:
    """The angles of a leg whose foot bears, with hip or knee bent as the ground asks."""
    limbs = limbs_of(pose, side)
    contact = limbs.foot
    if contact not in ("floor", "heel", "ball", "top", "roller"):
        return limbs
    for free in _free_joints(pose):
        angle = _solved(partial(_gap, limbs, spine, side, free), getattr(limbs, free) or 0.0)
        least, most = RANGES[free]
        if angle is not None and least - 1 <= angle <= most + 1:
            limbs = structs.replace(limbs, **{free: angle})
            break
    else:
        hint = f"change the angles of the {side} leg, or lift it with foot: free"
        fail(f"the {side} foot cannot reach the floor", limbs.place or pose.place, hint)
    if contact in ("floor", "roller"):
        flat = _flat(leg(limbs, spine, side).shin)
        limbs = _within(
            structs.replace(limbs, ankle=flat, toes=0.0),
            ("ankle",),
            side,
            pose,
        )
    elif contact == "ball":
        toes = _flat(leg(limbs, spine, side).foot)
        limbs = _within(structs.replace(limbs, toes=toes), ("toes",), side, pose)
    return limbs


def _free_joints(pose: Pose) -> tuple[str, ...]:
    """Which joint of a leg gives way to the ground, the first that can."""
    if pose.base in _KNEELING:
        return ("knee",)
    return ("knee", "hip") if pose.base in _UPRIGHT else ("hip",)


def _gap(limbs: Limbs, spine: Trunk, side: Side, free: str, angle: float) -> float:
    return sole(leg(structs.replace(limbs, **{free: angle}), spine, side), limbs.foot)


def _flat(parent: Turn) -> float:
    """By how much a part must be tilted up against its parent to be level."""
    return degrees(atan2(-parent[2][0], parent[2][2]))


def _solved(gap: Callable[[float], float], guess: float) -> float | None:
    """The angle near the guess where the gap closes, by the secant method; None for none."""
    first, second = guess, guess + 3.0
    before, now = gap(first), gap(second)
    if abs(before) < TOLERANCE:
        return first
    for _ in range(24):
        if abs(now) < TOLERANCE:
            return second
        if now == before:
            return None
        step = max(-12.0, min(12.0, -now * (second - first) / (now - before)))
        first, before, second = second, now, second + step
        now = gap(second)
    return None


def _within(limbs: Limbs, names: tuple[str, ...], side: Side, pose: Pose) -> Limbs:
    """The limbs, whose angles of these names are in their ranges."""
    for name in names:
        check_range(getattr(limbs, name), name, side, limbs, pose)
    return limbs


def check_range(angle: float, name: str, side: Side, limbs: Limbs, pose: Pose) -> None:
    """A joint's angle as it came out is one that a joint can have.

    Raises: HandoutError where it is more than a degree out of its range.
    """
    least, most = RANGES[name]
    if not least - 1 <= angle <= most + 1:
        _out_of_range(angle, name, side, limbs, pose)


def _out_of_range(angle: float, name: str, side: Side, limbs: Limbs, pose: Pose) -> NoReturn:
    least, most = RANGES[name]
    spoken = name.replace("_", " ")
    fail(
        f"the {side} {spoken} would have to be at {angle:.0f} degrees, and goes from {least:g} to "
        f"{most:g}",
        limbs.place or pose.place,
        "change the angles before it in the chain, or where the foot or hand is put",
    )


def shifted_trunk(spine: Trunk, by: Point) -> Trunk:
    """The trunk moved."""
    points = tuple(moved(point, by) for point in spine.points)
    return structs.replace(spine, points=points, head=moved(spine.head, by))


def ahead(by: Turn) -> Point:
    """Which way a turned part faces."""
    return turned(by, (1.0, 0.0, 0.0))
