"""What a worker does: tasks in, files on disk and what became of them out."""

import gc
import multiprocessing
import os
import sys
import threading
from pathlib import Path

from msgspec import Struct, structs

from handout.batch.plan import Asked, Task
from handout.batch.shared import Shared, read
from handout.batch.spooler import Spooler
from handout.batch.work import Done, Shop


class Brief(Struct, frozen=True):
    """What it needs for a batch. shop: what it opens. megabytes: what a row may take."""

    shop: type[Shop]
    asked: Asked
    register: Shared
    spool: Path
    megabytes: int


class _Bench:
    """What it has between its tasks. brief: for which they are."""

    brief: Brief | None = None
    shop: Shop
    spooler: Spooler


def ready() -> None:
    """Be ready, and end with the parent."""
    gc.set_threshold(20_000, 50, 50)  # No leaflet has so many objects, and none leaves circles.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def work(brief: Brief, tasks: tuple[Task, ...]) -> tuple[Done, ...]:
    """What became of the tasks; every file is on disk."""
    if _Bench.brief != brief:
        _open(brief)
    done = tuple(_put(_Bench.spooler, one) for one in map(_Bench.shop.done, tasks))
    _Bench.spooler.settle()
    return done


def _open(brief: Brief) -> None:
    """Open what the batch needs; from now on there is only so much memory."""
    _Bench.shop = brief.shop(brief.asked, read(brief.register))
    _Bench.spooler = Spooler(brief.spool)
    _Bench.brief = brief
    _limit_memory(brief.megabytes)


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


def _put(spooler: Spooler, done: Done) -> Done:
    """The same with its file spooled, if it has one."""
    return structs.replace(done, pdf=b"", spooled=spooler.put(done.pdf)) if done.pdf else done
