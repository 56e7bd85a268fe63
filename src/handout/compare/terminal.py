"""A comparison as plain text, at most 100 columns wide, that reads the same through a pipe."""

from collections.abc import Iterator
from itertools import groupby, zip_longest
from textwrap import wrap

from handout.compare.changes import Change, Comparison, Named
from handout.compare.spoken import clean, how_many, page_note, pages_notes, versions
from handout.compare.words import Pieces, Row

WIDTH = 100
_INDENT = 2
_GAP = "  |  "
_COLUMN = (WIDTH - _INDENT - len(_GAP)) // 2
_NOTHING = "(nothing)"


def as_text(found: Comparison) -> str:
    """Everything that differs, without a line end at its end."""
    return "\n".join(map(clean, _lines(found)))


def _lines(found: Comparison) -> Iterator[str]:
    yield f"Old: {found.old}"
    yield f"New: {found.new}"
    if not found.has_difference():
        if not found.problems:
            yield "Nothing differs."
        return
    if any(change.rows or change.facts for change in found.changes):
        yield ""
        yield from wrap(
            "Old words stand left, new words right. [-These words-] are gone, {+these words+} "
            "are new.", WIDTH,
        )  # fmt: skip
    for change in found.changes:
        yield from _change(change)
    yield from _named("New leaflets, which the old side does not have", found.added)
    yield from _named("Leaflets that are gone", found.removed)
    if found.same:
        yield ""
        yield f"{how_many(found.same, 'leaflet')} the same on both sides."


def _named(title: str, topics: tuple[Named, ...]) -> Iterator[str]:
    if topics:
        yield ""
        yield f"{title}:"
        for one in topics:
            yield f"  {one.topic}: {one.title}, version {one.version}"


def _change(change: Change) -> Iterator[str]:
    said = f"{change.name}: {change.title}" if change.old_version else change.title
    yield ""
    yield "=" * WIDTH
    yield from wrap(f"{said}{versions(change)}", WIDTH)
    yield "=" * WIDTH
    for note in change.notes:
        yield from wrap(f"! {note}", WIDTH, subsequent_indent="  ")
    yield from _rows(change.rows)
    if change.facts:
        yield ""
        yield "Besides the words"
        yield from _rows(change.facts)
    if change.pages:
        yield ""
        for note in (*map(page_note, change.pages.changes), *pages_notes(change.pages)):
            yield from wrap(f"{note}.", WIDTH, subsequent_indent="  ")


def _rows(rows: tuple[Row, ...]) -> Iterator[str]:
    for heading, group in groupby(rows, key=lambda row: row.heading):
        if heading:
            yield ""
            yield from wrap(heading, WIDTH)
            yield "-" * WIDTH
        for row in group:
            yield ""
            yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    origin = f" ({row.origin})" if row.origin else ""
    moved = ", moved" if row.is_moved else ""
    yield f"  {row.kind}{origin}{moved}"
    left = _cell(row.old, "[-", "-]")
    right = _cell(row.new, "{+", "+}")
    for old, new in zip_longest(left, right, fillvalue=""):
        yield f"{' ' * _INDENT}{old:<{_COLUMN}}{_GAP}{new}".rstrip()


def _cell(pieces: Pieces | None, start: str, end: str) -> list[str]:
    """The words with marks, on lines as wide as a column."""
    if pieces is None:
        return [_NOTHING]
    said = "".join(f"{start}{one.text}{end}" if one.is_changed else one.text for one in pieces)
    return wrap(said, _COLUMN, break_on_hyphens=False)
