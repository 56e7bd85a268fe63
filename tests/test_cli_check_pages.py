"""`handout check` on finished pages: of a workspace's own leaflets, and of anybody's PDF."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from time import process_time
from xml.etree import ElementTree

import jsonschema
import pytest
from pikepdf import Pdf, String
from reportlab.pdfgen.canvas import Canvas

from checking import REPORT, SARIF
from handout.check.pages.printed import printed
from handout.check.rules import PAGES, limit
from handout.cli.checking import _position
from handout.errors import ExitCode, Place, Problem
from handout.readback.reading import finished
from shipped import shipped
from speed import at_full_speed
from workspaces import CLINIC, make_workspace, run, topic


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")  # 21 November 2026
    return tmp_path


def poor_pdf(pages: int = 1) -> bytes:
    """A PDF without tags, title and language, in type of 9 points."""
    made = BytesIO()
    canvas = Canvas(made)
    for page in range(pages):
        canvas.setFont("Helvetica", 9)
        for line in range(30):
            canvas.drawString(72, 760 - 14 * line, f"Rest your foot, line {line} of page {page}.")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def test_a_pdf_of_somebody_else_is_judged_without_a_workspace(here: Path) -> None:
    (here / "poor.pdf").write_bytes(poor_pdf())
    result = run("check", "poor.pdf")
    assert result.exit_code == ExitCode.CONTENT
    assert "poor.pdf: the file has no tags" in result.stderr
    assert "poor.pdf: page 1: the body text is smaller than 12 pt" in result.stderr
    assert "[PRINT-01]" in result.stderr


def test_a_good_leaflet_of_ours_is_silent_when_it_is_read_back(here: Path) -> None:
    (here / "good.PDF").write_bytes(shipped("sciatica leaflet full").pdf)
    result = run("check", "good.PDF")
    assert (result.exit_code, result.stderr, result.stdout) == (0, "", "1 file checked\n")


def test_pages_are_named_in_every_format(here: Path) -> None:
    (here / "poor.pdf").write_bytes(poor_pdf())
    found = json.loads(run("check", "poor.pdf", "--format", "json").stdout)
    jsonschema.validate(found, REPORT)
    assert {(one["rule"], one["page"]) for one in found["problems"]} >= {
        ("A11Y-01", 0), ("PRINT-01", 1),
    }  # fmt: skip
    github = run("check", "poor.pdf", "--format", "github").stdout
    assert "::error file=poor.pdf,title=PRINT-01::page 1: the body text" in github
    jsonschema.validate(json.loads(run("check", "poor.pdf", "--format", "sarif").stdout), SARIF)
    assert "page 1: the body text" in run("check", "poor.pdf", "--format", "junit").stdout


@pytest.mark.parametrize(
    ("name", "content", "said", "code"),
    [
        ("none.pdf", None, "none.pdf: there is no such file", ExitCode.CONTENT),
        ("empty.pdf", b"", "empty.pdf: ", ExitCode.CONTENT),
        ("text.pdf", b"Dear patient", "text.pdf: ", ExitCode.CONTENT),
        ("cut.pdf", poor_pdf()[:200], "cut.pdf: ", ExitCode.CONTENT),
    ],
)
def test_what_is_no_pdf_is_said(
    name: str, content: bytes | None, said: str, code: ExitCode, here: Path
) -> None:
    if content is not None:
        (here / name).write_bytes(content)
    result = run("check", name)
    assert result.exit_code == code
    assert result.stderr.startswith(said)


def test_a_leaflet_that_is_too_long_is_told_with_its_page(here: Path) -> None:
    lines = "\n\n".join(["          Rest a little now and then, and walk a little too."] * 90)
    text = topic("rest").replace('- text: "Rest is good."', f"- text: |\n{lines}")
    make_workspace(here / "clinic", rest=text.replace("changes:", "pages: 1\nchanges:"))
    result = run("-C", "clinic", "check", "--select", "PAGE")
    assert "rest.yaml: page 2: warning: it takes 4 pages, and 1 was promised" in result.stderr
    assert "lines over" in result.stderr
    assert "PAGE-05" not in run("-C", "clinic", "check", "--ignore", "PAGE").stderr


def test_a_look_is_named_where_it_is_not_the_clinics(here: Path) -> None:
    made = make_workspace(here / "clinic")
    look = (Path(__file__).parent.parent / "templates" / "leaflet.yaml").read_text("utf-8")
    (made / "templates").mkdir()
    small = look.replace("body: {size: 12.5pt, leading: 1.34}", "body: {size: 9pt, leading: 1.1}")
    (made / "templates" / "tiny.yaml").write_text(f"{small}smallest: 9pt\n", "utf-8")
    assert run("-C", "clinic", "check", "--strict", "rest").exit_code == 0
    result = run("-C", "clinic", "check", "rest", "--template", "tiny")
    assert result.exit_code == ExitCode.CONTENT
    assert "the body text is smaller than 12 pt" in result.stderr
    assert "in the look 'tiny' [PRINT-01]" in result.stderr


def test_only_the_named_topics_are_looked_at(here: Path) -> None:
    bad = topic("bad", "Utilise it!")
    make_workspace(here / "clinic", rest=topic("rest"), bad=bad)
    assert run("-C", "clinic", "check", "rest", "--strict").exit_code == 0
    assert "bad.yaml" in run("-C", "clinic", "check", "bad").stderr
    unknown = run("-C", "clinic", "check", "rset")
    assert unknown.exit_code == ExitCode.CONTENT
    assert "did you mean 'rest'?" in unknown.stderr


def test_a_clinic_may_set_the_limit_of_a_page_rule(here: Path) -> None:
    made = make_workspace(here / "clinic")
    checks = "checks:\n  PRINT-01: {threshold: 14, reason: Our readers are old.}\n"
    (made / "clinic.yaml").write_text(CLINIC + checks, "utf-8")
    result = run("-C", "clinic", "check")
    assert "the body text is smaller than 14 pt" in result.stderr


def test_without_the_packages_that_read_pdfs_the_words_are_still_judged(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handout.cli import checking

    monkeypatch.setattr(checking, "find_spec", lambda name: None)
    make_workspace(here / "clinic")
    result = run("-C", "clinic", "check")
    assert result.exit_code == 0
    assert "the pages are not judged" in result.stderr
    assert run("-C", "clinic", "check", "--select", "READ").stderr == ""


# What the words were at another revision


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, as somebody invented."""
    named = ("-c", "user.name=Sam Example", "-c", "user.email=sam@example.org")
    subprocess.run(("git", "-C", str(folder), *named, *arguments), check=True, capture_output=True)


@pytest.fixture
def repository(here: Path) -> Path:
    """A workspace with an approved topic, under git."""
    made = make_workspace(here / "clinic", rest=topic("rest") + "status: approved\n")
    git(made, "init", "-q")
    git(made, "add", ".")
    git(made, "commit", "-qm", "First")
    return made


def test_words_that_change_need_a_new_version(repository: Path) -> None:
    file = repository / "handouts" / "rest.yaml"
    assert "GOV-03-VERSION" not in run("-C", "clinic", "check").stderr
    file.write_text(file.read_text("utf-8").replace("Rest is good.", "Rest is fine."), "utf-8")
    found = run("-C", "clinic", "check", "--select", "GOV-03-VERSION").stderr
    assert "rest.yaml:6:1: warning: the words have changed, and the version is still 1.0.0" in found
    git(repository, "commit", "-qam", "Changed")
    assert "GOV-03-VERSION" not in run("-C", "clinic", "check").stderr
    assert "GOV-03-VERSION" in run("-C", "clinic", "check", "--against", "HEAD~1").stderr


def test_a_revision_that_is_not_there_is_said(repository: Path, here: Path) -> None:
    result = run("-C", "clinic", "check", "--against", "nonesuch")
    assert result.exit_code == ExitCode.CONTENT
    assert "there is no revision 'nonesuch'" in result.stderr
    make_workspace(here / "plain")
    result = run("-C", "plain", "check", "--against", "HEAD")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "git" in result.stderr
    assert run("-C", "plain", "check").exit_code == 0


def test_reading_and_judging_takes_less_than_150_ms_a_page() -> None:
    pdf = shipped("exercises-feet leaflet generic").pdf
    finished(pdf, "warm.pdf")
    with at_full_speed():
        start = process_time()
        made = printed(finished(pdf, "leaflet.pdf"))
        for rule in PAGES:
            assert list(rule.looks(made, limit(rule, None))) == []
        taken = process_time() - start
    assert taken / len(made.finished.pages) < 0.15


def steering_pdf() -> bytes:
    """A PDF whose language steers a terminal, and cannot stand in XML."""
    made = BytesIO()
    with Pdf.open(BytesIO(poor_pdf())) as pdf:
        pdf.Root.Lang = String("en\x1b]0;mine\x07\u202e")
        pdf.save(made)
    return made.getvalue()


def test_what_a_pdf_says_steers_no_terminal_and_breaks_no_xml(here: Path) -> None:
    (here / "steering.pdf").write_bytes(steering_pdf())
    told = run("check", "steering.pdf", "--select", "A11Y-04").stderr
    assert "'en\ufffd]0;mine\ufffd\ufffd' is no code of a language" in told
    xml = run("check", "steering.pdf", "--select", "A11Y-04", "--format", "junit").stdout
    assert len(ElementTree.fromstring(xml).findall("testsuite/testcase/failure")) == 1


def test_a_pdf_that_cannot_be_read_stops_no_other_and_no_report(here: Path) -> None:
    (here / "poor.pdf").write_bytes(poor_pdf())
    result = run("check", "none.pdf", "poor.pdf", "none.pdf", "--format", "json")
    assert (result.exit_code, result.stderr) == (ExitCode.CONTENT, "")
    found = json.loads(result.stdout)
    assert found["files"] == 2
    assert [one["file"] for one in found["problems"] if one["rule"] == "FILE"] == ["none.pdf"]
    assert {one["file"] for one in found["problems"]} == {"none.pdf", "poor.pdf"}


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="file names are Unicode there")
def test_a_name_that_is_not_in_unicode_breaks_no_format(here: Path) -> None:
    (here / "caf\udce9.pdf").write_bytes(poor_pdf())
    found = json.loads(run("check", "caf\udce9.pdf", "--format", "json").stdout)
    assert {one["file"] for one in found["problems"]} == {"caf?.pdf"}


def test_findings_of_one_place_come_in_the_order_of_pages_and_rules() -> None:
    place = Place("rest.yaml", page=2)
    before = [
        Problem("z", Place("rest.yaml", page=1), rule="B"),
        Problem("a", place, rule="PEMAT-10"),
        Problem("a", place, rule="PEMAT-2"),
    ]
    assert sorted(reversed(before), key=_position) == before


def test_warning_signs_that_were_never_written_are_told_once(here: Path) -> None:
    made = make_workspace(here / "clinic", rest=topic("rest").replace("self-care", "condition"))
    result = run("-C", "clinic", "check", "--select", "GOV-09")
    assert result.stderr.count("[GOV-09]") == 1
    assert "GOV-09-PAGE" not in result.stderr
    off = "checks:\n  GOV-09: {off: true, reason: The trust has its own.}\n"
    (made / "clinic.yaml").write_text(CLINIC + off, "utf-8")
    assert run("-C", "clinic", "check", "--select", "GOV-09").exit_code == 0
