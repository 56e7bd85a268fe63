"""What README and CONTRIBUTING tell people to do works: commands, files, links."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pikepdf
import pytest
import yaml

from handout.cli import program
from handout.model.clinic import Clinic
from handout.model.handout import Handout
from handout.model.visit import Visit
from handout.source.reader import read

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "CONTRIBUTING.md")
README = (ROOT / "README.md").read_text("utf-8")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(handout [^`]+)`")
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)|(?:src|href)=\"([^\"#]+)")
TYPES: dict[str, type[Clinic] | type[Handout] | type[Visit]] = {
    "clinic.yaml": Clinic,
    "visit.yaml": Visit,
    "handouts/plantar-fasciitis.yaml": Handout,
}


def command_of(name: str) -> str:
    """The line of the code block that follows `<!-- command: NAME -->`."""
    found = re.findall(rf"^<!-- command: {name} -->\n```sh\n(.+)\n```$", README, re.MULTILINE)
    assert len(found) == 1, f"{name} is one copy-paste line"
    return str(found[0])


def snippets() -> dict[str, str]:
    """The YAML of the README by the file it says it is."""
    found = {}
    for language, text in FENCE.findall(README):
        if language == "yaml":
            mark, name = text.splitlines()[0].rsplit(" ", 1)
            assert mark in ("#", "# from", "# part of"), text
            found[f"part of {name}" if mark == "# part of" else name] = text
    return found


def commands() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every `handout ...` that the pages show, with its words."""
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        lines = [" ".join(match.split()) for match in INLINE.findall(text)]
        for _, block in FENCE.findall(text):
            lines += block.splitlines()
        lines += [line[4:] for line in text.splitlines() if line.startswith("    ")]
        for line in lines:
            for part in re.split(r"&&|;|\|", line.replace("\\", "/")):
                words = shlex.split(part.removeprefix("- run:"), comments=True) if part else []
                is_ours = words and (words[0] == "handout" or words[0].endswith("/handout"))
                if is_ours and words[1:] != ["..."]:
                    yield page, tuple(words[1:])


COMMANDS = sorted(set(commands()))


def parsed(words: tuple[str, ...], folder: Path) -> click.Context:
    """The words as the program reads them, without anything being done."""
    at_folder = ("-C", str(folder))
    context = program.make_context("handout", [*at_folder, *words], resilient_parsing=False)
    name, command, rest = program.resolve_command(
        context, [*context._protected_args, *context.args]
    )
    assert command is not None and name is not None
    return command.make_context(name, rest, parent=context)


@pytest.mark.parametrize(
    ("page", "words"), COMMANDS, ids=[" ".join((page, *words)) for page, words in COMMANDS]
)
def test_every_command_shown_exists(page: str, words: tuple[str, ...], tmp_path: Path) -> None:
    """The program takes the command with the options that are written."""
    try:
        parsed(words, tmp_path)
    except click.exceptions.Exit as stopped:
        assert stopped.exit_code == 0, f"{page}: handout {' '.join(words)}"


def test_the_pages_show_every_command() -> None:
    """The commands were looked at, and none was forgotten."""
    shown = {words[0] for page, words in COMMANDS if page == "README.md"}
    assert shown >= set(program.list_commands(click.Context(program)))
    assert len(COMMANDS) >= 15


def test_a_wrong_option_would_be_noticed(tmp_path: Path) -> None:
    """The check above can fail."""
    with pytest.raises(click.UsageError):
        parsed(("build", "sciatica", "--colour", "red"), tmp_path)


def test_the_first_command_builds_the_leaflet_it_names(tmp_path: Path) -> None:
    """The part after the set-up, run on its own: it says where the leaflet is, and there it is."""
    setup, _, build = command_of("build").rpartition(" && .venv/bin/handout ")
    assert setup == "python3 -m venv .venv && .venv/bin/pip install -q ."
    (promised,) = re.findall(r"`output/([\w.-]+\.pdf)`", README)
    done = subprocess.run(
        [sys.executable, "-m", "handout", *shlex.split(build), "-o", str(tmp_path)],
        cwd=ROOT, env=os.environ | {"HANDOUT_CACHE": str(tmp_path / "cache")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(str(tmp_path / promised))
    with pikepdf.open(tmp_path / promised) as pdf:
        assert len(pdf.pages) >= 2


def test_the_other_commands_say_what_the_first_says() -> None:
    """The line for Windows does the same, and the second line runs the tests."""
    (windows,) = re.findall(r"^py -m venv .*$", README, re.MULTILINE)
    as_posix = windows.replace("py -m", "python3 -m").replace("\\", "/").replace(";", " &&")
    assert as_posix.replace("Scripts", "bin") == command_of("build")
    assert command_of("test").endswith(" -e '.[test]' && .venv/bin/pytest")


@pytest.mark.parametrize("name", sorted(TYPES))
def test_yaml_in_the_readme_reads_cleanly(name: str) -> None:
    """Each example is a whole file of its kind."""
    read(snippets()[name].encode("utf-8"), name, TYPES[name])


def test_yaml_in_the_readme_builds_a_leaflet(tmp_path: Path) -> None:
    """Clinic, topic and visit of the README make a leaflet together."""
    (tmp_path / "handouts").mkdir()
    for name in TYPES:
        (tmp_path / name).write_text(snippets()[name], "utf-8")
    environment = os.environ | {"HANDOUT_CACHE": str(tmp_path / "cache")}
    for words in (("build", "plantar-fasciitis", "--visit", "visit.yaml"), ("build",)):
        done = subprocess.run(
            [sys.executable, "-m", "handout", *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "output").glob("*.pdf"))) == 2


def test_the_parts_of_files_in_the_readme_make_a_leaflet(tmp_path: Path) -> None:
    """The blocks in a topic, and the changes in a visit, are what they say."""
    topic = snippets()["handouts/plantar-fasciitis.yaml"].replace("plantar-fasciitis", "programme")
    blocks = snippets()["part of handouts/programme.yaml"].replace("\n", "\n      ")
    (tmp_path / "handouts").mkdir()
    (tmp_path / "clinic.yaml").write_text(snippets()["clinic.yaml"], "utf-8")
    (tmp_path / "handouts" / "programme.yaml").write_text(
        f"{topic}  - heading: Which exercises?\n    blocks:\n      {blocks}\n", "utf-8"
    )
    (tmp_path / "visit.yaml").write_text(snippets()["part of visit.yaml"], "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "handout", "build", "programme", "--visit", "visit.yaml"],
        cwd=tmp_path, env=os.environ | {"HANDOUT_CACHE": str(tmp_path / "cache")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr


def test_the_pre_commit_hook_is_a_command(tmp_path: Path) -> None:
    """Its entry is taken by the program, and it watches the files of a workspace."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    name, *words = shlex.split(hook["entry"])
    assert name == "handout" and parsed(tuple(words), tmp_path)
    for path in ("clinic.yaml", "handouts/exercises/clam.yaml", "templates/words/en.yaml"):
        assert re.match(hook["files"], path)
    assert f"`{hook['id']}`" in README


def held(excerpt: Any, whole: Any) -> bool:
    """Whether an excerpt says only what the whole says, leaving out what it likes."""
    match excerpt, whole:
        case dict(), dict():
            return all(key in whole and held(excerpt[key], whole[key]) for key in excerpt)
        case list(), list():
            rest = iter(whole)
            return all(any(held(part, other) for other in rest) for part in excerpt)
        case str(), str():
            return whole.startswith(excerpt)
        case _:
            return bool(excerpt == whole)


def test_the_excerpt_beside_the_picture_is_true() -> None:
    """What stands beside the picture is in the file, in that order."""
    excerpt = yaml.safe_load(snippets()["handouts/sciatica.yaml"])
    whole = yaml.safe_load((ROOT / "handouts" / "sciatica.yaml").read_text("utf-8"))
    assert len(excerpt["sections"]) >= 3
    assert held(excerpt, whole)


def test_the_poses_shown_are_those_of_the_exercise() -> None:
    """A pose in the README is one that is drawn, without what only steadies its arrow."""
    name = "handouts/exercises/bird-dog.yaml"
    shown = yaml.safe_load(snippets()[name])
    assert held(shown, yaml.safe_load((ROOT / name).read_text("utf-8")))


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md", "fonts/README.md"])
def test_links_lead_somewhere(page: str) -> None:
    """Every file a page links to is there."""
    text = (ROOT / page).read_text("utf-8")
    targets = [one or other for one, other in LINK.findall(text)]
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    missing = {name for name in local if not ((ROOT / page).parent / name).exists()}
    assert not missing
    assert targets or page in ("CHANGELOG.md", "CONTRIBUTING.md")


def test_the_readme_lists_the_blocks_and_looks() -> None:
    """Nothing that can be written is left out."""
    from handout.library import Library
    from handout.source.schema import json_schema

    said = set(re.findall(r"`([\w-]+)`", README))
    assert set(Library((ROOT,)).looks()) <= said
    kinds = {
        re.sub("(?<=[a-z])(?=[A-Z])", "_", name.removesuffix("Block")).lower()
        for name in json_schema(Handout)["$defs"]
        if name.endswith("Block")
    }
    assert len(kinds) >= 15
    assert kinds <= said


def test_the_table_in_the_readme_is_a_batch(tmp_path: Path) -> None:
    """Its rows are read, and each person's leaflets are made as the text says."""
    (table,) = (text for language, text in FENCE.findall(README) if language == "csv")
    (tmp_path / "clinic-list.csv").write_text(table, "utf-8")
    environment = os.environ | {"HANDOUT_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "handout", "batch", "clinic-list.csv", "--expect", "2"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "output/clinic-list").glob("*.pdf")) == [
        "00002-RB-1042-footwear.pdf",
        "00002-RB-1042-sciatica.pdf",
        "00003-RB-1043-heat-and-cold.pdf",
    ]
