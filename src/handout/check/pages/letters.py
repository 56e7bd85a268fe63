"""Rules of fonts and letters: embedded, with their Unicode characters, so that they can be read."""

from collections.abc import Iterator

from handout.check.pages.printed import Printed
from handout.check.pages.tree import is_seen, quoted, up
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Finished, Run


def strange_fonts(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Fonts that are not in the file, or whose letters are no characters."""
    pages: dict[tuple[str, str], list[int]] = {}
    for page in printed.finished.pages:
        for run in page.runs:
            for fault in _faults(run):
                numbers = pages.setdefault((run.face.name, fault), [])
                if page.number not in numbers:
                    numbers.append(page.number)
    for (name, fault), numbers in pages.items():
        message = f"the font {quoted(name)} {fault} ({_listed(numbers)})"
        hint = "embed all fonts when you export the file"
        if "mapped" in fault:
            hint = "use a font that is not coded by hand, and export the file again"
        yield Finding(message, hint, page=numbers[0])


def _faults(run: Run) -> Iterator[str]:
    if not run.face.is_embedded and is_seen(run):
        yield "is not in the file"
    if not run.face.is_mapped and not run.is_artifact:
        yield "has letters that are not mapped to characters"


def _listed(pages: list[int]) -> str:
    """Pages for a message, as runs of them: pages 1-3 and 7."""
    if len(pages) == 1:
        return f"page {pages[0]}"
    if pages == list(range(pages[0], pages[-1] + 1)):
        return f"pages {pages[0]}-{pages[-1]}"
    return "pages " + ", ".join(map(str, pages[:5])) + ("…" if len(pages) > 5 else "")


def unreadable(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Letters that are seen on a page and that nothing can read out, search or copy."""
    for page in printed.finished.pages:
        lost = [run for run in page.runs if _is_lost(printed.finished, run)]
        if lost:
            names = sorted({run.face.name for run in lost})
            yield Finding(
                f"{len(lost)} pieces of text are shapes without characters, in "
                f"{' and '.join(map(quoted, names[:2]))}",
                "export the file with its text as text, in a font that has these characters",
                page=page.number,
            )


def _is_lost(finished: Finished, run: Run) -> bool:
    if run.is_artifact or not is_seen(run) or not run.face.is_mapped:
        return False
    is_lost = all(map(_is_no_character, "".join(run.text.split())))
    return is_lost and not any(
        above.alt or above.actual for above in up(finished.elements, run.element)
    )


def _is_no_character(letter: str) -> bool:
    """Whether it is the sign for an unknown letter, or one of those that mean nothing outside."""
    return letter in "\ufffd\ufffe\uffff\x00" or "\ue000" <= letter <= "\uf8ff"


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "A11Y-06",
        "Are all fonts in the file, and their letters mapped to characters?",
        "Otherwise another machine shows other letters, and a screen reader has none to read.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clauses 7.21.4 and 7.21.7"),
        strange_fonts,
        bad=examples("Text in Helvetica, which is not embedded.", "A font without ToUnicode."),
        good=examples("Each font is a subset in the file, and has ToUnicode."),
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-06-LETTERS",
        "Is every letter a character?",
        "Letters without a character are seen, and cannot be heard, searched or translated.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clauses 7.2 and 7.21.7"),
        unreadable,
        bad=examples("Words whose characters are all U+FFFD or of the private use area."),
        good=examples(
            "Words of Unicode characters.", "A sign of a font for icons, as an artifact."
        ),
        severity="error",
        looks_in="finished PDF",
    ),
)
