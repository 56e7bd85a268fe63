"""A topic is scored: read with what it includes, asked by the rules, and answered item by item.

In: the `Library`, the topic and its language. Out: `Scored`. The rules are asked with their own
limits, whatever a clinic has set or switched off, so that scores of clinics can be compared.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from handout.check.lexicon import Lexicon
from handout.check.passages import Shelf, handout_passages
from handout.check.readability import counted_sentences, counts, grades
from handout.check.rule import proof_of
from handout.check.rules import WORDS, found
from handout.check.scores.answer import Scale, Score, score
from handout.check.scores.cdc import INDEX
from handout.check.scores.looks import quoted
from handout.check.scores.pemat import UNDERSTANDABILITY
from handout.check.scores.pemat_actions import ACTIONABILITY
from handout.check.scores.reading import Reading, readings
from handout.check.scores.sam import SUITABILITY
from handout.check.scores.subject import Subject, always, front_of, parts_of
from handout.check.scores.wording import wording_of
from handout.check.shelf import with_standing
from handout.errors import HandoutError, Problem
from handout.library import Library
from handout.merge.choices import Chooser
from handout.model.clinic import Clinic
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared
from handout.source.guard import decode, load
from handout.source.original import Original

_LONG = 1000

SCALES: tuple[Scale[Subject], ...] = (UNDERSTANDABILITY, ACTIONABILITY, INDEX, SUITABILITY)


class Scored(Struct, frozen=True):
    """A topic with its true status, its scores in the order of SCALES, and its readings."""

    handout: Handout
    title: str
    words: int
    scores: tuple[Score, ...]
    readings: tuple[Reading, ...]


def scored(library: Library, clinic: Clinic, topic: str, language: str) -> Scored:
    """The scores of a topic in a language, in the clinic's look.

    Raises: HandoutError where there is no such topic, or what it is made of cannot be read.
    """
    subject = subject_of(library, clinic, library.handout(topic, language))
    title = subject.first("title")
    (handout,) = with_standing((subject.handout,), library)
    return Scored(
        handout,
        quoted(title, _LONG)[1:-1] if title else topic,
        subject.counts.words,
        tuple(score(scale, subject) for scale in SCALES),
        readings(subject.counts, subject.grades),
    )


def subject_of(library: Library, clinic: Clinic, handout: Handout) -> Subject:
    """All that an item may look at.

    Raises: HandoutError where a shared block, an exercise or a word list cannot be read.
    """
    problems: list[Problem] = []
    shelf = _shelf(library, handout.language, problems)
    passages = handout_passages(handout, shelf)
    parts = parts_of(handout, shelf)
    if problems:
        raise HandoutError(dict.fromkeys(problems))
    lists = library.words(handout.language)
    lexicon = Lexicon(lists) if lists else None
    proof = proof_of(passages, lexicon) if lexicon else None
    measured = proof.counts if proof else counts(counted_sentences(passages, frozenset()), {})
    original = lru_cache(maxsize=None)(_original)
    findings = found(WORDS, proof, {}, handout.title.place, original) if proof else ()
    return Subject(
        handout, always(clinic, library.template(clinic.template)), front_of(handout), parts,
        tuple(findings), measured, grades(measured, handout.language), lexicon,
        wording_of(handout.language),
    )  # fmt: skip


def _shelf(library: Library, language: str, problems: list[Problem]) -> Shelf:
    """Shared blocks and exercises, each read once; what is wrong with choices is kept."""
    shared: Callable[[str], Shared] = lru_cache(maxsize=None)(
        lambda name: library.shared(name, None, language)
    )
    exercise: Callable[[str], Exercise] = lru_cache(maxsize=None)(
        lambda name: library.exercise(name, None, language)
    )
    chooser = Chooser(
        lambda name, place: exercise(name), lambda: library.exercises(language), problems
    )
    return Shelf(lambda name, place: shared(name), chooser.chosen)


def _original(file: str) -> Original:
    return decode(load(Path(file), file), file)
