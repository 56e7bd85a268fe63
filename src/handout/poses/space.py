"""Points and turns in space, in millimetres and degrees: x forwards, y to the left, z up."""

from math import cos, hypot, radians, sin, sqrt
from typing import Literal

Point = tuple[float, float, float]
Turn = tuple[Point, Point, Point]
"""Three rows of a rotation; its columns are the turned axes."""

STILL: Turn = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def turn(axis: Literal["x", "y", "z"], degrees: float) -> Turn:
    """A turn about an axis, counter-clockwise when it points at the viewer."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    match axis:
        case "x":
            return (1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)
        case "y":
            return (c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)
        case _:
            return (c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)


def chained(first: Turn, *others: Turn) -> Turn:
    """The first turn, then each of the others about the axes that it has turned."""
    done = first
    for other in others:
        (a, b, c), (d, e, f), (g, h, i) = other
        done = (
            _row(done[0], a, b, c, d, e, f, g, h, i),
            _row(done[1], a, b, c, d, e, f, g, h, i),
            _row(done[2], a, b, c, d, e, f, g, h, i),
        )
    return done


def _row(
    r: Point, a: float, b: float, c: float, d: float, e: float, f: float,
    g: float, h: float, i: float,
) -> Point:  # fmt: skip
    x, y, z = r
    return x * a + y * d + z * g, x * b + y * e + z * h, x * c + y * f + z * i


def turned(by: Turn, point: Point) -> Point:
    """A point turned about the origin."""
    x, y, z = point
    return (
        by[0][0] * x + by[0][1] * y + by[0][2] * z,
        by[1][0] * x + by[1][1] * y + by[1][2] * z,
        by[2][0] * x + by[2][1] * y + by[2][2] * z,
    )


def back(by: Turn, point: Point) -> Point:
    """A point as it was before the turn."""
    x, y, z = point
    return (
        by[0][0] * x + by[1][0] * y + by[2][0] * z,
        by[0][1] * x + by[1][1] * y + by[2][1] * z,
        by[0][2] * x + by[1][2] * y + by[2][2] * z,
    )


def moved(point: Point, by: Point, times: float = 1.0) -> Point:
    """The point moved by `times` the vector."""
    return point[0] + by[0] * times, point[1] + by[1] * times, point[2] + by[2] * times


def between(start: Point, end: Point, share: float) -> Point:
    """The point at this share of the way."""
    return moved(start, away(start, end), share)


def away(start: Point, end: Point) -> Point:
    """The vector from one point to another."""
    return end[0] - start[0], end[1] - start[1], end[2] - start[2]


def dot(first: Point, second: Point) -> float:
    """The inner product."""
    return first[0] * second[0] + first[1] * second[1] + first[2] * second[2]


def cross(a: Point, b: Point) -> Point:
    """The vector at right angles to both."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def length(vector: Point) -> float:
    """How long a vector is."""
    return sqrt(dot(vector, vector))


def unit(vector: Point) -> Point:
    """The vector with a length of 1; any direction for none."""
    long = length(vector)
    return (vector[0] / long, vector[1] / long, vector[2] / long) if long > 1e-9 else (1.0, 0, 0)


def apart(first: Point, second: Point) -> float:
    """The distance of two points."""
    return length(away(first, second))


def flat(x: float, y: float) -> float:
    """The length of a vector in a plane."""
    return hypot(x, y)
