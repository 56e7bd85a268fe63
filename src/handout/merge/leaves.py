"""Text leaves become spans: Markdown read, fixed values put in, visit values asked as slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handout.document import Expression, Field, Name, Run, Slots, Span, Spans, Value
from handout.errors import HandoutError, Problem
from handout.markup import Marked, Placeholder, read_line
from handout.merge.expressions import is_constant, read_expression, said, worked_out
from handout.merge.names import blank_width
from handout.model.scalars import Condition, Text

_BLANK = 127.6


@dataclass(slots=True)
class Leaves:
    """Reads the leaves of one document; keeps its slots and gathers its problems."""

    fixed: Mapping[str, Value]
    language: str
    problems: list[Problem] = field(default_factory=list)
    _texts: dict[Expression, int] = field(default_factory=dict)
    _conditions: dict[Expression, int] = field(default_factory=dict)
    _inserts: dict[str, int] = field(default_factory=dict)

    def spans(self, text: Text | None, *, strong: bool = False) -> Spans:
        """The spans of a leaf; nothing, and its problems kept, when it cannot be read."""
        if text is None:
            return ()
        try:
            return self.marked(read_line(text), strong=strong)
        except HandoutError as error:
            self.problems += error.problems
            return ()

    def marked(self, marked: Marked, *, strong: bool = False) -> Spans:
        """The spans of a text that was read already."""
        spans: list[Span] = []
        for part in marked:
            if not isinstance(part, Placeholder):
                spans.append(Run(part.text, part.strong or strong, "", part.link))
                continue
            try:
                expression = read_expression(part.source, part.place)
            except HandoutError as error:
                self.problems += error.problems
                continue
            spans.append(self.value(expression, strong=part.strong or strong))
        return _joined(spans)

    def value(self, expression: Expression, *, strong: bool = False, blank: float = 0.0) -> Span:
        """The span of an expression: words where every visit has the same, else a field.

        blank: the width of its blank where it has no value; 0 for what suits the name.
        """
        if is_constant(expression):
            words = said(worked_out(expression, self.fixed, self.language), self.language)
            if words is not None:
                return Run(words, strong)
        slot = self._texts.setdefault(expression, len(self._texts))
        usual = blank_width(expression.name) if isinstance(expression, Name) else _BLANK
        return Field(slot, strong, blank or usual)

    def condition(self, condition: Condition) -> int | bool | None:
        """The slot of a condition, or its answer where every visit has the same.

        None, and its problems kept, when it cannot be read.
        """
        try:
            expression = read_expression(condition.value, condition.place)
        except HandoutError as error:
            self.problems += error.problems
            return None
        if is_constant(expression):
            return bool(worked_out(expression, self.fixed, self.language))
        return self.asked(expression)

    def asked(self, expression: Expression) -> int:
        """The condition slot of an expression."""
        return self._conditions.setdefault(expression, len(self._conditions))

    def insert(self, name: str) -> int:
        """The slot of blocks that a visit may give."""
        return self._inserts.setdefault(name, len(self._inserts))

    def slots(self) -> Slots:
        """Every question asked so far."""
        return Slots(tuple(self._texts), tuple(self._conditions), tuple(self._inserts))


def _joined(spans: list[Span]) -> Spans:
    """Neighbouring runs of one look as one run."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            isinstance(span, Run)
            and isinstance(last, Run)
            and (span.strong, span.link, span.language) == (last.strong, last.link, last.language)
        ):
            joined[-1] = Run(last.text + span.text, last.strong, last.language, last.link)
        else:
            joined.append(span)
    return tuple(joined)
