"""What may be written where, taken from the types once: the reader and the schema both ask here.

In: the type descriptions of msgspec. Out: a Spot for each place a value can stand, with all that is
said about it gathered up, and a Group for each struct. Two structs are not written as groups: one
of exactly `value: str` and `place: Place` is written as a text, and a Spot that names its reading
(`Meta(extra={"reads": ...})`) as the scalar of that reading.
"""

from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec import inspect as types

from handout.errors import Place

Reading = Literal["", "length", "range"]


class Spot(Struct, frozen=True):
    """A place where a value can stand: the bare type, and what is said about it.

    is_optional: nothing may stand here.
    form:        what its pattern asks for, in words.
    least, most: the limits of a reading that has them.
    json_schema: what editors are told instead of the type.
    """

    type: types.Type
    is_optional: bool = False
    description: str = ""
    examples: tuple[object, ...] = ()
    form: str = ""
    reads: Reading = ""
    least: int | None = None
    most: int | None = None
    json_schema: tuple[tuple[str, object], ...] = ()


class Entry(Struct, frozen=True):
    """A field of a struct: its name in the file, its name in the program, and its spot."""

    name: str
    attribute: str
    spot: Spot
    is_required: bool


class Group(Struct, frozen=True):
    """A struct as it is written; `takes_place` when it wants to know where."""

    type: type
    entries: tuple[Entry, ...]
    takes_place: bool


@cache
def root(into: type) -> types.Type:
    """The description of a type; making it is slow enough to be done once."""
    return types.type_info(into)


@cache
def groups(into: type) -> dict[type, Group]:
    """The groups of a type that have been made so far, kept from one file to the next."""
    return {}


def spot(described: types.Type) -> Spot:
    """The bare type and everything its wrappers say; the outermost description wins."""
    if isinstance(described, types.Metadata):
        return _annotated(described)
    if isinstance(described, types.UnionType) and described.includes_none:
        others = tuple(one for one in described.types if not isinstance(one, types.NoneType))
        inner = spot(others[0] if len(others) == 1 else types.UnionType(others))
        return msgspec.structs.replace(inner, is_optional=True)
    return Spot(described)


def group(struct: types.StructType) -> Group:
    """The fields a person may write; the place is filled by the reader and never written."""
    written = [field for field in struct.fields if not _is_place(field)]
    entries = tuple(
        Entry(field.encode_name, field.name, spot(field.type), field.required) for field in written
    )
    return Group(struct.cls, entries, len(written) < len(struct.fields))


def is_words(struct: types.StructType) -> bool:
    """Whether the struct is a text with its place, written as a scalar."""
    return tuple(field.name for field in struct.fields) == ("value", "place")


def kinds(union: types.UnionType) -> tuple[types.StructType, ...]:
    """The structs of a union, each told by the key that is its tag."""
    found = tuple(one for one in union.types if isinstance(one, types.StructType))
    if len(found) != len(union.types) or not all(isinstance(one.tag, str) for one in found):
        raise TypeError("a union must be of structs that each have a tag")
    return found


def _annotated(described: types.Metadata) -> Spot:
    inner = spot(described.type)
    said = described.extra_json_schema or {}
    extra = described.extra or {}
    rest = tuple(
        (key, value)
        for key, value in said.items()
        if key not in ("title", "description", "examples")
    )
    return msgspec.structs.replace(
        inner,
        description=str(said.get("description", inner.description)),
        examples=tuple(said.get("examples", inner.examples)),
        form=extra.get("form", inner.form),
        reads=extra.get("reads", inner.reads),
        least=extra.get("ge", inner.least),
        most=extra.get("le", inner.most),
        json_schema=rest or inner.json_schema,
    )


def _is_place(field: types.Field) -> bool:
    if field.name != "place":
        return False
    bare = spot(field.type).type
    return isinstance(bare, types.StructType) and bare.cls is Place
