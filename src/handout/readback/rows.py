"""Runs put into rows of one column, and the rows of a page into the order of reading.

Everything is judged as if turned text stood upright; the runs that go in all have one angle.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from handout.readback.finished import Box, Run, around
from handout.readback.upright import baseline, upright

Row = tuple[Run, ...]
"""Runs on one baseline of one column, from left to right."""

_SAME_BASELINE = 0.3
_COLUMN_GAP = 1.2
_LABEL_GAP = 3.0
_WORD_GAP = 0.15
_RAISED = 0.55
_SMALL = 0.85
_NEAR = 1.6
_MOST_TO_ORDER = 1500
_LABEL = re.compile(r"^\W$|^\(?[0-9a-zA-Z]{1,3}[.):]$")


class _Piece(Struct, frozen=True):
    """A run with where it stands upright."""

    run: Run
    box: Box
    baseline: float


def rows(runs: Sequence[Run]) -> tuple[Row, ...]:
    """The rows of some runs in the order of reading; runs without a letter are left out."""
    pieces = [
        _Piece(run, upright(run), baseline(run))
        for run in runs
        if run.text.strip() or (not run.text and run.box.width > 0)
    ]
    split = [part for row in _on_baselines(pieces) for part in _columns(row)]
    joined = _with_raised(split)
    return tuple(tuple(piece.run for piece in row) for row in _in_order(joined))


def said(row: Row) -> str:
    """The words of a row, with a space where there is a gap of one."""
    text, last = "", None
    for run in row:
        if last is not None and not text[-1:].isspace() and not run.text[:1].isspace():
            gap = upright(run).left - upright(last).right
            if gap > _WORD_GAP * max(run.size, last.size):
                text += " "
        text += run.text
        last = run
    return " ".join(text.split())


def _on_baselines(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces of the same baseline together, from the top, each from the left."""
    row: list[_Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        if row:
            size = max(min(row[-1].run.size, piece.run.size), 1)
            if piece.baseline - row[0].baseline > _SAME_BASELINE * size:
                yield sorted(row, key=lambda piece: piece.box.left)
                row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.box.left)


def _columns(row: list[_Piece]) -> Iterator[list[_Piece]]:
    """A row cut where the gap is too wide for a space, but not after the mark of a list item."""
    part: list[_Piece] = []
    reached = 0.0
    for piece in row:
        size = max(piece.run.size, part[-1].run.size) if part else 0
        if part and piece.box.left - reached > _gap(part) * size:
            yield part
            part = []
        reached = max(reached, piece.box.right) if part else piece.box.right
        part.append(piece)
    if part:
        yield part


def _gap(part: list[_Piece]) -> float:
    is_label = len(part) == 1 and _LABEL.match(part[0].run.text.strip())
    return _LABEL_GAP if is_label else _COLUMN_GAP


def _with_raised(split: list[list[_Piece]]) -> list[list[_Piece]]:
    """Small raised or lowered pieces put into the row that they touch."""
    kept: list[list[_Piece]] = []
    for index, part in enumerate(split):
        near = (*split[max(index - 4, 0) : index], *split[index + 1 : index + 5])
        host = next((row for row in near if row and _is_raised(part, row)), None)
        if host is None:
            kept.append(part)
        else:
            host.extend(part)
            host.sort(key=lambda piece: piece.box.left)
            part.clear()
    return [part for part in kept if part]


def _is_raised(part: list[_Piece], row: list[_Piece]) -> bool:
    """Whether letters are an exponent or an index of a row."""
    size = max(piece.run.size for piece in part)
    tall = max(piece.run.size for piece in row)
    if size > _SMALL * tall or abs(part[0].baseline - row[0].baseline) > _RAISED * tall:
        return False
    left, right = part[0].box.left, part[-1].box.right
    return any(
        -0.3 * tall < left - piece.box.right < 0.3 * tall
        or -0.3 * tall < piece.box.left - right < 0.3 * tall
        for piece in row
    )


def _in_order(split: list[list[_Piece]]) -> list[list[_Piece]]:
    """Rows from the top; where columns stand side by side, each as a whole and from the left."""
    boxed = [(around(tuple(piece.box for piece in part)), part) for part in split]
    boxed.sort(key=lambda pair: (pair[0].top, pair[0].left))
    if len(boxed) > _MOST_TO_ORDER:
        return [part for _, part in boxed]
    return [part for _, part in _ordered(boxed)]


_Placed = tuple[Box, list[_Piece]]


def _ordered(boxed: list[_Placed]) -> Iterator[_Placed]:
    """Bands of the page; as many as share a gutter are read a column at a time.

    One column may become two, as where a short line stands above both.
    """
    bands = _bands(boxed)
    start = 0
    while start < len(bands):
        group = list(bands[start])
        columns = _side_by_side(group)
        end = start + 1
        while end < len(bands) and _is_near(group, bands[end]):
            wider = _side_by_side([*group, *bands[end]])
            if len(wider) < max(len(columns), len(_side_by_side(bands[end]))):
                break
            group, columns, end = [*group, *bands[end]], wider, end + 1
        for column in columns:
            yield from sorted(column, key=lambda pair: (pair[0].top, pair[0].left))
        start = end


def _bands(boxed: list[_Placed]) -> list[list[_Placed]]:
    """Rows that overlap in height together, from the top. They come sorted."""
    bands: list[list[_Placed]] = []
    reached = 0.0
    for box, part in boxed:
        shared = min(box.height, 4) / 2
        if bands and box.top < reached - shared:
            bands[-1].append((box, part))
            reached = max(reached, box.bottom)
        else:
            bands.append([(box, part)])
            reached = box.bottom
    return bands


def _side_by_side(group: list[_Placed]) -> list[list[_Placed]]:
    """The columns of some rows from the left: no row reaches from one into the next."""
    columns: list[list[_Placed]] = []
    reached = 0.0
    for box, part in sorted(group, key=lambda pair: pair[0].left):
        if columns and box.left < reached + 1:
            columns[-1].append((box, part))
            reached = max(reached, box.right)
        else:
            columns.append([(box, part)])
            reached = box.right
    return columns


def _is_near(group: list[_Placed], band: list[_Placed]) -> bool:
    below = min(box.top for box, _ in band) - max(box.bottom for box, _ in group)
    return below < _NEAR * max(piece.run.size for _, part in band for piece in part)
