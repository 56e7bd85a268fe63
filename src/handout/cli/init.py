"""`handout init`: a workspace of one's own, ready to build from."""

from pathlib import Path

import click

from handout.cli.scaffolding import scaffold, written
from handout.cli.session import Session
from handout.errors import ExitCode, Place, fail
from handout.files import reason

_FOLDERS = ("handouts", "handouts/figures", "templates", "fonts", "output", "visits", "schemas")
_IGNORED = (
    "# Leaflets and visits hold what patients told you: keep them out of git.\noutput/\nvisits/\n"
)
_EPILOG = """\b
Example:
  handout init my-clinic
  cd my-clinic && handout build --visit visits/example.yaml
"""


@click.command("init", epilog=_EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
def command(session: Session, folder: Path) -> None:
    """Start a workspace in DIR, which must be new or empty."""
    from handout.cli.schema import schema_files

    workspace = session.here / folder
    _check_empty(workspace)
    for name in _FOLDERS:
        _make(workspace / name)
    for name, text in schema_files():
        written(workspace / "schemas" / name, text)
    written(workspace / ".gitignore", _IGNORED)
    written(workspace / "visits" / "example.yaml", scaffold("visit.yaml"))
    written(workspace / "clinic.yaml", scaffold("clinic.yaml"))
    shown = session.shown(workspace)
    session.say(f"{shown} is ready: put your clinic into {Path(shown) / 'clinic.yaml'}, then")
    session.say(f"  handout -C {shown} build sciatica")


def _check_empty(workspace: Path) -> None:
    """Raise HandoutError unless the folder is new, or holds nothing but hidden files."""
    place = Place(str(workspace))
    if workspace.exists() and not workspace.is_dir():
        fail("this is a file", place, "choose a new folder", ExitCode.ENVIRONMENT)
    try:
        names = [path.name for path in workspace.iterdir()] if workspace.is_dir() else []
    except OSError as error:
        fail(f"cannot be read: {reason(error)}", place, "choose a new folder", ExitCode.ENVIRONMENT)
    if [name for name in names if not name.startswith(".")] or ".gitignore" in names:
        fail("this folder is not empty", place, "choose a new folder", ExitCode.ENVIRONMENT)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"cannot be made: {reason(error)}", Place(str(folder)), code=ExitCode.ENVIRONMENT)
