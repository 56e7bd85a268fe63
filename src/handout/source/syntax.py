"""YAML's own error messages, said in plain words for people who do not know YAML."""

import re

import yaml
from msgspec import Struct

from handout.errors import Problem
from handout.source.original import Mark, Original

_CLOSE = "close it, and double an apostrophe inside single quotes"
_QUOTE = "put quotes round text that "


class _Rule(Struct, frozen=True):
    """When the parser said `said` and the line matches `line`, this is what to say instead.

    line:   a pattern for the line with a broken bar where the parser stopped.
    starts: the fault is where the construct began, not where the parser stopped.
    """

    said: str
    message: str
    hint: str
    line: str = ""
    starts: bool = False


_RULES = (
    _Rule(
        "cannot start any token|tab character",
        "a tab is used to indent",
        "indent with spaces, two for each level",
        line=r"^\s*¦\t",
    ),
    _Rule(
        "cannot start any token|expected node content|keys are not allowed|an alias|an anchor",
        "text cannot start with this character",
        "put quotes round the whole text",
        starts=True,
    ),
    _Rule(
        "did not find expected",
        "a placeholder stands outside quotes",
        _QUOTE + "starts with '{{'",
        line=r"(^|: |- )\s*\{\{[^'\"]*¦",
    ),
    _Rule(
        "did not find expected (key|'-')",
        "text goes on after the quotes have closed",
        "double an apostrophe inside single quotes, and look for a quote left open above",
        line=r"['\"]\s*¦",
    ),
    _Rule(
        "mapping values are not allowed",
        "this line does not fit under the one above",
        "indent it like its neighbours, and put a space after each colon",
        line=r"^[^:]*¦:",
    ),
    _Rule(
        "mapping values are not allowed",
        "a second colon stands in this line",
        _QUOTE + "contains ': '",
    ),
    _Rule(
        "unexpected ':'",
        "a colon stands here without a space after it",
        "write 'name: value' between braces, or " + _QUOTE + "contains a colon",
    ),
    _Rule(
        "could not find expected ':'",
        "this line has no colon followed by a space",
        "write 'name: value', or indent the line to carry on the text above",
        starts=True,
    ),
    _Rule(
        "unexpected end of stream|unexpected document indicator",
        "the quote that opens here is never closed",
        _CLOSE,
        starts=True,
    ),
    _Rule(
        "did not find expected ',' or",
        "the bracket that opens here is never closed",
        "close it, and " + _QUOTE + "contains a comma or a bracket",
        starts=True,
    ),
    _Rule(
        "block sequence entries are not allowed",
        "a list starts on the line of its field's name",
        "start each '- ' on a line of its own",
    ),
    _Rule(
        "scanning a block scalar",
        "text stands on the line of the '|' or '>' that opens it",
        "start the text on the next line, or " + _QUOTE + "starts with '|' or '>'",
    ),
    _Rule(
        "did not find expected (key|'-')",
        "this line does not follow from the ones above",
        "indent it like its neighbours, and start each item of a list with '- '",
    ),
    _Rule(
        "escape",
        "the backslash starts an escape that does not exist",
        "use single quotes, or write the backslash twice",
    ),
)


def explain(error: yaml.MarkedYAMLError, original: Original) -> Problem:
    """What the parser stumbled on, where, and how to put it right."""
    mark = error.problem_mark or error.context_mark
    said = f"{error.context}: {error.problem}"
    line = _marked_line(mark, original)
    for rule in _RULES:
        if re.search(rule.said, said) and re.search(rule.line, line):
            began = error.context_mark if rule.starts else None
            return Problem(rule.message, original.place_of(began or mark), rule.hint)
    return Problem(f"this is not YAML: {error.problem}", original.place_of(mark))


def _marked_line(mark: Mark | None, original: Original) -> str:
    """The line with a broken bar at the mark, cut so that no pattern meets a line of a megabyte."""
    if mark is None or mark.line >= len(original.lines):
        return ""
    line = original.lines[mark.line]
    return f"{line[max(0, mark.column - 200) : mark.column]}¦{line[mark.column : mark.column + 20]}"
