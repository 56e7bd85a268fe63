"""A leaflet for everybody in a table: the whole command, against Typst in as many processes."""

import sys
from pathlib import Path
from statistics import median

from bench import command, peers
from bench.command import Space, Spent
from bench.results import Row, Table, Target, ratio

_OURS, _BARE = "ours", "ours, --no-proof"
_AS_UA, _TAGGED = "Typst, PDF/UA-1", "Typst, tagged only"


def measure(folder: Path, people: int, rounds: int) -> Table:
    """Rows a second by the wall clock and by CPU seconds: medians of runs in turn."""
    place = command.space(folder, people)
    contenders = _contenders(place)
    spent: dict[str, list[Spent]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        for name, line in contenders.items():
            done = command.timed(line, place)
            if turn:  # in the first, bytecode is written and files are read from disk
                spent[name].append(done)
    table = Table(f"{people} people, {command.WORKERS} processes, fresh", "rows a second")
    for name, runs in spent.items():
        wall, cpu = (people / median(values) for values in _columns(runs))
        table.rows.append(Row(name, wall, f"by the clock; {cpu:.1f} a CPU second"))
    if _AS_UA not in spent:
        table.rows.append(Row("Typst", None, peers.problem("Typst")))
    table.targets = [*_gains(spent), *_proof(spent)]
    return table


def _contenders(place: Space) -> dict[str, tuple[str, ...]]:
    """Command lines by name."""
    found = {_OURS: place.batch(), _BARE: place.batch("--no-proof")}
    if not peers.problem("Typst"):
        found[_AS_UA] = typst(place, "ua")
        found[_TAGGED] = typst(place, "tagged")
    return found


def typst(place: Space, kind: str) -> tuple[str, ...]:
    """The command line of Typst's program. kind: `ua` or `tagged`."""
    return (sys.executable, "-m", "bench.peers.typst_people", str(place.table), str(place.out),
            str(command.WORKERS), kind)  # fmt: skip


def _gains(spent: dict[str, list[Spent]]) -> list[Target]:
    """How many times as fast as Typst ours is."""
    targets = []
    for other in (_AS_UA, _TAGGED):
        wall, cpu = ratios(spent.get(other, []), spent[_OURS])
        targets.append(Target(f"ours / {other}, clock", wall, 3.0, at_most=False))
        targets.append(Target(f"ours / {other}, CPU", cpu, 3.0, at_most=False))
    return targets


def _proof(spent: dict[str, list[Spent]]) -> list[Target]:
    """What the isolation proof costs in the whole batch."""
    wall, cpu = ratios(spent[_OURS], spent[_BARE])
    return [
        Target("with the isolation proof / without, clock", wall, 1.25),
        Target("with the isolation proof / without, CPU", cpu, 1.25),
    ]


def ratios(over: list[Spent], under: list[Spent]) -> tuple[float | None, float | None]:
    """Medians over the rounds of one's time against another's in the same round; clock, CPU."""
    pairs = list(zip(over, under, strict=False))
    if not pairs:
        return None, None
    walls = (ratio(one.wall, other.wall) for one, other in pairs)
    cpus = (ratio(one.cpu, other.cpu) for one, other in pairs)
    return median(filter(None, walls)), median(filter(None, cpus))


def _columns(runs: list[Spent]) -> tuple[list[float], list[float]]:
    return [run.wall for run in runs], [run.cpu for run in runs]
