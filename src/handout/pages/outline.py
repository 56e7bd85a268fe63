"""The outline: bookmarks in two levels."""

from collections.abc import Sequence

from msgspec import Struct

from handout.pages.furniture import text_string
from handout.pages.text import number
from handout.pages.writer import Writer


class Bookmark(Struct, frozen=True):
    """An entry of the outline, of level 1 or 2. page: the number of its object."""

    text: str
    level: int
    page: int
    top: float
    left: float = 0.0


def write_outline(writer: Writer, shown: Sequence[Bookmark], *, is_closed: bool) -> int:
    """Write the outline: each bookmark of level 2 under the one of level 1 before it.

    is_closed: only level 1 is seen until a reader opens it.
    """
    if not shown:
        return 0
    root = writer.reserve()
    first = writer.reserve(len(shown))
    groups: list[tuple[int, list[int]]] = []
    for index, bookmark in enumerate(shown):
        if bookmark.level == 1 or not groups:
            groups.append((index, []))
        else:
            groups[-1][1].append(index)
    tops = [top for top, _ in groups]
    for at, (top, under) in enumerate(groups):
        inside = b""
        if under:
            count = -len(under) if is_closed else len(under)
            ends = (first + under[0], first + under[-1], count)
            inside = b"/First %d 0 R/Last %d 0 R/Count %d" % ends
        _bookmark(writer, shown[top], (root, first), tops, at, inside)
        for place in range(len(under)):
            _bookmark(writer, shown[under[place]], (first + top, first), under, place, b"")
    writer.put(
        root,
        b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>"
        % (first + tops[0], first + tops[-1], len(tops) if is_closed else len(shown)),
    )
    return root


def _bookmark(
    writer: Writer, to: Bookmark, numbers: tuple[int, int], among: list[int], at: int,
    inside: bytes,
) -> None:  # fmt: skip
    """Write one bookmark. numbers: of its parent, and of the outline's first bookmark."""
    parent, first = numbers
    body = b"<</Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ %s %s null]" % (
        text_string(to.text), parent, to.page, number(to.left), number(to.top),
    )  # fmt: skip
    if at:
        body += b"/Prev %d 0 R" % (first + among[at - 1])
    if at + 1 < len(among):
        body += b"/Next %d 0 R" % (first + among[at + 1])
    writer.put(first + among[at], body + inside + b">>")
