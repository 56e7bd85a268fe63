"""What was found before: a list of known findings, so that only new ones fail.

A finding is known by its rule, its file and a digest of its line: it stays known when lines move,
and is new when its line changes. What has no rule or no line is known by its message.
"""

from collections import Counter
from collections.abc import Iterable

import msgspec

from handout.errors import Place, Problem, fail
from handout.library import digest


class Known(msgspec.Struct, frozen=True, order=True):
    """A known finding. line: the digest of its line or message."""

    file: str
    rule: str
    line: str


class Baseline(msgspec.Struct, frozen=True):
    """The file of `--baseline`: a finding that was there twice is listed twice."""

    findings: tuple[Known, ...]
    version: int = 1


def baseline(problems: Iterable[Problem]) -> bytes:
    """The list of these findings, as JSON for people to read too."""
    found = Baseline(tuple(sorted(map(_known, problems))))
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"


def unknown(problems: Iterable[Problem], data: bytes, file: str) -> tuple[Problem, ...]:
    """The findings that the list does not have, in their order.

    Raises: HandoutError when the data is no such list.
    """
    try:
        listed = msgspec.json.decode(data, type=Baseline)
    except msgspec.MsgspecError as error:
        fail("this is no list of known findings", Place(file),
             f"write it anew with --write-baseline {file}: {str(error).lower()}")  # fmt: skip
    left = Counter(listed.findings)
    new = []
    for problem in problems:
        known = _known(problem)
        if left[known]:
            left[known] -= 1
        else:
            new.append(problem)
    return tuple(new)


def _known(problem: Problem) -> Known:
    place = problem.place or Place("")
    line = place.excerpt.strip() if problem.rule else ""
    return Known(place.file, problem.rule, digest((line or problem.message).encode()))
