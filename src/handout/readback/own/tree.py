"""The structure tree as the order of reading: which marks follow each other, and as what.

The trees of a press differ little, so the order is kept by the very bytes of the elements.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct, field

from handout.readback.own.file import File, foreign, one
from handout.readback.own.letters import said

_NODE = re.compile(
    rb"(\d+) 0 obj\n<</S/(\w+)/P \d+ 0 R([^\n]*?)(?:/Pg (\d+) 0 R)?(?:/K(?: (\d+)|\[([^\]]*)\]))?>>"
    rb"\nendobj\n"
)
_KID = re.compile(
    rb"(\d+) 0 R|<</Type/MCR/Pg (\d+) 0 R/MCID (\d+)>>|<</Type/OBJR/Obj \d+ 0 R>>|(\d+)"
)
_ALTERNATIVE = re.compile(rb"/(?:ActualText|Alt)<FEFF([0-9A-F]*)>")
_TREE = re.compile(rb"/StructTreeRoot (\d+) 0 R")
_TOP = re.compile(rb"/K (\d+) 0 R")
_PARENTS = re.compile(rb"/ParentTree (\d+) 0 R")
_INLINE = frozenset((b"Span", b"Link", b"Reference"))
_DEEPEST = 60

Mark = tuple[int, int]
"""A page, from 0, and the number of a mark on it."""


class Row(Struct, frozen=True, array_like=True):
    """Marks of a page whose numbers follow each other, from the first to before the last."""

    page: int
    first: int
    last: int


Words = Row | tuple[Mark, ...] | str
"""Marks that are each a piece; marks whose words run on; words that stand for what is painted."""


class Order(Struct, frozen=True):
    """The words of a file in the order of its tree.

    replaced: marks that are read as other words. counts: of the marks of each page, each of which
    is there once. starts: where each element stands among them.
    """

    words: tuple[Words, ...]
    replaced: tuple[Mark, ...]
    counts: list[int]
    starts: list[int]


class _Node(Struct):
    """An element. kids: the numbers of elements, and marks."""

    tag: bytes
    alternative: str | None
    kids: tuple[int | Mark, ...]


class _Walk(Struct):
    """What is gathered on the way through the tree."""

    nodes: dict[int, _Node]
    words: list[list[Mark] | str] = field(default_factory=list)
    replaced: list[Mark] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)


def order(file: File, pages: tuple[int, ...]) -> Order:
    """The order in which the file is read. pages: the numbers of the page objects."""
    tree = file.object(int(one(_TREE, file.object(file.root))))
    top, parents = int(one(_TOP, tree)), int(one(_PARENTS, tree))
    start, end = file.offset(top), file.offset(parents)
    found = _order(file.data[start:end], top, pages)
    listed = file.offsets(top, len(found.starts))
    if [offset - start for offset in listed] != found.starts:
        foreign("its table of objects is wrong")
    return found


@lru_cache(maxsize=64)
def _order(elements: bytes, top: int, pages: tuple[int, ...]) -> Order:
    nodes: dict[int, _Node] = {}
    starts = []
    end = 0
    for found in _NODE.finditer(elements):
        if found.start() != end or int(found[1]) != top + len(nodes):
            foreign("its structure elements are not one after the other")
        starts.append(end)
        end = found.end()
        nodes[int(found[1])] = _node(found, pages)
    if end != len(elements):
        foreign("its structure elements are not one after the other")
    walk = _Walk(nodes)
    _visit(walk, top, 0)
    if len(walk.seen) != len(nodes):
        foreign("a structure element is in no other")
    counts = _counts(walk, len(pages))
    return Order(tuple(_rows(walk.words)), tuple(walk.replaced), counts, starts)


def _counts(walk: _Walk, pages: int) -> list[int]:
    """How many marks each page has, if each is in one element and none is left out."""
    marks = [mark for part in walk.words if not isinstance(part, str) for mark in part]
    marks = sorted(marks + walk.replaced)
    counts = [0] * pages
    for page, number in marks:
        if number != counts[page]:
            foreign("a mark is in two structure elements or in none")
        counts[page] += 1
    return counts


def _rows(words: list[list[Mark] | str]) -> Iterator[Words]:
    """The words with neighbouring marks as rows."""
    row: Row | None = None
    for part in words:
        if not part:
            continue
        mark = None if isinstance(part, str) or len(part) > 1 else part[0]
        if row and mark == (row.page, row.last):
            row = Row(row.page, row.first, row.last + 1)
            continue
        if row:
            yield row
        row = Row(mark[0], mark[1], mark[1] + 1) if mark else None
        if not row:
            yield part if isinstance(part, str) else tuple(part)
    if row:
        yield row


def _node(found: "re.Match[bytes]", pages: tuple[int, ...]) -> _Node:
    _, tag, attributes, page, mark, several = found.groups()
    alternative = _ALTERNATIVE.search(attributes)
    kids: list[int | Mark] = []
    if mark is not None:
        kids.append((_page(page, pages), int(mark)))
    for element, elsewhere, number, here in _KID.findall(several or b""):
        if element:
            kids.append(int(element))
        elif elsewhere:
            kids.append((_page(elsewhere, pages), int(number)))
        elif here:
            kids.append((_page(page, pages), int(here)))
    return _Node(tag, said(alternative[1]) if alternative else None, tuple(kids))


def _page(number: bytes | None, pages: tuple[int, ...]) -> int:
    if number is None or int(number) not in pages:
        foreign("a structure element stands on a page that is none")
    return pages.index(int(number))


def _visit(walk: _Walk, number: int, depth: int) -> None:
    """Gather the words of an element; a line of words ends where a block begins or ends."""
    if number in walk.seen or number not in walk.nodes or depth > _DEEPEST:
        foreign("its structure tree is no tree")
    walk.seen.add(number)
    node = walk.nodes[number]
    if node.alternative is not None:
        walk.words.append(node.alternative)
        start = len(walk.words)
    if node.tag not in _INLINE:
        walk.words.append([])
    for kid in node.kids:
        if isinstance(kid, int):
            _visit(walk, kid, depth + 1)
            continue
        if not walk.words or isinstance(walk.words[-1], str):
            walk.words.append([])
        last = walk.words[-1]
        assert isinstance(last, list)
        last.append(kid)
    if node.tag not in _INLINE:
        walk.words.append([])
    if node.alternative is not None:
        for inner in walk.words[start:]:
            if not isinstance(inner, str):
                walk.replaced += inner
        del walk.words[start:]
