"""A row of a table understood: exact, or named by row and column without a word of it."""

import datetime
import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handout.batch.columns import FIELDS
from handout.batch.person import Reading, person_of, reading_of
from handout.batch.rows import Row
from handout.errors import HandoutError
from handout.model.visit import Conditions
from people_tables import TODAY, opened, person, rows_of, told
from speed import at_full_speed

READING = Reading("people.csv", {"id": "No", "birth_date": "Born"}, "dmy", TODAY)
WHO = {"id": "RB-1042", "given": "Zebedee", "family": "Quillfeather"}


def understood(order="dmy", **cells):
    return person_of(Row(7, WHO | cells), Reading("people.csv", READING.columns, order, TODAY))


def wrong(order="dmy", **cells):
    with pytest.raises(HandoutError) as caught:
        understood(order, **cells)
    return told(caught.value)


def test_a_full_row_becomes_a_visit():
    one = understood(
        title="Mx", preferred="Zeb", birth_date="29/02/1960", language="en_gb",
        needs="Large-Print", template="a4-columns", date="2026-01-10", clinician="p-nair",
        site="riverside", side="Left", found="Tight.\r\n\r\nSore.", agreed="Stretch.",
        goals="Walk; Run", notes="x", next_date="24.01.2026", next_time="9:30",
        handouts="sciatica; bunions;sciatica;", address="1 High St\nTown", postcode="AB1 2CD",
        password="s3cret-word", diabetes="Y", pregnant="no", pacemaker="TRUE", numb_feet="0",
    )  # fmt: skip
    patient, visit = one.visit.patient, one.visit.visit
    assert (patient.id, patient.title, patient.preferred) == ("RB-1042", "Mx", "Zeb")
    assert patient.birth_date == datetime.date(1960, 2, 29)
    assert patient.language == one.language == "en-GB"
    assert patient.needs == ("large print",) and one.look == "a4-columns"
    assert visit and visit.date == datetime.date(2026, 1, 10)
    assert (visit.clinician, visit.site, visit.found) == ("p-nair", "riverside", "Tight.\n\nSore.")
    assert visit.goals == ("Walk", "Run")
    assert (
        visit.next and visit.next.date == datetime.date(2026, 1, 24) and visit.next.time == "09:30"
    )
    assert one.visit.handouts == ("sciatica", "bunions") and one.visit.side == "left"
    assert one.visit.conditions == Conditions(diabetes=True, pacemaker=True)
    assert one.address == ("1 High St", "Town", "AB1 2CD") and one.password == "s3cret-word"
    assert one.visit.place and str(one.visit.place.line) == "7" and one.row == 7


def test_address_lines_may_have_columns_of_their_own():
    assert understood(address_1="1 High St", address_3="Town", postcode="X").address == (
        "1 High St", "Town", "X",
    )  # fmt: skip
    assert understood(address="1 High St; Town").address == ("1 High St", "Town")


@pytest.mark.parametrize("text", ["1960-02-29", "1960-02-29 00:00:00", "1960-02-29T00:00"])
@pytest.mark.parametrize("order", ["dmy", "mdy", "ymd"])
def test_iso_dates_are_always_read(text, order):
    assert understood(order, birth_date=text).visit.patient.birth_date == datetime.date(1960, 2, 29)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-GB", "01/02/1960"), ("en-GB", "1.2.1960"), ("en-GB", "01-02-1960"),
        ("en-GB", "1 2 1960"), ("de", "1. 2. 1960"), ("en-US", "02/01/1960"), ("en-US", "2/1/1960"),
        ("sv", "1960/02/01"), ("hu", "1960. 02. 01."), ("ja", "1960/2/1"), ("es", "1/2/1960"),
    ],
)  # fmt: skip
def test_other_dates_are_read_in_the_order_of_the_clinics_language(language, text):
    reading = reading_of(opened("id,given\n1,Jo\n"), language, TODAY)
    one = person_of(Row(2, WHO | {"birth_date": text}), reading)
    assert one.visit.patient.birth_date == datetime.date(1960, 2, 1)


@pytest.mark.parametrize(
    ("order", "text", "why"),
    [
        ("dmy", "31/02/1961", "the calendar has no such day"),
        ("dmy", "02/29/1961", "the calendar has no such day"),
        ("mdy", "29/02/1961", "the calendar has no such day"),
        ("dmy", "1961-13-01", "the calendar has no such day"),
        ("dmy", "28/02/61",
         "a year of 2 figures; write all four, as in 1960-02-29 or 29/02/1960"),
        ("mdy", "02/28/61",
         "a year of 2 figures; write all four, as in 1960-02-29 or 02/29/1960"),
        ("dmy", "1961/02/28", "not a date; write it as 1960-02-29 or 29/02/1960"),
        ("ymd", "28/02/1961", "not a date; write it as 1960-02-29"),
        ("dmy", "28/02-1961", "not a date; write it as 1960-02-29 or 29/02/1960"),
        ("dmy", "28 Feb 1961", "not a date; write it as 1960-02-29 or 29/02/1960"),
        ("dmy", "19610228", "not a date; write it as 1960-02-29 or 29/02/1960"),
        ("dmy", "٢٨/٠٢/١٩٦١", "not a date; write it as 1960-02-29 or 29/02/1960"),
        ("dmy", "28/02/01961", "not a date; write it as 1960-02-29 or 29/02/1960"),
        ("dmy", "13/01/2026", "a birth date in the future"),
        ("dmy", "31/12/1899", "a birth date before 1900"),
    ],
)  # fmt: skip
def test_a_date_is_never_guessed(order, text, why):
    assert wrong(order, birth_date=text) == [f"7: column 'Born': {why}"]


@pytest.mark.parametrize("text", ["24:00", "9:60", "9.30", "9:30 am", "930", "noon"])
def test_times_are_24_hour(text):
    assert wrong(date="2026-01-10", next_date="2026-01-24", next_time=text) == [
        "7: column 'next_time': not a 24-hour time; write it as 09:30 or 14:15"
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"id": ""}, "column 'No': is empty"),
        ({"given": "", "family": ""}, "column 'given': is empty, and so is every name"),
        ({"given": "Zebedee\nQ"}, "column 'given': several lines in a cell that can have one"),
        ({"given": "Z\u202eb"}, "column 'given': the character U+202E is not allowed"),
        ({"family": "Z\x07b"}, "column 'family': the character U+0007 is not allowed"),
        ({"family": "Z\ud800b"}, "column 'family': the character U+D800 is not allowed"),
        ({"family": "Z" * 1001}, "column 'family': more than 1000 characters"),
        ({"found": "Zebedee " * 1300, "date": "2026-01-10"},
         "column 'found': more than 10000 characters"),
        ({"goals": "Zebedee;" * 51, "date": "2026-01-10"}, "column 'goals': more than 50 entries"),
        ({"goals": "Z" * 1001, "date": "2026-01-10"},
         "column 'goals': an entry of more than 1000 characters"),
        ({"handouts": "Zebedee"}, "column 'handouts': not the id of a topic"),
        ({"handouts": "../sciatica"}, "column 'handouts': not the id of a topic"),
        ({"handouts": ";".join(f"a{n}" for n in range(21))},
         "column 'handouts': more than 20 entries"),
        ({"address": ";".join("abcdefghijk")}, "column 'address': more than 10 entries"),
        ({"language": "Zebedee"}, "column 'language': not a language"),
        ({"language": "xx"}, "column 'language': not a language"),
        ({"needs": "Zebedee"}, "column 'needs': a need that is not known"),
        ({"diabetes": "Zebedee"}, "column 'diabetes': neither yes nor no"),
        ({"side": "Zebedee"}, "column 'side': not a side"),
        ({"template": "Zebedee Q"},
         "column 'template': not a name of lower-case letters, digits and hyphens"),
        ({"clinician": "Dr Zebedee", "date": "2026-01-10"},
         "column 'clinician': not a name of lower-case letters, digits and hyphens"),
        ({"found": "Tight."}, "column 'found': the visit has no date"),
        ({"next_date": "2026-01-24"}, "column 'next_date': the visit has no date"),
        ({"next_time": "9:30"}, "column 'next_time': a time without the date of the next visit"),
        ({"password": "é" * 64}, "column 'password': a password can have 127 bytes at most"),
        ({"password": "1960"}, "column 'password': a password needs 8 characters or more"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused_by_row_and_column(cells, message):
    assert wrong(**cells) == [f"7: {message}"]


def test_everything_wrong_with_a_row_is_said_at_once():
    assert wrong(id="", birth_date="soon", diabetes="maybe") == [
        "7: column 'No': is empty",
        "7: column 'Born': not a date; write it as 1960-02-29 or 29/02/1960",
        "7: column 'diabetes': neither yes nor no",
    ]


@pytest.mark.parametrize(
    "text", ["large print", "Large  Print", "LARGE-PRINT", "largeprint", "large"]
)
def test_large_print_is_known_however_it_is_written(text):
    assert understood(needs=text).visit.patient.needs == ("large print",)


def test_a_column_headed_large_print_says_yes_or_no():
    table = opened("id,given,Large print\n1,Jo,yes\n2,Al,no\n3,Bo,\n")
    needs = [person(row, table).visit.patient.needs for row in rows_of(table)]
    assert needs == [("large print",), (), ()]


def test_text_is_composed_and_its_ends_are_cut():
    one = understood(given="  Zoe\u0308\u00a0", found="a\u2028b", date="2026-01-10")
    assert one.visit.patient.given == "Zoë"
    assert one.visit.visit and one.visit.visit.found == "a\nb"


def test_what_is_sent_to_workers_is_plain_data_and_does_not_show_who_it_is():
    assert pickle.loads(pickle.dumps(READING)) == READING
    one = understood()
    assert pickle.loads(pickle.dumps(one)) == one
    assert repr(one) == "Person(row=7)"


def test_a_plain_row_costs_little_beside_a_leaflet():
    """A leaflet takes 3 ms; the limit is a multiple of what was measured, for slow machines."""
    cells = WHO | {"birth_date": "29/02/1960", "date": "2026-01-10", "handouts": "sciatica"}
    row = Row(7, cells | {"found": "Tight.", "language": "en-GB", "diabetes": "yes"})
    person_of(row, READING)
    best = min(_seconds(row) for _ in range(5))
    assert best / 200 < 200e-6


def _seconds(row):
    with at_full_speed():
        start = time.perf_counter()
        for _ in range(200):
            person_of(row, READING)
        return time.perf_counter() - start


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30), max_size=8))
def test_no_cell_makes_anything_but_a_problem(cells):
    try:
        assert person_of(Row(7, cells), READING).row == 7
    except HandoutError as error:
        assert all(one.place and one.place.line == 7 for one in error.problems)
