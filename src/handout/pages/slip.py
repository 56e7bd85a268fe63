"""The cover slip: a sheet with name and address where the window of an envelope shows them.

It says who the leaflets behind it are for, and nothing of what they are about. Lengths are in
millimetres from the top left of the sheet, as the standards have them.
"""

from collections.abc import Iterator
from math import ceil

from msgspec import Struct

from handout.document import Run
from handout.errors import HandoutError, Problem, fail
from handout.pages.box import ROOT, Box, Piece, Proof
from handout.pages.setting import Setting
from handout.pages.text import ARTIFACT, Type, number

_MM = 72 / 25.4
_A4 = (595.2756, 841.8898)
_LETTER = (612.0, 792.0)
_ANY_WIDTH = 100_000.0

CLEAR = 3.0
"""White between an address and the edge of the window; posts ask for 2 mm or 1/8 inch."""
_INDENT = 5.0
"""From the left edge of the window to the address: the line at 25 mm of DIN 5008."""
_MARGIN = (25.0, 15.0)
"""Where words begin that no window shows: from the left, and from the top or below a fold."""
_FOLD_MARK = (5.0, 9.0)
_SIZE = 12.0
_LEADING = (12.6, 15.0)
"""From the leading of many lines to that of few, which is easier to read."""
_DESCENT = 0.2
"""What a letter such as g hangs out of so low a line, in millimetres."""
_SENDER_SIZE, _SENDER_LEADING = 8.0, 9.6
"""DIN 5008 has the sender in the window at 8 points, so that it is not read as the address."""


class Window(Struct, frozen=True):
    """The part of a folded sheet that an envelope's window shows when the sheet lies at its bottom.

    size: of the sheet, in points. start: from the top of the window to an address that has room
    below; the play of the sheet in the envelope is above it. play: how far the sheet slides
    sideways. folds: from the top of the sheet. shows_sender: the sender stands in the window.
    """

    name: str
    size: tuple[float, float]
    left: float
    top: float
    width: float
    height: float
    start: float
    play: float
    folds: tuple[float, ...]
    shows_sender: bool = False


WINDOWS = {
    one.name: one
    for one in (
        Window("dl", _A4, 20.0, 52.0, 90.0, 35.0, 8.0, 10.0, (105.0, 210.0)),
        Window("c5", _A4, 20.0, 44.5, 90.0, 44.0, 16.5, 19.0, (148.5,)),
        Window("din-a", _A4, 20.0, 27.0, 85.0, 45.0, 17.7, 5.0, (87.0, 192.0), True),
        Window("din-b", _A4, 20.0, 45.0, 85.0, 45.0, 17.7, 5.0, (105.0, 210.0), True),
        Window("us", _LETTER, 22.225, 57.15, 114.3, 28.575, 9.35, 25.4, (98.425, 190.5)),
    )
}
"""Windows by the name that a user gives them. A window that is so far `up` from the bottom of its
envelope ends so far above the fold that lies there.

dl: DL, 110 x 220 mm; window 35 x 90 mm, 20 mm in and 18 mm up, which is the lower part of the
39 x 93 mm window that is quoted of BS 4264 as well. Folded at 105 mm the sheet can rise 5 mm.
c5: C5, 162 x 229 mm; window 44 x 90 mm, 20 mm in and 60 mm up, as British suppliers have it. Folded
once the sheet can rise 13.5 mm.
din-a, din-b: the address field of DIN 5008, forms A and B: 45 x 85 mm, 27 or 45 mm down and 20 mm
in, the last 27.3 mm of it for the address; with its fold marks. For DL, C6/5 and C5 with the
windows of DIN 680 (45 x 90 mm, 20 mm in, 15 mm up in DL).
us: No. 10, 4 1/8 x 9 1/2 in; window 1 1/8 x 4 1/2 in, 7/8 in in and 1/2 in up (Envelope
Manufacturers Association; USPS, Domestic Mail Manual, asks for 1/8 in round the address). Folded at
3 7/8 in, not in equal thirds, the sheet can rise 1/4 in only, and shows 4 lines even then.
"""


class Slip(Struct, frozen=True):
    """What a slip says. lines: name and address.

    sender: where the post takes it back to, small over the address, or at the top of the sheet.
    reference: a line that only who opens the envelope sees.
    """

    window: Window
    lines: tuple[str, ...]
    sender: str = ""
    reference: str = ""


def slip_box(slip: Slip, setting: Setting) -> Box:
    """The slip as a box whose corner is the top left corner of the sheet.

    Raises: HandoutError when the address is not there or does not fit the window.
    """
    proof = Proof(setting.setter)
    lines = tuple(line.strip() for line in slip.lines if line.strip())
    problems = tuple(_misfits(lines, slip.window, setting))
    if problems:
        raise HandoutError(problems)
    leading = _leading(len(lines), slip.window)
    start = _start(len(lines) * leading / _MM, slip.window)
    proof.row(0.0, (Piece(ARTIFACT, b" ".join(_fold_marks(slip.window))),))
    if slip.sender:
        _sender(slip, start, proof, setting)
    window, style = slip.window, _type(_SIZE, leading, setting)
    proof.y = start * _MM
    owner = proof.element("P", ROOT)
    for line in lines:
        spans = (Run(f"{line} "),)  # the space keeps the lines apart for who hears them
        proof.text(spans, style, (window.left + _INDENT) * _MM, _ANY_WIDTH, owner, None)
    if slip.reference:
        proof.y = (window.folds[0] + _MARGIN[1]) * _MM
        _words(slip.reference, proof, style, slip.window)
    return proof.box()


def _type(size: float, leading: float, setting: Setting) -> Type:
    return Type(size, leading, "regular", setting.colours.ink + b" rg")


def _room(window: Window) -> float:
    """The width of a line of the address that shows whichever way the sheet slides."""
    return window.width - window.play - _INDENT - CLEAR


def _most(window: Window) -> int:
    """The lines of an address that the window has room for."""
    return int((window.height - 2 * CLEAR - _DESCENT) * _MM / _LEADING[0])


def _bottom(window: Window) -> float:
    """Where the last line of an address ends at the latest."""
    return window.top + window.height - CLEAR - _DESCENT


def _leading(lines: int, window: Window) -> float:
    """The leading of an address, as large as lets it begin where it should."""
    room = _bottom(window) - window.top - window.start
    return max(_LEADING[0], min(_LEADING[1], room * _MM / lines))


def _start(height: float, window: Window) -> float:
    """The top of an address: where it should be, or so much higher that it fits above the edge."""
    return min(window.top + window.start, _bottom(window) - height)


def _misfits(lines: tuple[str, ...], window: Window, setting: Setting) -> Iterator[Problem]:
    """What is wrong with an address; its words are never quoted."""
    if not lines:
        yield Problem("the slip has no name and no address", None, "fill in the address")
    most = _most(window)
    if len(lines) > most:
        yield Problem(
            f"the address has {len(lines)} lines with the name, and the window of the envelope "
            f"{window.name!r} shows {most}",
            None,
            "put two lines of it into one",
        )
    style = _type(_SIZE, _LEADING[1], setting)
    for count, line in enumerate(lines, 1):
        done = setting.setter.set((Run(line),), style, _ANY_WIDTH, (0, 0), None)
        over = done.width / _MM - _room(window)
        if over > 0:
            yield Problem(
                f"line {count} of the name and address is {ceil(over)} mm too long for the window "
                f"of the envelope {window.name!r}",
                None,
                "shorten it, or make two lines of it",
            )


def _sender(slip: Slip, start: float, proof: Proof, setting: Setting) -> None:
    """The sender: in the window its last line ends over the address, else at the sheet's top."""
    window = slip.window
    if not window.shows_sender:
        proof.y = _MARGIN[1] * _MM
        _words(slip.sender, proof, _type(_SIZE, _LEADING[1], setting), window)
        return
    style, spans = _type(_SENDER_SIZE, _SENDER_LEADING, setting), (Run(slip.sender),)
    width = _room(window) * _MM
    height = len(setting.setter.set(spans, style, width, (0, 0), None).lines) * style.leading
    top = start * _MM - height - 2.0
    if top < (window.top + CLEAR) * _MM:
        fail(
            f"the sender does not fit over the address in the window of the envelope "
            f"{window.name!r}",
            None, "shorten the clinic's name or address, or leave the sender out",
        )  # fmt: skip
    proof.y = top
    left = (window.left + _INDENT) * _MM
    proof.text(spans, style, left, width, proof.element("P", ROOT), None)


def _words(text: str, proof: Proof, style: Type, window: Window) -> None:
    left = _MARGIN[0] * _MM
    width = window.size[0] - 2 * left
    proof.text((Run(text),), style, left, width, proof.element("P", ROOT), None)


def _fold_marks(window: Window) -> Iterator[bytes]:
    """Short lines at the left edge where the sheet is folded."""
    near, far = (value * _MM for value in _FOLD_MARK)
    yield b"q 0.45 G 0.5 w"
    for fold in window.folds:
        y = number(-fold * _MM)
        yield b"%s %s m %s %s l S" % (number(near), y, number(far), y)
    yield b"Q"
