"""Where the viewer stands: points in space become points of the picture, with how near they are."""

from math import cos, radians, sin

from msgspec import Struct

from handout.model.pose import Base, View
from handout.poses.outline import Round, Spot
from handout.poses.space import Point, dot

_LYING = (20.0, 20.0)
_FEET_FIRST = (90.0, 38.0)
_UPRIGHT = (60.0, 12.0)
_ON_SIDE = (0.0, 27.0)
"""How far a view has gone round from the side to the front, and up."""


class Camera(Struct, frozen=True):
    """Parallel light: the directions in space that are right, up and towards the viewer."""

    right: Point
    up: Point
    near: Point

    def spot(self, point: Point) -> Spot:
        """Where a point of space is in the picture."""
        return dot(point, self.right), dot(point, self.up)

    def nearness(self, point: Point) -> float:
        """How near to the viewer a point is."""
        return dot(point, self.near)

    def round(self, point: Point, radius: float) -> Round:
        """A ball in the picture."""
        x, y = self.spot(point)
        return x, y, radius


def camera(view: View, base: Base) -> Camera:
    """The camera of a view. Someone on their side faces a viewer who stands where `side` is."""
    on_side = base == "lying-side"
    match view:
        case "front" if base.startswith("lying") and not on_side:
            return _standing_off(*_FEET_FIRST)
        case "front" if not on_side:
            return Camera((0, 1.0, 0), (0, 0, 1.0), (1.0, 0, 0))
        case "back":
            return Camera((0, -1.0, 0), (0, 0, 1.0), (-1.0, 0, 0))
        case "quarter" if on_side:
            return _standing_off(*_ON_SIDE)
        case "quarter":
            return _standing_off(*(_LYING if base.startswith("lying") else _UPRIGHT))
        case "foot":
            return Camera((-1.0, 0, 0), (0, 0, 1.0), (0, 1.0, 0))
        case _:
            return Camera((1.0, 0, 0), (0, 0, 1.0), (0, -1.0, 0))


def _standing_off(turn: float, rise: float) -> Camera:
    """A camera that has gone round from the side towards the front, and up."""
    round_, up = radians(turn), radians(rise)
    level = (sin(round_), -cos(round_), 0.0)
    right = (cos(round_), sin(round_), 0.0)
    near = (level[0] * cos(up), level[1] * cos(up), sin(up))
    above = (-level[0] * sin(up), -level[1] * sin(up), cos(up))
    return Camera(right, above, near)
