"""SVG path data read as absolute steps."""

import re

from handout.errors import Place, fail

_FARTHEST = 100_000.0
_STEP = re.compile(r"([MLHVCSQTZmlhvcsqtz])|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|([^\s,])")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}

_NUMBER = r"-?\d{1,5}(?:\.\d+)?"
_EXACT = re.compile(rf"(?:[ML]{_NUMBER} {_NUMBER}|C{_NUMBER}(?: {_NUMBER}){{5}}|Z)+")
_PART = re.compile(r"([MLCZ])([^MLCZ]*)")

Step = tuple[str, tuple[float, ...]]


def svg_steps(path: str, place: Place | None) -> list[Step]:
    """SVG path data as absolute M, L, C and Z steps.

    Raises: HandoutError when a command is unknown or lacks numbers.
    Source: SVG 2, section 9.3 (arcs are not taken).
    """
    if path.startswith("M") and _EXACT.fullmatch(path):  # as drawings are written that we make
        return [(kind, tuple(map(float, words.split()))) for kind, words in _PART.findall(path)]
    pen = _Pen()
    command, numbers = "", list[float]()
    for letter, value, other in _STEP.findall(path):
        if other:
            fail(
                f"the path holds {other!r}", place, "use the commands M L H V C S Q T Z and numbers"
            )
        if letter:
            _complete(command, numbers, place)
            command = letter
            if letter in "Zz":
                pen.step("Z", ())
            continue
        numbers.append(float(value))
        if abs(numbers[-1]) > _FARTHEST:
            fail(f"the path goes to {value}", place, "keep it on its canvas")
        if command and len(numbers) == _TAKES[command.upper()]:
            pen.take(command, numbers)
            command = {"M": "L", "m": "l"}.get(command, command)
            numbers = []
        elif not command or command in "Zz":
            fail("the path holds a number without a command", place)
    _complete(command, numbers, place)
    if pen.steps and pen.steps[0][0] != "M":
        fail("the path does not start with M", place, "say first where the pen is put down")
    return pen.steps


def _complete(command: str, numbers: list[float], place: Place | None) -> None:
    if numbers:
        fail(
            f"the path's {command} has {len(numbers)} numbers over", place,
            f"{command} takes {_TAKES[command.upper()]}",
        )  # fmt: skip


class _Pen:
    """Where an SVG path has come to."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._at = self._start = (0.0, 0.0)
        self._control: tuple[str, tuple[float, float]] = ("", (0.0, 0.0))

    def step(self, kind: str, numbers: tuple[float, ...]) -> None:
        """Add an absolute step."""
        self.steps.append((kind, numbers))
        if kind == "Z":
            self._at = self._start
            self._control = ("", self._at)
        else:
            self._at = (numbers[-2], numbers[-1])
        if kind == "M":
            self._start = self._at

    def take(self, command: str, numbers: list[float]) -> None:
        """Add one step of a path, as the command says."""
        kind = command.upper()
        x, y = self._at
        if kind in "HV":
            numbers = [numbers[0], 0.0] if kind == "H" else [0.0, numbers[0]]
        if command.islower():
            numbers = [n + (x if i % 2 == 0 else y) for i, n in enumerate(numbers)]
        if kind == "H":
            numbers[1] = y
        elif kind == "V":
            numbers[0] = x
        mirrored = self._mirrored(kind)
        match kind:
            case "M" | "L" | "C":
                self.step(kind, tuple(numbers))
            case "H" | "V":
                self.step("L", tuple(numbers))
            case "S":
                self.step("C", (*mirrored, *numbers))
            case "Q":
                self._quadratic(numbers[0], numbers[1], numbers[2], numbers[3])
            case _:
                self._quadratic(*mirrored, numbers[0], numbers[1])
        if kind in "CS":
            control = self.steps[-1][1]
            self._control = ("C", (control[2], control[3]))
        elif kind not in "QT":
            self._control = ("", self._at)

    def _mirrored(self, kind: str) -> tuple[float, float]:
        family, (x, y) = self._control
        if family != {"S": "C", "T": "Q"}.get(kind):
            return self._at
        return 2 * self._at[0] - x, 2 * self._at[1] - y

    def _quadratic(self, cx: float, cy: float, x: float, y: float) -> None:
        ax, ay = self._at
        first = (ax + 2 / 3 * (cx - ax), ay + 2 / 3 * (cy - ay))
        second = (x + 2 / 3 * (cx - x), y + 2 / 3 * (cy - y))
        self.step("C", (*first, *second, x, y))
        self._control = ("Q", (cx, cy))
