"""Where a page fills paths with patterns and gradients, which PDFium shows as white or grey.

Only asked for pages that have patterns.
"""

from typing import Any

from msgspec import Struct
from pikepdf import Stream

from handout.readback.entries import BROKEN, drawing, entry, name, numbers
from handout.readback.finished import Box
from handout.readback.matrix import Matrix, Point, at, box_of, times

_DEEPEST = 12
_MOST = 200_000
_FILLING = {"f", "F", "f*", "B", "B*", "b", "b*"}
_ENDING = {*_FILLING, "S", "s", "n"}
_PLAIN = {"g", "rg", "k", "cs", "sc"}
_POINTS = {"m": (0,), "l": (0,), "c": (0, 2, 4), "v": (0, 2), "y": (0, 2)}


class _State(Struct, frozen=True):
    """The part of the graphics state that matters here."""

    matrix: Matrix
    is_pattern: bool = False


def patterned(page: Any, resources: Any, to_seen: Matrix) -> tuple[Box, ...]:
    """The boxes of all paths of a page that are filled with a pattern, as they are seen."""
    finder = _Finder()
    finder.walk(page, resources, _State(to_seen), 0)
    return tuple(finder.found)


class _Finder:
    """Follows the drawing of a page and of the forms on it."""

    def __init__(self) -> None:
        self.found: list[Box] = []
        self._steps = 0

    def walk(self, holder: Any, resources: Any, state: _State, depth: int) -> None:
        """Take in what a page or a form draws."""
        kept: list[_State] = []
        points: list[Point] = []
        for operator, operands in drawing(holder):
            self._steps += 1
            if self._steps > _MOST:
                return
            if operator == "q":
                kept.append(state)
            elif operator == "Q":
                state = kept.pop() if kept else state
            elif operator == "Do" and depth < _DEEPEST:
                called = name(next(iter(operands), None))
                form = entry(entry(resources, "/XObject"), f"/{called}") if called else None
                self._form(form, resources, state, depth)
            elif operator in _ENDING:
                if operator in _FILLING and state.is_pattern and points:
                    self.found.append(box_of(points))
                points = []
            elif operator in ("cm", *_PLAIN, "scn"):
                state = _changed(state, operator, operands)
            else:
                points += _path(state.matrix, operator, operands)

    def _form(self, form: Any, resources: Any, state: _State, depth: int) -> None:
        if not isinstance(form, Stream) or name(entry(form, "/Subtype")) != "Form":
            return
        own = numbers(entry(form, "/Matrix"))
        if len(own) == 6:
            state = _State(times(_matrix(own), state.matrix), state.is_pattern)
        self.walk(form, entry(form, "/Resources") or resources, state, depth + 1)


def _changed(state: _State, operator: str, operands: Any) -> _State:
    if operator == "cm":
        values = _floats(operands)
        if len(values) != 6:
            return state
        return _State(times(_matrix(values), state.matrix), state.is_pattern)
    if operator == "scn":
        last = list(operands)[-1:]
        return _State(state.matrix, bool(last and name(last[0])))
    return _State(state.matrix)


def _path(matrix: Matrix, operator: str, operands: Any) -> list[Point]:
    """The points that an operator adds to the path; none where it is no such operator."""
    if operator == "re":
        values = _floats(operands)
        if len(values) != 4:
            return []
        left, bottom, width, height = values
        corners = ((left, bottom), (left + width, bottom), (left, bottom + height))
        return [at(matrix, point) for point in (*corners, (left + width, bottom + height))]
    starts = _POINTS.get(operator, ())
    values = _floats(operands) if starts else ()
    return [at(matrix, (values[i], values[i + 1])) for i in starts if i + 1 < len(values)]


def _floats(operands: Any) -> tuple[float, ...]:
    try:
        return tuple(float(value) for value in operands)
    except BROKEN:
        return ()


def _matrix(values: tuple[float, ...]) -> Matrix:
    a, b, c, d, e, f = values
    return a, b, c, d, e, f
