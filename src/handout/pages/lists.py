"""Lists: a mark in a column of its own, then the words."""

from handout.document import ListKind, Run, Spans
from handout.pages.box import ROOT, Piece, Proof
from handout.pages.setting import Setting
from handout.pages.signs import sign
from handout.pages.text import MEASURE, Type

_LONG = 4
"""A list with so many items is not parted with one of them by itself."""

_NUMBERING: dict[ListKind, bytes] = {"number": b"Decimal", "tick-box": b"Square"}


def items(
    entries: tuple[Spans, ...], kind: ListKind, proof: Proof, setting: Setting, x: float,
    width: float, parent: int,
) -> None:  # fmt: skip
    """Set a list: a mark in its own column, then the words.

    Of a long list two items stand together at its start and at its end.
    """
    style = setting.body
    indent = style.size * (1.75 if kind in ("number", "tick-box") else 1.35)
    numbering = b"/A<</O/List/ListNumbering/%s>>" % _NUMBERING.get(kind, b"Disc")
    room = width - indent
    measure = min(room, style.size * MEASURE) if parent == ROOT else room
    owner = proof.element("L", parent, numbering)
    for index, spans in enumerate(entries):
        if index:
            proof.space(style.leading * 0.22)
        item = proof.element("LI", owner)
        mark = _list_mark(kind, index, proof, setting, x, item)
        body = proof.element("LBody", item)
        is_held = len(entries) >= _LONG and index in (1, len(entries) - 1)
        proof.text(spans, style, x + indent, measure, body, None, tied=is_held, lead=mark)


def _list_mark(
    kind: ListKind, index: int, proof: Proof, setting: Setting, x: float, item: int
) -> tuple[Piece, ...]:
    style = setting.body
    if kind in ("bullet", "number"):
        label = proof.element("Lbl", item)
        marks = setting.setter.set(
            (Run("• " if kind == "bullet" else f"{index + 1}. ", strong=True),),
            Type(style.size, style.leading, "bold", setting.colours.accent + b" rg"),
            style.size * 3,
            (x, -proof.y),
            None,
        )
        proof.faces |= marks.faces
        return tuple(Piece(label, segment.content) for line in marks.lines for segment in line)
    size = style.size * (0.86 if kind == "tick-box" else 0.72)
    y = -proof.y - style.leading / 2 - size / 2
    drawing = sign(
        kind, size, x, y, setting.colours.ink if kind != "do" else setting.colours.accent
    )
    spoken = {"tick-box": "2610", "do": "2713", "dont": "2717"}[kind].encode()
    label = proof.element("Lbl", item, b"/ActualText<FEFF%s0020>" % spoken)
    return (Piece(label, drawing),)
