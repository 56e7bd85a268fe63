"""Every rule of the words finds what it should, nothing else, and says where it is from."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any, get_args, get_type_hints

import pytest
import yaml

from handout.check.lexicon import Lexicon
from handout.check.review import review
from handout.check.rule import Example, Rule
from handout.check.rules import RULES, WORDS, tried
from handout.library import Library, builtin
from handout.model.checks import Checks, Limit
from speed import at_full_speed

DATA = Path(__file__).parent / "check"
ENGLISH = Library((builtin(),)).words("en-GB")
assert ENGLISH
LEXICON = Lexicon(ENGLISH)


@dataclass(frozen=True)
class Bad:
    """A bad passage of the corpus."""

    rule: str
    text: str
    times: int = 1


CORPUS = [Bad(**one) for one in yaml.safe_load((DATA / "bad.yaml").read_text("utf-8"))]
SILENT = yaml.safe_load((DATA / "good.yaml").read_text("utf-8"))
EXAMPLES = [
    *((rule, one, True) for rule in WORDS for one in rule.bad),
    *((rule, one, False) for rule in WORDS for one in rule.good),
]


def fired(example: Example) -> dict[str, list[str]]:
    """What the rules find in an example: messages by rule."""
    found: dict[str, list[str]] = {}
    for rule, one in tried(example, LEXICON):
        found.setdefault(rule, []).append(one.message)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_asks_and_who_asks_for_it(rule: Rule[Any]) -> None:
    assert rule.asks.endswith("?") and rule.why.endswith(".")
    assert rule.source.organisation and rule.source.document
    assert (rule.threshold is None) == (not rule.unit)
    assert rule.bad and rule.good


def test_a_clinic_may_set_the_limit_of_each_rule_that_has_one() -> None:
    kinds = get_type_hints(Checks)
    names = zip(Checks.__struct_encode_fields__, Checks.__struct_fields__, strict=True)
    limited = {rule for rule, name in names if Limit in get_args(kinds[name])}
    assert limited == {rule.id for rule in RULES if rule.threshold is not None}


@pytest.mark.parametrize("rule", WORDS, ids=lambda rule: rule.id)
def test_a_rule_has_examples_and_bad_passages_of_others(rule: Rule[Any]) -> None:
    assert len(rule.bad) >= 3
    assert len(rule.good) >= 2
    passages = {one.text for one in CORPUS if one.rule == rule.id}
    assert len(passages - {one.text for one in rule.bad}) >= 3


def test_every_rule_has_an_id_of_its_own_and_its_place_in_clinic_yaml() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids) >= 70
    assert {*Checks.__struct_encode_fields__, "FILE"} == set(ids)
    assert {one.rule for one in CORPUS} == {rule.id for rule in WORDS}
    assert len(CORPUS) >= 130


def test_the_changelog_says_how_many_rules_there_are() -> None:
    changelog = DATA.parent.parent / "CHANGELOG.md"
    assert f" {len(RULES)} rules" in changelog.read_text("utf-8")


@pytest.mark.parametrize(
    ("rule", "example", "is_bad"),
    EXAMPLES,
    ids=[f"{rule.id} {one.text[:24]}" for rule, one, _ in EXAMPLES],
)
def test_the_examples_of_a_rule_are_true(rule: Rule[Any], example: Example, is_bad: bool) -> None:
    assert set(fired(example)) == ({rule.id} if is_bad else set())


@pytest.mark.parametrize("bad", CORPUS, ids=lambda one: f"{one.rule} {one.text[:24]}")
def test_a_bad_passage_is_found_by_its_rule_and_by_no_other(bad: Bad) -> None:
    assert set(fired(Example(bad.text, bad.times))) == {bad.rule}


@pytest.mark.parametrize("text", SILENT, ids=lambda text: text[:30])
def test_a_good_passage_is_left_alone(text: str) -> None:
    assert fired(Example(text)) == {}


def test_there_are_good_passages() -> None:
    assert len(SILENT) >= 20


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Ice should be wrapped.", "'should be wrapped' is passive"),
        ("You will be seen by a nurse.", "'be seen by' is passive"),
        ("1. The foot is never lifted.", "'is never lifted' is passive"),
        ("We utilised it.", "'utilised' is no everyday word"),
        ("It is 1 in 5, then 3 in 100.", "this risk is out of 100, and the first one out of 5"),
        (
            "Rest 5 days, then two days.",
            "'two' is in words, and other numbers of days are in digits",
        ),
        ("# One two three four five six seven eight nine ten",
         "the heading 'One two three four … nine ten' neither asks nor acts"),
        ("Spinal stenosis hurts.", "'Spinal stenosis' is not explained at its first use"),
    ],
)  # fmt: skip
def test_a_message_quotes_what_is_meant(text: str, message: str) -> None:
    found = fired(Example(text))
    assert message in [one for messages in found.values() for one in messages]


def test_a_term_is_told_once_at_its_first_use() -> None:
    text = "You have oedema. Oedema hurts. This means swelling."
    assert fired(Example(text)) == {"READ-09": ["'oedema' is not explained at its first use"]}
    assert fired(Example("An MRI. The MRI is next.")) == {
        "READ-09-ABBREVIATION": ["'MRI' is not spelled out"]
    }


def test_the_words_of_the_whole_library_are_judged_in_a_second() -> None:
    library = Library((builtin(),))
    exercises = [one for _, one in library.exercises("en")]
    topics = [(topic, "") for topic, _ in library.topics()]
    clinic = library.clinic()
    with at_full_speed():
        start = process_time()
        done = review(library, clinic, topics, exercises, date(2026, 11, 21))
        taken = process_time() - start
    assert taken < 1
    assert len(done.topics) == len(topics) >= 6
    to_fill_in = ("symptom-diary", "your-visit")
    told = [one for one in done.topics if one.topic not in to_fill_in]
    assert all(one.has_words and one.counts.words > 300 for one in told)
