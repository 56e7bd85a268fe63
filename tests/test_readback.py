"""Our own leaflets read back: every letter has its owner, its size and its colour."""

from functools import cache
from io import BytesIO
from time import perf_counter

import pikepdf
import pytest

from handout.readback.finished import Box, Finished, Run
from handout.readback.lines import paragraphs
from handout.readback.reading import finished
from referee.tree import Elem, loaded
from shipped import ORDERS, shipped
from speed import at_full_speed

GENERIC = tuple(name for name in ORDERS if name.endswith(("generic", "pack full")))
CARD = "card generic"
"""It has no furniture."""

ACCENT = (11 / 255, 94 / 255, 111 / 255)
SCIATICA = "sciatica leaflet generic"


@cache
def read(name: str) -> Finished:
    """One of ORDERS, read back."""
    return finished(shipped(name).pdf, f"{name}.pdf")


def runs(name: str) -> tuple[Run, ...]:
    return tuple(run for page in read(name).pages for run in page.runs)


def tight(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", GENERIC)
def test_elements_are_those_that_the_referee_finds(name: str) -> None:
    """The referee decodes the drawing itself, by the fonts' maps, and knows no PDFium."""
    found = read(name)
    with loaded(shipped(name).pdf) as doc:
        expected = tuple(doc.walk())
        index = {id(elem): number for number, elem in enumerate(expected)}
        assert len(expected) > 20
        assert [element.kind for element in found.elements] == [elem.kind for elem in expected]
        for element, elem in zip(found.elements, expected, strict=True):
            above = index[id(elem.parent)] if elem.parent else None
            assert element.parent == above
            assert tight(element.text) == tight(doc.text_of(elem)), elem
            if not any(isinstance(kid, Elem) and kid.elements for kid in elem.elements):
                own = [kid for kid in elem.kids if not isinstance(kid, Elem)]
                if own:
                    assert element.text == " ".join(doc.text_of(elem).split())
            assert element.alt == elem.text_entry("/Alt")
            marks = list(elem.marks())
            assert element.page == (marks[0].page if marks else 0)
            scope = str(doc.attributes(elem).get("Table.Scope", "/"))[1:]
            assert element.scope == scope


@pytest.mark.parametrize("name", GENERIC)
def test_every_run_has_an_owner(name: str) -> None:
    found = runs(name)
    assert len(found) > 50
    for run in found:
        assert (run.element is None) == run.is_artifact, run
        assert run.face.is_embedded and run.face.is_mapped, run
        assert run.opacity == 1
    assert any(run.is_artifact for run in found) == (name != CARD)


@pytest.mark.parametrize("name", GENERIC)
def test_the_file_says_what_it_is(name: str) -> None:
    found = read(name)
    assert found.is_tagged and found.shows_title and found.title
    assert found.language == "en-GB"
    assert found.claims == ("PDF/UA-1", "PDF/A")
    assert {page.tab_order for page in found.pages} == {"S"}
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))


def owned(name: str, kind: str) -> list[Run]:
    """The runs of all elements of a kind."""
    found = read(name)
    return [
        run
        for run in runs(name)
        if run.element is not None and found.elements[run.element].kind == kind
    ]


def test_sizes_and_colours_are_those_of_the_template() -> None:
    titles, headings = owned(SCIATICA, "H1"), owned(SCIATICA, "H2")
    items = owned(SCIATICA, "LBody")
    assert titles and len(headings) > 5 and len(items) > 20
    assert {(run.size, run.face.is_bold) for run in titles} == {(27.0, True)}
    assert {run.colour for run in titles} == {ACCENT}
    assert {run.face.name for run in titles} == {"AtkinsonHyperlegibleNext-Bold"}
    assert {run.size for run in items} == {12.5}
    assert not any(run.face.is_italic or run.face.is_serif for run in items)
    letters = sum(len(run.text) for run in runs(SCIATICA) if run.size == 12.5)
    assert letters > 0.7 * sum(len(run.text) for run in runs(SCIATICA))


def test_boxes_lie_round_the_baseline_and_inside_the_margins() -> None:
    found = read(SCIATICA)
    assert {(round(page.width), round(page.height)) for page in found.pages} == {(595, 842)}
    for page in found.pages:
        for run in page.runs:
            if run.text.strip() and not run.is_artifact:
                assert 70.5 <= run.box.left < run.box.right <= page.width - 70
                assert run.box.top < run.baseline
                assert run.box.height < 1.4 * run.size


def test_what_is_painted_under_the_words_comes_before_them() -> None:
    """The warnings stand in a frame that is drawn first, and the tick is drawn over the panel."""
    page = read(SCIATICA).pages[1]
    orders = [*(run.order for run in page.runs), *{area.order for area in page.areas}]
    assert len(set(orders)) == len(orders)
    first = next(run for run in page.runs if run.text.startswith("Any of these"))
    frames = [area for area in page.areas if area.box.overlap(first.box) == first.box]
    assert frames and all(area.order < first.order for area in frames)


def test_links_know_their_words_and_their_element() -> None:
    found = read(SCIATICA)
    links = [link for page in found.pages for link in page.links]
    assert links
    for link in links:
        assert link.target.startswith(("https://", "tel:", "mailto:"))
        assert link.contents and link.words
        assert link.element is not None
        assert found.elements[link.element].kind == "Link"
        assert tight(link.words) in tight(found.elements[link.element].text)


def test_the_box_of_an_element_holds_what_it_paints() -> None:
    found = read(SCIATICA)
    figures = [element for element in found.elements if element.kind == "Figure"]
    assert len(figures) > 2
    for element in figures:
        assert element.alt and element.box
        assert element.box.width > 20 and element.box.height > 20
    assert all(
        element.box is not None
        and element.box.left - 0.01 <= run.box.left
        and element.box.top - 0.01 <= run.box.top
        for page in found.pages
        for run in page.runs
        if run.element is not None and (element := found.elements[run.element]).page == page.number
    )


@pytest.mark.parametrize("name", GENERIC)
def test_paragraphs_hold_every_word_once(name: str) -> None:
    found = read(name)
    words = sorted(tight("".join(run.text for run in runs(name))))
    told = paragraphs(found)
    assert sorted(tight("".join(paragraph.text for paragraph in told))) == words
    kinds = {paragraph.kind for paragraph in told}
    assert {"H1", "H2", "P"} <= kinds
    assert ("Artifact" in kinds) == (name != CARD)
    firsts = [paragraph for paragraph in told if paragraph.kind == "H1"]
    with loaded(shipped(name).pdf) as doc:
        titles = [doc.text_of(elem).strip() for elem in doc.walk() if elem.kind == "H1"]
    assert [paragraph.text for paragraph in firsts] == titles


def test_a_leaflet_without_its_tags_has_nearly_the_same_paragraphs() -> None:
    """The headings and the list items that the tags name are found by how they look."""

    def untag(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.StructTreeRoot
        del pdf.Root.MarkInfo

    whole = BytesIO()
    with pikepdf.open(BytesIO(shipped(SCIATICA).pdf)) as pdf:
        untag(pdf)
        pdf.save(whole)
    plain = finished(whole.getvalue(), "plain.pdf")
    assert not plain.elements and not plain.is_tagged
    told = paragraphs(plain)
    tagged = paragraphs(read(SCIATICA))
    headings = {paragraph.text for paragraph in told if paragraph.kind == "H"}
    expected = {part.text for part in tagged if part.kind in ("H1", "H2") and len(part.lines) == 1}
    assert len(expected) > 7 and expected <= headings
    items = {paragraph.text.removeprefix("• ") for paragraph in told}
    bodies = {part.text for part in tagged if part.kind == "LBody" and part.page in (1, 2, 4)}
    bullets = {part for part in bodies if not part.startswith(("I ", "Do not", "Keep up"))}
    assert len(bullets) > 15 and bullets <= items
    edges = {paragraph.text for paragraph in told if paragraph.kind == "Artifact"}
    assert {f"Page {page.number} of {len(plain.pages)}" for page in plain.pages} <= edges


def test_reading_is_fast() -> None:
    """A page of ours takes about 8 ms; the bound is for a busy machine."""
    pdf = shipped(SCIATICA).pdf
    times = []
    for _ in range(5):
        with at_full_speed():
            start = perf_counter()
            found = finished(pdf, "sciatica.pdf")
            paragraphs(found)
            times.append((perf_counter() - start) / len(found.pages))
    assert min(times) < 0.040


def test_a_box_overlaps_what_it_shares_with_another() -> None:
    assert Box(0, 0, 10, 10).overlap(Box(5, 5, 20, 20)) == Box(5, 5, 10, 10)
    assert Box(0, 0, 10, 10).overlap(Box(10, 0, 20, 10)) is None
