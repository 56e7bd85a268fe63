"""`handout check`: its report in every format, and the baseline of known findings."""

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml

from checking import BAD, REPORT, SARIF, STYLE, folder_here
from handout.check.rules import RULES
from handout.errors import ExitCode
from workspaces import CLINIC, make_workspace, run, topic

SCHEMAS = Path(__file__).parent / "schemas"
OFFICIAL = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8"))
WORKSPACES = {
    "errors and warnings": {"rest": BAD},
    "warnings": {"rest": STYLE, "knee": STYLE.replace("id: rest", "id: knee")},
    "no findings": {},
    "what cannot be read": {"rest": "id: 1\n", "back": "id: ["},
    "characters that no XML holds": {
        "rest": topic("rest", "Please utilise it.", "Rest").replace(
            "title: Rest", yaml.safe_dump({"title": "Rest <&> \a \x1b[31m ]]> \ufffe \U0001f642"})
        )
    },
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program is called in, with a cache of its own."""
    return folder_here(tmp_path, monkeypatch)


def test_only_what_is_new_fails(here: Path) -> None:
    made = make_workspace(here / "clinic", rest=BAD)
    result = run("-C", "clinic", "check", "--write-baseline", "known.json")
    assert (result.exit_code, result.stdout) == (0, "known.json: 2 known findings\n")
    result = run("-C", "clinic", "check", "--strict", "--baseline", "known.json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "2 known findings left out\n2 files checked\n"
    moved = BAD.replace("summary", "# A line more.\nsummary")
    moved = moved.replace('cure you."\n', 'cure you."\n      - text: "We utilise it."\n')
    (made / "handouts" / "rest.yaml").write_text(moved, "utf-8")
    result = run("-C", "clinic", "check", "--strict", "--baseline", "known.json")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr.count("[READ-10]") == 1
    assert "rest.yaml:18:19" in result.stderr


def test_the_baseline_is_the_same_from_any_folder(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_workspace(here / "clinic", rest=BAD)
    run("-C", "clinic", "check", "--write-baseline", "known.json")
    monkeypatch.chdir(made)
    run("check", "--write-baseline", "known.json")
    assert (made / "known.json").read_bytes() == (here / "known.json").read_bytes()


def test_a_bad_baseline_is_said(here: Path) -> None:
    make_workspace(here / "clinic")
    result = run("-C", "clinic", "check", "--baseline", "none.json")
    assert result.exit_code == ExitCode.CONTENT
    assert "there is no such list of known findings" in result.stderr
    (here / "bad.json").write_text("{}", "utf-8")
    result = run("-C", "clinic", "check", "--baseline", "bad.json")
    assert "bad.json: this is no list of known findings" in result.stderr
    result = run("-C", "clinic", "check", "--write-baseline", "no/where.json")
    assert result.exit_code == ExitCode.ENVIRONMENT


def test_json_keeps_to_its_schema(here: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(REPORT)
    for name, text in (("bad", BAD), ("wrong", "id: 1\n")):
        make_workspace(here / name, rest=text)
        result = run("-C", name, "check", "--format", "json")
        assert result.exit_code == ExitCode.CONTENT and result.stderr == ""
        report = json.loads(result.stdout)
        jsonschema.validate(report, REPORT)
        assert report["problems"]
    made = json.loads(run("-C", "bad", "check", "--format", "json").stdout)
    assert made["topics"][0]["topic"] == "rest" and made["topics"][0]["has_words"]
    assert made["topics"][0]["grades"]["flesch_kincaid"] < 6


def test_sarif_has_rules_with_help_and_places(here: Path) -> None:
    made = make_workspace(here / "clinic", rest=BAD, my=STYLE)
    (made / "clinic.yaml").write_text(CLINIC + "colour: red\n", "utf-8")
    assert "unknown field" in run("-C", "clinic", "check", "--format", "sarif").stdout
    (made / "clinic.yaml").write_text(CLINIC, "utf-8")
    log = json.loads(run("-C", "clinic", "check", "--format", "sarif").stdout)
    jsonschema.validate(log, SARIF)
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for found in one["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
    places = [found["locations"][0]["physicalLocation"] for found in one["results"]
              if found["ruleId"] == "SAFE-01"]  # fmt: skip
    assert places == [
        {
            "artifactLocation": {"uri": "clinic/handouts/rest.yaml"},
            "region": {"startLine": 16, "startColumn": 38},
        }
    ]


def test_github_shows_each_finding_beside_its_line(here: Path) -> None:
    make_workspace(here / "clinic", rest=BAD)
    result = run("-C", "clinic", "check", "--format", "github")
    assert result.stdout.splitlines() == [
        "::warning file=clinic/handouts/rest.yaml,line=16,col=23,title=READ-10::"
        "'utilise' is no everyday word%0Ahint: write 'use'",
        "::error file=clinic/handouts/rest.yaml,line=16,col=38,title=SAFE-01::"
        "'will cure' promises what nobody can promise%0A"
        "hint: say how many people it helps, and that it may not help",
    ]
    make_workspace(here / "good")
    assert run("-C", "good", "check", "--format", "github").output == ""


def test_junit_counts_what_fails(here: Path) -> None:
    make_workspace(here / "clinic", rest=BAD)
    for options, failures in (((), "1"), (("--strict",), "2")):
        text = run("-C", "clinic", "check", "--format", "junit", *options).stdout
        (suite,) = ElementTree.fromstring(text)
        assert (suite.tag, suite.get("name")) == ("testsuite", "clinic/handouts/rest.yaml")
        assert (suite.get("tests"), suite.get("failures")) == ("2", failures)
        assert [case.get("classname") for case in suite] == ["READ-10", "SAFE-01"]
        assert len(suite.findall("testcase/failure")) == int(failures)
    make_workspace(here / "good")
    (suite,) = ElementTree.fromstring(run("-C", "good", "check", "--format", "junit").stdout)
    assert [case.get("name") for case in suite] == ["no problems"]


@pytest.mark.parametrize("strict", [(), ("--strict",)], ids=["lenient", "strict"])
@pytest.mark.parametrize("topics", WORKSPACES.values(), ids=list(WORKSPACES))
def test_sarif_keeps_to_the_schema_of_oasis(
    here: Path, topics: dict[str, str], strict: tuple[str, ...]
) -> None:
    jsonschema.Draft7Validator.check_schema(OFFICIAL)
    make_workspace(here / "clinic", **topics)
    only = () if topics else ("--select", "SAFE-01")
    log = json.loads(run("-C", "clinic", "check", "--format", "sarif", *strict, *only).stdout)
    jsonschema.Draft7Validator(OFFICIAL).validate(log)
    (one,) = log["runs"]
    assert bool(one["results"]) == bool(topics)
    # Since its errata of 2023 OASIS asks of every region where it begins.
    places = [place["physicalLocation"] for found in one["results"] for place in found["locations"]]
    assert len(places) >= len(topics)
    assert all("startLine" in place["region"] for place in places if "region" in place)


@pytest.mark.parametrize("strict", [(), ("--strict",)], ids=["lenient", "strict"])
@pytest.mark.parametrize("topics", WORKSPACES.values(), ids=list(WORKSPACES))
def test_junit_keeps_to_the_schema_of_jenkins(
    here: Path, topics: dict[str, str], strict: tuple[str, ...]
) -> None:
    xmlschema = pytest.importorskip("xmlschema")
    make_workspace(here / "clinic", **topics)
    only = () if topics else ("--select", "SAFE-01")
    text = run("-C", "clinic", "check", "--format", "junit", *strict, *only).stdout
    xmlschema.XMLSchema10(SCHEMAS / "junit-10.xsd").validate(text)
    root = ElementTree.fromstring(text)
    assert len(root.findall("testsuite/testcase")) >= 1
    assert bool(root.findall("testsuite/testcase[@name='no problems']")) == (not topics)
