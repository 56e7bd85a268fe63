"""Small tables of invented people, opened as a batch opens them."""

import csv
import datetime
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from handout.batch.opening import Options, open_table
from handout.batch.person import Person, person_of, reading_of
from handout.batch.rows import Row, Table
from handout.errors import HandoutError
from handout.library import Library, builtin

TODAY = datetime.date(2026, 1, 12)
LIBRARY = Library((builtin(),))
HEAD = "Patient ID,First name,Surname,DOB\n"
SECRETS = ("Zebedee", "Quillfeather", "RB-1042", "1961", "Zwielicht")
"""Words of the people in these tables, which no message may have."""


def opened(data: bytes | str, name: str = "people.csv", **options: object) -> Table:
    """The table in text or bytes, by the ending of its name."""
    raw = data.encode() if isinstance(data, str) else data
    asked = Options(TODAY, **options)  # type: ignore[arg-type]
    if name == "-":
        return open_table(raw, name, asked, LIBRARY)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        return open_table(path, name, asked, LIBRARY)


def problems(data: bytes | str, name: str = "people.csv", **options: object) -> list[str]:
    """Each problem of a table that is refused, and that none of them tells who is in it."""
    with pytest.raises(HandoutError) as caught:
        opened(data, name, **options)
    return told(caught.value)


def told(error: HandoutError) -> list[str]:
    """The problems of an error: row and message; checked for words of the people."""
    for one in error.problems:
        assert not any(secret in str(one) for secret in SECRETS), "a message tells who it is"
    return [f"{one.place.line if one.place else 0}: {one.message}" for one in error.problems]


def rows_of(table: Table) -> list[Row]:
    """Its rows, read twice to see that they are the same."""
    rows = list(table.rows())
    assert list(table.rows()) == rows
    return rows


def person(row: Row, table: Table, language: str = "en-GB") -> Person:
    """The person of a row."""
    return person_of(row, reading_of(table, language, TODAY))


def faults(row: Row, table: Table, language: str = "en-GB") -> list[str]:
    """What is wrong with a row."""
    with pytest.raises(HandoutError) as caught:
        person(row, table, language)
    return told(caught.value)


def written(rows: Sequence[Sequence[str]], **dialect: str) -> str:
    """The rows as the csv module writes them."""
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue()
