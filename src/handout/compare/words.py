"""Passages of two sides become rows: old words beside new words, with the changed ones marked."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from handout.compare.alignment import aligned

_TOKEN = re.compile(r"\[[^\[\]]*\]|\w+(?:[.,:/'\u2019-]\w+)*|[^\w\s]")
_ALIKE = 0.4
_MARKED_WHOLE = 0.35
_LONG = 3000
_MANY = 3
_ONLY_ONE = ("title", "summary", "main message", "status", "published", "review by", "owner")
_SHORT = ("only when", "picture", "on every page")


class Line(Struct, frozen=True):
    """A passage of one side as it is read.

    heading: what it stands under. origin: what it is shared from, or empty for the topic itself.
    """

    kind: str
    text: str
    heading: str = ""
    origin: str = ""


class Piece(Struct, frozen=True):
    """Words that stand on both sides, or are marked because they do not."""

    text: str
    is_changed: bool


Pieces = tuple[Piece, ...]


class Row(Struct, frozen=True):
    """A passage that differs, old beside new; None on the side that does not have it.

    is_moved: its words stand at another place on the other side.
    """

    kind: str
    heading: str
    origin: str
    old: Pieces | None
    new: Pieces | None
    is_moved: bool = False


def differing(old: Sequence[Line], new: Sequence[Line]) -> tuple[Row, ...]:
    """The passages that differ, in the order they are read."""
    words = tuple(Counter(_keys(line.text)) for line in old)
    new_words = tuple(Counter(_keys(line.text)) for line in new)

    def likeness(left: int, right: int) -> float:
        if old[left].kind == new[right].kind and old[left].kind in _ONLY_ONE:
            return 2.0
        shared = dice(words[left], new_words[right])
        if old[left].kind == new[right].kind and old[left].kind in _SHORT:
            return shared + 0.1
        if shared < _ALIKE:
            return 0.0
        return shared - (0.0 if old[left].kind == new[right].kind else 0.2)

    keys, new_keys = ([(line.kind, line.text) for line in lines] for lines in (old, new))
    pairs = aligned(keys, new_keys, likeness)
    gone = {keys[left] for left, right in pairs if left is not None and right is None}
    come = {new_keys[right] for left, right in pairs if right is not None and left is None}
    return tuple(
        _row(
            old[left] if left is not None else None,
            new[right] if right is not None else None,
            gone & come,
        )
        for left, right in pairs
        if left is None or right is None or keys[left] != new_keys[right]
    )


def _row(old: Line | None, new: Line | None, moved: set[tuple[str, str]]) -> Row:
    line = new or old
    assert line
    pieces, new_pieces = marked(old.text if old else "", new.text if new else "")
    return Row(
        line.kind if not old or line.kind == old.kind else f"{old.kind}, now {line.kind}",
        line.heading,
        line.origin,
        pieces if old else None,
        new_pieces if new else None,
        (line.kind, line.text) in moved,
    )


def dice(one: Counter[str], other: Counter[str]) -> float:
    """How alike two bags of words are, from 0 to 1; two empty ones are alike."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def marked(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Both texts with the words marked that the other does not have.

    Where little is left of a text it is marked as a whole: crumbs of it would only confuse.
    """
    left, right = _keys(old), _keys(new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if not left or not right or matcher.ratio() < _MARKED_WHOLE:
        return _whole(old), _whole(new)
    changed, new_changed = [True] * len(left), [True] * len(right)
    for start, new_start, size in matcher.get_matching_blocks():
        changed[start : start + size] = [False] * size
        new_changed[new_start : new_start + size] = [False] * size
    return _pieces(old, changed), _pieces(new, new_changed)


def _keys(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _whole(text: str) -> Pieces:
    return (Piece(text, True),) if text else ()


def _pieces(text: str, changed: list[bool]) -> Pieces:
    """The text in pieces; what stands between two marked words is marked with them."""
    marks = [False] * len(text)
    tokens = list(_TOKEN.finditer(text))
    last = None
    for token, is_changed in zip(tokens, changed, strict=True):
        if is_changed:
            start = token.start() if last is None else last
            marks[start : token.end()] = [True] * (token.end() - start)
        last = token.end() if is_changed else None
    return tuple(_runs(text, marks))


def _runs(text: str, marks: list[bool]) -> Iterator[Piece]:
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or marks[index] != marks[start]:
            yield Piece(text[start:index], marks[start])
            start = index


def differing_words(
    old: tuple[str, ...], new: tuple[str, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The indexes of words that only one of two PDFs has, in the order they are read."""
    gone, come = set(range(len(old))), set(range(len(new)))
    for start, new_start, size in _matches(old, new):
        gone -= set(range(start, start + size))
        come -= set(range(new_start, new_start + size))
    return tuple(sorted(gone)), tuple(sorted(come))


def _matches(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
    """Where words are the same, as SequenceMatcher says it.

    In long texts any one word stands too often to start from: first come words that stand together
    in both, and then what is between them.
    """
    if max(len(old), len(new)) <= _LONG:
        yield from SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        return
    done = new_done = 0
    groups, new_groups = _groups(old), _groups(new)
    blocks = SequenceMatcher(None, groups, new_groups, autojunk=False).get_matching_blocks()
    for start, new_start, length in blocks:
        size = length + _MANY - 1 if length else 0
        overlap = max(done - start, new_done - new_start, 0)
        if length and overlap >= size:
            continue
        start, new_start, size = start + overlap, new_start + overlap, size - overlap
        end, new_end = (start, new_start) if length else (len(old), len(new))
        between = SequenceMatcher(None, old[done:end], new[new_done:new_end], autojunk=False)
        for inner, new_inner, inner_size in between.get_matching_blocks():
            yield done + inner, new_done + new_inner, inner_size
        if length:
            yield start, new_start, size
            done, new_done = start + size, new_start + size


def _groups(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every few words that stand together."""
    return [words[index : index + _MANY] for index in range(len(words) - _MANY + 1)]


def likeness_of(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    """How alike the words of two pages are, from 0 to 1."""
    return dice(Counter(old), Counter(new))
