"""`handout catalogue`: every exercise as a picture, on sheets for the wall."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from handout.catalogue.printing import printed
from handout.catalogue.sheet import POSITIONS
from handout.errors import ExitCode
from handout.library import Library, builtin
from handout.model.strings import Strings
from referee import (
    block_texts,
    qpdf_check,
    structure_problems,
    tag_tree,
    verapdf,
)
from referee import page_text_positions as positions
from workspaces import CLINIC, EXERCISE, run, stand_in_workspace

FOOT, MIDDLE = 50.0, 450.0
"""Above the footer, and a page that is used to its middle, in points from the bottom."""

MADE = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace of its own."""
    return stand_in_workspace(tmp_path, monkeypatch, "1700000000")


def add(name: str, tags: str = "zen", figure: str = "") -> Path:
    """An exercise in the workspace."""
    path = Path("handouts/exercises") / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    title = name.replace("-", " ").capitalize()
    path.write_text(EXERCISE.format(name=title, tags=tags) + figure, "utf-8")
    return path


def read_aloud(pdf: bytes) -> list[str]:
    """The words of each block, in the order of reading."""
    return [text for _, text in block_texts(pdf)]


def library(*roots: Path) -> Library:
    return Library((*roots, builtin()))


STAND = "figure:\n  start: {base: standing}\n  end: {lean: 5}\n"


def test_the_catalogue_goes_to_the_output_folder(clinic: Path) -> None:
    result = run("catalogue")
    assert (result.exit_code, result.stderr) == (0, "")
    assert re.fullmatch(r"output/catalogue\.pdf  \d pages\n", result.stdout)
    assert run("catalogue", "-o", "wall.pdf", "--tag", "all-fours").stdout == "wall.pdf  1 page\n"
    assert (clinic / "wall.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_every_exercise_is_there_with_picture_name_and_dose(clinic: Path) -> None:
    run("catalogue")
    pdf = (clinic / "output" / "catalogue.pdf").read_bytes()
    texts = read_aloud(pdf)
    tree = tag_tree(pdf)
    known = library().exercises("en-GB")
    assert len(known) >= 35
    for _, exercise in known:
        assert exercise.name.value in texts
        alt = " ".join(exercise.alt.value.split())
        assert f'Figure alt="{alt}"' in tree
        after = texts[texts.index(exercise.name.value) + 1]
        assert after.endswith("."), "the dose is a sentence"
    assert tree.count("Figure alt=") == len(known)
    assert texts[0] == "Hill Clinic" and texts[1] == "Exercises"


def test_exercises_stand_under_the_position_they_start_in(clinic: Path) -> None:
    run("catalogue")
    tree = tag_tree((clinic / "output" / "catalogue.pdf").read_bytes())
    strings = library().strings("en")
    headings = [getattr(strings, phrase) for phrase, _ in POSITIONS]
    assert re.findall(r'H2 "([^"]+)"', tree) == headings
    groups = dict(zip(headings, re.split(r'H2 "[^"]+"', tree)[1:], strict=True))
    assert '"Bridge"' in groups["Lying on your back"]
    assert '"Clam"' in groups["Lying on your front or side"]
    assert '"Step up"' in groups["Standing"] and '"Sit to stand"' in groups["Sitting"]
    assert '"Bird dog"' in groups["On hands and knees"]


def test_rows_are_read_from_their_start(clinic: Path) -> None:
    """Names in the order of reading are names in the order of the alphabet, three in a row."""
    for name in ("alpha", "beta", "delta", "gamma"):
        add(name, figure=STAND)
    run("catalogue", "--tag", "zen")
    pdf = (clinic / "output" / "catalogue.pdf").read_bytes()
    names = [text for text in read_aloud(pdf) if text in ("Alpha", "Beta", "Delta", "Gamma")]
    assert names == ["Alpha", "Beta", "Delta", "Gamma"]
    found = re.findall(r"(\S+) +(\S+)  (Alpha|Beta|Delta|Gamma)$", positions(pdf), re.MULTILINE)
    at = {name: (float(x), float(y)) for x, y, name in found}
    assert at["Alpha"][1] == at["Beta"][1] == at["Delta"][1] > at["Gamma"][1]
    assert at["Gamma"][0] == at["Alpha"][0] < at["Beta"][0] < at["Delta"][0]


def test_exercises_without_a_picture_are_named_at_the_end(clinic: Path) -> None:
    add("zebra-walk")
    add("alpha", figure=STAND)
    run("catalogue", "--tag", "zen")
    texts = read_aloud((clinic / "output" / "catalogue.pdf").read_bytes())
    assert "Exercises: zen" in texts
    assert texts.index("Exercises without a picture") > texts.index("Alpha")
    assert texts[-1] == "\u2022 Zebra walk. Repeat 5 times."


@pytest.mark.parametrize("tags", [(), ("calf",), ("foot",), ("back",), ("lying",)])
def test_no_heading_is_alone_and_no_page_nearly_empty(tags: tuple[str, ...]) -> None:
    """Pictures give way a little rather than leave the last rows alone on a page."""
    done = printed(library(), tags, MADE)
    assert done.problems == ()
    strings = library().strings("en")
    headings = {getattr(strings, phrase) for phrase, _ in POSITIONS}
    pages = positions(done.pdf).split("page ")[1:]
    assert len(pages) == done.pages
    looked = 0
    for page in pages:
        lines = [line.split(maxsplit=2) for line in page.splitlines()[1:]]
        inside = [(float(y), text) for _, y, text in lines if float(y) > FOOT]
        assert inside[-1][1] not in headings
        for y, text in inside:
            if text in headings:
                looked += 1
                assert min(other for other, _ in inside) < y - 100, "a row stands under it"
        assert min(y for y, _ in inside) < MIDDLE
    assert looked >= 1


def test_the_clinics_own_exercise_takes_the_place_of_the_builtin_one(clinic: Path) -> None:
    add("bridge", "back", STAND)
    run("catalogue")
    texts = read_aloud((clinic / "output" / "catalogue.pdf").read_bytes())
    assert texts.count("Bridge") == 1
    assert texts.index("Bridge") < texts.index("Sitting")


def test_what_cannot_be_made_is_said(clinic: Path) -> None:
    result = run("catalogue", "--tag", "strech")
    assert result.exit_code == ExitCode.CONTENT
    assert "no exercise has the tag 'strech'\n    hint: did you mean 'stretch'?" in result.stderr
    result = run("catalogue", "--tag", "foot", "--tag", "all-fours")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr.startswith("no exercise has all the tags foot, all-fours\n    hint: ")
    for name in ("wall.svg", "wall", "-", ""):
        result = run("catalogue", "-o", name)
        assert result.exit_code == ExitCode.USAGE
        assert "-o needs a file that ends in .pdf" in result.stderr
    (clinic / "letter.pdf").write_text("Dear all")
    result = run("catalogue", "-o", "letter.pdf")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "letter.pdf: this file is not a PDF, so it is not replaced" in result.stderr
    assert not (clinic / "output").exists()


def test_every_pose_that_cannot_be_is_told_at_once(clinic: Path) -> None:
    for name in ("alpha", "beta"):
        add(name, figure="figure:\n  start: {right: {hand: table}}\n")
    result = run("catalogue")
    assert result.exit_code == ExitCode.CONTENT
    for name in ("alpha", "beta"):
        assert f"handouts/exercises/{name}.yaml:11:" in result.stderr


def test_a_clinic_without_exercises_in_its_language_is_told(clinic: Path) -> None:
    Path("clinic.yaml").write_text(CLINIC.replace("en-GB", "es"), "utf-8")
    result = run("catalogue")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr.startswith("there are no exercises in Spanish")


def test_the_sheet_takes_paper_colour_and_logo_of_the_clinic(clinic: Path) -> None:
    logo = "logo: riverside-logo\ntemplate: large-print\npaper: letter\n"
    Path("clinic.yaml").write_text(f'{CLINIC}{logo}colours: {{accent: "#800000"}}\n', "utf-8")
    result = run("catalogue", "--tag", "all-fours")
    assert (result.exit_code, result.stderr) == (0, "")
    path = clinic / "output" / "catalogue.pdf"
    assert 'Figure alt="Logo of Hill Clinic"' in tag_tree(path.read_bytes())
    with pikepdf.open(path) as pdf:
        assert [float(side) for side in pdf.pages[0].mediabox] == [0, 0, 612, 792]


def test_the_strings_name_every_position() -> None:
    fields = Strings.__struct_fields__
    assert all(phrase in fields for phrase, _ in POSITIONS)


def test_the_same_exercises_give_the_same_bytes(clinic: Path) -> None:
    assert printed(library(), ("foot",), MADE).pdf == printed(library(), ("foot",), MADE).pdf


@pytest.mark.conformance
@pytest.mark.slow
def test_the_catalogue_is_tagged_and_conformant(clinic: Path) -> None:
    add("zebra-walk")
    Path("clinic.yaml").write_text(f"{CLINIC}logo: riverside-logo\n", "utf-8")
    paths = []
    for number, words in enumerate(((), ("--tag", "foot"), ("--tag", "zen"))):
        path = clinic / f"{number}.pdf"
        assert run("catalogue", *words, "-o", path.name).exit_code == 0
        assert structure_problems(path.read_bytes()) == []
        assert qpdf_check(path) == []
        paths.append(path)
    assert {path.name: found for path, found in verapdf(paths).items() if found} == {}
