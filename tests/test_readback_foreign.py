"""PDFs of other programs read back: Typst, WeasyPrint, Chromium and ReportLab's paragraphs."""

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import pytest

from handout.readback.finished import Finished, Run
from handout.readback.lines import paragraphs
from handout.readback.reading import finished
from speed import at_full_speed

LONG = (
    "It carries your weight when you walk, and it hurts when you do more than it is used to, "
    "so give it time and come back to what you like a little more each day."
)
HTML = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Knee pain</title>
<style>@page{{size:A4;margin:20mm}} body{{font:12pt/1.4 "DejaVu Sans",sans-serif;color:#222}}
h1{{color:#00bb55}} .box{{background:#eeeeff;padding:6pt}} .faint{{opacity:.5}}
.shade{{background:linear-gradient(red,blue);color:white}}</style></head><body>
<h1>Knee pain</h1><p>Your knee is a <b>hinge</b> joint. {LONG} Do not do <i>too much</i>. See
<a href="https://example.org/knee">our page on knees</a> for more.</p>
<h2>What to do</h2><ul><li>Rest for two days.</li><li>Ice it.</li></ul>
<p class="box">In a box.</p><p class="faint">Half seen</p>
<table><tr><th scope="col">Day</th><th scope="col">Sets</th></tr>
<tr><td>Monday</td><td>3</td></tr></table><p class="shade">On a gradient</p></body></html>"""

TYPST = f"""#set document(title: "Knee pain")
#set page(paper: "a4", margin: 20mm)
#set text(lang: "en", region: "GB", size: 12pt, fill: rgb("#222222"))
= Knee pain
Your knee is a *hinge* joint. {LONG} Do not do _too much_. See
#link("https://example.org/knee")[our page on knees] for more.
== What to do
- Rest for two days.
- Ice it.
#block(fill: rgb("#eeeeff"), inset: 6pt)[In a box.]
#table(columns: 2, table.header([Day], [Sets]), [Monday], [3])
"""

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
"""It also prints from a browser's menu, so this is what most foreign leaflets are."""


def by_typst() -> bytes:
    typst = pytest.importorskip("typst")
    with TemporaryDirectory() as folder:
        source = Path(folder) / "knee.typ"
        source.write_text(TYPST, "utf-8")
        made: bytes = typst.compile(str(source))
    return made


def by_weasyprint() -> bytes:
    weasyprint = pytest.importorskip("weasyprint")
    made: bytes = weasyprint.HTML(string=HTML).write_pdf(pdf_variant="pdf/ua-1")
    return made


def by_chromium() -> bytes:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        page, out = Path(folder) / "knee.html", Path(folder) / "knee.pdf"
        page.write_text(HTML, "utf-8")
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        quiet += ["--disable-sync", "--disable-background-networking"]
        quiet += ["--disable-component-update"]
        command = [CHROMIUM, *quiet, f"--user-data-dir={folder}/browser", f"--print-to-pdf={out}"]
        command += ["--no-pdf-header-footer", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return out.read_bytes()


def by_platypus() -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    whole = BytesIO()
    story: list[Flowable] = [
        Paragraph("Knee pain", styles["Heading1"]),
        Paragraph(f"Your knee is a <b>hinge</b> joint. {LONG}", styles["BodyText"]),
        Paragraph("What to do", styles["Heading2"]),
        Paragraph("Rest for two days.", styles["BodyText"], bulletText="\u2022"),
    ]
    SimpleDocTemplate(whole, title="Knee pain", invariant=True).build(story)
    return whole.getvalue()


MAKERS: dict[str, Callable[[], bytes]] = {
    "typst": by_typst,
    "weasyprint": by_weasyprint,
    "chromium": by_chromium,
    "platypus": by_platypus,
}
TAGGED = ("typst", "weasyprint", "chromium")
WEB = ("weasyprint", "chromium")


@cache
def data(maker: str) -> bytes:
    return MAKERS[maker]()


@cache
def made(maker: str) -> Finished:
    return finished(data(maker), f"{maker}.pdf")


def runs(found: Finished) -> list[Run]:
    return [run for page in found.pages for run in page.runs]


@pytest.mark.parametrize("maker", MAKERS)
def test_titles_and_faces(maker: str) -> None:
    found = made(maker)
    assert found.title == "Knee pain"
    assert found.is_tagged == (maker in TAGGED) == bool(found.elements)
    assert found.language == ("en-GB" if maker in TAGGED else "")
    told = runs(found)
    assert len(told) > 5
    assert all(run.face.is_mapped for run in told)
    assert all(run.face.is_embedded == (maker in TAGGED) for run in told)
    bold = "".join(run.text for run in told if run.face.is_bold)
    assert "hinge" in bold and "Knee pain" in bold and "carries" not in bold
    if maker in TAGGED:
        italic = "".join(run.text for run in told if run.face.is_italic)
        assert " ".join(italic.split()) == "too much" or italic == "toomuch"


@pytest.mark.parametrize("maker", MAKERS)
def test_paragraphs(maker: str) -> None:
    told = paragraphs(made(maker))
    texts = {paragraph.text: paragraph.kind for paragraph in told}
    tagged = maker in TAGGED
    assert texts["Knee pain"] == ("H1" if tagged else "H")
    assert texts["What to do"] == ("H2" if tagged else "H")
    body = next(text for text in texts if text.startswith("Your knee"))
    assert body.startswith(f"Your knee is a hinge joint. {LONG}")
    assert texts[body] == "P"
    if tagged:
        assert body.endswith("Do not do too much. See our page on knees for more.")
        cells = [text for text, kind in texts.items() if kind == "TD"]
        assert cells == ["Monday", "3"]
        assert [text for text, kind in texts.items() if kind == "TH"] == ["Day", "Sets"]
        assert texts["Rest for two days."] == texts["Ice it."] == "LBody"


@pytest.mark.parametrize("maker", TAGGED)
def test_elements(maker: str) -> None:
    found = made(maker)
    by_kind = {part.kind: part for part in reversed(found.elements)}
    assert by_kind["H1"].text == "Knee pain" and by_kind["H2"].text == "What to do"
    assert by_kind["P"].text.endswith("Do not do too much. See our page on knees for more.")
    assert by_kind["Table"].text == "Day Sets Monday 3"
    assert by_kind["Link"].text == "our page on knees"
    assert by_kind["H1"].page == 1 and by_kind["H1"].box
    scopes = {part.scope for part in found.elements if part.kind == "TH"}
    assert scopes == {"" if maker == "weasyprint" else "Column"}  # WeasyPrint writes none.
    (link,) = found.pages[0].links
    assert (link.target, link.words) == ("https://example.org/knee", "our page on knees")
    assert link.element is not None and found.elements[link.element].kind == "Link"
    owners = {run.element is None for run in runs(found) if run.text.strip()}
    assert owners == {False}


@pytest.mark.parametrize("maker", TAGGED)
def test_sizes_and_colours(maker: str) -> None:
    found = made(maker)
    body = next(run for run in runs(found) if "carries" in run.text or "ries your" in run.text)
    assert body.size == pytest.approx(12, abs=0.01)
    assert body.colour == pytest.approx((34 / 255,) * 3, abs=0.005)
    page = found.pages[0]
    inside = next(run for run in page.runs if run.text.startswith("In a"))
    (under,) = (area for area in page.areas if area.is_box and area.box.overlap(inside.box))
    assert under.fill == pytest.approx((238 / 255, 238 / 255, 1), abs=0.005)
    assert under.order < inside.order


@pytest.mark.parametrize("maker", WEB)
def test_faint_text_and_gradients(maker: str) -> None:
    page = made(maker).pages[0]
    faint = [run for run in page.runs if run.text.startswith("Half")]
    assert [round(run.opacity, 1) for run in faint] == [0.5]
    over = next(run for run in page.runs if run.text.startswith("On a"))
    assert over.colour == (1, 1, 1)
    assert any(image.box.overlap(over.box) and image.order < over.order for image in page.images)
    assert not any(area.box.overlap(over.box) for area in page.areas)


def test_chromium_is_fast_to_read() -> None:
    """A page takes about 7 ms; the bound is for a busy machine."""
    pdf = data("chromium")
    times = []
    for _ in range(5):
        with at_full_speed():
            start = perf_counter()
            found: Any = finished(pdf, "chromium.pdf")
            paragraphs(found)
            times.append((perf_counter() - start) / len(found.pages))
    assert min(times) < 0.040
