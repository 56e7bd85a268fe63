"""What differs, as plain data: a `Comparison` and its parts."""

from msgspec import Struct

from handout.compare.words import Row
from handout.errors import Problem


class Picture(Struct, frozen=True):
    """A page as a PNG; its number counts from 1."""

    number: int
    png: bytes


class PageChange(Struct, frozen=True):
    """A page that differs, old and new; None where the other side has no such page.

    has_new_words: words differ on it; otherwise it is a picture, a colour or the layout.
    """

    old: Picture | None
    new: Picture | None
    has_new_words: bool


class PageChanges(Struct, frozen=True):
    """The pages of two PDFs: how many there are, and those that differ.

    running: how many pages differ only in what stands on every page.
    """

    old_count: int
    new_count: int
    changes: tuple[PageChange, ...]
    running: int

    def differ(self) -> bool:
        """Whether any page does, were it only in what stands on every page."""
        return bool(self.changes or self.running)


class Named(Struct, frozen=True):
    """A leaflet that one side only has."""

    topic: str
    title: str
    version: str


class Change(Struct, frozen=True):
    """A leaflet that differs. language: of its words. notes: what the reader should know first.

    facts: what changed beside the words, such as who sees what. pages: None where they were not
    asked for.
    """

    name: str
    title: str
    language: str
    old_version: str
    new_version: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    facts: tuple[Row, ...]
    pages: PageChanges | None


class Comparison(Struct, frozen=True):
    """All that differs between two sides. same: how many leaflets do not.

    problems: why some leaflets are not in it.
    """

    old: str
    new: str
    changes: tuple[Change, ...]
    added: tuple[Named, ...]
    removed: tuple[Named, ...]
    same: int
    problems: tuple[Problem, ...]

    def has_difference(self) -> bool:
        """Whether anything differs."""
        return bool(self.changes or self.added or self.removed)
