"""Where the time of a batch goes, step by step, against writing the same bytes plainly."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack
from os import fsync
from pathlib import Path
from time import perf_counter

from msgspec import structs

from bench import command, ours
from bench.command import Space
from bench.results import Row, Table
from bench.where import Clock
from handout.batch import run as running
from handout.batch import work
from handout.batch.identity import identity_of
from handout.batch.names import USUAL, names
from handout.batch.opening import Options, open_table
from handout.batch.person import reading_of
from handout.batch.plan import Asked, Planner, Task
from handout.batch.register import register_of
from handout.batch.rows import Row as Person
from handout.batch.rows import Table as People
from handout.batch.run import Job
from handout.batch.spooler import Spooler
from handout.batch.store import Folder
from handout.batch.survey import survey
from handout.batch.work import Done, Shop

STEPS = (
    ("understanding rows", running, "person_of"),
    ("planning and keys", Planner, "tasks"),
    ("printing", work, "printed"),
    ("isolation proof", work.Proof, "verdict"),
    ("sha256", work, "sha256"),
    ("names, on disk", Folder, "adopt"),
    ("manifest, on disk", Folder, "append"),
    ("manifest by row, at the end", Folder, "put_lines"),
)


def measure(folder: Path, people: int) -> Table:
    """Milliseconds a row in one process, each step by itself, and its share of all."""
    place = command.space(folder, people)
    start_up = _start_up(folder)
    place.cleared()
    clock, start = Clock(), perf_counter()
    for _ in _batch(place, clock):
        pass
    whole = (perf_counter() - start) * 1000 / people
    place.check()
    table = Table(f"Steps of a batch of {people}, one process, ours", "ms a row")
    each = {step: spent * 1000 / people for step, spent in clock.spent.items()}
    each["the rest"] = whole - sum(each.values())
    table.rows = [Row(step, value, f"{value / whole:.0%}") for step, value in each.items()]
    table.rows.append(Row("all", whole))
    data = [path.read_bytes() for path in sorted(place.out.glob("*.pdf"))]
    for name, waits in (("plain writing", False), ("plain writing, each waits for the disk", True)):
        took = _written(folder / name.replace(", ", "-"), data, waits) * 1000 / people
        table.rows.append(Row(name, took, f"{took / whole:.0%} of all"))
    table.rows.append(Row("start-up: a batch of 1, ms in all", start_up))
    return table


def _batch(place: Space, clock: Clock) -> Iterator[object]:
    """The batch as the command does it, without its processes; every step on the clock."""
    library, today = ours.library(place.folder / "workspace"), ours.TODAY
    opened = clock.around("reading the table", open_table)(
        place.table, place.table.name, Options(today, "", "", ()), library
    )
    table = structs.replace(opened, rows=lambda: _rows(opened, clock))
    reading = reading_of(table, library.clinic().language, today)
    seen = clock.around("first look at all rows", survey)(table, reading)
    people = (identity_of(row) for row in table.rows())
    register = clock.around("register of everybody", register_of)(people)
    asked = Asked(library.roots, place.folder / "cache", today, None, (), "", False, "",
                  names(USUAL))  # fmt: skip
    job = Job(table, reading, asked, Folder(place.out), None, seen.refused)
    spooler, shop = Spooler(place.out), Shop(asked, register)
    put = clock.around("spooling", spooler.put)
    settle = clock.around("waiting for the disk", spooler.settle)

    def way(chunks: Iterable[tuple[Task, ...]]) -> Generator[tuple[Done, ...]]:
        for chunk in chunks:
            done = map(shop.done, chunk)
            spooled = tuple(structs.replace(one, spooled=put(one.pdf)) for one in done)
            settle()
            yield spooled

    with ExitStack() as stack:
        for step, home, name in STEPS:
            stack.enter_context(clock.at(step, home, name))
        stack.enter_context(clock.at("opening presses", Shop, "press"))
        stack.enter_context(clock.at("opening presses", Planner, "_look_up"))
        stack.enter_context(job.store.held())
        yield from running.run(job, way)


def _rows(table: People, clock: Clock) -> Iterator[Person]:
    """The rows of the table; reading each is on the clock."""
    coming = table.rows()
    following = clock.around("reading the table", lambda: next(coming, None))
    while (row := following()) is not None:
        yield row


def _written(folder: Path, files: list[bytes], waits: bool) -> float:
    """Seconds for plain writing. waits: for the disk, after each."""
    folder.mkdir()
    start = perf_counter()
    for number, data in enumerate(files):
        with (folder / f"{number}.pdf").open("wb") as stream:
            stream.write(data)
            if waits:
                stream.flush()
                fsync(stream.fileno())
    return perf_counter() - start


def _start_up(folder: Path) -> float:
    """Milliseconds of the whole command for a table of one, without a press in the cache."""
    one = command.space(folder, 1)
    return min(command.timed(one.batch(), one).wall for _ in range(3)) * 1000
