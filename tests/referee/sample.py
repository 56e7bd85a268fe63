"""Write a small good PDF/UA-1 and PDF/A-2a file to try the referee on."""

import struct
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfbase.ttfonts import TTFontFile

from referee.mutilate import saved

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>A</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>
   <pdfaExtension:schemas>
    <rdf:Bag>
     <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property>
       <rdf:Seq>
        <rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
        </rdf:li>
       </rdf:Seq>
      </pdfaSchema:property>
     </rdf:li>
    </rdf:Bag>
   </pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

TITLE = "Your tablets"
BLOCKS = [
    ("H1", "Your tablets"),
    (
        "P",
        "Take one with food. See the help page or the price list, "
        "then ask your pharma\u00adcist again.",
    ),
    ("H2", "Each day"),
    ("LI", "1. Open the box"),
    ("LI", "2. Take one tablet"),
    ("LI", "\u2022 with water"),
    ("H2", "How much"),
    ("Caption", "Tablets by age"),
    ("TH", "Age"),
    ("TH", "Tablets"),
    ("TH", "Adult"),
    ("TD", "2"),
    ("TD", "Ask first"),
    ("Figure", "A glass of water"),
]
"""What `block_texts` must find in the sample."""


def srgb_profile() -> bytes:
    """Return a small ICC version 2 profile for sRGB, made from its published numbers."""

    def s15(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(map(s15, values))

    def curve_point(step: int) -> int:
        value = step / 255
        linear = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        return round(linear * 65535)

    name = b"sRGB\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    curve = b"curv\0\0\0\0" + struct.pack(">I256H", 256, *map(curve_point, range(256)))
    tags = {
        b"desc": desc,
        b"cprt": b"text\0\0\0\0Public domain\0",
        b"wtpt": xyz(0.9505, 1.0, 1.0891),
        b"rXYZ": xyz(0.4360747, 0.2225045, 0.0139322),
        b"gXYZ": xyz(0.3850649, 0.7168786, 0.0971045),
        b"bXYZ": xyz(0.1430804, 0.0606169, 0.7141733),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    body, table, placed = b"", b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        if data not in placed:
            placed[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += tag + struct.pack(">II", placed[data], len(data))
    header = struct.pack(
        ">I4sI4s4s4s6H4s", start + len(body), b"\0\0\0\0", 0x02100000,
        b"mntr", b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp",
    )  # fmt: skip
    header += bytes(68 - len(header)) + s15(0.9642) + s15(1.0) + s15(0.8249)
    return header + bytes(128 - len(header)) + struct.pack(">I", len(tags)) + table + body


class _Face:
    """A TrueType font to be embedded whole, with two-byte codes that are glyph numbers."""

    def __init__(self, path: Path) -> None:
        self.file = TTFontFile(str(path))
        self.used: dict[int, str] = {}

    def hex(self, text: str) -> str:
        """Return text as a hexadecimal string of glyph numbers."""
        glyphs = [self.file.charToGlyph[ord(char)] for char in text]
        self.used.update(zip(glyphs, text, strict=True))
        return "<" + "".join(f"{glyph:04X}" for glyph in glyphs) + ">"

    def width(self, text: str, size: float) -> float:
        """Return how wide text is."""
        return float(sum(self.file.charWidths[ord(char)] for char in text)) * size / 1000

    def embed(self, pdf: pikepdf.Pdf, path: Path) -> Any:
        """Return the font dictionary; call it after all text is drawn."""
        name = Name("/" + self.file.name.decode("ascii"))
        program = pdf.make_stream(path.read_bytes())
        program.Length1 = path.stat().st_size
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=Array(list(self.file.bbox)),
            ItalicAngle=self.file.italicAngle,
            Ascent=self.file.ascent,
            Descent=self.file.descent,
            CapHeight=self.file.capHeight,
            StemV=self.file.stemV,
            FontFile2=program,
        )
        widths = Array()
        for glyph, char in sorted(self.used.items()):
            widths.append(glyph)
            widths.append(Array([round(self.file.charWidths[ord(char)])]))
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            ),
            FontDescriptor=pdf.make_indirect(descriptor),
            CIDToGIDMap=Name.Identity,
            W=widths,
        )
        rows = "\n".join(f"<{g:04X}> <{ord(c):04X}>" for g, c in sorted(self.used.items()))
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            f"{len(self.used)} beginbfchar\n{rows}\nendbfchar\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end\n"
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(descendant)]),
                ToUnicode=pdf.make_stream(cmap.encode("ascii")),
            )
        )


class _Writer:
    """Puts the sample together."""

    def __init__(self, font: Path) -> None:
        self.pdf = pikepdf.new()
        self.face = _Face(font)
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.parents: dict[int, Any] = {}
        self.programs: list[list[str]] = []
        self.links: list[Any] = []

    def page(self) -> None:
        """Start a page."""
        page = self.pdf.add_blank_page(page_size=(595, 842)).obj
        page.Tabs = Name.S
        page.StructParents = len(self.programs)
        self.parents[len(self.programs)] = Array()
        self.programs.append([])

    def elem(self, parent: Any, kind: str, **entries: Any) -> Any:
        """Add a structure element."""
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + kind), P=parent, **entries)
        )
        self.kid(parent, made)
        return made

    @staticmethod
    def kid(parent: Any, kid: Any) -> None:
        """Add a kid to an element."""
        if "/K" not in parent:
            parent.K = Array()
        parent.K.append(kid)

    def mark(self, elem: Any, program: str) -> None:
        """Add content that belongs to an element."""
        number = len(self.programs) - 1
        page = self.pdf.pages[number].obj
        row = self.parents[number]
        if "/Pg" not in elem:
            elem.Pg = page
        if elem.Pg.objgen == page.objgen:
            self.kid(elem, len(row))
        else:
            self.kid(elem, Dictionary(Type=Name.MCR, Pg=page, MCID=len(row)))
        self.programs[number].append(f"{elem.S} <</MCID {len(row)}>> BDC\n{program}\nEMC")
        row.append(elem)

    def text(self, elem: Any, x: float, y: float, text: str, size: float = 12) -> float:
        """Add a line of text and return where it ends."""
        self.mark(elem, self.show(x, y, text, size))
        return x + self.face.width(text, size)

    def show(self, x: float, y: float, text: str, size: float = 12) -> str:
        """Return the operators that show a line of text."""
        shown = self.face.hex(text)
        return f"BT /F1 {size} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm {shown} Tj ET"

    def artifact(self, program: str) -> None:
        """Add content that belongs to nobody."""
        self.programs[-1].append(f"/Artifact <</Type /Pagination>> BDC\n{program}\nEMC")

    def link(self, elem: Any, box: tuple[float, float, float, float], uri: str) -> None:
        """Add a link annotation to a Link element."""
        page = self.pdf.pages[len(self.programs) - 1].obj
        annotation = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(value, 3) for value in box]),
                Border=Array([0, 0, 0]),
                F=4,
                Contents=String("Link to " + uri),
                A=Dictionary(S=Name.URI, URI=String(uri)),
            )
        )
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(annotation)
        self.kid(elem, Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page))
        self.links.append((annotation, elem))

    def finish(self, font: Path) -> bytes:
        """Return the file."""
        pdf = self.pdf
        for annotation, elem in self.links:
            annotation.StructParent = len(self.parents)
            self.parents[len(self.parents)] = elem
        face = self.face.embed(pdf, font)
        for page, program in zip(pdf.pages, self.programs, strict=True):
            page.obj.Resources = Dictionary(Font=Dictionary(F1=face))
            page.obj.Contents = pdf.make_stream("\n".join(program).encode("ascii"))
        nums = Array()
        for key, entry in sorted(self.parents.items()):
            nums.append(key)
            nums.append(entry)
        self.root.ParentTree = pdf.make_indirect(Dictionary(Nums=nums))
        self.root.ParentTreeNextKey = len(self.parents)
        profile = pdf.make_stream(srgb_profile())
        profile.N = 3
        metadata = pdf.make_stream(XMP.format(title=TITLE).encode("utf-8"))
        metadata.Type = Name.Metadata
        metadata.Subtype = Name.XML
        root: Any = pdf.Root
        root.Lang = String("en-GB")
        root.MarkInfo = Dictionary(Marked=True)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.StructTreeRoot = self.root
        root.Metadata = metadata
        root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB"),
                    Info=String("sRGB"),
                    DestOutputProfile=profile,
                )
            ]
        )
        return saved(pdf)


def sample_pdf(font: Path) -> bytes:
    """Return a tagged PDF of two pages, set in the font, with one of each thing judged."""
    writer = _Writer(font)
    document = writer.elem(writer.root, "Document")
    writer.page()
    writer.text(writer.elem(document, "H1"), 50, 780, TITLE, 20)
    _paragraph(writer, writer.elem(document, "P"))
    writer.text(writer.elem(document, "H2"), 50, 680, "Each day", 16)
    _lists(writer, document)
    writer.artifact(writer.show(50, 30, "Page 1"))
    writer.page()
    writer.text(writer.elem(document, "H2"), 50, 780, "How much", 16)
    _table(writer, document)
    figure = writer.elem(
        document,
        "Figure",
        Alt=String("A glass of water"),
        A=Dictionary(O=Name.Layout, BBox=Array([50, 500, 150, 560]), Placement=Name.Block),
    )
    writer.mark(figure, "q 0.2 0.4 0.8 rg 50 500 100 60 re f Q")
    writer.artifact(writer.show(50, 30, "Page 2"))
    return writer.finish(font)


def _paragraph(writer: _Writer, paragraph: Any) -> None:
    """Add a paragraph with two links, one over two lines, and a hyphenated word."""
    x = writer.text(paragraph, 50, 750, "Take one with food. See the ")
    first = writer.elem(paragraph, "Link")
    end = writer.text(first, x, 750, "help page")
    writer.link(first, (x, 747, end, 760), "https://example.org/help")
    x = writer.text(paragraph, end, 750, " or the ")
    second = writer.elem(paragraph, "Link")
    end = writer.text(second, x, 750, "price ")
    writer.link(second, (x, 747, end, 760), "https://example.org/prices")
    x = writer.text(second, 50, 732, "list")
    writer.link(second, (50, 729, x, 742), "https://example.org/prices")
    start = f"BT /F1 12 Tf 1 0 0 1 {x:.3f} 732 Tm"
    writer.mark(
        paragraph,
        f"{start} {writer.face.hex(', then ask your pharma')} Tj\n"
        f"/Span <</ActualText <FEFF00AD>>> BDC {writer.face.hex('-')} Tj EMC ET",
    )
    writer.text(paragraph, 50, 714, "cist again.")


def _lists(writer: _Writer, document: Any) -> None:
    """Add a numbered list with a bulleted list in it."""

    def numbering(name: str) -> Any:
        return Dictionary(O=Name.List, ListNumbering=Name("/" + name))

    outer = writer.elem(document, "L", A=numbering("Decimal"))
    item = writer.elem(outer, "LI")
    writer.text(writer.elem(item, "Lbl"), 50, 660, "1.")
    writer.text(writer.elem(item, "LBody"), 70, 660, "Open the box")
    item = writer.elem(outer, "LI")
    writer.text(writer.elem(item, "Lbl"), 50, 640, "2.")
    body = writer.elem(item, "LBody")
    writer.text(writer.elem(body, "P"), 70, 640, "Take one tablet")
    inner = writer.elem(body, "L", A=numbering("Disc"))
    item = writer.elem(inner, "LI")
    writer.text(writer.elem(item, "Lbl"), 70, 620, "\u2022")
    writer.text(writer.elem(item, "LBody"), 90, 620, "with water")


def _table(writer: _Writer, document: Any) -> None:
    """Add a table with a caption, header cells and a cell over two columns."""

    def cell(row: Any, kind: str, x: float, y: float, text: str, **attributes: Any) -> None:
        entries = {"A": Dictionary(O=Name.Table, **attributes)} if attributes else {}
        writer.text(writer.elem(row, kind, **entries), x, y, text)

    table = writer.elem(document, "Table")
    writer.text(writer.elem(table, "Caption"), 50, 750, "Tablets by age")
    row = writer.elem(writer.elem(table, "THead"), "TR")
    cell(row, "TH", 50, 730, "Age", Scope=Name.Column)
    cell(row, "TH", 150, 730, "Tablets", Scope=Name.Column)
    body = writer.elem(table, "TBody")
    row = writer.elem(body, "TR")
    cell(row, "TH", 50, 710, "Adult", Scope=Name.Row)
    cell(row, "TD", 150, 710, "2")
    cell(writer.elem(body, "TR"), "TD", 50, 690, "Ask first", ColSpan=2)
