"""The diary: a week as a tagged table, with boxes to tick and room to write."""

import re

import pytest
from msgspec import structs

from conftest import Golden
from handout.document import Diary, DiaryRow, Field, Fill, Heading, Paragraph
from handout.model.template import Template
from handout.pages.blocks import set_block
from handout.pages.box import Box
from handout.pages.fonts import open_faces
from handout.pages.setting import Setting, setting
from referee import page_text_positions, structure_problems, tag_tree, text_from_tree
from sheets import (
    FACES,
    SENTENCE,
    document,
    document_texts,
    large,
    printed,
    template,
    words,
)

DAYS = ("Sat 21 Nov", "Sun 22 Nov", "Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov", "Thu 26 Nov",
        "Fri 27 Nov")  # fmt: skip
WEEK = Diary(
    words("Week 1"),
    words("Exercise"),
    tuple(map(words, DAYS)),
    (
        DiaryRow(words("Pelvic tilt"), 1),
        DiaryRow(words("Knee to chest, lying on your back"), 3),
        DiaryRow(words("Bridge"), 4),
        DiaryRow(words("Pain, 0 to 10")),
        DiaryRow(words("Notes")),
    ),
)


def plain(times: float = 1.0) -> Setting:
    """The plain look."""
    look = template() if times == 1.0 else large(template(), times)
    return setting(look, "#0b5e6f", open_faces(FACES), "en-GB", {}, 700.0)


def set_one(block: Diary, width: float = 451.0, times: float = 1.0) -> Box:
    """A diary set by itself."""
    return set_block(block, plain(times), width)


def pdf(block: Diary, look: Template | None = None) -> bytes:
    """The file of a diary under a heading, found to be tagged well."""
    done = printed(document(Heading(2, words("Keep a diary")), block), look)
    assert done.problems == ()
    assert structure_problems(done.pdf) == []
    return done.pdf


_SQUARE = re.compile(rb"(\S+) (\S+) (\S+) (\S+) re")


def squares(box: Box) -> list[list[tuple[float, ...]]]:
    """The boxes to tick, cell by cell: left, bottom, width and height."""
    return [
        [
            tuple(map(float, found))
            for found in re.findall(rb"(\S+) (\S+) (\S+) (\S+) re", piece.content)
        ]
        for row in box.rows
        for piece in row.pieces
        if piece.content.endswith(b" S") and b" re" in piece.content
    ]


def test_a_week_is_one_table_with_its_headers(golden: Golden) -> None:
    data = pdf(WEEK)
    outline = tag_tree(data)
    assert (outline.count("TH Scope=Column"), outline.count("TH Scope=Row")) == (8, 5)
    assert outline.count("TD") == 7 * 5
    golden("diary-tags", outline)
    golden("diary-positions", page_text_positions(data))


def test_a_week_reads_as_the_document_says() -> None:
    made = document(Heading(2, words("Keep a diary")), WEEK)
    assert text_from_tree(printed(made).pdf) == document_texts(made)


def test_every_cell_has_its_boxes_in_its_middle() -> None:
    box = set_one(WEEK)
    cells = squares(box)
    assert [len(cell) for cell in cells] == [1] * 7 + [3] * 7 + [4] * 7
    side = 9.1 * 12 / 12.5
    assert all(one[2:] == pytest.approx((side, side), abs=0.01) for cell in cells for one in cell)
    header = box.rows[box.header]
    lines = re.findall(rb"(\S+) \S+ 0.6 \S+ re", header.pieces[0].content)
    edges = [float(line) for line in lines]
    for index, cell in enumerate(cells):
        left, right = edges[1 + index % 7], edges[2 + index % 7]
        middle = (min(one[0] for one in cell) + max(one[0] + one[2] for one in cell)) / 2
        assert middle == pytest.approx((left + right) / 2, abs=0.5)
        assert left < min(one[0] for one in cell)
        assert max(one[0] + one[2] for one in cell) < right


def test_four_boxes_stand_two_by_two_where_the_column_is_narrow() -> None:
    narrow, wide = squares(set_one(WEEK))[-1], squares(set_one(WEEK, 720.0))[-1]
    assert len({one[1] for one in narrow}) == len({one[0] for one in narrow}) == 2
    assert len({one[1] for one in wide}) == 1


def test_there_is_room_to_write() -> None:
    box = set_one(WEEK)
    pain, notes = box.rows[-2:]
    millimetre = 72 / 25.4
    assert 8.99 * millimetre <= pain.bottom - pain.top < 10 * millimetre
    assert notes.bottom - notes.top == pytest.approx(14 * millimetre, abs=0.1)


def test_all_days_have_as_many_lines() -> None:
    """One day that fitted once stood on one line among others on two."""
    box = set_one(WEEK)
    header = box.rows[box.header]
    shown = [piece for piece in header.pieces if b" BT " in piece.content]
    assert len(shown) == 1 + 2 * 7
    short = structs.replace(WEEK, days=tuple(words(day[:3]) for day in DAYS))
    header = set_one(short).rows[1]
    assert len([piece for piece in header.pieces if b" BT " in piece.content]) == 8


def test_in_large_print_the_week_is_cut_into_tables_of_fewer_days() -> None:
    data = pdf(WEEK, large(template(), 1.5))
    outline = tag_tree(data)
    assert outline.count("Table\n") == 2
    heads = [text for kind, text in text_from_tree(data) if kind == "TH"]
    labels = [said(row) for row in WEEK.rows]
    assert heads == ["Exercise", *DAYS[:4], *labels, "Exercise", *DAYS[4:], *labels]
    assert outline.count("Caption") == 1


def said(row: DiaryRow) -> str:
    """The label of a row."""
    return "".join(getattr(span, "text", "") for span in row.label)


@pytest.mark.parametrize(("columns", "times"), [(2, 1.0), (1, 1.6), (2, 1.5), (3, 1.0)])
def test_a_diary_fits_narrow_columns(columns: int, times: float) -> None:
    look = large(template(), times)
    data = pdf(WEEK, structs.replace(look, page=structs.replace(look.page, columns=columns)))
    heads = [text for kind, text in text_from_tree(data) if kind == "TH"]
    assert [head for head in heads if head in DAYS] == list(DAYS)


def test_a_diary_too_narrow_for_its_days_is_told() -> None:
    box = set_one(WEEK, 90.0)
    assert "the diary is too narrow" in box.problems[0].message


def test_a_diary_stays_on_one_page() -> None:
    box = set_one(WEEK)
    assert box.is_whole
    filler = Paragraph(words(SENTENCE * 38))
    done = printed(document(filler, Heading(2, words("Keep a diary")), WEEK))
    first, second = page_text_positions(done.pdf).split("\npage ")
    assert "Keep a diary" in second and "Pelvic tilt" in second and "Exercise" not in first


def test_a_long_diary_repeats_its_days_on_each_page() -> None:
    rows = tuple(DiaryRow(words(f"Exercise number {n}"), 2) for n in range(60))
    long = structs.replace(WEEK, rows=(*rows, *WEEK.rows))
    done = printed(document(Heading(2, words("Keep a diary")), long))
    assert done.problems == () and done.pages > 2
    assert page_text_positions(done.pdf).count("24 Nov") == done.pages
    assert tag_tree(done.pdf).count("Table\n") == 1


def test_the_visits_words_stand_in_a_diary() -> None:
    field = (Field(0),)
    made = document(Heading(2, words("x")), structs.replace(WEEK, caption=field, corner=field))
    done = printed(made, fill=Fill(texts=("Jo",)))
    assert structure_problems(done.pdf) == []
    assert text_from_tree(done.pdf) == document_texts(made, Fill(texts=("Jo",)))
    assert structure_problems(printed(made, fill=Fill(texts=(None,))).pdf) == []
