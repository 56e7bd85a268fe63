"""Tables from FHIR R4: exact references, certain dates, current conditions, or nothing."""

import json

import pytest

from people_tables import faults, opened, person, problems, rows_of

SCT = "http://snomed.info/sct"
ICD = "http://hl7.org/fhir/sid/icd-10"


def patient(**changes):
    return {
        "resourceType": "Patient", "id": "a", "active": True,
        "identifier": [
            {"system": "urn:x", "value": "first"},
            {"type": {"coding": [{"code": "MR"}]}, "value": "RB-1042"},
        ],
        "name": [
            {"use": "old", "family": "Former"},
            {"use": "nickname", "given": ["Zeb"]},
            {"use": "official", "family": "Quillfeather", "given": ["Zebedee", "Z"],
             "prefix": ["Mx"]},
        ],
        "birthDate": "1961-02-28",
        "communication": [
            {"language": {"coding": [{"code": "en-GB"}]}},
            {"language": {"coding": [{"code": "es"}]}, "preferred": True},
        ],
        "address": [
            {"use": "old", "line": ["Old"], "period": {"end": "2020"}},
            {"use": "home", "line": ["1 High St"], "city": "Town", "postalCode": "AB1"},
        ],
    } | changes  # fmt: skip


def condition(system, code, clinical="active", verified="confirmed", subject="Patient/a"):
    return {
        "resourceType": "Condition", "subject": {"reference": subject},
        "clinicalStatus": {"coding": [{"code": clinical}]},
        "verificationStatus": {"coding": [{"code": verified}]},
        "code": {"coding": [{"system": system, "code": code}]},
    }  # fmt: skip


def encounter(start, status="finished", subject="Patient/a"):
    return {
        "resourceType": "Encounter", "status": status, "subject": {"reference": subject},
        "period": {"start": start},
    }  # fmt: skip


def appointment(start, status="booked"):
    actors = ["Practitioner/p", "Patient/a"]
    return {
        "resourceType": "Appointment", "status": status, "start": start,
        "participant": [{"actor": {"reference": one}} for one in actors],
    }  # fmt: skip


def bundle(*resources, **more):
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "entry": entries} | more)


def cells(*resources, **options):
    table = opened(bundle(*resources), "people.json", **options)
    return rows_of(table)[0].cells


def test_a_patient_is_a_row():
    table = opened(bundle({"resourceType": "Observation", "status": 7}, patient()), "people.json")
    (row,) = rows_of(table)
    assert row.number == 1
    assert row.cells == {
        "id": "RB-1042", "title": "Mx", "given": "Zebedee Z", "family": "Quillfeather",
        "preferred": "Zeb", "birth_date": "1961-02-28", "language": "es",
        "address": "1 High St\nTown", "postcode": "AB1",
    }  # fmt: skip
    one = person(row, table)
    assert one.language == "es" and one.address == ("1 High St", "Town", "AB1")
    assert table.said == ("read as FHIR R4",)


def test_the_id_is_the_first_where_none_is_of_a_record_and_the_resources_where_there_is_none():
    assert cells(patient(identifier=[{"value": "x"}, {"value": "y"}]))["id"] == "x"
    assert cells(patient(identifier=[]))["id"] == "a"


def test_the_language_is_the_first_where_none_is_preferred():
    spoken = [{"language": {"coding": [{"code": one}]}} for one in ("pt", "es")]
    assert cells(patient(communication=spoken))["language"] == "pt"


def test_a_language_in_words_only_is_refused():
    table = opened(bundle(patient(communication=[{"language": {"text": "Zwielicht"}}])), "a.json")
    assert faults(rows_of(table)[0], table) == ["1: column 'Patient.communication': not a language"]


def test_a_birth_date_without_a_day_is_left_out_and_told():
    table = opened(
        bundle(patient(birthDate="1961"), patient(id="b", birthDate="1961-02")), "a.json"
    )
    assert not any("birth_date" in row.cells for row in rows_of(table))
    assert table.said[1] == "birth dates without a day, left out: 2"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"deceasedBoolean": True}, "the patient is recorded as dead"),
        ({"deceasedDateTime": "2025"}, "the patient is recorded as dead"),
        ({"active": False}, "the patient's record is not active"),
        ({"birthDate": 7},
         "the Patient is not FHIR R4: Expected `str`, got `int` - at `$.birthDate`"),
    ],
)  # fmt: skip
def test_a_patient_who_can_have_no_leaflet_is_refused(change, message):
    table = opened(bundle(patient(**change), patient(id="b")), "people.json")
    first, second = rows_of(table)
    assert faults(first, table) == [f"1: {message}"]
    assert second.number == 2 and not second.problems


def test_the_last_visit_and_the_next_are_found():
    found = cells(
        patient(),
        encounter("2026-01-10T09:00:00+01:00"), encounter("2026-01-03"),
        encounter("2026-01-11T09:00:00+01:00", "cancelled"), encounter("2027-01-01"),
        appointment("2026-03-01T10:00:00+01:00"), appointment("2026-01-24T10:30:00+01:00"),
        appointment("2026-01-20T10:00:00+01:00", "cancelled"), appointment("2026-01-12"),
    )  # fmt: skip
    assert found["date"] == "2026-01-10"
    assert (found["next_date"], found["next_time"]) == ("2026-01-24", "10:30")


def test_times_in_utc_need_the_clinics_zone():
    """At 01:00 in London it is still the day before in New York."""
    resources = (patient(), appointment("2026-01-24T01:00:00Z"))
    table = opened(bundle(*resources), "people.json")
    assert "next_date" not in rows_of(table)[0].cells
    assert table.said[1] == (
        "visits without a certain local time, left out: 1; "
        "say the clinic's time zone to read those in UTC"
    )
    found = cells(*resources, zone="America/New_York")
    assert (found["next_date"], found["next_time"]) == ("2026-01-23", "20:00")
    assert problems(bundle(patient()), "a.json", zone="Mars/One") == [
        "0: there is no time zone 'Mars/One'"
    ]


@pytest.mark.parametrize(
    ("system", "code", "topic"),
    [
        (SCT, "23056005", "sciatica"), (ICD, "M54.3", "sciatica"), (ICD, "M543", "sciatica"),
        (f"{ICD}-cm", "M54.31", "sciatica"), (f"{ICD}-cm", "E11.42", "nerve-symptoms-in-feet"),
        (SCT, "230560051", ""), (ICD, "M54", ""), (ICD, "E11.42", ""), ("urn:other", "M54.3", ""),
    ],
)  # fmt: skip
def test_codes_of_conditions_find_topics_about_conditions(system, code, topic):
    assert cells(patient(), condition(system, code)).get("handouts", "") == topic


@pytest.mark.parametrize(
    ("clinical", "verified"),
    [("resolved", "confirmed"), ("inactive", "confirmed"), ("active", "refuted"),
     ("active", "entered-in-error")],
)  # fmt: skip
def test_what_somebody_no_longer_has_finds_nothing(clinical, verified):
    found = cells(patient(), condition(SCT, "23056005", clinical, verified))
    assert "handouts" not in found


@pytest.mark.parametrize(
    ("system", "code", "fact"),
    [
        (SCT, "44054006", "diabetes"), (SCT, "46635009", "diabetes"), (SCT, "73211009", "diabetes"),
        (ICD, "E10.9", "diabetes"), (f"{ICD}-cm", "E14", "diabetes"),
        (SCT, "77386006", "pregnant"), (ICD, "Z34.0", "pregnant"), (ICD, "O26.8", "pregnant"),
    ],
)  # fmt: skip
def test_facts_that_advice_needs_are_known_by_their_codes(system, code, fact):
    found = cells(patient(), condition(system, code))
    assert {one for one in ("diabetes", "pregnant") if one in found} == {fact}
    assert "diabetes" not in cells(patient(), condition(ICD, "E15"))


def test_references_are_exact():
    """What belongs to somebody else, or to nobody here, is given to no one."""
    uuid = "urn:uuid:11111111-1111-1111-1111-111111111111"
    entries = [
        {"fullUrl": uuid, "resource": patient(id="")},
        {"resource": patient(id="b")},
        {"resource": condition(SCT, "23056005", subject=uuid)},
        {"resource": condition(SCT, "44054006", subject="Patient/b/_history/2")},
        {"resource": condition(SCT, "77386006", subject="https://elsewhere.example/Patient/b")},
    ]
    table = opened(json.dumps({"resourceType": "Bundle", "entry": entries}), "people.json")
    first, second = rows_of(table)
    assert first.cells["handouts"] == "sciatica" and "diabetes" not in first.cells
    assert second.cells["diabetes"] == "yes" and "pregnant" not in second.cells
    assert table.said[1] == "resources that refer to nobody in the file, left out: 1"


def test_two_patients_of_one_id_are_both_refused():
    table = opened(bundle(patient(), patient()), "people.json")
    twice = "two patients of the file have the same id"
    assert [faults(row, table) for row in rows_of(table)] == [[f"1: {twice}"], [f"2: {twice}"]]


def test_lines_of_resources_are_read_and_counted():
    lines = [{"resourceType": "Group"}, patient(), patient(id="b"), condition(SCT, "23056005")]
    text = "\n".join(json.dumps(one) for one in lines)
    for name in ("people.ndjson", "-", "people.json"):
        rows = rows_of(opened(text, name))
        assert [row.number for row in rows] == [2, 3]
        assert rows[0].cells["handouts"] == "sciatica"
    assert problems(text + '\n{"resourceType": "Pat', "a.ndjson") == [
        "5: the line is no JSON object"
    ]


def test_a_single_patient_is_a_table_of_one():
    assert len(rows_of(opened(json.dumps(patient()), "people.json"))) == 1


def test_one_page_of_several_is_told():
    table = opened(bundle(patient(), link=[{"relation": "next", "url": "x"}]), "people.json")
    assert table.said[1].startswith("the Bundle is one page of several")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"resourceType":\n "Bundle",\n "entry": [{"Zebedee"]}',
         "3: the file is no JSON: it breaks off or has a slip"),
        ("[1, 2]", "0: the file is no FHIR Bundle"),
        ('{"a": 1}', "0: the file is no FHIR Bundle"),
        ("[" * 100_000, "0: the file is nested too deep"),
        (bundle(), "0: there are no people in the file"),
        ('{"resourceType": "Bundle", "entry": 7}',
         "0: the Bundle is not FHIR R4: Expected `array`, got `int` - at `$.entry`"),
        (bundle(patient(), {"resourceType": "Encounter", "status": 7}),
         "0: the Encounter at entry 2 is not FHIR R4: Expected `str`, got `int` - at `$.status`"),
    ],
)  # fmt: skip
def test_what_is_no_fhir_is_one_problem(text, message):
    assert problems(text, "people.json") == [message]


def test_letters_that_are_not_utf8_are_named_by_line():
    assert problems(b'{"resourceType":\n "B\xff"}', "people.json") == [
        "2: the file is not UTF-8 text"
    ]
