"""The things in a picture: what is lain, sat and stood on, leaned against, held and rolled."""

from collections.abc import Iterable

from handout.errors import fail
from handout.model.pose import Figure, Prop
from handout.poses import body
from handout.poses.chain import SIDES, Leg, Side, Skeleton
from handout.poses.outline import Patch, Path, Round, disc, hull, line, oval
from handout.poses.person import anchors
from handout.poses.placing import Placed
from handout.poses.reach import sole_middle
from handout.poses.space import Point, moved, turned
from handout.poses.view import Camera

WOOD = "ink 38%"
WOOD_FAR = "ink 22%"
SOFT = "accent 28%"
CUSHION = "accent 60%"
CLOTH = "accent 62%"
BALL = "#e2b13c"

_MAT_THICK = 32.0
_MAT_HALF = 270.0
_PLANK = 36.0
_GROUND = 7.0
_LEVEL = 0.99


def ground(people: Iterable[Skeleton], camera: Camera, figure: Figure) -> list[Patch]:
    """The mat, or the line of the floor, under everybody in the figure."""
    if figure.view == "toes":
        return []
    if figure.view == "foot":
        return _ground_near(people, camera, figure)
    points = [point for one in people for point in anchors(one).values()]
    left, right = min(p[0] for p in points) - 120, max(p[0] for p in points) + 120
    near, far = -_MAT_HALF, _MAT_HALF
    if any(prop.prop == "mat" for prop in figure.props):
        return [Patch(box(camera, (left, near, -_MAT_THICK), (right, far, 0.0)), SOFT)]
    if camera.up[2] < _LEVEL:
        return []
    level = floor_level(figure) - _GROUND / 2
    ends = [camera.spot((left, 0.0, level)), camera.spot((right, 0.0, level))]
    if abs(camera.right[1]) > 0.99:
        ends = [camera.spot((0.0, near, level)), camera.spot((0.0, far, level))]
    return [Patch(line(ends), "none", "ink 38%", _GROUND)]


def _ground_near(people: Iterable[Skeleton], camera: Camera, figure: Figure) -> list[Patch]:
    """The floor under a foot from near by, where the foot is near it."""
    feet = [one.right_leg for one in people]
    low = min(min(foot.heel[2], foot.ball[2]) for foot in feet) - 40
    if low > 60:
        return []
    level = floor_level(figure)
    left, right = min(f.heel[0] for f in feet) - 90, max(f.ball[0] for f in feet) + 130
    ends = [camera.spot((left, 0.0, level - 3)), camera.spot((right, 0.0, level - 3))]
    return [Patch(line(ends), "none", "ink 38%", _GROUND * 0.7)]


def floor_level(figure: Figure) -> float:
    """How high the floor is: below 0 where somebody stands on the edge of a step."""
    on_edge = any(prop.prop == "step" and prop.at for prop in figure.props)
    return -body.STEP if on_edge else 0.0


def box(camera: Camera, low: Point, high: Point, corner: float = 12.0) -> Path:
    """The outline of a box, with rounded corners where it is seen from straight ahead."""
    corner = corner if camera.up[2] > _LEVEL else 0.0
    corners: list[Round] = []
    for x in (low[0] + corner, high[0] - corner):
        for y in (low[1], high[1]):
            for z in (low[2] + corner, high[2] - corner):
                corners.append(camera.round((x, y, z), corner))
    return hull(corners)


def behind(figure: Figure, start: Placed, of: Placed, camera: Camera) -> list[Patch]:
    """What stands behind the person."""
    patches: list[Patch] = []
    for prop in figure.props if figure.view != "toes" else ():
        match prop.prop:
            case "chair" if figure.view != "foot":
                patches += _chair(prop, camera)
            case "wall":
                x = body.WALL_AHEAD if prop.ahead is None else prop.ahead
                tall = of.skeleton.trunk.head[2] + 230
                patches.append(Patch(box(camera, (x, -300, 0), (x + 70, 300, tall)), WOOD_FAR))
            case "step":
                patches.append(_step(prop, of, camera))
            case "table":
                patches += _table(prop, camera)
            case "cushion":
                patches.append(_cushion(prop, of, camera))
            case "towel" if figure.view == "foot":
                patches += _cloth(of.skeleton.right_leg, camera)
            case "towel" if prop.at:
                patches += _roll(_at(prop, of), camera)
            case "ball" | "bottle":
                patches += _roller(prop, start, of, camera)
            case _:
                pass
    return patches


def before(figure: Figure, of: Placed, camera: Camera) -> list[Patch]:
    """What is in front of the person: a towel in the hands, a band round the legs."""
    patches: list[Patch] = []
    for prop in figure.props:
        if prop.prop == "towel" and figure.view != "foot" and not prop.at:
            patches += _towel(of, camera)
        if prop.prop == "band":
            joint = (prop.at or "right-knee").partition("-")[2]
            if not joint:
                fail(f"a band goes round two limbs, not the {prop.at}", prop.place,
                     "write at: with a joint of one side, such as right-knee")  # fmt: skip
            found = anchors(of.skeleton)
            ends = [camera.spot(found[f"{side}-{joint}"]) for side in SIDES]
            patches += _cord(line(ends), 26.0)
    return patches


def _chair(prop: Prop, camera: Camera) -> list[Patch]:
    """A chair under the pelvis of the start, or with its back to somebody who stands behind it."""
    x = 0.0 if prop.ahead is None else prop.ahead + 200
    top, back, high = body.SEAT, x - 200, body.CHAIR_BACK
    post = (back - 14, back + 14)
    patches = []
    for y, paint in ((200.0, WOOD_FAR), (-200.0, WOOD)):
        for left in (post[0], x + 185):
            patches.append(Patch(box(camera, (left, y, 0), (left + 28, y, top), 0.0), paint))
        patches.append(Patch(box(camera, (post[0], y, top - 30), (post[1], y, high + 10)), paint))
    patches.append(Patch(box(camera, (post[0] - 4, -205, 640), (post[1] + 4, 205, high)), WOOD))
    patches.append(Patch(box(camera, (x - 214, -215, top - _PLANK), (x + 220, 215, top)), WOOD))
    return patches


def _step(prop: Prop, of: Placed, camera: Camera) -> Patch:
    if prop.at:
        edge = of.skeleton.right_leg.ball[0] - 12
        return Patch(box(camera, (edge, -200, -body.STEP), (edge + 360, 200, 0)), WOOD_FAR)
    edge = body.STEP_AHEAD if prop.ahead is None else prop.ahead
    return Patch(box(camera, (edge, -200, 0), (edge + 380, 200, body.STEP)), WOOD_FAR)


def _table(prop: Prop, camera: Camera) -> list[Patch]:
    x = body.TABLE_AHEAD if prop.ahead is None else prop.ahead
    top = body.TABLE if prop.up is None else prop.up
    legs = [
        Patch(box(camera, (left, 0, 0), (left + 34, 0, top - 10), 0.0), WOOD_FAR)
        for left in (x - 20, x + 330)
    ]
    return [*legs, Patch(box(camera, (x - 70, -150, top - _PLANK), (x + 420, 150, top)), WOOD)]


def _cushion(prop: Prop, of: Placed, camera: Camera) -> Patch:
    at = _at(prop, of)
    x = at[0] + (prop.ahead or 0.0)
    high = 60.0 if prop.up is None else prop.up
    rounds = [camera.round((x + way, at[1], high / 2), high / 2) for way in (-130.0, 130.0)]
    return Patch(hull(rounds), CUSHION)


def _roller(prop: Prop, start: Placed, of: Placed, camera: Camera) -> list[Patch]:
    """A ball or a bottle seen from its end: it rolls half as far as the foot on it goes."""
    side: Side = "left" if (prop.at or "").startswith("left") else "right"
    first, now = start.skeleton.leg(side), of.skeleton.leg(side)
    rolled = (now.ankle[0] - first.ankle[0]) / 2
    at = (first.ball[0] - 25 + rolled, now.ankle[1], body.ROLLER)
    x, y = camera.spot(at)
    paint = BALL if prop.prop == "ball" else SOFT
    seam = [(x - 21, y + 24), (x - 6, y), (x - 21, y - 24)]
    return [Patch(disc(x, y, body.ROLLER), paint), Patch(line(seam), "none", "paper", 5.0)]


def _roll(at: Point, camera: Camera) -> list[Patch]:
    """A rolled towel under a joint, seen from its end."""
    half = max(at[2] - body.KNEE_RADIUS, 44.0) / 2
    x, y = camera.spot((at[0], at[1], half))
    wide = max(half, 38.0)
    return [
        Patch(oval(x, y, wide, half), CLOTH),
        Patch(oval(x, y, wide * 0.5, half * 0.5), "none", "paper", 5.0),
    ]


def _at(prop: Prop, of: Placed) -> Point:
    if prop.at is None:
        fail(f"the picture does not say where the {prop.prop} is", prop.place,
             "write at: with a joint, such as `at: head`")  # fmt: skip
    return anchors(of.skeleton)[prop.at]


def _towel(of: Placed, camera: Camera) -> list[Patch]:
    """A towel from hand to hand round the sole."""
    bones = of.skeleton
    hands = [
        bones.arm(side).hand
        for side in SIDES
        if (of.pose.right if side == "right" else of.pose.left).hand == "towel"
    ]
    if not hands:
        return []
    sole = camera.spot(sole_middle(bones.right_leg))
    patches: list[Patch] = []
    for hand in hands:
        patches += _cord(line([camera.spot(hand), sole]), 30.0)
    edge = bones.right_leg.foot
    width = [
        camera.spot(moved(sole_middle(bones.right_leg), turned(edge, (way, 0, 0))))
        for way in (-34.0, 34.0)
    ]
    return [*patches, *_cord(line(width), 30.0)]


def _cloth(leg: Leg, camera: Camera) -> list[Patch]:
    """A towel on the floor under the toes, in folds where they have curled it up."""
    folds = leg.curl / 50 * 22
    start, end = leg.ball[0] + 10, leg.ball[0] + 260 - folds * 4
    steps = [start + (end - start) * index / 10 for index in range(11)]
    points = [
        camera.spot((x, 0.0, 3 + (folds * (index % 2) if 3 <= index <= 7 else 0.0)))
        for index, x in enumerate(steps)
    ]
    return [Patch(line(points), "none", "paper", 20), Patch(line(points), "none", CLOTH, 11)]


def _cord(path: Path, width: float) -> list[Patch]:
    return [Patch(path, "none", "paper", width + 16), Patch(path, "none", CLOTH, width)]
