"""Photographs: PNG and JPEG files as image streams, checked before and while they are decoded."""

import io
import struct
import zlib

from PIL import Image as Pictures
from PIL import ImageChops, ImageFile, ImageOps, UnidentifiedImageError

from handout.errors import Place, fail
from handout.pages.resources import Stream

MOST_PIXELS = 20_000_000
MOST_BYTES = 10_000_000
MOST_DOTS = 2000
"""The longer side of what is embedded: 300 dots an inch over the width of the words."""
_DPI = 150.0
_ORIENTATION = 0x0112


def photograph(data: bytes, resource: str, place: Place | None) -> tuple[Stream, float, float]:
    """The picture's samples under a resource name, and its size in points at 150 dots an inch.

    Transparency is laid on white; metadata and colour profiles are left behind. What has more dots
    than print can show is drawn smaller.
    Raises: HandoutError when it is no whole PNG or JPEG, or larger than 20 megapixels or 10 MB.
    """
    if len(data) > MOST_BYTES:
        fail(f"the picture takes {len(data) / 1e6:.0f} MB", place, "make it smaller than 10 MB")
    try:
        Pictures.MAX_IMAGE_PIXELS = None  # our own limit, below, speaks first
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # others in the process may have set it
        picture: Pictures.Image = Pictures.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        width, height = picture.size
        if width * height > MOST_PIXELS:
            fail(
                f"the picture is {width} x {height} pixels", place,
                "make it smaller than 20 megapixels",
            )  # fmt: skip
        picture.load()
        picture, data = _upright(picture, data)
        points = (picture.width * 72 / _DPI, picture.height * 72 / _DPI)
        picture, data = _smaller(picture, data)
        width, height = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error) as error:
        what = "no PNG or JPEG file" if isinstance(error, UnidentifiedImageError) else str(error)
        fail(f"the picture is damaged: {what}", place, "save it again")
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (width, height)
    if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
        space = b"/ColorSpace/Device" + (b"RGB" if picture.mode == "RGB" else b"Gray")
        return Stream(resource, head + space + b"/Filter/DCTDecode", _bare_jpeg(data)), *points
    flat = _on_white(picture)
    grey = flat.mode == "L"
    space = b"/ColorSpace/Device" + (b"Gray" if grey else b"RGB")
    entries, packed = _packed(flat, 1 if grey else 3)
    return Stream(resource, head + space + entries, packed), *points


def _upright(picture: Pictures.Image, data: bytes) -> tuple[Pictures.Image, bytes]:
    """The picture as the camera was held, which only its metadata says."""
    if picture.getexif().get(_ORIENTATION, 1) == 1:
        return picture, data
    return _saved(ImageOps.exif_transpose(picture), picture.format or "PNG")


def _smaller(picture: Pictures.Image, data: bytes) -> tuple[Pictures.Image, bytes]:
    """The picture with no more dots than print can show."""
    if max(picture.size) <= MOST_DOTS:
        return picture, data
    kind = picture.format or "PNG"
    if picture.mode in ("P", "1"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    picture.thumbnail((MOST_DOTS, MOST_DOTS), Pictures.Resampling.LANCZOS)
    return _saved(picture, kind)


def _saved(picture: Pictures.Image, kind: str) -> tuple[Pictures.Image, bytes]:
    out = io.BytesIO()
    if kind == "JPEG":
        picture.save(out, kind, quality=92)
    picture.format = kind
    return picture, out.getvalue()


def _on_white(picture: Pictures.Image) -> Pictures.Image:
    if picture.mode in ("L", "1") and "transparency" not in picture.info:
        return picture.convert("L")
    if picture.mode in ("I;16", "I"):  # Pillow would cut 16 bits off at 255, not scale them
        return picture.convert("I").point(lambda value: value * (255 / 65535)).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        white = Pictures.new("RGBA", layer.size, (255, 255, 255, 255))
        return Pictures.alpha_composite(white, layer).convert("RGB")
    return picture.convert("RGB")


def _packed(flat: Pictures.Image, channels: int) -> tuple[bytes, bytes]:
    """The samples deflated plainly or after PNG's Up predictor, whichever is smaller."""
    samples, stride = flat.tobytes(), flat.width * channels
    plain = zlib.compress(samples, 9)
    above = Pictures.new(flat.mode, flat.size)
    above.paste(flat, (0, 1))
    changes = ImageChops.subtract_modulo(flat, above).tobytes()
    rows = (changes[start : start + stride] for start in range(0, len(changes), stride))
    differences = b"".join(b"\2" + row for row in rows)
    predicted = zlib.compress(differences, 9)
    if len(plain) <= len(predicted):
        return b"/Filter/FlateDecode", plain
    return (
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/Columns %d>>"
        % (channels, flat.width),
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
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        is_metadata = 0xE1 <= marker <= 0xEF and marker != 0xEE
        if not is_metadata and marker != 0xFE:
            kept += data[at : at + length]
        at += length
    end = data.find(b"\xff\xd9", at)  # phones put more pictures and words after the end
    return bytes(kept + data[at : end + 2 if end > 0 else None])
