"""Numbers, and the risks that a topic tells of."""

from collections.abc import Iterator

from msgspec import Struct

from handout.check.passages import Passage
from handout.check.scores.looks import Saying, sayings, sentences
from handout.check.scores.subject import Subject
from handout.check.sentences import Sentence, Word

_PEOPLE = ("people", "persons", "women", "men")


class Risk(Struct, frozen=True):
    """A sentence that tells of a risk. is_number: it says how likely in digits."""

    told: Saying
    is_number: bool


def numbers(subject: Subject) -> Iterator[tuple[Passage, Sentence, int]]:
    """Each number in digits with its sentence, and its index there; not the clinic's own."""
    for passage in subject.passages:
        for sentence in sentences(subject, passage):
            for index, word in enumerate(sentence.words):
                if word.is_number and not passage.is_value(word.start):
                    yield passage, sentence, index


def risks(subject: Subject) -> Iterator[Risk]:
    """Sentences of the topic's own file that tell of a risk, or how likely something is."""
    assert subject.lexicon
    for one in sayings(subject, subject.own):
        row = one.sentence.words
        is_number = any(is_likelihood(row, index, subject) for index in range(len(row)))
        if is_number or _names_a_risk(row, subject):
            yield Risk(one, is_number)


def _names_a_risk(row: tuple[Word, ...], subject: Subject) -> bool:
    """Whether it names harm, and no word before takes it back: `hurt is not harm`."""
    assert subject.lexicon
    denials = subject.lexicon.denials
    return any(
        next(denials.find(row[: hit.first]), None) is None
        for hit in subject.lexicon.risks.find(row)
    )


def is_likelihood(row: tuple[Word, ...], index: int, subject: Subject) -> bool:
    """Whether a number says how likely something is: 60%, or 1 in 10."""
    assert subject.lexicon
    word = row[index]
    if not word.is_number:
        return False
    if word.text.endswith("%"):
        return True
    hit = subject.lexicon.out_of.at(row, index + 1) if index + 1 < len(row) else None
    if hit is None or hit.after >= len(row) or not row[hit.after].is_number:
        return False
    after = row[hit.after + 1].lower if hit.after + 1 < len(row) else ""
    return not _is_unit(after, subject) or after in _PEOPLE


def is_timed(row: tuple[Word, ...], index: int, subject: Subject) -> bool:
    """Whether the number counts what the lists of words know: 10 minutes, 2 to 3 sets."""
    following = (word for word in row[index + 1 : index + 4])
    for word in following:
        if _is_unit(word.lower, subject):
            return True
        if not (word.is_number or word.lower in ("to", "or", "and")):
            return False
    return False


def _is_unit(word: str, subject: Subject) -> bool:
    assert subject.lexicon
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return any(form in subject.lexicon.units for form in forms)
