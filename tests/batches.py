"""Batches for tests: tables of invented people, made in this process or in others."""

import csv
import hashlib
import io
import json
import os
import signal
import subprocess
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from click.testing import Result
from msgspec import structs

from handout.batch.plan import Asked, Task
from handout.batch.register import Register
from handout.batch.work import Done, Shop
from handout.batch.workers import Workers
from handout.files import LEFT_OVER, spooled
from workspaces import HANDOUT, make_workspace, run, stand_in_workspace, topic

EPOCH = "1795132800"
"""20 November 2026."""

TOPICS = {
    "rest": topic("rest", "Dear {{ patient.name }}, rest is good."),
    "walk": topic("walk", "Walk a little."),
}
Cells = Mapping[str, str]


class Here:
    """In place of a pool: the same work in this process, for tests in which nobody dies."""

    def __init__(
        self, workers: Workers, asked: Asked, register: Register | None, spool: Path
    ) -> None:
        self._shop, self._spool = Shop(asked, register), spool

    def results(self, chunks: Iterable[tuple[Task, ...]]) -> Generator[tuple[Done, ...]]:
        """What became of each chunk."""
        for chunk in chunks:
            yield tuple(_spooled(self._shop.done(task), self._spool) for task in chunk)


def _spooled(done: Done, spool: Path) -> Done:
    return structs.replace(done, pdf=b"", spooled=spooled(spool, done.pdf) if done.pdf else "")


def stand_in_clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace to work in, where batches are made by this process."""
    folder = stand_in_workspace(tmp_path, monkeypatch, EPOCH)
    for name, text in TOPICS.items():
        (folder / "handouts" / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.setattr("handout.batch.pool.Pool", Here)
    monkeypatch.setattr("handout.batch.workers.Workers.start", lambda workers: None)
    return folder


def person(number: int, **cells: str) -> dict[str, str]:
    """Somebody, by number; cells that are empty are left out."""
    usual = {
        "id": f"Q{number:04}", "given": f"Gi{number}ve", "family": f"Fa{number}mily",
        "date": "2026-11-20", "handouts": "rest",
    }  # fmt: skip
    return usual | cells


def people(count: int) -> list[dict[str, str]]:
    """So many people."""
    return [person(number) for number in range(count)]


def table(rows: Sequence[Cells]) -> str:
    """The rows as CSV."""
    headings = list(dict.fromkeys(field for row in rows for field in row))
    out = io.StringIO(newline="")
    lines = csv.DictWriter(out, headings, restval="")
    lines.writeheader()
    lines.writerows(rows)
    return out.getvalue()


def written(rows: Sequence[Cells], name: str = "list.csv") -> str:
    """A table of the rows in the working folder; its name."""
    Path(name).write_text(table(rows), "utf-8", newline="")
    return name


def batch(*arguments: str | Path) -> Result:
    """What `handout batch` says and does."""
    return run("batch", *arguments)


def records(folder: Path) -> list[dict[str, Any]]:
    """What a manifest says of leaflets, in its order."""
    lines = (folder / "manifest.jsonl").read_text("utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert [one["is"] for one in found] == ["batch", *["leaflet"] * (len(found) - 1)]
    return found[1:]


def pdfs(folder: Path) -> dict[str, bytes]:
    """The leaflets in a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.pdf"))}


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file in a folder, at any depth, with its time and a digest."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, _digest(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def assert_agrees(folder: Path) -> None:
    """Manifest and folder tell the same, every file is whole, and nothing is left over."""
    made = {one["file"]: one["sha256"] for one in records(folder) if one["file"]}
    assert len(made) == sum(bool(one["file"]) for one in records(folder)), "a file is there twice"
    found = {name: hashlib.sha256(data).hexdigest() for name, data in pdfs(folder).items()}
    assert found == made
    assert not list(folder.glob(LEFT_OVER))


def assert_whole(folder: Path) -> None:
    """Wherever a run ended: nothing is left over, and no file is half what it should be."""
    assert not list(folder.glob(LEFT_OVER))
    for data in pdfs(folder).values():
        assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")


def shop_floor(folder: Path, count: int, **topics: str) -> Path:
    """A workspace with a table of so many people, for batches in processes of their own."""
    make_workspace(folder, **(topics or TOPICS))
    (folder / "list.csv").write_text(table(people(count)), "utf-8", newline="")
    return folder


def command(*arguments: str | Path) -> list[str]:
    """The command line of a batch."""
    return [*HANDOUT, "batch", *map(str, arguments)]


def started(folder: Path, *arguments: str | Path, **how: Any) -> subprocess.Popen[str]:
    """A batch in a process group of its own, in which Ctrl-C is heard.

    Its coverage is not measured: that would write files too where the tests leave no room for any.
    """
    environment = os.environ | {
        "HANDOUT_CACHE": str(folder / ".cache"),
        "SOURCE_DATE_EPOCH": EPOCH,
    }
    environment.pop("COVERAGE_PROCESS_CONFIG", None)
    return subprocess.Popen(
        command(*arguments), cwd=folder, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=how.pop("preexec_fn", _hear), **how,
    )  # fmt: skip


def _hear() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def finished(folder: Path, *arguments: str | Path, **how: Any) -> subprocess.CompletedProcess[str]:
    """A batch in a process of its own, from beginning to end."""
    process = started(folder, *arguments, **how)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def wait_for(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many leaflets are in the manifest, or the batch has ended.

    count: -1 for not even a folder.
    """
    path, until = folder / "manifest.jsonl", monotonic() + 60
    while count >= 0 and process.poll() is None and monotonic() < until:
        if path.exists() and path.read_bytes().count(b"\n") > count:
            return
        sleep(0.002)
