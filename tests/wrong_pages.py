"""One leaflet made by four programs, each as good as it gets, or wrong in exactly one way.

Typst, WeasyPrint, Chromium and a bare ReportLab canvas print the same words on two sides of A4. A
maker takes what is to be different; without changes its PDF keeps to every rule of the pages.
"""

import base64
import io
import shutil
import struct
import subprocess
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from sheets import ROOT
from small_clinic import CLINIC, LOOK, workspace

FONTS = ROOT / "fonts" / "noto-sans"
TITLE = "Looking after your ankle"
PARAGRAPHS = (
    "You have hurt the outside of your ankle. The bands that hold the bones together were "
    "stretched, and it may swell and bruise. Most people walk well again after a few weeks, and "
    "you can do a lot to help yourself. Start with a little and add to it day by day.",
    "Put some weight on your foot as soon as you can bear it. Walk a few steps in the house, "
    "then to the corner of the street and back. Wear a shoe with a firm sole. It is normal to "
    "feel some pain, as long as it settles soon after you stop.",
    "Sit with your leg out in front of you. Bend your foot up towards you and then point it away. "
    "Go as far as feels safe, without force. Breathe as you do it, and rest when you are tired. "
    "Later you can stand on one leg next to a table.",
    "Call us if the pain gets worse instead of better, or if you cannot take four steps. Call us "
    "too if your toes turn cold or blue, or if your calf is hot and swollen. We would rather see "
    "you once too often than once too late.",
)
HEADINGS = ("What has happened?", "How can I help it?", "Which movements help?", "When to call us")
OFFER = "Ask us for large print, easy read, audio or another language."


@cache
def picture(width: int = 32, height: int = 24) -> bytes:
    """A small picture of many colours, as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(
        b"\0" + b"".join(bytes((x * 7 % 256, y * 9 % 256, (x + y) * 5 % 256)) for x in range(width))
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


# ---------------------------------------------------------------- our own

_OWN_CLINIC = f"""{CLINIC}
other_formats: {OFFER}
"""


def own(look: Mapping[str, str] = {}, clinic: str = _OWN_CLINIC, more: str = "") -> bytes:
    """The leaflet by the program itself, in a plain look.

    look: what stands in the look's file, and what is to stand there instead.
    more: YAML of blocks that come last.
    """
    written = LOOK.replace("lead: {size: 14pt}", "lead: {size: 16pt}")
    for usual, other in look.items():
        assert usual in written, f"the look has no {usual!r}"
        written = written.replace(usual, other)
    blocks = "".join(f"- text: {words}\n" for words in PARAGRAPHS) + more
    with TemporaryDirectory() as folder:
        made = workspace(Path(folder), blocks, clinic, title=TITLE)
        made.write("templates/plain.yaml", written)
        return made.leaflet(look="plain").pdf


# ---------------------------------------------------------------- HTML: WeasyPrint and Chromium

_CSS = """
@font-face { font-family: Plain; src: url("REGULAR"); font-weight: 400 }
@font-face { font-family: Plain; src: url("BOLD"); font-weight: 700 }
@page { size: A4; margin: 20mm 25mm 25mm 25mm;
  @bottom-right { content: "Page " counter(page) " of " counter(pages);
    font: 12pt Plain; color: #222222 } }
html { font: 12.5pt/1.4 Plain; color: #222222 }
body { margin: 0; hyphens: manual }
p, ul { margin: 0 0 9pt 0; max-width: 31em }
h1 { font-size: 24pt; line-height: 1.2; margin: 0 0 9pt 0 }
h2 { font-size: 17pt; line-height: 1.25; margin: 14pt 0 4pt 0; break-after: avoid }
h2.second { break-before: page }
a { color: #0b5e6f; text-decoration: underline }
.offer { font-size: 16pt; max-width: 22em }
.box { background: #eaf2f4; padding: 6pt }
"""


def html(css: str = "", title: str = TITLE, **parts: str) -> str:
    """The leaflet as a web page.

    css:   rules that come last.
    parts: `first`, `second`, `third`, `fourth` for the HTML of a paragraph; `offer`; `more` for
           what stands before it.
    """
    uri = {name: (FONTS / f"NotoSans-{name}.ttf").as_uri() for name in ("Regular", "Bold")}
    rules = _CSS.replace("REGULAR", uri["Regular"]).replace("BOLD", uri["Bold"])
    names = ("first", "second", "third", "fourth")
    written = [
        parts.get(name, f"<p>{words}</p>") for name, words in zip(names, PARAGRAPHS, strict=True)
    ]
    sections = "".join(
        f"<h2{' class=second' if index == 2 else ''}>{heading}</h2>{paragraph}"
        for index, (heading, paragraph) in enumerate(zip(HEADINGS, written, strict=True))
    )
    image = base64.b64encode(picture()).decode()
    offer = parts.get("offer", f'<p class="offer">{OFFER}</p>')
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>{title}</title><style>{rules}{css}</style></head><body><h1>{title}</h1>{sections}
<p>Go to <a href="https://example.org/ankle">our page about ankles and feet</a>.</p>
<p><img src="data:image/png;base64,{image}" alt="A foot in a shoe"
style="width: 160pt"></p>
<p class="box">Call <b>01632 960 001</b> to speak to us.</p>{parts.get("more", "")}{offer}
</body></html>"""


def weasyprint(css: str = "", **parts: str) -> bytes:
    """The leaflet by WeasyPrint, tagged."""
    program = pytest.importorskip("weasyprint", exc_type=ImportError)
    made: bytes = program.HTML(string=html(css, **parts)).write_pdf(pdf_tags=True)
    return made


def chromium(css: str = "", **parts: str) -> bytes:
    """The leaflet by Chromium, tagged as it is by default."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        pytest.skip("there is no Chromium")
    with TemporaryDirectory() as folder:
        source, made = Path(folder, "in.html"), Path(folder, "out.pdf")
        source.write_text(html(css, **parts), "utf-8")
        subprocess.run(
            [
                program,
                *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
                *("--disable-background-networking", "--disable-component-update"),
                *("--disable-sync", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"),
                f"--print-to-pdf={made}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        return made.read_bytes()


# ---------------------------------------------------------------- Typst

_TYPST = """
#set document(title: "TITLE")
#set page(paper: "PAPER",
  margin: (top: 20mm, bottom: 25mm, left: 20mm, right: 100% - 20mm - MEASURE * BODYpt),
  footer: context align(right, text(size: FOOTERpt)[Page #counter(page).display("1 of 1",
    both: true)]))
#set text(font: "Noto Sans", size: BODYpt, fill: rgb("#222222"), lang: "en", region: "GB",
  hyphenate: false)
#set par(leading: 0.72em, spacing: 1.2em, justify: false)
#show heading: set block(above: 1.2em, below: 0.8em, sticky: true)
#show heading.where(level: 1): set text(size: 24pt)
#show heading.where(level: 2): set text(size: 17pt)
#show link: underline
RULES
"""


def typst(rules: str = "", **parts: str) -> bytes:
    """The leaflet by Typst.

    rules: `#set` and `#show` rules that come last.
    parts: `first` to `fourth` for the markup of a paragraph; `offer`; `more` for what stands
           before it; settings: `title`, `paper`, `footer` and `body` in points, `measure` in
           sizes of the body.
    """
    program = pytest.importorskip("typst")
    settings = {
        "title": TITLE, "paper": "a4", "footer": "12", "body": "12.5", "measure": "31",
    }  # fmt: skip
    text = _TYPST
    for name, usual in settings.items():
        text = text.replace(name.upper(), parts.get(name, usual))
    text = text.replace("RULES", rules)
    text += f"= {parts.get('title', TITLE)}\n"
    names = ("first", "second", "third", "fourth")
    for index, name in enumerate(names):
        if index == 2:
            text += parts.get("turn", "#pagebreak()") + "\n"
        text += f"== {HEADINGS[index]}\n{parts.get(name, PARAGRAPHS[index])}\n\n"
    text += 'Go to #link("https://example.org/ankle")[our page about ankles and feet].\n\n'
    text += '#image("picture.png", width: 40mm, alt: "A foot in a shoe")\n\n'
    text += '#block(fill: rgb("#eaf2f4"), inset: 6pt)[Call *01632 960 001* to speak to us.]\n\n'
    text += parts.get("more", "") + "\n\n"
    text += parts.get("offer", f"#text(size: 16pt)[{OFFER}]") + "\n"
    with TemporaryDirectory() as folder:
        Path(folder, "picture.png").write_bytes(picture())
        source = Path(folder, "in.typ")
        source.write_text(text, "utf-8")
        made: bytes = program.compile(
            str(source), font_paths=[str(FONTS)], ignore_system_fonts=True
        )
        return made


# ---------------------------------------------------------------- a canvas, for exact places

Draw = Callable[[Any, int], None]


def nothing(canvas: Any, page: int) -> None:
    """Nothing is added."""


def canvas(
    draw: Draw = nothing,
    pages: int = 2,
    number_at: Callable[[int], tuple[float, float]] = lambda page: (500.0, 40.0),
    last: float = 0.5,
    offer: float = 16.0,
) -> bytes:
    """The leaflet drawn line by line, without tags.

    draw:      what else is drawn on each page.
    number_at: where the page's number ends, from the lower left corner.
    last:      how much of the last page is used; offer: the size of the words on other formats.
    """
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    drawn = Canvas(data, pagesize=(595.28, 841.89), invariant=1)
    drawn.setTitle(TITLE)
    words = " ".join(PARAGRAPHS).split()
    lines = _wrapped(words, 62)
    for page in range(1, pages + 1):
        y = 760.0
        if page == 1:
            drawn.setFont("Helvetica-Bold", 24)
            drawn.drawString(70, y, TITLE)
            drawn.setFont("Helvetica", offer)
            drawn.drawString(70, y - 40, OFFER)
            y -= 80
        room = int((y - 100) * (last if page == pages and pages > 1 else 1.0) / 17)
        drawn.setFont("Helvetica", 12)
        for index in range(room):
            if index % 6 < 5:
                drawn.drawString(70, y - index * 17, lines[index % len(lines)])
        drawn.drawRightString(*number_at(page), f"Page {page} of {pages}")
        if page == 1:
            drawn.drawImage(ImageReader(io.BytesIO(picture())), 480, 640, 50, 40)
        draw(drawn, page)
        drawn.showPage()
    drawn.save()
    return data.getvalue()


def _wrapped(words: list[str], width: int) -> list[str]:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
