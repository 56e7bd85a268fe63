"""Rules of the structure: that there are tags at all, headings, and header cells of tables."""

import re
from collections.abc import Iterator
from itertools import pairwise

from handout.check.pages.printed import Printed
from handout.check.pages.tree import collected, quoted, some, tagged
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Element

_LEVEL = re.compile(r"H([1-9]\d?)")
_PART_OF_TABLE = frozenset(("THead", "TBody", "TFoot"))
_TABLE = frozenset(("Table",))


def untagged(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """A file without tags, or one that has them and does not say so."""
    finished = printed.finished
    if finished.is_tagged and finished.elements:
        return
    message = "the file has no tags: a screen reader cannot tell a heading from a line of text"
    if finished.elements:
        message = "the file has tags and does not say so: readers leave them aside"
    yield Finding(message, "export it again as a tagged PDF, which programs also call accessible")


def one_title(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Documents without a heading of level 1, or with more than one; of a run, its leaflets."""
    if not printed.finished.elements or not printed.finished.is_tagged:
        return
    yield from some(one for found in _by_leaflet(printed) for one in _one_title(found))


def _one_title(headings: tuple[Element, ...]) -> Iterator[Finding]:
    titles = [one for one in headings if one.kind == "H1"]
    if len(titles) == 1 or any(one.kind in ("H", "Title") for one in headings):
        return
    if titles:
        yield Finding(
            f"{len(titles)} headings are of level 1: {quoted(titles[0].text)}, then "
            f"{quoted(titles[1].text)}",
            "leave the title on level 1, and put the headings below it on level 2",
            page=titles[1].page,
        )
    elif headings:
        yield from _no_first(headings[0])
    else:
        yield Finding("nothing is tagged as a heading", "tag the title as H1")


def first_heading(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """A first heading that is not of level 1."""
    first = next(_headings(printed), None)
    if first:
        yield from _no_first(first)


def _no_first(first: Element) -> Iterator[Finding]:
    if first.kind not in ("H1", "H", "Title"):
        yield Finding(
            f"no heading is of level 1 before {quoted(first.text)}, which is of level "
            f"{first.kind[1:]}",
            "tag the title as H1",
            page=first.page,
        )


def levels(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Headings more than one level below the heading before them."""
    headings = tuple(_headings(printed))
    if any(one.kind == "H1" for one in headings[1:]):
        yield from first_heading(printed)
    yield from some(_skipped(headings))


def _skipped(headings: tuple[Element, ...]) -> Iterator[Finding]:
    for before, one in zip(headings, headings[1:], strict=False):
        above, level = _level(before), _level(one)
        if above and level > above + 1:
            yield Finding(
                f"{quoted(one.text)} is a heading of level {level}, right below one of level "
                f"{above}",
                f"make it level {above + 1}",
                page=one.page,
            )
        if "H" in (before.kind, one.kind) and before.kind != one.kind and above + level:
            yield Finding(
                f"{quoted(one.text)} is tagged as {one.kind}, and the heading before it as "
                f"{before.kind}",
                "give every heading its level: H1, H2, H3",
                page=one.page,
            )


def _headings(printed: Printed) -> Iterator[Element]:
    """All headings that hold anything; a title of PDF 2.0 counts as one."""
    return filter(_is_heading, tagged(printed.finished))


def _is_heading(one: Element) -> bool:
    is_heading = one.kind in ("H", "Title") or _level(one) > 0
    return is_heading and bool(one.text.strip() or one.box)


def _by_leaflet(printed: Printed) -> Iterator[tuple[Element, ...]]:
    """The headings of each leaflet of a run, or of the whole file."""
    elements = tagged(printed.finished)
    starts = collected(elements) or (0,)
    for start, end in pairwise((*starts, len(elements))):
        yield tuple(filter(_is_heading, elements[start:end]))


def _level(one: Element) -> int:
    """The level of a heading; 0 where it does not say."""
    match = _LEVEL.fullmatch(one.kind)
    return int(match[1]) if match else 0


def headless(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Tables of rows and columns without a header cell."""
    yield from some(
        Finding(
            f"the table {quoted(table.text)} has no header cells",
            "tag the cells that name a column or a row as TH",
            page=table.page,
        )
        for table, rows in _tables(printed)
        if len(rows) > 1
        and max(map(len, rows)) > 1
        and not any(cell.kind == "TH" for row in rows for cell in row)
    )


def scopeless(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Tables with header cells that do not say which cells they are for."""
    for table, rows in _tables(printed):
        cells = [cell for row in rows for cell in row]
        lost = [cell for cell in cells if cell.kind == "TH" and not cell.scope]
        if lost and not any(cell.headers for cell in cells):
            yield Finding(
                f"{len(lost)} header cells of the table {quoted(table.text)} do not say what they "
                f"head, such as {quoted(lost[0].text)}",
                "give each TH its scope: the row, the column or both",
                page=table.page,
            )


def _tables(printed: Printed) -> Iterator[tuple[Element, tuple[tuple[Element, ...], ...]]]:
    """The tables that are no picture, each with the cells of its rows."""
    elements = tagged(printed.finished)
    rows: dict[int, dict[int, list[Element]]] = {
        index: {} for index, one in enumerate(elements) if one.kind == "Table"
    }
    for one in elements:
        row = one.parent
        if one.kind not in ("TH", "TD") or row is None or elements[row].kind != "TR":
            continue
        table = elements[row].parent
        while table is not None and elements[table].kind in _PART_OF_TABLE:
            table = elements[table].parent
        if table in rows:
            rows[table].setdefault(row, []).append(one)
    for index, cells in rows.items():
        yield elements[index], tuple(map(tuple, cells.values()))


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "A11Y-01",
        "Is the file tagged?",
        "Tags tell a screen reader what is a heading, a list or a picture, and what comes first.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clause 7.1; WCAG 2.1 1.3.1"),
        untagged,
        bad=examples("Text and pictures that stand on the page, and nothing says what they are."),
        good=examples("A structure tree with every word of the page, and the mark that it is one."),
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-01-H1",
        "Is there exactly one heading of level 1?",
        "It is the title of the leaflet, and the first thing that is jumped to.",
        Source("ISO; W3C", "ISO 14289-1 (PDF/UA-1) clause 7.4.2; one and no more: house rule"),
        one_title,
        bad=examples(
            "The title is tagged as a paragraph, or as a heading of level 2.",
            "The title and every section are headings of level 1.",
        ),
        good=examples("The title is the one H1, and each section starts with an H2."),
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-01-LEVELS",
        "Is no level of heading left out?",
        "Who jumps from heading to heading takes a gap for a part that is missing.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clause 7.4.2; WCAG 2.1 technique G141"),
        levels,
        bad=examples("An H3 comes right after the H1.", "An H2 comes before the H1."),
        good=examples("H1, H2, H3, and back to H2."),
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-07",
        "Has every table header cells?",
        "Without them a number in a table is read out and nobody knows what it counts.",
        Source("W3C; ISO", "WCAG 2.1 1.3.1; ISO 14289-1 (PDF/UA-1) clause 7.5"),
        headless,
        bad=examples("A table of 3 rows and 2 columns in which every cell is a TD."),
        good=examples("A table whose first row is of TH.", "A table of a single column."),
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-07-SCOPE",
        "Does every header cell say what it heads?",
        "A screen reader says the header with each cell, if it knows whose header it is.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clause 7.5"),
        scopeless,
        bad=examples("TH without a Scope in a table where no cell names its headers."),
        good=examples("Every TH has the Scope Column or Row.", "Each TD names its header cells."),
        looks_in="finished PDF",
    ),
)
