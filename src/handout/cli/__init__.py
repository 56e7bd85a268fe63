"""The command line: a thin shell. Clock, environment and working folder are read here only.

A command's module is loaded when it is called, and what a command needs when it runs, so that
printing from a good press loads nothing that reads or sets a handout.
"""

import io
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from handout import __version__

_COMMANDS = (
    "approve", "batch", "build", "catalogue", "check", "diff", "doctor", "exercises", "figure",
    "find", "init", "list", "new", "report", "rules", "schema", "verify",
)  # fmt: skip
_EPILOG = """\b
First steps:
  handout build sciatica            a leaflet, for the example clinic
  handout init my-clinic            a workspace of your own
  handout exercises                 the exercises that leaflets can hold
Exit codes: 0 done, 1 problems in what was written, 2 wrong use, 3 rows of a
batch refused, 4 something is missing or cannot be written, 130 stopped by
you.
Completion of what has a name, in bash (or zsh_source, fish_source):
  eval "$(_HANDOUT_COMPLETE=bash_source handout)"
"""


class Program(click.Group):
    """The group of all commands, which ends with the exit codes of `ExitCode`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return [*_COMMANDS]  # `list` is a module here

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module loaded now."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"handout.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> None:
        """Run the command. A bug keeps its traceback; everything else ends with a message."""
        from handout.cli.session import Session
        from handout.errors import ExitCode, HandoutError

        try:
            super().invoke(ctx)
        except HandoutError as error:
            session = ctx.find_object(Session)
            assert session
            session.report(error.problems)
            ctx.exit(error.code)
        except KeyboardInterrupt:
            ctx.exit(ExitCode.INTERRUPTED)
        except BrokenPipeError:
            # Whoever read our output has gone; Python would complain once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(ExitCode.ENVIRONMENT)


@click.group(cls=Program, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C", "folder", metavar="DIR", default=".", type=click.Path(exists=True, file_okay=False),
    help="The workspace; the current folder when left out.",
)  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@click.version_option(__version__, prog_name="handout")
@click.pass_context
def program(context: click.Context, folder: str, quiet: bool) -> None:
    """Patient leaflets from YAML: accessible, personalised PDFs."""
    from handout.cli.session import Session

    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise click.UsageError("the current folder has been deleted") from None
    context.obj = Session((here / folder).resolve(), here, quiet, dict(os.environ))


def main() -> None:
    """Run the command line and end the process."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A title that the terminal cannot show is no reason to stop.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        program(prog_name="handout")
    except KeyboardInterrupt:
        sys.exit(130)
