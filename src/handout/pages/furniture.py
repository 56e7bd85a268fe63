"""What stands round a topic's words: banner, patient panel, pictures, codes, contents."""

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from handout.document import (
    Banner,
    CalloutKind,
    Contents,
    Panel,
    QrCode,
    Run,
    See,
    Spans,
)  # fmt: skip
from handout.errors import Place, Problem
from handout.pages.box import Frame, LinkArea, Piece, Proof, Row
from handout.pages.setting import Image, Setting
from handout.pages.text import ARTIFACT, MEASURE, Type, number

_TWO_COLUMNS = 30.0
"""Sizes of body that a panel needs for two columns."""


class CalloutLook(Struct, frozen=True):
    """How a kind of callout is told from the others without colour: rule, bar, fill and sign."""

    fill: bytes
    stroke: bytes
    sign: bytes
    bar: float
    line: float


def callout_look(kind: CalloutKind, setting: Setting) -> CalloutLook:
    """Heavy and black for what must not be missed, light and tinted for what may be."""
    colours, scaled = setting.colours, setting.scaled
    match kind:
        case "emergency":
            return CalloutLook(b"", colours.ink, colours.ink, scaled(9.0), scaled(2.0))
        case "same-day":
            return CalloutLook(b"", colours.ink, colours.ink, scaled(4.5), scaled(1.2))
        case "soon":
            return CalloutLook(b"", colours.ink, colours.ink, scaled(1.5), scaled(0.7))
        case "caution":
            return CalloutLook(b"", colours.ink, colours.ink, 0.0, scaled(1.4))
        case "message":
            return CalloutLook(colours.tint, colours.accent, colours.accent, scaled(4.5), 0.0)
        case _:
            return CalloutLook(colours.tint, colours.accent, colours.accent, 0.0, scaled(0.7))


def picture(
    name: str, alt: str, proof: Proof, setting: Setting, x: float, width: float, parent: int,
    *, is_mirrored: bool = False,
) -> float:  # fmt: skip
    """Draw an image of the document, `width` points wide; the height it takes."""
    image = setting.images[name]
    scale = width / image.width
    height = image.height * scale
    area = (x, -proof.y - height, x + width, -proof.y)
    placed = (scale, 0, 0, scale, x, -proof.y - height)
    content = _mirrored(image) if is_mirrored else image.content
    shown = b" ".join((content, image.labels)) if image.labels else content
    drawn = b"q %s cm %s Q" % (b" ".join(map(number4, placed)), shown)
    proof.extras |= image.extras
    proof.faces |= image.faces
    owner = proof.figure(parent, b"/Alt" + text_string(alt), area)
    proof.row(height, (Piece(owner, drawn),))
    return height


def _mirrored(image: Image) -> bytes:
    """The image with left and right exchanged in each of its pictures; what is between them stays.

    So a row of pictures is still read from its start to its end.
    """
    edges = image.cells or (0.0, image.width)
    parts: list[bytes] = []
    for index, (left, right) in enumerate(pairwise((0.0, *edges, image.width))):
        if right <= left:
            continue
        clip = b" ".join(map(number4, (left, 0.0, right - left, image.height)))
        turn = b"-1 0 0 1 %s 0 cm " % number4(left + right) if index % 2 else b""
        parts.append(b"q %s re W n %s%s Q" % (clip, turn, image.content))
    return b" ".join(parts)


def small_labels(
    image: str, shown: float, setting: Setting, place: Place | None
) -> Iterator[Problem]:
    """What is not right with the labels of an image that is drawn `shown` points wide."""
    picture, look = setting.images[image], setting.template
    size = picture.smallest * shown / picture.width
    if 0 < size < look.smallest - 0.05:
        yield Problem(
            f"the labels of {image!r} come out at {size:.1f} points in the look {look.name!r}, "
            f"which promises {look.smallest:g}",
            place,
            "make the figure wider, or its labels larger",
            "warning",
        )


def number4(value: float) -> bytes:
    """A PDF number with at most four decimals, for scales."""
    return (b"%.4f" % value).rstrip(b"0").rstrip(b".")


def text_string(text: str) -> bytes:
    """A PDF text string in UTF-16."""
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()


def banner(
    block: Banner, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    """The logo and the clinic's name over a rule; only white space on pre-printed paper."""
    if block.space:
        proof.row(block.space, ())
        return
    side = proof.beside()
    taken = 0.0
    if block.logo:
        size = setting.images[block.logo]
        taken = min(block.logo_height * size.width / size.height, width * 0.4)
        picture(block.logo, block.logo_alt, side, setting, x, taken, parent)
        taken += setting.body.size
    words = proof.beside()
    name = Type(setting.type("lead").size, setting.type("lead").leading, "bold",
                setting.colours.accent + b" rg")  # fmt: skip
    body = setting.body
    lines = name.leading + (body.leading if block.strapline else 0)
    words.space(max(0.0, (side.y - proof.y - lines) / 2))
    words.text((Run(block.name),), name, x + taken, width - taken, words.element("P", parent), None)
    if block.strapline:
        owner = words.element("P", parent)
        words.text((Run(block.strapline),), body, x + taken, width - taken, owner, None)
    proof.join([side, words])
    proof.space(setting.rhythm * 0.8)
    rule = b"%s rg %s %s %s 2 re f" % (
        setting.colours.accent, *map(number, (x, -proof.y - 2, width))
    )  # fmt: skip
    proof.row(2.0, (Piece(ARTIFACT, rule),), tied=True)


def panel(
    block: Panel, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    """Label and value pairs in two columns inside a thin frame."""
    body = setting.body
    pad = body.size * 0.8
    gutter = body.size * 1.6
    columns = 2 if width > body.size * _TWO_COLUMNS else 1
    column = (width - 2 * pad - gutter * (columns - 1)) / columns
    first = len(proof.rows)
    proof.row(pad * 0.7, ())
    for start in range(0, len(block.pairs), columns):
        if start:
            proof.space(body.leading * 0.4)
        sides = []
        for index, (label, value) in enumerate(block.pairs[start : start + columns]):
            side = proof.beside()
            left = x + pad + index * (column + gutter)
            owner = side.element("P", parent)
            side.text((*strong(label), Run(" "), *value), body, left, column, owner, block.place)
            sides.append(side)
        proof.join(sides, tied=True)
    proof.row(pad * 0.6, (), tied=True)
    proof.frames.append(
        Frame(first, len(proof.rows) - 1, x, x + width, b"", setting.colours.accent, 0.0, 0.8)
    )


def strong(spans: Spans) -> Spans:
    """The spans in bold, as a label is; what the visit fills in stays as it is."""
    return tuple(Run(s.text, True, s.language, s.link) if isinstance(s, Run) else s for s in spans)


def qr_code(
    block: QrCode, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    """The code, and its caption under it."""
    shown = min(setting.scaled(block.width), width)
    picture(f"qr:{block.url}", block.alt, proof, setting, x, shown, parent)
    if not block.caption:
        return
    proof.space(setting.rhythm * 0.3)
    owner = proof.element("P", parent)
    proof.text(block.caption, setting.type("small"), x, width, owner, block.place, tied=True)


def see(block: See, proof: Proof, setting: Setting, x: float, width: float, parent: int) -> None:
    """A line whose words are a link to the page that they name."""
    words = block.words.replace("{page}", str(setting.pages.get(block.anchor, 0)))
    link = Run(words, link=f"#{block.anchor}")
    spans = (link, Run(" "), *block.more) if block.more else (link,)
    body = setting.body
    measure = min(width, body.size * MEASURE)
    proof.text(spans, body, x, measure, proof.element("P", parent), block.place)


def contents(
    block: Contents, proof: Proof, setting: Setting, x: float, width: float, parent: int
) -> None:
    """The pack's topics, each a link with its page number at the right."""
    body = setting.body
    owner = proof.element("TOC", parent)
    for title, anchor in block.entries:
        entry = proof.element("TOCI", owner)
        link = proof.element("Link", proof.element("Reference", entry))
        page = block.page.format(page=setting.pages.get(anchor, 0))
        number_width = body.size * 5
        left, right = proof.beside(), proof.beside()
        left.text((Run(f"{title} "),), body, x, width - number_width, link, block.place)
        right.text((Run(page),), body, x + width - number_width, number_width, link, block.place)
        top = proof.y
        height = proof.join([left, right], least=body.leading * 1.4)
        area = (x, -top - height, x + width, -top)
        row = proof.rows[-1]
        proof.rows[-1] = Row(
            row.top, row.bottom, row.pieces, row.tied, (LinkArea(link, f"#{anchor}", area),)
        )
