"""What the files of a batch are called: as was asked, each once, and never after a patient."""

from pathlib import Path

import pytest

from batches import batch, pdfs, people, person, records, stand_in_clinic, written
from handout.batch.names import Subject, names, safe
from handout.errors import HandoutError

OUTPUT = Path("output/list")
SUBJECT = Subject(7, "RB 10/42", ("rest", "walk"), "large-print", "en-GB", "2026-11-20")


def said(template: str) -> str:
    """Why a template is refused."""
    with pytest.raises(HandoutError) as caught:
        names(template)
    return caught.value.problems[0].message


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{row}-{id}-{topic}.pdf", "00007-RB-10-42-rest-and-walk.pdf"),
        ("{date}_{id}.pdf", "2026-11-20_RB-10-42.pdf"),
        ("{topic}-{language}-{look}-{row}", "rest-and-walk-en-GB-large-print-00007.pdf"),
        ("Clinic-{row}.pdf", "Clinic-00007.pdf"),
    ],
)
def test_a_template_says_the_names(template: str, name: str) -> None:
    assert names(template).name(SUBJECT) == name


@pytest.mark.parametrize("field", ["given", "family", "preferred", "birth_date", "name", "title"])
def test_no_file_is_named_after_a_patient(field: str) -> None:
    message = f"--names has the field {{{field}}}: a name of a file tells nobody's name"
    assert said(f"{{row}}-{{{field}}}.pdf") == message


@pytest.mark.parametrize(
    "template",
    [
        *("leaflet.pdf", "../{row}.pdf", "a/{row}.pdf", "{row}.{id}.pdf", "{row} {id}.pdf", ""),
        *("{row", "{}", "{0}", "{row!r}.pdf", "{row:>9}.pdf", "{row.real}", "{row[0]}"),
        *("{row}\0.pdf", "é{row}"),
    ],
)
def test_what_is_no_safe_name_is_refused(template: str) -> None:
    assert said(template).startswith("--names ")


def test_an_unsafe_id_is_made_safe() -> None:
    assert safe("../../etc/passwd") == "etc-passwd"
    assert safe("Ærø\0/\\:*?<>| ﬁ") == "r-fi"
    assert len(safe("9" * 500)) == 60


@pytest.mark.parametrize("id_", ["con", "NUL", "lpt1", "Com9", "", "---", "患者"])
def test_a_name_that_some_computer_keeps_for_itself_is_changed(id_: str) -> None:
    name = names("{id}.pdf").name(Subject(1, id_, ("rest",), "", "", ""))
    assert name == f"x-{safe(id_)}.pdf"


def test_two_files_of_one_name_are_a_refused_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in_clinic(tmp_path, monkeypatch)
    rows = [person(0, id="Q/1"), person(1, id="q-1"), person(2)]
    result = batch(written(rows), "--names", "{id}-{topic}.pdf")
    assert result.exit_code == 3
    assert "list.csv:3: its file would have the name of row 2's" in result.stderr
    assert list(pdfs(OUTPUT)) == ["Q-1-rest.pdf", "Q0002-rest.pdf"]


def test_one_name_for_two_topics_of_a_person_is_a_refused_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two leaflets of one row must not take each other's place."""
    stand_in_clinic(tmp_path, monkeypatch)
    rows = [person(0, handouts="rest;walk"), person(1)]
    result = batch(written(rows), "--names", "{row}-{id}.pdf")
    assert result.exit_code == 3
    assert "list.csv:2: two of its files would have the same name" in result.stderr
    assert list(pdfs(OUTPUT)) == ["00003-Q0001.pdf"]


def test_hashed_ids_stay_the_same_and_tell_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in_clinic(tmp_path, monkeypatch)
    written(people(5))
    batch("list.csv", "--hash-ids")
    first = list(pdfs(OUTPUT))
    assert not any("Q000" in name for name in first)
    assert len({name.split("-")[1] for name in first}) == 5
    assert "5 of them before" in batch("list.csv", "--hash-ids").stdout
    assert list(pdfs(OUTPUT)) == first
    batch("list.csv", "--hash-ids", "-o", "other")
    assert not set(first) & set(pdfs(Path("other"))), "another batch has another salt"
    assert (OUTPUT / ".salt").stat().st_mode & 0o077 == 0
    assert len((OUTPUT / ".salt").read_bytes()) == 16
    assert [one["file"] for one in records(OUTPUT)] == first


def test_a_rehearsal_of_hashed_ids_keeps_no_salt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in_clinic(tmp_path, monkeypatch)
    assert batch(written(people(2)), "--hash-ids", "--dry-run").exit_code == 0
    assert not Path("output").exists()
