"""Tables from Excel and OpenDocument: what was typed comes out, and lost digits are refused."""

import datetime
import io
import sys
import zipfile

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdsTable
from odf.table import TableCell, TableRow
from odf.text import P

from handout.errors import ExitCode, HandoutError
from people_tables import faults, opened, person, problems, rows_of

HEAD = ["Patient ID", "First name", "DOB", "Next visit", "Next visit time", "Visit date"]
BORN = datetime.date(1960, 2, 29)


def xlsx(*rows, sheets=()):
    """An Excel file of these rows, and further sheets of a name, a cell, and whether hidden."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "People"
    for row in rows:
        page.append(row)
    for name, value, is_hidden in sheets:
        other = book.create_sheet(name)
        other["A1"] = value
        other.sheet_state = "hidden" if is_hidden else "visible"
    return saved(book)


def saved(book):
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def ods(*rows):
    """An OpenDocument file; each cell is a kind, a value and what it shows."""
    document = OpenDocumentSpreadsheet()
    table = OdsTable(name="People")
    for row in rows:
        line = TableRow()
        for kind, value in row:
            given = {"valuetype": kind} | ({} if kind == "string" else {_VALUES[kind]: value})
            cell = TableCell(**given)
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    return saved(document)


_VALUES = {"float": "value", "date": "datevalue", "time": "timevalue"}


def test_an_excel_file_is_read_as_it_was_typed():
    table = opened(
        xlsx(
            HEAD,
            [
                1042.0,
                "Jo",
                BORN,
                datetime.datetime(2026, 1, 24),
                datetime.time(9, 30),
                "10/01/2026",
            ],
            [],
            ["007", "Al", "1960-02-29"],
        ),
        "people.xlsx",
    )
    first, second = rows_of(table)
    assert first.cells == {
        "id": "1042", "given": "Jo", "birth_date": "1960-02-29", "next_date": "2026-01-24",
        "next_time": "09:30", "date": "10/01/2026",
    }  # fmt: skip
    assert (second.number, second.cells["id"]) == (4, "007")
    visit = person(first, table).visit
    assert visit.patient.birth_date == BORN
    assert visit.visit and visit.visit.next and visit.visit.next.time == "09:30"
    assert table.said == ("read from the sheet 'People'",)


def test_an_old_excel_file_is_read():
    book = xlwt.Workbook()
    page = book.add_sheet("People")
    for at, heading in enumerate(HEAD[:3]):
        page.write(0, at, heading)
    for at, (value, form) in enumerate(((1042, "General"), ("Jo", "@"), (BORN, "YYYY-MM-DD"))):
        page.write(1, at, value, xlwt.easyxf(num_format_str=form))
    table = opened(saved(book), "people.xls")
    assert rows_of(table)[0].cells == {"id": "1042", "given": "Jo", "birth_date": "1960-02-29"}
    assert table.said[1] == "in an .xls file a cell that shows an error counts as empty"


def test_an_opendocument_is_read():
    head = [("string", one) for one in ("id", "given", "dob", "next visit time")]
    row = [("float", "1042"), ("string", "Jo"), ("date", "1960-02-29"), ("time", "PT09H30M00S")]
    table = opened(ods(head, row), "people.ods")
    assert rows_of(table)[0].cells == {
        "id": "1042", "given": "Jo", "birth_date": "1960-02-29", "next_time": "09:30",
    }  # fmt: skip


def test_an_opendocument_that_shows_errors_is_refused():
    head = [("string", "id"), ("string", "given")]
    data = ods(head, [("float", "1042"), ("string", "#REF!")])
    parts = {one: zipfile.ZipFile(io.BytesIO(data)).read(one) for one in ("mimetype", *_PARTS)}
    content = parts["content.xml"].decode()
    before, _, after = content.rpartition('value-type="string"')
    parts["content.xml"] = f'{before}value-type="error"{after}'.encode()
    marked = io.BytesIO()
    with zipfile.ZipFile(marked, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    assert problems(marked.getvalue(), "a.ods") == ["0: cells hold errors such as #REF!"]


_PARTS = ("content.xml", "META-INF/manifest.xml")


def test_a_table_need_not_start_in_the_corner():
    data = xlsx([], [None, "id", "given"], [None, 7, "Jo"])
    (row,) = rows_of(opened(data, "people.xlsx"))
    assert (row.number, row.cells) == (3, {"id": "7", "given": "Jo"})


def test_from_standard_input_a_spreadsheet_is_known_by_its_bytes():
    assert rows_of(opened(xlsx(HEAD[:2], [7, "Jo"]), "-"))[0].cells["id"] == "7"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1042.5, "column 'Patient ID': a number with a fraction"),
        (
            1234567890123456789,
            "column 'Patient ID': a number of more than 15 digits, "
            "of which Excel has lost the last",
        ),
    ],
)
def test_an_id_that_has_lost_digits_is_refused(value, message):
    table = opened(xlsx(HEAD[:2], [value, "Zebedee"], ["1234567890123456789", "Al"]), "people.xlsx")
    first, second = rows_of(table)
    assert faults(first, table) == [f"2: {message}"]
    assert person(second, table).visit.patient.id == "1234567890123456789"


def test_a_cell_that_shows_an_error_is_refused():
    book = openpyxl.Workbook()
    page = book.active
    page["B2"], page["C2"], page["D2"] = "id", "given", "notes"
    page["B3"], page["C3"], page["D3"] = 1, "Jo", "#REF!"
    page["D3"].data_type = "e"
    table = opened(saved(book), "people.xlsx")
    assert faults(rows_of(table)[0], table) == ["3: column 'notes': the cell shows an error"]


def test_several_filled_sheets_must_be_told_apart():
    data = xlsx(
        HEAD[:2], [7, "Jo"], sheets=[("Old", "x", False), ("Empty", None, False), ("L", "y", True)]
    )
    assert problems(data, "people.xlsx") == ["0: several sheets are filled: 'People', 'Old'"]
    assert rows_of(opened(data, "people.xlsx", sheet="People"))[0].cells["id"] == "7"
    assert problems(data, "people.xlsx", sheet="Peolpe") == ["0: there is no sheet 'Peolpe'"]
    assert problems(data, "people.xlsx", sheet="Empty") == ["0: the sheet 'Empty' is empty"]
    assert problems(data, "people.xlsx", sheet="L") == [
        "1: no heading is known; is the first row the row of headings?"
    ]


def test_hidden_sheets_are_not_asked_about():
    assert rows_of(opened(xlsx(HEAD[:2], [7, "Jo"], sheets=[("L", "y", True)]), "people.xlsx"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (xlsx(), "no sheet holds anything"),
        (xlsx(HEAD[:2]), "there are no people in the table"),
        (xlsx(HEAD[:2], [7, "Jo"])[:900], "the file is damaged, or no spreadsheet"),
        (b"id,given\n1,Jo\n", "the file is damaged, or no spreadsheet"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "the file is damaged, or no spreadsheet",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(600)
            + "EncryptedPackage".encode("utf-16-le"),
            "the file is protected by a password",
        ),
    ],
)
def test_what_cannot_be_read_is_one_problem(data, message):
    assert problems(data, "people.xlsx") == [f"0: {message}"]


GOOD = xlsx(HEAD[:2], [7, "Jo"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6))
def test_no_damage_makes_anything_but_a_problem(damage):
    data = bytearray(GOOD)
    for at, byte in damage:
        data[at] = byte
    try:
        rows_of(opened(bytes(data), "people.xlsx"))
    except HandoutError as error:
        assert error.problems


def test_without_its_reader_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(HandoutError) as caught:
        opened(GOOD, "people.xlsx")
    (one,) = caught.value.problems
    assert caught.value.code == ExitCode.ENVIRONMENT
    assert one.message == "reading a spreadsheet needs python-calamine"
    assert one.hint == "pip install 'clinic-handout[excel]'"
