"""CDC Clear Communication Index: 20 items, of which those about numbers and risks may not apply.

Source: Baur C, Prue C. The CDC Clear Communication Index: User Guide. Centers for Disease Control
and Prevention, 2014 (updated 2019). A score is the points in per cent of the items that apply; 90
and above passes. Item 1 lost, items 2 to 4 have no point; item 1 or 5 lost, item 6 has none. How
each item is read here is our own.
"""

from handout.check.passages import Passage
from handout.check.scores.actions import actions, all_steps
from handout.check.scores.answer import Answer, Item, Scale, agree, disagree, short, told
from handout.check.scores.cdc_numbers import (
    explained_numbers,
    familiar_numbers,
    nature_of_risk,
    no_mathematics,
    probability,
    risks_and_benefits,
)
from handout.check.scores.looks import (
    Saying,
    attested,
    faulted,
    findings,
    free_of,
    needs_lists,
    quoted,
    said,
    sayings,
    sentences,
    shares_words,
)
from handout.check.scores.pemat_actions import an_action
from handout.check.scores.risks import is_timed
from handout.check.scores.shown import all_visuals
from handout.check.scores.subject import Subject
from handout.check.sentences import words_of

_LEAST_WORDS, _MOST_SENTENCES = 3, 3
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
    return agree(quoted(message), message.source.place)


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
        if one.caption and (
            is_practised or shares_words(subject, main, f"{one.caption} {one.alt}")
        ):
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
    doubt = _doubt(subject)
    if doubt is None:
        return disagree("nothing says what is not known or cannot be promised")
    return agree(f"{doubt.quoted(90)}; {told(len(subject.handout.sources), 'source')}",
                 doubt.place)  # fmt: skip


def _doubt(subject: Subject) -> Saying | None:
    """The first sentence that says what is not known; what it denies is what it says."""
    assert subject.wording
    phrases = subject.wording.unknown
    found = sayings(subject, subject.own)
    return next((one for one in found if next(phrases.find(one.sentence.words), None)), None)


@needs_lists
def recommended(subject: Subject) -> Answer:
    """Item 12: beside the main message, the sections recommend what to do."""
    inside = tuple(one for part in subject.parts for one in part.passages)
    found = tuple(actions(subject, inside))
    if not found:
        return disagree("no section recommends anything to do")
    return agree(f"{told(len(found), 'thing')} to do, first {found[0].quoted()}",
                 found[0].place)  # fmt: skip


@needs_lists
def why(subject: Subject) -> Answer:
    """Item 13: the main message, or a section that says what to do, says why."""
    assert subject.wording
    message = subject.first("main message")
    rows = ((message,) if message else (), *(part.passages for part in subject.parts))
    for passages in rows:
        if any(actions(subject, passages)):
            own = tuple(one for one in passages if one.source.place.file == subject.own_file)
            reason = said(subject, own, subject.wording.reasons)
            if reason:
                return agree(reason.quoted(90), reason.place)
    return disagree("no section that says what to do says why it matters")


@needs_lists
def directions(subject: Subject) -> Answer:
    """Item 14: how (steps), when or how often (in what asks to act), and whom to call."""
    inside = tuple(one for part in subject.parts for one in part.passages)
    asked = tuple(one.passage for one in actions(subject, inside))
    needed = (
        ("how (no steps and no list of what to do)", bool(all_steps(subject))),
        ("when or how often",
         bool(subject.exercises) or any(_says_when(one, subject) for one in asked)),
        ("whom to call", subject.always.has_contacts),
    )  # fmt: skip
    missing = [what for what, is_there in needed if not is_there]
    if missing:
        return disagree(f"it does not say {', '.join(missing)}")
    return agree("steps, times and the clinic's contacts are there")


def _says_when(passage: Passage, subject: Subject) -> bool:
    """Whether it names a time or how often: at once, each day, 10 minutes."""
    assert subject.wording
    row = words_of(passage.text)
    if next(subject.wording.often.find(row), None):
        return True
    return any(word.is_number and is_timed(row, index, subject) for index, word in enumerate(row))


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
