"""Where our own time goes: the stages of printing a leaflet, and the imports of a cold start."""

import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from statistics import median
from time import perf_counter
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from bench import cold, content, ours
from bench.results import Row, Table
from handout import build
from handout.pages import parts, pdf, press

_STAGES = (
    ("fill", build, "fill"),
    ("set what the visit changes", parts, "_set"),
    ("galley", press, "paginate"),
    ("tags", press, "tag"),
    ("furniture", press, "page_furniture"),
    ("fonts rebuilt for new letters", press, "_rebuilt"),
    ("write", press, "write"),
)


class Clock:
    """Time by stage, each without what it calls that is a stage of its own."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._inner: list[float] = []

    def around(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed as the stage."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            start = perf_counter()
            try:
                done = function(*args, **kwargs)
                return list(done) if stage == "furniture" else done
            finally:
                whole = perf_counter() - start
                inner = self._inner.pop()
                self.spent[stage] = self.spent.get(stage, 0.0) + whole - inner
                if self._inner:
                    self._inner[-1] += whole

        return timed

    def at(self, stage: str, module: object, name: str) -> AbstractContextManager[object]:
        """A context in which what has the name there, if there is such, is timed as the stage."""
        if not hasattr(module, name):
            return nullcontext()
        return patch.object(module, name, self.around(stage, getattr(module, name)))

    @contextmanager
    def running(self) -> Iterator[None]:
        """Every stage is timed in here; one that the program no longer has is left out."""
        with ExitStack() as stack:
            for stage, module, name in _STAGES:
                stack.enter_context(self.at(stage, module, name))
            deflate = SimpleNamespace(compress=self.around("deflate", zlib.compress))
            stack.enter_context(patch.object(pdf, "zlib", deflate))
            yield


def stages(leaflets: int) -> Table:
    """Wall time of each stage of a leaflet, in a process that has printed before."""
    pressed = ours.ready(ours.write_workspace())
    visits = [ours.visit(patient) for patient in content.patients(leaflets)]
    for visit in visits[:20]:
        ours.printed(pressed, visit)
    clock, whole = Clock(), []
    with clock.running():
        for visit in visits:
            start = perf_counter()
            ours.printed(pressed, visit)
            whole.append(perf_counter() - start)
    table = Table("Printing one leaflet, ours, by stage", "ms")
    each = {stage: spent * 1000 / leaflets for stage, spent in clock.spent.items()}
    table.rows = [Row(stage, value) for stage, value in each.items()]
    mean = sum(whole) * 1000 / leaflets
    table.rows.append(Row("the rest", mean - sum(each.values())))
    table.rows.append(Row("all", mean, f"median {median(whole) * 1000:.2f}"))
    return table


def imports(folder: Path) -> Table:
    """What importing costs a cold start with a press in the cache, by package, top ten."""
    visit = folder / "visit.yaml"
    visit.write_text(ours.visit_yaml(content.patients(1)[0]), encoding="utf-8")
    arguments = cold.build(ours.write_workspace(folder / "workspace"), visit)
    words = arguments[arguments.index("-q") :]
    command = (sys.executable, "-X", "importtime", "-m", "handout", *words)
    for _ in range(3):
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env=cold.surroundings(folder)
        )
    spent: dict[str, float] = {}
    counts: dict[str, int] = {}
    for line in done.stderr.splitlines():
        own, _, module = line.removeprefix("import time:").partition("|")
        if own.strip().isdigit():
            package = module.partition("|")[2].strip().partition(".")[0]
            spent[package] = spent.get(package, 0.0) + int(own) / 1000
            counts[package] = counts.get(package, 0) + 1
    table = Table("Imports of a cold start with a good press, ours, by package", "ms")
    top = sorted(spent.items(), key=lambda entry: -entry[1])[:10]
    table.rows = [Row(package, value, f"{counts[package]} modules") for package, value in top]
    table.rows.append(Row("all", sum(spent.values()), f"{sum(counts.values())} modules"))
    return table
