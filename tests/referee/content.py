"""Read page content: decode shown text and keep track of marked content."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from referee.fonts import UNKNOWN, Font, Glyph

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

PATH_PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
TEXT_SHOWING = {"Tj", "TJ", "'", '"'}


def multiply(left: Matrix, right: Matrix) -> Matrix:
    """Return the matrix that applies `left` and then `right`."""
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


@dataclass
class Run:
    """A stretch of shown text: what a reader gets, what is drawn, and where."""

    text: str
    shown: str
    mcid: int | None
    artifact: bool
    start: tuple[float, float]
    end: tuple[float, float]
    size: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return a point in the middle of the drawn text."""
        return (
            (self.start[0] + self.end[0]) / 2,
            (self.start[1] + self.end[1]) / 2 + 0.3 * self.size,
        )


@dataclass
class FormUse:
    """One use of a Form XObject on a page."""

    name: str
    mcid: int | None
    artifact: bool
    shows_text: bool
    has_marks: bool


@dataclass
class PageContent:
    """What the content streams of one page hold."""

    number: int
    runs: list[Run] = field(default_factory=list)
    mcids: dict[int, str] = field(default_factory=dict)
    painted: set[int] = field(default_factory=set)
    forms: list[FormUse] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def text_of(self, mcid: int) -> str:
        """Return the text of one marked-content sequence."""
        return "".join(run.text for run in self.runs if run.mcid == mcid)


@dataclass
class _Mark:
    """An open marked-content sequence."""

    tag: str
    mcid: int | None
    text_object: int | None
    actual_text: str | None
    first_run: int


@dataclass
class _State:
    """The part of the graphics state that text needs."""

    ctm: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


class _Reader:
    """Walks through the operators of one page."""

    def __init__(self, page: pikepdf.Page, number: int) -> None:
        self.out = PageContent(number)
        self.page = page
        self.resources: Any = page.resources
        self.state = _State()
        self.saved: list[_State] = []
        self.marks: list[_Mark] = []
        self.text_objects = 0
        self.in_text: int | None = None
        self.matrix = IDENTITY
        self.line = IDENTITY
        self.fonts: dict[str, Font] = {}
        self.handlers: dict[str, Callable[[list[Any]], None]] = {
            "q": self._q,
            "Q": self._big_q,
            "cm": lambda o: self._set(ctm=multiply(_matrix(o), self.state.ctm)),
            "BT": self._bt,
            "ET": self._et,
            "BMC": lambda o: self._open(str(o[0]), None),
            "BDC": lambda o: self._open(str(o[0]), o[1]),
            "EMC": self._emc,
            "Tf": self._tf,
            "Tc": lambda o: self._set(char_space=float(o[0])),
            "Tw": lambda o: self._set(word_space=float(o[0])),
            "Tz": lambda o: self._set(scale=float(o[0]) / 100),
            "TL": lambda o: self._set(leading=float(o[0])),
            "Ts": lambda o: self._set(rise=float(o[0])),
            "Tm": lambda o: self._move_to(_matrix(o)),
            "Td": lambda o: self._next_line(float(o[0]), float(o[1])),
            "TD": self._td_leading,
            "T*": lambda _: self._next_line(0, -self.state.leading),
            "Tj": lambda o: self._show([o[0]]),
            "TJ": lambda o: self._show(list(o[0])),
            "'": self._next_line_show,
            '"': self._spaced_show,
            "Do": self._do,
            "sh": lambda _: self._paint("shading"),
            "INLINE IMAGE": lambda _: self._paint("inline image"),
        }

    def problem(self, text: str) -> None:
        """Note a problem on this page."""
        self.out.problems.append(f"page {self.out.number}: {text}")

    def read(self) -> PageContent:
        """Walk through the page."""
        for instruction in pikepdf.parse_content_stream(self.page):
            operator = str(instruction.operator)
            if operator in PATH_PAINTING:
                self._paint("path")
            elif operator in self.handlers:
                self.handlers[operator](list(instruction.operands))
        if self.in_text is not None:
            self.problem("BT without ET")
        if self.saved:
            self.problem("q without Q")
        for mark in self.marks:
            self.problem(f"marked content {mark.tag} is never closed")
        return self.out

    def _set(self, **changes: Any) -> None:
        self.state = _State(**{**vars(self.state), **changes})

    def _q(self, _: list[Any]) -> None:
        if self.in_text is not None:
            self.problem("q inside BT..ET")
        self.saved.append(self.state)

    def _big_q(self, _: list[Any]) -> None:
        if self.in_text is not None:
            self.problem("Q inside BT..ET")
        if self.saved:
            self.state = self.saved.pop()
        else:
            self.problem("Q without q")

    def _bt(self, _: list[Any]) -> None:
        if self.in_text is not None:
            self.problem("BT inside BT..ET")
        self.text_objects += 1
        self.in_text = self.text_objects
        self._move_to(IDENTITY)

    def _et(self, _: list[Any]) -> None:
        if self.in_text is None:
            self.problem("ET without BT")
        self.in_text = None

    def _open(self, tag: str, properties: Any) -> None:
        if isinstance(properties, pikepdf.Name):
            named: Any = self.resources.get("/Properties", {})
            if str(properties) not in named:
                self.problem(f"marked content {tag} names unknown properties {properties}")
            properties = named.get(str(properties))
        found: Any = properties if isinstance(properties, pikepdf.Dictionary) else {}
        mcid = found.get("/MCID")
        actual = found.get("/ActualText")
        if mcid is not None:
            mcid = int(mcid)
            if self._mcid() is not None:
                self.problem(f"MCID {mcid} is opened inside MCID {self._mcid()}")
            if mcid in self.out.mcids:
                self.problem(f"MCID {mcid} is used twice")
            self.out.mcids[mcid] = tag
        if self._artifact() and mcid is not None:
            self.problem(f"MCID {mcid} is opened inside an artifact")
        if tag == "/Artifact" and self._mcid() is not None:
            self.problem(f"an artifact is opened inside MCID {self._mcid()}")
        self.marks.append(
            _Mark(
                tag,
                mcid,
                self.in_text,
                None if actual is None else str(actual),
                len(self.out.runs),
            )
        )

    def _emc(self, _: list[Any]) -> None:
        if not self.marks:
            self.problem("EMC without BMC or BDC")
            return
        mcid, artifact = self._mcid(), self._artifact()
        mark = self.marks.pop()
        if mark.text_object != self.in_text:
            self.problem(f"marked content {mark.tag} (MCID {mark.mcid}) straddles BT or ET")
        if mark.actual_text is None:
            return
        if mcid is None and not artifact:
            self.problem(f"ActualText {mark.actual_text!r} is outside any MCID")
        covered = self.out.runs[mark.first_run :]
        del self.out.runs[mark.first_run :]
        here = self._point(0)
        self.out.runs.append(
            Run(
                mark.actual_text,
                "".join(run.shown for run in covered),
                mcid,
                artifact,
                covered[0].start if covered else here,
                here if self.in_text is not None or not covered else covered[-1].end,
                covered[0].size if covered else 0.0,
            )
        )

    def _mcid(self) -> int | None:
        return next((m.mcid for m in reversed(self.marks) if m.mcid is not None), None)

    def _artifact(self) -> bool:
        return any(mark.tag == "/Artifact" for mark in self.marks)

    def _paint(self, what: str) -> None:
        mcid = self._mcid()
        if mcid is not None:
            self.out.painted.add(mcid)
        elif not self._artifact():
            self.problem(f"{what} is neither tagged nor an artifact")

    def _tf(self, operands: list[Any]) -> None:
        name = str(operands[0])
        if name not in self.fonts:
            listed: Any = self.resources.get("/Font", {})
            if name not in listed:
                self.problem(f"font {name} is not in the resources")
                self._set(font=None, size=float(operands[1]))
                return
            self.fonts[name] = Font(listed[name])
        self._set(font=self.fonts[name], size=float(operands[1]))

    def _move_to(self, matrix: Matrix) -> None:
        self.matrix = self.line = matrix

    def _next_line(self, x: float, y: float) -> None:
        self._move_to(multiply((1, 0, 0, 1, x, y), self.line))

    def _td_leading(self, operands: list[Any]) -> None:
        self._set(leading=-float(operands[1]))
        self._next_line(float(operands[0]), float(operands[1]))

    def _next_line_show(self, operands: list[Any]) -> None:
        self._next_line(0, -self.state.leading)
        self._show([operands[-1]])

    def _spaced_show(self, operands: list[Any]) -> None:
        self._set(word_space=float(operands[0]), char_space=float(operands[1]))
        self._next_line_show(operands)

    def _point(self, along: float) -> tuple[float, float]:
        """Return a point on the page, `along` text units on from the text position."""
        moved = multiply((1, 0, 0, 1, along, self.state.rise), self.matrix)
        whole = multiply(moved, self.state.ctm)
        return whole[4], whole[5]

    def _show(self, parts: list[Any]) -> None:
        state = self.state
        if self.in_text is None:
            self.problem("text is shown outside BT..ET")
        if state.font is None:
            self.problem("text is shown without a font")
            return
        for part in parts:
            if not isinstance(part, pikepdf.String):
                shift = -float(part) / 1000 * state.size * state.scale
                self.matrix = multiply((1, 0, 0, 1, shift, 0), self.matrix)
                continue
            glyphs = state.font.glyphs(bytes(part))
            text = "".join(glyph.text for glyph in glyphs)
            if not glyphs:
                continue
            if UNKNOWN in text:
                self.problem(f"text {text!r} has codes that ToUnicode of the font lacks")
            advance = sum(self._advance(state, glyph) for glyph in glyphs)
            whole = multiply(self.matrix, state.ctm)
            size = state.size * (whole[2] ** 2 + whole[3] ** 2) ** 0.5
            start, end = self._point(0), self._point(advance)
            self.out.runs.append(Run(text, text, self._mcid(), self._artifact(), start, end, size))
            self.matrix = multiply((1, 0, 0, 1, advance, 0), self.matrix)
            self._paint(f"text {text!r}")

    @staticmethod
    def _advance(state: _State, glyph: Glyph) -> float:
        word = state.word_space if glyph.code == 32 and not _composite(state) else 0.0
        return (glyph.width / 1000 * state.size + state.char_space + word) * state.scale

    def _do(self, operands: list[Any]) -> None:
        name = str(operands[0])
        listed: Any = self.resources.get("/XObject", {})
        xobject = listed.get(name)
        if xobject is None:
            self.problem(f"XObject {name} is not in the resources")
            return
        self._paint(f"XObject {name}")
        if xobject.get("/Subtype") == "/Form":
            operators = set(form_operators(xobject))
            self.out.forms.append(
                FormUse(
                    name,
                    self._mcid(),
                    self._artifact(),
                    bool(operators & TEXT_SHOWING),
                    bool(operators & {"BDC", "BMC"}),
                )
            )


def _composite(state: _State) -> bool:
    """Tell whether the font in use has codes of two bytes."""
    return state.font is not None and state.font.composite


def _matrix(operands: list[Any]) -> Matrix:
    """Return six operands as a matrix."""
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return (a, b, c, d, e, f)


def form_operators(form: Any, depth: int = 0) -> Iterator[str]:
    """Yield the operators of a Form XObject and of the forms in it."""
    inner: Any = form.get("/Resources", {}).get("/XObject", {})
    for instruction in pikepdf.parse_content_stream(form):
        operator = str(instruction.operator)
        yield operator
        if operator == "Do" and depth < 8:
            other = inner.get(str(list(instruction.operands)[0]))
            if other is not None and other.get("/Subtype") == "/Form":
                yield from form_operators(other, depth + 1)


def read_page(page: pikepdf.Page, number: int) -> PageContent:
    """Return what the content streams of a page hold; `number` counts from 1."""
    return _Reader(page, number).read()
