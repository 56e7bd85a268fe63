"""One run at a time in one place of object storage.

Storage knows no locks: an object says whose the place is. A run that is killed leaves it there, as
nobody can see from here whether a process on another computer still lives; whoever knows that it
does not deletes the object, and takes over.
"""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import msgspec

from handout.batch.lock import NAME
from handout.batch.objects import Objects
from handout.errors import ExitCode, HandoutError, Place, fail


class _Owner(msgspec.Struct, frozen=True):
    """The process whose the place is. mark: tells this run from all others."""

    process: int
    computer: str
    mark: str


class Claim:
    """That the place is this run's."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        owner = _Owner(os.getpid(), platform.node(), os.urandom(16).hex())
        self._words = msgspec.json.encode(owner)

    def take(self) -> None:
        """Put the object there; raise HandoutError (environment) where there is one."""
        if not self._objects.put_new(NAME, self._words):
            since = self._objects.since(NAME)
            when = f" since {since}" if since else ""
            message = f"{self._owner()} is working in this place{when}"
            lock = f"{self._objects.name}/{NAME}"
            hint = f"wait until it has finished; if it was killed, delete {lock} and run this again"
            fail(message, Place(self._objects.name), hint, ExitCode.ENVIRONMENT)

    def check(self) -> None:
        """Raise HandoutError (environment) where somebody took the object away."""
        if self._objects.get(NAME) != self._words:
            hint = "let it finish; what it lacks, the same command makes again"
            message = "another run has taken this place over"
            fail(message, Place(self._objects.name), hint, ExitCode.ENVIRONMENT)

    def release(self) -> None:
        """Delete the object, if it is still this run's."""
        if self._objects.get(NAME) == self._words:
            self._objects.delete(NAME)

    def _owner(self) -> str:
        try:
            owner = msgspec.json.decode(self._objects.get(NAME) or b"", type=_Owner)
        except msgspec.MsgspecError:
            return "another process"
        return f"process {owner.process} on {owner.computer}"


@contextmanager
def claimed(objects: Objects) -> Iterator[Claim]:
    """The place is this run's for as long as the context lasts."""
    claim = Claim(objects)
    claim.take()
    try:
        yield claim
    finally:
        with suppress(HandoutError):
            claim.release()
