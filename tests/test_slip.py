"""The cover slip: name and address where the window of an envelope shows them."""

from typing import Any

import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pytest
from PIL import Image, ImageChops

from handout.build import Order, compiled, slip_for
from handout.document import Fill
from handout.errors import HandoutError
from handout.library import Library
from handout.pages.run import bind, lay_section
from handout.pages.slip import CLEAR, WINDOWS, Slip, Window
from sheets import MADE, ROOT, document, press
from shipped import visit

DOTS = 300
LINES = (
    "Ms Gwyneth Ängström", "Flat 4b, Jay House", "12 Mill Quay", "Exampleton", "Ångfjord",
    "ZZ1 2AB", "Jersey", "Åland",
)  # fmt: skip
MOST = {"dl": 6, "c5": 8, "din-a": 8, "din-b": 8, "us": 5}
RISE = {"dl": 5.0, "c5": 13.5, "din-a": 5.0, "din-b": 5.0, "us": 6.35}
"""How far the folded sheet can rise in the envelope: what the envelope is higher."""
ENVELOPES = {
    "dl": (220.0, 110.0, 105.0, 20.0, 18.0),
    "c5": (229.0, 162.0, 148.5, 20.0, 60.0),
    "din-a": (220.0, 110.0, 105.0, 20.0, 15.0),
    "din-b": (220.0, 110.0, 105.0, 20.0, 15.0),
    "us": (241.3, 104.775, 98.425, 22.225, 12.7),
}
"""Width and height of the envelope, height of the folded sheet, the window's left and bottom."""


def sheet(slip: Slip) -> Image.Image:
    """The slip as it is printed, in shades of grey."""
    run = bind([lay_section(press(document()), Fill(), "RB-1", slip)], "Clinic", MADE, duplex=True)
    reader = pypdfium2.PdfDocument(run.pdf)
    drawn = reader[0].render(scale=DOTS / 72).to_pil().convert("L")
    reader.close()
    assert isinstance(drawn, Image.Image)
    return drawn


def ink(drawn: Image.Image, below: float = 0.0) -> tuple[float, float, float, float]:
    """What is printed right of the fold marks: left, top, right and bottom in mm."""
    left, top = round(10 * DOTS / 25.4), round(below * DOTS / 25.4)
    inside = drawn.crop((left, top, *drawn.size))
    box = ImageChops.invert(inside).point(lambda shade: 255 if shade > 20 else 0).getbbox()
    assert box is not None, "nothing is printed"
    moved = (box[0] + left, box[1] + top, box[2] + left, box[3] + top)
    x0, y0, x1, y1 = (value * 25.4 / DOTS for value in moved)
    return x0, y0, x1, y1


def is_inside(area: tuple[float, float, float, float], window: Window, clear: float) -> bool:
    """Whether an area lies in the window with so much white round it."""
    left, top, right, bottom = area
    across = window.left + clear <= left and right <= window.left + window.width - clear
    upright = window.top + clear <= top and bottom <= window.top + window.height - clear
    return across and upright


@pytest.mark.parametrize("name", WINDOWS)
def test_the_window_is_where_envelope_and_fold_bring_it(name: str) -> None:
    window = WINDOWS[name]
    width, high, folded, left, up = ENVELOPES[name]
    first = window.folds[0]
    assert window.left == left
    assert window.top + window.height == pytest.approx(first - up, abs=0.01)
    panels = [b - a for a, b in zip((0.0, *window.folds), window.folds, strict=False)]
    assert max(panels) == pytest.approx(folded)
    assert high - folded == pytest.approx(RISE[name])
    slides = width - window.size[0] * 25.4 / 72
    assert window.width - window.play <= 90.0 - slides or window.play == pytest.approx(slides, 0.1)


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("name", WINDOWS)
def test_the_address_is_inside_the_window_on_the_printed_page(name: str, count: int) -> None:
    window = WINDOWS[name]
    if count > MOST[name]:
        with pytest.raises(HandoutError, match=f"shows {MOST[name]}\n"):
            sheet(Slip(window, LINES[:count]))
        return
    area = ink(sheet(Slip(window, LINES[:count])))
    assert is_inside(area, window, CLEAR)
    assert area[0] == pytest.approx(window.left + 5, abs=0.7)
    assert area[3] - area[1] > 2.5 + 4 * (count - 1), "12 points or more"
    if count <= 4:
        assert area[1] >= window.top + RISE[name], "it shows when the sheet rises as well"


@pytest.mark.parametrize("name", WINDOWS)
def test_the_window_shows_the_address_and_nothing_else(name: str) -> None:
    window = WINDOWS[name]
    sender, reference = "12 Mill Lane, Exampleton, ZZ1 2AB, Great Britain", "Patient number RB-1"
    alone = sheet(Slip(window, LINES[:5]))
    whole = sheet(Slip(window, LINES[:5], sender, reference))
    far = window.top + window.height + RISE[name] + 5
    said = ink(whole, far)
    assert said[1] > far and ink(whole)[3] == said[3]
    assert said[1] > window.folds[0], "the number is behind the fold"
    if window.shows_sender:
        head = (0, 0, whole.width, round(far * DOTS / 25.4))
        assert is_inside(ink(whole.crop(head)), window, CLEAR)
        assert ink(whole)[1] < ink(alone)[1] - 2
    else:
        assert ink(whole)[1] < window.top - 20
        edges = (window.left, window.top, window.left + window.width, far)
        left, top, right, bottom = (round(edge * DOTS / 25.4) for edge in edges)
        seen = (left, top, right, bottom)
        assert whole.crop(seen).tobytes() == alone.crop(seen).tobytes()


def test_the_address_of_din_5008_starts_under_the_sender() -> None:
    for name, top in (("din-a", 44.7), ("din-b", 62.7)):
        area = ink(sheet(Slip(WINDOWS[name], ("Hilde Exempel", "Weg 1"))))
        assert top < area[1] < top + 1.5


@pytest.mark.parametrize("name", WINDOWS)
def test_fold_marks_stand_at_the_edge_where_the_sheet_is_folded(name: str) -> None:
    drawn = sheet(Slip(WINDOWS[name], LINES[:2]))
    edge = drawn.crop((0, 0, round(10 * DOTS / 25.4), drawn.height))
    rows = edge.resize((1, edge.height), Image.Resampling.BOX).tobytes()
    dark = [y for y, shade in enumerate(rows) if shade < 250]
    found = [y * 25.4 / DOTS for y in dark if y - 1 not in dark]
    assert found == pytest.approx(list(WINDOWS[name].folds), abs=0.3)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "the slip has no name and no address"),
        ((" ", ""), "the slip has no name and no address"),
        (LINES + LINES[:1], "the address has 9 lines with the name, and the window"),
        ((LINES[0], "Oyelaran " * 8), "line 2 of the name and address is 69 mm too long"),
    ],
)
def test_what_the_window_cannot_show_is_said_without_the_words(
    lines: tuple[str, ...], message: str
) -> None:
    with pytest.raises(HandoutError) as caught:
        sheet(Slip(WINDOWS["dl"], lines))
    assert caught.value.problems[0].message.startswith(message)
    assert all(one.hint and one.place is None for one in caught.value.problems)
    assert not any(word in str(caught.value) for word in ("Oyelaran", "Gwyneth", "Mill", "ZZ1"))


def test_empty_lines_of_an_address_are_left_out() -> None:
    window = WINDOWS["dl"]
    gaps = sheet(Slip(window, (LINES[0], "", " ", LINES[3])))
    assert gaps.tobytes() == sheet(Slip(window, (LINES[0], LINES[3]))).tobytes()


def test_a_sender_too_long_for_the_window_is_said() -> None:
    with pytest.raises(HandoutError, match="the sender does not fit over the address"):
        sheet(Slip(WINDOWS["din-b"], LINES[:5], "12 Mill Lane, " * 20))


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("dl", "Riverside Back and Foot Clinic, 12 Mill Lane, Exampleton, ZZ1 2AB"),
        ("din-b", "12 Mill Lane, Exampleton, ZZ1 2AB"),
    ],
)
def test_no_window_shows_the_name_of_the_clinic(name: str, sender: str) -> None:
    ready: Any = compiled(Order(("footwear",)), Library((ROOT,)))
    made = slip_for(ready, visit("jo"), name, LINES[:4], "RB-1")
    assert made.sender == sender
    assert made.reference == "Patient number RB-1"
