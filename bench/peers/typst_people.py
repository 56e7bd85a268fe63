"""Typst for everybody in a table: two processes, each with a compiler that is used again and again.

Run as a program with TABLE FOLDER WORKERS and `ua` or `tagged`. It is written as one would write it
for the same promises that `handout batch` gives: a file is on disk before it has its name, and has
its name before a line of the manifest says so. The functions that write are the same.
"""

import csv
import hashlib
import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.content import Patient
from bench.peers import with_typst
from handout.batch.spooler import Spooler
from handout.files import named

CHUNK = 32
"""So many patients go to a process together, as later in `handout batch`."""

_COLUMNS = {
    "number": "id", "given": "given", "family": "family", "born": "birth_date", "seen": "date",
    "clinician": "clinician", "next_day": "next_date", "next_time": "next_time",
    "sentence": "found",
}  # fmt: skip


class _Process:
    """What a process has between its patients."""

    make: Callable[[Patient], bytes]
    spooler: Spooler


def main(table: str, out: str, workers: str, kind: str) -> None:
    """A PDF for everybody in the table, and a manifest."""
    folder = Path(out)
    folder.mkdir(parents=True)
    context = multiprocessing.get_context("spawn")
    with (folder / "manifest.jsonl").open("ab", buffering=0) as manifest:
        pool = context.Pool(int(workers), _start, (folder, kind == "ua"))
        for made in pool.imap_unordered(_work, chunks(Path(table))):
            named(folder, [(temporary, file) for temporary, file, _ in made])
            lines = (json.dumps({"file": file, "sha256": digest}) for _, file, digest in made)
            # As the line of ours is written, without a space.
            manifest.write("".join(f"{line}\n" for line in lines).replace(": ", ":").encode())
            os.fsync(manifest.fileno())
        pool.close()
        pool.join()


def chunks(table: Path) -> Iterator[list[tuple[int, Patient]]]:
    """The patients with their rows."""
    chunk = []
    with table.open(newline="", encoding="utf-8") as stream:
        for row, cells in enumerate(csv.DictReader(stream), 2):
            chunk.append((row, Patient(**{ours: cells[name] for ours, name in _COLUMNS.items()})))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def _start(folder: Path, as_ua: bool) -> None:
    _Process.make = staticmethod(with_typst.maker(as_ua=as_ua))
    _Process.spooler = Spooler(folder)


def _work(chunk: list[tuple[int, Patient]]) -> list[tuple[str, str, str]]:
    """The file of each patient under its first name, its name, and its digest."""
    done = []
    for row, patient in chunk:
        pdf = _Process.make(patient)
        digest = hashlib.sha256(pdf).hexdigest()
        done.append((_Process.spooler.put(pdf), f"{row:05}-{patient.number}.pdf", digest))
    _Process.spooler.settle()
    return done


if __name__ == "__main__":
    main(*sys.argv[1:])
