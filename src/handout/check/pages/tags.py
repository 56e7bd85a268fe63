"""All rules of tags, fonts and titles; and a file that says it is PDF/UA keeps to what PDF/UA asks.

In: a PDF read back. Out: findings with their pages. In a file without tags A11Y-01 says so, and the
rules that need tags are silent.
"""

from collections.abc import Callable, Iterator

from handout.check.pages import languages, letters, links, order, pictures, structure
from handout.check.pages.languages import no_title, unsaid_language
from handout.check.pages.letters import strange_fonts, unreadable
from handout.check.pages.links import unlinked, unordered
from handout.check.pages.order import outside, read_furniture
from handout.check.pages.pictures import undescribed
from handout.check.pages.printed import Printed
from handout.check.pages.structure import first_heading, levels, scopeless, untagged
from handout.check.rule import Finding, Rule, Source, examples

ASKED: tuple[tuple[str, Callable[[Printed], Iterator[Finding]]], ...] = (
    ("A11Y-01", untagged),
    ("A11Y-01-H1", first_heading),
    ("A11Y-01-LEVELS", levels),
    ("A11Y-03", undescribed),
    ("A11Y-04", unsaid_language),
    ("A11Y-05", no_title),
    ("A11Y-06", strange_fonts),
    ("A11Y-06-LETTERS", unreadable),
    ("A11Y-07-SCOPE", scopeless),
    ("A11Y-08", unlinked),
    ("A11Y-09", unordered),
    ("A11Y-10", read_furniture),
    ("A11Y-10-OUTSIDE", outside),
)
"""What PDF/UA itself asks, and what can be told for certain. One H1 and no more is not asked."""


def false_claim(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """A mark that the file does not earn."""
    claimed = [one for one in printed.finished.claims if one.startswith("PDF/UA")]
    broken = [rule for rule, looks in ASKED if next(looks(printed), None)] if claimed else []
    if broken:
        yield Finding(
            f"the file says that it is {claimed[0]}, and breaks {', '.join(broken)}",
            "mend these, or take the mark out of the metadata",
        )


RULES: tuple[Rule[Printed], ...] = (
    *structure.RULES,
    *order.RULES,
    *pictures.RULES,
    *languages.RULES,
    *letters.RULES,
    *links.RULES,
    Rule(
        "A11Y-12",
        "Does a file with the mark of PDF/UA keep to PDF/UA?",
        "Who relies on the mark does not look again.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clauses 5 and 6"),
        false_claim,
        bad=examples("Metadata that say PDF/UA-1, and a Figure without Alt."),
        good=examples("Metadata that say PDF/UA-1, and a file that keeps to it."),
        severity="error",
        looks_in="finished PDF",
    ),
)
