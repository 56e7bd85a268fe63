"""Every rule of a topic's record, of doses, packs and attestations finds what it should."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import yaml
from msgspec import structs

from handout.check import numbers
from handout.check.approval import content_hash
from handout.check.lexicon import Lexicon
from handout.check.numbers import Typed, known
from handout.check.passages import NOTHING, handout_passages
from handout.check.record import Record, months_later
from handout.check.rule import Example, Finding, Rule, proof_of
from handout.check.rules import RECORDS, limit
from handout.check.safety import DOSES, PACKS, Dosed, choices_in
from handout.library import Library, builtin
from handout.model.exercise import DoseChange, Exercise
from handout.model.handout import Handout, Shared
from handout.source.reader import read

TODAY = date(2026, 11, 21)
LIBRARY = Library((builtin(),))
CLINIC = LIBRARY.clinic()
ENGLISH = LIBRARY.words("en-GB")
assert ENGLISH
LEXICON = Lexicon(ENGLISH)
SIGNED = "{by: Sam Example, role: Reader, date: 2026-01-10}"
SAMPLE = f"""
id: ankles
kind: self-care
title: Sore ankles
summary: What they are.
main_message: Walk.
version: 1.0.0
published: 2026-01-10
review_by: 2028-01-10
owner: Clinical content lead
changes:
  - {{version: 1.0.0, date: 2026-01-10, note: First.}}
sources:
  - {{title: Ankles, organisation: NHS}}
attest:
  PEMAT-2: {SIGNED}
  PEMAT-10: {SIGNED}
  PEMAT-16: {SIGNED}
  PEMAT-18: {SIGNED}
  CDC-7: {SIGNED}
  CDC-10: {SIGNED}
  GOV-08: {SIGNED}
sections:
  - heading: Tell us first
    blocks:
      - bullets: [You are ill]
      - include: warning-signs
"""


def topic(changes: str = "") -> Handout:
    """The sample with other lines; an attestation takes the place of one only."""
    plain = yaml.BaseLoader
    given = yaml.load(SAMPLE, plain)
    laid = yaml.load(changes, plain) or {}
    if "attest" in laid:
        laid["attest"] = {**given["attest"], **laid["attest"]}
    elif laid.get("status") == "approved":
        del given["attest"]
    text = yaml.safe_dump({**given, **laid}, sort_keys=False)
    return read(text.encode(), "handouts/ankles.yaml", Handout)


def found(rules: tuple[Rule[Any], ...], subject: Any) -> dict[str, list[Finding]]:
    """What rules find in a subject, by rule."""
    made = {rule.id: list(rule.looks(subject, limit(rule, None))) for rule in rules}
    return {name: findings for name, findings in made.items() if findings}


def of_record(example: Example, before: Handout | None = None) -> dict[str, list[Finding]]:
    """What the rules find in the sample with the example's lines."""
    handout = topic(example.text)
    proof = proof_of(handout_passages(handout, NOTHING), LEXICON)
    words = content_hash(handout, NOTHING, LIBRARY)
    return found(RECORDS, Record(handout, CLINIC, TODAY, proof, before, words))


@dataclass(frozen=True)
class Case:
    """An example of a rule."""

    rule: Rule[Any]
    example: Example
    is_bad: bool


def cases(rules: tuple[Rule[Any], ...]) -> list[Case]:
    """Every example of these rules."""
    return [
        *(Case(rule, one, True) for rule in rules for one in rule.bad),
        *(Case(rule, one, False) for rule in rules for one in rule.good),
    ]


def name(case: Case) -> str:
    """The case in a test's name."""
    return f"{case.rule.id} {case.is_bad} {case.example.text[:30]!r}"


BESIDE = {"GOV-01": {"GOV-02"}, "GOV-03": {"PEMAT", "CDC", "GOV-08"}}
"""What is also wrong where a rule's example is: a review date before publication has passed too."""


@pytest.mark.parametrize("case", cases(RECORDS), ids=name)
def test_the_examples_of_a_record_are_true(case: Case) -> None:
    before = None
    if case.rule.id == "GOV-03-VERSION":
        before = structs.replace(topic(), status="approved")
    fired = of_record(case.example, before)
    if case.rule.looks_in == "attestation" and case.is_bad:
        assert case.rule.id in fired
        assert all(rule.looks_in == "attestation" for rule in RECORDS if rule.id in fired)
    elif case.is_bad:
        others = {rule.partition("-")[0] if rule[0] in "PC" else rule for rule in fired}
        assert case.rule.id in fired
        assert others <= {case.rule.id, *BESIDE.get(case.rule.id, ())}
    else:
        expected = {"attestation"} if "status: approved" in case.example.text else set()
        assert {rule.looks_in for rule in RECORDS if rule.id in fired} <= expected
        assert case.rule.id not in fired


@pytest.mark.parametrize("case", cases(DOSES), ids=name)
def test_the_examples_of_doses_are_true(case: Case) -> None:
    text = f"name: Lift\nposition: Lie\nsteps: [Lift]\ndose: {case.example.text}\n"
    text += "feel: It\nstop_if: It hurts\nalt: A\n"
    exercise = read(text.encode(), "lift.yaml", Exercise)
    fired = found(DOSES, Dosed("Lift", exercise.dose, exercise.place))
    assert set(fired) == ({case.rule.id} if case.is_bad else set())


@pytest.mark.parametrize("case", cases(PACKS), ids=name)
def test_the_examples_of_packs_are_true(case: Case) -> None:
    advice = yaml.safe_load(case.example.text)
    pack = tuple(
        structs.replace(topic(), id=f"topic-{number}", advice=tuple(one))
        for number, one in enumerate(advice)
    )
    assert set(found(PACKS, pack)) == ({case.rule.id} if case.is_bad else set())


@pytest.mark.parametrize("case", cases(numbers.RULES), ids=name)
def test_the_examples_of_typed_numbers_are_true(case: Case) -> None:
    ours = known(CLINIC, LIBRARY.emergencies(CLINIC))
    text = f"title: A\nlanguage: en-GB\nblocks: [{{text: '{case.example.text}'}}]\n"
    subject = Typed(read(text.encode(), "a.yaml", Shared), ours)
    assert set(found(numbers.RULES, subject)) == ({case.rule.id} if case.is_bad else set())


def test_the_sample_keeps_to_every_rule() -> None:
    assert of_record(Example("")) == {}


def test_the_words_of_a_draft_may_change_without_a_new_version() -> None:
    changed = Example("summary: It tells you more.")
    assert of_record(changed, topic()) == {}
    assert set(of_record(changed, structs.replace(topic(), status="approved"))) == {
        "GOV-03-VERSION"
    }


def test_a_contradiction_names_both_topics_and_what_they_say() -> None:
    pack = (
        structs.replace(topic(), id="sciatica", advice=("use-heat",)),
        structs.replace(topic(), id="numb-feet", advice=("avoid-heat",)),
    )
    ((one,),) = found(PACKS, pack).values()
    assert one.message == "'sciatica' advises use heat and 'numb-feet' avoid heat"


def test_the_doses_of_a_topic_are_found_wherever_they_stand() -> None:
    handout = topic(
        """
sections:
  - heading: Move
    blocks:
      - exercises: [{id: bridge}]
      - together: [{exercises: [{id: clam}]}]
      - phases: [{name: One, exercises: [{id: walking}]}]
"""
    )
    assert [one.id for choices in choices_in(handout) for one in choices] == [
        "bridge", "clam", "walking",
    ]  # fmt: skip
    assert DoseChange() == DoseChange()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 21), 3, date(2027, 2, 21)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2026, 1, 10), 36, date(2029, 1, 10)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(
    day: date, months: int, later: date
) -> None:
    assert months_later(day, months) == later
