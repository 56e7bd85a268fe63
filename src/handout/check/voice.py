"""Rules of voice: the active voice, and a leaflet that speaks to "you"."""

from collections.abc import Iterator

from handout.check.lexicon import Voice
from handout.check.passages import Passage
from handout.check.rule import Finding, Proof, Rule, Source, at, examples, quoted
from handout.check.sentences import Word

_MOST_BETWEEN = 2


def passive(proof: Proof, limit: float) -> Iterator[Finding]:
    """The passive where it can be told for sure and mended.

    That is: in the main message and in what asks the reader to act; an order in hiding (should be
    taken); and one that names who does it (is done by). Elsewhere a passive may be the plain way.
    """
    for passage in proof.passages:
        for sentence in proof.sentences(passage):
            yield from _passives(sentence.words, passage, proof.lexicon.voice)


def _passives(words: tuple[Word, ...], passage: Passage, voice: Voice) -> Iterator[Finding]:
    for first in range(len(words)):
        participle = _participle(words, first, voice)
        if participle is None:
            continue
        order = _order(words, first, voice)
        is_state = words[participle].lower in voice.states
        if is_state and (order is None or words[participle].lower not in voice.participles):
            continue
        if order is not None:
            found, hint = words[order : participle + 1], "tell the reader what to do"
        elif _has_doer(words, participle, voice):
            found = words[first : participle + 2]
            hint = "name who does it first: 'we look at it', not 'it is looked at by us'"
        elif passage.is_action:
            found, hint = words[first : participle + 1], "start with what the reader does"
        else:
            continue
        yield from at(f"{quoted(found)} is passive", hint, passage, found[0])


def _participle(words: tuple[Word, ...], first: int, voice: Voice) -> int | None:
    """The participle that goes with this form of `to be`; it may tell a state."""
    if words[first].lower not in voice.be:
        return None
    index = first + 1
    while index < len(words) and index <= first + _MOST_BETWEEN + 1:
        word = words[index].lower
        if word in voice.states or word in voice.participles or _is_regular(word, voice):
            return index
        if word not in voice.between and word not in voice.be:
            return None
        index += 1
    return None


def _is_regular(word: str, voice: Voice) -> bool:
    return word.endswith(voice.ending) and len(word) > len(voice.ending) + 2 and "-" not in word


def _order(words: tuple[Word, ...], first: int, voice: Voice) -> int | None:
    """Where the order starts that hides in a passive, right before its `be`."""
    for start in (first - 1, first - 2, first - 3):
        hit = voice.orders.at(words, start) if start >= 0 else None
        between = words[hit.after : first] if hit else ()
        if hit and hit.after <= first and all(word.lower in voice.between for word in between):
            return start
    return None


def _has_doer(words: tuple[Word, ...], participle: int, voice: Voice) -> bool:
    """Whether somebody is named who does it: `held by a nurse`, `held still by a nurse`."""
    after = words[participle + 1 : participle + 4]
    after = after[1:] if after and after[0].lower in voice.between else after[:2]
    return (
        len(after) == 2
        and after[0].lower == voice.by
        and not after[1].is_number
        and after[1].lower not in voice.not_doers
    )


def about_patients(proof: Proof, limit: float) -> Iterator[Finding]:
    """Words about the reader that should be to the reader."""
    for passage, words in proof.written():
        for hit in proof.lexicon.patients.find(words):
            found = words[hit.first : hit.after]
            message = f"{quoted(found)} speaks about the reader"
            yield from at(message, "write 'you'", passage, found[0])


RULES = (
    Rule(
        "READ-07",
        "Do the main message and what the reader should do use the active voice?",
        "Who reads 'the foot should be raised' has to work out whose job that is.",
        Source("AHRQ; CDC", "PEMAT-P item 5; Clear Communication Index item 6"),
        passive,
        bad=examples(
            "1. The foot is lifted slowly.",
            "Ice should be wrapped in a towel.",
            "Your feet will be checked by a podiatrist.",
            "The tablets must not be taken with beer.",
        ),
        good=examples(
            "1. Lift your foot slowly.\n2. Stop if you are tired or your leg is numb.",
            "We check your feet. You may be worried, and you are not used to this.",
            "These nerves can be sore. Be back by noon.",
        ),
    ),
    Rule(
        "READ-08",
        "Does it speak to 'you'?",
        "A reader who is spoken to knows that the words are meant for them.",
        Source("AHRQ", "PEMAT-P item 21: addresses the user directly"),
        about_patients,
        bad=examples(
            "Patients should rest.",
            "Tell the patient to rest.",
            "Most patients feel better in a week.",
        ),
        good=examples("You should rest.", "Most people feel better in a week. Be patient."),
    ),
)
