"""`handout figure`: the command, where its file goes, and what cannot be drawn."""

import os
import re
import stat
from pathlib import Path

import pytest

from handout.errors import ExitCode
from handout.library import Library, builtin
from workspaces import FOOT, drawn, run, stand_in_workspace


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace of its own."""
    return stand_in_workspace(tmp_path, monkeypatch, "1700000000")


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
        ("xyz", "`handout exercises` lists exercises; drawings are achilles-tendon, "),
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
