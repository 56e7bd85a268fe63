"""The file: pages, tree, outline and metadata written after the shared resources.

One file is PDF/UA-1 and PDF/A-2a at once (ISO 14289-1, ISO 19005-2), whether it holds one leaflet
or a run of them. Its bytes are a function of what is printed and of the date that is passed in.
"""

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from handout.pages.box import Mark
from handout.pages.furniture import text_string
from handout.pages.metadata import PRODUCER, About, packet
from handout.pages.outline import Bookmark, write_outline
from handout.pages.resources import Resources
from handout.pages.tags import Annotation, Node, TaggedPages
from handout.pages.text import number
from handout.pages.writer import Writer


class Destination(Struct, frozen=True):
    """A heading's place: page counted from 0, the height of its top, and its page's left edge."""

    mark: Mark
    page: int
    top: float
    left: float = 0.0


class Leaves(Struct, frozen=True):
    """The sides of one leaflet, ready to be written.

    sizes: width and height of each side, in points. destinations: its headings, in order.
    dictionary: which of the shared dictionaries has the names that its contents use.
    """

    tagged: TaggedPages
    sizes: tuple[tuple[float, float], ...]
    destinations: tuple[Destination, ...]
    dictionary: int = 0


class _Numbers(Struct, frozen=True):
    """The object numbers of a leaflet: its node of the page tree, and the first of each kind."""

    pages: int
    page: int
    node: int
    link: int


def write(leaves: Leaves, shared: Resources, about: About, made: datetime) -> bytes:
    """The bytes of a file that holds one leaflet."""
    writer = Writer(shared)
    numbers = _numbered(writer, leaves)
    tree = writer.reserve()
    keys = _leaflet(writer, leaves, shared, numbers, (0, tree, 0))
    _parents(writer, tree, numbers.node, keys)
    outline = write_outline(writer, _bookmarks(leaves, numbers, 0), is_closed=False)
    return _finished(writer, (numbers.pages, tree, outline), shared, about, made)


def write_run(
    run: Iterable[tuple[str, Leaves]], shared: Resources, about: About, made: datetime
) -> bytes:
    """The bytes of a file that holds many leaflets, each after the name that its bookmark has.

    Each is a Part of the Document, with bookmarks for its titles under its name; the next leaflet
    of the same name stands under the same bookmark.
    """
    writer = Writer(shared)
    pages, document, tree = writer.reserve(), writer.reserve(), writer.reserve()
    keys: list[bytes] = []
    bookmarks: list[Bookmark] = []
    kids: list[bytes] = []
    parts: list[bytes] = []
    count = 0
    named = None
    for name, leaves in run:
        numbers = _numbered(writer, leaves)
        keys += _leaflet(writer, leaves, shared, numbers, (pages, document, len(keys)))
        kids.append(b"%d 0 R" % numbers.pages)
        parts.append(b"%d 0 R" % numbers.node)
        count += len(leaves.sizes)
        if name != named:
            bookmarks.append(Bookmark(name, 1, numbers.page, leaves.sizes[0][1]))
            named = name
        bookmarks += (one for one in _bookmarks(leaves, numbers, 1) if one.level == 2)
    writer.put(pages, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b" ".join(kids)))
    writer.put(document, b"<</S/Document/P %d 0 R/K[%s]>>" % (tree, b" ".join(parts)))
    _parents(writer, tree, document, keys)
    outline = write_outline(writer, bookmarks, is_closed=True)
    return _finished(writer, (pages, tree, outline), shared, about, made)


def _numbered(writer: Writer, leaves: Leaves) -> _Numbers:
    """The numbers of a leaflet's objects, reserved."""
    tagged = leaves.tagged
    return _Numbers(
        writer.reserve(1),
        writer.reserve(len(tagged.contents)),
        writer.reserve(len(tagged.nodes)),
        writer.reserve(len(tagged.annotations)),
    )


def _leaflet(
    writer: Writer, leaves: Leaves, shared: Resources, numbers: _Numbers,
    above: tuple[int, int, int],
) -> list[bytes]:  # fmt: skip
    """Write a leaflet's pages, links and nodes; its entries of the parent tree.

    above: the page tree's node over its own, or 0; the parent of its first element; the first key
    of the parent tree that is free.
    """
    pages, parent, key = above
    _pages(writer, leaves, shared.dictionaries[leaves.dictionary], numbers, (pages, key))
    _links(writer, leaves, numbers, key + len(leaves.sizes))
    return _tree(writer, leaves.tagged, numbers, parent, key)


def _finished(
    writer: Writer, roots: tuple[int, int, int], shared: Resources, about: About, made: datetime
) -> bytes:
    """The whole file. roots: of the pages, of the structure, and of the outline, or 0."""
    pages, tree, outline = roots
    metadata = packet(about, made)
    xmp = writer.add(
        b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%s\nendstream"
        % (len(metadata), metadata)
    )
    stamp = b"(D:%s+00'00')" % made.strftime("%Y%m%d%H%M%S").encode()
    info = writer.add(
        b"<</Title%s/Author%s/Subject%s/Producer(%s)/CreationDate%s/ModDate%s>>"
        % (
            *map(text_string, (about.title, about.author, about.subject)),
            PRODUCER.encode(),
            stamp,
            stamp,
        )
    )
    catalog = writer.add(
        b"<</Type/Catalog/Pages %d 0 R/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/Lang(%s)"
        b"/ViewerPreferences<</DisplayDocTitle true/Direction/%s>>/Metadata %d 0 R"
        b"/OutputIntents[%d 0 R]%s>>"
        % (
            pages,
            tree,
            about.language.encode(),
            b"R2L" if about.direction == "rtl" else b"L2R",
            xmp,
            shared.intent,
            b"/Outlines %d 0 R/PageMode/UseOutlines" % outline if outline else b"",
        )  # fmt: skip
    )
    return writer.finish(catalog, info)


def _pages(
    writer: Writer, leaves: Leaves, dictionary: int, numbers: _Numbers, above: tuple[int, int]
) -> None:
    """Write the pages and their node. above: the node over it, or 0; the key of the first page."""
    root, key = above
    contents = leaves.tagged.contents
    links: dict[int, list[int]] = {}
    for index, link in enumerate(leaves.tagged.annotations):
        links.setdefault(link.page, []).append(numbers.link + index)
    for index, (content, size) in enumerate(zip(contents, leaves.sizes, strict=True)):
        packed = _packed(content)
        stream = writer.add(
            b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)
        )
        annots = b" ".join(b"%d 0 R" % link for link in links.get(index, ()))
        writer.put(
            numbers.page + index,
            b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s]/Contents %d 0 R/Resources %d 0 R"
            b"/StructParents %d/Tabs/S%s>>"
            % (
                numbers.pages,
                b" ".join(map(number, size)),
                stream,
                dictionary,
                key + index,
                b"/Annots[%s]" % annots if annots else b"",
            ),
        )
    kids = b" ".join(b"%d 0 R" % (numbers.page + index) for index in range(len(contents)))
    parent = b"/Parent %d 0 R" % root if root else b""
    writer.put(
        numbers.pages, b"<</Type/Pages%s/Count %d/Kids[%s]>>" % (parent, len(contents), kids)
    )


@lru_cache(maxsize=32)
def _packed(content: bytes) -> bytes:
    """The content deflated. Pages without a word of the patient's are the same again and again."""
    return zlib.compress(content, 2)


def _links(writer: Writer, leaves: Leaves, numbers: _Numbers, key: int) -> None:
    """Write the links. key: of the parent tree, for the first."""
    anchors = {d.mark.anchor: d for d in leaves.destinations if d.mark.anchor}
    for index, link in enumerate(leaves.tagged.annotations):
        rect = b" ".join(map(number, link.area))
        writer.put(
            numbers.link + index,
            b"<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F 4/P %d 0 R/StructParent %d"
            b"/Contents%s%s>>"
            % (
                rect,
                numbers.page + link.page,
                key + index,
                *_target(link, anchors, numbers.page),
            ),  # fmt: skip
        )


def _target(
    link: Annotation, anchors: dict[str, Destination], first_page: int
) -> tuple[bytes, bytes]:
    """What a link says and does."""
    if link.url.startswith("#"):
        to = anchors[link.url[1:]]
        corner = (number(to.left), number(to.top))
        where = b"/Dest[%d 0 R/XYZ %s %s null]" % (first_page + to.page, *corner)
        return text_string(to.mark.text), where
    escaped = b"".join(
        b"%c" % code if code < 128 else b"%%%02X" % code for code in link.url.encode()
    )
    for letter in (b"\\", b"(", b")"):
        escaped = escaped.replace(letter, b"\\" + letter)
    return text_string(link.url), b"/A<</S/URI/URI(%s)>>" % escaped


def _tree(
    writer: Writer, tagged: TaggedPages, numbers: _Numbers, above: int, key: int
) -> list[bytes]:
    """Write the nodes, the first under `above`; what owns each page's content, and each link.

    key: of the parent tree, for the first page.
    """
    first = numbers.node
    for node in tagged.nodes:
        parent = above if node.parent < 0 else first + node.parent
        writer.put(
            first + node.index,
            b"<</S/%s/P %d 0 R%s%s%s>>"
            % (
                node.tag.encode(),
                parent,
                node.attributes,
                _bbox(node),
                _kids(node, numbers),
            ),  # fmt: skip
        )
    pages = [
        b"%d[%s]" % (key + index, b" ".join(b"%d 0 R" % (first + node.index) for node in owners))
        for index, owners in enumerate(tagged.owners)
    ]
    links = [
        b"%d %d 0 R" % (key + len(pages) + index, first + link.node.index)
        for index, link in enumerate(tagged.annotations)
    ]
    return pages + links


def _parents(writer: Writer, tree: int, document: int, keys: Sequence[bytes]) -> None:
    """Write the root of the structure with the parent tree, whose entries are `keys`."""
    parents = writer.add(b"<</Nums[%s]>>" % b" ".join(keys))
    writer.put(
        tree,
        b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        % (document, parents, len(keys)),
    )


def _bbox(node: Node) -> bytes:
    if node.area is None:
        return b""
    return b"/A<</O/Layout/Placement/Block/BBox[%s]>>" % b" ".join(map(number, node.area))


def _kids(node: Node, numbers: _Numbers) -> bytes:
    kids, first_page = node.kids, numbers.page
    if not kids:
        return b""
    if len(kids) == 1 and isinstance(kids[0], tuple):
        return b"/Pg %d 0 R/K %d" % (first_page + kids[0][0], kids[0][1])
    page = next((kid[0] for kid in kids if isinstance(kid, tuple)), None)
    parts = []
    for kid in kids:
        match kid:
            case Node():
                parts.append(b"%d 0 R" % (numbers.node + kid.index))
            case (where, mcid) if where == page:
                parts.append(b"%d" % mcid)
            case (where, mcid):
                parts.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (first_page + where, mcid))
            case int():
                parts.append(b"<</Type/OBJR/Obj %d 0 R>>" % (numbers.link + kid))
    own = b"/Pg %d 0 R" % (first_page + page) if page is not None else b""
    return own + b"/K[%s]" % b" ".join(parts)


def _bookmarks(leaves: Leaves, numbers: _Numbers, under: int) -> list[Bookmark]:
    """A bookmark for each heading of levels 1 and 2, `under` so many levels more."""
    return [
        Bookmark(d.mark.text, d.mark.level + under, numbers.page + d.page, d.top, d.left)
        for d in leaves.destinations
        if d.mark.level <= 2
    ]
