"""Files and their names; writing one so that it is either whole or not there at all."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

LEFT_OVER = ".handout-*.tmp"
"""What a file is called while it is written; one that is still there was not finished."""

LONGEST_NAME = 64
"""So many letters a name of a file here may have."""


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """The file holds `data`, readable by its owner only; what was there before is replaced.

    A temporary file in the same folder is renamed onto it, so nobody ever sees half a file. Links
    are replaced, not followed. durable: wait until the disk has it.
    Raises: OSError, with nothing left behind.
    """
    _replace(path, (data,), durable)


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """The file holds the lines, as with `write_whole`; they need not be in memory together.

    Raises: OSError, and whatever the lines raise, with nothing left behind.
    """
    _replace(path, lines, True)


def _replace(path: Path, parts: Iterable[bytes], durable: bool) -> None:
    temporary = _temporary(path, parts, durable)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        _settle(path.parent)


def spooled(folder: Path, data: bytes) -> str:
    """What a file is called that holds `data`, on disk, until `named` gives it its own name.

    Raises: OSError, with nothing left behind.
    """
    return _temporary(folder / "spooled", (data,), True).name


def named(folder: Path, names: Iterable[tuple[str, str]]) -> None:
    """Each spooled file has its name, in place of an older file; the disk knows.

    Raises: OSError; then each name is of a whole file, the old one or the new.
    """
    for temporary, name in names:
        (folder / temporary).replace(folder / name)
    _settle(folder)


def write_new(path: Path, data: bytes) -> None:
    """The file holds `data`, as with `write_whole`, but nothing was there before.

    Raises: FileExistsError when something is; OSError, with nothing left behind.
    """
    temporary = _temporary(path, (data,), True)
    try:
        _name(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _settle(path.parent)


def _name(temporary: Path, path: Path) -> None:
    """Give the temporary file its name, unless that is taken."""
    if os.name == "nt":
        temporary.rename(path)
        return
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # Some memory sticks and network folders know no hard links.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        temporary.replace(path)


def opened(path: Path) -> tuple[Path, int]:
    """A new file that is to be the one at the path, and its handle."""
    temporary = path.with_name(f".handout-{os.urandom(8).hex()}.tmp")
    return temporary, os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _temporary(path: Path, parts: Iterable[bytes], durable: bool) -> Path:
    temporary, handle = opened(path)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(parts)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _settle(folder: Path) -> None:
    """Wait until the disk has the folder's names."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reason(error: OSError) -> str:
    """Why the computer could not do it, for a message."""
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    return (error.strerror or "unknown reason").lower()


def names_in(folder: Path) -> bytes | None:
    """The names of what is in a folder; None where there is no such folder."""
    if not folder.is_dir():
        return None
    return "\n".join(sorted(path.name for path in folder.iterdir())).encode(errors="replace")


def is_name(text: str) -> bool:
    """Whether the text can name a file here; one with a slash or a dot leads elsewhere."""
    return len(text) <= LONGEST_NAME and text.isascii() and text.replace("-", "").isalnum()


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name too long for one is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def title_of(path: Path) -> str:
    """The title that a YAML file gives itself, read without YAML; empty where it has none."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.startswith("title:"):
                title = line.removeprefix("title:").strip()
                title = next(lines, "").strip() if title[:1] in (">", "|") else title
                return title.strip("'\"")
    return ""
