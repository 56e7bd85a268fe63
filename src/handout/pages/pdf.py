"""The file: pages, tree, outline and metadata written after the shared resources.

One file is PDF/UA-1 and PDF/A-2a at once (ISO 14289-1, ISO 19005-2). Its bytes are a function of
what is printed and of the date that is passed in.
"""

import hashlib
import zlib
from datetime import datetime

from msgspec import Struct

from handout.pages.box import Mark
from handout.pages.furniture import text_string
from handout.pages.resources import Resources
from handout.pages.tags import Annotation, Node, TaggedPages
from handout.pages.text import number

PRODUCER = "handout"


class About(Struct, frozen=True):
    """What the file says of itself. Never anything about the patient."""

    title: str
    language: str
    direction: str
    author: str
    subject: str


class Destination(Struct, frozen=True):
    """A heading's place: page counted from 0, the height of its top, and its page's left edge."""

    mark: Mark
    page: int
    top: float
    left: float = 0.0


class _Writer:
    """Objects numbered on from the shared ones, gathered for one join at the end."""

    def __init__(self, shared: Resources) -> None:
        self._offsets = list(shared.offsets)
        self._parts = [shared.data]
        self._length = len(shared.data)
        self._next = len(shared.offsets)

    def reserve(self, count: int = 1) -> int:
        """The first of `count` object numbers to be used later."""
        first = self._next + 1
        self._next += count
        self._offsets += [0] * count
        return first

    def put(self, reference: int, body: bytes) -> None:
        """Write the object that has this number."""
        self._offsets[reference - 1] = self._length
        part = b"%d 0 obj\n%s\nendobj\n" % (reference, body)
        self._parts.append(part)
        self._length += len(part)

    def add(self, body: bytes) -> int:
        """Write an object; its number."""
        reference = self.reserve()
        self.put(reference, body)
        return reference

    def finish(self, catalog: int, info: int) -> bytes:
        """The whole file."""
        body = b"".join(self._parts)
        table = b"".join([b"%010d 00000 n \n" % offset for offset in self._offsets])
        size = len(self._offsets) + 1
        identity = hashlib.md5(body, usedforsecurity=False).hexdigest().encode()
        return b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n" % (  # noqa: E501
            body, size, table, size, catalog, info, identity, identity, self._length,
        )  # fmt: skip


def write(
    tagged: TaggedPages, size: tuple[float, float], destinations: list[Destination],
    shared: Resources, about: About, made: datetime,
) -> bytes:  # fmt: skip
    """The bytes of the file. `size` is the page's width and height in points."""
    writer = _Writer(shared)
    pages = writer.reserve(1)
    first_page = writer.reserve(len(tagged.contents))
    first_node = writer.reserve(len(tagged.nodes))
    first_link = writer.reserve(len(tagged.annotations))
    tree = writer.reserve()
    for index, node in enumerate(tagged.nodes):
        node.reference = first_node + index
    _pages(writer, tagged, size, shared, pages, first_page, first_link)
    _links(writer, tagged, destinations, first_page, first_link)
    _tree(writer, tagged, tree, first_page, first_link)
    outline = _outline(writer, destinations, first_page)
    metadata = _metadata(about, made)
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
    writer: _Writer, tagged: TaggedPages, size: tuple[float, float], shared: Resources,
    pages: int, first_page: int, first_link: int,
) -> None:  # fmt: skip
    count = len(tagged.contents)
    links: dict[int, list[int]] = {}
    for index, link in enumerate(tagged.annotations):
        links.setdefault(link.page, []).append(first_link + index)
    box = b"[0 0 %s %s]" % tuple(map(number, size))
    for index, content in enumerate(tagged.contents):
        packed = zlib.compress(content, 2)
        stream = writer.add(
            b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)
        )
        annots = b" ".join(b"%d 0 R" % link for link in links.get(index, ()))
        writer.put(
            first_page + index,
            b"<</Type/Page/Parent %d 0 R/MediaBox%s/Contents %d 0 R/Resources %d 0 R"
            b"/StructParents %d/Tabs/S%s>>"
            % (
                pages,
                box,
                stream,
                shared.dictionary,
                index,
                b"/Annots[%s]" % annots if annots else b"",
            ),
        )
    kids = b" ".join(b"%d 0 R" % (first_page + index) for index in range(count))
    writer.put(pages, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids))


def _links(
    writer: _Writer, tagged: TaggedPages, destinations: list[Destination],
    first_page: int, first_link: int,
) -> None:  # fmt: skip
    anchors = {d.mark.anchor: d for d in destinations if d.mark.anchor}
    for index, link in enumerate(tagged.annotations):
        rect = b" ".join(map(number, link.area))
        writer.put(
            first_link + index,
            b"<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F 4/P %d 0 R/StructParent %d"
            b"/Contents%s%s>>"
            % (
                rect,
                first_page + link.page,
                len(tagged.contents) + index,
                *_target(link, anchors, first_page),
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
    writer: _Writer, tagged: TaggedPages, tree: int, first_page: int, first_link: int
) -> None:
    for node in tagged.nodes:
        parent = node.parent.reference if node.parent else tree
        writer.put(
            node.reference,
            b"<</S/%s/P %d 0 R%s%s%s>>"
            % (
                node.tag.encode(),
                parent,
                node.attributes,
                _bbox(node),
                _kids(node, first_page, first_link),
            ),  # fmt: skip
        )
    pages = [
        b"%d[%s]" % (index, b" ".join(b"%d 0 R" % node.reference for node in owners))
        for index, owners in enumerate(tagged.owners)
    ]
    links = [
        b"%d %d 0 R" % (len(pages) + index, link.node.reference)
        for index, link in enumerate(tagged.annotations)
    ]
    parents = writer.add(b"<</Nums[%s]>>" % b" ".join(pages + links))
    writer.put(
        tree,
        b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d>>"
        % (tagged.root.reference, parents, len(pages) + len(links)),
    )


def _bbox(node: Node) -> bytes:
    if node.area is None:
        return b""
    return b"/A<</O/Layout/Placement/Block/BBox[%s]>>" % b" ".join(map(number, node.area))


def _kids(node: Node, first_page: int, first_link: int) -> bytes:
    kids = node.kids
    if not kids:
        return b""
    if len(kids) == 1 and isinstance(kids[0], tuple):
        return b"/Pg %d 0 R/K %d" % (first_page + kids[0][0], kids[0][1])
    page = next((kid[0] for kid in kids if isinstance(kid, tuple)), None)
    parts = []
    for kid in kids:
        match kid:
            case Node():
                parts.append(b"%d 0 R" % kid.reference)
            case (where, mcid) if where == page:
                parts.append(b"%d" % mcid)
            case (where, mcid):
                parts.append(b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (first_page + where, mcid))
            case int():
                parts.append(b"<</Type/OBJR/Obj %d 0 R>>" % (first_link + kid))
    own = b"/Pg %d 0 R" % (first_page + page) if page is not None else b""
    return own + b"/K[%s]" % b" ".join(parts)


def _outline(writer: _Writer, destinations: list[Destination], first_page: int) -> int:
    """The bookmarks: headings of levels 1 and 2, each level 2 under the level 1 before it."""
    shown = [d for d in destinations if d.mark.level <= 2]
    if not shown:
        return 0
    root = writer.reserve()
    first = writer.reserve(len(shown))
    groups: list[tuple[int, list[int]]] = []
    for index, destination in enumerate(shown):
        if destination.mark.level == 1 or not groups:
            groups.append((index, []))
        else:
            groups[-1][1].append(index)
    tops = [top for top, _ in groups]
    for top, under in groups:
        _bookmark(writer, shown, first, root, tops, top, under, first_page)
        for index in under:
            _bookmark(writer, shown, first, first + top, under, index, [], first_page)
    writer.put(
        root,
        b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
        % (first + tops[0], first + tops[-1], len(shown)),
    )
    return root


def _bookmark(
    writer: _Writer, shown: list[Destination], first: int, parent: int, among: list[int],
    index: int, under: list[int], first_page: int,
) -> None:  # fmt: skip
    at = among.index(index)
    to = shown[index]
    body = b"<</Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ %s %s null]" % (
        text_string(to.mark.text), parent, first_page + to.page,
        number(to.left), number(to.top),
    )  # fmt: skip
    if at:
        body += b"/Prev %d 0 R" % (first + among[at - 1])
    if at + 1 < len(among):
        body += b"/Next %d 0 R" % (first + among[at + 1])
    if under:
        body += b"/First %d 0 R/Last %d 0 R/Count %d" % (
            first + under[0],
            first + under[-1],
            len(under),
        )
    writer.put(first + index, body + b">>")


_EXTENSION = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""  # noqa: E501


def _metadata(about: About, when: datetime) -> bytes:
    """The XMP packet: Dublin Core, dates, and the marks of PDF/A-2a and PDF/UA-1."""
    made = when.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    title, author, subject = map(_xml, (about.title, about.author, about.subject))
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt>'
        "</dc:description>"
        f"<dc:language><rdf:Bag><rdf:li>{about.language}</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>"
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>"
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
        "<pdfuaid:part>1</pdfuaid:part></rdf:Description>"
        f'{_EXTENSION}</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )
    return packet.encode()


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
