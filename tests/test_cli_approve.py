"""`handout approve`: what is signed, what is left alone, and when it holds no more."""

import os
import stat
from pathlib import Path

import pytest

from handout.cli.approving import approved
from handout.errors import ExitCode, HandoutError
from handout.library import builtin
from handout.model.handout import Handout, Reviewer
from handout.source.reader import read
from referee import text_from_tree
from workspaces import EXERCISE, add, make_workspace, names, run, stand_in_workspace, topic

DRAFT = "Draft: not yet approved by your clinic"
DAY = str(1795262400)  # 21 November 2026
SIGN = ("--by", "Sam Example, Physiotherapist")
CHANGED = "GOV-03-APPROVAL"

TOPIC = topic("rest").replace(
    '- text: "Rest is good."',
    '- text: "Rest is good."\n      - include: warning-signs-short\n      - exercises:\n'
    "          - {id: lift, sets: 2}",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose topic includes a shared block and an exercise of its own."""
    folder = stand_in_workspace(tmp_path, monkeypatch, DAY)
    add(folder, "rest", TOPIC)
    for name in ("shared", "exercises"):
        (folder / "handouts" / name).mkdir()
    shared = builtin() / "handouts" / "shared" / "warning-signs-short.yaml"
    (folder / "handouts" / "shared" / shared.name).write_bytes(shared.read_bytes())
    add(folder, "exercises/lift", EXERCISE.format(name="Lift", tags="leg"))
    return folder


def file(here: Path) -> Path:
    return here / "handouts" / "rest.yaml"


def handout(here: Path) -> Handout:
    return read(file(here).read_bytes(), "rest.yaml", Handout)


def is_marked(here: Path) -> bool:
    """Whether the leaflet is printed as a draft."""
    assert run("build", "rest").exit_code == 0
    texts = text_from_tree((here / "output" / "rest.pdf").read_bytes())
    return ("P", DRAFT) in texts


def told(here: Path) -> list[str]:
    """What `check` says of the approval."""
    lines = run("check", "rest").stderr.splitlines()
    return [line for line in lines if line.endswith(f"[{CHANGED}]")]


# What is signed


def test_an_approval_says_who_when_and_which_words(here: Path) -> None:
    assert is_marked(here)
    result = run("approve", "rest", *SIGN)
    assert result.exit_code == 0
    (reviewer,) = handout(here).reviewers
    told_of = (reviewer.name, reviewer.role, reviewer.date.isoformat())
    assert told_of == ("Sam Example", "Physiotherapist", "2026-11-21")
    assert len(reviewer.hash) == 32 and reviewer.hash in result.stdout
    assert handout(here).status == "approved"
    assert not is_marked(here)
    assert told(here) == []


def test_nothing_else_of_the_file_changes(here: Path) -> None:
    before = "# ours\n" + TOPIC.replace("owner:", "status: draft   # for now\nowner:") + "# end\n"
    file(here).write_text(before, "utf-8")
    file(here).chmod(0o644)
    assert run("approve", "rest", *SIGN).exit_code == 0
    after = file(here).read_text("utf-8").splitlines()
    added = [line for line in after if line not in before.splitlines()]
    assert added[0] == "status: approved   # for now"
    assert [line.strip().partition(":")[0] for line in added[1:]] == [
        "reviewers", "- name", "role", "date", "hash",
    ]  # fmt: skip
    kept = [line for line in after if line not in added]
    assert kept == [line for line in before.splitlines() if not line.startswith("status")]
    assert stat.S_IMODE(file(here).stat().st_mode) == 0o644
    assert names(here / "handouts") == ["exercises", "rest.yaml", "shared"]


REVIEWERS = {
    "none": "",
    "empty": "reviewers: []   # [nobody] yet\n",
    "flow": "reviewers: [{name: A, role: '[B]', date: 2026-01-01}]  # ]\n",
    "flow over lines": "reviewers: [\n  {name: A, role: B, date: 2026-01-01}\n]\n",
    "list": "reviewers:\n  # first\n  - name: A\n    role: B\n    date: 2026-01-01\n  # last\n\n",
    "list at the edge": "reviewers:\n- name: A\n  role: >-\n    B\n    C\n  date: 2026-01-01\n",
    "list of lines": "reviewers:\n  - {name: A, role: B, date: 2026-01-01}\n",
}
STATUSES = {"none": "", "plain": "status: draft\n", "quoted": "'status': \"draft\" # x\n"}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("reviewers", REVIEWERS)
@pytest.mark.parametrize("turn", ["\n", "\r\n"])
@pytest.mark.parametrize("is_first", [True, False])
def test_however_it_is_written_only_two_fields_change(
    reviewers: str, status: str, turn: str, is_first: bool
) -> None:
    """The text of a topic that says `status: draft` itself is left alone too."""
    base = topic("rest", text="status: draft").replace("owner:", "# the owner\nowner:")
    more = REVIEWERS[reviewers] + STATUSES[status]
    text = (more + base if is_first else base + more).replace("\n", turn)
    before = read(text.encode(), "rest.yaml", Handout)
    signed = Reviewer('Zoë "Z" Ng: X', "# Head", before.published, "0" * 32)
    data = approved(text.encode(), "rest.yaml", signed)
    after = read(data, "rest.yaml", Handout)
    assert after.reviewers == (*before.reviewers, signed)
    assert after.status == "approved"
    assert 'text: "status: draft"' in data.decode()
    lines = data.decode().split("\n")
    assert all(line.endswith("\r") == (turn == "\r\n") for line in lines[:-1])
    comments = [line for line in text.splitlines() if "#" in line and "status" not in line]
    assert len(comments) >= 1
    for line in comments:
        assert line.rpartition("#")[2] in data.decode()


def test_a_file_that_cannot_be_changed_in_two_places_alone_is_refused() -> None:
    text = TOPIC.replace("owner:", "status: >-\n  draft\nowner:")
    signed = Reviewer("A", "B", read(TOPIC.encode(), "r", Handout).published, "0" * 32)
    with pytest.raises(HandoutError, match="the approval cannot be written") as raised:
        approved(text.encode(), "rest.yaml", signed)
    (problem,) = raised.value.problems
    assert 'write it yourself: status: approved, and under reviewers: - {name: "A"' in problem.hint


def test_a_file_whose_lines_end_as_on_old_computers_is_refused_in_words() -> None:
    """Lines that end in a lone CR were counted otherwise than YAML counts them: IndexError."""
    text = TOPIC.replace("\n", "\r")
    signed = Reviewer("A", "B", read(text.encode(), "r", Handout).published, "0" * 32)
    with pytest.raises(HandoutError, match="the approval cannot be written"):
        approved(text.encode(), "rest.yaml", signed)


def test_a_file_that_may_only_be_read_is_left_alone(here: Path) -> None:
    """It was replaced, for a new file takes its name and needs no leave of the old one."""
    file(here).chmod(0o444)
    before = file(here).read_bytes()
    result = run("approve", "rest", *SIGN)
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "rest.yaml: this file may only be read" in result.stderr
    assert file(here).read_bytes() == before


def test_an_approval_after_today_does_not_hide_the_one_of_today(here: Path) -> None:
    """`approve` said it was done, and the leaflet stayed a draft: the latest date counts."""
    late = "reviewers: [{name: A, role: B, date: 2062-01-01}]\n"
    file(here).write_text(TOPIC + late, "utf-8")
    result = run("approve", "rest", *SIGN)
    assert result.exit_code == ExitCode.CONTENT
    assert "the approval of A is dated 2062-01-01, after today" in result.stderr
    assert file(here).read_text("utf-8") == TOPIC + late


def test_a_second_reader_signs_beside_the_first(here: Path) -> None:
    run("approve", "rest", *SIGN)
    run("approve", "rest", "--by", "Jo Example, Podiatrist, Hill Clinic")
    first, second = handout(here).reviewers
    assert (first.hash, second.role) == (second.hash, "Podiatrist, Hill Clinic")
    before = file(here).read_bytes()
    result = run("approve", "rest", "--by", "Jo Example, Podiatrist, Hill Clinic")
    assert (result.exit_code, file(here).read_bytes()) == (0, before)
    assert "has approved these words already" in result.stdout


# When it holds no more

CHANGES = {
    "its own words": ("rest", "Rest is good.", "Rest is bad."),
    "a heading": ("rest", "What is rest?", "Why rest?"),
    "a condition": ("rest", '- text: "Rest', '- when: patient.age >= 65\n        text: "Rest'),
    "what may be left out": ("rest", '- text: "Rest', '- detail: true\n        text: "Rest'),
    "blocks that may be left out": (
        "rest",
        '- text: "Rest is good."',
        '- detail: true\n        together:\n          - text: "Rest is good."',
    ),
    "a source": ("rest", "A guide to rest", "A better guide to rest"),
    "the dose here": ("rest", "sets: 2", "sets: 3"),
    "a shared block": ("shared/warning-signs-short", "Chest pain", "Bad chest pain"),
    "an exercise": ("exercises/lift", "Lift your heel.", "Lift your toes."),
    "an exercise's dose": ("exercises/lift", "reps: 5", "reps: 6"),
    "words for a picture": ("exercises/lift", "A person stands.", "A person sits."),
}
NO_CHANGES = {
    "white space": ("rest", "Rest is good.", "Rest  is   good."),
    "what is not left out": ("rest", '- text: "Rest', '- detail: false\n        text: "Rest'),
    "a layout": ("rest", "- exercises:", "- layout: compact\n        exercises:"),
    "together": (
        "rest",
        '- text: "Rest is good."',
        '- together:\n          - text: "Rest is good."',
    ),
    "a date": ("rest", "review_by: 2028-01-10", "review_by: 2028-02-10"),
    "other names": ("rest", "owner:", "synonyms: [Break]\nowner:"),
    "tags": ("exercises/lift", "tags: [leg]", "tags: [leg, foot]"),
}


def change(here: Path, name: str, before: str, after: str) -> None:
    path = here / "handouts" / f"{name}.yaml"
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8")


@pytest.mark.parametrize("what", CHANGES)
def test_changed_words_make_it_a_draft_again(here: Path, what: str) -> None:
    run("approve", "rest", *SIGN)
    assert not is_marked(here)
    change(here, *CHANGES[what])
    assert is_marked(here)
    (line,) = told(here)
    assert "the words have changed since Sam Example approved them on 21 November 2026" in line
    assert line.startswith("handouts/rest.yaml:") and ": warning: " in line
    assert run("approve", "rest", *SIGN).exit_code == 0
    assert not is_marked(here) and told(here) == []
    assert len(handout(here).reviewers) == 2


@pytest.mark.parametrize("what", NO_CHANGES)
def test_what_is_no_word_leaves_it_approved(here: Path, what: str) -> None:
    run("approve", "rest", *SIGN)
    change(here, *NO_CHANGES[what])
    assert not is_marked(here)
    assert told(here) == []


def test_moving_advice_from_do_to_do_not_is_a_change(here: Path) -> None:
    """The words are the same in the same order."""
    add(here, "rest", topic("rest").replace(
        '- text: "Rest is good."', "- do: [Walk., Run.]\n        dont: [Sit.]"))  # fmt: skip
    run("approve", "rest", *SIGN)
    change(here, "rest", "- do: [Walk., Run.]\n        dont: [Sit.]",
           "- do: [Walk.]\n        dont: [Run., Sit.]")  # fmt: skip
    assert is_marked(here)


def test_the_last_approval_counts(here: Path) -> None:
    run("approve", "rest", *SIGN)
    change(here, "rest", "Rest is good.", "Rest is bad.")
    run("approve", "rest", *SIGN)
    change(here, "rest", "Rest is bad.", "Rest is good.")
    assert is_marked(here), "the words that were approved first are not those approved last"


def test_an_approval_without_a_hash_is_honoured_and_told(here: Path) -> None:
    more = "status: approved\nreviewers: [{name: Jo Old, role: GP, date: 2026-02-01}]\n"
    add(here, "rest", TOPIC + more)
    assert not is_marked(here)
    (line,) = told(here)
    assert "nothing says which words Jo Old approved on 1 February 2026" in line


def test_a_pack_marks_the_topic_that_changed_alone(here: Path) -> None:
    add(here, "sleep", topic("sleep"))
    for name in ("rest", "sleep"):
        assert run("approve", name, *SIGN).exit_code == 0
    change(here, "sleep", "Rest is good.", "Sleep is good.")
    run("build", "rest", "sleep", "--pack", "-o", "pack.pdf")
    texts = [text for _, text in text_from_tree((here / "pack.pdf").read_bytes())]
    assert texts.count(DRAFT) == 1
    assert texts.index(DRAFT) > len(texts) - texts[::-1].index("Sleep") - 1


# What is refused


def test_a_topic_with_errors_is_not_approved(here: Path) -> None:
    add(here, "rest", TOPIC.replace("sets: 2", "sets: 20, reps: 50"))
    before = file(here).read_bytes()
    result = run("approve", "rest", *SIGN)
    assert (result.exit_code, file(here).read_bytes()) == (1, before)
    assert "[SAFE-02]" in result.stderr
    assert "'rest' is not approved: `handout check rest` finds an error" in result.stderr


def test_an_overdue_topic_is_not_approved(here: Path) -> None:
    change(here, "rest", "review_by: 2028-01-10", "review_by: 2026-11-20")
    before = file(here).read_bytes()
    result = run("approve", "rest", *SIGN)
    assert (result.exit_code, file(here).read_bytes()) == (1, before)
    assert "its review was due by 20 November 2026 [GOV-02]" in result.stderr


def test_a_builtin_topic_is_not_approved(here: Path) -> None:
    result = run("approve", "sciatica", *SIGN)
    assert result.exit_code == 1
    assert "'sciatica' is a built-in topic" in result.stderr
    assert "copy the file to handouts/sciatica.yaml here" in result.stderr


def test_an_unknown_topic_is_told(here: Path) -> None:
    result = run("approve", "rset", *SIGN)
    assert result.exit_code == 1 and "did you mean 'rest'?" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_is_not_written_through(here: Path) -> None:
    other = here.parent / "elsewhere.yaml"
    other.write_text(TOPIC, "utf-8")
    file(here).unlink()
    file(here).symlink_to(other)
    result = run("approve", "rest", *SIGN)
    assert result.exit_code == 1 and "this is a link" in result.stderr
    assert other.read_text("utf-8") == TOPIC


@pytest.mark.parametrize(
    "by", ["Sam Example", ", Physiotherapist", "Sam,", "", "Sam\nX, GP", f"Sam, {'x' * 101}"]
)
def test_a_name_and_a_role_are_needed(here: Path, by: str) -> None:
    before = file(here).read_bytes()
    result = run("approve", "rest", "--by", by)
    assert (result.exit_code, file(here).read_bytes()) == (2, before)


def test_there_must_be_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("approve", "sciatica", *SIGN)
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "there is no clinic.yaml here" in result.stderr


def test_a_full_disk_leaves_the_file_as_it_was(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("handout.files.write_whole", full)
    before = file(here).read_bytes()
    result = run("approve", "rest", *SIGN)
    assert (result.exit_code, file(here).read_bytes()) == (ExitCode.ENVIRONMENT, before)
    assert "handouts/rest.yaml: cannot be written: the disk is full" in result.stderr


def test_a_new_file_is_not_approved_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It once was: nobody has written anything yet that could be approved."""
    monkeypatch.chdir(make_workspace(tmp_path / "new"))
    run("new", "ankle-sprain")
    result = run("approve", "ankle-sprain", "--by", "Sam Example, Podiatrist")
    assert result.exit_code == ExitCode.CONTENT
    assert "ankle-sprain.yaml:5:10: these are still the words of a new file" in result.stderr
