"""Findings for other programs: JSON, lines for GitHub, JUnit.

In: Problems whose files are named as the reader of the format knows them. JSON is an object of
`problems` (rule, severity, message, hint, file, line, column, page; "" and 0 where there is none),
`topics` (topic, language, has_words, counts, grades; null is not measured), and `files`, how many
were read. `tests/test_check_formats.py` has its schema.
"""

from collections.abc import Iterable
from xml.etree import ElementTree

import msgspec

from handout.check.review import Measured
from handout.errors import Place, Problem


class _Found(msgspec.Struct, frozen=True):
    """A problem, flat."""

    rule: str
    severity: str
    message: str
    hint: str
    file: str
    line: int
    column: int
    page: int


class _Report(msgspec.Struct, frozen=True):
    """The whole of the JSON."""

    problems: tuple[_Found, ...]
    topics: tuple[Measured, ...]
    files: int


def as_json(problems: Iterable[Problem], topics: tuple[Measured, ...], files: int) -> str:
    """Everything as one JSON object."""
    found = tuple(_flat(problem) for problem in problems)
    encoded = msgspec.json.encode(_Report(found, topics, files))
    return msgspec.json.format(encoded, indent=2).decode()


def _flat(problem: Problem) -> _Found:
    place = problem.place or Place("")
    return _Found(
        problem.rule, problem.severity, problem.message, problem.hint,
        place.file, place.line, place.column, place.page,
    )  # fmt: skip


def as_github(problems: Iterable[Problem]) -> str:
    """A workflow command for each problem, which GitHub shows beside the line."""
    return "\n".join(map(_command, problems))


def _command(problem: Problem) -> str:
    found = _flat(problem)
    about = {"file": found.file, "line": found.line, "col": found.column, "title": found.rule}
    said = ",".join(
        f"{name}={_escaped(str(value), ',:')}" for name, value in about.items() if value
    )
    words = f"{problem.told}\nhint: {found.hint}" if found.hint else problem.told
    return f"::{found.severity} {said}::{_escaped(words)}"


def _escaped(text: str, more: str = "") -> str:
    """The text with what would end a command, or a part of it, as percent codes."""
    for letter in f"%\r\n{more}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return text


def as_junit(problems: Iterable[Problem], *, strict: bool) -> str:
    """A test case for each problem, in a suite for each file. strict: warnings fail too."""
    suites: dict[str, list[Problem]] = {}
    for problem in problems:
        suites.setdefault(problem.place.file if problem.place else "", []).append(problem)
    root = ElementTree.Element("testsuites", name="handout check")
    for file, found in suites.items():
        failing = [one for one in found if strict or one.severity == "error"]
        suite = ElementTree.SubElement(
            root, "testsuite", name=file or "workspace", tests=str(len(found)),
            failures=str(len(failing)), errors="0", skipped="0",
        )  # fmt: skip
        for one in found:
            _case(suite, one, fails=one in failing)
    if not suites:
        suite = ElementTree.SubElement(
            root, "testsuite", name="workspace", tests="1", failures="0", errors="0", skipped="0"
        )
        ElementTree.SubElement(suite, "testcase", name="no problems", classname="workspace")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode")


def _case(suite: ElementTree.Element, problem: Problem, *, fails: bool) -> None:
    found = _flat(problem)
    where = f"{found.line}:{found.column} " if found.line else ""
    case = ElementTree.SubElement(
        suite, "testcase", name=f"{where}{problem.told}", classname=found.rule or "handout"
    )
    if fails:
        failure = ElementTree.SubElement(
            case, "failure", message=problem.told, type=found.rule or found.severity
        )
        failure.text = str(problem)
    else:
        ElementTree.SubElement(case, "system-out").text = str(problem)
