"""Writing a file so that it is either whole or not there at all."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """The file holds `data`, readable by its owner only; what was there before is replaced.

    A temporary file in the same folder is renamed onto it, so nobody ever sees half a file. Links are
    replaced, not followed. durable: wait until the disk has it.
    Raises: OSError, with nothing left behind.
    """
    temporary = path.with_name(f".handout-{secrets.token_hex(8)}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable and os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
