"""Presses kept on disk between runs: plain data, never a patient's.

Each file holds a digest, then msgpack. It is trusted only while nothing it was made from has
changed: a file that is damaged, foreign or out of date is ignored, and written again.
"""

import os
import sys
from collections.abc import Iterator
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


def folder(environment: dict[str, str]) -> Path:
    """The user's folder for what can be made again."""
    named = environment.get("HANDOUT_CACHE") or environment.get("XDG_CACHE_HOME")
    if environment.get("HANDOUT_CACHE"):
        return Path(str(named))
    if named:
        return Path(named) / "handout"
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or ".")
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "handout"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home) / "handout" / "Cache"
    return home / ".cache" / "handout"


def load(path: Path, into: type[T]) -> T | None:
    """What was kept there, if it is whole and nothing it was made from has changed."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head = len(_MAGIC) + 32
    body = data[head:]
    if data[: len(_MAGIC)] == _MAGIC and data[len(_MAGIC) : head] == digest(body).encode():
        try:
            kept = msgspec.msgpack.decode(body, type=_Kept)
            if kept.version == _version() and unchanged(kept.seen):
                return msgspec.msgpack.decode(kept.content, type=into)
        except msgspec.MsgspecError:
            pass
    path.unlink(missing_ok=True)
    return None


def keep(path: Path, seen: dict[str, str], content: msgspec.Struct) -> None:
    """Keep the content; a folder that cannot be written to is no reason to fail."""
    raw = msgspec.Raw(msgspec.msgpack.encode(content))
    body = msgspec.msgpack.encode(_Kept(_version(), seen, raw))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and path.parent.stat().st_mode & 0o077:
            path.parent.chmod(0o700)
        write_whole(path, _MAGIC + digest(body).encode() + body, durable=False)
    except OSError:
        return


def _version() -> str:
    """The program's version and the times of its own files, so that a changed one starts afresh."""
    times = sorted(_times(os.fspath(Path(__file__).parent)))
    return f"{__version__} {sys.version_info[:2]} {digest(repr(times).encode())}"


def _times(folder: str) -> Iterator[tuple[str, int, int]]:
    """Name, time and size of each source file; `os.scandir` takes a tenth of what `rglob` does."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                known = entry.stat()
                yield entry.path, known.st_mtime_ns, known.st_size
            elif entry.is_dir() and entry.name not in ("__pycache__", "builtin"):
                yield from _times(entry.path)
