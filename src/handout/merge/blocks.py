"""Blocks as authors write them become blocks as they are printed, kind by kind."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import assert_never

from msgspec import Struct

from handout import document
from handout.document import Block, Insert, Insertion, Run, Spans, When
from handout.errors import HandoutError, Place, Problem, fail
from handout.expression import Name
from handout.markup import MarkedList, read_blocks
from handout.merge.choices import Catalogue
from handout.merge.details import shared_problems
from handout.merge.exercises import ExerciseMerger
from handout.merge.leaves import Leaves
from handout.merge.spans import phrase_spans
from handout.merge.staying import on_one_page
from handout.model import handout as written
from handout.model.drawing import Drawing
from handout.model.exercise import Exercise
from handout.model.scalars import Condition, Text
from handout.model.strings import Strings

_DEEPEST_HEADING = 6
_MOST_INCLUDES = 100
_SIGNS = (written.WARNING_SIGNS, written.SHORT_SIGNS)
_DATE_BLANK = 56.7
_DIARY = "exercise-diary:"
"""The anchor of a pack's diary; no topic's, as ids have no colon."""


class Shelf(Struct):
    """What a handout refers to by name, looked up when it is needed."""

    shared: Callable[[str, Place | None], written.Shared]
    exercise: Callable[[str, Place | None], Exercise]
    exercises: Callable[[], Catalogue]
    picture: Callable[[str, Place | None], bytes | Drawing]


class BlockMerger(Struct):
    """Turns the blocks of one handout into the document's. Problems gather in `leaves`.

    instead: what stands in the place of shared blocks that the document has already.
    diary: the one diary of the exercises of a pack; a line stands for each other.
    """

    leaves: Leaves
    shelf: Shelf
    strings: Strings
    pictures: dict[str, document.Picture]
    exercises: ExerciseMerger
    instead: Mapping[str, Block] = {}
    diary: written.ExerciseDiaryBlock | None = None
    _including: tuple[str, ...] = ()
    _included: int = 0

    def all(self, blocks: tuple[written.Block, ...], level: int) -> tuple[Block, ...]:
        """The blocks in order; headings among them start at `level`, and go no deeper than 6."""
        level = min(level, _DEEPEST_HEADING)
        merged: list[Block] = []
        for block in blocks:
            try:
                merged += self.gated(block.when, partial(self._whole, block, level))
            except HandoutError as error:
                self.leaves.problems += error.problems
        return tuple(merged)

    def gated(
        self, when: Condition | None, make: Callable[[], tuple[Block, ...]]
    ) -> tuple[Block, ...]:
        """The blocks that are made, behind their condition."""
        if when is None:
            return make()
        answer = self.leaves.condition(when)
        if answer is None or answer is False:
            self.exercises.unprinted(make)
            return ()
        if answer is True:
            return make()
        outside = self.exercises.conditions
        self.exercises.conditions = (*outside, answer)
        try:
            return (When(answer, make()),)
        finally:
            self.exercises.conditions = outside

    def _whole(self, block: written.Block, level: int) -> tuple[Block, ...]:
        return tuple(self._one(block, level))

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
                yield from self.exercises.group(block.exercises, block.layout, level, block.place)
            case written.PhasesBlock():
                yield from self._phases(block, level)
            case written.ExerciseDiaryBlock():
                yield self._exercise_diary(block)
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
        if not block.alt.value.strip():
            message = "the figure has no words for those who cannot see it"
            self.leaves.problems.append(Problem(message, block.alt.place, "write its alt"))
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
        if block.include in self.instead:
            yield self.instead[block.include]
            return
        shared = self.shelf.shared(block.include, block.place)
        self.leaves.problems += shared_problems(shared)
        self._including = (*self._including, block.include)
        blocks = self.all(shared.blocks, level)
        yield from on_one_page(blocks) if block.include in _SIGNS else blocks
        self._including = self._including[:-1]

    def _phases(self, block: written.PhasesBlock, level: int) -> Iterator[Block]:
        """Each phase under its own heading, ending in what must be possible before the next."""
        number, inner = self.exercises.new_phases(), min(level + 1, _DEEPEST_HEADING)
        for phase in block.phases:
            yield document.Heading(level, self.leaves.spans(phase.name), place=phase.place)
            if phase.text:
                yield from self._text(phase.text)
            yield from self.exercises.group(
                phase.exercises, phase.layout, inner, phase.place, number
            )
            end = phase.move_on_when
            if end:
                words = document.Paragraph(self.leaves.spans(end), "body", end.place)
                title = (Run(self.strings.move_on_when),)
                yield document.Callout("info", inner, title, (words,), end.place, stays="end")
            elif phase is not block.phases[-1]:
                message = "the phase does not say when to go on to the next"
                self.leaves.problems.append(Problem(message, phase.place, "write move_on_when:"))

    def _exercise_diary(self, block: written.ExerciseDiaryBlock) -> Block:
        anchor, only = "", self.diary
        if only:
            if block.place != only.place:
                return document.See(self.strings.pack_diary, _DIARY, (), block.place)
            block, anchor = only, _DIARY
        caption = self.leaves.spans(block.exercise_diary)
        date = self.leaves.value(Name("visit.date"), blank=_DATE_BLANK)
        corner = phrase_spans(self.strings.diary_from, {"date": (date,)})
        insertion = Insertion(
            "diary",
            caption=caption,
            corner=corner,
            weeks=block.weeks,
            anchor=anchor,
            place=block.place,
        )
        return Insert(self.leaves.insert(insertion))
