"""Rules of links: what they are called, where they are in the tags, and how they are reached."""

import re
from collections.abc import Iterator

from handout.check.pages.printed import Printed
from handout.check.pages.tree import quoted, some, tagged, up
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Element, Finished, Link, Page

_LONGEST_ADDRESS = 60
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_EMPTY = frozenset(
    ("here", "click", "click here", "press here", "tap here", "see here", "go here", "more",
     "read more", "learn more", "find out more", "more info", "more information", "link", "links",
     "this link", "this page", "this", "follow this link", "click this link", "details",
     "download", "website", "this website", "continue")
)  # fmt: skip


def unlinked(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Links that are in no Link element, and links without a description."""
    elements = tagged(printed.finished)
    if elements:
        yield from some(
            Finding(*fault, page=page.number)
            for page in printed.finished.pages
            for link in page.links
            for fault in _faults(elements, link)
        )


def _faults(elements: tuple[Element, ...], link: Link) -> Iterator[tuple[str, str]]:
    """What is wrong with a link, and what to do."""
    name = quoted(link.words or link.target)
    owner = next((one for one in up(elements, link.element) if one.kind == "Link"), None)
    if owner is None:
        yield f"the link {name} is in no Link of the tags", "tag it as a Link, with its words"
    if not link.contents.strip() and not (owner and owner.alt and owner.alt.strip()):
        yield (
            f"the link {name} has no description",
            "say in its Contents where it leads",
        )


def empty_words(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Links whose words do not say where they lead."""
    yield from some(_empty_words(printed.finished))


def _empty_words(finished: Finished) -> Iterator[Finding]:
    is_english = not finished.language or finished.language.lower().startswith("en")
    for page in finished.pages:
        for words in _words(finished, page):
            bare = re.sub(r"[^\w\s]+", " ", words)
            if is_english and " ".join(bare.lower().split()) in _EMPTY:
                yield Finding(
                    f"the link {quoted(words)} does not say where it leads",
                    "name what is there: 'Exercises for your back'",
                    page=page.number,
                )
            joined = "".join(words.split())
            if len(joined) > _LONGEST_ADDRESS and _ADDRESS.fullmatch(joined):
                yield Finding(
                    f"the link {quoted(words)} is an address of {len(joined)} letters",
                    "name what is there, and give a short address to those who read on paper",
                    page=page.number,
                )


def _words(finished: Finished, page: Page) -> Iterator[str]:
    """The words of each link of a page; those that go on over lines are one."""
    previous: Link | None = None
    words: list[str] = []
    for link in page.links:
        if previous is None or not _goes_on(previous, link):
            yield " ".join(words)
            words = []
        words.append(link.words)
        previous = link
    yield " ".join(words)


def _goes_on(previous: Link, link: Link) -> bool:
    """Whether a link is the next line of the one before it."""
    if link.target != previous.target or link.element != previous.element:
        return False
    gap = link.box.top - previous.box.bottom
    return link.element is not None or -link.box.height < gap < link.box.height


def unordered(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Pages with links where the tab key does not go by the tags."""
    if not tagged(printed.finished):
        return
    for page in printed.finished.pages:
        if page.links and page.tab_order != "S":
            yield Finding(
                "the tab key does not go through the links in the order of the tags",
                "set the tab order of the page to the structure (Tabs S)",
                page=page.number,
            )


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "A11Y-08",
        "Is every link tagged and described?",
        "Otherwise it is heard as plain text, and nobody knows that there is a link.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clause 7.18.5"),
        unlinked,
        bad=examples("A link in no Link element.", "A link without Contents."),
        good=examples("A Link with its words, whose annotation has Contents."),
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-08-WORDS",
        "Do the words of every link say where it leads?",
        "Links are read out as a list, and ten times 'here' is no list.",
        Source("W3C", "WCAG 2.1 2.4.4 and 2.4.9; a limit for addresses: house rule"),
        empty_words,
        bad=examples("The link 'click here'.", "An address of 90 letters as the words of a link."),
        good=examples("The link 'Exercises for your back'.", "The link 'www.nhs.uk/sciatica'."),
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-09",
        "Does the tab key go through links in the order of the tags?",
        "Who cannot use a mouse is otherwise sent across the page and back.",
        Source("ISO", "ISO 14289-1 (PDF/UA-1) clause 7.18.3; WCAG 2.1 2.4.3"),
        unordered,
        bad=examples("A page with 2 links that has no Tabs."),
        good=examples("A page with links and the Tabs S.", "A page without links."),
        looks_in="finished PDF",
    ),
)
