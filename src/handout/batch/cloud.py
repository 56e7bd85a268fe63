"""A batch in object storage, such as s3:// and gs://, by fsspec.

Each object is put whole, so nobody ever sees half a file. Nothing can be added to an object: the
manifest is kept here while it grows, and put whole every few seconds and at the end. After a kill
there may be files of which it knows nothing yet; the next run makes them again, byte for byte.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from msgspec import Struct

from handout.batch.claim import Claim, claimed
from handout.batch.objects import MEND, Objects, words_of
from handout.batch.store import ASIDE, Folder, Store
from handout.errors import ExitCode, HandoutError, Place, fail
from handout.files import reason

_AT_ONCE = 8
_UNSENT_RECORDS = 500
_UNSENT_SECONDS = 5.0

_PACKAGES = {
    "s3": "", "s3a": "", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "abfss": "adlfs",
    "az": "adlfs", "oss": "ossfs", "oci": "ocifs", "memory": "",
}  # fmt: skip
"""The storage in which an object is whole or not there, and the package that is needed besides."""


def place_of(address: str) -> Store:
    """The store at an address; of a `file://` one the folder itself.

    Raises: HandoutError for storage that is not known, or whose package is not installed.
    """
    protocol, _, rest = address.partition("://")
    if protocol in ("file", "local"):
        return Folder(Path(rest))
    return Cloud(address)


class _Growing(Struct):
    """An object that grows. unsent: how many of its last records the storage does not have."""

    data: bytearray
    sent_at: float
    unsent: int = 0


class Cloud:
    """A store in object storage. Files wait on this computer only until they are sent."""

    def __init__(self, address: str) -> None:
        self._objects = _opened(address)
        self.name = self._objects.name
        self.spool = Path()
        self._growing: dict[str, _Growing] = {}
        self._claim: Claim | None = None

    def adopt(self, files: Sequence[tuple[str, str]]) -> None:
        """Send several at a time, each whole."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(self._send_file, files))

    def put(self, name: str, data: bytes) -> None:
        """Send it."""
        self._growing.pop(name, None)
        self._objects.put(name, data)

    def put_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Send them together."""
        self.put(name, b"".join(lines))

    @contextmanager
    def reader(self, name: str) -> Iterator[BinaryIO]:
        """Fetch it whole, to be read from memory."""
        yield BytesIO(self.get(name) or b"")

    def get(self, name: str) -> bytes | None:
        """Fetch it, with what was not sent yet."""
        growing = self._growing.get(name)
        return bytes(growing.data) if growing else self._objects.get(name)

    def append(self, name: str, data: bytes) -> None:
        """Keep it with what is there; send all when there is enough, or the last time is past."""
        growing = self._growing.get(name)
        if growing is None:
            whole = bytearray(self._objects.get(name) or b"")
            growing = self._growing[name] = _Growing(whole, time.monotonic())
        growing.data += data
        growing.unsent += data.count(b"\n")
        late = time.monotonic() - growing.sent_at > _UNSENT_SECONDS
        if late or growing.unsent >= _UNSENT_RECORDS:
            self._send(name, growing)

    def names(self) -> set[str]:
        """List the objects."""
        return self._objects.names()

    def set_aside(self, name: str) -> None:
        """Copy it, then delete it: storage cannot do both at once."""
        self._objects.move(name, f"{ASIDE}/{name}")

    def remove(self, name: str) -> None:
        """Delete it."""
        self._growing.pop(name, None)
        self._objects.delete(name)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Put a lock there, and at the end send what was not sent yet."""
        with TemporaryDirectory(prefix="handout-") as folder, claimed(self._objects) as claim:
            self.spool = Path(folder)
            self._claim = claim
            try:
                yield
            except BaseException:
                with suppress(HandoutError):
                    self._send_all()
                raise
            self._send_all()

    def _send_file(self, file: tuple[str, str]) -> None:
        temporary, name = file
        path = self.spool / temporary
        try:
            data = path.read_bytes()
        except OSError as error:
            message = f"cannot be used: {reason(error)}"
            fail(message, Place(str(self.spool)), MEND, ExitCode.ENVIRONMENT)
        self._objects.put(name, data)
        path.unlink(missing_ok=True)

    def _send_all(self) -> None:
        for name, growing in self._growing.items():
            if growing.unsent:
                self._send(name, growing)

    def _send(self, name: str, growing: _Growing) -> None:
        """Put all of it, unless the place is another run's by now."""
        if self._claim:
            self._claim.check()
        self._objects.put(name, bytes(growing.data))
        growing.unsent = 0
        growing.sent_at = time.monotonic()


def _opened(address: str) -> Objects:
    """What can be asked of the storage; nothing has been asked of it yet."""
    protocol = address.partition("://")[0]
    if protocol not in _PACKAGES or "::" in address:
        hint = "batches can go to a folder, or to s3://, gs://, az://, abfs://, oss:// and oci://"
        fail(f"{protocol}:// is no storage for a batch", hint=hint, code=ExitCode.USAGE)
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]

        files, path = url_to_fs(address, use_listings_cache=False, skip_instance_cache=True)
    except ImportError:
        others = f" {_PACKAGES[protocol]}" if _PACKAGES[protocol] else ""
        hint = f"run: pip install 'clinic-handout[cloud]'{others}"
        message = f"what is needed for {protocol}:// is not installed"
        fail(message, hint=hint, code=ExitCode.ENVIRONMENT)
    except Exception as error:  # Each kind of storage has errors of its own.
        message = f"the storage cannot be used: {words_of(error)}"
        fail(message, hint="look at its address and keys", code=ExitCode.ENVIRONMENT)
    return Objects(files, path.rstrip("/"), f"{protocol}://{path.strip('/')}")
