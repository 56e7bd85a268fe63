"""All rules, and what they find.

In: what a rule looks at, and what a clinic wants otherwise. Out: Problems, each with the rule's id
at its place. Every rule is a value in `RULES`; there is no other list of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, TypeVar

from msgspec import structs

from handout.check import (
    amounts,
    attested,
    length,
    numbers,
    records,
    safety,
    tone,
    vocabulary,
    voice,
)  # fmt: skip
from handout.check.lexicon import Lexicon
from handout.check.pages import (
    breaks,
    colour,
    edges,
    emphasis,
    furniture,
    layout,
    promised,
    setting,
    tags,
    type_size,
)  # fmt: skip
from handout.check.pages.printed import Printed, Promise, printed
from handout.check.passages import plain_passages
from handout.check.positions import Originals, field_place, place_of
from handout.check.record import Record
from handout.check.rule import Example, Finding, Proof, Rule, Source, examples, proof_of
from handout.errors import Place, Problem
from handout.model.checks import Check, Limit
from handout.model.clinic import Clinic
from handout.model.handout import Handout
from handout.readback.finished import Finished
from handout.source.guard import harmless

T = TypeVar("T")

WORDS: tuple[Rule[Proof], ...] = (
    *length.RULES, *voice.RULES, *vocabulary.RULES, *amounts.RULES, *tone.RULES,
)  # fmt: skip
PAGES: tuple[Rule[Printed], ...] = (
    *breaks.RULES, *colour.RULES, *edges.RULES, *emphasis.RULES, *furniture.RULES,
    *layout.RULES, *promised.RULES, *setting.RULES, *tags.RULES, *type_size.RULES,
)  # fmt: skip
RECORDS: tuple[Rule[Record], ...] = (*records.RULES, *safety.RECORDS, *attested.RULES)


_OF_READING = ("PRINT-01", "PRINT-03", "PRINT-08")
"""Not asked of a look that says how small it may be: a card goes with a leaflet, not instead."""

FILE: Rule[None] = Rule(
    "FILE",
    "Can every file be read, put together and printed?",
    "What is misspelt, missing or does not fit would be missing on paper.",
    Source("handout", "the formats of its files: handout schema"),
    lambda subject, limit: iter(()),
    bad=examples("titel: Sciatica", "review_by: soon", "- figure: no-such-drawing"),
    good=examples("title: Sciatica", "review_by: 2028-11-01"),
    severity="error",
)
"""What no rule finds but who reads and prints the files: their problems are of this rule."""


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """The id's parts, so that 10 comes after 9."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in name.split("-"))


RULES: tuple[Rule[Any], ...] = tuple(
    sorted(
        (FILE, *WORDS, *RECORDS, *PAGES, *numbers.RULES, *safety.DOSES, *safety.PACKS),
        key=lambda rule: _natural(rule.id),
    )
)


def found(
    rules: tuple[Rule[T], ...], subject: T, checks: Mapping[str, Check], place: Place | None,
    originals: Originals,
) -> Iterator[Problem]:  # fmt: skip
    """What the rules find in their subject.

    checks: what the clinic wants, by rule id. place: of the subject as a whole.
    """
    for rule in rules:
        wanted = checks.get(rule.id)
        if wanted and wanted.off:
            continue
        for one in rule.looks(subject, limit(rule, wanted)):
            where = _where(one, place, originals)
            yield Problem(one.message, where, one.hint, rule.severity, rule.id)


def _where(one: Finding, whole: Place | None, originals: Originals) -> Place | None:
    if one.place:
        return one.place
    if one.passage:
        return place_of(one.passage, one.index, originals)
    if one.page and whole:
        return Place(whole.file, page=one.page)
    return field_place(whole.file, one.field, originals) if one.field and whole else whole


def limit(rule: Rule[Any], wanted: Check | None) -> float:
    """The threshold that holds: the clinic's, or the rule's own; 0 where it has none."""
    if isinstance(wanted, Limit) and wanted.threshold is not None:
        return wanted.threshold
    return rule.threshold or 0.0


def checks_of(clinic: Clinic) -> dict[str, Check]:
    """What a clinic wants otherwise, by rule id."""
    fields = clinic.checks.__struct_encode_fields__
    given = (getattr(clinic.checks, name) for name in clinic.checks.__struct_fields__)
    return {rule: one for rule, one in zip(fields, given, strict=True) if one}


def on_paper(
    finished: Finished, clinic: Clinic, place: Place, promise: Promise | None = None
) -> Iterator[Problem]:
    """What the rules find in a finished PDF; the place of each has the page.

    What a message quotes is anybody's words, which must not steer the terminal they are told in.
    """
    made = printed(finished, promise)
    is_small = promise is not None and promise.smallest is not None
    rules = tuple(rule for rule in PAGES if not (is_small and rule.id in _OF_READING))
    for problem in found(rules, made, checks_of(clinic), place, _no_original):
        yield structs.replace(problem, message=harmless(problem.message))


def in_pack(handouts: tuple[Handout, ...], clinic: Clinic) -> Iterator[Problem]:
    """What the rules find in topics that are given to one reader."""
    yield from found(safety.PACKS, handouts, checks_of(clinic), None, _no_original)


def _no_original(file: str) -> NoReturn:
    raise AssertionError(f"a rule asks for {file}")


def tried(example: Example, lexicon: Lexicon) -> Iterator[tuple[str, Finding]]:
    """What each rule of the words finds in an example, with the rule's id."""
    passages = plain_passages("\n\n".join([example.text] * example.times))
    proof = proof_of(passages, lexicon)
    for rule in WORDS:
        for one in rule.looks(proof, limit(rule, None)):
            yield rule.id, one
