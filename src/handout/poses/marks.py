"""Signs on a picture: the way a joint goes, circles, and that a pose is held."""

from math import atan2, cos, hypot, inf, pi, sin

from handout.model.pose import Figure
from handout.poses import body
from handout.poses.chain import SIDES, Skeleton
from handout.poses.foot import toe_tips
from handout.poses.outline import Patch, Path, Spot, disc, line, polygon
from handout.poses.person import anchors
from handout.poses.placing import Placed, way
from handout.poses.view import Camera

SIGN = "#c8401f"

Capsule = tuple[Spot, Spot, float]

_SHAFT = 22.0
_HEAD_LONG, _HEAD_WIDE = 84.0, 46.0
_EDGE = 10.0
_SHARES = (0.2, 0.4, 0.6, 0.8)
_LEVEL = 0.99
_CIRCLE = 130.0
_SHORTEST = 1.7 * _HEAD_LONG
_OFF_FLOOR = 45.0
_CLEAR = 12.0
"""An arrow stops this far from the skin of its joint, and starts as far from where it was."""
_NEAR_SIZE = 0.4
"""Signs are so much smaller beside a foot from near by."""

RADII = {
    "head": body.HEAD_RADIUS, "chest": body.DEPTH, "back": body.DEPTH, "pelvis": body.DEPTH,
    "shoulder": body.SHOULDER_RADIUS, "elbow": body.ELBOW_RADIUS, "hand": body.WRIST_RADIUS,
    "hip": body.HIP_RADIUS, "knee": body.KNEE_RADIUS, "ankle": body.ANKLE_RADIUS,
    "toes": body.TOE_RADIUS, "heel": body.HEEL_RADIUS, "arch": 4.0,
}  # fmt: skip


def radius(joint: str) -> float:
    """How far a joint's skin is from its middle."""
    return RADII[joint.rpartition("-")[2]]


def sign_size(figure: Figure) -> float:
    """How large signs are: smaller on a foot that is seen from near by."""
    return _NEAR_SIZE if figure.view == "foot" else 1.0


def arrows(figure: Figure, before: Placed, of: Placed, camera: Camera) -> list[Patch]:
    """An arrow for each moving joint, along the way it came, that ends at the joint."""
    if not figure.arrows:
        return []
    between_them = way(figure, before, of, _SHARES)
    patches: list[Patch] = []
    size = sign_size(figure)
    for joint in figure.arrows:
        people = (before.skeleton, *between_them, of.skeleton)
        *on_the_way, end = [anchors(one)[joint] for one in people]
        least = min(end[2], _OFF_FLOOR * size)
        points = [camera.spot((x, y, max(z, least))) for x, y, z in (*on_the_way, end)]
        floor = camera.spot((0.0, 0.0, 0.0))[1] if camera.up[2] > _LEVEL else -inf
        found = _drawn(points, radius(joint), size)
        if len(found) == 2:
            found = _clearest(found, radius(joint), size, floor, capsules(of.skeleton, camera))
        patches += arrow(found, size)
    return patches


def circles(figure: Figure, of: Placed, camera: Camera) -> list[Patch]:
    """A round arrow about each joint that goes round."""
    patches: list[Patch] = []
    for joint in figure.circles:
        x, y = camera.spot(anchors(of.skeleton)[joint])
        size = sign_size(figure)
        far = max(_CIRCLE, radius(joint) * 1.5) * size
        steps = [pi * (0.25 + 1.5 * index / 8) for index in range(9)]
        patches += arrow([(x + far * cos(a), y + far * sin(a)) for a in steps], size)
    return patches


def spread_arrows(before: Skeleton, of: Skeleton) -> list[Patch]:
    """Arrows from where the big and the little toe were to where they are, seen from above."""
    patches: list[Patch] = []
    pairs = zip(toe_tips(before.right_leg), toe_tips(of.right_leg), strict=True)
    for aside, (_, end) in zip((-1.0, 1.0), pairs, strict=True):
        tip = (end[0] + aside * 30, end[1] + 6)
        patches += arrow(
            [(tip[0] - aside * 8, tip[1] + 6), (tip[0] + aside * 62, tip[1] - 12)], 0.4
        )
    return patches


def _drawn(points: list[Spot], skin: float, size: float) -> list[Spot]:
    """The way of a joint from the skin it left to the skin it has come to.

    A short way is drawn longer, from further back, as two points.
    """
    start, end = points[0], points[-1]
    clear = skin + _CLEAR * size
    inside = [point for point in points if _apart(point, end) > clear]
    if inside:
        tip = _towards(end, inside[-1], clear)
        left = [point for point in inside[1:] if _apart(point, start) > clear]
        drawn = [_towards(start, (left or [tip])[0], clear), *left, tip]
        if len(drawn) > 2 and _apart(drawn[0], tip) >= _SHORTEST * size:
            return drawn
    angle = atan2(start[1] - end[1], start[0] - end[0])
    tip = (end[0] + clear * cos(angle), end[1] + clear * sin(angle))
    long = _SHORTEST * size
    return [(tip[0] + long * cos(angle), tip[1] + long * sin(angle)), tip]


def _towards(start: Spot, end: Spot, far: float) -> Spot:
    """The point so far from the start on the straight way to the end, or the end."""
    share = min(far / max(_apart(start, end), 1e-9), 1.0)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _clearest(
    straight: list[Spot], skin: float, size: float, floor: float, limbs: list[Capsule]
) -> list[Spot]:
    """A short arrow where it hides least of the body: behind its joint, or to either side of it."""
    tail, tip = straight
    way_x, way_y = tip[0] - tail[0], tip[1] - tail[1]
    long, clear = hypot(way_x, way_y), skin + _CLEAR * size
    out, on = (clear + _HEAD_WIDE * size) / long, (clear + long * 0.4) / long
    places = [straight]
    for side in (1.0, -1.0):
        shift = (side * -way_y * out + way_x * on, side * way_x * out + way_y * on)
        places.append([(x + shift[0], y + shift[1]) for x, y in straight])
    return min(places, key=lambda ends: _hides(ends, floor, limbs, size))


def _hides(ends: list[Spot], floor: float, limbs: list[Capsule], size: float) -> int:
    """How many points along an arrow lie on the body or under the floor."""
    (tail_x, tail_y), (x, y) = ends
    points = [(tail_x + (x - tail_x) * at / 8, tail_y + (y - tail_y) * at / 8) for at in range(9)]
    near = _HEAD_WIDE * size * 0.6
    on_body = sum(any(_within(point, limb, near) for limb in limbs) for point in points)
    return on_body + 3 * sum(point[1] < floor for point in points)


def _within(point: Spot, limb: Capsule, near: float) -> bool:
    """Whether a point is on a limb, or as near to it."""
    (ax, ay), (bx, by), wide = limb
    dx, dy = bx - ax, by - ay
    along = ((point[0] - ax) * dx + (point[1] - ay) * dy) / max(dx * dx + dy * dy, 1e-9)
    share = max(0.0, min(1.0, along))
    return hypot(point[0] - ax - dx * share, point[1] - ay - dy * share) < wide + near


def capsules(of: Skeleton, camera: Camera) -> list[Capsule]:
    """The body in the picture, roughly: lines between joints, and how wide it is about them."""
    lines = [(of.trunk.points[0], of.trunk.shoulders, body.DEPTH),
             (of.trunk.head, of.trunk.head, body.HEAD_RADIUS)]  # fmt: skip
    for side in SIDES:
        arm, leg = of.arm(side), of.leg(side)
        lines += [
            (arm.shoulder, arm.elbow, body.SHOULDER_RADIUS), (arm.elbow, arm.fingers, 40.0),
            (leg.hip, leg.knee, 75.0), (leg.knee, leg.ankle, 48.0), (leg.heel, leg.toes, 32.0),
        ]  # fmt: skip
    return [(camera.spot(start), camera.spot(end), wide) for start, end, wide in lines]


def _apart(first: Spot, second: Spot) -> float:
    return hypot(first[0] - second[0], first[1] - second[1])


def arrow(points: list[Spot], size: float = 1.0) -> list[Patch]:
    """An arrow along a smooth way to its last point, with a white edge."""
    long, wide = _HEAD_LONG * size, _HEAD_WIDE * size
    tip = points[-1]
    base = next((p for p in reversed(points[:-1]) if _apart(p, tip) >= long * 0.7), points[0])
    angle = atan2(tip[1] - base[1], tip[0] - base[0])
    c, s = cos(angle), sin(angle)
    neck = (tip[0] - long * c, tip[1] - long * s)
    shaft = [p for p in points[:-1] if _apart(p, tip) > long * 1.05] or [points[0]]
    path = line([*shaft, (neck[0] + 8 * c, neck[1] + 8 * s)])
    head = polygon([
        tip,
        (neck[0] - wide * s, neck[1] + wide * c),
        (neck[0] + wide * s, neck[1] - wide * c),
    ])  # fmt: skip
    return [
        Patch(path, "none", "paper", (_SHAFT + 2 * _EDGE) * size),
        Patch(head, "none", "paper", 2 * _EDGE * size),
        Patch(path, "none", SIGN, _SHAFT * size),
        Patch(head, SIGN),
    ]


def clock(size: float) -> tuple[Patch, ...]:
    """A small clock round the origin: this pose is held."""
    face: Path = disc(0.0, 0.0, size)
    hands = (("M", (0.0, size * 0.55)), ("L", (0.0, 0.0)), ("L", (size * 0.42, 0.0)))
    return (
        Patch(face, "paper", "ink 80%", size * 0.22),
        Patch(hands, "none", "ink 80%", size * 0.2),
    )
