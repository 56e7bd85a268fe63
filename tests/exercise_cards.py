"""What tests of exercises share: cards by name, a document of one group, and its file."""

from typing import get_args

from msgspec import structs

from handout.document import (
    Block,
    Document,
    Exercise,
    Exercises,
    Fill,
    Heading,
    Layout,
)
from handout.model.template import Template
from handout.pages.fonts import open_faces
from handout.pages.setting import Image, Setting, setting
from referee import structure_problems, text_from_tree
from sheets import (
    BRIDGE,
    FACES,
    PICTURES,
    TILT,
    document,
    document_texts,
    large,
    printed,
    template,
    words,
)

LAYOUTS: tuple[Layout, ...] = get_args(Layout)
NAMES = ("Pelvic tilt", "Bridge", "Knee rolls", "Calf raise", "Walking")


def cards(count: int = 5) -> tuple[Exercise, ...]:
    """Exercises by name, each with more to do than the one before."""
    steps = tuple(words(f"Do part {number} slowly and with care.") for number in range(1, 6))
    return tuple(
        structs.replace(BRIDGE if n % 2 else TILT, name=words(name), steps=steps[: n + 1])
        for n, name in enumerate(NAMES[:count])
    )


def programme(layout: Layout, *blocks: Block) -> Document:
    """A document of one group, under its heading."""
    group = Exercises(0, layout, blocks or cards())
    return document(Heading(2, words("Your exercises")), group, pictures=PICTURES)


def check(made: Document, fill: Fill | None = None, look: Template | None = None) -> bytes:
    """The file of a document, found to hold its words and to be tagged well."""
    done = printed(made, look, fill)
    assert done.problems == ()
    assert structure_problems(done.pdf) == []
    assert text_from_tree(done.pdf) == document_texts(made, fill)
    return done.pdf


def plain(times: float = 1.0) -> Setting:
    """The plain look with a picture to hand."""
    images = {"pose": Image(200.0, 90.0, b"/Im1 Do")}
    look = template() if times == 1.0 else large(template(), times)
    return setting(look, "#0b5e6f", open_faces(FACES), "en-GB", images, 700.0)


def names(data: bytes) -> list[str]:
    """The names of the exercises as they are read."""
    return [text for kind, text in text_from_tree(data) if kind == "H3"]
