"""The print run: many patients' leaflets in one tagged file, each on sheets of its own."""

import io
import re
from datetime import datetime
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pytest
from msgspec import structs
from PIL import Image

from hand_made import judged
from handout.build import Order, compiled, section, slip_for
from handout.document import (
    Block,
    Break,
    Contents,
    Document,
    Field,
    Figure,
    Fill,
    Heading,
    Paragraph,
    Picture,
    Run,
)
from handout.library import Library
from handout.model.visit import Visit
from handout.pages.press import Press, print_leaflet
from handout.pages.run import Bound, Section, bind, lay_section, split
from handout.pages.slip import WINDOWS, Slip
from handout.readback.reading import finished
from referee import qpdf_check, structure_problems, tag_tree, text_from_tree, verapdf
from sheets import MADE, ROOT, document, press, template, words
from shipped import TODAY, visit

TITLE = "Riverside Clinic"
ADDRESS = ("Margaret Oyelaran-Smith", "12 Mill Lane", "Exampleton", "ZZ1 2AB")


def letter(pages: int, **changes: Any) -> Document:
    """A leaflet of so many pages for somebody who is named on the first."""
    blocks: list[Block] = [Paragraph((Run("Dear "), Field(0), Run(", hello.")))]
    for number in range(2, pages + 1):
        blocks += [Break(), Heading(2, words(f"Part {number}"))]
        blocks += [Paragraph(words("You can walk as far as you like. " * 8))]
    return document(*blocks, **changes)


def sections(*leaflets: Press, slip: Slip | None = None) -> list[Section]:
    """A section for each, for patients RB-1 and on."""
    return [
        lay_section(made, Fill(texts=(f"Patient {chr(64 + n)}",)), f"RB-{n}", slip)
        for n, made in enumerate(leaflets, 1)
    ]


def bound(laid: list[Section], *, duplex: bool = True, made: datetime = MADE) -> Bound:
    """The run of these sections."""
    return bind(laid, TITLE, made, duplex=duplex)


def page_texts(data: bytes) -> list[str]:
    """What is drawn on each page."""
    reader = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in reader]
    reader.close()
    return texts


def bookmarks(node: Any) -> list[Any]:
    """The outline below a node as nested lists: title, page, whether it is closed, and more."""
    found, item = [], node.get("/First")
    while item is not None:
        assert item.Parent.objgen == node.objgen
        inner = bookmarks(item)
        assert abs(int(item.get("/Count", 0))) == len(inner)
        found.append([str(item.Title), item.Dest[0].objgen, *inner])
        item = item.get("/Next")
    return found


def outline(data: bytes) -> list[Any]:
    """The bookmarks with the pages they open, counted from 1."""
    with pikepdf.open(io.BytesIO(data)) as file:
        root: Any = file.Root
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}

        def told(entries: list[Any]) -> list[Any]:
            return [[title, numbers[page], *told(inner)] for title, page, *inner in entries]

        if "/Outlines" in root:
            assert int(root.Outlines.Count) == len(bookmarks(root.Outlines)), "patients are closed"
        return told(bookmarks(root.Outlines))


def test_a_run_of_one_says_what_the_single_leaflet_says() -> None:
    made = press(letter(3))
    single = print_leaflet(made, Fill(texts=("Patient A",)), MADE)
    for duplex in (True, False):
        run = bound(sections(made), duplex=duplex)
        assert text_from_tree(run.pdf) == text_from_tree(single.pdf)
        assert page_texts(run.pdf)[: single.pages] == page_texts(single.pdf)
        assert run.pages == single.pages + duplex


def test_each_patient_is_a_part_with_pages_of_their_own() -> None:
    run = bound(sections(*(press(letter(pages)) for pages in (1, 3, 2, 5))))
    assert run.ranges == ((1, 2), (3, 6), (7, 8), (9, 14)) and run.pages == 14
    assert all(first % 2 == 1 for first, _ in run.ranges)
    texts = page_texts(run.pdf)
    assert len(texts) == run.pages
    assert [not text.strip() for text in texts] == [n in (2, 6, 14) for n in range(1, 15)]
    for number, (first, last) in enumerate(run.ranges):
        whole = "\n".join(texts[first - 1 : last])
        assert set(re.findall(r"Patient [A-Z]", whole)) == {f"Patient {chr(65 + number)}"}
    numbers = [re.findall(r"Page \d of \d", text) for text in texts]
    assert [one[0] for one in numbers if one] == [
        f"Page {page} of {pages}" for pages in (1, 3, 2, 5) for page in range(1, pages + 1)
    ]
    assert tag_tree(run.pdf).count("\n  Part\n") == 4
    assert structure_problems(run.pdf) == []


def test_the_referee_counts_titles_by_patient() -> None:
    pack = press(document(Paragraph((Field(0),)), Heading(1, words("Feet"))))
    run = bound(sections(press(letter(1)), pack))
    assert structure_problems(run.pdf) == [
        "headings: there are 2 H1 in Part 2", "headings: there are 3 H1",
    ]  # fmt: skip


def test_our_own_rules_leave_a_run_alone() -> None:
    made = press(letter(2))
    for slip in (None, Slip(WINDOWS["dl"], ADDRESS, "12 Mill Lane, Exampleton", "Number RB-1")):
        run = bound(sections(*[made] * 4, slip=slip))
        assert judged(finished(run.pdf, "run.pdf")) == {}


def test_our_own_rules_judge_each_leaflet_of_a_run() -> None:
    pack = press(document(Paragraph((Field(0),)), Heading(1, words("Feet"))))
    said: list[Block] = [
        Break(),
        Heading(2, words("Walk")),
        Paragraph(words("Call us today."), "line"),
    ] * 3
    single = press(document(*said))
    run = bound(sections(pack, single, pack))
    found = judged(finished(run.pdf, "run.pdf"))
    assert {name: [one.page for one in same] for name, same in found.items()} == {
        "A11Y-01-H1": [1, 7]
    }


def test_on_one_side_of_the_paper_no_page_is_blank() -> None:
    run = bound(sections(*(press(letter(pages)) for pages in (1, 3, 2))), duplex=False)
    assert run.ranges == ((1, 1), (2, 4), (5, 6))
    assert all(text.strip() for text in page_texts(run.pdf))


def test_bookmarks_have_the_reference_and_no_name() -> None:
    run = bound(sections(press(letter(2)), press(letter(1, title="Shoes that fit"))))
    assert outline(run.pdf) == [
        ["RB-1", 1, ["Looking after your back", 1]],
        ["RB-2", 3, ["Shoes that fit", 3]],
    ]
    with pikepdf.open(io.BytesIO(run.pdf)) as file:
        root: Any = file.Root
        kept = [*map(str, file.docinfo.values()), root.Metadata.read_bytes().decode()]
    assert any(TITLE in text for text in kept)
    assert not any("Patient A" in text or "RB-1" in text for text in kept)


def test_two_leaflets_of_one_patient_stand_under_one_bookmark() -> None:
    laid = sections(press(letter(1)), press(letter(1, title="Shoes")), press(letter(1)))
    laid[1] = structs.replace(laid[1], reference="RB-1")
    assert [[entry[0], len(entry) - 2] for entry in outline(bound(laid).pdf)] == [
        ["RB-1", 2], ["RB-3", 1],
    ]  # fmt: skip


def test_a_language_is_said_where_it_is_another() -> None:
    spanish = {"language": "es", "title": "Cuide su espalda", "page_of": "Página {page} de {pages}"}
    laid = sections(press(letter(1)), press(letter(2, **spanish)), press(letter(1)))
    run = bound(laid)
    lines = [line for line in tag_tree(run.pdf).splitlines() if line.startswith("  Part")]
    assert lines == ["  Part", '  Part lang="es"', "  Part"]
    assert "Página 1 de 2" in page_texts(run.pdf)[2]
    assert structure_problems(run.pdf) == []
    first = bound(laid[1:])
    lines = [line for line in tag_tree(first.pdf).splitlines() if line.startswith("  Part")]
    assert lines == ["  Part", '  Part lang="en-GB"']


def test_leaflets_of_several_looks_keep_their_paper() -> None:
    folded = template()
    page = structs.replace(folded.page, imposition="trifold", landscape=True)
    margins = structs.replace(page.margins, left=30.0, right=30.0)
    folded = structs.replace(folded, page=structs.replace(page, margins=margins))
    small = template(page=structs.replace(template().page, size="A5"))
    laid = sections(press(letter(1)), press(letter(4), folded), press(letter(1), small))
    run = bound(laid)
    with pikepdf.open(io.BytesIO(run.pdf)) as file:
        sizes = [tuple(round(float(v)) for v in page.mediabox)[2:] for page in file.pages]
    assert sizes == [(595, 842)] * 2 + [(842, 595)] * 2 + [(420, 595)] * 2
    assert structure_problems(run.pdf) == []


def png(colour: str) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return out.getvalue()


def with_picture(colour: str) -> Press:
    """A leaflet with a picture, which has the same name in every leaflet."""
    figure = Figure("shoe", "A shoe", (), 100.0)
    pictures = (Picture("shoe", png(colour)),)
    return press(document(Paragraph((Field(0),)), figure, pictures=pictures))


def test_pictures_of_one_name_stay_those_of_their_leaflet() -> None:
    run = bound(sections(*map(with_picture, ("red", "blue", "red"))), duplex=False)
    reader = pypdfium2.PdfDocument(run.pdf)
    drawn = [page.render().to_pil().convert("RGB") for page in reader]
    reader.close()
    colours = [{shade for _, shade in one.getcolors(1 << 24)} for one in drawn]
    assert [((255, 0, 0) in one, (0, 0, 255) in one) for one in colours] == [
        (True, False), (False, True), (True, False),
    ]  # fmt: skip
    with pikepdf.open(io.BytesIO(run.pdf)) as file:
        images = [one for one in file.objects if one.get("/Subtype") == "/Image"]  # type: ignore[union-attr]
        assert len(images) == 2, "the same picture is embedded once"


def test_fonts_are_embedded_once_with_the_letters_of_all() -> None:
    one, other = press(letter(1)), press(letter(1, title="Shoes"))
    names = ("Ngọc", "Ɖela", "Žofia", "Αλέξης")
    laid = [
        lay_section(made, Fill(texts=(name,)), f"RB-{n}")
        for n, (made, name) in enumerate((m, name) for name in names for m in (one, other))
    ]
    run = bound(laid)
    said = " ".join(text for _, text in text_from_tree(run.pdf))
    assert all(said.count(name) == 2 for name in names)
    with pikepdf.open(io.BytesIO(run.pdf)) as file:
        fonts = [
            str(one.FontName)
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
    assert len(fonts) == len(set(fonts)) <= 4
    assert structure_problems(run.pdf) == []


def test_contents_lead_to_pages_of_the_same_patient() -> None:
    entries = (("Backs", "backs"), ("Feet", "feet"))
    blocks: list[Block] = [Paragraph((Field(0),)), Contents(entries, "page {page}")]
    for title, anchor in entries:
        blocks += [Break(), Heading(2, words(title), anchor), Paragraph(words("Walk."))]
    run = bound(sections(*[press(document(*blocks))] * 3))
    with pikepdf.open(io.BytesIO(run.pdf)) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        for first, _ in run.ranges:
            notes: Any = file.pages[first - 1].Annots
            assert [numbers[note.Dest[0].objgen] for note in notes] == [first + 1, first + 2]
    said = [text for kind, text in text_from_tree(run.pdf) if kind == "TOCI"]
    assert said == ["Backs page 2", "Feet page 3"] * 3
    assert structure_problems(run.pdf) == []


@pytest.mark.parametrize("most", [0, 1, 4, 6, 9, 100])
def test_a_run_is_split_between_patients(most: int) -> None:
    laid = sections(*(press(letter(pages)) for pages in (1, 3, 2, 5, 1, 1)))
    laid[5] = structs.replace(laid[5], reference=laid[4].reference)
    files = list(split(laid, most, duplex=True))
    assert [one for file in files for one in file] == laid
    runs = [bound(list(file)) for file in files]
    assert sum(run.pages for run in runs) == bound(laid).pages == 18
    for file, run in zip(files, runs, strict=True):
        alone = len({one.reference for one in file}) == 1
        assert not most or run.pages <= most or alone
        assert run.pages == len(page_texts(run.pdf)) == run.ranges[-1][1]
        assert all(before[1] + 1 == after[0] for before, after in pairwise(run.ranges))
    for before, after in pairwise(files):
        assert before[-1].reference != after[0].reference
        group = [one for one in after if one.reference == after[0].reference]
        together = sum(one.sides(duplex=True) for one in (*before, *group))
        assert together > most, "no file is begun too early"
    assert len(files) == {0: 1, 1: 5, 4: 5, 6: 4, 9: 3, 100: 1}[most]


def test_the_same_run_has_the_same_bytes() -> None:
    slip = Slip(WINDOWS["dl"], ADDRESS)
    first, second = (
        bound(sections(press(letter(2)), with_picture("red"), slip=slip)).pdf for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize(("duplex", "front"), [(True, 2), (False, 1)])
def test_the_slip_comes_before_the_leaflet_and_is_no_page_of_it(duplex: bool, front: int) -> None:
    slip = Slip(WINDOWS["us"], ADDRESS, "12 Mill Lane, Exampleton", "Patient number RB-1")
    run = bound(sections(press(letter(2)), press(letter(1)), slip=slip), duplex=duplex)
    texts = page_texts(run.pdf)
    for (first, last), pages in zip(run.ranges, (2, 1), strict=True):
        own = texts[first - 1 : last]
        assert ADDRESS[0] in own[0] and "Looking after" not in own[0] and "Page" not in own[0]
        assert len(own) == front + pages + (pages % 2 if duplex else 0)
        assert own[1:front] == [""] * (front - 1)
        assert f"Page 1 of {pages}" in own[front]
    with pikepdf.open(io.BytesIO(run.pdf)) as file:
        sizes = [tuple(round(float(v)) for v in page.mediabox)[2:] for page in file.pages]
    assert sizes[:front] == [(612, 792)] * front and sizes[front] == (595, 842)
    said = text_from_tree(run.pdf)
    assert said[:3] == [
        ("P", "12 Mill Lane, Exampleton"),
        ("P", "".join(f"{line} " for line in ADDRESS)),
        ("P", "Patient number RB-1"),
    ]
    assert not any("Margaret" in entry for entry in str(outline(run.pdf)).split("'"))
    assert structure_problems(run.pdf) == []


# The library that ships

ORDERS = (
    Order(("sciatica",)),
    Order(("warning-signs",), "card"),
    Order(("footwear",), "letter"),
    Order(("weight-and-activity",), "trifold"),
    Order(("footwear",)),
)
"""What the patients get, in turn; every fiftieth has large print."""


def patient(number: int) -> Visit:
    """An invented patient."""
    short = visit("jo")
    person = structs.replace(
        short.patient, id=f"RB-{number:04}", given=f"Given{number}", family=f"Family{number}",
        preferred=f"Called{number}",
    )  # fmt: skip
    return structs.replace(short, patient=person)


@pytest.fixture(scope="module")
def three_hundred() -> list[Section]:
    """The sections of 300 patients, with slips."""
    library = Library((ROOT,))
    large = compiled(Order(("sciatica",), "large-print"), library)
    ready = [compiled(order, library) for order in ORDERS]
    laid = []
    for number in range(1, 301):
        who = patient(number)
        own = large if number % 50 == 0 else ready[number % len(ready)]
        lines = (f"{who.patient.given} {who.patient.family}", *ADDRESS[1:])
        slip = slip_for(own, who, "din-b", lines, who.patient.id)
        laid.append(section(own, who, library, TODAY, who.patient.id, slip))
    return laid


@pytest.mark.slow
def test_three_hundred_patients_start_on_sheets_of_their_own(three_hundred: list[Section]) -> None:
    run = bound(three_hundred)
    assert len(run.ranges) == 300 and all(first % 2 == 1 for first, _ in run.ranges)
    entries = outline(run.pdf)
    assert [entry[:2] for entry in entries] == [
        [f"RB-{number:04}", first] for number, (first, _) in enumerate(run.ranges, 1)
    ]
    assert all(len(entry) >= 3 for entry in entries)
    assert not re.search(r"(Given|Family|Called)\d", str(entries))
    texts = page_texts(run.pdf)
    for number, (first, last) in enumerate(run.ranges, 1):
        own = "\n".join(texts[first - 1 : last])
        assert set(re.findall(r"(?:Given|Family|Called|RB-0*)(\d+)", own)) == {str(number)}
        assert f"Given{number} Family{number}" in texts[first - 1] and texts[first].strip() == ""
        pages = [tuple(map(int, one)) for one in re.findall(r"Page (\d+) of (\d+)", own)]
        assert sorted(pages) == [(page, len(pages)) for page in range(1, len(pages) + 1)]


@pytest.mark.slow
def test_what_leaflets_share_is_written_once(three_hundred: list[Section]) -> None:
    data = bound(three_hundred).pdf
    assert len(data) / 300 < 60_000
    with pikepdf.open(io.BytesIO(data)) as file:
        streams = [one for one in file.objects if isinstance(one, pikepdf.Stream)]
        shown = [one.read_raw_bytes() for one in streams if "/Subtype" in one]
        fonts = sum("/Length1" in one for one in streams)
    assert len(shown) == len(set(shown)) >= 5
    assert 2 <= fonts <= 4


@pytest.mark.slow
@pytest.mark.conformance
def test_a_run_of_three_hundred_conforms(three_hundred: list[Section], tmp_path: Any) -> None:
    path = tmp_path / "run.pdf"
    path.write_bytes(bound(three_hundred).pdf)
    assert verapdf([path], ("ua1", "2a")) == {path: []}
    assert qpdf_check(path) == []
    assert structure_problems(path) == []
