"""What most items look at: findings of rules, attestations, and what the words say.

Pure: a subject in, an answer or the words for it out.
"""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from handout.check.lexicon import Phrases
from handout.check.passages import Passage
from handout.check.scores.answer import Answer, agree, disagree, left_out, short, told, unsaid
from handout.check.scores.subject import Subject
from handout.check.sentences import Sentence, sentences_of, words_of
from handout.errors import Place, Problem
from handout.language import english_name

Look = Callable[[Subject], Answer]

_STEM = 4
_UNTOLD = ("title", "heading", "question", "callout title", "column", "caption", "label")
"""What names something and tells nothing."""


class Saying(Struct, frozen=True):
    """A sentence, and the passage that it stands in."""

    passage: Passage
    sentence: Sentence

    @property
    def place(self) -> Place:
        """Where its passage starts."""
        return self.passage.source.place

    def quoted(self, longest: int = 60) -> str:
        """The sentence in quotes, cut where it is long."""
        return _without_values(self.passage, self.sentence.start, self.sentence.end, longest)


def needs_lists(look: Look) -> Look:
    """The look, where the language has word lists; without them nobody has said."""

    def asked(subject: Subject) -> Answer:
        if subject.lexicon is None or subject.wording is None:
            spoken = english_name(subject.handout.language)
            return unsaid(f"there are no word lists in {spoken}: a person has to look")
        return look(subject)

    return asked


def free_of(rules: tuple[str, ...], praise: str) -> Look:
    """A look that is met where none of the rules has found anything. praise: of {words} words."""

    @needs_lists
    def asked(subject: Subject) -> Answer:
        found = findings(subject, rules)
        if found:
            return faulted(found)
        return agree(f"{praise}, in {told(words(subject), 'word')} ({', '.join(rules)})")

    return asked


def faulted(found: tuple[Problem, ...]) -> Answer:
    """The item is lost by findings: the first is told, and how many more there are."""
    more = f"; {len(found) - 1} more" if len(found) > 1 else ""
    return disagree(f"{found[0].message} ({found[0].rule}){more}", found[0].place)


def findings(subject: Subject, rules: tuple[str, ...]) -> tuple[Problem, ...]:
    """What the rules of these ids have found."""
    return tuple(one for one in subject.findings if one.rule in rules)


def attested(item: str, applies: Callable[[Subject], str] = lambda subject: "") -> Look:
    """A look that is met where somebody attests the item. applies: why it does not, or nothing."""

    def asked(subject: Subject) -> Answer:
        why_not = applies(subject)
        if why_not:
            return left_out(why_not)
        found = subject.handout.attest.of(item)
        if found is None:
            return unsaid(f"write attest: {item}: when somebody has looked")
        return agree(f"{found.by}, {found.role}, {found.date.isoformat()}")

    return asked


def words(subject: Subject) -> int:
    """How many words every reader reads."""
    return sum(len(words_of(one.text)) for one in subject.passages)


def sentences(subject: Subject, passage: Passage) -> tuple[Sentence, ...]:
    """The sentences of a passage."""
    known = subject.lexicon.abbreviations if subject.lexicon else frozenset[str]()
    return sentences_of(passage.text, known)


def sayings(subject: Subject, passages: Iterable[Passage]) -> Iterator[Saying]:
    """Each sentence of what tells something: of no heading, name or caption."""
    for passage in passages:
        if passage.kind not in _UNTOLD:
            yield from (Saying(passage, one) for one in sentences(subject, passage))


def said(
    subject: Subject, passages: Iterable[Passage], phrases: Phrases[None]
) -> Saying | None:  # fmt: skip
    """The first sentence with one of the phrases that nothing before it denies or asks for."""
    assert subject.lexicon and subject.wording
    for one in sayings(subject, passages):
        for hit in phrases.find(one.sentence.words):
            before = one.sentence.words[: hit.first]
            is_denied = next(subject.lexicon.denials.find(before), None)
            if not is_denied and not (before and before[-1].lower in subject.wording.asked_for):
                return one
    return None


def quoted(passage: Passage, longest: int = 60) -> str:
    """The passage in quotes, cut where it is long."""
    return _without_values(passage, 0, len(passage.text), longest)


def _without_values(passage: Passage, start: int, end: int, longest: int) -> str:
    """A part of the passage in quotes; a value that is filled in is an ellipsis."""
    text, last = "", start
    for value in passage.values:
        if start <= value.start < end:
            text += passage.text[last : value.start] + "…"
            last = value.end
    return short(text + passage.text[last:end], longest)


def shares_words(subject: Subject, one: str, other: str) -> bool:
    """Whether a longer word of one that names something stands in the other, whatever its end."""
    common = subject.wording.common if subject.wording else frozenset[str]()
    return bool(_stems(one, common) & _stems(other, common))


def _stems(text: str, common: frozenset[str]) -> set[str]:
    return {
        word.lower[:_STEM]
        for part in words_of(text)
        for word in words_of(part.text.replace("-", " "))
        if len(word.text) >= _STEM and not word.is_number and word.lower not in common
    }
