"""Everybody of a table, by the words that would betray them in another's leaflet.

Made once by the parent and sent to each worker: plain data, some 250 bytes a person, never written
to a disk.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from handout.batch.identity import Identity, Words, is_name, is_telling, words

Kind = Literal["id", "name", "single"]
_MARKS: dict[str, Kind] = {"#": "id", "=": "name", "-": "single"}


class Hit(Struct, frozen=True):
    """Words of a text that belong to somebody. row: the first in the table that has them.

    words: in the order of the alphabet, since a name may stand either way round.
    """

    words: Words
    kind: Kind
    row: int


class Register(Struct, frozen=True):
    """Who is in the table.

    people: for the longest word of each name or id, lines of words, a mark for the kind, a row.
    lengths: of names and ids in words. untold: rows whose id is too much like other numbers.
    """

    people: dict[str, str]
    lengths: tuple[int, ...]
    untold: int

    def hits(self, text: "tuple[str | None, ...]") -> tuple[Hit, ...]:
        """Whose words stand in a text; None stands between words that do not touch."""
        found: dict[Hit, None] = {}
        people = self.people
        for at, word in enumerate(text):
            lines = people.get(word) if word else None
            if lines:
                for window in self._windows(text, at):
                    found.update(dict.fromkeys(_hits_of(window, lines)))
        return tuple(found)

    def _windows(self, text: "tuple[str | None, ...]", at: int) -> Iterator[Words]:
        """The words round one, as many as any name or id has."""
        for length in self.lengths:
            for start in range(max(0, at - length + 1), min(at, len(text) - length) + 1):
                window = tuple(word for word in text[start : start + length] if word)
                if len(window) == length:
                    yield tuple(sorted(window))


def _hits_of(window: Words, lines: str) -> Iterator[Hit]:
    said = " ".join(window)
    for mark, kind in _MARKS.items():
        at = lines.find(f"\n{said}{mark}")
        if at >= 0:
            start = at + len(said) + 2
            yield Hit(window, kind, int(lines[start : lines.index("\n", start)]))


def register_of(people: Iterable[Identity]) -> Register:
    """The register of a table, whose rows are taken one by one."""
    lines: dict[str, str] = {}
    lengths: set[int] = set()
    untold = 0
    for person in people:
        number = words(person.id)
        if number and not is_telling(number):
            untold += 1
        for mark, found in _entries(person, number):
            said = f"\n{' '.join(sorted(found))}{mark}"
            longest = max(found, key=len)
            known = lines.get(longest, "\n")
            if said not in known:
                lines[longest] = f"{known[:-1]}{said}{person.row}\n"
                lengths.add(len(found))
    return Register(lines, tuple(sorted(lengths)), untold)


def _entries(person: Identity, number: Words) -> Iterator[tuple[str, Words]]:
    if is_telling(number):
        yield "#", number
    for name in person.names():
        if is_name(name):
            yield "=", name
    for name in person.single():
        if is_name(name):
            yield "-", name
