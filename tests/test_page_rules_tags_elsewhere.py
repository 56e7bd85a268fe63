"""Rules of tags on PDFs by Typst, WeasyPrint and Chromium: right ones and wrong ones."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from broken_tags import by_chromium, by_typst, by_weasyprint
from hand_made import judged, pages
from handout.readback.reading import finished

GREEK = "Καλημέρα σε όλους σας"

TYPST = """
#set document(title: "Sciatica")
#set text(lang: "en", region: "GB", size: 12pt)
#set page(footer: context [Riverside Clinic, page #counter(page).display()])
= Sciatica
== What is it?
A sore nerve. See #link("https://www.nhs.uk/sciatica")[the pages of the NHS].
#image("red.png", width: 40pt, alt: "A red field")
- rest
- walk
#pagebreak()
== What to do
#table(columns: 2, table.header([Day], [Steps]), [Monday], [10], [Tuesday], [20])
We say good day to all.
#footnote[A note at the foot.]
#pagebreak()
== When to call
Call us when it gets worse.
"""

HTML = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Sciatica</title>
<style>@page { size: A4; margin: 25mm } h2 + * ~ h2 { break-before: page }</style></head><body>
<h1>Sciatica</h1>
<h2>What is it?</h2><p>A sore nerve.</p><p><img src="red.png" alt="A red field" width="60"></p>
<ul><li>rest</li><li>walk</li></ul>
<h2>What to do</h2>
<table><tr><th scope="col">Day</th><th scope="col">Steps</th></tr>
<tr><td>Monday</td><td>10</td></tr></table>
<p>We say good day to all.</p>
<h2>When to call</h2><p>Call us when it gets worse.</p></body></html>
"""

LINK = '<a href="https://www.nhs.uk/sciatica">the pages of the NHS</a>'
FOOTER = "<style>@page { @bottom-center { content: 'Page ' counter(page) } }</style>"
ABOVE = "#place(top, dy: 2cm)[First of all]"
FIXED = '<div style="position: fixed; bottom: -15mm">Riverside Clinic</div>'

Swaps = tuple[tuple[str, str], ...]
"""Words of a text, and what stands there instead."""

BY_TYPST: dict[str, tuple[Swaps, dict[str, list[int]]]] = {
    "good": ((), {}),
    "no alt": (((', alt: "A red field"', ""),), {"A11Y-03": [1]}),
    "alt of a file": ((("A red field", "red.png"),), {"A11Y-03-WORDS": [1]}),
    "two H1": ((("== When", "= When"),), {"A11Y-01-H1": [3]}),
    "a level left out": ((("== When", "==== When"),), {"A11Y-01-LEVELS": [3]}),
    "no title": ((('"Sciatica"', "none"),), {"A11Y-05": [0]}),
    "no header": ((("table.header([Day], [Steps])", "[Day], [Steps]"),), {"A11Y-07": [2]}),
    "click here": ((("the pages of the NHS", "click here"),), {"A11Y-08-WORDS": [1]}),
    "Greek": ((("good day", GREEK),), {"A11Y-04-SPANS": [2]}),
    "placed": ((("Call us", "#place(top + right)[Room 2] Call us"),), {}),
    "read last": (
        (
            ("Call us", "#v(3cm) Call us"),
            ("worse.", f"worse.\n\n{ABOVE}"),
        ),
        {"A11Y-02": [3]},
    ),
}

BY_WEASYPRINT: dict[str, tuple[Swaps, dict[str, Any], dict[str, list[int]]]] = {
    "good": ((), UA := {"pdf_variant": "pdf/ua-1"}, {}),
    "a link": ((("A sore nerve.", LINK),), UA, {}),
    "no tags": ((), {}, {"A11Y-01": [0], "A11Y-05": [0]}),
    "tags without a claim": ((), {"pdf_tags": True}, {}),
    "no alt": ((('alt="A red field"', ""),), UA, {"A11Y-03": [1], "A11Y-12": [0]}),
    "no language": ((('lang="en-GB"', ""),), UA, {"A11Y-04": [0], "A11Y-12": [0]}),
    "no title": ((("<title>Sciatica</title>", ""),), UA, {"A11Y-05": [0], "A11Y-12": [0]}),
    "no TH": ((("<th ", "<td "), ("</th>", "</td>")), UA, {"A11Y-07": [2]}),
    "no H1": ((("h1>", "h2>"),), UA, {"A11Y-01-H1": [1], "A11Y-12": [0]}),
    "a margin box": (
        (("</head>", f"{FOOTER}</head>"),), UA,
        {"A11Y-10-OUTSIDE": [1, 2, 3], "A11Y-12": [0]},
    ),
    "on every page": (
        (("</body>", f"{FIXED}</body>"),), UA, {"A11Y-10": [1], "A11Y-12": [0]},
    ),
    "Greek": ((("good day", GREEK),), UA, {"A11Y-04-SPANS": [2]}),
    "click here": ((("A sore nerve.", '<a href="https://x.org">here</a>'),), UA,
                   {"A11Y-08-WORDS": [1]}),
}  # fmt: skip

BY_CHROMIUM: dict[str, tuple[Swaps, tuple[str, ...], dict[str, list[int]]]] = {
    "good": ((), (), {}),
    "no tags": ((), ("--disable-pdf-tagging",), {"A11Y-01": [0], "A11Y-04": [0]}),
    "all at once": (
        (
            ('alt="A red field"', ""), ("<h2>When", "<h4>When"), ("A sore nerve.", LINK),
            ("<th ", "<td "), ("</th>", "</td>"), ("good day", f'<i lang="el">{GREEK}</i>'),
            ("</head>", f"{FOOTER}</head>"),
        ),
        (),
        {
            "A11Y-01-LEVELS": [2], "A11Y-03": [1], "A11Y-04-SPANS": [2], "A11Y-07": [2],
            "A11Y-08": [1], "A11Y-10-OUTSIDE": [1, 2],
        },
    ),
}  # fmt: skip


def swapped(text: str, swaps: Swaps) -> str:
    """The text with other words."""
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a picture."""
    Image.new("RGB", (60, 40), (200, 30, 30)).save(tmp_path / "red.png")
    return tmp_path


@pytest.mark.parametrize("name", BY_TYPST)
def test_a_pdf_by_typst(name: str, folder: Path) -> None:
    pytest.importorskip("typst")
    swaps, expected = BY_TYPST[name]
    is_good = not expected
    data = by_typst(folder, swapped(TYPST, swaps), "ua-1" if is_good else "")
    hidden: dict[str, list[int]] = {} if is_good else {"A11Y-05": [0]}
    found = judged(finished(data, "typst.pdf"))
    assert pages(found) == expected | hidden


def test_words_that_typst_says_are_greek_are_left_alone(folder: Path) -> None:
    pytest.importorskip("typst")
    greek = f'#text(lang: "el")[{GREEK}]'
    data = by_typst(folder, swapped(TYPST, (("good day", greek),)), "ua-1")
    assert judged(finished(data, "typst.pdf")) == {}


@pytest.mark.parametrize("name", BY_WEASYPRINT)
def test_a_pdf_by_weasyprint(name: str, folder: Path) -> None:
    pytest.importorskip("weasyprint")
    swaps, options, expected = BY_WEASYPRINT[name]
    data = by_weasyprint(folder, swapped(HTML, swaps), **options)
    found = judged(finished(data, "weasyprint.pdf"))
    assert pages(found) == expected


@pytest.mark.parametrize("name", BY_CHROMIUM)
def test_a_pdf_by_chromium(name: str, folder: Path) -> None:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if program is None:
        pytest.skip("chromium is not installed")
    swaps, options, expected = BY_CHROMIUM[name]
    data = by_chromium(program, folder, swapped(HTML, swaps), *options)
    found = judged(finished(data, "chromium.pdf"))
    assert pages(found) == expected
