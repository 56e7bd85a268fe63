"""Presses kept on disk between runs: plain data, never a patient's.

Each file holds a digest, then msgpack. It is trusted only while nothing it was made from has
changed: a file that is damaged, foreign or out of date is ignored, and written again.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from handout import __version__
from handout.files import write_whole
from handout.library import digest, unchanged

T = TypeVar("T", bound=msgspec.Struct)

_MAGIC = b"handout press 1\n"


class _Kept(msgspec.Struct, frozen=True):
    """What a cache file holds: the files the content was made from, and the content."""

    version: str
    seen: dict[str, str]
    content: msgspec.Raw


def folder(environment: dict[str, str]) -> Path | None:
    """The user's folder for what can be made again; None where the user has no home."""
    if environment.get("HANDOUT_CACHE"):
        return Path(environment["HANDOUT_CACHE"])
    if environment.get("XDG_CACHE_HOME"):
        return Path(environment["XDG_CACHE_HOME"]) / "handout"
    home = environment.get("HOME") or environment.get("USERPROFILE")
    if not home:
        return None
    if sys.platform == "darwin":
        return Path(home) / "Library" / "Caches" / "handout"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home) / "handout" / "Cache"
    return Path(home) / ".cache" / "handout"


def is_ours(path: Path) -> bool:
    """Whether nobody else can put files into the folder."""
    if os.name != "posix":
        return True
    known = path.stat()
    return known.st_uid == os.getuid() and not known.st_mode & 0o022


def load(path: Path, into: type[T]) -> T | None:
    """What was kept there, if it is whole and nothing it was made from has changed."""
    try:
        if not is_ours(path.parent):
            return None
        data = path.read_bytes()
    except OSError:
        return None
    head = len(_MAGIC) + 32
    body = data[head:]
    if data[: len(_MAGIC)] == _MAGIC and data[len(_MAGIC) : head] == digest(body).encode():
        with suppress(msgspec.MsgspecError):
            kept = msgspec.msgpack.decode(body, type=_Kept)
            if kept.version == _version() and unchanged(kept.seen):
                return msgspec.msgpack.decode(kept.content, type=into)
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return None


def keep(path: Path, seen: dict[str, str], content: msgspec.Struct) -> None:
    """Keep the content; a folder that cannot be written to is no reason to fail.

    Nor is a workspace whose own path is no Unicode and cannot be noted.
    """
    with suppress(OSError, UnicodeEncodeError):
        raw = msgspec.Raw(msgspec.msgpack.encode(content))
        body = msgspec.msgpack.encode(_Kept(_version(), seen, raw))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_ours(path.parent):
            write_whole(path, _MAGIC + digest(body).encode() + body, durable=False)


def _version() -> str:
    """The program's version, the times of its own files, and when others' were last installed.

    So a changed checkout starts afresh, and so does one with another version of what it stands on.
    """
    times = sorted(_times(os.fspath(Path(__file__).parent)))
    installed = Path(msgspec.__file__).parent.parent.stat().st_mtime_ns
    return f"{__version__} {sys.version_info[:2]} {installed} {digest(repr(times).encode())}"


def _times(folder: str) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of each source file; `os.scandir` takes a tenth of what `rglob` does."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                known = entry.stat()
                yield entry.path, known.st_mtime_ns, known.st_size
            elif entry.is_dir() and entry.name not in ("__pycache__", "builtin"):
                yield from _times(entry.path)
