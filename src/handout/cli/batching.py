"""What a batch tells while it runs, and at its end."""

import sys
from collections.abc import Iterable
from contextlib import closing, nullcontext

import click
import msgspec
from msgspec import Struct

from handout.batch.run import Job, RowDone, Way, run
from handout.cli.session import Session
from handout.errors import Problem


class Tally(Struct):
    """What has become of the rows so far."""

    made: int = 0
    refused: int = 0
    there: int = 0
    files: int = 0
    is_breached: bool = False

    def add(self, row: RowDone) -> None:
        """Count a row."""
        self.refused += row.is_refused
        self.made += not row.is_refused
        self.there += row.was_there and not row.is_refused
        self.files += len(row.made)
        self.is_breached |= row.is_breach


class _File(Struct, frozen=True):
    """What --json says about one file."""

    file: str
    pages: int
    sha256: str
    look: str
    language: str


class _Line(Struct, frozen=True):
    """What --json says about one row."""

    row: int
    status: str
    files: tuple[_File, ...]
    problems: tuple[str, ...]


def tell(
    job: Job, way: Way, session: Session, rows: int, *, as_json: bool, stops_early: bool
) -> Tally:
    """Run the job and tell of every row. Problems wait until a progress bar has gone.

    Raises: KeyboardInterrupt, after saying what is made so far.
    """
    tally, held_back = Tally(), list[Problem]()
    bar = click.progressbar(length=rows, label="people", show_pos=True, file=sys.stderr)
    shows = not session.is_quiet and sys.stderr.isatty()
    try:
        with bar if shows else nullcontext(), closing(run(job, way)) as done:
            for row in done:
                tally.add(row)
                _say(row, session, as_json)
                if shows:
                    bar.update(1)
                    held_back += row.problems
                else:
                    _complain(row.problems, session)
                if row.is_breach or (stops_early and row.is_refused):
                    break
    except KeyboardInterrupt:
        _complain(held_back, session)
        click.echo(f"stopped: {summary(tally)}; run it again to go on", err=True)
        raise
    _complain(held_back, session)
    return tally


def _say(row: RowDone, session: Session, as_json: bool) -> None:
    """A line about a row: of JSON for programs, of a file for people."""
    if as_json:
        files = tuple(
            _File(one.file, one.pages, one.sha256, one.look, one.language) for one in row.made
        )
        status = "refused" if row.is_refused else "there" if row.was_there else "made"
        messages = tuple(problem.message for problem in row.problems)
        click.echo(msgspec.json.encode(_Line(row.row, status, files, messages)))


def _complain(problems: Iterable[Problem], session: Session) -> None:
    for problem in problems:
        if problem.severity == "error" or not session.is_quiet:
            click.echo(str(session.placed(problem)), err=True)


def summary(tally: Tally) -> str:
    """What has become of the rows, for people."""
    there = f", {tally.there} of them before" if tally.there else ""
    files = "1 file" if tally.files == 1 else f"{tally.files} files"
    return f"{tally.made} made ({files}{there}), {tally.refused} refused"
