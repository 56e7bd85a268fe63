"""The JSON Schema is sound, says what the types say, and accepts what the reader reads."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from msgspec import Struct

from handout.model.clinic import Clinic
from handout.model.drawing import Drawing
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared
from handout.model.strings import Strings
from handout.model.template import Template
from handout.model.visit import Visit
from handout.model.words import WordLists
from handout.source.reader import read
from handout.source.schema import json_schema

TYPES = (Clinic, Drawing, Exercise, Handout, Shared, Strings, Template, Visit, WordLists)
BAD = Path(__file__).parent / "bad"

SHARED = """
title: Signs
language: en-GB
blocks:
  - text: Words
    when: patient.age >= 65
  - callout: emergency
    title: Call 999
    blocks: [{bullets: [One]}, {break: page}]
  - table: Doses
    columns: [A, B]
    rows: [["1", "2"]]
    widths: [1, 2]
    row_headers: false
  - {figure: a.png, alt: A, caption: B, width: 18mm}
  - exercises: [{id: bridge, sets: 3, reps: 5-10, hold: 5, rest: null}]
"""
VISIT = """
patient: {given: Jo, birth_date: "1960-02-29", language: null, needs: [large print]}
visit: {date: "2026-01-10", next: {date: "2026-01-24", time: "10:30"}}
handouts: [sciatica]
side: left
"""
CLINIC = """
name: Riverside
sites: [{id: main, name: Main, address: [1 High Street], phone: 01632 960100}]
logo_height: 15mm
colours: {accent: "#0b5e6f"}
"""

READER_ONLY = {"anchor-and-alias", "duplicate-field", "escaped-controls", "merge-key"}
READER_ONLY |= {"private", "private-characters", "surrogate"}
"""Bad files whose fault is in the YAML and gone from what an editor makes of it."""


class Editor(yaml.SafeLoader):
    """Reads YAML as editors do: by version 1.2, in which a date is a text."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if not tag.endswith((":timestamp", ":merge"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def accepts(into: type[Struct], text: str) -> bool:
    """Whether the schema of the type accepts the text as an editor reads it."""
    return bool(Draft202012Validator(json_schema(into)).is_valid(yaml.load(text, Loader=Editor)))


def definitions_of(into: type[Struct]) -> Any:
    """The definitions of the type's schema by name."""
    return json_schema(into)["$defs"]


def definition(into: type[Struct], name: str) -> Any:
    """One of the definitions of the type's schema."""
    return definitions_of(into)[name]


@pytest.mark.parametrize("into", TYPES)
def test_the_schema_is_sound_and_always_the_same(into: type[Struct]) -> None:
    schema = json_schema(into)
    Draft202012Validator.check_schema(schema)
    assert json.dumps(schema) == json.dumps(json_schema(into))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    text = json.dumps(schema)
    assert '"place"' not in text
    assert not {"Place", "Text", "Condition", "Range"} & set(definitions_of(into))


@pytest.mark.parametrize(
    ("into", "text"), [(Shared, SHARED), (Visit, VISIT), (Clinic, CLINIC)], ids=lambda it: str(it)
)
def test_the_schema_accepts_what_the_reader_reads(into: type[Struct], text: str) -> None:
    assert read(text.encode(), "f.yaml", into)
    assert accepts(into, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Signs", "titel: Signs"),
        ("callout: emergency", "callout: danger"),
        ("{break: page}", "{text: a, break: page}"),
        ("{break: page}", "{}"),
        ("[A, B]", "[A]"),
        ("[1, 2]", "[0, 2]"),
        ("18mm", "18"),
        ("5-10", "five"),
        ("language: en-GB", "language: english"),
        ("row_headers: false", "row_headers: perhaps"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    assert old in SHARED
    assert not accepts(Shared, SHARED.replace(old, new))


def test_no_bad_file_passes_the_schema() -> None:
    seen = 0
    types = {each.__name__: each for each in TYPES}
    for path in sorted(BAD.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        try:
            content = yaml.load(text, Loader=Editor)
        except yaml.YAMLError:
            continue
        if path.stem in READER_ONLY:
            continue
        name = text.split()[2].rstrip(",")
        seen += 1
        assert not Draft202012Validator(json_schema(types[name])).is_valid(content), path.stem
    assert seen >= 20


def test_a_block_is_one_of_its_kinds_each_with_its_key_first() -> None:
    blocks = definition(Shared, "Shared")["properties"]["blocks"]
    kinds = [kind["$ref"].rpartition("/")[2] for kind in blocks["items"]["oneOf"]]
    assert len(kinds) == 17
    for kind in kinds:
        described = definition(Shared, kind)
        first = next(iter(described["properties"]))
        assert first in described["required"]
        assert kind.lower() == f"{first.replace('_', '')}block"


def test_the_schema_says_what_the_types_say() -> None:
    lines = definition(Shared, "LinesBlock")
    assert lines["title"] == "Lines block"
    assert lines["description"] == "Ruled lines to write on; `lines` is how many."
    assert lines["additionalProperties"] is False
    assert lines["properties"]["lines"] == {
        "title": "Lines",
        "type": "integer",
        "minimum": 1,
        "maximum": 30,
    }
    site = definition(Clinic, "Site")["properties"]["id"]
    assert site["pattern"] == "^[a-z0-9]+(-[a-z0-9]+)*$"
    assert site["examples"] == ["sciatica"]
    clinic = definition(Clinic, "Clinic")["properties"]
    assert clinic["paper"]["enum"] == ["A4", "letter"]
    assert clinic["logo_height"]["type"] == "string"
    assert clinic["letterhead"]["type"] == "boolean"
    assert clinic["call_back"]["title"] == "Call back"
    assert definition(Handout, "Handout")["properties"]["review_by"]["format"] == "date"
    assert definition(Drawing, "Shape")["properties"]["width"]["maximum"] == 50


def test_a_type_that_cannot_be_described_is_a_bug() -> None:
    class Odd(Struct, frozen=True):
        """A type with a field of a sort no file has."""

        raw: bytes = b""

    with pytest.raises(TypeError, match="cannot describe"):
        json_schema(Odd)
