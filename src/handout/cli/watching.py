"""Building again whenever a file changes: looked at twice a second, with nothing to install."""

from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from time import sleep

_PAUSE = 0.5


def watch(
    build: Callable[[], Iterable[Path]],
    pause: Callable[[float], None] = sleep,
    rounds: Iterable[int] | None = None,
) -> None:
    """Call `build`, and again whenever one of the files that it names has changed.

    rounds: how many looks to take; endless when left out.
    """
    watched = tuple(build())
    before = _times(watched)
    for _ in count() if rounds is None else rounds:
        pause(_PAUSE)
        if _times(watched) != before:
            # Taken before the build, so that a change during it is seen at the next look.
            before = _times(watched)
            watched_now = tuple(build())
            if set(watched_now) != set(watched):
                watched = watched_now
                before = _times(watched)


def _times(paths: Iterable[Path]) -> dict[Path, int]:
    """When each file was last changed; 0 for one that is not there."""
    return {path: _time(path) for path in paths}


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
