"""Spans put together: neighbours of one look as one run, phrases with spans in their braces."""

import re
from collections.abc import Iterable, Mapping

from handout.document import Run, Span, Spans

_BRACES = re.compile(r"\{(\w+)\}")


def joined(spans: Iterable[Span]) -> Spans:
    """Neighbouring runs of one look as one run."""
    together: list[Span] = []
    for span in spans:
        last = together[-1] if together else None
        if (
            isinstance(span, Run)
            and isinstance(last, Run)
            and (span.strong, span.link, span.language) == (last.strong, last.link, last.language)
        ):
            together[-1] = Run(last.text + span.text, last.strong, last.language, last.link)
        else:
            together.append(span)
    return tuple(together)


def phrase_spans(phrase: str, filled: Mapping[str, Spans]) -> Spans:
    """The phrase with spans in the place of its braces."""
    spans: list[Span] = []
    for index, part in enumerate(_BRACES.split(phrase)):
        spans += filled[part] if index % 2 else ((Run(part),) if part else ())
    return joined(spans)
