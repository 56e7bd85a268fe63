"""Time that the program takes, without what the tests around it take."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_full_speed() -> Iterator[None]:
    """What runs here is not traced, and no garbage is sought in what other tests have left.

    After some thousand tests one collection of everything takes half a second or more, and it can
    fall on any test. What the program itself makes here is collected as ever.
    """
    tracer = sys.gettrace()
    gc.collect()
    gc.freeze()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)
        gc.unfreeze()
