"""`handout report`: scores in the terminal, as JSON, and on one page to file."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pikepdf
import pytest

from conftest import Golden
from handout.check.scores.formats import percent
from handout.check.scores.scoring import SCALES, Scored, scored
from handout.errors import ExitCode
from handout.library import Library, builtin
from handout.pages.press import Printed
from handout.report.chart import chart, in_words
from handout.report.page import cut, lost
from handout.report.printing import printed
from referee import block_texts, qpdf_check, structure_problems, tag_tree, verapdf
from workspaces import CLINIC, run, stand_in_workspace, topic

MADE = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = date(2026, 11, 20)
TOPICS = tuple(name for name, _ in Library((builtin(),)).topics())

NUMBER = {"type": ["number", "null"]}
TEXT = {"type": "string", "minLength": 1}
ITEM = {
    "type": "object",
    "required": [
        "id", "label", "asks", "is_human", "verdict", "evidence", "points", "of", "file", "line",
    ],
    "additionalProperties": False,
    "properties": {
        "id": {"enum": [item.id for scale in SCALES for item in scale.items]},
        "label": TEXT,
        "asks": TEXT,
        "is_human": {"type": "boolean"},
        "verdict": {
            "enum": ["agree", "partly", "disagree", "not applicable", "nobody has said"]
        },
        "evidence": TEXT,
        "points": {"type": "integer", "minimum": 0, "maximum": 2},
        "of": {"type": "integer", "minimum": 0, "maximum": 2},
        "file": {"type": ["string", "null"]},
        "line": {"type": ["integer", "null"], "minimum": 1},
    },
}  # fmt: skip
SCORE = {
    "type": "object",
    "required": [
        "id", "name", "source", "points", "of", "percent_of_all", "percent_of_answered",
        "pass_mark", "is_met", "items",
    ],
    "additionalProperties": False,
    "properties": {
        "id": {"enum": [scale.id for scale in SCALES]},
        "name": TEXT,
        "source": TEXT,
        "points": {"type": "integer", "minimum": 0},
        "of": {"type": "integer", "minimum": 0},
        "percent_of_all": NUMBER | {"minimum": 0, "maximum": 100},
        "percent_of_answered": NUMBER | {"minimum": 0, "maximum": 100},
        "pass_mark": {"enum": [70.0, 90.0]},
        "is_met": {"type": "boolean"},
        "items": {"type": "array", "items": ITEM, "minItems": 7},
    },
}  # fmt: skip
READING = {
    "type": "object",
    "required": ["formula", "value", "age"],
    "additionalProperties": False,
    "properties": {"formula": TEXT, "value": NUMBER, "age": NUMBER},
}
ATTESTED = {
    "type": "object",
    "required": ["item", "by", "role", "date"],
    "additionalProperties": False,
    "properties": {
        "item": TEXT, "by": TEXT, "role": TEXT, "date": {"type": "string", "format": "date"},
    },
}  # fmt: skip
SCHEMA: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": [
            "topic", "title", "language", "version", "status", "owner", "published", "review_by",
            "words", "scores", "readings", "attested",
        ],
        "additionalProperties": False,
        "properties": {
            "topic": TEXT,
            "title": TEXT,
            "language": TEXT,
            "version": TEXT,
            "status": {"enum": ["draft", "approved"]},
            "owner": TEXT,
            "published": {"type": "string", "format": "date"},
            "review_by": {"type": "string", "format": "date"},
            "words": {"type": "integer", "minimum": 0},
            "scores": {"type": "array", "items": SCORE, "minItems": 4, "maxItems": 4},
            "readings": {"type": "array", "items": READING, "minItems": 7, "maxItems": 7},
            "attested": {"type": "array", "items": ATTESTED},
        },
    },
}  # fmt: skip
"""The schema of `handout report --format json`."""

WORST = topic("rest", "Rest is good.").replace(
    "title: Rest", "title: " + "All that you may ever want to know of rest, " * 3 + "and of sleep"
)
ATTEST = (
    "attest:\n  PEMAT-2: {by: Ana Lee, role: Podiatrist, date: 2026-02-01}\n"
    "  CDC-7: {by: Bo Hill, role: Reader, date: 2026-03-01}\n"
)


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the topic `rest`, to stand in."""
    return stand_in_workspace(tmp_path, monkeypatch, "1700000000")


def write(folder: Path, name: str, text: str) -> None:
    (folder / "handouts" / f"{name}.yaml").write_text(text, "utf-8")


def of_topic(name: str, library: Library) -> tuple[Scored, Printed]:
    """A topic's scores and its page."""
    known = library.clinic()
    one = scored(library, known, name, known.language)
    return one, printed(one, library, known, TODAY, MADE)


def text_of(pdf: bytes) -> str:
    return " ".join(words for _, words in block_texts(pdf))


def test_the_terminal_shows_every_item(clinic: Path, golden: Golden) -> None:
    result = run("report", "rest")
    assert (result.exit_code, result.stderr) == (0, "")
    golden("report/rest", result.stdout)
    for scale in SCALES:
        for item in scale.items:
            assert re.search(rf"^  \S.*  {item.id} ", result.stdout, re.MULTILINE), item.id
    assert result.stdout.endswith("output/rest-report.pdf  1 page\n")


def test_json_keeps_to_its_schema_and_writes_no_file(clinic: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    write(clinic, "knee", topic("knee").replace("owner:", f"{ATTEST}owner:"))
    result = run("report", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    told = json.loads(result.stdout)
    jsonschema.validate(told, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert [one["topic"] for one in told] == ["knee", "rest"]
    assert not (clinic / "output").exists()
    knee = told[0]
    assert [one["item"] for one in knee["attested"]] == ["CDC-7", "PEMAT-2"]
    first = knee["scores"][0]
    assert (first["points"], first["of"], first["percent_of_all"]) == (5, 9, 55.6)
    assert first["percent_of_answered"] == 62.5 and first["is_met"] is False
    items = {item["id"]: item for item in first["items"]}
    assert items["PEMAT-1"]["file"] == "handouts/knee.yaml" and items["PEMAT-1"]["line"] == 4
    for score in (score for one in told for score in one["scores"]):
        assert score["points"] == sum(item["points"] for item in score["items"])
        assert score["of"] == sum(item["of"] for item in score["items"])


def test_a_page_says_what_the_terminal_says(clinic: Path) -> None:
    write(clinic, "rest", topic("rest").replace("owner:", f"{ATTEST}owner:"))
    assert run("report", "rest").exit_code == 0
    pdf = (clinic / "output" / "rest-report.pdf").read_bytes()
    text = " ".join(text_of(pdf).split())
    one, _ = of_topic("rest", Library((clinic, builtin())))
    for words in (
        "Scores of “Rest”", "Topic: rest, version 1.0.0", "Status: draft", "Owner: Clinical lead",
        "Published: 10 January 2026", "Review by: 10 January 2028", "Scored on: 14 November 2023",
        "Not measured.", "PEMAT-2: Ana Lee, Podiatrist, 1 February 2026.",
        "CDC-7: Bo Hill, Reader, 1 March 2026.", "AHRQ 2013", "CDC 2014", "1996",
    ):  # fmt: skip
        assert words in text, words
    alt = in_words(one.scores)
    assert f'Figure alt="{alt}"' in tag_tree(pdf)
    for score in one.scores:
        told = f"{score.name}: {percent(score.of_all)} of all items, {percent(score.of_said)}"
        assert told in alt
    assert "Nobody has said yet: PEMAT-10 logical order, CDC-10" in text


def test_the_page_lists_each_item_once(clinic: Path) -> None:
    """Met, lost, unsaid and left out: all 66 have their place, or are counted."""
    one, done = of_topic("rest", Library((clinic, builtin())))
    text = " ".join(text_of(done.pdf).split())
    more = re.search(r"And (\d+) more: see handout report in the terminal\.", text)
    hidden = int(more[1]) if more else 0
    shown = [item for item in lost(one) if f"{item.id} {item.label} " in text]
    assert len(shown) + hidden == len(lost(one)) > 15
    assert f"Not met, or met in part ({len(lost(one))})" in text
    met = [item for score in one.scores for item in score.with_verdict("agree")]
    assert f"Met ({len(met)})" in text
    for item in met:
        assert f"{item.id.rpartition('-')[2]} {item.label}" in text
    others = [s.with_verdict("nobody has said", "not applicable") for s in one.scores]
    assert len(shown) + hidden + len(met) + sum(map(len, others)) == 66


@pytest.mark.parametrize("name", TOPICS)
def test_every_shipped_topic_fits_one_page(name: str) -> None:
    one, done = of_topic(name, Library((builtin(),)))
    assert (done.pages, done.problems) == (1, ())
    assert structure_problems(done.pdf) == []
    text = " ".join(text_of(done.pdf).split())
    more = re.search(r"And (\d+) more:", text)
    rows = sum(f"{item.id} {item.label} " in text for item in lost(one))
    assert rows + (int(more[1]) if more else 0) == len(lost(one))
    assert rows >= min(len(lost(one)), 6), "what is lost is what the page is for"


@pytest.mark.parametrize("paper", ["A4", "letter"])
def test_the_worst_topic_fits_one_page(clinic: Path, paper: str) -> None:
    """A title of 4 lines, nearly everything lost, and every attestation at its longest."""
    name, role = "A" * 30 + " " + "B" * 60, "Clinical " * 10
    items = ("PEMAT-2", "PEMAT-10", "PEMAT-16", "PEMAT-18", "CDC-7", "CDC-10", "GOV-08")
    people = "".join(f"  {i}: {{by: {name}, role: {role}, date: 2026-02-01}}\n" for i in items)
    write(clinic, "rest", WORST.replace("owner:", f"attest:\n{people}owner:"))
    (clinic / "clinic.yaml").write_text(f"{CLINIC}paper: {paper}\n", "utf-8")
    one, done = of_topic("rest", Library((clinic, builtin())))
    assert len(lost(one)) > 20 and done.pages == 1
    assert re.search(r"And \d+ more:", text_of(done.pdf))
    width, height = {"A4": (595, 842), "letter": (612, 792)}[paper]
    path = clinic / "page.pdf"
    path.write_bytes(done.pdf)
    with pikepdf.open(path) as pdf:
        assert [round(float(side)) for side in pdf.pages[0].mediabox] == [0, 0, width, height]


def test_type_is_never_smaller_than_9_points() -> None:
    _, done = of_topic("sciatica", Library((builtin(),)))
    assert not [problem for problem in done.problems if "point" in problem.message]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handout.report.chart._SIZE", 7.0)
        _, small = of_topic("sciatica", Library((builtin(),)))
    assert any("9" in problem.message for problem in small.problems), "the guard looks"


def test_bars_are_as_long_as_the_scores() -> None:
    library = Library((builtin(),))
    one, _ = of_topic("sciatica", library)
    drawn = chart(one.scores)
    bars = [shape for shape in drawn.shapes if shape.fill == "accent"]
    full = next(shape for shape in drawn.shapes if shape.fill == "none" and shape.width == 0.6)

    def long(path: str) -> float:
        found = re.match(r"M([\d.]+) [\d.]+ H([\d.]+)", path)
        assert found
        return float(found[2]) - float(found[1])

    assert len(bars) == len(one.scores) == 4
    for bar, score in zip(bars, one.scores, strict=True):
        assert score.of_all is not None
        assert long(bar.path) / long(full.path) == pytest.approx(score.of_all / 100, abs=1e-3)
    assert [percent(69.99), percent(70.0), percent(None)] == ["69 %", "70 %", "none"]


def test_words_are_cut_between_words() -> None:
    assert cut("short", 20) == "short"
    assert cut("it says “Rest your heel and walk", 22) == "it says “Rest your…”"
    assert cut("one two three four", 9) == "one two…"


def test_the_same_topic_gives_the_same_bytes(clinic: Path) -> None:
    run("report", "rest")
    first = (clinic / "output" / "rest-report.pdf").read_bytes()
    run("report", "rest", "-o", "again.pdf")
    assert (clinic / "again.pdf").read_bytes() == first


def test_where_the_page_goes(clinic: Path) -> None:
    write(clinic, "knee", topic("knee"))
    assert "report.pdf" in run("report").stdout
    assert sorted(path.name for path in (clinic / "output").iterdir()) == [
        "knee-report.pdf", "rest-report.pdf",
    ]  # fmt: skip
    assert run("report", "rest", "-o", "filed/").exit_code == 0
    assert (clinic / "filed" / "rest-report.pdf").is_file()
    result = run("report", "-o", "one.pdf")
    assert result.exit_code == ExitCode.USAGE and "need a folder" in result.stderr
    for words in (("-o", ""), ("-o", "-"), ("-o", "x.pdf", "--format", "json")):
        result = run("report", "rest", *words)
        assert result.exit_code == ExitCode.USAGE and "-o " in result.stderr
    result = run("-q", "report", "rest")
    assert (result.exit_code, result.stdout) == (0, "")


def test_low_scores_are_no_error(clinic: Path) -> None:
    write(clinic, "rest", topic("rest", "It should be utilised. It will cure you."))
    result = run("report")
    assert result.exit_code == 0 and "not met" in result.stdout


def test_what_is_wrong_is_said(clinic: Path) -> None:
    result = run("report", "rset")
    assert result.exit_code == ExitCode.CONTENT
    assert "there is no topic 'rset'\n    hint: did you mean 'rest'?" in result.stderr
    write(clinic, "rest", "id: rest\nkind: @\n")
    result = run("report", "rest")
    assert result.exit_code == ExitCode.CONTENT and "handouts/rest.yaml:2:" in result.stderr
    write(clinic, "rest", topic("rest").replace('- text: "Rest is good."', "- include: nowhere"))
    result = run("report", "rest")
    assert result.exit_code == ExitCode.CONTENT
    assert "there is no shared block 'nowhere'" in result.stderr
    assert not (clinic / "output").exists()


def test_a_pack_stands_for_its_topics(clinic: Path) -> None:
    """It was once said not to be there, and that its own name was meant."""
    write(clinic, "sleep", topic("sleep"))
    (clinic / "handouts" / "packs").mkdir()
    pack = "title: Start\nhandouts: [sleep, rest]\n"
    (clinic / "handouts" / "packs" / "start.yaml").write_text(pack, "utf-8")
    result = run("report", "start", "rest", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [one["topic"] for one in json.loads(result.stdout)] == ["sleep", "rest"]
    result = run("report", "strat")
    assert "there is no topic 'strat'\n    hint: did you mean 'start'?" in result.stderr


def test_an_approval_of_other_words_is_none(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")
    assert run("approve", "rest", "--by", "Sam Example, Reader").exit_code == 0

    def status() -> str:
        return str(json.loads(run("report", "rest", "--format", "json").stdout)[0]["status"])

    assert status() == "approved"
    path = clinic / "handouts" / "rest.yaml"
    path.write_text(path.read_text("utf-8").replace("A little rest", "Much rest"), "utf-8")
    assert status() == "draft"
    run("report", "rest")
    (page,) = (clinic / "output").glob("*.pdf")
    assert "Status: draft" in text_of(page.read_bytes())


def test_a_place_that_cannot_be_written_is_said(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clinic / "letter.pdf").write_text("Dear all", "utf-8")
    result = run("report", "rest", "-o", "letter.pdf")
    assert result.exit_code == ExitCode.ENVIRONMENT and "is not a PDF" in result.stderr
    result = run("report", "rest", "-o", "no/where.pdf")
    assert result.exit_code == ExitCode.ENVIRONMENT and "no such folder" in result.stderr

    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("handout.output.write_whole", read_only)
    result = run("report", "rest")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "rest-report.pdf: cannot be written" in result.stderr
    assert not list((clinic / "output").glob("*"))


def test_a_topic_in_another_language_says_so(clinic: Path) -> None:
    """Its title is marked with its language, and what is not measured is not scored."""
    (clinic / "handouts" / "es").mkdir()
    text = topic("rest", "Descanse.", "Descanso").replace("owner:", "language: es\nowner:")
    write(clinic, "es/rest", text)
    result = run("report", "rest", "--lang", "es")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "there are no word lists in Spanish" in result.stdout
    assert "reading: not measured" in result.stdout
    pdf = (clinic / "output" / "rest-report-es.pdf").read_bytes()
    assert structure_problems(pdf) == []
    assert "Scores of “Descanso”" in text_of(pdf)
    assert 'lang="es"' in tag_tree(pdf)


def test_a_bad_topic_stops_no_other(clinic: Path) -> None:
    write(clinic, "knee", topic("knee").replace("kind: self-care", "kind: selfcare"))
    result = run("report")
    assert result.exit_code == ExitCode.CONTENT
    assert "handouts/knee.yaml:2:" in result.stderr and result.stderr.endswith("1 problem\n")
    assert "output/rest-report.pdf  1 page" in result.stdout
    result = run("report", "--format", "json")
    assert result.exit_code == ExitCode.CONTENT and "knee.yaml" in result.stderr
    assert [one["topic"] for one in json.loads(result.stdout)] == ["rest"]


def test_every_language_of_the_workspace_is_scored(clinic: Path) -> None:
    (clinic / "handouts" / "es").mkdir()
    (clinic / "handouts" / "shared").mkdir()
    write(clinic, "es/knee", topic("knee").replace("owner:", "language: es\nowner:"))
    write(clinic, "shared/note", "title: A\nlanguage: en-GB\nblocks: [{text: Rest.}]\n")
    told = json.loads(run("report", "--format", "json").stdout)
    assert [(one["topic"], one["language"]) for one in told] == [("rest", "en-GB"), ("knee", "es")]


def test_a_workspace_without_topics_scores_those_that_come_with_the_program(clinic: Path) -> None:
    (clinic / "handouts" / "rest.yaml").unlink()
    told = json.loads(run("report", "--format", "json").stdout)
    assert [one["topic"] for one in told] == list(TOPICS) and len(told) > 5


@pytest.mark.conformance
@pytest.mark.slow
def test_a_report_is_tagged_and_conformant(clinic: Path) -> None:
    paths = []
    for name in ("rest", "sciatica", "symptom-diary"):
        path = clinic / f"{name}.pdf"
        assert run("report", name, "-o", path.name).exit_code == 0
        assert structure_problems(path.read_bytes()) == []
        assert qpdf_check(path) == []
        paths.append(path)
    assert {path.name: found for path, found in verapdf(paths).items() if found} == {}


def test_packs_are_no_language_of_a_report(clinic: Path) -> None:
    (clinic / "handouts" / "packs").mkdir()
    write(clinic, "packs/first", "title: First\nsummary: All of it.\nhandouts: [rest]\n")
    result = run("report", "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [one["topic"] for one in json.loads(result.stdout)] == ["rest"]
