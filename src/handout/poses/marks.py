"""Signs on a picture: the way a joint goes, circles, and that a pose is held."""

from math import atan2, cos, hypot, pi, sin

from handout.model.pose import Figure
from handout.poses import body
from handout.poses.chain import Skeleton
from handout.poses.foot import toe_tips
from handout.poses.outline import Patch, Path, Spot, disc, line, polygon
from handout.poses.person import anchors
from handout.poses.placing import Placed, way
from handout.poses.view import Camera

SIGN = "#c8401f"

_SHAFT = 22.0
_HEAD_LONG, _HEAD_WIDE = 84.0, 46.0
_EDGE = 18.0
_SHARES = (0.2, 0.4, 0.6, 0.8)
_CIRCLE = 130.0
_SHORTEST = 70.0
_OFF_FLOOR = 45.0
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
        patches += arrow(_stopped(points, radius(joint), size), size)
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


def _stopped(points: list[Spot], before_end: float, size: float) -> list[Spot]:
    """The way up to so far before its end; a short way is drawn longer, from further back."""
    end = points[-1]
    kept = [point for point in points if _apart(point, end) > before_end]
    start = points[0]
    gone = _apart(start, end)
    if not kept or gone - before_end < _SHORTEST * size:
        angle = atan2(start[1] - end[1], start[0] - end[0])
        tip = (end[0] + before_end * cos(angle), end[1] + before_end * sin(angle))
        tail = before_end + 1.6 * _HEAD_LONG * size
        return [(end[0] + tail * cos(angle), end[1] + tail * sin(angle)), tip]
    last, share = kept[-1], before_end / max(_apart(kept[-1], end), 1e-9)
    return [*kept, (end[0] + (last[0] - end[0]) * share, end[1] + (last[1] - end[1]) * share)]


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


def clock(x: float, y: float, size: float) -> tuple[Patch, ...]:
    """A small clock: this pose is held."""
    face: Path = disc(x, y, size)
    hands = (("M", (x, y + size * 0.55)), ("L", (x, y)), ("L", (x + size * 0.42, y)))
    return (
        Patch(face, "paper", "ink 80%", size * 0.22),
        Patch(hands, "none", "ink 80%", size * 0.2),
    )
