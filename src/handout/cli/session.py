"""What every command works with: the workspace, the clock, and a way to speak to the person."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct, structs

from handout.errors import ExitCode, Problem, fail

if TYPE_CHECKING:
    from handout.library import Library

_LAST_SECOND = 253402300799


class Moment(Struct, frozen=True):
    """The day it is, and the date that files carry; None for the visit's or the handout's own."""

    today: date
    made: datetime | None


class Session(Struct, frozen=True):
    """One run of the program.

    folder: the workspace, or what should be one. here: the folder other paths start from.
    """

    folder: Path
    here: Path
    is_quiet: bool
    environment: dict[str, str]

    def library(self, *, is_told: bool = True) -> "Library":
        """The files of the workspace; where there is none, of the example clinic, which is told."""
        from handout.library import Library, builtin

        roots = (self.folder, builtin()) if self.has_workspace() else (builtin(),)
        if is_told and not self.has_workspace():
            self.warn(
                "no clinic.yaml here: using the example clinic; "
                "run `handout init DIR` to make your own"
            )
        return Library(tuple(dict.fromkeys(roots)))

    def has_workspace(self) -> bool:
        """Whether the folder is a workspace."""
        return (self.folder / "clinic.yaml").is_file()

    def presses(self) -> Path | None:
        """The folder where presses are kept, if there is any."""
        from handout.cache import folder

        return folder(self.environment)

    def now(self) -> Moment:
        """Today and no date for files, or what SOURCE_DATE_EPOCH says for both."""
        epoch = self.environment.get("SOURCE_DATE_EPOCH", "")
        if not epoch:
            return Moment(date.today(), None)
        if not (epoch.isascii() and epoch.isdigit() and int(epoch[:20]) <= _LAST_SECOND):
            fail(
                f"SOURCE_DATE_EPOCH is {epoch[:40]!r}",
                hint="set it to whole seconds since 1970, or unset it",
                code=ExitCode.ENVIRONMENT,
            )
        made = datetime.fromtimestamp(int(epoch), UTC)
        return Moment(made.date(), made)

    def say(self, words: str) -> None:
        """Tell what was done."""
        if not self.is_quiet:
            click.echo(words)

    def note(self, words: str) -> None:
        """Tell what was done where standard output is a program's."""
        if not self.is_quiet:
            click.echo(words, err=True)

    def warn(self, words: str) -> None:
        """Tell what should be known."""
        if not self.is_quiet:
            click.echo(f"warning: {words}", err=True)

    def report(self, problems: tuple[Problem, ...]) -> None:
        """Print problems, and how many of them are errors."""
        errors = sum(problem.severity == "error" for problem in problems)
        for problem in problems:
            if problem.severity == "error" or not self.is_quiet:
                click.echo(str(self.placed(problem)), err=True)
        if errors:
            click.echo("1 problem" if errors == 1 else f"{errors} problems", err=True)

    def placed(self, problem: Problem) -> Problem:
        """The problem with its file named from here."""
        if problem.place is None or "://" in problem.place.file:
            return problem
        place = structs.replace(problem.place, file=self.shown(Path(problem.place.file)))
        return structs.replace(problem, place=place)

    def shown(self, path: Path) -> str:
        """The path as a person here would write it."""
        return str(path.relative_to(self.here) if path.is_relative_to(self.here) else path)
