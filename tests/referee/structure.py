"""Our own check of a tagged PDF, for what veraPDF does not look at."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pikepdf

from referee.fonts import Font
from referee.placing import link_problems, lost_space_problems
from referee.tree import ALTERNATIVE, INLINE, Elem, Key, Loaded, Mark, PdfSource, Ref, loaded

PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
}
KIDS = {
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
STANDARD = (
    INLINE
    | ALTERNATIVE
    | set(PARENTS)
    | set(KIDS)
    | {"Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI"}
    | {"Index", "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "Form"}
)
SCOPES = {"/Row", "/Column", "/Both"}


def structure_problems(pdf: PdfSource) -> list[str]:
    """Return what is wrong with the tagging of a PDF; an empty list is a pass."""
    with loaded(pdf) as doc:
        problems = list(doc.problems)
        problems += catalog_problems(doc)
        problems += page_problems(doc)
        problems += font_problems(doc)
        problems += owner_problems(doc)
        problems += parent_tree_problems(doc)
        problems += link_problems(doc)
        problems += heading_problems(doc)
        problems += nesting_problems(doc)
        problems += list_problems(doc)
        problems += table_problems(doc)
        problems += figure_problems(doc)
        problems += form_problems(doc)
        problems += lost_space_problems(doc)
    return list(dict.fromkeys(problems))


def catalog_problems(doc: Loaded) -> list[str]:
    """Check the document's language, title, mark and viewer preferences."""
    root: Any = doc.pdf.Root
    problems = []
    if not str(root.get("/Lang", "")).strip():
        problems.append("catalog: there is no /Lang")
    mark: Any = root.get("/MarkInfo", {})
    if mark.get("/Marked") is not True:
        problems.append("catalog: MarkInfo is not Marked true")
    if mark.get("/Suspects") is True:
        problems.append("catalog: MarkInfo has Suspects true")
    preferences: Any = root.get("/ViewerPreferences", {})
    if preferences.get("/DisplayDocTitle") is not True:
        problems.append("catalog: ViewerPreferences has no DisplayDocTitle true")
    if "/Metadata" not in root:
        problems.append("catalog: there is no XMP metadata")
    else:
        with doc.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            title = str(meta.get("dc:title") or "").strip()
        if not title:
            problems.append("metadata: there is no dc:title")
        named: Any = doc.pdf.docinfo.get("/Title")
        if named is not None and str(named) != title:
            problems.append("metadata: dc:title and the Info title differ")
    return problems


def page_problems(doc: Loaded) -> list[str]:
    """Check the tab order and the StructParents key of each page."""
    problems = []
    for number, page in enumerate(doc.pdf.pages, 1):
        if page.obj.get("/Tabs") != "/S":
            problems.append(f"page {number}: /Tabs is not /S")
        if doc.page(number).mcids and "/StructParents" not in page.obj:
            problems.append(f"page {number}: there is no /StructParents")
    return problems


def font_problems(doc: Loaded) -> list[str]:
    """Check that every font is embedded and has ToUnicode."""
    problems: list[str] = []
    for number, page in enumerate(doc.pdf.pages, 1):
        waiting: list[Any] = [page.resources]
        seen: set[Key] = set()
        while waiting:
            resources = waiting.pop()
            for font in dict(resources.get("/Font", {})).values():
                problems += [f"page {number}: {problem}" for problem in Font(font).problems]
            for xobject in dict(resources.get("/XObject", {})).values():
                if xobject.objgen not in seen and "/Resources" in xobject:
                    seen.add(xobject.objgen)
                    waiting.append(xobject.Resources)
    return problems


def owner_problems(doc: Loaded) -> list[str]:
    """Check that exactly one element owns each MCID."""
    owners: Counter[tuple[int, int]] = Counter()
    problems = []
    for elem in doc.walk():
        for kid in elem.kids:
            if isinstance(kid, Mark):
                owners[kid.page, kid.mcid] += 1
                if kid.mcid not in doc.page(kid.page).mcids:
                    problems.append(
                        f"page {kid.page}: MCID {kid.mcid} of {elem} is not in the content"
                    )
    for page in doc.pages:
        for mcid in page.mcids:
            count = owners[page.number, mcid]
            if count == 0:
                problems.append(f"page {page.number}: MCID {mcid} is owned by no element")
            elif count > 1:
                problems.append(f"page {page.number}: MCID {mcid} is owned {count} times")
    return problems


def number_tree(node: Any, problems: list[str]) -> list[tuple[int, Any]]:
    """Return the entries of a number tree in file order."""
    entries: list[tuple[int, Any]] = []
    listed = list(node.get("/Nums", []))
    if len(listed) % 2:
        problems.append("ParentTree: /Nums has an odd number of entries")
    entries += [(int(listed[i]), listed[i + 1]) for i in range(0, len(listed) - 1, 2)]
    for kid in node.get("/Kids", []):
        entries += number_tree(kid, problems)
    return entries


def parent_tree_problems(doc: Loaded) -> list[str]:
    """Check that the ParentTree says of pages and annotations what the tree says."""
    problems: list[str] = []
    if "/ParentTree" not in doc.root:
        return ["ParentTree: there is none"]
    entries = number_tree(doc.root.ParentTree, problems)
    keys = [key for key, _ in entries]
    if any(left >= right for left, right in pairwise(keys)):
        problems.append("ParentTree: the keys do not rise")
    next_key = doc.root.get("/ParentTreeNextKey")
    if next_key is None or (keys and int(next_key) <= max(keys)):
        problems.append(f"ParentTree: ParentTreeNextKey is {next_key}, keys go to {max(keys)}")
    tree = dict(entries)
    owner_of_mark: dict[tuple[int, int], Elem] = {}
    owner_of_object: dict[Key, Elem] = {}
    for elem in doc.walk():
        for kid in elem.kids:
            if isinstance(kid, Ref):
                owner_of_object[kid.key] = elem
            elif isinstance(kid, Mark):
                owner_of_mark[kid.page, kid.mcid] = elem
    used: Counter[int] = Counter()
    for number, page in enumerate(doc.pdf.pages, 1):
        key: Any = page.obj.get("/StructParents")
        if key is None:
            continue
        used[int(key)] += 1
        entry = tree.get(int(key))
        if not isinstance(entry, pikepdf.Array):
            problems.append(f"page {number}: ParentTree entry {key} is not an array")
            continue
        rows: list[Any] = list(entry)
        for mcid in range(max(len(rows), 1 + max(doc.page(number).mcids, default=-1))):
            owner = owner_of_mark.get((number, mcid))
            row = rows[mcid] if mcid < len(rows) else None
            said = None if row is None else row.objgen
            if said != (None if owner is None else owner.key):
                problems.append(
                    f"page {number}: ParentTree gives MCID {mcid} to object "
                    f"{said and said[0]}, but its owner is {owner}"
                )
    for annotation in doc.annotations:
        key = annotation.obj.get("/StructParent")
        if key is None:
            problems.append(f"{annotation} has no /StructParent")
            continue
        used[int(key)] += 1
        entry = tree.get(int(key))
        owner = owner_of_object.get(annotation.key)
        if not isinstance(entry, pikepdf.Dictionary):
            problems.append(f"{annotation}: ParentTree entry {key} is not an element")
        elif owner is not None and entry.objgen != owner.key:
            problems.append(
                f"{annotation}: ParentTree gives it to object {entry.objgen[0]}, "
                f"but its owner is {owner}"
            )
    for key, count in used.items():
        if count > 1:
            problems.append(f"ParentTree: key {key} is used {count} times")
    for key in sorted(set(keys) - set(used)):
        problems.append(f"ParentTree: nothing uses key {key}")
    return problems


def heading_problems(doc: Loaded) -> list[str]:
    """Check that there is one H1, at the start, and that no level is skipped.

    A document of Parts has one H1 in each.
    """
    problems = []
    headings = [e for e in doc.walk() if e.kind[:1] == "H" and e.kind[1:].isdigit()]
    if any(elem.kind == "H" for elem in doc.walk()):
        problems.append("headings: H is used instead of a numbered level")
    parts = [part for top in doc.top for part in top.elements if part.kind == "Part"]
    for number, part in enumerate(parts, 1):
        tops = sum(elem.kind == "H1" for elem in part.walk())
        if tops != 1:
            problems.append(f"headings: there are {tops} H1 in Part {number}")
    tops = sum(elem.kind == "H1" for elem in headings)
    if tops != (len(parts) or 1):
        problems.append(f"headings: there are {tops} H1")
    level = 0
    for elem in headings:
        if int(elem.kind[1:]) > level + 1:
            problems.append(f"headings: {elem} comes after level {level}")
        level = int(elem.kind[1:])
        if not doc.text_of(elem).strip():
            problems.append(f"headings: {elem} is empty")
    return problems


def nesting_problems(doc: Loaded) -> list[str]:
    """Check that elements stand only where they may stand."""
    problems = []
    if [elem.kind for elem in doc.top] != ["Document"]:
        problems.append(f"structure: the root holds {[e.kind for e in doc.top]}, not a Document")
    for elem in doc.walk():
        above = elem.parent.kind if elem.parent else "the root"
        if elem.kind not in STANDARD:
            problems.append(f"structure: {elem} is not of a standard type")
        if elem.kind in PARENTS and above not in PARENTS[elem.kind]:
            problems.append(f"structure: {elem} is in {above}")
        if elem.kind in KIDS:
            if any(not isinstance(kid, Elem) for kid in elem.kids):
                problems.append(f"structure: {elem} has content of its own")
            for kid in elem.elements:
                if kid.kind not in KIDS[elem.kind]:
                    problems.append(f"structure: {kid} is in {elem}")
            if not elem.elements:
                problems.append(f"structure: {elem} is empty")
        elif above in INLINE and elem.kind not in INLINE | ALTERNATIVE:
            problems.append(f"structure: {elem} is in the inline {above}")
    return problems


def list_problems(doc: Loaded) -> list[str]:
    """Check the items of each list and that labelled lists say how they are numbered."""
    problems = []
    for elem in doc.walk():
        if elem.kind == "LI":
            kinds = [kid.kind for kid in elem.elements]
            if kinds not in (["Lbl", "LBody"], ["LBody"]):
                problems.append(f"lists: {elem} holds {kinds}")
        if elem.kind == "L":
            labels = [kid for item in elem.elements for kid in item.elements if kid.kind == "Lbl"]
            numbering = doc.attributes(elem).get("List.ListNumbering", "/None")
            if labels and numbering == "/None":
                problems.append(f"lists: {elem} has labels but no ListNumbering")
    return problems


def table_problems(doc: Loaded) -> list[str]:
    """Check that tables have scoped header cells and rows of the same length."""
    problems = []
    for table in doc.walk():
        if table.kind != "Table":
            continue
        captions = [i for i, kid in enumerate(table.elements) if kid.kind == "Caption"]
        if len(captions) > 1 or not set(captions) <= {0, len(table.elements) - 1}:
            problems.append(f"tables: {table} has a Caption that is not first or last")
        rows = [row for row in table.walk() if row.kind == "TR" and _table_of(row) is table]
        cells = [cell for row in rows for cell in row.elements]
        if not any(cell.kind == "TH" for cell in cells):
            problems.append(f"tables: {table} has no TH")
        for cell in cells:
            if cell.kind == "TH" and doc.attributes(cell).get("Table.Scope") not in SCOPES:
                problems.append(f"tables: {cell} has no Scope")
        problems += _row_problems(doc, table, rows)
    return problems


def _table_of(elem: Elem) -> Elem | None:
    """Return the nearest Table above."""
    above = elem.parent
    while above is not None and above.kind != "Table":
        above = above.parent
    return above


def _row_problems(doc: Loaded, table: Elem, rows: list[Elem]) -> list[str]:
    """Check that the rows of a table fill a rectangle, counting ColSpan and RowSpan."""
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for cell in row.elements:
            attributes = doc.attributes(cell)
            wide = int(attributes.get("Table.ColSpan", 1))
            high = int(attributes.get("Table.RowSpan", 1))
            while (x, y) in taken:
                x += 1
            covered = {(x + i, y + j) for i in range(wide) for j in range(high)}
            if covered & taken:
                return [f"tables: {cell} overlaps another cell"]
            taken |= covered
    lengths = Counter(y for _, y in taken)
    if len(set(lengths.values())) > 1 or len(lengths) != len(rows):
        listed = [lengths[y] for y in sorted(lengths)]
        return [f"tables: {table} has rows of lengths {listed}"]
    return []


def figure_problems(doc: Loaded) -> list[str]:
    """Check that figures have an alternative, a place and some content."""
    problems = []
    for elem in doc.walk():
        if elem.kind not in ALTERNATIVE:
            continue
        if not (elem.text_entry("/Alt") or "").strip():
            problems.append(f"figures: {elem} has no Alt")
        box = doc.attributes(elem).get("Layout.BBox")
        if box is None or len(box) != 4:
            problems.append(f"figures: {elem} has no BBox")
        elif not (float(box[0]) < float(box[2]) and float(box[1]) < float(box[3])):
            problems.append(f"figures: {elem} has an empty BBox")
        if not any(mark.mcid in doc.page(mark.page).painted for mark in elem.marks()):
            problems.append(f"figures: {elem} has no content")
    return problems


def form_problems(doc: Loaded) -> list[str]:
    """Check that Form XObjects hide no text and no tags from the tree."""
    problems = []
    in_figure: set[tuple[int, int | None]] = {
        (mark.page, mark.mcid)
        for elem in doc.walk()
        if elem.kind in ALTERNATIVE
        for mark in elem.marks()
    }
    for page in doc.pages:
        for form in page.forms:
            if form.has_marks:
                problems.append(f"page {page.number}: form {form.name} has marked content")
            excused = form.artifact or (page.number, form.mcid) in in_figure
            if form.shows_text and not excused:
                problems.append(f"page {page.number}: form {form.name} has text outside a Figure")
    return problems
