"""The catalogue as sheets for the wall: a picture, a name and a dose for each exercise.

In: exercises, the clinic and its look. Out: a `Document` and the `Template` to set it with.
Promised: exercises stand under the position they start in, three in a row, and are read row by
row; no page starts with the last row of a group; those without a picture are named at the end.
"""

from collections.abc import Iterator

from msgspec import Struct, field, structs

from handout import document
from handout.artwork.moved import lowered
from handout.catalogue.choice import Entry
from handout.document import (
    Block,
    Columns,
    Document,
    Figure,
    Heading,
    Keep,
    List,
    Paragraph,
    Picture,
    Run,
    Spans,
)
from handout.errors import HandoutError, Problem
from handout.language import direction
from handout.merge import furniture
from handout.merge.cards import exercise_cards, picture_name, picture_of
from handout.merge.leaves import Leaves
from handout.model.clinic import Clinic
from handout.model.drawing import Drawing
from handout.model.pose import Base
from handout.model.strings import Strings
from handout.model.template import Frame, Furniture, Margins, Page, Template, TypeScale

IN_A_ROW = 3
_COLUMN = 166.0
"""The width of a picture that fills its column, beside 12.5 point type."""

_WHITE = 12.0
"""Units of white above each picture, so that it belongs to the words under it."""

_MILLIMETRE = 72 / 25.4

POSITIONS: tuple[tuple[str, tuple[Base, ...]], ...] = (
    ("catalogue_standing", ("standing",)),
    ("catalogue_sitting", ("sitting",)),
    ("catalogue_on_back", ("lying-back",)),
    ("catalogue_on_front_or_side", ("lying-front", "lying-side")),
    ("catalogue_kneeling", ("all-fours", "kneeling")),
)
"""The headings in their order, by the phrase's name, each with what bodies stand under it."""


class House(Struct, frozen=True):
    """What the clinic gives to the sheets: its colour, words of its language, and its logo."""

    clinic: Clinic
    accent: str
    strings: Strings
    logo: bytes | Drawing | None


class Sheet(Struct):
    """What is gathered on the way: cards by id, pictures, and what is wrong.

    share: how much of its column a picture fills.
    """

    strings: Strings
    share: float
    cards: dict[str, document.Exercise] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """Draw one exercise and read its words."""
        leaves = Leaves({}, self.strings.language)
        name = picture_name(entry.id, entry.exercise)
        try:
            drawn = picture_of(entry.id, entry.exercise)
            if drawn and isinstance(drawn.data, Drawing):
                self.pictures[name] = structs.replace(drawn, data=lowered(drawn.data, _WHITE))
        except HandoutError as error:
            self.problems += error.problems
        dose = entry.exercise.dose
        self.cards[entry.id] = exercise_cards(
            entry.exercise, name, dose, leaves, self.strings, 3
        )[0]  # fmt: skip
        self.problems += leaves.problems


def catalogue(
    entries: tuple[Entry, ...], tags: tuple[str, ...], house: House, share: float
) -> Document:
    """The sheets of these exercises. share: how much of its column a picture fills.

    Raises: HandoutError with every pose that cannot be and all words that cannot be read.
    """
    clinic, strings = house.clinic, house.strings
    sheet = Sheet(strings, share)
    for entry in entries:
        sheet.add(entry)
    if sheet.problems:
        raise HandoutError(dict.fromkeys(sheet.problems))
    title = ": ".join((strings.catalogue, ", ".join(tags))) if tags else strings.catalogue
    head = furniture.banner(clinic, strings)
    pictures = list(sheet.pictures.values())
    if house.logo is None:
        head = structs.replace(head, logo="")
    else:
        pictures.append(Picture(head.logo, house.logo, clinic.place))
    return Document(
        title, strings.language, direction(strings.language),
        (head, Heading(1, (Run(title),)), *_groups(entries, sheet)),
        (clinic.name,), strings.page_of, house.accent, clinic.paper, clinic.name,
        pictures=tuple(pictures),
    )  # fmt: skip


def wall(look: Template, size: tuple[float, float]) -> Template:
    """The clinic's look for a sheet that hangs: its fonts and ink, narrow margins, small type.

    size: of the sheet in points. Words end in a frame, so that they stay clear of the footer.
    """
    scale = look.type
    side, top, bottom, foot = (_MILLIMETRE * length for length in (14, 12, 22, 17))
    frame = Frame(side, top, size[0] - 2 * side, size[1] - top - bottom)
    types = TypeScale(
        title=structs.replace(scale.title, size=26.0, before=6.0, after=0.0),
        heading=structs.replace(scale.heading, size=16.0, before=12.0, after=4.0),
        subheading=structs.replace(scale.subheading, size=13.0),
        lead=structs.replace(scale.lead, size=15.0),
        body=structs.replace(scale.body, size=12.0),
        small=structs.replace(scale.small, size=12.0, leading=1.22),
    )
    return structs.replace(
        look, page=Page("clinic", Margins(top, side, foot, side), frames=(frame,)),
        type=types, rhythm=3.0, furniture=Furniture(), only=(), smallest=12.0,
    )  # fmt: skip


def _groups(entries: tuple[Entry, ...], sheet: Sheet) -> Iterator[Block]:
    entries = tuple(sorted(entries, key=lambda entry: entry.name.casefold()))
    for phrase, bases in POSITIONS:
        group = [entry for entry in entries if _base(entry) in bases]
        if group:
            yield Heading(2, (Run(getattr(sheet.strings, phrase)),))
            rows = tuple(_rows([sheet.cards[entry.id] for entry in group], sheet.share))
            yield from rows[:-2]
            yield Keep(rows[-2:])
    rest = tuple(sheet.cards[entry.id] for entry in entries if _base(entry) is None)
    if rest:
        yield Heading(2, (Run(sheet.strings.catalogue_others),))
        yield List("bullet", tuple(_line(card) for card in rest))


def _base(entry: Entry) -> Base | None:
    """How the body is placed at the start; None where there is no picture."""
    figure = entry.exercise.figure
    return (figure.start.base or "standing") if figure else None


def _rows(cards: list[document.Exercise], share: float) -> Iterator[Block]:
    """Rows of pictures; the places that a last row leaves are white."""
    for start in range(0, len(cards), IN_A_ROW):
        row = [_cell(card, share) for card in cards[start : start + IN_A_ROW]]
        row += [()] * (IN_A_ROW - len(row))
        yield Columns(tuple(row), (1.0,) * IN_A_ROW)


def _cell(card: document.Exercise, share: float) -> tuple[Block, ...]:
    figure = Figure(card.picture, card.alt, _strong(card.name), _COLUMN * share, card.place)
    return (figure, Paragraph(card.dose, "line", card.place)) if card.dose else (figure,)


def _line(card: document.Exercise) -> Spans:
    return (*_strong(card.name), *((Run(". "), *card.dose) if card.dose else ()))


def _strong(spans: Spans) -> Spans:
    return tuple(structs.replace(span, strong=True) for span in spans)
