"""Rules of numbers: digits all through, one way to tell a risk, and no sums for the reader."""

from collections.abc import Iterator

from msgspec import Struct

from handout.check.passages import Passage
from handout.check.rule import Finding, Proof, Rule, Source, at, examples, quoted
from handout.check.sentences import Word

_MOST_BETWEEN = 1


class _Amount(Struct, frozen=True):
    """A number with what it counts."""

    passage: Passage
    word: Word
    unit: str
    digits: str


def number_styles(proof: Proof, limit: float) -> Iterator[Finding]:
    """Numbers in words, where the same thing is counted in digits elsewhere in the topic."""
    found = tuple(_amounts(proof))
    in_digits = {one.unit for one in found if one.word.is_number}
    for one in found:
        if not one.word.is_number and one.unit in in_digits:
            yield from at(
                f"'{one.word.text}' is in words, and other numbers of {one.unit}s are in digits",
                f"write {one.digits}",
                one.passage,
                one.word,
            )


def _amounts(proof: Proof) -> Iterator[_Amount]:
    for passage, words in proof.written():
        for index, word in enumerate(words):
            digits = word.text if word.is_number else str(proof.lexicon.numbers.get(word.lower, ""))
            unit = _unit(words, index, proof) if digits else ""
            if unit and not passage.is_value(word.start):
                yield _Amount(passage, word, unit, digits)


def _unit(words: tuple[Word, ...], index: int, proof: Proof) -> str:
    """What the number counts: the next word, or the one after a range or an adjective."""
    for word in words[index + 1 : index + 4 + _MOST_BETWEEN]:
        lower = word.lower
        for singular in (lower, lower.removesuffix("s"), lower.removesuffix("es")):
            if singular in proof.lexicon.units:
                return singular
        if not (word.is_number or lower in proof.lexicon.numbers or lower in ("to", "or", "and")):
            return ""
    return ""


def denominators(proof: Proof, limit: float) -> Iterator[Finding]:
    """Risks that are told as 1 in so many, with another number than the first one has."""
    first = ""
    for passage, words in proof.written():
        for index, word in enumerate(words):
            out_of = _out_of(words, index, proof)
            if out_of is None:
                continue
            first = first or out_of.text
            if out_of.text != first:
                yield from at(
                    f"this risk is out of {out_of.text}, and the first one out of {first}",
                    f"tell both out of {max(first, out_of.text, key=_size)}",
                    passage,
                    word,
                )


def _out_of(words: tuple[Word, ...], index: int, proof: Proof) -> Word | None:
    """The last number of `1 in 10`, where the words at the index start such a risk."""
    if not (words[index].is_number or words[index].lower in proof.lexicon.numbers):
        return None
    hit = proof.lexicon.out_of.at(words, index + 1) if index + 1 < len(words) else None
    if hit is None or hit.after >= len(words) or not words[hit.after].is_number:
        return None
    is_time = _unit(words, hit.after, proof) not in ("", "person", "people", "woman", "women",
                                                    "man", "men")  # fmt: skip
    return None if is_time else words[hit.after]


def _size(number: str) -> int:
    return int("".join(filter(str.isdigit, number)))


def sums(proof: Proof, limit: float) -> Iterator[Finding]:
    """What makes a reader calculate."""
    for passage, words in proof.written():
        for hit in proof.lexicon.sums.find(words):
            found = words[hit.first : hit.after]
            message = f"{quoted(found)} leaves a sum to the reader"
            yield from at(message, "work it out, and write the number", passage, found[0])


RULES = (
    Rule(
        "READ-12",
        "Are numbers of the same thing all in digits?",
        "Digits are found at a glance, and a mix of styles has to be read twice.",
        Source("CDC; AHRQ", "Clear Communication Index item 15; PEMAT-P item 6"),
        number_styles,
        bad=examples(
            "Rest for five minutes. Then walk for 10 minutes.",
            "It gets better in six weeks. See us after 12 weeks.",
            "Do it three times a day, or 4 times.",
        ),
        good=examples(
            "Rest for 5 minutes. Then walk for 10 minutes.",
            "Hold on with two hands. Count to 10. There are three ways to do it 5 times.",
        ),
    ),
    Rule(
        "READ-12-DENOMINATOR",
        "Are all risks told out of the same number?",
        "Few can tell whether 1 in 25 is more than 3 in 100.",
        Source("CDC", "Clear Communication Index items 16 and 20: numbers and probability"),
        denominators,
        bad=examples(
            "It helps 1 in 5 people. It harms 3 in 100 people.",
            "The risk is 1 in 10. It was 1 in 250 before.",
            "It helps 8 out of 10 women. It harms 1 in 1,000.",
        ),
        good=examples(
            "It helps 20 in 100 people. It harms 3 in 100 people.",
            "It helps 1 in 10. See us 2 times in 4 weeks, and 1 in 2 weeks after that.",
        ),
    ),
    Rule(
        "READ-13",
        "Is every sum done for the reader?",
        "Many adults get a sum wrong, and a sum about a dose can do harm.",
        Source("AHRQ; CDC", "PEMAT-P item 7; Clear Communication Index item 17"),
        sums,
        bad=examples(
            "Do twice as many each week.",
            "Take half of the dose at night.",
            "Multiply your weight by 30.",
        ),
        good=examples("Do 10 this week and 20 next week.", "Take 1 tablet at night. Do it twice."),
    ),
)
