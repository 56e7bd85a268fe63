"""Exercises: as cards over the whole width, in pairs, as lines, or each on a page of its own.

A card is name, picture, how to do it, a tinted strip that says how much, advice. It is never cut
where it fits a page; a taller one is parted before its advice.
"""

from msgspec import Struct, structs

from handout.document import Exercise, Layout, Run
from handout.pages.box import ROOT, Box, Frame, Mark, Piece, Proof, tied
from handout.pages.exercise_parts import (
    GUTTER,
    LINE,
    PAD,
    advice_lines,
    dose_strip,
    how_to,
    name_heading,
    notes,
    picture_above,
    shown_picture,
    steps,
    width_within,
)
from handout.pages.setting import Setting
from handout.pages.text import ARTIFACT, number

_WORDS = 14.0
"""Sizes of body that words need at least beside the picture of a card."""

_NOTES = 11.0
"""The same for its notes alone, where the steps stand under both: in large print."""

_WORDS_IN_LIST = 17.0
"""The same beside the small picture of a list."""

_COLUMNS = 30.0
"""Sizes of body that a list needs for the dose beside the name."""

_NAME = 0.36
"""The share of a line that the name has then."""

_SMALL = 45.4
"""The height of the picture in a list, beside 12.5 point type: 16 mm."""

_SHARE = 0.46
_SMALL_SHARE = 0.38
"""The share of a card's width that its picture has beside words; of a small card."""

_NOTED_SHARE = 0.42
"""The same where the steps stand under both."""

_TALLEST: dict[Layout, float] = {"cards": 0.3, "compact": 0.18, "full-page": 0.4}
"""The share of a page's height that a picture above words has at most."""

_LEAST = 0.12
"""The same where the words leave no more."""

_MOST = 0.7
"""The share of a page's height that a card takes at most with its picture above the words."""

_LARGE = 24.0
"""Sizes of the largest type that a line needs; in narrower frames it is left out."""

_TYPES: dict[Layout, tuple[str, ...]] = {"compact": ("small",), "full-page": ("lead", "body")}
"""The styles of running words, the first that fits a page; a sheet is read from the floor."""


class _Fit(Struct, frozen=True):
    """How a card is set: its type, and its picture's most of the page's height and the width.

    share: of the width, beside words; 0 where the picture stands above them.
    steps_under: whether only the notes stand beside it, and the steps under both.
    """

    setting: Setting
    tallest: float
    share: float = 0.0
    steps_under: bool = False


def gap(layout: Layout, setting: Setting) -> float:
    """White space above and below an exercise."""
    return setting.rhythm * (0.6 if layout == "list" else 1.4)


def set_card(block: Exercise, layout: Layout, setting: Setting, width: float) -> Box:
    """The exercise as a box of its own, to be laid out with the others.

    Raises: HandoutError when a character has no font.
    """
    proof = Proof(setting.setter)
    exercise(block, layout, proof, setting, 0.0, width, ROOT)
    white = gap(layout, setting)
    name = "".join(span.text for span in block.name if isinstance(span, Run))
    return structs.replace(
        proof.box(block.place), before=white, after=white, is_whole=True,
        marks=(Mark(name, block.level, block.anchor),) if block.anchor else (),
    )  # fmt: skip


def exercise(
    block: Exercise, layout: Layout, proof: Proof, setting: Setting, x: float, width: float,
    parent: int,
) -> None:  # fmt: skip
    """Set one exercise in rows that stay together, if a page can hold them all."""
    first, top = len(proof.rows), proof.y
    if layout == "list":
        _line(block, proof, setting, x, width, proof.element("Sect", parent))
        advice = 0
    else:
        fit = _fitted(block, layout, setting, width)
        advice = _drawn(block, layout, fit, proof, x, width, parent)
    is_parted = bool(advice) and proof.y - top > setting.height
    for index in range(first + 1, len(proof.rows)):
        if not (is_parted and index == advice):
            proof.rows[index] = tied(proof.rows[index])


def _fitted(block: Exercise, layout: Layout, setting: Setting, width: float) -> _Fit:
    """The largest type and picture with which a card fits a page."""
    fit = _Fit(setting, _TALLEST[layout])
    types = _TYPES.get(layout, ("body",))
    if width < setting.type(types[0]).size * _LARGE:
        types = types[-1:]
    for name in types:
        typed = setting.with_body(name)
        inner = width - (0.0 if layout == "full-page" else 2 * typed.body.size * PAD)
        fit = _Fit(typed, _TALLEST[layout])
        share = {"cards": _SHARE, "compact": _SMALL_SHARE}.get(layout, 0.0)
        if not block.picture:
            return fit
        if share and _has_room(share, typed, inner, _WORDS):
            return structs.replace(fit, share=share)
        image = setting.images[block.picture]
        shown = width_within(block, setting, inner, fit.tallest)
        tall = shown * image.height / image.width / setting.height
        trial = Proof(setting.setter)
        _drawn(block, layout, _Fit(typed, tall), trial, 0.0, width, ROOT)
        takes = (trial.y + 0.1) / setting.height
        if layout == "cards" and takes > _MOST and _has_room(_NOTED_SHARE, typed, inner, _NOTES):
            return _Fit(setting.with_body("small"), fit.tallest, _NOTED_SHARE, steps_under=True)
        less = tall - max(0.0, takes - 1.0)
        if less >= min(tall, _LEAST):
            return structs.replace(fit, tallest=less)
    return fit


def _has_room(share: float, setting: Setting, width: float, least: float) -> bool:
    """Whether words have `least` sizes of body beside a picture with the share of the width."""
    size = setting.body.size
    return width * (1 - share) - size * GUTTER >= size * least


def _drawn(
    block: Exercise, layout: Layout, fit: _Fit, proof: Proof, x: float, width: float, parent: int
) -> int:
    """Set the exercise; the row that its advice starts with, 0 where it has none."""
    owner = proof.element("Sect", parent)
    if layout == "full-page":
        return _sheet(block, fit, proof, x, width, owner)
    setting = fit.setting
    first, behind = len(proof.rows), len(proof.frames)
    proof.row(setting.body.size * 0.5, ())
    pad = setting.body.size * PAD
    left, inner = x + pad, width - 2 * pad
    name_heading(block, setting.type("subheading"), proof, left, inner, owner)
    proof.space(setting.rhythm * 0.5)
    _picture_and_words(block, fit, proof, left, inner, owner)
    advice = 0
    if layout == "compact":
        _last_of_small(block, proof, setting, x, width, owner)
    else:
        dose_strip(block, proof, setting, x, width, owner)
        proof.space(setting.rhythm * 0.3)
        advice = len(proof.rows) if block.advice else 0
        advice_lines(block.advice, proof, setting, left, inner, owner)
        proof.row(pad * 0.7, ())
    paper, accent = setting.colours.paper, setting.colours.accent
    frame = Frame(first, len(proof.rows) - 1, x, x + width, paper, accent, 0.0, LINE)
    proof.frames.insert(behind, frame)  # under the strip
    return advice


def _last_of_small(
    block: Exercise, proof: Proof, setting: Setting, x: float, width: float, owner: int
) -> None:
    """Of the advice only the last, which says when to stop; the strip is the card's foot."""
    pad = setting.body.size * PAD
    proof.space(setting.rhythm * 0.4)
    advice_lines(block.advice[-1:], proof, setting, x + pad, width - 2 * pad, owner)
    dose_strip(block, proof, setting, x, width, owner)
    proof.row(LINE if block.dose else pad * 0.7, ())


def _sheet(block: Exercise, fit: _Fit, proof: Proof, x: float, width: float, owner: int) -> int:
    setting = fit.setting
    name_heading(block, setting.type("heading"), proof, x, width, owner)
    proof.space(setting.rhythm)
    picture_above(block, fit.tallest, proof, setting, x, width, owner)
    how_to(block, proof, setting, x, width, owner)
    dose_strip(block, proof, setting, x, width, owner)
    proof.space(setting.rhythm * 0.5)
    advice = len(proof.rows) if block.advice else 0
    advice_lines(block.advice, proof, setting, x, width, owner)
    return advice


def _picture_and_words(
    block: Exercise, fit: _Fit, proof: Proof, x: float, width: float, owner: int
) -> None:
    """Side by side where there is room for both, else one above the other."""
    setting = fit.setting
    if not fit.share:
        picture_above(block, fit.tallest, proof, setting, x, width, owner)
        how_to(block, proof, setting, x, width, owner)
        return
    left, right = proof.beside(), proof.beside()
    left.space(setting.body.leading * 0.2)
    shown = width_within(block, setting, width * fit.share, fit.tallest)
    shown_picture(block, left, setting, x, shown, owner)
    taken = shown + setting.body.size * GUTTER
    if not fit.steps_under:
        how_to(block, right, setting, x + taken, width - taken, owner)
        proof.join([left, right])
        return
    notes(block, right, setting, x + taken, width - taken, owner)
    proof.join([left, right])
    proof.space(setting.rhythm)
    steps(block, proof, setting, x, width, owner)


def _line(
    block: Exercise, proof: Proof, setting: Setting, x: float, width: float, owner: int
) -> None:
    """The name with the dose, beside a small picture where there is room for one."""
    body = setting.body
    shown = tall = taken = 0.0
    if block.picture:
        image = setting.images[block.picture]
        tall = setting.scaled(_SMALL)
        shown = tall * image.width / image.height
        taken = shown + body.size * GUTTER
        if width - taken < body.size * _WORDS_IN_LIST:
            tall = taken = 0.0
    words, figure = proof.beside(), proof.beside()
    if taken:
        trial = Proof(setting.setter)
        _name_and_dose(block, trial, setting, 0.0, width - taken, ROOT)
        words.space(max(0.0, tall - trial.y) / 2)
        figure.space(max(0.0, trial.y - tall) / 2)
        shown_picture(block, figure, setting, x, shown, owner)
    _name_and_dose(block, words, setting, x + taken, width - taken, owner)
    proof.join([words, figure])
    proof.space(setting.rhythm * 0.6)
    rule = (x, -proof.y - 0.6, width)
    line = b"%s rg %s %s %s 0.6 re f" % (setting.colours.rule, *map(number, rule))
    proof.row(0.6, (Piece(ARTIFACT, line),))


def _name_and_dose(
    block: Exercise, proof: Proof, setting: Setting, x: float, width: float, owner: int
) -> None:
    """Set one beside the other where there is room, else one above the other."""
    body = setting.body
    is_wide = width >= body.size * _COLUMNS
    share = width * _NAME if is_wide else 0.0
    name = proof.beside()
    room = share - body.size if is_wide else width
    name_heading(block, setting.type("body", bold=True), name, x, room, owner)
    dose = proof.beside() if is_wide else name
    if block.dose:
        told = dose.element("P", owner)
        dose.text(block.dose, body, x + share, width - share, told, block.place)
    advice_lines(block.notes, dose, setting, x + share, width - share, owner)
    proof.join([name, dose] if is_wide else [name])
