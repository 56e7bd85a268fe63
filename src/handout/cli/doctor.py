"""`handout doctor`: whether everything is here that leaflets need."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import click
from msgspec import Struct

from handout import __version__
from handout.cli.session import Session
from handout.errors import ExitCode, HandoutError
from handout.files import reason, write_whole

_PACKAGES = ("reportlab", "pillow", "jinja2", "pyyaml", "click", "msgspec",
             "markdown-it-py", "uharfbuzz", "babel", "pebble")  # fmt: skip
_EPILOG = """\b
Example:
  handout doctor
"""


class _Finding(Struct, frozen=True):
    """One thing that was looked at. advice: what to do, where it is not well."""

    what: str
    found: str
    advice: str = ""
    is_needed: bool = True


@click.command("doctor", epilog=_EPILOG)
@click.pass_obj
def command(session: Session) -> None:
    """Look whether everything is here, and say what to do."""
    findings = tuple(_findings(session))
    for finding in findings:
        state = "ok  " if not finding.advice else "BAD " if finding.is_needed else "note"
        click.echo(f"{state}  {finding.what:<10} {finding.found}")
        if finding.advice:
            click.echo(f"{'':<17} {finding.advice}")
    if any(finding.advice and finding.is_needed for finding in findings):
        click.get_current_context().exit(ExitCode.ENVIRONMENT)


def _findings(session: Session) -> Iterator[_Finding]:
    yield _Finding("handout", __version__)
    yield _Finding("Python", platform.python_version())
    yield _packages()
    yield _extra("SVG", "svglib", "for pictures in SVG: pip install 'clinic-handout[svg]'")
    yield _extra(
        "Excel", "python_calamine", "for tables of Excel: pip install 'clinic-handout[excel]'"
    )
    yield _extra(
        "pikepdf", "pikepdf", "for passwords and checks: pip install 'clinic-handout[pdf]'"
    )
    yield _extra("PNG", "pypdfium2", "to draw a PNG: pip install 'clinic-handout[png]'")
    yield _workspace(session)
    yield from _clinic(session)
    yield _cache(session.presses())


def _packages() -> _Finding:
    found, missing = [], []
    for package in _PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    advice = f"missing: pip install {' '.join(missing)}" if missing else ""
    return _Finding("packages", ", ".join(found), advice)


def _extra(what: str, package: str, advice: str) -> _Finding:
    if find_spec(package):
        return _Finding(what, f"{package} {version(package)}")
    return _Finding(what, "not installed", advice, is_needed=False)


def _workspace(session: Session) -> _Finding:
    if session.has_workspace():
        return _Finding("workspace", str(session.folder))
    advice = "run `handout init DIR` to make your own"
    return _Finding("workspace", "none here: the example clinic", advice, is_needed=False)


def _clinic(session: Session) -> Iterator[_Finding]:
    """The clinic's file, and the fonts of its look."""
    library = session.library(is_told=False)
    try:
        clinic = library.clinic()
        yield _Finding("clinic", clinic.name)
        faces = library.faces(library.template(clinic.template))
    except HandoutError as error:
        advice = "run `handout check`" if error.code == ExitCode.CONTENT else ""
        first = error.problems[0]
        yield _Finding("clinic", first.message, advice or first.hint or "run `handout check`")
        return
    yield _Finding("fonts", ", ".join(dict.fromkeys(face.family for face in faces)))


def _cache(folder: Path | None) -> _Finding:
    """The folder of presses; without it a leaflet only takes longer."""
    from handout.cache import is_ours

    advice = "it works without, only slower; HANDOUT_CACHE can name another folder"
    if folder is None:
        return _Finding("cache", "there is no home folder to keep it in", advice, is_needed=False)
    probe = folder / ".doctor.tmp"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(probe, b"", durable=False)
        probe.unlink()
        found = "" if is_ours(folder) else "others can write there, so it is not used"
    except OSError as error:
        found = reason(error)
    if found:
        return _Finding("cache", f"{folder}: {found}", advice, is_needed=False)
    return _Finding("cache", str(folder))
