"""`handout find`: topics and packs by their words, other names and codes."""

import click
import msgspec

from handout.cli.session import Session
from handout.errors import fail

_EPILOG = """\b
Examples:
  handout find slipped disc
  handout find M54              ICD-10; M54.3 and m543 find it too
  handout find 23056005         SNOMED CT
Every word must match, or its start: in the title, in the id, in another name,
in the summary or in a heading. Nothing found ends with exit code 1.
"""


class _Found(msgspec.Struct, frozen=True):
    """What --json says about one topic or pack."""

    topic: str
    title: str
    is_pack: bool
    why: tuple[str, ...]


@click.command("find", epilog=_EPILOG)
@click.argument("words", metavar="WORD|CODE...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def command(session: Session, words: tuple[str, ...], as_json: bool) -> None:
    """Find topics and packs, the best first."""
    from handout.search.index import entries
    from handout.search.ranking import ranked, suggestion

    if not any(letter.isalnum() for word in words for letter in word):
        raise click.UsageError("name a word or a code to look for")
    known = entries(session.library())
    found = ranked(known, words)
    if as_json:
        told = [_Found(o.entry.id, o.entry.title, o.entry.is_pack, o.why) for o in found]
        click.echo(msgspec.json.encode(told))
    width = max((len(one.entry.id) for one in found), default=0)
    for one in () if as_json else found:
        why = (*(("pack",) if one.entry.is_pack else ()), *one.why)
        reason = f"  ({'; '.join(why)})" if why else ""
        click.echo(f"{one.entry.id:<{width}}  {one.entry.title}{reason}")
    if not found:
        near = suggestion(known, words)
        hint = f"did you mean {near!r}?" if near else "`handout list` shows all topics"
        fail(f"nothing is found for {' '.join(words)!r}", hint=hint)
