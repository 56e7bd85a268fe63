"""The parts of what was written, wherever they stand in it."""

from collections.abc import Iterator
from typing import TypeVar

from msgspec import Struct

Part = TypeVar("Part")


def parts(value: object, kind: type[Part] | tuple[type[Part], ...]) -> Iterator[Part]:
    """Every part of a kind in a Struct or a tuple, in the order of the fields; each before its own.

    kind: a type, or several that are looked for at once.
    """
    if isinstance(value, kind):
        yield value
    if isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from parts(getattr(value, name), kind)
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item, kind)
