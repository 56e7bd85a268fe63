"""Which object each form on a page is, in the order they are drawn.

Only asked where a structure tree names content of forms: PDFium does not tell their objects.
"""

from typing import Any

from pikepdf import Stream

from handout.readback.entries import Key, drawing, entry, key_of, name

_DEEPEST = 24
_MOST = 20_000


def forms(page: Any, resources: Any) -> tuple[Key, ...]:
    """The forms of a page with those in them, each before what it draws."""
    found: list[Key] = []
    _gather(page, resources, found, 0)
    return tuple(found)


def _gather(holder: Any, resources: Any, found: list[Key], depth: int) -> None:
    drawn = entry(resources, "/XObject")
    for operator, operands in drawing(holder, "Do"):
        if len(found) >= _MOST or operator != "Do":
            continue
        called = name(next(iter(operands), None))
        form = entry(drawn, f"/{called}") if called else None
        if isinstance(form, Stream) and name(entry(form, "/Subtype")) == "Form":
            found.append(key_of(form))
            if depth < _DEEPEST:
                _gather(form, entry(form, "/Resources") or resources, found, depth + 1)
