"""`handout approve`: a clinician signs for the words of a topic, and its file says so."""

import stat
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handout.cli.completion import topics
from handout.cli.scaffolding import scaffold
from handout.cli.session import Session
from handout.errors import ExitCode, HandoutError, Place, Problem, fail

if TYPE_CHECKING:
    from handout.model.handout import Handout

_LONGEST = 100
_EPILOG = """\b
Examples:
  handout approve ankle-sprain --by "Sam Example, Physiotherapist"
Read every page of the leaflet first. The file then says `status: approved`,
with name, role, date and a hash of the words; when they change, it is a draft
again. Only topics of your own workspace can be approved.
"""


@click.command("approve", epilog=_EPILOG)
@click.argument("topic", metavar="TOPIC", shell_complete=topics)
@click.option("--by", "signed", metavar="NAME, ROLE", required=True, help="Who approves it.")
@click.option("--lang", "language", metavar="TAG", default="", help="The language, such as es.")
@click.pass_obj
def command(session: Session, topic: str, signed: str, language: str) -> None:
    """Sign for the words of a topic."""
    from handout.check.approval import approval, content_hash
    from handout.check.shelf import shelf_of
    from handout.cli.approving import approved
    from handout.model.handout import Reviewer
    from handout.source.guard import load

    name, role = _name_and_role(signed)
    if not session.has_workspace():
        fail("there is no clinic.yaml here", hint="run `handout init DIR`, and go there",
             code=ExitCode.ENVIRONMENT)  # fmt: skip
    library, today = session.library(), session.now().today
    handout = library.handout(topic, language or library.clinic().language)
    path = _own_file(session, handout)
    _check_written(handout)
    _check_dates(handout, path, today)
    _check(session, handout)
    words = content_hash(handout, shelf_of(library, handout.language), library)
    last, reviewer = approval(handout), Reviewer(name, role, today, words)
    if last == reviewer:
        session.say(f"{session.shown(path)}: {name} has approved these words already, today")
        return
    data = approved(load(path, str(path)), str(path), reviewer)
    _write(path, data)
    session.say(f"{session.shown(path)}: approved by {name}, {role}; words {words}")


def _name_and_role(signed: str) -> tuple[str, str]:
    """Who signs: what stands before the first comma, and what stands after it."""
    name, _, role = (part.strip() for part in signed.partition(","))
    if not name or not role:
        raise click.UsageError('--by is written "NAME, ROLE", such as "Sam Example, Podiatrist"')
    if not signed.isprintable() or max(len(name), len(role)) > _LONGEST:
        raise click.UsageError(f"--by takes one line, and up to {_LONGEST} letters for each")
    return name, role


def _own_file(session: Session, handout: "Handout") -> Path:
    """The topic's file, which is the workspace's own.

    Raises: HandoutError for a topic that is built in, or a link.
    """
    path = Path(handout.title.place.file)
    if not path.is_relative_to(session.folder):
        inside = "/".join(path.parts[-3:] if path.parent.name != "handouts" else path.parts[-2:])
        fail(
            f"{handout.id!r} is a built-in topic, and only those of your own can be approved",
            Place(str(path)), f"copy the file to {inside} here, and approve that",
        )  # fmt: skip
    if path.is_symlink():
        fail("this is a link", Place(str(path)), "put the file itself there, and approve that")
    return path


def _check_written(handout: "Handout") -> None:
    """Raise HandoutError for a topic that still says what `handout new` put there."""
    scaffolded = scaffold("handout.yaml")
    for text in (handout.summary, handout.main_message):
        if text.value in scaffolded:
            fail("these are still the words of a new file", text.place, "write the topic first")


def _check_dates(handout: "Handout", path: Path, today: date) -> None:
    """Raise HandoutError for an approval after today: it would count instead of this one."""
    late = next((one for one in handout.reviewers if one.date > today), None)
    if late:
        fail(
            f"the approval of {late.name} is dated {late.date}, after today, so it would count "
            "instead of yours", Place(str(path)), "correct its date, and approve then",
        )  # fmt: skip


def _check(session: Session, handout: "Handout") -> None:
    """Raise HandoutError with all that is wrong, and the review that is overdue among it."""
    from handout.cli.checking import Wanted, checked, has_readers

    pages = has_readers()
    if not pages:
        session.warn("the pages are not judged: pip install 'clinic-handout[pdf]' to read them")
    wanted = Wanted((handout.id,), pages=pages, language=handout.language)
    found = checked(session.library(is_told=False), session, wanted).problems
    errors = [one for one in found if one.severity == "error"]
    if errors:
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        message = f"{handout.id!r} is not approved: `handout check {handout.id}` finds {count}"
        raise HandoutError((*errors, Problem(message, hint="mend what is wrong, and approve then")))


def _write(path: Path, data: bytes) -> None:
    """The file holds the data; whoever could read it still can."""
    from handout.files import reason, write_whole

    try:
        mode = path.stat().st_mode
        if not mode & stat.S_IWUSR:
            fail("this file may only be read", Place(str(path)), "make it writable, and approve",
                 ExitCode.ENVIRONMENT)  # fmt: skip
        write_whole(path, data)
        path.chmod(mode)
    except OSError as error:
        fail(f"cannot be written: {reason(error)}", Place(str(path)), code=ExitCode.ENVIRONMENT)
