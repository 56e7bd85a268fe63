"""Scores as bars: a drawing of our own model, with words that say every value."""

from handout.check.scores.answer import Score
from handout.check.scores.formats import percent
from handout.model.drawing import Drawing, Label, Shape

WIDTH = 510.0
_NAMES, _BARS, _SAYS = 0.0, 150.0, 366.0
_LENGTH = 206.0
_ROW, _THICK, _OVER = 21.0, 11.0, 3.0
_SIZE = 9.5


def chart(scores: tuple[Score, ...]) -> Drawing:
    """One bar a score: dark for all items, light for those that are answered, a line to pass."""
    shapes: list[Shape] = []
    labels: list[Label] = []
    for index, score in enumerate(scores):
        top = index * _ROW + _OVER + 2.0
        base = top + _THICK - 2.4
        shapes += _bar(score, top)
        labels.append(Label(score.name, (_NAMES, base), size=_SIZE))
        labels.append(Label(_says(score), (_SAYS, base), size=_SIZE, strong=True))
    return Drawing((WIDTH, len(scores) * _ROW + _OVER), tuple(shapes), tuple(labels))


def in_words(scores: tuple[Score, ...]) -> str:
    """What the bars show, for those who cannot see them."""
    told = (
        f"{score.name}: {percent(score.of_all)} of all items, {percent(score.of_said)} of those "
        f"answered, pass mark {score.pass_mark:.0f} %"
        for score in scores
    )
    return f"Bar chart of {len(scores)} scores. {'; '.join(told)}."


def _says(score: Score) -> str:
    met = "met" if score.is_met else "not met"
    return f"{percent(score.of_all)} ({percent(score.of_said)}) · {met}"


def _bar(score: Score, top: float) -> tuple[Shape, ...]:
    """The scale from 0 to 100, what has been answered, all, and the pass mark."""
    mark = _BARS + _LENGTH * score.pass_mark / 100
    bottom = top + _THICK
    return (
        Shape(_box(_LENGTH, top), fill="none", stroke="ink 45%", width=0.6),
        *((Shape(_box(_length(score.of_said), top), fill="accent 30%"),) if score.of_said else ()),
        *((Shape(_box(_length(score.of_all), top), fill="accent"),) if score.of_all else ()),
        Shape(f"M{mark:.2f} {top - _OVER:.2f} L{mark:.2f} {bottom + _OVER:.2f}", stroke="paper",
              width=3.2),
        Shape(f"M{mark:.2f} {top - _OVER:.2f} L{mark:.2f} {bottom + _OVER:.2f}", stroke="ink",
              width=1.4),
    )  # fmt: skip


def _length(value: float | None) -> float:
    return _LENGTH * (value or 0.0) / 100


def _box(length: float, top: float) -> str:
    right, bottom = _BARS + length, top + _THICK
    return f"M{_BARS:.2f} {top:.2f} H{right:.2f} V{bottom:.2f} H{_BARS:.2f} Z"
