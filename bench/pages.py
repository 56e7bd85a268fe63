"""Milliseconds a page for documents of 2 to 40 pages: the same sections again and again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

from bench import content, ours
from bench.results import Row, Table, Target, ratio
from handout.model.visit import Visit

LENGTHS = (2, 5, 10, 20, 40)


def measure(folder: Path, rounds: int) -> Table:
    """CPU time a page, printing alone and with compiling; every length in turn."""
    patient = ours.visit(content.patients(1)[0])
    printing: dict[int, list[float]] = {}
    both: dict[int, list[float]] = {}
    spaces = {length: _workspace(folder, length) for length in LENGTHS}
    presses = {length: ours.ready(space) for length, space in spaces.items()}
    pages = {n: ours.printed(press, patient).pages for n, press in presses.items()}
    for _ in range(rounds):
        for length in LENGTHS:
            count = pages[length]
            press, space = presses[length], spaces[length]
            alone = _time(partial(ours.printed, press, patient), 40 // length + 1)
            whole = _time(partial(_from_nothing, space, patient), 1)
            printing.setdefault(count, []).append(alone * 1000 / count)
            both.setdefault(count, []).append(whole * 1000 / count)
    table = Table("CPU time a page, ours", "ms a page")
    for name, times in (("print", printing), ("compile and print", both)):
        middle = {count: median(values) for count, values in times.items()}
        table.rows += [Row(f"{name}, {count} pages", value) for count, value in middle.items()]
        most, least = max(middle.values()), min(middle.values())
        table.targets.append(Target(f"{name}: slowest / fastest page", ratio(most, least), 1.3))
        growing = ratio(middle[max(middle)], middle[min(middle)])
        table.targets.append(Target(f"{name}: longest / shortest", growing, 1.3))
    return table


def _from_nothing(space: Path, patient: Visit) -> None:
    ours.printed(ours.ready(space), patient)


def _time(act: Callable[[], object], times: int) -> float:
    start = process_time()
    for _ in range(times):
        act()
    return (process_time() - start) / times


def _workspace(folder: Path, length: int) -> Path:
    """A workspace whose leaflet has about `length` pages."""
    sections = content.SECTIONS * max(1, round((length - 0.9) / 1.12))
    return ours.write_workspace(folder / f"pages-{length}", sections)
