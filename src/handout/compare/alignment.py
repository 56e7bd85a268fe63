"""Two sequences side by side: what stands on both sides, on one only, and what became of what."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher

Pair = tuple[int | None, int | None]
"""Indexes of what belongs together; None on the side that has nothing like it."""

_MOST = 400_000


def aligned(
    old: Sequence[Hashable], new: Sequence[Hashable], likeness: Callable[[int, int], float]
) -> tuple[Pair, ...]:
    """Both sequences from beginning to end; what is equal is found first, then what is alike.

    likeness: of an old and a new one, above 0 where they may be a pair; the order is kept.
    """
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        left, right = range(start, end), range(new_start, new_end)
        if tag == "equal":
            pairs += zip(left, right, strict=True)
        else:
            pairs += _alike(left, right, likeness)
    return tuple(pairs)


def _alike(left: range, right: range, likeness: Callable[[int, int], float]) -> Iterator[Pair]:
    """The pairs in order that are most alike in all; too many to try are no pairs."""
    matched: tuple[tuple[int, int], ...] = ()
    if left and right and len(left) * len(right) <= _MOST:
        matched = _best(left, right, likeness)
    done, new_done = left.start, right.start
    for old, new in (*matched, (left.stop, right.stop)):
        yield from ((one, None) for one in range(done, old))
        yield from ((None, one) for one in range(new_done, new))
        if old < left.stop and new < right.stop:
            yield old, new
        done, new_done = old + 1, new + 1


def _best(
    left: range, right: range, likeness: Callable[[int, int], float]
) -> tuple[tuple[int, int], ...]:
    """The pairs whose likenesses come to most, by dynamic programming from the end."""
    scores = [[likeness(old, new) for new in right] for old in left]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for row in reversed(range(len(left))):
        for column in reversed(range(len(right))):
            without = max(best[row + 1][column], best[row][column + 1])
            score = scores[row][column]
            paired = score + best[row + 1][column + 1] if score > 0 else 0.0
            best[row][column] = max(without, paired)
    pairs: list[tuple[int, int]] = []
    row = column = 0
    while row < len(left) and column < len(right):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            pairs.append((left[row], right[column]))
            row, column = row + 1, column + 1
    return tuple(pairs)
