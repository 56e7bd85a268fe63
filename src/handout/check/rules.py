"""All rules of the words, and what they find.

In: passages, the word lists of their language, and what a clinic wants otherwise. Out: Problems,
each with the rule's id at its place in the file. Every rule is a value in `RULES`; there is no
other list of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from handout.check import amounts, length, tone, vocabulary, voice
from handout.check.lexicon import Lexicon
from handout.check.passages import plain_passages
from handout.check.positions import Originals, place_of
from handout.check.rule import Example, Finding, Proof, Rule
from handout.errors import Place, Problem
from handout.model.clinic import Check, Clinic

RULES: tuple[Rule[Any], ...] = tuple(
    sorted(
        (*length.RULES, *voice.RULES, *vocabulary.RULES, *amounts.RULES, *tone.RULES),
        key=lambda rule: rule.id,
    )
)


def found(
    proof: Proof, place: Place | None, checks: Mapping[str, Check], originals: Originals
) -> Iterator[Problem]:
    """What the rules find in a proof.

    place: of the topic, for what it is as a whole. checks: what the clinic wants, by rule id.
    """
    for rule in RULES:
        wanted = checks.get(rule.id)
        if wanted and wanted.off:
            continue
        for one in rule.looks(proof, limit(rule, wanted)):
            where = place_of(one.passage, one.index, originals) if one.passage else place
            yield Problem(one.message, where, one.hint, rule.severity, rule.id)


def limit(rule: Rule[Any], wanted: Check | None) -> float:
    """The threshold that holds: the clinic's, or the rule's own; 0 where it has none."""
    if wanted and wanted.threshold is not None:
        return wanted.threshold
    return rule.threshold or 0.0


def checks_of(clinic: Clinic) -> dict[str, Check]:
    """What a clinic wants otherwise, by rule id."""
    fields = clinic.checks.__struct_encode_fields__
    given = (getattr(clinic.checks, name) for name in clinic.checks.__struct_fields__)
    return {rule: one for rule, one in zip(fields, given, strict=True) if one}


def tried(example: Example, lexicon: Lexicon) -> Iterator[tuple[str, Finding]]:
    """What each rule finds in an example, with the rule's id."""
    passages = plain_passages("\n\n".join([example.text] * example.times))
    proof = Proof(passages, lexicon)
    for rule in RULES:
        for one in rule.looks(proof, limit(rule, None)):
            yield rule.id, one
