"""The table of faults, and the pages that keep to every rule."""

from typing import Any

from handout.check.pages.printed import Promise
from wrong_pages import PARAGRAPHS, canvas, chromium, own, typst, weasyprint
from wrong_parts import (
    BOLD_LARGE,
    DATED,
    LARGE,
    LARGE_FOOT,
    LARGE_OFFER,
    LARGE_TYPST,
    OWN,
    PROMISE,
    SECOND,
    Make,
    square,
    styled,
)
from wrong_places import PLACES
from wrong_type import TYPE

CASES = TYPE + PLACES
"""Each says which rule must find it, on which pages, and in what words."""

COLUMNS = """body{columns:2;column-gap:12mm} p{max-width:none} h1{column-span:all}
h2.second{break-before:auto}"""
SECTIONS = "".join(f"<h2>{one.split('.')[0]}?</h2><p>{one}</p>" for one in PARAGRAPHS * 2)
TYPST_SECTIONS = "\n\n".join(f"== {one.split('.')[0]}?\n{one}" for one in PARAGRAPHS * 2)
LIST = "<ul>" + "".join(f"<li>{one}</li>" for one in PARAGRAPHS) + "</ul>"
BUTTON = """.b{border-radius:9pt;background:#103050;color:#fff;padding:8pt;
box-shadow:2px 2px 6px #888} td,th{border:1px solid #222;padding:4pt} th{background:#103050;
color:#fff}"""
TABLE = f"<table><tr><th>Day<th>Walk<tr>{'<tr><td>Monday<td>10 minutes' * 3}</table>"

GOOD: dict[str, tuple[Make, Promise | None]] = {
    "our own": (own, OWN),
    "our own without a promise": (own, None),
    "Typst": (typst, None),
    "WeasyPrint": (weasyprint, None),
    "Chromium": (chromium, None),
    "canvas": (canvas, None),
    "WeasyPrint with a promise": (lambda: weasyprint(more=DATED), PROMISE),
    "large print by WeasyPrint": (lambda: weasyprint(BOLD_LARGE + LARGE_FOOT, **LARGE), None),
    "large print by Typst": (lambda: typst(**LARGE_TYPST, offer=LARGE_OFFER), None),
    "canvas with 5 pages": (lambda: canvas(pages=5), None),
    "mirrored numbers": (
        lambda: canvas(pages=4, number_at=lambda page: (525.0 if page % 2 else 131.65, 40.0)),
        None,
    ),
    "a word in italics, in capitals, underlined and coloured": (
        lambda: weasyprint(
            second="<p>Do <i>not</i> run. <u>Rest</u> now. Call NHS 111, your GP or A&amp;E. "
            "<b style='color:#a00'>Stop</b> if it hurts. Ask at HILL CLINIC.</p>"
        ),
        None,
    ),
    "compounds at line ends": (
        lambda: weasyprint(
            first="<p>At your follow-<br>up visit we look at self-<br>care with you, and at "
            "the well-<br>being of your family. In 2026<br>years count.</p>"
        ),
        None,
    ),
    "black on a tint, and large words of less contrast": (
        lambda: weasyprint(
            second=styled(SECOND, square("#ddeeff")),
            more="<p style='color:#888; font-size:18pt'>Keep moving</p>",
        ),
        None,
    ),
    "a single page": (lambda: canvas(pages=1, last=0.1), None),
    "an unseen text under another": (
        lambda: canvas(draw=_unseen),
        None,
    ),
    "two columns by WeasyPrint": (lambda: weasyprint(COLUMNS, more=SECTIONS), None),
    "two columns by Chromium, with a list": (lambda: chromium(COLUMNS, more=SECTIONS + LIST), None),
    "two columns by Typst": (
        lambda: typst("#set page(columns: 2, margin: 15mm)", turn="", more=TYPST_SECTIONS),
        None,
    ),
    "a round dark button with a shadow, and a table with a dark head": (
        lambda: chromium(BUTTON, fourth=f"<p><span class=b>Call 999</span></p>{TABLE}"),
        None,
    ),
    "notes to be filled in": (
        lambda: weasyprint(
            ".n{border-bottom:1px solid #222;height:24pt;width:400pt}",
            more="<h2>My notes</h2>" + "<div class=n></div>" * 4,
        ),
        None,
    ),
}


def _unseen(drawn: Any, page: int) -> None:
    words = drawn.beginText(70, 640)
    words.setTextRenderMode(3)
    words.textLine("what a scanner has read")
    drawn.drawText(words)
