"""`handout schema`: what editors need to check and complete the files of a workspace."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from handout.cli.session import Session
from handout.errors import ExitCode, Place, fail
from handout.files import reason, write_whole

_NAMES = (
    "clinic", "visit", "handout", "pack", "exercise", "shared", "template", "drawing", "strings",
    "words",
)  # fmt: skip
_EPILOG = """\b
NAME is clinic, visit, handout, pack, exercise, shared, template,
drawing, strings or words.
Examples:
  handout schema handout > handout.json
  handout schema --output schemas
The first line of a file tells an editor where its schema is:
  # yaml-language-server: $schema=../schemas/handout.json
"""


@click.command("schema", epilog=_EPILOG)
@click.argument("name", metavar="[NAME]", required=False, type=click.Choice(_NAMES))
@click.option("--output", "folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
              help="Write every schema into the folder.")  # fmt: skip
@click.pass_obj
def command(session: Session, name: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a kind of file, or write them all."""
    if folder is None:
        if name is None:
            raise click.UsageError(f"name one of {', '.join(_NAMES)}, or --output DIR for all")
        click.echo(schema_text(name), nl=False)
        return
    names = (name,) if name else _NAMES
    for each in names:
        _write(session.here / folder / f"{each}.json", schema_text(each))
    session.say(f"{session.shown(session.here / folder)}: {', '.join(names)}")


def schema_files() -> Iterator[tuple[str, str]]:
    """The name and text of every schema's file."""
    for name in _NAMES:
        yield f"{name}.json", schema_text(name)


def schema_text(name: str) -> str:
    """The schema of a kind of file, as JSON for people to read too."""
    from handout.source.schema import json_schema

    examples = _english() if name == "strings" else None
    encoded = msgspec.json.encode(json_schema(_type(name), examples))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _english() -> dict[str, str]:
    """The program's own words in English, from which others are translated."""
    from handout.library import Library, builtin

    words: dict[str, object] = msgspec.structs.asdict(Library((builtin(),)).strings("en"))
    return {name: phrase for name, phrase in words.items() if isinstance(phrase, str)}


def _type(name: str) -> type[msgspec.Struct]:
    from handout.model import (
        clinic,
        drawing,
        exercise,
        handout,
        pack,
        strings,
        template,
        visit,
        words,
    )

    types: dict[str, type[msgspec.Struct]] = {
        "clinic": clinic.Clinic,
        "visit": visit.Visit,
        "handout": handout.Handout,
        "pack": pack.Pack,
        "exercise": exercise.Exercise,
        "shared": handout.Shared,
        "template": template.Template,
        "drawing": drawing.Drawing,
        "strings": strings.Strings,
        "words": words.WordLists,
    }
    return types[name]


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        fail(f"cannot be written: {reason(error)}", Place(str(path)), code=ExitCode.ENVIRONMENT)
