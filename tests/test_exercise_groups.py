"""Groups of exercises: the visit's order and changes, pairs, pictures and mirror images."""

import io
import re

import pikepdf
import pytest
from msgspec import structs

from exercise_cards import LAYOUTS, NAMES, cards, check, names, plain, programme
from handout.document import (
    Callout,
    Exercises,
    Fill,
    Heading,
    Insert,
    Keep,
    Layout,
    Picture,
)
from handout.errors import Place
from handout.model.drawing import Drawing, Label, Shape
from handout.pages.box import Box
from handout.pages.exercises import set_card
from handout.pages.groups import card_width, laid_out, side_by_side
from handout.pages.parts import GroupPart, SetPart
from handout.pages.press import Press, print_leaflet
from referee import structure_problems, text_from_tree
from sheets import (
    BRIDGE,
    MADE,
    PICTURES,
    POSE,
    SENTENCE,
    TILT,
    document,
    document_texts,
    press,
    printed,
    words,
)

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


# Pairs


def boxes(layout: Layout, times: float = 1.0, width: float = 450.0) -> list[Box]:
    """The group as it is laid out."""
    ready = plain(times)
    room = card_width(layout, ready, width)
    return list(laid_out([set_card(c, layout, ready, room) for c in cards()], layout, ready, width))


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


def test_a_pair_taller_than_a_page_is_taken_apart() -> None:
    ready = plain()
    room = card_width("compact", ready, 450.0)
    tall = structs.replace(TILT, steps=(words(SENTENCE * 2),) * 12)
    laid = list(laid_out([set_card(tall, "compact", ready, room)] * 2, "compact", ready, 450.0))
    assert len(laid) == 2 and all(len(box.rows) > 10 for box in laid)


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
