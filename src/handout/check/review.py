"""What was written in a workspace: topics as they are read, and each other file by itself.

In: the `Library`, the topics, and the pieces that were read. Out: Problems of the rules in the
workspace's own files, and what was measured of each topic. What cannot be read or put together is
said by those who print it; here it is passed over. A language without word lists is not measured.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from handout.check import numbers, safety
from handout.check.approval import approval, content_hash
from handout.check.lexicon import Lexicon
from handout.check.numbers import Known, Typed, known
from handout.check.passages import (
    NOTHING,
    Passage,
    Shelf,
    exercise_passages,
    handout_passages,
    shared_passages,
)
from handout.check.readability import Counts, Grades, counted_sentences, counts, grades
from handout.check.record import Record
from handout.check.rule import Proof, Rule, proof_of
from handout.check.rules import RECORDS, WORDS, checks_of, found
from handout.check.shelf import shelf_of
from handout.errors import HandoutError, Place, Problem
from handout.library import Library
from handout.model.clinic import Clinic
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared
from handout.source.guard import decode, load
from handout.source.original import Original

T = TypeVar("T")

Before = Callable[[Path], Handout | None]
"""A topic's file as it was at another revision; None where it was not there, or cannot be read."""


class Measured(Struct, frozen=True):
    """A topic in numbers. has_words: its language has word lists, so the rules were asked."""

    topic: str
    language: str
    has_words: bool
    counts: Counts
    grades: Grades


class Review(Struct, frozen=True):
    """What was found, and what was measured."""

    problems: tuple[Problem, ...]
    topics: tuple[Measured, ...]


def review(
    library: Library, clinic: Clinic, topics: Iterable[tuple[str, str]], pieces: Iterable[Struct],
    today: date, before: Before = lambda path: None,
) -> Review:  # fmt: skip
    """What the rules find in topics, each with its language or "" for the clinic's, and pieces."""
    reviewer = _Reviewer(library, clinic, today, before)
    problems: list[Problem] = []
    measured: list[Measured] = []
    for topic, language in topics:
        try:
            handout = library.handout(topic, language or clinic.language)
            passages = handout_passages(handout, reviewer.shelf(handout.language))
            proof = reviewer.proof(passages, handout.language)
            problems += reviewer.topic(handout, proof)
            measured.append(_measured(handout, passages, proof))
        except HandoutError as error:
            problems += reviewer.of_words(error)
    for piece in pieces:
        try:
            problems += reviewer.piece(piece)
        except HandoutError as error:
            problems += reviewer.of_words(error)
    return Review(tuple(dict.fromkeys(problems)), tuple(measured))


class _Reviewer:
    """One review; every file is read once."""

    def __init__(self, library: Library, clinic: Clinic, today: date, before: Before) -> None:
        self.library = library
        self.clinic = clinic
        self.today = today
        self.before = before
        self.checks = checks_of(clinic)
        self._lexicons: dict[str, Lexicon | None] = {}
        self._shelves: dict[str, Shelf] = {}
        self._root = library.roots[0]
        self._original = lru_cache(maxsize=None)(_original)
        self._ours = lru_cache(maxsize=None)(self._known)

    def lexicon(self, language: str) -> Lexicon | None:
        """The word lists of a language, or None."""
        if language not in self._lexicons:
            self._lexicons[language] = None  # lists that are wrong are told once
            words = self.library.words(language)
            self._lexicons[language] = Lexicon(words) if words else None
        return self._lexicons[language]

    def shelf(self, language: str) -> Shelf:
        """How the references of a handout in the language are looked up."""
        if language not in self._shelves:
            self._shelves[language] = shelf_of(self.library, language)
        return self._shelves[language]

    def found(
        self, rules: tuple[Rule[T], ...], subject: T, place: Place | None
    ) -> Iterator[Problem]:
        """What rules find in the workspace's own files."""
        for problem in found(rules, subject, self.checks, place, self._original):
            if problem.place and Path(problem.place.file).is_relative_to(self._root):
                yield problem

    def proof(
        self, passages: tuple[Passage, ...], language: str, is_whole: bool = True
    ) -> Proof | None:
        """What is read, for rules of the words; None in a language without word lists."""
        lexicon = self.lexicon(language)
        return proof_of(passages, lexicon, is_whole) if lexicon else None

    def topic(self, handout: Handout, proof: Proof | None) -> Iterator[Problem]:
        """What the rules find in a topic."""
        place = handout.title.place
        if proof:
            yield from self.found(WORDS, proof, place)
        before = self.before(Path(place.file))
        record = Record(handout, self.clinic, self.today, proof, before, self.hash(handout))
        yield from self.found(RECORDS, record, place)
        for choices in safety.choices_in(handout):
            for one in self.shelf(handout.language).chosen(choices):
                yield from self.found(safety.DOSES, safety.chosen(one), place)

    def hash(self, handout: Handout) -> str:
        """Of the words of a topic that is approved; what they lack is said by those who print."""
        if approval(handout) is None:
            return ""
        try:
            return content_hash(handout, self.shelf(handout.language), self.library)
        except HandoutError:
            return ""

    def piece(self, piece: Struct) -> Iterator[Problem]:
        """What the rules find in a file by itself, whatever leaflet it goes into."""
        if isinstance(piece, Handout | Exercise | Shared):
            yield from self.found(numbers.RULES, Typed(piece, self._ours()), piece.place)
        if isinstance(piece, Exercise):
            yield from self.words(exercise_passages(piece), piece.language, piece.place)
            yield from self.found(safety.DOSES, safety.dosed(piece), piece.place)
        elif isinstance(piece, Shared):
            yield from self.words(shared_passages(piece, NOTHING), piece.language, piece.place)

    def words(
        self, passages: tuple[Passage, ...], language: str, place: Place | None
    ) -> Iterator[Problem]:
        """What the rules find in words that are no whole topic."""
        proof = self.proof(passages, language, is_whole=False)
        if proof:
            yield from self.found(WORDS, proof, place)

    def _known(self) -> Known:
        return known(self.clinic, self.library.emergencies(self.clinic))

    def of_words(self, error: HandoutError) -> Iterator[Problem]:
        """What is wrong with the word lists themselves; all else is said by those who print."""
        for problem in error.problems:
            if problem.place and Path(problem.place.file).parent.name == "words":
                yield problem


def _measured(handout: Handout, passages: tuple[Passage, ...], proof: Proof | None) -> Measured:
    """The topic in numbers."""
    numbers = proof.counts if proof else counts(counted_sentences(passages, frozenset()), {})
    given = grades(numbers, handout.language)
    return Measured(handout.id, handout.language, proof is not None, numbers, given)


def _original(file: str) -> Original:
    return decode(load(Path(file), file), file)
