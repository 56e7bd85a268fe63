"""Who a row is, as words that can be found in a finished leaflet.

Words are compared folded: compatibility forms, letter case, and invisible characters make no
difference, and whatever is no letter, mark or digit only stands between them. So O'Brien is found
as O’Brien, and a name broken over a line is found whole.
"""

import re
from collections.abc import Iterator
from unicodedata import bidirectional, category, normalize

from msgspec import Struct

from handout.batch.rows import Row

_WORD = re.compile(r"[^\W_]+")
_HAS_MARKS = re.compile(r"[^\x00-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff\u2010-\u2027]")
_LEAST_ID = 3
_LEAST_NUMBER = 5
_LEAST_NAME = 2
_LEAST_NAMES = 4
"""Of a name and of several, in bytes of UTF-8: "A B" is no name, two Chinese characters are."""

Words = tuple[str, ...]


def words(text: str) -> Words:
    """The words of a text, folded."""
    folded = normalize("NFKC", text).casefold()
    if folded.isascii() or not _HAS_MARKS.search(folded):
        return tuple(_WORD.findall(folded))
    kept = (_kept(letter) for letter in normalize("NFKC", folded))
    return tuple(_once(word) for word in "".join(kept).split())


def _once(word: str) -> str:
    """The word; once, where it stands backwards and then forwards, the first letter shared.

    Words that run from right to left are read back so from the writer's files: their letters stand
    as they are painted, and the last one spells out the whole word.
    """
    half = word[len(word) // 2 :]
    is_doubled = bidirectional(word[0]) in ("R", "AL") and word == half[:0:-1] + half
    return half if is_doubled else word


def _kept(letter: str) -> str:
    """A letter, mark or digit as it is; nothing for what is invisible; else a space."""
    kind = category(letter)
    return letter if kind[0] in "LMN" else "" if kind == "Cf" else " "


class Identity(Struct, frozen=True):
    """What tells a person of the table from the others. row: as a spreadsheet counts."""

    row: int
    id: str = ""
    given: str = ""
    family: str = ""
    preferred: str = ""

    @property
    def name(self) -> str:
        """As a leaflet prints it, without title; the preferred name where there is no other."""
        return f"{self.given} {self.family}".strip() or self.preferred

    def names(self) -> Iterator[Words]:
        """Whole names of two words or more: with the given name, and with the preferred one."""
        for first in dict.fromkeys((self.given, self.preferred)):
            if first.strip() and self.family.strip():
                yield words(f"{first} {self.family}")

    def single(self) -> Iterator[Words]:
        """Each name alone."""
        for name in dict.fromkeys((self.family, self.given, self.preferred)):
            found = words(name)
            if found:
                yield found


def identity_of(row: Row) -> Identity:
    """The identity of a row of the table."""
    said = (row.cells.get(field, "") for field in ("id", "given", "family", "preferred"))
    return Identity(row.number, *said)


def is_telling(number: Words) -> bool:
    """Whether an id can be told from the other numbers of a leaflet: ages, doses, dates, years."""
    whole = "".join(number)
    return len(whole) >= (_LEAST_NUMBER if whole.isdecimal() else _LEAST_ID)


def is_name(name: Words) -> bool:
    """Whether a name is long enough to be no accident, as "A B" would be, and no number."""
    whole = "".join(name)
    least = _LEAST_NAMES if len(name) > 1 else _LEAST_NAME
    return len(whole.encode()) >= least and not whole.isdecimal()
