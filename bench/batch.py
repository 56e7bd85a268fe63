"""Many leaflets in one process: CPU seconds, contender by contender in turn."""

import resource
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

from bench import content, ours, peers
from bench.content import Patient
from bench.results import Row, Table, Target, ratio

_SHARE = {"fpdf2": 10, "WeasyPrint": 50}
"""The slow ones get every tenth or fiftieth patient."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A function from a patient to a PDF, and how many patients it skips."""

    name: str
    make: Callable[[Patient], bytes]
    step: int = 1


def measure(leaflets: int, rounds: int = 5) -> Table:
    """Leaflets a CPU second, children and threads included: the median of the rounds."""
    table = Table("Leaflets in one process", "leaflets a CPU second")
    contenders, table.rows = _contenders()
    patients = content.patients(leaflets)
    size = leaflets // rounds
    speeds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    files = {c.name: c.make(patients[0]) for c in contenders}
    for turn in range(rounds):
        part = patients[turn * size : (turn + 1) * size]
        for contender in contenders:
            speeds[contender.name].append(_speed(contender, part))
    shown = [Row(name, median(values), _facts(files[name])) for name, values in speeds.items()]
    table.rows = shown + table.rows
    table.targets = [
        Target("ours / Typst, compiler reused", _gain(speeds, "Typst"), 4.0, at_most=False),
        Target("ours / Typst as PDF/UA-1", _gain(speeds, "Typst, PDF/UA-1"), 4.0, at_most=False),
    ]
    return table


def _gain(speeds: dict[str, list[float]], other: str) -> float | None:
    """The median over the rounds of ours against the other in the same round."""
    pairs = zip(speeds["ours"], speeds.get(other, []), strict=False)
    ratios = [value for value in (ratio(mine, theirs) for mine, theirs in pairs) if value]
    return median(ratios) if ratios else None


def _contenders() -> tuple[list[Contender], list[Row]]:
    found, missing = [Contender("ours", ours.maker(ours.write_workspace()))], []
    for name in peers.MODULES:
        why = peers.problem(name)
        if why:
            missing.append(Row(name, None, why))
            continue
        found.append(Contender(name, peers.maker(name), _SHARE.get(name, 1)))
        if name == "Typst":
            from bench.peers import with_typst

            found.append(Contender("Typst, PDF/UA-1", with_typst.maker(as_ua=True)))
    return found, missing


def _speed(contender: Contender, patients: tuple[Patient, ...]) -> float:
    chosen = patients[:: contender.step]
    before = _cpu()
    for patient in chosen:
        contender.make(patient)
    return len(chosen) / max(_cpu() - before, 1e-9)


def _cpu() -> float:
    """CPU seconds of this process, its threads and its children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _facts(pdf: bytes) -> str:
    """Whether the file is tagged, and how large it is."""
    tagged = "tagged" if b"/StructTreeRoot" in pdf else "not tagged"
    return f"{tagged}, {len(pdf) / 1000:.0f} kB"
