"""Break a PDF of ours in one more way than the referee knows, and make PDFs by other programs."""

import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf, String

from referee.mutilate import saved

Break = Callable[[Pdf], None]


def broken(data: bytes, change: Break) -> bytes:
    """The PDF with the change."""
    with pikepdf.open(BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf)


def elements(pdf: Pdf, kind: str = "") -> list[Any]:
    """The structure elements of a kind in their order; of all kinds where none is said."""

    def walk(value: Any) -> Iterator[Any]:
        if isinstance(value, Array):
            for kid in value:
                yield from walk(kid)
        elif isinstance(value, Dictionary):
            if "/S" in value:
                yield value
            yield from walk(value.get("/K"))

    found = list(walk(pdf.Root.StructTreeRoot.K))
    return [one for one in found if not kind or f"/{kind}" == one.S]


def first(pdf: Pdf, kind: str) -> Any:
    """The first element of a kind."""
    return elements(pdf, kind)[0]


def last(pdf: Pdf, kind: str) -> Any:
    """The last element of a kind."""
    return elements(pdf, kind)[-1]


def untag(pdf: Pdf) -> None:
    """Take the tree and the mark out; what the pages hold stays as it is."""
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def unmark(pdf: Pdf) -> None:
    """Take the mark out that says that there is a tree."""
    del pdf.Root.MarkInfo


def rename(kind: str, other: str, which: Callable[[Pdf, str], Any] = first) -> Break:
    """Make one element another kind."""

    def change(pdf: Pdf) -> None:
        which(pdf, kind).S = Name(f"/{other}")

    return change


def rename_all(kind: str, other: str) -> Break:
    """Make all elements of a kind another."""

    def change(pdf: Pdf) -> None:
        found = elements(pdf, kind)
        assert found
        for one in found:
            one.S = Name(f"/{other}")

    return change


def read_last(kind: str, number: int) -> Break:
    """Read an element after everything else; the first of its kind is number 0."""

    def change(pdf: Pdf) -> None:
        moved = elements(pdf, kind)[number]
        above = moved.P
        kids = [kid for kid in above.K if kid.objgen != moved.objgen]
        assert len(kids) == len(above.K) - 1
        above.K = Array([*kids, moved])

    return change


def put(kind: str, key: str, value: Any) -> Break:
    """Give all elements of a kind an entry."""

    def change(pdf: Pdf) -> None:
        found = elements(pdf, kind)
        assert found
        for one in found:
            one[key] = value

    return change


def forget_scope(pdf: Pdf) -> None:
    """Take the attributes from all header cells."""
    found = [one for one in elements(pdf, "TH") if "/A" in one]
    assert found
    for one in found:
        del one.A


def say(key: str, value: Any) -> Break:
    """Give the catalog an entry."""

    def change(pdf: Pdf) -> None:
        pdf.Root[key] = value

    return change


def hide_title(pdf: Pdf) -> None:
    """Let viewers show the name of the file."""
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def call(title: str) -> Break:
    """Give the file a title, which may be none at all."""

    def change(pdf: Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            del meta["dc:title"]
            if title:
                meta["dc:title"] = title
        if "/Title" in pdf.docinfo:
            pdf.docinfo.Title = String(title)

    return change


def paint(page: int) -> Break:
    """Paint a picture on a page, in no element and as no artifact."""

    def change(pdf: Pdf) -> None:
        drawing = b"q 90 0 0 60 40 20 cm BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI Q"
        pdf.pages[page - 1].contents_add(drawing)

    return change


def unlink(pdf: Pdf) -> None:
    """Take the description of every link out."""
    found = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
    assert found
    for note in found:
        del note.Contents


def fonts(pdf: Pdf) -> list[Any]:
    """The fonts that are made of others."""
    return [
        one for one in pdf.objects
        if isinstance(one, Dictionary) and one.get("/Type") == "/Font" and "/ToUnicode" in one
    ]  # fmt: skip


def unmap(pdf: Pdf) -> None:
    """Take the characters of all letters out."""
    for font in fonts(pdf):
        del font.ToUnicode


def unembed(pdf: Pdf) -> None:
    """Take the outlines of all fonts out."""
    found = [one for one in pdf.objects if isinstance(one, Dictionary) and "/FontFile2" in one]
    assert found
    for one in found:
        del one.FontFile2


def recode(letter: int, step: int) -> Break:
    """Map the letters of every font to this one, or from this one on in steps of 1."""

    def change(pdf: Pdf) -> None:
        rows = "\n".join(
            f"<{row:02x}00><{row:02x}ff><{letter + 256 * row:04x}>"
            if step
            else f"<{row:02x}00><{row:02x}ff>[{f'<{letter:04x}>' * 256}]"
            for row in range(16)
        )
        head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        codes = "1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n16 beginbfrange\n"
        tail = "\nendbfrange endcmap CMapName currentdict /CMap defineresource pop end end"
        for font in fonts(pdf):
            font.ToUnicode = pdf.make_stream((head + codes + rows + tail).encode())

    return change


def read_footers(pdf: Pdf) -> None:
    """Make the first artifact with text on each page a paragraph of the tree."""
    top = elements(pdf)[0]
    entries = dict(_entries(pdf.Root.StructTreeRoot.ParentTree))
    for page in pdf.pages:
        program: list[Any] = list(pikepdf.parse_content_stream(page))
        owners = entries[int(page.obj.StructParents)]
        number = len(owners)
        start = _artifact_with_text(program)
        program[start] = pikepdf.ContentStreamInstruction(
            [Name.P, Dictionary(MCID=number)], Operator("BDC")
        )
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(program))
        kid = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=top, Pg=page.obj, K=number)
        )
        owners.append(kid)
        top.K.append(kid)


def _artifact_with_text(program: list[Any]) -> int:
    """Where the last artifact of a page starts that shows text."""
    starts: list[int] = []
    found = -1
    for at, one in enumerate(program):
        operator = str(one.operator)
        if operator in ("BDC", "BMC"):
            starts.append(at)
        elif operator == "EMC":
            starts.pop()
        elif operator in ("Tj", "TJ") and starts and program[starts[-1]].operands[0] == "/Artifact":
            found = starts[-1]
    assert found >= 0
    return found


def _entries(node: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree."""
    held = list(node.get("/Nums", []))
    yield from ((int(key), value) for key, value in zip(held[::2], held[1::2], strict=True))
    for kid in node.get("/Kids", []):
        yield from _entries(kid)


# Other programs


def by_typst(folder: Path, text: str, standard: str = "") -> bytes:
    """A PDF by Typst; its pictures are in the folder."""
    import typst

    source = folder / "leaflet.typ"
    source.write_text(text, "utf-8")
    return bytes(typst.compile(str(source), pdf_standards=[standard] if standard else []))


def by_weasyprint(folder: Path, text: str, **options: Any) -> bytes:
    """A PDF by WeasyPrint."""
    import weasyprint

    return bytes(weasyprint.HTML(string=text, base_url=f"{folder}/").write_pdf(**options))


def by_chromium(program: str, folder: Path, text: str, *options: str) -> bytes:
    """A PDF by Chromium."""
    source, made = folder / "leaflet.html", folder / "leaflet.pdf"
    source.write_text(text, "utf-8")
    subprocess.run(
        [
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}"),
            *("--no-pdf-header-footer", *options, str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return made.read_bytes()
