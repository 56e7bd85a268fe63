"""Tasks through processes of this computer, by pebble: a worker that dies costs no row.

A chunk whose worker was killed, or ran out of memory or time, is done again task by task; a task
that stops its worker again and again is named, and the rest goes on. Workers spool files; what they
send is small, so that a kill in the middle of it cannot garble what others send.
"""

import gc
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from msgspec import Struct, structs
from pebble import ProcessExpired, ProcessPool

from handout.batch.plan import Asked, Task
from handout.batch.register import Register
from handout.batch.work import Done, Shop
from handout.errors import Problem
from handout.files import spooled

_TRIES = 3
"""So often a task is tried alone before it is named as the one that stops its worker."""

_STALL = 20.0
"""Seconds over a chunk's time after which workers that say nothing are replaced."""


class Limits(Struct, frozen=True):
    """How many processes there are, and what one row may take: seconds, and megabytes."""

    workers: int
    seconds: float = 30.0
    megabytes: int = 1024


class _Try(Struct, frozen=True):
    """Tasks to be done together; number: counts from 1 for a task that is alone."""

    tasks: tuple[Task, ...]
    number: int = 1


_Pending = dict[Future[tuple[Done, ...]], _Try]


class Pool:
    """Workers for one batch, replaced when they die."""

    def __init__(
        self, asked: Asked, register: Register | None, spool: Path, limits: Limits
    ) -> None:
        self._start = (asked, register, spool, limits.megabytes)
        self._limits = limits
        self._again: deque[_Try] = deque()

    def results(self, chunks: Iterable[tuple[Task, ...]]) -> Generator[tuple[Done, ...]]:
        """What became of the tasks, as it comes; few are under way at a time."""
        coming = iter(chunks)
        while (first := self._next(coming)) is not None:
            self._again.appendleft(first)
            pool = ProcessPool(
                self._limits.workers, 0, _start, self._start,
                multiprocessing.get_context("spawn"),
            )  # fmt: skip
            try:
                yield from self._through(pool, coming)
            finally:
                pool.stop()  # type: ignore[no-untyped-call]
                pool.join()

    def _next(self, coming: Iterator[tuple[Task, ...]]) -> _Try | None:
        if self._again:
            return self._again.popleft()
        chunk = next(coming, None)
        return None if chunk is None else _Try(chunk)

    def _through(
        self, pool: ProcessPool, coming: Iterator[tuple[Task, ...]]
    ) -> Iterator[tuple[Done, ...]]:
        """The results of a pool, until there is nothing left or it is broken."""
        pending: _Pending = {}
        while True:
            while len(pending) < 2 * self._limits.workers:
                attempt = self._next(coming)
                if attempt is None:
                    break
                if not attempt.tasks:
                    yield ()
                    continue
                try:
                    future = pool.schedule(_work, (attempt.tasks,), timeout=self._limits.seconds)
                except RuntimeError:
                    self._again.append(attempt)
                    yield from self._given_up(pending)
                    return
                pending[future] = attempt
            if not pending:
                return
            limit = 2 * self._limits.seconds + _STALL
            finished, _ = wait(pending, limit, return_when=FIRST_COMPLETED)
            if not finished:
                yield from self._given_up(pending)
                return
            for done in finished:
                yield self._result(done, pending.pop(done))

    def _given_up(self, pending: _Pending) -> Iterator[tuple[Done, ...]]:
        """What can be said of tasks whose pool is of no use any longer; the others come again."""
        for attempt in pending.values():
            yield self._failed(attempt, "its worker was stopped")

    def _result(self, future: Future[tuple[Done, ...]], attempt: _Try) -> tuple[Done, ...]:
        try:
            return future.result()
        except TimeoutError:
            return self._failed(attempt, f"it takes longer than {self._limits.seconds:g} seconds")
        except (ProcessExpired, BrokenProcessPool, CancelledError):
            return self._failed(attempt, "it stops its worker, perhaps for want of memory")

    def _failed(self, attempt: _Try, why: str) -> tuple[Done, ...]:
        """Nothing yet where it is worth another try, otherwise the tasks' end."""
        if len(attempt.tasks) > 1:
            self._again.extend(_Try((task,)) for task in attempt.tasks)
            return ()
        if attempt.number < _TRIES:
            self._again.append(structs.replace(attempt, number=attempt.number + 1))
            return ()
        return (Done(attempt.tasks[0], (Problem(f"its leaflet cannot be made: {why}"),)),)


class _Bench:
    """What a worker has between its tasks."""

    shop: Shop | None = None
    spool = Path()


def _start(asked: Asked, register: Register | None, spool: Path, megabytes: int) -> None:
    """Ready a worker: it ends with its parent, and takes only so much memory."""
    gc.set_threshold(200_000, 50, 50)  # As the command itself does, for the same reason.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _Bench.shop = Shop(asked, register)
    _Bench.spool = spool
    _limit_memory(megabytes)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """So much more than now and no further, where the system can say so."""
    if sys.platform != "linux":
        return
    import resource

    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = now + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _work(tasks: tuple[Task, ...]) -> tuple[Done, ...]:
    assert _Bench.shop
    done = map(_Bench.shop.done, tasks)
    return tuple(
        structs.replace(one, pdf=b"", spooled=spooled(_Bench.spool, one.pdf)) if one.pdf else one
        for one in done
    )
