"""What a document asks of a visit: expressions as plain data.

They are read from what authors write, kept in a press, and worked out for each visit. Nothing in
them can be called or run.
"""

import datetime
from typing import Literal

from msgspec import Struct

Value = str | int | datetime.date | tuple[str, ...] | None
"""What a name stands for; None when the visit does not say."""


class Name(Struct, frozen=True, tag="name"):
    """A value by its dotted name, such as patient.age."""

    name: str


class Constant(Struct, frozen=True, tag="constant"):
    """Words or a whole number written in the expression."""

    value: str | int


class Day(Struct, frozen=True, tag="day"):
    """A date that is the same for every visit."""

    value: datetime.date


class Several(Struct, frozen=True, tag="several"):
    """A list of constants, to the right of `in`."""

    items: tuple[str | int, ...]


class Filter(Struct, frozen=True, tag="filter"):
    """`of | name(argument)`."""

    name: "FilterName"
    of: "Expression"
    argument: str = ""


class Compare(Struct, frozen=True, tag="compare"):
    """Two values compared. With a value that the visit does not give it is false."""

    operator: "Operator"
    left: "Expression"
    right: "Expression"


class Not(Struct, frozen=True, tag="not"):
    """The opposite."""

    of: "Expression"


class Both(Struct, frozen=True, tag="both"):
    """`left and right`; `left or right` when `either`."""

    left: "Expression"
    right: "Expression"
    either: bool = False


class Choice(Struct, frozen=True, tag="choice"):
    """`yes if test else no`."""

    test: "Expression"
    yes: "Expression"
    no: "Expression"


FilterName = Literal["default", "lower", "upper", "join"]
Operator = Literal["eq", "ne", "lt", "lteq", "gt", "gteq", "in", "notin"]
Expression = Name | Constant | Day | Several | Filter | Compare | Not | Both | Choice
