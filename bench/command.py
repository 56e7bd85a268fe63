"""`handout batch` as a user runs it: a table of invented people, the command, one timed run."""

import csv
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

from bench import cold, content, ours

WORKERS = 2

_HEADINGS = (
    *("id", "given", "family", "birth_date", "date", "clinician", "site", "found"),
    *("next_date", "next_time", "handouts"),
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a run took, in seconds. cpu: with threads and all processes it started."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Space:
    """A folder of the bench: a workspace, a table of so many people, and room for what is made."""

    folder: Path
    rows: int

    @property
    def table(self) -> Path:
        """The table."""
        return self.folder / f"people-{self.rows}.csv"

    @property
    def out(self) -> Path:
        """Where the files go."""
        return self.folder / "out"

    def batch(self, *options: str) -> tuple[str, ...]:
        """The command line that makes a leaflet for everybody in the table."""
        workspace = str(self.folder / "workspace")
        return (*cold.program(), "-q", "-C", workspace, "batch", str(self.table),
                "-o", str(self.out), "--workers", str(WORKERS), *options)  # fmt: skip

    def cleared(self) -> None:
        """Nothing has been made yet, and no press is in the cache."""
        for name in ("out", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def environment(self) -> dict[str, str]:
        """The environment of a fresh process."""
        return cold.surroundings(self.folder)

    def check(self) -> None:
        """Raise AssertionError unless there is a file for everybody, and a line of the manifest."""
        files = sum(1 for _ in self.out.glob("*.pdf"))
        lines = (self.out / "manifest.jsonl").read_bytes().count(b'"sha256":"')
        if (files, lines) != (self.rows, self.rows):
            raise AssertionError(f"{files} files and {lines} lines for {self.rows} people")


def space(folder: Path, rows: int) -> Space:
    """The workspace and a table, written to the folder."""
    made = Space(folder, rows)
    ours.write_workspace(folder / "workspace")
    with made.table.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEADINGS)
        for one in content.stream(rows):
            writer.writerow(
                (one.number, one.given, one.family, one.born, one.seen, one.clinician, "mill-lane",
                 one.sentence, one.next_day, one.next_time, content.TOPIC)
            )  # fmt: skip
    return made


def timed(
    command: tuple[str, ...], place: Space, during: Callable[[int], None] = lambda pid: None
) -> Spent:
    """A run of the command from nothing. during: called with its process while it runs."""
    place.cleared()
    before, start = getrusage(RUSAGE_CHILDREN), perf_counter()
    process = subprocess.Popen(
        command, env=place.environment(), cwd=Path(__file__).parents[1],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    during(process.pid)
    code = os.waitstatus_to_exitcode(os.waitpid(process.pid, 0)[1])
    wall, after = perf_counter() - start, getrusage(RUSAGE_CHILDREN)
    process.returncode = code
    if code:
        raise AssertionError(f"exit code {code}: {' '.join(command)}")
    place.check()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, cpu)
