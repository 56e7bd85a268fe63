"""Lines and paragraphs as a reader sees them, on pages without tags that were drawn by hand."""

from reportlab.pdfgen.canvas import Canvas

from canvases import drawn, with_drawing
from handout.readback.finished import Page
from handout.readback.lines import Paragraph, lines, paragraphs
from handout.readback.reading import finished

A4 = (595.0, 842.0)
BODY, LEADING = 12, 16


def page_of(pdf: bytes) -> Page:
    (page,) = finished(pdf, "drawn.pdf").pages
    return page


def texts(pdf: bytes) -> list[str]:
    """The lines of the only page."""
    return [line.text for line in lines(page_of(pdf))]


def told(pdf: bytes) -> list[tuple[str, list[str]]]:
    """The paragraphs by their kind and lines."""
    return [
        (paragraph.kind, [line.text for line in paragraph.lines])
        for paragraph in paragraphs(finished(pdf, "drawn.pdf"))
    ]


def set_lines(canvas: Canvas, left: float, top: float, *words: str, bold: bool = False) -> None:
    """Lines of body text, the first baseline so far from the top of an A4 page."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", BODY)
    for number, line in enumerate(words):
        canvas.drawString(left, A4[1] - top - number * LEADING, line)


def test_words_drawn_one_by_one_are_a_line() -> None:
    """A gap is a space; where the letters only touch there is none."""
    pdf = with_drawing(
        b"BT /F 10 Tf 10 50 Td (Kn) Tj ET BT /F 10 Tf 22.4 50 Td (ee) Tj ET "
        b"BT /F 10 Tf 37 50 Td (pain) Tj ET BT /F 10 Tf 60 50.5 Td ( and) Tj ET"
    )
    assert texts(pdf) == ["Knee pain and"]


def test_a_wide_gap_is_another_column() -> None:
    pdf = with_drawing(
        b"BT /F 10 Tf 10 50 Td (Monday) Tj ET BT /F 10 Tf 120 50 Td (3 sets) Tj ET "
        b"BT /F 10 Tf 10 36 Td (Tuesday) Tj ET BT /F 10 Tf 120 36 Td (4 sets) Tj ET"
    )
    assert texts(pdf) == ["Monday", "Tuesday", "3 sets", "4 sets"]


def test_a_bullet_stays_with_its_item() -> None:
    pdf = with_drawing(b"BT /F 10 Tf 10 50 Td (\\225) Tj ET BT /F 10 Tf 30 50 Td (Ice it) Tj ET")
    assert texts(pdf) == ["• Ice it"]


def test_raised_letters_are_in_their_line() -> None:
    pdf = with_drawing(
        b"BT /F 10 Tf 10 50 Td (25 kg/m) Tj ET BT /F 6 Tf 46.2 54 Td (2) Tj ET "
        b"BT /F 10 Tf 53 50 Td (or more) Tj ET"
    )
    (line,) = lines(page_of(pdf))
    assert line.text.replace(" ", "") == "25kg/m2ormore"
    assert (line.size, round(line.baseline)) == (10, 150)


def test_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        set_lines(
            canvas, 70, 100, "A title that goes over both of the columns, right across the page"
        )
        set_lines(canvas, 70, 140, "Left one is", "left two is", "left three.")
        set_lines(canvas, 320, 140, "Right one is", "right two is", "right three.")
        set_lines(
            canvas, 70, 240, "A last line that goes over both of the columns again, to the end."
        )

    found = texts(drawn(draw, size=A4))
    assert [text.split()[:2] for text in found] == [
        *(["A", "title"], ["Left", "one"], ["left", "two"], ["left", "three."]),
        *(["Right", "one"], ["right", "two"], ["right", "three."], ["A", "last"]),
    ]


def test_turned_text_has_lines_of_its_own() -> None:
    pdf = with_drawing(
        b"BT /F 10 Tf 10 50 Td (level) Tj ET "
        b"BT /F 10 Tf 0 1 -1 0 250 20 Tm (turned) Tj ET "
        b"BT /F 10 Tf 0 1 -1 0 250 55 Tm (text) Tj ET "
        b"BT /F 10 Tf 0 1 -1 0 264 20 Tm (below) Tj ET"
    )
    found = lines(page_of(pdf))
    assert [line.text for line in found] == ["level", "turned text", "below"]
    assert [{run.angle for run in line.runs} for line in found] == [{0}, {90}, {90}]


def test_a_line_has_the_size_of_most_of_its_letters() -> None:
    pdf = with_drawing(
        b"BT /F 14 Tf 10 50 Td (Note) Tj ET BT /F 10 Tf 45 50 Td (most of the letters) Tj ET"
    )
    (line,) = lines(page_of(pdf))
    assert line.size == 10 and len(line.runs) == 2


def test_paragraphs_end_at_a_gap_a_new_item_and_a_new_size() -> None:
    def draw(canvas: Canvas) -> None:
        set_lines(canvas, 70, 140, "The first paragraph has", "two lines of text.")
        set_lines(canvas, 70, 196, "The second comes below.")
        set_lines(canvas, 70, 212, "• an item that goes on", "  ")
        set_lines(canvas, 80, 228, "with a second line")
        set_lines(canvas, 70, 244, "• another item")
        set_lines(canvas, 70, 260, "No item any more.")

    assert told(drawn(draw, size=A4)) == [
        ("P", ["The first paragraph has", "two lines of text."]),
        ("P", ["The second comes below."]),
        ("P", ["• an item that goes on", "with a second line"]),
        ("P", ["• another item"]),
        ("P", ["No item any more."]),
    ]


def heading(words: str, size: float, font: str, gap: float) -> tuple[str, list[str]]:
    """How a line between two paragraphs is told."""

    def draw(canvas: Canvas) -> None:
        set_lines(canvas, 70, 140, "Some body text stands here,", "and goes on for two lines.")
        canvas.setFont(font, size)
        canvas.drawString(70, A4[1] - 156 - gap, words)
        set_lines(canvas, 70, 156 + gap + 20, "More text of the body stands here,", "and goes on.")

    return next(part for part in told(drawn(draw, size=A4)) if words in part[1])


def test_headings_are_larger_or_bold_with_space_above() -> None:
    assert heading("How to rest", 14, "Helvetica", 20)[0] == "H"
    assert heading("How to rest", 12, "Helvetica-Bold", 20)[0] == "H"
    assert heading("How to rest", 12, "Helvetica", 20)[0] == "P"
    assert heading("How to rest", 13, "Helvetica", 20)[0] == "P"
    assert heading("How to rest", 12, "Helvetica-Bold", 16)[0] == "P"
    assert heading("Rest is good.", 14, "Helvetica", 20)[0] == "P"
    assert heading("Name:", 12, "Helvetica-Bold", 20)[0] == "P"


def test_what_stands_at_the_edge_of_most_pages_is_furniture() -> None:
    def page(number: int, words: str) -> list[Paragraph]:
        return [part for part in found if part.page == number and part.text == words]

    def draw(number: int) -> object:
        def here(canvas: Canvas) -> None:
            set_lines(canvas, 70, 40, "Riverside Clinic")
            set_lines(canvas, 70, 200, f"What page {number} says.", "Rest.")
            set_lines(canvas, 280, 810, f"Page {number} of 3")
            if number == 2:
                set_lines(canvas, 70, 790, "Only here at the foot.")

        return here

    pdf = drawn(*(draw(number) for number in (1, 2, 3)), size=A4)  # type: ignore[arg-type]
    found = list(paragraphs(finished(pdf, "drawn.pdf")))
    for number in (1, 2, 3):
        assert [part.kind for part in page(number, "Riverside Clinic")] == ["Artifact"]
        assert [part.kind for part in page(number, f"Page {number} of 3")] == ["Artifact"]
        assert [part.kind for part in page(number, f"What page {number} says. Rest.")] == ["P"]
    assert [part.kind for part in page(2, "Only here at the foot.")] == ["P"]


def test_one_page_has_no_furniture() -> None:
    kinds = {kind for kind, _ in told(drawn(lambda c: set_lines(c, 70, 40, "Clinic"), size=A4))}
    assert kinds <= {"P", "H"} and kinds


def test_a_page_without_letters_has_no_lines() -> None:
    pdf = with_drawing(b"10 10 30 20 re f")
    assert not lines(page_of(pdf)) and not told(pdf)


def test_ten_thousand_words_are_not_slow() -> None:
    """Each is a line by itself; the time grows with their number and not with its square."""
    steps = b"".join(
        b"BT /F 1 Tf %d %d Td (w) Tj ET " % (3 * (number % 97), 2 * (number // 97))
        for number in range(9000)
    )
    assert len(lines(page_of(with_drawing(steps)))) > 5000
