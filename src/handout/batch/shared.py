"""What every worker needs, in memory that processes share: never on a disk, gone with the batch.

It may be large. A parent that sends a new process more than a pipe holds would wait for ever if
that process were killed before it had read all (CPython, `popen_spawn_posix`); a name is short.
"""

import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.shared_memory import SharedMemory
from tempfile import TemporaryFile

from msgspec import Struct

from handout.batch.register import Register
from handout.errors import ExitCode, fail
from handout.files import reason


class Shared(Struct, frozen=True):
    """Where a register lies; no name where there is none. size: in bytes."""

    name: str = ""
    size: int = 0


@contextmanager
def shared(register: Register | None) -> Iterator[Shared]:
    """A context in which processes of this user can read the register.

    Raises: HandoutError (environment) where the system has no room for it.
    """
    if register is None:
        yield Shared()
        return
    data = pickle.dumps(register)
    size = len(data)
    try:
        _check_room(size)
        memory = SharedMemory(create=True, size=size)
    except OSError as error:
        message = f"there is no memory that processes can share: {reason(error)}"
        fail(message, code=ExitCode.ENVIRONMENT)
    try:
        assert memory.buf is not None
        memory.buf[:size] = data
        del data
        yield Shared(memory.name, size)
    finally:
        memory.close()
        memory.unlink()


def _check_room(size: int) -> None:
    """Raise OSError where there is no room: Linux would kill who writes to it."""
    if sys.platform == "linux":
        with TemporaryFile(dir="/dev/shm") as probe:
            probe.write(bytes(size))


def read(where: Shared) -> Register | None:
    """The register that lies there."""
    if not where.name:
        return None
    memory = SharedMemory(where.name)
    try:
        assert memory.buf is not None
        register: Register = pickle.loads(memory.buf[: where.size])
        return register
    finally:
        memory.close()
