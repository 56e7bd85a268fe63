"""The versions of a leaflet in a look that is short of room: each leaves something else out.

In: a press for every choice of what the look may leave out. Out: the one that leaves out the least
and still takes no more sides, and has no more problems, than the one that leaves out all.
"""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from handout.document import Fill, Slots
from handout.model.template import Omission
from handout.pages.press import Press, lay_out


class Version(Struct, frozen=True):
    """A press that leaves something out, with its own slots."""

    press: Press
    slots: Slots
    left_out: tuple[Omission, ...] = ()


def omissions(may: tuple[Omission, ...]) -> Iterator[tuple[Omission, ...]]:
    """Every choice of what to leave out, first nothing; what is named last is kept the longest."""
    for number in range(2 ** len(may)):
        yield tuple(one for index, one in enumerate(may) if number >> index & 1)


def fitting(versions: Sequence[Version], filled: Callable[[Slots], Fill]) -> Version:
    """The version to print; the last of them leaves out all that may be.

    filled: the answers to the slots of a version.
    """
    *fuller, shortest = versions
    if not fuller:
        return shortest
    least = lay_out(shortest.press, filled(shortest.slots))
    for version in fuller:
        laid = lay_out(version.press, filled(version.slots))
        if len(laid.problems) <= len(least.problems) and laid.sides <= least.sides:
            return version
    return shortest


def shorter_than(version: Version, versions: Sequence[Version]) -> tuple[Version, ...]:
    """Those that leave out all that the version does, and more."""
    left_out = frozenset(version.left_out)
    return tuple(one for one in versions if left_out < frozenset(one.left_out))
