"""The benchmark compares like with like: every contender prints every word."""

import re

import pypdfium2
import pytest
from bench import content, ours, peers
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
