"""Tables with separators: whatever is wrong with one row, no other row is touched by it."""

import codecs
import csv

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handout.errors import HandoutError
from people_tables import HEAD, faults, opened, person, problems, rows_of, written

PERSON = "RB-1042,Zebedee,Quillfeather,1961-02-28\n"
OTHER = "RB-1043,Jo,Example,29/02/1960\n"


def ids(table):
    return [row.cells.get("id", "!") for row in rows_of(table)]


def test_rows_are_read_under_our_names_and_counted_as_a_spreadsheet_does():
    table = opened(HEAD + PERSON + "\n,,,\n" + OTHER)
    first, second = rows_of(table)
    assert first.cells["given"] == "Zebedee" and first.number == 2
    assert second.cells["id"] == "RB-1043" and second.number == 5
    assert table.columns["id"] == "Patient ID"
    assert table.said == ("read as UTF-8",)


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "read as UTF-8"),
        ("utf-8-sig", "read as UTF-8"),
        ("utf-16", "read as UTF-16"),
        ("cp1252", "read as cp1252: say --encoding if names look wrong"),
    ],
)
def test_letters_are_read_by_mark_then_utf8_then_cp1252(codec, said):
    table = opened((HEAD + "1,Zoë,Núñez,1960-02-29\n").encode(codec))
    assert table.said == (said,)
    assert rows_of(table)[0].cells == {
        "id": "1", "given": "Zoë", "family": "Núñez", "birth_date": "1960-02-29",
    }  # fmt: skip


def test_utf16_of_either_end_is_read():
    text = HEAD + "1,Zoë,Núñez,1960-02-29\n"
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert rows_of(opened(mark + text.encode(codec)))[0].cells["given"] == "Zoë"


def test_an_encoding_can_be_said():
    table = opened((HEAD + "1,Żaneta,Łuk,1960-02-29\n").encode("cp1250"), encoding="cp1250")
    assert rows_of(table)[0].cells["given"] == "Żaneta"
    assert table.said == ("read as cp1250",)
    assert problems(HEAD, encoding="klingon") == ["0: there is no encoding 'klingon'"]
    assert problems(HEAD, encoding="rot13") == ["0: there is no encoding 'rot13'"]
    assert problems(HEAD, encoding="utf-16") == ["1: the row cannot be read as utf-16"]
    wrong = (HEAD + '1,"a\nb",c,d\n2,Zebed').encode() + b"\xe9e"
    assert problems(wrong, encoding="utf-8") == ["3: the row cannot be read as utf-8"]


def test_bytes_that_no_encoding_has_are_named_by_row():
    assert problems((HEAD + OTHER).encode() + b"1,\x81,b,c\n") == [
        "3: the row cannot be read as cp1252"
    ]
    broken = (HEAD + "1,Zoë,b,c\n2,Zebedee ").encode() + b"\xe9,b,c\n"
    assert problems(broken) == ["3: the row cannot be read as UTF-8"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "0: the table is empty"),
        (b"\n \r\n", "0: the table is empty"),
        (b"\n,,\n", "0: the table is empty"),
        (HEAD.encode(), "0: there are no people in the table"),
        (HEAD.encode() + b",,,\n\n", "0: there are no people in the table"),
        (b"Patient ID\0,First", "0: this is not a text file: it holds zero bytes"),
        (b"%PDF-1.7", "0: this is a PDF, not a table"),
        (b"PK\x03\x04...", "0: this is an Excel file or another archive, not text"),
        (b"\xd0\xcf\x11\xe0...", "0: this is an old Excel file, not text"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(data, message):
    assert problems(data) == [message]


def test_an_unknown_ending_is_refused():
    assert problems(HEAD, "people.docx") == ["0: this kind of file is not read"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["-", "people"])
def test_without_an_ending_the_headings_tell_the_separator(sign, name):
    table = opened((HEAD + PERSON).replace(",", sign), name)
    assert rows_of(table)[0].cells["family"] == "Quillfeather"


def test_csv_with_semicolons_and_tsv_are_read():
    assert ids(opened((HEAD + PERSON).replace(",", ";"))) == ["RB-1042"]
    assert ids(opened((HEAD + PERSON).replace(",", "\t"), "people.tsv")) == ["RB-1042"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row(end):
    assert ids(opened((HEAD + PERSON + OTHER).replace("\n", end))) == ["RB-1042", "RB-1043"]


@pytest.mark.parametrize("bad", ["RB-9,Jo\n", "RB-9,Jo,Example,1960-02-29,x\n"])
def test_a_ragged_row_is_refused_and_the_next_is_read(bad):
    table = opened(HEAD + PERSON + bad + OTHER)
    assert ids(table) == ["RB-1042", "!", "RB-1043"]
    count = bad.count(",") + 1
    assert faults(rows_of(table)[1], table) == [f"3: the row has {count} columns, the headings 4"]


NOT_CLOSED = "a quote is opened here that does not end where the cell ends"
STRAY = "a quote stands where none may, or is not closed"


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('RB-9,"Zebedee,Example,1960-02-29\n', NOT_CLOSED),
        ('RB-9,"Zebedee" x,Example,1960-02-29\n', STRAY),
        (
            'RB-9,Zebedee "Z",Example,1960-02-29\n',
            "a quote stands within a text; double it, and put quotes round the text",
        ),
    ],
)
def test_a_stray_quote_costs_its_own_row_only(bad, message):
    table = opened(HEAD + PERSON + bad + OTHER + PERSON)
    assert ids(table) == ["RB-1042", "!", "RB-1043", "RB-1042"]
    assert faults(rows_of(table)[1], table) == [f"3: {message}"]


def test_a_quote_closed_in_another_row_never_makes_one_of_two():
    bad = 'RB-8,"Zebedee,Example,1960-02-29\nRB-9,Jo,Example","1960-02-29"\n'
    table = opened(HEAD + bad + PERSON)
    assert ids(table) == ["!", "!", "RB-1042"]
    assert all(row.problems for row in rows_of(table)[:2])


def test_a_name_of_two_lines_is_refused():
    table = opened(HEAD + 'RB-9,"Zebedee\nx",Example,1960-02-29\n' + OTHER)
    first = rows_of(table)[0]
    assert faults(first, table) == [
        "2: column 'First name': several lines in a cell that can have one"
    ]
    assert ids(table)[-1] == "RB-1043"


FOUND = "Patient ID,First name,Found,Date\n"


def test_findings_may_have_several_lines():
    table = opened(FOUND + '1,Jo,"Tight, sore.\n\nBoth ""sides"".",2026-01-10\n2,Al,,\n')
    assert ids(table) == ["1", "2"]
    visit = person(rows_of(table)[0], table).visit.visit
    assert visit and visit.found == 'Tight, sore.\n\nBoth "sides".'


def test_findings_never_swallow_the_row_of_another():
    """A quote opened in one row and closed in a later one keeps the count of columns right."""
    table = opened(FOUND + '1,Jo,"Tight,x\n2,Zebedee,sore",2026-01-10\n3,Al,,\n')
    assert ids(table) == ["!", "!", "3"]
    assert faults(rows_of(table)[0], table) == [
        "2: a cell of several lines has a line that looks like a row of its own"
    ]


def test_a_cell_of_a_megabyte_is_a_problem_of_its_row():
    for cell in ("Zebedee " * 130_000, '"' + "Zebedee\n" * 130_000 + '"'):
        table = opened(FOUND + f"1,Jo,{cell},2026-01-10\n2,Al,,\n")
        rows = rows_of(table)
        assert rows[0].problems and rows[-1].cells["id"] == "2"
    table = opened(FOUND + f"1,Jo,{'Zebedee ' * 1300},2026-01-10\n")
    assert faults(rows_of(table)[0], table) == ["2: column 'Found': more than 10000 characters"]


def test_headings_that_took_people_along_are_not_shown():
    assert problems('Patient ID,"First name,Surname\nRB-1042,Zebedee,"\n') == [
        "1: the headings are on several lines and not all known"
    ]


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
WORD = st.text("abcXYZ019 é漢'\",;\t=+@", max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORD, WORD, CELL), min_size=1, max_size=8), st.sampled_from(";,\t"))
@example([("a", '"', "x\r\ny")], ",")
def test_what_the_csv_module_writes_reads_back_the_same(people, sign):
    """Of each row either the very same cells come back, or a problem; none is lost or added."""
    kept = [row for row in people if any(cell.strip() for cell in row)]
    if not kept:
        return
    rows = [("id", "given", "found"), *people]
    text = written(rows, delimiter=sign, quoting=csv.QUOTE_ALL)
    found = rows_of(opened(text.encode(), "people.tsv" if sign == "\t" else "people.csv"))
    whole = [row for row in found if not row.problems]
    wanted = [
        {
            field: cell
            for field, cell in zip(rows[0], row, strict=True)
            if cell and not cell.isspace()
        }
        for row in kept
    ]
    if len(whole) == len(found):
        assert [row.cells for row in found] == wanted
    else:
        assert len(found) >= len(kept)
        assert all(row.cells in wanted for row in whole)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.tsv", "-", "a.json", "a.ndjson"]))
@example(b"\xff\xfe\0", "a.csv")
@example(b"id,given\n\xff\xff", "-")
def test_no_bytes_make_anything_but_a_problem(data, name):
    for raw in (data, HEAD.encode() + data):
        try:
            for row in opened(raw, name).rows():
                assert row.number > 0
        except HandoutError as error:
            assert error.problems
