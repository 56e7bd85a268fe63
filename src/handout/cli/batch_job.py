"""What `handout batch` is to work on, and how, from what was written on the command line."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from msgspec import Struct

from handout.cli.session import Session
from handout.cli.storing import store_at
from handout.errors import ExitCode, Place, fail

if TYPE_CHECKING:
    from collections.abc import Generator

    from handout.batch.cluster.way import Cluster
    from handout.batch.names import Names
    from handout.batch.register import Register
    from handout.batch.rows import Table
    from handout.batch.run import Job, RowDone, Way
    from handout.batch.store import Store
    from handout.batch.workers import Limits, Workers
    from handout.library import Library


class Request(Struct, frozen=True):
    """What was written on the command line."""

    table: str
    output: str | None
    topics: tuple[str, ...]
    look: str
    is_pack: bool
    columns: tuple[str, ...]
    encoding: str
    sheet: str
    zone: str
    expected: int | None
    limit: int | None
    sample: int | None
    is_rehearsal: bool
    stops_early: bool
    as_json: bool
    names: str
    hashes_ids: bool
    passwords: str
    workers: int | None
    seconds: float
    megabytes: int
    is_proven: bool
    allowed: str
    print_run: str
    slip: str | None
    sort: str
    most_pages: int
    is_single_sided: bool
    cluster: str


def job_of(request: Request, session: Session, stack: ExitStack) -> "tuple[Job, int]":
    """The run that is asked for, and how many rows it has. stack: keeps hold of its folder."""
    from handout.batch.person import reading_of
    from handout.batch.plan import Asked
    from handout.batch.run import Job
    from handout.batch.survey import survey

    moment, library = session.now(), session.library()
    table = _table(request, session, library)
    reading = reading_of(table, library.clinic().language, moment.today)
    seen = survey(table, reading)
    say(f"{seen.rows} {'person' if seen.rows == 1 else 'people'} read", request, session)
    _check_count(request, table, seen.rows)
    chosen = _chosen(request, table, seen.rows)
    store = _store(request, session, table)
    if request.is_rehearsal or not request.print_run:
        stack.enter_context(store.held())
    asked = Asked(
        library.roots, _presses(session, stack), moment.today, moment.made, request.topics,
        request.look, request.is_pack, request.allowed, _names(request, store),
    )  # fmt: skip
    words = _passwords(request, table, session)
    job = Job(table, reading, asked, store, chosen, seen.refused, words)
    return job, len(chosen) if chosen else seen.rows


def say(words: str, request: Request, session: Session) -> None:
    """Tell the person; a program that reads JSON is not told."""
    if request.as_json:
        session.note(words)
    else:
        session.say(words)


def _table(request: Request, session: Session, library: "Library") -> "Table":
    """The table that was named, or what comes in; how it was read is told."""
    from handout.batch.opening import LARGEST_TABLE, Options, open_table

    options = Options(
        session.now().today, request.encoding, request.sheet, request.columns, request.zone
    )
    if request.table == "-":
        data = sys.stdin.buffer.read(LARGEST_TABLE + 1)
        table = open_table(data, "-", options, library)
    else:
        table = open_table(session.here / request.table, request.table, options, library)
    for words in table.said:
        say(f"{table.name}: {words}", request, session)
    return table


def _check_count(request: Request, table: "Table", rows: int) -> None:
    if request.expected is not None and rows != request.expected:
        message = f"--expect says {request.expected} people, and the table has {rows}"
        fail(message, Place(table.name), "look for rows that are missing or run together")


def _store(request: Request, session: Session, table: "Table") -> "Store":
    """Where the batch goes; a rehearsal only looks there."""
    from handout.batch.names import safe
    from handout.batch.store import Rehearsal
    from handout.output import target

    # A list has a name of its own; a file of FHIR is often called after its one patient.
    is_list = request.table != "-" and not request.table.endswith(("json", "JSON"))
    stem = safe(Path(table.name).stem) if is_list else ""
    folder = session.folder / "output" / (stem or "batch")
    place = request.output or str(folder)
    if request.print_run:
        place = str(target(session.here / request.print_run, is_folder=False).folder)
    store = store_at(place, session)
    return Rehearsal(store) if request.is_rehearsal else store


def _presses(session: Session, stack: ExitStack) -> Path:
    """The folder of presses; one for this run where the user has none."""
    return session.presses() or Path(stack.enter_context(TemporaryDirectory(prefix="handout-")))


def _names(request: Request, store: "Store") -> "Names":
    """How files are called. The salt of hashed ids stays with the batch, so that names stay too."""
    from handout.batch.names import SALT, names

    if not request.hashes_ids:
        return names(request.names)
    salt = store.get(SALT) or os.urandom(16)
    store.put(SALT, salt)
    return names(request.names, salt)


def _chosen(request: Request, table: "Table", rows: int) -> "frozenset[int] | None":
    """The numbers of the rows that are in this run; None for all."""
    wanted = request.limit or request.sample
    if wanted is None or wanted >= rows:
        return None
    places = range(wanted) if request.limit else (turn * rows // wanted for turn in range(wanted))
    chosen = frozenset(places)
    return frozenset(row.number for place, row in enumerate(table.rows()) if place in chosen)


def _passwords(request: Request, table: "Table", session: Session) -> dict[str, str] | None:
    """The passwords of a file of their own; None where there is none. What they cost is told."""
    if not request.passwords and "password" not in table.columns:
        return None
    from handout.batch.locked import check_locking
    from handout.batch.passwords import passwords_in
    from handout.source.guard import load

    check_locking()
    session.warn("files with a password are not PDF/A: that allows no encryption")
    if not request.passwords:
        return None
    return passwords_in(load(session.here / request.passwords, "--passwords"), "--passwords")


def workers_of(request: Request, stack: ExitStack) -> "Workers | None":
    """Workers of this computer, if they make the leaflets; they get ready while the table is read.

    stack: ends them.
    """
    if request.print_run or request.cluster:
        return None
    from handout.batch.workers import Workers

    workers = Workers(_limits(request))
    stack.callback(workers.close)
    workers.start()
    return workers


def rows_of(request: Request, job: "Job", workers: "Workers | None") -> "Generator[RowDone]":
    """The rows, as they will be made: for the printer, or each leaflet as a file of its own."""
    from handout.batch.identity import identity_of
    from handout.batch.register import register_of
    from handout.batch.run import run

    people = (identity_of(row) for row in job.table.rows())
    register = register_of(people) if request.is_proven else None
    if not request.print_run:
        return run(job, _way(request, job, register, workers))
    from handout.batch.printing import Printing, print_run

    stem, duplex = Path(request.print_run).stem, not request.is_single_sided
    sort = tuple(request.sort.split(","))
    printing = Printing(stem, sort, request.slip or "", request.most_pages, duplex)
    return print_run(job, printing, register)


def _way(
    request: Request, job: "Job", register: "Register | None", workers: "Workers | None"
) -> "Way":
    """How the leaflets get made."""
    asked, spool = job.asked, job.store.spool
    if workers is None:
        return _cluster()(request.cluster, asked, register, spool, _limits(request)).results
    from handout.batch.pool import Pool

    return Pool(workers, asked, register, spool).results


def _limits(request: Request) -> "Limits":
    from handout.batch.workers import Limits

    return Limits(request.workers or os.cpu_count() or 1, request.seconds, request.megabytes)


def _cluster() -> "type[Cluster]":
    """What works with dask, where that is installed."""
    try:
        from handout.batch.cluster.way import Cluster
    except ImportError:
        hint = "run: pip install 'clinic-handout[cluster]'"
        fail("what is needed for --cluster is not installed", hint=hint, code=ExitCode.ENVIRONMENT)
    return Cluster
