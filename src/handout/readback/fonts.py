"""What a file says of its fonts: whether their letters can be told, and how heavy they are."""

from typing import Any

from msgspec import Struct

from handout.readback.entries import DIRECT, Key, entry, items, key_of, keys, name

_DEEPEST = 4
_BOLD_FROM = 600
_SYMBOLIC = 1 << 2
_KNOWN_ORDERS = {"Japan1", "GB1", "CNS1", "Korea1", "KR"}


class Font(Struct, frozen=True):
    """A font of the file. is_mapped: the file says which Unicode character each letter is."""

    is_mapped: bool
    is_embedded: bool
    is_bold: bool


class Resources:
    """Gathers the fonts of pages and of forms on them, each once, by their names in the file."""

    def __init__(self) -> None:
        self.fonts: dict[str, Font] = {}
        self._seen: set[Key] = set()
        self._patterned: set[Key] = set()

    def gather(self, resources: Any, depth: int = 0) -> bool:
        """Add the fonts; whether there are patterns among the resources."""
        fonts = entry(resources, "/Font")
        for key in keys(fonts):
            self._font(entry(fonts, key))
        has_patterns = bool(keys(entry(resources, "/Pattern")))
        drawn = entry(resources, "/XObject")
        for key in keys(drawn) if depth < _DEEPEST else ():
            form = entry(drawn, key)
            if self._gather_form(form, depth):
                has_patterns = True
        return has_patterns

    def _gather_form(self, form: Any, depth: int) -> bool:
        key = key_of(form)
        if key in self._seen:
            return key in self._patterned
        if key != DIRECT:
            self._seen.add(key)
        inner = entry(form, "/Resources")
        if inner is None or not self.gather(inner, depth + 1):
            return False
        self._patterned.add(key)
        return True

    def _font(self, font: Any) -> None:
        key = key_of(font)
        if key in self._seen:
            return
        if key != DIRECT:
            self._seen.add(key)
        called = name(entry(font, "/BaseFont"))
        read = _font(font)
        known = self.fonts.get(called, read)
        self.fonts[called] = Font(
            is_mapped=read.is_mapped and known.is_mapped,
            is_embedded=read.is_embedded and known.is_embedded,
            is_bold=read.is_bold or known.is_bold,
        )


def _font(font: Any) -> Font:
    kind = name(entry(font, "/Subtype"))
    inner = next(iter(items(entry(font, "/DescendantFonts"))), None) if kind == "Type0" else font
    descriptor = entry(inner, "/FontDescriptor")
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    weight = entry(descriptor, "/FontWeight")
    return Font(
        is_mapped=entry(font, "/ToUnicode") is not None or _is_known(font, inner, kind, descriptor),
        is_embedded=kind == "Type3" or any(entry(descriptor, key) is not None for key in files),
        is_bold=isinstance(weight, int) and weight >= _BOLD_FROM,
    )


def _is_known(font: Any, inner: Any, kind: str, descriptor: Any) -> bool:
    """Whether a font without /ToUnicode has an encoding whose letters are known.

    Source: ISO 14289-1, 7.21.7.
    """
    encoding = entry(font, "/Encoding")
    if kind == "Type0":
        order = str(entry(entry(inner, "/CIDSystemInfo"), "/Ordering") or "")
        return order in _KNOWN_ORDERS or not name(encoding).startswith("Identity")
    flags = entry(descriptor, "/Flags")
    is_symbolic = isinstance(flags, int) and bool(flags & _SYMBOLIC)
    return encoding is not None or not is_symbolic
