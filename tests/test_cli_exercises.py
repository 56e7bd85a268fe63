"""`handout exercises`, `new exercise`, `check` of exercises, and their completion."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.shell_completion import ShellComplete

from handout.cli import program
from handout.errors import ExitCode
from handout.library import builtin
from handout.model.exercise import Exercise
from handout.poses import drawing
from handout.source.reader import read
from workspaces import CLINIC, EXERCISE, run, stand_in_workspace


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace of its own."""
    return stand_in_workspace(tmp_path, monkeypatch)


def add(name: str, text: str = "", folder: str = "handouts/exercises") -> Path:
    """An exercise in the workspace."""
    path = Path(folder) / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text or EXERCISE.format(name=name, tags="zen"), "utf-8")
    return path


def ids() -> list[str]:
    return sorted(path.stem for path in (builtin() / "handouts" / "exercises").glob("*.yaml"))


# The list


def test_every_exercise_is_listed_with_its_tags() -> None:
    result = run("exercises")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ids()
    bridge = next(line for line in lines if line.startswith("bridge "))
    assert bridge.split() == ["bridge", "Bridge", "back,", "hip,", "lying,", "strength"]
    start = bridge.index("Bridge")
    assert {line[start - 2 : start] for line in lines} == {"  "}
    assert all(line[start] != " " for line in lines)


def test_the_clinics_own_come_first_and_take_the_place_of_others() -> None:
    add("zebra-walk")
    add("bridge", EXERCISE.format(name="Our bridge", tags="zen, back"))
    told = json.loads(run("exercises", "--json").stdout)
    assert [one["id"] for one in told[:2]] == ["bridge", "zebra-walk"]
    assert told[0] == {"id": "bridge", "name": "Our bridge", "tags": ["zen", "back"], "own": True}
    assert not any(one["own"] for one in told[2:])
    assert sorted(one["id"] for one in told) == sorted({*ids(), "zebra-walk"})


def test_several_tags_must_all_hold() -> None:
    foot = {one["id"] for one in json.loads(run("exercises", "--tag", "foot", "--json").stdout)}
    both = json.loads(run("exercises", "--tag", "foot", "--tag", "stretch", "--json").stdout)
    assert both and {one["id"] for one in both} < foot
    assert all({"foot", "stretch"} <= set(one["tags"]) for one in both)


def test_tags_that_never_meet_list_nothing() -> None:
    add("zebra-walk")
    result = run("exercises", "--tag", "zen", "--tag", "foot")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "warning: no exercise has all the tags zen, foot" in result.stderr
    assert run("exercises", "--tag", "zen", "--tag", "foot", "--json").stdout == "[]\n"


def test_an_unknown_tag_is_said_with_what_was_meant() -> None:
    result = run("exercises", "--tag", "strech", "--tag", "xyz")
    assert result.exit_code == ExitCode.CONTENT
    assert "no exercise has the tag 'strech'\n    hint: did you mean 'stretch'? the tags are " in (
        result.stderr
    )
    assert "no exercise has the tag 'xyz'\n    hint: the tags are aerobic, " in result.stderr
    assert result.stderr.endswith("2 problems\n")


def test_a_clinic_of_another_language_lists_its_own() -> None:
    Path("clinic.yaml").write_text(CLINIC.replace("en-GB", "es"), "utf-8")
    result = run("exercises")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "there are no exercises in the clinic's language" in result.stderr
    add("puente", EXERCISE.format(name="Puente", tags="zen").replace("en-GB", "es"))
    assert run("exercises").stdout == "puente  Puente  zen\n"


def test_a_file_that_cannot_be_read_is_told_with_its_line() -> None:
    add("zebra-walk", "nmae: Zebra\n")
    result = run("exercises")
    assert result.exit_code == ExitCode.CONTENT
    assert "handouts/exercises/zebra-walk.yaml:1:1: unknown field 'nmae'" in result.stderr


def test_listing_loads_nothing_that_prints() -> None:
    code = (
        "import sys\nfrom handout.cli import program\n"
        "try: program(['exercises'], prog_name='handout')\n"
        "except SystemExit as end: assert not end.code\n"
        "print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split("LOADED", 1)[1].split())
    assert "click" in loaded and "yaml" in loaded
    assert not loaded & {"reportlab", "jinja2", "PIL", "uharfbuzz", "pypdfium2"}


# new exercise


def test_a_new_exercise_loads_and_is_drawn_as_it_is(clinic: Path) -> None:
    result = run("new", "exercise", "wall-sit")
    assert (result.exit_code, result.stderr) == (0, "")
    path = clinic / "handouts" / "exercises" / "wall-sit.yaml"
    assert result.stdout.startswith("handouts/exercises/wall-sit.yaml is ready to write in")
    text = path.read_text("utf-8")
    assert "$" not in text and max(map(len, text.splitlines())) <= 100
    exercise = read(path.read_bytes(), str(path), Exercise)
    assert exercise.name.value == "Wall sit" and exercise.language == "en-GB"
    assert exercise.tags and exercise.dose.reps and exercise.figure and exercise.figure.end
    assert len(drawing(exercise).shapes) > 20
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert run("figure", "wall-sit").stderr == ""
    assert json.loads(run("exercises", "--json").stdout)[0]["id"] == "wall-sit"


def test_editors_can_check_a_new_exercise(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    run("init", folder)
    run("-C", folder, "new", "exercise", "wall-sit")
    path = folder / "handouts" / "exercises" / "wall-sit.yaml"
    first, _, text = path.read_text("utf-8").partition("\n")
    assert first == "# yaml-language-server: $schema=../../schemas/exercise.json"
    schema = json.loads((path.parent / first.partition("=")[2]).read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(yaml.safe_load(text))) == []
    wrong = yaml.safe_load(text.replace("base: standing", "base: flying"))
    assert list(validator.iter_errors(wrong))


def test_a_topic_may_be_started_by_its_kind(clinic: Path) -> None:
    for words, file in (
        (("exercise",), ""),
        (("topic",), ""),
        (("topic", "exercise"), "handouts/exercise.yaml"),
        (("topic", "rest-2"), "handouts/rest-2.yaml"),
        (("sciatica-2",), "handouts/sciatica-2.yaml"),
        (("exercise", "exercise"), "handouts/exercises/exercise.yaml"),
    ):
        result = run("new", *words)
        if file:
            assert (result.exit_code, result.stderr) == (0, "")
            assert (clinic / file).is_file()
        else:
            assert result.exit_code == ExitCode.USAGE
            assert f"`handout new topic {words[0]}`" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("exercise", "Wall sit"), ("exercise", "../x"), ("exercise", ""), ("sport", "x"),
     ("exercise", "a", "b"), ()],
)  # fmt: skip
def test_what_cannot_be_started_is_a_usage_error(words: tuple[str, ...], clinic: Path) -> None:
    before = sorted(clinic.rglob("*"))
    assert run("new", *words).exit_code == ExitCode.USAGE
    assert sorted(clinic.rglob("*")) == before


def test_an_exercise_is_not_written_over() -> None:
    path = add("zebra-walk")
    before = path.read_bytes()
    result = run("new", "exercise", "zebra-walk")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "zebra-walk.yaml: this file is there already" in result.stderr
    assert path.read_bytes() == before


def test_an_exercise_that_replaces_a_builtin_one_is_said() -> None:
    result = run("new", "exercise", "bridge")
    assert result.exit_code == 0
    assert "takes the place of the built-in exercise 'bridge'" in result.stderr


def test_an_exercise_needs_a_workspace_and_room(clinic: Path) -> None:
    (clinic / "handouts" / "exercises").touch()
    result = run("new", "exercise", "wall-sit")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "handouts/exercises: cannot be made" in result.stderr
    (clinic / "clinic.yaml").unlink()
    result = run("new", "exercise", "wall-sit")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "there is no clinic.yaml here" in result.stderr


# check


def posed(figure: str, **changes: str) -> str:
    """An exercise with a figure."""
    text = EXERCISE.format(name=changes.get("name", "Zebra walk"), tags="zen")
    return f"{text}figure:\n{figure}"


def test_a_pose_that_nobody_can_take_is_told_though_no_topic_has_it() -> None:
    add("zebra-walk", posed("  props: [{prop: wall}]\n  start: {right: {hand: table}}\n"))
    result = run("check")
    assert result.exit_code == ExitCode.CONTENT
    (first, *_) = result.stderr.splitlines()
    assert first.startswith("handouts/exercises/zebra-walk.yaml:12:")
    assert result.stderr.count("zebra-walk.yaml") == 1 and "    hint: " in result.stderr
    assert result.stderr.endswith("1 problem\n")


def test_words_that_cannot_be_read_are_told_with_their_line() -> None:
    add("zebra-walk", EXERCISE.format(name="Lift {{ side.lower }} foot", tags="zen"))
    result = run("check")
    assert result.exit_code == ExitCode.CONTENT
    assert "zebra-walk.yaml:1:" in result.stderr and "side.lower" in result.stderr


def test_exercises_in_other_languages_are_checked() -> None:
    add("zebra-walk", posed("  start: {right: {foot: table}}\n"), "handouts/exercises/en")
    add("tips", "titel: Tips\n", "handouts/shared/es")
    result = run("check")
    assert result.exit_code == ExitCode.CONTENT
    assert "handouts/exercises/en/zebra-walk.yaml:11:" in result.stderr
    assert "handouts/shared/es/tips.yaml:1:1: unknown field 'titel'" in result.stderr


def test_phrases_that_cannot_be_filled_are_told() -> None:
    """A brace that is misspelt came out as a traceback."""
    Path("templates/strings").mkdir(parents=True)
    text = (builtin() / "templates" / "strings" / "en.yaml").read_text("utf-8")
    wrong = text.replace("load: Use {load}.", "load: Use {lode}.")
    assert wrong != text
    Path("templates/strings/en.yaml").write_text(wrong, "utf-8")
    add("zebra-walk")
    for words in (("check",), ("figure", "bridge"), ("catalogue",)):
        result = run(*words)
        assert result.exit_code == ExitCode.CONTENT
        assert "the phrase 'load' holds {lode}" in result.stderr


def test_a_sound_exercise_is_counted() -> None:
    add("zebra-walk", posed("  start: {base: standing}\n  end: {lean: 5}\n"))
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "3 files checked\n"


# Completion


def test_exercises_drawings_and_tags_are_completed() -> None:
    add("zebra-walk", "name: Z\ntags:\n  - zen\n  - 'zoo'   \nsources: [x]\n")
    complete = ShellComplete(program, {}, "handout", "_HANDOUT_COMPLETE")

    def offered(arguments: list[str], start: str) -> list[str]:
        return [str(item.value) for item in complete.get_completions(arguments, start)]

    assert offered(["figure"], "ze") == ["zebra-walk"]
    assert offered(["figure"], "kinetic") == ["kinetic-chain"]
    assert offered(["exercises", "--tag"], "z") == ["zen", "zoo"]
    assert offered(["catalogue", "--tag"], "stre") == ["strength", "stretch"]
    assert "exercises" in offered([], "ex")
