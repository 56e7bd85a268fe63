"""Rules of vocabulary: everyday words, and an explanation for those that are not."""

import re
from collections.abc import Iterator

from handout.check.passages import Passage
from handout.check.rule import Finding, Proof, Rule, Source, at, examples, quoted
from handout.check.sentences import Sentence, Word
from handout.model.words import Term

_UNREAD = ("title", "summary", "heading", "question", "callout title", "label", "column")
"""Where a term may stand before its explanation: the words below explain it."""

_CAPITALS = re.compile(r"[A-Z][A-Z0-9&-]*[A-Z]s?")
_OPENING = re.compile(r"[\s,*]{0,2}\(")
_FAR = 3


def everyday_words(proof: Proof, limit: float) -> Iterator[Finding]:
    """Long words for which there is a short one. In brackets they explain the short one."""
    for passage, words in proof.written():
        for hit in proof.lexicon.substitutions.find(words):
            found = words[hit.first : hit.after]
            if not _in_brackets(passage, found[0]):
                message = f"{quoted(found)} is no everyday word"
                yield from at(message, f"write '{hit.value}'", passage, found[0])


def shorthand(proof: Proof, limit: float) -> Iterator[Finding]:
    """Notes between clinicians."""
    for passage, words in proof.written():
        for hit in proof.lexicon.shorthand.find(words):
            found = words[hit.first : hit.after]
            message = f"{quoted(found)} is shorthand"
            yield from at(message, f"write '{hit.value}'", passage, found[0])


def abbreviations(proof: Proof, limit: float) -> Iterator[Finding]:
    """Abbreviations in capitals that not everybody knows and nothing explains, at first use.

    Capitals beside a word that is shouted are shouted too; those at a digit are of a postcode.
    """
    known = set(proof.lexicon.capitals | proof.lexicon.shouted)
    for passage, words in proof.written():
        for index, word in enumerate(words):
            if not _CAPITALS.fullmatch(word.text) or word.text in known:
                continue
            if _is_shouted(words, index, proof) or _is_at_digit(passage, word):
                continue
            known.add(word.text)
            if not _has_brackets(passage, word, word):
                message = f"'{word.text}' is not spelled out"
                hint = f"write the words in full, with ({word.text}) behind them if you need it"
                yield from at(message, hint, passage, word)


def _is_shouted(words: tuple[Word, ...], index: int, proof: Proof) -> bool:
    beside = (*words[max(index - 1, 0) : index], *words[index + 1 : index + 2])
    shouted = proof.lexicon.shouted
    return words[index].text.isupper() and any(
        len(word.text) > 1 and word.text in shouted for word in beside
    )


def _is_at_digit(passage: Passage, word: Word) -> bool:
    beside = (passage.text[max(word.start - 1, 0) : word.start], passage.text[word.end :][:1])
    return any(map(str.isdigit, beside))


def jargon(proof: Proof, limit: float) -> Iterator[Finding]:
    """Words of medicine that are not explained where they first stand.

    One that the title names may be explained anywhere: the leaflet is about it.
    """
    uses: dict[Term, list[tuple[Passage, tuple[Word, ...], bool]]] = {}
    titles: set[Term] = set()
    defined: set[Term] = set()
    for index, passage in enumerate(proof.passages):
        for number, sentence in enumerate(proof.sentences(passage)):
            for hit in proof.lexicon.terms.find(sentence.words):
                words = sentence.words[hit.first : hit.after]
                if passage.kind == "title":
                    titles.add(hit.value)
                if passage.kind in ("heading", "question"):
                    defined |= {hit.value} if _asks_for(sentence, proof) else set()
                if passage.kind in _UNREAD:
                    continue
                explained = hit.value in defined or _is_explained(
                    words, sentence, hit.value, passage, proof
                )
                explained = explained or _is_near(hit.value, index, number, proof)
                uses.setdefault(hit.value, []).append((passage, words, explained))
    for term, found in uses.items():
        is_fine = any(one[2] for one in found) if term in titles else found[0][2]
        if not is_fine:
            passage, words, _ = found[0]
            message = f"{quoted(words)} is not explained at its first use"
            yield from at(message, f"say what it means: {term.means}", passage, words[0])


def _asks_for(sentence: Sentence, proof: Proof) -> bool:
    """Whether a heading asks what the term is, which the words below it answer."""
    return proof.lexicon.defining.at(sentence.words, 0) is not None


def _is_explained(
    words: tuple[Word, ...], sentence: Sentence, term: Term, passage: Passage, proof: Proof
) -> bool:
    """Whether brackets, or words before or after the term, say what it means."""
    if _has_brackets(passage, words[0], words[-1]):
        return True
    first = sentence.words.index(words[0])
    after = first + len(words)
    before = sentence.words[max(first - _FAR, 0) : first]
    following = range(after, min(after + 2, len(sentence.words)))
    return any(word.lower in proof.lexicon.naming for word in before) or any(
        proof.lexicon.explaining.at(sentence.words, start) for start in following
    )


def _is_near(term: Term, index: int, number: int, proof: Proof) -> bool:
    """Whether a plain word for it stands in its sentence, the one before or the one after."""
    near = proof.lexicon.near[term]
    sentences = [
        (one, place)
        for one in range(max(index - 1, 0), min(index + 2, len(proof.passages)))
        for place in range(len(proof.sentences(proof.passages[one])))
    ]
    here = sentences.index((index, number))
    return any(
        next(near.find(proof.sentences(proof.passages[one])[place].words), None)
        for one, place in sentences[max(here - 1, 0) : here + 2]
    )


def _has_brackets(passage: Passage, first: Word, last: Word) -> bool:
    return _in_brackets(passage, first) or bool(_OPENING.match(passage.text, last.end))


def _in_brackets(passage: Passage, word: Word) -> bool:
    before = passage.text[: word.start]
    return before.count("(") > before.count(")")


RULES = (
    Rule(
        "READ-09",
        "Is every word of medicine explained where it first stands?",
        "A reader who does not know a word guesses, or stops.",
        Source("AHRQ; CDC", "PEMAT-P item 4; Clear Communication Index item 7"),
        jargon,
        bad=examples(
            "You have spinal stenosis. It can hurt to stand.",
            "We found osteoarthritis in your big toe.",
            "This is a chronic problem.",
        ),
        good=examples(
            "You have a narrowed spine (spinal stenosis).",
            "Osteoporosis means that your bones are thin.",
            "# What is oedema?\n\nMany people get oedema in the feet.",
        ),
    ),
    Rule(
        "READ-09-SHORTHAND",
        "Is it free of notes between clinicians?",
        "A reader does not know t.i.d. from q.d., and takes the wrong dose.",
        Source("AHRQ; CDC", "PEMAT-P item 4; Clear Communication Index item 7"),
        shorthand,
        bad=examples(
            "Take one tablet t.i.d. with food.", "Rest prn.", "Ask for your Rx at the desk."
        ),
        good=examples("Take one tablet 3 times a day with food.", "Rest when you need it."),
    ),
    Rule(
        "READ-09-ABBREVIATION",
        "Is every abbreviation spelled out at its first use?",
        "Letters that a clinic says every day mean nothing at home.",
        Source("AHRQ", "PEMAT-P item 4: terms are defined"),
        abbreviations,
        bad=examples(
            "You may need an MRI.", "Ask about ESWT for your heel.", "Do not take NSAIDs with this."
        ),
        good=examples(
            "You may need a scan (MRI). The MRI takes half an hour.",
            "Ask your GP, or look at the NHS website.",
        ),
    ),
    Rule(
        "READ-10",
        "Are there everyday words for long ones?",
        "A short word that everybody uses is read at a glance.",
        Source("AHRQ", "PEMAT-P item 3: common, everyday language"),
        everyday_words,
        bad=examples(
            "Utilise a cold pack.", "Rest prior to your walk.", "Walk in order to loosen your back."
        ),
        good=examples("Use a cold pack.", "Drink more water, so that your wee (urinate) is clear."),
    ),
)
