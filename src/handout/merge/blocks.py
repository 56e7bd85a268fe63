"""Blocks as authors write them become blocks as they are printed, kind by kind."""

from collections.abc import Callable, Iterator
from typing import assert_never

from msgspec import Struct, field

from handout import document
from handout.document import Block, Insert, Insertion, Run, Spans, When
from handout.errors import HandoutError, Place, Problem, fail
from handout.markup import MarkedList, read_blocks
from handout.merge.dose import changed, exercise_card
from handout.merge.leaves import Leaves
from handout.model import handout as written
from handout.model.drawing import Drawing
from handout.model.exercise import Exercise
from handout.model.scalars import Condition, Text
from handout.model.strings import Strings

_DEEPEST_HEADING = 6
_MOST_INCLUDES = 100


class Shelf(Struct):
    """What a handout refers to by name, looked up when it is needed."""

    shared: Callable[[str, Place | None], written.Shared]
    exercise: Callable[[str, Place | None], Exercise]
    picture: Callable[[str, Place | None], bytes | Drawing]


class BlockMerger(Struct):
    """Turns the blocks of one handout into the document's. Problems gather in `leaves`."""

    leaves: Leaves
    shelf: Shelf
    strings: Strings
    pictures: dict[str, document.Picture] = field(default_factory=dict)
    _including: tuple[str, ...] = ()
    _included: int = 0

    def all(self, blocks: tuple[written.Block, ...], level: int) -> tuple[Block, ...]:
        """The blocks in order; headings among them start at `level`, and go no deeper than 6."""
        level = min(level, _DEEPEST_HEADING)
        merged: list[Block] = []
        for block in blocks:
            try:
                merged += self.gated(block.when, tuple(self._one(block, level)))
            except HandoutError as error:
                self.leaves.problems += error.problems
        return tuple(merged)

    def gated(self, when: Condition | None, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks behind their condition."""
        if when is None:
            return blocks
        answer = self.leaves.condition(when)
        if answer is None or isinstance(answer, bool):
            return blocks if answer else ()
        return (When(answer, blocks),)

    def _one(self, block: written.Block, level: int) -> Iterator[Block]:
        spans = self.leaves.spans
        match block:
            case written.TextBlock():
                yield from self._text(block.text)
            case written.BulletsBlock():
                yield document.List("bullet", self._each(block.bullets), block.place)
            case written.StepsBlock():
                yield document.List("number", self._each(block.steps), block.place)
            case written.ChecklistBlock():
                yield document.List("tick-box", self._each(block.checklist), block.place)
            case written.DoBlock():
                do, dont = (Run(self.strings.do),), (Run(self.strings.dont),)
                yield document.DoDont(
                    level, do, self._each(block.do), dont, self._each(block.dont), block.place
                )
            case written.CalloutBlock():
                inner = self.all(block.blocks, level + 1)
                yield document.Callout(block.callout, level, spans(block.title), inner, block.place)
            case written.TableBlock():
                yield self._table(block)
            case written.FigureBlock():
                figure = self._figure(block)
                if block.beside:
                    beside = self.all(block.beside, level)
                    yield document.Beside(figure, beside, block.place)
                else:
                    yield figure
            case written.QuestionsBlock():
                for question in block.questions:
                    yield document.Heading(level, spans(question.ask), place=question.place)
                    yield from self._text(question.answer)
            case written.LinesBlock():
                yield document.Blanks(spans(block.label), block.lines, block.place)
            case written.DiaryBlock():
                yield self._diary(block)
            case written.ExercisesBlock():
                yield from self._exercises(block, level)
            case written.IncludeBlock():
                yield from self._include(block, level)
            case written.BreakBlock():
                yield document.Break()
            case written.TogetherBlock():
                yield document.Keep(self.all(block.together, level), block.place)
            case _:
                assert_never(block)

    def _each(self, texts: tuple[Text, ...]) -> tuple[Spans, ...]:
        return tuple(self.leaves.spans(text) for text in texts)

    def _text(self, text: Text) -> Iterator[Block]:
        try:
            parts = read_blocks(text)
        except HandoutError as error:
            self.leaves.problems += error.problems
            return
        for part in parts:
            if isinstance(part, MarkedList):
                kind: document.ListKind = "number" if part.is_numbered else "bullet"
                items = tuple(self.leaves.marked(item) for item in part.items)
                yield document.List(kind, items, text.place)
            else:
                yield document.Paragraph(self.leaves.marked(part.spans), "body", text.place)

    def _table(self, block: written.TableBlock) -> document.Table:
        count = len(block.columns)
        for number, row in enumerate(block.rows, 1):
            if len(row) != count:
                self.leaves.problems.append(
                    Problem(
                        f"row {number} of the table has {len(row)} cells, the header {count}",
                        next((cell.place for cell in row), block.place),
                        'write "" for an empty cell',
                    )  # fmt: skip
                )
        if block.widths and len(block.widths) != count:
            self.leaves.problems.append(
                Problem(
                    f"the table has {count} columns and {len(block.widths)} widths", block.place
                )
            )
        rows = tuple(self._each(row) for row in block.rows if len(row) == count)
        widths = block.widths if len(block.widths) == count else (1,) * count
        return document.Table(
            self.leaves.spans(block.table), self._each(block.columns), rows,
            tuple(map(float, widths)), block.row_headers, 1.0, block.place,
        )  # fmt: skip

    def _diary(self, block: written.DiaryBlock) -> document.Table:
        day = self.strings.day.replace(" ", "\u00a0")
        rows = tuple(
            ((Run(day.format(n=number)),), *(() for _ in block.columns))
            for number in range(1, block.days + 1)
        )
        columns = ((Run(day.format(n="").strip()),), *self._each(block.columns))
        widths = (1.0, *(2.0 for _ in block.columns))
        return document.Table(
            self.leaves.spans(block.diary), columns, rows, widths, True, 1.5, block.place
        )

    def _figure(self, block: written.FigureBlock) -> document.Figure:
        name = self._picture(block.figure, block.place)
        alt, caption = self.leaves.words(block.alt), self.leaves.spans(block.caption)
        return document.Figure(name, alt, caption, block.width, block.place)

    def _picture(self, name: str, place: Place | None) -> str:
        if name not in self.pictures:
            try:
                data = self.shelf.picture(name, place)
                self.pictures[name] = document.Picture(name, data, place)
            except HandoutError as error:
                self.leaves.problems += error.problems
        return name

    def _include(self, block: written.IncludeBlock, level: int) -> Iterator[Block]:
        if block.include in self._including:
            chain = " in ".join((block.include, *reversed(self._including)))
            fail(f"the shared block includes itself: {chain}", block.place, "take one include out")
        self._included += 1
        if self._included == _MOST_INCLUDES + 1:
            fail(f"more than {_MOST_INCLUDES} shared blocks are included", block.place)
        if self._included > _MOST_INCLUDES:
            return  # has been said
        shared = self.shelf.shared(block.include, block.place)
        self._including = (*self._including, block.include)
        yield from self.all(shared.blocks, level)
        self._including = self._including[:-1]

    def _exercises(self, block: written.ExercisesBlock, level: int) -> Iterator[Block]:
        for choice in block.exercises:
            try:
                exercise = self.shelf.exercise(choice.id, block.place)
            except HandoutError as error:
                self.leaves.problems += error.problems
                continue
            dose = changed(exercise.dose, choice)
            card = exercise_card(exercise, dose, self.leaves.without_values, self.strings, level)
            insertion = Insertion("exercise", choice.id, card, dose)
            yield Insert(self.leaves.insert(insertion), (card,))
