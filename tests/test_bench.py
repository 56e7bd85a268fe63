"""The benchmark compares like with like: every contender prints every word."""

import csv
import re
import sys
from pathlib import Path

import pypdfium2
import pytest
from bench import command, content, growth, ours, peers, people, shares
from bench.peers import typst_people
from bench.results import Target

INSTALLED = [name for name in peers.MODULES if not peers.problem(name)]


def read_back(pdf: bytes) -> tuple[str, int]:
    """The text of a file without its white space, and how many pages it has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        return re.sub(r"\s", "", text), len(document)
    finally:
        document.close()


def missing(pdf: bytes, patient: content.Patient) -> list[str]:
    text, _ = read_back(pdf)
    values = (value for pair in content.fields(patient) for value in pair)
    wanted = (*content.words(), *values, patient.sentence)
    return [words for words in wanted if re.sub(r"\s", "", words) not in text]


def test_patients_are_different_and_the_same_in_every_run() -> None:
    many = content.patients(1000)
    assert len(set(many)) == 1000
    assert many[:3] == content.patients(3)


def test_the_workspace_is_what_the_content_says() -> None:
    files = ours.files()
    assert len(files) == 4
    for name, text in files.items():
        assert (ours.WORKSPACE / name).read_text(encoding="utf-8") == text


def test_ours_prints_every_word_on_two_pages() -> None:
    make = ours.maker()
    for patient in content.patients(3):
        pdf = make(patient)
        assert missing(pdf, patient) == []
        assert read_back(pdf)[1] == 2


def test_platypus_is_always_there_to_compare_with() -> None:
    assert "platypus" in INSTALLED


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", INSTALLED)
def test_every_contender_prints_every_word_on_two_pages(name: str) -> None:
    patient = content.patients(1)[0]
    pdf = peers.maker(name)(patient)
    assert missing(pdf, patient) == []
    assert read_back(pdf)[1] == 2


def test_a_target_without_a_number_is_not_met() -> None:
    assert Target("a", None, 2.0).verdict == "not measured"
    assert Target("a", 2.1, 2.0).verdict == "NOT MET"
    assert Target("a", 4.0, 4.0, at_most=False).verdict == "met"


def test_the_table_of_people_is_read_as_the_patients_it_is_written_from(tmp_path: Path) -> None:
    place = command.space(tmp_path, 7)
    with place.table.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    patients = content.patients(7)
    assert [(row["id"], row["found"]) for row in rows] == [(p.number, p.sentence) for p in patients]
    if "Typst" in INSTALLED:
        chunks = list(typst_people.chunks(place.table))
        assert [one for chunk in chunks for one in chunk] == list(enumerate(patients, 2))


@pytest.mark.skipif(sys.platform != "linux", reason="counted by /proc")
def test_a_batch_is_timed_and_its_processes_are_weighed(tmp_path: Path) -> None:
    place = command.space(tmp_path, 20)
    watch = growth.Watch()
    spent = command.timed(place.batch(), place, watch.follow)
    assert spent.wall > 0.1 and spent.cpu > 0.1
    peaks = watch.peaks()
    assert peaks.parent and peaks.worker
    assert 20 < peaks.worker < 200 and 20 < peaks.parent < 200


@pytest.mark.skipif("Typst" not in INSTALLED, reason="Typst is not installed")
@pytest.mark.parametrize("kind", ["ua", "tagged"])
def test_typst_makes_the_same_files_with_a_manifest(tmp_path: Path, kind: str) -> None:
    place = command.space(tmp_path, 18)
    command.timed(people.typst(place, kind), place)
    files = sorted(place.out.glob("*.pdf"))
    for path, patient in zip(files, content.patients(18), strict=True):
        pdf = path.read_bytes()
        assert missing(pdf, patient) == []
        assert (b"pdfuaid" in pdf) == (kind == "ua")


def test_a_run_that_makes_too_few_files_is_no_measurement(tmp_path: Path) -> None:
    place = command.space(tmp_path, 3)
    with pytest.raises(AssertionError, match="0 files"):
        command.timed((sys.executable, "-c", f"import os; os.mkdir({str(place.out)!r}); "
                       f"open({str(place.out / 'manifest.jsonl')!r}, 'w')"), place)  # fmt: skip
    with pytest.raises(AssertionError, match="exit code 3"):
        command.timed((sys.executable, "-c", "raise SystemExit(3)"), place)


def test_every_step_of_a_batch_is_on_the_clock(tmp_path: Path) -> None:
    table = shares.measure(tmp_path, 20)
    values = {row.name: row.value or 0.0 for row in table.rows}
    steps = list(values)[: list(values).index("the rest")]
    assert {name for name, _, _ in (*shares.STEPS,)} <= set(steps)
    assert all(values[step] > 0 for step in steps)
    assert values["the rest"] < values["all"] / 3
    assert values["plain writing, each waits for the disk"] > 0


def test_gains_are_medians_of_runs_side_by_side() -> None:
    ours = [command.Spent(1.0, 2.0), command.Spent(2.0, 2.0), command.Spent(1.0, 1.0)]
    theirs = [command.Spent(3.0, 8.0), command.Spent(8.0, 8.0), command.Spent(9.0, 4.0)]
    assert people.ratios(theirs, ours) == (4.0, 4.0)
    assert people.ratios([], ours) == (None, None)
