"""An approval is written into a topic's file: two keys change, and no other line or comment does.

In: the text of the file and the approval. Out: the text with `status: approved` and one reviewer
more. Promised: read again, it is the same topic but for these two; or there is a HandoutError.
"""

import re
from collections.abc import Iterator

from msgspec import Struct, json, structs

from handout.errors import HandoutError, Place, fail
from handout.model.handout import Handout, Reviewer
from handout.source.guard import decode
from handout.source.nodes import Mapping, compose
from handout.source.reader import read

_STATUS = re.compile(r"""^(\s*["']?status["']?\s*:\s+)("draft"|'draft'|draft)(?=\s|$)""")
_ITEM = re.compile(r"\s*-(\s|$)")


class _Key(Struct, frozen=True):
    """A field of the file: its lines from `start` up to `end`, and how far in it stands."""

    name: str
    start: int
    end: int
    column: int


class _Edit(Struct, frozen=True):
    """Lines from `start` up to `end` that become others."""

    start: int
    end: int
    lines: tuple[str, ...]


def approved(data: bytes, file: str, reviewer: Reviewer) -> bytes:
    """The file's bytes with the approval in them.

    Raises: HandoutError where the file is no topic, or cannot be changed in two places alone.
    """
    before = read(data, file, Handout)
    reviewers = (*before.reviewers, reviewer)
    wanted = structs.replace(before, status="approved", reviewers=reviewers)
    keys = {key.name: key for key in _keys(data, file)}
    lines = data.decode("utf-8").split("\n")
    are_the_same = len(lines) == len(decode(data, file).lines)  # A lone CR ends a line in YAML too.
    for edit in _with_reviewer(lines, keys, reviewer) if are_the_same else ():
        made = _edited(lines, (edit, _with_status(lines, keys)))
        if _is(made, file, wanted):
            return made
    fail(
        "the approval cannot be written into this file", Place(file),
        f"write it yourself: status: approved, and under reviewers: - {_in_line(reviewer)}",
    )  # fmt: skip


def _edited(lines: list[str], edits: tuple[_Edit, ...]) -> bytes:
    """The file with the edits, the last one first, so that no other line moves under them."""
    made = [*lines]
    for edit in sorted(edits, key=lambda one: (one.start, one.end), reverse=True):
        made[edit.start : edit.end] = edit.lines
    return "\n".join(made).encode()


def _keys(data: bytes, file: str) -> Iterator[_Key]:
    """The fields of the file, each with its lines; white lines and comments after it are none."""
    original = decode(data, file)
    tree = compose(original)
    assert isinstance(tree, Mapping)
    places = [pair.key.place for pair in tree.pairs]
    ends = [*(place.line - 1 for place in places[1:]), len(original.lines)]
    for pair, place, following in zip(tree.pairs, places, ends, strict=True):
        end = following
        while end > place.line and _says_nothing(original.lines[end - 1]):
            end -= 1
        yield _Key(pair.key.value, place.line - 1, end, place.column - 1)


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#") or line.strip() in ("...", "---")


def _with_reviewer(lines: list[str], keys: dict[str, _Key], reviewer: Reviewer) -> Iterator[_Edit]:
    """One reviewer more, in each way that may be meant; which of them is right is tried out."""
    key, turn = keys.get("reviewers"), _turn(lines)
    if key is None:
        after = keys["owner"]
        pad = " " * after.column
        entry = _entry(reviewer, f"{pad}  ", turn)
        yield _Edit(after.end, after.end, (f"{pad}reviewers:{turn}", *entry))
        return
    for number in range(key.start, key.end):
        line = lines[number]
        for found in re.finditer(r"\]", line):
            head, tail = line[: found.start()], line[found.start() :]
            for comma in ("", ", "):
                yield _Edit(number, number + 1, (f"{head}{comma}{_in_line(reviewer)}{tail}",))
    items = (line for line in lines[key.start + 1 : key.end] if _ITEM.match(line))
    first = next(items, "")
    pad = first[: len(first) - len(first.lstrip())]
    yield _Edit(key.end, key.end, _entry(reviewer, pad, turn))


def _with_status(lines: list[str], keys: dict[str, _Key]) -> _Edit:
    """The line that says `approved`, where the status stands or before the version."""
    key = keys.get("status")
    if key is None:
        before = keys["version"]
        line = f"{' ' * before.column}status: approved{_turn(lines)}"
        return _Edit(before.start, before.start, (line,))
    line = _STATUS.sub(r"\1approved", lines[key.start])
    return _Edit(key.start, key.start + 1, (line,))


def _turn(lines: list[str]) -> str:
    """What stands before the end of each line, in files of other systems."""
    return "\r" if lines[0].endswith("\r") else ""


def _entry(reviewer: Reviewer, pad: str, turn: str) -> tuple[str, ...]:
    """The reviewer as an item of a list, a line a field."""
    marks = ("- ", *("  " for _ in range(3)))
    pairs = zip(marks, _pairs(reviewer), strict=True)
    return tuple(f"{pad}{mark}{pair}{turn}" for mark, pair in pairs)


def _in_line(reviewer: Reviewer) -> str:
    """The reviewer on one line."""
    return "{" + ", ".join(_pairs(reviewer)) + "}"


def _pairs(reviewer: Reviewer) -> Iterator[str]:
    """The fields; a name in quotes as JSON has them is the same in YAML."""
    yield f"name: {json.encode(reviewer.name).decode()}"
    yield f"role: {json.encode(reviewer.role).decode()}"
    yield f"date: {reviewer.date.isoformat()}"
    yield f'hash: "{reviewer.hash}"'


def _is(data: bytes, file: str, wanted: Handout) -> bool:
    """Whether the file says what is wanted, wherever it says it."""
    try:
        return _bare(read(data, file, Handout)) == _bare(wanted)
    except HandoutError:
        return False


def _bare(value: object) -> object:
    """All that a value holds, but for the places it was read at."""
    if isinstance(value, Struct):
        fields = (name for name in value.__struct_fields__ if name != "place")
        return type(value).__name__, tuple(_bare(getattr(value, name)) for name in fields)
    return tuple(map(_bare, value)) if isinstance(value, tuple) else value
