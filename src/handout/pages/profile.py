"""The colour profile of the output intent: sRGB, made from its published numbers.

Source: IEC 61966-2-1 (primaries adapted to D50 by Bradford, transfer curve in 256 steps); laid out
as ICC.1:2001-04 asks of a display profile, version 2.
"""

import struct


def srgb_profile() -> bytes:
    """The profile; always the same bytes."""
    curve = b"curv\0\0\0\0" + struct.pack(">I256H", 256, *map(_curve_point, range(256)))
    name = b"sRGB\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78),
        b"cprt": b"text\0\0\0\0Public domain\0",
        b"wtpt": _xyz(0.9505, 1.0, 1.0891),
        b"rXYZ": _xyz(0.4360747, 0.2225045, 0.0139322),
        b"gXYZ": _xyz(0.3850649, 0.7168786, 0.0971045),
        b"bXYZ": _xyz(0.1430804, 0.0606169, 0.7141733),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = 128 + 4 + 12 * len(tags)
    body, table = b"", b""
    placed: dict[bytes, int] = {}
    for tag, data in tags.items():
        if data not in placed:
            placed[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += tag + struct.pack(">II", placed[data], len(data))
    header = struct.pack(
        ">I4s4s4s4s4s", start + len(body), b"\0\0\0\0", b"\2\x10\0\0", b"mntr", b"RGB ", b"XYZ "
    )
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp"
    header += bytes(68 - len(header)) + b"".join(map(_fixed, (0.9642, 1.0, 0.8249)))
    return header + bytes(128 - len(header)) + struct.pack(">I", len(tags)) + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _curve_point(step: int) -> int:
    value = step / 255
    linear = value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
    return round(linear * 65535)
