"""Read a tagged PDF as assistive technology does, and draw outlines for text goldens."""

import ctypes
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped,unused-ignore]

from referee.tree import ALTERNATIVE, GROUPING, INLINE, Elem, Loaded, Mark, PdfSource, Ref, loaded

HOSTS = {"LI", "TH", "TD", "Caption"}
"""Blocks whose inner blocks count as their own text."""


def text_from_tree(pdf: PdfSource) -> list[tuple[str, str]]:
    """Return (element type, text) for the leaf text in logical order.

    Text of inline elements belongs to the nearest block above; nothing is stripped.
    """
    with loaded(pdf) as doc:
        pieces = [piece for elem in doc.top for piece in _pieces(doc, elem, None)]
    joined = []
    for _, same in groupby(pieces, key=lambda piece: id(piece[0])):
        group = list(same)
        joined.append((group[0][0].kind, "".join(text for _, text in group)))
    return [(kind, text) for kind, text in joined if text]


def _pieces(doc: Loaded, elem: Elem, block: Elem | None) -> Iterator[tuple[Elem, str]]:
    """Yield each piece of text with the block that it belongs to."""
    owner = block if block is not None and elem.kind in INLINE else elem
    if elem.kind in ALTERNATIVE or elem.text_entry("/ActualText") is not None:
        yield owner, doc.text_of(elem)
        return
    for kid in elem.kids:
        if isinstance(kid, Mark):
            yield owner, doc.page(kid.page).text_of(kid.mcid)
        elif isinstance(kid, Elem):
            yield from _pieces(doc, kid, owner)


@dataclass
class _Block:
    """A block under construction."""

    kind: str
    text: str = ""
    last: Elem | None = None

    def add(self, container: Elem, text: str) -> None:
        """Add text, set off from that of another container in the same block."""
        if self.last is not None and self.last is not container and self.text and text:
            apart = " " if self.last.kind == "Lbl" else "\n"
            if not (self.text[-1].isspace() or text[0].isspace()):
                self.text += apart
        if text:
            self.last = container
        self.text += text


def block_texts(pdf: PdfSource) -> list[tuple[str, str]]:
    """Return (element type, text) for each block, with its ends stripped.

    Blocks inside a list item, table cell or caption count as text of that, a line each;
    nested lists, tables and figures are blocks of their own. A figure's text is its Alt.
    """
    with loaded(pdf) as doc:
        blocks: list[_Block] = []
        for elem in doc.top:
            _visit(doc, elem, None, elem, blocks)
    return [(block.kind, block.text.strip()) for block in blocks]


def _visit(
    doc: Loaded, elem: Elem, host: _Block | None, container: Elem, blocks: list[_Block]
) -> None:
    """Add the blocks from one element down; `container` is the nearest block or label."""
    whole = elem.kind in ALTERNATIVE or elem.text_entry("/ActualText") is not None
    inline = elem.kind in INLINE and host is not None
    if elem.kind == "Lbl" or not inline:
        container = elem
    if elem.kind in ALTERNATIVE:
        host = _new(elem, blocks)
    elif elem.kind in GROUPING:
        if host is None or host.kind not in HOSTS or elem.kind in {"L", "Table", "TR"}:
            host = None
    elif not inline and (host is None or host.kind not in HOSTS or elem.kind in HOSTS):
        host = _new(elem, blocks)
    if whole:
        (host or _new(elem, blocks)).add(container, doc.text_of(elem))
        return
    for kid in elem.kids:
        if isinstance(kid, Mark):
            if host is None:
                host = _new(elem, blocks)
            host.add(container, doc.page(kid.page).text_of(kid.mcid))
        elif isinstance(kid, Elem):
            _visit(doc, kid, host, container, blocks)


def _new(elem: Elem, blocks: list[_Block]) -> _Block:
    """Start a block."""
    blocks.append(_Block(elem.kind))
    return blocks[-1]


def tag_tree(pdf: PdfSource) -> str:
    """Return an outline of the tags with the start of their text and their attributes."""
    lines: list[str] = []
    with loaded(pdf) as doc:
        for elem in doc.top:
            _outline(doc, elem, 0, lines)
    return "\n".join(lines) + "\n"


def _outline(doc: Loaded, elem: Elem, depth: int, lines: list[str]) -> None:
    """Add the lines from one element down."""
    parts = ["  " * depth + elem.kind]
    raw = str(elem.obj.S)[1:]
    if raw != elem.kind:
        parts.append(f"as={raw}")
    entries = {"lang": "/Lang", "alt": "/Alt", "actual": "/ActualText", "expansion": "/E"}
    for name, key in entries.items():
        value = elem.text_entry(key)
        if value is not None:
            parts.append(f"{name}={_quoted(value)}")
    attributes = doc.attributes(elem)
    for name in ("Table.Scope", "Table.ColSpan", "Table.RowSpan", "List.ListNumbering"):
        if name in attributes:
            parts.append(f"{name.split('.')[1]}={str(attributes[name]).removeprefix('/')}")
    for kid in elem.kids:
        if isinstance(kid, Ref):
            parts.append(_target(doc, kid))
    texts = any(isinstance(kid, Mark) or kid.kind in INLINE for kid in _inner(elem))
    if texts and elem.kind not in ALTERNATIVE | {"LI"}:
        text = doc.text_of(elem)
        parts.append(_quoted(text[:60]) + ("…" if len(text) > 60 else ""))
    lines.append(" ".join(parts))
    for child in elem.elements:
        _outline(doc, child, depth + 1, lines)


def _inner(elem: Elem) -> list[Mark | Elem]:
    """Return the kids that can hold text."""
    return [kid for kid in elem.kids if not isinstance(kid, Ref)]


def _target(doc: Loaded, ref: Ref) -> str:
    """Say where the annotation of an object reference leads."""
    for annotation in doc.annotations:
        if annotation.key == ref.key:
            action: Any = annotation.obj.get("/A", {})
            kind = str(annotation.obj.get("/Subtype", "/?"))[1:]
            if "/URI" in action:
                return f"[{kind} p{annotation.page} {action['/URI']}]"
            return f"[{kind} p{annotation.page}]"
    return "[missing]"


def _quoted(text: str) -> str:
    """Return text in quotes, with whatever cannot be seen written as an escape."""
    return "".join(
        f"\\u{ord(char):04x}"
        if char != " " and unicodedata.category(char) in {"Cf", "Cc", "Co", "Cn", "Zs"}
        else char
        for char in json.dumps(text, ensure_ascii=False)
    )


def page_text_positions(pdf: PdfSource) -> str:
    """Return each page's lines of drawn text, with where they start in points."""
    data = pdf if isinstance(pdf, bytes) else pdf.read_bytes()
    lines: list[str] = []
    document = pypdfium2.PdfDocument(BytesIO(data))
    try:
        for index in range(len(document)):
            page = document[index]
            width, height = page.get_size()
            lines.append(f"page {index + 1} ({width:.1f} x {height:.1f})")
            lines += [
                f"  {x:6.1f} {y:6.1f}  {text.rstrip()}"
                for x, y, text in _drawn_lines(page.get_textpage())
                if text.strip()
            ]
    finally:
        document.close()
    return "\n".join(lines) + "\n"


def _drawn_lines(textpage: Any) -> list[tuple[float, float, str]]:
    """Group the characters of a page into lines: the same baseline, no wide gap."""
    lines: list[tuple[float, float, str]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    end = 0.0
    for index in range(textpage.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(textpage, index))
        if char in "\r\n" or pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        size = pdfium.FPDFText_GetFontSize(textpage, index)
        apart = not -0.5 * size <= x.value - end <= 0.5 * size
        if not lines or apart or abs(y.value - lines[-1][1]) > 0.5:
            lines.append((x.value, y.value, char))
        else:
            lines[-1] = (*lines[-1][:2], lines[-1][2] + char)
        end = x.value + _width(textpage, index)
    return [(_tidy(left), _tidy(base), text) for left, base, text in lines]


def _width(textpage: Any, index: int) -> float:
    """Return the advance box's width of a character."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, index, box)
    return float(box.right - box.left)


def _tidy(value: float) -> float:
    """Round to a tenth of a point, without a minus before zero."""
    return round(value, 1) + 0.0
