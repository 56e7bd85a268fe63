"""Headings: many ways to write each, and no guess where it could be a mistake."""

import pytest

from handout.batch.columns import FIELDS, plain
from people_tables import opened, problems, rows_of

LEAVE = "to leave it out say --columns '-={}'"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Patient ID", "id"), ("NHS number", "id"), ("MRN", "id"), ("Hospital number", "id"),
        ("Chart no", "id"), ("chart_no.", "id"),
        ("D.O.B.", "birth_date"), ("DOB", "birth_date"), ("Date of birth", "birth_date"),
        ("birth-date", "birth_date"), ("DATE OF BIRTH", "birth_date"),
        ("Preferred language", "language"), ("Appointment date", "date"), ("Visit date", "date"),
        ("Leaflets", "handouts"), ("Topics", "handouts"), ("Look", "template"),
        ("Address line 3", "address_3"), ("ADDRESS2", "address_2"), ("ZIP", "postcode"),
        ("Blood thinners", "blood_thinners"), ("Préferred  Name", "preferred"),
    ],
)  # fmt: skip
def test_a_heading_is_known_however_it_is_written(heading, field):
    rest = [one for one in ("id", "given") if one != field]
    table = opened(f"{','.join([heading, *rest])}\n1,2,3\n".replace(",3", ",3" * (len(rest) > 1)))
    assert table.columns[field] == " ".join(heading.split())
    assert rows_of(table)[0].cells[field] == "1"


@pytest.mark.parametrize("name", ["First name", "Forename", "Given name(s)", "Given names"])
def test_given_names_have_many_headings(name):
    assert "given" in opened(f"id,{name}\n1,Jo\n").columns


@pytest.mark.parametrize("name", ["Surname", "Last name", "Family name"])
def test_a_family_name_is_enough(name):
    assert "family" in opened(f"id,{name}\n1,Jo\n").columns


def test_every_field_is_known_by_its_own_name_and_no_alias_is_of_two():
    for field in FIELDS:
        rest = [one for one in ("id", "given") if one != field]
        table = opened("\n".join((",".join([field, *rest]), ",".join(["1", *rest]))))
        assert table.columns[field] == field
    assert plain("Given name(s)") == "givennames"


def test_everything_wrong_with_the_headings_is_said_at_once():
    assert problems("Foo,Frist name,Foo,Surname,Last name,Date\nZebedee,a,b,c,d,e\n") == [
        "1: unknown column 'Foo'",
        "1: unknown column 'Frist name'",
        "1: unknown column 'Foo'",
        "1: columns 'Surname' and 'Last name' both mean 'family'",
        "1: the heading 'Foo' is there twice",
        "1: there is no column for the id",
    ]


def test_a_misspelt_heading_is_told_what_it_may_have_meant():
    from handout.errors import HandoutError

    with pytest.raises(HandoutError) as caught:
        opened("id,given,Surnaem\n1,2,3\n")
    (one,) = caught.value.problems
    assert one.hint == (
        "did you mean 'family'? Say --columns 'family=Surnaem'; "
        "to leave it out say --columns '-=Surnaem'"
    )


def test_the_same_heading_twice_is_refused():
    assert problems("id,given,Given\n1,2,3\n") == ["1: the heading 'given' is there twice"]


@pytest.mark.parametrize("heading", ["Name", "Full name", "Patient name"])
def test_a_whole_name_is_not_taken_apart(heading):
    assert problems(f"id,{heading}\nRB-1042,Zebedee Quillfeather\n") == [
        f"1: column {heading!r}: a whole name cannot be taken apart"
    ]


def test_an_address_is_in_one_column_or_in_several():
    assert problems("id,given,address,address 1\n1,2,3,4\n") == [
        "1: the address is in one column and in several"
    ]


def test_needed_columns_are_asked_for():
    assert problems("date,notes\n2026-01-10,x\n") == [
        "1: there is no column for the id",
        "1: there is no column for the given or the family name",
    ]


def test_a_table_without_headings_is_refused_without_showing_anybody():
    assert problems("RB-1042,Zebedee,Quillfeather\n2,b,c\n") == [
        "1: no heading is known; is the first row the row of headings?"
    ]


def test_a_column_without_a_heading_must_be_empty():
    assert rows_of(opened("id,given,,\n1,Jo,,\n"))[0].cells == {"id": "1", "given": "Jo"}
    assert problems("id,given,\n1,Jo,\n2,Al,Zebedee\n") == [
        "3: column 3 has no heading but is filled"
    ]


def test_columns_can_be_named_and_left_out():
    table = opened(
        "No,First,Last,Notes2,Notes\n1,Jo,Example,x,y\n",
        columns=("id=No,given=First", "family=Last", "-=Notes2"),
    )
    assert rows_of(table)[0].cells == {"id": "1", "given": "Jo", "family": "Example", "notes": "y"}
    assert "Notes2" not in table.columns.values()


def test_a_heading_with_a_comma_is_named_in_quotes():
    table = opened('id,"Name, first"\n1,Jo\n', columns=('"given=Name, first"',))
    assert table.columns["given"] == "Name, first"


def test_naming_a_column_wrongly_is_told():
    text = "id,given,Frist\n1,Jo,x\n"
    assert problems(text, columns=("givne=Frist",)) == [
        "0: --columns names an unknown field 'givne'"
    ]
    assert problems(text, columns=("given",)) == ["0: --columns 'given' names no heading"]
    assert problems(text, columns=("family=First",)) == [
        "1: there is no column 'First'",
        "1: unknown column 'Frist'",
    ]


def test_naming_a_column_does_not_free_the_one_that_was_known():
    text = "id,MRN,given\n1,2,Jo\n"
    assert problems(text, columns=("id=MRN",)) == ["1: columns 'id' and 'MRN' both mean 'id'"]
    assert rows_of(opened(text, columns=("-=MRN",)))[0].cells["id"] == "1"
    assert rows_of(opened(text, columns=("-=id",)))[0].cells["id"] == "2"
