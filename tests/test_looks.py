"""Looks that are folded, in columns, or of exercises only: what stands where, and in what order."""

import io
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pytest

from handout.build import Leaflet, Order, leaflet
from handout.document import Block, Break, Callout, Heading, Paragraph, Run
from handout.errors import HandoutError
from handout.library import Library
from handout.model.template import Frame, Furniture, Imposition, Margins, Page, Template
from handout.pages.imposition import folds, page_size, stands
from handout.pages.sheet import sheet_marks, text_areas
from referee import block_texts, qpdf_check, structure_problems, text_from_tree, verapdf
from referee.tree import loaded
from sheets import ROOT, document, press, printed, template
from shipped import handed, visit
from workspaces import run

WIDTH, HEIGHT = 841.89, 595.28
"""Landscape A4."""
TODAY = date(2026, 11, 23)
GOOD = {
    "booklet": ("sciatica", "exercises-feet"),
    "compact": ("sciatica", "shockwave-therapy"),
    "trifold": ("laser-therapy", "weight-and-activity"),
    "exercise-sheet": ("exercises-back", "low-back-pain"),
}
"""Topics that suit a look."""


def folded(imposition: Imposition, **changes: Any) -> Template:
    """The plain look on folded paper."""
    page = Page(
        "A4", Margins(40.0, 30.0, 50.0, 30.0), landscape=True, imposition=imposition, marks="fold",
        **changes,
    )  # fmt: skip
    return template(page=page, furniture=Furniture(footer=imposition == "booklet"))


def leaves(count: int, back: bool = False) -> tuple[Block, ...]:
    """A line on each of so many pages."""
    blocks: list[Block] = []
    for number in range(1, count + 1):
        if number > 1:
            blocks.append(Break("back") if back and number == count else Break())
        blocks.append(line(f"Leaf {number}."))
    return tuple(blocks)


def line(text: str) -> Paragraph:
    """A line of body without white space."""
    return Paragraph((Run(text),), "line")


def standing(pdf: bytes, pattern: str, across: int) -> list[list[list[str]]]:
    """For each side, for each part of its width, what matches among its words."""
    sides = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        parts = []
        for index in range(across):
            left = width * index / across
            said = text.get_text_bounded(left, 0, left + width / across, height)
            parts.append(re.findall(pattern, said))
        sides.append(parts)
    document.close()
    return sides


@pytest.mark.parametrize(
    ("count", "sides"),
    [
        (4, [(4, 1), (2, 3)]),
        (6, [(0, 1), (2, 0), (6, 3), (4, 5)]),
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
        (12, [(12, 1), (2, 11), (10, 3), (4, 9), (8, 5), (6, 7)]),
    ],
)
def test_pages_of_a_booklet_stand_where_folding_brings_them(
    count: int, sides: list[tuple[int, int]]
) -> None:
    made = printed(document(*leaves(count)), folded("booklet"))
    assert made.pages == len(sides)
    wanted = [[[f"Leaf {number}."] if number else [] for number in side] for side in sides]
    assert standing(made.pdf, r"Leaf \d+\.", 2) == wanted
    read = [text for _, text in text_from_tree(made.pdf) if text.startswith("Leaf")]
    assert read == [f"Leaf {number}." for number in range(1, count + 1)]


def test_pages_of_a_booklet_are_numbered_as_pages_not_as_sides() -> None:
    made = printed(document(*leaves(8)), folded("booklet"))
    numbers = standing(made.pdf, r"Page \d+ of \d+", 2)
    pages = [(8, 1), (2, 7), (6, 3), (4, 5)]
    assert numbers == [[[f"Page {n} of 8"] for n in side] for side in pages]
    with loaded(made.pdf) as taken:
        for page in taken.pages:
            starts = [run.start[0] for run in page.runs if run.artifact and run.text.strip()]
            assert min(starts) == pytest.approx(30.0, abs=1)  # even pages: at the outer edge
            assert max(starts) > WIDTH - 110


def test_what_closes_a_booklet_stands_on_its_back_with_blank_pages_before_it() -> None:
    made = printed(document(*leaves(6, back=True)), folded("booklet"))
    assert standing(made.pdf, r"Leaf \d+\.", 2) == [
        [["Leaf 6."], ["Leaf 1."]],
        [["Leaf 2."], []],
        [[], ["Leaf 3."]],
        [["Leaf 4."], ["Leaf 5."]],
    ]


@pytest.mark.parametrize(
    "topics",
    [
        ("sciatica",),
        ("footwear",),
        ("exercises-back",),
        ("your-visit",),
        ("new-patient-heel-pain",),
    ],
)
def test_a_booklet_has_one_page_of_notes_at_most_and_no_empty_page(topics: tuple[str, ...]) -> None:
    """Two or three pages were of bare lines, or empty."""
    done = leaflet(Order(topics, "booklet"), None, Library((ROOT,)), TODAY)
    halves = [half for side in standing(done.pdf, r"[A-Za-z]{3,}", 2) for half in side]
    assert len(halves) == 2 * done.pages and len(halves) % 4 == 0
    few = [half for half in halves if len(half) <= 5]
    assert few in ([], [["notes", "and", "questions", "Page"]])


def test_the_weeks_of_a_booklets_diary_are_in_one_piece() -> None:
    pdf = made("exercises-feet", "booklet").pdf
    with loaded(pdf) as taken:
        diaries = [
            one for one in taken.walk() if one.kind == "Table" and len(list(one.walk())) > 90
        ]
        pages = [{mark.page for cell in one.walk() for mark in cell.marks()} for one in diaries]
    assert len(pages) == 2 and all(len(one) == 1 for one in pages)


def test_panels_stand_in_the_order_of_the_fold_and_are_read_as_the_leaflet_opens() -> None:
    made = printed(document(*leaves(6)), folded("trifold"))
    assert made.pages == 2
    assert standing(made.pdf, r"Leaf \d\.", 3) == [
        [["Leaf 5."], ["Leaf 6."], ["Leaf 1."]],  # outside: folded in, back, front
        [["Leaf 2."], ["Leaf 3."], ["Leaf 4."]],
    ]
    read = [text for _, text in text_from_tree(made.pdf) if text.startswith("Leaf")]
    assert read == [f"Leaf {number}." for number in range(1, 7)]


def test_a_paragraph_over_two_sides_of_the_paper_is_read_in_one_piece() -> None:
    long = " ".join(f"w{number}" for number in range(600))
    made = printed(document(Paragraph((Run(long),))), folded("trifold"))
    (read,) = [text for kind, text in text_from_tree(made.pdf) if kind == "P"]
    assert read == long
    with loaded(made.pdf) as taken:
        (paragraph,) = [elem for elem in taken.walk() if elem.kind == "P"]
        assert [mark.page for mark in paragraph.marks()][:2] == [1, 2]  # the front, then inside
    assert structure_problems(made.pdf) == []


@pytest.mark.parametrize("imposition", ["booklet", "trifold"])
def test_margins_are_equal_on_both_sides_of_a_fold(imposition: Imposition) -> None:
    look, sheet = folded(imposition), (WIDTH, HEIGHT)
    width = page_size(look, sheet)[0]
    (area,) = text_areas(look, page_size(look, sheet))
    for side in (0, 1):
        edges = sorted(one.x for one in stands(look, 12, sheet) if one.side == side)
        for fold, left, right in zip(folds(look, sheet, side), edges, edges[1:], strict=False):
            before = fold - (left + width - 30.0)
            after = right + 30.0 - fold
            assert before == pytest.approx(after, abs=1.5)  # one panel is folded in: narrower
            assert area.width == pytest.approx(width - 60.0)


def test_the_panel_that_is_folded_in_is_narrower() -> None:
    look = folded("trifold")
    first, second = folds(look, (WIDTH, HEIGHT), 0)
    assert 2.0 < (second - first) - first < 9.0
    inside = folds(look, (WIDTH, HEIGHT), 1)
    assert inside == pytest.approx((WIDTH - second, WIDTH - first))


@pytest.mark.parametrize("name", ["trifold", "booklet"])
def test_fold_marks_stand_outside_the_words(name: str) -> None:
    look = Library((ROOT,)).template(name)
    margins = look.page.margins
    with loaded(made(GOOD[name][0], name).pdf) as taken:
        looked = 0
        for side, page in enumerate(taken.pages):
            drawn = sheet_marks(look, (WIDTH, HEIGHT), side).decode()
            marks = [tuple(map(float, one)) for one in re.findall(_LINE, drawn)]
            assert len(marks) == 2 * len(folds(look, (WIDTH, HEIGHT), side))
            for x, y0, _, y1 in marks:
                low, high = sorted((y0, y1))
                assert high < margins.bottom or low > HEIGHT - margins.top
                assert low > 14.0 and high < HEIGHT - 14.0  # where printers reach
                looked += len(page.runs)
                assert all(abs(run.start[0] - x) > 12.0 for run in page.runs if run.text.strip())
    assert looked > 100


_LINE = r"([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l S"


def test_a_look_without_folds_has_no_marks() -> None:
    assert sheet_marks(template(), (WIDTH, HEIGHT), 0) == b""
    plain = folded("none")
    assert sheet_marks(plain, (WIDTH, HEIGHT), 0) == b""


def test_words_that_do_not_fit_the_paper_are_a_problem_that_counts_their_lines() -> None:
    look = folded("trifold", sheets=1)
    (area,) = text_areas(look, page_size(look, (WIDTH, HEIGHT)))
    full = int(area.height / (12.0 * 1.4))
    fits = document(Break(), *(line("Word.") for _ in range(5 * full)))
    assert printed(fits, look).problems == ()
    over = document(Break(), *(line("Word.") for _ in range(5 * full + 7)))
    (problem,) = printed(over, look).problems
    assert problem.severity == "error"
    assert problem.message == (
        "these words and all after them do not fit the look 'Plain': 7 lines are over"
    )
    back = document(
        Break(), *(line("Word.") for _ in range(4 * full + 3)), Break("back"), line("B")
    )
    (problem,) = printed(back, look).problems
    assert problem.message.endswith("'Plain': 3 lines are over")
    assert printed(over, folded("trifold")).problems == ()  # as many sheets as it needs
    assert printed(over, folded("trifold")).pages == 4


def test_white_space_is_drawn_in_before_words_are_over() -> None:
    look = folded("trifold", sheets=1)
    (area,) = text_areas(look, page_size(look, (WIDTH, HEIGHT)))
    count = int(5 * area.height / (12.0 * 1.4 + 7.0)) + 6
    blocks = (Paragraph((Run("Word."),)) for _ in range(count))
    assert printed(document(Break(), *blocks), look).problems == ()


@pytest.mark.parametrize("is_upright", [True, False])
def test_folded_paper_lies_across_and_has_no_frames(is_upright: bool) -> None:
    frames = () if is_upright else (Frame(0.0, 0.0, 200.0, 300.0),)
    page = Page(
        "A4", Margins(40.0, 30.0, 50.0, 30.0), landscape=not is_upright, imposition="trifold",
        frames=frames,
    )  # fmt: skip
    with pytest.raises(HandoutError) as caught:
        press(document(line("Word.")), template(page=page))
    said = "its paper is upright" if is_upright else "has frames"
    assert (
        f"the look 'Plain' is folded as a trifold, but {said}" in caught.value.problems[0].message
    )


def test_bookmarks_point_at_the_half_of_the_side_that_the_page_stands_on() -> None:
    heads = [
        block
        for number in range(2, 9)
        for block in (Break(), Heading(2, (Run(f"Part {number}"),)), line("Word."))
    ]
    made = printed(document(*heads), folded("booklet"))
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        first: Any = opened.Root.Outlines.First
        sides = [page.obj.objgen for page in opened.pages]
        found, mark = [], first.First
        while mark is not None:
            target, _, left, _, _ = mark.Dest
            found.append((sides.index(target.objgen), float(left)))
            mark = mark.get("/Next")
    half = WIDTH / 2
    wanted = [(1, 0), (2, half), (3, 0), (3, half), (2, 0), (1, half), (0, 0)]
    assert [side for side, _ in found] == [side for side, _ in wanted]
    assert [left for _, left in found] == pytest.approx([left for _, left in wanted], abs=0.01)


def in_columns() -> Template:
    """The plain look in two columns."""
    return template(page=Page("A4", Margins(40.0, 40.0, 60.0, 40.0), columns=2, gutter=20.0))


def test_an_opening_stands_over_the_columns_which_end_equally_low() -> None:
    made = printed(
        document(line("Over all. " * 6), Break("columns"), *(line(f"{n} a.") for n in range(30))),
        in_columns(),
    )
    right = text_areas(in_columns(), (HEIGHT, WIDTH))[1].x
    with loaded(made.pdf) as taken:
        runs = [run for run in taken.pages[0].runs if run.text.strip() and not run.artifact]
    starts = [
        {run.start[1] for run in runs if run.start[0] == pytest.approx(x)} for x in (40, right)
    ]
    left, second = (sorted(found, reverse=True) for found in starts)
    assert len(left) == 2 + 15 and len(second) == 15  # the title and what stands over both
    assert left[2:] == pytest.approx(second)
    assert structure_problems(made.pdf) == []


def test_boxes_are_not_cut_to_make_columns_equal() -> None:
    box = Callout("info", 2, (Run("Box"),), tuple(line(f"b{n}") for n in range(8)))
    made = printed(document(Break("columns"), line("a"), box), in_columns())
    (columns,) = standing(made.pdf, r"b\d", 2)
    assert sorted(map(len, columns)) == [0, 8]


@cache
def made(topic: str, look: str, visitor: str = "") -> Leaflet:
    """A topic of the library in a look."""
    order = Order(tuple(topic.split()), look)
    return leaflet(order, visit(visitor) if visitor else None, Library((ROOT,)), TODAY)


@pytest.mark.parametrize("look", GOOD)
@pytest.mark.parametrize("visitor", ["", "jo"])
def test_a_topic_that_suits_a_look_is_whole_and_well_tagged(
    look: str, visitor: str, tmp_path: Path
) -> None:
    for topic in GOOD[look]:
        done = made(topic, look, visitor)
        assert done.problems == ()
        assert structure_problems(done.pdf) == []
        path = tmp_path / f"{topic}.pdf"
        path.write_bytes(done.pdf)
        assert qpdf_check(path) == []
        order = Order((topic,), look)
        again = leaflet(order, visit(visitor) if visitor else None, Library((ROOT,)), TODAY)
        assert again.pdf == done.pdf


@pytest.mark.parametrize("look", GOOD)
def test_the_rules_of_the_page_are_silent(look: str) -> None:
    for topic in GOOD[look]:
        result = run("check", topic, "--template", look, "--select", "PRINT", "--select", "PAGE")
        assert result.exit_code == 0
        assert "warning" not in result.output


def test_a_folded_leaflet_opens_with_the_warning_signs_and_ends_with_how_to_reach_us() -> None:
    done = made("laser-therapy", "trifold")
    assert done.pages == 2
    (outside, inside) = standing(
        done.pdf, "How to reach us|When should I get help|Laser therapy for", 3
    )
    assert outside == [[], ["How to reach us"], ["Laser therapy for"]]
    assert inside[0] == ["When should I get help"]
    said = [text for _, text in block_texts(done.pdf)]
    places = [
        next(index for index, text in enumerate(said) if text.startswith(start))
        for start in (
            "Laser therapy for",
            "When should I get help",
            "What is laser",
            "How to reach",
        )
    ]
    assert places == sorted(places)
    assert any(text.startswith("Published") for text in said[-2:])


def test_words_that_fit_no_six_panels_are_told_by_their_lines() -> None:
    for topic in ("exercises-back", "exercises-feet", "exercises-sciatica"):
        over = [p for p in made(topic, "trifold").problems if "do not fit" in p.message]
        assert len(over) == 1
        assert re.search(r": \d+ lines are over$", over[0].message)


def test_what_closes_a_leaflet_stands_over_the_columns_of_its_last_page() -> None:
    closing = (Break("back"), line("Over all. " * 6))
    right = text_areas(in_columns(), (HEIGHT, WIDTH))[1].x
    for count, pages in ((30, 1), (82, 1), (84, 2)):
        lines = (line(f"{n} a.") for n in range(count))
        done = printed(document(Break("columns"), *lines, *closing), in_columns())
        assert (done.pages, done.problems) == (pages, ())
        with loaded(done.pdf) as taken:
            runs = [run for run in taken.pages[-1].runs if run.text.strip() and not run.artifact]
        lowest = min(run.start[1] for run in runs)
        across = [run.start[0] for run in runs if run.start[1] == lowest]
        assert min(across) == pytest.approx(40)
        assert max(across) > right  # words in one column end before it
        assert structure_problems(done.pdf) == []


def test_an_exercise_sheet_has_one_or_two_on_each_side_and_when_to_stop() -> None:
    done = made("exercises-back", "exercise-sheet")
    texts = block_texts(done.pdf)
    starts = sum(text.startswith("How to start:") for _, text in texts)
    assert starts >= 8
    cover, *sides = (len(found) for (found,) in standing(done.pdf, "How to start:", 1))
    assert (cover, sum(sides)) == (0, starts)
    assert set(sides) == {1, 2} and sides.count(2) > sides.count(1)
    halves = [[len(found) for found in side] for side in standing(done.pdf, "How to start:", 2)]
    pairs = [found for found, count in zip(halves[1:], sides, strict=True) if count == 2]
    assert pairs == [[1, 1]] * sides.count(2)  # beside each other
    said = [text for _, text in texts]
    assert any(text.startswith("Any of these? Call 999") for text in said)
    assert any(text.startswith("Name:") for text in said)
    assert not any(text.startswith("My exercise diary") for text in said)


def test_the_exercise_sheets_of_a_pack_have_its_title_and_the_topics_with_exercises() -> None:
    """Titles and messages of all topics stood one over the other."""
    done = leaflet(
        Order(("new-patient-heel-pain",), "exercise-sheet"), None, Library((ROOT,)), TODAY
    )
    texts = block_texts(done.pdf)
    assert [text for kind, text in texts if kind == "H1"] == ["New patient: heel pain"]
    titles = [text for kind, text in texts if kind == "H2" and "?" not in text]
    assert titles == ["Heel pain (plantar fasciitis)", "Exercises for your feet and calves"]
    said = [text for _, text in texts]
    assert not any(text.startswith("Stretch your foot and calf") for text in said)
    assert sum(text == "Heel and arch stretch" for text in said) == 1
    assert "Heel and arch stretch: see page 2." in said
    last = [" ".join(side[0]) for side in standing(done.pdf, r"[^\r\n]+", 1)]
    assert not any(re.search(r"a day\.\s+new-patient|a day\.\s+New patient", text) for text in last)


def test_a_topic_without_exercises_has_no_exercise_sheet() -> None:
    with pytest.raises(HandoutError) as caught:
        made("footwear", "exercise-sheet")
    (problem,) = caught.value.problems
    assert problem.message == (
        "the look 'Exercise sheet' prints exercises, and there are none in footwear"
    )
    assert problem.place


@pytest.mark.conformance
@pytest.mark.slow
def test_every_look_passes_verapdf(tmp_path: Path) -> None:
    paths = []
    for look, topics in GOOD.items():
        for topic in topics:
            for visitor in ("", "full"):
                path = tmp_path / f"{look}-{topic}-{visitor}.pdf"
                path.write_bytes(made(topic, look, visitor).pdf)
                paths.append(path)
    verdicts = verapdf(paths, ("ua1", "2a"))
    assert len(verdicts) == len(paths) == 16
    assert {path.stem: found for path, found in verdicts.items() if found} == {}


@pytest.mark.parametrize("name", ["exercises-back", "exercises-sciatica", "new-patient-sciatica"])
def test_no_page_in_columns_is_blank(name: str) -> None:
    """A tall diary once left one, so that what closes the leaflet had room under it."""
    pages = pypdfium2.PdfDocument(handed(name, "compact").pdf)
    footer = 150
    assert min(page.get_textpage().count_chars() for page in pages) > footer
