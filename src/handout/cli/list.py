"""`handout list`: the topics there are, and the packs of them."""

import click
import msgspec

from handout.cli.session import Session

_EPILOG = """\b
Examples:
  handout list
  handout list --json
"""


class _Topic(msgspec.Struct, frozen=True):
    """What --json says about one topic or pack."""

    topic: str
    title: str
    is_pack: bool


@click.command("list", epilog=_EPILOG)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """List the topics, and then the packs."""
    library = session.library()
    topics = [_Topic(topic, title, False) for topic, title in library.topics()]
    topics += [_Topic(pack, title, True) for pack, title in library.packs()]
    if as_json:
        click.echo(msgspec.json.encode(topics))
        return
    width = max((len(one.topic) for one in topics), default=0)
    for one in topics:
        click.echo(f"{one.topic:<{width}}  {one.title}{'  (pack)' if one.is_pack else ''}")
