"""Two sides compared: passages paired, words marked, a PDF read back, a revision unpacked."""

import os
import random
import re
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pikepdf
import pytest

from handout.build import Order, leaflet
from handout.compare import paper, revision, words
from handout.compare.alignment import aligned
from handout.compare.comparison import Asked, of_trees
from handout.compare.pages import page_changes
from handout.compare.reading import reading
from handout.compare.side import Day, Topic, Tree, has_parts, topics
from handout.compare.words import Line, Pieces, differing, marked
from handout.errors import HandoutError
from handout.library import Library, builtin
from speed import at_full_speed
from workspaces import EXERCISE, make_workspace, topic

DAY = date(2026, 11, 21)


def shown(pieces: Pieces | None) -> str | None:
    """The words with brackets round what is marked."""
    if pieces is None:
        return None
    return "".join(f"[{one.text}]" if one.is_changed else one.text for one in pieces)


def sides(old: str, new: str) -> tuple[str | None, str | None]:
    """Both texts with marks."""
    left, right = marked(old, new)
    return shown(left), shown(right)


def with_blocks(text: str, *blocks: str) -> str:
    """A topic with more blocks in its section."""
    more = "".join(f"      - {block}\n" for block in blocks)
    found, count = re.subn(r"^      - text: .*\n", lambda line: line[0] + more, text, flags=re.M)
    assert count == 1
    return found


def paragraphs(*texts: str) -> tuple[Line, ...]:
    """Lines under one heading."""
    return tuple(Line("paragraph", text, "What?") for text in texts)


# Words


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("Rest for 2 days.", "Rest for 10 days.", "Rest for [2] days.", "Rest for [10] days."),
        ("Rest is good.", "Rest is very good.", "Rest is good.", "Rest is [very] good."),
        ("Do not run.", "Do run.", "Do [not] run.", "Do run."),
        ("Take 1.5 mg now.", "Take 15 mg now.", "Take [1.5] mg now.", "Take [15] mg now."),
        ("Don't stop now.", "Do stop now.", "[Don't] stop now.", "[Do] stop now."),
        ("Walk a bit each day.", "Walk far and fast each day.", "Walk [a bit] each day.",
         "Walk [far and fast] each day."),
        ("Call [clinic phone] now.", "Call [booking phone] now.", "Call [[clinic phone]] now.",
         "Call [[booking phone]] now."),
        ("Rest.", "Rest!", "Rest[.]", "Rest[!]"),
        ("One thing.", "Quite another matter.", "[One thing.]", "[Quite another matter.]"),
        ("Rest  well.", "Rest well.", "Rest  well.", "Rest well."),
        ("", "New words.", "", "[New words.]"),
    ],
)  # fmt: skip
def test_just_the_words_that_changed_are_marked(old: str, new: str, left: str, right: str) -> None:
    assert sides(old, new) == (left, right)


def test_a_text_of_which_little_is_left_is_marked_as_a_whole() -> None:
    """Crumbs such as a lone `the` would only confuse."""
    old, new = "Put the ice on the heel.", "Never sleep with the lamp lit tonight, please."
    assert sides(old, new) == (f"[{old}]", f"[{new}]")


def test_marked_texts_are_whole() -> None:
    random.seed(7)
    for _ in range(200):
        old, new = (
            " ".join(random.choices(("a", "b", "don't", "[x y]", "5-10", ".", "木"), k=9))
            for _ in "on"
        )
        for text, pieces in zip((old, new), marked(old, new), strict=True):
            assert "".join(one.text for one in pieces) == text


def test_passages_are_paired_by_what_they_say() -> None:
    """A new paragraph above others once made every one of them look changed."""
    old = paragraphs("Walk each day.", "Rest for 2 days at home.", "Sleep well.")
    new = paragraphs(
        "A first word on all of this.", "Walk each day.", "Rest for 3 days at home.", "Sleep well."
    )
    rows = [(shown(row.old), shown(row.new)) for row in differing(old, new)]
    assert rows == [
        (None, "[A first word on all of this.]"),
        ("Rest for [2] days at home.", "Rest for [3] days at home."),
    ]
    assert differing(old, old) == ()


def test_a_passage_that_moved_says_so() -> None:
    old = paragraphs("Walk each day.", "Rest at home.", "Sleep well.")
    rows = differing(old, (old[2], old[0], old[1]))
    assert [(row.is_moved, shown(row.old), shown(row.new)) for row in rows] == [
        (True, None, "[Sleep well.]"), (True, "[Sleep well.]", None),
    ]  # fmt: skip


def test_what_a_topic_has_once_is_always_a_pair() -> None:
    rows = differing((Line("title", "Rest"),), (Line("title", "Sleep"),))
    assert [(shown(row.old), shown(row.new)) for row in rows] == [("[Rest]", "[Sleep]")]


def test_a_passage_that_became_another_kind_is_named_both() -> None:
    (row,) = differing((Line("paragraph", "Rest."),), (Line("list item", "Rest."),))
    assert (row.kind, shown(row.old), shown(row.new)) == (
        "paragraph, now list item", "Rest.", "Rest.",
    )  # fmt: skip


def test_pairs_keep_their_order_and_leave_nothing_out() -> None:
    random.seed(11)
    for _ in range(100):
        old, new = (tuple(random.choices("abcdef", k=random.randint(0, 9))) for _ in "on")

        def likeness(left: int, right: int) -> float:
            return (left * 7 + right * 3) % 5 / 4 - 0.3

        pairs = aligned(old, new, likeness)
        assert [left for left, _ in pairs if left is not None] == list(range(len(old)))
        assert [right for _, right in pairs if right is not None] == list(range(len(new)))


def test_long_texts_take_no_time_and_leave_nothing_unsaid() -> None:
    """What is not marked is the same on both sides, though words such as `the` are everywhere."""
    random.seed(3)
    pool = [f"word{index}" for index in range(2000)] + ["the", "and", "your"] * 500
    old = tuple(random.choices(pool, k=12_000))
    new = tuple(word for word in old if random.random() > 0.02)
    with at_full_speed():
        start = perf_counter()
        gone, come = (frozenset(one) for one in words.differing_words(old, new))
        taken = perf_counter() - start
    assert taken < 5
    assert len(gone) < len(old) / 20
    left = [word for index, word in enumerate(old) if index not in gone]
    assert left == [word for index, word in enumerate(new) if index not in come]


# Topics


def read_topic(folder: Path, name: str = "rest") -> tuple[list[str], list[str]]:
    """The lines and facts of a topic, each with its kind and where it is from."""
    library = Library((folder, builtin()))
    found = reading(name, "en-GB", library, library.strings("en-GB"))
    lines, facts = (
        [f"{line.kind}|{line.origin}|{line.text}" for line in part]
        for part in (found.lines, found.facts)
    )
    return lines, facts


def test_a_topic_is_read_with_shared_blocks_exercises_and_doses(tmp_path: Path) -> None:
    text = with_blocks(
        topic("rest"),
        '{text: "Call {{ clinic.booking_phone }}, {{ patient.preferred }}.", '
        "when: patient.age >= 65}",
        '{detail: true, text: "See [our page](https://example.org/a)."}',
        "include: lamp",
        "exercises: [{id: calf, reps: 9}]",
    )
    folder = make_workspace(tmp_path / "clinic", rest=text)
    for name, text in (
        ("shared/lamp", "title: Lamp\nlanguage: en-GB\nblocks: [{text: 1. A lamp.}]\n"),
        ("exercises/calf", EXERCISE.format(name="Calf", tags="a")),
    ):
        path = folder / "handouts" / f"{name}.yaml"
        path.parent.mkdir()
        path.write_text(text, "utf-8")
    lines, facts = read_topic(folder)
    assert lines[4:] == [
        "paragraph||Rest is good.",
        "paragraph||Call [clinic booking phone], [patient preferred].",
        "paragraph||See our page.",
        "list item|shared block lamp|A lamp.",
        "callout title|exercise calf|Calf",
        "dose|exercise calf|Repeat 9 times.",
        "paragraph|exercise calf|Stand tall.",
        "list item|exercise calf|Lift your heel.",
        "paragraph|exercise calf|Your calf works.",
        "paragraph|exercise calf|It hurts.",
    ]
    assert "only when||patient.age >= 65" in facts
    assert "detail||See [our page](https://example.org/a)." in facts
    assert "link||our page: https://example.org/a" in facts
    assert "picture in words|exercise calf|A person stands." in facts
    assert "source||A guide to rest, NHS" in facts
    assert "review by||2028-01-10" in facts


def test_every_shipped_topic_can_be_read() -> None:
    library = Library((builtin(),))
    shipped = [name for name, _ in library.topics()]
    for name in shipped:
        lines, _ = read_topic(builtin(), name)
        assert len(lines) > 5 and not any("\0" in line for line in lines)
    assert len(shipped) >= 6


def test_one_of_two_values_in_a_text_keeps_its_own_name(tmp_path: Path) -> None:
    """Paragraphs of one text count their values from its start."""
    text = "A {{ patient.given }}.\\n\\nB {{ patient.family }} and {{ visit.date | long }}."
    folder = make_workspace(tmp_path / "clinic", rest=topic("rest", text))
    lines, _ = read_topic(folder)
    assert lines[4:] == [
        "paragraph||A [patient given].",
        "paragraph||B [patient family] and [visit date | long].",
    ]


def test_what_cannot_be_read_is_no_removed_paragraph(tmp_path: Path) -> None:
    text = with_blocks(topic("rest"), "include: lamp")
    folder = make_workspace(tmp_path / "clinic", rest=text)
    with pytest.raises(HandoutError, match="there is no shared block 'lamp'"):
        read_topic(folder)


# PDFs


def made(tmp_path: Path, name: str, text: str, *more: str) -> bytes:
    """The leaflet of a topic of one paragraph, and a page for each other one."""
    blocks = (block for one in more for block in ("break: page", f"text: {one!r}"))
    folder = make_workspace(tmp_path / name, rest=with_blocks(topic("rest", text), *blocks))
    return leaflet(Order(("rest",)), None, Library((folder, builtin())), DAY).pdf


def test_paragraphs_are_read_back_as_they_were_written() -> None:
    """Lines are joined, items and labels stay apart, and what is on every page is left out."""
    pdf = leaflet(Order(("sciatica",)), None, Library((builtin(),)), DAY).pdf
    with paper.opened(pdf, "a.pdf") as document:
        pages = paper.sheets(document)
    read = [line.text for line in paper.passages(pages)]
    assert "This leaflet tells you what sciatica is, what can help, and when to get help." in read
    assert "• pins and needles" in read
    assert "Do not rest in bed all day." in read
    assert not any("Page 2 of" in one for one in read)
    running = [line.text for line in paper.running_lines(pages)]
    assert running[0].startswith("sciatica") and running[-1].startswith("Page 1 of")


def changes_of(old: bytes, new: bytes) -> list[tuple[int | None, int | None, bool]]:
    """The pages that differ, by number."""
    with paper.opened(old, "a") as left, paper.opened(new, "b") as right:
        found = page_changes(left, right)
    return [
        (one.old and one.old.number, one.new and one.new.number, one.has_new_words)
        for one in found.changes
    ]


def test_only_pages_that_differ_are_pictured(tmp_path: Path) -> None:
    old = made(tmp_path, "a", "First.", "Second page of words.", "Third page of words.")
    new = made(tmp_path, "b", "First.", "Second page of other words.", "Third page of words.")
    assert changes_of(old, new) == [(2, 2, True)]
    assert changes_of(old, old) == []


def test_a_page_that_only_moved_is_no_change(tmp_path: Path) -> None:
    old = made(tmp_path, "a", "First.", "Rest well and long.", "Walk far and often.")
    new = made(
        tmp_path, "b", "First.", "Something new here, at last.", "Rest well and long.",
        "Walk far and often.",
    )  # fmt: skip
    assert changes_of(old, new) == [(None, 2, True)]
    assert changes_of(new, old) == [(2, None, True)]


def test_words_that_move_to_another_page_are_not_new(tmp_path: Path) -> None:
    old = made(tmp_path, "a", "First of all. Then rest well.", "Walk far and often, each day.")
    new = made(tmp_path, "b", "First of all.", "Then rest well. Walk far and often, each day.")
    assert changes_of(old, new) == [(1, 1, False), (2, 2, False)]


def test_a_page_without_words_can_differ() -> None:
    def blank(*sizes: int) -> bytes:
        pdf, saved = pikepdf.new(), BytesIO()
        for size in sizes:
            pdf.add_blank_page(page_size=(200, size))
        pdf.save(saved)
        return saved.getvalue()

    assert changes_of(blank(100, 200), blank(100, 300)) == [(2, 2, False)]
    assert changes_of(blank(100), blank(100)) == []


def test_a_locked_pdf_and_what_is_no_pdf_are_told_apart(tmp_path: Path) -> None:
    locked = BytesIO()
    with pikepdf.open(BytesIO(made(tmp_path, "a", "Rest."))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user="y"))
    for data, said in (
        (locked.getvalue(), "this PDF is locked with a password"),
        (b"%PDF-1.7\nnothing", "this PDF cannot be read"),
        (b"PK a letter", "this file is not a PDF"),
        (b"", "this file is not a PDF"),
    ):
        with pytest.raises(HandoutError, match=said), paper.opened(data, "a.pdf"):
            pass


# Revisions


def git(folder: Path, *words: str) -> str:
    """Git, as someone who is not in any configuration."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=m")
    done = subprocess.run(
        ["git", *who, "-C", str(folder), *words], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def committed(folder: Path) -> Path:
    """The folder as a repository with one commit of all that is in it."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "One")
    return folder


def unpacked(folder: Path, name: str, to: Path) -> Path:
    """The workspace of a folder as it was."""
    where = revision.repository(folder, os.environ)
    wanted = revision.revision(name, where)
    assert wanted
    to.mkdir()
    revision.unpack(wanted, where, to)
    return to


def test_a_revision_is_unpacked_as_it_was_committed(tmp_path: Path) -> None:
    """Neither the filters of the repository are run, nor is what it would leave out left out."""
    folder = make_workspace(tmp_path / "clinic")
    (folder / ".gitattributes").write_text("*.yaml filter=bad export-subst\nhandouts export-ignore")
    (folder / "photo.png").write_bytes(b"picture")
    (folder / "secret.txt").write_text("no part of a workspace")
    committed(folder)
    git(folder, "config", "filter.bad.smudge", f"touch {tmp_path}/ran; cat")
    git(folder, "config", "filter.bad.required", "true")
    (folder / "handouts" / "rest.yaml").write_text("changed")
    to = unpacked(folder, "HEAD", tmp_path / "to")
    assert (to / "handouts" / "rest.yaml").read_text("utf-8") == topic("rest")
    assert (to / "photo.png").read_bytes() == b"picture"
    assert not (to / "secret.txt").exists() and not (tmp_path / "ran").exists()


def test_the_library_itself_is_unpacked_without_the_programs_words(tmp_path: Path) -> None:
    """Those of an older program lack what this one says; and its topics are all it has."""
    folder = make_workspace(tmp_path / "clinic")
    (folder / "templates" / "strings").mkdir(parents=True)
    (folder / "templates" / "strings" / "en.yaml").write_text("language: en\n")
    (folder / "templates" / "plain.yaml").write_text("page: A4\n")
    where = revision.repository(committed(folder), os.environ)
    wanted = revision.revision("HEAD", where)
    assert wanted
    (tmp_path / "to").mkdir()
    revision.unpack(wanted, where, tmp_path / "to", "templates/strings")
    assert [path.name for path in (tmp_path / "to" / "templates").iterdir()] == ["plain.yaml"]
    assert topics(Tree("old", tmp_path / "to", "HEAD", is_whole=True)) == (Topic("rest"),)
    assert len(topics(Tree("old", tmp_path / "to", "HEAD"))) > 5


def test_a_workspace_can_be_a_folder_of_the_repository(tmp_path: Path) -> None:
    make_workspace(tmp_path / "repo" / "a clinic é")
    (tmp_path / "repo" / "clinic.yaml").write_text("another")
    committed(tmp_path / "repo")
    to = unpacked(tmp_path / "repo" / "a clinic é", "HEAD", tmp_path / "to")
    assert (to / "clinic.yaml").read_text("utf-8").startswith("name: Hill Clinic")
    assert sorted(path.name for path in to.iterdir()) == ["clinic.yaml", "handouts", "visit.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_lead_to_files_of_the_workspace_only(tmp_path: Path) -> None:
    """No link is ever made: one is the file it leads to, or nothing."""
    folder = make_workspace(tmp_path / "clinic")
    (tmp_path / "outside.yaml").write_text("secret")
    links = {"again": "rest.yaml", "up": "../handouts/rest.yaml", "out": "../../outside.yaml",
             "far": str(tmp_path / "outside.yaml"), "loop": "loop.yaml"}  # fmt: skip
    for name, leads_to in links.items():
        (folder / "handouts" / f"{name}.yaml").symlink_to(leads_to)
    committed(folder)
    to = unpacked(folder, "HEAD", tmp_path / "to")
    found = sorted((to / "handouts").iterdir())
    assert [path.name for path in found] == ["again.yaml", "rest.yaml", "up.yaml"]
    assert not any(path.is_symlink() for path in found)
    assert {path.read_text("utf-8") for path in found} == {topic("rest")}


@pytest.mark.parametrize(
    "name",
    ["", "-h", "--git-dir=/", "nothing", "HEAD:clinic.yaml", "a\nb", "x" * 500, "HEAD..HEAD"],
)
def test_what_is_no_revision_is_none(tmp_path: Path, name: str) -> None:
    folder = committed(make_workspace(tmp_path / "clinic"))
    where = revision.repository(folder, os.environ)
    assert revision.revision(name, where) is None
    assert revision.revision("HEAD", where)


def test_what_leads_git_elsewhere_is_not_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when it is called from a hook of another repository."""
    folder = committed(make_workspace(tmp_path / "clinic"))
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    where = revision.repository(folder, os.environ)
    assert revision.revision("HEAD", where)
    names = {name for name, _ in where.environment if name.startswith("GIT_")}
    assert names == {"GIT_ALLOW_PROTOCOL", "GIT_NO_LAZY_FETCH", "GIT_TERMINAL_PROMPT"}


# Topics of two workspaces


def compared(old: Path, new: Path, *named: str) -> list[str]:
    """What became of the topics of two folders, words only."""
    asked = Asked(named, "", False, Day(DAY, None))
    found = of_trees(Tree("old", old), Tree("new", new), asked)
    assert not found.problems
    return [
        *(f"{one.name} differs: {len(one.rows)}" for one in found.changes),
        *(f"{one.topic} added" for one in found.added),
        *(f"{one.topic} removed" for one in found.removed),
        f"{found.same} the same",
    ]


def test_a_topic_in_another_language_is_compared_by_itself(tmp_path: Path) -> None:
    old, new = (make_workspace(tmp_path / name) for name in ("old", "new"))
    for folder, text in ((old, "Rest at home."), (new, "Rest at work.")):
        path = folder / "handouts" / "en-US" / "rest.yaml"
        path.parent.mkdir()
        path.write_text(topic("rest", text) + "language: en-US\n", "utf-8")
    assert compared(old, new) == ["rest.en-US differs: 1", "1 the same"]


def test_what_is_shared_is_compared_in_every_topic_that_has_it(tmp_path: Path) -> None:
    old, new = (make_workspace(tmp_path / name) for name in ("old", "new"))
    assert compared(old, new) == ["1 the same"]
    path = new / "handouts" / "shared" / "warning-signs.yaml"
    path.parent.mkdir()
    text = (builtin() / "handouts" / "shared" / "warning-signs.yaml").read_text("utf-8")
    assert "Fever, shivers" in text
    path.write_text(text.replace("Fever, shivers", "Fever, chills"), "utf-8")
    said = compared(old, new, "rest", "sciatica")
    assert said == ["sciatica differs: 1", "1 the same"]
    assert has_parts(Tree("new", new)) and not has_parts(Tree("old", old))
