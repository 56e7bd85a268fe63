"""What `handout build` is given: a visit, --set and standard input, names, and wrong use."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handout.errors import ExitCode
from workspaces import (
    HANDOUT,
    PRIVATE,
    VISIT,
    add,
    files_told,
    names,
    run,
    stand_in_workspace,
    topic,
)


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace of its own, with a cache of its own."""
    return stand_in_workspace(tmp_path, monkeypatch)


# The visit


def test_a_visit_names_its_handouts(workspace: Path) -> None:
    result = run("build", "--visit", "visit.yaml")
    assert files_told(result) == ["output/rest-visit-2026-11-20.pdf"]


def test_a_visit_without_handouts_needs_a_topic(workspace: Path) -> None:
    (workspace / "visit.yaml").write_text("side: left\n")
    result = run("build", "--visit", "visit.yaml")
    assert result.exit_code == ExitCode.CONTENT
    assert "the visit names no handouts" in result.stderr
    result = run("build", "rest", "--visit", "visit.yaml")
    assert result.stdout.startswith("output/rest-visit.pdf ")


def test_a_visit_is_read_from_standard_input(workspace: Path) -> None:
    run("build", "--visit", "visit.yaml", "-o", "one.pdf")
    result = run("build", "--visit", "-", "-o", "two.pdf", given=VISIT)
    assert result.exit_code == 0
    assert (workspace / "one.pdf").read_bytes() == (workspace / "two.pdf").read_bytes()


def test_a_visit_in_json_is_the_same_visit(workspace: Path) -> None:
    run("build", "--visit", "visit.yaml", "-o", "one.pdf")
    visit = {
        "patient": {"id": "ZX-8841", "given": "Perpetua", "family": "Quillfeather"},
        "visit": {"date": "2026-11-20", "clinician": "ada", "found": "Xylophone shoulder."},
        "handouts": ["rest"],
    }
    run("build", "--visit", "-", "-o", "two.pdf", given=json.dumps(visit, indent=2))
    assert (workspace / "one.pdf").read_bytes() == (workspace / "two.pdf").read_bytes()


def test_values_are_set_beside_the_visit(workspace: Path) -> None:
    run("build", "--visit", "visit.yaml", "-o", "one.pdf")
    run("build", "--visit", "visit.yaml", "--set", "patient.given=Ann", "-o", "two.pdf")
    assert (workspace / "one.pdf").read_bytes() != (workspace / "two.pdf").read_bytes()
    run("build", "rest", "--set", "patient.given=A=B", "-o", "three.pdf")
    run("build", "rest", "-o", "four.pdf")
    assert (workspace / "three.pdf").read_bytes() != (workspace / "four.pdf").read_bytes()


@pytest.mark.parametrize(
    ("visit", "message"),
    [
        ("patient:\n  gvien: Perpetua\n", "--visit:2:3: unknown field"),
        ("patient:\n  birth_date: Quillfeather\n", "--visit:2:15: expected a date"),
        ("visit:\n  date: 2026-11-20\n  clinician: zx-8841\n", "unknown clinician"),
        ("visit:\n  date: 2026-11-20\n  site: zx-8841\n", "unknown site"),
        ("Perpetua: [", "--visit:"),
    ],
)
def test_nothing_of_a_visit_is_in_its_messages(visit: str, message: str, workspace: Path) -> None:
    (workspace / "quillfeather.yaml").write_text(visit)
    for way in ("--json", "--visit=quillfeather.yaml"):
        result = run("build", "rest", "--visit", "quillfeather.yaml", way)
        assert result.exit_code == ExitCode.CONTENT
        assert message in result.stderr
        for word in PRIVATE:
            assert word.lower() not in result.output.lower()
    assert not (workspace / "output").exists()


def test_nothing_of_a_visit_is_in_names_or_in_the_cache(workspace: Path, tmp_path: Path) -> None:
    result = run("build", "--visit", "visit.yaml", "--json")
    kept = list((tmp_path / "cache").iterdir())
    assert kept
    seen = result.output.encode() + b"".join(path.read_bytes() for path in kept)
    seen += " ".join(names(workspace / "output") + names(tmp_path / "cache")).encode()
    for word in PRIVATE:
        assert word.lower().encode() not in seen.lower()


def test_a_missing_visit_is_said(workspace: Path) -> None:
    result = run("build", "--visit", "none.yaml")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (
        ExitCode.CONTENT,
        "--visit: there is no such file",
    )
    assert run("build", "--visit", "handouts").exit_code == ExitCode.ENVIRONMENT


# Names that nobody should be able to use


@pytest.mark.parametrize(
    "name", ["../clinic", "..", "/etc/passwd", "rest/../rest", "Rest", "a" * 5000, "", "rest\n"]
)
def test_a_topic_is_a_name_and_no_path(name: str, workspace: Path) -> None:
    result = run("build", name)
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr.startswith("there is no topic ")
    assert len(result.stderr) < 300
    assert not (workspace / "output").exists()


def test_a_near_miss_is_suggested() -> None:
    assert "did you mean 'rest'?" in run("build", "rset").stderr
    assert "did you mean 'letter'?" in run("build", "rest", "--template", "leter").stderr


@pytest.mark.parametrize("look", ["../clinic", "nothing", "strings/en"])
def test_a_look_is_a_name_and_no_path(look: str) -> None:
    result = run("build", "rest", "--template", look)
    assert result.exit_code == ExitCode.CONTENT
    assert "there is no look" in result.stderr


@pytest.mark.parametrize("language", ["xx", "../..", "english", "en/../.."])
def test_an_unknown_language_is_said(language: str) -> None:
    result = run("build", "rest", "--lang", language)
    assert result.exit_code == ExitCode.CONTENT
    assert "unknown language" in result.stderr


def test_a_missing_translation_is_said() -> None:
    result = run("build", "rest", "--lang", "es")
    assert result.exit_code == ExitCode.CONTENT
    assert "rest is written in English" in result.stderr


@pytest.mark.parametrize("name", ["con", "nul", "lpt1"])
def test_names_that_windows_keeps_are_refused(name: str, workspace: Path) -> None:
    add(workspace, name, topic(name))
    result = run("build", name)
    assert result.exit_code == ExitCode.CONTENT
    assert "cannot be the name of a file" in result.stderr
    assert run("build", name, "-o", "fine.pdf").exit_code == 0


def test_names_that_are_no_utf_8_stop_nothing(workspace: Path) -> None:
    name = b"f\xff.pdf"
    if sys.platform != "linux":
        return
    command = [*HANDOUT, "build", "rest", b"g\xfe", "--json", "-o", b"there\xff/"]
    result = subprocess.run(command, capture_output=True, check=False)
    assert result.returncode == ExitCode.CONTENT
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["file"] == "there\\udcff/rest.pdf"
    assert second["topics"] == ["g\\udcfe"]
    result = subprocess.run(
        [*HANDOUT, "build", "rest", "-o", name], capture_output=True, check=True
    )
    assert result.stdout.startswith(b"f\\udcff.pdf ")


# Wrong use


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--nothing"),
        ("biuld",),
        ("build", "rest", "--set", "patient.given"),
        ("build", "rest", "--set", "=Quillfeather"),
        ("build", "rest", "-o", ""),
        ("build", "rest", "sciatica", "-o", "one.pdf"),
        ("build", "rest", "sciatica", "-o", "-"),
        ("build", "rest", "sciatica", "--open"),
        ("build", "rest", "-o", "-", "--open"),
        ("build", "rest", "-o", "-", "--watch"),
        ("build", "rest", "-o", "-", "--json"),
        ("build", "rest", "--visit", "-", "--watch"),
        ("-C", "nowhere", "build"),
        ("schema",),
        ("schema", "nothing"),
        ("new",),
        ("init",),
    ],
)
def test_wrong_use_is_said_in_a_line(arguments: tuple[str, ...], workspace: Path) -> None:
    result = run(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert "Error: " in result.stderr and "Quillfeather" not in result.output
    assert not (workspace / "output").exists()


def test_a_pdf_is_not_sent_to_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handout.cli.build._is_terminal", lambda: True)
    result = run("build", "rest", "-o", "-")
    assert (result.exit_code, result.stdout) == (ExitCode.USAGE, "")
