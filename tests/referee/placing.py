"""Compare the tags with where things lie on the page: links with their text, and gaps."""

import re
import unicodedata
from collections import defaultdict
from itertools import pairwise

from referee.content import Run
from referee.tree import ALTERNATIVE, INLINE, Annotation, Elem, Key, Loaded, Mark, Ref

HYPHENS = "-\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}/"
ADDRESS = re.compile(r"://|@|www\.|\.\w+/")
GAP = 0.15
"""The share of an em between two words that a reader sees as a space."""


def link_problems(doc: Loaded) -> list[str]:
    """Check that each annotation belongs to the element whose text it lies on."""
    problems: list[str] = []
    by_key = {annotation.key: annotation for annotation in doc.annotations}
    owners: defaultdict[Key, list[Elem]] = defaultdict(list)
    for elem in doc.walk():
        mine = [kid for kid in elem.kids if isinstance(kid, Ref)]
        for ref in mine:
            owners[ref.key].append(elem)
            if ref.key not in by_key:
                problems.append(f"structure: {elem} refers to an object on no page")
            elif by_key[ref.key].page != ref.page:
                problems.append(f"{by_key[ref.key]}: its OBJR names page {ref.page}")
        if elem.kind == "Link":
            if not mine:
                problems.append(f"structure: {elem} has no OBJR")
            if not doc.text_of(elem).strip():
                problems.append(f"structure: {elem} has no text")
            problems += _area_problems(doc, elem, [by_key[r.key] for r in mine if r.key in by_key])
    for annotation in doc.annotations:
        holders = owners[annotation.key]
        if len(holders) != 1:
            problems.append(f"{annotation} is in {len(holders)} elements")
        if annotation.obj.get("/Subtype") != "/Link":
            continue
        problems += [f"{annotation} is in {e}" for e in holders if e.kind != "Link"]
        if not str(annotation.obj.get("/Contents", "")).strip():
            problems.append(f"{annotation} has no /Contents")
        if "/A" not in annotation.obj and "/Dest" not in annotation.obj:
            problems.append(f"{annotation} leads nowhere")
    return problems


def _areas(annotation: Annotation) -> list[tuple[float, float, float, float]]:
    """Return the rectangles that an annotation covers."""
    points: list[float] = [float(value) for value in annotation.obj.get("/QuadPoints", [])]
    quads = [points[i : i + 8] for i in range(0, len(points), 8)]
    if not quads:
        x0, y0, x1, y1 = (float(value) for value in annotation.obj.Rect)
        quads = [[x0, y0, x1, y1]]
    return [(min(q[::2]), min(q[1::2]), max(q[::2]), max(q[1::2])) for q in quads]


def _area_problems(doc: Loaded, link: Elem, annotations: list[Annotation]) -> list[str]:
    """Check that a link's annotations cover its text, all of it, and no other text."""
    problems = []
    own = doc.runs_of(link)
    own_ids = {id(run) for _, run in own}

    def inside(page: int, run: Run, annotation: Annotation) -> bool:
        x, y = run.middle
        return page == annotation.page and any(
            x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in _areas(annotation)
        )

    for page, run in own:
        if run.text.strip() and not any(inside(page, run, a) for a in annotations):
            problems.append(f"page {page}: no area of {link} covers its text {run.text!r}")
    for annotation in annotations:
        if own and not any(inside(page, run, annotation) for page, run in own):
            problems.append(f"{annotation} covers no text of its owner {link}")
        for run in doc.page(annotation.page).runs:
            if id(run) in own_ids or not run.text.strip():
                continue
            if inside(annotation.page, run, annotation):
                problems.append(f"{annotation} covers {run.text!r}, which is not in {link}")
    return problems


def lost_space_problems(doc: Loaded) -> list[str]:
    """Check that words which lie apart on the page are apart in the text as well."""
    problems: list[str] = []
    for elem in doc.walk():
        if elem.kind in INLINE | ALTERNATIVE or elem.text_entry("/ActualText") is not None:
            continue
        runs = _inline_runs(doc, elem)
        drawn = [pair for pair in runs if pair[1].text]
        joined_by_hyphen = _hyphen_ends(runs)
        for (_, left), (page, right) in pairwise(drawn):
            if left.text[-1].isspace() or right.text[0].isspace() or id(left) in joined_by_hyphen:
                continue
            problem = _gap(left, right)
            if problem:
                words = f"{left.text[-30:]!r} and {right.text[:30]!r}"
                problems.append(f"page {page}: {problem} without a space between {words}")
    return problems


def _inline_runs(doc: Loaded, elem: Elem) -> list[tuple[int, Run]]:
    """Return the runs of a block and of the inline elements in it."""
    found: list[tuple[int, Run]] = []
    for kid in elem.kids:
        if isinstance(kid, Elem):
            if kid.kind in INLINE - {"Lbl"} and kid.text_entry("/ActualText") is None:
                found += _inline_runs(doc, kid)
        elif isinstance(kid, Mark):
            page = doc.page(kid.page)
            found += [(kid.page, run) for run in page.runs if run.mcid == kid.mcid]
    return found


def _hyphen_ends(runs: list[tuple[int, Run]]) -> set[int]:
    """Return the runs that a hyphen without text of its own follows."""
    found: set[int] = set()
    last: Run | None = None
    for _, run in runs:
        if run.text:
            last = run
        elif last is not None and run.shown and run.shown[-1] in HYPHENS:
            found.add(id(last))
    return found


def _gap(left: Run, right: Run) -> str | None:
    """Say how two runs without a space between them lie apart, if they do."""
    size = max(left.size, right.size)
    same_line = abs(left.end[1] - right.start[1]) < 0.6 * size
    ahead = right.start[0] - left.end[0]
    if same_line and ahead >= -size:
        is_mark = bool(unicodedata.combining(left.text[-1]))  # it ends before its letter does
        return "a gap" if ahead > GAP * size and not is_mark else None
    if left.text[-1] in HYPHENS or left.shown[-1:] in set(HYPHENS):
        return None
    if {unicodedata.east_asian_width(char) for char in left.text[-1] + right.text[0]} & {"W", "F"}:
        return None
    if ADDRESS.search("".join(left.text.split()[-1:] + right.text.split()[:1])):
        return None
    return "a line break"
