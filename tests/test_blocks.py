"""Every kind of block prints what the document says: its words, its tags, its frames."""

import io
import re
from typing import get_args

import pikepdf
import pytest
from msgspec import structs

from conftest import Golden
from handout import document as model
from handout.document import (
    Banner,
    Beside,
    Blanks,
    Block,
    Callout,
    CalloutKind,
    Columns,
    Contents,
    Document,
    Field,
    Fill,
    Heading,
    Insert,
    Keep,
    List,
    Panel,
    Paragraph,
    QrCode,
    Run,
    Table,
    When,
    has_slot,
)
from handout.model.template import Template
from handout.pages.blocks import set_block
from handout.pages.box import Box
from handout.pages.fonts import open_faces
from handout.pages.parts import set_boxes
from handout.pages.press import print_leaflet
from handout.pages.setting import Image, Setting, setting
from referee import page_text_positions, structure_problems, tag_tree, text_from_tree
from sheets import (
    BIRD_FIGURE,
    BIRD_PICTURE,
    FACES,
    KINDS,
    MADE,
    PICTURES,
    SENTENCE,
    URL,
    document,
    document_texts,
    every_kind,
    large,
    pdf,
    press,
    printed,
    template,
    words,
)


def pages_of(*blocks: Block) -> Document:
    """A document of the blocks under a heading, with all that they may need."""
    return document(Heading(2, words("Here")), *blocks, pictures=PICTURES, urls=(URL,))


def check(made: Document, fill: Fill | None = None, look: Template | None = None) -> bytes:
    """The file of a document, found to hold its words and to be tagged well."""
    done = printed(made, look, fill)
    assert done.problems == ()
    assert structure_problems(done.pdf) == []
    assert text_from_tree(done.pdf) == document_texts(made, fill)
    return done.pdf


def set_one(block: Block, width: float = 450.0) -> Box:
    """A block set by itself in the plain look."""
    return set_block(block, plain(), width)


def plain() -> Setting:
    """The plain look with a picture to hand."""
    picture = Image(100.0, 60.0, b"0 0 100 60 re f")
    pose = Image(200.0, 90.0, b"/Im1 Do")
    images = {"bird": picture, "pose": pose, f"qr:{URL}": picture}
    return setting(template(), "#0b5e6f", open_faces(FACES), "en-GB", images, 700.0)


def test_every_kind_of_block_is_tried() -> None:
    tried = {type(block) for block in KINDS.values()}
    own = {Contents, model.See, When, Insert}
    assert set(get_args(model.Block)) - tried == own, "those have their own"


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_alone_reads_as_the_document_says(name: str) -> None:
    check(pages_of(KINDS[name]))


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"keep", "columns", "heading"}))
def test_each_kind_inside_a_callout_reads_as_the_document_says(name: str) -> None:
    block = KINDS[name]
    if hasattr(block, "level"):
        block = structs.replace(block, level=4)
    check(pages_of(Callout("caution", 3, words("Mind this"), (block, Paragraph(words("Then."))))))


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_reads_the_same_in_narrow_columns_and_large_print(name: str) -> None:
    look = template()
    narrow = structs.replace(look, page=structs.replace(look.page, columns=2))
    data = check(pages_of(KINDS[name]), look=narrow)
    assert data
    check(pages_of(KINDS[name]), look=large(look, 1.5))


def test_a_document_with_every_kind_keeps_its_tags(golden: Golden) -> None:
    made = every_kind()
    data = check(made)
    golden("every-kind-tags", tag_tree(data))


def test_a_document_with_every_kind_keeps_its_look(golden: Golden) -> None:
    golden("every-kind-positions", page_text_positions(printed(every_kind()).pdf))


@pytest.mark.parametrize("kind", get_args(CalloutKind))
def test_each_kind_of_callout_has_a_sign_and_a_frame(kind: CalloutKind) -> None:
    block = Callout(kind, 3, words("Call us"), (Paragraph(words(SENTENCE)),))
    check(pages_of(block))
    box = set_one(block)
    (frame,) = box.frames
    assert (frame.first, frame.last) == (0, len(box.rows) - 1)
    assert frame.stroke and (frame.bar or frame.line)
    sign = box.rows[1].pieces[0]
    assert sign.owner == -1 and b" cm " in sign.content


def test_callouts_are_told_apart_without_colour() -> None:
    looks = set()
    for kind in ("emergency", "same-day", "soon", "caution", "info", "message"):
        box = set_one(Callout(kind, 3, words("x"), ()))
        frame = box.frames[0]
        sign = re.sub(rb"[\d.]+ [\d.]+ [\d.]+ (rg|RG)", b"", box.rows[1].pieces[0].content)
        looks.add((frame.bar, frame.line, sign))
    assert len(looks) == 6


def test_an_emergency_has_the_heaviest_frame() -> None:
    frames = [
        set_one(Callout(kind, 3, words("x"), ())).frames[0]
        for kind in ("emergency", "same-day", "soon")
    ]
    assert [f.bar for f in frames] == sorted((f.bar for f in frames), reverse=True)
    assert all(f.stroke == plain().colours.ink for f in frames)


def test_a_callout_in_a_callout_is_drawn_over_it() -> None:
    """The tint of the outer one once hid the frame of the inner one."""
    inner = Callout("emergency", 4, words("Now"), ())
    box = set_one(Callout("info", 3, words("Good to know"), (inner,)))
    assert [(frame.first, frame.bar > 0) for frame in box.frames] == [(0, False), (2, True)]
    check(pages_of(Callout("info", 3, words("Good to know"), (inner,))))


def test_a_title_keeps_with_the_start_of_its_callout() -> None:
    box = set_one(Callout("info", 3, words("Good to know"), (Paragraph(words(SENTENCE * 5)),)))
    assert [row.tied for row in box.rows[:4]] == [False, True, True, True]
    assert box.rows[-1].tied and box.is_whole


def test_a_heading_and_a_line_that_ends_in_a_colon_keep_what_follows() -> None:
    assert set_one(Heading(2, words("What helps"))).keeps_next
    assert set_one(Paragraph(words("You may feel: "))).keeps_next
    assert not set_one(Paragraph(words("You may feel it."))).keeps_next
    assert not set_one(Heading(1, words("Sciatica"))).keeps_next


def test_a_heading_inside_a_callout_keeps_what_follows() -> None:
    inside = (Paragraph(words("One.")), Heading(4, words("Two")), Paragraph(words(SENTENCE * 4)))
    box = set_one(Callout("info", 3, words("Good to know"), inside))
    heading = next(
        i for i, row in enumerate(box.rows)
        if any(p.owner >= 0 and box.elements[p.owner].tag == "H4" for p in row.pieces)
    )  # fmt: skip
    assert not box.rows[heading].tied and box.rows[heading + 1].tied


def test_a_table_header_is_its_scoped_first_row() -> None:
    block = KINDS["table"]
    box = set_one(block)
    assert box.header == 1, "after the caption"
    outline = tag_tree(pdf(Heading(2, words("x")), block))
    assert outline.count("TH Scope=Column") == 3
    assert outline.count("TH Scope=Row") == 2
    assert outline.count("TD") == 4, "also the empty cells that are left to write in"


def test_a_caption_header_and_first_row_stay_together() -> None:
    box = set_one(KINDS["table"])
    assert [row.tied for row in box.rows[:3]] == [False, True, True]


def test_a_table_to_write_in_has_lines_between_its_columns() -> None:
    cells = (words("Monday"), ())
    open_table = Table((), (words("Day"), words("Pain")), (cells, cells), (1, 1), row_lines=2.0)
    full = structs.replace(open_table, rows=((words("Monday"), words("none")),) * 2)
    grids = [
        set_one(table).rows[1].pieces[0].content.count(b" re f") for table in (open_table, full)
    ]
    assert grids == [4, 1]
    row = set_one(open_table).rows[1]
    assert row.bottom - row.top >= 2 * plain().body.leading


def test_a_long_table_repeats_its_header_and_is_read_once() -> None:
    rows = tuple((words(f"Day {n}"), words("rest")) for n in range(80))
    made = pages_of(Table(words("Plan"), (words("Day"), words("What to do")), rows, (1.0, 2.0)))
    data = check(made)
    with pikepdf.open(io.BytesIO(data)) as opened:
        pages = len(opened.pages)
    positions = page_text_positions(data)
    assert pages > 2
    assert positions.count("What to do") == pages
    assert tag_tree(data).count("Table\n") == 1


def test_a_short_list_stays_whole_and_a_long_one_may_be_parted() -> None:
    assert set_one(List("bullet", (words("x"),) * 4)).is_whole
    long = set_one(List("bullet", (words("x"),) * 5))
    assert not long.is_whole
    assert [row.tied for row in long.rows] == [False, True, False, False, True], "two and two"


def test_a_short_table_stays_whole() -> None:
    row = (words("x"), words("y"))
    short, long = (Table((), row, (row,) * n, (1.0, 1.0), False, 1.0) for n in (8, 9))
    assert set_one(short).is_whole and not set_one(long).is_whole


def test_columns_that_stand_one_under_the_other_are_not_cut_and_a_code_stays_with_its_words() -> (
    None
):
    site = tuple(Paragraph(words("A line of an address"), "line") for _ in range(6))
    code = QrCode("https://example.org", "A code", ())
    narrow = Columns((site, site, (Paragraph(words("Book")), Paragraph(words("Online"))), (code,)),
                     (1.0,) * 4)  # fmt: skip
    url = document(narrow, urls=("https://example.org",))
    parts = press(url, large(template(), 1.5)).parts
    box = max(set_boxes(parts), key=lambda one: len(one.rows))
    assert [index for index, row in enumerate(box.rows) if not row.tied] == [0, 6, 12]


def test_lines_for_notes_may_be_left_out_and_are_never_few() -> None:
    box = set_one(Blanks(words("My notes"), 8, least=4))
    assert (len(box.rows), box.spare) == (9, 5)
    assert not box.stretches and set_one(Blanks(words("My notes"), 8)).spare == 0


@pytest.mark.parametrize(
    ("kind", "numbering"),
    [("bullet", "Disc"), ("number", "Decimal"), ("tick-box", "Square"), ("do", "Disc")],
)
def test_lists_say_how_they_are_marked(kind: model.ListKind, numbering: str) -> None:
    data = pdf(Heading(2, words("x")), List(kind, (words("one"), words("two"))))
    assert f"L ListNumbering={numbering}" in tag_tree(data)


def test_marks_of_a_list_stand_before_the_words_they_mark() -> None:
    box = set_one(KINDS["numbers"])
    first = box.rows[0]
    mark, text = first.pieces
    assert [box.elements[piece.owner].tag for piece in (mark, text)] == ["Lbl", "LBody"]
    assert b" 1 0 0 1 0 -" in mark.content
    assert b" 1 0 0 1 21 -" in text.content


def test_words_beside_a_figure_stand_left_of_it_where_there_is_room() -> None:
    block = KINDS["beside"]
    wide = page_text_positions(pdf(Heading(2, words("x")), block, pictures=(BIRD_PICTURE,)))
    caption = next(line for line in wide.splitlines() if "A bird, drawn." in line)
    assert float(caption.split()[0]) > 300.0
    box = set_one(block, 250.0)
    assert len(box.rows) > 4, "one under the other"


def test_columns_stand_side_by_side_where_there_is_room() -> None:
    assert len(set_one(KINDS["columns"]).rows) == 1
    assert len(set_one(KINDS["columns"], 200.0).rows) == 3


def test_a_panel_has_two_columns_where_there_is_room() -> None:
    def rows(width: float) -> int:
        return len([row for row in set_one(KINDS["panel"], width).rows if row.pieces])

    assert (rows(450.0), rows(200.0)) == (2, 3)


def test_a_figure_grows_with_the_type_to_the_columns_width_at_most() -> None:
    def width(block: model.Figure, times: float) -> float:
        look = setting(
            large(template(), times), "#0b5e6f", open_faces(FACES), "en", plain().images, 700.0
        )
        element = next(e for e in set_block(block, look, 400.0).elements if e.tag == "Figure")
        assert element.area
        return element.area[2] - element.area[0]

    assert width(BIRD_FIGURE, 1.0) == pytest.approx(150.0 * 12 / 12.5)
    assert width(BIRD_FIGURE, 1.5) == pytest.approx(150.0 * 18 / 12.5)
    assert width(structs.replace(BIRD_FIGURE, width=900.0), 1.0) == pytest.approx(400.0)


def test_lines_to_write_on_are_ruled_across_the_width() -> None:
    box = set_one(Blanks(words("My notes"), 4))
    rules = [row for row in box.rows if b" re f" in row.pieces[0].content]
    assert len(rules) == 4
    assert all(b" 450 0.6 re f" in row.pieces[0].content for row in rules)
    assert box.is_whole and box.stretches
    assert not set_one(Blanks(words("Name"), 1)).stretches


def test_a_letterhead_leaves_its_paper_white() -> None:
    box = set_one(Banner("bird", "The bird", 30.0, "Riverside", "x", space=90.0))
    assert box.height == 90.0 and not box.elements and not box.rows[0].pieces


def test_a_banner_gives_the_logo_the_height_it_asks_for() -> None:
    box = set_one(Banner("bird", "The bird", 30.0, "Riverside", "From the ground up"))
    figure = next(e for e in box.elements if e.tag == "Figure")
    assert figure.area == pytest.approx((0.0, -30.0, 50.0, 0.0))
    wide = set_one(Banner("bird", "The bird", 300.0, "Riverside", ""))
    figure = next(e for e in wide.elements if e.tag == "Figure")
    assert figure.area and figure.area[2] == pytest.approx(0.4 * 450.0)


def test_a_code_without_a_caption_has_none() -> None:
    check(pages_of(QrCode(URL, "A code", (), 80.0)))
    assert [e.tag for e in set_one(QrCode(URL, "A code", ())).elements] == ["Figure"]


def test_what_is_kept_together_is_on_one_page() -> None:
    filler = Paragraph(words(SENTENCE * 35))
    kept = Keep((Heading(3, words("Kept")), *[Paragraph(words(SENTENCE))] * 6))
    data = check(pages_of(filler, kept))
    assert "Kept" in page_text_positions(data).split("page 2")[1]
    assert all(row.tied for row in set_one(kept).rows[1:])


def test_conditions_are_answered_wherever_they_stand() -> None:
    extra = When(0, (Paragraph(words("For the left leg.")),))
    given = Insert(0, (Paragraph(words("Nothing was said.")),))
    inside = Callout(
        "info", 3, words("Note"), (extra, given, Columns(((extra,), (given,)), (1, 1)))
    )
    made = pages_of(extra, inside, given)
    for shown in (True, False):
        for blocks in (None, (), (Paragraph(words("We found nothing.")),)):
            check(made, Fill(shown=(shown,), blocks=(blocks,)))


def test_fields_are_filled_wherever_words_stand() -> None:
    field = (Field(0),)
    pair = (words("Name:"), field)
    blocks: tuple[Block, ...] = (
        Heading(2, field),
        Paragraph(field),
        List("tick-box", (field,)),
        model.DoDont(3, field, (field,), field, (field,)),
        Callout("info", 3, field, (Paragraph(field),)),
        Table(field, (field, field), ((field, field),), (1.0, 1.0)),
        structs.replace(BIRD_FIGURE, caption=field),
        Beside(BIRD_FIGURE, (Paragraph(field),)),
        Blanks(field, 1),
        model.Exercise(3, field, "", "", (pair,), (field,), field, (pair,)),
        model.Diary(field, field, (field,), (model.DiaryRow(field),)),
        Panel((pair,)),
        Columns(((Paragraph(field),), (Paragraph(field),)), (1.0, 1.0)),
        QrCode(URL, "A code", field),
        Keep((Paragraph(field),)),
    )
    assert all(map(has_slot, blocks))
    made = pages_of(*blocks)
    data = check(made, Fill(texts=("Jo <b>&amp; (x)\\",)))
    assert str(text_from_tree(data)).count("Jo <b>&amp; (x)") == 31
    blank = print_leaflet(press(made), Fill(texts=(None,)), MADE)
    assert ("P", "Name: ") in text_from_tree(blank.pdf)


def test_nothing_fixed_is_left_for_the_printing() -> None:
    fixed = [block for block in KINDS.values() if not isinstance(block, model.Exercises)]
    assert not any(map(has_slot, fixed))
    assert has_slot(Contents((), "page {page}"))
    assert has_slot(KINDS["exercises"]), "their order is the visit's"


def test_strong_and_foreign_words_stay_in_one_paragraph() -> None:
    spans = (Run("Say "), Run("goede", strong=True, language="nl"), Run(" morgen", language="nl"))
    outline = tag_tree(pdf(Heading(2, words("x")), Paragraph(spans)))
    assert outline.count('Span lang="nl"') == 2
    assert 'P "Say goede morgen"' in outline


@pytest.mark.parametrize("text", [None, ""])
def test_cells_and_items_stand_although_the_visit_gives_no_words(text: str | None) -> None:
    """A cell with nothing but a blank once was no cell, and its row was short."""
    field = (Field(0),)
    made = pages_of(
        Table((), (words("a"), field), ((words("x"), field), (field, words("y"))), (1.0, 1.0)),
        List("number", (field, words("x"))),
        Panel(((words("Name:"), field),)),
        Paragraph(field),
    )
    fill = Fill(texts=(text,))
    data = print_leaflet(press(made), fill, MADE).pdf
    assert structure_problems(data) == []
    outline = tag_tree(data)
    assert (outline.count("TH "), outline.count("TD")) == (4, 2)


def test_a_table_of_blanks_still_has_a_header() -> None:
    box = set_one(Table((), ((Field(0),), (Field(0),)), (((), ()),), (1.0, 1.0)))
    assert box.header == 0
