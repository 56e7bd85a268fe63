"""Rules of tone: headings that lead, no shouting, no slips, and no promises."""

from collections.abc import Iterator
from itertools import pairwise

from handout.check.passages import Passage
from handout.check.rule import Finding, Proof, Rule, Source, at, examples, quoted
from handout.check.sentences import Word

_FAR = 8


def headings(proof: Proof, limit: float) -> Iterator[Finding]:
    """Headings that neither ask what a reader asks nor say what to do."""
    lexicon = proof.lexicon
    for passage, words in proof.written():
        if passage.kind != "heading" or not words or passage.text.rstrip().endswith("?"):
            continue
        first = words[0].lower
        if first not in lexicon.asking and first not in lexicon.acting:
            message = f"the heading {quoted(words)} neither asks nor acts"
            hint = "ask what a reader asks, such as 'What can I do?', or start with what to do"
            yield from at(message, hint, passage, words[0])


def shouting(proof: Proof, limit: float) -> Iterator[Finding]:
    """Words in capitals, and exclamation marks."""
    shouted = proof.lexicon.shouted
    for passage, words in proof.written():
        last = ""
        for word in words:
            if word.text in shouted and len(word.text) > 1 and last not in shouted:
                message = f"'{word.text}' is in capitals, which alarm and are hard to read"
                yield from at(message, "write it in small letters, **strong** if need be",
                              passage, word)  # fmt: skip
            last = word.text
        mark = passage.text.find("!")
        if mark >= 0 and not passage.is_value(mark):
            yield Finding("'!' alarms, or sounds childish", "end with a full stop", passage, mark)


def repeated(proof: Proof, limit: float) -> Iterator[Finding]:
    """A word that stands twice in a row."""
    for passage, words in proof.written():
        for one, other in pairwise(words):
            between = passage.text[one.end : other.start]
            is_slip = one.lower == other.lower and between.isspace() and not one.is_number
            if is_slip and one.lower not in proof.lexicon.repeats:
                yield from at(f"'{other.text}' stands twice", "take one out", passage, other)


def promises(proof: Proof, limit: float) -> Iterator[Finding]:
    """Promises that nobody can keep; one that is taken back at once is none."""
    for passage in proof.passages:
        for sentence in proof.sentences(passage):
            words = sentence.words
            for hit in proof.lexicon.promises.find(words):
                if not _is_denied(words, hit.first, proof) and not _is_asked(passage, sentence.end):
                    found = words[hit.first : hit.after]
                    yield from at(
                        f"{quoted(found)} promises what nobody can promise",
                        "say how many people it helps, and that it may not help",
                        passage,
                        found[0],
                    )


def _is_denied(words: tuple[Word, ...], first: int, proof: Proof) -> bool:
    before = words[max(first - _FAR, 0) : first]
    return next(proof.lexicon.denials.find(before), None) is not None


def _is_asked(passage: Passage, end: int) -> bool:
    """A question promises nothing: its answer may."""
    return passage.text[:end].rstrip().endswith("?")


RULES = (
    Rule(
        "CDC-9",
        "Is every heading a question or an action?",
        "A reader looks for their own question. 'Management' is nobody's.",
        Source("CDC; AHRQ", "Clear Communication Index item 9; PEMAT-P item 9"),
        headings,
        bad=examples("# Treatment", "# Background information", "# The causes of sciatica"),
        good=examples("# What helps?", "# Keep your back moving", "# When to see us"),
    ),
    Rule(
        "READ-11",
        "Does it neither alarm nor talk down?",
        "Capitals and exclamation marks shout. Fear makes readers look away.",
        Source("NHS; UKAAF", "NHS identity: tone of voice; UKAAF: no blocks of capitals"),
        shouting,
        bad=examples("STOP at once.", "You must NOT drive.", "Well done!"),
        good=examples("**Stop** at once.", "Well done. You are OK to drive. See your GP."),
    ),
    Rule(
        "READ-14",
        "Does no word stand twice?",
        "A slip of the pen makes readers doubt the rest.",
        Source("handout", "own rule: what a proof-reader marks first"),
        repeated,
        bad=examples("Rest the the foot.", "Sit on a\na chair.", "Go for for a walk."),
        good=examples("I know that that helps.", "Rest, rest, rest. It had had its day."),
    ),
    Rule(
        "SAFE-01",
        "Does it promise nothing that nobody can promise?",
        "A promise that fails harms twice, and no honest source makes one.",
        Source(
            "CDC",
            "Clear Communication Index items 11 and 19: what is not known; benefits and risks",
        ),
        promises,
        bad=examples(
            "This exercise will cure your back pain.",
            "It is guaranteed to help.",
            "It works for 100 % of people, and it never fails.",
        ),
        good=examples(
            "We cannot promise that it will cure you. Nothing is guaranteed.",
            "Will new shoes cure my pain? It helps 60% of people.",
        ),
        severity="error",
    ),
)
