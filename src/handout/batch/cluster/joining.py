"""A dask client for a batch: to a scheduler somewhere, or to workers started here."""

import logging
import pydoc
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import Any

import dask
import distributed

from handout import __version__
from handout.batch.workers import Limits
from handout.errors import ExitCode, Place, fail

LOCAL = "local"
_PATIENCE = 10.0
"""Seconds to wait for a scheduler, and then for its first worker."""

_dask: Any = distributed  # Few of its functions have types.

_OWN_BYTES = 400_000_000
"""What a worker takes before it has any work."""

_SETTINGS = {
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.scheduler.allowed-failures": 1,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.nanny.pre-spawn-environ.DASK_LOGGING__DISTRIBUTED": "critical",
}
"""Of workers here: leaflets are never put on a disk, web pages are none, and logs nearly so."""


class _Client(distributed.Client):
    """A client that gives up cleanly, whatever it meets at the address.

    Dask's own closes itself after an OSError only; after another error it hangs when it is left.
    """

    async def _ensure_connected(self, timeout: float | None = None) -> None:
        try:
            await super()._ensure_connected(timeout)  # type: ignore[no-untyped-call]
        except OSError:
            raise
        except Exception as error:
            raise OSError(type(error).__name__) from error


class _Deaf(distributed.WorkerPlugin):
    """Ctrl-C in a terminal goes to every process: only the one that asked is to end by it."""

    name = "handout-deaf"

    def setup(self, worker: Any) -> None:
        """From now on, and after a restart."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def joined(address: str, limits: Limits) -> Iterator[Any]:
    """A client with at least one worker that has this version of the program.

    Raises: HandoutError (environment) when there is none.
    """
    with ExitStack() as stack:
        stack.enter_context(_silence())
        if address == LOCAL:
            client = stack.enter_context(_local(limits))
        else:
            client = stack.enter_context(_connected(address))
        _check_workers(client, address)
        yield client


@contextmanager
def _silence() -> Iterator[None]:
    """What dask would log here is told by our own messages."""
    handlers = [*logging.getLogger("distributed").handlers]
    levels = [handler.level for handler in handlers]
    try:
        for handler in handlers:
            handler.setLevel(logging.CRITICAL)
        yield
    finally:
        for handler, level in zip(handlers, levels, strict=True):
            handler.setLevel(level)


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    try:
        client: Any = _Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except OSError:
        message = "no scheduler answers here"
        hint = "look whether `dask scheduler` runs there, and write it as tcp://computer:8786"
        fail(message, Place(address), hint, ExitCode.ENVIRONMENT)
    with client:
        yield client


@contextmanager
def _local(limits: Limits) -> Iterator[Any]:
    """Workers of this computer, with a key of their own: nobody else here can join them."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="handout-"))
        stack.enter_context(dask.config.set(_SETTINGS))
        cluster = stack.enter_context(
            _dask.LocalCluster(
                n_workers=limits.workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                security=_dask.Security.temporary(),
                memory_limit=_OWN_BYTES + limits.megabytes * 1_000_000,
                local_directory=folder,
                silence_logs=logging.CRITICAL,
                scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            )  # fmt: skip
        )
        client = stack.enter_context(_dask.Client(cluster, set_as_default=False))
        client.register_plugin(_Deaf())
        yield client
        with suppress(TimeoutError):  # A worker that is stopped as it starts complains aloud.
            client.wait_for_workers(limits.workers, timeout=_PATIENCE)


def _check_workers(client: Any, address: str) -> None:
    """Raise HandoutError where there is no worker, or one with another version or none."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        message, hint = "the scheduler has no workers", f"start some with `dask worker {address}`"
        fail(message, Place(address), hint, ExitCode.ENVIRONMENT)
    found: dict[str, Any] = client.run(pydoc.locate, "handout.__version__", on_error="return")
    for worker, version in sorted(found.items()):
        if version != __version__:
            has = f"handout {version}" if isinstance(version, str) else "no handout"
            message = f"the worker {worker} has {has}, and this computer {__version__}"
            hint = f"install clinic-handout {__version__} there, and start the worker again"
            fail(message, Place(address), hint, ExitCode.ENVIRONMENT)
