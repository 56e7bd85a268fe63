"""What may stand between braces and after `when:`, and that nothing else ever runs."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handout.errors import HandoutError, Place
from handout.expression import (
    Both,
    Compare,
    Constant,
    Day,
    Filter,
    Name,
    Several,
    Value,
)
from handout.merge.expressions import (
    holds,
    is_constant,
    names_in,
    read_condition,
    read_value,
    said,
    settled,
    worked_out,
)
from handout.merge.names import NAMES
from small_clinic import workspace
from speed import at_full_speed

HERE = Place("tea.yaml", 3, 5)
VALUES: dict[str, Value] = {
    "patient.name": "Jo Bloggs",
    "patient.age": 70,
    "patient.needs": ("large print",),
    "patient.birth_date": date(1956, 3, 14),
    "visit.date": date(2026, 11, 20),
    "visit.side": "left",
    "today": date(2026, 11, 21),
    "patient.preferred": None,
    "site.id": None,
}


def value_of(source: str) -> Value | bool:
    """What a condition comes to for the patient above."""
    return worked_out(read_condition(source, HERE), VALUES, "en-GB")


def is_met(source: str) -> bool:
    """Whether a condition holds for the patient above."""
    return holds(value_of(source))


def printed(source: str) -> str | None:
    """What a placeholder prints for the patient above."""
    return said(worked_out(read_value(source, HERE), VALUES, "en-GB"), "en-GB")


def complaint(source: str, *, as_value: bool = False) -> tuple[str, str]:
    """The message and hint of the one thing wrong with an expression."""
    with pytest.raises(HandoutError) as caught:
        (read_value if as_value else read_condition)(source, HERE)
    (problem,) = caught.value.problems
    assert problem.place == HERE
    return problem.message, problem.hint


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_printed_and_asked_for(name: str) -> None:
    assert read_value(f" {name} ", HERE) == read_condition(name, HERE) == Name(name)


@pytest.mark.parametrize(
    ("source", "prints"),
    [
        ("patient.name", "Jo Bloggs"),
        ("patient.age", "70"),
        ("visit.date", "20 November 2026"),
        ("patient.needs", "large print"),
        ("patient.needs | join(' and ')", "large print"),
        ("patient.name | upper", "JO BLOGGS"),
        ("patient.name | lower | upper", "JO BLOGGS"),
        ("patient.preferred", None),
        ("patient.preferred | default('friend')", "friend"),
        ("patient.preferred | upper", None),
        ("patient.preferred or patient.name", "Jo Bloggs"),
        ("'old' if patient.age >= 65 else 'young'", "old"),
        ("'a' 'b'", "ab"),
        ("7", "7"),
        ("'{{ 7 * 7 }}'", "{{ 7 * 7 }}"),
        ("'**x**'", "**x**"),
    ],
)
def test_what_a_placeholder_prints(source: str, prints: str | None) -> None:
    assert printed(source) == prints


@pytest.mark.parametrize(
    "source",
    [
        "patient.age >= 65",
        "patient.age == 70 and visit.side == 'left'",
        "patient.age < 5 or visit.side in ['left', 'both']",
        "not patient.age < 65",
        "'large print' in patient.needs",
        "patient.age in (69, 70)",
        "patient.age not in [1, 2]",
        "visit.date < today",
        "patient.birth_date",
        "patient.name != 'Al'",
        "(patient.age > 100 or patient.age < 71) and patient.name",
    ],
)
def test_conditions_that_are_met(source: str) -> None:
    assert is_met(source)


@pytest.mark.parametrize(
    "source",
    [
        "patient.preferred",
        "patient.preferred == 'Jo'",
        "patient.preferred != 'Jo'",
        "patient.preferred < 'Jo'",
        "site.id in ['hill']",
        "site.id not in ['hill']",
        "patient.preferred and patient.name",
        "patient.age > 65 and visit.side == 'right'",
    ],
)
def test_conditions_that_are_not_met(source: str) -> None:
    """A comparison with what the visit does not say is false, whatever the comparison."""
    assert not is_met(source)


def test_a_value_of_nought_is_given() -> None:
    """A baby's age is 0, which is an age."""
    assert holds(0)
    assert worked_out(read_condition("patient.age or 5", HERE), {"patient.age": 0}, "en") == 0


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("''.__class__", "reaching into a value is not allowed in an expression"),
        ("patient.name.upper", "reaching into a value is not allowed in an expression"),
        ("patient.name.__class__.__mro__", "reaching into a value is not allowed"),
        ("patient['name']", "reaching into a value is not allowed"),
        ("patient.needs[0]", "reaching into a value is not allowed"),
        ("patient.name.upper()", "calling something is not allowed"),
        ("range(10**9)", "calling something is not allowed"),
        ("lipsum()", "calling something is not allowed"),
        ("9**99999999", "a power is not allowed"),
        ("'a' * 10**9", "a product is not allowed"),
        ("1 + 1", "a sum is not allowed"),
        ("1 - 1", "a difference is not allowed"),
        ("1 / 0", "a quotient is not allowed"),
        ("7 // 2", "a quotient is not allowed"),
        ("7 % 2", "a remainder is not allowed"),
        ("'%s' % patient.name", "a remainder is not allowed"),
        ("-1", "a minus sign is not allowed"),
        ("+1", "a plus sign is not allowed"),
        ("patient.name ~ 'x'", "joining with ~ is not allowed"),
        ("'x' if patient.age", "an inline if without else is not allowed"),
        ("1 < patient.age < 9", "a chain of comparisons is not allowed"),
        ("patient.name is defined", "a test with `is` is not allowed"),
        ("{'a': 1}", "a mapping is not allowed"),
        ("1.5", "this constant is not allowed"),
        ("true or 1", "this constant is not allowed"),
        ("none or 1", "this constant is not allowed"),
        ("none", "unknown name 'none'"),
        ("9999999999", "the number is larger than 1000000000"),
        ("[patient.name]", "a list may hold words and numbers only"),
        ("patient.name | safe", "unknown filter 'safe'"),
        ("patient.name | attr('x')", "unknown filter 'attr'"),
        ("patient.name | default", "the filter 'default' takes one word or text in brackets"),
        ("patient.name | default(patient.title)", "the filter 'default' takes one word or text"),
        ("patient.name | upper('x')", "the filter 'upper' takes nothing in brackets"),
        ("patient.name | join(', ')", "the filter 'join' cannot be put on a text"),
        ("(patient.age > 3) | upper", "the filter 'upper' cannot be put on a truth"),
        ("[x for x in y]", "cannot read '[x for x in y]'"),
        ("patient.name }}{{ patient.age", "'patient.name }}{{ patient.age' is more than one value"),
        ("patient.name }}{% for i in 'a' %}{{ i }}{% endfor %}{{ 1", '"patient.name }}'),
        ("", "cannot read ''"),
        ("patient.", "cannot read 'patient.'"),
        ("'\\ud800'", "a backslash is not allowed in an expression"),
        ("'\\x00'", "a backslash is not allowed in an expression"),
        ("(" * 450, "the expression is nested too deeply"),
        ("not " * 100 + "1 < 2 < 3", "a chain of comparisons is not allowed"),
        ("'" + "a" * 500 + "'", "the expression is longer than 500 characters"),
        ("a" * 501, "the expression is longer than 500 characters"),
    ],
)
def test_everything_else_is_refused(source: str, message: str) -> None:
    assert complaint(source)[0].startswith(message)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("patient.age > 'a'", "number and text cannot be compared with >"),
        ("patient.name == 3", "text and number cannot be compared with =="),
        ("visit.date < '2026-01-01'", "date and text cannot be compared with <"),
        ("'a' in 'abc'", "text and text cannot be compared with in"),
        ("patient.needs == ['large print']", "list and list cannot be compared with =="),
        ("patient.needs in ['large print']", "list and list cannot be compared with in"),
        ("patient.age in ['70']", "number and list cannot be compared with in"),
        ("patient.age not in ['x', 1]", "number and list cannot be compared with not in"),
        ("visit.date in ['2026-11-20']", "date and list cannot be compared with in"),
        ("3 in patient.needs", "number and list cannot be compared with in"),
        ("(patient.age > 3) == 'True'", "truth and text cannot be compared with =="),
        ("(not patient.age) < 'x'", "truth and text cannot be compared with <"),
        ("(patient.age or 'x') < 'y'", "mixture and text cannot be compared with <"),
        (
            "('x' if patient.name else patient.age) < 'y'",
            "mixture and text cannot be compared with <",
        ),
    ],
)
def test_only_like_is_compared_with_like(source: str, message: str) -> None:
    """The last four once read well, and then crashed when a visit came to be printed."""
    assert complaint(source)[0] == message


@pytest.mark.parametrize("source", ["patient.age > 65", "not patient.age", "1 == 1 and 2 == 2"])
def test_a_condition_is_not_printed(source: str) -> None:
    """It would come out as True or False on a patient's leaflet."""
    assert complaint(source, as_value=True)[0] == f"{source!r} is a condition, not a value"


@pytest.mark.parametrize(
    ("source", "message", "hint"),
    [
        ("patient.nmae", "unknown name 'patient.nmae'", "did you mean 'patient.name'?"),
        ("clinic.telephone", "unknown name 'clinic.telephone'", "known: clinic.name, "),
        ("weather.today", "unknown name 'weather.today'", "known: clinic.…, site.…, "),
        ("patient.name | uper", "unknown filter 'uper'", "did you mean 'upper'?"),
        ("visit.side == 'lft'", "visit.side is never 'lft'", "did you mean 'left'?"),
        ("'middle' == visit.side", "visit.side is never 'middle'", "it can be left, right, both"),
        ("visit.side in ['left', 'rigth']", "visit.side is never 'rigth'", "did you mean 'right'?"),
        (
            "'large-print' in patient.needs",
            "patient.needs is never 'large-print'",
            "did you mean 'large print'?",
        ),
    ],
)
def test_a_slip_of_the_pen_is_told_what_was_meant(source: str, message: str, hint: str) -> None:
    said_message, said_hint = complaint(source)
    assert said_message == message
    assert said_hint.startswith(hint)


def test_names_are_found_wherever_they_stand() -> None:
    source = "('a' if patient.age > 3 else clinic.name | upper) or not visit.side in [site.id]"
    with pytest.raises(HandoutError):
        read_condition(source, HERE)
    source = source.replace("[site.id]", "['left']")
    expression = read_condition(source, HERE)
    assert names_in(expression) == {"patient.age", "clinic.name", "visit.side"}
    assert not is_constant(expression)
    assert is_constant(read_condition("clinic.name == 'x' or handout.id == 'y'", HERE))


def test_clinic_values_are_put_in_before_the_visit_comes() -> None:
    """What mixed both was once blank, or false, for everybody."""
    fixed: dict[str, Value] = {
        "clinic.name": "Hill",
        "clinic.strapline": None,
        "handout.review_by": date(2028, 1, 5),
    }
    source = "clinic.name == 'Hill' and (today > handout.review_by or clinic.strapline | upper)"
    assert settled(read_condition(source, HERE), fixed) == Both(
        Compare("eq", Constant("Hill"), Constant("Hill")),
        Both(
            Compare("gt", Name("today"), Day(date(2028, 1, 5))),
            Filter("upper", Constant("")),
            either=True,
        ),
    )
    mixed = settled(read_value("clinic.name if visit.side == 'left' else 'x'", HERE), fixed)
    assert worked_out(mixed, VALUES, "en-GB") == "Hill"
    listed = settled(read_condition("visit.side in ['left']", HERE), fixed)
    assert listed == Compare("in", Name("visit.side"), Several(("left",)))
    late = settled(read_condition("not today > handout.review_by", HERE), fixed)
    assert holds(worked_out(late, VALUES, "en-GB"))
    assert not holds(worked_out(late, {"today": date(2029, 1, 1)}, "en-GB"))


@pytest.mark.parametrize(
    "bomb",
    [
        "{{ 9**99999999 }}",
        "{{ 'a'*10**9 }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ range(10**9)|join }}",
        "{{ " + "[" * 200_000 + " }}",
        "{{ " + "a" * 500_000 + " }}",
        "{{ " * 100_000,
        "[" * 100_000,
    ],
)
def test_a_bomb_is_refused_at_once(bomb: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = workspace(tmp_path_factory.mktemp("clinic"), f"- text: |\n    {bomb}")
    with at_full_speed():
        begun = time.perf_counter()
        complaints = made.complaints()
        taken = time.perf_counter() - begun
    assert taken < 2
    assert 1 <= len(complaints) <= 2


WORDS = st.sampled_from(
    [*NAMES, "'a'", "3", "and", "or", "not", "in", "if", "else", "==", "<", "|", "upper", "("]
    + [")", "[", "]", ",", "default('x')", ".", "patient", "~", "is", "}}", "{{", "{%", "-", "*"]
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=80))
def test_an_expression_is_plain_data_or_a_problem(source: str) -> None:
    """And whatever is read can be worked out, with every value and with none."""
    try:
        expression = read_condition(source, HERE)
    except HandoutError:
        return
    for values in ({}, VALUES):
        worked_out(expression, values, "en-GB")
