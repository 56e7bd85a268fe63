"""How a long command is stopped by its user, or by the computer that is shut down."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SAID = b"\nstopping: what is made is kept whole\n"


class Stop:
    """Whether somebody wants the command to stop."""

    is_wanted = False

    def check(self) -> None:
        """Raise KeyboardInterrupt if so.

        What a signal raises while modules are loaded may get lost: Python ignores it in callbacks.
        """
        if self.is_wanted:
            raise KeyboardInterrupt


@contextmanager
def stops_once() -> Iterator[Stop]:
    """Ctrl-C and SIGTERM raise KeyboardInterrupt, once: a second one never disturbs the end.

    A signal that is ignored, as after `nohup`, stays so.
    """
    wanted = Stop()
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    heard = [one for one, known in before.items() if known not in (signal.SIG_IGN, None)]

    def stop(number: int, frame: FrameType | None) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        os.write(2, _SAID)
        wanted.is_wanted = True
        raise KeyboardInterrupt

    for one in heard:
        signal.signal(one, stop)
    try:
        yield wanted
    finally:
        for one in heard:
            if signal.getsignal(one) is stop:
                signal.signal(one, before[one])
