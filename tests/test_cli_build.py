"""`handout build`: where a leaflet goes, what is said, how it ends, and what is never destroyed."""

import errno
import hashlib
import json
import os
import stat
import subprocess
from pathlib import Path

import click
import pikepdf
import pytest

from handout import files
from handout.cli import making
from handout.errors import ExitCode, Problem
from workspaces import (
    CLINIC,
    HANDOUT,
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


# Where it goes


def test_one_topic_goes_to_the_output_folder(workspace: Path) -> None:
    result = run("build", "rest")
    assert (result.exit_code, result.stderr) == (0, "")
    pdf = (workspace / "output" / "rest.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-1.7") and pdf.rstrip().endswith(b"%%EOF")
    assert files_told(result) == ["output/rest.pdf"]


def test_the_pages_are_counted(workspace: Path) -> None:
    result = run("build", "sciatica")
    with pikepdf.open(workspace / "output" / "sciatica.pdf") as pdf:
        assert result.stdout == f"output/sciatica.pdf  {len(pdf.pages)} pages\n"
        assert len(pdf.pages) > 1


def test_a_leaflet_can_be_read_by_its_owner_only(workspace: Path) -> None:
    run("build", "rest")
    assert stat.S_IMODE((workspace / "output" / "rest.pdf").stat().st_mode) == 0o600


def test_no_topic_is_every_topic_of_the_workspace(workspace: Path) -> None:
    add(workspace, "sleep", topic("sleep"))
    result = run("build")
    assert files_told(result) == ["output/rest.pdf", "output/sleep.pdf"]


def test_a_workspace_without_topics_has_the_builtin_ones(workspace: Path) -> None:
    (workspace / "handouts" / "rest.yaml").unlink()
    assert run("build").exit_code == 0
    assert "sciatica.pdf" in names(workspace / "output")


def test_the_same_topic_twice_is_made_once() -> None:
    assert run("build", "rest", "rest").stdout.count("\n") == 1


def test_look_and_language_are_in_the_name() -> None:
    result = run("build", "rest", "--template", "large-print", "--lang", "en-GB")
    assert result.stdout.startswith("output/rest-large-print-en-GB.pdf ")


def test_what_a_patient_needs_is_not_in_the_name(workspace: Path) -> None:
    needs = VISIT.replace("patient:", "patient:\n  needs: [large print]\n  language: en-GB")
    (workspace / "visit.yaml").write_text(needs)
    result = run("build", "--visit", "visit.yaml", "--json")
    told = json.loads(result.stdout)
    assert told["file"] == "output/rest-visit-2026-11-20.pdf"
    assert told["look"] == "large-print"


def test_two_patients_of_one_day_keep_their_leaflets(workspace: Path) -> None:
    run("build", "--visit", "visit.yaml")
    first = (workspace / "output" / "rest-visit-2026-11-20.pdf").read_bytes()
    (workspace / "visit.yaml").write_text(VISIT.replace("Perpetua", "Barnaby"))
    assert "rest-visit-2026-11-20-2.pdf" in run("build", "--visit", "visit.yaml").stdout
    assert (workspace / "output" / "rest-visit-2026-11-20.pdf").read_bytes() == first
    assert "rest-visit-2026-11-20-2.pdf" in run("build", "--visit", "visit.yaml").stdout
    assert len(names(workspace / "output")) == 2


def test_a_named_file_is_replaced(workspace: Path) -> None:
    run("build", "--visit", "visit.yaml", "-o", "jo.pdf")
    before = (workspace / "jo.pdf").read_bytes()
    assert run("build", "rest", "-o", "jo.pdf").exit_code == 0
    assert (workspace / "jo.pdf").read_bytes() != before


def test_a_folder_takes_leaflets(workspace: Path) -> None:
    (workspace / "there").mkdir()
    assert files_told(run("build", "rest", "-o", "there")) == ["there/rest.pdf"]
    assert files_told(run("build", "rest", "-o", "new/")) == ["new/rest.pdf"]


def test_standard_output_takes_a_leaflet(workspace: Path) -> None:
    result = run("build", "rest", "-o", "-")
    run("build", "rest")
    assert result.stdout_bytes == (workspace / "output" / "rest.pdf").read_bytes()
    assert result.stderr == ""


def test_a_pack_is_one_file(workspace: Path) -> None:
    add(workspace, "sleep", topic("sleep"))
    result = run("build", "rest", "sleep", "--pack")
    assert result.stdout.startswith("output/rest-sleep-pack.pdf ")
    result = run("build", "--pack", "rest", "sleep", "sciatica", "footwear", "warning-signs")
    assert result.stdout.startswith("output/rest-sleep-sciatica-and-2-more-pack.pdf ")
    assert result.exit_code == 0


def test_another_workspace_keeps_its_own_output(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert files_told(run("-C", "clinic", "build", "rest")) == ["clinic/output/rest.pdf"]
    result = run("-C", "clinic", "build", "--visit", "clinic/visit.yaml", "-o", "here.pdf")
    assert result.stdout.startswith("here.pdf ")


def test_without_a_workspace_the_example_clinic_is_used_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    result = run("build", "warning-signs")
    assert result.stdout.startswith("output/warning-signs.pdf ")
    assert result.stderr.count("\n") == 1
    assert "no clinic.yaml here: using the example clinic; run `handout init DIR`" in result.stderr
    assert run("-q", "build", "warning-signs").output == ""


def test_the_leaflet_is_opened(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def launch(path: str) -> int:
        opened.append(path)
        return 0

    monkeypatch.setattr(click, "launch", launch)
    assert run("build", "rest", "--open").exit_code == 0
    assert opened == [str(workspace / "output" / "rest.pdf")]
    monkeypatch.setattr(click, "launch", lambda path: 1)
    result = run("build", "rest", "--open")
    assert result.exit_code == 0
    assert "warning: there is no program that shows a PDF" in result.stderr


# What it says


def test_json_says_what_was_made(workspace: Path) -> None:
    add(workspace, "sleep", topic("sleep"))
    result = run("build", "--json", "--template", "large-print")
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [one["topics"] for one in told] == [["rest"], ["sleep"]]
    for one in told:
        pdf = (workspace / one["file"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(pdf).hexdigest()
        with pikepdf.open(workspace / one["file"]) as opened:
            assert one["pages"] == len(opened.pages)
        assert (one["look"], one["language"]) == ("large-print", "en-GB")
        assert one["problems"] == []


def test_json_says_what_is_wrong(workspace: Path) -> None:
    add(workspace, "bad", topic("bad", "Call {{ clinic.phone }}"))
    result = run("build", "bad", "--json")
    assert result.exit_code == ExitCode.CONTENT
    told = json.loads(result.stdout)
    assert (told["file"], told["pages"], told["sha256"]) == (None, None, None)
    (problem,) = told["problems"]
    assert sorted(problem) == ["column", "file", "hint", "line", "message", "severity"]
    assert (problem["file"], problem["line"]) == ("handouts/bad.yaml", 16)
    assert problem["severity"] == "error"


def test_one_bad_topic_stops_no_other(workspace: Path) -> None:
    add(workspace, "bad", topic("bad", "Call {{ clinic.phone }}"))
    add(workspace, "worse", "id: worse\ntitel: Worse\n")
    result = run("build")
    assert result.exit_code == ExitCode.CONTENT
    assert files_told(result) == ["output/rest.pdf"]
    assert names(workspace / "output") == ["rest.pdf"]
    assert "handouts/bad.yaml:16:" in result.stderr
    assert "handouts/worse.yaml:2:1: unknown field 'titel'" in result.stderr
    assert result.stderr.splitlines()[-1].endswith(" problems")


def test_a_warning_is_told_and_stops_nothing(workspace: Path) -> None:
    pale = CLINIC + 'colours:\n  accent: "#ffee00"\n'
    (workspace / "clinic.yaml").write_text(pale)
    result = run("build", "rest")
    assert result.exit_code == 0
    assert "warning: the accent #ffee00" in result.stderr and "problem" not in result.stderr
    assert run("-q", "build", "rest").output == ""
    told = json.loads(run("-q", "build", "rest", "--json").stdout)
    assert told["problems"][0]["severity"] == "warning"


def test_a_page_that_did_not_work_out_is_not_written(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = making.leaflet

    def with_error(*arguments: object) -> object:
        problems = (Problem("this takes 900 points of height"),)
        one = made(*arguments)  # type: ignore[arg-type]
        return type(one)(one.pdf, one.pages, one.look, one.language, problems)

    monkeypatch.setattr(making, "leaflet", with_error)
    result = run("build", "rest", "--json")
    assert result.exit_code == ExitCode.CONTENT
    assert "this takes 900 points of height\n1 problem\n" in result.stderr
    assert json.loads(result.stdout)["file"] is None
    assert not (workspace / "output").exists()


def test_progress_is_shown_on_a_terminal(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(workspace, "sleep", topic("sleep"))
    shown: list[int] = []
    bar = click.progressbar

    def counted(orders: tuple[object, ...], **options: object) -> object:
        shown.append(len(orders))
        return bar(orders, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(click, "progressbar", counted)
    run("build")
    assert shown == []
    monkeypatch.setattr(making, "_is_terminal", lambda: True)
    assert files_told(run("build")) == ["output/rest.pdf", "output/sleep.pdf"]
    assert shown == [2]


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(making, "leaflet", broken)
    with pytest.raises(ZeroDivisionError):
        run("build", "rest")


def test_a_reader_that_goes_away_is_no_news(workspace: Path) -> None:
    process = subprocess.Popen(
        [*HANDOUT, "schema", "handout"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.wait(30) == ExitCode.ENVIRONMENT
    assert process.stderr.read() == b""
    process.stderr.close()


# Nothing is destroyed, nothing is left half done


def test_a_file_that_is_no_pdf_is_not_replaced(workspace: Path) -> None:
    (workspace / "notes.txt").write_text("mine")
    result = run("build", "rest", "-o", "notes.txt")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "notes.txt: this file is not a PDF, so it is not replaced" in result.stderr
    assert (workspace / "notes.txt").read_text() == "mine"
    (workspace / "output").mkdir()
    (workspace / "output" / "rest.pdf").write_text("mine")
    assert run("build", "rest").exit_code == ExitCode.ENVIRONMENT
    assert (workspace / "output" / "rest.pdf").read_text() == "mine"


def test_an_empty_file_may_be_replaced(workspace: Path) -> None:
    (workspace / "empty").touch()
    assert run("build", "rest", "-o", "empty").exit_code == 0


def test_a_link_is_replaced_and_not_followed(workspace: Path) -> None:
    (workspace / "notes.txt").write_text("mine")
    (workspace / "link.pdf").symlink_to("notes.txt")
    assert run("build", "rest", "-o", "link.pdf").exit_code == 0
    assert not (workspace / "link.pdf").is_symlink()
    assert (workspace / "notes.txt").read_text() == "mine"


def test_a_place_that_cannot_be_written_to_is_said(workspace: Path) -> None:
    (workspace / "output").write_text("a file")
    (workspace / "folder").mkdir()
    (workspace / "folder" / "rest.pdf").mkdir()
    for arguments, message in (
        (("-o", "none/rest.pdf"), "none: there is no such folder"),
        (("-o", "none/deep/"), "none: there is no such folder"),
        ((), "output"),
        (("-o", "folder"), "folder/rest.pdf: this is not a file that can be replaced"),
        (("-o", "/dev/null"), "/dev/null: this is not a file that can be replaced"),
        (("-o", "x" * 300), "name too long"),
    ):
        result = run("build", "rest", *arguments)
        assert result.exit_code == ExitCode.ENVIRONMENT, arguments
        assert message in result.stderr
        assert result.stderr.endswith("1 problem\n")
        assert result.stdout == ""


@pytest.mark.parametrize(
    ("number", "message"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "read-only file system"),
     (errno.EACCES, "permission denied")],
)  # fmt: skip
@pytest.mark.parametrize("visit", [(), ("--visit", "visit.yaml")])
def test_a_full_or_read_only_disk_leaves_nothing(
    number: int, message: str, visit: tuple[str, ...], workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (workspace / "output").mkdir()

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "fsync", refuse)
    result = run("build", "rest", *visit)
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert f"cannot be written: {message}" in result.stderr
    assert names(workspace / "output") == []


@pytest.mark.parametrize("visit", [(), ("--visit", "visit.yaml")])
def test_stopping_before_the_rename_leaves_nothing(
    visit: tuple[str, ...], workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    run("build", "rest")
    monkeypatch.setattr(Path, "replace", stop)
    monkeypatch.setattr(Path, "hardlink_to", stop)
    before = (workspace / "output" / "rest.pdf").read_bytes()
    result = run("build", "rest", *visit)
    assert result.exit_code == ExitCode.INTERRUPTED
    assert names(workspace / "output") == ["rest.pdf"]
    assert (workspace / "output" / "rest.pdf").read_bytes() == before


def test_folders_without_hard_links_take_visits(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert run("build", "--visit", "visit.yaml").exit_code == 0
    assert names(workspace / "output") == ["rest-visit-2026-11-20.pdf"]


def test_a_name_that_another_process_takes_first_is_not_replaced(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = Path.hardlink_to

    def late(self: Path, target: Path) -> None:
        if self.name == "rest-visit-2026-11-20.pdf" and not self.exists():
            self.write_bytes(b"%PDF- another patient's")
        link(self, target)

    monkeypatch.setattr(Path, "hardlink_to", late)
    assert "rest-visit-2026-11-20-2.pdf" in run("build", "--visit", "visit.yaml").stdout
    other = workspace / "output" / "rest-visit-2026-11-20.pdf"
    assert other.read_bytes() == b"%PDF- another patient's"
