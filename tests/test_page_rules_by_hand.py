"""Rules of print on hand-made pages: what is found by the letter, and what is left alone."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from msgspec import structs

from handout.check.pages import (
    breaks,
    colour,
    edges,
    emphasis,
    furniture,
    layout,
    promised,
    setting,
    type_size,
)
from handout.check.pages.ground import Painted, contrast
from handout.check.pages.printed import Printed
from handout.readback.finished import Area, Box, Colour, Face, Finished, Image, Link, Page, Run
from handout.readback.lines import Line, Paragraph

PLAIN = Face("NotoSans", True, True, False, False, False)
BOLD = structs.replace(PLAIN, is_bold=True)
BLACK: Colour = (0.0, 0.0, 0.0)
WIDTH, HEIGHT = 595.0, 842.0


def run(text: str, x: float = 70.0, y: float = 100.0, size: float = 12.0, **other: Any) -> Run:
    """Letters half as wide as high, in black."""
    box = Box(x, y - 0.7 * size, x + 0.5 * size * len(text), y + 0.2 * size)
    given = {"face": PLAIN, "colour": BLACK, "order": 10} | other
    return Run(text, box, y, size, **given)


def line(*runs: Run) -> Line:
    """Runs on one baseline."""
    left, right = runs[0].box.left, max(one.box.right for one in runs)
    box = Box(left, runs[0].box.top, right, runs[0].box.bottom)
    text = " ".join(one.text for one in runs)
    return Line(text, box, runs[0].baseline, runs[0].size, runs, None, False)


def paragraph(*lines: Line | str, page: int = 1, kind: str = "P", y: float = 100.0) -> Paragraph:
    """Lines one under the other."""
    made = [
        line(run(one, y=y + 17 * index)) if isinstance(one, str) else one
        for index, one in enumerate(lines)
    ]
    return Paragraph(page, tuple(made), kind)


def file(*paragraphs: Paragraph, language: str = "en", **other: Any) -> Printed:
    """A file of these paragraphs; other fields are those of its pages."""
    last = max((one.page for one in paragraphs), default=1)
    pages = tuple(
        Page(
            number,
            WIDTH,
            HEIGHT,
            tuple(
                run
                for one in paragraphs
                if one.page == number
                for line in one.lines
                for run in line.runs
            ),
            **other,
        )
        for number in range(1, last + 1)
    )
    return Printed(Finished(pages, (), "A leaflet", True, language, False), paragraphs)


def said(module: Any, subject: Printed) -> dict[str, list[str]]:
    """What the rules of a module say, by rule."""
    found = {
        rule.id: [one.message for one in rule.looks(subject, rule.threshold or 0.0)]
        for rule in module.RULES
    }
    return {name: messages for name, messages in found.items() if messages}


# Line ends


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("Do your exer\u00ad", "cises daily"), "'exer-cises'"),
        (("Do your exer\u2010", "cises daily"), "'exer-cises'"),
        (("Exercises: do your exer-", "cises daily"), "'exer-cises'"),
        (("It is im-", "portant to rest. Go slow-", "ly."), "'im-portant', 'slow-ly'"),
    ],
)
def test_a_split_word_is_quoted(lines: Sequence[str], words: str) -> None:
    assert said(breaks, file(paragraph(*lines))) == {"PRINT-09": [f"split words: {words}"]}


@pytest.mark.parametrize(
    "lines",
    [
        ("Come to your follow-", "up visit"),
        ("A cold-water bottle, or a cold-", "water pack"),
        ("Use water that is cold, not ice-", "water. Ice melts."),
        ("It was Smith-", "Jones who said it"),
        ("one single ham-", "string proves nothing"),
        ("Mon - Fri, Sat -", "call us"),
        ("A self\u2010help group, a self\u2010", "help book"),
        ("Rest for 2-", "3 days"),
    ],
)
def test_words_with_a_hyphen_of_their_own_are_left_alone(lines: Sequence[str]) -> None:
    assert said(breaks, file(paragraph(*lines))) == {}


@pytest.mark.parametrize(
    ("upper", "lower", "words"),
    [
        ("Rest for 10", "minutes.", "10 minutes"),
        ("Take (2.5", "mg) daily", "2.5 mg"),
        ("It grows by 3", "cm.", "3 cm"),
        ("Wait 6", "weeks", "6 weeks"),
    ],
)
def test_a_number_without_its_unit_is_quoted(upper: str, lower: str, words: str) -> None:
    message = f"a number parted from its unit: '{words}'"
    assert said(breaks, file(paragraph(upper, lower))) == {"PRINT-09": [message]}


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Published in 2024", "days after it"),
        ("Call 111", "or your GP"),
        ("Do it 3", "times"),
        ("Take 10", "more steps"),
        ("Look at page 4", "minutely"),
        ("Room B12", "hours 9 to 5"),
    ],
)
def test_other_numbers_at_a_line_end_are_left_alone(upper: str, lower: str) -> None:
    assert said(breaks, file(paragraph(upper, lower))) == {}


def test_the_lines_of_a_table_of_contents_are_no_body_text() -> None:
    leaders = "Walking " + ". " * 40 + "4"
    assert said(setting, file(paragraph(*[leaders] * 6))) == {}


# Emphasis


@pytest.mark.parametrize(
    "text",
    [
        "DO NOT DRIVE AFTERWARDS.",
        "Please DO NOT USE THE LIFT today.",
        "PATIENT INFORMATION LEAFLET",
    ],
)
def test_capitals_in_a_row_are_found(text: str) -> None:
    assert list(said(emphasis, file(paragraph(text)))) == ["PRINT-05"]


@pytest.mark.parametrize(
    "text",
    ["Call NHS 111, your GP or A&E.", "An MRI, CT or ECG.", "HILL CLINIC, Testham", "NHS UK GP"],
)
def test_names_and_acronyms_are_left_alone(text: str) -> None:
    assert said(emphasis, file(paragraph(text))) == {}


def test_a_link_and_an_address_may_be_underlined_and_a_rule_of_a_table_is_none() -> None:
    words = run("read our page about feet")
    under = Area(Box(70, 102, words.box.right, 102.6), 11, fill=BLACK)
    wide = Area(Box(70, 102, words.box.right + 40, 102.6), 11, fill=BLACK)
    one = paragraph(line(words))
    assert list(said(emphasis, file(one, areas=(under,)))) == ["PRINT-05"]
    assert said(emphasis, file(one, areas=(wide,))) == {}
    link = Link(words.box, "https://example.org", "", words.text)
    assert said(emphasis, file(one, areas=(under,), links=(link,))) == {}
    address = paragraph(line(run("see and read www.example.org today")))
    assert said(emphasis, file(address, areas=(under,))) == {}


def test_a_word_may_differ_in_colour_when_it_also_does_in_brightness_weight_or_place() -> None:
    def red(colour: Colour, **other: Any) -> Printed:
        words = line(run("Stop at once if it"), run("hurts", x=190, colour=colour, **other))
        return file(paragraph(words, "and rest for a while"))

    assert list(said(emphasis, red((0.45, 0.0, 0.0)))) == ["PRINT-16"]
    assert said(emphasis, red((0.9, 0.1, 0.1))) == {}
    assert said(emphasis, red((0.45, 0.0, 0.0), face=BOLD)) == {}
    assert said(emphasis, red((0.3, 0.3, 0.3))) == {}


def test_capitals_end_before_the_next_sentence() -> None:
    found = said(emphasis, file(paragraph("FUTURE REVISIONS OF THIS LICENSE A licence is")))
    assert found == {"PRINT-05": ["text in capitals: 'FUTURE REVISIONS OF THIS LICENSE'"]}


# Lines


def test_ragged_text_is_never_taken_for_justified() -> None:
    chance = random.Random(7)
    looked = 0
    for _ in range(120):
        paragraphs = [_ragged(chance) for _ in range(25)]
        looked += sum(len(one.lines) > 2 for one in paragraphs)
        assert "PRINT-06" not in said(setting, file(*paragraphs))
    assert looked > 2000


def _ragged(chance: random.Random) -> Paragraph:
    """Words of chance, broken where the next does not fit into 380 points."""
    lines, width = [], 0.0
    for _ in range(chance.randint(15, 70)):
        word = sum(chance.uniform(3, 9) for _ in range(chance.randint(1, 9)))
        if not lines or width + 3.3 + word > 380:
            lines.append(0.0)
            width = -3.3
        width += 3.3 + word
        lines[-1] = width
    made = tuple(
        structs.replace(line(run("abcde " * 10, y=100 + 17 * i)), box=Box(70, 90, 70 + end, 104))
        for i, end in enumerate(lines)
    )
    return Paragraph(1, made, "P")


def test_lines_of_a_heading_may_be_closer() -> None:
    def two(kind: str, step: float) -> Printed:
        upper, lower = (line(run("Some words of it", y=100 + step * i)) for i in (0, 1))
        return file(paragraph(upper, lower, kind=kind))

    assert said(setting, two("H1", 12 * 1.15)) == {}
    assert list(said(setting, two("H1", 12 * 1.05))) == ["PRINT-08"]
    assert list(said(setting, two("P", 12 * 1.15))) == ["PRINT-08"]
    assert said(setting, two("P", 12 * 1.25)) == {}


# Size


def test_a_raised_figure_is_no_small_type_but_a_small_word_is() -> None:
    raised = paragraph(line(run("A patch of 4 cm"), run("2", x=160, size=7)))
    assert said(type_size, file(raised)) == {}
    small = paragraph(line(run("A patch of skin"), run("not shown", x=170, size=7)))
    assert said(type_size, file(small)) == {
        "PRINT-03": ["type smaller than 12 pt: 'not shown' (7 pt)"]
    }


def test_body_text_is_told_once_and_not_again_as_small_type() -> None:
    body = paragraph(line(run("Words of the body text", size=9)))
    foot = paragraph(line(run("foot", size=8)), kind="Artifact")
    assert said(type_size, file(body, foot)) == {
        "PRINT-01": ["the body text is smaller than 12 pt: 'Words of the body text' (9 pt)"],
        "PRINT-03": ["type smaller than 12 pt: 'foot' (8 pt)"],
    }


# Colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), 21.0),
        ((0x76 / 255,) * 3, (1.0, 1.0, 1.0), 4.54),
        ((1.0, 0.0, 0.0), (1.0, 1.0, 1.0), 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: Colour, other: Colour, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_the_ground_is_what_was_painted_last_before_the_words() -> None:
    words = run("white words", colour=(1.0, 1.0, 1.0))
    dark = Area(Box(60, 80, 300, 120), 5, fill=(0.0, 0.0, 0.3))
    pale = Area(Box(60, 80, 300, 120), 6, fill=(0.9, 0.9, 0.9))
    later = Area(Box(60, 80, 300, 120), 20, stroke=BLACK)
    one = paragraph(line(words))
    assert said(colour, file(one, areas=(dark, later))) == {}
    assert list(said(colour, file(one, areas=(dark, pale)))) == ["PRINT-11"]
    assert list(said(colour, file(one))) == ["PRINT-11"]
    hidden = structs.replace(pale, order=20)
    assert said(colour, file(one, areas=(hidden,))) == {}


def test_a_thin_veil_is_mixed_with_what_is_under_it() -> None:
    words = run("words")
    veil = Area(Box(0, 0, 300, 300), 2, fill=BLACK, opacity=0.5)
    (ground, *_) = Painted(Page(1, WIDTH, HEIGHT, (words,), (veil,))).under(words)
    assert ground.colours == ((0.5, 0.5, 0.5),)


def test_a_curved_shape_may_or_may_not_lie_under_the_words() -> None:
    words = run("white words", colour=(1.0, 1.0, 1.0))
    blob = Area(Box(60, 80, 300, 120), 5, fill=(0.0, 0.0, 0.3), is_box=False)
    assert said(colour, file(paragraph(line(words)), areas=(blob,))) == {}
    assert said(colour, file(paragraph(line(run("black words"))), areas=(blob,))) == {}
    grey = structs.replace(blob, fill=(0.5, 0.5, 0.5))
    lost = structs.replace(words, colour=(0.65, 0.65, 0.65))
    assert list(said(colour, file(paragraph(line(lost)), areas=(grey,)))) == ["PRINT-11"]


def test_words_on_a_panel_over_a_picture_are_on_plain_ground() -> None:
    words = run("Come on Tuesday")
    picture = Image(Box(0, 0, 400, 400), 3)
    panel = Area(Box(60, 80, 300, 120), 5, fill=(1.0, 1.0, 1.0))
    one = paragraph(line(words))
    assert list(said(colour, file(one, images=(picture,)))) == ["PRINT-10"]
    assert said(colour, file(one, images=(picture,), areas=(panel,))) == {}
    beside = structs.replace(picture, box=Box(150, 0, 400, 400))
    assert said(colour, file(one, images=(beside,))) == {}


# Places


def test_words_that_touch_but_do_not_cover_are_left_alone() -> None:
    def two(x: float, y: float, **other: Any) -> Printed:
        first, second = run("Some words"), run("other words", x=x, y=y, order=11, **other)
        return file(paragraph(line(first)), paragraph(line(second)))

    assert said(edges, two(70, 112)) == {}
    assert said(edges, two(128, 100)) == {}
    assert list(said(edges, two(100, 103))) == ["PAGE-02"]
    assert list(said(edges, two(70, 100))) == ["PAGE-02"]
    assert said(edges, two(100, 100, opacity=0.0)) == {}


def test_words_on_a_panel_that_covers_others_cover_none() -> None:
    first, second = run("Some words", order=1), run("other words", order=9)
    panel = Area(Box(60, 80, 300, 120), 5, fill=(1.0, 1.0, 1.0))
    both = (paragraph(line(first)), paragraph(line(second)))
    assert said(edges, file(*both, areas=(panel,))) == {}
    assert list(said(edges, file(*both))) == ["PAGE-02"]


def test_which_edge_and_how_near_is_said() -> None:
    near = paragraph(line(run("near", x=WIDTH - 30)))
    assert said(edges, file(near)) == {
        "PAGE-01": ["text nearer to the edge than 5 mm: 'near' (2.1 mm, right)"]
    }


def test_words_that_come_twice_are_no_furniture() -> None:
    paragraphs = [
        paragraph(line(run("Space for a picture", y=y)), page=page, kind="Figure")
        for page, y in ((1, 60.0), (2, 80.0), (3, 95.0))
    ]
    numbers = [
        paragraph(line(run(str(page), x=75, y=60.0 + 9 * page)), page=page, kind="LBody")
        for page in (1, 2, 3)
    ]
    assert said(furniture, file(*paragraphs, *numbers)) == {}


def test_a_heading_of_the_next_column_is_alone_too_but_not_above_notes() -> None:
    first = paragraph("Some words here", y=100)
    heading = paragraph("What can I do?", kind="H2", y=780)
    beside = paragraph(line(run("Keep moving a little", x=320, y=100)))
    assert list(said(layout, file(first, heading, beside))) == ["PAGE-03"]
    rules = tuple(Area(Box(70, y, 300, y), 3, stroke=BLACK) for y in (795, 805))
    assert said(layout, file(first, heading, beside, areas=rules)) == {}
    below = paragraph("Rest.", y=797)
    assert said(layout, file(first, heading, below, beside)) == {}


def test_other_formats_are_asked_for_in_english_and_of_more_than_a_sheet() -> None:
    first, second = paragraph("Words"), paragraph("Words", page=2)
    assert list(said(promised, file(first, second))) == ["PRINT-15"]
    assert said(promised, file(first, second, language="de-DE")) == {}
    assert said(promised, file(first)) == {}
    title = paragraph(line(run("Large print", size=20)))
    assert list(said(promised, file(title, second))) == ["PRINT-15"]
