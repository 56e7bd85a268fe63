"""What is refused before a file is read, quickly and at little cost."""

import os
import re
import time
import tracemalloc
from pathlib import Path

import pytest

from handout.errors import ExitCode, HandoutError
from handout.model.visit import Visit
from handout.source.guard import LARGEST_FILE, decode, load
from handout.source.nodes import Mapping, Scalar, compose
from handout.source.reader import read
from speed import at_full_speed


def _laughs() -> str:
    lines = ["a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(lines)


def _merges() -> str:
    lines = ["a0: &a0 {x: 1}"]
    for number in range(1, 9):
        lines.append(f"a{number}: &a{number} {{<<: [{', '.join([f'*a{number - 1}'] * 9)}]}}")
    return "\n".join(lines)


HOSTILE = {
    "billion laughs": (_laughs(), "anchors"),
    "merge bomb": (_merges(), "anchors"),
    "endless self": ("a: &a [*a]\n", "anchors"),
    "open brackets": ("[" * 100_000, "nested"),
    "open braces": ("{" * 999_000, "nested"),
    "open keys": ("? " * 400_000, "nested"),
    "dashes": ("- " * 400_000, "nested"),
    "steps": ("".join(" " * depth + "a:\n" for depth in range(1400)), "nested"),
    "many values": ("- x\n" * 240_000, "more than 50000 values"),
    "many fields": ("k: x\n" * 190_000, "more than 50000 values"),
    "many unknown fields": ("".join(f"k{n}: x\n" for n in range(20_000)), "unknown field"),
    "many escapes": ('a: "' + r"\x07" * 200_000 + '"', "character"),
    "many controls": ("\x07" * 999_000, "U\\+0007"),
    "one colon after another": (":" * 999_000, "colon"),
    "an open quote": ("a: '" + "b " * 490_000, "never closed"),
    "a long key": ("a" * 999_000 + ": b", "does not fit"),
    "a long value": ("side: " + "a" * 999_000, "expected one of"),
    "a long pattern": ("handouts: [" + "a-" * 490_000 + "]", "at most 64"),
    "tags": ("- !!binary x\n" * 60_000, "tags"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once(name: str) -> None:
    text, message = HOSTILE[name]
    with at_full_speed():
        start = time.process_time()
        with pytest.raises(HandoutError, match=message):
            read(text.encode(), "f.yaml", Visit)
        taken = time.process_time() - start
    assert taken < 1


@pytest.mark.parametrize("name", ["open brackets", "many values", "many fields", "a long value"])
def test_a_hostile_file_takes_little_memory(name: str) -> None:
    data = HOSTILE[name][0].encode()
    tracemalloc.start()
    try:
        with pytest.raises(HandoutError):
            read(data, "f.yaml", Visit)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_the_largest_file_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    data = b"side: left\n".ljust(LARGEST_FILE, b"#")
    assert read(data, "f.yaml", Visit).side == "left"
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as stream:
        stream.truncate(1 << 30)
    loaded = load(huge, "huge.yaml")
    assert len(loaded) == LARGEST_FILE + 1
    with pytest.raises(HandoutError, match="larger than 1 MB"):
        read(loaded, "huge.yaml", Visit)


def test_a_file_that_cannot_be_loaded_says_why(tmp_path: Path) -> None:
    with pytest.raises(HandoutError, match=r"v\.yaml: there is no such file") as caught:
        load(tmp_path / "none.yaml", "v.yaml")
    assert caught.value.code is ExitCode.CONTENT
    with pytest.raises(HandoutError, match=r"v\.yaml: cannot be read") as caught:
        load(tmp_path, "v.yaml")
    assert caught.value.code is ExitCode.ENVIRONMENT


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs a device without an end")
def test_a_stream_without_end_is_cut() -> None:
    assert len(load(Path("/dev/zero"), "zero")) == LARGEST_FILE + 1


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"side: left\n\xff", "2:1"),
        ("caf\u00e9: ".encode() + b"\xe9", "1:7"),
        (b"\xef\xbb\xbfab\xc0\x80", "1:3"),
        ("side: left".encode("utf-16"), "1:1"),
        (b"a\r\n\xed\xa0\x80", "2:1"),
    ],
)
def test_only_utf_8_is_read(data: bytes, place: str) -> None:
    with pytest.raises(HandoutError, match=f"f:{place}: the file is not UTF-8 text"):
        read(data, "f", Visit)


def test_a_byte_order_mark_is_dropped() -> None:
    assert read(b"\xef\xbb\xbfside: left\n", "f", Visit).side == "left"


@pytest.mark.parametrize(
    "character",
    ["\0", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x85", "\x9f", "\u2028", "\u2029"]
    + ["\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufdd0", "\ufdef", "\ufffe", "\uffff"]
    + ["\U0001fffe", "\U0010ffff"],
)
def test_unseen_characters_are_refused_where_they_stand(character: str) -> None:
    name = f"U+{ord(character):04X}"
    with pytest.raises(HandoutError) as caught:
        decode(f"side: left\nx: a{character}b\n".encode(), "f")
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (2, 5)
    assert problem.place.excerpt == "x: a\ufffdb"
    assert problem.message == f"the character {name} is not allowed"
    escaped = f'x: "\\U{ord(character):08X}"\n'.encode()
    with pytest.raises(HandoutError, match=re.escape(name)):
        compose(decode(escaped, "f"))


def test_characters_that_writing_needs_are_kept() -> None:
    words = "a\tb \u200c\u200d\u200e\u200f \u00ad \u00a0 \u2011 \U0001f600 \ufffd"
    tree = compose(decode(f"x: '{words}'\n".encode(), "f"))
    assert isinstance(tree, Mapping)
    value = tree.pairs[0].value
    assert isinstance(value, Scalar)
    assert value.value == words


def test_twenty_levels_are_read() -> None:
    assert compose(decode(b"[" * 20 + b"]" * 20, "f")) is not None
    with pytest.raises(HandoutError, match="f:1:21: lists and fields are nested"):
        compose(decode(b"[" * 21 + b"]" * 21, "f"))


def test_one_document_with_its_markers_is_read() -> None:
    assert read(b"%YAML 1.2\n---\nside: left\n...\n", "f", Visit).side == "left"


def test_private_files_show_no_line_even_when_refused() -> None:
    for data in (b"given: Jo\x07", b"given: &a Jo\n", b"given: 'Jo\n"):
        with pytest.raises(HandoutError) as caught:
            read(data, "f", Visit, private=True)
        assert "Jo" not in str(caught.value)
