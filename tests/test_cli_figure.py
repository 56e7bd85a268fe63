"""`handout figure`: one exercise or drawing as a PDF, an SVG or a PNG."""

import os
import re
import stat
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
from workspaces import CLINIC, make_workspace, run

SVG = "{http://www.w3.org/2000/svg}"
MILLIMETRE = 72 / 25.4
INK = Ink("#1a1a1a", "#0b5e6f", ("Plain Sans",))
WORDS = Words("foot", "Foot", "A foot.", "en-GB")
NO_H1 = "headings: there are 0 H1"


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace of its own."""
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    folder = make_workspace(tmp_path / "clinic")
    monkeypatch.chdir(folder)
    return folder


def drawn(name: str, text: str) -> None:
    """A drawing of the workspace."""
    folder = Path("handouts/figures")
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, "utf-8")


FOOT = """\
size: [100, 50]
shapes:
  - {path: M10 10 L20 10 L20 20 Z, fill: accent, stroke: ink 45%, width: 2, dash: [3, 1]}
"""


@pytest.mark.parametrize("look", Library((builtin(),)).looks())
def test_every_look_can_draw(clinic: Path, look: str) -> None:
    """One that promises large type once refused its own pictures."""
    text = (clinic / "clinic.yaml").read_text("utf-8")
    (clinic / "clinic.yaml").write_text(f"{text}template: {look}\n", "utf-8")
    assert run("figure", "bridge", "-o", "bridge.pdf").exit_code == 0


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ("at: [1]", "4:5: at has one number"),
        ("dash: [0]", "4:5: the dash draws nothing"),
        ("dash: [-1, 2]", "4:5: the dash draws nothing"),
    ],
)
def test_a_drawing_that_cannot_be_drawn_is_one_message(shape: str, said: str) -> None:
    """In a figure of its own as in a leaflet; each ended in a traceback once."""
    drawn("bad", f"size: [9, 9]\nshapes:\n  # one\n  - {{path: M0 0L9 9, stroke: ink, {shape}}}\n")
    done = run("figure", "bad")
    assert done.exit_code == ExitCode.CONTENT and said in done.stderr


@pytest.mark.parametrize("cells", ["[0, 50, 100]", "[50, 0]", "[0, 200]"])
def test_cells_are_edges_on_the_canvas(cells: str) -> None:
    drawn("bad", f"{FOOT}cells: {cells}\n")
    done = run("figure", "bad", "--left")
    assert (
        done.exit_code == ExitCode.CONTENT
        and "the cells are not left and right edges" in done.stderr
    )


# Where it goes


def test_a_figure_goes_to_the_output_folder(clinic: Path) -> None:
    for words, file in (
        (("bridge",), "output/bridge.pdf"),
        (("bridge", "--left"), "output/bridge-left.pdf"),
        (("bridge", "--right"), "output/bridge-right.pdf"),
        (("kinetic-chain", "-o", "deep/../k.SVG"), ""),
        (("kinetic-chain", "-o", "k.SVG"), "k.SVG"),
    ):
        result = run("figure", *words)
        if not file:
            assert result.exit_code == ExitCode.ENVIRONMENT
            continue
        assert (result.exit_code, result.stderr, result.stdout) == (0, "", f"{file}\n")
        if os.name == "posix":
            assert stat.S_IMODE((clinic / file).stat().st_mode) == 0o600
    assert run("-q", "figure", "bridge").output == ""


def test_what_is_not_ours_is_never_replaced(clinic: Path) -> None:
    others = {
        "a.pdf": b"my letter", "a.svg": b'<?xml version="1.0" encoding="UTF-8"?>\n<svg/>',
        "a.png": b"\x89PNG\r\n\x1a\n a photograph",
    }  # fmt: skip
    for name, content in others.items():
        (clinic / name).write_bytes(content)
        result = run("figure", "bridge", "-o", name)
        assert result.exit_code == ExitCode.ENVIRONMENT
        assert result.stderr.startswith(f"{name}: this file is not a")
        assert (clinic / name).read_bytes() == content
    for name in ("b.pdf", "b.svg", "b.png"):
        for _ in range(2):
            assert run("figure", "bridge", "-o", name).exit_code == 0


@pytest.mark.parametrize("name", ["bridge", "bridge.gif", "bridge.", "", "-", ".svg", "folder/"])
def test_another_ending_names_the_three(name: str) -> None:
    result = run("figure", "bridge", "-o", name)
    assert result.exit_code == ExitCode.USAGE
    assert "ends in .pdf, .svg or .png" in result.stderr


def test_a_folder_that_is_not_there_is_said() -> None:
    result = run("figure", "bridge", "-o", "none/bridge.svg")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "none: there is no such folder" in result.stderr


def test_the_same_picture_gives_the_same_bytes(clinic: Path) -> None:
    for name in ("a.pdf", "a.svg", "a.png"):
        run("figure", "bridge", "-o", name)
        run("figure", "bridge", "-o", f"again-{name}")
        assert (clinic / name).read_bytes() == (clinic / f"again-{name}").read_bytes()


# What cannot be drawn


@pytest.mark.parametrize(
    ("width", "said"),
    [("wide", "is no length: write 120mm"), ("120", "is no length"), ("29mm", "between 30mm and"),
     ("1m", "is no length"), ("201mm", "30mm and 200mm"), ("0mm", "30mm and 200mm")],
)  # fmt: skip
def test_a_width_needs_a_unit_and_a_limit(width: str, said: str) -> None:
    result = run("figure", "bridge", "--width", width)
    assert result.exit_code == ExitCode.USAGE
    assert said in " ".join(result.stderr.split())


def test_a_picture_higher_than_a_page_is_said() -> None:
    result = run("figure", "sciatic-nerve", "--width", "200mm")
    assert result.exit_code == ExitCode.CONTENT
    found = re.search(r"ask for --width (\d+mm) or less", result.stderr)
    assert found
    assert run("figure", "sciatic-nerve", "--width", found[1]).exit_code == 0
    assert run("figure", "sciatic-nerve", "--width", "200mm", "-o", "high.svg").exit_code == 0


def test_an_unknown_name_is_said_with_what_was_meant() -> None:
    for name, meant in (
        ("brigde", "did you mean 'bridge'?"),
        ("kinetic-chian", "did you mean 'kinetic-chain'?"),
        ("xyz", "`handout exercises` lists exercises; drawings are arch-types, "),
        ("../bridge", "did you mean 'bridge'?"),
    ):
        result = run("figure", name)
        assert result.exit_code == ExitCode.CONTENT
        assert result.stderr.startswith(f"there is no exercise or drawing '{name}'\n")
        assert f"    hint: {meant}" in result.stderr


def test_an_exercise_without_poses_is_said_with_its_file() -> None:
    folder = Path("handouts/exercises")
    folder.mkdir()
    text = (builtin() / folder / "bridge.yaml").read_text("utf-8")
    bare = re.sub(r"^figure:\n(  .*\n)+", "", text, flags=re.MULTILINE)
    (folder / "bridge.yaml").write_text(bare, "utf-8")
    result = run("figure", "bridge")
    assert result.exit_code == ExitCode.CONTENT
    assert "handouts/exercises/bridge.yaml:1:1: the exercise 'bridge' has no figure" in (
        result.stderr
    )
    wrong = text.replace("hip: 8", "hip: 8, hand: table", 1)
    assert wrong != text
    (folder / "bridge.yaml").write_text(wrong, "utf-8")
    result = run("figure", "bridge")
    assert result.exit_code == ExitCode.CONTENT
    assert re.match(r"handouts/exercises/bridge.yaml:\d+:\d+: ", result.stderr)


@pytest.mark.parametrize("ending", ["pdf", "svg", "png"])
def test_a_drawing_that_cannot_be_read_is_told_with_its_line(ending: str) -> None:
    for text, said in (
        (FOOT.replace("L20 10", "A20 10"), "handouts/figures/foot.yaml:3:5: the path holds 'A'"),
        (FOOT + "labels: [{text: Heel, at: [1, 2], line_to: [3]}]\n",
         "handouts/figures/foot.yaml:4:10: line_to has one number"),
        (FOOT + "labels: [{text: 木, at: [1, 2]}]\n", "handouts/figures/foot.yaml:4:"),
        (FOOT.replace("width: 2", "at: [2]"), "handouts/figures/foot.yaml:3:5: at has one number"),
        (FOOT.replace("size", "sise"), "handouts/figures/foot.yaml:1:1: unknown field 'sise'"),
    ):  # fmt: skip
        drawn("foot", text)
        result = run("figure", "foot", "-o", f"foot.{ending}")
        assert result.exit_code == ExitCode.CONTENT
        assert result.stderr.startswith(said), result.stderr
        assert not Path(f"foot.{ending}").exists()


def test_words_are_not_shown_in_a_mirror() -> None:
    result = run("figure", "kinetic-chain", "--left")
    assert result.exit_code == ExitCode.CONTENT
    assert "'kinetic-chain' has labels, which cannot be read in a mirror" in result.stderr
    assert run("figure", "kinetic-chain", "--right").exit_code == 0
    drawn("foot", FOOT)
    assert run("figure", "foot", "--left").exit_code == 0


def test_labels_too_small_for_the_look_are_warned_of() -> None:
    result = run("figure", "kinetic-chain", "--width", "40mm")
    assert result.exit_code == 0
    assert "warning: the labels of 'kinetic-chain' come out at" in result.stderr


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
    assert 'Figure alt="Drawing of a body from behind. A line shows the sciatic nerve.' in tree
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
