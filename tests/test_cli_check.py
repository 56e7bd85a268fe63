"""`handout check`: what it finds in words and files, and `handout rules`."""

import json
from pathlib import Path

import jsonschema
import pytest

from checking import BAD, SARIF, STYLE, folder_here
from handout.check.rules import RULES
from handout.errors import ExitCode
from workspaces import CLINIC, make_workspace, run, topic

EXERCISE = """\
name: Raise
position: Stand.
steps: [Commence slowly.]
dose: {reps: 5}
feel: A pull.
stop_if: It hurts.
alt: A person.
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program is called in, with a cache of its own."""
    return folder_here(tmp_path, monkeypatch)


def test_words_are_found_at_their_line_and_column_with_the_rule(here: Path) -> None:
    make_workspace(here / "clinic", rest=BAD)
    result = run("-C", "clinic", "check")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr == (
        "clinic/handouts/rest.yaml:16:23: warning: 'utilise' is no everyday word [READ-10]\n"
        '   16 |       - text: "Please utilise it. It will cure you."\n'
        "      |                       ^\n"
        "    hint: write 'use'\n"
        "clinic/handouts/rest.yaml:16:38: 'will cure' promises what nobody can promise [SAFE-01]\n"
        '   16 |       - text: "Please utilise it. It will cure you."\n'
        "      |                                      ^\n"
        "    hint: say how many people it helps, and that it may not help\n"
        "1 problem\n"
    )


def test_exercises_and_shared_blocks_are_read_by_themselves(here: Path) -> None:
    made = make_workspace(here / "clinic")
    block = "title: A\nlanguage: en-GB\nblocks: [{text: We utilise it.}]\n"
    for folder, text in (("exercises", EXERCISE), ("shared", block)):
        (made / "handouts" / folder).mkdir()
        (made / "handouts" / folder / "mine.yaml").write_text(text, "utf-8")
    result = run("-C", "clinic", "check")
    assert result.exit_code == 0
    assert "exercises/mine.yaml:3:9: warning: 'Commence' is no everyday word" in result.stderr
    assert "shared/mine.yaml:3:20: warning: 'utilise' is no everyday word" in result.stderr
    # The built-in words are not the clinic's to mend.
    assert result.stderr.count("warning:") == 2


def test_warnings_fail_when_it_is_strict(here: Path) -> None:
    make_workspace(here / "clinic", rest=STYLE)
    assert run("-C", "clinic", "check").exit_code == 0
    assert run("-C", "clinic", "check", "--strict").exit_code == ExitCode.CONTENT
    make_workspace(here / "good")
    assert run("-C", "good", "check", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        ((), ["READ-10", "SAFE-01"]),
        (("--select", "READ"), ["READ-10"]),
        (("--select", "READ-05", "--select", "SAFE"), ["SAFE-01"]),
        (("--ignore", "READ"), ["SAFE-01"]),
        (("--select", "READ", "--ignore", "READ-10"), []),
    ],
)
def test_rules_are_selected_and_ignored(
    here: Path, options: tuple[str, ...], rules: list[str]
) -> None:
    make_workspace(here / "clinic", rest=BAD)
    result = run("-C", "clinic", "check", "--format", "json", *options)
    assert [one["rule"] for one in json.loads(result.stdout)["problems"]] == rules
    assert result.exit_code == ("SAFE-01" in rules)


def test_what_no_rule_found_is_always_told(here: Path) -> None:
    make_workspace(here / "clinic", rest=topic("rest").replace("heading", "headng"))
    result = run("-C", "clinic", "check", "--select", "SAFE")
    assert "unknown field 'headng'" in result.stderr


@pytest.mark.parametrize(
    ("rule", "hint"), [("READ-5", "did you mean READ-05?"), ("xyz", "handout rules lists them")]
)
def test_an_unknown_rule_is_refused(here: Path, rule: str, hint: str) -> None:
    make_workspace(here / "clinic")
    for command in (("check", "--select", rule), ("check", "--ignore", rule), ("rules", rule)):
        result = run("-C", "clinic", *command)
        assert result.exit_code == ExitCode.USAGE
        assert hint in result.stderr


def test_a_clinic_changes_rules_with_a_reason(here: Path) -> None:
    made = make_workspace(here / "clinic", rest=BAD)
    checks = "checks:\n  READ-05: {threshold: 2, reason: Ours are short.}\n"
    checks += "  READ-10: {off: true, reason: We like it.}\n"
    (made / "clinic.yaml").write_text(CLINIC + checks, "utf-8")
    result = run("-C", "clinic", "check", "--select", "READ")
    assert "READ-10" not in result.stderr
    assert "the sentence has 3 words, more than 2 [READ-05]" in result.stderr
    lines = run("-C", "clinic", "rules").stdout.splitlines()
    assert len(lines) == len(RULES)
    assert [line.split()[:4] for line in lines if "READ-05 " in line] == [
        ["READ-05", "warning", "2", "words"]
    ]
    assert any("READ-10 " in line and "off here" in line for line in lines)
    told = run("-C", "clinic", "rules", "read-05").stdout
    assert "Threshold  20 words\nHere       2 words, because: Ours are short.\n" in told
    assert (
        "Here       off here, because: We like it."
        in run("-C", "clinic", "rules", "READ-10").stdout
    )


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ("READ-05: {threshold: 22}", "missing field 'reason'"),
        ("READ-05: {off: true, reason: ''}", "at least 1 character"),
        ("READ-5: {off: true, reason: No.}", "unknown field 'READ-5'"),
        ("READ-05: {threshold: many, reason: No.}", "a number"),
        ("GOV-01: {threshold: 3, reason: No.}", "clinic.yaml:17:12: unknown field 'threshold'"),
    ],
)
def test_a_change_that_is_wrong_is_said(here: Path, checks: str, message: str) -> None:
    made = make_workspace(here / "clinic")
    (made / "clinic.yaml").write_text(f"{CLINIC}checks:\n  {checks}\n", "utf-8")
    result = run("-C", "clinic", "check")
    assert result.exit_code == ExitCode.CONTENT
    assert message in result.stderr
    if "'threshold'" in message:
        assert "hint: the fields here are reason, off" in result.stderr
    elif "unknown" in message:
        assert "did you mean 'READ-05'?" in result.stderr


def test_a_rule_is_explained(here: Path) -> None:
    told = run("rules", "READ-09-SHORTHAND").stdout
    for rule in (
        "Source     AHRQ; CDC: ",
        "Severity   warning",
        "\nWrong:\n  Take",
        "\nRight:\n  Take",
    ):
        assert rule in told
    assert "Threshold" not in told and "Here" not in told
    make_workspace(here / "clinic")
    (here / "clinic" / "clinic.yaml").write_text(
        CLINIC + "checks: {CDC-9: {reason: Seen.}}\n", "utf-8"
    )
    assert "Here       as it is, because: Seen." in run("-C", "clinic", "rules", "CDC-9").stdout


def test_a_language_without_word_lists_is_not_measured(here: Path) -> None:
    made = make_workspace(here / "clinic")
    (made / "handouts" / "de").mkdir()
    german = topic("rest", "STOP! Patienten patients should.").replace(
        "title:", "language: de\ntitle:", 1
    )
    (made / "handouts" / "de" / "rest.yaml").write_text(german, "utf-8")
    result = run("-C", "clinic", "check")
    assert "[READ" not in result.stderr
    assert "words in de not measured: there is no templates/words/de.yaml\n" in result.stdout
    report = json.loads(run("-C", "clinic", "check", "--format", "json").stdout)
    measured = {one["language"]: one for one in report["topics"]}
    assert not measured["de"]["has_words"]
    assert measured["de"]["grades"]["smog"] is None and measured["de"]["grades"]["lix"] > 0


def test_a_clinic_has_word_lists_of_its_own(here: Path) -> None:
    from handout.library import builtin

    made = make_workspace(here / "clinic", rest=topic("rest", "Rest on the couch."))
    lists = (builtin() / "templates" / "words" / "en.yaml").read_text("utf-8")
    (made / "templates" / "words").mkdir(parents=True)
    mine = made / "templates" / "words" / "en.yaml"
    mine.write_text(lists.replace("[utilise,", "[couch, '#', utilise,"), "utf-8")
    assert "'couch' is no everyday word" in run("-C", "clinic", "check").stderr
    mine.write_text(lists.replace("repeats:", "repeets:"), "utf-8")
    result = run("-C", "clinic", "check")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr.count("unknown field 'repeets'") == 1


def test_word_lists_that_are_wrong_are_said_once(here: Path) -> None:
    """Also where only an exercise needs them, and by a problem that has a place, in SARIF too."""
    made = make_workspace(here / "clinic")
    (made / "templates" / "words").mkdir(parents=True)
    (made / "templates" / "words" / "de.yaml").write_text("language: de\n", "utf-8")
    (made / "handouts" / "exercises").mkdir()
    german = EXERCISE.replace("name:", "language: de\nname:", 1)
    (made / "handouts" / "exercises" / "mine.yaml").write_text(german, "utf-8")
    result = run("-C", "clinic", "check")
    assert result.exit_code == ExitCode.CONTENT
    assert result.stderr.count("missing fields") == 1
    log = json.loads(run("-C", "clinic", "check", "--format", "sarif").stdout)
    jsonschema.validate(log, SARIF)
    assert {one["ruleId"] for one in log["runs"][0]["results"]} == {"FILE"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("path: M0 0A1", "the path holds 'A'"),
        ("path: M0 0L9 9, at: [1]", "at has one number"),
        ("path: M0 0L9 9, dash: [0]", "the dash draws nothing"),
    ],
)
def test_a_drawing_that_nobody_shows_yet_is_checked_too(
    tmp_path: Path, line: str, said: str
) -> None:
    """One that would stop the next build once passed."""
    clinic = make_workspace(tmp_path / "clinic")
    folder = clinic / "handouts" / "figures"
    folder.mkdir(exist_ok=True)
    (folder / "foot.yaml").write_text(
        f"size: [9, 9]\nshapes:\n  - {{{line}, stroke: ink}}\n", "utf-8"
    )
    done = run("-C", clinic, "check")
    assert done.exit_code == ExitCode.CONTENT and said in done.stderr


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_empty_rule_does_not_switch_the_check_off(option: str, here: Path) -> None:
    make_workspace(here / "clinic", rest=BAD)
    result = run("-C", "clinic", "check", option, "")
    assert result.exit_code == ExitCode.USAGE
    assert "no rule starts with ''" in result.stderr


def test_a_topic_of_another_language_is_checked_by_its_name(here: Path) -> None:
    made = make_workspace(here / "clinic")
    (made / "handouts" / "en-US").mkdir()
    american = topic("walk", "We utilise it.").replace("owner:", "language: en-US\nowner:")
    (made / "handouts" / "en-US" / "walk.yaml").write_text(american, "utf-8")
    told = run("-C", "clinic", "check", "walk").stderr
    assert "there is no topic" not in told
    assert f"{Path('en-US', 'walk.yaml')}:" in told and "[READ-10]" in told


def test_broken_word_lists_are_not_said_to_be_missing(here: Path) -> None:
    made = make_workspace(here / "clinic")
    (made / "templates" / "words").mkdir(parents=True)
    (made / "templates" / "words" / "en.yaml").write_text("lists: 3\n", "utf-8")
    result = run("-C", "clinic", "check")
    assert "unknown field 'lists'" in result.stderr
    assert "not measured" not in result.stdout


@pytest.mark.parametrize("rule", ["GOV-02-SOON", "GOV-04"])
def test_a_limit_of_more_months_than_there_are_is_no_bug(rule: str, here: Path) -> None:
    made = make_workspace(here / "clinic")
    checks = f"checks:\n  {rule}: {{threshold: 999999, reason: Never.}}\n"
    (made / "clinic.yaml").write_text(CLINIC + checks, "utf-8")
    told = run("-C", "clinic", "check", "--select", "GOV").stderr
    assert ("its review is due by" in told) == (rule == "GOV-02-SOON")
    assert "GOV-04" not in told
