"""`handout exercises`: the exercises there are."""

import click
import msgspec

from handout.cli.completion import tags
from handout.cli.session import Session

_EPILOG = """\b
Examples:
  handout exercises
  handout exercises --tag foot --tag stretch
  handout exercises --json
"""


class _Exercise(msgspec.Struct, frozen=True):
    """What --json says about one exercise. own: the workspace has it."""

    id: str
    name: str
    tags: tuple[str, ...]
    own: bool


@click.command("exercises", epilog=_EPILOG)
@click.option("--tag", "wanted", metavar="TAG", multiple=True, shell_complete=tags,
              help="Only those with this tag; several must all hold.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def command(session: Session, wanted: tuple[str, ...], as_json: bool) -> None:
    """List the exercises: your own first, then the built-in ones."""
    from handout.catalogue.choice import entries

    library = session.library()
    found = entries(library, library.clinic().language, wanted)
    if as_json:
        lines = [_Exercise(one.id, one.name, one.exercise.tags, one.is_own) for one in found]
        click.echo(msgspec.json.encode(lines))
        return
    ids = max((len(one.id) for one in found), default=0)
    names = max((len(one.name) for one in found), default=0)
    for one in found:
        line = f"{one.id:<{ids}}  {one.name:<{names}}  {', '.join(one.exercise.tags)}"
        click.echo(line.rstrip())
    if not found:
        session.warn(f"no exercise has all the tags {', '.join(wanted)}" if wanted
                     else "there are no exercises in the clinic's language")  # fmt: skip
