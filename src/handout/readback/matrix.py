"""Matrices of PDF, and how the space of a page becomes what a reader sees.

A matrix is (a, b, c, d, e, f); the point x, y becomes a x + c y + e, b x + d y + f
(ISO 32000-1, 8.3.4).
"""

from collections.abc import Iterable
from math import atan2, degrees, hypot

from handout.readback.finished import Box

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Crop = tuple[float, float, float, float]
"""Left, bottom, right and top in the space of a page, where y grows upwards."""

_FAR = 1e6


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does both, the first of them first."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        *(a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j),
        *(e * g + f * i + k, e * h + f * j + m),
    )


def at(matrix: Matrix, point: Point) -> Point:
    """Where a point comes to lie; never further out than 1,000,000."""
    a, b, c, d, e, f = matrix
    x, y = point
    return _near(a * x + c * y + e), _near(b * x + d * y + f)


def _near(length: float) -> float:
    return min(max(length, -_FAR), _FAR) if length == length else 0.0


def box_of(points: Iterable[Point]) -> Box:
    """The smallest box that holds all of the points; there is at least one."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def placed(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """The box that holds a rectangle after the matrix."""
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return box_of(at(matrix, corner) for corner in corners)


def angle_of(matrix: Matrix) -> float:
    """How far what was horizontal is turned anticlockwise, where y grows downwards; -180 to 180."""
    turned = round(degrees(atan2(-matrix[1], matrix[0])), 2)
    return 0.0 if turned == 0 else 180.0 if turned == -180 else turned


def height_of(matrix: Matrix) -> float:
    """What a height of 1 becomes, measured across the turned baseline."""
    a, b, c, d, _, _ = matrix
    across = hypot(a, b)
    return abs(a * d - b * c) / across if across else hypot(c, d)


def visible(crop: Crop, rotation: int, unit: float) -> tuple[Matrix, float, float]:
    """From the space of a page to what is seen of it, and its width and height.

    rotation: quarter turns clockwise. unit: points in one unit of the page's space.
    """
    left, bottom, right, top = (edge * unit for edge in crop)
    width, height = right - left, top - bottom
    match rotation % 4:
        case 0:
            return (unit, 0, 0, -unit, -left, top), width, height
        case 1:
            return (0, unit, unit, 0, -bottom, -left), height, width
        case 2:
            return (-unit, 0, 0, unit, right, -bottom), width, height
        case _:
            return (0, -unit, -unit, 0, top, right), height, width
