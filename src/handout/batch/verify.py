"""Every file of a batch against its manifest."""

from collections.abc import Iterator

from msgspec import Struct

from handout.batch import manifest
from handout.batch.index import Index
from handout.batch.manifest import Record
from handout.batch.store import Store, sha256
from handout.errors import Place, Problem, fail


class Verified(Struct, frozen=True):
    """What was found. files: how many the manifest names; refused: leaflets that were not made."""

    files: int
    refused: int
    problems: tuple[Problem, ...]


def verify(store: Store, name: str = manifest.NAME) -> Verified:
    """What is missing, changed, or in no manifest. name: of the manifest.

    In a folder where a print run lies beside other things, no file is out of place.
    Raises: HandoutError when there is no manifest.
    """
    whole = store.get(name)
    if whole is None:
        hint = "name the folder that `handout batch` made, or the PDF of a print run"
        fail(f"there is no {name} here", Place(store.name), hint)
    items = tuple(manifest.read(store, name))
    records = [item for item in items if isinstance(item, Record)]
    if name == manifest.NAME:
        with store.reader(name) as stream:
            records = list(Index(stream).standing())
    made = tuple(record for record in records if record.file)
    files = tuple({record.file: record for record in made}.values())
    torn = len(whole.splitlines()) - len(items)
    foreign = _foreign(store, files) if name == manifest.NAME else ()
    problems = (*_torn(store, name, torn), *_wrong(store, files), *foreign)
    return Verified(len(files), len(records) - len(made), problems)


def _torn(store: Store, name: str, lines: int) -> Iterator[Problem]:
    """Lines of the manifest that cannot be read."""
    if lines:
        hint = "run the batch again: it mends its manifest"
        yield Problem(f"{lines} lines cannot be read", Place(f"{store.name}/{name}"), hint)


def _wrong(store: Store, files: tuple[Record, ...]) -> Iterator[Problem]:
    """Files that are not there, or not what was made."""
    hint = "run the batch again: it makes what is missing or changed"
    for record in files:
        data = store.get(record.file)
        place = Place(f"{store.name}/{record.file}")
        if data is None:
            yield Problem("the file is missing", place, hint)
        elif sha256(data) != record.sha256:
            yield Problem("the file is not the one that was made", place, hint)


def _foreign(store: Store, files: tuple[Record, ...]) -> Iterator[Problem]:
    """PDFs that the manifest does not know."""
    known = {record.file for record in files}
    hint = "take it away: nobody can say whose it is"
    for name in sorted(store.names()):
        if name.endswith(".pdf") and name not in known:
            yield Problem("the manifest has no such file", Place(f"{store.name}/{name}"), hint)
