"""A topic past its review date is not made, unless somebody says why; a draft says what it is."""

import json
from pathlib import Path

import pytest

from handout.errors import ExitCode
from referee import block_texts, structure_problems
from workspaces import make_workspace, run, topic

BEFORE, AFTER = "1830000000", "1840000000"
"""Days before and after the review date of the topics, 10 January 2028."""
OVERDUE = "We should have checked this leaflet by 10 January 2028: ask us if it is still right"
DRAFT = "Draft: not yet approved by your clinic"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a draft and an approved topic, on a day after their review dates."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    make_workspace(
        tmp_path / "clinic", rest=topic("rest"), sleep=topic("sleep") + "status: approved\n"
    )
    return tmp_path


def texts(folder: Path, name: str) -> list[str]:
    """What is read of a leaflet."""
    pdf = (folder / "clinic" / "output" / f"{name}.pdf").read_bytes()
    assert structure_problems(pdf) == []
    return [text for _, text in block_texts(pdf)]


def test_an_overdue_topic_is_not_made(here: Path) -> None:
    result = run("-C", "clinic", "build", "rest")
    assert result.exit_code == ExitCode.CONTENT
    assert "the review of 'rest' was due by 2028-01-10 [GOV-02]" in result.stderr
    assert "--allow-expired REASON" in result.stderr
    assert not (here / "clinic" / "output").exists()


def test_it_is_made_with_a_mark_where_somebody_says_why(here: Path) -> None:
    result = run(
        "-C", "clinic", "build", "sleep", "--allow-expired", "the new one is at the printer"
    )
    assert result.exit_code == 0
    assert "it is made all the same, because: the new one is at the printer" in result.stderr
    found = texts(here, "sleep")
    assert found.count(OVERDUE) == 1
    assert found.index(OVERDUE) < found.index("Name:")
    assert DRAFT not in found


def test_nothing_is_marked_before_the_date(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    result = run("-C", "clinic", "build", "sleep", "--allow-expired", "in case")
    assert (result.exit_code, result.stderr) == (0, "")
    assert OVERDUE not in texts(here, "sleep")


def test_a_kept_press_forgets_no_date(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The press of a day before the review date must not make the leaflet after it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    assert run("-C", "clinic", "build", "sleep").exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    assert run("-C", "clinic", "build", "sleep").exit_code == ExitCode.CONTENT
    assert run("-C", "clinic", "build", "sleep", "--allow-expired", "x").exit_code == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    assert run("-C", "clinic", "build", "sleep").exit_code == 0
    assert OVERDUE not in texts(here, "sleep")


def test_only_what_is_overdue_in_a_pack_is_marked(here: Path) -> None:
    file = here / "clinic" / "handouts" / "rest.yaml"
    file.write_text(file.read_text("utf-8").replace("2028-01-10", "2030-01-10"), "utf-8")
    assert run("-C", "clinic", "build", "rest", "sleep", "--pack").exit_code == ExitCode.CONTENT
    result = run(
        "-C", "clinic", "build", "rest", "sleep", "--pack", "--allow-expired", "x", "--json"
    )
    made = json.loads(result.stdout)
    assert [one["severity"] for one in made["problems"]] == ["warning"]
    (name,) = (path.stem for path in (here / "clinic" / "output").iterdir())
    found = texts(here, name)
    assert (found.count(OVERDUE), found.count(DRAFT)) == (1, 1)


def test_a_card_of_several_topics_says_it_once(here: Path) -> None:
    """The card has one set of words; each topic's mark stood on it, one like the other."""
    for name in ("rest", "sleep"):
        text = topic(name).replace("blocks:\n", "blocks:\n      - include: warning-signs\n", 1)
        (here / "clinic" / "handouts" / f"{name}.yaml").write_text(text, "utf-8")
    result = run(
        "-C", "clinic", "build", "rest", "sleep", "--pack", "--template", "card",
        "--allow-expired", "x",
    )  # fmt: skip
    assert result.exit_code == 0
    (name,) = (path.stem for path in (here / "clinic" / "output").iterdir())
    found = texts(here, name)
    assert (found.count(OVERDUE), found.count(DRAFT)) == (1, 1)


def test_a_draft_says_so_and_an_approved_topic_does_not(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", BEFORE)
    assert run("-C", "clinic", "build").exit_code == 0
    assert DRAFT in texts(here, "rest")
    assert DRAFT not in texts(here, "sleep")


def test_the_check_tells_it_once_at_its_line() -> None:
    found = run("-C", "clinic", "check", "rest").stderr
    assert found.count("GOV-02") == 1
    assert "rest.yaml:8:1: its review was due by 10 January 2028 [GOV-02]" in found
