"""The tree of a YAML file: scalars as they were written, lists and fields, each with its place.

In: an Original. Out: frozen nodes in which no scalar has been given a meaning yet. Promised: every
text is in Unicode's composed form (NFC), and every key is a scalar.
"""

from collections.abc import Iterator
from unicodedata import normalize

import yaml
from msgspec import Struct

from handout.errors import Place
from handout.source.guard import events
from handout.source.original import Findings, Original


class Scalar(Struct, frozen=True):
    """One value as it was written, without a meaning yet.

    words:    the place of its first character, inside quotes or on the first line of a block.
    is_plain: written without quotes and without `|` or `>`.
    """

    value: str
    place: Place
    words: Place
    is_plain: bool = True

    @property
    def is_empty(self) -> bool:
        """Nothing was written, not even quotes."""
        return self.is_plain and not self.value


class Sequence(Struct, frozen=True):
    """A list."""

    items: "tuple[Node, ...]"
    place: Place


class Pair(Struct, frozen=True):
    """A key and its value."""

    key: Scalar
    value: "Node"


class Mapping(Struct, frozen=True):
    """Fields in the order of the file; a key may occur twice here."""

    pairs: tuple[Pair, ...]
    place: Place


Node = Scalar | Sequence | Mapping


def composed(text: str) -> str:
    """The text in Unicode's composed form, in which equal words have equal characters."""
    return text if text.isascii() else normalize("NFC", text)


def compose(original: Original) -> Node | None:
    """The tree of the file's only document, or None where there is nothing but comments."""
    findings = Findings()
    stream = events(original, findings)
    root = None
    for event in stream:
        if isinstance(event, yaml.NodeEvent):
            root = _node(event, stream, original, findings)
    findings.settle()
    return None if isinstance(root, Scalar) and root.is_empty else root


def _node(
    event: yaml.Event, stream: Iterator[yaml.Event], original: Original, findings: Findings
) -> Node:
    place = original.place_of(event.start_mark)
    if isinstance(event, yaml.MappingStartEvent):
        return Mapping(tuple(_pairs(stream, original, findings)), place)
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(tuple(_items(stream, original, findings)), place)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, place, original)
    return Scalar("", place, place)


def _items(stream: Iterator[yaml.Event], original: Original, findings: Findings) -> Iterator[Node]:
    while not isinstance(event := next(stream), yaml.SequenceEndEvent):
        yield _node(event, stream, original, findings)


def _pairs(stream: Iterator[yaml.Event], original: Original, findings: Findings) -> Iterator[Pair]:
    """The pairs whose key is a scalar; another key is noted as a problem."""
    while not isinstance(event := next(stream), yaml.MappingEndEvent):
        key = _node(event, stream, original, findings)
        value = _node(next(stream), stream, original, findings)
        if not isinstance(key, Scalar):
            hint = "put quotes round text that starts with '{{', '{' or '['"
            findings.add("a field's name must be a word", key.place, hint)
        elif key.value == "<<" and key.is_plain:
            hint = "write the fields out in full where they are needed"
            findings.add("merge keys (<<) are not allowed", key.place, hint)
        else:
            yield Pair(key, value)


def _scalar(event: yaml.ScalarEvent, place: Place, original: Original) -> Scalar:
    value = composed(event.value)
    match event.style:
        case "'" | '"':
            # A place counts from 1, so its column is the one after the quote counted from 0.
            inside = original.place(place.line - 1, place.column)
            return Scalar(value, place, inside, False)
        case "|" | ">":
            # Blank lines before the words go, so that the place is that of the first character.
            value = value.lstrip("\n")
            return Scalar(value, place, _first_words(value, place, original), False)
        case _:
            return Scalar(value, place, place)


def _first_words(value: str, place: Place, original: Original) -> Place:
    """Where the words of a `|` or `>` block start, below the line that opens it."""
    leading = len(value) - len(value.lstrip(" "))
    for number in range(place.line, len(original.lines)) if value.strip() else ():
        written = original.lines[number]
        if written.strip():
            return original.place(number, len(written) - len(written.lstrip(" ")) - leading)
    return place
