"""`handout diff`: what changed between revisions, folders and PDFs, in words and pages."""

import os
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pytest
from PIL import Image

from handout.errors import ExitCode
from workspaces import add, make_workspace, names, run, stand_in_workspace, topic


def git(*words: str) -> None:
    """Git, as someone who is not in any configuration."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=m")
    subprocess.run(["git", *who, *words], capture_output=True, check=True)


def commit(tag: str = "") -> None:
    """Everything is committed, by a name where it is given."""
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "Words")
    if tag:
        git("tag", tag)


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a repository of its own, and nothing stays in the temporary folder."""
    room = tmp_path / "room"
    room.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    folder = stand_in_workspace(tmp_path, monkeypatch, "1700000000")
    (folder / ".gitignore").write_text("output/\n")
    commit("v1")
    return folder


@pytest.fixture(autouse=True)
def nothing_stays(tmp_path: Path, clinic: Path) -> object:
    """What was unpacked is gone when the command has ended, however it ended."""
    yield
    assert names(tmp_path / "room") == []


def version(text: str, number: str) -> str:
    """The topic as another version."""
    changed = text.replace("version: 1.0.0\n", f"version: {number}\n", 1)
    assert changed != text
    return changed


class Page(HTMLParser):
    """What a test asks of a web page: its tags in balance, its pictures, its cells."""

    EMPTY = frozenset({"meta", "col", "img", "link", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.cells and {"td", "th"} & set(self.open):
            self.cells[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.seen if name == tag]


def page(folder: Path | str = "output/diff") -> Page:
    """The web page of a comparison."""
    return Page((Path(folder) / "index.html").read_text("utf-8"))


# Words


def test_changed_words_stand_side_by_side(clinic: Path) -> None:
    add(clinic, "rest", version(topic("rest", "Rest is very good."), "1.1.0"))
    done = run("diff", "HEAD", "--words-only")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"Old: HEAD \(\d{4}-\d\d-\d\d, commit [0-9a-f]{7}\)", lines[0])
    assert lines[1] == "New: the workspace as it is now"
    assert "rest: Rest, version 1.0.0, now 1.1.0" in lines
    assert "What is rest?" in lines
    (row,) = (line for line in lines if "{+very+}" in line)
    assert re.fullmatch(r"  Rest is good\. +\|  Rest is \{\+very\+\} good\.", row)
    assert lines[-1] == "output/diff/index.html"
    assert names(clinic / "output" / "diff") == ["index.html"]
    assert all(len(line) <= 100 for line in lines)


def test_words_that_change_without_the_version_are_told(clinic: Path) -> None:
    said = "The words changed and the version did not: both are version 1.0.0."
    add(clinic, "rest", topic("rest", "Rest is bad."))
    assert f"! {said}" in run("diff", "HEAD", "--words-only").stdout
    assert said in (clinic / "output/diff/index.html").read_text("utf-8")
    add(clinic, "rest", version(topic("rest", "Rest is bad."), "1.0.1"))
    assert said not in run("diff", "HEAD", "--words-only").stdout
    add(clinic, "rest", version(topic("rest"), "0.9.0"))
    assert "The version goes back, from 1.0.0 to 0.9.0." in run("diff", "HEAD").stdout
    add(clinic, "rest", version(topic("rest"), "1.1.0"))
    assert "The version changed and the words did not." in run("diff", "HEAD").stdout


def test_what_the_change_log_says_is_told(clinic: Path) -> None:
    before = topic("rest")
    entry = "  - {version: 1.1.0, date: 2026-03-01, note: Shorter.}\n"
    logged = before.partition("changes:\n")[0] + "changes:\n" + entry
    add(clinic, "rest", version(logged, "1.1.0"))
    assert "The change log says of 1.1.0: Shorter." in run("diff", "HEAD", "--words-only").stdout


def test_new_and_removed_topics_are_named(clinic: Path) -> None:
    (clinic / "handouts" / "rest.yaml").unlink()
    add(clinic, "sleep", version(topic("sleep"), "2.0.0"))
    done = run("diff", "v1", "--words-only")
    assert "New leaflets, which the old side does not have:\n  sleep: Sleep, version 2.0.0" in (
        done.stdout
    )
    assert "Leaflets that are gone:\n  rest: Rest, version 1.0.0" in done.stdout
    assert "New leaflets" in (clinic / "output/diff/index.html").read_text("utf-8")


def test_who_sees_what_is_told_besides_the_words(clinic: Path) -> None:
    """A condition that changed is in no word, and may matter more than all of them."""
    for number, age in enumerate((65, 75)):
        text = topic("rest").replace(
            "      - text:", f"      - when: patient.age >= {age}\n        text:"
        )
        add(clinic, "rest", text)
        if not number:
            commit()
    done = run("diff", "HEAD", "--words-only")
    assert "Besides the words" in done.stdout
    assert "patient.age >= [-65-]" in done.stdout and "patient.age >= {+75+}" in done.stdout
    assert "the version did not" not in done.stdout


def test_an_approval_that_has_lapsed_is_told(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file still says approved, and the leaflet is marked as a draft."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")
    assert run("approve", "rest", "--by", "Sam Example, Reader").exit_code == 0
    commit()
    path = clinic / "handouts" / "rest.yaml"
    path.write_text(path.read_text("utf-8").replace("A little rest", "Much rest"), "utf-8")
    done = run("diff", "HEAD", "--words-only")
    assert "[-approved-]" in done.stdout and "{+draft+}" in done.stdout


def test_named_topics_only(clinic: Path) -> None:
    add(clinic, "sleep", topic("sleep"))
    commit()
    add(clinic, "rest", topic("rest", "Rest is bad."))
    add(clinic, "sleep", topic("sleep", "Sleep is bad."))
    both = run("diff", "HEAD", "--words-only").stdout
    assert "rest: Rest" in both and "sleep: Sleep" in both
    one = run("diff", "HEAD", "sleep", "--words-only").stdout
    assert "rest: Rest" not in one and "sleep: Sleep" in one
    assert run("diff", "HEAD", ".", "sleep", "--words-only").stdout == one


def test_two_revisions_and_two_folders_say_the_same(clinic: Path, tmp_path: Path) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))
    commit("v2")
    before = make_workspace(tmp_path / "before")
    add(clinic, "rest", topic("rest", "Not in any revision."))
    now = make_workspace(tmp_path / "now", rest=topic("rest", "Rest is bad."))
    ways = (("v1", "v2"), ("HEAD~1", "HEAD"), (before, now), ("v1", now))
    said = {run("diff", *way, "--words-only").stdout.partition("\n\n")[2] for way in ways}
    assert len(said) == 1 and "Rest is {+bad+}." in said.pop()


# Whether anything differs


def test_nothing_differs(clinic: Path) -> None:
    done = run("diff", "HEAD", "--exit-code")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[2:] == ["Nothing differs.", "", "output/diff/index.html"]
    assert names(clinic / "output" / "diff") == ["index.html"]
    assert run("-q", "diff", "HEAD").output == ""


def test_the_exit_code_tells_only_when_asked(clinic: Path) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))
    assert run("diff", "HEAD", "--words-only").exit_code == 0
    assert run("diff", "HEAD", "--words-only", "--exit-code").exit_code == 1


def test_what_is_on_the_disk_or_in_git_stays_as_it_was(clinic: Path) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))

    def state() -> dict[str, bytes]:
        files = (path for path in clinic.rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files if "output" not in path.parts}

    before = state()
    run("diff", "HEAD")
    assert state() == before and len(before) > 10


# Pages


def test_only_pages_that_differ_are_pictured(clinic: Path) -> None:
    """A new version changes the foot of every page, which is no reason to show them all."""
    pages = "      - break: page\n      - text: Walk far and often.\n"
    before = re.sub(r"(      - text: .*\n)", rf"\1{pages}", topic("rest"))
    add(clinic, "rest", before)
    commit()
    add(clinic, "rest", version(before.replace("Walk far", "Walk less far"), "1.1.0"))
    done = run("diff", "HEAD")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Page 2 differs." in done.stdout
    assert "1 other page differs only in the lines that stand on every page" in done.stdout
    folder = clinic / "output" / "diff"
    assert names(folder) == ["index.html", "rest-p2-new.png", "rest-p2-old.png"]
    for name in names(folder)[1:]:
        data = (folder / name).read_bytes()
        assert data.startswith(b"\x89PNG") and int.from_bytes(data[16:20]) == 900
    shown = page().all("img")
    assert [one["src"] for one in shown] == ["rest-p2-old.png", "rest-p2-new.png"]
    assert all("page 2 of Rest" in str(one["alt"]) for one in shown)


def test_a_look_that_changed_is_seen_though_no_word_did(clinic: Path) -> None:
    text = (clinic / "clinic.yaml").read_text("utf-8")
    (clinic / "clinic.yaml").write_text(f'{text}colours: {{accent: "#7a1f5c"}}\n', "utf-8")
    done = run("diff", "HEAD", "rest", "--exit-code")
    assert done.exit_code == 1
    assert "Page 1 differs: no words are new or gone, but it looks different." in done.stdout
    assert names(clinic / "output/diff") == ["index.html", "rest-p1-new.png", "rest-p1-old.png"]
    assert run("diff", "HEAD", "rest", "--words-only", "--exit-code").exit_code == 0


def test_another_look_can_be_asked_for(clinic: Path) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))
    pictures = []
    for look in ("leaflet", "large-print"):
        assert run("diff", "HEAD", "--template", look).exit_code == 0
        (first, *_) = sorted((clinic / "output/diff").glob("*-new.png"))
        pictures.append(first.read_bytes())
    assert pictures[0] != pictures[1]
    done = run("diff", "HEAD", "--template", "nothing")
    assert done.exit_code == ExitCode.CONTENT and "there is no look 'nothing'" in done.stderr


def test_the_same_twice_is_the_same_to_the_byte(clinic: Path) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))
    first, second = (run("diff", "HEAD", "-o", name) for name in ("a", "b"))
    assert first.stdout.replace("a/index", "b/index") == second.stdout
    assert names(clinic / "a") == names(clinic / "b") and len(names(clinic / "a")) == 3
    for name in names(clinic / "a"):
        assert (clinic / "a" / name).read_bytes() == (clinic / "b" / name).read_bytes()


# The web page


def test_words_of_a_leaflet_are_never_markup(clinic: Path) -> None:
    text = r"Rest \\<b>now\\</b> & 'later' \"soon\"."
    add(clinic, "rest", topic("rest", text, title="Rest &amp; more").replace("&amp;", "&"))
    done = run("diff", "HEAD", "--words-only")
    assert done.exit_code == 0, done.stderr
    written = (clinic / "output/diff/index.html").read_text("utf-8")
    assert "&lt;b&gt;now" in written and "<b>" not in written and "Rest &amp; more" in written
    (cell,) = (cell for cell in page().cells if "now" in cell)
    assert """<b>now</b> & 'later' "soon".""" in re.sub(r"\[new: |\] ", "", cell)


def test_the_page_can_be_read_by_everyone_and_calls_nobody(clinic: Path) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))
    run("diff", "HEAD")
    shown = page()
    assert shown.all("html") == [{"lang": "en"}]
    assert len(shown.all("h1")) == 1 and len(shown.all("title")) == 1
    assert [one["scope"] for one in shown.all("th")][:3] == ["col"] * 3
    assert {one.get("scope") for one in shown.all("th")} == {"col", "row", "rowgroup"}
    assert all(one.get("lang") == "en-GB" for one in shown.all("td"))
    assert all(one["alt"] for one in shown.all("img")) and len(shown.all("img")) == 2
    assert not {"script", "iframe", "form", "object"} & {tag for tag, _ in shown.seen}
    written = (clinic / "output/diff/index.html").read_text("utf-8")
    assert not re.search(r"https?://|@import|url\(", written)
    marks = re.findall(r"<(del|ins)><span class=\"heard\"[^>]*>\[(gone|new): </span>", written)
    assert marks == [("del", "gone"), ("ins", "new")]
    assert "line-through" in written and "underline" in written


# Where it goes


def test_only_files_of_its_own_are_replaced_or_removed(clinic: Path) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))
    folder = clinic / "shown"
    folder.mkdir()
    photo = b"\x89PNG\r\n\x1a\n a photograph"
    (folder / "walk-p1-old.png").write_bytes(photo)
    (folder / "letter.txt").write_text("mine")
    assert run("diff", "HEAD", "-o", "shown").exit_code == 0
    ours = ["index.html", "rest-p1-new.png", "rest-p1-old.png"]
    assert names(folder) == sorted(("letter.txt", "walk-p1-old.png", *ours))
    git("checkout", "-q", "handouts")
    assert run("diff", "HEAD", "-o", "shown").exit_code == 0
    assert names(folder) == ["index.html", "letter.txt", "walk-p1-old.png"]
    assert (folder / "walk-p1-old.png").read_bytes() == photo


@pytest.mark.parametrize("name", ["index.html", "rest-p1-new.png"])
def test_what_is_not_ours_stops_it_before_anything_is_written(clinic: Path, name: str) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))
    (clinic / "shown").mkdir()
    (clinic / "shown" / name).write_text("<p>My own page.</p>")
    done = run("diff", "HEAD", "-o", "shown")
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert done.stderr.startswith(f"shown/{name}: this file is not a")
    assert names(clinic / "shown") == [name]


def test_a_folder_that_is_not_there_is_said(clinic: Path) -> None:
    done = run("diff", "HEAD", "-o", "none/shown")
    assert done.exit_code == ExitCode.ENVIRONMENT and "there is no such folder" in done.stderr
    assert run("diff", "HEAD", "-o", "").exit_code == ExitCode.USAGE


# PDFs


def printed(name: str, text: str) -> Path:
    """A leaflet as a PDF, without a trace in the workspace."""
    path = Path("handouts/rest.yaml")
    kept = path.read_text("utf-8")
    path.write_text(topic("rest", text), "utf-8")
    assert run("build", "rest", "-o", name).exit_code == 0
    path.write_text(kept, "utf-8")
    return Path(name)


def test_two_pdfs_are_compared_by_what_is_printed(clinic: Path) -> None:
    old, new = printed("old.pdf", "Rest is good for you."), printed("new.pdf", "Rest is for you.")
    done = run("diff", old, new)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Page 1\n" in done.stdout and "Rest is [-good-] for you." in done.stdout
    assert names(clinic / "output/diff") == ["index.html", "new.pdf-p1-new.png",
                                             "new.pdf-p1-old.png"]  # fmt: skip
    assert "Nothing differs." in run("diff", old, old).stdout


def test_a_pdf_is_compared_with_the_topic_it_is_named_after(clinic: Path) -> None:
    printed("rest.pdf", "Rest is bad.")
    for words in (("rest.pdf", "HEAD"), ("rest.pdf",), ("rest.pdf", ".", "rest")):
        done = run("diff", *words, "--words-only")
        assert done.exit_code == 0 and "Rest is {+good+}." in done.stdout
    assert "Rest is [-good-]." in run("diff", "HEAD", "rest.pdf").stdout
    Path("rest.pdf").rename("other.pdf")
    done = run("diff", "other.pdf", "HEAD")
    assert done.exit_code == ExitCode.CONTENT and "has no topic 'other'" in done.stderr
    assert run("diff", "other.pdf", "HEAD", "rest").exit_code == 0


def test_a_pdf_without_words_is_told(clinic: Path) -> None:
    blank = pikepdf.new()
    blank.add_blank_page()
    blank.save("scan.pdf")
    said = run("diff", "scan.pdf", printed("rest.pdf", "Rest."), "--words-only").stdout
    assert "No words can be read in scan.pdf: it may be a scan." in said


def test_control_characters_of_a_pdf_do_not_reach_the_terminal(clinic: Path) -> None:
    old, new = printed("old.pdf", "Rest is good."), BytesIO()
    with pikepdf.open(old) as pdf:
        pdf.save(new)
    hostile = Path("\x1b[31mred.pdf") if os.name == "posix" else Path("red.pdf")
    hostile.write_bytes(printed("new.pdf", "Rest is bad.").read_bytes())
    assert "\x1b" not in run("diff", old, hostile, "--words-only").stdout


# What cannot be compared


def locked(path: str) -> None:
    """A PDF that needs a password."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(path, encryption=pikepdf.Encryption(owner="x", user="y"))


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("v9",), 1, "there is no revision 'v9'\n    hint: name a revision such as HEAD"),
        (("HEAD", "v9"), 1, "there is no revision and no topic 'v9'"),
        (("HEAD", "v1", "rset"), 1, "neither side has a topic 'rset'\n    hint: did you mean"),
        (("--", "-x"), 1, "'-x' is no revision"),
        (("HEAD", "--", "--output=x"), 1, "'--output=x' is no revision"),
        (("",), 1, "there is no revision ''"),
        (("handouts",), 1, "handouts: this folder is no workspace: it has no clinic.yaml"),
        (("HEAD", "handouts"), 1, "handouts: this folder is no workspace"),
        (("visit.yaml", "visit.yaml"), 1, "visit.yaml: this file is not a PDF"),
        (("none.pdf", "HEAD"), 4, "none.pdf: cannot be read: no such file or directory"),
        (("locked.pdf", "HEAD", "rest"), 1, "locked.pdf: this PDF is locked with a password"),
        (("locked.pdf", "locked.pdf", "rest"), 2, "two PDFs are compared as a whole"),
        (("locked.pdf", "HEAD", "rest", "sleep"), 2, "a PDF is compared with one topic"),
        ((), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_compared_is_said(
    clinic: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    locked("locked.pdf")
    done = run("diff", *words)
    assert (done.exit_code, said in done.stderr) == (code, True), done.stderr
    assert not (clinic / "output").exists()


def test_a_name_that_is_a_revision_and_a_topic_is_asked_about(clinic: Path) -> None:
    git("tag", "rest")
    done = run("diff", "v1", "rest")
    assert done.exit_code == ExitCode.CONTENT
    assert "'rest' is a revision and a topic" in done.stderr
    assert run("diff", "v1", ".", "rest").exit_code == 0


def test_a_revision_before_the_workspace_was_there(clinic: Path) -> None:
    git("checkout", "-q", "--orphan", "empty")
    git("rm", "-rqf", "--cached", ".")
    git("commit", "-qm", "Nothing", "--allow-empty")
    done = run("diff", "empty", "v1")
    assert done.exit_code == ExitCode.CONTENT
    assert "there is no workspace at empty: it has no clinic.yaml" in done.stderr


def test_where_there_is_no_repository(clinic: Path, tmp_path: Path) -> None:
    folder = make_workspace(tmp_path / "plain")
    done = run("-C", folder, "diff", "HEAD")
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert f"{folder} is not in a git repository that can be read" in done.stderr
    assert "hint: git says: " in done.stderr
    assert run("-C", folder, "diff", clinic, folder, "--words-only").exit_code == 0


def test_where_git_is_missing(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(clinic))
    done = run("diff", "HEAD")
    assert done.exit_code == ExitCode.ENVIRONMENT and "git is not installed" in done.stderr
    assert run("diff", ".", ".").exit_code == 0


def test_where_there_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    done = run("-C", tmp_path / "bare", "diff", tmp_path / "clinic")
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert "there is no workspace here to compare with" in done.stderr


def test_a_topic_that_cannot_be_read_stops_no_other(clinic: Path) -> None:
    """What is wrong in a revision is named as it is there, not where it was unpacked."""
    add(clinic, "sleep", topic("sleep").replace("heading:", "headng:"))
    commit()
    add(clinic, "sleep", topic("sleep"))
    add(clinic, "rest", topic("rest", "Rest is bad."))
    done = run("diff", "HEAD", "--words-only")
    assert done.exit_code == ExitCode.CONTENT
    assert "Rest is {+bad+}." in done.stdout and "sleep" not in done.stdout
    assert re.search(
        r"^HEAD:handouts/sleep\.yaml:\d+:\d+: unknown field 'headng'", done.stderr, re.M
    )
    assert "could not be compared" in (clinic / "output/diff/index.html").read_text("utf-8")
    assert str(Path(tempfile.gettempdir())) not in done.output


def test_a_clinic_that_cannot_be_read_is_said_with_its_side(clinic: Path) -> None:
    (clinic / "clinic.yaml").write_text("nome: x\n")
    commit()
    git("checkout", "-q", "v1", "--", "clinic.yaml")
    done = run("diff", "HEAD")
    assert done.exit_code == ExitCode.CONTENT
    assert done.stderr.startswith("HEAD:clinic.yaml:1:1: ")


def test_without_the_extra_words_are_still_compared(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(clinic, "rest", topic("rest", "Rest is bad."))
    for name in ("handout.artwork.png", "handout.compare.paper", "handout.compare.pages"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    done = run("diff", "HEAD")
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert "hint: pip install 'clinic-handout[png]'; --words-only does without" in done.stderr
    assert "Rest is {+bad+}." in run("diff", "HEAD", "--words-only").stdout


def test_marks_stand_on_the_words_that_changed(clinic: Path) -> None:
    """The picture of the old page has its mark where the word is, and nowhere else."""
    add(clinic, "rest", topic("rest", "Rest is bad."))
    run("diff", "HEAD")
    run("build", "rest", "-o", "rest.pdf")
    written = pypdfium2.PdfDocument("rest.pdf")[0]
    text = written.get_textpage()
    found = text.search("bad").get_next()
    assert found
    left, bottom, right, top = text.get_charbox(found[0] + 1)
    image = Image.open("output/diff/rest-p1-new.png").convert("RGB")
    scale = image.width / written.get_width()
    data, tint = image.tobytes(), bytes((204, 228, 255))
    starts = (found.start() for found in re.finditer(re.escape(tint), data))
    pixels = (start // 3 for start in starts if not start % 3)
    marked = {(pixel % image.width, pixel // image.width) for pixel in pixels}
    box = [min(x for x, _ in marked), max(x for x, _ in marked)]
    rows = [min(y for _, y in marked), max(y for _, y in marked)]
    height = written.get_height()
    assert box[0] < left * scale < right * scale < box[1] < (right + 40) * scale
    assert rows[0] < (height - top) * scale < (height - bottom) * scale < rows[1]
    assert rows[1] - rows[0] < 40 * scale
