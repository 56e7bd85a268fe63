"""The Markdown that authors may write, and everything they may not, each with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handout.errors import HandoutError, Place
from handout.markup import (
    Marked,
    MarkedList,
    MarkedParagraph,
    Placeholder,
    Words,
    read_blocks,
    read_line,
)
from handout.model.scalars import Text
from small_clinic import shown, workspace


def text(value: str, line: int = 1, column: int = 1) -> Text:
    """A text as it is read from a `|` block that starts at the line and column."""
    excerpt = " " * (column - 1) + value.split("\n")[0]
    return Text(value, Place("tea.yaml", line, column, excerpt))


def refused(value: str) -> list[str]:
    """What is wrong with a text of blocks that starts on line 10, column 5."""
    with pytest.raises(HandoutError) as caught:
        read_blocks(text(value, 10, 5))
    return shown(caught.value)


def placeholders(marked: Marked) -> list[tuple[str, int, int]]:
    """Each placeholder with its line and column."""
    return [
        (part.source, part.place.line, part.place.column)
        for part in marked
        if isinstance(part, Placeholder)
    ]


def test_strong_words_and_links_are_read() -> None:
    assert read_line(text("Take **two** a [day](https://example.org/a?b=1&c=2).")) == (
        Words("Take "),
        Words("two", strong=True),
        Words(" a "),
        Words("day", link="https://example.org/a?b=1&c=2"),
        Words("."),
    )


def test_words_stay_strong_after_strong_words_inside_them() -> None:
    parts = read_line(text("**one **two** three** four"))
    strong = [part.strong for part in parts]
    assert strong[:-1] == [True] * (len(parts) - 1)
    assert strong[-1] is False


def test_paragraphs_and_lists_are_read() -> None:
    assert read_blocks(text("One\ntwo.\n\n- a\n- **b**\n\n1. c\n2. d\n")) == (
        MarkedParagraph((Words("One"), Words(" "), Words("two."))),
        MarkedList(((Words("a"),), (Words("b", strong=True),)), is_numbered=False),
        MarkedList(((Words("c"),), (Words("d"),)), is_numbered=True),
    )


def test_an_empty_text_has_no_spans() -> None:
    assert read_line(text("")) == read_line(text("  \n")) == ()
    assert read_blocks(text("")) == ()


@pytest.mark.parametrize(
    "written",
    ["# Tea", "- tea", "1. tea", "> tea", "2 * 3 * 4", "a_b_c", "AT&T", "a < b > c", "[x]", "}} {"],
)
def test_a_line_prints_what_is_no_markup_there(written: str) -> None:
    """A heading or a cell is one line: what starts a block elsewhere is plain words in it."""
    assert "".join(part.text for part in read_line(text(written)) if isinstance(part, Words)) == (
        written
    )


@pytest.mark.parametrize(
    ("written", "prints"),
    [(r"\*x\*", "*x*"), (r"1986\. A year", "1986. A year"), (r"\{{ x }}", "{{ x }}")],
)
def test_a_backslash_makes_markup_plain(written: str, prints: str) -> None:
    (block,) = read_blocks(text(written))
    assert isinstance(block, MarkedParagraph)
    assert "".join(part.text for part in block.spans if isinstance(part, Words)) == prints


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("fine\nan *italic* word", "11:5 italics are hard to read"),
        ("`code`", "10:5 code marks have no place in a leaflet"),
        ("![a](b.png)", "10:5 a picture cannot stand inside a line"),
        ("fine\n\nx<br>", "12:5 HTML is not read"),
        ("<div>x</div>", "10:5 HTML is not read"),
        ("<!-- note -->", "10:5 HTML is not read"),
        ("fine\n\n# Head", "12:5 a heading cannot stand inside a text"),
        ("Head\n====", "10:5 a heading cannot stand inside a text"),
        ("> said", "10:5 a quotation cannot stand here"),
        ("fine\n\n    code", "12:5 a line that starts with four spaces is code"),
        ("```\ncode\n```", "10:5 code marks have no place in a leaflet"),
        ("fine\n\n---", "12:5 a rule cannot stand here"),
        ("- a\n  - b", "11:5 a list cannot stand inside a list"),
        ("- a\n\n  b", "12:5 a list item cannot hold two paragraphs"),
        ("- a\n-\n- c", "11:5 the list item is empty"),
        ("3. a\n4. b", "10:5 the list starts with 3"),
        ("1986. A good year", "10:5 the list starts with 1986"),
        ("one\\\ntwo", "10:5 a line break cannot stand in a text"),
        ("a &nbsp; b", "10:5 '&nbsp;' is HTML"),
        ("[a](ftp://b)", "10:5 the link 'ftp://b' is no web address"),
        ("[a](javascript:x)", "10:5 the link 'javascript:x' is no web address"),
        ("[a](b)", "10:5 the link 'b' is no web address"),
        ("<a@b.org>", "10:5 the link 'mailto:a@b.org' is no web address"),
        ("[](https://b.org)", "10:5 the link has no words"),
        ("[a](https://b.org 'c')", "10:5 a link's title cannot be printed"),
        ("[a]({{ clinic.booking_url }})", "10:9 a placeholder cannot be a link's address"),
        ("[a]({{clinic.booking_url}})", "10:5 a placeholder cannot be a link's address"),
        ("a {{ b", "10:7 '{{ b' is never closed"),
        ("it's {{ patient.name's }}", '10:10 "{{ patient.name\'s }}" is never closed'),
        ("a {% if x %}", "10:7 '{% if x %}' is not allowed: a text holds values only"),
        ("a\nb {# c #}", "11:7 '{# c #}' is not allowed: a text holds values only"),
    ],
)
def test_what_is_outside_the_subset_is_refused_with_its_line(written: str, complaint: str) -> None:
    assert refused(written) == [complaint]


def test_everything_outside_the_subset_is_said_at_once() -> None:
    assert refused("*a*\n\n`b`\n\n# c") == [
        "10:5 italics are hard to read",
        "12:5 code marks have no place in a leaflet",
        "14:5 a heading cannot stand inside a text",
    ]


def test_a_hostile_text_does_not_make_a_thousand_problems() -> None:
    assert len(refused("`a` " * 5000)) == 100


def test_a_link_definition_is_not_swallowed() -> None:
    """Markdown would take the line away without a word."""
    (block,) = read_blocks(text("[tea]: https://example.org"))
    assert block == MarkedParagraph((Words("[tea]: https://example.org"),))


def test_one_line_texts_hold_no_second_paragraph() -> None:
    with pytest.raises(HandoutError) as caught:
        read_line(text("one\n\ntwo", 3, 7))
    assert shown(caught.value) == ["5:7 an empty line cannot stand in this text"]


def test_a_placeholder_keeps_its_place_whatever_it_stands_in() -> None:
    parts = read_line(
        text("For **{{ patient.given }}** and [{{ clinic.name }}](https://a.org)", 4, 9)
    )
    assert placeholders(parts) == [("patient.given", 4, 15), ("clinic.name", 4, 42)]
    named, linked = (part for part in parts if isinstance(part, Placeholder))
    assert (named.strong, named.link) == (True, "")
    assert (linked.strong, linked.link) == (False, "https://a.org")


def test_placeholders_of_a_text_of_many_lines_keep_their_places() -> None:
    written = "First {{ a }}\nthen **{{ b }}**.\n\n- item {{ c }}\n- more\n  of it {{ d }}\n"
    paragraph, items = read_blocks(text(written, 20, 7))
    assert isinstance(paragraph, MarkedParagraph)
    assert isinstance(items, MarkedList)
    assert placeholders(paragraph.spans) == [("a", 20, 13), ("b", 21, 14)]
    assert placeholders(items.items[0]) == [("c", 23, 14)]
    assert placeholders(items.items[1]) == [("d", 25, 15)]


def test_a_placeholder_over_two_lines_counts_both() -> None:
    parts = read_line(text("{{ a\n}} and {{ b }}", 2, 3))
    assert placeholders(parts) == [("a", 2, 3), ("b", 3, 10)]


def test_braces_in_quotes_do_not_end_a_placeholder() -> None:
    (part,) = read_line(text("{{ 'a }} b' }}"))
    assert isinstance(part, Placeholder)
    assert part.source == "'a }} b'"


@pytest.mark.parametrize(
    ("blocks", "place"),
    [
        ("- text: One {{ nobody }}", "14:19"),
        ("- text: |\n    One.\n\n    Two **{{ nobody }}**", "17:17"),
        ("- text: |\n\n    - One\n    - Two {{ nobody }}", "17:17"),
        ("- text: >-\n    One {{ nobody }}", "15:15"),
        ("- text: 'One {{ nobody }}'", "14:20"),
        ('- bullets: [One, "{{ nobody }}"]', "14:25"),
    ],
)
def test_places_hold_in_every_way_to_write_a_text(
    blocks: str, place: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = workspace(tmp_path_factory.mktemp("clinic"), blocks)
    assert made.complaints() == [f"{place} unknown name 'nobody'"]


def test_in_a_folded_text_the_place_is_its_start(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = workspace(tmp_path_factory.mktemp("clinic"), "- text: >-\n    One\n    {{ nobody }}")
    assert made.complaints() == ["15:11 unknown name 'nobody'"]


PLAIN = st.text(
    st.characters(
        categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="*_`[]<>&\\{}!~|#"
    ),
    min_size=1,
).filter(lambda words: words.strip() != "")


@given(PLAIN)
def test_plain_words_come_back_unchanged(words: str) -> None:
    assert read_line(text(words)) == (Words(words),)


@given(st.lists(PLAIN.map(str.strip).filter(bool), min_size=1, max_size=4))
def test_plain_paragraphs_come_back_unchanged(paragraphs: list[str]) -> None:
    written = ["a" + words for words in paragraphs]
    assert read_blocks(text("\n\n".join(written))) == tuple(
        MarkedParagraph((Words(words),)) for words in written
    )


@given(st.text() | st.text("*_`[]()<>&\\{}%#!-1. \n\t'\"|~:ahtps/"))
def test_no_text_crashes_the_reader(words: str) -> None:
    for read in (read_line, read_blocks):
        try:
            read(text(words))
        except HandoutError as error:
            assert error.problems


@given(st.text("*[]{}<>`_- \n1.a\\&;("))
def test_nothing_is_lost_silently(words: str) -> None:
    """Every letter of a text that is accepted is printed, and in the same order."""
    try:
        blocks = read_blocks(text(words))
    except HandoutError:
        return
    lines = [
        spans
        for block in blocks
        for spans in (block.items if isinstance(block, MarkedList) else (block.spans,))
    ]
    parts = [part for spans in lines for part in spans]
    printed = "".join(part.text if isinstance(part, Words) else part.source for part in parts)
    assert [letter for letter in printed if letter == "a"] == ["a"] * words.count("a")
