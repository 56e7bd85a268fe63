"""Text leaves become spans: Markdown read, fixed values put in, visit values asked as slots."""

from collections.abc import Callable, Mapping

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
from handout.merge.spans import joined
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
        return joined(spans)

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

    def without_values(self, text: Text, words: Mapping[str, str]) -> Spans:
        """The spans of a leaf that goes into any leaflet, such as an exercise's: no values.

        words: what may stand between braces there, each with what it says.
        """
        try:
            marked = read_line(text)
        except HandoutError as error:
            self.problems += error.problems
            return ()
        spans: list[Span] = []
        before = ""
        for part in marked:
            said = part.text if isinstance(part, Words) else words.get(part.source, "")
            if isinstance(part, Placeholder):
                if part.source not in words:
                    self._refuse_value(part, words)
                said = _begun(said, before)
            spans.append(Run(said, part.strong, "", part.link))
            before += said
        return joined(spans)

    def _refuse_value(self, part: Placeholder, words: Mapping[str, str]) -> None:
        message = f"{part.source} cannot stand here: these words go into any leaflet"
        hint = "write it in the handout"
        if part.source.startswith("side"):
            message = f"{part.source} is no word for a side"
            hint = f"write {' or '.join(f'{{{{ {word} }}}}' for word in words)}"
        self.problems.append(Problem(message, part.place, hint))

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

    def unasked(self, make: Callable[[], object]) -> None:
        """Call it for the problems it finds alone: what it asks of a visit is forgotten."""
        texts, conditions, inserts = dict(self._texts), dict(self._conditions), dict(self._inserts)
        make()
        self._texts, self._conditions, self._inserts = texts, conditions, inserts

    def slots(self) -> Slots:
        """Every question asked so far."""
        return Slots(tuple(self._texts), tuple(self._conditions), tuple(self._inserts))


def _begun(words: str, before: str) -> str:
    """The words with a capital where they begin a sentence."""
    is_first = before.strip()[-1:] in ("", ".", "!", "?")
    return words[:1].upper() + words[1:] if is_first else words
