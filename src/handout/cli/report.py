"""`handout report`: how well topics can be understood and acted on, item by item."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handout.cli.completion import topics
from handout.cli.session import Session
from handout.errors import ExitCode, HandoutError

if TYPE_CHECKING:
    from handout.check.scores.scoring import Scored
    from handout.library import Library
    from handout.model.clinic import Clinic
    from handout.output import Target

_EPILOG = """\b
Examples:
  handout report sciatica
  handout report sciatica -o filed.pdf
  handout report --format json > scores.json
It reports and does not judge: low scores are no error.
"""


@click.command("report", epilog=_EPILOG)
@click.argument("topics", metavar="[TOPIC]...", nargs=-1, shell_complete=topics)
@click.option("--lang", "language", metavar="TAG", default="", help="The language, such as es.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text",
              help="text also writes a PDF of one page for each topic.")  # fmt: skip
@click.option(
    "-o", "--output", metavar="FILE|DIR", help="Where to put the PDF; output/ when left out."
)
@click.pass_obj
def command(
    session: Session, topics: tuple[str, ...], language: str, form: str, output: str | None
) -> None:
    """Score topics: PEMAT-P, CDC Index, SAM, reading age.

    Without a TOPIC: the topics of the workspace. A pack stands for its topics.
    """
    if form == "json" and output is not None:
        raise click.UsageError("-o is for the PDF, which --format json does not make")
    from handout.check.scores.formats import as_json, as_text

    library = session.library()
    clinic = library.clinic()
    wanted = _wanted(library, topics, language, clinic)
    target = _target(session, output, len(wanted)) if form == "text" else None
    found, failed = _scored(wanted, library, clinic)
    shown = _shown(session)
    if target is None:
        click.echo(as_json(found, shown))
    else:
        for one in found:
            session.say(f"{as_text(one, shown)}\n")
            _write(one, library, clinic, target, session)
    session.report(tuple(dict.fromkeys(p for error in failed for p in error.problems)))
    code = min((error.code for error in failed), default=ExitCode.DONE)
    click.get_current_context().exit(code)


def _wanted(
    library: "Library", topics: tuple[str, ...], language: str, clinic: "Clinic"
) -> tuple[tuple[str, str], ...]:
    """Each topic with its language: those named, or those of the workspace in each language."""
    from handout.library import NO_TOPICS

    spoken = language or clinic.language
    if topics:
        named = chain.from_iterable(_topics(library, name, spoken) for name in topics)
        return tuple((topic, spoken) for topic in dict.fromkeys(named))
    folder = library.roots[0] / "handouts"
    own = [(path.stem, spoken) for path in sorted(folder.glob("*.yaml"))]
    if not language:
        paths = sorted(folder.glob("*/*.yaml"))
        own += [(one.stem, one.parent.name) for one in paths if one.parent.name not in NO_TOPICS]
    return tuple(own) or tuple((name, spoken) for name, _ in library.topics())


def _topics(library: "Library", name: str, language: str) -> tuple[str, ...]:
    """The topics of a pack; a name that is no pack's is a topic's."""
    pack = library.pack(name, language)
    return pack.topics if pack else (name,)


def _scored(
    wanted: tuple[tuple[str, str], ...], library: "Library", clinic: "Clinic"
) -> "tuple[tuple[Scored, ...], tuple[HandoutError, ...]]":
    """The topics that can be read, and what is wrong with the others; a bad one stops no other."""
    from handout.check.scores.scoring import scored

    found: list[Scored] = []
    failed: list[HandoutError] = []
    for topic, language in wanted:
        try:
            found.append(scored(library, clinic, topic, language))
        except HandoutError as error:
            failed.append(error)
    return tuple(found), tuple(failed)


def _shown(session: Session) -> Callable[[str], str]:
    return lambda file: Path(session.shown(Path(file))).as_posix()


def _target(session: Session, output: str | None, reports: int) -> "Target":
    from handout.output import Target, exists_as_folder, target

    if output is None:
        return Target(session.folder / "output")
    if output in ("", "-"):
        raise click.UsageError("-o needs the name of a file or a folder")
    path = session.here / output
    is_folder = output.endswith(("/", "\\")) or exists_as_folder(path)
    if reports > 1 and not is_folder:
        raise click.UsageError("several reports need a folder (-o DIR/)")
    return target(path, is_folder=is_folder)


def _write(
    one: "Scored", library: "Library", clinic: "Clinic", target: "Target", session: Session
) -> None:
    """The report is in its place, and told of."""
    from handout.output import file_stem, write_file
    from handout.report.printing import printed

    moment = session.now()
    made = moment.made or datetime.combine(moment.today, time(), UTC)
    done = printed(one, library, clinic, moment.today, made)
    session.report(done.problems)
    language = "" if one.handout.language == clinic.language else one.handout.language
    name = target.file or f"{file_stem((one.handout.id,), 'report', language, None)}.pdf"
    write_file(target.folder / name, done.pdf)
    pages = "1 page" if done.pages == 1 else f"{done.pages} pages"
    session.say(f"{session.shown(target.folder / name)}  {pages}")
