"""How hard the words are to read: counts, and the formulas that were published for them.

In: the passages of a topic. Out: a `Reading` of numbers; a formula that was not made for the
language is None, which means "not measured". What is counted: the summary, the main message,
paragraphs, questions, and list items and table cells that end like a sentence or stand alone; an
item that goes on with a sentence left open by a colon, and a cell without a full stop, are not
counted, nor are titles, headings, captions and labels. A placeholder is one word, and so is a
number, whose one syllable keeps doses and phone numbers out of the result.
"""

from collections.abc import Iterable
from math import sqrt

from msgspec import Struct

from handout.check.passages import Passage
from handout.check.sentences import Sentence, sentences_of
from handout.check.syllables import syllables

_LEFT_OUT = ("title", "heading", "callout title", "column", "caption", "label")
_LATIN = frozenset(
    [
        "af",
        "az",
        "bs",
        "ca",
        "cs",
        "cy",
        "da",
        "de",
        "en",
        "es",
        "et",
        "eu",
        "fi",
        "fr",
        "ga",
        "gl",
        "hr",
        "hu",
        "id",
        "is",
        "it",
        "lt",
        "lv",
        "ms",
        "mt",
        "nb",
        "nl",
        "nn",
        "no",
        "pl",
        "pt",
        "ro",
        "sk",
        "sl",
        "so",
        "sq",
        "sv",
        "sw",
        "tl",
        "tr",
        "vi",
        "yo",
        "zu",
    ]
)
LEAST_WORDS = 100
"""A formula is made for samples of this many words: of fewer it says nothing."""


class Counts(Struct, frozen=True):
    """What the formulas are made of.

    polysyllables: words of 3 syllables and more. hard: those of them that have 3 without -es or -ed
    and no hyphen. long: words of 7 letters and more.
    """

    sentences: int
    words: int
    syllables: int
    letters: int
    polysyllables: int
    hard: int
    long: int


class Grades(Struct, frozen=True):
    """What each formula gives; None where it is not measured."""

    reading_ease: float | None = None
    flesch_kincaid: float | None = None
    smog: float | None = None
    gunning_fog: float | None = None
    coleman_liau: float | None = None
    ari: float | None = None
    lix: float | None = None


def counted_sentences(
    passages: Iterable[Passage], abbreviations: frozenset[str]
) -> tuple[Sentence, ...]:
    """The sentences that count, in order."""
    found: list[Sentence] = []
    for passage in passages:
        if passage.kind in _LEFT_OUT:
            continue
        alone = passage.kind != "table cell" and not passage.continues
        found += (one for one in sentences_of(passage.text, abbreviations) if one.ends or alone)
    return tuple(found)


def counts(sentences: Iterable[Sentence], exceptions: dict[str, int]) -> Counts:
    """The counts of sentences; a number is one word of one syllable."""
    sentences = tuple(sentences)
    words = [word for sentence in sentences for word in sentence.words]
    numbers = [1 if word.is_number else syllables(word.lower, exceptions) for word in words]
    letters = [sum(map(str.isalnum, word.text)) for word in words]
    many = [word.lower for word, number in zip(words, numbers, strict=True) if number > 2]
    return Counts(
        sentences=len(sentences),
        words=len(words),
        syllables=sum(numbers),
        letters=sum(letters),
        polysyllables=len(many),
        hard=sum(_is_hard(word, exceptions) for word in many),
        long=sum(letter > 6 for letter in letters),
    )


def _is_hard(word: str, exceptions: dict[str, int]) -> bool:
    """Whether a word of 3 syllables or more would be so without its ending, and is no compound."""
    if "-" in word:
        return False
    stem = word[:-2] if word.endswith(("es", "ed")) else word
    return syllables(stem, exceptions) > 2


def grades(found: Counts, language: str) -> Grades:
    """What each formula gives for the counts, where it was made for the language."""
    base = language.partition("-")[0]
    if not found.words or not found.sentences:
        return Grades()
    words, sentences = found.words, found.sentences
    is_latin = base in _LATIN and language.count("-") < 2
    lix = laesbarhetsindex(words, sentences, found.long) if is_latin else None
    if base != "en":
        return Grades(lix=lix)
    return Grades(
        reading_ease=flesch_reading_ease(words, sentences, found.syllables),
        flesch_kincaid=flesch_kincaid(words, sentences, found.syllables),
        smog=smog(sentences, found.polysyllables),
        gunning_fog=gunning_fog(words, sentences, found.hard),
        coleman_liau=coleman_liau(words, sentences, found.letters),
        ari=automated_readability_index(words, sentences, found.letters),
        lix=lix,
    )


def flesch_reading_ease(words: int, sentences: int, syllables: int) -> float:
    """Ease of reading, about 0 (hard) to 100 (easy); 60-70 is plain English.

    Source: Flesch, R. (1948). A new readability yardstick. J Appl Psychol 32(3), 221-233.
    """
    return 206.835 - 1.015 * words / sentences - 84.6 * syllables / words


def flesch_kincaid(words: int, sentences: int, syllables: int) -> float:
    """The US school grade at which the words are understood.

    Source: Kincaid, J. P., Fishburne, R. P., Rogers, R. L. and Chissom, B. S. (1975). Derivation
    of new readability formulas for Navy enlisted personnel. Research Branch Report 8-75.
    """
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def smog(sentences: int, polysyllables: int) -> float:
    """The US school grade at which all of it is understood; made for samples of 30 sentences.

    Source: McLaughlin, G. H. (1969). SMOG grading: a new readability formula. J Reading 12(8),
    639-646. This is its regression; by hand one adds 3 to the root of the nearest square.
    """
    return 1.043 * sqrt(polysyllables * 30 / sentences) + 3.1291


def gunning_fog(words: int, sentences: int, hard: int) -> float:
    """The years of schooling that are needed.

    Source: Gunning, R. (1952). The technique of clear writing. McGraw-Hill.
    """
    return 0.4 * (words / sentences + 100 * hard / words)


def coleman_liau(words: int, sentences: int, letters: int) -> float:
    """The US school grade, from letters and not from syllables.

    Source: Coleman, M. and Liau, T. L. (1975). A computer readability formula designed for machine
    scoring. J Appl Psychol 60(2), 283-284.
    """
    return 0.0588 * 100 * letters / words - 0.296 * 100 * sentences / words - 15.8


def automated_readability_index(words: int, sentences: int, letters: int) -> float:
    """The US school grade, from letters and not from syllables.

    Source: Senter, R. J. and Smith, E. A. (1967). Automated Readability Index. AMRL-TR-66-220,
    Aerospace Medical Research Laboratories.
    """
    return 4.71 * letters / words + 0.5 * words / sentences - 21.43


def laesbarhetsindex(words: int, sentences: int, long: int) -> float:
    """LIX: below 30 very easy, 40-50 medium, above 60 very hard; for any Latin-script language.

    Source: Björnsson, C. H. (1968). Läsbarhet. Liber. As in Anderson, J. (1983). Lix and Rix:
    variations on a little-known readability index. J Reading 26(6), 490-496.
    """
    return words / sentences + 100 * long / words
