"""Reading YAML into types: every problem with its place, no surprises, no leaks."""

import datetime
import json
import subprocess
import sys
import time
import unicodedata
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from handout.errors import HandoutError, Place
from handout.model.clinic import Clinic
from handout.model.drawing import Drawing
from handout.model.exercise import Exercise, Range
from handout.model.handout import (
    BreakBlock,
    BulletsBlock,
    CalloutBlock,
    FigureBlock,
    Handout,
    Shared,
    TextBlock,
)
from handout.model.scalars import Length, Text
from handout.model.template import Template
from handout.model.visit import Visit
from handout.source.reader import read
from speed import at_full_speed

BAD = Path(__file__).parent / "bad"
TYPES = {
    each.__name__: each for each in (Clinic, Drawing, Exercise, Handout, Shared, Template, Visit)
}


class Traps(Struct, frozen=True, forbid_unknown_fields=True):
    """One field of every sort."""

    words: str = ""
    flag: bool = False
    count: int = 0
    amount: float = 0.0
    width: Length = 0.0
    day: datetime.date | None = None
    size: Literal["small", "large"] | None = None
    text: Text | None = None
    short: Annotated[str, Meta(min_length=2, max_length=4)] = "none"
    year: Annotated[int, Meta(ge=1900)] = 1900
    share: Annotated[float, Meta(le=1)] = 0.0
    code: Annotated[str, Meta(pattern="^[A-Z]+$")] = "A"
    lines: tuple[str, ...] = ()


class Pair(Struct, frozen=True, forbid_unknown_fields=True):
    """A type that wants no place and has nothing optional."""

    left: str
    right: str


def problems_of(error: HandoutError) -> list[str]:
    """Each problem as its line, column and message."""
    found = []
    for problem in error.problems:
        place = problem.place
        assert place is not None
        at = f"{place.line}:{place.column}: " if place.line else ""
        found.append(at + problem.message)
    return found


def refused(text: str, into: type[Struct] = Traps) -> list[str]:
    """The problems of a text that cannot be read."""
    with pytest.raises(HandoutError) as caught:
        read(text.encode(), "f.yaml", into)
    return problems_of(caught.value)


def comments(text: str, word: str) -> list[str]:
    """What the comments at the top of a bad file say after this word."""
    lead = f"# {word} "
    return [line[len(lead) :] for line in text.splitlines() if line.startswith(lead)]


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_bad_file_gives_exactly_its_messages(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name, _, private = comments(text, "reads")[0].partition(", ")
    with pytest.raises(HandoutError) as caught:
        read(path.read_bytes(), path.name, TYPES[name], private=bool(private))
    assert sorted(problems_of(caught.value)) == sorted(comments(text, "expect"))
    hints = {problem.hint for problem in caught.value.problems}
    assert set(comments(text, "hint")) <= hints
    if private:
        said = str(caught.value) + repr(caught.value.problems)
        assert not any(name in said for name in ("Quen", "Blackthorn", "leftt"))


def test_there_are_bad_files() -> None:
    assert len(list(BAD.glob("*.yaml"))) >= 50


def test_problem_shows_the_line_a_caret_and_a_hint() -> None:
    with pytest.raises(HandoutError) as caught:
        read(b"words: a\nflagg: yes\n", "f.yaml", Traps)
    assert str(caught.value) == (
        "f.yaml:2:1: unknown field 'flagg'\n"
        "    2 | flagg: yes\n"
        "      | ^\n"
        "    hint: did you mean 'flag'?"
    )


def test_a_handout_is_read_with_its_places() -> None:
    shared = read(
        b"title: Signs\nlanguage: en-GB\nblocks:\n"
        b"  - text: |\n\n      Go to **A&E**.\n      Now.\n"
        b"  - bullets: [one, 'two', \"three\"]\n    when: patient.age >= 65\n"
        b"  - callout: soon\n    title: >-\n      Call\n      us\n    blocks: [{break: page}]\n"
        b"  - {figure: a.png, alt: A, caption: B, width: 18mm}\n",
        "s.yaml",
        Shared,
    )
    assert shared.place == Place("s.yaml", 1, 1, "title: Signs")
    text, bullets, callout, figure = shared.blocks
    assert isinstance(text, TextBlock)
    assert text.text == Text(
        "Go to **A&E**.\nNow.\n", Place("s.yaml", 6, 7, "      Go to **A&E**.")
    )
    assert isinstance(bullets, BulletsBlock)
    assert [word.place.column for word in bullets.bullets] == [15, 21, 28]
    assert bullets.when is not None
    assert bullets.when.value == "patient.age >= 65"
    assert isinstance(callout, CalloutBlock)
    assert callout.title.value == "Call us"
    assert (callout.title.place.line, callout.title.place.column) == (12, 7)
    assert isinstance(callout.blocks[0], BreakBlock)
    assert callout.blocks[0].break_ == "page"
    assert isinstance(figure, FigureBlock)
    assert figure.width == pytest.approx(51.0236, abs=1e-4)


@pytest.mark.parametrize(
    "block",
    [b"|2\n\n    in\n  out\n", b"|2 # how it is indented\n    in\n  out\n"],
)
def test_place_of_a_block_whose_first_line_is_indented_more(block: bytes) -> None:
    text = read(b"text: " + block, "f.yaml", Traps).text
    assert text is not None
    assert text.value == "  in\nout\n"
    assert text.place.column == 3
    assert text.place.excerpt == "    in"


@pytest.mark.parametrize("value", ["|", ">", "|\n\n\n", '""', "''"])
def test_place_of_an_empty_text(value: str) -> None:
    text = read(f"text: {value}\n".encode(), "f.yaml", Traps).text
    assert text is not None
    assert text.value == ""
    assert text.place.line == 1


@pytest.mark.parametrize(
    "written",
    ["no", "NO", "y", "007", "0o7", "0x1F", "12:30", "1_000", "1e3", ".inf", "2026-01-10"]
    + ["null", "~", "Null", "=", "3.10", "+44", "Off", "1,5"],
)
def test_words_stay_as_they_were_written(written: str) -> None:
    assert read(f"words: {written}\n".encode(), "f.yaml", Traps).words == written
    text = read(f"lines: [{written!r}]\n".encode(), "f.yaml", Traps)
    assert text.lines == (written,)


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("flag", "yes", True),
        ("flag", "ON", True),
        ("flag", "True", True),
        ("flag", "no", False),
        ("flag", "Off", False),
        ("flag", "false", False),
        ("count", "010", 10),
        ("count", "-3", -3),
        ("count", "'7'", 7),
        ("amount", "2", 2.0),
        ("amount", "-0.25", -0.25),
        ("width", "1in", 72.0),
        ("width", "2.54cm", 72.0),
        ("width", "12pt", 12.0),
        ("width", "25.4mm", 72.0),
        ("day", "2026-01-10", datetime.date(2026, 1, 10)),
        ("day", "'2024-02-29'", datetime.date(2024, 2, 29)),
        ("day", "", None),
        ("day", "null", None),
        ("size", "~", None),
        ("size", "large", "large"),
        ("text", "", None),
        ("year", "2026", 2026),
        ("share", "0.5", 0.5),
        ("lines", "[]", ()),
    ],
)
def test_a_scalar_is_read_by_the_type_of_its_field(field: str, written: str, value: object) -> None:
    read_back = getattr(read(f"{field}: {written}\n".encode(), "f.yaml", Traps), field)
    assert read_back == pytest.approx(value) if isinstance(value, float) else read_back == value


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("flag: y", "expected true or false for 'flag', found 'y'"),
        ("count: 1_000", "expected a whole number for 'count', found '1_000'"),
        ("count: 5.0", "expected a whole number for 'count', found '5.0'"),
        ("count: \u0665", "expected a whole number for 'count', found '\u0665'"),
        ("amount: 1e999", "expected a number for 'amount', found '1e999'"),
        ("width: 18 mm", "expected a length for 'width', found '18 mm'"),
        ("day: 2025-02-29", "expected a date for 'day', found '2025-02-29'"),
        ("day: 0000-01-01", "expected a date for 'day', found '0000-01-01'"),
        ("size: Large", "expected one of large, small for 'size', found 'Large'"),
        ("short: a", "expected at least 2 characters for 'short', found 'a'"),
        ("short: abcde", "expected at most 4 characters for 'short', found 'abcde'"),
        ("year: 1899", "expected a whole number of at least 1900 for 'year', found '1899'"),
        ("share: 1.5", "expected a number of at most 1 for 'share', found '1.5'"),
        ("code: a", "expected the right form for 'code', found 'a'"),
        ("flag: []", "expected a value for 'flag', found a list"),
        ("lines: []\nwords:", "'words' has no value"),
        ("lines: [a, ~]\nlines2: b", "unknown field 'lines2'"),
        ("lines:\n  -", "'lines.1' has no value"),
        ("code: |\n  ABC", ""),
    ],
)
def test_a_value_of_another_sort_is_refused(line: str, message: str) -> None:
    if not message:
        assert read(line.encode(), "f.yaml", Traps).code == "ABC"
        return
    assert [each.partition(": ")[2] for each in refused(line)] == [message]


def test_a_pattern_does_not_overlook_a_last_line_end() -> None:
    assert refused("code: |\n  ABC\n") == ["1:7: expected the right form for 'code', found 'ABC'"]


def test_a_number_or_a_range_is_read() -> None:
    base = b"name: a\nposition: a\nsteps: [a]\nfeel: a\nstop_if: a\nalt: a\n"
    dose = read(base + b"dose: {reps: 5-10, hold: 30, rest: null}\n", "e.yaml", Exercise).dose
    assert (dose.reps, dose.hold, dose.rest) == (Range(5, 10), Range(30, 30), None)


def test_long_values_are_cut_in_messages_and_excerpts() -> None:
    (message,) = refused(f"count: {'x' * 500}\n")
    assert message.endswith("found '" + "x" * 60 + "...'")
    with pytest.raises(HandoutError) as caught:
        read(f"{{words: {'x' * 500}, flag: maybe}}".encode(), "f.yaml", Traps)
    place = caught.value.problems[0].place
    assert place is not None
    assert place.excerpt == ""
    text = read(f"text: {'x' * 500}\n".encode(), "f.yaml", Traps).text
    assert text is not None
    assert len(text.place.excerpt) == 200


def test_a_misspelt_required_field_is_not_also_missing() -> None:
    assert refused("left: a\nrihgt: b\n", Pair) == ["2:1: unknown field 'rihgt'"]


def test_a_hundred_problems_are_enough() -> None:
    assert len(refused("".join(f"k{number}: x\n" for number in range(5000)))) == 100


def test_a_type_that_cannot_be_read_is_a_bug() -> None:
    class Odd(Struct, frozen=True):
        """A type with a field of a sort no file has."""

        raw: bytes = b""

    class Mixed(Struct, frozen=True):
        """A union whose kinds cannot be told apart."""

        mixed: int | str = 0

    with pytest.raises(TypeError, match="cannot read"):
        read(b"raw: a\n", "f.yaml", Odd)
    with pytest.raises(TypeError, match="union"):
        read(b"mixed: a\n", "f.yaml", Mixed)


def test_line_ends_of_every_system_count_the_same() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert refused(f"words: a{end}{end}flag: b{end}") == [
            "3:7: expected true or false for 'flag', found 'b'"
        ]


def test_words_are_composed_and_keys_too() -> None:
    assert read("words: Zoe\u0308\n".encode(), "f.yaml", Traps).words == "Zo\u00eb"
    assert read("words: 'e\u0301 \U0001f600'\n".encode(), "f.yaml", Traps).words == "é \U0001f600"


def test_changes_are_laid_over_the_file() -> None:
    data = b"patient:\n  given: Ann\n  family: Lee\nside: left\n"
    changes = (("patient.given", "no"), ("visit.date", "2026-01-10"), ("side", "right"))
    visit = read(data, "v.yaml", Visit, private=True, changes=changes)
    assert (visit.patient.given, visit.patient.family, visit.side) == ("no", "Lee", "right")
    assert visit.visit is not None
    assert visit.visit.date == datetime.date(2026, 1, 10)


def test_changes_alone_make_a_file() -> None:
    visit = read(b"", "v.yaml", Visit, changes=(("patient.given", "Zoe\u0308: 'x' #1"),))
    assert visit.patient.given == "Zo\u00eb: 'x' #1"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("patient.givn", "Jo", "--set: unknown field"),
        ("", "Jo", "--set: unknown field"),
        ("side", "up", "--set: expected one of both, left, right for 'side'"),
        ("handouts", "a", "--set: expected a list for 'handouts', found text"),
        ("handouts.1", "a", "--set: a list or a text has no fields that can be set"),
        ("patient.given.first", "a", "--set: a list or a text has no fields that can be set"),
        ("patient.family.first", "a", "--set: expected text for 'patient.family', found fields"),
        ("patient.given", "J\u202eo", "--set: the character U+202E is not allowed"),
        ("patient.given", "J\udce9o", "--set: the character U+DCE9 is not allowed"),
    ],
)
def test_a_change_that_fits_nowhere_is_refused(path: str, value: str, message: str) -> None:
    data = b"patient: {given: Ann, family: }\nhandouts: [sciatica]\n"
    with pytest.raises(HandoutError) as caught:
        read(data, "v.yaml", Visit, private=True, changes=((path, value),))
    assert str(caught.value).splitlines()[0] == message


def test_a_file_that_is_no_mapping_cannot_be_changed_silently() -> None:
    for data in (b"- a\n", b"just words\n"):
        with pytest.raises(HandoutError, match="has no fields"):
            read(data, "v.yaml", Visit, changes=(("side", "left"),))


@given(st.text())
def test_any_text_is_read_as_it_is_or_refused(words: str) -> None:
    data = f"words: {json.dumps(words)}\n".encode()
    try:
        assert read(data, "f.yaml", Traps).words == unicodedata.normalize("NFC", words)
    except HandoutError as error:
        assert problems_of(error)


@given(st.text(alphabet=":-#'\"|>{}[]&*!%@`?, \tab\n01", max_size=60))
def test_any_yaml_is_read_or_refused(text: str) -> None:
    try:
        read(text.encode(), "f.yaml", Traps)
    except HandoutError as error:
        assert problems_of(error)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data, "f.yaml", Traps, private=True)
    except HandoutError as error:
        assert all(not (problem.place and problem.place.excerpt) for problem in error.problems)


def test_reading_is_fast() -> None:
    block = "      - text: Keep moving. Most people feel better within weeks.\n"
    text = (BAD / "unknown-field.yaml").read_text().replace("headng", "heading")
    data = text.replace("      - text: Words.\n", block * 160).encode()
    assert len(data) > 10_000
    read(data, "f.yaml", Handout)
    with at_full_speed():
        start = time.process_time()
        read(data, "f.yaml", Handout)
        taken = time.process_time() - start
    # A good machine takes 2 ms; the room is for a busy one.
    assert taken < 0.05


def test_the_reader_is_light_to_import() -> None:
    program = "import sys, handout.source.reader; print('difflib' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "False"
