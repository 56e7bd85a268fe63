"""`handout init`, `new`, `list`, `check`, `schema`, `doctor`: a workspace and its care."""

import errno
import json
import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.shell_completion import ShellComplete

from handout import __version__
from handout.cli import doctor, program
from handout.errors import ExitCode
from handout.library import builtin
from workspaces import CLINIC, files_told, make_workspace, run, topic

COMMANDS = (
    "approve", "batch", "build", "catalogue", "check", "diff", "doctor", "exercises", "figure",
    "find", "init", "list", "new", "report", "rules", "schema", "verify",
)  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in an empty folder, with a cache of its own."""
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


# init


def test_a_new_workspace_builds_at_once(here: Path) -> None:
    result = run("init", "clinic")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "handout -C clinic build sciatica" in result.stdout
    for folder in ("handouts/figures", "templates", "fonts", "output", "visits", "schemas"):
        assert (here / "clinic" / folder).is_dir()
    result = run("-C", "clinic", "build", "sciatica")
    assert (files_told(result), result.stderr) == (["clinic/output/sciatica.pdf"], "")
    result = run("-C", "clinic", "build", "--visit", "clinic/visits/example.yaml")
    assert files_told(result) == ["clinic/output/sciatica-visit-2026-01-15.pdf"]
    assert result.stderr == ""
    assert run("-C", "clinic", "check").exit_code == 0


def test_editors_can_check_the_files_of_a_new_workspace(here: Path) -> None:
    run("init", "clinic")
    run("-C", "clinic", "new", "ankle-sprain")
    checked = 0
    for name in ("clinic.yaml", "visits/example.yaml", "handouts/ankle-sprain.yaml"):
        path = here / "clinic" / name
        first = path.read_text("utf-8").splitlines()[0]
        start = "# yaml-language-server: $schema="
        assert first.startswith(start)
        schema = json.loads((path.parent / first.removeprefix(start)).read_text("utf-8"))
        document = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        assert schema["$defs"] and document
        for problem in jsonschema.Draft202012Validator(schema).iter_errors(document):
            # Every scalar is text here, so only what is said about names can be judged.
            assert problem.validator not in ("additionalProperties", "required"), problem.message
        checked += 1
    assert checked == 3


def test_leaflets_and_visits_are_kept_out_of_git(here: Path) -> None:
    run("init", "clinic")
    ignored = (here / "clinic" / ".gitignore").read_text().splitlines()
    assert {"output/", "visits/"} <= set(ignored)


@pytest.mark.parametrize("name", ["clinic.yaml", "letter.odt", ".gitignore"])
def test_a_folder_in_use_is_left_alone(name: str, here: Path) -> None:
    (here / "clinic").mkdir()
    (here / "clinic" / name).write_text("mine")
    result = run("init", "clinic")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert result.stderr.startswith("clinic: this folder is not empty")
    assert tree(here / "clinic") == {name: b"mine"}


def test_an_empty_folder_may_become_a_workspace(here: Path) -> None:
    (here / ".git").mkdir()
    assert run("init", ".").exit_code == 0
    assert (here / "clinic.yaml").is_file()
    assert run("init", ".").exit_code == ExitCode.ENVIRONMENT


def test_a_workspace_that_cannot_be_made_is_said(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "file").touch()
    for name in ("file", "file/clinic"):
        result = run("init", name)
        assert result.exit_code == ExitCode.ENVIRONMENT
        assert result.stderr.startswith("file")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Path, "open", refuse)
    result = run("init", "clinic")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "cannot be written: the disk is full" in result.stderr


# new


def test_a_new_handout_builds_as_it_is(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1709164800")  # 29 February 2024
    make_workspace(here / "clinic")
    (here / "clinic" / "handouts" / "rest.yaml").unlink()  # it is of another year
    result = run("-C", "clinic", "new", "ankle-sprain")
    assert (result.exit_code, result.stderr) == (0, "")
    text = (here / "clinic" / "handouts" / "ankle-sprain.yaml").read_text("utf-8")
    assert text.startswith("id: ankle-sprain\n")
    assert "\ntitle: Ankle sprain\n" in text and "\nstatus: draft" in text
    assert "\npublished: 2024-02-29\nreview_by: 2026-02-28\n" in text
    result = run("-C", "clinic", "build", "ankle-sprain")
    assert (files_told(result), result.stderr) == (["clinic/output/ankle-sprain.pdf"], "")
    result = run("-C", "clinic", "check")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        (("sciatica",), "topic 'sciatica'"),
        (("new-patient-sciatica",), "pack 'new-patient-sciatica'"),
        (("pack", "new-patient-sciatica"), "pack 'new-patient-sciatica'"),
    ],
)
def test_what_hides_something_built_in_is_made_and_told_of(
    words: tuple[str, ...], hidden: str, here: Path
) -> None:
    make_workspace(here / "clinic")
    result = run("-C", "clinic", "new", *words)
    assert result.exit_code == 0 and "is ready to write in" in result.stdout
    assert result.stderr == f"warning: it takes the place of the built-in {hidden}\n"


def test_a_handout_is_not_written_over(here: Path) -> None:
    make_workspace(here / "clinic")
    before = tree(here / "clinic")
    result = run("-C", "clinic", "new", "rest")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert result.stderr.startswith("clinic/handouts/rest.yaml: this file is there already")
    assert tree(here / "clinic") == before


@pytest.mark.parametrize("name", ["../rest", "Rest", "a b", "a_b", "-", "a" * 65, "rest.yaml", ""])
def test_a_topic_needs_a_plain_name(name: str, here: Path) -> None:
    make_workspace(here / "clinic")
    before = tree(here / "clinic")
    result = run("-C", "clinic", "new", "--", name)
    assert result.exit_code == ExitCode.USAGE
    assert tree(here / "clinic") == before


def test_a_handout_needs_a_workspace() -> None:
    result = run("new", "rest")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "there is no clinic.yaml here\n    hint: run `handout init DIR`" in result.stderr


# list


def test_topics_are_listed_with_their_titles(here: Path) -> None:
    make_workspace(
        here / "clinic",
        rest=topic("rest", title="'Rest: a start'"),
        sciatica=topic("sciatica", title=">-\n  My sciatica"),
    )
    result = run("-C", "clinic", "list")
    lines = dict(line.split(maxsplit=1) for line in result.stdout.splitlines())
    assert lines["rest"] == "Rest: a start"
    assert lines["sciatica"] == "My sciatica"
    assert {path.stem for path in (builtin() / "handouts").glob("*.yaml")} <= set(lines)
    told = json.loads(run("-C", "clinic", "list", "--json").stdout)
    assert {one["topic"]: one["title"] for one in told if not one["is_pack"]} == {
        name: title for name, title in lines.items() if not title.endswith("  (pack)")
    }


def test_a_title_the_terminal_cannot_show_stops_nothing(here: Path) -> None:
    make_workspace(here, rest=topic("rest", title="Élan vital 休息"))
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "handout", "list"]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert "lan vital" in result.stdout


# check


def test_every_problem_of_a_workspace_is_said(here: Path) -> None:
    make_workspace(
        here / "clinic",
        rest=topic("rest"),
        call=topic("call", "Call 01632 960 555 or ask for ada marsh."),
        name=topic("other"),
        values=topic("values", "{{ clinic.phone }}"),
        walk=topic("walk", "Walk."),
    )
    for name, text in {
        "handouts/shared/tips.yaml": "titel: Tips\n",
        "handouts/exercises/walking.yaml": "name: Walk\n",
        "handouts/figures/foot.yaml": "size: [1]\n",
        "templates/plain.yaml": "name: Plain\n",
        "templates/emergency.yaml": (builtin() / "templates/emergency.yaml").read_text("utf-8"),
        "templates/strings/cy.yaml": "language: cy\n",
        "handouts/es/rest.yaml": topic("rest", "Call 555-0100-200."),
    }.items():
        path = here / "clinic" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    result = run("-C", "clinic", "check")
    assert result.exit_code == ExitCode.CONTENT
    for said in (
        "clinic/handouts/call.yaml:16:21: '01632 960 555' is typed into the words",
        "clinic/handouts/call.yaml:16:46: 'ada marsh' is typed into the words",
        "clinic/handouts/name.yaml:1:1: the id 'other' is not the file's name",
        "clinic/handouts/values.yaml:16:",
        "clinic/handouts/shared/tips.yaml:1:1: unknown field 'titel'",
        "clinic/handouts/exercises/walking.yaml:1:1: missing fields",
        "clinic/handouts/figures/foot.yaml:1:7: expected at least 2 items",
        "clinic/templates/plain.yaml:1:1: missing fields",
        "clinic/templates/strings/cy.yaml:1:1: missing fields",
        "clinic/handouts/es/rest.yaml:16:21: '555-0100-200' is typed into the words",
    ):
        assert said in result.stderr
    files = [line.split(":")[0] for line in result.stderr.splitlines() if line.startswith("cl")]
    assert files == sorted(files) and len(files) >= 10
    for name in ("rest", "walk"):
        assert f"clinic/handouts/{name}.yaml" not in result.stderr
    assert result.stderr.splitlines()[-1].endswith(" problems")
    assert not (here / "clinic" / "output").exists() and not (here.parent / "cache").exists()


def test_a_problem_is_said_once(here: Path) -> None:
    make_workspace(here / "clinic", rest="id: rest\ntitel: Rest\n")
    result = run("-C", "clinic", "check")
    assert result.stderr.count("unknown field 'titel'") == 1


def test_a_clinic_that_cannot_be_read_is_said_once(here: Path) -> None:
    make_workspace(here / "clinic")
    (here / "clinic" / "clinic.yaml").write_text("nmae: Hill\n")
    result = run("-C", "clinic", "check")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr.count("unknown field 'nmae'") == 1


def test_a_warning_is_no_failure(here: Path) -> None:
    make_workspace(here / "clinic")
    (here / "clinic" / "clinic.yaml").write_text(CLINIC + 'colours:\n  accent: "#ffee00"\n')
    result = run("-C", "clinic", "check")
    assert (result.exit_code, result.stdout) == (0, "2 files checked\n")
    assert "warning: the accent" in result.stderr
    assert run("-q", "-C", "clinic", "check").output == ""


def test_a_block_taller_than_a_page_is_parted_and_said(here: Path) -> None:
    block = "      - together:\n          - text: |\n" + "              Rest.\n\n" * 120
    text = topic("rest").replace("changes:", f"{block}changes:")
    make_workspace(here / "clinic", rest=text)
    for command in ("check", "build"):
        result = run("-C", "clinic", command)
        assert result.exit_code == ExitCode.DONE
        assert "points of height" in result.stderr
        assert "so it is parted" in result.stderr


def test_the_builtin_library_is_sound() -> None:
    result = run("-C", builtin(), "check", "--format", "json")
    problems = json.loads(result.stdout)["problems"]
    assert result.exit_code == 0
    assert problems == []


# schema


@pytest.mark.parametrize(
    "name",
    [
        "clinic",
        "visit",
        "handout",
        "pack",
        "exercise",
        "shared",
        "template",
        "drawing",
        "strings",
        "words",
    ],
)
def test_a_schema_is_printed(name: str) -> None:
    result = run("schema", name)
    schema = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert result.stderr == ""


def test_every_schema_is_written(here: Path) -> None:
    result = run("schema", "--output", "schemas")
    assert result.exit_code == 0
    written = tree(here / "schemas")
    assert len(written) == 10
    assert written["clinic.json"].decode() == run("schema", "clinic").stdout
    run("init", "clinic")
    assert tree(here / "clinic" / "schemas") == written
    run("schema", "visit", "--output", "one")
    assert list(tree(here / "one")) == ["visit.json"]


def test_a_folder_that_cannot_take_schemas_is_said(here: Path) -> None:
    (here / "file").touch()
    assert run("schema", "--output", "file").exit_code == ExitCode.USAGE
    result = run("schema", "--output", "none/deep")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "none/deep/clinic.json: cannot be written" in result.stderr


# doctor


def test_a_sound_machine_is_told_so(here: Path) -> None:
    make_workspace(here / "clinic")
    result = run("-C", "clinic", "doctor")
    assert result.exit_code == 0
    for said in (
        *(__version__, sys.version.split()[0], "reportlab 5", "svglib"),
        *("Hill Clinic", "atkinson-hyperlegible-next"),
        *(str(here / "clinic"), str(here.parent / "cache")),
    ):
        assert said in result.stdout
    assert "BAD" not in result.stdout
    assert list((here.parent / "cache").iterdir()) == []


def test_what_is_missing_is_told_with_what_to_do(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(doctor, "version", version)
    monkeypatch.setattr(doctor, "find_spec", lambda package: None)
    (here / "file").touch()
    monkeypatch.setenv("HANDOUT_CACHE", str(here / "file" / "cache"))
    result = run("doctor")
    assert result.exit_code == ExitCode.ENVIRONMENT
    for said in ("BAD   packages", "pip install reportlab", "pip install 'clinic-handout[svg]'",
                 "pip install 'clinic-handout[png]'",
                 "run `handout init DIR`", "HANDOUT_CACHE can name another folder"):  # fmt: skip
        assert said in result.stdout


@pytest.mark.parametrize(
    ("line", "said"),
    [("template: nothing", "there is no look 'nothing'"), ("paper: A3", "expected one of"),
     ("template: bare", "there is no regular font 'bare'")],
)  # fmt: skip
def test_a_clinic_that_cannot_be_used_is_told(line: str, said: str, here: Path) -> None:
    make_workspace(here / "clinic")
    (here / "clinic" / "clinic.yaml").write_text(f"{CLINIC}{line}\n")
    (here / "clinic" / "templates").mkdir()
    look = (builtin() / "templates" / "leaflet.yaml").read_text("utf-8")
    bare = look.replace("[atkinson-hyperlegible-next, noto-sans]", "[bare]")
    assert bare != look
    (here / "clinic" / "templates" / "bare.yaml").write_text(bare)
    result = run("-C", "clinic", "doctor")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert said in result.stdout


# All of them


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout and f"handout {command}" in result.stdout
    assert "handout:" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_help_names_every_command() -> None:
    result = run("--help")
    lines = result.stdout.split("Commands:")[1].splitlines()[1 : len(COMMANDS) + 1]
    assert [line.split()[0] for line in lines] == list(COMMANDS)
    assert "..." not in result.stdout.split("Commands:")[1].split("First steps")[0]
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"handout, version {__version__}\n"


def test_topics_and_looks_are_completed(here: Path) -> None:
    make_workspace(here / "clinic")
    complete = ShellComplete(program, {}, "handout", "_HANDOUT_COMPLETE")

    def offered(arguments: list[str], start: str) -> list[str]:
        return [str(item.value) for item in complete.get_completions(arguments, start)]

    assert offered(["-C", "clinic", "build"], "re") == ["rest", "rest-and-pacing"]
    assert offered(["build"], "sci") == ["sciatica"]
    assert "large-print" in offered(["build", "--template"], "")
    assert "emergency" not in offered(["build", "--template"], "")


def test_a_folder_that_has_gone_is_said(here: Path) -> None:
    here.rmdir()
    result = run("list")
    assert result.exit_code == ExitCode.USAGE
    assert "the current folder has been deleted" in result.stderr
