"""The report from beginning to end: a scored topic in, a whole PDF of one page in memory out."""

from collections.abc import Iterator
from datetime import date, datetime

from handout.check.scores.scoring import Scored
from handout.document import Fill
from handout.library import Library
from handout.merge.cautions import accent
from handout.model.clinic import Clinic
from handout.pages.press import Printed, compile_press, print_leaflet
from handout.report.page import Room, lost, report, sheet

_FEW_LETTERS = 40
_ENOUGH_ROWS, _FEW_ROWS = 8, 4
_LETTERS = (160, 110, 75)
"""Letters of evidence in a row, from all that a reader wants to the least that says something."""


def printed(one: Scored, library: Library, clinic: Clinic, today: date, made: datetime) -> Printed:
    """The report on one page. made: the date the file carries.

    Where it is too long, evidence is cut first, and then the last items are counted only.
    Raises: HandoutError where the clinic's look or its fonts are not there.
    """
    look = library.template(clinic.template)
    template, faces = sheet(look), library.faces(look)
    shade, _ = accent(clinic)

    def with_room(room: Room) -> Printed:
        document = report(one, clinic, shade, today, room)
        return print_leaflet(compile_press(document, template, faces), Fill(), made)

    done: Printed | None = None
    for room in _rooms(len(lost(one))):
        done = with_room(room)
        if done.pages == 1:
            break
    assert done
    return done


def _rooms(items: int) -> Iterator[Room]:
    """Less and less room: shorter evidence, fewer rows, no labels, and at last hardly any words."""
    least = _LETTERS[-1]
    yield from (Room(items, letters) for letters in _LETTERS)
    yield from (Room(rows, least) for rows in range(items - 1, _ENOUGH_ROWS - 1, -1))
    yield from (Room(rows, least, has_labels=False) for rows in range(items, _FEW_ROWS, -1))
    yield from (Room(rows, _FEW_LETTERS, has_labels=False) for rows in range(items, -1, -1))
