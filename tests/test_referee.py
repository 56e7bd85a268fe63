"""The referee must pass a good file and notice each way of breaking it."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

import referee
from referee.fonts import parse_to_unicode
from referee.mutilate import saved
from referee.sample import BLOCKS, sample_pdf
from referee.verapdf import parse_report

REPOSITORY = Path(__file__).resolve().parent.parent
FETCH = REPOSITORY / ".ci" / "fetch-verapdf"

OWN_NOTICE = {
    "alt": "has no Alt",
    "lang": "there is no /Lang",
    "heading-level": "comes after level 1",
    "parent-tree": "ParentTree gives MCID 0 to",
    "title": "there is no dc:title",
    "tabs": "/Tabs is not /S",
    "mcid-twice": "MCID 0 is owned 2 times",
    "link-owner": "covers no text of its owner",
    "space": "a gap without a space between",
    "untagged": "is neither tagged nor an artifact",
}
"""What our own check says of each mutilation."""

VERAPDF_NOTICE = {
    "alt": "ua1 7.3-1 ",
    "lang": "ua1 7.2-",
    "heading-level": "ua1 7.4.2-1 ",
    "title": "ua1 7.1-9 ",
    "tabs": "ua1 7.18.3-1 ",
    "untagged": "ua1 7.1-3 ",
}
"""What veraPDF says of each mutilation; it has nothing to say of the others."""


@pytest.fixture(scope="module")
def good() -> bytes:
    """Return the good file."""
    fonts = sorted((REPOSITORY / "fonts").rglob("*-Regular.ttf"))
    assert fonts, "there is no font to set the sample in"
    return sample_pdf(fonts[0])


@pytest.fixture(scope="module")
def judged(good: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return veraPDF's verdicts on the good file, its mutilations and a file of noise."""
    referee.require_tool("verapdf")
    folder = tmp_path_factory.mktemp("judged")
    files = {what: referee.mutilate(good, what) for what in referee.MUTILATIONS}
    files |= {"good": good, "noise": b"%PDF-1.7\nnot a PDF\n", "empty": b""}
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    verdicts = referee.verapdf([folder / f"{name}.pdf" for name in files])
    return {path.stem: failures for path, failures in verdicts.items()}


def test_good_file_passes_our_check(good: bytes) -> None:
    """Nothing is found in a good file."""
    assert referee.structure_problems(good) == []


def test_good_file_passes_verapdf(judged: dict[str, list[str]]) -> None:
    """The good file conforms to both standards."""
    assert judged["good"] == []


def test_good_file_passes_qpdf(good: bytes, tmp_path: Path) -> None:
    """The good file has sound syntax, and half of it has not."""
    path = tmp_path / "good.pdf"
    path.write_bytes(good)
    assert referee.qpdf_check(path) == []
    path.write_bytes(good[: len(good) // 2])
    assert referee.qpdf_check(path) != []


def test_every_mutilation_is_expected_to_be_noticed() -> None:
    """No mutilation is without an expectation."""
    assert set(OWN_NOTICE) == set(referee.MUTILATIONS)


@pytest.mark.parametrize("what", sorted(OWN_NOTICE))
def test_our_check_notices(good: bytes, what: str) -> None:
    """Our own check names the fault."""
    problems = referee.structure_problems(referee.mutilate(good, what))
    assert any(OWN_NOTICE[what] in problem for problem in problems), problems


@pytest.mark.parametrize("what", sorted(VERAPDF_NOTICE))
def test_verapdf_notices(judged: dict[str, list[str]], what: str) -> None:
    """VeraPDF names the rule."""
    assert any(line.startswith(VERAPDF_NOTICE[what]) for line in judged[what]), judged[what]


@pytest.mark.parametrize("what", ["noise", "empty"])
def test_a_file_that_cannot_be_parsed_fails(judged: dict[str, list[str]], what: str) -> None:
    """What veraPDF cannot read has failed both standards."""
    assert [line.split(":")[0] for line in judged[what]] == ["ua1", "2a"]


def test_verapdf_wants_files(tmp_path: Path) -> None:
    """A missing file or an empty question is an error, not a pass."""
    with pytest.raises(referee.RefereeError, match="no such file"):
        referee.verapdf([tmp_path / "missing.pdf"])
    with pytest.raises(referee.RefereeError, match="nothing"):
        referee.verapdf([])


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<validationReport isCompliant='false'><details/></validationReport>",
        "<validationReport isCompliant='true' jobEndStatus='cancelled'/>",
        "<taskException type='PARSE'><exceptionMessage>no</exceptionMessage></taskException>",
    ],
)
def test_a_report_without_a_clear_pass_is_a_failure(inside: str) -> None:
    """Only a report that says compliant passes."""
    report = f"<report><jobs><job><item><name>/x.pdf</name></item>{inside}</job></jobs></report>"
    assert all(parse_report(ElementTree.fromstring(report), "ua1").values())


def rewritten(old: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that replaces the first `old` in the content of page 1."""

    def change(pdf: pikepdf.Pdf) -> None:
        page: Any = pdf.pages[0].obj
        content = page.Contents.read_bytes().decode("ascii")
        assert old in content
        page.Contents = pdf.make_stream(content.replace(old, new, 1).encode("ascii"))

    return change


def element(pdf: pikepdf.Pdf, kind: str, nth: int = 0) -> Any:
    """Return the nth structure element of a kind, in file order."""
    return [
        obj
        for obj in pdf.objects
        if isinstance(obj, Dictionary)
        and obj.get("/Type") == "/StructElem"
        and obj.get("/S") == Name("/" + kind)
    ][nth]


def without(kind: str, key: str, nth: int = 0) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that takes an entry, which may be in /A, from an element."""

    def change(pdf: pikepdf.Pdf) -> None:
        elem = element(pdf, kind, nth)
        holder = elem if key in elem else elem.A
        del holder[key]

    return change


def renamed(kind: str, new: str, nth: int = 0) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that gives an element another type."""

    def change(pdf: pikepdf.Pdf) -> None:
        element(pdf, kind, nth).S = Name("/" + new)

    return change


def changed(path: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that sets (or with None deletes) an entry below the catalog."""

    def change(pdf: pikepdf.Pdf) -> None:
        *way, last = path.split("/")
        holder: Any = pdf.Root
        for step in way:
            holder = holder[int(step)] if step.isdigit() else holder["/" + step]
        if value is None:
            del holder["/" + last]
        else:
            holder["/" + last] = value

    return change


def wrong_parent(pdf: pikepdf.Pdf) -> None:
    """Point an element at another parent."""
    element(pdf, "H1").P = element(pdf, "P")


def no_objr(pdf: pikepdf.Pdf) -> None:
    """Take the annotation from the first link."""
    link = element(pdf, "Link")
    link.K = Array([kid for kid in link.K if isinstance(kid, int)])


def empty_link(pdf: pikepdf.Pdf) -> None:
    """Give the text of the first link to the paragraph."""
    link, paragraph = element(pdf, "Link"), element(pdf, "P")
    number = next(kid for kid in link.K if isinstance(kid, int))
    link.K = Array([kid for kid in link.K if not isinstance(kid, int)])
    paragraph.K.append(number)


def text_in_form(pdf: pikepdf.Pdf) -> None:
    """Draw the first heading by way of a Form XObject."""
    page = pdf.pages[0]
    form = pdf.make_stream(b"BT /F1 12 Tf <00240024> Tj ET")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    form.Resources = Dictionary(Font=page.resources.Font)
    page.resources.XObject = Dictionary(X1=form)
    rewritten("BT", "/X1 Do BT")(pdf)


def no_to_unicode(pdf: pikepdf.Pdf) -> None:
    """Take the way back to Unicode from the font."""
    font: Any = pdf.pages[0].resources.Font.F1
    del font.ToUnicode


def not_embedded(pdf: pikepdf.Pdf) -> None:
    """Take the font program from the font."""
    font: Any = pdf.pages[0].resources.Font.F1
    del font.DescendantFonts[0].FontDescriptor.FontFile2


def no_break_space(pdf: pikepdf.Pdf) -> None:
    """Take the space from the end of the first line of the link that is split."""
    line = _content(pdf).split("EMC\n")[4]
    assert line.startswith("/Link")
    rewritten(line, re.sub(r"\w{4}> Tj", "> Tj", line))(pdf)


def _content(pdf: pikepdf.Pdf) -> str:
    page: Any = pdf.pages[0].obj
    return str(page.Contents.read_bytes().decode("ascii"))


def moved_link(pdf: pikepdf.Pdf) -> None:
    """Move the area of the first link off its text."""
    pdf.pages[0].obj.Annots[0].Rect = Array([300, 100, 350, 120])


@pytest.mark.parametrize(
    ("change", "notice"),
    [
        (rewritten("/H1 <</MCID 0>> BDC\nBT", "BT /H1 <</MCID 0>> BDC"), "straddles BT or ET"),
        (rewritten("ET\nEMC", "EMC ET"), "straddles BT or ET"),
        (rewritten("EMC", ""), "is never closed"),
        (rewritten("EMC", "EMC EMC"), "EMC without BMC or BDC"),
        (rewritten("EMC", "/Artifact BMC EMC EMC"), "artifact is opened inside MCID 0"),
        (rewritten("/MCID 1>>", "/MCID 0>>"), "MCID 0 is used twice"),
        (rewritten("/MCID 1>>", "/MCID 99>>"), "MCID 99 is owned by no element"),
        (rewritten("/MCID 1>>", "/MCID 99>>"), "MCID 1 of P"),
        (rewritten("/H1 <</MCID 0>> BDC", "/H1 BMC"), "is neither tagged nor an artifact"),
        (rewritten("EMC", "EMC 0 0 m 9 9 l S"), "path is neither tagged nor an artifact"),
        (rewritten("BT", "q BT"), "q without Q"),
        (text_in_form, "has text outside a Figure"),
        (no_to_unicode, "has no ToUnicode map"),
        (not_embedded, "is not embedded"),
        (no_break_space, "a line break without a space between"),
        (moved_link, "covers no text of its owner"),
        (no_objr, "has no OBJR"),
        (no_objr, "is in 0 elements"),
        (empty_link, "has no text"),
        (wrong_parent, "has a /P that is not its parent"),
        (without("TH", "/Scope"), "has no Scope"),
        (without("TD", "/ColSpan", 1), "has rows of lengths [2, 2, 1]"),
        (without("Figure", "/BBox"), "has no BBox"),
        (without("L", "/ListNumbering"), "has labels but no ListNumbering"),
        (renamed("H2", "H1"), "there are 2 H1"),
        (renamed("H1", "P"), "there are 0 H1"),
        (renamed("LI", "P"), "is in L "),
        (renamed("LBody", "P"), "is in LI "),
        (renamed("TD", "P"), "is in TR "),
        (renamed("Document", "Sect"), "not a Document"),
        (renamed("P", "Paragraph"), "is not of a standard type"),
        (changed("MarkInfo", None), "MarkInfo is not Marked true"),
        (changed("ViewerPreferences/DisplayDocTitle", False), "DisplayDocTitle"),
        (changed("StructTreeRoot", None), "there is no StructTreeRoot"),
        (changed("StructTreeRoot/ParentTree", None), "ParentTree: there is none"),
        (changed("StructTreeRoot/ParentTreeNextKey", 2), "ParentTreeNextKey is 2"),
        (changed("Pages/Kids/0/StructParents", 1), "key 1 is used 2 times"),
        (changed("Pages/Kids/0/StructParents", None), "there is no /StructParents"),
        (changed("Pages/Kids/0/Annots/0/Contents", None), "has no /Contents"),
        (changed("Pages/Kids/0/Annots/0/A", None), "leads nowhere"),
        (changed("Pages/Kids/0/Annots/0/StructParent", None), "has no /StructParent"),
        (changed("Pages/Kids/0/Annots/0/StructParent", 4), "but its owner is Link"),
    ],
)
def test_our_check_notices_small_faults(
    good: bytes, change: Callable[[pikepdf.Pdf], None], notice: str
) -> None:
    """Each rule of our own check bites."""
    problems = referee.structure_problems(_with(good, change))
    assert any(notice in problem for problem in problems), problems


def _with(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a file with a change made."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf)


def test_blocks_are_read_in_order(good: bytes) -> None:
    """The blocks come out as they were written."""
    assert referee.block_texts(good) == BLOCKS


def test_text_is_read_from_the_tree(good: bytes) -> None:
    """Leaf text carries the type of the nearest block."""
    found = referee.text_from_tree(good)
    assert found[:2] == BLOCKS[:2]
    assert ("LI", "1.") in found
    assert ("LBody", "Open the box") in found
    assert found[-1] == ("Figure", "A glass of water")


def test_reading_does_not_depend_on_how_strings_are_written(good: bytes) -> None:
    """Literal strings and TJ arrays read the same as hexadecimal strings."""

    def change(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            program: list[Any] = []
            for instruction in pikepdf.parse_content_stream(page):
                operands: list[Any] = list(instruction.operands)
                operator = str(instruction.operator)
                if operator == "Tj":
                    shown = bytes(operands[0])
                    operands = [Array([String(shown[:2]), 20, String(shown[2:])])]
                    operator = "TJ"
                program.append((operands, pikepdf.Operator(operator)))
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(program))

    other = _with(good, change)
    assert referee.text_from_tree(other) == referee.text_from_tree(good)
    assert referee.structure_problems(other) == []


def test_actual_text_of_an_element_is_respected(good: bytes) -> None:
    """An element's ActualText stands for its content."""

    def change(pdf: pikepdf.Pdf) -> None:
        element(pdf, "H1").ActualText = String("Other words")

    assert referee.block_texts(_with(good, change))[0] == ("H1", "Other words")


def test_a_lost_space_shows_in_the_text(good: bytes) -> None:
    """A gap in place of a space is not read as a space."""
    assert referee.block_texts(referee.mutilate(good, "space"))[0] == ("H1", "Yourtablets")


def test_tag_tree(good: bytes) -> None:
    """The outline shows tags, text and attributes."""
    lines = referee.tag_tree(good).splitlines()
    assert lines[0] == "Document"
    assert '  H1 "Your tablets"' in lines
    assert '    Link [Link p1 https://example.org/help] "help page"' in lines
    assert "  L ListNumbering=Decimal" in lines
    assert '        TD ColSpan=2 "Ask first"' in lines
    assert '        TH Scope=Row "Adult"' in lines
    assert lines[-1] == '  Figure alt="A glass of water"'


def test_page_text_positions(good: bytes) -> None:
    """Each line of drawn text shows with its place."""
    lines = referee.page_text_positions(good).splitlines()
    assert lines[0] == "page 1 (595.0 x 842.0)"
    assert lines[1] == "    50.0  780.0  Your tablets"
    assert "    70.0  660.0  Open the box" in lines
    assert "   150.0  730.0  Tablets" in lines


def test_to_unicode_in_all_its_forms() -> None:
    """Single codes, ranges and listed ranges are read, and ligatures and astral text."""
    cmap = (
        b"2 beginbfchar <0001> <00660069> <0002> <D83DDE00> endbfchar\n"
        b"2 beginbfrange <0010> <0012> <0041> <20> <21> [<0058> <0059>] endbfrange"
    )
    assert parse_to_unicode(cmap) == {
        1: "fi",
        2: "\N{GRINNING FACE}",
        16: "A",
        17: "B",
        18: "C",
        32: "X",
        33: "Y",
    }


def test_a_missing_tool_skips_for_a_user_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its tools the referee never passes in CI."""
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="no-such-tool"):
        referee.require_tool("no-such-tool")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-tool"):
        referee.require_tool("no-such-tool")


def test_the_jar_is_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """VERAPDF_JAR comes first and then the cache folder."""
    monkeypatch.delenv("VERAPDF_JAR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert referee.find_verapdf_jar() is None
    cached = tmp_path / "handout-referee" / f"cli-{referee.VERAPDF_VERSION}.jar"
    cached.parent.mkdir()
    cached.touch()
    assert referee.find_verapdf_jar() == cached
    monkeypatch.setenv("VERAPDF_JAR", str(tmp_path / "missing.jar"))
    assert referee.find_verapdf_jar() is None
    own = tmp_path / "own.jar"
    own.touch()
    monkeypatch.setenv("VERAPDF_JAR", str(own))
    assert referee.find_verapdf_jar() == own


def test_the_script_and_the_referee_want_the_same_version() -> None:
    """The version fetched is the version looked for."""
    assert f"\nversion={referee.VERAPDF_VERSION}\n" in FETCH.read_text(encoding="utf-8")


GOOD_JAVA = """for last in "$@"; do :; done; [ -s "$2" ] && echo "veraPDF 1.2.3" """
GOOD_MVN = """for a in "$@"; do case $a in -DoutputDirectory=*) d=${a#*=};; esac; done
echo jar >"$d/cli-VERSION.jar" """


@pytest.mark.parametrize(
    ("tools", "jar", "message"),
    [
        ({}, None, "java is not installed"),
        ({"java": GOOD_JAVA}, None, "mvn (Apache Maven) is not installed"),
        ({"java": GOOD_JAVA}, "missing.jar", "which is not a file"),
        ({"java": GOOD_JAVA, "mvn": "exit 1"}, None, "is the network reachable?"),
        ({"java": GOOD_JAVA, "mvn": "exit 0"}, None, "left no cli-"),
        ({"java": "exit 1", "mvn": GOOD_MVN}, None, "does not run"),
        ({"java": GOOD_JAVA, "mvn": GOOD_MVN}, None, ""),
    ],
)
def test_fetching(tmp_path: Path, tools: dict[str, str], jar: str | None, message: str) -> None:
    """The script prints the path of a whole jar, or says in a line what is wrong."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "env", "mkdir", "mktemp", "rm", "mv", "grep"):
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not here")
        (folder / name).symlink_to(found)
    bash = folder / "bash"
    for name, body in tools.items():
        script = folder / name
        body = body.replace("VERSION", referee.VERAPDF_VERSION)
        script.write_text(f"#!{bash.resolve()}\n{body}\n", encoding="utf-8")
        script.chmod(0o755)
    kept = {key: value for key, value in os.environ.items() if key != "VERAPDF_JAR"}
    env = kept | {"PATH": str(folder), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    if jar:
        env["VERAPDF_JAR"] = str(tmp_path / jar)
    for _ in range(2):
        done = subprocess.run(
            [str(bash), str(FETCH)], env=env, capture_output=True, text=True, check=False
        )
        cached = tmp_path / "cache/handout-referee" / f"cli-{referee.VERAPDF_VERSION}.jar"
        if message:
            assert done.returncode == 1
            assert done.stdout == ""
            assert message in done.stderr
            assert len(done.stderr.splitlines()) == 1
            assert not cached.exists()
        else:
            assert (done.returncode, done.stdout, done.stderr) == (0, f"{cached}\n", "")
            (folder / "mvn").unlink(missing_ok=True)
