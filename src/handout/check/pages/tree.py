"""How the rules of tags walk a structure tree, and how they say what they found."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from msgspec import structs

from handout.check.rule import Finding
from handout.readback.finished import Element, Finished, Run

_MOST_ON_A_PAGE = 3
_MOST_LETTERS = 40

INLINE = frozenset(
    ("Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Form", "Lbl",
     "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Em", "Strong", "Sub", "NonStruct", "Private",
     "FENote")
)  # fmt: skip
"""Kinds that stand within a line, or that hold what belongs to the element above them."""

_PARTS = frozenset(("Document", "DocumentFragment", "Part", "Art", "Sect"))

PICTURES = frozenset(("Figure", "Formula"))


def tagged(finished: Finished) -> tuple[Element, ...]:
    """The structure tree; nothing where the file is not tagged, which A11Y-01 says once."""
    return finished.elements if finished.is_tagged else ()


def up(elements: tuple[Element, ...], index: int | None) -> Iterator[Element]:
    """An element, the one above it, and so on to the top."""
    while index is not None:
        yield elements[index]
        index = elements[index].parent


def collected(elements: tuple[Element, ...]) -> tuple[int, ...]:
    """The Parts of a collection, whose document holds Parts only, as a print run does."""
    tops = [index for index, one in enumerate(elements) if one.parent is None]
    if len(tops) != 1 or elements[tops[0]].kind != "Document":
        return ()
    inside = tuple(index for index, one in enumerate(elements) if one.parent == tops[0])
    return inside if all(elements[index].kind == "Part" for index in inside) else ()


def part_of(parts: tuple[int, ...], index: int | None) -> int:
    """Which of the Parts an element is in, from 1; 0 where there are none."""
    return bisect_right(parts, index) if parts and index is not None else 0


def is_in(elements: tuple[Element, ...], index: int | None, kinds: frozenset[str]) -> bool:
    """Whether an element is of one of the kinds, or in one."""
    return any(one.kind in kinds for one in up(elements, index))


def blocks(elements: tuple[Element, ...]) -> Iterator[int]:
    """The indices of what holds lines of its own: a block that has no block in it."""
    found = [index for index, one in enumerate(elements) if _is_block(elements, one)]
    holders = {
        elements[index].parent
        for index in found
        if elements[index].text.strip() or elements[index].box
    }
    yield from (index for index in found if index not in holders)


def _is_block(elements: tuple[Element, ...], one: Element) -> bool:
    """Whether it stands by itself, as inline kinds do where nothing is round them but a part."""
    if one.kind not in INLINE:
        return True
    return one.parent is not None and elements[one.parent].kind in _PARTS


def is_seen(run: Run) -> bool:
    """Whether a reader who looks at the page sees letters there, whatever letters they are."""
    has_letters = bool(run.text.strip()) if run.text else run.box.width * run.box.height > 0
    return has_letters and run.opacity > 0


def quoted(text: str) -> str:
    """Words of the file in quotes, short enough for a line of a message."""
    words = " ".join(text.split())
    if len(words) > _MOST_LETTERS:
        words = words[: _MOST_LETTERS - 1].rsplit(" ", 1)[0].rstrip(",.;: ") + "…"
    return f"'{words}'"


def some(found: Iterable[Finding]) -> Iterator[Finding]:
    """The first 3 findings on each page; the last of them says how many more there are."""
    by_page: dict[int, list[Finding]] = {}
    for one in found:
        by_page.setdefault(one.page, []).append(one)
    for same in by_page.values():
        more = len(same) - _MOST_ON_A_PAGE
        if more > 0:
            last = same[_MOST_ON_A_PAGE - 1]
            same[_MOST_ON_A_PAGE - 1] = structs.replace(
                last, message=f"{last.message}; {more} more like it on this page"
            )
        yield from same[:_MOST_ON_A_PAGE]
