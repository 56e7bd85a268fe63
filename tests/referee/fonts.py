"""Read fonts as a reader of the text does: widths and the way back to Unicode."""

import re
from dataclasses import dataclass
from typing import Any

import pikepdf

UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def parse_to_unicode(data: bytes) -> dict[int, str]:
    """Return the code to text mapping of a ToUnicode CMap."""
    mapping: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.DOTALL):
        for code, text in re.findall(rb"<([^>]*)>\s*<([^>]*)>", block):
            mapping[int(code, 16)] = _utf16(text)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", data, re.DOTALL):
        pattern = rb"<([^>]*)>\s*<([^>]*)>\s*(?:<([^>]*)>|\[(.*?)\])"
        for low, high, start, listed in re.findall(pattern, block, re.DOTALL):
            first, last = int(low, 16), int(high, 16)
            if listed:
                for step, text in enumerate(re.findall(rb"<([^>]*)>", listed)):
                    mapping[first + step] = _utf16(text)
                continue
            base = _utf16(start)
            for code in range(first, last + 1):
                mapping[code] = base[:-1] + chr(ord(base[-1]) + code - first) if base else ""
    return mapping


def _utf16(digits: bytes) -> str:
    """Return the text of hexadecimal UTF-16BE."""
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")


@dataclass(frozen=True)
class Glyph:
    """One shown glyph: its code, its text and its width in thousandths of an em."""

    code: int
    text: str
    width: float


class Font:
    """A font as a reader sees it: widths and the way back to Unicode."""

    def __init__(self, font: Any) -> None:
        """Take what is needed from a font dictionary."""
        self.name = str(font.get("/BaseFont", "unnamed font"))
        self.problems: list[str] = []
        self.composite = font.get("/Subtype") == "/Type0"
        self.code_bytes = 2 if self.composite else 1
        self.default_width = 0.0
        self.widths: dict[int, float] = {}
        self.to_unicode: dict[int, str] = {}
        cmap = font.get("/ToUnicode")
        if isinstance(cmap, pikepdf.Stream):
            self.to_unicode = parse_to_unicode(cmap.read_bytes())
        if not self.to_unicode:
            self.problems.append(f"font {self.name} has no ToUnicode map")
        holder = font
        if self.composite:
            if font.get("/Encoding") != "/Identity-H":
                self.problems.append(f"font {self.name} is not encoded as Identity-H")
            holder = font["/DescendantFonts"][0]
            self._read_cid_widths(holder)
        else:
            first = int(font.get("/FirstChar", 0))
            listed: Any = font.get("/Widths", [])
            self.widths = {first + step: float(width) for step, width in enumerate(listed)}
        descriptor: Any = holder.get("/FontDescriptor", {})
        files = ("/FontFile", "/FontFile2", "/FontFile3")
        if font.get("/Subtype") != "/Type3" and not any(key in descriptor for key in files):
            self.problems.append(f"font {self.name} is not embedded")

    def _read_cid_widths(self, descendant: Any) -> None:
        """Read the W array of a CID font."""
        self.default_width = float(descendant.get("/DW", 1000))
        listed = list(descendant.get("/W", []))
        while listed:
            first = int(listed.pop(0))
            second = listed.pop(0)
            if isinstance(second, pikepdf.Array):
                widths: list[Any] = list(second)
                self.widths.update({first + i: float(w) for i, w in enumerate(widths)})
            else:
                width = float(listed.pop(0))
                self.widths.update(dict.fromkeys(range(first, int(second) + 1), width))

    def glyphs(self, shown: bytes) -> list[Glyph]:
        """Return the glyphs of a shown string."""
        size = self.code_bytes
        codes = [int.from_bytes(shown[i : i + size], "big") for i in range(0, len(shown), size)]
        return [
            Glyph(
                code,
                self.to_unicode.get(code, UNKNOWN),
                self.widths.get(code, self.default_width),
            )
            for code in codes
        ]
