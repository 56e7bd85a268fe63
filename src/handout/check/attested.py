"""What only a person can judge: somebody has, who is named, not too long ago, and of these words.

A draft is still being written, so nobody is asked for it; an approved topic is.
"""

from collections.abc import Iterator
from functools import partial

from handout.check.approval import approval
from handout.check.record import Record, months_later
from handout.check.rule import Finding, Rule, Source, examples
from handout.language import long_date


def attested(item: str, record: Record, limit: float) -> Iterator[Finding]:
    """An approved topic that nobody has judged in this, or not since it was changed."""
    handout = record.handout
    if handout.status != "approved":
        return
    found = handout.attest.of(item)
    if found is None:
        yield Finding(
            "nobody has looked at this and said so",
            f"look, and write attest: {item}: with by, role and date",
            field="attest" if handout.attest != type(handout.attest)() else "status",
        )
        return
    changed = max((change.date for change in handout.changes), default=handout.published)
    if found.date < changed:
        yield Finding(
            "the words have changed since somebody looked at this",
            f"look again, and set the date of {item}",
            field="attest",
        )
    elif record.today >= months_later(found.date, int(limit)):
        yield Finding(
            f"it is more than {limit:.0f} months since somebody looked at this",
            f"look again, and set the date of {item}",
            field="attest",
        )


def approved_words(record: Record, limit: float) -> Iterator[Finding]:
    """Words that are not those which were approved; or nothing to tell by."""
    last = approval(record.handout)
    if last is None:
        return
    day = long_date(last.date, "en-GB")
    hint = f"let them be read again, and run `handout approve {record.handout.id}`"
    if not last.hash:
        yield Finding(
            f"nothing says which words {last.name} approved on {day}",
            hint,
            field="reviewers",
        )
    elif record.hash and record.hash != last.hash:
        yield Finding(
            f"the words have changed since {last.name} approved them on {day}, so it is printed as "
            "a draft",
            hint,
            field="status",
        )


_SAM = "{by: Sam Example, role: Reader, date: "


def _rule(item: str, asks: str, why: str, source: Source) -> Rule[Record]:
    """The rule of one item."""
    approved = """\
status: approved
reviewers: [{name: Sam Example, role: Podiatrist, date: 2026-01-10}]
"""
    return Rule(
        item, asks, why, source, partial(attested, item),
        bad=examples(
            approved,
            f"{approved}attest: {{{item}: {_SAM}2026-01-01}}}}",
            f"{approved}attest: {{{item}: {_SAM}2023-11-21}}}}",
        ),
        good=examples(f"{approved}attest: {{{item}: {_SAM}2026-01-10}}}}", "status: draft"),
        threshold=36, unit="months", looks_in="attestation",
    )  # fmt: skip


_SIGNED = "name: Sam Example, role: Physiotherapist, date: 2026-01-10"
_OTHER = f"{_SIGNED}, hash: {'0' * 32}"

_PEMAT, _CDC = "Patient Education Materials Assessment Tool (PEMAT-P)", "Clear Communication Index"

RULES: tuple[Rule[Record], ...] = (
    Rule(
        "GOV-03-APPROVAL",
        "Are its words those that were approved?",
        "Whoever signs answers for what was read then, and not for what was changed since.",
        Source("PAHT; GEH", "policies on patient information: approval of each version"),
        approved_words,
        bad=examples(
            f"{{status: approved, reviewers: [{{{_SIGNED}}}]}}",
            f"{{status: approved, reviewers: [{{{_OTHER}}}]}}",
            f"{{status: approved, reviewers: [{{{_OTHER}}}, {{{_SIGNED}}}]}}",
        ),
        good=examples("status: draft", f"reviewers: [{{{_SIGNED}}}]"),
        looks_in="attestation",
    ),
    _rule(
        "PEMAT-2",
        "Has somebody seen that nothing in it distracts from its purpose?",
        "What is nice to know hides what one must know.",
        Source("AHRQ", f"{_PEMAT} item 2"),
    ),
    _rule(
        "PEMAT-10",
        "Has somebody seen that it tells things in a logical order?",
        "A reader who has to leaf back gives up.",
        Source("AHRQ", f"{_PEMAT} item 10"),
    ),
    _rule(
        "PEMAT-16",
        "Has somebody seen that its pictures help and do not distract?",
        "A pretty picture that teaches nothing takes the eye from what does.",
        Source("AHRQ", f"{_PEMAT} item 16"),
    ),
    _rule(
        "PEMAT-18",
        "Has somebody seen that its pictures are clear and uncluttered?",
        "Only an eye can tell whether a drawing is understood.",
        Source("AHRQ", f"{_PEMAT} item 18"),
    ),
    _rule(
        "CDC-7",
        "Has somebody seen that it uses the words its readers use?",
        "Lists of words know no dialect and no fashion.",
        Source("CDC", f"{_CDC} item 7"),
    ),
    _rule(
        "CDC-10",
        "Has somebody seen that what matters most comes first?",
        "Most readers stop half way.",
        Source("CDC", f"{_CDC} item 10"),
    ),
    _rule(
        "GOV-08",
        "Have readers taken part, and is it said when?",
        "Those who write a leaflet cannot read it for the first time.",
        Source("PIF", "TICK criterion 5: people with experience take part"),
    ),
)
