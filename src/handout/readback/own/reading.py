"""All that a leaflet of ours says, from its bytes."""

import re
from functools import lru_cache

from msgspec import Struct

from handout.readback.own.drawing import PageWords, Reader, reader
from handout.readback.own.file import File, check_whole, foreign, opened
from handout.readback.own.file import one as entry
from handout.readback.own.letters import said
from handout.readback.own.tree import Row, order

_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_KIDS = re.compile(rb"/Kids\[([^\]]*)\]")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R/Resources (\d+) 0 R")
_TAG = re.compile(r"<[^>]*>")
_ADDRESS = re.compile(rb"((?:[^\\()]|\\.)*)\)")


class Spoken(Struct, frozen=True):
    """What a leaflet says.

    pieces: in the order of the structure tree; what runs on is one piece, whatever lines, columns
    and pages do with it. apart: artifacts, words that others stand for, what pictures and links
    are said to be, bookmarks, addresses of links, and what the file says of itself.
    """

    pieces: tuple[str, ...]
    apart: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words of the tree, a line for each piece."""
        return "\n".join(self.pieces)


def spoken(data: bytes) -> Spoken:
    """What the finished file says, read from its bytes alone.

    Raises: HandoutError when the file is not as our writer writes it.
    """
    try:
        return _spoken(opened(data))
    except (ValueError, LookupError):
        foreign("an object is cut off")


class SpokenRun(Struct, frozen=True):
    """What a print run says. pages: of each, the words in the order in which they are painted.

    apart: bookmarks, what pictures and links are said to be, and what the file says of itself.
    """

    pages: tuple[Spoken, ...]
    apart: tuple[str, ...]


def spoken_run(data: bytes) -> SpokenRun:
    """What the finished file of a print run says, page by page, read from its bytes alone.

    Raises: HandoutError when the file is not as our writer writes it.
    """
    try:
        file = opened(data)
        first, nodes = _pages_of(file)
        numbers = tuple(number for node in nodes for number in _kids(file, node))
        found = _all_pages(file, numbers)
        pages = tuple(Spoken(tuple(page.marked), tuple(page.apart)) for page in found)
        return SpokenRun(pages, tuple(_beside(file, first)))
    except (ValueError, LookupError):
        foreign("an object is cut off")


def _pages_of(file: File) -> tuple[int, tuple[int, ...]]:
    """The top node of the pages' tree, and what is under it: pages, or in a run their nodes."""
    first = int(entry(_PAGES, file.object(file.root)))
    return first, _kids(file, first)


def _kids(file: File, number: int) -> tuple[int, ...]:
    """The objects under a node of the pages' tree."""
    return tuple(map(int, entry(_KIDS, file.object(number)).replace(b" 0 R", b"").split()))


def _all_pages(file: File, numbers: tuple[int, ...]) -> list[PageWords]:
    readers: dict[int, Reader] = {}
    return [_page(file, number, readers) for number in numbers]


def _spoken(file: File) -> Spoken:
    first, numbers = _pages_of(file)
    check_whole(file, first)
    pages = _all_pages(file, numbers)
    marked = [page.marked for page in pages]
    found = order(file, numbers)
    if found.counts != [len(one) for one in marked]:
        foreign("its structure tree does not hold all marks of its pages")
    pieces: list[str] = []
    for one in found.words:
        match one:
            case str():
                pieces.append(one)
            case Row(page, start, end):
                pieces += marked[page][start:end]
            case _:
                pieces.append("".join([marked[page][number] for page, number in one]))
    painted = (marked[page][number] for page, number in found.replaced)
    apart = (*(text for page in pages for text in page.apart), *painted, *_beside(file, first))
    return Spoken(tuple(pieces), apart)


def _page(file: File, number: int, readers: dict[int, Reader]) -> PageWords:
    found = _CONTENTS.search(file.object(number))
    if found is None:
        foreign("a page holds nothing")
    resources = int(found[2])
    if resources not in readers:
        readers[resources] = reader(file, resources)
    return readers[resources].page(file.stream(int(found[1])))


def _beside(file: File, first: int) -> list[str]:
    """The texts of all that comes after the pages: elements, links, bookmarks, metadata.

    first: the object that lists the pages, which our writer puts after the last of them.
    """
    rest = file.data[file.offset(first) : file.start]
    texts = [_said(part[: part.index(b">")]) for part in rest.split(b"<FEFF")[1:]]
    texts += [_address(part) for part in rest.split(b"/URI(")[1:]]
    packet = rest.partition(b"<dc:title>")[2].partition(b"<dc:language>")[0]
    return [*texts, _plain(packet)]


@lru_cache(maxsize=2000)
def _said(digits: bytes) -> str:
    return said(digits)


@lru_cache(maxsize=64)
def _plain(packet: bytes) -> str:
    """The words of metadata, without what is in angle brackets."""
    return " ".join(_TAG.sub(" ", packet.decode()).split())


def _address(part: bytes) -> str:
    found = _ADDRESS.match(part)
    if found is None:
        foreign("the address of a link is not closed")
    return found[1].decode()
