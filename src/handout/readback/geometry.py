"""Paragraphs and headings told by where lines stand and how they look, where nothing else tells."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from handout.readback.line import Line

_LEADING = 1.9
_SAME_SIZE = 0.06
_SAME_EDGE = 0.6
_MORE_LEADING = 0.25
_INDENT = 3.0
_LARGER = 1.15
_HEADING_LINES = 3
_SPACE_ABOVE = 1.35
_ITEM = re.compile(r"^(\W|\(?[0-9a-zA-Z]{1,3}[.)])\s")
_FULL_STOP = re.compile(r"[.;,]$")
_BULLET = re.compile(r"^[•◦▪■●○‣–·*-]\s")


def body_size(lines: Iterable[Line]) -> float:
    """The size that most letters have; 0 where there are none."""
    sizes: Counter[float] = Counter()
    for line in lines:
        for run in line.runs:
            sizes[round(run.size, 1)] += len(run.text.strip())
    return sizes.most_common(1)[0][0] if sizes.total() else 0.0


def grouped(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines that follow each other in one column as paragraphs."""
    group: list[Line] = []
    for line in lines:
        if group and not _follows(group, line):
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _follows(group: list[Line], line: Line) -> bool:
    """Whether a line goes on with a paragraph: same look and edge, close below, no new item."""
    first, last = group[0], group[-1]
    size = max(last.size, line.size)
    leading = line.baseline - last.baseline
    most = _LEADING * size
    if len(group) > 1:
        most = min(most, last.baseline - group[-2].baseline + _MORE_LEADING * size)
    return (
        abs(last.size - line.size) <= _SAME_SIZE * size
        and 0 < leading <= most
        and is_bold(line) == is_bold(last)
        and not (_is_turned(line) or _is_turned(last))
        and not _BULLET.match(line.text)
        and _has_edge(group, line)
        and not (is_item(first) and is_item(line))
    )


def _has_edge(group: list[Line], line: Line) -> bool:
    """Whether a line starts where the one before does, hangs from it, or has the same middle.

    An item goes on under its words, not under its bullet.
    """
    first, last = group[0], group[-1]
    edge = line.box.left - last.box.left
    if len(group) == 1 and is_item(first):
        return _SAME_EDGE * first.size < edge <= _INDENT * first.size
    if len(group) == 1 and -_INDENT * first.size <= edge < 0:
        return True
    return abs(edge) <= _SAME_EDGE * last.size or abs(_middle(line) - _middle(last)) < last.size


def is_item(line: Line) -> bool:
    """Whether a line starts with a bullet or a number."""
    return bool(_ITEM.match(f"{line.text} "))


def _middle(line: Line) -> float:
    return (line.box.left + line.box.right) / 2


def _is_turned(line: Line) -> bool:
    return any(abs(run.angle) > 1 for run in line.runs)


def is_bold(line: Line) -> bool:
    """Whether all words of a line are bold."""
    return all(run.face.is_bold for run in line.runs if run.text.strip())


def is_heading(group: tuple[Line, ...], above: Line | None, body: float) -> bool:
    """Whether a paragraph looks like a heading.

    It is short and without a full stop; larger than the body by 15 %, or bold with space above.
    above: the line before it on the page, if any.
    """
    if len(group) > _HEADING_LINES or _FULL_STOP.search(group[-1].text):
        return False
    if not any(letter.isalpha() for line in group for letter in line.text):
        return False
    size = min(line.size for line in group)
    if size >= _LARGER * body:
        return True
    has_space = above is None or not (
        0 < group[0].baseline - above.baseline < _SPACE_ABOVE * max(above.size, size)
    )
    is_label = is_item(group[0]) or group[-1].text.endswith(":")
    return size >= 0.98 * body and all(map(is_bold, group)) and has_space and not is_label
