"""Tables: a header row that repeats where a page cuts them, rows that are never cut."""

from handout.document import Block, Diary, Spans, Table
from handout.errors import Problem
from handout.pages.box import Piece, Proof
from handout.pages.setting import Setting
from handout.pages.text import ARTIFACT, number

COLUMN = b"/A<</O/Table/Scope/Column>>"
"""What a header cell says that heads a column."""

ROW = b"/A<</O/Table/Scope/Row>>"
"""What a header cell says that names its row."""

_PAD_X = 0.45
"""White at each side of a cell, in sizes of body."""


def header_row(block: Block, proof: Proof) -> int:
    """The index of the header row on the proof of a table, or -1.

    A diary that is cut into parts has a header each, and none is shown again.
    """
    if not isinstance(block, Table | Diary):
        return -1
    headers = [i for i, row in enumerate(proof.rows) if _is_header(row.pieces, proof)]
    return headers[0] if len(headers) == 1 else -1


def _is_header(pieces: tuple[Piece, ...], proof: Proof) -> bool:
    return any(p.owner != ARTIFACT and COLUMN in proof.elements[p.owner].attributes for p in pieces)


def table(
    block: Table, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    """Set a table with its caption above it."""
    owner = captioned(block.caption, proof, setting, x, width, parent)
    edges = _edges(block, x, width, proof, setting)
    written = any(not cell for row in block.rows for cell in row)
    head = proof.element("TR", proof.element("THead", owner))
    _row(block.columns, head, proof, setting, edges, header=True, grid=written, block=block)
    body = proof.element("TBody", owner)
    last = len(block.rows) - 1
    for index, cells in enumerate(block.rows):
        line = proof.element("TR", body)
        _row(cells, line, proof, setting, edges, header=False, grid=written, block=block,
             tied=index in (0, last))  # fmt: skip


def captioned(
    caption: Spans, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> int:
    """A new table with its caption, if it has one, set; its element."""
    owner = proof.element("Table", parent)
    if caption:
        style = setting.type("body", bold=True)
        proof.text(caption, style, x, width, proof.element("Caption", owner), None)
        proof.space(setting.rhythm * 0.5)
    return owner


def _edges(
    block: Table, x: float, width: float, proof: Proof, setting: Setting
) -> tuple[float, ...]:
    """The columns' edges: the shares asked for, but never narrower than the longest word."""
    least = [_longest(block, index, setting) for index in range(len(block.columns))]
    if sum(least) > width:
        least = [min(one, width / 2) for one in least]
        message = "the table is too narrow for its longest words, which are cut"
        hint = "use fewer columns or shorter words"
        proof.problems.append(Problem(message, block.place, hint, "warning"))
    edges = [x]
    for column in _shared_out(width, block.widths, least):
        edges.append(edges[-1] + column)
    return tuple(edges)


def _longest(block: Table, index: int, setting: Setting) -> float:
    bold, body = setting.type("body", bold=True), setting.body
    names_row = index == 0 and block.row_headers
    cells = [(block.columns[index], bold)]
    cells += [(row[index], bold if names_row else body) for row in block.rows]
    longest = (setting.setter.longest(spans, style, block.place) for spans, style in cells)
    return max(longest) + 2 * body.size * _PAD_X + 1


def _shared_out(width: float, shares: tuple[float, ...], least: list[float]) -> list[float]:
    """The width by shares; a column that would get less than its least gets that first."""
    narrow: set[int] = set()
    while True:
        room = width - sum(least[index] for index in narrow)
        total = sum(share for index, share in enumerate(shares) if index not in narrow)
        if room <= 0 or not total:
            return [width * one / sum(least) for one in least]
        widths = [
            least[index] if index in narrow else room * share / total
            for index, share in enumerate(shares)
        ]
        found = {index for index, one in enumerate(widths) if one < least[index] - 0.01}
        if not found:
            return widths
        narrow |= found


def _row(
    cells: tuple[Spans, ...], owner: int, proof: Proof, setting: Setting,
    edges: tuple[float, ...], *, header: bool, grid: bool, block: Table, tied: bool = False,
) -> None:  # fmt: skip
    body = setting.body
    pad_x, pad_y = body.size * _PAD_X, body.size * 0.32
    sides: list[Proof] = []
    for index, spans in enumerate(cells):
        names_row = index == 0 and block.row_headers and not header
        style = setting.type("body", bold=header or names_row)
        cell = _cell(proof, owner, header, names_row)
        side = proof.beside()
        side.space(pad_y)
        if spans:
            room = edges[index + 1] - edges[index] - 2 * pad_x
            side.text(spans, style, edges[index] + pad_x, room, cell, block.place)
        if not side.rows:
            side.row(0.0, (Piece(cell, b""),))
        side.space(pad_y)
        sides.append(side)
    lines = 1.0 if header else block.row_lines
    least = body.leading * lines + 2 * pad_y
    top = -proof.y
    bottom = top - max(least, *(side.y - proof.y for side in sides))
    lead = Piece(ARTIFACT, rules(setting, edges, top, bottom, header=header, grid=grid))
    proof.join(sides, least=least, lead=(lead,), tied=tied or (header and bool(block.caption)))


def _cell(proof: Proof, owner: int, header: bool, names_row: bool) -> int:
    if header:
        return proof.element("TH", owner, COLUMN)
    if names_row:
        return proof.element("TH", owner, ROW)
    return proof.element("TD", owner)


def rules(
    setting: Setting, edges: tuple[float, ...], top: float, bottom: float, *, header: bool,
    grid: bool,
) -> bytes:  # fmt: skip
    """The lines of a row from `top` to `bottom` (upwards), and the tint behind a header."""
    left, right = edges[0], edges[-1]
    colours = setting.colours
    parts = []
    if header:
        box = (left, bottom, right - left, top - bottom)
        parts.append(b"%s rg %s %s %s %s re f" % (colours.tint, *map(number, box)))
        parts.append(
            b"%s rg %s %s %s 1.2 re f"
            % (colours.accent, *map(number, (left, bottom, right - left)))
        )
    else:
        parts.append(
            b"%s rg %s %s %s 0.6 re f" % (colours.rule, *map(number, (left, bottom, right - left)))
        )
    if grid:
        parts.append(colours.rule + b" rg")
        for edge in (*edges[:-1], edges[-1] - 0.6):
            line = (edge, bottom, top - bottom)
            parts.append(b"%s %s 0.6 %s re f" % tuple(map(number, line)))
    return b" ".join(parts)
