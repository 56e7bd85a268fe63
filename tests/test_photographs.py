"""Photographs: what is embedded of them, and what is refused before it can do harm."""

import io
import struct
import zlib
from typing import Any

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from handout.errors import HandoutError
from handout.pages.photographs import MOST_DOTS, photograph
from pictures import PLACE, figure_pixels, shown
from referee import structure_problems


def encoded(picture: Image.Image, form: str = "PNG", **options: Any) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def samples(data: bytes) -> tuple[Image.Image, bytes]:
    """What is embedded of a photograph, decoded as a reader of the PDF would, and its entries."""
    stream, _, _ = photograph(data, "Im0", None)
    with pikepdf.new() as holder:
        body = b"<<%s/Length %d>>" % (stream.entries, len(stream.data))
        made = pikepdf.Stream(holder, stream.data)
        for key, value in pikepdf.Object.parse(body).items():  # type: ignore[union-attr]
            if key != "/Length":
                made[key] = value
        return pikepdf.PdfImage(made).as_pil_image(), stream.entries


GRADIENT = Image.linear_gradient("L").resize((60, 40))


def test_a_picture_is_shown_at_150_dots_an_inch_where_nothing_else_is_said() -> None:
    _, width, height = photograph(encoded(Image.new("RGB", (300, 150))), "Im0", None)
    assert (width, height) == (144.0, 72.0)


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P"])
def test_a_png_keeps_its_pixels(mode: str) -> None:
    picture = GRADIENT.convert("RGB").convert(mode)
    got, entries = samples(encoded(picture))
    grey = mode in ("L", "1")
    assert (b"DeviceGray" if grey else b"DeviceRGB") in entries
    assert got.tobytes() == picture.convert("L" if grey else "RGB").tobytes()


def test_a_transparent_png_is_laid_on_white() -> None:
    for mode, colour in (("RGBA", (255, 0, 0, 0)), ("LA", (0, 0))):
        got, _ = samples(encoded(Image.new(mode, (2, 2), colour)))
        assert got.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    half, _ = samples(encoded(Image.new("RGBA", (2, 2), (0, 0, 0, 128))))
    assert half.getpixel((1, 1)) == (127, 127, 127)
    palette = Image.new("P", (2, 2), 0)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    got, _ = samples(encoded(palette, transparency=0))
    assert got.getpixel((0, 0)) == (255, 255, 255)


def png(width: int, height: int, depth: int, colours: int, raw: bytes, extra: bytes = b"") -> bytes:
    """A PNG file by hand; `colours` is the colour type of its header."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + body


def test_sixteen_bits_a_sample_become_eight() -> None:
    """A grey one once came out white: all above 255 was cut off."""
    grey, _ = samples(png(3, 1, 16, 0, b"\0" + struct.pack(">3H", 0, 0x8000, 0xFFFF)))
    assert [grey.getpixel((x, 0)) for x in range(3)] == pytest.approx([0, 127, 255], abs=1)
    colour, _ = samples(png(2, 1, 16, 2, b"\0" + struct.pack(">6H", 0x8000, 0, 0xFFFF, 0, 0, 0)))
    assert colour.getpixel((0, 0)) == pytest.approx((128, 0, 255), abs=1)


def test_a_jpeg_is_embedded_as_it_is() -> None:
    for mode, space in (("RGB", b"/DeviceRGB"), ("L", b"/DeviceGray")):
        data = encoded(GRADIENT.convert(mode), "JPEG")
        stream, _, _ = photograph(data, "Im7", None)
        assert (stream.resource, stream.data) == ("Im7", data)
        assert b"/Filter/DCTDecode" in stream.entries and space in stream.entries


def test_a_printers_jpeg_in_four_inks_becomes_red_green_and_blue() -> None:
    got, entries = samples(encoded(Image.new("CMYK", (8, 8), (255, 0, 0, 0)), "JPEG"))
    assert b"DeviceRGB" in entries and b"Flate" in entries
    assert got.getpixel((4, 4)) == pytest.approx((0, 255, 255), abs=3)


def test_a_progressive_jpeg_stays_whole() -> None:
    noise = Image.effect_noise((64, 64), 60)
    data = encoded(noise, "JPEG", progressive=True)
    stream, _, _ = photograph(data, "Im0", None)
    assert Image.open(io.BytesIO(stream.data)).tobytes() == Image.open(io.BytesIO(data)).tobytes()


def test_metadata_is_left_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Margaret, at home"
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "Margaret")
    files = [
        encoded(GRADIENT, "JPEG", exif=exif, comment=b"Margaret", icc_profile=b"Margaret" * 20),
        encoded(GRADIENT, "PNG", exif=exif, pnginfo=told),
    ]
    start = files[0].index(b"\xff\xe1")
    files.append(files[0][:start] + b"\xff" + files[0][start:])
    files.append(files[0] + b"a second picture: " + files[0] + b"Margaret")
    for data in files:
        assert b"Margaret" in data
        stream, _, _ = photograph(data, "Im0", None)
        assert b"Margaret" not in stream.data
        assert samples(data)[0].size == GRADIENT.size


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_from_a_turned_camera_stands_upright(form: str) -> None:
    """Only its metadata says how the camera was held, and that is left behind."""
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", (40, 20), "red")
    picture.paste("blue", (0, 0, 20, 20))
    data = encoded(picture, form, exif=exif)
    _, width, height = photograph(data, "Im0", None)
    assert height == 2 * width
    got, _ = samples(data)
    assert got.size == (20, 40)
    assert got.getpixel((10, 5)) == pytest.approx((0, 0, 255), abs=12)
    assert got.getpixel((10, 35)) == pytest.approx((255, 0, 0), abs=12)


def test_the_smaller_of_two_packings_is_taken() -> None:
    smooth = Image.linear_gradient("L").resize((200, 200))
    noise = Image.effect_noise((200, 200), 80).point(lambda v: v // 64 * 64)
    for picture, predicted in ((smooth, True), (noise, False)):
        got, entries = samples(encoded(picture))
        assert (b"/Predictor 15" in entries) is predicted
        assert got.tobytes() == picture.tobytes()


def test_the_same_picture_has_the_same_bytes() -> None:
    data = encoded(GRADIENT)
    assert photograph(data, "Im0", None) == photograph(data, "Im0", None)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "CMYK", "I;16"])
def test_a_picture_with_more_dots_than_print_can_show_is_made_smaller(mode: str) -> None:
    plain = Image.new("RGB", (4000, 100), "white" if mode == "1" else "red").convert
    picture = Image.new(mode, (4000, 100), 30_000) if mode == "I;16" else plain(mode)
    form = "JPEG" if mode == "CMYK" else "PNG"
    got, _ = samples(encoded(picture, form))
    assert max(got.size) == MOST_DOTS
    assert got.size[0] / got.size[1] == pytest.approx(40, rel=0.05)
    wanted = (117,) * 3 if mode == "I;16" else picture.convert("RGB").getpixel((9, 9))
    assert got.convert("RGB").getpixel((9, 9)) == pytest.approx(wanted, abs=4)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (png(50_000, 50_000, 8, 2, b""), "the picture is 50000 x 50000 pixels"),
        (b"\x89PNG\r\n\x1a\n" + bytes(10_000_001), "the picture takes 10 MB"),
        (encoded(Image.effect_noise((64, 64), 60), "JPEG")[:-900], "the picture is damaged"),
        (encoded(Image.effect_noise((64, 64), 60))[:-900], "the picture is damaged"),
        (encoded(GRADIENT, "GIF"), "the picture is damaged"),
        (b"%PDF-1.7", "the picture is damaged"),
        (b"", "the picture is damaged"),
    ],
)  # fmt: skip
def test_a_picture_that_cannot_be_used_is_said_with_its_place(data: bytes, message: str) -> None:
    with pytest.raises(HandoutError) as raised:
        shown("photo.png", data)
    (problem,) = raised.value.problems
    assert problem.message.startswith(message) and problem.place == PLACE
    assert problem.hint


def test_a_page_shows_photographs_of_each_kind() -> None:
    red = Image.new("RGB", (30, 20), "red")
    for name, data in (("a.png", encoded(red)), ("a.jpg", encoded(red, "JPEG", quality=95))):
        made = shown(name, data)
        assert structure_problems(made) == []
        seen = figure_pixels(made)
        middle = seen.getpixel((seen.width // 2, seen.height // 2))
        assert middle == pytest.approx((255, 0, 0), abs=4)
