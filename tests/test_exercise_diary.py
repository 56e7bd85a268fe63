"""The exercise diary: a line for each exercise, and the days from the visit on."""

import pytest

from handout.document import Diary, Field
from handout.errors import HandoutError
from small_clinic import EXERCISE, Workspace, outline, topic, words, workspace

BLOCKS = """
- exercises: [{id: heel-raise}, {id: toe-curl, times_a_day: 3}]
- exercise_diary: "My week, {{ patient.given }}"
"""


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A topic with two exercises and a diary of them."""
    made = workspace(tmp_path_factory.mktemp("clinic"), BLOCKS)
    for name in ("Heel raise", "Toe curl", "Step up"):
        file = f"handouts/exercises/{name.lower().replace(' ', '-')}.yaml"
        made.write(file, EXERCISE.replace("Heel raise", name))
    return made


def lines(small: Workspace, written: str | None, language: str = "en-GB") -> list[str]:
    """The diary's lines in the leaflet of a visit, in the plain look."""
    document = small.document(look="plain")
    printed = outline(document, small.fill(document.slots, written, language)).splitlines()
    start = next(index for index, line in enumerate(printed) if line.startswith("diary"))
    end = next((i for i in range(start, len(printed)) if "Notes: 0" in printed[i]), start)
    return [line.strip() for line in printed[start : end + 1]]


def test_without_a_visit_the_days_have_names_and_the_week_a_blank(small: Workspace) -> None:
    assert lines(small, None) == [
        "diary My week, ____",
        "Week from ____ | Mon | Tue | Wed | Thu | Fri | Sat | Sun",
        "Heel raise: 1",
        "Toe curl: 3",
        "Pain, 0 to 10: 0",
        "Notes: 0",
    ]
    (default,) = (
        inner
        for block in small.document().blocks
        for inner in getattr(block, "default", ())
        if isinstance(inner, Diary)
    )
    (blank,) = (span for span in default.corner if isinstance(span, Field))
    assert blank.blank < 60, "it has to fit into the first column"
    assert default.place is not None


def test_the_days_are_those_from_the_visit_on(small: Workspace) -> None:
    written = "patient: {given: Jo}\nvisit: {date: 2026-11-28}"
    assert lines(small, written)[:2] == [
        "diary My week, Jo",
        "Exercise | Sat 28 Nov | Sun 29 Nov | Mon 30 Nov | Tue 1 Dec | Wed 2 Dec | Thu 3 Dec | "
        "Fri 4 Dec",
    ]


def test_a_visit_without_a_date_has_a_blank_too(small: Workspace) -> None:
    found = lines(small, "exercises: [{id: heel-raise, times_a_day: 2}]")
    assert found[1:3] == [
        "Week from ____ | Mon | Tue | Wed | Thu | Fri | Sat | Sun", "Heel raise: 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en-US", "Exercise | Sat, Nov 21 | Sun, Nov 22"),
        ("de", "Exercise | Sa., 21. Nov. | So., 22. Nov."),
        ("fr", "Exercise | sam. 21 nov. | dim. 22 nov."),
    ],
)
def test_the_days_are_in_the_languages_own_form(small: Workspace, language: str, days: str) -> None:
    assert lines(small, "visit: {date: 2026-11-21}", language)[1].startswith(days)


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("exercises: [{id: heel-raise, drop: true}]", ["Toe curl: 3"]),
        ("exercises: [{id: step-up, times_a_day: 2}]", ["Heel raise: 1", "Toe curl: 3",
                                                        "Step up: 2"]),
        ("exercise_order: [toe-curl]", ["Toe curl: 3", "Heel raise: 1"]),
        ("exercises: [{id: heel-raise, times_a_day: 12}]", ["Heel raise: 4", "Toe curl: 3"]),
    ],
)  # fmt: skip
def test_the_lines_are_the_exercises_of_the_visit(
    small: Workspace, written: str, rows: list[str]
) -> None:
    """At most four boxes a day."""
    assert lines(small, written)[2:-2] == rows


def test_an_exercise_that_stands_twice_has_one_line(small: Workspace) -> None:
    """Also one of another topic of the pack, or in several phases."""
    phase = "{name: A, exercises: [{id: toe-curl, times_a_day: 2}], move_on_when: B}"
    small.write("handouts/tea.yaml", topic(f"{BLOCKS}- phases: [{phase}]"))
    assert lines(small, None)[2:-2] == ["Heel raise: 1", "Toe curl: 3"]


def test_weeks_are_counted_where_there_are_several(small: Workspace) -> None:
    small.write("handouts/tea.yaml", topic(f"{BLOCKS}  weeks: 2"))
    document = small.document()
    fill = small.fill(document.slots, "visit: {date: 2026-11-21}")
    weeks = [block for blocks in fill.blocks for block in blocks or () if isinstance(block, Diary)]
    assert [words(week.caption, document.slots, fill) for week in weeks] == [
        "My week, ____: week 1 of 2", "My week, ____: week 2 of 2",
    ]  # fmt: skip
    assert [words(week.days[0]) for week in weeks] == ["Sat 21 Nov", "Sat 28 Nov"]


@pytest.mark.parametrize("weeks", ["0", "9", "two"])
def test_a_diary_is_of_one_to_eight_weeks(small: Workspace, weeks: str) -> None:
    small.write("handouts/tea.yaml", topic(f"{BLOCKS}  weeks: {weeks}"))
    (complaint,) = small.complaints()
    assert "a whole number from 1 to 8" in complaint


def test_a_visit_at_the_end_of_the_calendar_is_refused(small: Workspace) -> None:
    """Its weeks would have days that no calendar has."""
    document = small.document()
    with pytest.raises(HandoutError, match="the visit is more than 125 years ahead"):
        small.fill(document.slots, "visit: {date: 9999-12-30}")
