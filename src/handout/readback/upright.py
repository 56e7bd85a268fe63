"""Where turned text would stand if the page were turned so that it can be read."""

from handout.readback.finished import Box, Run


def upright(run: Run) -> Box:
    """The box of a run on a page turned by quarters until it reads from left to right.

    Of two runs that are turned in the same way it says which is before and which is above.
    """
    box = run.box
    match round(run.angle / 90) % 4:
        case 0:
            return box
        case 1:
            return Box(-box.bottom, box.left, -box.top, box.right)
        case 2:
            return Box(-box.right, -box.bottom, -box.left, -box.top)
        case _:
            return Box(box.top, -box.right, box.bottom, -box.left)


def baseline(run: Run) -> float:
    """How far down its baseline is on that page; a fifth of its size from the bottom if turned."""
    if round(run.angle / 90) % 4 == 0:
        return run.baseline
    return upright(run).bottom - 0.2 * run.size
