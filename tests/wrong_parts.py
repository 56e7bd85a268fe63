"""What the table of faults is made of: a fault, and words and drawings that make one."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from handout.check.pages.printed import Promise
from wrong_pages import OFFER, PARAGRAPHS

Make = Callable[[], bytes]


class Case(Struct, frozen=True):
    """A PDF with one fault. says: words of the message."""

    rule: str
    name: str
    pages: tuple[int, ...]
    says: str
    make: Make
    promise: Promise | None = None


def styled(words: str, style: str = "") -> str:
    """A paragraph with a style of its own."""
    return f'<p style="{style}">{words}</p>'


FIRST, SECOND, THIRD, FOURTH = PARAGRAPHS
BOLD_LARGE = "html{font-size:18pt} h1{font-size:30pt} h2{font-size:24pt} .offer{font-size:18pt}"
LARGE_FOOT = "@page{@bottom-right{font-size:18pt}}"
LARGE = {"title": "Your ankle, large print"}
LARGE_TYPST = {**LARGE, "body": "18", "footer": "18", "measure": "27"}
LARGE_OFFER = f"#text(size: 18pt)[{OFFER}]"
SMALL = '<p style="font-size:9pt">Printed on paper from old trees.</p>'
RED = '<p>Walk. Stop if it <span style="color:#7a0010">hurts badly</span> and rest.</p>'
SHY = FIRST.replace("together", "to\u00adgeth\u00ader").replace("outside", "out\u00adside")


def square(colour: str = "#fff", ink: str = "#222") -> str:
    """A style for a paragraph on a ground."""
    return f"background:{colour};color:{ink};padding:6pt"


def turned(drawn: Any, page: int) -> None:
    """A line that runs up page 2."""
    if page == 2:
        drawn.saveState()
        drawn.translate(560, 300)
        drawn.rotate(90)
        drawn.drawString(0, 0, "Leaflet 12, to be filed")
        drawn.restoreState()


def text(x: float, y: float, words: str, on: int = 2, face: str = "Helvetica") -> Any:
    """How to draw a line of words on one page."""

    def draw(drawn: Any, page: int) -> None:
        if page == on:
            drawn.setFont(face, 12)
            drawn.drawString(x, y, words)

    return draw


def head(drawn: Any, page: int) -> None:
    """A running head, further in on page 3."""
    drawn.drawString(70 if page != 3 else 90, 800, "Hill Clinic")


def striped(drawn: Any, page: int) -> None:
    """A line of words over stripes."""
    if page == 1:
        for index, colour in enumerate(("#ffffff", "#ffee88", "#88ffee", "#ffccdd") * 3):
            drawn.setFillColor(colour)
            drawn.rect(400 + 12 * index, 500, 12, 20, stroke=0, fill=1)
        drawn.setFillColor("#000000")
        drawn.drawString(402, 505, "Come on Tuesday at two")


PROMISE = Promise(
    pages=2,
    warnings="You have hurt the outside",
    dates=("1 March 2026",),
    phone="01632 960 001",
)
OWN = Promise(
    pages=2,
    warnings="Call us if the pain gets worse",
    dates=("5 January 2026", "5 January 2028"),
    phone="01632 960 002",
)
SMALLEST = {
    "page: {size": "smallest: 7pt\npage: {size",
    "right: 20mm": "right: 80mm",
    "bottom: 25mm": "bottom: 35mm",
}
MORE = f"- text: {FIRST}\n" * 6
DATED = "<p>Published 1 March 2026.</p>"
