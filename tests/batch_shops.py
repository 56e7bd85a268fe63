"""Shops in which one row does harm, for pools in tests: a worker opens one by its name."""

import errno
import gc
import os
import signal
import time

from handout.batch.plan import Task
from handout.batch.work import Done, Shop

POISON = 37
"""The row that does it."""


class Harmless(Shop):
    """One in which the row is as any other."""

    def _made(self, task: Task) -> Done:
        if task.row == POISON:
            self.harm()
        return super()._made(task)

    def harm(self) -> None:
        """What the row does to its worker."""


class Killing(Harmless):
    """As the system does to whoever takes too much memory."""

    def harm(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Greedy(Harmless):
    """Without end, so that a limit must stop it."""

    def harm(self) -> None:
        kept = []
        while True:
            kept.append(bytearray(50_000_000))


class Slow(Harmless):
    """Without end too."""

    def harm(self) -> None:
        time.sleep(600)


class Full(Harmless):
    """The disk takes no file of the row."""

    def done(self, task: Task) -> Done:
        if task.row == POISON:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().done(task)


class Closing(Harmless):
    """Killed, once in a batch, while none but it may speak to the parent."""

    def harm(self) -> None:
        from pebble.pool.channel import WorkerChannel

        mark = self._asked.kept_in / "has-closed"
        if not mark.exists():
            mark.touch()
            (line,) = (one for one in gc.get_objects() if isinstance(one, WorkerChannel))
            assert line.mutex.acquire(block=True, timeout=10)
            os.kill(os.getpid(), signal.SIGKILL)
