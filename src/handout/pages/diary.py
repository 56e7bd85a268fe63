"""The diary: a week to fill in, with boxes to tick and white cells to write in.

Where the days do not fit side by side in legible type, the week is cut into tables of fewer days.
"""

from math import ceil

from msgspec import Struct

from handout.document import Diary, DiaryRow, Spans
from handout.errors import Place, Problem
from handout.pages.box import Piece, Proof, Row, tied
from handout.pages.setting import Setting
from handout.pages.tables import COLUMN, ROW, captioned, rules
from handout.pages.text import ARTIFACT, Type, number

_BOX = 9.1
"""The side of a box to tick beside 12.5 point type: 3.2 mm."""

_WRITE = 25.5
_NOTES = 39.7
"""The height of a cell to write in: 9 mm, and 14 mm where the last of them is for notes."""

_LABEL, _WIDE_LABEL = 0.27, 0.5
"""The share of the width that the labels have, where the days leave it; in a week that is cut."""

_LEAST_LABEL = 6.5
"""Sizes of body that the labels need at least."""

_BOX_GAP = 0.3
"""White between boxes, in sides of a box."""

_MARGIN = 0.8
"""White at both sides of a cell's boxes together, in sides of a box."""

_PAD_X = 0.45
_PAD_Y = 0.28
_PAD_DAY = 0.2


class _Grid(Struct, frozen=True):
    """The edges of the columns, and how many days stand side by side."""

    x: float
    label: float
    day: float
    days: int

    def edges(self, days: int) -> tuple[float, ...]:
        start = self.x + self.label
        return (self.x, *(start + self.day * index for index in range(days + 1)))


def diary(
    block: Diary, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    """Set a week, in as many tables as its days need; one of several is never parted."""
    grid = _grid(block, proof, setting, x, width)
    for start in range(0, len(block.days), grid.days):
        if start:
            proof.space(setting.rhythm * 1.4)
        first = len(proof.rows)
        owner = captioned(() if start else block.caption, proof, setting, x, width, parent)
        days = block.days[start : start + grid.days]
        edges = grid.edges(len(days))
        head = proof.element("TR", proof.element("THead", owner))
        _header(block, days, head, proof, setting, edges, is_tied=len(proof.rows) > first)
        body = proof.element("TBody", owner)
        for index, row in enumerate(block.rows):
            line = proof.element("TR", body)
            is_tied = index in (0, len(block.rows) - 1)
            _row(row, _least(block, index, setting), line, proof, setting, edges, block.place,
                 is_tied=is_tied)  # fmt: skip
        if grid.days < len(block.days) and proof.y - proof.rows[first].top <= setting.height:
            proof.rows[first + 1 :] = map(tied, proof.rows[first + 1 :])


def _grid(block: Diary, proof: Proof, setting: Setting, x: float, width: float) -> _Grid:
    """As few tables as let every day and label keep its longest word."""
    bold, size = setting.type("body", bold=True), setting.body.size
    longest = (setting.setter.longest(day, bold, block.place) for day in block.days)
    day = max(*longest, setting.scaled(_BOX)) + 2 * size * _PAD_DAY + 1
    labels = (block.corner, *(row.label for row in block.rows))
    words = max(setting.setter.longest(label, bold, block.place) for label in labels)
    label = min(max(words + 2 * size * _PAD_X + 1, size * _LEAST_LABEL), width / 2)
    tables = 1
    while tables < len(block.days) and label + day * ceil(len(block.days) / tables) > width:
        tables += 1
    days = ceil(len(block.days) / tables)
    if label + day * days > width:
        message = "the diary is too narrow for its days, which are cut"
        proof.problems.append(Problem(message, block.place, "use a wider look", "warning"))
        day = width - label
    share = _LABEL if tables == 1 else _WIDE_LABEL
    label = max(label, min(width * share, width - day * days))
    return _Grid(x, label, (width - label) / days, days)


def _least(block: Diary, index: int, setting: Setting) -> float:
    """The height of a row's cells: to tick, to write a word, to write a note in the last."""
    if block.rows[index].boxes:
        return 0.0
    written = [at for at, row in enumerate(block.rows) if not row.boxes]
    is_note = len(written) > 1 and index == written[-1]
    room = _NOTES if is_note else _WRITE
    return max(room, setting.scaled(room))


def _header(
    block: Diary, days: tuple[Spans, ...], owner: int, proof: Proof, setting: Setting,
    edges: tuple[float, ...], *, is_tied: bool,
) -> None:  # fmt: skip
    bold = setting.type("body", bold=True)
    pad = bold.size * _PAD_X
    room = edges[2] - edges[1] - 2 * bold.size * _PAD_DAY
    if any(_height(day, bold, room, setting, block.place) > bold.leading for day in days):
        # where one day takes two lines, they all do
        room = max(setting.setter.longest(day, bold, block.place) for day in days) + 1
    tall = [_height(day, bold, room, setting, block.place) for day in days]
    tall.append(_height(block.corner, bold, edges[1] - edges[0] - 2 * pad, setting, block.place))
    height = max(tall) + 2 * bold.size * _PAD_Y
    sides = [_label(block.corner, owner, COLUMN, proof, setting, edges, height, block.place)]
    for index, day in enumerate(days):
        side = proof.beside()
        side.space((height - tall[index]) / 2)
        cell = side.element("TH", owner, COLUMN)
        left = (edges[index + 1] + edges[index + 2] - room) / 2
        _centred(day, bold, side, setting, left, room, cell, block.place)
        sides.append(side)
    _ruled(sides, height, proof, setting, edges, header=True, is_tied=is_tied)


def _row(
    row: DiaryRow, least: float, owner: int, proof: Proof, setting: Setting,
    edges: tuple[float, ...], place: Place | None, *, is_tied: bool,
) -> None:  # fmt: skip
    bold, room = setting.type("body", bold=True), edges[2] - edges[1]
    across, high = _rank(row.boxes, room, setting)
    wide = edges[1] - edges[0] - 2 * bold.size * _PAD_X
    words = _height(row.label, bold, wide, setting, place)
    height = max(least, max(words, high) + 2 * bold.size * _PAD_Y)
    sides = [_label(row.label, owner, ROW, proof, setting, edges, height, place)]
    for left in edges[1:-1]:
        side = proof.beside()
        cell = Piece(side.element("TD", owner), b"")
        boxes = _boxes(row.boxes, across, left + room / 2, -proof.y - height / 2, setting)
        side.row(0.0, (cell, Piece(ARTIFACT, boxes)) if boxes else (cell,))
        sides.append(side)
    _ruled(sides, height, proof, setting, edges, header=False, is_tied=is_tied)


def _height(
    spans: Spans, style: Type, width: float, setting: Setting, place: Place | None
) -> float:
    return len(setting.setter.set(spans, style, width, (0.0, 0.0), place).lines) * style.leading


def _label(
    spans: Spans, owner: int, scope: bytes, proof: Proof, setting: Setting,
    edges: tuple[float, ...], height: float, place: Place | None,
) -> Proof:  # fmt: skip
    """The first cell of a row, its words in the middle of the row's height."""
    bold = setting.type("body", bold=True)
    pad = bold.size * _PAD_X
    room = edges[1] - edges[0] - 2 * pad
    side = proof.beside()
    side.space((height - _height(spans, bold, room, setting, place)) / 2)
    cell = side.element("TH", owner, scope)
    side.text(spans, bold, edges[0] + pad, room, cell, place)
    if not side.rows:
        side.row(0.0, (Piece(cell, b""),))
    return side


def _centred(
    spans: Spans, style: Type, proof: Proof, setting: Setting, left: float, room: float,
    owner: int, place: Place | None,
) -> None:  # fmt: skip
    """Set the header of a day with each line in the middle of the room."""
    setter = setting.setter
    space = setter.faces.words(" ", style.weight, setter.language)[0].advance * style.size / 1000
    start = len(proof.rows)
    done = proof.text(spans, style, left, room, owner, place)
    for index, line in enumerate(done.lines):
        row = proof.rows[start + index]
        kept = space if index + 1 < len(done.lines) else 0.0
        by = number((left + room - line[-1].right + kept) / 2)
        pieces = tuple(
            Piece(piece.owner, b"q 1 0 0 1 %s 0 cm %s Q" % (by, piece.content))
            for piece in row.pieces
        )
        proof.rows[start + index] = Row(row.top, row.bottom, pieces, row.tied, row.links)
    if not done.lines:
        proof.row(0.0, (Piece(owner, b""),))


def _rank(boxes: int, room: float, setting: Setting) -> tuple[int, float]:
    """How many boxes stand in a line of a cell, two at most where not all do; their height."""
    side = setting.scaled(_BOX)
    gap = side * _BOX_GAP
    fits = int((room - side * _MARGIN + gap) / (side + gap))
    across = boxes if boxes <= fits else max(1, min(2, fits))
    lines = ceil(boxes / across) if boxes else 0
    return across, lines * (side + gap) - gap


def _boxes(count: int, across: int, x: float, y: float, setting: Setting) -> bytes:
    """Squares to tick round the middle (x, y)."""
    if not count:
        return b""
    side = setting.scaled(_BOX)
    step = side * (1 + _BOX_GAP)
    top = y + (ceil(count / across) * step - side * _BOX_GAP) / 2
    squares = []
    for index in range(count):
        line, place = divmod(index, across)
        held = min(across, count - line * across)
        left = x - (held * step - side * _BOX_GAP) / 2 + place * step
        corner = (left, top - side - line * step, side, side)
        squares.append(b"%s %s %s %s re" % tuple(map(number, corner)))
    return b"%s RG 0.9 w %s S" % (setting.colours.ink, b" ".join(squares))


def _ruled(
    sides: list[Proof], height: float, proof: Proof, setting: Setting, edges: tuple[float, ...],
    *, header: bool, is_tied: bool,
) -> None:  # fmt: skip
    """Cells as one row with the lines round them."""
    top = -proof.y
    lines = rules(setting, edges, top, top - height, header=header, grid=True)
    proof.join(sides, least=height, lead=(Piece(ARTIFACT, lines),), tied=is_tied)
