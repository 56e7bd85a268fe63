"""Load a PDF's structure tree together with the page content it points at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from referee.content import PageContent, Run, read_page

Key = tuple[int, int]
PdfSource = bytes | Path
DIRECT: Key = (0, 0)

INLINE = {
    "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Lbl",
    "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Em", "Strong", "Sub",
}  # fmt: skip
GROUPING = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "L", "Table", "TR", "THead", "TBody", "TFoot",
}  # fmt: skip
ALTERNATIVE = {"Figure", "Formula"}


@dataclass(frozen=True)
class Mark:
    """A structure element's claim on marked content; pages count from 1."""

    page: int
    mcid: int


@dataclass(frozen=True)
class Ref:
    """A structure element's claim on a whole object, such as an annotation."""

    key: Key
    page: int


@dataclass
class Elem:
    """A structure element; `kind` is its standard type after the role map."""

    kind: str
    key: Key
    obj: Any
    parent: "Elem | None"
    kids: list["Elem | Mark | Ref"] = field(default_factory=list)

    @property
    def elements(self) -> list["Elem"]:
        """Return the child elements."""
        return [kid for kid in self.kids if isinstance(kid, Elem)]

    def text_entry(self, key: str) -> str | None:
        """Return a text entry such as /Alt, or None."""
        value = self.obj.get(key)
        return None if value is None else str(value)

    def walk(self) -> Iterator["Elem"]:
        """Yield this element and all below it in logical order."""
        yield self
        for kid in self.elements:
            yield from kid.walk()

    def marks(self) -> Iterator[Mark]:
        """Yield all marked content below this element in logical order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Elem):
                yield from kid.marks()

    def __str__(self) -> str:
        """Name the element for a message."""
        return f"{self.kind} (object {self.key[0]})"


@dataclass
class Annotation:
    """An annotation on a page."""

    page: int
    key: Key
    obj: Any

    def __str__(self) -> str:
        """Name the annotation for a message."""
        return f"page {self.page}: annotation {self.obj.get('/Subtype')} (object {self.key[0]})"


@dataclass
class Loaded:
    """A PDF taken apart."""

    pdf: pikepdf.Pdf
    pages: list[PageContent]
    annotations: list[Annotation]
    root: Any
    top: list[Elem]
    problems: list[str]

    def walk(self) -> Iterator[Elem]:
        """Yield every element in logical order."""
        for elem in self.top:
            yield from elem.walk()

    def page(self, number: int) -> PageContent:
        """Return a page by its number, which counts from 1."""
        return self.pages[number - 1]

    def runs_of(self, elem: Elem) -> list[tuple[int, Run]]:
        """Return the text runs of an element in logical order, with their page numbers."""
        return [
            (mark.page, run)
            for mark in elem.marks()
            for run in self.page(mark.page).runs
            if run.mcid == mark.mcid
        ]

    def text_of(self, elem: Elem) -> str:
        """Return the text of an element and all below it."""
        actual = elem.text_entry("/ActualText")
        if actual is not None:
            return actual
        if elem.kind in ALTERNATIVE:
            return elem.text_entry("/Alt") or ""
        parts = []
        for kid in elem.kids:
            if isinstance(kid, Mark):
                parts.append(self.page(kid.page).text_of(kid.mcid))
            elif isinstance(kid, Elem):
                parts.append(self.text_of(kid))
        return "".join(parts)

    def attributes(self, elem: Elem) -> dict[str, Any]:
        """Return an element's attributes as `Owner.Name`, with those of its classes first."""
        found: dict[str, Any] = {}
        classes: Any = self.root.get("/ClassMap", {})
        for name in _listed(elem.obj.get("/C")):
            if isinstance(name, pikepdf.Name):
                _read_attributes(classes.get(str(name)), found)
        _read_attributes(elem.obj.get("/A"), found)
        return found


def _listed(value: Any) -> list[Any]:
    """Return an entry that may be absent, one value or an array as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _read_attributes(value: Any, found: dict[str, Any]) -> None:
    """Add attribute dictionaries to `found`."""
    for item in _listed(value):
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            owner = str(item.get("/O", "/?"))[1:]
            names = [name for name in item.keys() if name != "/O"]  # noqa: SIM118
            found.update({f"{owner}.{name[1:]}": item[name] for name in names})


@contextmanager
def loaded(source: PdfSource) -> Iterator[Loaded]:
    """Open a PDF and take it apart."""
    stream = BytesIO(source if isinstance(source, bytes) else source.read_bytes())
    with pikepdf.open(stream) as pdf:
        yield _load(pdf)


def _load(pdf: pikepdf.Pdf) -> Loaded:
    """Take an open PDF apart."""
    pages = [read_page(page, number) for number, page in enumerate(pdf.pages, 1)]
    annotations = []
    for number, page in enumerate(pdf.pages, 1):
        listed: Any = page.obj.get("/Annots", [])
        annotations += [Annotation(number, annot.objgen, annot) for annot in listed]
    problems = [problem for page in pages for problem in page.problems]
    root: Any = pdf.Root.get("/StructTreeRoot", None)
    if root is None:
        problems.append("catalog: there is no StructTreeRoot")
        return Loaded(pdf, pages, annotations, pikepdf.Dictionary(), [], problems)
    loader = _Loader(pdf, root, problems)
    top = [loader.element(kid, None, root) for kid in _listed(root.get("/K"))]
    return Loaded(pdf, pages, annotations, root, [e for e in top if e is not None], problems)


class _Loader:
    """Builds the elements."""

    def __init__(self, pdf: pikepdf.Pdf, root: Any, problems: list[str]) -> None:
        self.numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self.roles: Any = root.get("/RoleMap", {})
        self.problems = problems
        self.seen: set[Key] = set()

    def element(self, obj: Any, parent: Elem | None, holder: Any) -> Elem | None:
        """Build one element and all below it."""
        if not isinstance(obj, pikepdf.Dictionary) or "/S" not in obj:
            self.problems.append(f"structure: {parent or 'the root'} has a kid without /S")
            return None
        elem = Elem(self._standard(str(obj.S)), obj.objgen, obj, parent)
        if elem.key == DIRECT:
            self.problems.append(f"structure: {elem} is not an indirect object")
        elif elem.key in self.seen:
            self.problems.append(f"structure: {elem} is in the tree twice")
            return None
        self.seen.add(elem.key)
        above = obj.get("/P")
        if above is None or above.objgen != holder.objgen:
            self.problems.append(f"structure: {elem} has a /P that is not its parent")
        for kid in _listed(obj.get("/K")):
            self._kid(elem, kid)
        return elem

    def _standard(self, name: str) -> str:
        for _ in range(8):
            mapped = self.roles.get(name)
            if mapped is None:
                break
            name = str(mapped)
        return name[1:]

    def _kid(self, elem: Elem, kid: Any) -> None:
        if isinstance(kid, int):
            self._mark(elem, elem.obj.get("/Pg"), kid)
        elif not isinstance(kid, pikepdf.Dictionary):
            self.problems.append(f"structure: {elem} has a kid of an unknown kind")
        elif kid.get("/Type") == "/MCR":
            if "/Stm" in kid:
                self.problems.append(f"structure: {elem} has content in another stream (/Stm)")
                return
            self._mark(elem, kid.get("/Pg", elem.obj.get("/Pg")), int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            number = self._page(elem, kid.get("/Pg", elem.obj.get("/Pg")))
            if number is not None:
                elem.kids.append(Ref(kid.Obj.objgen, number))
        else:
            child = self.element(kid, elem, elem.obj)
            if child is not None:
                elem.kids.append(child)

    def _mark(self, elem: Elem, page: Any, mcid: int) -> None:
        number = self._page(elem, page)
        if number is not None:
            elem.kids.append(Mark(number, mcid))

    def _page(self, elem: Elem, page: Any) -> int | None:
        number = None if page is None else self.numbers.get(page.objgen)
        if number is None:
            self.problems.append(f"structure: {elem} has content on no page of the file (/Pg)")
        return number
