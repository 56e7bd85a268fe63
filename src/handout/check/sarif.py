"""Findings as SARIF 2.1.0, which code hosts show beside the lines.

In: Problems whose files are named from the root of the repository. Each result has its rule with
help, and a location with line and column.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

import msgspec

from handout.check.rule import Rule
from handout.errors import Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class _Text(msgspec.Struct, frozen=True):
    text: str


class _Level(msgspec.Struct, frozen=True):
    level: str


class _Described(msgspec.Struct, frozen=True, rename="camel"):
    """A reportingDescriptor."""

    id: str
    short_description: _Text
    full_description: _Text
    help: _Text
    default_configuration: _Level


class _Region(msgspec.Struct, frozen=True, rename="camel"):
    start_line: int
    start_column: int


class _File(msgspec.Struct, frozen=True):
    uri: str


class _Physical(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    artifact_location: _File
    region: _Region | None = None


class _Location(msgspec.Struct, frozen=True, rename="camel"):
    physical_location: _Physical


class _Result(msgspec.Struct, frozen=True, rename="camel"):
    rule_id: str
    rule_index: int
    level: str
    message: _Text
    locations: tuple[_Location, ...]


class _Driver(msgspec.Struct, frozen=True):
    name: str
    version: str
    rules: tuple[_Described, ...]


class _Tool(msgspec.Struct, frozen=True):
    driver: _Driver


class _Run(msgspec.Struct, frozen=True, rename="camel"):
    tool: _Tool
    results: tuple[_Result, ...]
    column_kind: str = "unicodeCodePoints"


class _Log(msgspec.Struct, frozen=True):
    schema: str = msgspec.field(name="$schema")
    version: str
    runs: tuple[_Run, ...]


def as_sarif(problems: Iterable[Problem], rules: tuple[Rule[Any], ...], version: str) -> str:
    """The log of one run; `version` is the program's."""
    described = tuple(map(_described, rules))
    numbers = {one.id: number for number, one in enumerate(described)}
    results = tuple(_result(problem, numbers) for problem in problems)
    run = _Run(_Tool(_Driver("handout", version, described)), results)
    return msgspec.json.format(
        msgspec.json.encode(_Log(_SCHEMA, "2.1.0", (run,))), indent=2
    ).decode()


def _described(rule: Rule[Any]) -> _Described:
    source = f"{rule.source.organisation}: {rule.source.document}"
    told = f"{rule.why}\nSource: {source}\nWrong: {rule.bad[0].text}\nRight: {rule.good[0].text}"
    return _Described(
        rule.id, _Text(rule.asks), _Text(rule.why), _Text(told), _Level(rule.severity)
    )


def _result(problem: Problem, numbers: dict[str, int]) -> _Result:
    words = f"{problem.told} (hint: {problem.hint})" if problem.hint else problem.told
    locations: tuple[_Location, ...] = ()
    if problem.place:
        place = problem.place
        region = _Region(place.line, max(place.column, 1)) if place.line else None
        locations = (_Location(_Physical(_File(quote(place.file)), region)),)
    return _Result(problem.rule, numbers[problem.rule], problem.severity, _Text(words), locations)
