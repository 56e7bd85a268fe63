"""A drawing mirrored, or set lower on a higher canvas. Pure: a drawing in, another one out."""

from msgspec import structs

from handout.model.drawing import Drawing, Shape
from handout.pages.paths import Step, svg_steps

_Cell = tuple[float, float]


def mirrored(drawing: Drawing) -> Drawing:
    """The drawing with left and right exchanged, without labels: words in a mirror say nothing.

    Pictures in a row are mirrored one by one, and what is between them stays, so that the row is
    still read from its start to its end.
    Raises: HandoutError for a path that cannot be read.
    """
    edges = drawing.cells or (0.0, drawing.size[0])
    cells = tuple(zip(edges[::2], edges[1::2], strict=True))
    shapes = tuple(_mirrored(shape, cells) for shape in drawing.shapes)
    return structs.replace(drawing, shapes=shapes, labels=())


def lowered(drawing: Drawing, white: float) -> Drawing:
    """The shapes of the drawing with so many units of white above them."""
    width, height = drawing.size
    shapes = tuple(_lowered(shape, white) for shape in drawing.shapes)
    return structs.replace(drawing, size=(width, height + white), shapes=shapes, labels=())


def _mirrored(shape: Shape, cells: tuple[_Cell, ...]) -> Shape:
    """The shape turned in the cell that its middle is in; its place is in its path then."""
    right, down = shape.at or (0.0, 0.0)
    steps = [
        (command, _exchanged(numbers, right, down, 1.0))
        for command, numbers in svg_steps(shape.path, shape.place)
    ]
    across = [value for _, numbers in steps for value in numbers[::2]]
    middle = (min(across) + max(across)) / 2 if across else 0.0
    cell = next((one for one in cells if one[0] <= middle <= one[1]), None)
    if cell:
        steps = [(command, _exchanged(n, sum(cell), 0.0, -1.0)) for command, n in steps]
    return structs.replace(shape, path=_written(steps), at=())


def _exchanged(
    numbers: tuple[float, ...], right: float, down: float, sign: float
) -> tuple[float, ...]:
    """Points moved, and turned where the sign is negative."""
    return tuple(
        right + sign * value if index % 2 == 0 else down + value
        for index, value in enumerate(numbers)
    )


def _lowered(shape: Shape, white: float) -> Shape:
    right, down = shape.at or (0.0, 0.0)
    return structs.replace(shape, at=(right, down + white))


def _written(steps: list[Step]) -> str:
    return "".join(command + " ".join(map(_number, numbers)) for command, numbers in steps)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
