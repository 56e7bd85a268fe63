"""Tasks through processes of this computer, by pebble: a worker that dies costs no row.

A chunk whose worker was killed, or ran out of memory or time, is done again task by task; a task
that stops its worker again and again is named, and the rest goes on. A worker that is killed while
it takes or returns tasks leaves the line to the others closed: then all are replaced. Workers spool
files and send back only what is said of them.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Future,
    TimeoutError,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from pathlib import Path

from msgspec import Struct, structs
from pebble import CONSTS, ProcessExpired, ProcessPool

from handout.batch.plan import Asked, Task
from handout.batch.register import Register
from handout.batch.shared import Shared, read, shared
from handout.batch.spooler import Spooler
from handout.batch.store import refuse
from handout.batch.work import Done, Shop
from handout.errors import ExitCode, Problem, fail

_TRIES = 3
"""So often a task is tried alone before it is named as the one that stops its worker."""

_MOST_VAIN = 10
"""So often workers are started, and end without having made anything, before that is given up."""

_STALL = 20.0
"""Seconds over a chunk's time after which workers that say nothing are replaced."""

_IDLE = 5.0
"""Seconds after which they are, if some of them could work and do not."""

_LOOKS = 0.02
"""Seconds between looks of pebble at its workers, which may pass before a batch ends."""

_TURN = 0.5
"""Seconds between looks at workers that say nothing."""


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
    """Workers for one batch, replaced when they die. shop: what each of them opens."""

    def __init__(self, limits: Limits, shop: type[Shop] = Shop) -> None:
        self._limits = limits
        self._shop = shop
        self._spool = Path()
        self._again: deque[_Try] = deque()
        self._workers: ProcessPool | None = None
        self._vain = 0

    def start(self) -> None:
        """Start the workers; what they load takes as long as reading a table, so it may come first.

        Raises: HandoutError (environment) when that has failed again and again.
        """
        if self._workers:
            return
        if self._vain == _MOST_VAIN:
            hint = "close other programs, or ask for fewer with --workers"
            fail("no worker can be started or kept", hint=hint, code=ExitCode.ENVIRONMENT)
        self._vain += 1
        CONSTS.sleep_unit = _LOOKS
        context = multiprocessing.get_context("spawn")
        self._workers = ProcessPool(self._limits.workers, 0, _start, (), context)
        with _undisturbed(), suppress(BrokenProcessPool):
            _ = self._workers.active  # Asked this, it starts them.

    def close(self) -> None:
        """No worker is left; those that are starting end before they miss anything."""
        if self._workers is None:
            return
        self._workers.stop()  # type: ignore[no-untyped-call]
        for worker in multiprocessing.active_children():
            worker.terminate()
        self._workers.join()
        self._workers = None

    def results(
        self, asked: Asked, register: Register | None, spool: Path,
        chunks: Iterable[tuple[Task, ...]],
    ) -> Generator[tuple[Done, ...]]:  # fmt: skip
        """What became of the tasks, as it comes; few are under way at a time."""
        self._spool = spool
        coming = iter(chunks)
        try:
            with shared(register) as where:
                brief = _Brief(self._shop, asked, where, spool, self._limits.megabytes)
                while (first := self._next(coming)) is not None:
                    self._again.appendleft(first)
                    self.start()
                    assert self._workers
                    yield from self._through(self._workers, brief, coming)
                    self.close()
        finally:
            self.close()

    def _next(self, coming: Iterator[tuple[Task, ...]]) -> _Try | None:
        if self._again:
            return self._again.popleft()
        chunk = next(coming, None)
        return None if chunk is None else _Try(chunk)

    def _through(
        self, pool: ProcessPool, brief: "_Brief", coming: Iterator[tuple[Task, ...]]
    ) -> Iterator[tuple[Done, ...]]:
        """The results of a pool, until there is nothing left or it is broken."""
        pending: _Pending = {}
        has_begun = False
        while True:
            while len(pending) < 2 * self._limits.workers:
                attempt = self._next(coming)
                if attempt is None:
                    break
                if not attempt.tasks:
                    yield ()
                    continue
                try:
                    with _undisturbed():
                        future = pool.schedule(
                            _work, (brief, attempt.tasks), timeout=self._limits.seconds
                        )
                except RuntimeError:
                    self._again.append(attempt)
                    yield from self._given_up(pending)
                    return
                pending[future] = attempt
            if not pending:
                return
            finished = self._finished(pool, pending, has_begun)
            has_begun = True
            if not finished:
                yield from self._given_up(pending)
                return
            for done in finished:
                yield self._result(done, pending.pop(done))

    def _finished(
        self, pool: ProcessPool, pending: _Pending, has_begun: bool
    ) -> set[Future[tuple[Done, ...]]]:
        """The first to come to an end; none where it looks as if none ever will.

        has_begun: the workers have started, so that one without a task cannot get any.
        """
        waited = idle = 0.0
        while waited < 2 * self._limits.seconds + _STALL and idle < _IDLE:
            finished, _ = wait(pending, _TURN, return_when=FIRST_COMPLETED)
            if finished or not pool.active:
                return finished
            busy = sum(future.running() for future in pending)
            is_idle = has_begun and busy < min(self._limits.workers, len(pending))
            idle = idle + _TURN if is_idle else 0.0
            waited += _TURN
        return set()

    def _given_up(self, pending: _Pending) -> Iterator[tuple[Done, ...]]:
        """What can be said of tasks whose pool is of no use any longer; the others come again."""
        for attempt in pending.values():
            yield self._failed(attempt, "its worker was stopped")

    def _result(self, future: Future[tuple[Done, ...]], attempt: _Try) -> tuple[Done, ...]:
        try:
            done = future.result()
            self._vain = 0
            return done
        except TimeoutError:
            return self._failed(attempt, f"it takes longer than {self._limits.seconds:g} seconds")
        except (ProcessExpired, BrokenProcessPool, CancelledError, MemoryError):
            return self._failed(attempt, "it stops its worker, perhaps for want of memory")
        except OSError as error:
            refuse(self._spool, error)

    def _failed(self, attempt: _Try, why: str) -> tuple[Done, ...]:
        """Nothing yet where it is worth another try, otherwise the tasks' end."""
        if len(attempt.tasks) > 1:
            self._again.extend(_Try((task,)) for task in attempt.tasks)
            return ()
        if attempt.number < _TRIES:
            self._again.append(structs.replace(attempt, number=attempt.number + 1))
            return ()
        return (Done(attempt.tasks[0], (Problem(f"its leaflet cannot be made: {why}"),)),)


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


class _Brief(Struct, frozen=True):
    """What a worker needs for a batch."""

    shop: type[Shop]
    asked: Asked
    register: Shared
    spool: Path
    megabytes: int


class _Bench:
    """What a worker has between its tasks. brief: for which they are."""

    brief: _Brief | None = None
    shop: Shop
    spooler: Spooler


def _start() -> None:
    """Ready a worker: it ends with its parent."""
    gc.set_threshold(20_000, 50, 50)  # No leaflet has so many objects, and none leaves circles.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _open(brief: _Brief) -> None:
    """Open what the batch needs; from now on there is only so much memory."""
    _Bench.shop = brief.shop(brief.asked, read(brief.register))
    _Bench.spooler = Spooler(brief.spool)
    _Bench.brief = brief
    _limit_memory(brief.megabytes)


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
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    if most == resource.RLIM_INFINITY or limit < most:
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _work(brief: _Brief, tasks: tuple[Task, ...]) -> tuple[Done, ...]:
    """What became of the tasks; every file is on disk."""
    if _Bench.brief != brief:
        _open(brief)
    done = tuple(_put(_Bench.spooler, one) for one in map(_Bench.shop.done, tasks))
    _Bench.spooler.settle()
    return done


def _put(spooler: Spooler, done: Done) -> Done:
    """The same with its file spooled, if it has one."""
    return structs.replace(done, pdf=b"", spooled=spooler.put(done.pdf)) if done.pdf else done
