"""The same batch again makes only what is missing or changed, and takes nothing away for good."""

from pathlib import Path

import pytest

from batches import (
    assert_agrees,
    batch,
    listing,
    pdfs,
    people,
    person,
    records,
    stand_in_clinic,
    written,
)  # fmt: skip
from handout.batch.store import ASIDE
from workspaces import add, topic

OUTPUT = Path("output/list")


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return stand_in_clinic(tmp_path, monkeypatch)


def times() -> dict[str, tuple[int, bytes]]:
    """When each leaflet was made, and what it holds."""
    return {name: what for name, what in listing(OUTPUT).items() if name.endswith(".pdf")}


def kept() -> dict[str, tuple[int, bytes]]:
    """Every file of the batch but its lock."""
    return {name: what for name, what in listing(OUTPUT).items() if name != ".lock"}


def remade(before: dict[str, tuple[int, bytes]]) -> list[str]:
    """The leaflets that are not those of before."""
    return [name for name, what in times().items() if before.get(name) != what]


def test_the_same_run_again_makes_nothing() -> None:
    batch(written(people(40)))
    before, told = times(), (OUTPUT / "manifest.jsonl").read_bytes()
    result = batch("list.csv")
    assert result.exit_code == 0
    assert "40 made (40 leaflets, 40 of them before), 0 refused" in result.stdout
    assert times() == before
    assert (OUTPUT / "manifest.jsonl").read_bytes() == told


def test_only_a_changed_row_is_made_again() -> None:
    rows = people(20)
    batch(written(rows))
    before = times()
    rows[7]["given"] = "Newname"
    batch(written(rows))
    assert remade(before) == ["00009-Q0007-rest.pdf"]
    assert_agrees(OUTPUT)


def test_only_leaflets_of_a_changed_topic_are_made_again(clinic: Path) -> None:
    batch(written([person(0, handouts="rest;walk"), person(1)]))
    before = times()
    add(clinic, "walk", topic("walk", "Walk a little more."))
    batch("list.csv")
    assert remade(before) == ["00002-Q0000-walk.pdf"]


def test_what_is_missing_or_damaged_is_made_again() -> None:
    batch(written(people(4)))
    whole = pdfs(OUTPUT)
    (OUTPUT / "00002-Q0000-rest.pdf").unlink()
    (OUTPUT / "00003-Q0001-rest.pdf").write_bytes(whole["00003-Q0001-rest.pdf"][:-100])
    (OUTPUT / "00004-Q0002-rest.pdf").write_bytes(whole["00005-Q0003-rest.pdf"])
    assert "4 made (4 leaflets, 1 of them before)" in batch("list.csv").stdout
    assert pdfs(OUTPUT) == whole


def test_a_row_that_was_mended_is_made() -> None:
    batch(written([person(0, date="?"), person(1)]))
    before = times()
    assert batch(written(people(2))).exit_code == 0
    assert remade(before) == ["00002-Q0000-rest.pdf"]
    assert all(one["status"] == "made" for one in records(OUTPUT))


def test_a_row_that_has_left_the_table_is_set_aside() -> None:
    batch(written(people(5)))
    gone = pdfs(OUTPUT)["00006-Q0004-rest.pdf"]
    result = batch(written(people(4)))
    assert result.exit_code == 0
    assert len(pdfs(OUTPUT)) == len(records(OUTPUT)) == 4
    assert pdfs(OUTPUT / ASIDE) == {"00006-Q0004-rest.pdf": gone}


def test_a_row_that_has_gone_bad_is_set_aside() -> None:
    """A leaflet of last week's row must not lie among those to be handed out."""
    batch(written(people(3)))
    batch(written([person(0), person(1, date="?"), person(2)]))
    assert list(pdfs(OUTPUT)) == ["00002-Q0000-rest.pdf", "00004-Q0002-rest.pdf"]
    assert [one["status"] for one in records(OUTPUT)] == ["made", "refused", "made"]
    assert list(pdfs(OUTPUT / ASIDE)) == ["00003-Q0001-rest.pdf"]


def test_a_part_of_the_rows_sets_nothing_aside() -> None:
    batch(written(people(5)))
    before = times()
    batch("list.csv", "--limit", "2")
    assert times() == before
    assert_agrees(OUTPUT)


def test_a_part_and_then_all_are_all() -> None:
    batch(written(people(5)), "--limit", "2")
    assert "5 made (5 leaflets, 2 of them before)" in batch("list.csv").stdout
    assert [one["row"] for one in records(OUTPUT)] == [2, 3, 4, 5, 6]


def test_another_table_does_not_go_into_the_folder() -> None:
    batch(written(people(2)))
    before = kept()
    result = batch(written(people(3), "other.csv"), "-o", OUTPUT)
    assert result.exit_code == 1
    assert "this folder holds the batch of another table" in result.stderr
    assert kept() == before


def test_what_a_person_keeps_in_the_folder_stays() -> None:
    batch(written(people(2)))
    (OUTPUT / "notes.txt").write_text("mine")
    (OUTPUT / "mine.pdf").write_text("mine")
    batch("list.csv")
    assert (OUTPUT / "notes.txt").read_text() == (OUTPUT / "mine.pdf").read_text() == "mine"


def test_the_manifest_goes_by_row_and_file() -> None:
    rows = [person(one, handouts="walk;rest", date="" if one == 5 else "2026-11-20")
            for one in range(40)]  # fmt: skip
    batch(written([*rows, person(41, date="?")]))
    places = [(one["row"], one["file"]) for one in records(OUTPUT)]
    assert places == sorted(places)
    assert len(places) == 81


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_manifest_that_was_cut_short_is_mended(cut: int) -> None:
    batch(written(people(6)))
    path = OUTPUT / "manifest.jsonl"
    whole, before = path.read_bytes(), times()
    path.write_bytes(whole[:-cut])
    assert batch("list.csv").exit_code == 0
    assert path.read_bytes() == whole
    assert set(remade(before)) <= {"00007-Q0005-rest.pdf", "00006-Q0004-rest.pdf"}


def test_a_manifest_with_a_line_of_something_else_is_mended() -> None:
    batch(written(people(3)))
    path = OUTPUT / "manifest.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'\xff\xfe{"is":"leaflet","row":"x"}\n\0\0\0\n[]\n')
    assert batch("list.csv").exit_code == 0
    assert path.read_bytes() == whole


def test_a_manifest_without_its_first_line_is_this_tables() -> None:
    batch(written(people(3)))
    path = OUTPUT / "manifest.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole.split(b"\n", 1)[1])
    assert batch("list.csv").exit_code == 0
    assert path.read_bytes() == whole
