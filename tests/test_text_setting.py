"""Words become lines: where a line may end, what stays together, and that no word is lost."""

import re
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from handout.document import Field, Fill, Heading, Paragraph, Run, Spans
from handout.errors import HandoutError, Place
from handout.pages.blocks import set_block
from handout.pages.box import Box
from handout.pages.fonts import open_face, open_faces
from handout.pages.setting import setting
from handout.pages.text import ARTIFACT, OWN, SetText, Type, number
from referee import structure_problems, text_from_tree
from sheets import BODY, FACES, document, pdf, setter, template, words

STRING = re.compile(
    rb"\(((?:[^\\()]|\\.)*)\)|(/F(\d+) )|<FEFF|ActualText<([0-9a-f]+)>|EMC", re.DOTALL
)


@dataclass(frozen=True)
class Line:
    """A line read back from its operators."""

    text: str
    left: float
    right: float


def spelled(content: bytes) -> str:
    """The characters that operators show, by the faces' own tables and ActualText."""
    face, hidden, text = 0, False, []
    for found in STRING.finditer(content):
        if found[3]:
            face = int(found[3])
        elif found[4]:
            hidden = True
            text.append(bytes.fromhex(found[4].decode())[2:].decode("utf-16-be"))
        elif found[0] == b"EMC":
            hidden = False
        elif not hidden and found[1] is not None:
            raw = re.sub(rb"\\(.)", lambda f: b"\r" if f[1] == b"r" else f[1], found[1], flags=re.S)
            table = open_face(face, FACES[face]).spelling
            text += [table[int.from_bytes(raw[n : n + 2], "big")] for n in range(0, len(raw), 2)]
    return "".join(text)


def lines(done: SetText) -> list[Line]:
    """The lines, with the x of their first and last words' ends without a last space."""
    found = []
    for segments in done.lines:
        text = "".join(spelled(s.content) for s in segments if s.owner != ARTIFACT)
        found.append(Line(text, segments[0].left, segments[-1].right))
    return found


def set_lines(text: str, width: float) -> list[str]:
    """The lines of plain words at a width."""
    return [line.text for line in lines(setter().set(words(text), BODY, width, (0, 0), None))]


def width_of(text: str, style: Type = BODY) -> float:
    """How wide words are on one line."""
    return setter().set(words(text), style, 10_000.0, (0, 0), None).width


def test_lines_are_filled_with_as_many_words_as_fit() -> None:
    whole = width_of("Keep on walking")
    assert set_lines("Keep on walking each day", whole + 0.1) == ["Keep on walking ", "each day"]
    assert set_lines("Keep on walking each day", whole - 0.1) == [
        "Keep on ",
        "walking each ",
        "day",
    ]


def test_the_space_at_a_line_end_is_kept_and_needs_no_room() -> None:
    assert set_lines("Keep on", width_of("Keep") + 0.1) == ["Keep ", "on"]
    assert "".join(set_lines("one two three four five", 30.0)) == "one two three four five"


def test_spaces_in_a_row_are_read_as_one_and_none_stands_first() -> None:
    assert set_lines("  Keep   on ", 300.0) == ["Keep on "]


def test_a_number_stays_with_its_unit() -> None:
    text = "Hold it for 20 seconds, then rest."
    for width in range(40, 260):
        if width < width_of("20 seconds,"):
            continue
        got = set_lines(text, float(width))
        assert "".join(got) == text
        assert not any(line.endswith("20 ") for line in got), (width, got)


def test_ranges_times_and_dates_stay_with_what_follows_them() -> None:
    for bound in ("5-10 minutes", "10–20 times", "4 March", "10.5 kg", "08:00 to"):
        at = width_of(f"ring us at {bound.split(' ')[0]}") + 1
        got = set_lines(f"ring us at {bound} only", at)
        assert any(bound in line for line in got), got


def test_two_numbers_and_a_word_before_a_number_may_be_parted() -> None:
    assert set_lines("ring 01632 960", width_of("ring 01632") + 1) == ["ring 01632 ", "960"]
    assert set_lines("take 10", width_of("take") + 1) == ["take ", "10"]


def test_a_number_in_strong_type_stays_with_its_unit() -> None:
    spans = (Run("for "), Run("20", strong=True), Run(" seconds"))
    done = setter().set(spans, BODY, width_of("20 seconds") + 4, (0, 0), None)
    assert [line.text for line in lines(done)] == ["for ", "20 seconds"]


def test_a_number_of_the_visit_stays_with_its_unit() -> None:
    spans = (Run("for "), Field(0), Run(" seconds"))
    done = setter(Fill(texts=("20",))).set(spans, BODY, width_of("20 seconds") + 4, (0, 0), None)
    assert [line.text for line in lines(done)] == ["for ", "20 seconds"]


def test_a_unit_is_not_cut_where_it_fits_on_a_line_of_its_own() -> None:
    assert set_lines("10 minutes", width_of("minutes") + 1) == ["10 ", "minutes"]


def test_words_are_never_hyphenated() -> None:
    text = "physiotherapist-led self-management programmes"
    for width in range(150, 320, 7):
        for line in set_lines(text, float(width)):
            assert line.strip() in text
            assert set(line.split()) <= set(text.split())


def test_a_word_wider_than_the_line_is_cut_between_its_letters() -> None:
    word = "W" * 40
    width = width_of("W" * 10) + 1
    got = set_lines(f"so {word} it is", width)
    assert "".join(got) == f"so {word} it is"
    assert got[0].startswith("so WW")
    assert got[1:4] == ["W" * 10] * 3
    assert set_lines(f"so {word[:10]}", width) == ["so ", "W" * 10]


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    word = "e\u0301\u0323" * 20
    for line in set_lines(word, 40.0):
        assert line.startswith("e") and len(line) % 3 == 0


def test_a_letter_wider_than_the_line_stands_alone() -> None:
    assert set_lines("WWW", 5.0) == ["W", "W", "W"]


def test_punctuation_of_another_span_stays_with_its_word() -> None:
    spans = (Run("Ring "), Run("999", strong=True), Run(", then wait."))
    without_comma = setter().set(spans[:2], BODY, 300.0, (0, 0), None).width
    done = setter().set(spans, BODY, without_comma + 1, (0, 0), None)
    assert [line.text for line in lines(done)] == ["Ring ", "999, ", "then ", "wait."]


def test_a_field_without_words_is_a_ruled_blank_that_is_not_read() -> None:
    done = setter().set((Run("Date: "), Field(0, blank=60.0)), BODY, 300.0, (0, 0), None)
    (line,) = done.lines
    assert [segment.owner for segment in line] == [OWN, ARTIFACT]
    assert line[1].right - line[1].left == pytest.approx(60.0, abs=0.1)
    assert lines(done)[0].text == "Date: "


def test_a_blank_shrinks_to_what_its_line_has_left() -> None:
    spans = (Run("Date: "), Field(0, blank=400.0))
    done = setter().set(spans, BODY, 200.0, (10.0, 0), None)
    (line,) = done.lines
    assert line[1].right == pytest.approx(210.0, abs=0.1)


def test_a_blank_with_no_room_to_write_goes_to_the_next_line() -> None:
    left = width_of("Your next appointment: ")
    spans = (Run("Your next appointment: "), Field(0, blank=400.0))
    done = setter().set(spans, BODY, left + 50.0, (0, 0), None)
    assert len(done.lines) == 2
    assert done.lines[1][0].owner == ARTIFACT
    assert done.lines[1][0].right == pytest.approx(left + 50.0, abs=0.1)


def test_the_visits_words_stand_where_the_field_is() -> None:
    spans = (Run("Dear "), Field(0), Run(", see "), Field(1, strong=True), Run("."))
    done = setter(Fill(texts=("Jo Bloggs", "us"))).set(spans, BODY, 300.0, (0, 0), None)
    assert [line.text for line in lines(done)] == ["Dear Jo Bloggs, see us."]
    assert done.faces == {0, 1}


def test_links_and_other_languages_own_their_words_and_no_others() -> None:
    spans = (
        Run("Say "),
        Run("goede morgen", language="nl"),
        Run(" or "),
        Run("book a visit", link="https://example.org"),
        Run("."),
    )
    done = setter().set(spans, BODY, 500.0, (0, 0), None)
    (line,) = done.lines
    assert [(s.owner, spelled(s.content)) for s in line] == [
        (OWN, "Say "),
        (1, "goede morgen"),
        (OWN, " or "),
        (2, "book a visit"),
        (OWN, "."),
    ]
    assert [(inline.language, inline.link) for inline in done.inlines] == [
        ("nl", ""),
        ("", "https://example.org"),
    ]
    assert all(a.right == pytest.approx(b.left) for a, b in zip(line, line[1:], strict=False))


def test_a_link_over_two_lines_has_an_area_on_each() -> None:
    link = Run("book a visit with one of us today", link="https://example.org")
    data = pdf(Heading(2, words("Booking")), Paragraph((Run("You can " * 7), link, Run("."))))
    assert structure_problems(data) == []
    assert data.count(b"/Subtype/Link") == 2


def test_strong_words_are_set_in_the_bold_face_and_belong_to_the_paragraph() -> None:
    done = setter().set(
        (Run("Do "), Run("not", strong=True), Run(" wait")), BODY, 300, (0, 0), None
    )
    (segment,) = done.lines[0]
    assert segment.owner == OWN
    assert re.findall(rb"/F(\d) ", segment.content) == [b"0", b"1", b"0"]


def test_nothing_to_set_gives_no_lines() -> None:
    for spans in ((), words(""), words("  ")):
        done = setter().set(spans, BODY, 300.0, (0, 0), None)
        assert (done.lines, done.width) == ((), 0.0)


def test_the_faces_of_the_spaces_are_among_those_used() -> None:
    """Words of a fallback face have spaces of the first face; without it the file had no font."""
    done = setter().set((Run("Γειά σου", strong=True),), BODY, 300.0, (0, 0), None)
    assert done.faces == {1, 3}
    data = pdf(title="Γειά σου Κόσμε")
    assert structure_problems(data) == []
    assert ("H1", "Γειά σου Κόσμε") in text_from_tree(data)


def test_a_character_no_face_has_is_said_with_its_place() -> None:
    place = Place("handouts/sciatica.yaml", 8, 5)
    with pytest.raises(HandoutError) as raised:
        setter().set(words("Walk 🚶 daily"), BODY, 300.0, (0, 0), place)
    (problem,) = raised.value.problems
    assert problem.message == "no font of this look has the character '🚶' (U+1F6B6 PEDESTRIAN)"
    assert problem.place == place
    assert problem.hint


def test_a_character_of_the_visit_is_said_without_the_visits_words() -> None:
    with pytest.raises(HandoutError) as raised:
        setter(Fill(texts=("Margaret 한",))).set(
            (Field(0),), BODY, 300.0, (0, 0), Place("handouts/sciatica.yaml", 8, 5)
        )
    (problem,) = raised.value.problems
    assert "U+D55C" in problem.message and "in the visit's words" in problem.message
    assert "Margaret" not in str(problem)
    assert problem.place is None


def test_numbers_of_the_file_are_short_and_never_minus_nothing() -> None:
    assert [number(value) for value in (1.0, 0.5, 12.345, -0.001, 100.0, 0.0, -3.1)] == [
        b"1", b"0.5", b"12.35", b"0", b"100", b"0", b"-3.1",
    ]  # fmt: skip


def paragraph(text: str, width: float) -> Box:
    """A paragraph set in the plain look."""
    look = setting(template(), "#0b5e6f", open_faces(FACES), "en-GB", {}, 700.0)
    return set_block(Paragraph(words(text)), look, width)


@pytest.mark.parametrize(
    ("count", "may_end_after"),
    [(1, []), (2, []), (3, []), (4, [2]), (5, [2, 3]), (7, [2, 3, 4, 5])],
)
def test_two_lines_at_least_stay_at_each_end_of_a_page(
    count: int, may_end_after: list[int]
) -> None:
    box = paragraph("walk " * count, width_of("walk") + 1)
    assert len(box.rows) == count
    assert [n for n in range(1, count) if not box.rows[n].tied] == may_end_after


LETTERS = some.sampled_from("abcdefghijklmnoWMil ÄéñçŁőß-–'’(),.!?/0123456789αβγЖД")
WORDS = some.text(LETTERS, min_size=1, max_size=60)
SPANS = some.lists(
    some.builds(
        Run,
        WORDS,
        strong=some.booleans(),
        language=some.sampled_from(("", "", "nl")),
        link=some.sampled_from(("", "", "https://example.org")),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


@given(SPANS, some.floats(10.0, 400.0), some.sampled_from((7.0, 12.0, 18.0)))
@settings(max_examples=300, deadline=None)
def test_at_any_width_every_word_comes_back_in_order_inside_the_line(
    spans: Spans, width: float, size: float
) -> None:
    style = Type(size, size * 1.4, "regular", b"0 0 0 rg")
    done = setter().set(spans, style, width, (30.0, -5.0), None)
    got = lines(done)
    written = "".join(span.text for span in spans if isinstance(span, Run))
    assert "".join(line.text for line in got) == re.sub(" +", " ", written).removeprefix(" ")
    for line, segments in zip(got, done.lines, strict=True):
        assert line.left == pytest.approx(30.0)
        trailing = 0.3 * size if line.text.endswith(" ") else 0.0
        one_letter = len(line.text.strip()) == 1
        assert line.right - trailing <= 30.0 + width + 0.5 or one_letter
        assert all(
            b.left == pytest.approx(a.right) for a, b in zip(segments, segments[1:], strict=False)
        )


@given(WORDS, some.floats(10.0, 200.0))
@settings(max_examples=100, deadline=None)
def test_a_line_ends_where_the_next_word_does_not_fit(text: str, width: float) -> None:
    got = set_lines(text, width)
    for line, after in zip(got, got[1:], strict=False):
        first = after.split(" ")[0]
        if line.endswith(" ") and first:
            unit = re.match(r"\d[\d.,:/–-]* [^\W\d_]\S*", after)
            needed = unit[0] if unit else first
            cut = width_of(needed) > width
            assert cut or width_of(line + needed) > width - 0.5


def test_the_page_reads_as_it_was_written() -> None:
    text = "It’s 5 to 10 minutes — “no more” – at 50% (or 3 × 4)… Ærøskøbing, Łódź, Győr. "
    made = document(Heading(2, words("Words")), Paragraph(words(text * 4)))
    assert ("P", text * 4) in text_from_tree(pdf(*made.blocks[1:]))
