"""`handout new`: a handout to start writing from."""

import re
from datetime import date

import click

from handout.cli.scaffolding import filled, written
from handout.cli.session import Session
from handout.errors import ExitCode, fail

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 64
_SCHEMA = "# yaml-language-server: $schema=../schemas/handout.json\n"
_YEARS = 2
_EPILOG = """\b
Example:
  handout new ankle-sprain
  handout build ankle-sprain
"""


@click.command("new", epilog=_EPILOG)
@click.argument("topic")
@click.pass_obj
def command(session: Session, topic: str) -> None:
    """Start the handout TOPIC: lower-case letters, digits and hyphens."""
    if not _NAME.fullmatch(topic) or len(topic) > _LONGEST:
        raise click.UsageError("a topic is named in lower-case letters, digits and hyphens")
    if not session.has_workspace():
        fail("there is no clinic.yaml here", hint="run `handout init DIR`, and go there",
             code=ExitCode.ENVIRONMENT)  # fmt: skip
    today = session.now().today
    text = filled(
        "handout.yaml",
        topic=topic,
        title=topic.replace("-", " ").capitalize(),
        language=session.library().clinic().language,
        today=today.isoformat(),
        review=_years_later(today, _YEARS).isoformat(),
    )
    has_schema = (session.folder / "schemas" / "handout.json").is_file()
    path = session.folder / "handouts" / f"{topic}.yaml"
    written(path, (_SCHEMA if has_schema else "") + text)
    session.say(f"{session.shown(path)} is ready to write in; `handout build {topic}` prints it")


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; 28 February where it has no 29th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)
