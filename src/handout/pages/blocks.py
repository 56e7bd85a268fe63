"""One function per kind of block: a block is set on a proof at `x`, `width` points wide.

`set_block` sets a block of its own and gives its Box; blocks inside others are set by `stack`.
"""

from collections.abc import Iterable
from typing import assert_never

from msgspec import structs

from handout.document import (
    Banner,
    Beside,
    Blanks,
    Block,
    Break,
    Callout,
    Columns,
    Contents,
    Diary,
    DoDont,
    Exercise,
    Exercises,
    Figure,
    Heading,
    Insert,
    Keep,
    List,
    Panel,
    Paragraph,
    QrCode,
    Run,
    See,
    Spans,
    Table,
    When,
    filled,
    ordered,
)  # fmt: skip
from handout.pages import diary, exercises, furniture, spacing, tables
from handout.pages.box import ROOT, Box, Frame, Mark, Piece, Proof, tied
from handout.pages.lists import items
from handout.pages.setting import Setting
from handout.pages.signs import sign
from handout.pages.text import ARTIFACT, MEASURE, Type, number

LINE_PITCH = 1.9
"""Distance of ruled lines to write on, in sizes of body."""

_DIARY_LEVEL = 4
"""In the outline the diary of a pack stands under the section of a topic."""

_TALLEST = 0.75
"""The share of a page that a picture may take; a taller one is drawn smaller."""

_NOTES = 2
"""So many ruled lines are for notes, and take what room a page has left."""

_FEW_LINES = 2
"""A paragraph with no more lines belongs, under a heading, to what follows it."""

_TALL = 0.6
"""A figure stands over the words that it was written beside if both take more of a page."""

_LEAST_COLUMN = 13.0
"""Words beside a figure need this many sizes of body."""

_NARROW = 28.0
"""Below this many sizes of body, columns stand one under the other."""


def set_block(block: Block, setting: Setting, width: float) -> Box:
    """The block as a box of its own.

    Raises: HandoutError when a character has no font.
    """
    if isinstance(block, Break):
        return Box((), (), break_to=block.to)
    if isinstance(block, Exercise):
        return exercises.set_card(block, "cards", setting, width)
    proof = Proof(setting.setter)
    _set(block, proof, setting, 0.0, width, ROOT)
    before, after = spacing.gaps(block, setting)
    marks: tuple[Mark, ...] = ()
    if isinstance(block, Heading):
        marks = (Mark(_plain(block.spans), block.level, block.anchor),)
    if isinstance(block, Diary) and block.anchor:
        marks = (Mark(_plain(block.caption), _DIARY_LEVEL, block.anchor),)
    header = tables.header_row(block, proof)
    return structs.replace(
        proof.box(getattr(block, "place", None)),
        before=before,
        after=after,
        keeps_next=spacing.keeps_next(block),
        introduces=isinstance(block, Paragraph) and len(proof.rows) <= _FEW_LINES,
        stays=block.stays if isinstance(block, Callout | Paragraph) else "",
        stretches=isinstance(block, Blanks) and block.lines >= _NOTES and not block.least,
        spare=spacing.spare(block, len(proof.rows)),
        is_whole=spacing.is_whole(block),
        header=header,
        marks=marks,
    )


def _plain(spans: Spans) -> str:
    """The heading for the outline, without the visit's words: bookmarks name no patient."""
    return "".join(span.text for span in spans if isinstance(span, Run)).strip()


def stack(
    blocks: Iterable[Block], proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    """Set blocks one under the other."""
    owed = 0.0
    before_it: Block | None = None
    for block in filled(tuple(blocks), setting.setter.fill):
        before, after = spacing.gaps(block, setting)
        if before_it is not None:
            proof.space(max(owed, before))
        start = len(proof.rows)
        _set(block, proof, setting, x, width, parent)
        if before_it is not None and len(proof.rows) > start and spacing.belongs(before_it, block):
            proof.rows[start] = tied(proof.rows[start])
        owed, before_it = after, block


def _set(block: Block, proof: Proof, setting: Setting, x: float, width: float, parent: int) -> None:
    match block:
        case Heading():
            _heading(block, proof, setting, x, width, parent)
        case Paragraph():
            _paragraph(block, proof, setting, x, width, parent)
        case List():
            items(block.items, block.kind, proof, setting, x, width, parent)
        case DoDont():
            _do_dont(block, proof, setting, x, width, parent)
        case Callout():
            _callout(block, proof, setting, x, width, parent)
        case Table():
            tables.table(block, proof, setting, x, width, parent)
        case Figure():
            _figure(block, proof, setting, x, width, parent)
        case Beside():
            _beside(block, proof, setting, x, width, parent)
        case Blanks():
            _blanks(block, proof, setting, x, width, parent)
        case Exercise():
            exercises.exercise(block, "cards", proof, setting, x, width, parent)
        case Exercises():
            cards = ordered(block.blocks, block.slot, setting.setter.fill)
            stack(cards, proof, setting, x, width, parent)
        case Diary():
            diary.diary(block, proof, setting, x, width, parent)
        case Banner():
            furniture.banner(block, proof, setting, x, width, parent)
        case Panel():
            furniture.panel(block, proof, setting, x, width, parent)
        case Columns():
            _columns(block, proof, setting, x, width, parent)
        case QrCode():
            furniture.qr_code(block, proof, setting, x, width, parent)
        case Contents():
            furniture.contents(block, proof, setting, x, width, parent)
        case See():
            furniture.see(block, proof, setting, x, width, parent)
        case Keep(blocks=blocks):
            start = len(proof.rows)
            stack(blocks, proof, setting, x, width, parent)
            proof.rows[start + 1 :] = map(tied, proof.rows[start + 1 :])
        case When() | Insert():
            stack((block,), proof, setting, x, width, parent)
        case Break():
            pass
        case _:
            assert_never(block)


def _heading(
    block: Heading, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    name = ("title", "heading", "subheading")[spacing.rank(block) - 1]
    owner = proof.element(f"H{block.level}", parent)
    proof.text(block.spans, setting.type(name), x, width, owner, block.place)


def _paragraph(
    block: Paragraph, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    style = setting.body if block.style == "line" else setting.type(block.style)
    measure = min(width, style.size * MEASURE)
    proof.text(block.spans, style, x, measure, proof.element("P", parent), block.place)


def _do_dont(
    block: DoDont, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    gutter = setting.body.size * 2
    column = (width - gutter) / 2
    sides = []
    for offset, title, entries, kind in (
        (0.0, block.do_title, block.do, "do"),
        (column + gutter, block.dont_title, block.dont, "dont"),
    ):
        side = proof.beside()
        style = setting.type("subheading")
        side.text(
            title, style, x + offset, column, side.element(f"H{block.level}", parent), block.place
        )
        rule = (x + offset, -side.y - 1, column)
        colour = setting.colours.accent if kind == "do" else setting.colours.ink
        line = b"%s rg %s %s %s 1 re f" % (colour, *map(number, rule))
        side.row(setting.rhythm, (Piece(ARTIFACT, line),), tied=True)
        items(entries, "do" if kind == "do" else "dont", side, setting, x + offset, column, parent)
        sides.append(side)
    proof.join(sides)


def _callout(
    block: Callout, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    look = furniture.callout_look(block.kind, setting)
    pad = setting.body.size * 0.85
    left, inner = x + pad + look.bar, width - 2 * pad - look.bar
    owner = proof.element("Sect", parent)
    first, behind = len(proof.rows), len(proof.frames)
    proof.row(pad * 0.8, ())
    style = setting.type("lead" if block.kind == "message" else "subheading")
    size = style.size * 1.15
    gap = size + style.size * 0.55
    y = -proof.y - style.leading / 2 - size * 0.5
    mark = Piece(ARTIFACT, sign(block.kind, size, left, y, look.sign))
    heading = proof.element(f"H{block.level}", owner)
    style = Type(style.size, style.leading, "bold", style.colour)
    proof.text(
        block.title, style, left + gap, inner - gap, heading, block.place, tied=True, lead=(mark,)
    )
    if block.blocks:
        proof.space(setting.rhythm * 0.5)
        start = len(proof.rows)
        stack(block.blocks, proof, setting, left, inner, owner)
        proof.rows[start:] = [*map(tied, proof.rows[start : start + 1]), *proof.rows[start + 1 :]]
    proof.row(pad * 0.8, (), tied=True)
    frame = Frame(
        first, len(proof.rows) - 1, x, x + width, look.fill, look.stroke, look.bar, look.line
    )
    proof.frames.insert(behind, frame)  # under the frames of what stands in it


def _figure(
    block: Figure, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    image = setting.images[block.image]
    tallest = setting.height * _TALLEST * image.width / image.height
    shown = min(setting.scaled(block.width), width, tallest)
    proof.problems += furniture.small_labels(block.image, shown, setting, block.place)
    furniture.picture(block.image, block.alt, proof, setting, x, shown, parent)
    proof.space(setting.rhythm * 0.4)
    start = len(proof.rows)
    caption = proof.element("P", parent)
    proof.text(block.caption, setting.type("small"), x, width, caption, block.place, tied=True)
    proof.rows[start:] = map(tied, proof.rows[start:])


def _beside(
    block: Beside, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    body = setting.body
    gutter = body.size * 1.6
    shown = min(setting.scaled(block.figure.width), width)
    room = width - shown - gutter
    if room < body.size * _LEAST_COLUMN:
        _one_over_the_other(block, proof, setting, x, width, parent)
        return
    left, right = proof.beside(), proof.beside()
    stack(block.blocks, left, setting, x, room, parent)
    stack((block.figure,), right, setting, x + room + gutter, shown, parent)
    proof.join([left, right])


def _one_over_the_other(
    block: Beside, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    """Set the figure under the words; or over them, where the white above it would be tall.

    Words flow on to the next page, and a figure does not; panels lie side by side.
    """
    trial = Proof(setting.setter)
    stack((*block.blocks, block.figure), trial, setting, x, width, ROOT)
    in_panels = setting.template.page.imposition == "trifold"
    is_tall = trial.y > setting.height * _TALL and not in_panels
    blocks = (block.figure, *block.blocks) if is_tall else (*block.blocks, block.figure)
    stack(blocks, proof, setting, x, width, parent)


def _blanks(
    block: Blanks, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    style = setting.type("body", bold=True)
    proof.text(block.label, style, x, width, proof.element("P", parent), block.place)
    pitch = setting.body.size * LINE_PITCH
    for index in range(block.lines):
        rule = (x, -proof.y - pitch, width)
        line = b"%s rg %s %s %s 0.6 re f" % (setting.colours.rule, *map(number, rule))
        proof.row(pitch, (Piece(ARTIFACT, line),), tied=index == 0 or index == block.lines - 1)


def _columns(
    block: Columns, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    if width < setting.body.size * _NARROW:
        for blocks in block.groups:
            if blocks is not block.groups[0]:
                proof.space(setting.rhythm)
            start = len(proof.rows)
            stack(blocks, proof, setting, x, width, parent)
            kept = start if isinstance(next(iter(blocks), None), QrCode) else start + 1
            proof.rows[kept:] = map(tied, proof.rows[kept:])
        return
    gutter = setting.body.size * 1.6
    room = width - gutter * (len(block.groups) - 1)
    total = sum(block.widths)
    sides = []
    for share, blocks in zip(block.widths, block.groups, strict=True):
        side = proof.beside()
        stack(blocks, side, setting, x, room * share / total, parent)
        x += room * share / total + gutter
        sides.append(side)
    proof.join(sides)
