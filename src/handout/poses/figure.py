"""The drawing of an exercise: its frames side by side or one under the other on one canvas."""

from collections.abc import Iterator

from handout.model.drawing import Drawing, Shape
from handout.model.exercise import Exercise
from handout.model.pose import Figure
from handout.poses.areas import feelings
from handout.poses.foot import close_up, from_above, pulling_hand
from handout.poses.marks import arrows, circles, clock, sign_size, spread_arrows
from handout.poses.outline import Patch, Path, extent
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


def drawing(exercise: Exercise) -> Drawing:
    """The drawing of the exercise, for its right side.

    Raises: HandoutError when it has no figure, or its poses cannot be.
    """
    figure = exercise.figure
    assert figure, "an exercise without a figure is not drawn"
    people, _ = placed(figure)
    frames = tuple(_frame(figure, people, index) for index in range(len(people)))
    return composed(frames, is_held=exercise.dose.hold is not None)


def _frame(figure: Figure, people: tuple[Placed, ...], index: int) -> tuple[Patch, ...]:
    """One picture of the row, in millimetres of the person, in the order of painting."""
    one = people[index]
    eye = camera(figure.view, one.pose.base or "standing")
    floor = ground([each.skeleton for each in people], eye, figure)
    is_level = eye.up[2] > _LEVEL
    return (
        *(() if is_level else floor),
        *behind(figure, people[0], one, eye),
        *_body(figure, one, eye),
        *(floor if is_level else ()),
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
    """The frames on one canvas, as large as they can be: in a row, or one under the other."""
    sizes = [extent([patch.path for patch in frame]) for frame in frames]
    wide = max(right - left for left, _, right, _ in sizes)
    high = max(top - bottom for _, bottom, _, top in sizes)
    count = len(frames)
    room_x, room_y = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    row = min((room_x - _BETWEEN * (count - 1)) / count / wide, room_y / high)
    column = min(room_x / wide, (room_y - _BETWEEN * (count - 1)) / count / high)
    scale = min(max(row, column), _MOST_SCALE)
    is_row = row >= column
    cell = ((room_x if is_row else room_y) - _BETWEEN * (count - 1)) / count
    shapes: list[Shape] = []
    for index, (frame, (left, bottom, right, _)) in enumerate(zip(frames, sizes, strict=True)):
        along = _EDGE + index * (cell + _BETWEEN)
        if is_row:
            x, y = along + (cell - (right - left) * scale) / 2, (HEIGHT + high * scale) / 2
            corner = (along + cell - _CLOCK, HEIGHT - _CLOCK)
        else:
            x, y = _EDGE + (room_x - (right - left) * scale) / 2, along + (cell + high * scale) / 2
            corner = (WIDTH - _CLOCK, HEIGHT - along - _CLOCK)
        shapes += [_shape(patch, scale, x - left * scale, y + bottom * scale) for patch in frame]
        if index:
            shapes.append(_chevron(along - _BETWEEN / 2, is_row=is_row))
        if is_held and index == count - 1:
            shapes += [_shape(patch, 1.0, 0.0, HEIGHT) for patch in clock(*corner, _CLOCK * 0.6)]
    return Drawing((WIDTH, HEIGHT), tuple(shapes))


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


def _shape(patch: Patch, scale: float, x: float, y: float) -> Shape:
    return Shape(
        _written(patch.path, scale, x, y), patch.fill, patch.stroke, round(patch.width * scale, 2),
        tuple(round(one * scale, 2) for one in patch.dash),
    )  # fmt: skip


def _written(path: Path, scale: float, x: float, y: float) -> str:
    parts: list[str] = []
    for command, numbers in path:
        placed = (
            x + value * scale if index % 2 == 0 else y - value * scale
            for index, value in enumerate(numbers)
        )
        parts.append(command + " ".join(f"{value:.1f}".removesuffix(".0") for value in placed))
    return "".join(parts)
