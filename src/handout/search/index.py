"""What a topic or a pack can be found by: the head of its file, and its headings.

In: a `Library`. Out: an entry for each topic and pack. Only the lines above `sections:` are read as
YAML; a file that cannot be read so is found by its title, and `handout check` says what is wrong.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from handout.errors import HandoutError
from handout.library import Library
from handout.source.guard import decode, load
from handout.source.nodes import Mapping, Node, Scalar, Sequence, compose

_BODY = re.compile(r"^sections\s*:", re.MULTILINE)
_HEADING = re.compile(r"^\s*-?\s*heading:\s+(?:[>|][+-]?\s*\n\s*)?(.+)$", re.MULTILINE)
_SYSTEMS = (("icd10", "ICD-10"), ("icd10cm", "ICD-10-CM"), ("snomed", "SNOMED CT"))


class Code(Struct, frozen=True):
    """A code of a topic; the system's name as it is told."""

    system: str
    value: str


class Entry(Struct, frozen=True):
    """A topic or a pack, with all that it is found by."""

    id: str
    title: str
    summary: str = ""
    synonyms: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    is_condition: bool = False
    is_pack: bool = False


def entries(library: Library) -> tuple[Entry, ...]:
    """Every topic and then every pack, in order; in each language it is written in."""
    topics = (_topic(path) for path in library.topic_files())
    packs = (_pack(path) for path in library.pack_files())
    return (*topics, *packs)


def _topic(path: Path) -> Entry:
    text = _text(path)
    head, *body = _BODY.split(text, maxsplit=1)
    fields = _fields(head, path) or _fields(text, path)
    headings = (_unquoted(found) for part in body for found in _HEADING.findall(part))
    return Entry(
        path.stem,
        _words(fields.get("title")),
        _words(fields.get("summary")),
        _list(fields.get("synonyms")),
        tuple(headings),
        tuple(_codes(fields.get("codes"))),
        _words(fields.get("kind")) == "condition",
    )


def _pack(path: Path) -> Entry:
    fields = _fields(_text(path), path)
    title, summary = _words(fields.get("title")), _words(fields.get("summary"))
    return Entry(path.stem, title, summary, is_pack=True)


def _text(path: Path) -> str:
    """The file's text; of one that cannot be read, nothing."""
    try:
        return decode(load(path, str(path)), str(path)).text
    except HandoutError:
        return ""


def _fields(text: str, path: Path) -> dict[str, Node]:
    """The fields of YAML by name; none where it cannot be read."""
    try:
        tree = compose(decode(text.encode(), str(path)))
    except HandoutError:
        return {}
    return {pair.key.value: pair.value for pair in tree.pairs} if isinstance(tree, Mapping) else {}


def _words(node: Node | None) -> str:
    return " ".join(node.value.split()) if isinstance(node, Scalar) else ""


def _list(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(words for item in items if (words := _words(item)))


def _codes(node: Node | None) -> Iterator[Code]:
    fields = (
        {pair.key.value: pair.value for pair in node.pairs} if isinstance(node, Mapping) else {}
    )
    for name, system in _SYSTEMS:
        for value in _list(fields.get(name)):
            yield Code(system, value)


def _unquoted(words: str) -> str:
    return words.partition(" #")[0].strip().strip("'\"")
