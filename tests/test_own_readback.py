"""Our own files read from their bytes say what two independent readers find in them."""

import re
import subprocess
import sys
import zlib
from collections import Counter
from functools import cache

import pypdfium2
import pytest

from handout.build import Order
from handout.errors import HandoutError
from handout.model.visit import Patient, Visit
from handout.readback.own.drawing import shown
from handout.readback.own.letters import letters
from handout.readback.own.reading import spoken
from handout.readback.reading import finished
from shipped import ORDERS, made, shipped, visit

FOLDED: dict[str, Order] = {
    "trifold": Order(("footwear",), "trifold"),
    "booklet": Order(("sciatica", "footwear"), "booklet"),
    "compact": Order(("plantar-fasciitis",), "compact"),
    "exercise-sheet": Order(("exercises-back",), "exercise-sheet"),
}
NAMES = (
    *("sciatica leaflet full", "sciatica letter jo", "footwear large-print generic"),
    *("exercises-feet leaflet full", "card jo", "pack full", *FOLDED),
)
GREEK = Visit(Patient("ΑΒ-77", "", "Ελένη", "Παπαδοπούλου-Żółć", "Łucja"))


@cache
def made_as(name: str) -> bytes:
    """A leaflet of ORDERS, or one of a folded look for the visit `full`."""
    return shipped(name).pdf if name in ORDERS else made(FOLDED[name], visit("full")).pdf


def tight(text: str) -> str:
    return "".join(text.split())


def painted(pdf: bytes) -> Counter[str]:
    """How often each letter is painted, as PDFium reads it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    text = "".join(pages).replace("\ufffe", "-").replace("\x02", "-")
    return Counter(tight(text))


def refused(pdf: bytes) -> str:
    with pytest.raises(HandoutError) as caught:
        spoken(pdf)
    (problem,) = caught.value.problems
    return problem.message


@pytest.mark.parametrize("name", NAMES)
def test_the_tree_says_what_the_other_reader_finds(name: str) -> None:
    """pikepdf and PDFium share no code with this reader."""
    pdf = made_as(name)
    elements = finished(pdf, "leaflet.pdf").elements
    said = spoken(pdf)
    assert len(tight(said.text)) > 300
    assert tight(said.text) == tight(elements[0].text)
    texts = {tight(element.text) for element in elements}
    parted = [piece for piece in said.pieces if tight(piece) not in texts]
    assert not parted, "what runs on is one piece, and no more"


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_on_paper_is_read(name: str) -> None:
    """Also those of artifacts: footers, page numbers, repeated table heads."""
    pdf = made_as(name)
    said = spoken(pdf)
    read = Counter(tight("".join((*said.pieces, *said.apart))))
    missing = painted(pdf) - read
    assert sum(read.values()) > 300
    assert not missing


def test_letters_of_other_scripts_and_fallback_fonts_are_read() -> None:
    pdf = made(Order(("footwear",)), GREEK).pdf
    said = spoken(pdf)
    assert any("Ελένη Παπαδοπούλου-Żółć (Łucja)" in piece for piece in said.pieces)
    assert tight(said.text) == tight(finished(pdf, "leaflet.pdf").elements[0].text)


def test_what_stands_outside_the_tree_is_apart() -> None:
    said = spoken(shipped("sciatica leaflet full").pdf)
    assert any("Page 1 of" in text for text in said.apart)
    assert any("Riverside" in text for text in said.apart), "what the logo is said to be"
    assert any(text.startswith("https://") for text in said.apart), "where links go"
    assert not any("Page 1 of" in text for text in said.pieces)


def test_reading_twice_and_in_between_others_is_the_same() -> None:
    """What is kept of one file never gets into another."""
    files = [made_as(name) for name in NAMES[:4]]
    first = [spoken(pdf) for pdf in files]
    assert [spoken(pdf) for pdf in reversed(files)] == first[::-1]
    assert len({said.text for said in first}) == len(files)


def test_strings_may_hold_any_bytes() -> None:
    """Brackets, backslashes and line ends are codes like others; a cut in a string is seen."""
    table = {0x0A45: "a", 0x4D43: "b", 0x0A28: "c", 0x295C: "d", 0x0D0A: "e"}
    body = b"BT /F0 12 Tf [(\nEMC)7(\n\\(\\)\\\\\\r\n)]TJ ET"
    assert shown(body, {b"F0": table}) == "abcde"
    with pytest.raises(HandoutError):
        shown(body[: body.index(b"EMC")], {b"F0": table})


def test_words_spelled_out_stand_for_their_letters() -> None:
    body = (
        b"BT /F0 9 Tf [(\0\1)]TJ /Span<</ActualText<feff00780079>>>BDC [(\0\2)]TJ 2 Ts [(\0\2)]TJ"
        b" EMC [(\0\1)]TJ 0 Ts ET"
    )
    assert shown(body, {b"F0": {1: "a", 2: "b"}}) == "axya"


def test_letters_without_a_meaning_are_refused() -> None:
    with pytest.raises(HandoutError):
        shown(b"BT /F0 9 Tf [(\0\3)]TJ ET", {b"F0": {1: "a"}})
    with pytest.raises(HandoutError):
        shown(b"BT [(\0\1)]TJ ET", {b"F0": {1: "a"}})
    with pytest.raises(HandoutError):
        letters(zlib.compress(b"2 beginbfchar\n<0001><0041>\nendbfchar"))


def changed(pdf: bytes, old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new) and pdf.count(old) >= 1
    return pdf.replace(old, new, 1)


def test_damage_is_told_and_nothing_else_raised() -> None:
    """Every byte of the parts that say where things are is changed once."""
    pdf = shipped("card jo").pdf
    start = pdf.index(b"/Type/Pages") - 20
    told = read = 0
    for at in range(start, len(pdf), 37):
        try:
            spoken(pdf[:at] + bytes((pdf[at] ^ 0x15,)) + pdf[at + 1 :])
            read += 1
        except HandoutError:
            told += 1
    assert told > 100, "most of these bytes matter"
    assert read > 10, "dates, boxes and attributes say nothing"
    for length in range(0, len(pdf), len(pdf) // 50):
        assert "cannot be read back" in refused(pdf[:length])


def test_files_of_others_are_refused() -> None:
    assert "does not end" in refused(b"")
    assert "does not end" in refused(b"%PDF-1.7\n")
    pdf = shipped("card jo").pdf
    assert "does not end" in refused(pdf + b"more")
    assert "does not end" in refused(pdf + pdf[-60:])


def test_an_object_that_the_table_lacks_is_seen() -> None:
    """A page of another's leaflet that is in the file though nothing shows it."""
    pdf = shipped("card jo").pdf
    start = int(pdf.rsplit(b"startxref\n", 1)[1].split()[0])
    more = b"999 0 obj\n<<>>\nendobj\n"
    longer = pdf[:start] + more + pdf[start:]
    longer = longer.replace(b"startxref\n%d" % start, b"startxref\n%d" % (start + len(more)))
    assert "objects that its table does not have" in refused(longer)


def test_a_mark_without_an_element_is_seen() -> None:
    pdf = shipped("card jo").pdf
    element = re.search(rb"/Pg \d+ 0 R/K 1>>", pdf)
    assert element
    without = changed(pdf, element[0], element[0].replace(b"/K 1", b"/K 0"))
    assert "in two structure elements or in none" in refused(without)


def test_no_package_of_others_is_loaded() -> None:
    """Workers read every leaflet; what others' readers cost to load is not spent."""
    code = (
        "import sys, handout.readback.own.reading as own;"
        "print(sorted({'pypdfium2', 'pikepdf', 'PIL', 'reportlab'} & set(sys.modules)), own.spoken)"
    )
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] <function spoken")
