"""Rules of print and layout: a PDF made wrong in one way is caught there, a good one never."""

import re
from time import process_time
from typing import Any

import pytest

from handout.check.pages import (
    breaks,
    colour,
    edges,
    emphasis,
    furniture,
    layout,
    promised,
    setting,
    type_size,
)
from handout.check.pages.printed import Printed, Promise, printed
from handout.check.rule import Finding, Rule
from handout.readback.reading import finished
from shipped import ORDERS, shipped
from speed import at_full_speed
from wrong_cases import CASES, GOOD
from wrong_pages import canvas
from wrong_parts import Case

pytestmark = pytest.mark.slow

MODULES = (type_size, emphasis, setting, breaks, colour, edges, furniture, layout, promised)
RULES: tuple[Rule[Printed], ...] = tuple(rule for module in MODULES for rule in module.RULES)
LOOKED_AT = [
    name for name in ORDERS if name.endswith("generic") or name.startswith(("sciatica", "pack"))
]
SMALL_ON_PURPOSE = {"card": {"PRINT-01", "PRINT-03", "PRINT-08"}}
"""A wallet card is set at 7 pt: whoever prints one knows it."""
SECONDS_A_PAGE = 0.020
"""What the rules may take; with reading it must stay under 0.15."""


def found(subject: Printed, limits: dict[str, float] | None = None) -> dict[str, list[Finding]]:
    """What the rules find, by rule; those that find nothing are left out."""
    given = {rule.id: rule.threshold or 0.0 for rule in RULES} | (limits or {})
    looked = {rule.id: list(rule.looks(subject, given[rule.id])) for rule in RULES}
    return {name: findings for name, findings in looked.items() if findings}


def judged(data: bytes, promise: Promise | None = None) -> dict[str, list[Finding]]:
    """What the rules find in a file."""
    return found(printed(finished(data, "leaflet.pdf"), promise))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_asks_and_who_asks_for_it(rule: Rule[Printed]) -> None:
    assert rule.asks.endswith("?") and rule.why.endswith(".")
    assert rule.source.organisation and rule.source.document
    assert (rule.threshold is None) == (not rule.unit)
    assert rule.bad and rule.good
    assert rule.looks_in == "finished PDF"


def test_every_rule_is_proven_and_most_by_two_programs() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids)) == 24
    assert {case.rule for case in CASES} == set(ids)
    makers = {(case.rule, case.name.split(",")[0]) for case in CASES}
    twice = [rule for rule in ids if sum(one == rule for one, _ in makers) > 1]
    assert len(twice) >= 24
    for program in ("Typst", "WeasyPrint", "Chromium", "our own", "canvas"):
        assert sum(case.name.startswith(program) for case in CASES) >= 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule} {case.name}")
def test_a_page_made_wrong_is_caught_by_its_rule_and_by_no_other(case: Case) -> None:
    findings = judged(case.make(), case.promise)
    assert {name: [one.page for one in same] for name, same in findings.items()} == {
        case.rule: list(case.pages)
    }
    assert any(case.says in one.message for one in findings[case.rule])
    for one in findings[case.rule]:
        assert one.hint and not one.message[0].isupper()
        assert not one.message.endswith(".")


@pytest.mark.parametrize("name", GOOD)
def test_a_good_page_is_left_alone(name: str) -> None:
    make, promise = GOOD[name]
    assert judged(make(), promise) == {}


@pytest.mark.parametrize("name", LOOKED_AT)
def test_what_comes_with_the_program_is_left_alone(name: str) -> None:
    findings = judged(shipped(name).pdf)
    parts = set(name.split())
    known = SMALL_ON_PURPOSE["card"] if "card" in parts else set()
    assert set(findings) == known


def test_leaflets_were_looked_at() -> None:
    assert len(LOOKED_AT) >= 26


@pytest.mark.parametrize(
    ("rule", "limit"), [("PRINT-01", 14.0), ("PRINT-07", 40.0), ("PRINT-08", 1.5)]
)
def test_a_clinic_can_ask_for_more(rule: str, limit: float) -> None:
    subject = printed(finished(shipped("sciatica letter generic").pdf, "leaflet.pdf"))
    assert rule in found(subject, {rule: limit})


def test_a_page_full_of_faults_is_told_in_one_line_with_three_examples() -> None:
    data = canvas(_tiny, pages=3)
    findings = judged(data)["PRINT-03"]
    assert [one.page for one in findings] == [1, 2, 3]
    for one in findings:
        assert re.search(r"(?:'tiny \d+' \(5 pt\)(?:, )?){3} and 17 more$", one.message)


def _tiny(drawn: Any, page: int) -> None:
    drawn.setFont("Helvetica", 5)
    for index in range(20):
        drawn.drawString(420, 640 - 25 * index, f"tiny {index}")


def test_the_rules_are_quick() -> None:
    subject = printed(finished(shipped("exercises-back leaflet full").pdf, "leaflet.pdf"))
    pages = len(subject.finished.pages)
    assert pages > 5
    with at_full_speed():
        start = process_time()
        found(subject)
        taken = process_time() - start
    assert taken < SECONDS_A_PAGE * pages
