"""Exercises: cards, and the four layouts they stand in."""

from itertools import combinations

import pytest
from msgspec import structs

from conftest import Golden
from exercise_cards import LAYOUTS, cards, check, plain, programme
from handout.document import (
    Exercises,
    Fill,
    Heading,
    Layout,
    Paragraph,
)
from handout.pages.exercises import set_card
from handout.pages.galley import paginate
from handout.pages.parts import flow
from referee import page_text_positions, tag_tree, text_from_tree
from referee.tree import loaded
from sheets import (
    PICTURES,
    SENTENCE,
    TILT,
    document,
    large,
    press,
    printed,
    template,
    words,
)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_reads_as_the_document_says(layout: Layout, golden: Golden) -> None:
    data = check(programme(layout))
    golden(f"exercises-{layout}-tags", tag_tree(data))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("columns", "times"), [(2, 1.0), (1, 1.5), (2, 1.2)])
def test_a_layout_reads_the_same_in_narrow_columns_and_large_print(
    layout: Layout, columns: int, times: float
) -> None:
    """Only a list leaves its small pictures out, where there is no room for them."""
    look = large(template(), times)
    look = structs.replace(look, page=structs.replace(look.page, columns=columns))
    made = programme(layout)
    if layout == "list":
        made = programme(layout, *(structs.replace(one, picture="") for one in cards()))
    check(made, look=look)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_without_pictures_reads_as_the_document_says(layout: Layout) -> None:
    bare = tuple(structs.replace(one, picture="", alt="") for one in cards())
    data = check(programme(layout, *bare))
    assert "Figure" not in tag_tree(data)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("times", [1.0, 1.5])
def test_nothing_overlaps_and_nothing_leaves_the_frame(layout: Layout, times: float) -> None:
    """Every line of words and every picture has a place of its own inside the margins."""
    data = printed(programme(layout), large(template(), times)).pdf
    with loaded(data) as taken:
        for page in taken.pages:
            areas: list[tuple[float, ...]] = [
                (*run.start, run.end[0], run.start[1] + 0.7 * run.size)
                for run in page.runs
                if run.text.strip() and not run.artifact
            ]
            areas += [
                tuple(float(value) for value in elem.obj.A.BBox)
                for elem in taken.walk()
                if elem.kind == "Figure" and next(elem.marks()).page == page.number
            ]
            assert len(areas) > 2
            for left, bottom, right, top in areas:
                assert 72.0 - 0.1 <= left < right <= 595.3 - 72.0 + 0.1
                assert 72.0 - 0.1 <= bottom < top <= 841.9 - 72.0 + 0.1
            for one, other in combinations(areas, 2):
                across = min(one[2], other[2]) - max(one[0], other[0])
                down = min(one[3], other[3]) - max(one[1], other[1])
                kerned = 0.2 * (one[3] - one[1])
                assert across < kerned or down < 0.1, (one, other)


def test_a_card_is_never_cut() -> None:
    for layout in LAYOUTS:
        box = set_card(TILT, layout, plain(), 450.0)
        assert all(row.tied for row in box.rows[1:])


def test_small_cards_say_when_to_stop_but_not_how_to_change() -> None:
    texts = [text for _, text in text_from_tree(check(programme("compact")))]
    assert "Stop if: it hurts more" in texts and "Easier: do fewer" not in texts


def test_small_cards_take_less_paper_than_cards() -> None:
    pages = [printed(programme(layout)).pages for layout in ("cards", "compact", "list")]
    assert pages == sorted(pages, reverse=True) and len(set(pages)) > 1


def test_each_exercise_on_a_page_of_its_own_starts_one() -> None:
    made = document(
        Heading(2, words("Your exercises")), Exercises(0, "full-page", cards(3)),
        Heading(2, words("After them")), Paragraph(words("Rest.")), pictures=PICTURES,
    )  # fmt: skip
    done = printed(made)
    assert done.pages == 4
    with loaded(done.pdf) as taken:
        where = {
            "".join(run.text for run in page.runs if run.mcid == mark.mcid): mark.page
            for elem in taken.walk() if elem.kind in ("H2", "H3")
            for mark in elem.marks()
            for page in taken.pages if page.number == mark.page
        }  # fmt: skip
    assert sorted(where.values()) == [where["Your exercises"]] * 2 + [
        where["Your exercises"] + n for n in (1, 2, 3)
    ]


def test_a_picture_gives_way_so_that_an_exercise_fits_its_page() -> None:
    ready = plain(1.4)
    long = structs.replace(TILT, steps=(words(SENTENCE),) * 6)
    short = set_card(TILT, "full-page", ready, 450.0)
    full = set_card(long, "full-page", ready, 450.0)
    assert full.height <= ready.height
    heights = [e.area[3] - e.area[1] for box in (short, full) for e in box.elements if e.area]
    assert heights[1] < heights[0]


def test_a_picture_stands_beside_the_words_where_there_is_room() -> None:
    def area(width: float) -> tuple[float, ...]:
        box = set_card(TILT, "cards", plain(), width)
        return next(e.area for e in box.elements if e.area)

    wide, narrow = area(450.0), area(300.0)
    inner = 450.0 - 2 * 0.85 * 12
    assert wide[2] - wide[0] == pytest.approx(0.46 * inner, abs=0.1)
    assert narrow[2] - narrow[0] == pytest.approx(300.0 - 2 * 0.85 * 12, abs=0.1)
    assert narrow[3] - narrow[1] <= 0.3 * 700.0


def test_a_heading_keeps_its_introduction_where_the_card_has_no_room() -> None:
    """It once went to a page of its own, because no page held it with the card."""
    height = press(programme("cards")).areas[0].height
    card = next(
        one
        for one in (
            structs.replace(TILT, picture="", advice=(), steps=(words("Lift."),) * n)
            for n in range(10, 50)
        )
        if height - 40 < set_card(one, "cards", plain(1.4), 451.0).height < height
    )
    intro = Paragraph(words("Do these each day."))
    blocks = (Heading(2, words("Exercises")), intro, Exercises(0, "cards", (card,)))
    done = printed(document(*blocks, pictures=PICTURES), large(template(), 1.4))
    first, second = page_text_positions(done.pdf).split("\npage ")
    assert "Do these each day." in first and "Pelvic tilt" in second
    assert done.problems == ()


def test_a_card_is_never_parted_from_when_to_stop_where_a_page_holds_it() -> None:
    """In large print the advice of a tall card once went to the next page."""
    ready = plain(1.6)
    for count in range(1, 8):
        tall = structs.replace(TILT, steps=(words("Lift one leg off the floor."),) * count)
        box = set_card(tall, "cards", ready, 450.0)
        assert box.is_whole and box.height <= ready.height
        assert all(row.tied for row in box.rows[1:])
    too_tall = structs.replace(TILT, steps=(words(SENTENCE * 3),) * 12)
    box = set_card(too_tall, "cards", ready, 450.0)
    assert box.height > ready.height
    (free,) = (row for row in box.rows[1:] if not row.tied)
    assert box.elements[free.pieces[0].owner].tag == "P", "only the advice may follow"


def test_in_large_print_the_steps_stand_under_the_picture_and_the_notes() -> None:
    """The picture is as large there as in a leaflet, and the words are not squeezed beside it."""
    tall = structs.replace(TILT, steps=(words("Lift one leg off the floor."),) * 7)
    box = set_card(tall, "cards", plain(1.6), 450.0)
    (area,) = (one.area for one in box.elements if one.tag == "Figure")
    assert area is not None
    assert area[2] - area[0] == pytest.approx(0.42 * (450.0 - 2 * 0.85 * 12 * 1.6), abs=0.1)
    steps = [
        row
        for row in box.rows
        for piece in row.pieces
        if piece.owner >= 0 and box.elements[piece.owner].tag == "Lbl"
    ]
    assert len(steps) == 7
    assert all(-row.top <= area[1] + 0.1 for row in steps), "under the picture"


def test_cards_flow_over_pages_whole() -> None:
    ready = plain()
    made = press(programme("cards"))
    placed = paginate(flow(made.parts, ready.filled_with(Fill(), {}), 451.0), made.areas)
    assert placed.problems == ()
    numbers = [one.number for page in placed.pages for one in page]
    assert len(numbers) == len(set(numbers)), "no box is on two pages"
    assert all(a != b for a, b in combinations(numbers, 2))
