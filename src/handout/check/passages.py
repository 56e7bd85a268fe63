"""The text a reader sees, passage by passage, in the order it is read.

In: a handout with the shared blocks it includes and the exercises it picks. Out: passages without
marks, in which a value that comes from the clinic or the visit is one neutral word. What is under a
condition is read too. Not read: what only a screen reader says (`alt`), and codes and sources.
"""

import re
from collections.abc import Callable
from typing import Literal, assert_never

from msgspec import Struct

from handout.errors import HandoutError, Place
from handout.markup import Marked, MarkedList, Placeholder, read_blocks, read_line
from handout.merge.choices import Chosen
from handout.model import handout as written
from handout.model.exercise import Exercise
from handout.model.programme import ExerciseChoice, Phase
from handout.model.scalars import Text

Kind = Literal[
    "title", "summary", "main message", "heading", "callout title", "question", "paragraph",
    "list item", "table cell", "column", "caption", "label",
]  # fmt: skip

VALUE = "\0"
"""Stands for a placeholder where a passage is compared with its file."""

_NUMBERS = re.compile(r"phone|number|date|time|age|count|hours|url")
_MANY = 100


class Value(Struct, frozen=True):
    """Where a placeholder's neutral word stands in a passage."""

    start: int
    end: int


class Passage(Struct, frozen=True):
    """A heading, a paragraph, an item: sentences that belong together.

    source:    the text it is from. before: what stands in that text before it.
    list:      which list of the leaflet an item is in, from 1; 0 where it is in none.
    is_action: it asks the reader to do something.
    continues: it goes on with a sentence that a colon has left open.
    """

    kind: Kind
    text: str
    source: Text
    values: tuple[Value, ...] = ()
    before: str = ""
    list: int = 0
    is_action: bool = False
    continues: bool = False

    def written_to(self, index: int) -> str:
        """What was written in the source up to a character and with it; values as VALUE."""
        said, last = [self.before], 0
        for value in self.values:
            if value.start > index:
                break
            said += (self.text[last : value.start], VALUE)
            last = value.end
        return "".join((*said, self.text[last : index + 1]))

    def is_value(self, index: int) -> bool:
        """Whether the character belongs to a placeholder's neutral word."""
        return any(value.start <= index < value.end for value in self.values)


class Shelf(Struct, frozen=True):
    """How a handout's references are looked up; each raises HandoutError where it is wrong."""

    shared: Callable[[str, Place | None], written.Shared]
    chosen: Callable[[tuple[ExerciseChoice, ...]], tuple[Chosen, ...]]


NOTHING = Shelf(lambda name, place: written.Shared("", "", ()), lambda choices: ())
"""For a piece by itself: what it refers to is read elsewhere."""


def handout_passages(handout: written.Handout, shelf: Shelf) -> tuple[Passage, ...]:
    """All that is read of a handout. What is wrong with its references is said elsewhere."""
    reader = _Reader(shelf)
    reader.line("title", handout.title)
    reader.line("summary", handout.summary)
    reader.line("main message", handout.main_message, is_action=True)
    for section in handout.sections:
        reader.line("heading", section.heading)
        reader.blocks(section.blocks)
    return tuple(reader.found)


def shared_passages(shared: written.Shared, shelf: Shelf) -> tuple[Passage, ...]:
    """All that is read of a shared block."""
    reader = _Reader(shelf)
    reader.blocks(shared.blocks)
    return tuple(reader.found)


def exercise_passages(exercise: Exercise) -> tuple[Passage, ...]:
    """All that is read of an exercise, but its dose."""
    reader = _Reader(NOTHING)
    reader.exercise(exercise)
    return tuple(reader.found)


def plain_passages(example: str) -> tuple[Passage, ...]:
    """All that is read of Markdown by itself, such as a rule's example; `# ` opens a heading.

    Numbered items are steps.
    """
    reader = _Reader(NOTHING)
    place = Place("example")
    for part in re.split(r"^(# .*)$", example, flags=re.MULTILINE):
        if part.startswith("# "):
            reader.line("heading", Text(part[2:], place))
        else:
            reader.paragraphs(Text(part, place))
    return tuple(reader.found)


class _Reader:
    """One reading of a leaflet, from its top to its end."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.found: list[Passage] = []
        self.lists = self.included = 0

    def line(self, kind: Kind, text: Text, *, is_action: bool = False) -> None:
        """One line or paragraph; marks that are wrong are said when it is printed."""
        try:
            marked = read_line(text)
        except HandoutError:
            return
        self._add(kind, text, marked, "", is_action=is_action)

    def items(self, texts: tuple[Text, ...], *, is_action: bool = False) -> None:
        """The items of one list."""
        continues = self._is_open()
        self.lists += 1
        for text in texts:
            try:
                marked = read_line(text)
            except HandoutError:
                continue
            self._add("list item", text, marked, "", self.lists, is_action, continues)

    def paragraphs(self, text: Text) -> None:
        """The paragraphs and lists of a text."""
        try:
            parts = read_blocks(text)
        except HandoutError:
            return
        before = ""
        for part in parts:
            if isinstance(part, MarkedList):
                continues = self._is_open()
                self.lists += 1
                for item in part.items:
                    before = self._add(
                        "list item", text, item, before, self.lists, part.is_numbered, continues
                    )
            else:
                before = self._add("paragraph", text, part.spans, before)

    def blocks(self, blocks: tuple[written.Block, ...]) -> None:
        """Blocks in order, those inside others too."""
        for block in blocks:
            self._block(block)

    def _block(self, block: written.Block) -> None:
        match block:
            case written.TextBlock():
                self.paragraphs(block.text)
            case written.BulletsBlock():
                self.items(block.bullets)
            case written.StepsBlock():
                self.items(block.steps, is_action=True)
            case written.ChecklistBlock():
                self.items(block.checklist, is_action=True)
            case written.DoBlock():
                self.items(block.do, is_action=True)
                self.items(block.dont, is_action=True)
            case written.CalloutBlock():
                self.line("callout title", block.title, is_action=True)
                self.blocks(block.blocks)
            case written.TableBlock():
                self._table(block.table, block.columns, block.rows)
            case written.FigureBlock():
                self.blocks(block.beside)
                self.line("caption", block.caption)
            case written.QuestionsBlock():
                for question in block.questions:
                    self.line("question", question.ask)
                    self.paragraphs(question.answer)
            case written.LinesBlock():
                self.line("label", block.label)
            case written.DiaryBlock():
                self._table(block.diary, block.columns, ())
            case written.ExercisesBlock():
                self._exercises(block.exercises)
            case written.PhasesBlock():
                for phase in block.phases:
                    self._phase(phase)
            case written.ExerciseDiaryBlock():
                self.line("caption", block.exercise_diary)
            case written.IncludeBlock():
                self._include(block)
            case written.TogetherBlock():
                self.blocks(block.together)
            case written.BreakBlock():
                pass
            case _:
                assert_never(block)

    def exercise(self, exercise: Exercise) -> None:
        """An exercise as it is printed: how to start, steps, what to feel, when to stop."""
        self.line("callout title", exercise.name)
        self.line("paragraph", exercise.position, is_action=True)
        self.items(exercise.steps, is_action=True)
        for text in (exercise.feel, exercise.stop_if, exercise.easier, exercise.harder):
            if text:
                self.line("paragraph", text)

    def _exercises(self, choices: tuple[ExerciseChoice, ...]) -> None:
        try:
            for one in self.shelf.chosen(choices):
                self.exercise(one.exercise)
        except HandoutError:
            return

    def _phase(self, phase: Phase) -> None:
        self.line("callout title", phase.name)
        if phase.text:
            self.paragraphs(phase.text)
        self._exercises(phase.exercises)
        if phase.move_on_when:
            self.line("paragraph", phase.move_on_when)

    def _include(self, block: written.IncludeBlock) -> None:
        self.included += 1
        if self.included > _MANY:
            return  # it includes itself, which is said when it is printed
        try:
            self.blocks(self.shelf.shared(block.include, block.place).blocks)
        except HandoutError:
            return

    def _table(
        self, caption: Text, columns: tuple[Text, ...], rows: tuple[tuple[Text, ...], ...]
    ) -> None:
        self.line("caption", caption)
        for column in columns:
            self.line("column", column)
        for cell in (cell for row in rows for cell in row):
            self.line("table cell", cell)

    def _is_open(self) -> bool:
        return bool(self.found) and self.found[-1].text.rstrip().endswith(":")

    def _add(
        self, kind: Kind, source: Text, marked: Marked, before: str, list_: int = 0,
        is_action: bool = False, continues: bool = False,
    ) -> str:  # fmt: skip
        """Keep the passage, if it has words; gives all that was written up to its end."""
        text, values = "", []
        for part in marked:
            said = neutral(part.source) if isinstance(part, Placeholder) else part.text
            if isinstance(part, Placeholder):
                values.append(Value(len(text), len(text) + len(said)))
            text += said
        passage = Passage(kind, text, source, tuple(values), before, list_, is_action, continues)
        if text.strip():
            self.found.append(passage)
        return passage.written_to(len(text)) + " "


def neutral(expression: str) -> str:
    """The word that stands for a value: a number for numbers, a name for all others."""
    name = expression.partition("|")[0].strip()
    if name.startswith("side."):
        return "one"
    return "10" if _NUMBERS.search(name.rpartition(".")[2]) else "Sam"
