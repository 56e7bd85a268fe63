"""What a PDF object holds, whatever a file has put there: nothing here raises.

The wrong type, a missing key or a text that cannot be decoded is the same as nothing.
"""

from collections.abc import Iterator
from typing import Any
from warnings import catch_warnings, simplefilter

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    PdfError,
    Stream,
    String,
    parse_content_stream,
)

Key = tuple[int, int]
DIRECT: Key = (0, 0)

BROKEN = (
    *(PdfError, ArithmeticError, AttributeError, LookupError, MemoryError),
    *(NotImplementedError, RuntimeError, TypeError, ValueError),
)
"""What pikepdf raises for objects that are not what they should be."""


def entry(holder: Any, key: str) -> Any:
    """An entry of a dictionary or of a stream's dictionary; None where there is none."""
    try:
        return holder.get(key) if isinstance(holder, (Dictionary, Stream)) else None
    except BROKEN:
        return None


def items(value: Any) -> tuple[Any, ...]:
    """An entry that may be absent, one value or an array, as a tuple."""
    try:
        return tuple(value) if isinstance(value, Array) else () if value is None else (value,)
    except BROKEN:
        return ()


def words(value: Any) -> str | None:
    """A text string; None where it is something else."""
    try:
        return str(value) if isinstance(value, String) else None
    except BROKEN:
        return None


def name(value: Any) -> str:
    """A name without its slash; empty where it is something else."""
    try:
        return str(value)[1:] if isinstance(value, Name) else ""
    except BROKEN:
        return ""


Step = tuple[str, Any]
"""An operator of a drawing and its operands."""


def drawing(holder: Any, operators: str = "") -> Iterator[Step]:
    """What a page or a form draws, step by step, as far as it can be read.

    operators: which to give, with spaces between; all when it is empty.
    """
    try:
        with catch_warnings():
            simplefilter("ignore")
            steps = parse_content_stream(holder, operators)
    except BROKEN:
        return
    for step in steps:
        try:
            spelled = str(step.operator)
        except BROKEN:
            continue
        yield spelled, step.operands


def whole(value: Any) -> int | None:
    """A whole number; None where it is something else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def numbers(value: Any) -> tuple[float, ...]:
    """The numbers of an array; empty where one of them is something else."""
    try:
        return tuple(float(part) for part in items(value))
    except BROKEN:
        return ()


def keys(holder: Any) -> tuple[str, ...]:
    """The keys of a dictionary, with their slashes."""
    try:
        return tuple(holder.keys()) if isinstance(holder, (Dictionary, Stream)) else ()
    except BROKEN:
        return ()


def key_of(value: Any) -> Key:
    """The number and generation of an indirect object; DIRECT for all else."""
    try:
        return value.objgen if isinstance(value, Object) else DIRECT
    except BROKEN:
        return DIRECT
