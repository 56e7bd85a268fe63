"""What a reader sees is what is judged, and every word of it is found again in its file."""

import pytest

from handout.check.passages import (
    NOTHING,
    Passage,
    Shelf,
    exercise_passages,
    handout_passages,
    neutral,
    plain_passages,
    shared_passages,
)
from handout.check.positions import place_of
from handout.check.sentences import words_of
from handout.errors import HandoutError, Place, Problem
from handout.library import Library, builtin
from handout.merge.choices import Chooser, Chosen
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared
from handout.model.programme import ExerciseChoice
from handout.source.guard import decode
from handout.source.original import Original
from handout.source.reader import read
from small_clinic import EXERCISE, topic

EVERYTHING = r"""
- text: |
    First **strong** words, [linked](https://example.org/words) ones,
    and {{ patient.given }} here.

    - An item
      that goes on
    - *
- text: >-
    Folded words
    go on here: and here.

    A new paragraph.
- text: "Quoted \"words\" of {{ clinic.booking_phone }}, don't \
    go on."
- text: 'It''s in single quotes. It''s so.'
- text: plain words
    on two lines
- bullets: [One, "Two:"]
- steps: [Sit, Stand]
- do: [Walk]
  dont: [Run]
- callout: info
  title: Mind
  blocks: [{text: Inside.}]
- checklist: [Tick]
- table: Shoes
  columns: [Part, Look]
  rows: [[Heel, "Firm."], [Toe, ""]]
- figure: heel
  alt: A heel.
  caption: The heel
  beside: [{text: Beside.}]
- questions: [{ask: Why?, answer: Because.}]
- lines: 2
  label: Notes
- diary: Days
  columns: [Pain]
- exercises: [{id: raise}]
- phases:
    - {name: Phase one, text: Start., exercises: [{id: raise}], move_on_when: It is easy.}
- exercise_diary: Weeks
- include: signs
- break: page
- together: [{text: Together.}]
"""


def shared(blocks: str = "[{text: Shared.}]") -> Shared:
    """A shared block."""
    return read(f"title: A\nlanguage: en\nblocks: {blocks}\n".encode(), "shared.yaml", Shared)


def chosen(choices: tuple[ExerciseChoice, ...]) -> tuple[Chosen, ...]:
    """The one exercise of these tests, for any choice."""
    exercise = read(EXERCISE.encode(), "raise.yaml", Exercise)
    return Chooser(lambda name, place: exercise, lambda: (), []).chosen(choices)


SHELF = Shelf(lambda name, place: shared(), chosen)


def passages(blocks: str, shelf: Shelf = SHELF) -> tuple[tuple[Passage, ...], str]:
    """The passages of a topic with these blocks, and the text of its file."""
    text = topic(blocks)
    return handout_passages(read(text.encode(), "tea.yaml", Handout), shelf), text


def test_everything_a_reader_sees_is_read_in_order() -> None:
    found, _ = passages(EVERYTHING.replace("    - *\n", ""))
    assert [(one.kind, one.text) for one in found] == [
        ("title", "Tea"),
        ("summary", "About tea."),
        ("main message", "Warm the pot."),
        ("heading", "What to do"),
        ("paragraph", "First strong words, linked ones, and Sam here."),
        ("list item", "An item that goes on"),
        ("paragraph", "Folded words go on here: and here. A new paragraph."),
        ("paragraph", 'Quoted "words" of 10, don\'t go on.'),
        ("paragraph", "It's in single quotes. It's so."),
        ("paragraph", "plain words on two lines"),
        ("list item", "One"),
        ("list item", "Two:"),
        ("list item", "Sit"),
        ("list item", "Stand"),
        ("list item", "Walk"),
        ("list item", "Run"),
        ("callout title", "Mind"),
        ("paragraph", "Inside."),
        ("list item", "Tick"),
        ("caption", "Shoes"),
        ("column", "Part"),
        ("column", "Look"),
        ("table cell", "Heel"),
        ("table cell", "Firm."),
        ("table cell", "Toe"),
        ("paragraph", "Beside."),
        ("caption", "The heel"),
        ("question", "Why?"),
        ("paragraph", "Because."),
        ("label", "Notes"),
        ("caption", "Days"),
        ("column", "Pain"),
        *exercise_texts(),
        ("callout title", "Phase one"),
        ("paragraph", "Start."),
        *exercise_texts(),
        ("paragraph", "It is easy."),
        ("caption", "Weeks"),
        ("paragraph", "Shared."),
        ("paragraph", "Together."),
    ]
    lists = [one.list for one in found if one.list]
    assert lists == [1, 2, 2, 3, 3, 4, 5, 6, 7, 7, 8, 8]
    assert [one.text for one in found if one.continues] == ["Sit", "Stand"]
    assert [one.text for one in found if one.is_action][:5] == [
        "Warm the pot.", "Sit", "Stand", "Walk", "Run",
    ]  # fmt: skip


def exercise_texts() -> list[tuple[str, str]]:
    """What is read of the exercise of these tests."""
    return [
        ("callout title", "Heel raise"),
        ("paragraph", "Stand by a wall."),
        ("list item", "Rise up on your toes."),
        ("list item", "Come down slowly."),
        ("paragraph", "Your calf works."),
        ("paragraph", "It hurts sharply."),
    ]


def test_every_word_is_found_again_in_its_file() -> None:
    """At its line and column, whatever the style of the scalar; a value at its braces."""
    found, text = passages(EVERYTHING.replace("    - *\n", ""))
    original = decode(text.encode(), "tea.yaml")
    looked = 0
    for passage in found:
        if passage.source.place.file != "tea.yaml":
            continue
        for word in words_of(passage.text):
            place = place_of(passage, word.start, lambda file: original)
            written = original.lines[place.line - 1][place.column - 1 :]
            wanted = "{{" if passage.is_value(word.start) else word.text
            wanted = {"don't": "don't", "It's": "It''s"}.get(wanted, wanted)
            assert written.startswith(wanted), (passage.text, word.text, str(place))
            assert place.excerpt == original.lines[place.line - 1]
            looked += 1
    assert looked > 70


def test_every_word_of_the_library_is_found_again() -> None:
    library = Library((builtin(),))
    looked = 0
    for name, exercise in library.exercises("en"):
        path = builtin() / "handouts" / "exercises" / f"{name}.yaml"
        looked += words_found(exercise_passages(exercise), decode(path.read_bytes(), str(path)))
    for topic_name, _ in library.topics():
        path = builtin() / "handouts" / f"{topic_name}.yaml"
        handout = library.handout(topic_name, "en")
        looked += words_found(
            handout_passages(handout, NOTHING), decode(path.read_bytes(), str(path))
        )
    assert looked > 4000


def words_found(passages: tuple[Passage, ...], original: Original) -> int:
    """How many words were found at their place; all of them must be."""
    looked = 0
    for passage in passages:
        for word in words_of(passage.text):
            if not passage.is_value(word.start):
                place = place_of(passage, word.start, lambda file: original)
                written = "\n".join(original.lines[place.line - 1 :])[place.column - 1 :]
                plain = written.replace("''", "'").replace("**", "")
                assert plain.startswith(word.text.split()[0]), (str(place), word.text)
                looked += 1
    return looked


@pytest.mark.parametrize(
    "original",
    [decode(b"", "tea.yaml"), decode(b"other words\n" * 30, "tea.yaml")],
    ids=["shorter", "changed since"],
)
def test_a_word_that_is_not_there_has_the_place_of_its_text(original: Original) -> None:
    found, _ = passages("- text: Two words.")
    passage = found[-1]
    assert place_of(passage, 4, lambda file: original) == passage.source.place
    assert place_of(passage, 3, lambda file: original) == passage.source.place  # white space


def test_an_escaped_letter_has_the_place_of_its_text() -> None:
    found, text = passages(r'- text: "Na\u00efve words"')
    original = decode(text.encode(), "tea.yaml")
    assert place_of(found[-1], 6, lambda file: original) == found[-1].source.place
    assert place_of(found[-1], 5, lambda file: original) == found[-1].source.place


def test_what_is_wrong_is_passed_over_here() -> None:
    """It is said when the leaflet is printed: marks outside the subset, and what is not there."""

    def missing(*_: object) -> Shared:
        raise HandoutError([Problem("there is none")])

    def none(_: object) -> tuple[Chosen, ...]:
        raise HandoutError([Problem("there is none")])

    blocks = """
    - text: <b>no</b>
    - bullets: ["`no`", yes]
    - lines: 1
      label: "*no*"
    - include: signs
    - exercises: [{id: raise}]
    """
    found, _ = passages(blocks, Shelf(missing, none))
    assert [one.text for one in found[4:]] == ["yes"]


def test_a_block_that_includes_itself_comes_to_an_end() -> None:
    loop = Shelf(lambda name, place: shared("[{include: signs}, {text: Again.}]"), chosen)
    found, _ = passages("- include: signs", loop)
    assert 100 <= len(found) < 200
    assert len(shared_passages(shared(), NOTHING)) == 1


def test_an_easier_version_is_read() -> None:
    exercise = read(f"{EXERCISE}easier: Sit.\n".encode(), "raise.yaml", Exercise)
    assert exercise_passages(exercise)[-1].text == "Sit."


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        ("clinic.booking_phone", "10"),
        ("visit.date | long", "10"),
        ("patient.age", "10"),
        ("patient.given", "Sam"),
        ("clinic.name", "Sam"),
        ("side.one", "one"),
    ],
)
def test_a_placeholder_is_a_word_of_its_kind(expression: str, word: str) -> None:
    assert neutral(expression) == word


def test_plain_markdown_is_read_with_its_headings() -> None:
    found = plain_passages("# Why?\n\nIt helps.\n\n1. Sit.\n2. Stand.\n\n- tea\n")
    assert [(one.kind, one.text, one.is_action) for one in found] == [
        ("heading", "Why?", False),
        ("paragraph", "It helps.", False),
        ("list item", "Sit.", True),
        ("list item", "Stand.", True),
        ("list item", "tea", False),
    ]
    assert found[0].source.place == Place("example")
