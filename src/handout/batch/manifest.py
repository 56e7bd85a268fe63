"""What became of every row: one line of JSON for each file, and for each row without one.

Only the parent writes it, after the file is on disk. It names no patient: rows are numbers, files
are as the template of names has them, and inputs are digests. The last record of a file is the one
that holds; a line that a crash cut short is none. `index` says where they stand.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from handout.batch.store import Store, sha256
from handout.errors import Problem
from handout.library import digest

NAME = "manifest.jsonl"


class Head(Struct, frozen=True, tag="batch", tag_field="is"):
    """The first line: of which table this is the batch; not its name, which may be a patient's."""

    table: str


def head(table: str) -> Head:
    """The first line for a table of that name, in whatever folder."""
    return Head(digest(Path(table).name.encode(errors="surrogatepass")))


class Record(Struct, frozen=True, tag="leaflet", tag_field="is"):
    """What became of one leaflet of one row.

    key: stands for all it was made from. version: of each topic's words. status: `made`, or
    `refused` with no file. problem: each message, without a patient's words. unproven: what of its
    patient's the leaflet could not be shown to hold, for it prints none or it is too common.
    first_page: where it begins in the file; other than 1 in a print run only, which holds many.
    """

    row: int
    key: str
    file: str
    pages: int
    sha256: str
    topic: tuple[str, ...]
    version: tuple[str, ...]
    look: str
    language: str
    status: str
    problem: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    encrypted: bool = False
    first_page: int = 1


_LINE: msgspec.json.Decoder[Head | Record] = msgspec.json.Decoder(Head | Record)


def lines(items: Iterable[Head | Record]) -> bytes:
    """The items as the file has them."""
    return b"".join(map(line, items))


def line(item: Head | Record) -> bytes:
    """An item as the file has it."""
    return msgspec.json.encode(item) + b"\n"


def item_of(line: bytes) -> Head | Record | None:
    """What a line holds; None where it was cut short."""
    try:
        return _LINE.decode(line)
    except msgspec.MsgspecError:
        return None


def refusal(row: int, problems: Iterable[Problem]) -> Record:
    """The record of a row of which nothing is made."""
    messages = tuple(problem.message for problem in problems)
    return Record(row, "", "", 0, "", (), (), "", "", "refused", messages)


def read(store: Store, name: str = NAME) -> Iterator[Head | Record]:
    """Every whole line of a manifest in a store, in the order they were written."""
    for line in (store.get(name) or b"").splitlines(keepends=True):
        item = item_of(line)
        if item:
            yield item


def files_in(store: Store, name: str) -> set[str]:
    """The files of a manifest that are still as they were made."""
    records = (item for item in read(store, name) if isinstance(item, Record))
    return {record.file for record in records if is_whole(record, store)}


def is_whole(record: Record, store: Store) -> bool:
    """Whether the record's file is there, byte for byte."""
    data = store.get(record.file) if record.file else None
    return data is not None and sha256(data) == record.sha256
