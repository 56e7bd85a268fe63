"""The first look at a table: how many people there are, and which rows contradict each other.

Two rows with the same number for two people, or the same in every cell, are a slip in the list, and
nobody can say which of them is right: they are refused before anything is made.
"""

import hashlib

from msgspec import Struct

from handout.batch.person import Person, Reading, person_of
from handout.batch.rows import Table
from handout.errors import HandoutError, Place, Problem


class Survey(Struct, frozen=True):
    """What a table holds. refused: rows that cannot be made for what other rows say."""

    rows: int
    refused: dict[int, tuple[Problem, ...]]


def survey(table: Table, reading: Reading) -> Survey:
    """What a table holds, read once."""
    rows = 0
    cells: dict[bytes, int] = {}
    people: dict[bytes, tuple[bytes, int]] = {}
    refused: dict[int, tuple[Problem, ...]] = {}
    for row in table.rows():
        rows += 1
        try:
            person = person_of(row, reading)
        except HandoutError:
            continue  # It is told of when its turn comes.
        first = cells.setdefault(_digest(*sorted(row.cells.items())), row.number)
        if first != row.number:
            message = f"the row is the same as row {first}"
            refused[row.number] = (_problem(table, row.number, message),)
            continue
        who = _who(person)
        other, where = people.setdefault(_digest(person.visit.patient.id), (who, row.number))
        if other != who and person.visit.patient.id:
            heading = table.columns.get("id", "id")
            for one, two in ((row.number, where), (where, row.number)):
                message = f"column {heading!r}: rows {one} and {two} have it for two people"
                refused[one] = (_problem(table, one, message),)
    return Survey(rows, refused)


def _problem(table: Table, row: int, message: str) -> Problem:
    return Problem(message, Place(table.name, row), "correct the list, and run it again")


def _who(person: Person) -> bytes:
    """What stands for the person, whatever the spelling."""
    patient = person.visit.patient
    names = (" ".join(name.casefold().split()) for name in (patient.given, patient.family))
    return _digest(*names, patient.birth_date)


def _digest(*parts: object) -> bytes:
    return hashlib.blake2b(repr(parts).encode(errors="surrogatepass"), digest_size=8).digest()
