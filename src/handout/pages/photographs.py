"""Photographs: PNG and JPEG files as image streams, checked before and while they are decoded."""

import io
import zlib

from PIL import Image as Pictures
from PIL import UnidentifiedImageError

from handout.errors import Place, fail
from handout.pages.resources import ImageStream

MOST_PIXELS = 20_000_000
MOST_BYTES = 10_000_000
_DPI = 150.0


def photograph(data: bytes, resource: str, place: Place | None) -> tuple[ImageStream, float, float]:
    """The picture's samples under a resource name, and its size in points at 150 dots an inch.

    Transparency is laid on white; metadata and colour profiles are left behind.
    Raises: HandoutError when it is no whole PNG or JPEG, or larger than 20 megapixels or 10 MB.
    """
    if len(data) > MOST_BYTES:
        fail(f"the picture takes {len(data) / 1e6:.0f} MB", place, "make it smaller than 10 MB")
    try:
        Pictures.MAX_IMAGE_PIXELS = None  # our own limit, below, speaks first
        picture = Pictures.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        width, height = picture.size
        if width * height > MOST_PIXELS:
            fail(
                f"the picture is {width} x {height} pixels", place,
                "make it smaller than 20 megapixels",
            )  # fmt: skip
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        fail(f"the picture is damaged or no PNG or JPEG file ({error})", place, "save it again")
    points = (width * 72 / _DPI, height * 72 / _DPI)
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (width, height)
    if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
        space = b"/ColorSpace/Device" + (b"RGB" if picture.mode == "RGB" else b"Gray")
        return ImageStream(resource, head + space + b"/Filter/DCTDecode", _bare_jpeg(data)), *points
    flat = _on_white(picture)
    grey = flat.mode == "L"
    space = b"/ColorSpace/Device" + (b"Gray" if grey else b"RGB")
    entries, packed = _packed(flat.tobytes(), width, 1 if grey else 3)
    return ImageStream(resource, head + space + entries, packed), *points


def _on_white(picture: Pictures.Image) -> Pictures.Image:
    if picture.mode in ("L", "1"):
        return picture.convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        white = Pictures.new("RGBA", layer.size, (255, 255, 255, 255))
        return Pictures.alpha_composite(white, layer).convert("RGB")
    return picture.convert("RGB")


def _packed(samples: bytes, width: int, channels: int) -> tuple[bytes, bytes]:
    """The samples deflated plainly or after PNG's Up predictor, whichever is smaller."""
    stride = width * channels
    plain = zlib.compress(samples, 9)
    rows = [samples[start : start + stride] for start in range(0, len(samples), stride)]
    above = [bytes(stride), *rows[:-1]]
    differences = b"".join(
        b"\2" + bytes((a - b) & 255 for a, b in zip(row, up, strict=True))
        for row, up in zip(rows, above, strict=True)
    )
    predicted = zlib.compress(differences, 9)
    if len(plain) <= len(predicted):
        return b"/Filter/FlateDecode", plain
    return (
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/Columns %d>>"
        % (channels, width),
        predicted,
    )


def _bare_jpeg(data: bytes) -> bytes:
    """The JPEG without its application segments and comments, but for Adobe's colour transform.

    Source: ITU-T T.81, annex B.
    """
    kept = bytearray(data[:2])
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        marker = data[at + 1]
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        is_metadata = 0xE1 <= marker <= 0xEF and marker != 0xEE
        if not is_metadata and marker != 0xFE:
            kept += data[at : at + length]
        at += length
    return bytes(kept + data[at:])
