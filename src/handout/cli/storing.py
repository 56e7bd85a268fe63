"""Where a batch is kept, by what was written on the command line."""

from typing import TYPE_CHECKING

from handout.cli.session import Session

if TYPE_CHECKING:
    from handout.batch.store import Store


def store_at(place: str, session: Session) -> "Store":
    """The store in a folder, or at an address such as s3://bucket/folder."""
    if "://" in place:
        from handout.batch.cloud import place_of

        return place_of(place)
    from handout.batch.store import Folder

    return Folder(session.here / place)
