"""The processes that make leaflets: started before there is work, replaced when they die.

Little is loaded here, so that they are there early and load their own part while the parent reads
the table.
"""

import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

from msgspec import Struct
from pebble import CONSTS, ProcessPool

from handout.errors import ExitCode, fail

if TYPE_CHECKING:
    from handout.batch.plan import Task
    from handout.batch.work import Done
    from handout.batch.worker import Brief

_MOST_VAIN = 10
"""So often workers are started, and end without having made anything, before that is given up."""

_LOOKS = 0.02
"""Seconds between looks of pebble at its workers, which may pass before a batch ends."""


class Limits(Struct, frozen=True):
    """How many processes there are, and what one row may take: seconds, and megabytes."""

    workers: int
    seconds: float = 30.0
    megabytes: int = 1024


class Workers:
    """Processes, as many as the limits say."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._pool: ProcessPool | None = None
        self._vain = 0

    def start(self) -> None:
        """Start them, if there are none.

        Raises: HandoutError (environment) when they have ended in vain again and again.
        """
        if self._pool:
            return
        if self._vain == _MOST_VAIN:
            hint = "close other programs, or ask for fewer with --workers"
            fail("no worker can be started or kept", hint=hint, code=ExitCode.ENVIRONMENT)
        self._vain += 1
        CONSTS.sleep_unit = _LOOKS
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(self.limits.workers, 0, _ready, (), context)
        with _undisturbed(), suppress(RuntimeError):
            _ = self._pool.active  # Asked this, it starts them.

    def schedule(
        self, brief: "Brief", tasks: "tuple[Task, ...]"
    ) -> "Future[tuple[Done, ...]] | None":
        """What will become of the tasks; None where the workers are of no use any longer."""
        assert self._pool
        try:
            with _undisturbed():
                return self._pool.schedule(_work, (brief, tasks), timeout=self.limits.seconds)
        except RuntimeError:
            return None

    @property
    def are_there(self) -> bool:
        """Whether they take tasks."""
        return self._pool is not None and self._pool.active

    def have_worked(self) -> None:
        """Note that they are not started in vain."""
        self._vain = 0

    def close(self) -> None:
        """None is left; those that are starting end before they miss anything."""
        if self._pool is None:
            return
        self._pool.stop()  # type: ignore[no-untyped-call]
        for worker in multiprocessing.active_children():
            worker.terminate()
        self._pool.join()
        self._pool = None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """What is started here is started whole, and is never interrupted by Ctrl-C.

    That reaches all processes and is the parent's alone. Threads and processes take over which
    signals are blocked (POSIX, pthread_sigmask), so SIGTERM, which ends workers, only waits.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    resource_tracker.ensure_running()  # Its start would let signals through again.
    came: list[int] = []
    handler = signal.signal(signal.SIGTERM, lambda number, frame: came.append(number))
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        for number in came[:1]:
            signal.raise_signal(number)


def _ready() -> None:
    """In a worker: load what it needs."""
    from handout.batch import worker

    worker.ready()


def _work(brief: "Brief", tasks: "tuple[Task, ...]") -> "tuple[Done, ...]":
    """In a worker: what became of the tasks."""
    from handout.batch import worker

    return worker.work(brief, tasks)
