"""The links of a page as a file holds them."""

from typing import Any

from msgspec import Struct

from handout.readback.entries import Key, entry, items, key_of, name, numbers, words
from handout.readback.matrix import Crop


class Click(Struct, frozen=True):
    """A link. key: of its object, by which the structure names it. target: see `_target`."""

    rectangle: Crop
    target: str
    contents: str
    key: Key


def clicks(page: Any, pages: dict[Key, int]) -> tuple[Click, ...]:
    """The links of a page, without those that have no place. pages: numbers by their objects."""
    found = []
    for annotation in items(entry(page, "/Annots")):
        if name(entry(annotation, "/Subtype")) == "Link":
            rectangle = numbers(entry(annotation, "/Rect"))
            if len(rectangle) == 4:
                left, bottom, right, top = rectangle
                found.append(Click(
                    (min(left, right), min(bottom, top), max(left, right), max(bottom, top)),
                    _target(annotation, pages),
                    words(entry(annotation, "/Contents")) or "",
                    key_of(annotation),
                ))  # fmt: skip
    return tuple(found)


def _target(annotation: Any, pages: dict[Key, int]) -> str:
    """Where it leads: an address, "#" and a page or the name of a place, a file, or nothing."""
    action = entry(annotation, "/A")
    address = words(entry(action, "/URI"))
    if address is not None:
        return address
    other = entry(action, "/F")
    file = words(other) or words(entry(other, "/UF")) or words(entry(other, "/F"))
    if file:
        return file
    place = entry(annotation, "/Dest")
    place = entry(action, "/D") if place is None else place
    named = words(place) or name(place)
    if named:
        return f"#{named}"
    number = pages.get(key_of(next(iter(items(place)), None)))
    return f"#{number}" if number else ""
