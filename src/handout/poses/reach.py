"""Hands and feet are brought to what they hold: two bones and a target, solved exactly.

The bend of elbow or knee lies on the side where the author's angles would have put it.
"""

from math import acos, asin, atan2, cos, degrees, sin

from msgspec import structs

from handout.errors import fail
from handout.model.pose import Limbs, Pose
from handout.poses import body
from handout.poses.chain import Arm, Leg, Side, Trunk, arm, footed, hip_of, leg, shoulder_of, sign
from handout.poses.contact import Stage, ahead, check_range, limbs_of
from handout.poses.space import (
    Point,
    Turn,
    apart,
    away,
    back,
    between,
    chained,
    cross,
    dot,
    length,
    moved,
    turn,
    turned,
    unit,
)

SLACK = 3.0
"""How far from what it holds a hand may be, in millimetres."""


ON_STEP = 90.0
"""How far behind the edge of a step the ankle of a foot on it is."""


def reaching_leg(pose: Pose, spine: Trunk, side: Side, other: Leg, stage: Stage) -> Leg:
    """The leg with its foot on the step or its ankle on the other leg.

    Raises: HandoutError where it cannot get there.
    """
    limbs = limbs_of(pose, side)
    if limbs.foot == "step":
        if stage.step is None:
            fail("there is no step to stand on", limbs.place or pose.place,
                 "add `- prop: step` to props")  # fmt: skip
        hip = hip_of(spine, side)
        target = (stage.step + ON_STEP, hip[1], body.STEP + body.ANKLE)
    elif limbs.foot and limbs.foot.endswith("ankle"):
        across = turned(spine.turns[0], (0.0, sign(side), 0.0))
        target = moved(other.ankle, across, body.ANKLE_RADIUS)
    else:
        share = 0.9 if limbs.foot and limbs.foot.endswith("knee") else 0.62
        on = between(other.hip, other.knee, share)
        target = moved(on, ahead(other.thigh), 68.0 + body.ANKLE_RADIUS)
    hint = leg(limbs, spine, side)
    hip = hint.hip
    knee = _bent(
        hip, target, (body.THIGH, body.SHIN), away(hip, hint.knee), f"the {side} foot", limbs, pose
    )
    upper, lower = _turns(hip, knee, target, -1.0)
    _check_hip(back_turn(spine.turns[0], upper), limbs, side, pose)
    up = limbs.ankle or 0.0
    if limbs.foot == "step":
        up = degrees(atan2(-lower[2][0], lower[2][2]))
        check_range(up, "ankle", side, limbs, pose)
    return footed(hip, knee, target, upper, lower, structs.replace(limbs, ankle=up))


def reaching_arm(
    pose: Pose, spine: Trunk, side: Side, legs: dict[Side, Leg], others: dict[Side, Arm],
    stage: Stage,
) -> Arm:  # fmt: skip
    """The arm with its palm on what it holds; as its angles say where it holds nothing.

    Raises: HandoutError where it cannot get there.
    """
    limbs = limbs_of(pose, side)
    hint = arm(limbs, spine, side)
    if limbs.hand in (None, "free") or (pose.base == "lying-side" and limbs.hand == "floor"):
        return hint
    pole = moved(away(hint.shoulder, hint.elbow), turned(spine.chest, (0, 0, -1.0)), 40.0)
    shoulder = shoulder_of(spine, side)
    leaning = _leant_on(pose, spine, side, hint, stage)
    what = f"the {side} hand"
    if leaning:
        palm, along = leaning
        wrist = moved(palm, along, -body.PALM)
        elbow = _bent(shoulder, wrist, (body.UPPER_ARM, body.FOREARM), pole, what, limbs, pose)
        done = Arm(shoulder, elbow, wrist, palm, moved(wrist, along, body.FINGERS))
        check_range(elbow_angle(done), "elbow", side, limbs, pose)
        return done
    palm = _held(pose, spine, side, legs, others)
    bones = (body.UPPER_ARM, body.FOREARM + body.PALM)
    elbow = _bent(shoulder, palm, bones, pole, what, limbs, pose)
    along = unit(away(elbow, palm))
    wrist = moved(elbow, along, body.FOREARM)
    done = Arm(shoulder, elbow, wrist, moved(wrist, along, body.PALM),
               moved(wrist, along, body.GRIP))  # fmt: skip
    check_range(elbow_angle(done), "elbow", side, limbs, pose)
    return done


def _leant_on(
    pose: Pose, spine: Trunk, side: Side, hint: Arm, stage: Stage
) -> tuple[Point, Point] | None:
    """Where the palm is and the fingers point, for a hand on something flat."""
    limbs = limbs_of(pose, side)
    x, y, z = hint.hand
    match limbs.hand:
        case "floor":
            along = away(hint.elbow, hint.wrist)
            level = (along[0], along[1], 0.0)
            if limbs.shoulder is None or length(level) < 0.6 * body.FOREARM:
                up = turned(spine.chest, (0, 0, 1.0))
                level = (up[0], up[1], 0.0)
            if limbs.shoulder is None:
                x, y, _ = moved(hint.shoulder, unit(level), body.PALM)
            return _slid(hint.shoulder, (x, y, body.PALM_THICKNESS), unit(level)), unit(level)
        case "wall":
            if stage.wall is None:
                fail("there is no wall to lean on", limbs.place or pose.place,
                     "add `- prop: wall` with `ahead: 600` to props")  # fmt: skip
            return (stage.wall - body.PALM_THICKNESS, y, z), (0.0, 0.0, 1.0)
        case "table":
            if stage.table is None:
                fail("there is no table to hold", limbs.place or pose.place,
                     "add `- prop: table` with `ahead: 500` to props")  # fmt: skip
            return (stage.table, y, stage.table_top + body.PALM_THICKNESS), (1.0, 0.0, 0.0)
        case "chair":
            if pose.base == "sitting":
                hip = hip_of(spine, side)
                beside = hip[1] + sign(side) * 150
                return (hip[0] + 60, beside, stage.seat + body.PALM_THICKNESS), (1.0, 0.0, 0.0)
            if stage.table is None:
                fail("there is no chair to hold", limbs.place or pose.place,
                     "add `- prop: chair` with `ahead: 450` to props")  # fmt: skip
            return (stage.table, y, body.CHAIR_BACK + body.PALM_THICKNESS), (1.0, 0.0, 0.0)
        case _:
            return None


def _slid(shoulder: Point, palm: Point, along: Point) -> Point:
    """The palm on the floor where the author's angles point, or nearer where arms are too short."""
    arm_long = body.UPPER_ARM + body.FOREARM - 1.0
    wrist = moved(palm, along, -body.PALM)
    out = (wrist[0] - shoulder[0], wrist[1] - shoulder[1], 0.0)
    drop = shoulder[2] - wrist[2]
    most = max(arm_long * arm_long - drop * drop, 0.0) ** 0.5
    if length(out) <= most:
        return palm
    return moved(palm, unit(out), most - length(out))


def _held(
    pose: Pose, spine: Trunk, side: Side, legs: dict[Side, Leg], others: dict[Side, Arm]
) -> Point:
    """Where the middle of the palm is, for a hand that holds a part of the body or a towel."""
    hold = limbs_of(pose, side).hand or ""
    if hold == "towel":
        return _on_towel(spine, side, legs)
    if hold == "head":
        behind = turned(spine.facing, (-0.75, sign(side) * 0.66, 0.1))
        return moved(spine.head, behind, body.HEAD_RADIUS + body.PALM_THICKNESS)
    if hold == "lower-back":
        behind = turned(spine.turns[1], (-0.95, sign(side) * 0.3, 0.0))
        return moved(spine.points[1], behind, body.DEPTH - 8 + body.PALM_THICKNESS)
    whose, _, part = hold.partition("-")
    named: Side = "right" if whose == "right" else "left"
    if part == "hand":
        if named not in others:
            fail(f"the {side} hand holds the {named} hand, which holds nothing", pose.place,
                 f"say what the {named} hand holds; the right one is placed first")  # fmt: skip
        return others[named].hand
    if part == "hip":
        outwards = turned(spine.turns[0], (0.25, sign(named) * 0.97, 0))
        return moved(spine.points[1], outwards, 150 + body.PALM_THICKNESS)
    return on_leg(legs[named], part, body.PALM_THICKNESS)


def on_leg(of: Leg, part: str, above: float) -> Point:
    """A place on the skin of a leg, or so far above it: knee, shin, thigh (behind), ankle, foot."""
    shin, upper, sole = ahead(of.shin), ahead(of.thigh), of.foot
    match part:
        case "knee":
            return moved(of.knee, unit(moved(shin, upper)), body.KNEE_RADIUS + above)
        case "shin":
            return moved(between(of.knee, of.ankle, 0.3), shin, 50 + above)
        case "thigh":
            return moved(between(of.hip, of.knee, 0.72), upper, -72 - above)
        case "thigh-top":
            return moved(between(of.hip, of.knee, 0.7), upper, 64 + above)
        case "ankle":
            return moved(between(of.knee, of.ankle, 0.9), shin, 40 + above)
        case "toes":
            return moved(of.toes, turned(sole, (0.2, 0, -0.98)), body.TOE_RADIUS + above * 0.4)
        case _:
            return moved(of.heel, turned(sole, (-0.98, 0, -0.2)), body.HEEL_RADIUS + above * 0.4)


def sole_middle(of: Leg) -> Point:
    """The middle of the sole."""
    return moved(between(of.heel, of.ball, 0.8), turned(of.foot, (0, 0, -1.0)), 30.0)


def _on_towel(spine: Trunk, side: Side, legs: dict[Side, Leg]) -> Point:
    """A hand's place on a towel round the foot: on the way from it to the shoulder."""
    round_ = sole_middle(legs["right"])
    shoulder = shoulder_of(spine, side)
    most = (body.UPPER_ARM + body.FOREARM + body.PALM) * 0.8
    way = apart(shoulder, round_)
    at = moved(shoulder, unit(away(shoulder, round_)), min(most, way * 0.85))
    return moved(at, turned(spine.chest, (0, sign(side) * 1.0, 0)), 25.0)


def _bent(
    start: Point, end: Point, bones: tuple[float, float], pole: Point, what: str,
    limbs: Limbs, pose: Pose,
) -> Point:  # fmt: skip
    """The joint between two bones from start to end, on the side of the pole.

    Raises: HandoutError where the end is too far for the bones.
    """
    first, second = bones
    way = apart(start, end)
    place = limbs.place or pose.place
    if way > first + second + SLACK:
        fail(f"{what} is {way - first - second:.0f} mm short of what it should touch", place,
             "bring body and target nearer to each other")  # fmt: skip
    way = min(way, first + second - 0.01)
    along = unit(away(start, end))
    aside = moved(pole, along, -dot(pole, along))
    if length(aside) < 1.0:
        aside = cross(along, (0.0, 1.0, 0.0))
    share = (first * first + way * way - second * second) / (2 * first * way)
    out = sin(acos(max(-1.0, min(1.0, share))))
    return moved(moved(start, along, first * share), unit(aside), first * out)


def _turns(hip: Point, knee: Point, ankle: Point, way: float) -> tuple[Turn, Turn]:
    """How two segments are turned that bend backwards (way -1), and which way their front is."""
    upper, lower = unit(away(hip, knee)), unit(away(knee, ankle))
    bend = acos(max(-1.0, min(1.0, dot(upper, lower))))
    front = unit(
        moved((upper[0] * cos(bend), upper[1] * cos(bend), upper[2] * cos(bend)), lower, -1.0)
    )
    up = (-upper[0], -upper[1], -upper[2])
    left = cross(up, front)
    thigh: Turn = (
        (front[0], left[0], up[0]),
        (front[1], left[1], up[1]),
        (front[2], left[2], up[2]),
    )
    return thigh, chained(thigh, turn("y", -way * degrees(bend)))


def back_turn(parent: Turn, child: Turn) -> Turn:
    """The child's turn as its parent sees it."""
    columns = [back(parent, (child[0][i], child[1][i], child[2][i])) for i in range(3)]
    return (
        (columns[0][0], columns[1][0], columns[2][0]),
        (columns[0][1], columns[1][1], columns[2][1]),
        (columns[0][2], columns[1][2], columns[2][2]),
    )


def _check_hip(seen: Turn, limbs: Limbs, side: Side, pose: Pose) -> None:
    """The angles of a hip that was solved are in their ranges."""
    for name, angle in hip_angles(seen, side).items():
        check_range(angle, name, side, limbs, pose)


def hip_angles(seen: Turn, side: Side) -> dict[str, float]:
    """Flexion and abduction of a thigh as the pelvis sees it.

    How far it is turned about itself is left out: in a crossed leg that depends on the order in
    which the three turns are counted, and a clinic measures it with the leg straight.
    """
    down = turned(seen, (0, 0, -1.0))
    out = asin(max(-1.0, min(1.0, down[1])))
    forwards = atan2(down[0], -down[2])
    return {"hip": degrees(forwards), "hip_abduction": degrees(out) * sign(side)}


def elbow_angle(of: Arm) -> float:
    """How far an elbow is bent."""
    upper, lower = unit(away(of.shoulder, of.elbow)), unit(away(of.elbow, of.wrist))
    return degrees(acos(max(-1.0, min(1.0, dot(upper, lower)))))
