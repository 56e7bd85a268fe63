"""A row that kills its worker, or takes all time or memory, is named, and the rest is made."""

import multiprocessing
import sys
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest
from click.testing import Result
from pebble import ProcessPool

from batch_shops import POISON, Closing, Full, Greedy, Harmless, Killing, Slow
from batches import assert_agrees, batch, pdfs, people, stand_in_clinic, written
from handout.batch.pool import Pool
from handout.batch.workers import Workers

pytestmark = pytest.mark.slow

COUNT = 60
OUTPUT = Path("output/list")
START = Workers.start
"""As it is before a test stands in for it."""

STOPS = "it stops its worker, perhaps for want of memory"


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_clinic(tmp_path, monkeypatch)
    written(people(COUNT))


@pytest.fixture
def expected(clinic: None) -> dict[str, bytes]:
    """What a batch without harm makes."""
    batch("list.csv", "-o", "expected")
    return pdfs(Path("expected"))


def harmed(monkeypatch: pytest.MonkeyPatch, shop: type[Harmless], *options: str) -> Result:
    """A batch in processes in which the row does its harm; none of them is left."""
    monkeypatch.setattr("handout.batch.pool.Pool", partial(Pool, shop=shop))
    monkeypatch.setattr(Workers, "start", START)
    for name in ("__spec__", "__file__"):  # A worker would load pytest with its main module.
        monkeypatch.setattr(sys.modules["__main__"], name, None, raising=False)
    result = batch("list.csv", "--workers", "2", *options)
    assert "Traceback" not in result.stderr
    assert not multiprocessing.active_children()
    return result


@pytest.mark.parametrize(
    ("shop", "why", "options"),
    [
        (Killing, STOPS, ()),
        (Greedy, "its leaflet needs more memory than a row may have", ("--megabytes", "200")),
        (Slow, "it takes longer than 1 seconds", ("--seconds", "1")),
    ],
)
def test_a_poison_row_is_named_and_the_rest_is_made(
    monkeypatch: pytest.MonkeyPatch,
    expected: dict[str, bytes],
    shop: type[Harmless],
    why: str,
    options: tuple[str, ...],
) -> None:
    result = harmed(monkeypatch, shop, *options)
    assert result.exit_code == 3
    (line,) = [line for line in result.stderr.splitlines() if "hint" not in line]
    assert line.startswith(f"list.csv:{POISON}: ")
    assert line.endswith(why)
    name = f"{POISON:05}-Q{POISON - 2:04}-rest.pdf"
    assert pdfs(OUTPUT) == {one: data for one, data in expected.items() if one != name}
    assert_agrees(OUTPUT)


def test_a_worker_killed_while_it_speaks_does_not_silence_the_others(
    monkeypatch: pytest.MonkeyPatch, expected: dict[str, bytes]
) -> None:
    """The line to the parent stays closed when a worker dies that holds it."""
    before = perf_counter()
    result = harmed(monkeypatch, Closing)
    assert result.exit_code == 0
    assert pdfs(OUTPUT) == expected
    assert perf_counter() - before < 25, "the time limit of a row was waited for"


def test_a_full_disk_in_a_worker_ends_the_run_with_a_message(
    monkeypatch: pytest.MonkeyPatch, expected: dict[str, bytes]
) -> None:
    result = harmed(monkeypatch, Full)
    assert result.exit_code == 4
    assert result.stderr.splitlines() == [
        "output/list: cannot be used: the disk is full",
        "    hint: what is made is safe: mend this, and run the same command again",
        "1 problem",
    ]
    assert_agrees(OUTPUT)
    assert harmed(monkeypatch, Harmless).exit_code == 0
    assert pdfs(OUTPUT) == expected


def test_workers_that_never_start_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a user may have no more processes: it was tried for ever."""
    tried = []

    def fails(pool: ProcessPool) -> None:
        tried.append(pool)
        raise BrokenProcessPool

    monkeypatch.setattr(ProcessPool, "_start_pool", fails)
    result = harmed(monkeypatch, Harmless)
    assert result.exit_code == 4
    assert "no worker can be started or kept\n    hint: close other programs" in result.stderr
    assert 2 <= len(tried) < 50
    assert not pdfs(Path("output"))


def test_a_table_that_is_refused_leaves_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """They start before it is read."""
    Path("list.csv").write_text("id,nothing known\nQ1,2\n", "utf-8")
    result = harmed(monkeypatch, Harmless)
    assert result.exit_code == 1
    assert "nothing known" in result.stderr
