"""What starts the program slowly is loaded only by who needs it. Each look is a fresh process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workspaces import make_workspace, topic

SLOW = {"reportlab", "yaml", "markdown_it", "PIL", "jinja2"}
LOADED = """\
import json, sys
from handout.cli import program
try:
    program(sys.argv[1:], prog_name="handout")
except SystemExit as end:
    assert not end.code, end.code
tops = sorted({name.split(".")[0] for name in sys.modules})
print("LOADED" + json.dumps([tops, sorted(sys.modules)]))
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    folder = make_workspace(tmp_path / "clinic")
    monkeypatch.chdir(folder)
    return folder


def loaded(*arguments: str, given: str | None = None) -> tuple[set[str], set[str]]:
    """The packages, and the modules, that a run of the program has loaded when it ends."""
    command = [sys.executable, "-c", LOADED, *arguments]
    result = subprocess.run(
        command, capture_output=True, text=True, input=given, env=dict(os.environ), check=False
    )
    assert result.returncode == 0, result.stderr
    packages, modules = json.loads(result.stdout.rsplit("LOADED", 1)[1])
    assert "click" in packages
    return set(packages), set(modules)


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("build", "--help")])
def test_help_loads_next_to_nothing(arguments: tuple[str, ...]) -> None:
    packages, _ = loaded(*arguments)
    assert not packages & {*SLOW, "babel", "uharfbuzz"}


def test_listing_topics_reads_no_yaml(workspace: Path) -> None:
    packages, _ = loaded("list")
    assert not packages & {*SLOW, "uharfbuzz"}


def test_the_first_leaflet_loads_what_makes_a_press(workspace: Path) -> None:
    """The guard below would see nothing if these had other names."""
    packages, _ = loaded("build", "sciatica")
    assert {"reportlab", "yaml", "jinja2"} <= packages


@pytest.mark.parametrize("topic", ["sciatica", "rest", "exercises-back", "diabetes-and-feet"])
def test_a_good_press_prints_without_what_made_it(topic: str, workspace: Path) -> None:
    loaded("build", topic)
    packages, modules = loaded("build", topic)
    assert not packages & SLOW
    assert "uharfbuzz" in packages
    compiling = {"source.guard", "source.reader", "merge.merging", "pages.figures", "pages.layer"}
    assert not modules & {f"handout.{name}" for name in compiling}


def test_a_visit_costs_the_reading_of_yaml_and_no_more(workspace: Path) -> None:
    loaded("build", "--visit", "visit.yaml")
    packages, _ = loaded("build", "--visit", "visit.yaml")
    assert packages & SLOW == {"yaml"}


PROGRAMME = topic("rest").replace(
    '- text: "Rest is good."',
    "- exercises: [{id: heel-raise, sets: 2}]\n      - exercise_diary: My week",
)


def test_a_visit_that_changes_exercises_costs_no_more(workspace: Path) -> None:
    """Doses, plurals and the dates of a diary are in the press; Babel alone takes 14 ms."""
    (workspace / "handouts" / "rest.yaml").write_text(PROGRAMME, "utf-8")
    changes = "exercises: [{id: heel-raise, reps: 3, side: left}]\nexercise_order: [heel-raise]\n"
    with (workspace / "visit.yaml").open("a", encoding="utf-8") as file:
        file.write(changes)
    loaded("build", "--visit", "visit.yaml")
    packages, modules = loaded("build", "--visit", "visit.yaml")
    assert packages & {*SLOW, "babel"} == {"yaml"}
    assert "handout.merge.diary" in modules
    assert not modules & {"handout.markup", "handout.poses", "handout.merge.leaves"}


def test_several_leaflets_load_no_more_than_one(workspace: Path) -> None:
    loaded("build", "rest", "sciatica", "--json")
    packages, _ = loaded("build", "rest", "sciatica", "--json")
    assert not packages & SLOW
