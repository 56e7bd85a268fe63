"""`python -m bench`: every measurement in turn, as tables."""

import argparse
import gc
import json
import platform
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import batch, cold, figures, growth, memory, pages, people, proof, shares, where
from bench.results import Table

_PACKAGES = ("clinic-handout", "reportlab", "typst", "fpdf2", "weasyprint", "uharfbuzz", "msgspec")


def main() -> None:
    """Measure, print, and say which targets are met. The exit code is 0 whatever they are."""
    options = _options()
    print(_machine())
    with TemporaryDirectory(prefix="handout-bench-") as name:
        tables = [_shown(measure) for measure in _measures(options, Path(name))]
    targets = [target for table in tables for target in table.targets]
    print("\nTargets")
    for target in targets:
        print(f"  {target.verdict:<12} {target.name}")
    if options.json:
        data = {"machine": _machine(), "tables": [_plain(table) for table in tables]}
        options.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs; about 2 minutes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there too")
    names = ("cold", "batch", "people", "proof", "memory", "growth", "pages", "figures", "shares")
    names += ("where",)
    parser.add_argument("--only", choices=names)
    return parser.parse_args()


def _measures(options: argparse.Namespace, folder: Path) -> list[Callable[[], Table]]:
    quick = options.quick
    every: list[tuple[str, Callable[[], Table]]] = [
        ("cold", lambda: cold.measure(folder, 7 if quick else 21)),
        ("batch", lambda: batch.measure(200 if quick else 1000)),
        ("people", lambda: people.measure(folder, 500 if quick else 1000, 2 if quick else 5)),
        ("proof", lambda: proof.measure(500 if quick else 2500)),
        ("memory", lambda: memory.measure(2000 if quick else 10_000)),
        ("growth", lambda: growth.measure(folder, 1000 if quick else 10_000)),
        ("pages", lambda: pages.measure(folder, 5 if quick else 15)),
        ("figures", lambda: figures.measure(folder, 11 if quick else 31)),
        ("shares", lambda: shares.measure(folder, 200 if quick else 1000)),
        ("where", lambda: where.stages(100 if quick else 500)),
        ("where", lambda: where.imports(folder)),
    ]
    return [measure for name, measure in every if options.only in (None, name)]


def _shown(measure: Callable[[], Table]) -> Table:
    table = measure()
    gc.collect()  # what one contender left behind is no burden on the next measurement
    print("\n" + table.shown(), flush=True)
    return table


def _machine() -> str:
    """The machine in general terms, Python, and the versions of all contenders."""
    versions = []
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(f"{package} not installed")
    python = f"Python {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {python}\n{', '.join(versions)}"


def _plain(table: Table) -> dict[str, object]:
    data = asdict(table)
    data["targets"] = [asdict(target) | {"verdict": target.verdict} for target in table.targets]
    return data


if __name__ == "__main__":
    main()
