"""The JSON Schema is sound, says what the types say, and accepts what the reader reads."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest
import yaml
from jsonschema import Draft202012Validator
from msgspec import Struct, defstruct

from handout.cli.schema import schema_files
from handout.library import builtin
from handout.model.clinic import Clinic
from handout.model.drawing import Drawing
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared
from handout.model.pack import Pack
from handout.model.strings import Strings
from handout.model.template import Template
from handout.model.visit import Visit
from handout.model.words import WordLists
from handout.source.reader import read
from handout.source.schema import json_schema

TYPES = (Clinic, Drawing, Exercise, Handout, Pack, Shared, Strings, Template, Visit, WordLists)
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
        "description": "how many lines to write on",
        "type": "integer",
        "minimum": 1,
        "maximum": 30,
    }
    site = definition(Clinic, "Site")["properties"]["id"]
    assert site["pattern"] == "^[a-z0-9]+(-[a-z0-9]+)*$"
    assert site["examples"] == ["riverside"]
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


SHIPPED = {
    "clinic": "clinic.yaml",
    "drawing": "handouts/figures/*.yaml",
    "exercise": "handouts/exercises/*.yaml",
    "handout": "handouts/*.yaml",
    "pack": "handouts/packs/*.yaml",
    "shared": "handouts/shared/*.yaml",
    "strings": "templates/strings/*.yaml",
    "template": "templates/*.yaml",
    "words": "templates/words/*.yaml",
}
"""Where the files of each kind are. Nobody's visit is shipped."""
SCHEMAS: dict[str, Any] = {
    name.removesuffix(".json"): json.loads(text) for name, text in schema_files()
}
OF_KIND = dict(zip(sorted(SCHEMAS), TYPES, strict=True))
"""The type of each kind of file: both are in the order of the alphabet."""


def properties(kind: str) -> Iterator[tuple[str, str, Any]]:
    """Every property that a kind of file may have: its definition, its name and its schema."""
    for name, definition in SCHEMAS[kind]["$defs"].items():
        for field, described in definition["properties"].items():
            yield name, field, described


def structs_of(into: type[Struct]) -> dict[str, type[Struct]]:
    """The structs that a file of the type is made of, by name."""
    found: dict[str, type[Struct]] = {}
    waiting: list[Any] = [into]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, Struct):
            if one.__name__ not in found:
                found[one.__name__] = one
                waiting += get_type_hints(one, include_extras=True).values()
        else:
            waiting += getattr(one, "__args__", ())
    return found


def test_every_kind_of_file_has_a_schema_and_a_type() -> None:
    assert SCHEMAS.keys() == OF_KIND.keys() == SHIPPED.keys() | {"visit"}


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_schema_and_property_says_what_it_is(kind: str) -> None:
    schema = SCHEMAS[kind]
    Draft202012Validator.check_schema(schema)
    for described in (schema, *schema["$defs"].values()):
        assert described["title"] and described["description"]
    seen = 0
    for name, field, described in properties(kind):
        assert described["title"] == (
            field if field.isupper() else field.replace("_", " ").capitalize()
        )
        assert len(described["description"]) > 8, f"{name}.{field}"
        seen += 1
    assert seen >= 4


def test_every_phrase_is_shown_in_english() -> None:
    told = [described["examples"] for _, _, described in properties("strings")]
    assert ["Where these facts come from"] in told
    assert len(told) > 80


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_example_can_be_written_where_it_stands(kind: str) -> None:
    schema, structs = SCHEMAS[kind], structs_of(OF_KIND[kind])
    seen = 0
    for name, field, described in properties(kind):
        for example in described.get("examples", ()):
            rules = {"$defs": schema["$defs"], **described}
            assert Draft202012Validator(rules).is_valid(example), f"{name}.{field}: {example}"
            attribute = field + "_" * (field in ("break", "except"))
            hint = get_type_hints(structs[name], include_extras=True)[attribute]
            alone = defstruct("Alone", [("value", hint)], frozen=True)
            text = yaml.safe_dump({"value": example}, allow_unicode=True)
            assert read(text.encode(), "f.yaml", alone), f"{name}.{field}: {example}"
            seen += 1
    assert seen >= 4


def test_examples_help_where_words_have_a_form() -> None:
    """An editor shows how dates, ids, codes, names and lengths are written."""
    seen = 0
    for kind in SCHEMAS:
        for name, field, described in properties(kind):
            one = next((each for each in described.get("anyOf", ()) if "type" in each), described)
            if one.get("type") == "string" and field != "hash":
                assert described.get("examples"), f"{name}.{field}"
                seen += 1
    assert seen > 250


def test_choices_are_listed() -> None:
    handout = SCHEMAS["handout"]["$defs"]["Handout"]["properties"]
    assert handout["status"]["enum"] == ["approved", "draft"]
    view = SCHEMAS["exercise"]["$defs"]["Figure"]["properties"]
    assert "quarter" in view["view"]["enum"]
    assert "pelvis" in view["arrows"]["items"]["enum"]
    side = SCHEMAS["visit"]["$defs"]["Visit"]["properties"]["side"]
    assert side["anyOf"][0]["enum"] == ["both", "left", "right"]


@pytest.mark.parametrize("kind", SHIPPED)
def test_every_shipped_file_fits_its_schema(kind: str) -> None:
    paths = [path for path in builtin().glob(SHIPPED[kind]) if path.name != "emergency.yaml"]
    for path in paths:
        found = yaml.load(path.read_text("utf-8"), Loader=Editor)
        problems = Draft202012Validator(SCHEMAS[kind]).iter_errors(found)
        assert not [f"{path.name}: {one.json_path}: {one.message}" for one in problems]
    assert paths
