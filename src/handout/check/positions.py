"""Where a word of the reader's text stands in the file it was written in.

A text loses its quotes, folds, escapes and Markdown on its way to the reader. So the way is gone
once more: through the file from the text's first character, letter by letter, past all that is
only a mark there. Where the two do not fit together the place is the text's own.
"""

import re
from collections.abc import Callable

from handout.check.passages import VALUE, Passage
from handout.errors import Place
from handout.source.original import Original

Originals = Callable[[str], Original]
"""A file as it was written, by its name."""

_MARK = re.compile(r"\]\([^)\s]*\)|\*\*|__|[*_\[\]\\'\"]|-(?=\s)|[0-9]{1,2}[.)](?=\s)|&[a-z]+;")


def place_of(passage: Passage, index: int, originals: Originals) -> Place:
    """The place of a character of the passage, counted from 0."""
    start = passage.source.place
    original = originals(start.file)
    if start.line > len(original.lines):
        return start
    lines = original.lines[start.line - 1 :]
    written = "\n".join((lines[0][start.column - 1 :], *lines[1:]))
    offset = _along(passage.written_to(index), written)
    if offset is None:
        return start
    below = written.count("\n", 0, offset)
    column = offset - written.rfind("\n", 0, offset) - 1 if below else offset + start.column - 1
    return original.place(start.line - 1 + below, column)


def field_place(file: str, name: str, originals: Originals) -> Place:
    """The place of a top-level field of a file; of the file where it is not written there."""
    original = originals(file)
    lines = enumerate(original.lines)
    line = next((number for number, text in lines if text.startswith(f"{name}:")), None)
    return Place(file) if line is None else original.place(line, 0)


def _along(said: str, written: str) -> int | None:
    """Where in `written` the letter stands that comes after all of `said` but its last."""
    at = 0
    for number, letter in enumerate(said):
        if letter.isspace():
            continue
        found = _next(letter, at, written)
        if found is None:
            return None
        if number == len(said) - 1:
            return found
        at = written.find("}}", found) + 2 if letter == VALUE else found + 1
    return None


def _next(letter: str, at: int, written: str) -> int | None:
    """Where the letter stands, past white space and marks; a value starts with its braces."""
    wanted = "{{" if letter == VALUE else letter
    while at < len(written):
        if written[at].isspace():
            at += 1
        elif written.startswith(wanted, at) and not _is_mark(letter, at, written):
            return at
        elif mark := _MARK.match(written, at):
            at = mark.end()
        else:
            return None
    return None


def _is_mark(letter: str, at: int, written: str) -> bool:
    """Whether a quote stands for the next one: '' in single quotes."""
    return letter == "'" and written.startswith("''", at)
