"""What is painted under words: the colour they are read against."""

from functools import lru_cache

from msgspec import Struct

from handout.readback.finished import Area, Box, Colour, Image, Page, Run

WHITE: Colour = (1.0, 1.0, 1.0)
_OPAQUE = 0.99
_LAYERS = 8
_THIN = 0.4
"""Of the type's size: what is lower than this is a line, and no ground."""


class Ground(Struct, frozen=True):
    """What can lie under a spot, and whether a picture does.

    colours: more than one where a curved shape may or may not reach there.
    """

    colours: tuple[Colour, ...]
    is_picture: bool = False


class Painted:
    """A page's areas and pictures, the last painted first."""

    def __init__(self, page: Page) -> None:
        filled = (area for area in page.areas if area.fill is not None and area.opacity > 0.01)
        things: list[Area | Image] = [*filled, *page.images]
        self._things = sorted(things, key=lambda one: one.order, reverse=True)

    def under(self, run: Run, at: tuple[float, ...] = (0.1, 0.5, 0.9)) -> tuple[Ground, ...]:
        """The ground at parts of a run's length, at half the height of its small letters."""
        near = [one for one in self._things if one.order < run.order and _meets(one, run)]
        if not near:
            return (_PAPER,)
        middle = run.baseline - 0.25 * run.size
        return tuple(_ground(near, run.box.left + part * run.box.width, middle) for part in at)

    def hides(self, run: Run) -> bool:
        """Whether something is painted over the whole run."""
        return any(
            one.order > run.order and _is_cover(one) and _holds(one.box, run.box)
            for one in self._things
        )

    def parts(self, lower: Run, upper: Run, spot: Box) -> bool:
        """Whether something is painted over the one before the other comes, at a spot."""
        return any(
            lower.order < one.order < upper.order and _is_cover(one) and _holds(one.box, spot)
            for one in self._things
        )


_PAPER = Ground((WHITE,))


def _meets(one: Area | Image, run: Run) -> bool:
    box = one.box
    return (
        box.left < run.box.right
        and box.right > run.box.left
        and box.top < run.baseline
        and box.bottom > run.baseline - run.size
        and box.height > _THIN * run.size
    )


def _holds(outer: Box, inner: Box) -> bool:
    middle = (inner.top + inner.bottom) / 2
    return (
        outer.left <= inner.left + 1
        and outer.right >= inner.right - 1
        and outer.top <= middle <= outer.bottom
        and outer.height >= 0.6 * inner.height
    )


def _is_cover(one: Area | Image) -> bool:
    return isinstance(one, Area) and one.is_box and one.opacity >= _OPAQUE


def _ground(things: list[Area | Image], x: float, y: float) -> Ground:
    """What is seen at a spot, from the top of the things down to what covers."""
    above: list[Area] = []
    base = WHITE
    for one in things:
        if not (one.box.left <= x <= one.box.right and one.box.top <= y <= one.box.bottom):
            continue
        if isinstance(one, Image):
            return Ground((), is_picture=True)
        if _is_cover(one):
            base = one.fill or WHITE
            break
        above.append(one)
    possible = {base}
    for one in reversed(above[:_LAYERS]):
        mixed = {blended(one.fill or WHITE, one.opacity, colour) for colour in possible}
        possible = mixed if one.is_box else possible | mixed
    return Ground(tuple(possible))


def blended(over: Colour, opacity: float, under: Colour) -> Colour:
    """A colour painted over another."""
    if opacity >= _OPAQUE:
        return over
    red, green, blue = (
        opacity * one + (1 - opacity) * other for one, other in zip(over, under, strict=True)
    )
    return red, green, blue


@lru_cache(maxsize=4096)
def luminance(colour: Colour) -> float:
    """How bright it is, 0 to 1.

    Source: WCAG 2.1, relative luminance.
    """
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """How far apart in brightness, 1 to 21.

    Source: WCAG 2.1, contrast ratio.
    """
    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)
