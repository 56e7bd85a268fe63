"""Drawings, codes and SVG, and what is refused before it can do harm."""

import io
import subprocess
import sys
from typing import Any

import pikepdf
import pytest
from msgspec import structs

from handout.document import Picture, QrCode
from handout.errors import ExitCode, HandoutError, Place
from handout.model.drawing import Drawing, Label, Shape
from handout.pages.figures import svg_steps
from handout.pages.layer import qr_modules
from pictures import HERE, PLACE, figure_area, figure_pixels, shown
from referee import page_text_positions, structure_problems
from sheets import BIRD, URL, document, pdf, press, words

# Drawings


START = ("M", (0, 0))
CURVE = ("C", (1, 1, 2, 1, 3, 0))
BOW = ("C", (2, 2, 4, 2, 6, 0))
PATHS: dict[str, list[tuple[str, tuple[float, ...]]]] = {
    "": [],
    "M1 2L3 4Z": [("M", (1, 2)), ("L", (3, 4)), ("Z", ())],
    "M 1,2 3,4 5,6": [("M", (1, 2)), ("L", (3, 4)), ("L", (5, 6))],
    "m1 2 1 1": [("M", (1, 2)), ("L", (2, 3))],
    "M1 2H5V6": [("M", (1, 2)), ("L", (5, 2)), ("L", (5, 6))],
    "M1 2h-1v-1": [("M", (1, 2)), ("L", (0, 2)), ("L", (0, 1))],
    "M.5-.5L1e1-1.5E-1": [("M", (0.5, -0.5)), ("L", (10, -0.15))],
    "M0 0C1 1 2 1 3 0": [START, CURVE],
    "M1 1c1 1 2 1 3 0": [("M", (1, 1)), ("C", (2, 2, 3, 2, 4, 1))],
    "M0 0C1 1 2 1 3 0S5 5 6 0": [START, CURVE, ("C", (4, -1, 5, 5, 6, 0))],
    "M3 3S5 5 6 0": [("M", (3, 3)), ("C", (3, 3, 5, 5, 6, 0))],
    "M0 0Q3 3 6 0": [START, BOW],
    "M0 0Q3 3 6 0T12 0": [START, BOW, ("C", (8, -2, 10, -2, 12, 0))],
    "M6 6T12 6": [("M", (6, 6)), ("C", (6, 6, 8, 6, 12, 6))],
    "m1 1 2 0z m5 5": [("M", (1, 1)), ("L", (3, 1)), ("Z", ()), ("M", (6, 6))],
    "M0 0C1 1 2 1 3 0ZS5 5 6 0": [START, CURVE, ("Z", ()), ("C", (0, 0, 5, 5, 6, 0))],
}


@pytest.mark.parametrize(("path", "steps"), PATHS.items())
def test_a_path_is_read_as_svg_has_it(
    path: str, steps: list[tuple[str, tuple[float, ...]]]
) -> None:
    got = svg_steps(path, PLACE)
    assert [kind for kind, _ in got] == [kind for kind, _ in steps]
    for (_, numbers), (_, wanted) in zip(got, steps, strict=True):
        assert numbers == pytest.approx(wanted)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("M 0 0 A 5 5 0 0 1 9 9", "the path holds 'A'"),
        ("M 0 0 L 1 2 3", "the path's L has 1 numbers over"),
        ("M 0 0 C 1 2 3 4 L 1 1", "the path's C has 4 numbers over"),
        ("1 2 L 3 4", "the path holds a number without a command"),
        ("M 0 0 Z 4 4", "the path holds a number without a command"),
        ("M 0 0 L 1 x", "the path holds 'x'"),
        ("L 1 1 L 2 2", "the path does not start with M"),
    ],
)
def test_a_path_with_a_fault_is_said_with_its_place(path: str, message: str) -> None:
    with pytest.raises(HandoutError) as raised:
        svg_steps(path, PLACE)
    (problem,) = raised.value.problems
    assert (problem.message, problem.place) == (message, PLACE)


def test_every_fault_of_every_picture_is_said() -> None:
    bad = [
        Picture(name, Drawing((9.0, 9.0), (Shape("L 1 1", place=Place("b.yaml", line)),)))
        for name, line in (("one", 7), ("two", 3))
    ]
    with pytest.raises(HandoutError) as raised:
        press(document(pictures=tuple(bad)))
    assert [p.place.line for p in raised.value.problems if p.place] == [3, 7]


def test_a_drawing_stands_upright_in_its_colours() -> None:
    """Its y goes down, the page's goes up; accent, tint, ink and paper are the leaflet's."""
    square = "M {0} {1} h 10 v 10 h -10 z"
    drawing = Drawing(
        (20.0, 20.0),
        (
            Shape(square.format(0, 0), fill="#ff0000"),
            Shape(square.format(10, 0), fill="accent"),
            Shape(square.format(0, 10), fill="ink"),
            Shape(square.format(10, 10), fill="tint"),
        ),
    )
    seen = figure_pixels(shown("bird", drawing))
    w, h = seen.size
    corners = [seen.getpixel((w * x // 4, h * y // 4)) for y in (1, 3) for x in (1, 3)]
    wanted = [(255, 0, 0), (11, 94, 111), (26, 26, 26), (233, 240, 242)]
    for got, colour in zip(corners, wanted, strict=True):
        assert got == pytest.approx(colour, abs=2)


def test_a_drawings_labels_are_in_the_leaflets_own_face() -> None:
    labels = (
        Label("left", (10.0, 10.0), line_to=(2.0, 40.0)),
        Label("pointed at", (10.0, 20.0), line_to=(90.0, 40.0)),
        Label("middle", (50.0, 30.0), align="middle", strong=True),
        Label("right ж", (99.0, 50.0), align="right"),
    )
    data = shown("bird", structs.replace(BIRD, labels=labels))
    assert structure_problems(data) == []
    where = page_text_positions(data)
    starts = {text: float(line.split()[0]) for line in where.splitlines()
              for text in ("left", "middle", "right") if text in line}  # fmt: skip
    left, _, right, _ = figure_area(data)
    assert starts["left"] == pytest.approx(left + (right - left) * 0.1, abs=0.5)
    assert starts["left"] < starts["middle"] < starts["right"]
    with pikepdf.open(io.BytesIO(data)) as opened:
        assert "/F2" in opened.pages[0].Resources.Font, "the face of the Cyrillic letter"


def test_a_dashed_line_and_an_open_shape_are_drawn() -> None:
    drawing = Drawing((40.0, 40.0), (
        Shape("M 0 20 H 40", stroke="ink", width=4.0, dash=(4.0, 4.0)),
        Shape("M 0 30 H 40"),
    ))  # fmt: skip
    seen = figure_pixels(shown("bird", drawing))
    row = [seen.getpixel((x, seen.height // 2)) for x in range(seen.width)]
    dark = [sum(pixel) < 200 for pixel in row]  # type: ignore[arg-type,union-attr]
    changes = sum(a != b for a, b in zip(dark, dark[1:], strict=False))
    assert changes >= 4


# Codes


@pytest.mark.parametrize("url", [URL, "https://example.org/" + "long/" * 40])
def test_the_printed_code_is_the_encoders_code_with_a_quiet_zone(url: str) -> None:
    code = QrCode(url, "A code", words("caption"), 150.0)
    data = pdf(HERE, code, urls=(url,))
    modules = qr_modules(url)
    side = len(modules) + 8
    seen = figure_pixels(data, 8.0).convert("L")
    cell = seen.width / side
    got = [
        [seen.getpixel((int((x + 0.5) * cell), int((y + 0.5) * cell))) < 128 for x in range(side)]  # type: ignore[operator]
        for y in range(side)
    ]
    assert [row[4:-4] for row in got[4:-4]] == modules
    quiet = [row[:4] + row[-4:] for row in got] + got[:4] + got[-4:]
    assert not any(any(row) for row in quiet)


def test_a_code_holds_its_address() -> None:
    """Read back by the standard's own rules: the mask is undone and the bytes are taken out."""
    for url in (URL, "https://example.org/a"):
        assert decoded(qr_modules(url)) == url


def decoded(modules: list[list[bool]]) -> str:
    """The text of a QR code without damage, of versions that keep all data in one or two blocks.

    Source: ISO/IEC 18004, 7.3 to 7.7.
    """
    side = len(modules)
    version = (side - 17) // 4
    bits = [modules[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [
        modules[y][8] for y in (7, 5, 4, 3, 2, 1, 0)
    ]
    form = int("".join("01"[bit] for bit in bits), 2) ^ 0b101010000010010
    assert form >> 13 == 0, "error correction level M"
    mask = (form >> 10) & 7
    masks = [
        lambda y, x: (y + x) % 2, lambda y, x: y % 2, lambda y, x: x % 3,
        lambda y, x: (y + x) % 3, lambda y, x: (y // 2 + x // 3) % 2,
        lambda y, x: y * x % 2 + y * x % 3, lambda y, x: (y * x % 2 + y * x % 3) % 2,
        lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
    ]  # fmt: skip
    fixed = fixed_modules(side, version)
    data: list[bool] = []
    up, column = True, side - 1
    while column > 0:
        column -= column == 6
        for y in range(side - 1, -1, -1) if up else range(side):
            for x in (column, column - 1):
                if (y, x) not in fixed:
                    data.append(modules[y][x] != (masks[mask](y, x) == 0))
        up, column = not up, column - 2
    words_ = [int("".join("01"[b] for b in data[n : n + 8]), 2) for n in range(0, len(data) - 7, 8)]
    blocks, size = {1: (1, 16), 2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43)}[version]
    ordered = [words_[n] for block in range(blocks) for n in range(block, blocks * size, blocks)]
    stream = "".join(f"{word:08b}" for word in ordered)
    assert stream[:4] == "0100", "byte mode"
    length = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode()


def fixed_modules(side: int, version: int) -> set[tuple[int, int]]:
    """Where a code has no data: finders, timing, alignment and format."""
    fixed = {(y, x) for y in range(9) for x in range(9)}
    fixed |= {(y, x) for y in range(9) for x in range(side - 8, side)}
    fixed |= {(y, x) for y in range(side - 8, side) for x in range(9)}
    fixed |= {(6, n) for n in range(side)} | {(n, 6) for n in range(side)}
    if version > 1:
        middle = side - 7
        fixed |= {(middle + y, middle + x) for y in range(-2, 3) for x in range(-2, 3)}
    return fixed


# SVG

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><path d="%s" fill="%s"/></svg>'
)
LEFT_HALF = SVG % (b"M0 0H10V10H0Z", b"red")


def test_an_svg_is_drawn_the_right_way_up() -> None:
    data = shown("logo.svg", SVG % (b"M0 0H10V5H0Z", b"red"))
    assert structure_problems(data) == []
    seen = figure_pixels(data)
    w, h = seen.size
    assert seen.getpixel((w // 4, h // 4)) == (255, 0, 0)
    assert seen.getpixel((w // 4, 3 * h // 4)) == (255, 255, 255)
    assert seen.getpixel((3 * w // 4, h // 4)) == (255, 255, 255)


def test_an_svg_names_no_font() -> None:
    """Its preamble once named face 1, which a document may not have."""
    with pikepdf.open(io.BytesIO(shown("logo.svg", LEFT_HALF))) as opened:
        content = opened.pages[0].Contents.read_bytes()
    figure = content[content.index(b"/Figure") :]
    assert b" Tf" not in figure[: figure.index(b"EMC")]


def test_an_svg_may_have_its_own_coordinates_and_a_style() -> None:
    shown(
        "a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>',
    )
    shown(
        "a.svg", LEFT_HALF.replace(b'fill="red"', b'style="fill:#00f;fill-opacity:1;opacity:1.0"')
    )
    shown("a.svg", b'<?xml version="1.0" encoding="UTF-8"?>' + LEFT_HALF)


ENTITY = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="/etc/passwd"/>', '<text x="1" y="5">hi</text>', "<script>1</script>",
        "<style>*{}</style>", '<use href="#a"/>', "<foreignObject/>", '<filter id="a"/>',
        '<s:image xmlns:s="http://www.w3.org/2000/svg" href="a.png"/>',
        '<linearGradient id="a"/>', '<clipPath id="a"/>', '<a href="https://example.org"/>',
        '<animate attributeName="x"/>', '<path d="M0 0h1" fill="url(#a)"/>',
        '<path d="M0 0h1" fill-opacity=".5"/>', '<g style="opacity : 0.3"/>', '<g opacity="0"/>',
    ],
)  # fmt: skip
def test_an_svg_with_what_could_be_lost_or_reach_out_is_refused(inside: str) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{inside}</svg>'
    with pytest.raises(HandoutError, match="the SVG holds") as raised:
        shown("logo.svg", data.encode())
    assert raised.value.problems[0].place == PLACE


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-be", "utf-7"])
def test_an_svg_in_another_coding_cannot_slip_past(coding: str) -> None:
    """Refusal looks at bytes, and svglib reads every coding."""
    head = f'<?xml version="1.0" encoding="{coding.upper()}"?>'
    body = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="5">hi</text></svg>'
    )
    data = (head + body).encode(coding)
    if coding == "utf-7":
        data = head.encode() + body.encode(coding).replace(b"<", b"+ADw-")
    with pytest.raises(HandoutError):
        shown("logo.svg", data)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (ENTITY.encode() + LEFT_HALF, "the SVG holds a DOCTYPE"),
        (b"hello", "the SVG is not whole"),
        (b"", "the SVG is not whole"),
        (LEFT_HALF[:-8], "the SVG is not whole"),
        (SVG % (b"M0 0Lxx 10 5 0z", b"red"), "the SVG cannot be drawn"),
        (LEFT_HALF.replace(b'width="20"', b'width="-20"'), "the SVG has no size"),
        (LEFT_HALF.replace(b'width="20" height="10"', b""), "the SVG has no size"),
        (LEFT_HALF.replace(b'width="20"', b'width="100%"'), "the SVG cannot be drawn"),
    ],
)
def test_an_svg_that_cannot_be_drawn_is_said(data: bytes, message: str) -> None:
    with pytest.raises(HandoutError) as raised:
        shown("logo.svg", data)
    (problem,) = raised.value.problems
    assert problem.message.startswith(message) and problem.place == PLACE and problem.hint


def test_without_the_svg_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "handout.pages.svg", raising=False)
    monkeypatch.setitem(sys.modules, "svglib", None)
    monkeypatch.setitem(sys.modules, "svglib.svglib", None)
    with pytest.raises(HandoutError, match="needs the svg extra") as raised:
        shown("logo.svg", LEFT_HALF)
    assert raised.value.code == ExitCode.ENVIRONMENT


# ReportLab's door

PLANTED = "open(r'{mark}', 'w').write('run')\ntrustedHosts = ['*']\ntrustedSchemes = ['http']\n"
LOOK = """
import handout.pages.layer
from reportlab import rl_config
for name in ("trustedHosts", "trustedSchemes", "toColorCanUse", "invariant", "shapeChecking"):
    print(getattr(rl_config, name))
"""


def test_settings_planted_for_reportlab_are_not_run(tmp_path: Any) -> None:
    mark = tmp_path / "mark"
    for name in ("reportlab_settings.py", ".reportlab_settings", "reportlab_mods.py"):
        (tmp_path / name).write_text(PLANTED.format(mark=mark))
    environment = {
        "PYTHONPATH": str(tmp_path), "HOME": str(tmp_path), "PATH": "",
        "RL_trustedHosts": "*", "RL_shapeChecking": "0", "RL_invariant": "0",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env=environment, cwd=tmp_path,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["None", "[]", "None", "1", "1"]
    assert not mark.exists()
