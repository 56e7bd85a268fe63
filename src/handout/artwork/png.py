"""The only page of a PDF as a PNG, by pypdfium2, the `png` extra."""

import struct
import zlib

import pypdfium2  # type: ignore[import-untyped]  # it has no stubs

from handout.output import Kind

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MARK = b"tEXtSoftware\x00handout"
PNG = Kind("a PNG that handout drew", _SIGNATURE, _MARK)
_TRUE_COLOUR = b"\x08\x02\x00\x00\x00"
_METRES = 1
_HAIR = 0.01


def png(pdf: bytes, pixels: int, width: float) -> bytes:
    """The page as so many pixels across, which stand for `width` points."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        scale = (pixels - _HAIR) / page.get_width()  # It rounds up.
        bitmap = page.render(scale=scale, rev_byteorder=True)
        rows = bytes(bitmap.buffer)
        across, down, stride = bitmap.width, bitmap.height, bitmap.stride
        channels = bitmap.n_channels
    finally:
        document.close()
    lines = (rows[start : start + across * channels] for start in range(0, stride * down, stride))
    samples = b"".join(b"\x00" + _coloured(line, channels) for line in lines)
    density = round(pixels / (width / 72 * 0.0254))
    return b"".join((
        _SIGNATURE,
        _chunk(b"IHDR", struct.pack(">II", across, down) + _TRUE_COLOUR),
        _chunk(_MARK[:4], _MARK[4:]),
        _chunk(b"pHYs", struct.pack(">IIB", density, density, _METRES)),
        _chunk(b"IDAT", zlib.compress(samples, 9)),
        _chunk(b"IEND", b""),
    ))  # fmt: skip


def _coloured(line: bytes, channels: int) -> bytes:
    """Red, green and blue of each pixel, without what fills it up to four bytes."""
    if channels == 3:
        return line
    kept = bytearray(len(line) // channels * 3)
    for index in range(3):
        kept[index::3] = line[index::channels]
    return bytes(kept)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
