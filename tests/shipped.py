"""The leaflets that come with the program, built as a clinic would build them."""

import os
from datetime import date, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

from msgspec import Struct

from handout import build
from handout.build import Leaflet, Order, leaflet
from handout.document import Document, Fill
from handout.library import Library, builtin
from handout.model.template import FaceFile, Template
from handout.model.visit import Visit
from handout.pages import press
from handout.source.reader import read
from sheets import ROOT

TODAY = date(2026, 11, 23)
TOPICS = tuple(sorted(path.stem for path in (ROOT / "handouts").glob("*.yaml")))
LOOKS = ("leaflet", "large-print", "letter")
WHOLE = ("sciatica", "footwear", "exercises-feet")
"""Topics that are looked at in every look and for every visit, one of each sort."""
USUAL = (("leaflet", ""), ("leaflet", "full"), ("large-print", ""))
"""The looks and visits that all others are looked at in."""
VISITS = ("", "full", "jo")
"""Names of visits under tests/visits; the empty one is the generic leaflet."""

ORDERS: dict[str, tuple[Order, str]] = {
    f"{topic} {look} {visit or 'generic'}": (Order((topic,), look), visit)
    for topic in TOPICS
    for look in LOOKS
    for visit in VISITS
    if topic in WHOLE or (look, visit) in USUAL
}
ORDERS |= {f"card {v or 'generic'}": (Order(("warning-signs",), "card"), v) for v in ("", "jo")}
ORDERS |= {f"pack {v or 'generic'}": (Order(("sciatica", "footwear")), v) for v in ("", "full")}
"""Every leaflet by a name that says what it is."""


@cache
def visit(name: str) -> Visit:
    """A visit of tests/visits."""
    path = ROOT / "tests" / "visits" / f"{name}.yaml"
    return read(path.read_bytes(), path.name, Visit)


def made(order: Order, visitor: Visit | None, *workspaces: Path) -> Leaflet:
    """A leaflet made from nothing: no press is kept, and every file is read."""
    return leaflet(order, visitor, Library((*workspaces, ROOT)), TODAY)


LIBRARY = Library((builtin(),))
"""The built-in library by itself."""


def handed(topic: str, look: str, visitor: Visit | None = None) -> Leaflet:
    """A leaflet of the built-in library in a look, from a press that all tests of a run share."""
    kept_in = Path(os.environ["HANDOUT_TEST_PRESSES"])
    return leaflet(Order((topic,), look), visitor, LIBRARY, TODAY, kept_in=kept_in)


@cache
def shipped(name: str) -> Leaflet:
    """One of ORDERS, made once."""
    order, visitor = ORDERS[name]
    return made(order, visit(visitor) if visitor else None)


class Printing(Struct):
    """What was set and what it was filled with, as `build` handed them to `pages`."""

    document: Document
    fill: Fill


def told(order: Order, visitor: Visit | None, *workspaces: Path) -> tuple[Leaflet, Printing]:
    """A leaflet, and the document and the words it was printed from."""
    documents: list[Document] = []
    fills: list[Fill] = []

    def compiling(document: Document, look: Template, files: tuple[FaceFile, ...]) -> press.Press:
        documents.append(document)
        return compile_press(document, look, files)

    def printing(ready: press.Press, fill: Fill, when: datetime) -> press.Printed:
        fills.append(fill)
        return print_leaflet(ready, fill, when)

    compile_press, print_leaflet = press.compile_press, press.print_leaflet
    with (
        patch.object(press, "compile_press", compiling),
        patch.object(build, "print_leaflet", printing),
    ):
        done = made(order, visitor, *workspaces)
    return done, Printing(documents[0], fills[0])
