"""What a batch tells while it runs, and at its end."""

import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, nullcontext
from time import monotonic
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec import Struct

from handout.cli.session import Session
from handout.cli.stopping import Stop
from handout.errors import Problem

if TYPE_CHECKING:
    from handout.batch.run import RowDone


class Tally(Struct):
    """What has become of the rows so far.

    unproven: leaflets that hold nobody else, but could not be shown to hold their own patient.
    """

    made: int = 0
    refused: int = 0
    there: int = 0
    leaflets: int = 0
    unproven: int = 0
    is_breached: bool = False

    def add(self, row: "RowDone") -> None:
        """Count a row."""
        self.refused += row.is_refused
        self.made += not row.is_refused
        self.there += row.was_there and not row.is_refused
        self.leaflets += len(row.made)
        self.unproven += sum(bool(one.unproven) for one in row.made)
        self.is_breached |= row.is_breach


class Manner(Struct, frozen=True):
    """How a run is told, and when it stops."""

    as_json: bool
    lists_files: bool
    stops_early: bool


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
    rows: "Generator[RowDone]", count: int, session: Session, manner: Manner, tally: Tally,
    stop: Stop,
) -> None:  # fmt: skip
    """Let the rows be made, count and tell every one. Problems wait until a progress bar has gone.

    count: of the rows there will be.
    """
    held_back: list[Problem] = []
    bar = click.progressbar(
        length=count, label="people", show_pos=True, file=sys.stderr,
        item_show_func=_rate(monotonic()),
    )  # fmt: skip
    shows = not session.is_quiet and sys.stderr.isatty()
    try:
        with bar if shows else nullcontext(), closing(rows):
            for row in rows:
                tally.add(row)
                _say(row, session, manner)
                if shows:
                    bar.update(1, tally.made + tally.refused)
                    held_back += row.problems
                else:
                    _complain(row.problems, session)
                if row.is_breach or (manner.stops_early and row.is_refused):
                    break
                stop.check()
    finally:
        _complain(held_back, session)


def _rate(start: float) -> Callable[[int | None], str]:
    """How fast it goes, from how many rows there are; start: when it began, in seconds."""
    return lambda rows: f"{(rows or 0) / (monotonic() - start):.0f} a second"


def _say(row: "RowDone", session: Session, manner: Manner) -> None:
    """A line of JSON about a row for programs; for people one about each file, if they asked."""
    if manner.as_json:
        files = tuple(
            _File(one.file, one.pages, one.sha256, one.look, one.language) for one in row.made
        )
        status = "refused" if row.is_refused else "there" if row.was_there else "made"
        messages = tuple(problem.message for problem in row.problems)
        click.echo(msgspec.json.encode(_Line(row.row, status, files, messages)))
    elif manner.lists_files:
        for one in row.made:
            pages = "1 page" if one.pages == 1 else f"{one.pages} pages"
            session.say(f"row {one.row}: {one.file}  {pages}")


def _complain(problems: Iterable[Problem], session: Session) -> None:
    for problem in problems:
        if problem.severity == "error" or not session.is_quiet:
            click.echo(str(session.placed(problem)), err=True)


def summary(tally: Tally) -> str:
    """What has become of the rows, for people."""
    there = f", {tally.there} of them before" if tally.there else ""
    leaflets = "1 leaflet" if tally.leaflets == 1 else f"{tally.leaflets} leaflets"
    return f"{tally.made} made ({leaflets}{there}), {tally.refused} refused"
