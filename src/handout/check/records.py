"""Rules of a topic's record: its dates, its log of changes, its owner, and what it must carry.

In: the topic as it was written, the clinic, and the day it is. Nothing here reads clock or files.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from handout.check.numbers import words
from handout.check.record import Record, months_later
from handout.check.rule import Finding, Rule, Source, examples
from handout.language import long_date
from handout.model.handout import (
    SHORT_SIGNS,
    WARNING_SIGNS,
    Block,
    CalloutBlock,
    FigureBlock,
    Handout,
    IncludeBlock,
    TogetherBlock,
)


def dates(record: Record, limit: float) -> Iterator[Finding]:
    """Dates that are not in the order of things: changed, published, reviewed."""
    handout = record.handout
    if handout.review_by <= handout.published:
        yield Finding(
            "the review date is not after the date of publication",
            "set review_by to the day by which somebody reads it again",
            field="review_by",
        )
    last = max((change.date for change in handout.changes), default=handout.published)
    if last > handout.published:
        yield Finding(
            f"it was changed on {_day(last)}, after the date of publication",
            "set published to the day of the last change",
            field="published",
        )
    if handout.published > record.today:
        yield Finding(
            "the date of publication is still to come", "publish it today", field="published"
        )


def overdue(record: Record, limit: float) -> Iterator[Finding]:
    """A review date that has passed."""
    due = record.handout.review_by
    if due < record.today:
        yield Finding(
            f"its review was due by {_day(due)}",
            "read it again, change what has changed, and set review_by",
            field="review_by",
        )


def due_soon(record: Record, limit: float) -> Iterator[Finding]:
    """A review date that is near."""
    due = record.handout.review_by
    if record.today <= due < months_later(record.today, int(limit)):
        yield Finding(f"its review is due by {_day(due)}", "plan the review", field="review_by")


def change_log(record: Record, limit: float) -> Iterator[Finding]:
    """A log that does not end with the version, or is out of order; approval without a reader."""
    handout = record.handout
    versions = [change.version for change in handout.changes]
    if handout.version not in versions[-1:]:
        yield Finding(
            f"the log of changes does not end with version {handout.version}",
            "add a line to changes: version, date and what has changed",
            field="changes" if versions else "version",
        )
    for one, other in pairwise(handout.changes):
        if _numbers(other.version) <= _numbers(one.version) or other.date < one.date:
            yield Finding(
                f"version {other.version} of {_day(other.date)} stands after {one.version} "
                f"of {_day(one.date)}",
                "list the changes from the first to the last",
                field="changes",
            )
    if handout.status == "approved" and not handout.reviewers:
        yield Finding(
            "it is approved, and nobody is named who approved it",
            "name them: reviewers, each with name, role and date",
            field="status",
        )


def owner(record: Record, limit: float) -> Iterator[Finding]:
    """No owner, or a person who may leave."""
    named = record.handout.owner.strip()
    people = {person.name.casefold() for person in record.clinic.clinicians}
    if not named or named.casefold() in people:
        yield Finding(
            f"{named!r} is a person, who may leave" if named else "nobody owns it",
            "name the role that answers for the words, such as Clinical content lead",
            field="owner",
        )


def version(record: Record, limit: float) -> Iterator[Finding]:
    """Words that changed while the version stayed; those of a draft may."""
    handout, before = record.handout, record.before
    if before is None or before.status == "draft" or before.version != handout.version:
        return
    if _said(before) != _said(handout):
        yield Finding(
            f"the words have changed, and the version is still {handout.version}",
            "raise the version, and say in changes what has changed",
            field="version",
        )


def interval(record: Record, limit: float) -> Iterator[Finding]:
    """A review that is too far away."""
    handout = record.handout
    if handout.review_by > months_later(handout.published, int(limit)):
        yield Finding(
            f"the review date is more than {limit:.0f} months after publication",
            "set review_by to an earlier day",
            field="review_by",
        )


def title(record: Record, limit: float) -> Iterator[Finding]:
    """A title that is too long to be found by, or a clinic that nobody can tell what they think."""
    text = record.handout.title
    if len(text.value.split()) > limit:
        yield Finding(
            f"the title has more than {limit:.0f} words", "say it in fewer", place=text.place
        )
    if not record.clinic.feedback and record.clinic.place:
        yield Finding(
            "no leaflet says how a reader can tell you what they think of it",
            "write feedback: in clinic.yaml",
            place=record.clinic.place,
        )


def sources(record: Record, limit: float) -> Iterator[Finding]:
    """Sources that say nothing, or stand twice."""
    listed = record.handout.sources
    for one in dict.fromkeys(one for one in listed if listed.count(one) > 1):
        yield Finding(f"the source {one.title!r} stands twice", "take one out", field="sources")
    if not all(one.title.strip() and one.organisation.strip() for one in listed):
        yield Finding(
            "a source does not say what it is, or whose",
            "give each a title and an organisation",
            field="sources",
        )


def benefits_and_risks(record: Record, limit: float) -> Iterator[Finding]:
    """A treatment that does not say how it may help, or what it may do to the reader."""
    if record.handout.kind != "treatment" or record.proof is None:
        return
    lexicon = record.proof.lexicon
    for what, phrases, hint in (
        ("how it may help", lexicon.benefits, "say how it may help, and how well that is known"),
        ("its risks", lexicon.risks, "say what may go wrong, or that no harm is known"),
    ):
        found = (next(phrases.find(said), None) for _, said in record.proof.written())
        if not any(found):
            yield Finding(f"the treatment does not say {what}", hint, field="kind")


def warning_signs(record: Record, limit: float) -> Iterator[Finding]:
    """A topic without its warning signs, or with some that a visit can leave out."""
    handout = record.handout
    wanted: tuple[str, ...] = ()
    if handout.kind in ("condition", "safety"):
        wanted = (WARNING_SIGNS,)
    elif handout.kind in ("treatment", "exercises"):
        wanted = (SHORT_SIGNS, WARNING_SIGNS)
    if wanted and not always_included(handout).intersection(wanted):
        yield Finding(
            "the warning signs are not in it, whoever it is for",
            f"write `- include: {wanted[0]}` under a heading of its own, without `when:`",
            field="sections",
        )


def always_included(handout: Handout) -> set[str]:
    """The shared blocks that are printed for everybody."""
    sections = (section for section in handout.sections if section.when is None)
    return {name for section in sections for name in _included(section.blocks)}


def _included(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The shared blocks that stand under no condition."""
    for block in blocks:
        if block.when is not None:
            continue
        match block:
            case IncludeBlock(include=name):
                yield name
            case TogetherBlock(together=inner) | CalloutBlock(blocks=inner):
                yield from _included(inner)
            case FigureBlock(beside=inner):
                yield from _included(inner)
            case _:
                pass


def _said(handout: Handout) -> tuple[str, ...]:
    return tuple(text.value for text in words(handout))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _day(day: date) -> str:
    return long_date(day, "en-GB")


RULES: tuple[Rule[Record], ...] = (
    Rule(
        "GOV-01",
        "Are its dates in order?",
        "A reader and a nurse judge by the dates whether a leaflet still holds.",
        Source("BSUH library", "dates of publication and review, and contact, on each leaflet"),
        dates,
        bad=examples("review_by: 2026-01-01", "published: 2027-02-01", "published: 2025-12-31"),
        good=examples("review_by: 2028-06-01", "published: 2026-06-01"),
    ),
    Rule(
        "GOV-02",
        "Is its review date still to come?",
        "What was right two years ago may do harm today.",
        Source("PAHT", "policy on patient information: review date"),
        overdue,
        bad=examples("review_by: 2026-11-20", "review_by: 2026-02-01", "review_by: 2026-10-31"),
        good=examples("review_by: 2028-11-01", "review_by: 2027-11-21"),
        severity="error",
    ),
    Rule(
        "GOV-02-SOON",
        "Is there time until its review?",
        "A review takes weeks, and after the date the leaflet cannot be made.",
        Source("PAHT", "policy on patient information: review date"),
        due_soon,
        bad=examples("review_by: 2026-11-21", "review_by: 2027-02-20", "review_by: 2026-12-24"),
        good=examples("review_by: 2027-02-21", "review_by: 2028-11-01"),
        threshold=3,
        unit="months",
    ),
    Rule(
        "GOV-03",
        "Does its log of changes end with its version, and are its readers named?",
        "Who finds an old copy must see what has changed since, and who stood for it.",
        Source("PAHT; GEH", "policies on patient information: version, reviewers, change log"),
        change_log,
        bad=examples(
            "version: 1.0.1",
            "changes: []",
            "status: approved",
            """\
changes:
  - {version: 1.1.0, date: 2026-01-10, note: Second.}
  - {version: 1.0.0, date: 2026-01-10, note: First.}""",
        ),
        good=examples(
            """\
status: approved
reviewers: [{name: Sam Example, role: Physiotherapist, date: 2026-01-10}]""",
            """\
version: 1.10.0
changes:
  - {version: 1.9.0, date: 2026-01-09, note: First.}
  - {version: 1.10.0, date: 2026-01-10, note: Second.}""",
        ),
    ),
    Rule(
        "GOV-03-OWNER",
        "Does a role own it, and not a person?",
        "People leave, and their leaflets stay in the rack.",
        Source("PAHT; GEH", "policies on patient information: owner"),
        owner,
        bad=examples("owner: Priya Nair", 'owner: " "', "owner: priya nair"),
        good=examples("owner: Clinical content lead", "owner: Head of podiatry"),
    ),
    Rule(
        "GOV-03-VERSION",
        "Has the version been raised where the words have changed?",
        "Two leaflets of one version that say different things cannot be told apart.",
        Source("GEH", "policy on patient information: version control"),
        version,
        bad=examples("summary: It tells you more.", "title: Ankles", "main_message: Rest."),
        good=examples(
            "owner: Head of podiatry",
            """\
summary: It tells you more.
version: 1.0.1
changes:
  - {version: 1.0.0, date: 2026-01-09, note: First.}
  - {version: 1.0.1, date: 2026-01-10, note: The summary.}""",
        ),
    ),
    Rule(
        "GOV-04",
        "Is it read again soon enough?",
        "Advice goes out of date without a sign.",
        Source("NHS trusts", "review at least every 3 years (from memory: set your own)"),
        interval,
        bad=examples("review_by: 2029-01-11", "review_by: 2031-01-01", "review_by: 2030-01-10"),
        good=examples("review_by: 2029-01-10", "review_by: 2028-01-10"),
        threshold=36,
        unit="months",
    ),
    Rule(
        "GOV-05",
        "Is its title short, and can a reader say what they think?",
        "A title is what staff search for, and readers see faults first.",
        Source("GEH", "policy on patient information: clear title, feedback route"),
        title,
        bad=examples(
            "title: All that you may want to know about your sore ankle",
            "title: The leaflet for people who have a sore ankle now",
            "title: How to look after an ankle that hurts you",
        ),
        good=examples("title: Sore ankle", "title: Heel pain and what helps"),
        threshold=8,
        unit="words",
    ),
    Rule(
        "GOV-06",
        "Does every source say what it is and whose?",
        "A fact that nobody can trace cannot be kept up to date.",
        Source("GEH; PIF TICK", "sources are stored; printing them is the clinic's choice"),
        sources,
        bad=examples(
            'sources: [{title: "", organisation: NHS}]',
            'sources: [{title: Ankles, organisation: " "}]',
            "sources: [{title: Feet, organisation: NHS}, {title: Feet, organisation: NHS}]",
        ),
        good=examples(
            "sources: [{title: Ankles, organisation: NHS}]",
            "sources: [{title: Feet, organisation: NHS}, {title: Feet, organisation: NICE}]",
        ),
    ),
    Rule(
        "GOV-07",
        "Does a treatment say how it may help and what its risks are?",
        "Nobody can choose who knows only one side.",
        Source("PAHT; CDC", "policy on patient information; Clear Communication Index item 19"),
        benefits_and_risks,
        bad=examples(
            "{kind: treatment, summary: It may help.}",
            "{kind: treatment, summary: It has risks.}",
            "{kind: treatment, summary: We do it here.}",
        ),
        good=examples("{kind: treatment, summary: It may help. It has risks.}", "kind: self-care"),
    ),
    Rule(
        "GOV-09",
        "Does it carry the shared warning signs, for every reader?",
        "Who has an emergency must find it in whatever leaflet they hold.",
        Source("handout", "own rule: no leaflet of a condition without the tiered warning signs"),
        warning_signs,
        bad=examples(
            "{kind: condition, sections: [{heading: Help, blocks: [{text: Rest.}]}]}",
            "{kind: safety, sections: [{heading: Help, blocks: [{include: warning-signs-short}]}]}",
            "{kind: exercises, sections: [{heading: Help, when: conditions.diabetes, "
            "blocks: [{include: warning-signs}]}]}",
        ),
        good=examples(
            "{kind: condition, sections: [{heading: Help, blocks: [{include: warning-signs}]}]}",
            "{kind: exercises, sections: "
            "[{heading: Help, blocks: [{together: [{include: warning-signs-short}]}]}]}",
        ),
        severity="error",
    ),
)
