"""A row understood: the visit it stands for, or everything that is wrong with it.

In: a `Row`, and how the table's dates are read. Out: a `Person`. Promised: nothing is guessed, and
no message has a word of the patient's: it names the row and the column.
"""

import datetime
import re
from functools import lru_cache

from msgspec import Struct

from handout.batch.columns import plain
from handout.batch.dates import Read, birth_date_in, date_in, time_in
from handout.batch.passwords import wrong_with
from handout.batch.refusal import Refusal
from handout.batch.rows import Row, Table
from handout.errors import HandoutError, Place, Problem
from handout.files import is_name
from handout.language import check_language, date_order
from handout.model.visit import Appointment, Conditions, Need, NextAppointment, Patient, Side, Visit
from handout.source.guard import forbidden_character
from handout.source.nodes import composed

_LONGEST_LINE = 1000
_LONGEST_PASSAGE = 10_000
_MOST_TOPICS = 20
_MOST_GOALS = 50
_MOST_ADDRESS_LINES = 10

_CONDITIONS = (
    *("diabetes", "pregnant", "blood_thinners", "numb_feet", "poor_circulation", "pacemaker"),
)
_YES_NO = {"yes": True, "y": True, "true": True, "1": True}
_YES_NO |= {"no": False, "n": False, "false": False, "0": False}
_SIDES: dict[str, Side] = {
    "left": "left", "l": "left", "right": "right", "r": "right",
    "both": "both", "both sides": "both", "bilateral": "both",
}  # fmt: skip
_LARGE_PRINT = frozenset({"largeprint", "large", "largetext", "largeletters", "bigprint"})
_NONE = frozenset({"none", "no", "n", "false", "0"})
_PASSAGES = ("found", "agreed", "notes")
_OF_A_VISIT = ("clinician", "site", *_PASSAGES, "goals", "next_date")
_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")
_ITEMS = re.compile(r"[;\n]")
_LINE_END = re.compile(r"\r\n|\r|\n|\x0b|\x0c|\x85|\u2028|\u2029")


class Reading(Struct, frozen=True):
    """How rows of one table are understood; small, and sent to where that is done.

    table: its name. columns: the heading of each field. order: of a date in figures, as `dmy`.
    """

    table: str
    columns: dict[str, str]
    order: str
    today: datetime.date


class Person(Struct, frozen=True):
    """One person of the table. look, language: "" where the row has none of its own."""

    row: int
    visit: Visit
    look: str
    language: str
    address: tuple[str, ...]
    password: str

    def __repr__(self) -> str:
        """The row only: a trace must not show who it is."""
        return f"Person(row={self.row})"


def reading_of(table: Table, language: str, today: datetime.date) -> Reading:
    """How the rows of a table are understood in a clinic of that language."""
    return Reading(table.name, table.columns, date_order(language), today)


def person_of(row: Row, reading: Reading) -> Person:
    """The person a row stands for.

    Raises: HandoutError with all that is wrong with the row.
    """
    if row.problems and not row.cells:
        raise HandoutError(row.problems)
    cells = _Cells(row, reading)
    place = Place(reading.table, row.number)
    visit = Visit(
        patient=_patient(cells),
        visit=_appointment(cells),
        handouts=_topics(cells),
        side=_side(cells),
        conditions=_conditions(cells),
        place=place,
    )
    look = cells.name("template")
    address = _address(cells)
    password = _password(cells)
    if cells.problems or row.problems:
        raise HandoutError((*row.problems, *cells.problems))
    return Person(row.number, visit, look, visit.patient.language or "", address, password)


class _Cells:
    """The cells of a row being read, and what has been found wrong with them."""

    def __init__(self, row: Row, reading: Reading) -> None:
        """Nothing is read yet, but characters that have no place are found."""
        self.reading = reading
        self.place = Place(reading.table, row.number)
        self.problems: list[Problem] = []
        self.text = {field: cell.strip() for field, cell in row.cells.items()}
        together = "".join(self.text.values())
        if not (together.isascii() and together.isprintable()):
            self.text = {field: self._clean(field, cell) for field, cell in self.text.items()}

    def wrong(self, field: str, message: str, hint: str = "") -> None:
        """Note what is wrong with a cell."""
        heading = self.reading.columns.get(field, field)
        self.problems.append(Problem(f"column {heading!r}: {message}", self.place, hint))

    def line(self, field: str) -> str:
        """A cell of one line."""
        text = self.text.get(field, "")
        if "\n" in text:
            self.wrong(field, "several lines in a cell that can have one", "make it one line")
        return self._short(field, text, _LONGEST_LINE)

    def passage(self, field: str) -> str:
        """A cell of as many lines as it likes."""
        return self._short(field, self.text.get(field, ""), _LONGEST_PASSAGE)

    def items(self, field: str, most: int) -> tuple[str, ...]:
        """The parts of a cell, between semicolons or on lines of their own."""
        text = self.text.get(field, "")
        if not text:
            return ()
        found = tuple(part.strip() for part in _ITEMS.split(text) if part.strip())
        if len(found) > most:
            self.wrong(field, f"more than {most} entries", "leave some out")
        if any(len(one) > _LONGEST_LINE for one in found):
            self.wrong(field, f"an entry of more than {_LONGEST_LINE} characters", "shorten it")
        return found

    def name(self, field: str) -> str:
        """A cell that is the name of a file or an entry of ours."""
        text = self.text.get(field, "")
        if text and not (_IDENTIFIER.fullmatch(text) and is_name(text)):
            self.wrong(field, "not a name of lower-case letters, digits and hyphens")
        return text

    def known(self, field: str, read: Read) -> datetime.date | None:
        """A date, or None where there is none or it is wrong."""
        text = self.text.get(field, "")
        if not text:
            return None
        found = read(text, self.reading.order, self.reading.today)
        if isinstance(found, Refusal):
            self.wrong(field, found.message, found.hint)
            return None
        return found

    def _short(self, field: str, text: str, most: int) -> str:
        if len(text) > most:
            self.wrong(field, f"more than {most} characters", "make it shorter")
        return text

    def _clean(self, field: str, cell: str) -> str:
        """The cell in composed form, with plain line ends."""
        text = composed(_LINE_END.sub("\n", cell))
        found = forbidden_character(text)
        if found:
            hint = "delete it; it came in unseen when text was copied"
            self.wrong(field, f"the character {found} is not allowed", hint)
        return text


def _patient(cells: _Cells) -> Patient:
    if not cells.text.get("id"):
        cells.wrong("id", "is empty", "each person needs an id")
    given, family = cells.line("given"), cells.line("family")
    if not given and not family:
        field = "family" if "family" in cells.reading.columns else "given"
        cells.wrong(field, "is empty, and so is every name", "each person needs a name")
    return Patient(
        id=cells.line("id"),
        title=cells.line("title"),
        given=given,
        family=family,
        preferred=cells.line("preferred"),
        birth_date=cells.known("birth_date", birth_date_in),
        language=_language(cells),
        needs=_needs(cells),
    )


def _appointment(cells: _Cells) -> Appointment | None:
    text = cells.text
    day = cells.known("date", date_in)
    coming = cells.known("next_date", date_in)
    at = _time(cells)
    if at and not text.get("next_date"):
        cells.wrong("next_time", "a time without the date of the next visit")
    filled = [field for field in _OF_A_VISIT if text.get(field)]
    if day is None and filled and not text.get("date"):
        cells.wrong(filled[0], "the visit has no date", "fill in a column 'date'")
    found = Appointment(
        date=day or cells.reading.today,
        clinician=cells.name("clinician"),
        site=cells.name("site"),
        found=cells.passage("found"),
        agreed=cells.passage("agreed"),
        goals=cells.items("goals", _MOST_GOALS),
        notes=cells.passage("notes"),
        next=NextAppointment(coming, at) if coming else None,
    )
    return found if day else None


def _time(cells: _Cells) -> str:
    text = cells.text.get("next_time", "")
    found = time_in(text) if text else ""
    if isinstance(found, Refusal):
        cells.wrong("next_time", found.message, found.hint)
        return ""
    return found


def _topics(cells: _Cells) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(cells.items("handouts", _MOST_TOPICS)))
    if any(not _IDENTIFIER.fullmatch(one) or not is_name(one) for one in found):
        hint = "write ids such as sciatica, several separated by ';'"
        cells.wrong("handouts", "not the id of a topic", hint)
    return found


def _side(cells: _Cells) -> Side | None:
    text = cells.text.get("side", "")
    found = _SIDES.get(text.lower())
    if text and found is None:
        cells.wrong("side", "not a side", "write left, right or both")
    return found


def _conditions(cells: _Cells) -> Conditions:
    facts = {field: _yes(cells, field) for field in _CONDITIONS if cells.text.get(field)}
    return Conditions(**facts) if facts else _NO_CONDITIONS


_NO_CONDITIONS = Conditions()


def _yes(cells: _Cells, field: str) -> bool:
    found = _YES_NO.get(cells.text[field].lower())
    if found is None:
        cells.wrong(field, "neither yes nor no", "write yes or no, or nothing")
    return found or False


def _language(cells: _Cells) -> str | None:
    text = cells.text.get("language", "")
    if not text:
        return None
    tag = _tag(text)
    if tag is None:
        cells.wrong("language", "not a language", "write a tag such as en-GB, es or cy")
    return tag


@lru_cache(maxsize=256)
def _tag(text: str) -> str | None:
    """The language tag that was meant, in its proper case; None where there is no such language."""
    found = _TAG.fullmatch(text)
    if not found:
        return None
    language, script, land = found.groups()
    parts = (language.lower(), script and script.title(), land and land.upper())
    tag = "-".join(part for part in parts if part)
    try:
        check_language(tag, None)
    except HandoutError:
        return None
    return tag


def _needs(cells: _Cells) -> tuple[Need, ...]:
    """Large print, if asked for; a column of that name may also say yes or no."""
    text = cells.text.get("needs", "")
    if not text:
        return ()
    wanted = _LARGE_PRINT
    if plain(cells.reading.columns.get("needs", "")) in _LARGE_PRINT:
        wanted = _LARGE_PRINT | {"yes", "y", "true", "1"}
    asked = {plain(one) for one in re.split("[;,\n]", text)} - {""}
    if asked - wanted - _NONE:
        cells.wrong("needs", "a need that is not known", "write large print, or nothing")
    return ("large print",) if asked & wanted else ()


def _address(cells: _Cells) -> tuple[str, ...]:
    """The lines of the address as on an envelope, the postcode last."""
    lines = cells.items("address", _MOST_ADDRESS_LINES)
    numbered = (cells.line(f"address_{number}") for number in range(1, 6))
    return tuple(line for line in (*lines, *numbered, cells.line("postcode")) if line)


def _password(cells: _Cells) -> str:
    text = cells.line("password")
    wrong = wrong_with(text) if text else ""
    if wrong:
        cells.wrong("password", wrong, "choose another")
    return text
