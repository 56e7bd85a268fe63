"""`handout build`: what it makes, where it puts it, what it says, and how it ends."""

import errno
import hashlib
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec
import pikepdf
import pytest

from handout import cache, files
from handout.cli import making, watching
from handout.errors import ExitCode, Problem
from workspaces import CLINIC, PRIVATE, VISIT, files_told, make_workspace, run, topic

HANDOUT = (sys.executable, "-m", "handout")


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace of its own, with a cache of its own."""
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    folder = make_workspace(tmp_path / "clinic")
    monkeypatch.chdir(folder)
    return folder


def add(folder: Path, name: str, text: str) -> None:
    (folder / "handouts" / f"{name}.yaml").write_text(text, "utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


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


# The visit


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


# The day it is


def test_source_date_epoch_is_the_day_and_the_date_of_the_file(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, "age", topic("age", "Today is {{ today }}."))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert run("build", "age", "-o", "one.pdf").exit_code == 0
    assert b"D:20231114221320" in (workspace / "one.pdf").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    run("build", "age", "-o", "two.pdf")
    assert (workspace / "one.pdf").read_bytes() != (workspace / "two.pdf").read_bytes()


@pytest.mark.parametrize("epoch", ["abc", "-1", "1.5", "9" * 30, "253402300800", "１２", " 1"])
def test_a_wrong_source_date_epoch_is_said(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    result = run("build", "rest")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert result.stderr.startswith("SOURCE_DATE_EPOCH is ")


def test_an_empty_source_date_epoch_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert run("build", "rest").exit_code == 0


# Equal bytes, whatever the cache


def test_the_cache_changes_nothing(workspace: Path, tmp_path: Path) -> None:
    kept_in = tmp_path / "cache"

    def built() -> bytes:
        assert run("build", "--visit", "visit.yaml", "-o", "x.pdf").exit_code == 0
        return (workspace / "x.pdf").read_bytes()

    cold = built()
    (press,) = kept_in.glob("*.press")
    kept = press.read_bytes()
    assert built() == cold and press.read_bytes() == kept
    for damaged in (b"", b"\0" * 40, kept[:-1], kept[:200], kept[:-1] + b"\0", b"x" + kept):
        press.write_bytes(damaged)
        assert built() == cold
        assert press.read_bytes() == kept
    press.unlink()
    assert built() == cold
    press.unlink()
    kept_in.rmdir()
    assert built() == cold


def test_a_good_press_is_used(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build", "rest", "sciatica", "-o", "first/")

    def fail(*_: object) -> None:
        raise AssertionError("made anew")

    monkeypatch.setattr("handout.build.compiled", fail)
    result = run("build", "rest", "sciatica", "-o", "second/")
    assert result.exit_code == 0
    for name in ("rest.pdf", "sciatica.pdf"):
        first, second = workspace / "first" / name, workspace / "second" / name
        assert first.read_bytes() == second.read_bytes()


def test_every_builtin_press_can_be_read_back(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "handouts" / "rest.yaml").unlink()
    assert run("build").exit_code == 0
    monkeypatch.setattr("handout.build.compiled", lambda *_: pytest.fail("made anew"))
    assert run("build").exit_code == 0


@pytest.mark.parametrize("changed", ["clinic.yaml", "handouts/rest.yaml"])
def test_a_changed_file_is_seen(changed: str, workspace: Path) -> None:
    run("build", "rest", "-o", "one.pdf")
    path = workspace / changed
    known = path.stat()
    text = path.read_text().replace("Hill", "Mill").replace("good", "fine")
    path.write_text(text)
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    run("build", "rest", "-o", "two.pdf")
    assert (workspace / "one.pdf").read_bytes() != (workspace / "two.pdf").read_bytes()


def test_a_file_that_now_comes_first_is_seen(workspace: Path) -> None:
    run("build", "sciatica", "-o", "one.pdf")
    add(workspace, "sciatica", topic("sciatica"))
    run("build", "sciatica", "-o", "two.pdf")
    assert (workspace / "one.pdf").read_bytes() != (workspace / "two.pdf").read_bytes()


def test_a_press_of_another_program_is_not_used(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handout.cache._version", lambda: "another")
    run("build", "rest", "-o", "one.pdf")
    (press,) = (tmp_path / "cache").glob("*.press")
    theirs = press.read_bytes()
    monkeypatch.undo()
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(workspace)
    run("build", "rest", "-o", "two.pdf")
    assert press.read_bytes() != theirs
    assert (workspace / "one.pdf").read_bytes() == (workspace / "two.pdf").read_bytes()


def test_the_cache_is_its_owners_only(tmp_path: Path) -> None:
    run("build", "rest")
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    (press,) = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE(press.stat().st_mode) == 0o600


def test_a_cache_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    assert run("build", "rest").exit_code == 0
    assert list((tmp_path / "cache").iterdir()) == []
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o777
    assert "others can write there" in run("doctor").stdout


def test_a_bad_press_that_cannot_be_deleted_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "read-only file system")

    run("build", "rest")
    (press,) = (tmp_path / "cache").iterdir()
    press.write_bytes(b"bad")
    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr("handout.cache.write_whole", refuse)
    assert run("build", "rest").exit_code == 0
    assert press.read_bytes() == b"bad"


def test_an_update_of_what_it_stands_on_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site" / "msgspec").mkdir(parents=True)
    monkeypatch.setattr(msgspec, "__file__", str(tmp_path / "site" / "msgspec" / "__init__.py"))
    before = cache._version()
    os.utime(tmp_path / "site", (1, 1))
    assert cache._version() != before


def test_the_cache_is_where_the_system_keeps_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache.sys, "platform", "linux")
    everything = {"HANDOUT_CACHE": "/h", "XDG_CACHE_HOME": "/x", "HOME": "/ann"}
    assert cache.folder(everything) == Path("/h")
    assert cache.folder({**everything, "HANDOUT_CACHE": ""}) == Path("/x/handout")
    assert cache.folder({"HOME": "/ann"}) == Path("/ann/.cache/handout")
    assert cache.folder({}) is None
    monkeypatch.setattr(cache.sys, "platform", "darwin")
    assert cache.folder({"HOME": "/ann"}) == Path("/ann/Library/Caches/handout")
    monkeypatch.setattr(cache.sys, "platform", "win32")
    windows = {"USERPROFILE": "/ann", "LOCALAPPDATA": "/ann/local"}
    assert cache.folder(windows) == Path("/ann/local/handout/Cache")


def test_no_home_is_no_cache(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HANDOUT_CACHE", "XDG_CACHE_HOME", "HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    assert run("build", "rest").exit_code == 0
    assert names(workspace) == ["clinic.yaml", "handouts", "output", "visit.yaml"]
    assert "no home folder" in run("doctor").stdout


def test_a_cache_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "file" / "cache"))
    result = run("build", "rest")
    assert (result.exit_code, result.stderr) == (0, "")


def test_processes_agree_whatever_their_hash_seed(workspace: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "HANDOUT_CACHE": str(tmp_path / seed)}
        command = [*HANDOUT, "build", "--visit", "visit.yaml", "-o", "-"]
        made.append(subprocess.run(command, env=environment, capture_output=True, check=True))
    assert len({one.stdout for one in made}) == 1
    presses = [next((tmp_path / seed).glob("*.press")).read_bytes() for seed in ("0", "1", "4242")]
    assert len(set(presses)) == 1


def test_the_order_of_work_changes_nothing(workspace: Path) -> None:
    add(workspace, "sleep", topic("sleep", "Sleep well, {{ patient.given }}."))
    run("build", "rest", "sleep", "--visit", "visit.yaml", "-o", "one/")
    run("build", "sleep", "rest", "--visit", "visit.yaml", "-o", "two/")
    for name in names(workspace / "one"):
        assert (workspace / "one" / name).read_bytes() == (workspace / "two" / name).read_bytes()
    assert len(names(workspace / "one")) == 2


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


def test_being_stopped_is_no_news(workspace: Path, tmp_path: Path) -> None:
    made = workspace / "output" / "rest.pdf"
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [*HANDOUT, "build", "rest", "--watch"], stdout=said, stderr=subprocess.STDOUT,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        try:
            wait_for(made.exists)
            before = made.read_bytes()
            add(workspace, "rest", topic("rest", "Rest is very good."))
            wait_for(lambda: made.read_bytes() != before)
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == ExitCode.INTERRUPTED
        finally:
            process.kill()
            process.wait()
    lines = (tmp_path / "said").read_text().splitlines()
    assert lines == ["output/rest.pdf  1 page"] * 2


def wait_for(condition: Callable[[], bool]) -> None:
    """Return when it is so; a minute is more than any machine takes."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


# Opening and watching


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


def test_watching_builds_again_when_a_watched_file_changes(tmp_path: Path) -> None:
    one, two, new = tmp_path / "one", tmp_path / "two", tmp_path / "new"
    one.touch()
    two.touch()
    watched = {one}
    built = []

    def build() -> dict[Path, int]:
        built.append(len(built))
        return watching.times(watched)

    def changes() -> Iterator[None]:
        yield  # Nothing has changed.
        os.utime(two, ns=(1, 1))
        yield  # It is not watched.
        os.utime(one, ns=(2, 2))
        watched.update((two, new))
        yield  # It is built again, and from now on the others are watched.
        os.utime(two, ns=(3, 3))
        yield
        new.touch()
        yield
        one.unlink()
        yield

    steps = changes()
    counts = []

    def pause(seconds: float) -> None:
        assert seconds == watching.PAUSE
        counts.append(len(built))
        next(steps, None)

    watching.watch(build, pause, range(8))
    assert counts == [1, 1, 1, 2, 3, 4, 5, 5]


def test_a_change_during_a_build_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.touch()
    built = []

    def build() -> dict[Path, int]:
        built.append(len(built))
        return {path: watching.STALE} if len(built) == 1 else watching.times((path,))

    watching.watch(build, lambda _: None, range(3))
    assert len(built) == 2


def test_a_file_that_changes_while_it_is_read_is_read_again(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = making.leaflet
    edits: list[str] = []

    def edited_meanwhile(*arguments: object) -> object:
        one = made(*arguments)  # type: ignore[arg-type]
        if not edits:
            add(workspace, "rest", topic("rest", "Rest is very good."))
        edits.append("rest")
        return one

    def watch(build: Callable[[], dict[Path, int]]) -> None:
        assert build()[workspace / "handouts" / "rest.yaml"] == watching.STALE
        seen = build()
        assert watching.times(seen) == seen

    monkeypatch.setattr(making, "leaflet", edited_meanwhile)
    monkeypatch.setattr(watching, "watch", watch)
    assert run("build", "rest", "--watch").exit_code == 0
    assert len(edits) == 2


def test_watching_tells_problems_and_goes_on(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = (workspace / "handouts" / "rest.yaml").read_text()

    def watch(build: object) -> None:
        assert callable(build)
        seen = build()
        assert {workspace / "visit.yaml", workspace / "clinic.yaml"} <= set(seen)
        assert watching.STALE not in seen.values()
        assert watching.times(seen) == seen
        assert workspace / "handouts" / "rest.yaml" in seen
        add(workspace, "rest", "id: rest\n")
        build()
        (workspace / "visit.yaml").write_text("gvien: 1")
        build()
        (workspace / "visit.yaml").write_text(VISIT.replace("Perpetua", "Barnaby"))
        add(workspace, "rest", good)
        build()
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "watch", watch)
    monkeypatch.setattr(click, "launch", lambda path: click.echo(f"opened {Path(path).name}"))
    result = run("build", "--watch", "--visit", "visit.yaml", "--open")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert "missing fields" in result.stderr and "--visit:1:1: unknown field" in result.stderr
    assert files_told(result) == ["output/rest-visit-2026-11-20.pdf"] * 2
    assert result.stdout.splitlines()[1] == "opened rest-visit-2026-11-20.pdf"
    assert names(workspace / "output") == ["rest-visit-2026-11-20.pdf"]
