"""`handout batch`: a table of people in, a leaflet for each of them out."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from handout.cli.batch_job import Request, job_of, rows_of, say, workers_of
from handout.cli.completion import looks, topics
from handout.cli.session import Session
from handout.cli.stopping import Stop, stops_once
from handout.errors import ExitCode

if TYPE_CHECKING:
    from handout.cli.batching import Tally

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
    with stops_once() as stop:
        code = _batch(request, session, stop)
    click.get_current_context().exit(code)


def _check(request: Request) -> None:
    """Raise a usage error for options that do not go together."""
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
    if request.sort != "row":
        _check_sort(request.sort)


def _check_sort(fields: str) -> None:
    """Raise a usage error for a field that nothing is sorted by."""
    from handout.batch.printing import SORTS

    unknown = next((one for one in fields.split(",") if one not in SORTS), None)
    if unknown is not None:
        raise click.UsageError(f"--sort knows {', '.join(SORTS)}, not {unknown!r}")


def _batch(request: Request, session: Session, stop: Stop) -> ExitCode:
    """Read, look over, make and tell."""
    from handout.cli.batching import Manner, Tally, summary, tell

    tally = Tally()
    try:
        with ExitStack() as stack:
            workers = workers_of(request, stack)
            job, count = job_of(request, session, stack)
            manner = Manner(request.as_json, request.is_rehearsal, request.stops_early)
            stop.check()
            tell(rows_of(request, job, workers), count, session, manner, tally, stop)
    except KeyboardInterrupt:
        click.echo(f"stopped: {summary(tally)}; run it again to go on", err=True)
        raise
    where = request.print_run or job.store.name
    where = "nowhere, as this was a rehearsal" if request.is_rehearsal else where
    say(f"{summary(tally)}: {where}", request, session)
    if tally.unproven:
        session.warn(
            f"{tally.unproven} of the leaflets print no name or number, or one too common to tell "
            "whose they are; they hold no other's"
        )
    return _code(tally, request)


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
