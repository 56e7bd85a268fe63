"""`handout new`: a handout, an exercise or a pack to start writing from."""

import re
from datetime import date
from pathlib import Path

import click

from handout.cli.scaffolding import filled, written
from handout.cli.session import Session
from handout.errors import ExitCode, Place, fail
from handout.files import reason

_KINDS = ("topic", "exercise", "pack")
_FOLDERS = {
    "topic": "handouts", "exercise": "handouts/exercises", "pack": "handouts/packs",
}  # fmt: skip
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 64
_YEARS = 2
_EPILOG = """\b
Examples:
  handout new ankle-sprain                 handouts/ankle-sprain.yaml
  handout new exercise wall-sit            handouts/exercises/wall-sit.yaml
  handout new pack new-ankle               handouts/packs/new-ankle.yaml
  handout build ankle-sprain
  handout figure wall-sit
A topic that is called exercise: handout new topic exercise
"""


@click.command("new", epilog=_EPILOG)
@click.argument("words", metavar="[topic|exercise|pack] NAME", nargs=-1, required=True)
@click.pass_obj
def command(session: Session, words: tuple[str, ...]) -> None:
    """Start a topic, an exercise with a picture, or a pack of topics.

    NAME is written in lower-case letters, digits and hyphens.
    """
    kind, name = _asked(words)
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        article = "an" if kind == "exercise" else "a"
        raise click.UsageError(
            f"{article} {kind} is named in lower-case letters, digits and hyphens"
        )
    if not session.has_workspace():
        fail("there is no clinic.yaml here", hint="run `handout init DIR`, and go there",
             code=ExitCode.ENVIRONMENT)  # fmt: skip
    {"exercise": _exercise, "pack": _pack}.get(kind, _topic)(session, name)


def _asked(words: tuple[str, ...]) -> tuple[str, str]:
    """The kind and the name; one word is the name of a topic."""
    if len(words) == 1 and words[0] not in _KINDS:
        return "topic", words[0]
    if len(words) == 1:
        raise click.UsageError(
            f"`handout new {words[0]} NAME` starts {'an' if words[0] == 'exercise' else 'a'} "
            f"{words[0]}; a topic of that name is `handout new topic {words[0]}`"
        )
    if len(words) > 2:
        raise click.UsageError("name one topic, exercise or pack")
    if words[0] not in _KINDS:
        raise click.UsageError(f"{words[0]!r} is not one of topic, exercise and pack")
    return words[0], words[1]


def _topic(session: Session, topic: str) -> None:
    if (session.folder / "handouts" / "packs" / f"{topic}.yaml").exists():
        fail(f"{topic!r} is the name of a pack", hint="choose another name for the topic")
    today = session.now().today
    text = filled(
        "handout.yaml",
        topic=topic,
        title=_title(topic),
        language=session.library().clinic().language,
        today=today.isoformat(),
        review=_years_later(today, _YEARS).isoformat(),
    )
    path = session.folder / "handouts" / f"{topic}.yaml"
    behind = session.library().roots[1:]
    hidden = [kind for kind in ("topic", "pack") if _is_in(behind, _FOLDERS[kind], topic)]
    written(path, _schema(session, "handout", "..") + text)
    session.say(f"{session.shown(path)} is ready to write in; `handout build {topic}` prints it")
    for kind in hidden:
        session.warn(f"it takes the place of the built-in {kind} {topic!r}")


def _exercise(session: Session, name: str) -> None:
    library = session.library()
    text = filled("exercise.yaml", id=name, title=_title(name), language=library.clinic().language)
    path = session.folder / "handouts" / "exercises" / f"{name}.yaml"
    replaced = _is_in(library.roots[1:], _FOLDERS["exercise"], name)
    _make(path.parent)
    written(path, _schema(session, "exercise", "../..") + text)
    session.say(f"{session.shown(path)} is ready to write in; `handout figure {name}` draws it")
    if replaced:
        session.warn(f"it takes the place of the built-in exercise {name!r} in every leaflet")


def _pack(session: Session, name: str) -> None:
    library = session.library()
    if name in (topic for topic, _ in library.topics()):
        fail(f"{name!r} is the name of a topic", hint="choose another name for the pack")
    text = filled("pack.yaml", title=_title(name), language=library.clinic().language)
    path = session.folder / "handouts" / "packs" / f"{name}.yaml"
    replaced = _is_in(library.roots[1:], _FOLDERS["pack"], name)
    _make(path.parent)
    written(path, _schema(session, "pack", "../..") + text)
    session.say(f"{session.shown(path)} is ready to write in; `handout build {name}` prints it")
    if replaced:
        session.warn(f"it takes the place of the built-in pack {name!r}")


def _is_in(roots: tuple[Path, ...], folder: str, name: str) -> bool:
    """Whether one of the roots has a file of that name in the folder."""
    return any((root / folder / f"{name}.yaml").exists() for root in roots)


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()


def _schema(session: Session, name: str, up: str) -> str:
    """The line that tells an editor where the schema is, in a workspace that has it."""
    if not (session.folder / "schemas" / f"{name}.json").is_file():
        return ""
    return f"# yaml-language-server: $schema={up}/schemas/{name}.json\n"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"cannot be made: {reason(error)}", Place(str(folder)), code=ExitCode.ENVIRONMENT)


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; 28 February where it has no 29th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)
