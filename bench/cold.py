"""One leaflet in a fresh process, by the wall clock, contender by contender in turn."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from bench import content, ours, peers
from bench.results import Row, Table, Target, ratio


@dataclass(frozen=True, slots=True)
class Contender:
    """A command line to be timed. ready: what is done before each run, outside the clock."""

    name: str
    command: tuple[str, ...]
    ready: Callable[[], None] = lambda: None
    note: str = ""


def measure(folder: Path, rounds: int) -> Table:
    """The median of `rounds` interleaved runs of every contender; files go to `folder`."""
    table = Table("One leaflet, fresh process, wall clock", "ms")
    contenders, missing = _contenders(folder)
    times: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    environment = surroundings(folder)
    for turn in range(rounds + 1):
        for contender in contenders:
            contender.ready()
            start = perf_counter()
            subprocess.run(contender.command, check=True, env=environment, capture_output=True,
                           cwd=Path(__file__).parents[1])  # fmt: skip
            if turn:
                times[contender.name].append((perf_counter() - start) * 1000)
    middle = {name: median(values) for name, values in times.items()}
    table.rows = [Row(c.name, middle[c.name], c.note) for c in contenders] + missing
    table.targets = [
        Target(
            "ours again / Typst", ratio(middle.get("ours, again"), middle.get("Typst")), 2.5
        ),
        Target(
            "ours first ever / platypus",
            ratio(middle.get("ours, first ever"), middle.get("platypus")), 1.5,
        ),
    ]  # fmt: skip
    return table


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of a fresh process: bytecode is kept, as it is for an installed program."""
    environment = os.environ | {
        "HANDOUT_CACHE": str(folder / "cache"),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _contenders(folder: Path) -> tuple[list[Contender], list[Row]]:
    patient = content.patients(1)[0]
    as_yaml, as_json, plain = folder / "visit.yaml", folder / "visit.json", folder / "patient.json"
    as_yaml.write_text(ours.visit_yaml(patient), encoding="utf-8")
    as_json.write_text(json.dumps(ours.visit_data(patient)), encoding="utf-8")
    plain.write_text(json.dumps(patient._asdict()), encoding="utf-8")
    workspace = ours.write_workspace(folder / "workspace")
    cache = folder / "cache"

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    found = [
        Contender("python -c pass", (sys.executable, "-c", "pass"), note="the baseline of all"),
        Contender("ours, first ever", build(workspace, as_yaml), forget, "empty cache"),
        Contender(
            "ours, again", build(workspace, as_yaml), note="press in the cache, visit in YAML"
        ),
        Contender("ours, again, JSON", build(workspace, as_json), note="the same, visit in JSON"),
    ]
    missing = []
    for name in peers.MODULES:
        why = peers.problem(name)
        if why:
            missing.append(Row(name, None, why))
        else:
            found.append(Contender(name, _peer(name, folder, plain)))
    return found, missing


def build(workspace: Path, visit: Path) -> tuple[str, ...]:
    """The command line that prints the leaflet for a visit; the file goes beside the visit's."""
    out = str(visit.with_name("ours.pdf"))
    return (*program(), "-q", "-C", str(workspace), "build", content.TOPIC,
            "--visit", str(visit), "-o", out)  # fmt: skip


def program() -> tuple[str, ...]:
    """The installed command, or the module where it is not on the path of this Python."""
    installed = Path(sys.executable).with_name("handout")
    return (str(installed),) if installed.is_file() else (sys.executable, "-m", "handout")


def _peer(name: str, folder: Path, patient: Path) -> tuple[str, ...]:
    out = str(folder / f"{name}.pdf")
    module = f"bench.peers.{peers.MODULES[name][1]}"
    if name != "Typst":
        return (sys.executable, "-m", module, str(patient), out)
    from bench.peers import with_typst

    source = with_typst.write_source(folder)
    given = folder / "inputs.json"
    given.write_text(json.dumps(with_typst.inputs(content.patients(1)[0])), encoding="utf-8")
    return (
        sys.executable,
        str(with_typst.__file__),
        str(source),
        str(content.FONTS),
        str(given),
        out,
    )
