"""A press is plain data that prints many leaflets, each as if it were the only one."""

import gc
import io
import random
from typing import Any

import msgspec
import pikepdf
import pytest
from msgspec import structs

from handout.document import (
    Block,
    Break,
    Callout,
    Contents,
    Document,
    Field,
    Fill,
    Heading,
    Insert,
    Paragraph,
    Picture,
    Run,
    When,
)
from handout.errors import HandoutError, Place
from handout.model.template import Frame, Margins, Page
from handout.pages import press as printing
from handout.pages.fonts import open_faces
from handout.pages.press import Press, print_leaflet
from referee import page_text_positions, structure_problems, text_from_tree
from sheets import (
    BIRD_PICTURE,
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


def personal() -> Document:
    """A document that leaves words, conditions and blocks to the visit."""
    return document(
        Heading(2, words("Your visit")),
        Paragraph((Run("Dear "), Field(0), Run(", come for "), Field(1, strong=True), Run("."))),
        When(0, (Callout("caution", 3, words("Mind the step"), (Paragraph((Field(0),)),)),)),
        Insert(0, (Paragraph(words("Nothing was noted.")),)),
        *(KINDS[name] for name in ("heading", "bullets", "table", "figure", "QR code")),
        When(1, (Paragraph(words(SENTENCE * 30)),)),
        pictures=(BIRD_PICTURE,),
        urls=(URL,),
    )


NAMES = ("Jo", "Łucja", "Γιώργος", "Nguyễn Thị", "Жанна", "Zoë", None, "", "O'Brien (x)", "A" * 200)


def fills() -> list[Fill]:
    """Fifty visits, no two alike."""
    notes: tuple[tuple[Block, ...] | None, ...] = (None, (), (Paragraph(words("Walk on.")),))
    return [
        Fill(
            texts=(NAMES[n % len(NAMES)], f"{n} minutes" if n % 3 else None),
            shown=(n % 2 == 0, n % 5 == 0),
            blocks=(notes[n % 3],),
        )
        for n in range(50)
    ]


def test_a_press_survives_being_kept() -> None:
    for made in (every_kind(), personal()):
        before = press(made)
        after = msgspec.msgpack.decode(msgspec.msgpack.encode(before), type=Press)
        assert after == before
        for fill in fills()[:4]:
            first, second = (print_leaflet(one, fill, MADE) for one in (before, after))
            assert (first.pdf, first.pages, first.problems) == (
                second.pdf, second.pages, second.problems,
            )  # fmt: skip


def test_leaflets_are_the_same_in_any_order() -> None:
    made = press(personal())
    order = list(enumerate(fills()))
    first = {number: print_leaflet(made, fill, MADE).pdf for number, fill in order}
    random.Random(7).shuffle(order)
    forget()
    again = press(personal())
    assert again == made
    assert {number: print_leaflet(again, fill, MADE).pdf for number, fill in order} == first
    assert len(set(first.values())) > 40


def forget() -> None:
    """Empty what is remembered between printings."""
    open_faces.cache_clear()
    printing._rebuilt.cache_clear()


def test_every_leaflet_says_what_its_visit_says() -> None:
    made = personal()
    ready = press(made)
    for fill in fills()[:10]:
        done = print_leaflet(ready, fill, MADE)
        assert text_from_tree(done.pdf) == document_texts(made, fill)
        assert done.problems == ()


def test_one_visits_words_are_not_in_the_next_leaflet() -> None:
    made = press(personal())
    print_leaflet(made, Fill(texts=("Margaret Ż", "x"), shown=(True, True), blocks=(None,)), MADE)
    text = str(text_from_tree(print_leaflet(made, fills()[0], MADE).pdf))
    assert "Margaret" not in text


def test_what_is_remembered_is_bounded() -> None:
    made = press(personal())
    for number in range(60):
        letter = chr(0x1E00 + number)
        fill = Fill(texts=(f"{letter} {number}", None), shown=(False, False), blocks=(None,))
        print_leaflet(made, fill, MADE)
    held = printing._rebuilt.cache_info()
    assert held.maxsize is not None and held.currsize <= held.maxsize <= 32
    faces = open_faces.cache_info()
    assert faces.maxsize is not None and faces.maxsize <= 16
    for remembered in (printing._rebuilt, open_faces):
        assert remembered.cache_parameters()["maxsize"]


def test_a_printing_leaves_no_garbage_to_be_sought() -> None:
    """Python frees what holds no circle at once; seeking circles took a tenth of a batch's time."""
    made = press(personal())
    for fill in fills():
        print_leaflet(made, fill, MADE)
    gc.collect()
    gc.disable()
    try:
        for fill in fills():
            print_leaflet(made, fill, MADE)
        assert gc.collect() < len(fills())
    finally:
        gc.enable()


def test_a_press_holds_nothing_of_a_visit() -> None:
    made = press(personal())
    kept = msgspec.msgpack.encode(made)
    print_leaflet(made, Fill(texts=("Margaret", "x"), shown=(True, True), blocks=(None,)), MADE)
    assert msgspec.msgpack.encode(made) == kept


def test_conditions_inside_conditions_are_answered() -> None:
    made = document(
        Heading(2, words("Here")),
        When(0, (Paragraph(words("one")), When(1, (Paragraph(words("two")),)))),
        Insert(0, (When(1, (Paragraph(words("three")),)),)),
    )
    ready = press(made)
    for first in (True, False):
        for second in (True, False):
            for given in (None, (), (When(0, (Paragraph(words("four")),)),)):
                fill = Fill(shown=(first, second), blocks=(given,))
                done = print_leaflet(ready, fill, MADE)
                assert text_from_tree(done.pdf) == document_texts(made, fill)


# A pack: contents with page numbers


def pack(topics: int, paragraphs: int) -> Document:
    """Topics one after the other behind a contents list."""
    entries = tuple((f"Topic number {n}", f"topic-{n}") for n in range(topics))
    blocks: list[Block] = [Contents(entries, "page {page}")]
    for title, anchor in entries:
        blocks += [Break(), Heading(1, words(title), anchor)]
        blocks += [Heading(2, words("About it"))] + [Paragraph(words(SENTENCE * 12))] * paragraphs
    return document(*blocks)


@pytest.mark.parametrize("paragraphs", [1, 4, 9])
def test_the_contents_give_the_page_each_topic_is_on(paragraphs: int) -> None:
    made = pack(5, paragraphs)
    done = printed(made)
    pages = page_text_positions(done.pdf).split("\npage ")
    said = {
        text.split(" page ")[0]: int(text.split(" page ")[1])
        for kind, text in text_from_tree(done.pdf)
        if kind == "TOCI"
    }
    assert len(said) == 5
    for title, page in said.items():
        assert title in pages[page - 1]
        assert page == 1 or title not in pages[page - 2] or page == 2
    numbers = {f"topic-{n}": said[f"Topic number {n}"] for n in range(5)}
    assert text_from_tree(done.pdf) == document_texts(made, pages=numbers)


def test_the_contents_link_to_their_topics() -> None:
    data = printed(pack(3, 4)).pdf
    file: Any = pikepdf.open(io.BytesIO(data))
    pages = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
    notes = list(file.pages[0].Annots)
    said = [int(t.split(" page ")[1]) for kind, t in text_from_tree(data) if kind == "TOCI"]
    assert [pages[note.Dest[0].objgen] for note in notes] == said
    assert [str(note.Contents) for note in notes] == [f"Topic number {n}" for n in range(3)]
    areas = [tuple(map(float, note.Rect)) for note in notes]
    assert all(below[3] <= above[1] + 0.01 for above, below in zip(areas, areas[1:], strict=False))
    problems = [p for p in structure_problems(data) if "H1" not in p]
    assert problems == []


def content_of(data: bytes) -> bytes:
    """The operators of the first page."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        return opened.pages[0].Contents.read_bytes()


# Looks: columns, frames, marks, footer


def test_words_flow_through_the_frames_of_a_card() -> None:
    frames = tuple(Frame(50.0, 40.0 + 150.0 * n, 240.0, 150.0) for n in range(4))
    page = Page(
        "A4", Margins(57.0, 57.0, 57.0, 57.0), frames=frames, frame_padding=8.0, marks="cut"
    )
    look = template(
        page=page, rhythm=2.0, furniture=structs.replace(template().furniture, footer=False)
    )
    blocks = (Heading(2, words("One")), Break("frame"), Heading(2, words("Two")),
              Break("frame"), Paragraph(words(SENTENCE * 3)))  # fmt: skip
    data = pdf(*blocks, look=look)
    assert structure_problems(data) == []
    lines = [line.split() for line in page_text_positions(data).splitlines()[1:]]
    where = {line[2]: (float(line[0]), float(line[1])) for line in lines}
    assert {x for x, _ in where.values()} == {58.0}
    for text, frame in (("One", 0), ("Two", 1), ("Walk", 2)):
        top = 841.9 - 40.0 - 150.0 * frame
        assert top - 150.0 < where[text][1] < top
    content = content_of(data)
    assert content.count(b" l S") >= 8 + 3, "eight cut marks and three folds"
    plain = structs.replace(look, page=structs.replace(page, marks="none"))
    bare = content_of(pdf(*blocks, look=plain))
    assert content.count(b" l S") - bare.count(b" l S") == 8 + 3


def test_frames_side_by_side_are_folded_between() -> None:
    frames = tuple(Frame(40.0 + 200.0 * n, 40.0, 200.0, 300.0) for n in range(2))
    page = Page("A4", Margins(40.0, 40.0, 40.0, 40.0), frames=frames, marks="cut")
    data = pdf(look=template(page=page))
    content = content_of(data)
    assert b"240 801.89 m 240 501.89 l S" in content


@pytest.mark.parametrize(
    "changes",
    [
        {"margins": Margins(400.0, 60.0, 400.0, 60.0)},
        {"margins": Margins(60.0, 280.0, 60.0, 280.0)},
        {"columns": 4, "gutter": 100.0},
        {"frames": (Frame(500.0, 40.0, 200.0, 200.0),)},
        {"frames": (Frame(40.0, 700.0, 200.0, 200.0),)},
        {"frames": (Frame(40.0, 40.0, 60.0, 200.0),)},
    ],
)  # fmt: skip
def test_a_look_without_room_for_words_is_refused(changes: dict[str, Any]) -> None:
    place = Place("templates/narrow.yaml", 1, 1)
    page = structs.replace(template().page, **changes)
    with pytest.raises(HandoutError, match="leaves no room for words") as raised:
        press(document(), template(page=page, place=place))
    assert raised.value.problems[0].place == place


def test_frames_that_differ_in_width_are_refused() -> None:
    frames = (Frame(40.0, 40.0, 200.0, 200.0), Frame(40.0, 300.0, 220.0, 200.0))
    with pytest.raises(HandoutError, match="differ in width"):
        press(document(), template(page=structs.replace(template().page, frames=frames)))


def test_the_footer_and_page_number_stand_on_every_page() -> None:
    done = printed(document(*[Paragraph(words(SENTENCE * 30))] * 3))
    assert done.pages > 2
    pages = page_text_positions(done.pdf).split("\npage ")
    for number, page in enumerate(pages, 1):
        assert "sciatica 1.0.0" in page and f"Page {number} of {done.pages}" in page
        right = next(line for line in page.splitlines() if "Page " in line and " of " in line)
        assert 440.0 < float(right.split()[0]) < 595.3 - 72.0
    assert "Page 1" not in str(text_from_tree(done.pdf)), "it is no part of what is read"


def test_a_look_without_a_footer_has_none() -> None:
    look = template(furniture=structs.replace(template().furniture, footer=False))
    assert "Page 1" not in page_text_positions(pdf(look=look))


def test_a_footer_taller_than_its_margin_is_refused() -> None:
    """It once went on below the edge of the paper."""
    with pytest.raises(HandoutError, match="the footer takes 105 points and the bottom margin"):
        press(document(footer=("one line",) * 7))


def test_pages_that_do_not_work_out_are_said() -> None:
    place = Place("handouts/sciatica.yaml", 30, 5)
    tall = structs.replace(KINDS["exercise"], steps=(words(SENTENCE),) * 40, place=place)
    made = document(Heading(2, words("x")), tall, pictures=PICTURES)
    for look, severities in (
        (template(), ["warning", "error"]),  # the steps stand beside the picture, in one row
        (large(template(), 1.8), ["warning"]),
    ):
        done = printed(made, look)
        assert all(problem.place == place for problem in done.problems)
        assert [problem.severity for problem in done.problems] == severities


def test_a_picture_that_cannot_be_used_stops_the_press() -> None:
    with pytest.raises(HandoutError, match="damaged"):
        press(document(pictures=(Picture("a.png", b"GIF89a"),)))
