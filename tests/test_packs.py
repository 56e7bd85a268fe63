"""Packs: topics given together, with what they share said once."""

import io
import json
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from handout.build import Order, leaflet
from handout.errors import HandoutError
from handout.library import Library, builtin
from handout.model.pack import Pack
from handout.source.reader import read
from referee import structure_problems, text_from_tree, verapdf
from shipped import TODAY, handed, made, visit
from small_clinic import (
    CLINIC,
    EXERCISE,
    Workspace,
    outline,
    small_workspace,
    topic,
    with_blocks,
)
from workspaces import add, run, stand_in_workspace
from workspaces import topic as plain_topic

small = pytest.fixture(small_workspace)

PACKS = (
    "after-a-flare-up", "diabetes-and-feet", "new-patient-heel-pain", "new-patient-low-back-pain",
    "new-patient-sciatica",
)  # fmt: skip
SIGNS = """\
title: Signs
language: en-GB
blocks: [{{callout: emergency, title: {0}, blocks: [{{text: Go.}}]}}]
"""
PACK = "title: A pack\nsummary: For a start.\nhandouts: [rest, sleep]\n"


def with_signs(small: Workspace) -> Workspace:
    """The workspace with warning signs of its own, all and the main ones."""
    small.write("handouts/shared/warning-signs.yaml", SIGNS.format("All signs"))
    small.write("handouts/shared/warning-signs-short.yaml", SIGNS.format("Main signs"))
    return small


def pack_lines(small: Workspace, *topics: str) -> list[str]:
    """The outline of the topics together, in the bare look."""
    return outline(small.document(*topics)).splitlines()


# What is said once: the warning signs


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("warning-signs", "warning-signs-short", "All signs"),
        ("warning-signs-short", "warning-signs", "All signs"),
        ("warning-signs-short", "warning-signs-short", "Main signs"),
    ],
)
def test_the_warning_signs_stand_once_before_the_first_topic(
    small: Workspace, first: str, second: str, shown: str
) -> None:
    with_blocks(with_signs(small), f"- include: {first}")
    boxed = f"- callout: info\n  title: Box\n  blocks: [{{include: {second}}}]"
    small.write("handouts/milk.yaml", topic(boxed, "milk"))
    lines = pack_lines(small, "tea", "milk")
    strings = small.strings()
    start = lines.index(f"h2 {strings.pack_signs} #shared:warning-signs")
    assert lines[start + 1] == f"emergency h3 {shown}"
    assert start < lines.index("h2 Tea #tea")
    assert sum("signs" in line and line.startswith("emergency") for line in lines) == 1
    referred = [line for line in lines if f"see {strings.pack_signs_page}" in line]
    assert len(referred) == 2
    assert f"contents {strings.pack_signs} #shared:warning-signs" in lines


def test_signs_that_only_some_readers_get_are_for_all_in_a_pack(small: Workspace) -> None:
    with_blocks(with_signs(small), "- when: patient.age >= 65\n  include: warning-signs")
    small.write("handouts/milk.yaml", topic("- text: x", "milk"))
    document = small.document("tea", "milk")
    printed = outline(document, small.fill(document.slots, None)).splitlines()
    assert "emergency h3 All signs" in printed
    assert not any(line.startswith("see") for line in printed)


def test_a_pack_without_warning_signs_has_no_section_for_them(small: Workspace) -> None:
    small.write("handouts/milk.yaml", topic("- text: x", "milk"))
    assert not any("signs" in line for line in pack_lines(small, "tea", "milk"))


def test_a_topic_by_itself_keeps_its_warning_signs_in_their_place(small: Workspace) -> None:
    lines = pack_lines(with_blocks(with_signs(small), "- include: warning-signs"), "tea")
    assert lines[-3:] == ["h2 What to do", "emergency h3 All signs", "  p Go."]


# What is said once: exercises


def programmes(small: Workspace, *blocks: str) -> Workspace:
    """The workspace with the exercise `lift`, which takes 2 sets of 15, and `milk` of blocks."""
    lift = EXERCISE.replace("Heel raise", "Lift").replace("reps: 10-15", "reps: 15")
    small.write("handouts/exercises/lift.yaml", lift)
    for name, text in zip(("tea", "milk"), blocks, strict=True):
        small.write(f"handouts/{name}.yaml", topic(text, name))
    return small


LIFT = "- exercises: [{id: lift}]"
SEE = "see Lift: see page {page}. #exercise:lift"


def test_an_exercise_of_two_topics_is_printed_once(small: Workspace) -> None:
    lines = pack_lines(programmes(small, LIFT, LIFT), "tea", "milk")
    assert [line.strip() for line in lines if "Lift" in line] == ["exercise h4 Lift", SEE]
    assert [line for line in lines if "minutes a day" in line] == [
        line for line in pack_lines(small, "tea") if "minutes a day" in line
    ]


def test_another_dose_is_said_where_the_exercise_is_only_named(small: Workspace) -> None:
    other = "- exercises: [{id: lift, sets: 5, reps: 20}]"
    document = programmes(small, LIFT, other).document("tea", "milk")
    (line,) = (one for one in outline(document).splitlines() if "#exercise:lift" in one)
    assert line.strip() == f"{SEE} Do 5 sets of 20 on each side. Do this once a day."
    changed = small.fill(document.slots, "exercises: [{id: lift, sets: 3}]")
    (line,) = (one for one in outline(document, changed).splitlines() if "#exercise:lift" in one)
    assert "Do 3 sets of 20 on each side." in line


def test_the_line_leads_to_the_first_of_an_exercises_phases(small: Workspace) -> None:
    """It led to the card of the last phase, with a dose that the later topic does not ask for."""
    phases = "- phases: [{name: A, exercises: [{id: lift}], move_on_when: Yes.}, "
    phases += "{name: B, exercises: [{id: lift, sets: 5}]}]"
    document = programmes(small, phases, LIFT).document("tea", "milk")
    lifts = [one for one in document.slots.inserts if one.exercise == "lift"]
    assert [(one.dose.sets, one.cards[0].anchor, bool(one.see)) for one in lifts] == [
        (2, "exercise:lift", False), (5, "", False), (2, "", True),
    ]  # fmt: skip


def test_an_exercise_the_visit_drops_is_named_nowhere(small: Workspace) -> None:
    document = programmes(small, LIFT, LIFT).document("tea", "milk")
    dropped = small.fill(document.slots, "exercises: [{id: lift, drop: true}]")
    assert "Lift" not in outline(document, dropped)
    noted = small.fill(document.slots, "exercises: [{id: lift, note: Go slowly.}]")
    printed = outline(document, noted)
    assert printed.count("Go slowly.") == 1 and SEE in printed


def test_an_exercise_that_not_everybody_has_is_printed_again(small: Workspace) -> None:
    """A line would send others to a page that says nothing of it."""
    hidden = "- when: patient.age >= 65\n  exercises: [{id: lift}]"
    lines = pack_lines(programmes(small, hidden, LIFT), "tea", "milk")
    assert sum("exercise h4 Lift" in line for line in lines) == 2
    assert not any("see" in line.split() for line in lines)


def test_phases_of_two_programmes_count_an_exercise_once(small: Workspace) -> None:
    """Done side by side, they once counted it for each."""
    phase = "- phases: [{name: A, exercises: [{id: lift}]}]"
    small.write("clinic.yaml", f"{CLINIC}burden: {{exercises: 1}}\n")
    programmes(small, phase, phase)
    assert small.leaflet(None, "tea", "milk").problems == ()
    small.write("handouts/exercises/turn.yaml", EXERCISE.replace("Heel raise", "Turn"))
    small.write("handouts/milk.yaml", topic(phase.replace("lift", "turn"), "milk"))
    (problem,) = small.leaflet(None, "tea", "milk").problems
    assert problem.message == "the programme has 2 exercises, more than 1"


@pytest.mark.parametrize("layout", ["cards", "compact", "list", "full-page"])
def test_the_lines_name_the_pages_and_are_links_to_them(small: Workspace, layout: str) -> None:
    with_signs(small)
    for name in ("walk", "turn"):
        small.write(f"handouts/exercises/{name}.yaml", EXERCISE.replace("Heel raise", name.title()))
    many = f"- exercises: [{{id: lift}}, {{id: walk}}, {{id: turn}}]\n  layout: {layout}"
    filler = "\n".join("- text: " + "Drink more tea. " * 40 for _ in range(12))
    programmes(
        small, f"- include: warning-signs\n{filler}\n{many}", f"- include: warning-signs\n{many}"
    )
    data = small.leaflet(None, "tea", "milk", look="plain").pdf
    texts = text_from_tree(data)
    said = {text.partition(":")[0]: int(text.rstrip(".").rpartition(" ")[2])
            for kind, text in texts if kind == "P" and ": see page " in text}  # fmt: skip
    assert set(said) == {"Lift", "Walk", "Turn"} and min(said.values()) > 2
    with pikepdf.open(io.BytesIO(data)) as opened:
        file: Any = opened
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        notes = [note for page in file.pages for note in page.get("/Annots", ())]
        leads = {str(one.Contents): numbers[one.Dest[0].objgen] for one in notes if "/Dest" in one}
    assert {name: leads[name] for name in said} == said
    assert leads[small.strings().pack_signs] == 1
    assert structure_problems(data) == []


# What is said once: the diary


DIARY = f"{LIFT}\n- exercise_diary: %s\n  weeks: %d"


def diaries(small: Workspace, *topics: str) -> list[str]:
    """The lines of the outline that tell of a diary, for no visit."""
    document = small.document(*topics)
    printed = outline(document, small.fill(document.slots, None)).splitlines()
    return [line.strip() for line in printed if "iary" in line]


def test_one_diary_has_the_exercises_of_all_topics(small: Workspace) -> None:
    """Each topic once had the diary of them all."""
    programmes(small, DIARY % ("First diary", 2), DIARY % ("Second diary", 1))
    see, *weeks = diaries(small, "tea", "milk")
    assert see.startswith("see Your diary for all exercises is on page {page}.")
    assert len(weeks) == 2 and all("Second diary" in week for week in weeks)
    data = small.leaflet(None, "tea", "milk", look="plain").pdf
    assert "Your diary for all exercises is on page 3." in dict(
        (text, kind) for kind, text in text_from_tree(data)
    )
    assert structure_problems(data) == []


def test_a_diary_that_only_some_readers_get_takes_no_others_place(small: Workspace) -> None:
    gated = (DIARY % ("Second diary", 1)).replace(
        "- exercise_diary", "- when: patient.age >= 65\n  exercise_diary"
    )
    programmes(small, DIARY % ("First diary", 1), gated)
    assert [line.partition(" ")[0] for line in diaries(small, "tea", "milk")] == ["diary"]
    old = small.document("tea", "milk")
    assert "see Your diary" in outline(old)


# The file of a pack, and where its name works


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace to stand in, with two topics and a pack of them."""
    folder = stand_in_workspace(tmp_path, monkeypatch)
    add(folder, "sleep", plain_topic("sleep"))
    (folder / "handouts" / "packs").mkdir()
    write_pack(folder, PACK)
    return folder


def write_pack(folder: Path, text: str, name: str = "start") -> None:
    (folder / "handouts" / "packs" / f"{name}.yaml").write_text(text, "utf-8")


def headings(path: Path) -> list[str]:
    return [text for kind, text in text_from_tree(path.read_bytes()) if kind in ("H1", "H2")]


def test_a_pack_is_built_by_its_name_under_its_title(here: Path) -> None:
    result = run("build", "start")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("output/start.pdf ")
    found = headings(here / "output" / "start.pdf")
    assert found[0] == "A pack" and found.index("Rest") < found.index("Sleep")
    with pikepdf.open(here / "output" / "start.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == "A pack"
        assert str(pdf.docinfo["/Subject"]) == "For a start."


def test_a_visit_may_name_a_pack(here: Path) -> None:
    written = (here / "visit.yaml").read_text("utf-8").replace("[rest]", "[start]")
    (here / "visit.yaml").write_text(written, "utf-8")
    result = run("build", "--visit", "visit.yaml")
    assert result.stdout.startswith("output/start-visit-2026-11-20.pdf ")
    texts = text_from_tree((here / "output" / "start-visit-2026-11-20.pdf").read_bytes())
    assert ("P", "Xylophone shoulder.") in texts and ("H1", "A pack") in texts


def test_a_changed_pack_is_built_anew(here: Path) -> None:
    run("build", "start")
    write_pack(here, PACK.replace("A pack", "Another pack"))
    run("build", "start")
    assert headings(here / "output" / "start.pdf")[0] == "Another pack"


def test_a_pack_and_a_topic_can_be_packed_together(here: Path) -> None:
    result = run("build", "start", "rest", "sciatica", "--pack", "-o", "all.pdf")
    assert result.exit_code == 0
    found = headings(here / "all.pdf")
    assert found[0] == "Your leaflets"
    assert [found.count(title) for title in ("Rest", "Sleep", "Sciatica")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("handouts", "complaint"),
    [
        ("\n  - rest\n  - slep", "start.yaml:3:5: there is no topic 'slep'"),
        ("[rest, rest]", "start.yaml:1:18: 'rest' stands twice in the pack"),
        ("[rest, start]", "start.yaml:1:18: 'start' is a pack, not a topic"),
        ("[rest]", "start.yaml:1:11: expected at least 2 items in 'handouts', found 1"),
        ("[rest, sleep]\ntitle: ' '", "start.yaml:2:8: expected words for 'title', found ''"),
        (
            "[rest, sleep]\nlanguage: es",
            "start.yaml:1:1: the pack 'start' is written in Spanish, not in English",
        ),
    ],
)
@pytest.mark.parametrize("command", ["build", "check"])
def test_what_is_wrong_with_a_pack_is_said_at_its_line(
    here: Path, handouts: str, complaint: str, command: str
) -> None:
    text = f"handouts: {handouts}\n"
    write_pack(here, text if "title" in text else f"{text}title: T\n")
    result = run(command, "start")
    assert result.exit_code == 1
    assert f"handouts/packs/{complaint}" in result.stderr


def test_a_misspelt_topic_of_a_pack_is_suggested(here: Path) -> None:
    write_pack(here, "title: T\nhandouts:\n  - rest\n  - slep\n  - reset\n")
    result = run("build", "start")
    assert "    4 |   - slep\n      |     ^\n    hint: did you mean 'sleep'?" in result.stderr
    assert "start.yaml:5:5: there is no topic 'reset'" in result.stderr


def test_a_name_is_a_packs_or_a_topics(here: Path) -> None:
    write_pack(here, PACK, "rest")
    result = run("build", "rest")
    assert result.exit_code == 1
    assert "packs/rest.yaml: 'rest' is the name of a topic and of a pack" in result.stderr


def test_what_is_ones_own_comes_before_what_is_built_in(here: Path) -> None:
    """Also a pack before a topic of that name, and the other way round."""
    write_pack(here, PACK, "sciatica")
    run("build", "sciatica")
    assert headings(here / "output" / "sciatica.pdf")[0] == "A pack"
    add(here, PACKS[0], plain_topic(PACKS[0], title="My own"))
    run("build", PACKS[0])
    assert headings(here / "output" / f"{PACKS[0]}.pdf")[0] == "My own"


def test_a_misspelt_pack_is_suggested(here: Path) -> None:
    assert "did you mean 'start'?" in run("build", "strat").stderr


@pytest.mark.parametrize("command", [("build", "start"), ("check",), ("check", "start")])
def test_contradictions_are_told_at_the_line_of_the_pack(
    here: Path, command: tuple[str, ...]
) -> None:
    for name, advice in (("rest", "rest"), ("sleep", "keep-moving")):
        add(here, name, plain_topic(name) + f"advice: [{advice}]\n")
    result = run(*command)
    assert result.exit_code == 0
    told = "start.yaml:3:18: warning: 'rest' advises rest and 'sleep' keep moving [SAFE-03]"
    assert told in result.stderr


def test_the_pages_of_a_pack_are_judged(here: Path) -> None:
    """Each topic alone is one page, which need not say it; together they are more."""
    written = (here / "clinic.yaml").read_text("utf-8")
    (here / "clinic.yaml").write_text(written.partition("other_formats")[0], "utf-8")
    found = json.loads(run("check", "start", "--format", "json").stdout)["problems"]
    places = [one["file"] for one in found if "another format" in one["message"]]
    assert places == ["handouts/packs/start.yaml"]


def test_packs_are_listed_and_completed_and_started(here: Path) -> None:
    lines = run("list").stdout.splitlines()
    (line,) = (line for line in lines if line.startswith("start "))
    assert line.endswith("  A pack  (pack)")
    told = json.loads(run("list", "--json").stdout)
    assert {"topic": "start", "title": "A pack", "is_pack": True} in told
    result = run("new", "pack", "ankle-start")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "handouts/packs/ankle-start.yaml is ready" in result.stdout
    assert run("build", "ankle-start").exit_code == 0
    for arguments in (("new", "pack", "rest"), ("new", "topic", "start")):
        result = run(*arguments)
        assert result.exit_code == 1 and "is the name of a" in result.stderr


@pytest.mark.parametrize(("topics", "pages"), [("page", 3), ("half-page", 2), ("run-on", 2)])
def test_a_look_says_where_topics_begin(here: Path, topics: str, pages: int) -> None:
    written = (builtin() / "templates" / "leaflet.yaml").read_text("utf-8")
    look = written.replace("topics: half-page", f"topics: {topics}")
    assert f"topics: {topics}" in look
    (here / "templates").mkdir(exist_ok=True)
    (here / "templates" / "mine.yaml").write_text(look, "utf-8")
    run("build", "start", "--template", "mine")
    with pikepdf.open(here / "output" / "start-mine.pdf") as pdf:
        assert len(pdf.pages) == pages


# Those that ship


def test_these_packs_ship() -> None:
    assert tuple(name for name, _ in Library((builtin(),)).packs()) == PACKS


@pytest.mark.parametrize("name", PACKS)
def test_every_pack_builds_in_every_look_without_a_word(name: str) -> None:
    library = Library((builtin(),))
    for look in ("leaflet", "large-print", "letter"):
        done = leaflet(Order((name,), look), None, library, TODAY)
        assert done.problems == ()
    texts = [text for kind, text in text_from_tree(done.pdf) if kind == "H3"]
    assert sum("999" in text or "911" in text for text in texts) == 1, "the signs stand once"


def test_a_pack_that_cannot_be_read_as_one_is_told() -> None:
    with pytest.raises(HandoutError, match="missing field"):
        read(b"title: T\n", "p.yaml", Pack)


@pytest.mark.conformance
@pytest.mark.slow
def test_packs_pass_verapdf_and_are_tagged_well(tmp_path: Path) -> None:
    paths = []
    for name in PACKS:
        for visitor in ("", "full"):
            path = tmp_path / f"{name}-{visitor or 'generic'}.pdf"
            path.write_bytes(made(Order((name,)), visit(visitor) if visitor else None).pdf)
            paths.append(path)
    assert len(paths) == 10
    verdicts = verapdf(paths, ("ua1", "2a"))
    assert {path.stem: found for path, found in verdicts.items() if found} == {}
    assert {path.stem: found for path in paths if (found := structure_problems(path))} == {}


@pytest.mark.parametrize("look", ["booklet", "compact", "leaflet", "large-print", "letter"])
@pytest.mark.parametrize("name", PACKS)
def test_every_page_that_a_pack_names_is_known(name: str, look: str) -> None:
    """In columns the contents stand before the others, and all pages were once 0."""
    pdf = handed(name, look).pdf
    text = " ".join(" ".join(said.split()) for _, said in text_from_tree(pdf))
    assert "page 0" not in text
    assert text.count("The warning signs are on page ") >= 2
