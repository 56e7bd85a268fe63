"""SAM: the 22 factors of the Suitability Assessment of Materials, as far as a program can see.

Source: Doak CC, Doak LG, Root JH. Teaching Patients with Low Literacy Skills, 2nd edition.
Lippincott 1996, chapter 4. A factor is superior (2), adequate (1) or not suitable (0); 70 per cent
and more is superior material, 40 to 69 adequate. This is a summary in SAM's style: SAM is made for
people who judge. Its grade is Fry's, which is not measured; Flesch-Kincaid stands for it. What only
people can judge is taken from attestations of PEMAT-P, of the CDC index and of readers (GOV-08).
"""

from collections.abc import Callable

from handout.check.readability import LEAST_WORDS
from handout.check.scores.actions import actions, all_steps
from handout.check.scores.answer import (
    Answer,
    Item,
    Scale,
    agree,
    disagree,
    left_out,
    partly,
    told,
    unsaid,
)
from handout.check.scores.looks import (
    attested,
    faulted,
    findings,
    needs_lists,
    quoted,
    said,
    shares_words,
)
from handout.check.scores.pemat import (
    no_pictures,
    purpose,
    summary,
)
from handout.check.scores.pemat_actions import charts, explicit_steps, pictures_of_actions
from handout.check.scores.sam_page import layout, named, opening, subheads, typography
from handout.check.scores.shown import tools
from handout.check.scores.subject import Subject
from handout.model.handout import QuestionsBlock

_MANY, _ENOUGH = 0.7, 0.4
_EASY_GRADE, _FAIR_GRADE = 6.0, 9.0
_FEW_PER_CENT = 10
_FEW_PER_100_WORDS = 1.0


def aim(subject: Subject) -> Answer:
    """1: superior where title and summary say it together, adequate where the summary does."""
    answer = purpose(subject)
    title, told_in = subject.first("title"), subject.first("summary")
    if answer.verdict != "agree" or title is None or told_in is None:
        return answer
    if shares_words(subject, title.text, told_in.text):
        return agree(f"title and summary name {quoted(title)}", told_in.source.place)
    return partly("the summary says what it is for, and the title another word for it",
                  told_in.source.place)  # fmt: skip


@needs_lists
def behaviours(subject: Subject) -> Answer:
    """2: superior where 70 % of the sections say what to do, adequate where 40 % do (SAM's)."""
    active = sum(any(actions(subject, part.passages)) for part in subject.parts)
    share = active / len(subject.parts) if subject.parts else 0.0
    return _graded(share, f"{active} of {told(len(subject.parts), 'section')} say what to do")


def _graded(share: float, evidence: str) -> Answer:
    if share >= _MANY:
        return agree(evidence)
    return partly(evidence) if share >= _ENOUGH else disagree(evidence)


def reviewed(subject: Subject) -> Answer:
    """4: superior where summary and boxed message are printed, adequate where one is."""
    answer = summary(subject)
    if answer.verdict == "disagree" and subject.first("summary"):
        return partly("a summary, and no box with the main message")
    return answer


def grade(subject: Subject) -> Answer:
    """5: superior up to grade 5, adequate up to grade 8."""
    found = subject.grades.flesch_kincaid
    if found is None or subject.counts.words < LEAST_WORDS:
        return unsaid("the grade is not measured")
    evidence = f"grade {found:.1f} (Flesch-Kincaid)"
    if found < _EASY_GRADE:
        return agree(evidence)
    return partly(evidence) if found < _FAIR_GRADE else disagree(evidence)


@needs_lists
def style(subject: Subject) -> Answer:
    """6: superior without a finding of passive or long sentences, adequate with 10 in 100."""
    found = findings(subject, ("READ-07", "READ-05"))
    if not found:
        return agree(f"{told(subject.counts.sentences, 'sentence')}, none long or passive")
    if len(found) * 100 <= _FEW_PER_CENT * subject.counts.sentences:
        return partly(faulted(found).evidence, found[0].place)
    return faulted(found)


@needs_lists
def vocabulary(subject: Subject) -> Answer:
    """7: superior without a finding, adequate with 1 in 100 words."""
    rules = ("READ-09", "READ-09-SHORTHAND", "READ-09-ABBREVIATION", "READ-10")
    found = findings(subject, rules)
    if not found:
        return agree("no long word that has a short one, and every term is explained")
    if len(found) * 100 <= _FEW_PER_100_WORDS * subject.counts.words:
        return partly(faulted(found).evidence, found[0].place)
    return faulted(found)


@needs_lists
def organizers(subject: Subject) -> Answer:
    """9: superior where every heading asks or acts, adequate where half of them do."""
    wrong = findings(subject, ("CDC-9",))
    count = len(subject.handout.sections)
    if not wrong:
        return agree(f"{told(count, 'heading')} that ask or act (CDC-9)")
    if len(wrong) * 2 <= count:
        return partly(faulted(wrong).evidence, wrong[0].place)
    return faulted(wrong)


def interaction(subject: Subject) -> Answer:
    """18: superior with something to fill in or tick, adequate with questions that are answered."""
    found = tuple(tools(subject.blocks))
    if found:
        return agree(found[0][0], found[0][1])
    asked = [p for p in subject.passages if p.kind in ("heading", "question") and "?" in p.text]
    if asked or any(isinstance(block, QuestionsBlock) for block in subject.blocks):
        return partly(f"{told(len(asked), 'question')} with answers, nothing to fill in")
    return disagree("nothing to fill in, to tick or to answer")


def modelled(subject: Subject) -> Answer:
    """19: superior where steps are shown in pictures, adequate where they are told."""
    told_in_steps = explicit_steps(subject)
    if told_in_steps.verdict != "agree":
        return told_in_steps
    shown = pictures_of_actions(subject)
    return shown if shown.verdict == "agree" else partly(told_in_steps.evidence,
                                                         told_in_steps.place)  # fmt: skip


@needs_lists
def motivation(subject: Subject) -> Answer:
    """20: superior where it is told in steps and encourages small ones, adequate with one."""
    assert subject.wording
    small = said(subject, subject.own, subject.wording.gently)
    in_steps = all_steps(subject)
    if small and in_steps:
        return agree(small.quoted(90), small.place)
    if small:
        return partly(f"{small.quoted()}, and no steps", small.place)
    if in_steps:
        return partly("steps, and no words that make them small enough", in_steps[0].source.place)
    return disagree("no steps, and no words that encourage small ones")


def judged(
    items: tuple[str, ...], applies: Callable[[Subject], str]
) -> Callable[[Subject], Answer]:
    """A look: superior where people attest all the items, adequate where one of them."""

    def asked(subject: Subject) -> Answer:
        why_not = applies(subject)
        if why_not:
            return left_out(why_not)
        found = [(item, subject.handout.attest.of(item)) for item in items]
        said_by = [f"{item}: {one.by}, {one.role}, {one.date}" for item, one in found if one]
        if not said_by:
            return unsaid(f"write attest: {' or '.join(items)}: when somebody has looked")
        return (agree if len(said_by) == len(items) else partly)("; ".join(said_by))

    return asked


def _always(subject: Subject) -> str:
    return ""


SUITABILITY = Scale[Subject](
    "sam",
    "SAM (in its style)",
    "Doak, Doak, Root: Teaching Patients with Low Literacy Skills, 1996 (superior from 70)",
    (
        Item("SAM-1", "purpose", "Content: is its purpose evident?", aim),
        Item("SAM-2", "behaviours", "Content: is it about what to do?", behaviours),
        Item("SAM-3", "scope", "Content: is it only what is needed? (as PEMAT-2)",
             attested("PEMAT-2"), ("PEMAT-2",)),
        Item("SAM-4", "summary", "Content: are the key points told again?", reviewed),
        Item("SAM-5", "reading grade", "Literacy: is the grade low enough?", grade),
        Item("SAM-6", "style", "Literacy: active voice, short sentences?", style),
        Item("SAM-7", "vocabulary", "Literacy: common words?", vocabulary),
        Item("SAM-8", "context first", "Literacy: is the context told first? (as PEMAT-10)",
             attested("PEMAT-10"), ("PEMAT-10",)),
        Item("SAM-9", "signposts", "Literacy: do headings say what comes?", organizers),
        Item("SAM-10", "opening picture", "Graphics: does the first picture show the purpose?",
             opening),
        Item("SAM-11", "kind of pictures", "Graphics: simple and familiar? (as PEMAT-18)",
             attested("PEMAT-18", no_pictures), ("PEMAT-18",)),
        Item("SAM-12", "relevant pictures", "Graphics: do they show key points? (as PEMAT-16)",
             attested("PEMAT-16", no_pictures), ("PEMAT-16",)),
        Item("SAM-13", "tables explained", "Graphics: is it said how to use them?", charts),
        Item("SAM-14", "captions", "Graphics: are they captioned?", named),
        Item("SAM-15", "layout", "Layout: does the page help?", layout),
        Item("SAM-16", "typography", "Layout: is the type easy to read?", typography),
        Item("SAM-17", "subheads", "Layout: are lists short?", subheads),
        Item("SAM-18", "interaction", "Learning: does it ask the reader for something?",
             interaction),
        Item("SAM-19", "modelled", "Learning: is what to do shown and specific?", modelled),
        Item("SAM-20", "motivation", "Learning: are the steps small enough to manage?",
             motivation),
        Item("SAM-21", "cultural match", "Culture: the readers' logic and words? (CDC-7, GOV-08)",
             judged(("CDC-7", "GOV-08"), _always), ("CDC-7", "GOV-08")),
        Item("SAM-22", "cultural images", "Culture: fitting pictures? (PEMAT-16, GOV-08)",
             judged(("PEMAT-16", "GOV-08"), no_pictures), ("PEMAT-16", "GOV-08")),
    ),
    70.0,
    points=2,
)  # fmt: skip
