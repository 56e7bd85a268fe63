"""A foot from near by: from its inner side, with arch and big toe, or from above, with five toes.

The same skeleton as everywhere: only the lower leg is shown, and painted with more in it.
"""

from math import cos, radians, sin

from handout.poses.chain import Leg
from handout.poses.outline import Patch, Path, Spot, hull, line, oval, ring
from handout.poses.person import GAP, NEAR
from handout.poses.space import Point, between, moved, turned
from handout.poses.view import Camera

SHADE = "#c08a63"
_LINE = 5.0
_HEM, _CUT = 0.62, 0.42
"""Where trousers end and where the picture does, on the way from knee to ankle."""

_BACK = (
    (-33.0, 60.0),
    (-44.0, 10.0),
    (-68.0, -12.0),
    (-80.0, -38.0),
    (-66.0, -60.0),
    (-38.0, -66.0),
)
_UNDER = ((0.0, -61.0, 0.5), (32.0, -52.0, 1.1), (72.0, -58.0, 0.8))
"""The sole's arch, and how much of the arch's lift each point takes."""
_BALL = ((104.0, -66.0), (128.0, -65.0))
_TOE = ((160.0, -63.0), (192.0, -64.0), (204.0, -52.0), (192.0, -38.0), (160.0, -36.0))
_TOP = ((122.0, -20.0, 0.6), (84.0, -3.0, 1.0), (56.0, 12.0, 0.6))
_FRONT = ((39.0, 38.0), (34.0, 66.0))
"""The front of the ankle, which goes with the shin."""
_JOINT: Spot = (121.0, -50.0)
_MIDDLE_JOINT: Spot = (160.0, -50.0)


def close_up(of: Leg, camera: Camera) -> tuple[Patch, ...]:
    """The right foot and shin from the inner side."""

    def seen(x: float, z: float) -> Spot:
        return camera.spot(moved(of.ankle, turned(of.foot, (x, 0.0, z))))

    outline = [_on_ankle(of, camera, *_BACK[0]), *(seen(*point) for point in _BACK[1:])]
    outline += [seen(x, z + of.arch * lift) for x, z, lift in _UNDER]
    outline += [seen(*point) for point in _BALL]
    outline += [seen(*_toe(point, of)) for point in _TOE]
    outline += [seen(x, z + of.arch * lift) for x, z, lift in _TOP]
    outline += [_on_ankle(of, camera, *point) for point in _FRONT]
    shin = hull([_on_shin(of, camera, _HEM - 0.04, 47.0), _on_shin(of, camera, 0.97, 35.0)])
    trousers = _cuff(of, camera)
    nail = [_toe(point, of) for point in ((185.0, -40.0), (196.0, -42.0), (202.0, -49.0))]
    crease = [
        (x, z + of.arch * lift)
        for x, z, lift in ((-4.0, -53.0, 0.5), (32.0, -42.0, 1.5), (70.0, -48.0, 1.1))
    ]
    return (
        Patch(shin, "none", "paper", 2 * GAP),
        Patch(ring(outline), "none", "paper", 2 * GAP),
        Patch(shin, NEAR.skin),
        Patch(ring(outline), NEAR.skin),
        Patch(trousers, "none", "paper", GAP),
        Patch(trousers, NEAR.trousers),
        Patch(line([seen(*point) for point in crease]), "none", SHADE, _LINE),
        Patch(
            line([seen(*point) for point in ((-10.0, -8.0), (2.0, 4.0), (14.0, -6.0))]),
            "none",
            SHADE,
            _LINE,
        ),
        Patch(line([seen(*point) for point in nail]), "none", "#f3dfce", 9.0),
    )


def _on_ankle(of: Leg, camera: Camera, x: float, z: float) -> Spot:
    return camera.spot(moved(of.ankle, turned(of.shin, (x, 0.0, z))))


def _cuff(of: Leg, camera: Camera) -> Path:
    """The end of a trouser leg, cut straight where the picture ends."""
    corners = []
    for share, half, bulge in ((_CUT, 62.0, 0.0), (_HEM, 55.0, 9.0)):
        at = between(of.knee, of.ankle, share)
        down = turned(of.shin, (0.0, 0.0, -bulge))
        across = [
            camera.spot(moved(at, turned(of.shin, (way * half, 0.0, 0.0)))) for way in (-1, 1)
        ]
        corners.append((across[0], camera.spot(moved(at, down)), across[1]))
    (top_left, _, top_right), (left, middle, right) = corners
    return (("M", top_left), ("L", left), ("C", (*_towards(left, middle), *_towards(right, middle),
            *right)), ("L", top_right), ("Z", ()))  # fmt: skip


def _towards(corner: Spot, middle: Spot) -> Spot:
    """A handle that bends a hem through its middle."""
    return corner[0] + (middle[0] - corner[0]) * 0.5, corner[1] + (middle[1] - corner[1]) * 1.33


def _on_shin(of: Leg, camera: Camera, share: float, radius: float) -> tuple[float, float, float]:
    return camera.round(between(of.knee, of.ankle, share), radius)


def _toe(point: Spot, of: Leg) -> Spot:
    """A point of the toe turned at its first joint, then curled: knuckle up, end down."""
    raised = of.toes_up + of.curl * 0.45
    turned_up = _about(point, _JOINT, raised)
    if not of.curl or point[0] <= _MIDDLE_JOINT[0]:
        return turned_up
    return _about(turned_up, _about(_MIDDLE_JOINT, _JOINT, raised), -of.curl * 1.3)


def _about(point: Spot, joint: Spot, degrees: float) -> Spot:
    c, s = cos(radians(degrees)), sin(radians(degrees))
    x, z = point[0] - joint[0], point[1] - joint[1]
    return joint[0] + x * c - z * s, joint[1] + x * s + z * c


def pulling_hand(of: Leg, camera: Camera) -> tuple[Patch, ...]:
    """A hand from above that draws the toes back."""

    def seen(x: float, z: float, radius: float) -> tuple[float, float, float]:
        turned_up = _about((x, z), _JOINT, of.toes_up)
        return camera.round(
            moved(of.ankle, turned(of.foot, (turned_up[0], 0.0, turned_up[1]))), radius
        )

    fingers = hull([seen(178, -76, 13), seen(208, -66, 15), seen(222, -34, 16)])
    back = hull([seen(222, -34, 17), seen(196, 16, 27)])
    thumb = hull([seen(200, -8, 14), seen(166, -26, 11)])
    wrist, elbow = (
        camera.round(*_beyond(of, 196, 16, 20.0)),
        camera.round(*_beyond(of, 60, 190, 34.0)),
    )
    forearm = hull([wrist, elbow])
    sleeve = (_beyond(of, 84, 160, 36.0), _beyond(of, 50, 203, 42.0))
    cuff = hull([camera.round(*end) for end in sleeve])
    skin = (forearm, back, fingers, thumb)
    return (
        *(Patch(path, "none", "paper", GAP) for path in (*skin, cuff)),
        *(Patch(path, NEAR.skin) for path in skin),
        Patch(cuff, "none", "paper", GAP / 2),
        Patch(cuff, NEAR.top),
    )


def _beyond(of: Leg, x: float, z: float, radius: float) -> tuple[Point, float]:
    turned_up = _about((196.0, 16.0), _JOINT, of.toes_up)
    at = moved(of.ankle, turned(of.foot, (turned_up[0], 0.0, turned_up[1])))
    return moved(at, (x - 196.0, 0.0, z - 16.0)), radius


_TOES = ((-31.0, 172.0, 20.0, 42.0), (-2.0, 178.0, 13.0, 40.0), (18.0, 170.0, 12.0, 36.0),
         (35.0, 157.0, 11.5, 31.0), (50.0, 140.0, 12.0, 24.0))  # fmt: skip
"""Each toe's root, across and along, its radius and its length; the big toe is the first."""

_PLAN = (
    (-24.0, -62.0), (-34.0, -20.0), (-30.0, 40.0), (-42.0, 100.0), (-50.0, 150.0),
    (-40.0, 180.0), (0.0, 186.0), (40.0, 166.0), (62.0, 138.0), (56.0, 90.0), (46.0, 30.0),
    (36.0, -24.0), (22.0, -64.0), (0.0, -76.0),
)  # fmt: skip


def from_above(of: Leg) -> tuple[Patch, ...]:
    """The right foot from above, toes upwards, spread by its angle."""
    sole = ring(_PLAN)
    toes = []
    nails = []
    for index, (x, y, radius, long) in enumerate(_TOES):
        angle = radians(90.0 - 4.0 * index + (2 - index) * of.spread)
        tip = (x + long * cos(angle), y + long * sin(angle))
        toes.append(hull([(x, y, radius), (*tip, radius * 0.94)]))
        nails.append(oval(x + long * 1.08 * cos(angle), y + long * 1.08 * sin(angle),
                          radius * 0.5, radius * 0.42, angle))  # fmt: skip
    ankle = oval(2.0, -14.0, 30.0, 34.0)
    return (
        *(Patch(toe, "none", "paper", 10.0) for toe in toes),
        Patch(sole, NEAR.skin),
        *(Patch(toe, NEAR.skin) for toe in toes),
        *(Patch(nail, "#f3dfce") for nail in nails),
        Patch(ankle, "none", SHADE, _LINE),
    )


def toe_tips(of: Leg) -> tuple[Spot, Spot]:
    """The ends of the big and of the little toe from above."""
    ends = []
    for index in (0, 4):
        x, y, _, long = _TOES[index]
        angle = radians(90.0 - 4.0 * index + (2 - index) * of.spread)
        ends.append((x + long * cos(angle), y + long * sin(angle)))
    return ends[0], ends[1]
