"""Where the records that hold stand in a manifest, so that not all of them are in memory at once.

In: the manifest, open for reading. Out: its records, one by one. Of each file it keeps a digest and
two numbers, whatever the size of the batch.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from typing import BinaryIO

from handout.batch.manifest import NAME, Head, Record, item_of, line
from handout.batch.store import Store


class Index:
    """What a manifest holds. heads: its first line, and others like it."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read every line once. The stream has to stay open."""
        self._stream = stream
        self._files: dict[bytes, tuple[int, int]] = {}
        self._refusals: dict[tuple[int, tuple[str, ...]], int] = {}
        self.heads: list[Head] = []
        start = 0
        for one in stream:
            self._note(item_of(one), start)
            start += len(one)

    def record(self, file: str) -> Record | None:
        """The last record of a file, which is the one that holds."""
        spot = self._files.get(short(file))
        return self._at(spot[1]) if spot else None

    def standing(self) -> Iterator[Record]:
        """The records that hold, by row: the last of each file, and of what was not made."""
        refusals = ((row, start) for (row, _), start in self._refusals.items())
        for _, spots in groupby(sorted((*self._files.values(), *refusals)), itemgetter(0)):
            found = (self._at(start) for _, start in spots)
            yield from sorted(found, key=lambda one: (one.file, one.topic))

    def _note(self, item: Head | Record | None, start: int) -> None:
        match item:
            case None:
                return
            case Head():
                self.heads.append(item)
            case Record(file=""):
                self._refusals[item.row, item.topic] = start
            case Record():
                self._files[short(item.file)] = (item.row, start)
                self._refusals.pop((item.row, item.topic), None)
                self._refusals.pop((item.row, ()), None)

    def _at(self, start: int) -> Record:
        self._stream.seek(start)
        found = item_of(self._stream.readline())
        assert isinstance(found, Record)
        return found


def short(file: str) -> bytes:
    """What stands for the name of a file where there are many of them."""
    return blake2b(file.encode(errors="surrogatepass"), digest_size=8).digest()


def rewrite(
    store: Store, head: Head, is_wanted: Callable[[Record], bool] = lambda record: True
) -> None:
    """The store's manifest has its head and the records that hold and are wanted, by row."""

    def lines() -> Iterator[bytes]:
        yield line(head)
        with store.reader(NAME) as stream:
            yield from map(line, filter(is_wanted, Index(stream).standing()))

    store.put_lines(NAME, lines())
