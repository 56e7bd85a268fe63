"""Tasks through workers of dask: a worker that dies costs no row.

Dask gives the chunk of a worker that died to another. A chunk whose workers die again and again is
done task by task, and a task that does so is done once more with nothing beside it, before it is
named: so nobody is named for a neighbour's fault. A row's time is kept at the worker, and its
memory by dask's own limits there. What holds a worker so fast that it cannot even look at the clock
is left to dask, which gives it up after some minutes.
"""

import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

from distributed import KilledWorker, WorkerPlugin, get_worker, wait
from distributed.comm.core import CommClosedError
from msgspec import Struct, structs

from handout import __version__
from handout.batch.cluster.desk import Answer, Desk, Kit, Unlike
from handout.batch.cluster.joining import joined
from handout.batch.cluster.parcel import packed, program
from handout.batch.plan import Asked, Task
from handout.batch.register import Register
from handout.batch.store import refuse, sha256
from handout.batch.work import Done, Shop
from handout.batch.workers import Limits
from handout.errors import ExitCode, Place, Problem, fail
from handout.files import spooled
from handout.library import builtin

_RETRIES = 2
"""So often dask tries a chunk again that ended with an error."""

_SILENCE = 60.0
"""Seconds without an answer after which it is asked whether there still are workers."""


_RESTART = 30.0


class _Try(Struct, frozen=True):
    """Tasks to be done together. is_last: with nothing beside them, and never again."""

    tasks: tuple[Task, ...]
    is_last: bool = False


class Cluster:
    """The workers of a scheduler, or of this computer, for one batch."""

    def __init__(
        self, address: str, asked: Asked, register: Register | None, spool: Path, limits: Limits,
        shop: type[Shop] = Shop,
    ) -> None:  # fmt: skip
        """Nothing is asked of anybody yet. address: such as tcp://computer:8786, or `local`."""
        self._address = address
        self._shop = shop
        self._asked = asked
        self._register = register
        self._spool = spool
        self._limits = limits
        self._again: deque[_Try] = deque()
        self._last: deque[_Try] = deque()
        self._pending: dict[Any, _Try] = {}
        self._spent: set[str] = set()

    def results(self, chunks: Iterable[tuple[Task, ...]]) -> Generator[tuple[Done, ...]]:
        """What became of the tasks, as it comes; few are under way at a time.

        Raises: HandoutError (environment) when there are no such workers, or no longer.
        """
        kit = self._kit()
        with joined(self._address, self._limits) as client:
            try:
                with _sent(client, kit) as name:
                    yield from self._through(client, name, iter(chunks))
            except Unlike as error:
                hint = "install the same version everywhere, and start the workers again"
                fail(str(error), Place(self._address), hint, ExitCode.ENVIRONMENT)
            except (CommClosedError, CancelledError, TimeoutError):
                self._lose("the scheduler has gone")
            finally:
                self._pending.clear()

    def _kit(self) -> Kit:
        """What each worker needs, with nothing in it that is true of this computer only."""
        roots, home = self._asked.roots, builtin()
        own = [root for root in roots if root != home]
        parcel = packed(own[0]) if own else b""
        return Kit(
            self._shop, structs.replace(self._asked, roots=(), kept_in=Path()), self._register,
            tuple("" if root == home else str(root) for root in roots), str(home), parcel,
            sha256(parcel), __version__, program(), self._limits.seconds,
        )  # fmt: skip

    def _through(
        self, client: Any, name: str, coming: Iterator[tuple[Task, ...]]
    ) -> Iterator[tuple[Done, ...]]:
        while True:
            while len(self._pending) < 2 * max(1, len(client.ncores())):
                attempt = self._next(coming)
                if attempt is None:
                    break
                if attempt.tasks:
                    self._submit(client, name, attempt)
                else:
                    yield ()
            if not self._pending:
                if not self._last:
                    return
                self._submit(client, name, self._last.popleft())
            for future in self._finished(client):
                yield self._result(future, self._pending.pop(future))
            self._renew(client)

    def _next(self, coming: Iterator[tuple[Task, ...]]) -> _Try | None:
        if self._again:
            return self._again.popleft()
        chunk = next(coming, None)
        return None if chunk is None else _Try(chunk)

    def _submit(self, client: Any, name: str, attempt: _Try) -> None:
        key = f"handout-{os.urandom(16).hex()}"
        future = client.submit(_work, name, attempt.tasks, key=key, pure=False, retries=_RETRIES)
        self._pending[future] = attempt

    def _finished(self, client: Any) -> tuple[Any, ...]:
        """What has ended, at least one."""
        while True:
            with suppress(TimeoutError), client.as_current():
                found: Any = wait([*self._pending], _SILENCE, "FIRST_COMPLETED")  # type: ignore[no-untyped-call]
                return tuple(found.done)
            if not client.ncores():
                self._lose("there are no workers any longer")

    def _lose(self, message: str) -> NoReturn:
        hint = "what is made is safe: mend this, and run the same command again"
        fail(message, Place(self._address), hint, ExitCode.ENVIRONMENT)

    def _result(self, future: Any, attempt: _Try) -> tuple[Done, ...]:
        try:
            where, answer = future.result()
        except (Unlike, CancelledError, CommClosedError, TimeoutError):
            raise
        except KilledWorker:
            return self._failed(attempt, "it stops its worker, perhaps for want of memory")
        except Exception as error:
            return self._failed(attempt, f"its worker says {type(error).__name__}")
        finally:
            future.release()  # Or dask makes it again when its worker goes.
        left = attempt.tasks[len(answer.dones) :]
        if left:
            self._again.append(_Try(left, attempt.is_last))
        if answer.is_spent:
            self._spent.add(where)
        return tuple(map(self._kept, answer.dones))

    def _renew(self, client: Any) -> None:
        """Workers that take no more are started again; one without a nanny is sent away."""
        for worker in sorted(self._spent):
            try:
                client.restart_workers([worker], timeout=_RESTART)
            except Exception:
                with suppress(Exception):
                    client.retire_workers([worker])
                if not client.ncores():
                    self._lose("there are no workers any longer")
        self._spent.clear()

    def _kept(self, done: Done) -> Done:
        """The leaflet in the spool, and no longer in memory."""
        if not done.pdf:
            return done
        try:
            return structs.replace(done, pdf=b"", spooled=spooled(self._spool, done.pdf))
        except OSError as error:
            refuse(self._spool, error)

    def _failed(self, attempt: _Try, why: str) -> tuple[Done, ...]:
        """Nothing yet where it is worth another try, otherwise the task's end."""
        if len(attempt.tasks) > 1:
            self._again.extend(_Try((task,)) for task in attempt.tasks)
            return ()
        if not attempt.is_last:
            self._last.append(_Try(attempt.tasks, is_last=True))
            return ()
        return (Done(attempt.tasks[0], (Problem(f"its leaflet cannot be made: {why}"),)),)


class _Plugin(WorkerPlugin):
    """Opens a desk at every worker, also at those that come later, and closes it at the end."""

    def __init__(self, name: str, kit: Kit) -> None:
        self.name = name
        self._kit = kit
        self.desk: Desk | None = None
        self.why = ""

    def setup(self, worker: Any) -> None:
        """Open it. A worker that came later is in use also when this fails; so it is noted."""
        try:
            self.desk = Desk(self._kit, worker.local_directory)
        except Unlike as error:
            self.why = str(error)
            raise

    def teardown(self, worker: Any) -> None:
        """Close it."""
        if self.desk:
            self.desk.close()


def _work(name: str, tasks: tuple[Task, ...]) -> tuple[str, Answer]:
    """The answer of the desk of a name, and the worker that it is at."""
    worker: Any = get_worker()
    plugin = worker.plugins[name]
    if plugin.desk is None:
        raise Unlike(plugin.why)
    return worker.address, plugin.desk.answer(tasks)


@contextmanager
def _sent(client: Any, kit: Kit) -> Iterator[str]:
    """The name of the desks, which every worker has while the context lasts."""
    name = f"handout-{os.urandom(16).hex()}"
    try:
        client.register_plugin(_Plugin(name, kit))
        yield name
    finally:
        with suppress(Exception):
            client.unregister_worker_plugin(name)
