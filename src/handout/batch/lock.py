"""One run at a time in one folder.

The operating system holds the lock and lets go when its owner ends, however it ends, so that none
is ever left behind. The file says whose it is, for the message.
"""

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from handout.errors import ExitCode, Place, fail
from handout.files import reason

NAME = ".lock"
_HINT = "wait until it has finished, or choose another folder with -o"


class Owner(msgspec.Struct, frozen=True):
    """The process that uses a folder."""

    process: int
    computer: str


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """The folder is this process's for as long as the context lasts.

    Raises: HandoutError (environment) when another process has it, or there can be no lock.
    """
    try:
        handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = f"cannot be used: {reason(error)}"
        hint = "choose another place with -o"
        fail(message, Place(str(folder)), hint, ExitCode.ENVIRONMENT)
    try:
        if not _taken(handle):
            message = f"{_owner(handle)} is working in this folder"
            fail(message, Place(str(folder)), _HINT, ExitCode.ENVIRONMENT)
        _sign(handle, msgspec.json.encode(Owner(os.getpid(), platform.node())))
        try:
            yield
        finally:
            _sign(handle, b"")
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Whether the lock is now this process's."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 10_000, os.SEEK_SET)  # Past what others read.
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sign(handle: int, words: bytes) -> None:
    """Say whose the lock is; a full disk is no reason to have none."""
    try:
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, words)
    except OSError:
        return


def _owner(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        owner = msgspec.json.decode(os.read(handle, 1000), type=Owner)
    except msgspec.MsgspecError:
        return "another process"
    return f"process {owner.process} on {owner.computer}"
