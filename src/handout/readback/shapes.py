"""What a path covers, and what a clip leaves of it."""

import ctypes
from typing import Any

from msgspec import Struct

from handout.readback.finished import Box, around
from handout.readback.matrix import Matrix, Point, at, box_of
from handout.readback.pdfium import raw

_LINE, _CURVE, _MOVE = 0, 1, 2
_MOST_SEGMENTS = 200
_COVERS = 0.97
_THIN = 0.05


class Shape(Struct, frozen=True):
    """A part of a path. is_box: it covers its box, but for rounded corners."""

    box: Box
    is_box: bool


def shapes(path: Any, matrix: Matrix) -> tuple[Shape, ...]:
    """The shapes of a path: each box by itself if there are only boxes, all as one otherwise.

    A path of very many segments is one shape; so are a box and the hole in it.
    """
    count = raw.FPDFPath_CountSegments(path)
    if not 0 < count <= _MOST_SEGMENTS:
        return ()
    read = (raw.FPDFPath_GetPathSegment(path, index) for index in range(count))
    return _joined(_outlines(read, matrix))


def clipped(painted: Any, matrix: Matrix) -> Box | None:
    """The box of an object's clip; None where it has none. Of several clips all hold."""
    clip = raw.FPDFPageObj_GetClipPath(painted)
    found: Box | None = None
    for number in range(min(raw.FPDFClipPath_CountPaths(clip) if clip else 0, 16)):
        count = raw.FPDFClipPath_CountPathSegments(clip, number)
        if 0 < count <= _MOST_SEGMENTS:
            read = (raw.FPDFClipPath_GetPathSegment(clip, number, index) for index in range(count))
            boxes = tuple(box_of(points) for points in _outlines(read, matrix))
            here = around(boxes) if boxes else None
            if here:
                found = (found.overlap(here) or Box(0, 0, 0, 0)) if found else here
    return found


def _outlines(segments: Any, matrix: Matrix) -> tuple[tuple[Point, ...], ...]:
    """The corners of each part; a curve counts as the line between its ends."""
    found: list[list[Point]] = []
    across, up = ctypes.c_float(), ctypes.c_float()
    handles = 0
    for segment in segments:
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, across, up)
        if kind == _CURVE:
            handles = (handles + 1) % 3
            if handles:
                continue  # Only each third is a point of the curve.
        if kind == _MOVE or not found:
            found.append([])
        found[-1].append(at(matrix, (across.value, up.value)))
    return tuple(tuple(points) for points in found if len(points) > 1)


def _joined(outlines: tuple[tuple[Point, ...], ...]) -> tuple[Shape, ...]:
    boxes = tuple(box_of(points) for points in outlines)
    if not boxes:
        return ()
    covers = tuple(_covers(points, box) for points, box in zip(outlines, boxes, strict=True))
    if all(covers) and not _overlap(boxes):
        return tuple(Shape(box, True) for box in boxes)
    return (Shape(around(boxes), is_box=len(boxes) == 1 and covers[0]),)


def _overlap(boxes: tuple[Box, ...]) -> bool:
    return any(
        box.overlap(other) for index, box in enumerate(boxes) for other in boxes[index + 1 :]
    )


def _covers(points: tuple[Point, ...], box: Box) -> bool:
    """Whether the corners go round nearly all of their box; a line is its own box."""
    if min(box.width, box.height) < _THIN:
        return True
    ahead = (*points[1:], points[0])
    twice = sum(x * v - u * y for (x, y), (u, v) in zip(points, ahead, strict=True))
    return abs(twice) / 2 >= _COVERS * box.width * box.height
