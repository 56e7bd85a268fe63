"""Files are written one after the other, and the disk is waited for meanwhile."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from handout.files import opened

_TOGETHER = 8
"""So many files are written before the disk is waited for."""


class Spooler:
    """Spools files as `spooled` does, with a thread that waits for the disk.

    While it waits the next files are made, and for eight files it waits little longer than for one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: list[BinaryIO] = []
        self._waiting: list[Future[None]] = []
        self._thread = ThreadPoolExecutor(1)
        self._thread.submit(int)  # It starts here: later there may be no memory for it.

    def put(self, data: bytes) -> str:
        """What a file is called that holds `data`; it is on disk after `settle`.

        Raises: OSError, with nothing left behind.
        """
        path, handle = opened(self._folder / "spooled")
        try:
            self._written.append(os.fdopen(handle, "wb", 0))
            left = memoryview(data)
            while left:
                left = left[self._written[-1].write(left) :]
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        if len(self._written) == _TOGETHER:
            self._waiting.append(self._thread.submit(_on_disk, self._written))
            self._written = []
        return path.name

    def settle(self) -> None:
        """Wait until every file is on disk.

        Raises: OSError.
        """
        written, self._written = self._written, []
        waiting, self._waiting = self._waiting, []
        _on_disk(written)
        for one in waiting:
            one.result()


def _on_disk(files: list[BinaryIO]) -> None:
    """Wait until the disk has the files, and close them all."""
    with ExitStack() as stack:
        for file in files:
            stack.enter_context(file)
        for file in files:
            os.fsync(file.fileno())
