"""`handout find`: by words, other names and codes; the best first, and why."""

import json
from pathlib import Path

import pytest

from handout.library import Library, builtin
from handout.search.index import Code, Entry, entries
from handout.search.ranking import ranked, suggestion
from test_cold_start import loaded
from workspaces import add, make_workspace, run, topic

ANKLE = """\
id: ankle
title: Sore ankle
summary: This leaflet tells you about a sprain.
synonyms: [Rolled ankle, "entorse de l'élite"]
codes: {icd10: [S93.4], icd10cm: [S93.40-], snomed: ["44465007"]}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace with a topic that has other names and codes."""
    folder = make_workspace(tmp_path / "clinic")
    text = topic("ankle", title="Sore ankle").replace("What is rest?", "Can I walk on it?")
    for line in ANKLE.splitlines()[2:]:
        name = line.partition(":")[0]
        kept = [one for one in text.splitlines() if not one.startswith(f"{name}:")]
        text = "\n".join((kept[0], line, *kept[1:], ""))
    add(folder, "ankle", text)
    monkeypatch.chdir(folder)
    return folder


def found(*words: str) -> list[str]:
    """The ids that are found, in order."""
    result = run("find", *words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return [one["topic"] for one in json.loads(result.stdout)]


def why(*words: str) -> str:
    """Why the topic `ankle` is found."""
    result = run("find", *words)
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("ankle "))
    return line.removeprefix("ankle").strip().removeprefix("Sore ankle").strip()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("sore", ""),
        ("SORE ankle", ""),
        ("ank so", ""),
        ("rolled", "(also called: Rolled ankle)"),
        ("ELITE", "(also called: entorse de l'élite)"),
        ("élite", "(also called: entorse de l'élite)"),
        ("sprain", "(in the summary)"),
        ("can walk", "(heading: Can I walk on it?)"),
        ("rolled sprain", "(also called: Rolled ankle; in the summary)"),
        ("S93.4", "(ICD-10 S93.4)"),
        ("s934", "(ICD-10 S93.4)"),
        ("S93", "(ICD-10 S93.4)"),
        ("s93.40", "(ICD-10 S93.4)"),
        ("S93.401", "(ICD-10 S93.4)"),
        ("44465007", "(SNOMED CT 44465007)"),
        ("S93 walk", "(ICD-10 S93.4; heading: Can I walk on it?)"),
    ],
)
def test_a_topic_is_found_and_it_says_why(words: str, reason: str) -> None:
    assert why(*words.split()) == reason


def test_every_topic_and_pack_is_found_by_its_id() -> None:
    """`find podiatry` found nothing, and asked whether 'podiatry' was meant."""
    known = entries(Library((builtin(),)))
    assert len(known) >= 30
    for one in known:
        assert one.id in [match.entry.id for match in ranked(known, (one.id,))]


def test_words_may_come_as_one_argument() -> None:
    assert found("sore ankle") == found("sore", "ankle") == ["ankle"]


@pytest.mark.parametrize("words", ["nkle", "sore shoulder", "4446500", "S94", "S93.5", "934"])
def test_a_word_matches_from_its_start_and_every_word_must(words: str) -> None:
    result = run("find", *words.split())
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"nothing is found for {words!r}" in result.stderr


def test_the_title_comes_before_other_names_summary_and_headings() -> None:
    names = ("title", "synonym", "summary", "heading")
    kinds = (
        Entry("heading", "A", headings=("G5 hurts",)),
        Entry("summary", "A", "About g5."),
        Entry("synonym", "A", "About g5.", ("G5",)),
        Entry("title", "G5", "About g5."),
    )
    assert tuple(one.entry.id for one in ranked(kinds, ("g5",))) == names


def test_a_condition_comes_before_its_treatment_and_a_pack_last() -> None:
    code = (Code("ICD-10", "M54.3"),)
    kinds = (
        Entry("a-pack", "Sciatica", is_pack=True),
        Entry("a-treatment", "Sciatica", codes=code),
        Entry("sciatica", "Sciatica", codes=code, is_condition=True),
    )
    assert [one.entry.id for one in ranked(kinds, ("sciatica",))] == [
        "sciatica", "a-treatment", "a-pack",
    ]  # fmt: skip


def test_what_was_meant_is_suggested() -> None:
    assert "did you mean 'Rolled ankle'?" in run("find", "roled", "ankle").stderr
    assert "did you mean 'sciatica'?" in run("find", "scatica").stderr.lower()
    assert "`handout list` shows all topics" in run("find", "zzzzzz").stderr
    assert run("find", "zzzzzz", "--json").stdout == "[]\n"
    assert suggestion((), ("x",)) == ""


@pytest.mark.parametrize("words", [("-",), ("...", "?")])
def test_marks_alone_are_no_words(words: tuple[str, ...]) -> None:
    result = run("find", "--", *words)
    assert result.exit_code == 2 and "name a word or a code" in result.stderr


def test_a_topic_of_ones_own_takes_the_place_of_the_builtin_one(here: Path) -> None:
    assert "sciatica" in found("M54.3")
    add(here, "sciatica", topic("sciatica", title="Leg pain"))
    assert "sciatica" not in found("M54.3")
    assert found("leg", "pain")[0] == "sciatica"


def test_a_file_with_a_mistake_hides_no_other(here: Path) -> None:
    """One that cannot be read at all is found by nothing, and `check` says what is wrong."""
    add(here, "broken", "title: Sore [\nsynonyms: {\nsections: 5\n")
    (here / "handouts" / "bytes.yaml").write_bytes(b"title: Sore \xff\xfe\n")
    assert found("sore")[0] == "ankle"


def test_other_ways_to_write_the_head_are_read(here: Path) -> None:
    """Fields after the sections, lists over several lines, folded words."""
    text = topic("ankle", title=">-\n  Sore\n  ankle").replace("sections:\n", "", 1)
    head, heading, tail = text.partition("  - heading:")
    late = "synonyms:\n  - Twisted foot\ncodes:\n  icd10:\n    - S93.4\n"
    body = f"{heading}{tail}".partition("changes:")[0]
    add(here, "ankle", f"{head}{late}sections:\n{body}")
    assert found("twisted", "sore", "s93", "what") == ["ankle"]


def test_packs_are_found_too() -> None:
    result = run("find", "new patient heel")
    assert result.stdout == "new-patient-heel-pain  New patient: heel pain  (pack)\n"
    (told,) = json.loads(run("find", "new patient heel", "--json").stdout)
    assert told == {
        "topic": "new-patient-heel-pain", "title": "New patient: heel pain", "is_pack": True,
        "why": [],
    }  # fmt: skip


def test_finding_loads_nothing_that_sets_a_page(here: Path) -> None:
    packages, _ = loaded("find", "sore")
    assert not packages & {"reportlab", "jinja2", "markdown_it", "PIL", "uharfbuzz", "babel"}
    assert "yaml" in packages, "the guard would see it by this name"


def test_every_shipped_topic_has_other_names() -> None:
    shipped = [one for one in entries(Library((builtin(),))) if not one.is_pack]
    assert len(shipped) >= 31
    for one in shipped:
        assert one.summary and one.headings, one.id
        assert one.synonyms, one.id
        folded = [name.casefold() for name in (one.title, *one.synonyms)]
        assert len(set(folded)) == len(folded), one.id


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("slipped disc", "sciatica"), ("heel spur", "plantar-fasciitis"), ("M54.3", "sciatica"),
        ("hallux valgus", "bunions"), ("neuropathy", "nerve-symptoms-in-feet"),
        ("lumbago", "low-back-pain"), ("ESWT", "shockwave-therapy"), ("insoles", "orthotics"),
        ("M76.6", "achilles-tendon-pain"), ("202882003", "plantar-fasciitis"),
        ("E11.42", "nerve-symptoms-in-feet"), ("cauda equina", "warning-signs"),
    ],
)  # fmt: skip
def test_what_a_clinician_types_finds_the_leaflet(words: str, first: str) -> None:
    assert found(*words.split())[0] == first
