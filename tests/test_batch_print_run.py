"""`handout batch --print-run`: one file for the printer, whose pages are whose, and no mixing."""

import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from msgspec import structs

from handout.batch import printing
from handout.model.visit import Visit
from handout.pages.run import Section
from referee import structure_problems, verapdf
from workspaces import run, stand_in_workspace

HEADINGS = "id,given,family,handouts,address,postcode,date"
PEOPLE = (
    "ZX-8841,Perpetua,Quillfeather,rest,1 Elm Road;Exampleton,ZZ2 1AA,2026-11-20",
    "ZX-8842,Barnabas,Osterwald,rest,2 Elm Road;Exampleton,ZZ1 1AA,2026-11-19",
    "ZX-8843,Isolde,Zimmerlein,rest;calm,3 Elm Road;Exampleton,ZZ3 1AA,2026-11-18",
)
NAMES = ("Perpetua", "Quillfeather", "Barnabas", "Osterwald", "Isolde", "Zimmerlein", "Elm Road")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two topics and a list of three people."""
    folder = stand_in_workspace(tmp_path, monkeypatch, "1795305600")
    text = (folder / "handouts/rest.yaml").read_text("utf-8")
    (folder / "handouts/calm.yaml").write_text(text.replace("id: rest", "id: calm"), "utf-8")
    write(*PEOPLE)
    return folder


def write(*rows: str) -> None:
    """The list of people."""
    Path("list.csv").write_text("\n".join((HEADINGS, *rows, "")), "utf-8")


def records(name: str = "post") -> list[dict[str, Any]]:
    """The manifest without its head."""
    lines = Path(f"{name}.jsonl").read_text("utf-8").splitlines()
    return [one for one in map(json.loads, lines) if one["is"] == "leaflet"]


def order(name: str = "post") -> list[int]:
    """The rows, as they come in the run."""
    return [one["row"] for one in records(name) if one["file"]]


def test_everybody_is_in_one_file_and_the_manifest_says_on_which_pages() -> None:
    result = run("batch", "list.csv", "--print-run", "post.pdf")
    assert result.exit_code == 0
    assert "3 people read\n3 made (4 leaflets), 0 refused: post.pdf\n" in result.stdout
    assert [(one["row"], one["topic"]) for one in records()] == [
        (2, ["rest"]), (3, ["rest"]), (4, ["rest"]), (4, ["calm"]),
    ]  # fmt: skip
    firsts = [one["first_page"] for one in records()]
    assert firsts[0] == 1 and all(first % 2 for first in firsts), "each begins on a sheet"
    with pikepdf.open("post.pdf") as pdf:
        assert len(pdf.pages) == sum(one["pages"] for one in records())
        with pdf.open_outline() as outline:
            assert [str(item.title) for item in outline.root] == ["ZX-8841", "ZX-8842", "ZX-8843"]
    assert run("verify", "post.pdf").exit_code == 0
    told = result.output + Path("post.jsonl").read_text("utf-8")
    assert not any(name in told for name in NAMES)


@pytest.mark.parametrize(
    ("fields", "rows"),
    [("row", [2, 3, 4, 4]), ("family,given", [3, 2, 4, 4]), ("postcode", [3, 2, 4, 4]),
     ("date", [4, 4, 3, 2]), ("id", [2, 3, 4, 4])],
)  # fmt: skip
def test_it_is_sorted_as_asked(fields: str, rows: list[int]) -> None:
    assert run("batch", "list.csv", "--print-run", "post.pdf", "--sort", fields).exit_code == 0
    assert order() == rows


def test_a_row_that_cannot_be_printed_is_left_out_and_told() -> None:
    write(*PEOPLE, "ZX-8844,Ann,Nobody,,4 Elm Road,ZZ4,2026-11-20", "ZX-8845,Al,Moor,tea,,,")
    result = run("batch", "list.csv", "--print-run", "post.pdf")
    assert result.exit_code == 3
    assert "3 made (4 leaflets), 2 refused: post.pdf" in result.stdout
    assert "list.csv:5: the row names no handouts" in result.stderr
    assert "list.csv:6: there is no topic 'tea'" in result.stderr
    assert [one["row"] for one in records() if one["status"] == "refused"] == [5, 6]


def test_a_slip_needs_an_address_and_takes_a_sheet() -> None:
    write(*PEOPLE, "ZX-8844,Ann,Nobody,rest,,,2026-11-20")
    plain = run("batch", "list.csv", "--print-run", "plain.pdf")
    result = run("batch", "list.csv", "--print-run", "post.pdf", "--slip", "dl")
    assert plain.exit_code == 0 and result.exit_code == 3
    assert "list.csv:5: the row has no address for its slip" in result.stderr
    with_slip = {(one["row"], *one["topic"]): one["pages"] for one in records()}
    without = {(one["row"], *one["topic"]): one["pages"] for one in records("plain")}
    assert with_slip[2, "rest"] == without[2, "rest"] + 2
    assert with_slip[4, "calm"] == without[4, "calm"], "one slip a person"


def test_it_is_parted_between_people() -> None:
    result = run("batch", "list.csv", "--print-run", "post.pdf", "--most-pages", "4")
    assert result.exit_code == 0 and not Path("post.pdf").exists()
    files = sorted(path.name for path in Path().glob("post-*.pdf"))
    assert len(files) > 1
    for one in files:
        rows = {record["row"] for record in records() if record["file"] == one}
        with pikepdf.open(one) as pdf:
            assert len(pdf.pages) <= 4 or len(rows) == 1
    assert len({record["row"] for record in records()}) == 3
    again = run("batch", "list.csv", "--print-run", "post.pdf", "--most-pages", "40")
    assert again.exit_code == 0
    left = sorted(path.name for path in Path().glob("post-*.pdf"))
    assert left == ["post-001.pdf"], "files of the earlier run are no part of this one"
    assert sorted(path.name for path in Path("set-aside").iterdir()) == files[1:]


def test_single_sided_has_no_blank_pages() -> None:
    run("batch", "list.csv", "--print-run", "post.pdf")
    run("batch", "list.csv", "--print-run", "one.pdf", "--single-sided")
    assert sum(one["pages"] for one in records("one")) <= sum(one["pages"] for one in records())


def test_the_same_run_has_the_same_bytes() -> None:
    run("batch", "list.csv", "--print-run", "post.pdf", "--slip", "din-b")
    first = Path("post.pdf").read_bytes(), Path("post.jsonl").read_bytes()
    run("batch", "list.csv", "--print-run", "post.pdf", "--slip", "din-b")
    assert (Path("post.pdf").read_bytes(), Path("post.jsonl").read_bytes()) == first


def test_a_rehearsal_writes_nothing() -> None:
    before = sorted(Path().rglob("*"))
    result = run("batch", "list.csv", "--print-run", "post.pdf", "--dry-run")
    assert result.exit_code == 0 and "row 4: post.pdf" in result.stdout
    assert sorted(Path().rglob("*")) == before


def test_nothing_but_a_pdf_is_replaced() -> None:
    Path("post.pdf").write_text("a letter", "utf-8")
    result = run("batch", "list.csv", "--print-run", "post.pdf")
    assert (
        result.exit_code == 4 and "this file is not a PDF, so it is not replaced" in result.stderr
    )
    assert Path("post.pdf").read_text("utf-8") == "a letter"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("-o", "out"), "--print-run does not go with -o"),
        (("--passwords", "p.csv"), "--print-run does not go with --passwords"),
        (("--sort", "age"), "--sort knows row, family, given, id, postcode, date, not 'age'"),
    ],
)
def test_options_that_do_not_go_together(more: tuple[str, ...], message: str) -> None:
    result = run("batch", "list.csv", "--print-run", "post.pdf", *more)
    assert result.exit_code == 2 and message in result.stderr


def leaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every leaflet of the program hold the words of the first patient."""
    real, first = printing.section, list[Visit]()

    def section(ready: Any, visit: Visit, *rest: Any) -> Section:
        first.append(visit)
        return real(ready, structs.replace(visit, patient=first[0].patient), *rest)

    monkeypatch.setattr(printing, "section", section)


def test_a_run_that_mixes_patients_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    leaking(monkeypatch)
    result = run("batch", "list.csv", "--print-run", "post.pdf")
    assert result.exit_code == 1
    assert "was withheld: it does not hold the row's own name" in result.stderr
    assert "was withheld: it holds the name of row 2" in result.stderr
    assert "stopped: a leaflet held what is not its patient's" in result.stderr
    assert not Path("post.pdf").exists() and not any(name in result.output for name in NAMES)


def test_without_the_proof_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the test above is seen to test the proof."""
    leaking(monkeypatch)
    assert run("batch", "list.csv", "--print-run", "post.pdf", "--no-proof").exit_code == 0


def test_a_name_in_a_bookmark_is_a_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    real = printing.section

    def section(*given: Any) -> Section:
        visit = given[1]
        named = f"{visit.patient.given} {visit.patient.family}"
        return structs.replace(real(*given), reference=named)

    monkeypatch.setattr(printing, "section", section)
    result = run("batch", "list.csv", "--print-run", "post.pdf")
    assert result.exit_code == 1
    assert "it holds the name of row 2 outside its pages" in result.stderr
    assert not Path("post.pdf").exists()


@pytest.mark.conformance
def test_the_run_conforms() -> None:
    run("batch", "list.csv", "--print-run", "post.pdf", "--slip", "c5")
    assert not any(verapdf([Path("post.pdf")], ("ua1", "2a")).values())
    assert not structure_problems(Path("post.pdf").read_bytes())
