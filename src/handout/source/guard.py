"""What is refused before a file is read: too big, too deep, too clever, or not plain text.

In: raw bytes. Out: an Original, and its YAML events one by one. Nothing is composed here, and the
events are checked as they come, so a file costs no more than its first refusal: the YAML library
crashes on deep nesting and takes minutes to expand a merge key that refers to itself.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from handout.errors import ExitCode, Place, fail
from handout.source.original import Findings, Original
from handout.source.syntax import explain

LARGEST_FILE = 1_000_000
DEEPEST = 20
MOST_NODES = 50_000

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    + _NONCHARACTERS
    + "]"
)
_LINE_END = re.compile("\r\n|\r|\n")
_COPIED = "delete it; such characters come in unseen when text is copied from elsewhere"
_UNQUOTED = "write it out in full, and put quotes round text that starts with '*', '&' or '!'"


def harmless(text: str) -> str:
    """The text as a terminal and XML can bear it: a sign for each character that has no place."""
    return _FORBIDDEN.sub("\ufffd", text)


def load(path: Path, file: str, most: int = LARGEST_FILE) -> bytes:
    """The bytes of a file, at most one more than is allowed; `file` is its name in messages."""
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except FileNotFoundError:
        fail("there is no such file", Place(file))
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        fail(f"cannot be read: {reason}", Place(file), code=ExitCode.ENVIRONMENT)


def decode(data: bytes, file: str, *, private: bool = False) -> Original:
    """The text of the bytes, free of characters that cannot be printed or that mislead."""
    if len(data) > LARGEST_FILE:
        fail("the file is larger than 1 MB", Place(file), "split it into several files")
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = _LINE_END.split(data[: error.start].decode("utf-8").removeprefix("\ufeff"))
        place = Place(file, len(before), len(before[-1]) + 1)
        fail("the file is not UTF-8 text", place, "save it as UTF-8")
    lines = tuple(_LINE_END.split(text))
    if _FORBIDDEN.search(text):
        _refuse_characters(file, lines, private)
    return Original(file, text, lines, private)


def forbidden_character(text: str) -> str:
    """The first character that may not stand in a text, named for a message; empty if none."""
    found = _FORBIDDEN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def events(original: Original, findings: Findings) -> Iterator[yaml.Event]:
    """The YAML events of the only document; what is refused is noted, or raised if it is deadly."""
    depth = nodes = documents = 0
    for event in _parse(original, findings):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                _stop(original, findings, event, "the file holds a second document", "delete '---'")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            nodes += 1
            depth += isinstance(event, yaml.CollectionStartEvent)
            if nodes > MOST_NODES:
                message = f"the file holds more than {MOST_NODES} values"
                _stop(original, findings, event, message, "split it into several files")
            if depth > DEEPEST:
                message = f"lists and fields are nested more than {DEEPEST} deep"
                _stop(original, findings, event, message, "nest them less deeply")
            _check_node(original, findings, event)
        yield event


def _parse(original: Original, findings: Findings) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(original.text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        fault = explain(error, original)
        findings.add(fault.message, fault.place, fault.hint)
        findings.settle()


def _check_node(original: Original, findings: Findings, event: yaml.NodeEvent) -> None:
    """Note anchors, aliases, tags, and characters that were written as escapes."""
    place = original.place_of(event.start_mark)
    if isinstance(event, yaml.AliasEvent):
        findings.add("references (*name) are not allowed", place, _UNQUOTED)
    elif event.anchor is not None:
        findings.add("anchors (&name) are not allowed", place, _UNQUOTED)
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
        findings.add("tags (!name) are not allowed", place, _UNQUOTED)
    if isinstance(event, yaml.ScalarEvent) and event.style == '"':
        name = forbidden_character(event.value) or ("U+000D" if "\r" in event.value else "")
        if name:
            findings.add(f"the character {name} is not allowed", place, "delete its escape")


def _stop(
    original: Original, findings: Findings, event: yaml.Event, message: str, hint: str
) -> None:
    findings.add(message, original.place_of(event.start_mark), hint)
    findings.settle()


def _refuse_characters(file: str, lines: tuple[str, ...], private: bool) -> None:
    """Raise one problem for each forbidden character; the excerpts show U+FFFD in their stead."""
    shown = Original(file, "", tuple(_FORBIDDEN.sub("\ufffd", line) for line in lines), private)
    findings = Findings()
    for number, line in enumerate(lines):
        for found in _FORBIDDEN.finditer(line):
            message = f"the character U+{ord(found[0]):04X} is not allowed"
            findings.add(message, shown.place(number, found.start()), _COPIED)
    findings.settle()
