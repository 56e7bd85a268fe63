"""Making the leaflets of one run: each on its own, so that a bad one stops no other."""

import hashlib
import sys
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from handout.build import Leaflet, Order, leaflet
from handout.cli.session import Moment, Session
from handout.errors import ExitCode, HandoutError, Problem
from handout.library import Library
from handout.model.visit import Visit
from handout.output import Target, file_stem, write_beside, write_file


class Job(Struct, frozen=True):
    """The orders of one run, and where their leaflets go; no target is standard output.

    look, language: as asked for on the command line; what a visit asks for is in no file name.
    kept_in: the folder of presses. owned: files of this run, which it may replace.
    """

    session: Session
    library: Library
    moment: Moment
    visit: Visit | None
    orders: tuple[Order, ...]
    target: Target | None
    look: str
    language: str
    as_json: bool
    kept_in: Path | None
    owned: dict[Order, Path]


class Outcome(Struct, frozen=True):
    """What became of one order. There is no file where there are errors."""

    order: Order
    problems: tuple[Problem, ...]
    code: ExitCode = ExitCode.DONE
    leaflet: Leaflet | None = None
    file: Path | None = None


class _Line(Struct, frozen=True):
    """What --json says about one problem."""

    severity: str
    message: str
    hint: str
    file: str | None
    line: int | None
    column: int | None


class _Report(Struct, frozen=True):
    """What --json says about one leaflet."""

    file: str | None
    topics: tuple[str, ...]
    look: str | None
    language: str | None
    pages: int | None
    sha256: str | None
    problems: tuple[_Line, ...]


def run(job: Job) -> tuple[Outcome, ...]:
    """Every leaflet of the job is made and told of, or its problems are in its outcome."""
    if len(job.orders) > 1 and not job.session.is_quiet and _is_terminal():
        with click.progressbar(job.orders, label="leaflets", file=sys.stderr) as orders:
            outcomes = tuple(_made(order, job) for order in orders)
        return tuple(_tell(outcome, job) for outcome in outcomes)
    return tuple(_tell(_made(order, job), job) for order in job.orders)


def _is_terminal() -> bool:
    return sys.stderr.isatty()


def _made(order: Order, job: Job) -> Outcome:
    today, made_on = job.moment.today, job.moment.made
    try:
        made = leaflet(order, job.visit, job.library, today, made_on, job.kept_in, job.orders)
        if any(problem.severity == "error" for problem in made.problems):
            return Outcome(order, made.problems, ExitCode.CONTENT, made)
        file = _delivered(order, made.pdf, job)
    except HandoutError as error:
        return Outcome(order, error.problems, error.code)
    return Outcome(order, made.problems, ExitCode.DONE, made, file)


def _stem(order: Order, job: Job) -> str:
    day = None
    if job.visit:
        day = job.visit.visit.date.isoformat() if job.visit.visit else ""
    return file_stem(order.topics, job.look, job.language, day)


def _delivered(order: Order, pdf: bytes, job: Job) -> Path | None:
    """Where the leaflet is now. A visit's never replaces another, unless the file was named."""
    if job.target is None:
        click.echo(pdf, nl=False)
        return None
    if order in job.owned:
        path = job.owned[order]
        write_file(path, pdf)
    elif job.target.file:
        path = job.target.folder / job.target.file
        write_file(path, pdf)
    elif job.visit:
        path = write_beside(job.target.folder, _stem(order, job), pdf)
    else:
        path = job.target.folder / f"{_stem(order, job)}.pdf"
        write_file(path, pdf)
    job.owned[order] = path
    return path


def _tell(outcome: Outcome, job: Job) -> Outcome:
    """The outcome, after a line about it: of JSON for programs, of words for people."""
    made = outcome.leaflet
    if job.as_json:
        click.echo(msgspec.json.encode(_report(outcome, job.session)))
    elif made and outcome.file:
        pages = "1 page" if made.pages == 1 else f"{made.pages} pages"
        job.session.say(f"{job.session.shown(outcome.file)}  {pages}")
    return outcome


def _report(outcome: Outcome, session: Session) -> _Report:
    made, file = outcome.leaflet, outcome.file
    return _Report(
        _writable(session.shown(file)) if file else None,
        tuple(map(_writable, outcome.order.topics)),
        made.look if made else _writable(outcome.order.look) or None,
        made.language if made else _writable(outcome.order.language) or None,
        made.pages if made else None,
        hashlib.sha256(made.pdf).hexdigest() if made and file else None,
        tuple(_line(problem, session) for problem in outcome.problems),
    )


def _writable(name: str) -> str:
    """The name as JSON can hold it: bytes that are no UTF-8 are written as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def _line(problem: Problem, session: Session) -> _Line:
    place = session.placed(problem).place
    line, column = (place.line or None, place.column or None) if place else (None, None)
    file = _writable(place.file) if place else None
    return _Line(problem.severity, _writable(problem.message), problem.hint, file, line, column)
