"""CDC Clear Communication Index: 20 items, of which those about numbers and risks may not apply.

Source: Baur C, Prue C. The CDC Clear Communication Index: User Guide. Centers for Disease Control
and Prevention, 2014 (updated 2019). A score is the points in per cent of the items that apply; 90
and above passes. Item 1 lost, items 2 to 4 have no point; item 1 or 5 lost, item 6 has none. How
each item is read here is our own.
"""

from handout.check.passages import Passage
from handout.check.scores.answer import (
    Answer,
    Item,
    Scale,
    agree,
    disagree,
    left_out,
    short,
    told,
)
from handout.check.scores.looks import (
    Risk,
    actions,
    all_steps,
    all_visuals,
    attested,
    faulted,
    findings,
    free_of,
    is_timed,
    needs_lists,
    numbers,
    risks,
    said,
    sentences,
    shares_words,
)
from handout.check.scores.pemat import an_action
from handout.check.scores.subject import Subject
from handout.check.sentences import Sentence, words_of

_LEAST_WORDS, _MOST_SENTENCES = 3, 3
_LEAST_WORDS_OF_A_RISK = 5
_LEAST_SECTIONS = 2


def one_message(subject: Subject) -> Answer:
    """Item 1: one main message, of 3 sentences at most."""
    message = subject.first("main message")
    if message is None or len(words_of(message.text)) < _LEAST_WORDS:
        return disagree("there is no main message")
    count = len(sentences(subject, message))
    if count > _MOST_SENTENCES:
        return disagree(f"the main message has {count} sentences: it is more than one message",
                        message.source.place)  # fmt: skip
    return agree(f"{short(message.text)}", message.source.place)


def at_the_top(subject: Subject) -> Answer:
    """Item 2: the main message stands before the first section."""
    return _boxed(subject, "the box with the main message stands before the first section")


def marked(subject: Subject) -> Answer:
    """Item 3: the main message stands in a box with a sign."""
    return _boxed(subject, "a box with a frame and a sign of its own")


def _boxed(subject: Subject, praise: str) -> Answer:
    if one_message(subject).verdict != "agree":
        return disagree("item 1 is not met, so this has no point")
    if not subject.always.has_message_box:
        return disagree(f"the look {subject.always.look.name!r} prints no main message")
    return agree(praise)


def supporting_picture(subject: Subject) -> Answer:
    """Item 4: a picture whose caption or words share a word with title, summary or main message.

    In a topic of exercises the pictures of the exercises do, whatever they are called.
    """
    if one_message(subject).verdict != "agree":
        return disagree("item 1 is not met, so this has no point")
    main = " ".join(one.text for one in subject.front)
    shown = all_visuals(subject)
    for one in shown:
        is_practised = one.is_exercise and subject.handout.kind == "exercises"
        if one.caption and (is_practised or shares_words(main, f"{one.caption} {one.alt}")):
            return agree(f"the picture {short(one.caption)}", one.place)
    if shown:
        return disagree("no picture shows what the main message says", shown[0].place)
    return disagree("no picture supports the main message")


def call_to_action(subject: Subject) -> Answer:
    """Item 5: the reader is asked to do something."""
    return an_action(subject)


@needs_lists
def active(subject: Subject) -> Answer:
    """Item 6: main message and what asks to act are active."""
    if one_message(subject).verdict != "agree":
        return disagree("item 1 is not met, so this has no point")
    if call_to_action(subject).verdict != "agree":
        return disagree("item 5 is not met, so this has no point")
    return free_of(("READ-07",), "no passive in the main message and in what asks to act")(subject)


@needs_lists
def lists(subject: Subject) -> Answer:
    """Item 8: there are lists, of 7 items at most."""
    found = findings(subject, ("CDC-8",))
    if found:
        return faulted(found)
    count = sum(len({p.list for p in part.passages if p.list}) for part in subject.parts)
    if not count:
        return disagree("there is no list")
    return agree(f"{told(count, 'list')}, none of more than 7 items (CDC-8)")


@needs_lists
def chunks(subject: Subject) -> Answer:
    """Item 9: sections of short paragraphs under headings."""
    if len(subject.parts) < _LEAST_SECTIONS:
        return disagree("there is only one section")
    praise = f"{len(subject.parts)} sections of short paragraphs under headings"
    return free_of(("CDC-9", "READ-06"), praise)(subject)


@needs_lists
def known_and_unknown(subject: Subject) -> Answer:
    """Item 11: it names where the facts are from, and says what is not known."""
    assert subject.wording
    doubt = said(subject.own, subject.wording.unknown)
    if doubt is None:
        return disagree("nothing says what is not known or cannot be promised")
    return agree(f"{short(doubt.text, 90)}; {told(len(subject.handout.sources), 'source')}",
                 doubt.source.place)  # fmt: skip


@needs_lists
def recommended(subject: Subject) -> Answer:
    """Item 12: beside the main message, the sections recommend what to do."""
    inside = tuple(one for part in subject.parts for one in part.passages)
    found = tuple(actions(subject, inside))
    if not found:
        return disagree("no section recommends anything to do")
    return agree(f"{told(len(found), 'thing')} to do, first {short(found[0].text)}",
                 found[0].source.place)  # fmt: skip


@needs_lists
def why(subject: Subject) -> Answer:
    """Item 13: a section that recommends something, or the main message, says why."""
    assert subject.wording
    for part in subject.parts:
        if any(actions(subject, part.passages)):
            reason = said(_of_file(part.passages, subject), subject.wording.reasons)
            if reason:
                return agree(short(reason.text, 90), reason.source.place)
    return disagree("no section that recommends something says why it matters")


def _of_file(passages: tuple[Passage, ...], subject: Subject) -> tuple[Passage, ...]:
    file = subject.handout.title.place.file
    return tuple(
        one for one in passages
        if one.source.place.file == file and one.kind not in ("heading", "caption", "column")
    )  # fmt: skip


@needs_lists
def directions(subject: Subject) -> Answer:
    """Item 14: how (steps), when or how often, and whom to call."""
    assert subject.wording
    inside = tuple(one for part in subject.parts for one in part.passages)
    doing = tuple(actions(subject, inside))
    is_timed_somewhere = bool(subject.exercises) or any(
        is_timed(sentence.words, index, subject) for _, sentence, index in numbers(subject)
    )
    needed = (
        ("how: no steps or list of what to do", bool(all_steps(subject))),
        ("when or how often",
         is_timed_somewhere or said(doing, subject.wording.often) is not None),
        ("whom to call", subject.always.has_contacts),
    )  # fmt: skip
    missing = [what for what, is_there in needed if not is_there]
    if missing:
        return disagree(f"it does not say {', '.join(missing)}")
    return agree("steps, times and the clinic's contacts are there")


def _no_numbers(subject: Subject) -> bool:
    return not subject.exercises and next(numbers(subject), None) is None


@needs_lists
def familiar_numbers(subject: Subject) -> Answer:
    """Item 15: digits, and risks out of one number."""
    if _no_numbers(subject):
        return left_out("there are no numbers")
    return free_of(("READ-12", "READ-12-DENOMINATOR"), "numbers in digits, one way throughout")(
        subject
    )


@needs_lists
def explained_numbers(subject: Subject) -> Answer:
    """Item 16: what a number counts stands with it."""
    if _no_numbers(subject):
        return left_out("there are no numbers")
    count = len(subject.exercises)
    for passage, sentence, index in numbers(subject):
        if passage.kind in ("table cell", "column", "caption", "callout title", "title", "label"):
            continue  # its column or its name says what it counts
        count += 1
        if _is_bare(sentence, index, subject):
            bare = sentence.words[index].text
            return disagree(f"“{bare}” does not say what it counts: {short(passage.text)}",
                            passage.source.place)  # fmt: skip
    return agree(f"all {count} say what they count")


def _is_bare(sentence: Sentence, index: int, subject: Subject) -> bool:
    """Whether a number has nothing behind it and no name, scale or count before it."""
    assert subject.lexicon
    row = sentence.words
    if index + 1 < len(row):
        return False
    before = row[index - 1].lower if index else ""
    is_named = before in subject.lexicon.units or before in ("to", "in", "of", "and", "or")
    return not is_named


@needs_lists
def no_mathematics(subject: Subject) -> Answer:
    """Item 17: every sum is done."""
    if _no_numbers(subject):
        return left_out("there are no numbers")
    return free_of(("READ-13",), "no sum is left to the reader")(subject)


@needs_lists
def nature_of_risk(subject: Subject) -> Answer:
    """Item 18: what may happen, in a sentence of 5 words and more, or in a list."""
    found = tuple(risks(subject))
    if not found:
        return left_out("it tells of no risk")
    for one in found:
        if len(one.sentence.words) >= _LEAST_WORDS_OF_A_RISK or one.passage.list:
            return agree(_quoted(one), one.passage.source.place)
    return disagree(f"{_quoted(found[0])} does not say what may happen",
                    found[0].passage.source.place)  # fmt: skip


@needs_lists
def risks_and_benefits(subject: Subject) -> Answer:
    """Item 19: beside the risk, how what is recommended may help."""
    assert subject.lexicon
    found = tuple(risks(subject))
    if not found:
        return left_out("it tells of no risk")
    read = tuple(one for one in subject.own if one.kind not in ("title", "heading", "question"))
    benefit = said(read, subject.lexicon.benefits)
    if benefit is None:
        return disagree("it tells of a risk, and not of a benefit", found[0].passage.source.place)
    return agree(f"{short(benefit.text)}; {_quoted(found[0])}", benefit.source.place)


@needs_lists
def probability(subject: Subject) -> Answer:
    """Item 20: how likely, said in digits, is said in words too."""
    assert subject.wording
    told_in_digits = tuple(one for one in risks(subject) if one.is_number)
    if not told_in_digits:
        return left_out("no number says how likely something is")
    for one in told_in_digits:
        if not next(subject.wording.likely.find(words_of(one.passage.text)), None):
            return disagree(f"{_quoted(one)} is not said in words too", one.passage.source.place)
    return agree(_quoted(told_in_digits[0]), told_in_digits[0].passage.source.place)


def _quoted(risk: Risk) -> str:
    return short(risk.passage.text[risk.sentence.start : risk.sentence.end])


INDEX = Scale[Subject](
    "cdc-index",
    "CDC Clear Communication Index",
    "Baur, Prue: CDC Clear Communication Index, User Guide, CDC 2014 (pass mark 90)",
    (
        Item("CDC-1", "one main message", "Is there one main message?", one_message),
        Item("CDC-2", "message first", "Does the main message stand at the top?", at_the_top),
        Item("CDC-3", "message marked", "Does a box or bold type mark the main message?", marked),
        Item("CDC-4", "supporting picture", "Does a captioned picture support it?",
             supporting_picture),
        Item("CDC-5", "call to action", "Is the reader asked to do something?", call_to_action),
        Item("CDC-6", "active voice", "Are message and call in the active voice?", active),
        Item("CDC-7", "the readers' words", "Does it use the words that its readers use?",
             attested("CDC-7"), ("CDC-7",)),
        Item("CDC-8", "lists", "Are there lists, of 7 items at most?", lists),
        Item("CDC-9", "chunks", "Is it in pieces with headings that fit?", chunks),
        Item("CDC-10", "what matters first", "Does what matters most come first?",
             attested("CDC-10"), ("CDC-10",)),
        Item("CDC-11", "known and unknown", "Does it say what is known and what is not?",
             known_and_unknown),
        Item("CDC-12", "recommendation", "Does it recommend something to do?", recommended),
        Item("CDC-13", "why it matters", "Does it say why that matters?", why),
        Item("CDC-14", "directions", "Does it say how, when, how often and whom to call?",
             directions),
        Item("CDC-15", "familiar numbers", "Are numbers told in a way that people know?",
             familiar_numbers),
        Item("CDC-16", "numbers explained", "Does it say what the numbers mean?",
             explained_numbers),
        Item("CDC-17", "no mathematics", "Is there nothing to calculate?", no_mathematics),
        Item("CDC-18", "nature of risk", "Does it say what the risk is?", nature_of_risk),
        Item("CDC-19", "risks and benefits", "Does it tell risks and benefits?",
             risks_and_benefits),
        Item("CDC-20", "probability", "Is how likely said in words or a picture too?",
             probability),
    ),
    90.0,
)  # fmt: skip
