"""The objects of a file, found as any reader finds them: by the table at its end."""

import re
from typing import NoReturn

from msgspec import Struct

from handout.errors import fail

_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_TABLE = re.compile(rb"xref\n0 (\d+)\n0000000000 65535 f \n")
_TRAILER = re.compile(
    rb"trailer\n<</Size (\d+)/Root (\d+) 0 R/Info \d+ 0 R/ID\[<\w+><\w+>\]>>\nstartxref\n"
)
_STREAM = re.compile(rb"\d+ 0 obj\n<<[^\n]*/Length (\d+)>>\nstream\n")
_STREAM_END = b"\nendstream\nendobj\n"
_OBJECT_END = b"\nendobj\n"
_ENTRY = 20
_LONGEST_END = 40


class File(Struct, frozen=True):
    """A file with its table. entries: where its first entry stands. size: the highest number."""

    data: bytes
    start: int
    entries: int
    size: int
    root: int

    def offset(self, number: int) -> int:
        """Where an object starts."""
        if not 0 < number <= self.size:
            foreign("it names an object that it does not have")
        at = self.entries + _ENTRY * (number - 1)
        offset = int(self.data[at : at + 10])
        if not self.data.startswith(b"%d 0 obj\n" % number, offset):
            foreign("its table of objects is wrong")
        return offset

    def offsets(self, first: int, count: int) -> list[int]:
        """Where `count` objects start, as the table has it."""
        at = self.entries + _ENTRY * (first - 1)
        lines = self.data[at : at + _ENTRY * count].split(b" 00000 n \n")
        return [int(line) for line in lines[:-1]]

    def object(self, number: int) -> bytes:
        """What an object that is no stream holds."""
        offset = self.offset(number)
        body = self.data.index(b"\n", offset) + 1
        return self.data[body : self.data.index(b"\nendobj\n", body)]

    def stream(self, number: int) -> bytes:
        """The data of a stream, as they stand in the file."""
        head = _STREAM.match(self.data, self.offset(number))
        if head is None:
            foreign("an object that should be a stream is none")
        end = head.end() + int(head[1])
        if not self.data.startswith(_STREAM_END, end):
            foreign("a stream is longer or shorter than it says")
        return self.data[head.end() : end]


def opened(data: bytes) -> File:
    """The file, if its end is as our writer writes it.

    Raises: HandoutError.
    """
    end = _START.search(data, max(0, len(data) - _LONGEST_END))
    start = int(end[1]) if end else len(data)
    table = _TABLE.match(data, start)
    if end is None or table is None:
        foreign("it does not end as our files do")
    size = int(table[1]) - 1
    trailer = _TRAILER.match(data, table.end() + _ENTRY * size)
    if trailer is None or trailer.end() != end.start(1) or int(trailer[1]) != size + 1:
        foreign("it does not end as our files do")
    return File(data, start, table.end(), size, int(trailer[2]))


def check_whole(file: File, first: int) -> None:
    """Refuse a file that holds objects from number `first` on which its table does not have.

    What stands before them are colours, fonts and pictures.
    """
    start = file.data.index(_OBJECT_END, file.offset(first - 1)) + len(_OBJECT_END)
    if file.data.count(_OBJECT_END, start, file.start) != file.size - first + 1:
        foreign("it holds objects that its table does not have")


def one(pattern: "re.Pattern[bytes]", body: bytes) -> bytes:
    """What the pattern's group stands for in an object that must have it."""
    found = pattern.search(body)
    if found is None:
        foreign("an object lacks what our writer puts into it")
    return found[1]


def foreign(why: str) -> NoReturn:
    """Refuse the file."""
    fail(f"this file cannot be read back as one of ours: {why}", hint="make it again")
