"""`handout build`: which leaflets were asked for, and where they should go."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from handout.cli.completion import looks, topics
from handout.cli.session import Session
from handout.errors import ExitCode, HandoutError, fail

if TYPE_CHECKING:
    from handout.build import Order
    from handout.cli.making import Job, Outcome
    from handout.library import Library
    from handout.model.visit import Visit
    from handout.output import Target

_EPILOG = """\b
Examples:
  handout build                           every topic, into output/
  handout build sciatica -o leaflet.pdf
  handout build --visit visit.yaml        the handouts that the visit names
  handout build sciatica footwear --pack --template large-print
  handout build new-patient-heel-pain     a pack, as one PDF
A visit's leaflet is named after topic and date, never after the patient.
Names are better kept in a file: a shell remembers what --set was given.
What is the same for every patient is kept in HANDOUT_CACHE, or the usual
cache folder. SOURCE_DATE_EPOCH sets the day, for equal files.
"""


class Request(Struct, frozen=True):
    """What was written on the command line."""

    topics: tuple[str, ...]
    output: str | None
    visit: str | None
    changes: tuple[str, ...]
    look: str
    language: str
    watches: bool
    opens: bool
    is_pack: bool
    as_json: bool
    allowed: str


@click.command("build", epilog=_EPILOG)
@click.argument("topics", metavar="[TOPIC|PACK]...", nargs=-1, shell_complete=topics)
@click.option("-o", "--output", metavar="FILE|DIR", help="Where to put it; - writes to stdout.")
@click.option("--visit", metavar="FILE|-", help="The patient and the visit, in YAML.")
@click.option("--set", "changes", metavar="KEY=VALUE", multiple=True,
              help="Set a value of the visit, such as patient.given=Jo.")  # fmt: skip
@click.option("--template", "look", metavar="LOOK", default="", shell_complete=looks,
              help="The look, such as large-print.")  # fmt: skip
@click.option("--lang", "language", metavar="TAG", default="", help="The language, such as es.")
@click.option("--watch", "watches", is_flag=True, help="Build again when a file changes.")
@click.option("--open", "opens", is_flag=True, help="Show the leaflet when it is done.")
@click.option("--pack", "is_pack", is_flag=True, help="All topics as one PDF with a contents list.")
@click.option("--allow-expired", "allowed", metavar="REASON", default="",
              help="Make it past its review date too, with a mark.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each leaflet.")
@click.pass_obj
def command(session: Session, /, **options: Any) -> None:
    """Make leaflets. Without a name: those of the visit, else every topic."""
    request = Request(**options)
    _check(request)
    if request.watches:
        _watch(request, session)
        return
    job = _job(request, session)
    outcomes = _run(job)
    if request.opens:
        _open(outcomes, session)
    code = min((outcome.code for outcome in outcomes if outcome.code), default=ExitCode.DONE)
    click.get_current_context().exit(code)


def _check(request: Request) -> None:
    """Raise a usage error for options that do not go together."""
    to_stdout = request.output == "-"
    alone = "--watch" if request.watches else "--open" if request.opens else ""
    if to_stdout and (alone or request.as_json):
        raise click.UsageError(f"-o - does not go with {alone or '--json'}")
    if to_stdout and _is_terminal():
        raise click.UsageError("a PDF is no use on a terminal: send it to a file or a program")
    if request.watches and request.visit == "-":
        raise click.UsageError("--watch needs --visit to be a file")
    if request.output == "":
        raise click.UsageError("-o needs a name")
    for change in request.changes:
        if "=" not in change.lstrip("="):
            raise click.UsageError("--set is written KEY=VALUE, such as patient.given=Jo")


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _job(request: Request, session: Session, owned: "dict[Order, Path] | None" = None) -> "Job":
    """Everything that was asked for, read and checked. owned: files that may be replaced.

    With `owned` no press is kept or used, so that the library sees every file.
    """
    from handout.cli.making import Job

    moment = session.now()
    library = session.library(is_told=not owned)
    visit = _visit(request, session)
    orders = _orders(request, visit, library)
    target = _target(request, session, len(orders))
    kept_in = session.presses() if owned is None else None
    return Job(
        session, library, moment, visit, orders, target, request.look, request.language,
        request.as_json, kept_in, {} if owned is None else owned,
    )  # fmt: skip


def _run(job: "Job") -> "tuple[Outcome, ...]":
    """The leaflets are made, and then all that is wrong is said."""
    from handout.cli.making import run

    outcomes = run(job)
    job.session.report(tuple(dict.fromkeys(p for outcome in outcomes for p in outcome.problems)))
    return outcomes


def _open(outcomes: "tuple[Outcome, ...]", session: Session) -> None:
    for outcome in outcomes:
        if outcome.file and click.launch(str(outcome.file)):
            session.warn("there is no program that shows a PDF")


def _watch(request: Request, session: Session) -> None:
    """Build until the person stops it. Problems are told and do not end it."""
    from handout.cli.watching import times, watch

    owned: dict[Order, Path] = {}
    named = (request.visit,) if request.visit else ()
    known = dict.fromkeys(
        (
            session.folder / "clinic.yaml",
            session.folder / "handouts",
            *map(session.here.joinpath, named),
        ),
        0,
    )

    def build() -> dict[Path, int]:
        known.update(times(known))  # Before the build, so that a change during it is seen after.
        is_first = not owned
        try:
            job = _job(request, session, owned)
        except HandoutError as error:
            session.report(error.problems)
            return known
        outcomes = _run(job)
        if request.opens and is_first:
            _open(outcomes, session)
        return _with_seen(known, job.library)

    watch(build)


def _with_seen(known: "dict[Path, int]", library: "Library") -> "dict[Path, int]":
    """The times, with those of files that a build was the first to read."""
    from handout.cli.watching import STALE, times
    from handout.library import unchanged

    for name, digest in library.seen.items():
        path = Path(name)
        if path not in known:
            known |= times((path,))
            if not unchanged({name: digest}):
                known[path] = STALE
    return known


def _visit(request: Request, session: Session) -> "Visit | None":
    """The visit of a request, with what --set says laid over it; its words reach no message."""
    if request.visit is None and not request.changes:
        return None
    from handout.model.visit import Visit
    from handout.source.guard import LARGEST_FILE, load
    from handout.source.reader import read

    if request.visit is None:
        data = b""
    elif request.visit == "-":
        data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    else:
        data = load(session.here / request.visit, "--visit")
    pairs = (change.partition("=") for change in request.changes)
    changes = tuple((key, value) for key, _, value in pairs)
    return read(data, "--visit", Visit, private=True, changes=changes)


def _orders(request: Request, visit: "Visit | None", library: "Library") -> tuple["Order", ...]:
    """One order a leaflet."""
    from handout.build import Order, order_for

    order = order_for(visit, request.topics, request.look, request.language)
    wanted = tuple(dict.fromkeys(order.topics))
    if not wanted and visit:
        fail("the visit names no handouts", hint="name a topic, or write handouts: [sciatica]")
    if not wanted:
        wanted = library.own_topics() or tuple(name for name, _ in library.topics())
    if request.is_pack:
        return (Order(wanted, order.look, order.language, request.allowed),)
    return tuple(Order((topic,), order.look, order.language, request.allowed) for topic in wanted)


def _target(request: Request, session: Session, leaflets: int) -> "Target | None":
    """Where the leaflets go; None for standard output."""
    from handout.output import Target, exists_as_folder, target

    output = request.output
    if request.opens and leaflets > 1:
        raise click.UsageError("--open shows one leaflet: name a topic, or add --pack")
    if output is None:
        return Target(session.folder / "output")
    path = session.here / output
    is_folder = output.endswith(("/", "\\")) or exists_as_folder(path)
    if leaflets > 1 and not is_folder:
        raise click.UsageError("several leaflets need a folder (-o DIR/), or --pack")
    return None if output == "-" else target(path, is_folder=is_folder)
