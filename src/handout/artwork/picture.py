"""A picture is found by its name: an exercise of the catalogue, or a drawing, with its words."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, structs

from handout.artwork.moved import mirrored
from handout.errors import HandoutError, fail
from handout.files import LONGEST_NAME
from handout.language import base
from handout.library import Library
from handout.merge.cards import exercise_cards, picture_name, picture_of
from handout.merge.leaves import Leaves
from handout.merge.phrases import phrase_problems
from handout.model.drawing import Drawing
from handout.model.exercise import Exercise
from handout.model.handout import Block, CalloutBlock, FigureBlock, Handout, TogetherBlock
from handout.model.strings import Strings
from handout.source.suggest import nearest

OneSide = Literal["left", "right"]


class Artwork(Struct, frozen=True):
    """A drawing with what it is called, and what it shows in words. side: the one it shows."""

    name: str
    title: str
    alt: str
    language: str
    drawing: Drawing
    side: OneSide = "right"


def artwork(name: str, library: Library, language: str, side: OneSide | None) -> Artwork:
    """The exercise of that id, or else the drawing of that name. side: None for either.

    Raises: HandoutError when there is neither, it cannot be drawn, or its words cannot be turned.
    """
    exercises, drawings = exercise_names(library, language), drawing_names(library)
    if name in exercises:
        found = _exercise(name, library, language)
    elif name in drawings:
        found = _drawing(name, library, language)
    else:
        near = nearest(name, (*exercises, *drawings))
        hint = f"did you mean {near!r}?"
        if not near:
            hint = f"`handout exercises` lists exercises; drawings are {', '.join(drawings)}"
        fail(f"there is no exercise or drawing {name[:LONGEST_NAME]!r}", hint=hint)
    if side in (None, found.side):
        return found
    if found.drawing.labels:
        fail(
            f"{name!r} has labels, which cannot be read in a mirror",
            found.drawing.labels[0].place,
            f"leave --{side} out, or draw a picture without words",
        )
    return structs.replace(found, drawing=mirrored(found.drawing))


def strings_of(library: Library, language: str) -> Strings:
    """The program's words, written as the language writes its numbers.

    Raises: HandoutError where there are none, or a phrase has not the braces that are filled.
    """
    strings = structs.replace(library.strings(language), language=language)
    problems = tuple(phrase_problems(strings))
    if problems:
        raise HandoutError(problems)
    return strings


def exercise_names(library: Library, language: str) -> tuple[str, ...]:
    """The ids of the catalogue, those in the folders of a language with the others."""
    folder = "handouts/exercises"
    return _stems(library, (folder, f"{folder}/{language}", f"{folder}/{base(language)}"))


def drawing_names(library: Library) -> tuple[str, ...]:
    """The names of the drawings."""
    return _stems(library, ("handouts/figures",))


def _stems(library: Library, folders: tuple[str, ...]) -> tuple[str, ...]:
    files = (file for root in library.roots for one in folders for file in (root / one).glob("*"))
    return tuple(sorted({file.stem for file in files if file.suffix == ".yaml"}))


def _exercise(name: str, library: Library, language: str) -> Artwork:
    exercise = library.exercise(name, None, language)
    picture = picture_of(name, exercise)
    if picture is None or not isinstance(picture.data, Drawing):
        fail(
            f"the exercise {name!r} has no figure to draw", exercise.place,
            "write a figure: with the start and the end; `handout new exercise` shows how",
        )  # fmt: skip
    title, alt = _words(name, exercise, strings_of(library, language))
    side = exercise.figure.side if exercise.figure else "right"
    return Artwork(name, title, alt, exercise.language, picture.data, side)


def _words(name: str, exercise: Exercise, strings: Strings) -> tuple[str, str]:
    leaves = Leaves({}, strings.language)
    cards = exercise_cards(
        exercise, picture_name(name, exercise), exercise.dose, leaves, strings, 2
    )
    if leaves.problems:
        raise HandoutError(dict.fromkeys(leaves.problems))
    return "".join(getattr(span, "text", "") for span in cards[0].name), cards[0].alt


def _drawing(name: str, library: Library, language: str) -> Artwork:
    """A drawing; a topic that shows it says what it shows, and where none does, its labels do."""
    drawing = library.picture(f"{name}.yaml", None)
    assert isinstance(drawing, Drawing)
    title = name.replace("-", " ").capitalize()
    labels = "; ".join(" ".join(label.text.split()) for label in drawing.labels)
    alt = _told(name, library, language) or (f"{title}: {labels}" if labels else title)
    return Artwork(name, title, alt, language, drawing)


def _told(name: str, library: Library, language: str) -> str:
    """What the first topic that shows the drawing says for those who cannot see it."""
    for topic, _ in library.topics():
        try:
            handout = library.handout(topic, language)
        except HandoutError:
            continue  # `handout check` tells what is wrong with it
        for figure in _figures(handout):
            leaves = Leaves({}, language)
            spans = leaves.without_values(figure.alt, {})
            if figure.figure.removesuffix(".yaml") == name and not leaves.problems:
                return "".join(getattr(span, "text", "") for span in spans)
    return ""


def _figures(handout: Handout) -> Iterator[FigureBlock]:
    waiting: list[Block] = [block for section in handout.sections for block in section.blocks]
    while waiting:
        match waiting.pop(0):
            case FigureBlock(beside=inner) as figure:
                yield figure
                waiting += inner
            case CalloutBlock(blocks=inner) | TogetherBlock(together=inner):
                waiting += inner
            case _:
                pass
