"""What is painted on a page that was drawn by hand, wherever the page puts it."""

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from reportlab.lib.colors import blue, red
from reportlab.pdfgen.canvas import Canvas

from canvases import changed, drawn, with_drawing
from handout.readback.finished import Box, Page, Run
from handout.readback.reading import finished

WIDTH, HEIGHT = 300.0, 200.0


def page_of(pdf: bytes) -> Page:
    """The only page."""
    (page,) = finished(pdf, "drawn.pdf").pages
    return page


def run_of(pdf: bytes, text: str) -> Run:
    """The only run that says this."""
    (run,) = (run for run in page_of(pdf).runs if run.text.strip() == text)
    return run


def rounded(box: Box) -> tuple[float, ...]:
    return tuple(round(edge, 1) for edge in (box.left, box.top, box.right, box.bottom))


def hello(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(40, 30, 100, 20, stroke=0, fill=1)
    canvas.drawString(40, 150, "HE")


def boxes(pdf: Any, crop: tuple[float, ...] | None, rotate: int, unit: float | None) -> None:
    page = pdf.pages[0].obj
    if crop:
        page.CropBox = Array(crop)
    if rotate:
        page.Rotate = rotate
    if unit:
        page.UserUnit = unit


CROP = (20.0, 10.0, 220.0, 190.0)
TURNS = (
    # crop, rotation, unit, page, where the letters start, their angle, the red box
    (None, 0, None, (300, 200), (40, 50), 0, (40, 150, 140, 170)),
    (CROP, 0, None, (200, 180), (20, 40), 0, (20, 140, 120, 160)),
    (None, 90, None, (200, 300), (150, 40), -90, (30, 40, 50, 140)),
    (CROP, 90, None, (180, 200), (140, 20), -90, (20, 20, 40, 120)),
    (CROP, 180, None, (200, 180), (180, 140), 180, (80, 20, 180, 40)),
    (CROP, 270, None, (180, 200), (40, 180), 90, (140, 80, 160, 180)),
    (CROP, -90, None, (180, 200), (40, 180), 90, (140, 80, 160, 180)),
    (None, 0, 2.0, (600, 400), (80, 100), 0, (80, 300, 280, 340)),
    ((-50.0, 100.0, 900.0, 900.0), 0, None, (300, 100), (40, 50), 0, (40, 150, 140, 170)),
    ((220.0, 190.0, 20.0, 10.0), 0, None, (200, 180), (20, 40), 0, (20, 140, 120, 160)),
)


@pytest.mark.parametrize(("crop", "rotate", "unit", "size", "start", "angle", "box"), TURNS)
def test_places_are_those_of_the_page_as_it_is_seen(
    crop: tuple[float, ...] | None,
    rotate: int,
    unit: float | None,
    size: tuple[float, float],
    start: tuple[float, float],
    angle: float,
    box: tuple[float, ...],
) -> None:
    page = page_of(changed(drawn(hello), lambda pdf: boxes(pdf, crop, rotate, unit)))
    assert (page.width, page.height) == size
    (run,) = page.runs
    assert run.text == "HE"
    assert run.angle == angle
    assert run.size == pytest.approx(10 * (unit or 1))
    assert run.baseline == pytest.approx(start[1])
    corners = {
        0: (run.box.left, run.box.bottom),
        -90: (run.box.left, run.box.top),
        180: (run.box.right, run.box.top),
        90: (run.box.right, run.box.bottom),
    }
    assert corners[int(angle)] == pytest.approx(start, abs=0.3 * (unit or 1))
    (area,) = page.areas
    assert area.is_box and area.fill == (1, 0, 0) and area.stroke is None
    assert rounded(area.box) == box


def test_forms_place_and_scale_what_is_in_them() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(5, 5, "deep")
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.rect(0, 0, 50, 20, stroke=0, fill=1)
        canvas.translate(10, 10)
        canvas.scale(2, 2)
        canvas.doForm("inner")
        canvas.endForm()
        canvas.translate(100, 50)
        canvas.scale(1.5, 1.5)
        canvas.doForm("outer")

    page = page_of(drawn(draw))
    (run,) = page.runs
    assert (run.text, run.size) == ("deep", 30)
    assert (run.box.left, run.baseline) == pytest.approx((130, HEIGHT - 80))
    assert [rounded(area.box) for area in page.areas] == [(100, 120, 175, 150)]
    assert page.areas[0].order < run.order


def test_a_form_within_itself_ends() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("loop")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(5, 5, "round")
        canvas.endForm()
        canvas.doForm("loop")

    def bite(pdf: Any) -> None:
        form = next(iter(pdf.pages[0].obj.Resources.XObject.values()))
        form.Resources.XObject = Dictionary(Me=form)
        form.write(form.read_bytes() + b"\n/Me Do")

    runs = page_of(changed(drawn(draw), bite)).runs
    assert 0 < len(runs) < 100
    assert {run.text for run in runs} == {"round"}


def test_see_through_and_unseen_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(10, 150, "solid")
        canvas.setFillAlpha(0.4)
        canvas.drawString(10, 130, "faint")
        canvas.beginForm("group")
        canvas.drawString(10, 110, "inside")
        canvas.endForm()
        canvas.doForm("group")
        canvas.setFillAlpha(1)
        text = canvas.beginText(10, 90)
        text.setTextRenderMode(3)
        text.textOut("unseen")
        text.setTextRenderMode(1)
        text.setStrokeColorRGB(0, 0, 1)
        text.textOut("outline")
        text.setTextRenderMode(2)
        text.textOut("doubled")
        canvas.drawText(text)

    found = {run.text.strip(): run for run in page_of(drawn(draw)).runs}
    opacity = {text: round(run.opacity, 1) for text, run in found.items()}
    assert opacity == {
        **{"solid": 1, "faint": 0.4, "inside": 0.4, "unseen": 0, "outline": 1, "doubled": 1},
    }
    assert found["outline"].colour == (0, 0, 1) and found["solid"].colour == (0, 0, 0)
    assert found["doubled"].face.is_bold and not found["outline"].face.is_bold


def test_a_group_is_as_see_through_as_it_is_drawn() -> None:
    """What a transparency group holds is opaque inside it, so its own opacity counts."""
    pdf = with_drawing(
        b"/Half gs /Group Do",
        "<< /ExtGState << /Half << /ca 0.5 /CA 0.5 >> >> >>",
    )

    def add(opened: Any) -> None:
        group = opened.make_stream(b"BT /F 10 Tf 10 50 Td (faded) Tj ET")
        group.Type, group.Subtype = Name.XObject, Name.Form
        group.BBox = Array((0, 0, 300, 200))
        group.Group = Dictionary(S=Name.Transparency)
        group.Resources = Dictionary(Font=opened.pages[0].obj.Resources.Font)
        opened.pages[0].obj.Resources.XObject = Dictionary(Group=opened.make_indirect(group))

    assert run_of(changed(pdf, add), "faded").opacity == pytest.approx(0.5, abs=0.01)


FACES = {
    "Helvetica": (False, False, False),
    "Helvetica-BoldOblique": (True, True, False),
    "Times-Roman": (False, False, True),
    "Times-BoldItalic": (True, True, True),
    "Courier-Oblique": (False, True, False),
}


@pytest.mark.parametrize(("name", "look"), FACES.items())
def test_fonts_are_told_apart(name: str, look: tuple[bool, bool, bool]) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(name, 12)
        canvas.drawString(10, 100, "letters")

    face = run_of(drawn(draw), "letters").face
    assert face.name == name
    assert (face.is_bold, face.is_italic, face.is_serif) == look
    assert face.is_mapped and not face.is_embedded


def test_slanted_letters_are_italic_whatever_they_are_called() -> None:
    pdf = with_drawing(b"BT /F 10 Tf 1 0 0.3 1 10 50 Tm (slanted) Tj ET")
    run = run_of(pdf, "slanted")
    assert run.face.is_italic and run.size == pytest.approx(10) and run.angle == 0


def test_a_shadow_is_not_what_is_read() -> None:
    """PDFium keeps the letters that were drawn first, which lie below."""
    pdf = with_drawing(
        b"BT 0.8 g /F 20 Tf 11 49 Td (title) Tj ET BT 0 0 0.5 rg /F 20 Tf 10 50 Td (title) Tj ET"
    )
    run = run_of(pdf, "title")
    assert run.colour == pytest.approx((0, 0, 0.5), abs=0.01) and run.order == 2
    assert len(page_of(pdf).runs) == 1


def test_size_is_what_is_seen() -> None:
    pdf = with_drawing(
        b"q 2 0 0 2 0 0 cm BT /F 1 Tf 6 0 0 9 10 50 Tm (narrow) Tj ET Q "
        b"BT /F 10 Tf 0 1 -1 0 250 20 Tm (upwards) Tj ET "
        b"BT /F 10 Tf 150 Tz 10 20 Td (wide) Tj ET"
    )
    assert run_of(pdf, "narrow").size == pytest.approx(18)
    turned = run_of(pdf, "upwards")
    assert turned.size == pytest.approx(10) and turned.angle == 90
    assert turned.box.height > 3 * turned.box.width
    assert turned.box.bottom == pytest.approx(180) and turned.baseline == pytest.approx(180)
    assert run_of(pdf, "wide").size == pytest.approx(10)


AREAS: tuple[tuple[str, list[tuple[float, ...]], bool], ...] = (
    ("10 10 30 20 re f", [(10, 170, 40, 190)], True),
    ("10 10 m 40 10 l 40 30 l 10 30 l h f", [(10, 170, 40, 190)], True),
    ("10 10 m 40 10 l 25 30 l h f", [(10, 170, 40, 190)], False),
    ("10 10 30 20 re 100 10 30 20 re f", [(10, 170, 40, 190), (100, 170, 130, 190)], True),
    ("10 10 90 90 re 20 20 70 70 re f*", [(10, 100, 100, 190)], False),
    ("0 0 20 20 re W n 10 10 30 20 re f", [(10, 180, 20, 190)], True),
    ("0 0 5 5 re W n 10 10 30 20 re f", [], True),
    ("2 w 10 10 m 60 10 l S", [(10, 190, 60, 190)], True),
    ("1 0 0 1 50 0 cm 10 10 30 20 re f", [(60, 170, 90, 190)], True),
    ("0.7 0.7 -0.7 0.7 90 50 cm 0 0 30 30 re f", [(69, 108, 111, 150)], False),
    ("10 10 30 20 re n", [], True),
)


@pytest.mark.parametrize(("drawing", "expected", "is_box"), AREAS)
def test_areas_are_what_a_path_covers(
    drawing: str, expected: list[tuple[float, ...]], is_box: bool
) -> None:
    page = page_of(with_drawing(drawing.encode()))
    assert [rounded(area.box) for area in page.areas] == expected
    assert all(area.is_box == is_box for area in page.areas)


def test_a_panel_with_round_corners_is_a_box_and_a_circle_is_not() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.roundRect(10, 10, 200, 60, 6, stroke=0, fill=1)
        canvas.circle(250, 100, 30, stroke=1, fill=0)

    panel, circle = page_of(drawn(draw)).areas
    assert panel.is_box and rounded(panel.box) == (10, 130, 210, 190)
    assert not circle.is_box and circle.fill is None and circle.stroke == (0, 0, 0)
    assert circle.line_width == 1
    assert rounded(circle.box) == (220, 70, 280, 130)


def test_shadings_and_bitmaps_are_images() -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(10, 10, 50, 50)
        canvas.saveState()
        canvas.clipPath(path, stroke=0)
        canvas.linearGradient(0, 0, 100, 100, (red, blue))
        canvas.restoreState()
        canvas.translate(100, 100)
        canvas.drawInlineImage(_bitmap(), 0, 0, 40, 20)

    page = page_of(drawn(draw))
    assert [rounded(image.box) for image in page.images] == [
        (10, 140, 60, 190),
        (100, 80, 140, 100),
    ]
    assert not page.areas


def _bitmap() -> Any:
    from PIL import Image

    return Image.new("RGB", (4, 2), (200, 0, 0))


PATTERNS = """<< /Pattern << /Shade << /PatternType 2 /Shading << /ShadingType 2
/ColorSpace /DeviceRGB /Coords [0 0 300 0]
/Function << /FunctionType 2 /Domain [0 1] /C0 [1 0 0] /C1 [0 0 1] /N 1 >> >> >> >> >>"""


def test_a_gradient_is_an_image_and_white_beside_it_is_not() -> None:
    """PDFium gives white for both."""
    page = page_of(
        with_drawing(
            b"1 g 10 10 30 20 re f /Pattern cs /Shade scn 100 10 30 20 re f "
            b"1 1 1 rg 200 10 30 20 re f",
            PATTERNS,
        )
    )
    assert [rounded(image.box) for image in page.images] == [(100, 170, 130, 190)]
    assert [rounded(area.box)[0] for area in page.areas] == [10, 200]
    assert {area.fill for area in page.areas} == {(1, 1, 1)}


def _nobody(pdf: Any) -> None:
    font = next(iter(pdf.pages[0].obj.Resources.Font.values()))
    font.Encoding = Dictionary(Differences=Array((65, Name("/g1"), Name("/g2"))))


def test_letters_without_a_character_are_told() -> None:
    page = page_of(changed(with_drawing(b"BT /F 10 Tf 10 50 Td (AB) Tj ET"), _nobody))
    assert [run.face.is_mapped for run in page.runs] == [False]


def tagged(drawing: bytes, tree: Callable[[pikepdf.Pdf, Any], None]) -> bytes:
    """A page with this drawing and a structure tree that the function fills."""

    def tag(pdf: Any) -> None:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(())))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        tree(pdf, root)

    return changed(with_drawing(drawing), tag)


TWO = (
    b"/P << /MCID 0 >> BDC BT /F 10 Tf 10 150 Td (one) Tj ET EMC "
    b"/P << /MCID 1 >> BDC BT /F 10 Tf 10 130 Td (two) Tj ET EMC "
    b"/Artifact BMC BT /F 10 Tf 10 110 Td (edge) Tj ET EMC "
    b"BT /F 10 Tf 10 90 Td (loose) Tj ET"
)


def element(pdf: Any, kind: str, **entries: Any) -> Any:
    """A structure element of the first page."""
    return pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), Pg=pdf.pages[0].obj, **entries)
    )


def test_the_order_is_that_of_the_tree() -> None:
    def tree(pdf: Any, root: Any) -> None:
        root.RoleMap = Dictionary(Story=Name.Art, Words=Name.P, P=Name.P)
        second, first = element(pdf, "Words", K=1), element(pdf, "P", K=Array((0,)))
        root.K = element(pdf, "Story", K=Array((second, first)), Lang="cy")

    found = finished(tagged(TWO, tree), "tagged.pdf")
    kinds = [(part.kind, part.parent, part.text, part.page) for part in found.elements]
    assert kinds == [("Art", None, "two one", 1), ("P", 0, "two", 1), ("P", 0, "one", 1)]
    assert found.elements[0].language == "cy"
    owners = {run.text: (run.element, run.is_artifact) for run in found.pages[0].runs}
    assert owners == {
        **{"one": (2, False), "two": (1, False), "edge": (None, True), "loose": (None, False)}
    }


def test_what_elements_say_of_themselves() -> None:
    def tree(pdf: Any, root: Any) -> None:
        root.ClassMap = Dictionary(
            Head=Dictionary(O=Name.Table, Scope=Name.Row),
            Other=Dictionary(O=Name.Layout, Scope=Name.Both),
        )
        own = Array((Dictionary(O=Name.Table, Scope=Name.Column), 0))
        cells = (
            element(pdf, "TH", K=0, C=Array((Name.Head, Name.Other))),
            element(pdf, "TH", C=Name.Head, A=own),
            element(pdf, "TD", A=Dictionary(O=Name.Table, Headers=Array(("a", "b")))),
            element(pdf, "Span", ActualText="spoken", K=1),
            element(pdf, "Figure", Alt="A knee"),
            element(pdf, "Figure", Alt=""),
        )
        root.K = Array(cells)

    parts = finished(tagged(TWO, tree), "tagged.pdf").elements
    assert [part.scope for part in parts[:3]] == ["Row", "Column", ""]
    assert [part.headers for part in parts[:3]] == [0, 0, 2]
    assert (parts[3].actual, parts[3].text) == ("spoken", "spoken")
    assert [part.alt for part in parts[3:]] == [None, "A knee", ""]
    assert parts[4].text == "A knee" and parts[4].page == 0 and parts[4].box is None


def test_content_of_a_form_has_its_own_numbers() -> None:
    """The number 0 is used by the page and by the form, for two elements."""

    def tree(pdf: Any, root: Any) -> None:
        form = pdf.make_stream(b"/P << /MCID 0 >> BDC BT /F 10 Tf 10 50 Td (form) Tj ET EMC")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array((0, 0, 300, 200))
        form.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
        form = pdf.make_indirect(form)
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=form)
        mark = Dictionary(Type=Name.MCR, MCID=0, Stm=form, Pg=pdf.pages[0].obj)
        root.K = Array((element(pdf, "P", K=0), element(pdf, "H1", K=mark)))

    found = finished(tagged(TWO + b" /X Do", tree), "tagged.pdf")
    assert [(part.kind, part.text) for part in found.elements] == [("P", "one"), ("H1", "form")]


def test_content_of_a_form_belongs_to_the_mark_around_it() -> None:
    def tree(pdf: Any, root: Any) -> None:
        form = pdf.make_stream(b"BT /F 10 Tf 10 50 Td (form) Tj ET")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array((0, 0, 300, 200))
        form.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=pdf.make_indirect(form))
        root.K = element(pdf, "Figure", K=5, Alt="")

    drawing = b"/Figure << /MCID 5 >> BDC /X Do EMC /Artifact BMC 1 0 0 1 90 0 cm /X Do EMC"
    found = finished(tagged(drawing, tree), "tagged.pdf")
    assert [(run.element, run.is_artifact) for run in found.pages[0].runs] == [
        (0, False),
        (None, True),
    ]


LINKS = (
    (Dictionary(A=Dictionary(S=Name.URI, URI="https://example.org")), "https://example.org"),
    (Dictionary(Dest=Name.there), "#there"),
    (Dictionary(A=Dictionary(S=Name.GoTo, D="there")), "#there"),
    (Dictionary(A=Dictionary(S=Name.GoToR, F="other.pdf")), "other.pdf"),
    (Dictionary(A=Dictionary(S=Name.JavaScript, JS="app.alert(1)")), ""),
    (Dictionary(), ""),
)


@pytest.mark.parametrize(("entries", "target"), LINKS)
def test_links_say_where_they_lead(entries: Any, target: str) -> None:
    def link(pdf: Any) -> None:
        annotation = Dictionary(entries)
        annotation.Subtype, annotation.Rect = Name.Link, Array((60, 160, 8, 140))
        annotation.Contents = "Help"
        pdf.pages[0].obj.Annots = Array((annotation, Dictionary(Subtype=Name.Text), 3))

    (found,) = page_of(
        changed(drawn(lambda canvas: canvas.drawString(10, 150, "link")), link)
    ).links
    assert (found.target, found.contents, found.words) == (target, "Help", "link")
    assert rounded(found.box) == (8, 40, 60, 60)


def test_a_link_to_a_page_says_its_number() -> None:
    def link(pdf: Any) -> None:
        place = Array((pdf.pages[1].obj, Name.Fit))
        pdf.pages[0].obj.Annots = Array((
            Dictionary(Subtype=Name.Link, Rect=Array((0, 0, 9, 9)), Dest=place),
        ))  # fmt: skip

    found = finished(changed(drawn(hello, hello), link), "two.pdf")
    assert [link.target for link in found.pages[0].links] == ["#2"]
    assert not found.pages[1].links


def test_large_print_is_what_the_file_says() -> None:
    def say(words: str) -> bytes:
        return drawn(lambda canvas: canvas.drawString(10, 100, words))

    assert finished(say("This is large print."), "a.pdf").is_large_print
    assert not finished(say("Ask us for large print."), "a.pdf").is_large_print
