"""Tasks through processes of this computer, by pebble: a worker that dies costs no row.

A chunk whose worker was killed, or ran out of memory or time, is done again task by task; a task
that stops its worker again and again is named, and the rest goes on. A worker that is killed while
it takes or returns tasks leaves the line to the others closed: then all are replaced. Workers spool
files and send back only what is said of them.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from msgspec import Struct, structs
from pebble import ProcessExpired

from handout.batch.plan import Asked, Task
from handout.batch.register import Register
from handout.batch.shared import shared
from handout.batch.store import refuse
from handout.batch.work import Done, Shop
from handout.batch.worker import Brief
from handout.batch.workers import Workers
from handout.errors import Problem

_TRIES = 3
"""So often a task is tried alone before it is named as the one that stops its worker."""

_STALL = 20.0
"""Seconds over a chunk's time after which workers that say nothing are replaced."""

_IDLE = 5.0
"""Seconds after which they are, if some of them could work and do not."""

_TURN = 0.5
"""Seconds between looks at workers that say nothing."""


class _Try(Struct, frozen=True):
    """Tasks to be done together; number: counts from 1 for a task that is alone."""

    tasks: tuple[Task, ...]
    number: int = 1


_Pending = dict[Future[tuple[Done, ...]], _Try]


class Pool:
    """Workers for one batch, replaced when they die. shop: what each of them opens."""

    def __init__(
        self, workers: Workers, asked: Asked, register: Register | None, spool: Path,
        shop: type[Shop] = Shop,
    ) -> None:  # fmt: skip
        self._workers = workers
        self._asked, self._register, self._spool, self._shop = asked, register, spool, shop
        self._again: deque[_Try] = deque()

    def results(self, chunks: Iterable[tuple[Task, ...]]) -> Generator[tuple[Done, ...]]:
        """What became of the tasks, as it comes; few are under way at a time."""
        coming, megabytes = iter(chunks), self._workers.limits.megabytes
        try:
            with shared(self._register) as register:
                self._register = None  # From here on only workers need it.
                brief = Brief(self._shop, self._asked, register, self._spool, megabytes)
                while (first := self._next(coming)) is not None:
                    self._again.appendleft(first)
                    self._workers.start()
                    yield from self._through(brief, coming)
                    self._workers.close()
        finally:
            self._workers.close()

    def _next(self, coming: Iterator[tuple[Task, ...]]) -> _Try | None:
        if self._again:
            return self._again.popleft()
        chunk = next(coming, None)
        return None if chunk is None else _Try(chunk)

    def _through(
        self, brief: Brief, coming: Iterator[tuple[Task, ...]]
    ) -> Iterator[tuple[Done, ...]]:
        """The results, until there is nothing left or the workers are of no use any longer."""
        pending: _Pending = {}
        has_begun = False
        while True:
            while len(pending) < 2 * self._workers.limits.workers:
                attempt = self._next(coming)
                if attempt is None:
                    break
                if not attempt.tasks:
                    yield ()
                    continue
                future = self._workers.schedule(brief, attempt.tasks)
                if future is None:
                    self._again.append(attempt)
                    yield from self._given_up(pending)
                    return
                pending[future] = attempt
            if not pending:
                return
            finished = self._finished(pending, has_begun)
            has_begun = True
            if not finished:
                yield from self._given_up(pending)
                return
            for done in finished:
                yield self._result(done, pending.pop(done))

    def _finished(self, pending: _Pending, has_begun: bool) -> set[Future[tuple[Done, ...]]]:
        """The first to come to an end; none where it looks as if none ever will.

        has_begun: the workers have started, so that one without a task cannot get any.
        """
        waited = idle = 0.0
        while waited < 2 * self._workers.limits.seconds + _STALL and idle < _IDLE:
            finished, _ = wait(pending, _TURN, return_when=FIRST_COMPLETED)
            if finished or not self._workers.are_there:
                return finished
            busy = sum(future.running() for future in pending)
            is_idle = has_begun and busy < min(self._workers.limits.workers, len(pending))
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
            self._workers.have_worked()
            return done
        except TimeoutError:
            return self._failed(
                attempt, f"it takes longer than {self._workers.limits.seconds:g} seconds"
            )
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
