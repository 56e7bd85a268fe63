"""Outlines in the plane of the picture: rounds drawn together, and curves through points.

Millimetres, x to the right and y up. A path is steps as in SVG: M, L, C and Z.
"""

from collections.abc import Sequence
from math import acos, atan2, ceil, cos, hypot, pi, sin, tan

from msgspec import Struct

Spot = tuple[float, float]
Round = tuple[float, float, float]
"""A circle: x, y and radius."""
Step = tuple[str, tuple[float, ...]]
Path = tuple[Step, ...]

_WIDEST_ARC = 2 * pi / 3
"""One curve is near enough to an arc up to here: 0.2 % of the radius."""
_SMALL = 104.0
"""One curve will do for half a circle of this radius: it is out by 1.8 %, 2 millimetres at most."""


class Patch(Struct, frozen=True):
    """A shape of the picture. `width` of its stroke is in millimetres of the person."""

    path: Path
    fill: str = "none"
    stroke: str = "none"
    width: float = 0.0


def hull(rounds: Sequence[Round]) -> Path:
    """The outline of a band stretched round circles, counter-clockwise."""
    kept = [one for one in rounds if not any(_holds(other, one) for other in rounds)]
    kept = list(dict.fromkeys(kept)) or [rounds[0]]
    current = max(range(len(kept)), key=lambda index: kept[index][0] + kept[index][2])
    begun, angle, done = current, 0.0, 0.0
    steps: list[Step] = []
    for _ in range(2 * len(kept) + 2):
        turn, following = _next_tangent(kept, current, angle)
        turn = min(turn, 2 * pi - done)
        _arc(steps, kept[current], angle, turn)
        angle, done = angle + turn, done + turn
        if done >= 2 * pi - 1e-9:
            break
        current = following
    assert current == begun or len(kept) > 1
    return (*steps, ("Z", ()))


def _holds(outer: Round, inner: Round) -> bool:
    """Whether a circle lies inside another, and is not the same."""
    far = hypot(outer[0] - inner[0], outer[1] - inner[1])
    return outer != inner and far + inner[2] <= outer[2] + 1e-9


def _next_tangent(rounds: list[Round], current: int, angle: float) -> tuple[float, int]:
    """How far round the band follows this circle, and which it goes to then."""
    best, following = 2 * pi, current
    x, y, radius = rounds[current]
    for index, (other_x, other_y, other_radius) in enumerate(rounds):
        far = hypot(other_x - x, other_y - y)
        if index == current or far < 1e-9:
            continue
        lean = acos(max(-1.0, min(1.0, (radius - other_radius) / far)))
        turn = (atan2(other_y - y, other_x - x) - lean - angle) % (2 * pi)
        if turn > 2 * pi - 1e-7:
            turn = 0.0
        if turn < best:
            best, following = turn, index
    return best, following


def _arc(steps: list[Step], circle: Round, start: float, turn: float) -> None:
    x, y, radius = circle
    steps.append(("L" if steps else "M", (x + radius * cos(start), y + radius * sin(start))))
    if not radius:
        return
    pieces = ceil(turn / (pi if radius <= _SMALL else _WIDEST_ARC) - 1e-9)
    for piece in range(pieces):
        a = start + turn * piece / pieces
        b = start + turn * (piece + 1) / pieces
        k = 4 / 3 * tan((b - a) / 4) * radius
        steps.append(("C", (
            x + radius * cos(a) - k * sin(a), y + radius * sin(a) + k * cos(a),
            x + radius * cos(b) + k * sin(b), y + radius * sin(b) - k * cos(b),
            x + radius * cos(b), y + radius * sin(b),
        )))  # fmt: skip


def disc(x: float, y: float, radius: float) -> Path:
    """A circle."""
    return hull([(x, y, radius)])


def ring(points: Sequence[Spot]) -> Path:
    """A closed smooth curve through points (Catmull and Rom 1974)."""
    count = len(points)
    steps: list[Step] = [("M", points[0])]
    for index in range(count):
        before, here = points[index - 1], points[index]
        there, after = points[(index + 1) % count], points[(index + 2) % count]
        steps.append(("C", _control(before, here, there, after)))
    return (*steps, ("Z", ()))


def line(points: Sequence[Spot]) -> Path:
    """An open smooth curve through points."""
    steps: list[Step] = [("M", points[0])]
    for index in range(len(points) - 1):
        before = points[max(index - 1, 0)]
        after = points[min(index + 2, len(points) - 1)]
        steps.append(("C", _control(before, points[index], points[index + 1], after)))
    return tuple(steps)


def _control(before: Spot, here: Spot, there: Spot, after: Spot) -> tuple[float, ...]:
    return (
        here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6,
        there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6,
        there[0], there[1],
    )  # fmt: skip


def polygon(points: Sequence[Spot]) -> Path:
    """Straight lines from point to point, closed."""
    return (("M", points[0]), *(("L", point) for point in points[1:]), ("Z", ()))


def oval(x: float, y: float, wide: float, high: float, along: float = 0.0) -> Path:
    """An ellipse whose long side points `along`, in radians."""
    k = 4 / 3 * tan(pi / 8)
    c, s = cos(along), sin(along)

    def at(across: float, up: float) -> Spot:
        return x + wide * across * c - high * up * s, y + wide * across * s + high * up * c

    corners = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
    steps: list[Step] = [("M", at(*corners[0]))]
    for (ax, ay), (bx, by) in zip(corners, (*corners[1:], corners[0]), strict=True):
        first, second = at(ax - k * ay, ay + k * ax), at(bx + k * by, by - k * bx)
        steps.append(("C", (*first, *second, *at(bx, by))))
    return (*steps, ("Z", ()))


def extent(paths: Sequence[Path]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of everything the paths touch, controls included."""
    numbers = [step[1] for path in paths for step in path if step[1]]
    across = [value for one in numbers for value in one[0::2]]
    up = [value for one in numbers for value in one[1::2]]
    return min(across), min(up), max(across), max(up)
