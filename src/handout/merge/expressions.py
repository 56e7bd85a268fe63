"""Expressions: Jinja2's grammar read into plain data, and that data worked out.

Allowed are names of the table in `names`, words and whole numbers, comparisons, `and`, `or`, `not`,
`in`, an inline `if`, and four filters. All else is a Problem when the handout is read. Nothing is
compiled or called, so there is no sandbox to leave and no loop to keep busy.
"""

import datetime
import operator as operators
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, assert_never

from handout.errors import Place, fail
from handout.expression import (
    Both,
    Choice,
    Compare,
    Constant,
    Day,
    Expression,
    Filter,
    FilterName,
    Name,
    Not,
    Operator,
    Several,
    Value,
)
from handout.language import long_date
from handout.merge.names import CHOICES, NAMES, ValueKind, is_fixed, kind_of

if TYPE_CHECKING:
    from jinja2 import nodes

Kind = ValueKind | Literal["truth", "mixture"]
"""What an expression comes to; a truth is neither printed nor compared, a mixture not compared."""

_BARE = re.compile(r"\s*([a-z_]+(?:\.[a-z_]+)?)\s*")
_FILTERS: tuple[FilterName, ...] = ("default", "lower", "upper", "join")
_LONGEST = 500
_LARGEST = 1_000_000_000


def read_value(source: str, place: Place) -> Expression:
    """The expression of a placeholder as plain data.

    Raises: HandoutError for an unknown name or filter, for anything not allowed, for comparisons
    of values that cannot be compared, and for a condition.
    """
    expression = _read(source, place)
    if _kind(expression) == "truth":
        hint = "choose words with it, as in {{ 'yes' if ... else 'no' }}, or use `when:`"
        fail(f"{source!r} is a condition, not a value", place, hint)
    return expression


def read_condition(source: str, place: Place) -> Expression:
    """The expression of a `when:` as plain data; it holds for a value that is given.

    Raises: HandoutError as `read_value` does.
    """
    return _read(source, place)


def _read(source: str, place: Place) -> Expression:
    if len(source) > _LONGEST:
        fail(f"the expression is longer than {_LONGEST} characters", place, "make it shorter")
    bare = _BARE.fullmatch(source)
    if bare:
        return _name(bare[1], place)
    if "\\" in source:
        fail("a backslash is not allowed in an expression", place, "write the character itself")
    from jinja2 import Environment, TemplateSyntaxError, nodes

    try:
        tree = Environment().parse(f"{{{{ {source} }}}}")
    except TemplateSyntaxError as error:
        reason = (error.message or "it is no expression").lower().rstrip(".")
        fail(f"cannot read {source!r}: {reason}", place, "write a value such as patient.name")
    except RecursionError:
        fail("the expression is nested too deeply", place, "make it simpler")
    body = tree.body
    if len(body) == 1 and isinstance(body[0], nodes.Output) and len(body[0].nodes) == 1:
        return _lowered(body[0].nodes[0], place)
    fail(f"{source!r} is more than one value", place, "write one value")


def _lowered(node: "nodes.Node", place: Place) -> Expression:
    from jinja2 import nodes

    match node:
        case nodes.Name(name=name):
            return _name(name, place)
        case nodes.Getattr(node=nodes.Name(name=group), attr=attribute):
            return _name(f"{group}.{attribute}", place)
        case nodes.Const(value=str() | int() as value) if not isinstance(value, bool):
            if isinstance(value, int) and value > _LARGEST:
                fail(f"the number is larger than {_LARGEST}", place, "write a smaller one")
            return Constant(value)
        case nodes.List(items=items) | nodes.Tuple(items=items):
            return Several(tuple(_constant(item, place) for item in items))
        case nodes.Not(node=inner):
            return Not(_lowered(inner, place))
        case nodes.And(left=left, right=right):
            return Both(_lowered(left, place), _lowered(right, place))
        case nodes.Or(left=left, right=right):
            return Both(_lowered(left, place), _lowered(right, place), either=True)
        case nodes.CondExpr(test=test, expr1=yes, expr2=no) if no is not None:
            return Choice(_lowered(test, place), _lowered(yes, place), _lowered(no, place))
        case nodes.Compare(expr=left, ops=[nodes.Operand(op=operation, expr=right)]):
            return _comparison(operation, _lowered(left, place), _lowered(right, place), place)
        case nodes.Filter(node=inner, name=name) if inner is not None:
            return _filter(node, _lowered(inner, place), name, place)
        case _:
            what = _WORDS.get(type(node).__name__, f"{type(node).__name__.lower()} is")
            fail(
                f"{what} not allowed in an expression", place,
                "use names, words, numbers, comparisons, and, or, not, in, and inline if ... else",
            )  # fmt: skip


_WORDS = {
    "Call": "calling something is",
    "Getattr": "reaching into a value is",
    "Getitem": "reaching into a value is",
    "Pow": "a power is",
    "Mul": "a product is",
    "Div": "a quotient is",
    "FloorDiv": "a quotient is",
    "Mod": "a remainder is",
    "Add": "a sum is",
    "Sub": "a difference is",
    "Neg": "a minus sign is",
    "Pos": "a plus sign is",
    "Concat": "joining with ~ is",
    "CondExpr": "an inline if without else is",
    "Compare": "a chain of comparisons is",
    "Const": "this constant is",
    "Test": "a test with `is` is",
    "Dict": "a mapping is",
}


def _name(name: str, place: Place) -> Name:
    if name not in NAMES:
        near = _nearest(name, tuple(NAMES))
        group = name.split(".")[0]
        known = ", ".join(known for known in NAMES if known.split(".")[0] == group)
        hint = near or f"known: {known or ', '.join(_groups())}"
        fail(f"unknown name {name!r}", place, hint)
    return Name(name)


def _nearest(word: str, known: tuple[str, ...]) -> str:
    from handout.source.suggest import nearest

    near = nearest(word, known)
    return f"did you mean {near!r}?" if near else ""


def _groups() -> list[str]:
    return list(dict.fromkeys(f"{name.split('.')[0]}.…" if "." in name else name for name in NAMES))


def _constant(node: "nodes.Node", place: Place) -> str | int:
    lowered = _lowered(node, place)
    if not isinstance(lowered, Constant):
        fail("a list may hold words and numbers only", place)
    return lowered.value


def _filter(node: "nodes.Filter", of: Expression, name: str, place: Place) -> Filter:
    known = next((known for known in _FILTERS if known == name), None)
    if known is None:
        hint = _nearest(name, _FILTERS) or f"known: {', '.join(_FILTERS)}"
        fail(f"unknown filter {name!r}", place, hint)
    argument = _lowered(node.args[0], place) if len(node.args) == 1 else Constant("")
    wanted = 1 if known in ("default", "join") else 0
    extra = node.kwargs or node.dyn_args or node.dyn_kwargs
    if len(node.args) != wanted or extra or not isinstance(argument, Constant):
        takes = "one word or text in brackets" if wanted else "nothing in brackets"
        fail(f"the filter {name!r} takes {takes}", place)
    kind = _kind(of)
    if kind == "truth" or (known == "join" and kind != "list"):
        fail(f"the filter {name!r} cannot be put on a {kind}", place)
    return Filter(known, of, str(argument.value))


_OPERATORS: tuple[Operator, ...] = ("eq", "ne", "lt", "lteq", "gt", "gteq", "in", "notin")


def _comparison(operation: str, left: Expression, right: Expression, place: Place) -> Compare:
    known = next(known for known in _OPERATORS if known == operation)
    kinds = _kind(left), _kind(right)
    if known in ("in", "notin"):
        held = {kind_of(item) for item in right.items} if isinstance(right, Several) else {"text"}
        fits = kinds[1] == "list" and kinds[0] in ("text", "number") and held <= {kinds[0]}
    else:
        fits = kinds[0] == kinds[1] and kinds[0] not in ("list", "truth", "mixture")
    if not fits:
        fail(f"{kinds[0]} and {kinds[1]} cannot be compared with {_SIGNS[known]}", place,
             "compare numbers with numbers, 'words' with text, dates with dates")  # fmt: skip
    _check_choices(left, right, place)
    _check_choices(right, left, place)
    return Compare(known, left, right)


def _check_choices(named: Expression, other: Expression, place: Place) -> None:
    """Refuse a constant that the name can never hold, such as a side called `lft`."""
    match named, other:
        case Name(name=name), Constant(value=value):
            values: tuple[str | int, ...] = (value,)
        case Name(name=name), Several(items=values):
            pass
        case _:
            return
    for value in values if name in CHOICES else ():
        if value not in CHOICES[name]:
            hint = _nearest(str(value), CHOICES[name]) or f"it can be {', '.join(CHOICES[name])}"
            fail(f"{name} is never {value!r}", place, hint)


_SIGNS: dict[Operator, str] = {
    "eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in",
    "notin": "not in",
}  # fmt: skip


def _kind(expression: Expression) -> Kind:
    match expression:
        case Name(name=name):
            return NAMES[name]
        case Constant(value=value):
            return kind_of(value)
        case Day():
            return "date"
        case Several():
            return "list"
        case Choice(yes=left, no=right) | Both(left=left, right=right, either=True):
            kinds = {_kind(left), _kind(right)}
            return kinds.pop() if len(kinds) == 1 else "truth" if "truth" in kinds else "mixture"
        case Filter():
            return "text"
        case Compare() | Not() | Both():
            return "truth"
        case _:
            assert_never(expression)


def names_in(expression: Expression) -> frozenset[str]:
    """Every name the expression uses."""
    match expression:
        case Name(name=name):
            return frozenset((name,))
        case Constant() | Day() | Several():
            return frozenset()
        case Filter(of=of) | Not(of=of):
            return names_in(of)
        case Compare(left=left, right=right) | Both(left=left, right=right):
            return names_in(left) | names_in(right)
        case Choice(test=test, yes=yes, no=no):
            return names_in(test) | names_in(yes) | names_in(no)
        case _:
            assert_never(expression)


def is_constant(expression: Expression) -> bool:
    """Whether every visit gives the same answer."""
    return all(map(is_fixed, names_in(expression)))


def settled(expression: Expression, fixed: Mapping[str, Value]) -> Expression:
    """The expression with the values that no visit changes in the place of their names."""

    def of(inner: Expression) -> Expression:
        return settled(inner, fixed)

    match expression:
        case Name(name=name) if is_fixed(name):
            match fixed[name]:
                case datetime.date() as day:
                    return Day(day)
                case str() | int() as value:
                    return Constant(value)
                case _:
                    return Constant("")
        case Name() | Constant() | Day() | Several():
            return expression
        case Filter(name=name, of=inner, argument=argument):
            return Filter(name, of(inner), argument)
        case Not(of=inner):
            return Not(of(inner))
        case Compare(operator=operation, left=left, right=right):
            return Compare(operation, of(left), of(right))
        case Both(left=left, right=right, either=either):
            return Both(of(left), of(right), either)
        case Choice(test=test, yes=yes, no=no):
            return Choice(of(test), of(yes), of(no))
        case _:
            assert_never(expression)


_COMPARISONS = {
    "eq": operators.eq, "ne": operators.ne, "lt": operators.lt, "lteq": operators.le,
    "gt": operators.gt, "gteq": operators.ge,
}  # fmt: skip


def holds(value: Value | bool) -> bool:
    """Whether a condition that comes to the value is met: it is given, and not false."""
    return value is not None and value is not False and value != "" and value != ()


def worked_out(expression: Expression, values: Mapping[str, Value], language: str) -> Value | bool:
    """The expression's value; None where the visit does not give it.

    A comparison with a missing value is false, whatever the comparison.
    """
    match expression:
        case Name(name=name):
            return values.get(name)
        case Constant(value=value):
            return value
        case Day(value=day):
            return day
        case Several(items=items):
            return tuple(map(str, items))
        case Not(of=of):
            return not holds(worked_out(of, values, language))
        case Both(left=left, right=right, either=either):
            first = worked_out(left, values, language)
            return first if holds(first) == either else worked_out(right, values, language)
        case Choice(test=test, yes=yes, no=no):
            chosen = yes if holds(worked_out(test, values, language)) else no
            return worked_out(chosen, values, language)
        case Compare(operator=operation, left=left, right=right):
            first, second = (worked_out(side, values, language) for side in (left, right))
            if first is None or second is None:
                return False
            if isinstance(second, tuple):
                return (str(first) in second) == (operation == "in")
            return bool(_COMPARISONS[operation](first, second))
        case Filter():
            return _filtered(expression, values, language)
        case _:
            assert_never(expression)


def _filtered(expression: Filter, values: Mapping[str, Value], language: str) -> str | None:
    value = worked_out(expression.of, values, language)
    if expression.name == "join" and isinstance(value, tuple):
        return expression.argument.join(value) or None
    words = said(value, language)
    match expression.name:
        case "default":
            return expression.argument if words is None else words
        case "lower":
            return words.lower() if words else words
        case "upper":
            return words.upper() if words else words
        case "join":
            return words
        case _:
            assert_never(expression.name)


def said(value: Value | bool, language: str) -> str | None:
    """The value as words of the language; None for nothing and for empty words."""
    match value:
        case None | "" | ():
            return None
        case datetime.date():
            return long_date(value, language)
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)
