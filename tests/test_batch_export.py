"""refused.csv: the rows to correct, safe to open in a spreadsheet."""

import csv
import io
from pathlib import Path

import pytest

from batches import batch, people, person, stand_in_clinic, written
from handout.batch.export import plain, refused, table
from handout.batch.manifest import Record

PATH = Path("output/list/refused.csv")


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return stand_in_clinic(tmp_path, monkeypatch)


def rows(data: bytes) -> list[list[str]]:
    """The table, as a spreadsheet would read it."""
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding otherwise"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start: str) -> None:
    cell = f'{start}HYPERLINK("http://example.org";1)'
    assert plain(cell) == f"'{cell}"
    assert rows(table(("row", "problem"), [("2", cell)]))[1] == ["2", f"'{cell}"]


@pytest.mark.parametrize("text", ["2", "", "a=b", "'", 'a "quoted" word, and more', "é 患者"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text
    assert rows(table(("row", "problem"), [(text, text)]))[1] == [text, text]


def test_a_topic_that_looks_like_a_formula_is_none() -> None:
    record = Record(2, "", "", 0, "", (), (), "", "", "refused", ("=1+1", "-2", "=1+1"))
    assert rows(refused([record])) == [["row", "problem"], ["2", "'=1+1"], ["2", "'-2"]]


def test_refused_rows_are_listed_with_each_problem(clinic: Path) -> None:
    batch(written([person(0), person(1, date="?", side="up"), person(2, handouts="nosuch")]))
    assert rows(PATH.read_bytes()) == [
        ["row", "problem"],
        ["3", "column 'date': not a date; write it as 1960-02-29 or 29/02/1960"],
        ["3", "column 'side': not a side"],
        ["4", "there is no topic 'nosuch'"],
    ]
    assert PATH.stat().st_mode & 0o077 == 0


def test_there_is_none_where_nothing_is_refused(clinic: Path) -> None:
    batch(written(people(2)))
    assert not PATH.exists()


def test_it_goes_when_the_rows_are_mended(clinic: Path) -> None:
    batch(written([person(0), person(1, date="?")]))
    assert PATH.exists()
    batch(written(people(2)))
    assert not PATH.exists()


def test_it_is_there_when_the_run_stops_early(clinic: Path) -> None:
    batch(written([person(0, date="?"), *people(60)[1:]]), "--fail-fast")
    assert len(rows(PATH.read_bytes())) == 2


def test_a_part_of_the_rows_keeps_what_is_known_of_others(clinic: Path) -> None:
    batch(written([person(0), person(1, date="?")]))
    batch("list.csv", "--limit", "1")
    assert [row[0] for row in rows(PATH.read_bytes())] == ["row", "3"]


def test_a_rehearsal_writes_none(clinic: Path) -> None:
    batch(written([person(0, date="?"), person(1)]), "--dry-run")
    assert not Path("output").exists()
