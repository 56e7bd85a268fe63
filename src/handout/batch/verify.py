"""Every file of a batch against its manifest."""

from collections.abc import Iterator

from msgspec import Struct

from handout.batch import manifest
from handout.batch.manifest import Record
from handout.batch.store import Store, sha256
from handout.errors import Place, Problem, fail


class Verified(Struct, frozen=True):
    """What was found. files: how many the manifest names; refused: leaflets that were not made."""

    files: int
    refused: int
    problems: tuple[Problem, ...]


def verify(store: Store) -> Verified:
    """What is missing, changed, or in no manifest.

    Raises: HandoutError when the place is no batch's.
    """
    whole = store.get(manifest.NAME)
    if whole is None:
        hint = "name the folder that `handout batch` made"
        fail(f"there is no {manifest.NAME} here", Place(store.name), hint)
    records = manifest.standing(manifest.read(store))
    files = tuple(record for record in records if record.file)
    problems = (*_torn(store, whole), *_wrong(store, files), *_foreign(store, files))
    return Verified(len(files), len(records) - len(files), problems)


def _torn(store: Store, whole: bytes) -> Iterator[Problem]:
    """Lines of the manifest that cannot be read."""
    lines = len(whole.splitlines())
    readable = sum(1 for _ in manifest.read(store))
    if readable < lines:
        hint = "run the batch again: it mends its manifest"
        message = f"{lines - readable} of {lines} lines cannot be read"
        yield Problem(message, Place(f"{store.name}/{manifest.NAME}"), hint)


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
