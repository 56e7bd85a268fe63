"""Exercises: four layouts, the visit's order and changes, pictures and their mirror images."""

import io
import re
from itertools import combinations
from typing import get_args

import pikepdf
import pytest
from msgspec import structs

from conftest import Golden
from handout.document import (
    Block,
    Callout,
    Document,
    Exercise,
    Exercises,
    Fill,
    Heading,
    Insert,
    Keep,
    Layout,
    Paragraph,
    Picture,
)
from handout.errors import Place
from handout.model.drawing import Drawing, Label, Shape
from handout.model.template import Template
from handout.pages.box import Box
from handout.pages.exercises import set_card
from handout.pages.fonts import open_faces
from handout.pages.galley import paginate
from handout.pages.groups import card_width, laid_out, side_by_side
from handout.pages.parts import GroupPart, SetPart, flow
from handout.pages.press import Press, print_leaflet
from handout.pages.setting import Image, Setting, setting
from referee import page_text_positions, structure_problems, tag_tree, text_from_tree
from referee.tree import loaded
from sheets import (
    BRIDGE,
    FACES,
    MADE,
    PICTURES,
    POSE,
    SENTENCE,
    TILT,
    document,
    document_texts,
    large,
    press,
    printed,
    template,
    words,
)

LAYOUTS: tuple[Layout, ...] = get_args(Layout)
NAMES = ("Pelvic tilt", "Bridge", "Knee rolls", "Calf raise", "Walking")


def cards(count: int = 5) -> tuple[Exercise, ...]:
    """Exercises by name, each with more to do than the one before."""
    steps = tuple(words(f"Do part {number} slowly and with care.") for number in range(1, 6))
    return tuple(
        structs.replace(BRIDGE if n % 2 else TILT, name=words(name), steps=steps[: n + 1])
        for n, name in enumerate(NAMES[:count])
    )


def programme(layout: Layout, *blocks: Block) -> Document:
    """A document of one group, under its heading."""
    group = Exercises(0, layout, blocks or cards())
    return document(Heading(2, words("Your exercises")), group, pictures=PICTURES)


def check(made: Document, fill: Fill | None = None, look: Template | None = None) -> bytes:
    """The file of a document, found to hold its words and to be tagged well."""
    done = printed(made, look, fill)
    assert done.problems == ()
    assert structure_problems(done.pdf) == []
    assert text_from_tree(done.pdf) == document_texts(made, fill)
    return done.pdf


def plain(times: float = 1.0) -> Setting:
    """The plain look with a picture to hand."""
    images = {"pose": Image(200.0, 90.0, b"/Im1 Do")}
    look = template() if times == 1.0 else large(template(), times)
    return setting(look, "#0b5e6f", open_faces(FACES), "en-GB", images, 700.0)


def names(data: bytes) -> list[str]:
    """The names of the exercises as they are read."""
    return [text for kind, text in text_from_tree(data) if kind == "H3"]


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


# The visit's order and changes


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_visit_gives_the_order(layout: Layout) -> None:
    made = programme(layout)
    for order in ((4, 3, 2, 1, 0), (2, 0), (1,), ()):
        fill = Fill(orders=(order,))
        data = check(made, fill)
        assert names(data) == [NAMES[index] for index in order or range(5)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_visit_drops_and_changes_exercises(layout: Layout) -> None:
    one, two, three = cards(3)
    made = programme(layout, Insert(0, (one,)), Insert(1, (two,)), Insert(2, (three,)))
    changed = structs.replace(three, dose=words("Do 4, once a week."), is_mirrored=True)
    fill = Fill(blocks=(None, (), (changed,)), orders=((2, 1, 0),))
    data = check(made, fill)
    assert names(data) == ["Knee rolls", "Pelvic tilt"]
    assert ("P", "Do 4, once a week.") in text_from_tree(data)


def test_a_visit_may_drop_all_exercises() -> None:
    for layout in LAYOUTS:
        check(programme(layout, Insert(0, cards(1))), Fill(blocks=((),)))


def test_a_group_that_the_visit_gives_is_laid_out_too() -> None:
    made = document(Heading(2, words("More")), Insert(0), pictures=PICTURES)
    group = Exercises(-1, "compact", cards(2))
    data = check(made, Fill(blocks=((group,),)))
    assert names(data) == list(NAMES[:2])


def test_exercises_inside_other_blocks_are_stacked() -> None:
    """They are read as cards there, whatever their layout."""
    group = Exercises(0, "cards", cards(2))
    for inside in (Keep((group,)), Callout("info", 3, words("Here"), (group,))):
        made = document(Heading(2, words("x")), inside, pictures=PICTURES)
        done = printed(made, fill=Fill(orders=((1, 0),)))
        assert structure_problems(done.pdf) == []
        assert text_from_tree(done.pdf) == document_texts(made, Fill(orders=((1, 0),)))


def test_cards_that_no_visit_changes_are_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = press(programme("compact"))
    (group,) = (part for part in made.parts if isinstance(part, GroupPart))
    assert all(isinstance(part, SetPart) for part in group.parts)
    monkeypatch.setattr("handout.pages.parts.set_card", None)
    monkeypatch.setattr("handout.pages.parts.set_block", None)
    done = print_leaflet(made, Fill(orders=((3, 1, 4, 0, 2),)), MADE)
    assert names(done.pdf) == [NAMES[index] for index in (3, 1, 4, 0, 2)]


# Layouts


def boxes(layout: Layout, times: float = 1.0, width: float = 450.0) -> list[Box]:
    """The group as it is laid out."""
    ready = plain(times)
    room = card_width(layout, ready, width)
    return list(laid_out([set_card(c, layout, ready, room) for c in cards()], layout, ready, width))


def test_a_card_is_never_cut() -> None:
    for layout in LAYOUTS:
        box = set_card(TILT, layout, plain(), 450.0)
        assert all(row.tied for row in box.rows[1:])


def test_small_cards_stand_in_pairs_of_equal_height() -> None:
    laid = boxes("compact")
    assert [len(box.elements) and sum(e.tag == "Sect" for e in box.elements) for box in laid] == [
        2,
        2,
        1,
    ]
    for pair in laid[:2]:
        (row,) = pair.rows
        frames = [p.content for p in row.pieces if p.owner < 0 and b" l s" in p.content]
        assert len(frames) == 2
        (left, right) = (re.search(rb"m \S+ \S+ l \S+ (\S+) l", frame) for frame in frames)
        assert left and right and left[1] == right[1]
        areas = [e.area for e in pair.elements if e.tag == "Figure" and e.area]
        assert areas[0][2] < areas[1][0], "side by side"
        assert areas[1][2] <= 450.0
        assert areas[0][1::2] == areas[1][1::2], "at one height"


def test_the_strips_of_a_pair_stand_at_the_foot() -> None:
    pair = boxes("compact")[0]
    tint = plain().colours.tint
    strips = [p.content for p in pair.rows[0].pieces if p.content.find(tint + b" rg") >= 0]
    ends = []
    for strip in strips:
        moved = re.search(rb"1 0 0 1 \S+ (\S+) cm", strip)
        found = re.search(rb"rg \S+ (\S+) \S+ \S+ re", strip)
        assert found
        ends.append(float(found[1]) + (float(moved[1]) if moved else 0.0))
    assert len(ends) == 2
    assert ends == pytest.approx([-pair.height] * 2, abs=1.0)


def test_small_cards_stand_alone_where_columns_are_narrow() -> None:
    assert len(boxes("compact", times=1.5)) == len(boxes("compact", width=300.0)) == 5
    assert card_width("compact", plain(), 450.0) < 225.0
    assert card_width("cards", plain(), 450.0) == 450.0


def test_small_cards_say_when_to_stop_but_not_how_to_change() -> None:
    texts = [text for _, text in text_from_tree(check(programme("compact")))]
    assert "Stop if: it hurts more" in texts and "Easier: do fewer" not in texts


def test_small_cards_take_less_paper_than_cards() -> None:
    pages = [printed(programme(layout)).pages for layout in ("cards", "compact", "list")]
    assert pages == sorted(pages, reverse=True) and len(set(pages)) > 1


def test_a_pair_taller_than_a_page_is_taken_apart() -> None:
    ready = plain()
    room = card_width("compact", ready, 450.0)
    tall = structs.replace(TILT, steps=(words(SENTENCE * 2),) * 12)
    laid = list(laid_out([set_card(tall, "compact", ready, room)] * 2, "compact", ready, 450.0))
    assert len(laid) == 2 and all(len(box.rows) > 10 for box in laid)


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


def test_a_card_that_takes_most_of_a_page_may_be_parted_before_its_advice() -> None:
    """In large print a page once held no more than a heading, because its card had the next."""
    ready = plain(1.6)
    box = set_card(TILT, "cards", plain(), 450.0)
    assert box.is_whole and not box.yields, "a card that is not so tall is never parted"
    tall = structs.replace(TILT, steps=(words("Lift one leg off the floor."),) * 7)
    box = set_card(tall, "cards", ready, 450.0)
    assert box.is_whole and box.yields
    (free,) = (row for row in box.rows[1:] if not row.tied)
    assert box.elements[free.pieces[0].owner].tag == "P"
    intro = Paragraph(words("Do these each day."))
    blocks = (intro, Exercises(0, "cards", (tall, tall)))
    done = printed(document(*blocks, pictures=PICTURES), large(template(), 1.6))
    assert done.problems == ()
    first, *_ = page_text_positions(done.pdf).split("\npage ")
    assert "Do these each day." in first and "Pelvic tilt" in first


# Boxes side by side


def test_boxes_side_by_side_keep_their_pieces_links_and_areas() -> None:
    first = set_card(TILT, "compact", plain(), 210.0)
    second = set_card(BRIDGE, "compact", plain(), 210.0)
    both = side_by_side((first, second), (0.0, 240.0))
    assert both.height == max(first.height, second.height)
    assert [e.tag for e in both.elements] == [e.tag for e in (*first.elements, *second.elements)]
    count = len(first.elements)
    for element, before in zip(both.elements[count:], second.elements, strict=True):
        assert element.parent == (before.parent if before.parent < 0 else before.parent + count)
        if before.area and element.area:
            assert element.area[0] == before.area[0] + 240.0
            assert element.area[1] == before.area[1]
    shown = b"".join(piece.content for piece in both.rows[0].pieces)
    assert shown.count(b"1 0 0 1 240 ") > 3 and shown.count(b"q ") == shown.count(b"Q")
    owners = [piece.owner for piece in both.rows[0].pieces if piece.owner >= 0]
    assert owners == sorted(owners), "left, then right"


# Pictures


def mirrored_content(cells: tuple[float, ...]) -> bytes:
    """What draws the picture of an exercise that is done on the other side."""
    setting = plain()
    image = structs.replace(setting.images[TILT.picture], cells=cells)
    setting = structs.replace(setting, images={**setting.images, TILT.picture: image})
    return box_content(set_card(structs.replace(TILT, is_mirrored=True), "cards", setting, 450.0))


def test_a_mirrored_picture_is_the_same_picture_turned_over() -> None:
    shown = re.search(rb"q 0 0 200 90 re W n -1 0 0 1 200 0 cm /Im1 Do Q", mirrored_content(()))
    assert shown


def test_a_mirrored_row_is_still_read_from_its_start_to_its_end() -> None:
    """Each frame is turned over where it is; what stands between them stays as it is."""
    content = mirrored_content((4.0, 96.0, 104.0, 196.0))
    parts = re.findall(rb"q (\S+) 0 (\S+) 90 re W n (-1 0 0 1 (\S+) 0 cm )?/Im1 Do Q", content)
    assert [(float(x), float(wide), float(turn or 0)) for x, wide, _, turn in parts] == [
        (0, 4, 0), (4, 92, 100), (96, 8, 0), (104, 92, 300), (196, 4, 0),
    ]  # fmt: skip


def box_content(box: Box) -> bytes:
    """All operators of a box."""
    return b" ".join(piece.content for row in box.rows for piece in row.pieces)


def test_words_in_a_mirrored_picture_are_told() -> None:
    place = Place("handouts/exercises/bridge.yaml", 3, 1)
    named = Picture("pose", structs.replace(POSE, labels=(Label("hip", (50.0, 20.0), size=30.0),)))
    for is_mirrored in (False, True):
        one = structs.replace(TILT, is_mirrored=is_mirrored, place=place)
        made = document(Heading(2, words("x")), Exercises(0, "cards", (one,)), pictures=(named,))
        said = [problem.message for problem in printed(made).problems]
        assert any("mirrored" in message for message in said) is is_mirrored


def many_shapes() -> Drawing:
    """A start and an end drawn with many curves, with more digits than are needed."""
    shapes = [Shape("M 4.123456 78.98765 H 92.33333", stroke="ink 40%", width=1.5)]
    for frame in (0.0, 104.0):
        for limb in range(14):
            x, y = frame + 10 + limb * 5.77777, 40 + (limb * 7.123456) % 30
            curves = " ".join(
                f"c {1 + n * 0.318:.6f} {-2 + n * 0.7137:.6f} {2.1 + limb * 0.211:.6f} "
                f"{1.7 - n * 0.3331:.6f} {3.3 + n * 0.1234:.6f} {0.9 - limb * 0.0777:.6f}"
                for n in range(6)
            )
            shapes.append(
                Shape(f"M {x:.6f} {y:.6f} {curves} z", fill="accent", stroke="paper", width=1)
            )
    return Drawing((200.0, 90.0), tuple(shapes))


def test_a_drawing_is_one_small_form_that_pages_show() -> None:
    drawing = many_shapes()
    one = structs.replace(TILT, picture="many")
    twelve = Exercises(0, "compact", (one,) * 12)
    with_it, without = (
        printed(document(Heading(2, words("x")), group, pictures=(Picture("many", drawing),))).pdf
        for group in (twelve, Exercises(0, "compact", (structs.replace(one, picture=""),) * 12))
    )
    with pikepdf.open(io.BytesIO(with_it)) as file:
        form = file.pages[0].Resources.XObject.Im0
        assert (form.Type, form.Subtype) == ("/XObject", "/Form")
        assert [float(value) for value in form.BBox] == [0, 0, 200, 90]
        assert "/Group" not in form and list(form.Resources.keys()) == []
        assert len(form.read_raw_bytes()) < 4000
        content = form.read_bytes()
        shown = b"".join(page.Contents.read_bytes() for page in file.pages)
    assert not re.search(rb"\d\.\d{3,} ([-\d.]+ )*[mlc]\b", content), "two decimals"
    assert shown.count(b"/Im0 Do") == 12
    assert len(drawn := re.findall(rb"q [^q]*?/Im0 Do Q", shown)) == 12
    assert max(map(len, drawn)) < 50
    assert len(with_it) - len(without) < 6000, "also the second time it costs next to nothing"


def test_pictures_of_a_visit_are_drawn_when_it_is_printed() -> None:
    made = document(Heading(2, words("More")), Insert(0), pictures=PICTURES)
    ready: Press = press(made)
    new = structs.replace(TILT, name=words("Clam"), picture="clam")
    fill = Fill(blocks=((Exercises(-1, "cards", (new,)),),), pictures=(Picture("clam", POSE),))
    done = print_leaflet(ready, fill, MADE)
    assert done.problems == () and structure_problems(done.pdf) == []
    assert names(done.pdf) == ["Clam"]
    with pikepdf.open(io.BytesIO(done.pdf)) as file:
        assert len(file.pages[0].Resources.XObject) == len(ready.streams)
        content = file.pages[0].Contents.read_bytes()
    assert b"154 32 l" in content, "its shapes stand in the page"


def test_a_photograph_of_a_visit_comes_with_its_samples() -> None:
    from PIL import Image as Pictures

    out = io.BytesIO()
    Pictures.new("RGB", (60, 30), "red").save(out, "PNG")
    made = document(Heading(2, words("More")), Insert(0), pictures=PICTURES)
    ready = press(made)
    new = structs.replace(TILT, picture="photo")
    fill = Fill(blocks=((new,),), pictures=(Picture("photo", out.getvalue()),))
    done = print_leaflet(ready, fill, MADE)
    assert structure_problems(done.pdf) == []
    with pikepdf.open(io.BytesIO(done.pdf)) as file:
        assert len(file.pages[0].Resources.XObject) == len(ready.streams) + 1
    assert print_leaflet(ready, Fill(blocks=((),)), MADE).pdf != done.pdf


def test_cards_flow_over_pages_whole() -> None:
    ready = plain()
    made = press(programme("cards"))
    placed = paginate(flow(made.parts, ready.filled_with(Fill(), {}), 451.0), made.areas)
    assert placed.problems == ()
    numbers = [one.number for page in placed.pages for one in page]
    assert len(numbers) == len(set(numbers)), "no box is on two pages"
    assert all(a != b for a, b in combinations(numbers, 2))
