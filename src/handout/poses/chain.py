"""Joint angles become joints in space: from the pelvis outwards, each segment after the last."""

from typing import Literal

from msgspec import Struct

from handout.model.pose import Limbs, Pose
from handout.poses import body
from handout.poses.space import Point, Turn, chained, moved, turn, turned

Side = Literal["right", "left"]
SIDES: tuple[Side, Side] = ("right", "left")

_LAIN_ON = 0.98
"""A shoulder that is so much straight below the spine is lain on."""


class Arm(Struct, frozen=True):
    """The joints of an arm; `hand` is the middle of the palm, `fingers` their ends."""

    shoulder: Point
    elbow: Point
    wrist: Point
    hand: Point
    fingers: Point


class Leg(Struct, frozen=True):
    """The joints of a leg; heel, ball and toes are the middles of their rounds.

    thigh, shin, foot: how each segment is turned. toes_up, curl, spread: degrees. arch: its lift.
    """

    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    ball: Point
    toes: Point
    thigh: Turn
    shin: Turn
    foot: Turn
    toes_up: float = 0.0
    curl: float = 0.0
    arch: float = 0.0
    spread: float = 0.0


class Trunk(Struct, frozen=True):
    """The spine from the hips up: a point and a turn for each joint, then the head's middle."""

    points: tuple[Point, ...]
    turns: tuple[Turn, ...]
    head: Point
    facing: Turn

    @property
    def chest(self) -> Turn:
        """How the shoulders are turned."""
        return self.turns[-1]

    @property
    def shoulders(self) -> Point:
        """The middle between the shoulders."""
        return self.points[-1]


class Skeleton(Struct, frozen=True):
    """A person in space."""

    trunk: Trunk
    right_arm: Arm
    left_arm: Arm
    right_leg: Leg
    left_leg: Leg

    def arm(self, side: Side) -> Arm:
        """The arm of a side."""
        return self.right_arm if side == "right" else self.left_arm

    def leg(self, side: Side) -> Leg:
        """The leg of a side."""
        return self.right_leg if side == "right" else self.left_leg


def sign(side: Side) -> float:
    """Which way along y a side is."""
    return 1.0 if side == "left" else -1.0


def trunk(pose: Pose, root: Turn, at: Point) -> Trunk:
    """The spine, bent half at each of two joints of the lower and of the upper back."""
    low = _bent(pose.lumbar, pose.lumbar_bend, pose.lumbar_turn, 0.5)
    high = _bent(pose.thoracic, 0.0, 0.0, 0.5)
    lengths = (body.PELVIS, body.LUMBAR / 2, body.LUMBAR / 2, body.THORAX / 2, body.THORAX / 2)
    points, turns = [at], [root]
    for long, bend in zip(lengths, (None, low, low, high, high), strict=True):
        if bend:
            turns.append(chained(turns[-1], bend))
        points.append(moved(points[-1], turned(turns[-1], (0, 0, long))))
    neck = _bent(pose.neck, pose.neck_bend, pose.neck_turn, 0.5)
    rising = chained(turns[-1], neck)
    facing = chained(rising, neck)
    chin = moved(points[-1], turned(rising, (0, 0, body.NECK)))
    head = moved(chin, turned(facing, (0, 0, body.HEAD)))
    return Trunk(tuple(points), tuple(turns), head, facing)


def _bent(forwards: float | None, aside: float | None, round_: float | None, share: float) -> Turn:
    return chained(
        turn("y", (forwards or 0) * share),
        turn("x", (aside or 0) * share),
        turn("z", -(round_ or 0) * share),
    )


def hip_of(spine: Trunk, side: Side) -> Point:
    """Where a hip joint is."""
    return moved(spine.points[0], turned(spine.turns[0], (0, sign(side) * body.HIP_SIDE, 0)))


def shoulder_of(spine: Trunk, side: Side) -> Point:
    """Where a shoulder joint is; the one that somebody lies on is pushed in and forwards."""
    low = -0.012 * body.STATURE
    across = (0.0, sign(side) * body.SHOULDER_SIDE, low)
    down = -turned(spine.chest, across)[2] / body.SHOULDER_SIDE
    if down > _LAIN_ON:
        across = (40.0, sign(side) * (body.WIDTH - body.SHOULDER_RADIUS), low)
    return moved(spine.shoulders, turned(spine.chest, across))


def upper_arm(limbs: Limbs, spine: Trunk, side: Side) -> Turn:
    """How the upper arm is turned by the angles of the shoulder."""
    out, outwards = limbs.shoulder_abduction or 0, limbs.shoulder_rotation or 0
    return _swung(spine.chest, limbs.shoulder or 0, out, outwards, side)


def thigh(limbs: Limbs, spine: Trunk, side: Side) -> Turn:
    """How the thigh is turned by the angles of the hip."""
    out, outwards = limbs.hip_abduction or 0, limbs.hip_rotation or 0
    return _swung(spine.turns[0], limbs.hip or 0, out, outwards, side)


def _swung(parent: Turn, forwards: float, out: float, outwards: float, side: Side) -> Turn:
    return chained(
        parent,
        turn("y", -forwards),
        turn("x", sign(side) * out),
        turn("z", sign(side) * outwards),
    )


def arm(limbs: Limbs, spine: Trunk, side: Side) -> Arm:
    """The arm by its angles."""
    upper = upper_arm(limbs, spine, side)
    lower = chained(upper, turn("y", -(limbs.elbow or 0)))
    hand = chained(lower, turn("y", -(limbs.wrist or 0)))
    shoulder = shoulder_of(spine, side)
    elbow = moved(shoulder, turned(upper, (0, 0, -body.UPPER_ARM)))
    wrist = moved(elbow, turned(lower, (0, 0, -body.FOREARM)))
    along = turned(hand, (0, 0, -1.0))
    return Arm(
        shoulder, elbow, wrist, moved(wrist, along, body.PALM), moved(wrist, along, body.FINGERS)
    )


def leg(limbs: Limbs, spine: Trunk, side: Side) -> Leg:
    """The leg by its angles."""
    upper = thigh(limbs, spine, side)
    hip = hip_of(spine, side)
    knee = moved(hip, turned(upper, (0, 0, -body.THIGH)))
    lower = chained(upper, turn("y", limbs.knee or 0))
    ankle = moved(knee, turned(lower, (0, 0, -body.SHIN)))
    return footed(hip, knee, ankle, upper, lower, limbs)


def footed(hip: Point, knee: Point, ankle: Point, upper: Turn, lower: Turn, limbs: Limbs) -> Leg:
    """The leg with a foot at the angles of ankle and toes."""
    toes_up = limbs.toes or 0
    sole = chained(lower, turn("y", -(limbs.ankle or 0)))
    front = chained(sole, turn("y", -toes_up))
    heel = moved(ankle, turned(sole, (-body.HEEL_BACK, 0, body.HEEL_RADIUS - body.ANKLE)))
    ball = moved(ankle, turned(sole, (body.BALL_AHEAD, 0, body.BALL_RADIUS - body.ANKLE)))
    joint = moved(ball, turned(sole, (0, 0, body.TOE_RADIUS - body.BALL_RADIUS)))
    toes = moved(joint, turned(front, (body.TOES_AHEAD, 0, 0)))
    return Leg(
        hip, knee, ankle, heel, ball, toes, upper, lower, sole, toes_up, limbs.curl or 0,
        limbs.arch or 0, limbs.spread or 0,
    )  # fmt: skip


def skeleton(pose: Pose, root: Turn, at: Point) -> Skeleton:
    """The whole person by the angles alone."""
    spine = trunk(pose, root, at)
    return Skeleton(
        spine,
        arm(pose.right, spine, "right"),
        arm(pose.left, spine, "left"),
        leg(pose.right, spine, "right"),
        leg(pose.left, spine, "left"),
    )
