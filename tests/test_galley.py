"""Boxes become pages: what may be parted, what stays together, and that nothing is lost."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from handout.errors import Place
from handout.pages.box import Box, Mark, Row
from handout.pages.galley import paginate
from handout.pages.placing import Area, Galley, Placed

PAGE = (Area(50.0, 750.0, 400.0, 700.0),)
COLUMNS = (Area(50.0, 750.0, 190.0, 700.0), Area(260.0, 750.0, 190.0, 700.0))
PLACE = Place("handouts/sciatica.yaml", 12, 3)


def box(*heights: float, tied: Sequence[int] = (), **fields: Any) -> Box:
    """A box of rows this high, one under the other; `tied` are the rows tied to the one above."""
    rows, top = [], 0.0
    for index, height in enumerate(heights):
        rows.append(Row(top, top + height, (), index in tied))
        top += height
    return Box(tuple(rows), (), **fields)


def shown(galley: Galley) -> list[list[tuple[int, int, int]]]:
    """For each page, the (box, first row, last row) of everything on it."""
    return [[(p.number, p.first, p.last) for p in page] for page in galley.pages]


def edges(placed: Placed) -> tuple[float, float]:
    """Top and bottom of what was placed, from the page's bottom."""
    rows = placed.box.rows
    return placed.y - rows[placed.first].top, placed.y - rows[placed.last - 1].bottom


def test_boxes_stand_one_under_the_other_with_the_larger_white_space_between() -> None:
    galley = paginate([box(100.0, after=20.0), box(50.0, before=8.0), box(10.0, before=5.0)], PAGE)
    assert [edges(placed) for placed in galley.pages[0]] == [
        (750.0, 650.0),
        (630.0, 580.0),
        (575.0, 565.0),
    ]
    assert galley.problems == ()
    assert galley.room_left == 515.0


def test_white_space_is_dropped_at_the_top_of_a_page() -> None:
    galley = paginate([box(690.0, before=30.0, after=30.0), box(600.0, before=30.0)], PAGE)
    assert shown(galley) == [[(0, 0, 1)], [(1, 0, 1)]]
    assert edges(galley.pages[0][0])[0] == edges(galley.pages[1][0])[0] == 750.0


def test_what_fits_to_the_point_stays_on_the_page() -> None:
    assert len(paginate([box(350.0), box(350.0)], PAGE).pages) == 1
    assert len(paginate([box(350.0), box(350.1), box(300.0)], PAGE).pages) == 2


def test_a_paragraph_is_parted_where_the_page_ends() -> None:
    galley = paginate([box(*[100.0] * 12)], PAGE)
    assert shown(galley) == [[(0, 0, 7)], [(0, 7, 12)]]
    assert edges(galley.pages[1][0]) == (750.0, 250.0)


def test_tied_rows_go_to_the_next_page_together() -> None:
    galley = paginate([box(*[100.0] * 12, tied=(5, 6, 7))], PAGE)
    assert shown(galley) == [[(0, 0, 4)], [(0, 4, 11)], [(0, 11, 12)]]


def test_a_table_row_may_fill_a_page_and_no_more() -> None:
    fits = paginate([box(100.0, 700.0, 100.0)], PAGE)
    assert fits.problems == ()
    assert shown(fits) == [[(0, 0, 1)], [(0, 1, 2)], [(0, 2, 3)]]


def test_what_is_taller_than_a_page_is_said_with_its_place() -> None:
    galley = paginate([box(50.0), box(100.0, 400.0, 300.0, 10.0, tied=(1, 2), place=PLACE)], PAGE)
    (problem,) = galley.problems
    assert problem.place == PLACE
    assert problem.message == "this takes 800 points of height and a page has 700, so it is parted"
    assert problem.severity == "warning"
    assert [found for page in shown(galley) for found in page] == [(0, 0, 1), (1, 0, 2), (1, 2, 4)]


def test_what_no_page_can_hold_is_an_error() -> None:
    (problem,) = paginate([box(50.0), box(800.0, place=PLACE)], PAGE).problems
    assert problem.place == PLACE
    assert problem.message == "this takes 800 points of height and a page has 700"
    assert problem.severity == "error"


def test_what_stays_whole_must_fit_its_panel() -> None:
    panel = (Area(50.0, 700.0, 200.0, 150.0, is_panel=True),)
    card = box(100.0, 80.0, is_whole=True, place=PLACE)
    (problem,) = paginate([card], panel).problems
    assert problem.message == "this takes 180 points of height and a panel has 150"
    assert problem.severity == "error"


def test_a_heading_goes_with_the_start_of_what_it_heads() -> None:
    heading = box(30.0, keeps_next=True)
    text = box(20.0, 20.0, 20.0, tied=(1,))
    assert shown(paginate([box(640.0), heading, text], PAGE)) == [
        [(0, 0, 1)],
        [(1, 0, 1), (2, 0, 3)],
    ]
    stays = paginate([box(630.0), heading, box(20.0, 20.0, *[100.0] * 5, tied=(1,))], PAGE)
    assert shown(stays)[0] == [(0, 0, 1), (1, 0, 1), (2, 0, 2)]


def test_a_heading_does_not_wait_for_the_whole_of_a_long_table() -> None:
    table = box(*[50.0] * 20, tied=(1,), header=0)
    galley = paginate([box(500.0), box(30.0, keeps_next=True), table], PAGE)
    assert shown(galley)[0] == [(0, 0, 1), (1, 0, 1), (2, 0, 3)]


def test_headings_and_a_short_introduction_go_with_what_they_introduce() -> None:
    boxes = [
        box(500.0),
        box(30.0, keeps_next=True),
        box(25.0, keeps_next=True),
        box(20.0, introduces=True),
        box(160.0, is_whole=True),
    ]
    assert shown(paginate(boxes, PAGE)) == [
        [(0, 0, 1)],
        [(1, 0, 1), (2, 0, 1), (3, 0, 1), (4, 0, 1)],
    ]
    another = [*boxes[:4], box(20.0, introduces=True), box(500.0, is_whole=True)]
    assert shown(paginate(another, PAGE))[0] == [(0, 0, 1)]
    too_long = [*boxes[:4], box(120.0, introduces=True), box(400.0, is_whole=True)]
    assert shown(paginate(too_long, PAGE))[0] == [(n, 0, 1) for n in range(5)]


def test_a_heading_before_a_page_break_stays_where_it_is() -> None:
    boxes = [box(600.0), box(30.0, keeps_next=True), Box((), (), break_to="page"), box(600.0)]
    assert shown(paginate(boxes, PAGE)) == [[(0, 0, 1), (1, 0, 1)], [(3, 0, 1)]]


def test_a_card_is_not_parted_unless_it_is_taller_than_a_page() -> None:
    card = box(100.0, 100.0, 100.0, is_whole=True)
    assert shown(paginate([box(500.0), card], PAGE)) == [[(0, 0, 1)], [(1, 0, 3)]]
    tall = box(*[100.0] * 8, is_whole=True)
    assert shown(paginate([box(500.0), tall], PAGE)) == [[(0, 0, 1), (1, 0, 2)], [(1, 2, 8)]]


def test_a_table_shows_its_header_again_on_every_page() -> None:
    table = box(20.0, *[100.0] * 15, tied=(1,), header=0)
    galley = paginate([table], PAGE)
    assert shown(galley) == [
        [(0, 0, 7)],
        [(0, 0, 1), (0, 7, 13)],
        [(0, 0, 1), (0, 13, 16)],
    ]
    again, rows = galley.pages[1]
    assert again.is_artifact and not rows.is_artifact
    assert edges(again) == (750.0, 730.0)
    assert edges(rows)[0] == 730.0


def test_a_caption_is_not_shown_again() -> None:
    table = box(30.0, 20.0, *[100.0] * 8, tied=(1, 2), header=1)
    again = paginate([table], PAGE).pages[1][0]
    assert (again.first, again.last, edges(again)) == (1, 2, (750.0, 730.0))


def test_words_flow_through_columns_then_to_the_next_page() -> None:
    galley = paginate([box(*[100.0] * 20)], COLUMNS)
    assert shown(galley) == [[(0, 0, 7), (0, 7, 14)], [(0, 14, 20)]]
    assert [placed.x for placed in galley.pages[0]] == [50.0, 260.0]


def test_breaks_go_to_the_next_frame_or_page() -> None:
    frame, page = Box((), (), break_to="frame"), Box((), (), break_to="page")
    boxes = [box(10.0), frame, box(10.0), page, box(10.0)]
    galley = paginate(boxes, COLUMNS)
    assert shown(galley) == [[(0, 0, 1), (2, 0, 1)], [(4, 0, 1)]]
    assert [placed.x for page in galley.pages for placed in page] == [50.0, 260.0, 50.0]


def test_a_break_for_half_a_page_stays_where_half_of_it_is_free() -> None:
    after = (Box((), (), break_to="half-page"), box(10.0))
    assert shown(paginate([box(350.0), *after], PAGE)) == [[(0, 0, 1), (2, 0, 1)]]
    assert shown(paginate([box(351.0), *after], PAGE)) == [[(0, 0, 1)], [(2, 0, 1)]]


def test_a_box_may_start_a_page_itself() -> None:
    boxes = [box(100.0), box(20.0, keeps_next=True), box(10.0, break_to="page"), box(10.0)]
    assert shown(paginate(boxes, PAGE)) == [[(0, 0, 1), (1, 0, 1)], [(2, 0, 1), (3, 0, 1)]]


def test_a_break_leaves_no_empty_page() -> None:
    page = Box((), (), break_to="page")
    assert shown(paginate([page, box(10.0), page, page, box(10.0), page], PAGE)) == [
        [(1, 0, 1)],
        [(4, 0, 1)],
    ]
    assert shown(paginate([box(700.0), page, box(700.0), page], PAGE)) == [[(0, 0, 1)], [(2, 0, 1)]]


def test_nothing_to_place_is_one_empty_page() -> None:
    assert paginate([], PAGE).pages == ((),)
    assert paginate([Box((), ())], PAGE).pages == ((),)


def test_white_space_is_drawn_in_to_save_a_nearly_empty_last_page() -> None:
    boxes = [box(60.0, before=20.0) for _ in range(9)]
    assert len(paginate(boxes, PAGE).pages) == 1
    wide = paginate([*boxes, box(20.0, before=10.0)], PAGE)
    assert len(wide.pages) == 1
    gaps = [edges(a)[1] - edges(b)[0] for a, b in pairwise(wide.pages[0])]
    assert max(gaps) < 20.0 and min(gaps) > 0.0


def test_white_space_stays_where_the_last_page_is_well_used() -> None:
    boxes = [box(60.0, before=20.0) for _ in range(13)]
    galley = paginate(boxes, PAGE)
    assert len(galley.pages) == 2
    gaps = {round(edges(a)[1] - edges(b)[0], 6) for p in galley.pages for a, b in pairwise(p)}
    assert gaps == {20.0}


def test_white_space_stays_where_drawing_it_in_would_not_save_the_page() -> None:
    boxes = [box(300.0, before=20.0), box(300.0, before=20.0), box(150.0, before=20.0)]
    galley = paginate(boxes, PAGE)
    assert len(galley.pages) == 2
    first, second = galley.pages[0]
    assert edges(first)[1] - edges(second)[0] == 20.0


def test_lines_for_notes_take_what_room_a_page_has_left() -> None:
    notes = box(20.0, 25.0, 25.0, 25.0, tied=(1, 3), stretches=True)
    page_break = Box((), (), break_to="page")
    page = paginate([box(400.0), notes, page_break, box(500.0)], PAGE).pages[0]
    more = [placed for placed in page if placed.is_artifact]
    assert len(more) >= 6
    assert all((placed.first, placed.last) == (3, 4) for placed in more)
    assert all(edges(a)[1] == edges(b)[0] for a, b in pairwise(page[1:]))
    assert 50.0 <= edges(page[-1])[1] < 50.0 + 1.5 * 25.0


HEADED = {"keeps_next": True, "marks": (Mark("Heading", 2),)}


def test_a_paragraph_that_closes_a_section_does_not_hold_its_heading_to_the_next() -> None:
    """It was once taken to introduce the heading under it, and all three went to the next page."""
    boxes = [
        box(500.0),
        box(30.0, **HEADED),
        box(20.0, introduces=True),
        box(30.0, **HEADED),
        box(300.0, is_whole=True),
    ]
    assert shown(paginate(boxes, PAGE)) == [
        [(0, 0, 1), (1, 0, 1), (2, 0, 1)],
        [(3, 0, 1), (4, 0, 1)],
    ]


def test_a_whole_box_is_not_parted_under_its_heading() -> None:
    card = box(*[60.0] * 11, is_whole=True)
    galley = paginate([box(300.0), box(50.0, **HEADED), card], PAGE)
    assert shown(galley) == [[(0, 0, 1), (1, 0, 1)], [(2, 0, 11)]]


SIGNS = (
    box(20.0, **HEADED),
    box(*[50.0] * 4, is_whole=True),
    box(*[50.0] * 4, is_whole=True, stays="page"),
    box(*[50.0] * 4, is_whole=True, stays="page"),
)


def test_boxes_that_stay_together_stand_on_one_page_with_their_heading() -> None:
    assert shown(paginate([box(60.0), *SIGNS], PAGE)) == [[(0, 0, 1)] + whole(SIGNS)]
    assert shown(paginate([box(90.0), *SIGNS], PAGE)) == [[(0, 0, 1)], whole(SIGNS)]


def whole(boxes: Sequence[Box]) -> list[tuple[int, int, int]]:
    """The boxes as they are shown on a page, after one other."""
    return [(number, 0, len(one.rows)) for number, one in enumerate(boxes, 1)]


def test_boxes_that_stay_together_may_stand_in_columns_of_one_page() -> None:
    assert shown(paginate([box(600.0), *SIGNS], COLUMNS)) == [[(0, 0, 1), *whole(SIGNS)]]
    full = paginate([box(600.0), box(300.0), *SIGNS], COLUMNS)
    assert [len(page) for page in shown(full)] == [2, 4]


def test_boxes_that_no_page_holds_start_at_its_top_and_are_not_cut() -> None:
    signs = (*SIGNS[:2], box(400.0, is_whole=True, stays="page"), SIGNS[3])
    galley = paginate([box(10.0), *signs], PAGE)
    assert shown(galley) == [[(0, 0, 1)], whole(signs)[:3], whole(signs)[3:]]


def test_an_end_goes_with_what_takes_most_of_a_page() -> None:
    end = box(60.0, is_whole=True, stays="end")
    tall, low = box(500.0, is_whole=True), box(300.0, is_whole=True)
    assert shown(paginate([box(150.0), tall, end], PAGE)) == [[(0, 0, 1)], [(1, 0, 1), (2, 0, 1)]]
    assert shown(paginate([box(370.0), low, end], PAGE)) == [[(0, 0, 1), (1, 0, 1)], [(2, 0, 1)]]


def test_what_is_spare_takes_the_room_that_is_left_and_no_page() -> None:
    notes = box(*[25.0] * 9, is_whole=True, spare=5)
    after = box(200.0, is_whole=True)
    for taken, rows in ((200.0, 9), (330.0, 6), (375.0, 5), (376.0, 0)):
        (page,) = shown(paginate([box(taken), notes, after], PAGE))
        assert page == [(0, 0, 1), *([(1, 0, rows)] if rows else []), (2, 0, 1)]


def test_a_hollow_page_gets_words_of_the_page_before_it() -> None:
    boxes = [*(box(95.0, before=5.0) for _ in range(6)), box(80.0, before=5.0)]
    boxes += [box(200.0, before=5.0, is_whole=True), box(600.0, is_whole=True)]
    assert [len(page) for page in paginate(boxes, PAGE).pages] == [6, 2, 1]


HEIGHTS = some.lists(some.floats(1.0, 90.0), min_size=1, max_size=30)
BOXES = some.builds(
    lambda heights, ties, fields: box(*heights, tied=sorted(ties), **fields),
    HEIGHTS,
    some.sets(some.integers(1, 30)),
    some.fixed_dictionaries(
        {
            "before": some.sampled_from((0.0, 6.0, 30.0)),
            "after": some.sampled_from((0.0, 6.0, 30.0)),
            "keeps_next": some.booleans(),
            "is_whole": some.booleans(),
            "introduces": some.booleans(),
            "header": some.sampled_from((-1, -1, -1, 0)),
        }
    ),
) | some.builds(lambda to: Box((), (), break_to=to), some.sampled_from(("frame", "page")))
FRAMES = some.lists(some.floats(100.0, 700.0), min_size=1, max_size=4).map(
    lambda heights: tuple(
        Area(20.0 + 100.0 * index, 750.0, 90.0, height) for index, height in enumerate(heights)
    )
)


@given(some.lists(BOXES, max_size=12), FRAMES)
@settings(max_examples=300, deadline=None)
def test_every_row_is_placed_once_in_order_inside_its_frame(
    boxes: list[Box], areas: tuple[Area, ...]
) -> None:
    galley = paginate(boxes, areas)
    rows = []
    for page in galley.pages:
        before = (-1, 0.0)
        for placed in page:
            index = next(n for n, area in enumerate(areas) if area.x == placed.x)
            top, bottom = edges(placed)
            area = areas[index]
            assert top <= area.top + 0.02
            assert bottom >= area.top - area.height - 0.02 or galley.problems
            assert index > before[0] or top <= before[1] + 0.02, "nothing lies on what is above it"
            before = (index, bottom)
            if not placed.is_artifact:
                rows += [(placed.number, row) for row in range(placed.first, placed.last)]
    assert rows == [
        (number, row) for number, one in enumerate(boxes) for row in range(len(one.rows))
    ]
    assert all(page for page in galley.pages[1:]), "no page is empty"
    assert len(galley.pages) <= 1 + sum(max(1, len(one.rows)) for one in boxes)


@given(some.lists(BOXES, max_size=12), FRAMES)
@settings(max_examples=200, deadline=None)
def test_tied_rows_are_parted_only_where_they_cannot_fit_and_then_it_is_said(
    boxes: list[Box], areas: tuple[Area, ...]
) -> None:
    galley = paginate(boxes, areas)
    for page in galley.pages:
        for placed in page:
            if not placed.is_artifact and placed.first:
                assert not placed.box.rows[placed.first].tied or galley.problems


def test_a_heading_is_never_alone_before_what_could_be_parted() -> None:
    card = box(*[99.0] * 7, is_whole=True)
    galley = paginate([box(30.0), box(30.0, keeps_next=True), card], PAGE)
    assert not any({placed.number for placed in page} == {1} for page in galley.pages)
