"""The structure tree of a file as plain data: its elements, and which content is whose.

A tree that runs in circles, that has one element twice or that is very deep is read best effort.
Source: ISO 32000-1, 14.7.
"""

from typing import Any

from msgspec import Struct
from pikepdf import Dictionary, Pdf

from handout.readback.entries import DIRECT, Key, entry, items, key_of, name, whole, words

_DEEPEST = 120
_MOST_ROLES = 16


class Mark(Struct, frozen=True):
    """Marked content: its page, which counts from 1, and its number there.

    stream: the object that holds it where that is not the page, such as a form.
    """

    page: int
    number: int
    stream: Key = DIRECT


class Node(Struct, frozen=True):
    """A structure element, by its standard type. kids: indices of elements, and marks, in order."""

    kind: str
    parent: int | None
    kids: tuple[int | Mark, ...]
    alt: str | None
    actual: str | None
    language: str
    scope: str
    headers: int


class Structure(Struct, frozen=True):
    """The elements of a file, each before what is in it.

    owners: whose a mark is. annotations: whose an annotation is.
    """

    nodes: tuple[Node, ...]
    owners: dict[Mark, int]
    annotations: dict[Key, int]


class _Open(Struct):
    """An element while its kids are gathered."""

    source: Any
    kind: str
    parent: int | None
    depth: int
    page: int
    kids: list[int | Mark]


def structure(pdf: Pdf, pages: dict[Key, int]) -> Structure:
    """The structure of a file; empty where it is not tagged. pages: numbers by their objects."""
    root = entry(pdf.Root, "/StructTreeRoot")
    gatherer = _Gatherer(root, pages)
    gatherer.gather()
    classes = entry(root, "/ClassMap")
    nodes = tuple(_node(found, classes) for found in gatherer.found)
    return Structure(nodes, gatherer.owners, gatherer.annotations)


def _node(found: _Open, classes: Any) -> Node:
    scope, headers = _cell(found.source, classes) if found.kind in ("TH", "TD") else ("", 0)
    return Node(
        kind=found.kind,
        parent=found.parent,
        kids=tuple(found.kids),
        alt=words(entry(found.source, "/Alt")),
        actual=words(entry(found.source, "/ActualText")),
        language=words(entry(found.source, "/Lang")) or "",
        scope=scope,
        headers=headers,
    )


def _cell(source: Any, classes: Any) -> tuple[str, int]:
    """The scope of a cell and how many headers it names; its own say wins over its classes'."""
    scope, headers = "", 0
    held = [part for kind in items(entry(source, "/C")) for part in _class(classes, kind)]
    for attributes in (*held, *items(entry(source, "/A"))):
        if name(entry(attributes, "/O")) == "Table":
            scope = name(entry(attributes, "/Scope")) or scope
            headers = len(items(entry(attributes, "/Headers"))) or headers
    return scope, headers


def _class(classes: Any, kind: Any) -> tuple[Any, ...]:
    called = name(kind)
    return items(entry(classes, f"/{called}")) if called else ()


class _Gatherer:
    """Walks the tree from the top, without recursion."""

    def __init__(self, root: Any, pages: dict[Key, int]) -> None:
        self.found: list[_Open] = []
        self.owners: dict[Mark, int] = {}
        self.annotations: dict[Key, int] = {}
        self._pages = pages
        self._roles = entry(root, "/RoleMap")
        self._standard: dict[str, str] = {}
        self._seen: set[Key] = set()
        top = reversed(items(entry(root, "/K")))
        self._waiting: list[tuple[Any, int | None]] = [(kid, None) for kid in top]

    def gather(self) -> None:
        """Fill `found`, `owners` and `annotations`; kids of an element come in their order."""
        while self._waiting:
            value, above = self._waiting.pop()
            number = whole(value)
            if number is not None:
                self._mark(above, number, None)
            elif isinstance(value, Dictionary):
                match name(entry(value, "/Type")):
                    case "MCR":
                        number = whole(entry(value, "/MCID"))
                        if number is not None:
                            self._mark(above, number, value)
                    case "OBJR":
                        self._object(above, value)
                    case _:
                        self._element(value, above)

    def _element(self, value: Any, above: int | None) -> None:
        key = key_of(value)
        if key in self._seen or entry(value, "/S") is None:
            return
        if key != DIRECT:
            self._seen.add(key)
        holder = self.found[above] if above is not None else None
        depth = holder.depth + 1 if holder else 0
        if holder and depth > _DEEPEST:
            depth, above = holder.depth, holder.parent
        page = self._pages.get(key_of(entry(value, "/Pg")), 0)
        here = len(self.found)
        if above is not None:
            self.found[above].kids.append(here)
        self.found.append(_Open(value, self._kind(value), above, depth, page, []))
        self._waiting += [(kid, here) for kid in reversed(items(entry(value, "/K")))]

    def _kind(self, value: Any) -> str:
        raw = name(entry(value, "/S"))
        space = entry(value, "/NS")
        if space is not None:
            mapped = items(entry(entry(space, "/RoleMapNS"), f"/{raw}"))
            if mapped:
                return name(mapped[0]) or raw
        if raw not in self._standard:
            kind = raw
            for _ in range(_MOST_ROLES):
                mapped_to = name(entry(self._roles, f"/{kind}")) if kind else ""
                if not mapped_to or mapped_to == kind:
                    break
                kind = mapped_to
            self._standard[raw] = kind
        return self._standard[raw]

    def _mark(self, above: int | None, number: int, reference: Any) -> None:
        if above is None:
            return
        page = self._pages.get(key_of(entry(reference, "/Pg")), 0) or self.found[above].page
        mark = Mark(page, number, key_of(entry(reference, "/Stm")))
        if mark not in self.owners:
            self.owners[mark] = above
            self.found[above].kids.append(mark)

    def _object(self, above: int | None, reference: Any) -> None:
        key = key_of(entry(reference, "/Obj"))
        if above is not None and key != DIRECT:
            self.annotations.setdefault(key, above)
