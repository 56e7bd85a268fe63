"""Text leaves become spans: Markdown read, fixed values put in, visit values asked as slots."""

from collections.abc import Mapping

from msgspec import Struct, field

from handout.document import Field, Insertion, Run, Slots, Span, Spans
from handout.errors import HandoutError, Problem
from handout.expression import Expression, Name, Value
from handout.markup import Marked, Placeholder, Words, read_line
from handout.merge.expressions import (
    holds,
    is_constant,
    read_condition,
    read_value,
    said,
    settled,
    worked_out,
)
from handout.merge.names import blank_width
from handout.model.scalars import Condition, Text

_BLANK = 127.6


class Leaves(Struct):
    """Reads the leaves of one document; keeps its slots and gathers its problems."""

    fixed: Mapping[str, Value]
    language: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    _texts: dict[Expression, int] = field(default_factory=dict)
    _conditions: dict[Expression, int] = field(default_factory=dict)
    _inserts: dict[Insertion, int] = field(default_factory=dict)

    def spans(self, text: Text) -> Spans:
        """The spans of a leaf; nothing, and its problems kept, when it cannot be read."""
        try:
            return self.marked(read_line(text))
        except HandoutError as error:
            self.problems += error.problems
            return ()

    def marked(self, marked: Marked) -> Spans:
        """The spans of a text that was read already."""
        spans: list[Span] = []
        for part in marked:
            if not isinstance(part, Placeholder):
                spans.append(Run(part.text, part.strong, "", part.link))
                continue
            try:
                expression = read_value(part.source, part.place)
            except HandoutError as error:
                self.problems += error.problems
                continue
            spans.append(self._placed(expression, part))
        return _joined(spans)

    def _placed(self, expression: Expression, part: Placeholder) -> Span:
        """The span of a placeholder; the clinic's address for booking is a link by itself."""
        span = self.value(expression, strong=part.strong)
        if isinstance(span, Run):
            is_address = expression == Name("clinic.booking_url")
            return Run(span.text, span.strong, "", part.link or (span.text if is_address else ""))
        if part.link:
            message = f"{part.source} depends on the visit, so it cannot be a link's words"
            self.problems.append(Problem(message, part.place, "take it out of the link"))
        elif is_constant(expression):
            message = f"{part.source} is empty, so a blank is printed for it"
            hint = "fill it in in clinic.yaml, or write {{ ... | default('words') }}"
            self.warnings.append(Problem(message, part.place, hint, "warning"))
        return span

    def value(self, expression: Expression, *, strong: bool = False, blank: float = 0.0) -> Span:
        """The span of an expression: words where every visit has the same, else a field.

        blank: the width of its blank where it has no value; 0 for what suits the name.
        """
        if is_constant(expression):
            words = said(worked_out(expression, self.fixed, self.language), self.language)
            if words is not None:
                return Run(words, strong)
        known = settled(expression, self.fixed)
        slot = self._texts.setdefault(known, len(self._texts))
        usual = blank_width(expression.name) if isinstance(expression, Name) else _BLANK
        return Field(slot, strong, blank or usual)

    def without_values(self, text: Text) -> Spans:
        """The spans of a leaf that goes into any leaflet, such as an exercise's: no values."""
        try:
            marked = read_line(text)
        except HandoutError as error:
            self.problems += error.problems
            return ()
        for part in marked:
            if isinstance(part, Placeholder):
                message = f"{part.source} cannot stand here: these words go into any leaflet"
                self.problems.append(Problem(message, part.place, "write it in the handout"))
        return self.marked(tuple(part for part in marked if isinstance(part, Words)))

    def words(self, text: Text) -> str:
        """The words of a leaf that must be the same for every patient, such as a title."""
        spans = self.spans(text)
        if any(isinstance(span, Field) for span in spans):
            message = "what depends on the visit cannot stand here"
            hint = "these words are the same for every patient"
            self.problems.append(Problem(message, text.place, hint))
        return "".join(span.text for span in spans if isinstance(span, Run))

    def condition(self, condition: Condition) -> int | bool | None:
        """The slot of a condition, or its answer where every visit has the same.

        None, and its problems kept, when it cannot be read.
        """
        try:
            expression = read_condition(condition.value, condition.place)
        except HandoutError as error:
            self.problems += error.problems
            return None
        if is_constant(expression):
            return holds(worked_out(expression, self.fixed, self.language))
        return self.asked(settled(expression, self.fixed))

    def asked(self, expression: Expression) -> int:
        """The condition slot of an expression."""
        return self._conditions.setdefault(expression, len(self._conditions))

    def insert(self, insertion: Insertion) -> int:
        """The slot of blocks that a visit may give."""
        return self._inserts.setdefault(insertion, len(self._inserts))

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
