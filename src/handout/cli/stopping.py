"""How a long command is stopped by its user, or by the computer that is shut down."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SAID = b"\nstopping: what is made is kept whole\n"


@contextmanager
def stops_once() -> Iterator[None]:
    """Ctrl-C and SIGTERM raise KeyboardInterrupt, once: a second one never disturbs the end.

    A signal that is ignored, as after `nohup`, stays so.
    """
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    heard = [one for one, known in before.items() if known not in (signal.SIG_IGN, None)]

    def stop(number: int, frame: FrameType | None) -> None:
        for one in heard:
            signal.signal(one, signal.SIG_IGN)
        os.write(2, _SAID)
        raise KeyboardInterrupt

    for one in heard:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one in heard:
            if signal.getsignal(one) is stop:
                signal.signal(one, before[one])
