"""Where leaflets go: names that give nothing away, and files that destroy nothing.

In: what was ordered and where it should go. Out: a path that may be written to, and then the file,
whole. Promised: a name made here holds topic, look, language and the date of the visit, never
anything of the patient; nothing but a file of the same kind is ever replaced, and one patient's
leaflet never takes the place of another's.
"""

import re
import stat
from itertools import count
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from handout.errors import ExitCode, Place, fail
from handout.files import reason, write_new, write_whole

_SAFE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_LONGEST_NAME = 100
_MOST_NAMED = 3


class Kind(Struct, frozen=True):
    """A kind of file that is made here.

    start: what each one starts with. mark: what stands near the start of those that are ours.
    """

    name: str
    start: bytes
    mark: bytes = b""

    def takes(self, head: bytes) -> bool:
        """Whether a file with this head may be replaced by one of the kind; an empty one may."""
        return not head or (head.startswith(self.start) and self.mark in head)


PDF = Kind("a PDF", b"%PDF-")
_HEAD = 200


class Target(Struct, frozen=True):
    """Where leaflets go: into a folder, each under its own name, or to one file of the folder."""

    folder: Path
    file: str = ""


def file_stem(topics: tuple[str, ...], look: str, language: str, date: str | None) -> str:
    """The name of a leaflet's file without its ending.

    look, language: empty where they were not asked for. date: the visit's, empty when it has none,
    None for a generic leaflet.
    Raises: HandoutError when it cannot be the name of a file everywhere.
    """
    named = topics[:_MOST_NAMED]
    more = len(topics) - len(named)
    pack = ("pack",) if len(topics) > 1 else ()
    rest = (f"and-{more}-more",) if more else ()
    visit = () if date is None else ("visit", date) if date else ("visit",)
    parts = (*named, *rest, *pack, look, language, *visit)
    stem = "-".join(part for part in parts if part)
    if not _SAFE.fullmatch(stem) or _RESERVED.fullmatch(stem) or len(stem) > _LONGEST_NAME:
        fail(
            f"{stem[:_LONGEST_NAME]!r} cannot be the name of a file on every computer",
            hint="say where it should go with -o FILE",
        )
    return stem


def target(output: Path, *, is_folder: bool, kind: Kind = PDF) -> Target:
    """Into the folder `output`, which may be new, or to the file of that name.

    Raises: HandoutError (environment) when the folder it would be in is not there.
    """
    if is_folder:
        if not exists_as_folder(output):
            _needs_folder(output.parent)
        return Target(output)
    _needs_folder(output.parent)
    check_replaceable(output, kind)
    return Target(output.parent, output.name)


def exists_as_folder(path: Path) -> bool:
    """Whether there is a folder of that name; a name too long for one is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _needs_folder(folder: Path) -> None:
    if not exists_as_folder(folder):
        _refuse(folder, "there is no such folder", "make it first, or choose another with -o")


def check_replaceable(path: Path, kind: Kind = PDF) -> None:
    """Raise HandoutError (environment) unless the path is free, of the kind, or an empty file."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return  # A link is replaced, and what it leads to is left alone.
        if not stat.S_ISREG(mode):
            _refuse(path, "this is not a file that can be replaced", "choose another with -o")
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError:
        return
    except OSError as error:
        _refuse(path, f"cannot be looked at: {reason(error)}", "choose another with -o")
    if not kind.takes(head):
        message = f"this file is not {kind.name}, so it is not replaced"
        _refuse(path, message, "choose another with -o")


def write_file(path: Path, data: bytes, kind: Kind = PDF) -> None:
    """The file is at the path, in place of an older one; the folder is made where it lacks.

    Raises: HandoutError (environment), with nothing left behind.
    """
    check_replaceable(path, kind)
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        _refuse(path, f"cannot be written: {reason(error)}", "choose another place with -o")


def write_beside(folder: Path, stem: str, pdf: bytes) -> Path:
    """The PDF is in the folder under a name no other leaflet has: `stem`, `stem-2`, `stem-3`.

    The same PDF keeps its name, so building it again adds nothing.
    Raises: HandoutError (environment), with nothing left behind.
    """
    path = folder / f"{stem}.pdf"
    try:
        folder.mkdir(exist_ok=True)
        for number in count(2):
            if not path.exists() and not path.is_symlink():
                try:
                    write_new(path, pdf)
                except FileExistsError:
                    pass  # Another process was faster.
                else:
                    return path
            elif path.is_file() and path.read_bytes() == pdf:
                return path
            path = folder / f"{stem}-{number}.pdf"
    except OSError as error:
        _refuse(path, f"cannot be written: {reason(error)}", "choose another place with -o")
    raise AssertionError


def _refuse(path: Path, message: str, hint: str) -> NoReturn:
    fail(message, Place(str(path)), hint, ExitCode.ENVIRONMENT)
