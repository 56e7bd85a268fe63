"""Words and sentences of a text, each with where it stands in it.

A sentence ends at a full stop, question mark, exclamation mark or ellipsis that white space
follows; not after an abbreviation such as e.g., and not within a number. What is left at the end
is a sentence too. A word is letters, with hyphens and apostrophes inside; a number is one word,
and so is a phone number or a range such as 10-20.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

_WORD = re.compile(
    r"[0-9](?:[0-9.,:/\u2011\u2013-]*[0-9])?(?: [0-9]{3,}(?![0-9]|[.,][0-9]))*(?: ?%)?"
    r"|[^\W\d_]+(?:[.'\u2019\u2010\u2011&/-][^\W\d_]+)*"
)
_END = re.compile(r"[.!?\u2026]+[)\]\"'\u2019\u201d]*(?=\s|$)")


class Word(Struct, frozen=True):
    """A word or a number. lower: in small letters, with plain apostrophes and hyphens."""

    text: str
    lower: str
    start: int

    @property
    def end(self) -> int:
        """Where the text goes on."""
        return self.start + len(self.text)

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.text[0].isdigit()


class Sentence(Struct, frozen=True):
    """A sentence. ends: it has its full stop, or another mark that ends a sentence."""

    words: tuple[Word, ...]
    start: int
    end: int
    ends: bool


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order."""
    return tuple(Word(found[0], _plain(found[0]), found.start()) for found in _WORD.finditer(text))


@lru_cache(maxsize=8192)
def sentences_of(text: str, abbreviations: frozenset[str]) -> tuple[Sentence, ...]:
    """The sentences of a text in order; those without a word are left out.

    abbreviations: what ends in a full stop and no sentence, without that stop.
    """
    found = []
    start = 0
    for end, ends in _ends(text, abbreviations):
        words = tuple(word for word in words_of(text) if start <= word.start < end)
        if words:
            found.append(Sentence(words, words[0].start, end, ends))
        start = end
    return tuple(found)


def _ends(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, bool]]:
    for found in _END.finditer(text):
        before = text[: found.start()].rsplit(maxsplit=1)
        last = before[-1].lstrip("(\u201c\"'").lower() if before else ""
        if not (found[0] == "." and last in abbreviations and found.end() < len(text.rstrip())):
            yield found.end(), True
    yield len(text), False


def _plain(word: str) -> str:
    word = word.replace(" %", "%")
    return word.lower().replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-")
