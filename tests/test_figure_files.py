"""What the PDF, the SVG and the PNG of `handout figure` hold, and their mirror images."""

import re
import struct
import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
from msgspec import structs

from handout.artwork.moved import lowered, mirrored
from handout.artwork.svg import Ink, Words, colour, svg
from handout.errors import ExitCode, HandoutError, Place
from handout.library import Library, builtin
from handout.model.drawing import Drawing, Label, Shape
from handout.poses import drawing
from referee import qpdf_check, structure_problems, tag_tree, verapdf
from workspaces import CLINIC, FOOT, drawn, run, stand_in_workspace

SVG = "{http://www.w3.org/2000/svg}"
MILLIMETRE = 72 / 25.4
INK = Ink("#1a1a1a", "#0b5e6f", ("Plain Sans",))
WORDS = Words("foot", "Foot", "A foot.", "en-GB")
NO_H1 = "headings: there are 0 H1"


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace of its own."""
    return stand_in_workspace(tmp_path, monkeypatch, "1700000000")


# PDF


def test_the_page_is_as_large_as_the_picture(clinic: Path) -> None:
    run("figure", "bridge", "--width", "90mm")
    with pikepdf.open(clinic / "output" / "bridge.pdf") as pdf:
        (page,) = pdf.pages
        box = [float(side) for side in page.mediabox]
        assert box == pytest.approx([0, 0, 90 * MILLIMETRE, 63 * MILLIMETRE], abs=0.02)
        assert str(pdf.docinfo["/Title"]) == "Bridge"
        assert str(pdf.Root.Lang) == "en-GB"
    exercise = Library((builtin(),)).exercise("bridge", None, "en-GB")
    alt = " ".join(exercise.alt.value.split())
    tree = tag_tree((clinic / "output" / "bridge.pdf").read_bytes())
    assert tree.split("\n", 1) == ["Document", f'  Figure alt="{alt}"\n'] or alt in tree


def test_a_drawing_says_what_a_topic_says_of_it(clinic: Path) -> None:
    run("figure", "sciatic-nerve")
    tree = tag_tree((clinic / "output" / "sciatic-nerve.pdf").read_bytes())
    assert 'Figure alt="Drawing of the lower body from behind. A coloured line, the' in tree
    drawn("foot", FOOT + "labels: [{text: Heel, at: [1, 40]}, {text: Toe, at: [60, 40]}]\n")
    run("figure", "foot")
    tree = tag_tree((clinic / "output" / "foot.pdf").read_bytes())
    assert 'Figure alt="Foot: Heel; Toe"' in tree


@pytest.mark.conformance
@pytest.mark.slow
def test_every_figure_is_tagged_and_conformant(clinic: Path) -> None:
    names = [path.stem for path in (builtin() / "handouts" / "figures").glob("*.yaml")]
    orders = [(name,) for name in (*names, "bridge", "toe-spread", "clam")]
    orders += [("bridge", "--left"), ("step-up", "--left", "--width", "200mm")]
    orders += [("cat-camel", "--width", "30mm")]
    paths = []
    for number, words in enumerate(orders):
        path = clinic / f"{number}.pdf"
        assert run("figure", *words, "-o", path.name).exit_code == 0
        assert structure_problems(path.read_bytes()) == [NO_H1], words
        assert qpdf_check(path) == []
        paths.append(path)
    assert len(paths) > 15
    assert {path.name: found for path, found in verapdf(paths).items() if found} == {}


# SVG


def parsed(path: Path) -> ElementTree.Element:
    return ElementTree.fromstring(path.read_text("utf-8"))


def test_an_svg_says_what_it_is(clinic: Path) -> None:
    run("figure", "bridge", "-o", "bridge.svg")
    root = parsed(clinic / "bridge.svg")
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert root.get("viewBox") == "0 0 240 168"
    assert (root.get("width"), root.get("height")) == ("120.0mm", "84.0mm")
    named = (root.get("aria-labelledby") or "").split()
    words = {one.get("id"): one.text or "" for one in root if one.get("id")}
    assert [words[name] for name in named][0] == "Bridge"
    assert words[named[1]].startswith("In the first picture a person lies on their back")
    assert root.findall(f".//{SVG}text") == []


def test_the_shapes_of_an_svg_are_those_of_the_drawing(clinic: Path) -> None:
    Path("clinic.yaml").write_text(f'{CLINIC}colours: {{accent: "#800000"}}\n', "utf-8")
    run("figure", "bridge", "-o", "bridge.svg")
    wanted = drawing(Library((builtin(),)).exercise("bridge", None, "en-GB"))
    paths = parsed(clinic / "bridge.svg").findall(f".//{SVG}path")
    assert [path.get("d") for path in paths] == [shape.path for shape in wanted.shapes]
    for path, shape in zip(paths, wanted.shapes, strict=True):
        moved = re.findall(r"[-\d.]+", path.get("transform") or "")
        assert [float(number) for number in moved] == pytest.approx(list(shape.at))
    paints = {path.get("fill") for path in paths} | {path.get("stroke", "none") for path in paths}
    assert "#800000" in paints
    assert all(re.fullmatch(r"none|#[0-9a-f]{6}", str(paint)) for paint in paints)


def test_labels_are_text_in_the_face_of_the_look(clinic: Path) -> None:
    run("figure", "kinetic-chain", "-o", "chain.svg")
    root = parsed(clinic / "chain.svg")
    texts = root.findall(f".//{SVG}text")
    assert [text.text for text in texts] == ["Back", "Hip", "Knee", "Foot"]
    assert {text.get("font-weight") for text in texts} == {"bold"}
    group = next(one for one in root.iter(f"{SVG}g") if one.get("font-family"))
    assert group.get("font-family") == (
        "'Atkinson Hyperlegible Next', 'Noto Sans', sans-serif"
    )  # fmt: skip
    run("figure", "sciatic-nerve", "-o", "nerve.svg")
    leads = [
        path
        for group in parsed(clinic / "nerve.svg").iter(f"{SVG}g")
        if group.get("font-family")
        for path in group.findall(f"{SVG}path")
    ]
    assert len(leads) >= 5 and {path.get("fill") for path in leads} == {"none"}


def test_every_word_in_an_svg_is_escaped() -> None:
    evil = "<script>\"&'</script>]]>"
    labels = (
        Label(evil, (1.0, 2.0), "middle", 9.0),
        Label("right", (50.0, 2.0), "right", 9.0, True, (60.0, 4.0)),
    )
    words = Words("foot", evil, evil, 'en"')
    sheet = Drawing((100.0, 50.0), (Shape("M1 1L2 2", "tint"),), labels)
    root = ElementTree.fromstring(svg(sheet, words, INK, 200.0, (10.0, 20.0)))
    assert [one.text for one in root.iter() if one.text == evil] == [evil] * 3
    assert not list(root.iter(f"{SVG}script"))
    first, second = root.iter(f"{SVG}text")
    assert first.get("text-anchor") == "middle" and second.get("text-anchor") == "end"


def test_the_line_from_a_label_starts_where_its_words_end() -> None:
    for align, to, start in (("left", 90.0, 33.0), ("left", 2.0, 7.0), ("right", 90.0, 13.0),
                             ("middle", 90.0, 10.0)):  # fmt: skip
        label = Label("Heel", (10.0, 20.0), align, 10.0, line_to=(to, 25.0))  # type: ignore[arg-type]
        text = svg(Drawing((100.0, 50.0), (), (label,)), WORDS, INK, 200.0, (20.0,))
        assert f'd="M{start:g} 16.8L{to:g} 25"' in text


def test_paints_become_colours() -> None:
    assert [colour(paint, INK) for paint in ("none", "#ABCDEF", "paper", "ink", "accent")] == [
        "none", "#abcdef", "#ffffff", "#1a1a1a", "#0b5e6f",
    ]  # fmt: skip
    assert colour("ink 50%", INK) == "#8c8c8c"
    assert colour("tint", INK) == "#e9f1f2"


# The mirror


def test_a_mirror_exchanges_left_and_right() -> None:
    shape = Shape("M10 10h10v5q5 0 5 5z", at=(1.0, 2.0))
    one = Drawing((100.0, 50.0), (shape,))
    assert mirrored(one).shapes == (Shape("M89 12L79 12L79 17C75.667 17 74 18.667 74 22Z"),)
    assert mirrored(mirrored(one)).shapes == (
        Shape("M11 12L21 12L21 17C24.333 17 26 18.667 26 22Z"),
    )


def test_pictures_in_a_row_are_mirrored_one_by_one() -> None:
    shapes = (Shape("M10 10L20 10"), Shape("M49 10L51 12"), Shape("M60 10L70 10"))
    row = Drawing((100.0, 50.0), shapes, cells=(0.0, 40.0, 58.0, 98.0))
    assert [shape.path for shape in mirrored(row).shapes] == [
        "M30 10L20 10", "M49 10L51 12", "M96 10L86 10",
    ]  # fmt: skip


def test_the_other_side_is_the_mirror_image(clinic: Path) -> None:
    """Three exercises train the left side as they are drawn."""
    for name, as_drawn, other in (("step-up", "--right", "--left"),
                                  ("piriformis-stretch", "--left", "--right")):  # fmt: skip
        files = {}
        for number, words in enumerate(((), (as_drawn,), (other,))):
            assert run("figure", name, *words, "-o", f"{number}.svg").exit_code == 0
            files[number] = (clinic / f"{number}.svg").read_bytes()
        assert files[0] == files[1] != files[2]


def test_a_drawing_set_lower_keeps_its_paths() -> None:
    shape = Shape("M1 1L2 2")
    low = lowered(Drawing((10.0, 10.0), (shape, structs.replace(shape, at=(3.0, 4.0)))), 5.0)
    assert low.size == (10.0, 15.0)
    assert [one.at for one in low.shapes] == [(0.0, 5.0), (3.0, 9.0)]
    assert {one.path for one in low.shapes} == {"M1 1L2 2"}


def test_a_bad_path_is_refused_by_mirror_and_svg() -> None:
    bad = Drawing((10.0, 10.0), (Shape("M1", place=Place("foot.yaml", 3, 5)),))
    for make in (lambda: mirrored(bad), lambda: svg(bad, WORDS, INK, 200.0, ())):
        with pytest.raises(HandoutError, match="foot.yaml:3:5"):
            make()


# PNG


def chunks(png: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + data) == struct.unpack(">I", png[at + 8 + length :][:4])[0]
        found[kind] = data
        at += 12 + length
    return found


@pytest.mark.parametrize(("width", "pixels"), [("", 1200), ("30mm", 300), ("3in", 762)])
def test_a_png_has_ten_pixels_a_millimetre(width: str, pixels: int, clinic: Path) -> None:
    run("figure", "bridge", "-o", "bridge.png", *(("--width", width) if width else ()))
    found = chunks((clinic / "bridge.png").read_bytes())
    across, down = struct.unpack(">II", found[b"IHDR"][:8])
    assert across == pixels and down == pytest.approx(pixels * 0.7, abs=1)
    assert found[b"pHYs"] == struct.pack(">IIB", 10_000, 10_000, 1)
    samples = zlib.decompress(found[b"IDAT"])
    assert len(samples) == down * (1 + 3 * across)
    assert bytes.fromhex("0b5e6f") in samples  # the accent
    assert samples[1:4] == b"\xff\xff\xff"


def test_a_png_shows_what_the_pdf_shows(clinic: Path) -> None:
    pytest.importorskip("PIL")
    from PIL import Image

    run("figure", "kinetic-chain")
    run("figure", "kinetic-chain", "-o", "chain.png")
    page = pypdfium2.PdfDocument(clinic / "output" / "kinetic-chain.pdf")[0]
    with Image.open(clinic / "chain.png") as opened:
        wanted = page.render(scale=opened.width / page.get_width()).to_pil().resize(opened.size)
        ours, theirs = (one.convert("L").resize((60, 100)) for one in (opened, wanted))
        far = max(abs(a - b) for a, b in zip(ours.tobytes(), theirs.tobytes(), strict=True))
    assert far < 12


def test_without_the_extra_a_png_says_what_to_install(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "handout.artwork.png", raising=False)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    result = run("figure", "bridge", "-o", "bridge.png")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "hint: pip install 'clinic-handout[png]'" in result.stderr
    assert not (clinic / "bridge.png").exists()
    assert run("figure", "bridge", "-o", "bridge.svg").exit_code == 0
