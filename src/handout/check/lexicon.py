"""The word lists of a language, ready to be looked up.

In: `WordLists` as they were written. Out: phrases that can be found in a row of words, each with
what is said about it. Made once for a language.
"""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

from handout.check.sentences import Word, words_of
from handout.model.words import Passive, Term, WordLists

T = TypeVar("T")


class Hit(Struct, Generic[T], frozen=True):
    """A phrase in a row of words: from the word `first` up to before `after`."""

    first: int
    after: int
    value: T


class Phrases(Generic[T]):
    """Phrases of one or more words, each with its value; the longest is found first."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        """The phrases by their first word."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in phrases:
            words = tuple(word.lower for word in words_of(phrase))
            if words:
                self._by_first.setdefault(words[0], []).append((words, value))
        for same in self._by_first.values():
            same.sort(key=lambda one: -len(one[0]))

    def __contains__(self, word: str) -> bool:
        """Whether the word is a phrase by itself."""
        return any(len(words) == 1 for words, _ in self._by_first.get(word, ()))

    def at(self, words: tuple[Word, ...], first: int) -> Hit[T] | None:
        """The longest phrase that starts with this word."""
        for phrase, value in self._by_first.get(words[first].lower, ()):
            after = first + len(phrase)
            if after <= len(words) and phrase == tuple(word.lower for word in words[first:after]):
                return Hit(first, after, value)
        return None

    def find(self, words: tuple[Word, ...]) -> Iterator[Hit[T]]:
        """Every phrase in the words, none within another."""
        first = 0
        while first < len(words):
            hit = self.at(words, first)
            if hit:
                yield hit
            first = hit.after if hit else first + 1


class Voice(Struct, frozen=True):
    """What the passive voice is made of; `written` says what each is."""

    be: Phrases[None]
    orders: Phrases[None]
    participles: Phrases[None]
    states: Phrases[None]
    between: Phrases[None]
    not_doers: Phrases[None]
    ending: str
    by: str


class Lexicon:
    """A language's word lists as they are looked up; `WordLists` says what each is."""

    def __init__(self, lists: WordLists) -> None:
        """Everything is made now, so that looking up is quick."""
        self.language = lists.language
        short = [word for one in lists.shorthand for word in one.short]
        self.abbreviations = frozenset(
            [*lists.abbreviations, *(word for word in short if "." in word)]
        )
        self.syllables = {word: one.count for one in lists.syllables for word in one.words}
        self.voice = _voice(lists.passive)
        self.patients = _names(lists.patients)
        self.terms: Phrases[Term] = Phrases(
            (word, one) for one in lists.jargon for word in one.term
        )
        self.near = {one: _names(one.near) for one in lists.jargon}
        self.explaining, self.naming = _names(lists.explaining), _names(lists.naming)
        self.defining = _names(lists.defining)
        self.shorthand: Phrases[str] = Phrases(
            (word, one.write) for one in lists.shorthand for word in one.short
        )
        self.capitals = frozenset(lists.capitals)
        self.shouted = frozenset(lists.shouted)
        self.substitutions: Phrases[str] = Phrases(
            (form, one.write)
            for one in lists.substitutions
            for word in one.instead_of
            for form in forms(word)
        )
        self.numbers = {one.word: one.digits for one in lists.numbers}
        self.units = frozenset(lists.units)
        self.out_of = _names(lists.out_of)
        self.sums, self.promises = _names(lists.sums), _names(lists.promises)
        self.denials = _names(lists.denials)
        self.asking, self.acting = _names(lists.asking), _names(lists.acting)
        self.repeats = frozenset(lists.repeats)
        self.benefits, self.risks = _names(lists.benefits), _names(lists.risks)
        self.tell_first = _names(lists.tell_first)


def forms(word: str) -> tuple[str, ...]:
    """A word with its regular endings: utilise, utilised, utilising. A phrase as it is."""
    if " " in word:
        return (word,)
    if word.endswith("e"):
        return (word, f"{word}s", f"{word}d", f"{word[:-1]}ing")
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
    return (word, f"{word}s", f"{word}ed", f"{word}ing")


def _names(phrases: Iterable[str]) -> Phrases[None]:
    return Phrases((phrase, None) for phrase in phrases)


def _voice(written: Passive) -> Voice:
    return Voice(
        be=_names(written.be),
        orders=_names(written.orders),
        participles=_names(written.participles),
        states=_names(written.states),
        between=_names(written.between),
        not_doers=_names(written.not_doers),
        ending=written.ending,
        by=written.by,
    )
