"""What pictures of exercises cost: a leaflet of 12 exercises with and without its figures."""

from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time

import yaml

from bench.results import Row, Table, Target, ratio
from handout.build import Order, compiled, printed
from handout.library import Library, builtin

EXERCISES = 12
DAY = date(2026, 1, 5)


def measure(folder: Path, rounds: int) -> Table:
    """CPU time of a whole build from files, in a process that has built before."""
    spaces = {name: _workspace(folder / name, name == "with") for name in ("with", "without")}
    times: dict[str, list[float]] = {name: [] for name in spaces}
    first = {name: _time(partial(_built, space)) for name, space in spaces.items()}
    for _ in range(rounds):
        for name, space in spaces.items():
            times[name].append(_time(partial(_built, space)))
    table = Table(f"{EXERCISES} exercises, whole build, ours", "ms")
    table.rows += [Row(f"{name} figures, first in the process", first[name]) for name in spaces]
    middle = {name: median(values) for name, values in times.items()}
    table.rows += [Row(f"{name} figures, in a warm process", middle[name]) for name in spaces]
    costs = ratio(middle["with"], middle["without"])
    table.targets.append(Target("figures: with / without, warm", costs, 1.5))
    return table


def _time(act: "partial[None]") -> float:
    start = process_time()
    act()
    return (process_time() - start) * 1000


def _built(space: Path) -> None:
    library = Library((space, builtin()))
    printed(compiled(Order(("twelve",)), library), None, library, DAY)


def _workspace(space: Path, has_figures: bool) -> Path:
    """A workspace whose one topic has the first exercises of the catalogue."""
    catalogue = sorted((builtin() / "handouts" / "exercises").glob("*.yaml"))[:EXERCISES]
    copies = space / "handouts" / "exercises"
    copies.mkdir(parents=True)
    for path in catalogue:
        exercise = yaml.safe_load(path.read_text("utf-8"))
        if not has_figures:
            del exercise["figure"]
        _write(copies / path.name, exercise)
    topic = yaml.safe_load((builtin() / "handouts" / "exercises-back.yaml").read_text("utf-8"))
    chosen = [{"id": path.stem} for path in catalogue]
    topic |= {"id": "twelve", "sections": [{"heading": "Do", "blocks": [{"exercises": chosen}]}]}
    _write(space / "handouts" / "twelve.yaml", topic)
    (space / "clinic.yaml").write_bytes((builtin() / "clinic.yaml").read_bytes())
    return space


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
