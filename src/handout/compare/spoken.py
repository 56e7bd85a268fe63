"""The few sentences that terminal and web page say in the same words."""

import unicodedata
from collections.abc import Iterator

from handout.compare.changes import Change, PageChange, PageChanges


def clean(text: str) -> str:
    """The text without characters that steer a terminal, whoever wrote them."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cc")


def how_many(count: int, noun: str) -> str:
    """A number with its noun and verb: `1 leaflet is`, `2 leaflets are`."""
    return f"1 {noun} is" if count == 1 else f"{count} {noun}s are"


def versions(change: Change) -> str:
    """Which versions are compared, after a comma; empty for a PDF."""
    if not change.new_version:
        return ""
    if change.old_version == change.new_version:
        return f", version {change.new_version}"
    return f", version {change.old_version}, now {change.new_version}"


def page_note(one: PageChange) -> str:
    """What became of one page."""
    if one.old and one.new:
        moved = f", now page {one.new.number}," if one.old.number != one.new.number else ""
        why = "" if one.has_new_words else ": no words are new or gone, but it looks different"
        return f"Page {one.old.number}{moved} differs{why}"
    if one.new:
        words = "" if one.has_new_words else "; its words stood on other pages"
        return f"Page {one.new.number} is new{words}"
    assert one.old
    words = "" if one.has_new_words else "; its words stand on other pages"
    return f"Page {one.old.number} is gone{words}"


def pages_notes(pages: PageChanges) -> Iterator[str]:
    """What is to be said of all pages together."""
    if pages.old_count != pages.new_count:
        yield f"Pages: {pages.old_count} before, {pages.new_count} now"
    if pages.running:
        some = f"{pages.running} other pages differ"
        some = "1 other page differs" if pages.running == 1 else some
        yield f"{some} only in the lines that stand on every page, such as the version"
    if not pages.differ():
        yield "All pages look the same"
