"""Break a good PDF in one known way, to prove that the referee notices."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf

from referee.content import TEXT_SHOWING
from referee.fonts import Font
from referee.structure import number_tree


def mutilate(pdf_bytes: bytes, what: str) -> bytes:
    """Return the PDF broken in the way named, one of the keys of MUTILATIONS."""
    with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
        MUTILATIONS[what](pdf)
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return a PDF as bytes, without touching its metadata."""
    out = BytesIO()
    pdf.save(out, min_version="1.7", fix_metadata_version=False, deterministic_id=True)
    return out.getvalue()


def _elements(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the structure elements in logical order."""
    found: list[Any] = []

    def visit(obj: Any) -> None:
        if isinstance(obj, pikepdf.Array):
            for kid in list(obj):
                visit(kid)
        elif isinstance(obj, pikepdf.Dictionary):
            if "/S" in obj:
                found.append(obj)
            visit(obj.get("/K"))

    visit(pdf.Root.StructTreeRoot.K)
    return found


def _first(pdf: pikepdf.Pdf, *kinds: str) -> Any:
    """Return the first element of one of the kinds, looking for the kinds in turn."""
    for kind in kinds:
        for elem in _elements(pdf):
            if str(elem.S) == kind:
                return elem
    raise ValueError(f"the file has no {' or '.join(kinds)} to break")


def _alt(pdf: pikepdf.Pdf) -> None:
    del _first(pdf, "/Figure").Alt


def _lang(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _heading_level(pdf: pikepdf.Pdf) -> None:
    heading = _first(pdf, "/H2", "/H1")
    heading.S = pikepdf.Name("/H3" if heading.S == "/H2" else "/H2")


def _parent_tree(pdf: pikepdf.Pdf) -> None:
    other = _first(pdf, "/Document")
    for _, entry in number_tree(pdf.Root.StructTreeRoot.ParentTree, []):
        if isinstance(entry, pikepdf.Array) and len(entry):
            entry[0] = other
            return
    raise ValueError("the file has no ParentTree entry to break")


def _title(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        del meta["dc:title"]


def _tabs(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        if "/Tabs" in page.obj:
            del page.obj.Tabs


def _kids(elem: Any) -> list[Any]:
    """Return the kids of an element."""
    kids: Any = elem.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _claims(elem: Any) -> list[tuple[Any, int]]:
    """Return the page and the MCID of each piece of content that an element holds."""
    found: list[tuple[Any, int]] = []
    for kid in _kids(elem):
        if isinstance(kid, int):
            found.append((elem.Pg, kid))
        elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
            found.append((kid.get("/Pg", elem.get("/Pg")), int(kid.MCID)))
    return found


def _mcid_twice(pdf: pikepdf.Pdf) -> None:
    """Let a second element own content as well."""
    owner, thief = [elem for elem in _elements(pdf) if _claims(elem)][:2]
    page, mcid = _claims(owner)[0]
    claim = pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=page, MCID=mcid)
    thief.K = pikepdf.Array([*_kids(thief), claim])


def _is_objr(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"


def _link_owner(pdf: pikepdf.Pdf) -> None:
    """Give two links each other's annotations, with every pointer in agreement."""
    links = [elem for elem in _elements(pdf) if elem.S == "/Link"]
    if len(links) < 2:
        raise ValueError("the file has no two links to exchange")
    left, right = links[:2]
    refs = [[kid for kid in _kids(elem) if _is_objr(kid)] for elem in (left, right)]
    texts = [[kid for kid in _kids(elem) if not _is_objr(kid)] for elem in (left, right)]
    for elem, other, mine in ((left, right, refs[0]), (right, left, refs[1])):
        for ref in mine:
            ref.Pg = ref.get("/Pg", elem.get("/Pg"))
            _set_entry(pdf.Root.StructTreeRoot.ParentTree, int(ref.Obj.StructParent), other)
    left.K = pikepdf.Array([*texts[0], *refs[1]])
    right.K = pikepdf.Array([*texts[1], *refs[0]])


def _set_entry(node: Any, key: int, value: Any) -> None:
    """Change an entry of a number tree."""
    nums: Any = node.get("/Nums", [])
    for at in range(0, len(nums), 2):
        if int(nums[at]) == key:
            nums[at + 1] = value
    for kid in node.get("/Kids", []):
        _set_entry(kid, key, value)


def _space(pdf: pikepdf.Pdf) -> None:
    """Draw the first space between two words as a mere gap."""
    for page in pdf.pages:
        fonts = {name: Font(font) for name, font in dict(page.resources.Font).items()}
        font: Font | None = None
        program: list[Any] = list(pikepdf.parse_content_stream(page))
        for at, instruction in enumerate(program):
            operator = str(instruction.operator)
            operands: list[Any] = list(instruction.operands)
            if operator == "Tf":
                font = fonts[str(operands[0])]
            if operator not in TEXT_SHOWING & {"Tj", "TJ"} or font is None:
                continue
            parts = list(operands[0]) if operator == "TJ" else [operands[0]]
            for index, part in enumerate(parts):
                split = _split_at_space(font, part)
                if split:
                    parts[index : index + 1] = split
                    program[at] = pikepdf.ContentStreamInstruction(
                        [pikepdf.Array(parts)], pikepdf.Operator("TJ")
                    )
                    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(program))
                    return
    raise ValueError("the file has no space to break")


def _split_at_space(font: Font, part: Any) -> list[Any] | None:
    """Return a shown string cut in two at its first inner space, with a gap between."""
    if not isinstance(part, pikepdf.String):
        return None
    shown, size = bytes(part), font.code_bytes
    glyphs = font.glyphs(shown)
    for at, glyph in enumerate(glyphs[1:-1], 1):
        if glyph.text == " ":
            left, right = shown[: at * size], shown[(at + 1) * size :]
            return [pikepdf.String(left), -round(glyph.width), pikepdf.String(right)]
    return None


def _untagged(pdf: pikepdf.Pdf) -> None:
    """Draw text at the end of the first page outside all marked content."""
    page = pdf.pages[0]
    name, font = next(iter(dict(page.resources.Font).items()))
    known = Font(font)
    code = min(code for code, text in known.to_unicode.items() if text.isalpha())
    shown = f"<{code:0{2 * known.code_bytes}X}>"
    page.contents_add(f"BT {name} 9 Tf 50 20 Td {shown} Tj ET".encode())


MUTILATIONS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "alt": _alt,
    "lang": _lang,
    "heading-level": _heading_level,
    "parent-tree": _parent_tree,
    "title": _title,
    "tabs": _tabs,
    "mcid-twice": _mcid_twice,
    "link-owner": _link_owner,
    "space": _space,
    "untagged": _untagged,
}
