"""Files that are no PDF, damaged, locked or hostile: a clear word, and never a traceback."""

import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from canvases import changed, drawn, with_drawing
from handout.errors import ExitCode, HandoutError
from handout.readback.lines import paragraphs
from handout.readback.reading import finished
from shipped import shipped
from test_readback_pages import TWO, element, hello, tagged


def refusal(data: bytes) -> str:
    """Why a file cannot be read, in one line; its name is in it."""
    with pytest.raises(HandoutError) as caught:
        finished(data, "theirs.pdf")
    (problem,) = caught.value.problems
    assert problem.place and problem.place.file == "theirs.pdf"
    assert problem.hint or not data
    assert caught.value.code is ExitCode.CONTENT
    return problem.message


DAMAGED = "this PDF is damaged and cannot be read"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "the file is empty"),
    "text": (lambda: b"Dear patient, ...", "this is not a PDF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), "this is not a PDF"),
    "the first line only": (lambda: b"%PDF-1.7\n", DAMAGED),
    "a header and noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, DAMAGED),
    "the first half": (lambda: shipped("card generic").pdf[:2000], DAMAGED),
    "no pages": (
        lambda: changed(drawn(hello), lambda pdf: pdf.pages.__delitem__(slice(None))),
        "this PDF has no pages",
    ),
    "a password": (
        lambda: changed(
            drawn(hello), lambda _: None, encryption=pikepdf.Encryption(user="x", owner="y")
        ),
        "this PDF needs a password",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused(name: str) -> None:
    make, message = REFUSED[name]
    assert refusal(make()) == message


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    locked = changed(
        drawn(hello), lambda _: None, encryption=pikepdf.Encryption(user="", owner="y")
    )
    assert [run.text for run in finished(locked, "locked.pdf").pages[0].runs] == ["HE"]


def test_a_file_whose_index_is_lost_is_mended() -> None:
    pdf = drawn(hello)
    lost = pdf[: pdf.rindex(b"xref")]
    assert b"startxref" in pdf and b"startxref" not in lost
    assert [run.text for run in finished(lost, "lost.pdf").pages[0].runs] == ["HE"]


@pytest.mark.parametrize("library", ["pikepdf", "pypdfium2"])
def test_a_missing_library_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("handout.readback.")]:
        if name.rsplit(".", 1)[1] not in ("reading", "finished"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(HandoutError) as caught:
        finished(drawn(hello), "theirs.pdf")
    assert caught.value.code is ExitCode.ENVIRONMENT
    assert "pypdfium2" in str(caught.value) and "pikepdf" in str(caught.value)
    assert caught.value.problems[0].hint == "pip install 'clinic-handout[pdf]'"


def _circle(pdf: Any, root: Any) -> None:
    first, second = element(pdf, "Sect"), element(pdf, "P", K=Array((0, 1)))
    first.K = Array((second, first))
    second.K.append(first)
    second.K.append(second)
    root.K = Array((first, root, second))


def _deep(pdf: Any, root: Any) -> None:
    inner = element(pdf, "P", K=0)
    for _ in range(5000):
        inner = element(pdf, "Div", K=inner)
    root.K = inner


def _odd_types(pdf: Any, root: Any) -> None:
    root.RoleMap = Dictionary(A=Name.B, B=Name.A, C=3)
    root.ClassMap = Array((1,))
    root.K = Array((
        *(3, "text", True, Array((1, 2)), Dictionary(), Dictionary(S="P"), Dictionary(S=4)),
        Dictionary(S=Name.A, K=Dictionary(Type=Name.MCR, MCID="x", Pg=7)),
        Dictionary(S=Name.C, K=Dictionary(Type=Name.OBJR, Obj=5), A=9, C=9, Lang=9, Alt=9),
        Dictionary(S=Name.TH, A=Array((1, Dictionary(O=Name.Table, Scope=1))), Pg=Name.No),
        element(pdf, "P", K=Array((0, 1, -4, 2**31 - 1))),
    ))  # fmt: skip


HOSTILE: dict[str, Callable[[Any, Any], None]] = {
    "a tree in a circle": _circle,
    "a tree 5000 deep": _deep,
    "a tree of the wrong types": _odd_types,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_trees_are_read_best_effort(name: str) -> None:
    found = finished(tagged(TWO, HOSTILE[name]), "theirs.pdf")
    assert any("one" in part.text for part in found.elements)
    assert len(found.pages[0].runs) == 4
    assert "one" in " ".join(part.text for part in paragraphs(found))
    for index, part in enumerate(found.elements):
        assert part.parent is None or part.parent < index


def _boxes(pdf: Any) -> None:
    pdf.pages[0].obj.MediaBox = Array(("a", Name.b))
    pdf.pages[0].obj.CropBox = Array((1, 1, 1, 1))
    pdf.pages[0].obj.UserUnit = "big"
    pdf.pages[0].obj.Rotate = 17


def _catalog(pdf: Any) -> None:
    pdf.Root.StructTreeRoot = 4
    pdf.Root.MarkInfo = "yes"
    pdf.Root.ViewerPreferences = Array(())
    pdf.Root.Lang = Name.en
    pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta><rdf:RDF>")


def _annotations(pdf: Any) -> None:
    pdf.pages[0].obj.Annots = Array((
        Dictionary(Subtype=Name.Link, Rect=Array((0, 0, "x", 1))),
        Dictionary(Subtype=Name.Link, Rect=7),
        Dictionary(Subtype=Name.Link, Rect=Array((0, 0, 5, 5)), A=Dictionary(URI=3), Dest=3),
        Name.Link,
    ))  # fmt: skip


def _resources(pdf: Any) -> None:
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary(A=3, B=Dictionary(), C=pdf.make_stream(b"/A Do"))
    page.Resources.Pattern = Dictionary(A=3)
    page.Resources.Font.Other = 3
    page.Tabs = 3


ODD: dict[str, Callable[[Any], None]] = {
    "boxes": _boxes,
    "catalog": _catalog,
    "annotations": _annotations,
    "resources": _resources,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_entries_are_as_if_they_were_not_there(name: str) -> None:
    found = finished(changed(drawn(hello), ODD[name]), "theirs.pdf")
    assert [run.text for run in found.pages[0].runs] == ["HE"]
    assert not found.elements and found.pages[0].width > 0


def test_metadata_with_entities_is_not_expanded() -> None:
    """A title made of entities within entities could fill the memory."""
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">]><x xmlns:dc="d"><dc:title>&a;</dc:title></x>'

    def laugh(pdf: Any) -> None:
        pdf.Root.Metadata = pdf.make_stream(laughs)
        pdf.docinfo["/Title"] = "Knees"

    assert finished(changed(drawn(hello), laugh), "theirs.pdf").title == "Knees"


def test_numbers_without_end_are_bounded() -> None:
    pdf = with_drawing(
        b"1e30 0 0 1e30 1e38 1e38 cm BT /F 1e20 Tf 1e30 1e30 Td (far) Tj ET 0 0 1e38 1e38 re f"
    )
    page = finished(pdf, "theirs.pdf").pages[0]
    edges = [edge for run in page.runs for edge in (run.box.left, run.box.bottom, run.baseline)]
    edges += [edge for area in page.areas for edge in (area.box.right, area.box.top)]
    assert edges and all(abs(edge) <= 1e6 for edge in edges)


def test_many_pages_take_no_longer_each() -> None:
    """Reading is linear: the drawing of 1 page is shared by 400."""

    def repeat(pdf: Any) -> None:
        for _ in range(399):
            pdf.pages.append(pdf.pages[0])

    found = finished(changed(drawn(hello), repeat), "long.pdf")
    assert len(found.pages) == 400
    assert {tuple(run.text for run in page.runs) for page in found.pages} == {("HE",)}


def _plain(pdf: bytes) -> bytes:
    """The PDF with all its streams and objects open to be flipped."""
    whole = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(
            whole,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return whole.getvalue()


def _survives(data: bytes) -> None:
    try:
        paragraphs(finished(data, "theirs.pdf"))
    except HandoutError as error:
        assert "theirs.pdf" in str(error)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_flipped_bytes_never_break_the_program(data: st.DataObject) -> None:
    pdf = bytearray(data.draw(st.sampled_from((_GOOD, _OPEN))))
    places = st.tuples(st.integers(0, len(pdf) - 1), st.integers(0, 255))
    for place, byte in data.draw(st.lists(places, min_size=1, max_size=60)):
        pdf[place] = byte
    _survives(bytes(pdf))


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_cut_files_never_break_the_program(data: st.DataObject) -> None:
    pdf = data.draw(st.sampled_from((_GOOD, _OPEN)))
    start = data.draw(st.integers(0, len(pdf)))
    end = data.draw(st.integers(start, min(start + 4000, len(pdf))))
    _survives(pdf[:start])
    _survives(pdf[:start] + pdf[end:])


_GOOD = shipped("card generic").pdf
_OPEN = _plain(_GOOD)
