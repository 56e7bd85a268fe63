"""Which exercises a topic asks for: by id or by tags, in the order that a visit may give."""

from pathlib import Path

import pytest

from handout.document import Exercises
from handout.errors import HandoutError
from handout.library import Library, unchanged
from small_clinic import EXERCISE, Workspace, outline, shown, topic, workspace

TAGS = {"cup": "[tea, hot]", "pot": "[tea]", "jug": "[tea, cold]", "tray": "[tea, hot, heavy]"}


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A clinic with four exercises that have tags of their own."""
    made = workspace(tmp_path_factory.mktemp("clinic"), "- exercises: [{tags: [tea]}]")
    for name, tags in TAGS.items():
        exercise = EXERCISE.replace("Heel raise", name.title())
        made.write(f"handouts/exercises/{name}.yaml", f"{exercise}tags: {tags}\n")
    return made


def asking(small: Workspace, choices: str) -> Workspace:
    """The workspace with a topic of these choices."""
    small.write("handouts/tea.yaml", topic(f"- exercises: {choices}"))
    return small


def hints(small: Workspace) -> list[str]:
    """What to do about what is wrong."""
    with pytest.raises(HandoutError) as caught:
        small.merged()
    return [problem.hint for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("choices", "names"),
    [
        ("[{tags: [tea]}]", ("cup", "jug", "pot", "tray")),
        ("[{tags: [tea, hot]}]", ("cup", "tray")),
        ("[{tags: [hot, tea], except: [cup]}]", ("tray",)),
        ("[{id: pot}, {tags: [hot]}]", ("pot", "cup", "tray")),
        ("[{tags: [cold]}, {tags: [heavy]}]", ("jug", "tray")),
    ],
)
def test_tags_choose_every_exercise_that_has_them_all(
    small: Workspace, choices: str, names: tuple[str, ...]
) -> None:
    assert asking(small, choices).document().slots.orders == (names,)


def test_a_dose_beside_tags_is_that_of_each(small: Workspace) -> None:
    document = asking(small, "[{tags: [hot], reps: 3}]").document()
    assert outline(document).count("Do 2 sets of 3 on each side.") == 2


@pytest.mark.parametrize("layout", ["cards", "compact", "list", "full-page"])
def test_a_topic_says_how_its_exercises_are_laid_out(small: Workspace, layout: str) -> None:
    small.write("handouts/tea.yaml", topic(f"- exercises: [{{id: cup}}]\n  layout: {layout}"))
    (group,) = (one for one in small.document().blocks if isinstance(one, Exercises))
    assert (group.slot, group.layout) == (0, layout)


@pytest.mark.parametrize(
    ("choices", "complaint", "hint"),
    [
        ("[{reps: 3}]", "14:21 an exercise is chosen by id or by tags", "write id: or tags:"),
        (
            "[{id: cup, tags: [tea]}]",
            "14:21 an exercise is chosen by id or by tags",
            "take one of them out",
        ),
        ("[{tags: [heavvy]}]", "14:21 no exercise has the tag 'heavvy'", "did you mean 'heavy'?"),
        (
            "[{tags: [hot, cold]}]",
            "14:21 no exercise is left that has all of 'hot', 'cold'",
            "ask for fewer tags",
        ),
        (
            "[{tags: [cold], except: [jug]}]",
            "14:21 no exercise is left that has all of 'cold'",
            "ask for fewer tags",
        ),
        ("[{tags: [hot], except: [trays]}]", "14:21 'trays' has not these tags anyway",
         "did you mean 'tray'?"),
        ("[{id: cup, except: [pot]}]", "14:21 'except' stands beside tags only", "take it out"),
        ("[{id: cup}, {id: cup}]", "14:32 the exercise 'cup' stands here twice", "take one out"),
        (
            "[{id: cup}, {tags: [hot]}]",
            "14:32 the exercise 'cup' stands here twice",
            "write except: [cup] beside the tags",
        ),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_said_with_its_line(
    small: Workspace, choices: str, complaint: str, hint: str
) -> None:
    assert asking(small, choices).complaints() == [complaint]
    assert hints(small) == [hint]


def test_a_file_that_cannot_be_read_is_said_when_tags_look_at_it(small: Workspace) -> None:
    small.write("handouts/exercises/pan.yaml", "name: Pan\n")
    assert small.complaints()[0].startswith("1:1 ")
    assert asking(small, "[{id: cup}]").complaints() == []


def test_tags_choose_what_is_written_in_the_language(tmp_path: Path) -> None:
    """Another language's exercise is left out, and one in its folder is preferred."""
    for path, language in (("cup", "en-GB"), ("pot", "de"), ("de/cup", "de"), ("de/jug", "de")):
        file = tmp_path / "handouts" / "exercises" / f"{path}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{EXERCISE}language: {language}\n", "utf-8")
    library = Library((tmp_path,))
    assert [name for name, _ in library.exercises("en-GB")] == ["cup"]
    assert [name for name, _ in library.exercises("de")] == ["cup", "jug", "pot"]


def test_an_exercise_that_comes_later_is_noticed(small: Workspace, tmp_path: Path) -> None:
    """Once a press in the cache went on without it."""
    library = small.library
    library.exercises("en")
    assert unchanged(library.seen)
    exercise = EXERCISE.replace("Heel raise", "Kettle")
    small.write("handouts/exercises/kettle.yaml", f"{exercise}tags: [tea]\n")
    assert not unchanged(library.seen)
    before = small.leaflet(kept_in=tmp_path).pdf
    small.write("handouts/exercises/lid.yaml", f"{exercise}tags: [tea]\n")
    assert small.leaflet(kept_in=tmp_path).pdf != before


@pytest.mark.parametrize(
    ("written", "orders"),
    [
        (None, ((0, 1), (0, 1, 2))),
        ("side: left", ((0, 1), (0, 1, 2))),
        ("exercise_order: [pot]", ((0, 1), (1, 0, 2))),
        ("exercise_order: [tray, pot, jug]", ((1, 0), (2, 1, 0))),
        ("exercise_order: [cup, jug, tray, pot]", ((0, 1), (0, 2, 1))),
    ],
)
def test_a_visit_may_put_exercises_first(
    small: Workspace, written: str | None, orders: tuple[tuple[int, ...], ...]
) -> None:
    """Within each group; what it does not name comes after, as the topic has it."""
    blocks = "- exercises: [{id: cup}, {id: jug}]\n- exercises: [{id: jug}, {id: pot}, {id: tray}]"
    small.write("handouts/tea.yaml", topic(blocks))
    assert small.fill(small.document().slots, written).orders == orders


def test_what_a_visit_adds_is_in_its_order_too(small: Workspace) -> None:
    document = asking(small, "[{id: cup}]").document(look="plain")
    written = "exercises: [{id: pot}, {id: jug}]\nexercise_order: [jug, cup]"
    lines = outline(document, small.fill(document.slots, written)).splitlines()
    names = [line.split()[-1] for line in lines if "exercise h" in line]
    assert names == ["Cup", "Jug", "Pot"]


def test_an_order_of_an_exercise_that_nobody_has_is_refused(small: Workspace) -> None:
    slots = asking(small, "[{id: cup}]").document().slots
    with pytest.raises(HandoutError) as caught:
        small.fill(slots, "exercise_order: [cup, pot]")
    assert shown(caught.value)[0].endswith(
        "the visit orders the exercise 'pot', which the leaflet does not have"
    )
    other = asking(small, "[{id: pot}]").document().slots
    small.filled(slots, "exercise_order: [cup, pot]", elsewhere=(other,))
    small.fill(slots, "exercise_order: [cup, pot]\nexercises: [{id: pot}]")


def test_an_order_names_each_exercise_once(small: Workspace) -> None:
    with pytest.raises(HandoutError, match="the visit orders the exercise 'cup' twice"):
        small.fill(small.document().slots, "exercise_order: [cup, cup]")
