"""What stands together: how much has to fit on a page for a box to start there.

A heading keeps the start of what it heads; what stays with a box is on its page. Pure.
"""

from collections.abc import Mapping, Sequence

from handout.document import Stays
from handout.pages.box import Box

_MOST_OF_IT = 0.6
"""The share of a frame that a box takes at least for its end to go to another page with it."""
_INTRODUCTION = 0.16
"""The share of a page that may stand between a heading and what it keeps with it."""

Sets = Mapping[int, int]
"""For each box that others stay with, the number after the last of them."""


def sets(boxes: Sequence[Box], stays: Stays, most: float = 0.0) -> Sets:
    """The boxes that stay together; as an end only of what takes most of a frame `most` high."""
    found: dict[int, int] = {}
    first = -1
    for number, box in enumerate(boxes):
        if box.break_to:
            first = number if box.rows else -1
        elif box.stays == stays and first >= 0:
            if boxes[first].height > most * _MOST_OF_IT:
                found[first] = number + 1
        elif box.rows:
            first = number
    return found


def least(number: int, boxes: Sequence[Box], most: float, white: float, held: Sets) -> float:
    """The height that has to fit for a box to start here, in frames that are `most` high.

    A heading needs the start of what follows, and past a few lines of introduction the start of
    what those introduce; where no page holds all that, it does without the last. Right under its
    heading a set that no page holds starts at a page's top.
    """
    if not boxes[number].keeps_next:
        height = _start(number, boxes, most, white, held)
        return height if height <= most else own_start(boxes[number], most)
    last = led_to(number, boxes, most)
    height = extent(number, last, boxes, white)
    if last == len(boxes) or boxes[last].break_to:
        return min(most, height)
    above = next(box for box in reversed(boxes[number:last]) if box.rows)
    height += white * max(above.after, boxes[last].before)
    together = height + _start(last, boxes, most, white, held)
    if together <= most:
        return together
    return most if height + own_start(boxes[last], most) <= most else height


def led_to(number: int, boxes: Sequence[Box], most: float) -> int:
    """The box that a heading leads to, past other headings and an introduction.

    A paragraph introduces what follows in its own section, and no heading.
    """
    introduced = 0.0
    for index in range(number + 1, len(boxes)):
        box = boxes[index]
        if box.break_to:
            return index
        if not box.rows or box.keeps_next:
            continue
        introduced += box.height
        if not box.introduces or introduced > most * _INTRODUCTION or _closes(index, boxes):
            return index
    return len(boxes)


def _closes(number: int, boxes: Sequence[Box]) -> bool:
    """Whether nothing of its section follows the box."""
    follower = next((box for box in boxes[number + 1 :] if box.rows or box.break_to), None)
    return follower is None or bool(follower.break_to) or follower.is_heading


def extent(first: int, end: int, boxes: Sequence[Box], white: float) -> float:
    """The height of boxes one under the other, with the white space between them."""
    height, owed = 0.0, -1.0
    for box in boxes[first:end]:
        if box.rows:
            height += box.height + (white * max(owed, box.before) if owed >= 0 else 0.0)
            owed = box.after
    return height


def _start(number: int, boxes: Sequence[Box], most: float, white: float, held: Sets) -> float:
    """What has to fit for a box to start, and for all that stays with it."""
    if number in held:
        return extent(number, held[number], boxes, white)
    return own_start(boxes[number], most)


def own_start(box: Box, most: float) -> float:
    """What of a box has to fit for it to start."""
    return box.height if box.is_whole and box.height <= most else chunk(box)


def chunk(box: Box) -> float:
    """The height of what is never parted at the beginning of a box."""
    return box.rows[chunk_end(box, 0) - 1].bottom


def chunk_end(box: Box, first: int) -> int:
    """The index after the rows that are tied to row `first`."""
    last = first + 1
    while last < len(box.rows) and box.rows[last].tied:
        last += 1
    return last
