"""The JSON Schema of a type, for editors that check and complete while a person writes.

In: a type. Out: JSON Schema 2020-12. Promised: it is made from the same description as the reader's
walk, so it allows no field the reader refuses; the same type always gives the same schema. It reads
YAML as editors do, so it is stricter in places: `5` is no text to it, and `yes` is not true.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec import inspect as types

from handout.source import fields
from handout.source.fields import Entry, Spot

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def json_schema(into: type[Struct], examples: Mapping[str, str] | None = None) -> dict[str, object]:
    """The schema of a file that holds the type; every struct stands once, under $defs.

    examples: of the file's own fields, where the type gives none.
    """
    definitions: dict[str, Any] = {}
    top = fields.root(into)
    reference = _sort(top, definitions)
    for name, example in (examples or {}).items():
        definitions[into.__name__]["properties"][name].setdefault("examples", [example])
    ordered = {name: definitions[name] for name in sorted(definitions)}
    said = {"title": _title(into.__name__), "description": _summary(into)}
    return {"$schema": _DIALECT, **said, **reference, "$defs": ordered}


def _spot(spot: Spot, definitions: dict[str, Any]) -> dict[str, object]:
    """What may stand at a spot, with what is said about it."""
    said: dict[str, object] = {}
    if described := spot.description or _described(spot.type):
        said["description"] = described
    if spot.examples:
        said["examples"] = list(spot.examples)
    schema = dict(spot.json_schema) if spot.json_schema else _sort(spot.type, definitions)
    if spot.is_optional:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return {**said, **schema}


def _sort(kind: types.Type, definitions: dict[str, Any]) -> dict[str, object]:
    """What the bare type allows."""
    match kind:
        case types.StructType() as struct if fields.is_words(struct):
            return {"type": "string"}
        case types.StructType() as struct:
            return _reference(struct, definitions)
        case types.UnionType() as union:
            return {"oneOf": [_reference(struct, definitions) for struct in fields.kinds(union)]}
        case types.VarTupleType() as many:
            items = _spot(fields.spot(many.item_type), definitions)
            limits = {"minItems": many.min_length, "maxItems": many.max_length}
            return {"type": "array", "items": items, **_said(limits)}
        case types.LiteralType(values=values):
            return {"enum": [str(value) for value in values]}
        case _:
            return _scalar(kind)


def _scalar(kind: types.Type) -> dict[str, object]:
    match kind:
        case types.StrType() as text:
            limits = {"minLength": text.min_length, "maxLength": text.max_length}
            return {"type": "string", **_said({**limits, "pattern": text.pattern})}
        case types.BoolType():
            return {"type": "boolean"}
        case types.DateType():
            return {"type": "string", "format": "date", "pattern": _DATE}
        case types.IntType() as whole:
            return {"type": "integer", **_said({"minimum": whole.ge, "maximum": whole.le})}
        case types.FloatType() as number:
            return {"type": "number", **_said({"minimum": number.ge, "maximum": number.le})}
        case _:
            raise TypeError(f"the schema cannot describe {kind}")


def _said(limits: Mapping[str, object]) -> dict[str, object]:
    return {name: limit for name, limit in limits.items() if limit is not None}


def _reference(struct: types.StructType, definitions: dict[str, Any]) -> dict[str, object]:
    """A reference to the struct's definition, which is made at the first one."""
    name = struct.cls.__name__
    if name not in definitions:
        definitions[name] = {}  # Stands for it while its fields are described: blocks hold blocks.
        definitions[name] = _group(struct, definitions)
    return {"$ref": f"#/$defs/{name}"}


def _group(struct: types.StructType, definitions: dict[str, Any]) -> dict[str, object]:
    group = fields.group(struct)
    # The key that names the kind comes first, because editors offer fields in this order.
    entries = sorted(group.entries, key=lambda entry: entry.name != struct.tag)
    schema: dict[str, object] = {
        "title": _title(struct.cls.__name__),
        "type": "object",
        "properties": {entry.name: _property(entry, definitions) for entry in entries},
        "additionalProperties": False,
    }
    if summary := _summary(struct.cls):
        schema["description"] = summary
    required = [entry.name for entry in entries if entry.is_required]
    if required:
        schema["required"] = required
    return schema


def _property(entry: Entry, definitions: dict[str, Any]) -> dict[str, object]:
    return {"title": _title(entry.name), **_spot(entry.spot, definitions)}


def _described(kind: types.Type) -> str:
    """What a struct says of itself, for a spot that says nothing of it."""
    if isinstance(kind, types.StructType) and not fields.is_words(kind):
        return _summary(kind.cls)
    return ""


def _summary(struct: type) -> str:
    """The first line of what its author says it is."""
    return (struct.__doc__ or "").strip().split("\n")[0]


def _title(name: str) -> str:
    """The name as words: `Review by` for `review_by`, `Text block` for `TextBlock`; ids stay."""
    if name.isupper():
        return name
    spaced = "".join(f" {letter}" if letter.isupper() else letter for letter in name)
    return spaced.replace("_", " ").strip().capitalize()
