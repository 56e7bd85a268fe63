"""Where a batch is kept: a folder in which every file is whole or not there.

In: names without folders, and bytes. Promised: nothing half-written is ever seen under a name, also
after a crash; what is not needed any longer is set aside, never deleted.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from io import BytesIO
from os import fsync
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NoReturn, Protocol

from handout.batch.lock import lock
from handout.errors import ExitCode, Place, fail
from handout.files import LEFT_OVER, named, reason, write_lines, write_whole

ASIDE = "set-aside"
"""The folder in a batch for files that the table asks for no longer."""


class Store(Protocol):
    """A place for the files of one batch; all raise HandoutError (environment) where it fails.

    name: of the place, for messages. spool: the folder on this computer where files lie until they
    get their names.
    """

    name: str
    spool: Path

    def adopt(self, files: Sequence[tuple[str, str]]) -> None:
        """Each spooled file has its name, in place of an older file; the disk knows."""

    def put(self, name: str, data: bytes) -> None:
        """The file holds the data, in place of an older one."""

    def put_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """The file holds the lines, in place of an older one; they come from a file or a table."""

    def get(self, name: str) -> bytes | None:
        """What the file holds; None where there is none."""

    def reader(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The file, to be read in parts; an empty one where there is none."""

    def append(self, name: str, data: bytes) -> None:
        """The file ends with the data, or is as it was before."""

    def names(self) -> set[str]:
        """The names of all files."""

    def set_aside(self, name: str) -> None:
        """The file is among those that are not needed any longer."""

    def remove(self, name: str) -> None:
        """The file is no more; only for what can be made again at any time."""

    def held(self) -> AbstractContextManager[None]:
        """A context in which no other run can use the place."""


class Folder:
    """A store in a folder of this computer."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self.spool = path

    def adopt(self, files: Sequence[tuple[str, str]]) -> None:
        """Rename each."""
        with self._reported():
            named(self.spool, files)

    def put(self, name: str, data: bytes) -> None:
        """Write beside it, then rename."""
        with self._reported():
            write_whole(self.spool / name, data)

    def put_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Write beside it, then rename."""
        with self._reported():
            write_lines(self.spool / name, lines)

    def get(self, name: str) -> bytes | None:
        """Read it whole."""
        with self._reported():
            try:
                return (self.spool / name).read_bytes()
            except FileNotFoundError:
                return None

    @contextmanager
    def reader(self, name: str) -> Iterator[BinaryIO]:
        """Open it."""
        with ExitStack() as stack:
            stream: BinaryIO = BytesIO()
            with self._reported(), suppress(FileNotFoundError):
                stream = stack.enter_context((self.spool / name).open("rb"))
            yield stream

    def append(self, name: str, data: bytes) -> None:
        """Write at the end and wait for the disk; where that fails, cut off what was written."""
        path = self.spool / name
        with self._reported(), path.open("r+b", buffering=0) as stream:
            before = stream.seek(0, 2)
            try:
                while data:
                    data = data[stream.write(data) :]
                fsync(stream.fileno())
            except OSError:
                with suppress(OSError):
                    stream.truncate(before)
                raise

    def names(self) -> set[str]:
        """List the folder."""
        with self._reported():
            return {path.name for path in self.spool.iterdir() if path.is_file()}

    def set_aside(self, name: str) -> None:
        """Move it into a folder of the folder."""
        aside = self.spool / ASIDE
        with self._reported():
            aside.mkdir(mode=0o700, exist_ok=True)
            (self.spool / name).replace(aside / name)

    def remove(self, name: str) -> None:
        """Delete it."""
        with self._reported():
            (self.spool / name).unlink(missing_ok=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder where it lacks, lock it, and leave no unfinished file."""
        with self._reported():
            self.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        with lock(self.spool):
            self._sweep()
            try:
                yield
            finally:
                self._sweep()

    def _sweep(self) -> None:
        """Delete what a run that ended early was writing."""
        with suppress(OSError):
            for path in self.spool.glob(LEFT_OVER):
                path.unlink(missing_ok=True)

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            refuse(self.spool, error)


class Rehearsal:
    """A store that only looks: what it is given goes nowhere, what is there can be seen."""

    def __init__(self, real: Store) -> None:
        self._real = real
        self._folder = TemporaryDirectory(prefix="handout-")
        self.name = real.name
        self.spool = Path(self._folder.name)

    def adopt(self, files: Sequence[tuple[str, str]]) -> None:
        """Forget them."""
        for temporary, _ in files:
            (self.spool / temporary).unlink()

    def put(self, name: str, data: bytes) -> None:
        """Nothing is written."""

    def put_lines(self, name: str, lines: Iterable[bytes]) -> None:
        """Nothing is written, but the lines are asked for."""
        for _ in lines:
            pass

    def get(self, name: str) -> bytes | None:
        """What the real one has."""
        return self._real.get(name)

    def reader(self, name: str) -> AbstractContextManager[BinaryIO]:
        """What the real one has."""
        return self._real.reader(name)

    def append(self, name: str, data: bytes) -> None:
        """Nothing is written."""

    def names(self) -> set[str]:
        """None: nothing can be set aside."""
        return set()

    def set_aside(self, name: str) -> None:
        """Nothing is moved."""

    def remove(self, name: str) -> None:
        """Nothing is deleted."""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody is kept out."""
        with self._folder:
            yield


def refuse(folder: Path, error: OSError) -> NoReturn:
    """Raise HandoutError (environment) that says why the folder cannot be used."""
    hint = "what is made is safe: mend this, and run the same command again"
    message = f"cannot be used: {reason(error)}"
    if isinstance(error, FileExistsError | NotADirectoryError):
        message, hint = "this is not a folder", "choose another place with -o"
    elif isinstance(error, FileNotFoundError) and not folder.is_dir():
        message = "the folder has gone"
    fail(message, Place(str(folder)), hint, ExitCode.ENVIRONMENT)


def sha256(data: bytes) -> str:
    """The digest that a manifest keeps of a file."""
    return hashlib.sha256(data).hexdigest()
