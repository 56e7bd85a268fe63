"""Single files of a workspace as they were at a revision, without unpacking the rest."""

from collections.abc import Mapping
from pathlib import Path

from handout.compare.revision import blobs, repository, revision
from handout.errors import HandoutError, fail
from handout.model.handout import Handout
from handout.source.reader import read

LAST = "HEAD"


def earlier(
    folder: Path, files: tuple[Path, ...], name: str, environment: Mapping[str, str]
) -> tuple[tuple[Path, Handout], ...]:
    """The topics in files that were otherwise at a revision, as they were.

    name: of the revision; empty for the last commit, if the folder is under git at all.
    What was not there, or cannot be read any more, is left out.
    Raises: HandoutError when a named revision cannot be had.
    """
    try:
        where = repository(folder, environment)
    except HandoutError:
        if name:
            raise
        return ()
    wanted = revision(name or LAST, where)
    if wanted is None:
        if name:
            fail(f"there is no revision {name!r}", hint="name a commit, a branch or a tag")
        return ()
    names = tuple(file.relative_to(folder).as_posix() for file in files)
    found = blobs(wanted, names, where)
    pairs = zip(files, found, strict=True)
    return tuple(
        (file, topic)
        for file, data in pairs
        if data is not None and data != file.read_bytes() and (topic := _topic(data, file))
    )


def _topic(data: bytes, file: Path) -> Handout | None:
    try:
        return read(data, str(file), Handout)
    except HandoutError:
        return None
