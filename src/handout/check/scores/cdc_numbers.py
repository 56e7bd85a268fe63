"""CDC Clear Communication Index, items 15 to 20: numbers and risks, where there are any.

Source: Baur C, Prue C. The CDC Clear Communication Index: User Guide. Centers for Disease Control
and Prevention, 2014 (updated 2019). How each item is read here is our own.
"""

from handout.check.scores.answer import Answer, agree, disagree, left_out, told
from handout.check.scores.looks import Saying, free_of, needs_lists, said
from handout.check.scores.risks import numbers, risks
from handout.check.scores.subject import Subject
from handout.check.sentences import Sentence, words_of

_LEAST_WORDS_OF_A_RISK = 5
_NAMED = ("table cell", "column", "caption", "callout title", "title", "label")


def no_numbers(subject: Subject) -> bool:
    """Whether there is no number, and no exercise with a dose."""
    return not subject.exercises and next(numbers(subject), None) is None


@needs_lists
def familiar_numbers(subject: Subject) -> Answer:
    """Item 15: digits, and risks out of one number."""
    if no_numbers(subject):
        return left_out("there are no numbers")
    return free_of(("READ-12", "READ-12-DENOMINATOR"), "numbers in digits, one way throughout")(
        subject
    )


@needs_lists
def explained_numbers(subject: Subject) -> Answer:
    """Item 16: what a number counts stands with it, or at the head of its column."""
    if no_numbers(subject):
        return left_out("there are no numbers")
    count = len(subject.exercises)
    for passage, sentence, index in numbers(subject):
        count += 1
        if passage.kind not in _NAMED and _is_bare(sentence, index, subject):
            bare = sentence.words[index].text
            told_in = Saying(passage, sentence)
            return disagree(f"“{bare}” does not say what it counts: {told_in.quoted()}",
                            told_in.place)  # fmt: skip
    return agree(f"{told(count, 'number')}, each with what it counts")


def _is_bare(sentence: Sentence, index: int, subject: Subject) -> bool:
    """Whether nothing stands behind a number, and nothing before it names what is counted."""
    assert subject.wording
    row = sentence.words
    before = row[index - 1].lower if index else ""
    return index + 1 == len(row) and before in subject.wording.counted_by_nothing


@needs_lists
def no_mathematics(subject: Subject) -> Answer:
    """Item 17: every sum is done."""
    if no_numbers(subject):
        return left_out("there are no numbers")
    return free_of(("READ-13",), "no sum is left to the reader")(subject)


@needs_lists
def nature_of_risk(subject: Subject) -> Answer:
    """Item 18: what may happen, in a sentence of 5 words and more, or in the list it opens."""
    found = tuple(risks(subject))
    if not found:
        return left_out("it tells of no risk")
    for one in found:
        opens = one.told.passage.text.rstrip().endswith(":")
        if len(one.told.sentence.words) >= _LEAST_WORDS_OF_A_RISK or opens:
            return agree(one.told.quoted(), one.told.place)
    first = found[0].told
    return disagree(f"{first.quoted()} does not say what may happen", first.place)


@needs_lists
def risks_and_benefits(subject: Subject) -> Answer:
    """Item 19: beside the risk, how what is recommended may help."""
    assert subject.lexicon
    found = tuple(risks(subject))
    if not found:
        return left_out("it tells of no risk")
    read = (one for one in subject.own if one.kind != "summary")
    benefit = said(subject, read, subject.lexicon.benefits)
    if benefit is None:
        return disagree("it tells of a risk, and not of a benefit", found[0].told.place)
    return agree(f"{benefit.quoted()}; {found[0].told.quoted()}", benefit.place)


@needs_lists
def probability(subject: Subject) -> Answer:
    """Item 20: how likely, said in digits, is said in words too."""
    assert subject.wording
    in_digits = tuple(one.told for one in risks(subject) if one.is_number)
    if not in_digits:
        return left_out("no number says how likely something is")
    for one in in_digits:
        if not next(subject.wording.likely.find(words_of(one.passage.text)), None):
            return disagree(f"{one.quoted()} is not said in words too", one.place)
    return agree(in_digits[0].quoted(), in_digits[0].place)
