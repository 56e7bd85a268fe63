"""Where an exercise is felt: an oval on a part of the body, for each area that has a name."""

from math import atan2, hypot

from msgspec import Struct

from handout.model.pose import Area, Figure
from handout.poses.chain import Leg, Skeleton
from handout.poses.outline import Patch, oval
from handout.poses.placing import Placed
from handout.poses.space import Point, Turn, between, moved, turned
from handout.poses.view import Camera

GLOW = "#fbd0b6"
SORE = "#c8401f"

_EDGE = 16.0
_SHORTEST = 0.35
"""An oval that points at the viewer keeps this share of its length."""


class Oval(Struct, frozen=True):
    """Half of its length and width, and where it is on its part of the body, in millimetres.

    share: how far along the part. ahead: before its middle. up: along the part's own axis.
    """

    long: float
    wide: float
    share: float = 0.0
    ahead: float = 0.0
    up: float = 0.0


_ON_SPINE = {
    "lower-back": (2, Oval(78, 34, ahead=-62)),
    "upper-back": (4, Oval(78, 34, ahead=-62)),
    "tummy": (2, Oval(78, 34, ahead=55)),
}
"""Each with the joint of the spine that it is at."""

_ON_LEG = {
    "bottom": Oval(58, 40, ahead=-58, up=-28),
    "hip": Oval(52, 40, up=30),
    "thigh-front": Oval(95, 27, 0.55, 36),
    "thigh-back": Oval(110, 30, 0.55, -34),
    "calf": Oval(88, 25, 0.33, -34),
    "lower-calf": Oval(80, 21, 0.66, -26),
    "shin": Oval(80, 22, 0.4, 30),
    "sole": Oval(62, 15, 0.5, up=-12),
    "heel": Oval(30, 24),
}


def feelings(figure: Figure, of: Placed, camera: Camera, size: float) -> list[Patch]:
    """A light spot with a core on each area where the exercise is felt; `size` scales its edge."""
    patches: list[Patch] = []
    for area in figure.feel:
        found, at, by, along = _placed(area, of.skeleton)
        x, y = camera.spot(moved(at, turned(by, (found.ahead, 0, found.up))))
        ax, ay = camera.spot(turned(by, along))
        long, angle = found.long * max(hypot(ax, ay), _SHORTEST), atan2(ay, ax)
        glow = oval(x, y, long, found.wide, angle)
        core = oval(x, y, long * 0.5, found.wide * 0.45, angle)
        patches += [Patch(glow, GLOW, "paper", _EDGE * size), Patch(core, SORE)]
    return patches


def _placed(area: Area, of: Skeleton) -> tuple[Oval, Point, Turn, Point]:
    """The oval of an area, the point and turn of the part it is on, and which way it is long."""
    if area in _ON_SPINE:
        index, found = _ON_SPINE[area]
        return found, of.trunk.points[index], of.trunk.turns[index], (0, 0, 1.0)
    side, _, part = area.partition("-")
    leg = of.right_leg if side == "right" else of.left_leg
    found = _ON_LEG[part]
    return found, *_on_leg(part, found.share, leg, of.trunk.turns[0])


def _on_leg(part: str, share: float, leg: Leg, pelvis: Turn) -> tuple[Point, Turn, Point]:
    match part:
        case "bottom" | "hip":
            return leg.hip, pelvis, (0, 0, 1.0)
        case "thigh-front" | "thigh-back":
            return between(leg.hip, leg.knee, share), leg.thigh, (0, 0, 1.0)
        case "sole" | "heel":
            return between(leg.heel, leg.ball, share), leg.foot, (1.0, 0, 0)
        case _:
            return between(leg.knee, leg.ankle, share), leg.shin, (0, 0, 1.0)
