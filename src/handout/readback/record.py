"""What a file says of itself: title, language, standards; whatever it says, nothing here raises."""

from typing import Any
from xml.etree import ElementTree

from msgspec import Struct
from pikepdf import Pdf, Stream

from handout.readback.entries import BROKEN, entry, words
from handout.readback.finished import Claim

_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_UA = "{http://www.aiim.org/pdfua/ns/id/}"
_A = "{http://www.aiim.org/pdfa/ns/id/}"
_LARGEST = 4_000_000


class Record(Struct, frozen=True):
    """Of a file as a whole; texts are empty where it does not say."""

    title: str
    shows_title: bool
    language: str
    is_tagged: bool
    claims: tuple[Claim, ...]


def record(pdf: Pdf) -> Record:
    """What the catalog and the metadata say. The XMP's title comes first, then that of /Info."""
    metadata = _metadata(entry(pdf.Root, "/Metadata"))
    title = _title(metadata) if metadata is not None else ""
    return Record(
        title=title or " ".join((words(entry(_information(pdf), "/Title")) or "").split()),
        shows_title=entry(entry(pdf.Root, "/ViewerPreferences"), "/DisplayDocTitle") is True,
        language=(words(entry(pdf.Root, "/Lang")) or "").strip(),
        is_tagged=entry(entry(pdf.Root, "/MarkInfo"), "/Marked") is True,
        claims=_claims(metadata) if metadata is not None else (),
    )


def _information(pdf: Pdf) -> Any:
    try:
        return pdf.trailer.get("/Info")
    except BROKEN:
        return None


def _metadata(stream: Any) -> ElementTree.Element | None:
    """The XMP as XML; None where it cannot be read. A file with entities of its own is refused."""
    try:
        data = bytes(stream.read_bytes()) if isinstance(stream, Stream) else b""
        if not data or len(data) > _LARGEST or b"<!" in data.replace(b"<!--", b""):
            return None
        return ElementTree.fromstring(data.strip(b"\0\r\n\t "))
    except (*BROKEN, ElementTree.ParseError):
        return None


def _title(metadata: ElementTree.Element) -> str:
    """The title in the default language, or the first there is."""
    found = {
        item.get(_LANGUAGE, ""): " ".join((item.text or "").split())
        for title in metadata.iter(f"{_DC}title")
        for item in title.iter(f"{_RDF}li")
    }
    return found.get("x-default") or next(iter(found.values()), "")


def _claims(metadata: ElementTree.Element) -> tuple[Claim, ...]:
    found: list[Claim] = []
    match _said(metadata, f"{_UA}part"):
        case "1":
            found.append("PDF/UA-1")
        case "2":
            found.append("PDF/UA-2")
    if _said(metadata, f"{_A}part"):
        found.append("PDF/A")
    return tuple(found)


def _said(metadata: ElementTree.Element, name: str) -> str:
    """A property, which XMP may write as an attribute or as an element."""
    for part in metadata.iter():
        if name in part.attrib:
            return part.attrib[name].strip()
        if part.tag == name:
            return (part.text or "").strip()
    return ""
