"""`handout batch`: a table of people in, a leaflet for each of them out."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from handout.cli.completion import looks, topics
from handout.cli.session import Session
from handout.cli.stopping import stops_once
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
    from handout.cli.batching import Tally
    from handout.library import Library

_EPILOG = """\b
Examples:
  handout batch clinic-list.csv --topic sciatica --dry-run
  handout batch clinic-list.csv --expect 212       topics from its column
  handout batch recall.xlsx --columns given=First --topic footwear
  handout batch patients.json                      FHIR R4: topics by code
  handout batch list.csv --print-run post.pdf --slip dl
The same command again makes only what is missing or changed; `handout
verify DIR` looks at every file. Rows that cannot be made are named, the
rest goes on, and the exit code is 3. No file is named after a patient.
"""


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


@click.command("batch", epilog=_EPILOG)
@click.argument("table", metavar="TABLE|-")
@click.option("-o", "--output", metavar="DIR|URL",
              help="The batch's folder, or s3://...; output/TABLE if not said.")  # fmt: skip
@click.option("--topic", "topics", metavar="NAME", multiple=True, shell_complete=topics,
              help="A topic or pack for rows that name none.")  # fmt: skip
@click.option("--template", "look", metavar="LOOK", default="", shell_complete=looks,
              help="The look of rows that need no other.")  # fmt: skip
@click.option("--pack", "is_pack", is_flag=True, help="All topics of a person as one PDF.")
@click.option("--columns", metavar="FIELD=HEADING", multiple=True,
              help="Which column is which; ignore=HEADING leaves one out.")  # fmt: skip
@click.option("--encoding", metavar="NAME", default="", help="Of a text table, such as cp1252.")
@click.option("--sheet", metavar="NAME", default="", help="The sheet of a spreadsheet.")
@click.option(
    "--time-zone",
    "zone",
    metavar="NAME",
    default="",
    help="Where the clinic is, for FHIR times in UTC, such as Europe/London.",
)
@click.option("--expect", "expected", metavar="N", type=click.IntRange(1),
              help="Make nothing unless the table has so many people.")  # fmt: skip
@click.option("--limit", metavar="N", type=click.IntRange(1), help="The first N people only.")
@click.option("--sample", metavar="N", type=click.IntRange(1), help="N people, spread evenly.")
@click.option("--dry-run", "is_rehearsal", is_flag=True, help="Make everything, keep nothing.")
@click.option("--fail-fast", "stops_early", is_flag=True, help="Stop at the first refused row.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each row.")
@click.option("--names", metavar="TEMPLATE", default="{row}-{id}-{topic}.pdf", show_default=True,
              help="Names of files; also {look}, {language}, {date}.")  # fmt: skip
@click.option("--hash-ids", "hashes_ids", is_flag=True, help="Digests for ids in file names.")
@click.option("--passwords", metavar="FILE", default="",
              help="A table of ids and passwords, for AES-256: not PDF/A then.")  # fmt: skip
@click.option(
    "--print-run",
    metavar="FILE.pdf",
    default="",
    help="All leaflets in one file for the printer, each person on their own sheets.",
)
@click.option("--slip", type=click.Choice(("dl", "c5", "din-a", "din-b", "us")),
              help="A cover slip with the address for this window envelope.")  # fmt: skip
@click.option("--sort", metavar="FIELDS", default="row", show_default=True,
              help="Of a print run: family,given or postcode, id, date.")  # fmt: skip
@click.option("--most-pages", metavar="N", type=click.IntRange(0), default=0,
              help="Several files of a print run with at most N pages.")  # fmt: skip
@click.option("--single-sided", "is_single_sided", is_flag=True,
              help="No blank pages for printing on both sides.")  # fmt: skip
@click.option("--workers", metavar="N", type=click.IntRange(1, 256),
              help="Processes; one for each core if not said.")  # fmt: skip
@click.option("--seconds", metavar="N", type=click.FloatRange(0.1), default=30.0,
              show_default=True, help="The longest a row may take.")  # fmt: skip
@click.option("--megabytes", metavar="N", type=click.IntRange(64), default=1024,
              show_default=True, help="The most memory a worker may take.")  # fmt: skip
@click.option("--proof/--no-proof", "is_proven", default=True,
              help="Read every file back: it holds its own patient and no other.")  # fmt: skip
@click.option("--allow-expired", "allowed", metavar="REASON", default="",
              help="Make topics past their review date too, with a mark.")  # fmt: skip
@click.option("--cluster", metavar="ADDRESS|local", default="",
              help="Work with dask: tcp://computer:8786, or workers started here.")  # fmt: skip
@click.pass_obj
def command(session: Session, /, **options: Any) -> None:
    """Make the leaflets of everybody in a table."""
    request = Request(**options)
    _check(request)
    with stops_once():
        code = _batch(request, session)
    click.get_current_context().exit(code)


def _check(request: Request) -> None:
    """Raise a usage error for options that do not go together."""
    from handout.batch.printing import SORTS

    if request.limit and request.sample:
        raise click.UsageError("--limit does not go with --sample")
    alone = (
        ("-o", request.output), ("--passwords", request.passwords), ("--cluster", request.cluster),
    )  # fmt: skip
    for option, value in alone:
        if request.print_run and value:
            raise click.UsageError(f"--print-run does not go with {option}")
    if request.print_run and not request.print_run.endswith(".pdf"):
        raise click.UsageError("--print-run needs the name of a file, such as post.pdf")
    unknown = next((one for one in request.sort.split(",") if one not in SORTS), None)
    if unknown is not None:
        raise click.UsageError(f"--sort knows {', '.join(SORTS)}, not {unknown!r}")


def _batch(request: Request, session: Session) -> ExitCode:
    """Read, look over, make and tell."""
    from handout.batch.person import reading_of
    from handout.batch.plan import Asked
    from handout.batch.run import Job
    from handout.batch.survey import survey
    from handout.cli.batching import Manner, summary, tell

    with ExitStack() as stack:
        moment, library = session.now(), session.library()
        table = _table(request, session, library)
        reading = reading_of(table, library.clinic().language, moment.today)
        seen = survey(table, reading)
        _say(f"{seen.rows} {'person' if seen.rows == 1 else 'people'} read", request, session)
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
        manner = Manner(request.as_json, request.is_rehearsal, request.stops_early)
        count = len(chosen) if chosen else seen.rows
        tally = tell(_rows(request, job), count, session, manner)
    where = "nowhere, as this was a rehearsal" if request.is_rehearsal else _where(request, store)
    _say(f"{summary(tally)}: {where}", request, session)
    if tally.unproven:
        session.warn(
            f"{tally.unproven} of the leaflets print no name or number, or one too common to tell "
            "whose they are; they hold no other's"
        )
    return _code(tally, request)


def _say(words: str, request: Request, session: Session) -> None:
    """Tell the person; a program that reads JSON is not told."""
    if request.as_json:
        session.note(words)
    else:
        session.say(words)


def _code(tally: "Tally", request: Request) -> ExitCode:
    """What the process says at its end."""
    if tally.is_breached:
        click.echo("stopped: a leaflet held what is not its patient's; it was withheld", err=True)
        return ExitCode.CONTENT
    if not tally.refused:
        return ExitCode.DONE
    if request.stops_early:
        click.echo("stopped at the first row that was refused", err=True)
    return ExitCode.ROWS_FAILED


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
        _say(f"{table.name}: {words}", request, session)
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


def _where(request: Request, store: "Store") -> str:
    return request.print_run or store.name


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


def _rows(request: Request, job: "Job") -> "Generator[RowDone]":
    """The rows, as they will be made: for the printer, or each leaflet as a file of its own."""
    from handout.batch.identity import identity_of
    from handout.batch.register import register_of
    from handout.batch.run import run

    people = (identity_of(row) for row in job.table.rows())
    register = register_of(people) if request.is_proven else None
    if not request.print_run:
        return run(job, _way(request, job, register))
    from handout.batch.printing import Printing, print_run

    stem, duplex = Path(request.print_run).stem, not request.is_single_sided
    sort = tuple(request.sort.split(","))
    printing = Printing(stem, sort, request.slip or "", request.most_pages, duplex)
    return print_run(job, printing, register)


def _way(request: Request, job: "Job", register: "Register | None") -> "Way":
    """How the leaflets get made."""
    from handout.batch.pool import Limits, Pool

    workers = request.workers or os.cpu_count() or 1
    limits = Limits(workers, request.seconds, request.megabytes)
    if request.cluster:
        return _cluster()(request.cluster, job.asked, register, job.store.spool, limits).results
    return Pool(job.asked, register, job.store.spool, limits).results


def _cluster() -> "type[Cluster]":
    """What works with dask, where that is installed."""
    try:
        from handout.batch.cluster.way import Cluster
    except ImportError:
        hint = "run: pip install 'clinic-handout[cluster]'"
        fail("what is needed for --cluster is not installed", hint=hint, code=ExitCode.ENVIRONMENT)
    return Cluster
