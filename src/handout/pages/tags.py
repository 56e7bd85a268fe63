"""The structure tree: which marked content belongs to which element, in document order.

Elements are made in the order of the flow, whatever columns and pages do with the boxes. What has
no element is an artifact, so untagged content cannot happen.
"""

from collections.abc import Sequence

from msgspec import Struct, field

from handout.pages.box import ROOT, Element, LinkArea, draw_frame
from handout.pages.imposition import Stand, moved
from handout.pages.placing import Placed
from handout.pages.text import ARTIFACT, number

_DOCUMENT = ("Document", b"")


class Node(Struct):
    """A structure element. Its kids are nodes, (page, mcid) pairs and annotation numbers.

    index, parent: its own place among all nodes and its parent's, -1 for none. A node does not
    hold its parent, so that Python frees all of them at once, without looking for circles.
    """

    tag: str
    attributes: bytes
    index: int
    parent: int
    kids: "list[Node | tuple[int, int] | int]" = field(default_factory=list)
    area: tuple[float, float, float, float] | None = None


class Annotation(Struct, frozen=True):
    """A link on a page: where, what it opens, and its element."""

    page: int
    area: tuple[float, float, float, float]
    url: str
    node: Node


class TaggedPages(Struct):
    """Page contents with the tree that owns them.

    contents: operators of each page. owners: for each page, the node of every MCID.
    """

    root: Node
    contents: list[bytes]
    owners: list[list[Node]]
    annotations: list[Annotation]
    nodes: list[Node]


def tag(
    pages: Sequence[Sequence[Placed]], stands: Sequence[Stand], top: tuple[str, bytes] = _DOCUMENT
) -> TaggedPages:
    """The contents of the sides that pages stand on, marked, and the tree in the pages' order.

    top: the element that holds all others, with its attributes.
    """
    root = Node(*top, 0, -1)
    tagger = _Tagger(root, max(stand.side for stand in stands) + 1)
    order: list[tuple[int, int, Placed]] = [
        (placed.number, page, placed) for page, placeds in enumerate(pages) for placed in placeds
    ]
    order.sort(key=lambda entry: (entry[0], entry[1]))
    for _, page, placed in order:
        stand = stands[page]
        tagger.place(stand.side, moved(placed, stand) if stand.x else placed)
    contents = [b"\n".join(parts) for parts in tagger.contents]
    return TaggedPages(root, contents, tagger.owners, tagger.annotations, tagger.nodes)


class _Tagger:
    def __init__(self, root: Node, pages: int) -> None:
        self._root = root
        self._of_box: dict[int, dict[int, Node]] = {}
        self.nodes: list[Node] = [root]
        self.contents: list[list[bytes]] = [[] for _ in range(pages)]
        self.owners: list[list[Node]] = [[] for _ in range(pages)]
        self.annotations: list[Annotation] = []

    def place(self, page: int, placed: Placed) -> None:
        """Write one placement into its page."""
        out = self.contents[page]
        out.append(b"q 1 0 0 1 %s %s cm" % (number(placed.x), number(placed.y)))
        box = placed.box
        self._frames(placed, out)
        rows = box.rows[placed.first : placed.last]
        if placed.is_artifact:
            out.append(b"/Artifact BMC")
            out += [piece.content for row in rows for piece in row.pieces if piece.content]
            out.append(b"EMC")
        else:
            self._pieces(page, placed, out)
            for row in rows:
                for link in row.links:
                    self._link(page, placed, link)
        out.append(b"Q")

    def _frames(self, placed: Placed, out: list[bytes]) -> None:
        for frame in placed.box.frames:
            first, last = max(frame.first, placed.first), min(frame.last, placed.last - 1)
            if first > last:
                continue
            rows = placed.box.rows
            drawn = draw_frame(
                frame, rows[first].top, rows[last].bottom, first == frame.first, last == frame.last
            )
            out.append(b"/Artifact BMC " + drawn + b" EMC")

    def _pieces(self, page: int, placed: Placed, out: list[bytes]) -> None:
        known = self._of_box.setdefault(placed.number, {})
        open_owner: int | None = None
        for row in placed.box.rows[placed.first : placed.last]:
            for piece in row.pieces:
                owner = piece.owner
                if not piece.content:
                    self._node(known, placed, owner)
                    continue
                if owner != open_owner:
                    if open_owner is not None:
                        out.append(b"EMC")
                    out.append(self._begin(page, known, placed, owner))
                    open_owner = owner
                out.append(piece.content)
        if open_owner is not None:
            out.append(b"EMC")

    def _begin(self, page: int, known: dict[int, Node], placed: Placed, owner: int) -> bytes:
        if owner == ARTIFACT:
            return b"/Artifact BMC"
        node = self._node(known, placed, owner)
        owners = self.owners[page]
        mcid = len(owners)
        owners.append(node)
        node.kids.append((page, mcid))
        return b"/%s<</MCID %d>>BDC" % (node.tag.encode(), mcid)

    def _node(self, known: dict[int, Node], placed: Placed, index: int) -> Node:
        """The node of a box's element, made with its ancestors when first asked for.

        known: those of the box so far.
        """
        if index == ROOT:
            return self._root
        if index in known:
            return known[index]
        element: Element = placed.box.elements[index]
        parent = self._node(known, placed, element.parent)
        area = _moved(element.area, placed) if element.area else None
        place = len(self.nodes)
        node = Node(element.tag, element.attributes, place, parent.index, [], area)
        known[index] = node
        parent.kids.append(node)
        self.nodes.append(node)
        return node

    def _link(self, page: int, placed: Placed, link: LinkArea) -> None:
        node = self._node(self._of_box[placed.number], placed, link.element)
        node.kids.append(len(self.annotations))
        self.annotations.append(Annotation(page, _moved(link.area, placed), link.url, node))


def _moved(
    area: tuple[float, float, float, float], placed: Placed
) -> tuple[float, float, float, float]:
    left, bottom, right, top = area
    return left + placed.x, bottom + placed.y, right + placed.x, top + placed.y
