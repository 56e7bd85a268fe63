"""Building again whenever a file changes: looked at twice a second, with nothing to install."""

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from pathlib import Path
from time import sleep

PAUSE = 0.5
STALE = -1
"""The time of a file that has changed while it was being read."""

Times = Mapping[Path, int]


def watch(
    build: Callable[[], Times],
    pause: Callable[[float], None] = sleep,
    looks: Iterable[int] | None = None,
) -> None:
    """Call `build`, and again whenever a file that it names is not of the time it names.

    looks: how often to look; endless when left out.
    """
    known = dict(build())
    for _ in count() if looks is None else looks:
        pause(PAUSE)
        if times(known) != known:
            known = dict(build())


def times(paths: Iterable[Path]) -> dict[Path, int]:
    """When each file was last changed; 0 for one that is not there."""
    return {path: _time(path) for path in paths}


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
