"""Every leaflet that ships is PDF/UA-1 and PDF/A-2a, and reads as its document says."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec import structs
from PIL import Image

from handout.build import Leaflet, Order
from handout.document import Beside, Blanks, Block, Document, Fill, Keep, When
from handout.model.visit import Visit
from referee import (
    block_texts,
    mutilate,
    qpdf_check,
    structure_problems,
    tag_tree,
    text_from_tree,
    verapdf,
)
from sheets import (
    ROOT,
    document_texts,
    every_kind,
    every_layout,
    large,
    printed,
    template,
)
from shipped import ORDERS, Printing, told, visit

pytestmark = [pytest.mark.conformance, pytest.mark.slow]

NAMES = {
    "greek": ("Γιώργος", "Παπαδόπουλος"),
    "cyrillic": ("Жанна", "Щербакова"),
    "vietnamese": ("Nguyễn Thị", "Hồng Nhung"),
    "yoruba": ("Ọláìtán", "Ẹ\u0300kúndayọ\u0300"),
    "long": ("A" * 100, "b" * 99),
}

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30">'
    '<path d="M0 0h30v30h-30z" fill="#0b5e6f"/><circle cx="45" cy="15" r="12" fill="none" '
    'stroke="#000" stroke-width="3"/></svg>'
)


def logo(form: str) -> bytes:
    """A logo as a file; the PNG is transparent and the JPEG in four inks."""
    if form == "svg":
        return SVG.encode()
    mode, colour = {"png": ("RGBA", (11, 94, 111, 90)), "jpg": ("CMYK", (90, 20, 0, 40))}[form]
    out = io.BytesIO()
    Image.new(mode, (120, 60), colour).save(out, "PNG" if form == "png" else "JPEG")
    return out.getvalue()


def workspace(folder: Path, form: str) -> Path:
    """A clinic whose logo is a file of that form."""
    figures = folder / form / "handouts" / "figures"
    figures.mkdir(parents=True)
    (figures / f"sign.{form}").write_bytes(logo(form))
    clinic = (ROOT / "clinic.yaml").read_text("utf-8")
    own = clinic.replace("logo: handouts/figures/riverside-logo.yaml", f"logo: sign.{form}")
    assert own != clinic
    (folder / form / "clinic.yaml").write_text(own, "utf-8")
    return folder / form


def called(given: str, family: str) -> Visit:
    """The full visit, of somebody else."""
    full = visit("full")
    person = structs.replace(full.patient, given=given, family=family, preferred=given)
    return structs.replace(full, patient=person)


@pytest.fixture(scope="module")
def leaflets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Leaflet, Printing]]:
    """Every leaflet by name, with what it was printed from."""
    folder = tmp_path_factory.mktemp("clinics")
    found = {
        name: told(order, visit(visitor) if visitor else None)
        for name, (order, visitor) in ORDERS.items()
    }
    for name, person in NAMES.items():
        found[f"name {name}"] = told(Order(("exercises-back",)), called(*person))
    for form in ("png", "jpg", "svg"):
        found[f"logo {form}"] = told(Order(("footwear",)), None, workspace(folder, form))
    return found


@pytest.fixture(scope="module")
def files(
    leaflets: dict[str, tuple[Leaflet, Printing]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Every leaflet as a file, with documents of every kind of block and layout."""
    folder = tmp_path_factory.mktemp("leaflets")
    contents = {name: made.pdf for name, (made, _) in leaflets.items()}
    contents["every kind"] = printed(every_kind()).pdf
    contents["every layout"] = printed(every_layout()).pdf
    contents["every layout, large"] = printed(every_layout(), large(template(), 1.5)).pdf
    paths = {name: folder / f"{name.replace(' ', '-')}.pdf" for name in contents}
    for name, path in paths.items():
        path.write_bytes(contents[name])
    return paths


def test_every_leaflet_passes_verapdf(files: dict[str, Path]) -> None:
    assert len(files) == len(ORDERS) + len(NAMES) + 3 + 3 >= 126
    verdicts = verapdf(list(files.values()), ("ua1", "2a"))
    assert len(verdicts) == len(files)
    assert {path.stem: found for path, found in verdicts.items() if found} == {}


def test_every_leaflet_passes_qpdf(files: dict[str, Path]) -> None:
    assert {name: found for name, path in files.items() if (found := qpdf_check(path))} == {}


def test_every_leaflet_is_tagged_well(files: dict[str, Path]) -> None:
    assert {name: found for name, path in files.items() if (found := problems(name, path))} == {}


def problems(name: str, path: Path) -> list[str]:
    """What the structure check says; cut words have their own test, a pack's titles are meant."""
    found = [one for one in structure_problems(path) if CUT not in one]
    if name.startswith("pack"):
        found = [one for one in found if one != "headings: there are 3 H1"]
    return found


CUT = "a line break without a space"


def test_no_word_of_a_leaflet_is_cut_in_two(files: dict[str, Path]) -> None:
    shipped = {name: path for name, path in files.items() if name in ORDERS}
    cut = {
        name: [one for one in structure_problems(path) if CUT in one]
        for name, path in shipped.items()
    }
    assert {name: found for name, found in cut.items() if found} == {}


def test_every_leaflet_reads_as_its_document_says(
    leaflets: dict[str, tuple[Leaflet, Printing]],
) -> None:
    for name, (made, printing) in leaflets.items():
        got = text_from_tree(made.pdf)
        entries = [text.rsplit(" page ", 1) for kind, text in got if kind == "TOCI"]
        anchors = {
            title: anchor
            for block in printing.document.blocks
            for title, anchor in getattr(block, "entries", ())
        }
        pages = {anchors[title]: int(page) for title, page in entries}
        expected = (
            document_texts(document, fill, pages, days)
            for document in with_notes_and_without(as_set(printing, got))
            for fill in as_written_and_sooner(printing.document, printing.fill)
            for days in (7, 4)
        )
        assert any(got == texts for texts in expected), name
        assert len(got) > 20 and len(block_texts(made.pdf)) > 15


def as_set(printing: Printing, got: list[tuple[str, str]]) -> Document:
    """The document with a tall figure before its words, where a narrow page has it above them."""

    document = printing.document

    def ordered(block: Block) -> Block:
        match block:
            case When(blocks=inner):
                return structs.replace(block, blocks=tuple(map(ordered, inner)))
            case Beside(figure=figure, blocks=inner):
                words = document_texts(structs.replace(document, blocks=inner), printing.fill)
                picture = ("Figure", figure.alt)
                first = next((one for one in words if one[0] != "LI"), None)  # Marks recur.
                is_above = {first, picture} <= {*got} and got.index(picture) < got.index(first)
                return Keep((figure, *inner)) if is_above else block
            case _:
                return block

    return structs.replace(document, blocks=tuple(map(ordered, document.blocks)))


def with_notes_and_without(document: Document) -> tuple[Document, Document]:
    """Lines for notes are left out where they would take a page more."""
    blocks = (one for one in document.blocks if not (isinstance(one, Blanks) and one.least))
    return document, structs.replace(document, blocks=tuple(blocks))


def as_written_and_sooner(document: Document, fill: Fill) -> Iterator[Fill]:
    """The signs stand where they were written, or where a long visit has brought them."""
    yield fill
    if document.sooner:
        yield document.sooner.brought_forward(fill)


def test_names_of_many_scripts_are_printed_and_read(
    leaflets: dict[str, tuple[Leaflet, Printing]],
) -> None:
    for name, (given, family) in NAMES.items():
        text = " ".join(text for _, text in text_from_tree(leaflets[f"name {name}"][0].pdf))
        assert given in text and family in text, name


def test_logos_of_each_form_are_embedded(leaflets: dict[str, tuple[Leaflet, Printing]]) -> None:
    for form, embedded in (("png", 1), ("jpg", 1), ("svg", 0)):
        with pikepdf.open(io.BytesIO(leaflets[f"logo {form}"][0].pdf)) as opened:
            resources: Any = opened.pages[0].Resources
            shown = [str(stream.Subtype) for stream in resources.XObject.values()]
            assert shown.count("/Image") == embedded


MUTILATED = {
    "alt": ("has no Alt", "ua1 7.3-1 "),
    "lang": ("there is no /Lang", "ua1 7.2-"),
    "heading-level": ("comes after level 1", "ua1 7.4.2-1 "),
    "parent-tree": ("ParentTree gives MCID 0 to", None),
    "title": ("there is no dc:title", "ua1 7.1-9 "),
    "space": ("a gap without a space between", None),
    "untagged": ("is neither tagged nor an artifact", "ua1 7.1-3 "),
}
"""What our own check and veraPDF say when a real leaflet is broken; None where it is silent."""


def test_the_referee_notices_what_is_taken_away(
    leaflets: dict[str, tuple[Leaflet, Printing]], tmp_path: Path
) -> None:
    good = leaflets["sciatica leaflet full"][0].pdf
    paths = {}
    for what, (ours, _) in MUTILATED.items():
        bad = mutilate(good, what)
        found = structure_problems(bad)
        assert any(ours in problem for problem in found), (what, found)
        paths[what] = tmp_path / f"{what}.pdf"
        paths[what].write_bytes(bad)
    verdicts = verapdf(list(paths.values()), ("ua1",))
    for what, (_, theirs) in MUTILATED.items():
        found = verdicts[paths[what]]
        assert any(f.startswith(theirs) for f in found) if theirs else found == [], (what, found)


def test_a_lost_word_is_noticed(leaflets: dict[str, tuple[Leaflet, Printing]]) -> None:
    made, printing = leaflets["sciatica leaflet generic"]
    wanted = document_texts(printing.document, printing.fill)
    assert text_from_tree(mutilate(made.pdf, "space")) != wanted
    assert tag_tree(made.pdf).startswith("Document\n")
