"""The largest memory of one process that makes few or many of our leaflets."""

import resource
import subprocess
import sys
from pathlib import Path

from bench.results import Row, Table, Target, ratio


def measure(most: int) -> Table:
    """Peak memory at 100 and at `most` leaflets."""
    peaks = {count: _peak(count) for count in (100, most)}
    table = Table("Memory of one process, ours", "MB at its peak")
    table.rows = [Row(f"{count} leaflets", peak) for count, peak in peaks.items()]
    growth = ratio(peaks[most], peaks[100])
    table.targets = [Target(f"{most} leaflets / 100", growth, 1.2)]
    return table


def _peak(count: int) -> float:
    done = subprocess.run(
        (sys.executable, "-m", "bench.memory", str(count)), check=True, capture_output=True,
        text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return float(done.stdout)


def _print_peak(count: int) -> None:
    from bench import content, ours

    make = ours.maker()
    for patient in content.stream(count):
        make(patient)
    print(_peak_here())


def _peak_here() -> float:
    """Megabytes. On Linux not ru_maxrss, which starts from what the parent process had."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


if __name__ == "__main__":
    _print_peak(int(sys.argv[1]))
