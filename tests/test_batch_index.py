"""What holds in a manifest is found by row, one record at a time."""

import tracemalloc
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest

from handout.batch import manifest
from handout.batch.index import Index
from handout.batch.manifest import Head, Record
from handout.batch.store import Folder, Rehearsal
from handout.errors import Problem
from handout.files import LEFT_OVER


def made(row: int, file: str, topic: str = "rest", key: str = "k") -> Record:
    return Record(row, key, file, 1, "0" * 64, (topic,), ("1",), "leaflet", "en-GB", "made")


def refused(row: int, topic: str = "rest") -> Record:
    record = manifest.refusal(row, (Problem("the topic is not there"),))
    return Record(row, "", "", 0, "", (topic,), (), "", "", "refused", record.problem)


def index(*items: Head | Record) -> Index:
    return Index(BytesIO(manifest.lines(items)))


def test_records_come_by_row_and_then_by_file() -> None:
    items = (made(12, "b.pdf"), made(3, "z.pdf"), made(12, "a.pdf", "walk"), made(4, "é.pdf"))
    assert list(index(*items).standing()) == [items[1], items[3], items[2], items[0]]


def test_the_last_record_of_a_file_holds() -> None:
    old, new = made(2, "a.pdf", key="old"), made(2, "a.pdf", key="new")
    found = index(manifest.head("list.csv"), old, made(3, "b.pdf"), new)
    assert found.record("a.pdf") == new
    assert next(found.standing()) == new
    assert found.record("c.pdf") is None
    assert found.heads == [manifest.head("list.csv")]


@pytest.mark.parametrize("whole_row", [True, False])
def test_a_refusal_ends_when_its_leaflet_is_made(whole_row: bool) -> None:
    no = manifest.refusal(2, ()) if whole_row else refused(2)
    other = refused(2, "walk")
    yes = made(2, "a.pdf")
    assert list(index(no, other, yes).standing()) == [other, yes]
    assert list(index(yes, no).standing()) == [no, yes]


def test_refusals_of_a_row_stand_in_one_order_whichever_came_first() -> None:
    one, two = refused(2, "rest"), refused(2, "walk")
    assert list(index(two, one).standing()) == list(index(one, two).standing()) == [one, two]


def test_lines_that_were_cut_short_are_none() -> None:
    whole = manifest.lines((made(2, "a.pdf"), made(3, "b.pdf")))
    found = Index(BytesIO(whole[:-20] + b"\n\n{}\n" + manifest.line(made(4, "c.pdf"))))
    assert [one.row for one in found.standing()] == [2, 4]


def test_a_manifest_is_written_anew_without_being_in_memory(tmp_path: Path) -> None:
    """A batch of 10,000 once took a third more memory at its end than one of 500."""
    store = Folder(tmp_path)
    rows = range(8000, 0, -1)
    store.put_lines(manifest.NAME, (manifest.line(made(row, f"{row:05}.pdf")) for row in rows))
    size = (tmp_path / manifest.NAME).stat().st_size
    tracemalloc.start()
    with store.reader(manifest.NAME) as stream:
        store.put_lines("anew.jsonl", map(manifest.line, Index(stream).standing()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 2_000_000
    assert peak < size
    anew = [item.row for item in manifest.read(store, "anew.jsonl") if isinstance(item, Record)]
    assert anew == sorted(rows)


def failing() -> Iterable[bytes]:
    yield b"half"
    raise RuntimeError("no more")


def test_lines_that_fail_leave_the_old_file(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    store.put("a.jsonl", b"old")
    with pytest.raises(RuntimeError):
        store.put_lines("a.jsonl", failing())
    assert store.get("a.jsonl") == b"old"
    assert list(tmp_path.glob(LEFT_OVER)) == []


def test_a_file_that_is_not_there_is_read_as_empty(tmp_path: Path) -> None:
    for store in (Folder(tmp_path), Rehearsal(Folder(tmp_path))):
        with store.held(), store.reader("none.jsonl") as stream:
            assert stream.read() == b""


def test_a_rehearsal_asks_for_the_lines_and_writes_none(tmp_path: Path) -> None:
    asked: list[int] = []
    store = Rehearsal(Folder(tmp_path))

    def lines() -> Iterable[bytes]:
        asked.append(1)
        yield b"x"

    with store.held():
        store.put_lines("a.jsonl", lines())
    assert (asked, list(tmp_path.iterdir())) == ([1], [])
