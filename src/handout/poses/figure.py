"""The drawing of an exercise: its frames side by side or one under the other on one canvas."""

from collections.abc import Iterator
from functools import lru_cache
from math import hypot

from handout.model.drawing import Drawing, Shape
from handout.model.exercise import Exercise
from handout.model.pose import Figure
from handout.poses.areas import feelings
from handout.poses.foot import close_up, from_above, pulling_hand
from handout.poses.marks import arrows, circles, clock, sign_size, spread_arrows
from handout.poses.outline import Patch, Path, Spot, extent
from handout.poses.person import person
from handout.poses.placing import Placed, placed
from handout.poses.props import before, behind, ground
from handout.poses.view import Camera, camera

WIDTH, HEIGHT = 240.0, 168.0
"""The canvas of every exercise, so that they line up on a page."""

_EDGE = 4.0
_BETWEEN = 14.0
_MOST_SCALE = 0.45
_LEVEL = 0.99
_CLOCK = 12.0
_REMEMBERED = 64
"""So many drawings are kept in a process: a catalogue is drawn once, however often it is used."""


def drawing(exercise: Exercise) -> Drawing:
    """The drawing of the exercise, for the side that its figure trains.

    Raises: HandoutError when its poses cannot be.
    """
    assert exercise.figure, "an exercise without a figure is not drawn"
    return _drawn(exercise.figure, exercise.dose.hold is not None)


@lru_cache(maxsize=_REMEMBERED)
def _drawn(figure: Figure, is_held: bool) -> Drawing:
    people, _ = placed(figure)
    frames = tuple(_frame(figure, people, index) for index in range(len(people)))
    return composed(frames, is_held=is_held)


def _frame(figure: Figure, people: tuple[Placed, ...], index: int) -> tuple[Patch, ...]:
    """One picture of the row, in millimetres of the person, in the order of painting."""
    one = people[index]
    eye = camera(figure.view, one.pose.base or "standing")
    floor = ground([each.skeleton for each in people], eye, figure)
    is_level = eye.up[2] > _LEVEL
    things = behind(figure, people[0], one, eye)
    return (
        *(() if is_level else (*floor, *things)),
        *_body(figure, one, eye),
        *((*things, *floor) if is_level else ()),
        *before(figure, one, eye),
        *_marks(figure, people, index, eye),
    )


def _body(figure: Figure, one: Placed, eye: Camera) -> tuple[Patch, ...]:
    match figure.view:
        case "foot":
            holds = one.pose.right.hand == "right-toes"
            leg = one.skeleton.right_leg
            return (*close_up(leg, eye), *(pulling_hand(leg, eye) if holds else ()))
        case "toes":
            return from_above(one.skeleton.right_leg)
        case _:
            return person(one.skeleton, eye, shoes=figure.shoes)


def _marks(figure: Figure, people: tuple[Placed, ...], index: int, eye: Camera) -> Iterator[Patch]:
    one = people[index]
    if figure.view == "toes":
        if index:
            yield from spread_arrows(people[index - 1].skeleton, one.skeleton)
        return
    if index == len(people) - 1:
        yield from feelings(figure, one, eye, sign_size(figure))
        yield from circles(figure, one, eye)
    if index:
        yield from arrows(figure, people[index - 1], one, eye)


def composed(frames: tuple[tuple[Patch, ...], ...], *, is_held: bool = False) -> Drawing:
    """The frames on one canvas, as large as they can be: in a row, or one under the other.

    What stands still is at the same place in each.
    """
    left, bottom, right, top = extent([patch.path for frame in frames for patch in frame])
    wide, high, count = right - left, top - bottom, len(frames)
    room_x, room_y = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    between = _BETWEEN * (count - 1)
    row = min((room_x - between) / count / wide, room_y / high)
    column = min(room_x / wide, (room_y - between) / count / high)
    scale, is_row = min(max(row, column), _MOST_SCALE), row >= column
    cell = ((room_x if is_row else room_y) - between) / count
    shapes: list[Shape] = []
    for index, frame in enumerate(frames):
        along = _EDGE + index * (cell + _BETWEEN)
        cell_x, cell_y = (along, _EDGE) if is_row else (_EDGE, along)
        cell_wide, cell_high = (cell, room_y) if is_row else (room_x, cell)
        moved = (
            round(cell_x + (cell_wide - wide * scale) / 2, 1),
            round(cell_y + (cell_high - high * scale) / 2, 1),
        )
        shapes += [_shape(patch, scale, (-left, top), moved) for patch in frame]
        if index:
            shapes.append(_chevron(along - _BETWEEN / 2, is_row=is_row))
        if is_held and index == count - 1:
            origin = (moved[0] - left * scale, moved[1] + top * scale, scale)
            corner = _emptiest(frame, origin, (cell_x, cell_y, cell_wide, cell_high))
            shapes += [
                _shape(patch, 1.0, (corner[0], corner[1]), ()) for patch in clock(_CLOCK * 0.6)
            ]
    edges = [_EDGE + index * (cell + _BETWEEN) for index in range(count)] if is_row else []
    cells = tuple(round(x, 1) for edge in edges for x in (edge, edge + cell))
    return Drawing((WIDTH, HEIGHT), tuple(shapes), cells=cells)


def _emptiest(
    frame: tuple[Patch, ...], at: tuple[float, float, float],
    cell: tuple[float, float, float, float],
) -> Spot:  # fmt: skip
    """The upper corner of a picture in its cell that it leaves freest, y downwards."""
    x, y, scale = at
    points = [
        (x + numbers[-2] * scale, y - numbers[-1] * scale)
        for patch in frame
        for _, numbers in patch.path
        if numbers
    ]
    left, top, wide, _ = cell
    across = [point[0] for point in points]
    before = max(left + _CLOCK, min(across) - _CLOCK)
    after = min(left + wide - _CLOCK, max(across) + _CLOCK)
    corners = [(after, top + _CLOCK), (before, top + _CLOCK)]
    return max(corners, key=lambda c: min(hypot(px - c[0], py - c[1]) for px, py in points))


def _chevron(along: float, *, is_row: bool) -> Shape:
    """From one frame to the next."""
    half = _BETWEEN * 0.32
    x, y = (along, HEIGHT / 2) if is_row else (WIDTH / 2, along)
    deep = half * 0.6
    ends = (
        f"M{x - deep:.1f} {y - half:.1f}L{x + deep:.1f} {y:.1f}L{x - deep:.1f} {y + half:.1f}"
        if is_row
        else f"M{x - half:.1f} {y - deep:.1f}L{x:.1f} {y + deep:.1f}L{x + half:.1f} {y - deep:.1f}"
    )
    return Shape(ends, "none", "ink 60%", 1.8)


def _shape(patch: Patch, scale: float, origin: Spot, at: tuple[float, ...]) -> Shape:
    """The patch in units of the canvas, y downwards from the origin.

    The same patch has the same path in every frame, so that a file holds it once.
    """
    return Shape(
        _written(patch.path, scale, origin), patch.fill, patch.stroke,
        round(patch.width * scale, 2), (), at,
    )  # fmt: skip


def _written(path: Path, scale: float, origin: Spot) -> str:
    parts: list[str] = []
    for command, numbers in path:
        placed = (
            (origin[0] + value) * scale if index % 2 == 0 else (origin[1] - value) * scale
            for index, value in enumerate(numbers)
        )
        parts.append(command + " ".join(f"{value:.1f}".removesuffix(".0") for value in placed))
    return "".join(parts)
