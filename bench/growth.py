"""The largest memory of the parent and of its workers, in a batch of few people and of many."""

from dataclasses import dataclass
from pathlib import Path
from time import sleep

from bench import command
from bench.results import Row, Table, Target, ratio

FEW = 500
_EVERY = 0.02
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """Megabytes: of the process that was started, and of the largest that it started itself."""

    parent: float | None
    worker: float | None


def measure(folder: Path, many: int) -> Table:
    """Peaks at 500 people and at `many`; before that, a run that writes the bytecode."""
    _peaks(folder, 1)
    peaks = {rows: _peaks(folder, rows) for rows in (FEW, many)}
    table = Table("Memory of `handout batch`", "MB at its peak")
    for rows, peak in peaks.items():
        table.rows.append(Row(f"parent, {rows} people", peak.parent))
        table.rows.append(Row(f"largest worker, {rows} people", peak.worker))
    few, most = peaks.values()
    table.targets = [
        Target(f"parent: {many} people / {FEW}", ratio(most.parent, few.parent), 1.2),
        Target(f"largest worker: {many} people / {FEW}", ratio(most.worker, few.worker), 1.2),
    ]
    return table


def _peaks(folder: Path, rows: int) -> Peaks:
    place = command.space(folder, rows)
    watch = Watch()
    command.timed(place.batch(), place, watch.follow)
    return watch.peaks()


class Watch:
    """What processes took at most, as Linux counts it (VmHWM); elsewhere nothing is known."""

    def __init__(self) -> None:
        """Nothing has been seen."""
        self._peaks: dict[int, float] = {}

    def follow(self, pid: int) -> None:
        """Look at a process and those it starts until it ends.

        The last look at each is kept: before a process has its own program it is its parent's copy.
        """
        while (peak := peak_of(pid)) is not None:
            self._peaks[pid] = peak
            for child in _children(pid):
                self._peaks[child] = peak_of(child) or self._peaks.get(child, 0.0)
            sleep(_EVERY)

    def peaks(self) -> Peaks:
        """The first process's peak, and the largest of the others."""
        first, *others = self._peaks.values() or [None]
        return Peaks(first, max((one for one in others if one), default=None))


def peak_of(pid: int | str) -> float | None:
    """Megabytes a process has had at most; None when it has ended, or the system cannot say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith("VmHWM")), None)
    return int(line.split()[1]) * 1024 / 1e6 if line else None


def _children(pid: int) -> tuple[int, ...]:
    """The processes that any thread of a process has started."""
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, thread.read_text().split())
        except OSError:
            continue
    return tuple(found)
