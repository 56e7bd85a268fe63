"""What the reader says when a node is not what its type asks for."""

from typing import assert_never

from msgspec import Struct

from handout.source.nodes import Mapping, Node, Scalar, Sequence
from handout.source.original import Findings
from handout.source.suggest import nearest

_LONGEST_QUOTE = 60
_MOST_GUESSES = 10
_MOST_LISTED = 20


class Complaints(Struct, frozen=True):
    """The reader's words, noted among the findings.

    A `path` is the names and numbers of the type's own fields, such as `sections.2.heading`.
    is_private: values, and names that are not the type's own, are left out.
    """

    findings: Findings
    is_private: bool

    def expected(self, what: str, path: str, node: Node, hint: str = "") -> None:
        """Something of another sort, or another value, should stand here."""
        match node:
            case Mapping():
                found = ", found fields"
            case Sequence():
                found = ", found a list"
            case Scalar():
                found = "" if self.is_private else f", found '{_shortened(node.value)}'"
            case _:
                assert_never(node)
        self._sort(what, path, node, found, hint)

    def expected_sort(self, what: str, path: str, node: Node, hint: str) -> None:
        """A list or fields should stand here; text is only called text."""
        if isinstance(node, Scalar):
            self._sort(what, path, node, ", found text", hint)
        else:
            self.expected(what, path, node, hint)

    def no_value(self, path: str, node: Scalar, hint: str) -> None:
        """Nothing is written where something must be."""
        self.findings.add(f"'{path}' has no value", node.place, hint)

    def unknown_field(self, key: Scalar, names: tuple[str, ...]) -> str:
        """The key is no field; gives the name it was probably meant to be."""
        meant = nearest(key.value, names)
        listed = f"the fields here are {', '.join(names)}" if len(names) <= _MOST_LISTED else ""
        hint = f"did you mean '{meant}'?" if meant else listed
        name = "" if self.is_private else f" '{_shortened(key.value)}'"
        self.findings.add(f"unknown field{name}", key.place, hint)
        return meant

    def duplicate_field(self, key: Scalar, first: Scalar) -> None:
        """The key stands in the same fields twice."""
        name = "" if self.is_private else f" '{_shortened(key.value)}'"
        message = f"duplicate field{name}, first on line {first.place.line}"
        self.findings.add(message, key.place, "delete one of them")

    def missing_fields(self, names: tuple[str, ...], node: Node) -> None:
        """Fields that must be written are not."""
        if names:
            noun = "field" if len(names) == 1 else "fields"
            quoted = ", ".join(f"'{name}'" for name in names)
            self.findings.add(f"missing {noun} {quoted}", node.place)

    def wrong_length(self, limit: str, number: int, path: str, node: Sequence) -> None:
        """The list is shorter or longer than it may be; `limit` is `at least` or `at most`."""
        noun = "item" if number == 1 else "items"
        message = f"expected {limit} {number} {noun} in '{path}', found {len(node.items)}"
        self.findings.add(message, node.place)

    def no_kind(self, path: str, node: Mapping, kinds: tuple[str, ...]) -> None:
        """None of the keys that name a kind is there."""
        guesses = (nearest(pair.key.value, kinds) for pair in node.pairs[:_MOST_GUESSES])
        meant = next((guess for guess in guesses if guess), "")
        hint = f"did you mean '{meant}'?" if meant else f"start it with one of {', '.join(kinds)}"
        self.findings.add(f"'{path}' is of no known kind", node.place, hint)

    def two_kinds(self, path: str, node: Mapping, kinds: tuple[str, ...]) -> None:
        """More than one of the keys that name a kind is there."""
        message = f"'{path}' is of more than one kind: {', '.join(kinds)}"
        self.findings.add(message, node.place, "start each with a '- ' of its own")

    def _sort(self, what: str, path: str, node: Node, found: str, hint: str) -> None:
        of = f" for '{path}'" if path else ""
        self.findings.add(f"expected {what}{of}{found}", node.place, hint)


def _shortened(value: str) -> str:
    """The value on one line, cut where a message would get too long."""
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}..."
