"""What a leaflet asks its reader to do: steps, things to do or to tick, and orders."""

from collections.abc import Iterator

from handout.check.passages import Passage
from handout.check.scores.looks import Saying, sentences
from handout.check.scores.subject import Part, Subject
from handout.check.sentences import Sentence, words_of
from handout.model.handout import Block, ChecklistBlock
from handout.model.scalars import Text

_MAY_ASK = ("paragraph", "list item", "main message", "table cell", "callout title")


def actions(subject: Subject, passages: tuple[Passage, ...]) -> Iterator[Saying]:
    """The first sentence of each passage that asks the reader to act."""
    for passage in passages:
        orders = [one for one in sentences(subject, passage) if _is_order(one, passage, subject)]
        if is_step(passage, subject):
            yield Saying(passage, sentences(subject, passage)[0])
        elif passage.kind in _MAY_ASK and has_order(passage, subject):
            yield Saying(passage, orders[0])


def is_step(passage: Passage, subject: Subject) -> bool:
    """Whether it is a step, a thing to do, or a plan to tick; `I am pregnant` is none of them."""
    if not (passage.is_action and passage.list and subject.wording):
        return False
    if passage.source not in _to_tick(subject.blocks):
        return True
    is_plan = subject.wording.plans.at(words_of(passage.text), 0) is not None
    return is_plan or has_order(passage, subject)


def _to_tick(blocks: tuple[Block, ...]) -> frozenset[Text]:
    lists = (block.checklist for block in blocks if isinstance(block, ChecklistBlock))
    return frozenset(item for items in lists for item in items)


def has_order(passage: Passage, subject: Subject) -> bool:
    """Whether one of its sentences says what to do. An item that goes on with one does not."""
    if passage.kind not in (*_MAY_ASK, "caption"):
        return False
    if passage.continues and passage.text.lstrip()[:1].islower():
        return False
    return any(_is_order(sentence, passage, subject) for sentence in sentences(subject, passage))


def _is_order(sentence: Sentence, passage: Passage, subject: Subject) -> bool:
    """Whether it starts with what to do: `Rest your foot`, not `Rest is good`; no question."""
    if passage.text[: sentence.end].rstrip().endswith("?"):
        return False
    if subject.lexicon is None or subject.wording is None or len(sentence.words) < 2:
        return False
    first, second = sentence.words[0].lower, sentence.words[1].lower
    return first in subject.lexicon.acting and second not in subject.wording.facts


def steps(part: Part, subject: Subject) -> tuple[Passage, ...]:
    """The first of each list of 2 and more things to do, in steps or to tick."""
    listed: dict[int, list[Passage]] = {}
    for passage in part.passages:
        if is_step(passage, subject):
            listed.setdefault(passage.list, []).append(passage)
    return tuple(items[0] for items in listed.values() if len(items) > 1)


def all_steps(subject: Subject) -> tuple[Passage, ...]:
    """The same, of the whole leaflet."""
    return tuple(one for part in subject.parts for one in steps(part, subject))
