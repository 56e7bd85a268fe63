"""The structure elements of a file with what they paint and say."""

from collections.abc import Mapping

from msgspec import Struct

from handout.readback.finished import Box, Element, Run, around
from handout.readback.structure import Mark, Node, Structure
from handout.readback.upright import upright

_PICTURES = ("Figure", "Formula")
_INLINE = frozenset({
    *("Span", "Quote", "Reference", "BibEntry", "Code", "Link", "Annot", "NonStruct", "Private"),
    *("Em", "Strong", "Sub", "Lbl", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Form"),
})  # fmt: skip
_WORD_GAP = 0.15
_SOFT_HYPHEN = "\u00ad"


class Content(Struct):
    """What one mark holds: its runs in the order of painting, and the boxes of all it paints."""

    runs: list[Run]
    boxes: list[Box]


class _Said(Struct):
    """What is read of a part. first, last: of its runs, which say whether a space belongs between.

    page, boxes: the first page it stands on, and what it paints there.
    """

    text: str = ""
    first: Run | None = None
    last: Run | None = None
    is_block: bool = False
    page: int = 0
    boxes: tuple[Box, ...] = ()


def elements(structure: Structure, contents: Mapping[Mark, Content]) -> tuple[Element, ...]:
    """The elements in the order of the tree, with the words of all that is in them."""
    said: list[_Said] = [_Said() for _ in structure.nodes]
    for index in range(len(said) - 1, -1, -1):
        node = structure.nodes[index]
        said[index] = _node_said(
            node,
            [said[kid] if isinstance(kid, int) else _mark_said(kid, contents) for kid in node.kids],
        )
    return tuple(
        Element(
            kind=node.kind,
            parent=node.parent,
            page=part.page,
            text=" ".join(part.text.split()),
            alt=node.alt,
            actual=node.actual,
            language=node.language,
            scope=node.scope,
            headers=node.headers,
            box=around(part.boxes) if part.boxes else None,
        )
        for node, part in zip(structure.nodes, said, strict=True)
    )


def _mark_said(mark: Mark, contents: Mapping[Mark, Content]) -> _Said:
    content = contents.get(mark)
    if content is None:
        return _Said()
    whole = _Said()
    for run in content.runs:
        whole = _after(whole, _Said(run.text, run, run))
    box = (around(tuple(content.boxes)),) if content.boxes else ()
    return _Said(whole.text, whole.first, whole.last, False, mark.page, box)


def _node_said(node: Node, parts: list[_Said]) -> _Said:
    whole = _Said()
    for part in parts:
        whole = _after(whole, part)
    text = node.actual
    if text is None and node.kind in _PICTURES:
        text = node.alt or None
    page = next((part.page for part in parts if part.page), 0)
    boxes = tuple(box for part in parts if part.page == page for box in part.boxes)
    box = (around(boxes),) if boxes else ()
    is_block = node.kind not in _INLINE
    return _Said(whole.text if text is None else text, whole.first, whole.last, is_block, page, box)


def _after(said: _Said, part: _Said) -> _Said:
    """Both, one after the other, with a space where a reader sees one."""
    if not part.text:
        return said
    if not said.text:
        return part
    between = " " if said.is_block or part.is_block or _is_apart(said, part) else ""
    text = said.text
    if text.endswith(_SOFT_HYPHEN) and between:
        text, between = text[:-1], ""
    return _Said(f"{text}{between}{part.text}", said.first, part.last, part.is_block)


def _is_apart(said: _Said, part: _Said) -> bool:
    """Whether two runs are on two lines, or so far from each other on one as two words are."""
    if said.text[-1:].isspace() or part.text[:1].isspace() or not (said.last and part.first):
        return False
    before, after = upright(said.last), upright(part.first)
    tall = max(said.last.size, part.first.size)
    shared = min(before.bottom, after.bottom) - max(before.top, after.top)
    if shared < 0.2 * min(before.height, after.height) or said.last.angle != part.first.angle:
        return not said.text.endswith("-")
    gap = after.left - before.right
    return gap > _WORD_GAP * tall or gap < -2 * tall
