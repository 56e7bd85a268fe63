"""Every shipped leaflet, looked at as a designer would: margins, lines, sizes, white space."""

import ctypes
import io
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pikepdf
import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped,unused-ignore]
import pytest

from handout.library import Library
from handout.model.template import Template
from handout.pages.sheet import text_areas
from referee.tree import Elem, loaded
from sheets import ROOT
from shipped import ORDERS, shipped
from test_looks import GOOD

pytestmark = pytest.mark.slow

NAMES = tuple(ORDERS)
ELSEWHERE = tuple(GOOD)
"""Looks whose pages tests/test_looks.py looks at, by the rules of the page."""
PRINTABLE = 14.0
"""What printers leave white at the edges of the paper, in points."""


class Letter(NamedTuple):
    """A letter on a page: its baseline, and the box of its ink."""

    character: str
    base: float
    left: float
    bottom: float
    right: float
    top: float


class Line(NamedTuple):
    """Letters on one baseline without a wide gap, and the box of their ink."""

    text: str
    base: float
    left: float
    bottom: float
    right: float
    top: float


class Words(NamedTuple):
    """Words as they stand in the tags: on which page, in which element, how large."""

    page: int
    kind: str
    text: str
    base: float
    left: float
    size: float


@cache
def letters(name: str) -> tuple[tuple[Letter, ...], ...]:
    """The letters of each page, as drawn."""
    document = pypdfium2.PdfDocument(shipped(name).pdf)
    pages = tuple(tuple(_letters(page.get_textpage())) for page in document)
    document.close()
    return pages


def _letters(page: Any) -> Iterator[Letter]:
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(page.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(page, index))
        if character.isspace() or pdfium.FPDFText_IsGenerated(page, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        yield Letter(character, y.value, *page.get_charbox(index))


def lines(page: tuple[Letter, ...]) -> list[Line]:
    """The lines of a page."""
    found: list[Line] = []
    for letter in page:
        last = found[-1] if found else None
        if last and abs(letter.base - last.base) < 0.1 and -4.0 <= letter.left - last.right < 9.0:
            found[-1] = Line(
                last.text + letter.character, last.base, last.left,
                min(last.bottom, letter.bottom), letter.right, max(last.top, letter.top),
            )  # fmt: skip
        else:
            found.append(Line(*letter))
    return found


@cache
def words(name: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """The words that are read, and those of the sheet such as the footer."""
    with loaded(shipped(name).pdf) as taken:
        kinds = {
            (mark.page, mark.mcid): "message" if is_message(elem) else elem.kind
            for elem in taken.walk()
            for mark in elem.marks()
        }  # fmt: skip
        read, sheet = [], []
        for page in taken.pages:
            for run in page.runs:
                if run.text.strip():
                    kind = kinds.get((page.number, run.mcid or 0), "") if not run.artifact else ""
                    one = Words(page.number, kind, run.text, run.start[1], run.start[0], run.size)
                    (sheet if run.artifact else read).append(one)
    return tuple(read), tuple(sheet)


def is_message(elem: Elem) -> bool:
    """Whether a heading is all there is in its frame, as in the main message."""
    return elem.parent is not None and elem.parent.kind == "Sect" and len(elem.parent.kids) == 1


@cache
def look(name: str) -> Template:
    """The look a leaflet is made in."""
    return Library((ROOT,)).template(shipped(name).look)


@cache
def paper(name: str) -> tuple[float, float]:
    """Width and height of the pages."""
    with pikepdf.open(io.BytesIO(shipped(name).pdf)) as opened:
        _, _, width, height = (float(value) for value in opened.pages[0].MediaBox)  # type: ignore[union-attr]
    return width, height


def test_every_look_and_topic_is_looked_at() -> None:
    assert len(NAMES) >= 110
    assert sum(shipped(name).pages for name in NAMES) > 500
    looks = {each: Library((ROOT,)).template(each).name for each in Library((ROOT,)).looks()}
    assert {look(name).name for name in NAMES} == {
        name for each, name in looks.items() if each not in ELSEWHERE
    }


@pytest.mark.parametrize("name", NAMES)
def test_pages_work_out(name: str) -> None:
    assert shipped(name).problems == ()


@pytest.mark.parametrize("name", NAMES)
def test_words_stay_inside_the_margins(name: str) -> None:
    width, _ = paper(name)
    areas = text_areas(look(name), paper(name))
    margins = look(name).page.margins
    read = {(w.page, round(w.base, 1)) for w in words(name)[0]}
    for number, page in enumerate(letters(name), 1):
        assert page, f"page {number} is empty"
        for letter in page:
            where = (number, letter)
            assert letter.bottom > PRINTABLE, where
            inside = any(
                area.x - 1 <= letter.left and letter.right <= area.x + area.width + 1
                and area.top - area.height - 1 <= letter.bottom and letter.top <= area.top + 1
                for area in areas
            )  # fmt: skip
            in_footer = (
                letter.top <= margins.bottom + 1
                and margins.left - 1 <= letter.left
                and letter.right <= width - margins.right + 1
            )
            is_read = (number, round(letter.base, 1)) in read
            assert inside or (in_footer and not is_read), where


@pytest.mark.parametrize("name", NAMES)
def test_no_line_lies_on_another(name: str) -> None:
    looked = 0
    for number, page in enumerate(letters(name), 1):
        found = sorted(lines(page), key=lambda line: -line.top)
        looked += len(found)
        for index, upper in enumerate(found):
            for lower in found[index + 1 :]:
                if lower.top < upper.bottom:
                    break
                looked += 1
                across = min(upper.right, lower.right) - max(upper.left, lower.left)
                down = upper.bottom - lower.top
                assert across < 0.5 or -down < 0.5 or lies_clear(page, upper, lower), (
                    number, upper.text, lower.text,
                )  # fmt: skip
    assert looked > 20


def lies_clear(page: tuple[Letter, ...], upper: Line, lower: Line) -> bool:
    """Whether the ink of no two letters of the lines meets; their boxes may, at tails."""
    above = [
        one for one in page if one.base == upper.base and upper.left <= one.left <= upper.right
    ]
    below = [
        one for one in page if one.base == lower.base and lower.left <= one.left <= lower.right
    ]
    return upper.base != lower.base and not any(
        min(a.right, b.right) - max(a.left, b.left) > 0.3 and b.top - a.bottom > 0.3
        for a in above
        for b in below
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_type_is_smaller_than_the_look_promises(name: str) -> None:
    read, sheet = words(name)
    smallest = look(name).smallest
    assert smallest >= 12.0 or look(name).name == "Wallet card"
    assert smallest >= 16.0 or "large-print" not in name
    looked = [w for w in (*read, *sheet) if w.kind != "Figure"]
    assert looked and [w for w in looked if w.size < smallest - 0.05] == []


def test_no_label_of_a_drawing_is_smaller_than_the_look_promises() -> None:
    small = {
        (name, round(w.size, 1))
        for name in NAMES
        for w in words(name)[0]
        if w.kind == "Figure" and w.size < look(name).smallest - 0.05
    }
    assert small == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_heading_is_the_last_thing_on_a_page(name: str) -> None:
    areas = text_areas(look(name), paper(name))
    read = words(name)[0]
    looked = 0
    for number in range(1, shipped(name).pages + 1):
        for area in areas:
            here = [
                w for w in read
                if w.page == number and area.top >= w.base >= area.top - area.height
                and area.x - 1 <= w.left <= area.x + area.width
            ]  # fmt: skip
            if here:
                looked += 1
                lowest = min(here, key=lambda w: w.base)
                assert lowest.kind not in ("H1", "H2", "H3", "H4") or len(areas) > 1, (
                    number, lowest.text,
                )  # fmt: skip
    assert looked


def used(name: str) -> list[float]:
    """How much of each page's height is used, from 0 to 1."""
    (area, *_) = text_areas(look(name), paper(name))
    read, _ = words(name)
    marks = drawn(name)
    shares = []
    for number in range(1, shipped(name).pages + 1):
        lowest = min([w.base for w in read if w.page == number] + marks[number - 1])
        shares.append((area.top - lowest) / area.height)
    return shares


def drawn(name: str) -> list[list[float]]:
    """For each page, the bottoms of what is drawn inside the margins."""
    bottom = look(name).page.margins.bottom
    document = pypdfium2.PdfDocument(shipped(name).pdf)
    found = []
    for page in document:
        boxes = [one.get_bounds() for one in page.get_objects()]
        found.append([box[1] for box in boxes if box[1] >= bottom - 1])
    document.close()
    return found


@pytest.mark.parametrize("name", [name for name in NAMES if "card" not in name])
def test_no_page_is_nearly_empty(name: str) -> None:
    shares = used(name)
    assert shares[-1] > 0.12, shares
    assert all(share > 0.35 for share in shares[:-1]) or name.startswith("pack"), shares


@pytest.mark.parametrize("name", [name for name in NAMES if "card" not in name])
def test_a_line_holds_no_more_than_seventy_five_letters(name: str) -> None:
    longest = [line.text for page in letters(name) for line in lines(page) if len(line.text) > 75]
    assert longest == []


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`. Source: WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", NAMES)
def test_words_stand_out_from_the_paper(name: str) -> None:
    """Every colour that fills, on white: it may be tint or rule, never words, below 4.5."""
    with pikepdf.open(io.BytesIO(shipped(name).pdf)) as opened:
        looked = 0
        for page in opened.pages:
            fill = "#000000"
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator == "rg":
                    values: list[Any] = list(instruction.operands)
                    fill = "#" + "".join(f"{round(float(v) * 255):02x}" for v in values)
                if operator in ("TJ", "Tj"):
                    looked += 1
                    assert 1.05 / (luminance(fill) + 0.05) >= 4.5, fill
        assert looked > 10
