"""`handout diff`: what changed between two sides, in words and pages."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from msgspec import structs

from handout.cli.completion import looks
from handout.cli.session import Session
from handout.errors import ExitCode, fail

if TYPE_CHECKING:
    from handout.cli.sides import Sides
    from handout.compare.changes import Comparison
    from handout.compare.comparison import Asked
    from handout.compare.side import Paper, Side

_EPILOG = """\b
Examples:
  handout diff HEAD                        what has not been committed yet
  handout diff v1.0 v1.1 sciatica
  handout diff ../clinic-before . --words-only
  handout diff printed.pdf output/sciatica.pdf
OLD and NEW are each a revision of the workspace's git repository, a workspace
folder or a PDF; without NEW it is the workspace as it is. A PDF is compared
with the topic it is named after, unless you name one. Pages need the extra
clinic-handout[png].
"""


@click.command("diff", epilog=_EPILOG)
@click.argument("words", metavar="OLD [NEW] [TOPIC]...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR",
              help="The folder to write to; output/diff when left out.")  # fmt: skip
@click.option("--template", "look", metavar="LOOK", default="", shell_complete=looks,
              help="The look of the pages, such as large-print.")  # fmt: skip
@click.option("--words-only", is_flag=True, help="Leave the pages out.")
@click.option("--exit-code", "tells", is_flag=True, help="End with 1 when something differs.")
@click.pass_obj
def command(
    session: Session, words: tuple[str, ...], output: str | None, look: str, words_only: bool,
    tells: bool,
) -> None:  # fmt: skip
    """Show what changed: words side by side, and the pages that differ."""
    from handout.cli.sides import sides
    from handout.compare.comparison import Asked
    from handout.compare.folder import write
    from handout.compare.side import Day
    from handout.compare.terminal import as_text

    folder = _folder(session, output)
    moment = session.now()
    if not words_only:
        _need_pages("; --words-only does without")
    with TemporaryDirectory(prefix="handout-diff-") as room:
        asked_for = sides(session, words, Path(room).resolve())
        asked = Asked(asked_for.topics, look, not words_only, Day(moment.today, moment.made))
        found = _compared(asked_for, asked)
    found = structs.replace(found, problems=tuple(map(session.placed, found.problems)))
    session.say(as_text(found))
    page = write(found, folder)
    session.say(f"\n{session.shown(page)}")
    session.report(found.problems)
    if found.problems or (tells and found.has_difference()):
        click.get_current_context().exit(ExitCode.CONTENT)


def _folder(session: Session, output: str | None) -> Path:
    """The folder to write to; the one it is in must be there, unless it is output/."""
    from handout.output import target

    if output is None:
        return session.folder / "output" / "diff"
    if not output:
        raise click.UsageError("-o needs a name")
    return target(session.here / output, is_folder=True).folder


def _need_pages(or_else: str = "") -> None:
    try:
        import handout.compare.paper  # noqa: F401
    except ImportError:
        hint = f"pip install 'clinic-handout[png]'{or_else}"
        fail("looking at pages needs the png extra", hint=hint, code=ExitCode.ENVIRONMENT)


def _compared(sides: "Sides", asked: "Asked") -> "Comparison":
    from handout.compare.comparison import of_papers, of_trees
    from handout.compare.side import Tree

    old, new = sides.old, sides.new
    if isinstance(old, Tree) and isinstance(new, Tree):
        return of_trees(old, new, asked)
    _need_pages()
    topic = _topic(sides)
    return of_papers(_paper(old, topic, asked), _paper(new, topic, asked), asked)


def _topic(sides: "Sides") -> str:
    """The topic to print from the side that is a workspace: the PDF is of one."""
    from handout.compare.side import Paper

    papers = [side for side in (sides.old, sides.new) if isinstance(side, Paper)]
    if len(papers) == 2 and sides.topics:
        raise click.UsageError("two PDFs are compared as a whole: leave the topics out")
    if len(sides.topics) > 1:
        raise click.UsageError("a PDF is compared with one topic")
    return sides.topics[0] if sides.topics else Path(papers[0].name).stem


def _paper(side: "Side", topic: str, asked: "Asked") -> "Paper":
    from handout.compare.comparison import as_paper
    from handout.compare.side import Paper

    return side if isinstance(side, Paper) else as_paper(topic, side, asked)
