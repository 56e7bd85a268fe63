"""Lines and paragraphs of a finished PDF, as a reader sees them."""

from collections.abc import Iterator

from handout.readback.finished import Element, Finished, Page, Run
from handout.readback.furniture import Spot, repeated, spot_of
from handout.readback.geometry import body_size, grouped, is_heading
from handout.readback.line import Line, Paragraph, lined

__all__ = ("Line", "Paragraph", "lines", "paragraphs")

_BLOCKS = frozenset({
    *("P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Title", "LBody", "Lbl", "TD", "TH"),
    *("Caption", "Figure", "Formula", "BlockQuote", "TOCI", "Note", "FENote", "Aside", "Code"),
})  # fmt: skip
"""What a paragraph can be tagged as."""

_INLINE = frozenset({"Span", "Link", "Quote", "Reference", "Em", "Strong", "Sub", "NonStruct"})


def lines(page: Page) -> tuple[Line, ...]:
    """The lines of a page; those of one column stay together, from the top."""
    return lined(page.runs)


def paragraphs(finished: Finished) -> tuple[Paragraph, ...]:
    """The paragraphs of all pages: in the order of the tags, or as they stand on the pages.

    Of a tagged file what has no tag comes after the rest, as P, and then what is furniture. Words
    that hang in a list item without a body of it are LBody.
    """
    return _tagged(finished) if finished.elements else _untagged(finished)


def _tagged(finished: Finished) -> tuple[Paragraph, ...]:
    blocks = _blocks(finished.elements)
    owned: dict[tuple[int, int], list[Run]] = {}
    loose: list[tuple[int, list[Run]]] = []
    furniture: list[tuple[int, list[Run]]] = []
    for page in finished.pages:
        for run in page.runs:
            if run.element is not None and run.element < len(blocks):
                owned.setdefault((blocks[run.element], page.number), []).append(run)
        rest = [run for run in page.runs if run.element is None]
        loose.append((page.number, [run for run in rest if not run.is_artifact]))
        furniture.append((page.number, [run for run in rest if run.is_artifact]))
    found = [
        Paragraph(number, read, kind if kind in _BLOCKS else "LBody" if kind == "LI" else "P")
        for block, number in sorted(owned)
        for kind in (finished.elements[block].kind,)
        if (read := lined(owned[block, number]))
    ]
    for kind, parts in (("P", loose), ("Artifact", furniture)):
        found += [
            Paragraph(number, group, kind)
            for number, runs in parts
            for group in grouped(lined(runs))
        ]
    return tuple(found)


def _blocks(elements: tuple[Element, ...]) -> tuple[int, ...]:
    """For each element the block it is in or is itself; where there is none, the one it hangs in.

    A span in a division without a paragraph stands for that division.
    """
    found: list[int] = []
    inside: list[bool] = []
    for index, element in enumerate(elements):
        above = element.parent
        is_inside = above is not None and inside[above]
        is_block = element.kind in _BLOCKS
        takes = above is not None and not is_block and (is_inside or element.kind in _INLINE)
        found.append(found[above] if takes and above is not None else index)
        inside.append(is_block or is_inside)
    return tuple(found)


def _untagged(finished: Finished) -> tuple[Paragraph, ...]:
    read = tuple((page, lines(page)) for page in finished.pages)
    furniture = repeated(read)
    body = body_size(line for _, held in read for line in held)
    return tuple(
        paragraph
        for page, held in read
        for paragraph in (*_told(page, held, furniture, body), *_edges(page, held, furniture))
    )


def _told(
    page: Page, held: tuple[Line, ...], furniture: frozenset[Spot], body: float
) -> Iterator[Paragraph]:
    """The paragraphs of a page without tags."""
    above: Line | None = None
    for group in grouped(line for line in held if spot_of(line, page) not in furniture):
        yield Paragraph(page.number, group, "H" if is_heading(group, above, body) else "P")
        above = group[-1]


def _edges(page: Page, held: tuple[Line, ...], furniture: frozenset[Spot]) -> Iterator[Paragraph]:
    """Its headers and footers."""
    for line in held:
        if spot_of(line, page) in furniture:
            yield Paragraph(page.number, (line,), "Artifact")
