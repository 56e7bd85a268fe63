"""Rules of the type: how large it is, and in which face the text is set."""

from collections import Counter
from collections.abc import Iterator

from handout.check.pages.faults import (
    CLOSE,
    Fault,
    all_lines,
    body,
    body_size,
    is_seen,
    letters,
    number,
    seen_runs,
    told,
)
from handout.check.pages.printed import Printed
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Face
from handout.readback.lines import Line

MM = 72 / 25.4
_LONG, _SHORT = 297.0, 216.0
_MARK = 3
"""Letters of another size within a line that are taken for a mark, as in cm²."""

_DECORATIVE = (
    *("script", "brush", "handwriting", "cursive", "chancery", "blackletter", "fraktur"),
    *("papyrus", "curlz", "jokerman", "stencil", "impact", "vivaldi", "mistral", "gothic bt"),
)


def body_text(printed: Printed, limit: float) -> Iterator[Finding]:
    """Body text that is too small, in what is not in large print."""
    if not printed.is_large_print:
        yield from _small_body(printed, limit)


def large_print(printed: Printed, limit: float) -> Iterator[Finding]:
    """Body text that is too small for large print."""
    if printed.is_large_print:
        yield from _small_body(printed, limit)


def _small_body(printed: Printed, limit: float) -> Iterator[Finding]:
    size = body_size(printed)
    if size is None or size >= limit - CLOSE:
        return
    for paragraph in body(printed):
        for line in paragraph.lines:
            if abs(line.size - size) <= CLOSE:
                yield from told(
                    [Fault(paragraph.page, line.text, f"{number(size)} pt")],
                    f"the body text is smaller than {number(limit)} pt",
                    f"set it at {number(limit)} pt or more, and let the pages grow",
                )
                return


def smallest(printed: Printed, limit: float) -> Iterator[Finding]:
    """Type that is too small, besides the body text."""
    if not printed.is_large_print:
        yield from _small_lines(printed, limit)


def smallest_of_large_print(printed: Printed, limit: float) -> Iterator[Finding]:
    """Type that is too small for large print, besides the body text."""
    if printed.is_large_print:
        yield from _small_lines(printed, limit)


def _small_lines(printed: Printed, limit: float) -> Iterator[Finding]:
    size = body_size(printed) or 0.0
    faults = []
    for paragraph, line in all_lines(printed):
        words, least = _small(line, limit, size)
        if words:
            faults.append(Fault(paragraph.page, words, f"{number(least)} pt"))
    yield from told(
        faults,
        f"type smaller than {number(limit)} pt",
        f"set labels, captions and footers at {number(limit)} pt or more too",
    )


def _small(line: Line, limit: float, body: float) -> tuple[str, float]:
    """The words that are too small, and their least size; marks such as in cm² are none."""
    seen = [run for run in line.runs if is_seen(run)]
    small = [run for run in seen if run.size < limit - CLOSE and abs(run.size - body) > CLOSE]
    count = sum(letters(run.text) for run in small)
    if not small or (count <= _MARK and len(small) < len(seen)):
        return "", 0.0
    words = line.text if len(small) == len(seen) else " ".join(run.text for run in small)
    return words, min(run.size for run in small)


def same_paper(printed: Printed, limit: float) -> Iterator[Finding]:
    """Large print on larger paper."""
    if not printed.is_large_print:
        return
    for page in printed.finished.pages:
        short, long = sorted((page.width / MM, page.height / MM))
        if short > _SHORT + 1 or long > _LONG + 1:
            yield Finding(
                f"this page of large print is {short:.0f} x {long:.0f} mm",
                "set the words anew on A4 or Letter; larger sheets are hard to hold and to post",
                page=page.number,
            )
            return


def face(printed: Printed, limit: float) -> Iterator[Finding]:
    """Body text with serifs, or in a face that is made for show."""
    faces: Counter[Face] = Counter()
    for run in seen_runs(body(printed)):
        faces[run.face] += letters(run.text)
    unfit = {one: count for one, count in faces.items() if one.is_serif or _is_decorative(one)}
    if not unfit or 2 * sum(unfit.values()) <= sum(faces.values()):
        return
    most = max(unfit, key=lambda one: unfit[one])
    for paragraph in body(printed):
        if any(run.face in unfit for run in seen_runs([paragraph])):
            yield from told(
                [Fault(paragraph.page, paragraph.text, most.name)],
                "the body text is in a face " + ("with serifs" if most.is_serif else "for show"),
                "use a plain face without serifs, such as Noto Sans or Arial",
            )
            return


def _is_decorative(one: Face) -> bool:
    name = one.name.lower()
    return any(part in name for part in _DECORATIVE)


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PRINT-01",
        "Is the body text 12 points or more?",
        "Many people cannot read less. RNIB prefers 14 points; a clinic can set its own limit.",
        Source("UKAAF; RNIB", "Minimum standards: clear print; Clear Print guidelines"),
        body_text,
        bad=examples("Paragraphs at 9 pt."),
        good=examples("Paragraphs at 12.5 pt.", "A wide face at 14 pt."),
        threshold=12.0,
        unit="points",
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-02",
        "Is the body text of large print 16 points or more?",
        "Whoever asks for large print cannot read the other leaflet. Less is no large print.",
        Source("UKAAF", "Minimum standards: clear and large print"),
        large_print,
        bad=examples("A leaflet called large print, with paragraphs at 14 pt."),
        good=examples("A leaflet called large print, with paragraphs at 18 pt."),
        threshold=16.0,
        unit="points",
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-03",
        "Is all other type 12 points or more too?",
        "Labels, captions and footers hold phone numbers and dates, which somebody needs to read.",
        Source("UKAAF", "Minimum standards: clear print, one size for all text"),
        smallest,
        bad=examples("A footer at 8 pt below paragraphs at 12 pt.", "Labels of a picture at 7 pt."),
        good=examples("A footer at 12 pt.", "A small raised 2 in cm²."),
        threshold=12.0,
        unit="points",
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-03-LARGE",
        "Is all other type of large print 16 points or more too?",
        "In large print there is no small print: page numbers and labels are read too.",
        Source("UKAAF", "Minimum standards: large print, one size for all text"),
        smallest_of_large_print,
        bad=examples("Paragraphs at 18 pt, and a footer at 12 pt."),
        good=examples("Paragraphs and footer at 18 pt."),
        threshold=16.0,
        unit="points",
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-04",
        "Is large print set anew on paper of the same size?",
        "A page enlarged to A3 is hard to hold, to fold and to post.",
        Source("UKAAF", "Minimum standards: large print is set anew, never enlarged"),
        same_paper,
        bad=examples("Large print on A3."),
        good=examples("Large print on A4.", "A poster on A3 that is not large print."),
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "PRINT-14",
        "Is the body text in a plain face without serifs?",
        "Serifs and flourishes make letters harder to tell apart when sight is poor.",
        Source("UKAAF", "Minimum standards: legible sans serif faces"),
        face,
        bad=examples("Paragraphs in Times.", "Paragraphs in a script face."),
        good=examples("Paragraphs in Noto Sans, and one name in Times."),
        looks_in="finished PDF",
    ),
)
