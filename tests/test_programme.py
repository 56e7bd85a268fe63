"""All exercises of a leaflet together: the line that counts them, and a warning for too many."""

import pytest

from handout.errors import HandoutError, Problem
from handout.merge.programme import Planned, burdens
from handout.model.clinic import Burden
from handout.model.exercise import DoseChange, Range
from small_clinic import CLINIC, EXERCISE, Workspace, outline, topic, workspace


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A clinic with four exercises: of 10 minutes, of 5, of 80 seconds, and of 40."""
    made = workspace(tmp_path_factory.mktemp("clinic"), "- exercises: [{id: long}, {id: short}]")
    for name, dose in (
        ("long", "minutes: 10"),
        ("middle", "minutes: 5"),
        ("short", "reps: 10, per_side: true"),
        ("tiny", "reps: 10"),
    ):
        exercise = EXERCISE.replace("Heel raise", name.title())
        start, end = exercise.index("dose: "), exercise.index("feel:")
        exercise = f"{exercise[:start]}dose: {{{dose}}}\n{exercise[end:]}"
        made.write(f"handouts/exercises/{name}.yaml", exercise)
    return made


def lines(small: Workspace, written: str | None = None, *topics: str) -> list[str]:
    """The programme lines of the leaflet of a visit, in the plain look."""
    document = small.document(*topics, look="plain")
    printed = outline(document, small.fill(document.slots, written)).splitlines()
    return [line.strip("p *") for line in printed if "a day.**" in line]


def warned(small: Workspace, written: str | None = None, *topics: str) -> tuple[Problem, ...]:
    """What the leaflet of a visit is warned of."""
    return small.filled(small.document(*topics, look="plain").slots, written).warnings


def test_an_exercise_in_a_phase_and_outside_it_counts_with_its_longer_dose() -> None:
    """What stood outside the phases once hid a longer dose in one of them."""
    short, long = (DoseChange(minutes=Range(n, n)) for n in (5, 20))
    plan = (Planned("walk", (), short, 0), Planned("walk", (), long, 1, 1))
    (problem,) = burdens(plan, Burden(exercises=1, minutes=19), None)
    assert "takes 20 minutes a day" in problem.message


def blocks(small: Workspace, text: str, name: str = "tea") -> None:
    """A topic with these blocks."""
    small.write(f"handouts/{name}.yaml", topic(text, name))


def test_the_line_stands_before_the_first_exercises_only(small: Workspace) -> None:
    """80 seconds and 10 minutes are 12 minutes, the last one begun."""
    blocks(small, "- text: x\n- exercises: [{id: long}]\n- exercises: [{id: short}]")
    printed = outline(small.document()).splitlines()
    assert printed[3:6] == [
        "p x", "insert programme", "  p **2 exercises. About 12 minutes a day.**",
    ]  # fmt: skip
    assert sum("a day.**" in line for line in printed) == 1


def test_one_of_something_is_said_as_one(small: Workspace) -> None:
    blocks(small, "- exercises: [{id: tiny}]")
    assert lines(small) == ["1 exercise. About 1 minute a day."]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (None, "2 exercises. About 12 minutes a day."),
        ("side: left", "2 exercises. About 12 minutes a day."),
        ("exercises: [{id: short, drop: true}]", "1 exercise. About 10 minutes a day."),
        ("exercises: [{id: middle}]", "3 exercises. About 17 minutes a day."),
        ("exercises: [{id: short, side: left}]", "2 exercises. About 11 minutes a day."),
        ("exercises: [{id: long, times_a_day: 2}]", "2 exercises. About 22 minutes a day."),
        ("exercises: [{id: long, days_a_week: 3}]", "2 exercises. About 12 minutes a day."),
    ],
)
def test_the_line_counts_what_the_visit_prints(
    small: Workspace, written: str | None, line: str
) -> None:
    assert lines(small, written) == [line]


def test_where_nothing_is_left_nothing_is_counted(small: Workspace) -> None:
    written = "exercises: [{id: short, drop: true}, {id: long, drop: true}]"
    assert lines(small, written) == []


def test_an_exercise_that_stands_twice_is_done_once(small: Workspace) -> None:
    """With the longer of its doses, also when it stands in two topics of a pack."""
    blocks(small, "- exercises: [{id: short, reps: 30}]", "milk")
    assert lines(small, None, "tea", "milk") == ["2 exercises. About 14 minutes a day."]


@pytest.mark.parametrize(
    ("born", "line"),
    [
        ("1950-01-01", "2 exercises. About 12 minutes a day."),
        ("1990-01-01", "1 exercise. About 2 minutes a day."),
        (None, "1 exercise. About 2 minutes a day."),
    ],
)
def test_exercises_behind_a_condition_count_where_they_are_printed(
    small: Workspace, born: str | None, line: str
) -> None:
    """The line stands before the first group that is printed, whichever that is."""
    blocks(
        small,
        "- when: patient.age >= 65\n  exercises: [{id: long}]\n- exercises: [{id: short}]",
    )
    written = f"patient: {{birth_date: {born}}}" if born else None
    assert lines(small, written) == [line]


def test_what_no_visit_prints_is_not_counted(small: Workspace) -> None:
    blocks(
        small,
        "- when: clinic.name == 'Other'\n  exercises: [{id: long}]\n- exercises: [{id: short}]",
    )
    assert lines(small) == ["1 exercise. About 2 minutes a day."]
    assert lines(small, "exercises: [{id: long}]") == ["2 exercises. About 12 minutes a day."]
    blocks(small, "- when: clinic.name == 'Other'\n  exercises: [{id: long}]\n- text: x")
    assert lines(small) == []
    assert small.document().slots.inserts == ()


def test_an_exercise_hidden_from_a_visit_is_added_when_the_visit_asks_for_it(
    small: Workspace,
) -> None:
    """It once was neither in its place nor among what the visit adds."""
    blocks(small, "- when: patient.age >= 65\n  exercises: [{id: long}]")
    document = small.document(look="plain")
    young = "patient: {birth_date: 1990-01-01}\nexercises: [{id: long, reps: 3}]"
    printed = outline(document, small.fill(document.slots, young))
    assert printed.count("exercise h3 Long") == 1
    assert "h2 Your exercises" in printed
    old = young.replace("1990", "1950")
    assert "h2 Your exercises" not in outline(document, small.fill(document.slots, old))
    small.fill(document.slots, young.replace("reps: 3", "drop: true"))


def test_too_much_is_warned_of_where_it_was_written(small: Workspace) -> None:
    small.write("clinic.yaml", f"{CLINIC}burden: {{exercises: 1, minutes: 11}}\n")
    count, minutes = warned(small)
    assert (count.severity, minutes.severity) == ("warning", "warning")
    assert count.message == "the programme has 2 exercises, more than 1"
    assert count.hint == "take exercises out, or raise burden.exercises in clinic.yaml"
    assert minutes.message == "the programme takes 12 minutes a day, more than 11"
    assert minutes.hint == "take exercises out, or raise burden.minutes in clinic.yaml"
    assert count.place is not None
    assert (count.place.file[-8:], count.place.line, count.place.column) == ("tea.yaml", 14, 9)


def test_a_visit_is_warned_of_its_own_programme(small: Workspace) -> None:
    """At the visit's file, without a word of it."""
    small.write("clinic.yaml", f"{CLINIC}burden: {{exercises: 2, minutes: 12}}\n")
    assert warned(small) == ()
    (count, minutes) = warned(small, "patient: {given: Jo}\nexercises: [{id: middle, note: x}]")
    assert [one.place.file for one in (count, minutes) if one.place] == ["visit.yaml"] * 2
    assert not any(one.place.excerpt for one in (count, minutes) if one.place)
    assert warned(small, "exercises: [{id: middle}, {id: long, drop: true}]") == ()


def test_eight_exercises_and_half_an_hour_are_the_usual_limits(small: Workspace) -> None:
    written = "exercises: [{id: middle, minutes: 18}, {id: tiny}]"
    assert warned(small, written) == ()
    (warning,) = warned(small, "exercises: [{id: middle, minutes: 19}]")
    assert warning.message == "the programme takes 31 minutes a day, more than 30"


def test_a_warning_comes_with_the_leaflet(small: Workspace) -> None:
    small.write("clinic.yaml", f"{CLINIC}burden: {{exercises: 1}}\n")
    messages = [one.message for one in small.leaflet().problems]
    assert messages == ["the programme has 2 exercises, more than 1"]


@pytest.mark.parametrize("burden", ["exercises: 0", "exercises: 51", "minutes: 481", "hours: 1"])
def test_a_limit_that_makes_no_sense_is_refused(small: Workspace, burden: str) -> None:
    small.write("clinic.yaml", f"{CLINIC}burden: {{{burden}}}\n")
    with pytest.raises(HandoutError, match=burden.split(":")[0]):
        small.document()
