"""`handout list`: the topics there are."""

import click
import msgspec

from handout.cli.session import Session

_EPILOG = """\b
Examples:
  handout list
  handout list --json
"""


class _Topic(msgspec.Struct, frozen=True):
    """What --json says about one topic."""

    topic: str
    title: str


@click.command("list", epilog=_EPILOG)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """List the topics: your own, and the built-in ones."""
    topics = session.library().topics()
    if as_json:
        click.echo(msgspec.json.encode([_Topic(topic, title) for topic, title in topics]))
        return
    width = max((len(topic) for topic, _ in topics), default=0)
    for topic, title in topics:
        click.echo(f"{topic:<{width}}  {title}")
