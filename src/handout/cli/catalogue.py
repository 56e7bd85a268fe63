"""`handout catalogue`: every exercise as a picture, on sheets for the wall."""

from datetime import UTC, datetime, time
from pathlib import Path

import click

from handout.cli.completion import tags
from handout.cli.session import Session
from handout.errors import ExitCode

_EPILOG = """\b
Examples:
  handout catalogue
  handout catalogue --tag foot -o foot.pdf
"""


@click.command("catalogue", epilog=_EPILOG)
@click.option("--tag", "wanted", metavar="TAG", multiple=True, shell_complete=tags,
              help="Only exercises with this tag; several must all hold.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE",
              help="Where to put it; output/catalogue.pdf when left out.")  # fmt: skip
@click.pass_obj
def command(session: Session, wanted: tuple[str, ...], output: str | None) -> None:
    """Make a PDF of all exercises for the wall.

    Each has its picture, name and dose, three in a row.
    """
    from handout.catalogue.printing import printed
    from handout.output import write_file

    if output is not None and Path(output).suffix.lower() != ".pdf":
        raise click.UsageError("-o needs a file that ends in .pdf")
    path = _path(session, output)
    moment = session.now()
    made = moment.made or datetime.combine(moment.today, time(), UTC)
    done = printed(session.library(), wanted, made)
    session.report(done.problems)
    if any(problem.severity == "error" for problem in done.problems):
        click.get_current_context().exit(ExitCode.CONTENT)
    write_file(path, done.pdf)
    pages = "1 page" if done.pages == 1 else f"{done.pages} pages"
    session.say(f"{session.shown(path)}  {pages}")


def _path(session: Session, output: str | None) -> Path:
    from handout.output import target

    if output is None:
        return session.folder / "output" / "catalogue.pdf"
    where = target(session.here / output, is_folder=False)
    return where.folder / where.file
