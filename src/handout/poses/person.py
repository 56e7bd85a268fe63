"""A skeleton becomes a person: rounded limbs and clothes, painted from the back to the front."""

from math import hypot

from msgspec import Struct

from handout.poses import body
from handout.poses.chain import SIDES, Arm, Leg, Side, Skeleton, Trunk
from handout.poses.head import SKIN, head
from handout.poses.outline import Patch, Path, Spot, hull, line, ring
from handout.poses.space import Point, Turn, apart, between, dot, moved, turned
from handout.poses.view import Camera

GAP = 13.0
"""How wide a white line parts a limb from what is behind it."""

_FAR = -25.0
"""A limb whose middle is so far behind the trunk is painted behind it, and lighter."""


class Paints(Struct, frozen=True):
    """What a person is painted with."""

    skin: str
    top: str
    trousers: str
    shoes: str


NEAR = Paints(SKIN, "accent", "ink 78%", "ink")
FAR = Paints("#ecd2bd", "accent 55%", "ink 45%", "ink 60%")

_TRUNK = ((50.0, 138, 90, -3), (105.0, 138, 95, 0), (190.0, 122, 88, 2), (300.0, 142, 103, 2),
          (400.0, 158, 98, -2), (478.0, 138, 70, -6), (512.0, 66, 50, -8))  # fmt: skip
"""Along the spine from the hips: how wide and how deep each half is, and how far before it."""

_HIPS = ((0.0, 150, 98, -4), (60.0, 149, 102, -3), (118.0, 140, 98, 0))
"""The waistband, likewise; the bottom is a pair of balls at its foot."""

_BOTTOM = (66.0, 100.0, -10.0)
"""How far to a side, how large and how far back the balls are."""

_CROSSED = 170.0
_SAME_DEPTH = 70.0
"""Legs no further apart than this are painted as one."""


class Layer(Struct, frozen=True):
    """Patches with one white line round them all, how near they are, and what joins them on."""

    side: Side
    is_leg: bool
    near: float
    patches: tuple[Patch, ...]
    seam: Patch


def person(of: Skeleton, camera: Camera, *, shoes: bool) -> tuple[Patch, ...]:
    """The patches of a person in the order of painting."""
    middle = camera.nearness(of.trunk.points[0])
    chest = camera.nearness(of.trunk.shoulders)
    crossing = next((side for side in SIDES if _is_crossed(of, side)), None)
    behind: list[Layer] = []
    before: list[Layer] = []
    for side in SIDES:
        arm, leg = of.arm(side), of.leg(side)
        depth = _leg_depth(leg, camera) - middle
        is_far = side != crossing if crossing else depth < _FAR
        limbs = _leg(leg, camera, FAR if is_far else NEAR, shoes)
        for is_leg, near, patches in (
            (False, _arm_depth(arm, camera) - chest, _arm(arm, camera, chest)),
            (True, depth, limbs),
        ):
            layer = Layer(side, is_leg, near, patches, _seam(arm, of.trunk, camera))
            (behind if near < _FAR else before).append(layer)
    behind.sort(key=lambda layer: layer.near)
    before.sort(key=lambda layer: layer.near)
    painted: list[Patch] = []
    over = [layer for layer in behind if layer.is_leg and layer.side == crossing]
    for layer in behind:
        if layer not in over:
            painted += _parted(layer.patches)
    face, neck = tuple(head(of.trunk, camera)), _neck(of.trunk, camera)
    painted += _parted((neck, face[0]))
    painted += _parted((Patch(_tube(of.trunk, _TRUNK, camera), NEAR.top),))
    painted += face
    legs = [layer for layer in before if layer.is_leg]
    for patches in _leg_groups(legs, crossing):
        painted += _lower(patches, of.trunk, camera)
    for layer in over:
        painted += _parted(layer.patches)
    for layer in before:
        if layer not in legs:
            painted += [*_parted(layer.patches), layer.seam]
    return tuple(painted)


def _leg_groups(legs: list[Layer], crossing: Side | None) -> list[tuple[Patch, ...]]:
    """The legs as they are painted: as one where no white line should part them."""
    if len(legs) == 2 and crossing:
        last = next(leg for leg in legs if leg.side == crossing)
        return [leg.patches for leg in sorted(legs, key=lambda leg: leg is last)]
    if len(legs) == 2 and legs[1].near - legs[0].near >= _SAME_DEPTH:
        return [leg.patches for leg in legs]
    return [tuple(patch for leg in legs for patch in leg.patches)]


def _is_crossed(of: Skeleton, side: Side) -> bool:
    """Whether the ankle of a leg lies on the other one."""
    other = of.leg("left" if side == "right" else "right")
    return any(
        apart(of.leg(side).ankle, between(other.hip, other.knee, share)) < _CROSSED
        for share in (0.6, 0.75, 0.9)
    )


def _lower(legs: tuple[Patch, ...], of: Trunk, camera: Camera) -> list[Patch]:
    """The hips, with the legs that grow out of them without a line."""
    aside, radius, ahead = _BOTTOM
    balls = [
        camera.round(moved(of.points[0], turned(of.turns[0], (ahead, way * aside, 0))), radius)
        for way in (-1, 1)
    ]
    hips = (
        Patch(_tube(of, _HIPS, camera, is_cut=True), NEAR.trousers),
        Patch(hull(balls), NEAR.trousers),
    )
    return _parted((*hips, *legs))


def _parted(patches: tuple[Patch, ...]) -> list[Patch]:
    """The patches over a white edge."""
    edge = tuple(step for patch in patches for step in patch.path)
    return [Patch(edge, "none", "paper", 2 * GAP), *patches]


def _seam(of: Arm, trunk: Trunk, camera: Camera) -> Patch:
    """The cloth between the sleeve and the rest of the top."""
    inner = between(of.shoulder, trunk.points[4], 0.3)
    sleeve = between(of.shoulder, of.elbow, 0.12)
    rounds = [
        camera.round(of.shoulder, body.SHOULDER_RADIUS - 4),
        camera.round(inner, body.SHOULDER_RADIUS - 10),
        camera.round(sleeve, body.SHOULDER_RADIUS - 4),
    ]
    return Patch(hull(rounds), NEAR.top)


def _arm_depth(of: Arm, camera: Camera) -> float:
    return camera.nearness(between(of.elbow, of.shoulder, 0.3))


def _leg_depth(of: Leg, camera: Camera) -> float:
    return camera.nearness(of.hip)


def _arm(of: Arm, camera: Camera, middle: float) -> tuple[Patch, ...]:
    paints = FAR if _arm_depth(of, camera) - middle < _FAR else NEAR
    shoulder = camera.round(of.shoulder, body.SHOULDER_RADIUS)
    elbow = camera.round(of.elbow, body.ELBOW_RADIUS)
    wrist = camera.round(of.wrist, body.WRIST_RADIUS)
    sleeve = camera.round(between(of.shoulder, of.elbow, 0.5), body.SHOULDER_RADIUS - 1)
    palm = camera.round(of.hand, body.WRIST_RADIUS + 4)
    fingers = camera.round(of.fingers, body.FINGER_RADIUS)
    return (
        Patch(hull([wrist, palm, fingers]), paints.skin),
        Patch(hull([elbow, wrist]), paints.skin),
        Patch(hull([shoulder, elbow]), paints.skin),
        Patch(hull([shoulder, sleeve]), paints.top),
    )


def _leg(of: Leg, camera: Camera, paints: Paints, shoes: bool) -> tuple[Patch, ...]:
    knee = camera.round(of.knee, body.KNEE_RADIUS)
    ankle = camera.round(of.ankle, body.ANKLE_RADIUS)
    calf_at = moved(between(of.knee, of.ankle, 0.3), turned(of.shin, (-16, 0, 0)))
    calf = camera.round(calf_at, body.CALF_RADIUS)
    hip = camera.round(of.hip, body.HIP_RADIUS)
    skin = paints.shoes if shoes else paints.skin
    return (
        Patch(hull([hip, knee]), paints.trousers),
        Patch(hull([knee, calf, ankle]), paints.trousers),
        *(Patch(path, skin) for path in foot_paths(of, camera, shoes)),
    )


def foot_paths(of: Leg, camera: Camera, shoes: bool = False) -> tuple[Path, Path]:
    """The foot from the ankle to the ball, and its toes."""
    more = 6.0 if shoes else 0.0
    ball = body.BALL_RADIUS + more / 2
    instep = moved(of.ankle, turned(of.foot, (0.2 * body.FOOT, 0, -0.25 * body.ANKLE)))
    return (
        hull([
            camera.round(of.ankle, body.ANKLE_RADIUS - 4 + more),
            camera.round(of.heel, body.HEEL_RADIUS),
            camera.round(instep, 26 + more),
            *(
                camera.round(moved(of.ball, turned(of.foot, (0, way, 0))), ball)
                for way in (-16, 16)
            ),
        ]),
        hull([camera.round(of.ball, ball), camera.round(of.toes, body.TOE_RADIUS + more)]),
    )  # fmt: skip


def _neck(of: Trunk, camera: Camera) -> Patch:
    low = camera.round(of.shoulders, body.NECK_RADIUS + 6)
    return Patch(hull([low, camera.round(of.head, body.NECK_RADIUS)]), NEAR.skin)


def _tube(
    of: Trunk, stations: tuple[tuple[float, ...], ...], camera: Camera, *, is_cut: bool = False
) -> Path:
    """The outline of a body of flat ovals along the spine, with round ends or cut straight."""
    placed = [_on_spine(of, station[0]) for station in stations]
    middles = [
        camera.spot(moved(at, turned(by, (station[3], 0, 0))))
        for station, (at, by) in zip(stations, placed, strict=True)
    ]
    left: list[Spot] = []
    right: list[Spot] = []
    for index, (_, wide, deep, _) in enumerate(stations):
        nx, ny = _across(middles, index)
        by = placed[index][1]
        u = (
            camera.right[0] * nx + camera.up[0] * ny,
            camera.right[1] * nx + camera.up[1] * ny,
            camera.right[2] * nx + camera.up[2] * ny,
        )
        half = hypot(deep * dot(u, turned(by, (1, 0, 0))), wide * dot(u, turned(by, (0, 1, 0))))
        x, y = middles[index]
        left.append((x + nx * half, y + ny * half))
        right.append((x - nx * half, y - ny * half))
    if is_cut:
        there, back = line(left), line(right[::-1])
        return (*there, ("L", right[-1]), *back[1:], ("Z", ()))
    return ring([*left, *reversed(right)])


def _on_spine(of: Trunk, along: float) -> tuple[Point, Turn]:
    """The point of the spine at this distance from the hips, and how it is turned there."""
    lengths = (body.PELVIS, body.LUMBAR / 2, body.LUMBAR / 2, body.THORAX / 2, body.THORAX / 2)
    for index, long in enumerate(lengths):
        if along <= long or index == len(lengths) - 1:
            return moved(of.points[index], turned(of.turns[index], (0, 0, along))), of.turns[index]
        along -= long
    raise AssertionError(along)


def _across(middles: list[Spot], index: int) -> Spot:
    """The direction at right angles to a line of points."""
    first, last = middles[max(index - 1, 0)], middles[min(index + 1, len(middles) - 1)]
    x, y = last[0] - first[0], last[1] - first[1]
    long = hypot(x, y)
    return (-y / long, x / long) if long > 1e-6 else (1.0, 0.0)


def anchors(of: Skeleton) -> dict[str, Point]:
    """The joints that marks and props are put at, by name."""
    points = of.trunk.points
    found = {"head": of.trunk.head, "chest": points[4], "back": points[2], "pelvis": points[0]}
    for side in SIDES:
        found |= _side_anchors(of, side)
    return found


def _side_anchors(of: Skeleton, side: Side) -> dict[str, Point]:
    arm, leg = of.arm(side), of.leg(side)
    return {
        f"{side}-shoulder": arm.shoulder, f"{side}-elbow": arm.elbow, f"{side}-hand": arm.hand,
        f"{side}-hip": leg.hip, f"{side}-knee": leg.knee, f"{side}-ankle": leg.ankle,
        f"{side}-toes": leg.toes, f"{side}-heel": leg.heel,
        f"{side}-arch": moved(leg.ankle, turned(leg.foot, (40.0, 0.0, leg.arch * 3 - 40.0))),
    }  # fmt: skip
