"""Rules of pictures: each is described, in words that describe it, or is an artifact."""

import re
from collections.abc import Iterator

from handout.check.pages.printed import Printed
from handout.check.pages.tree import PICTURES, quoted, some, tagged, up
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Element, Finished, Image, Page

_NO_ALTERNATIVE = re.compile(
    r"[\w\-. ()%/\\:]*\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|eps|pdf|emf|wmf)"
    r"|(?:a |an |the )?(?:image|img|photo|photograph|picture|pic|figure|fig|graphic|illustration"
    r"|drawing|diagram|icon|logo|untitled|placeholder|alt(?: text)?|dsc|screenshot)"
    r"[\s_\-.]*[\d\s_\-.()]*",
    re.IGNORECASE,
)
_LEAST_SIDE = 3.0
"""A bitmap that is thinner is a rule or a shadow, which tells a reader nothing."""


def undescribed(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Pictures without an alternative, and pictures that are in no Figure and no artifact."""
    yield from some(_undescribed(printed.finished))


def _undescribed(finished: Finished) -> Iterator[Finding]:
    elements = tagged(finished)
    for one in elements:
        if one.kind in PICTURES and not _alternative(elements, one):
            caption = f" at {quoted(one.text)}" if one.text.strip() else ""
            yield Finding(
                f"the {_name(one)}{caption} has no alternative text",
                "say in its alternative what it shows, or make it an artifact if it tells nothing",
                page=one.page,
            )
    for page in finished.pages if elements else ():
        for image in page.images:
            is_small = min(image.box.width, image.box.height) < _LEAST_SIDE
            if image.is_artifact or is_small or _is_known(elements, image.element):
                continue
            if _is_ground(elements, image, page):
                continue
            where = "outside the tags"
            if image.element is not None:
                where = f"in a {elements[image.element].kind}, which is not read as a picture"
            yield Finding(
                f"a picture {image.box.width:.0f} points wide is {where}",
                "tag it as a Figure with an alternative text, or as an artifact",
                page=page.number,
            )


def _alternative(elements: tuple[Element, ...], one: Element) -> str:
    """What is read in place of a picture; of one within another, what is read of that."""
    texts = (one.alt, one.actual) + tuple(
        above.alt for above in up(elements, one.parent) if above.kind in PICTURES
    )
    return next((text for text in texts if text and text.strip()), "")


def _is_known(elements: tuple[Element, ...], element: int | None) -> bool:
    """Whether a bitmap belongs to a picture of the tree, or to text that stands for it."""
    return any(
        above.kind in PICTURES or above.alt or above.actual for above in up(elements, element)
    )


def _is_ground(elements: tuple[Element, ...], image: Image, page: Page) -> bool:
    """Whether words of the same element stand on it, so that it is only their ground."""
    if image.element is None:
        return False
    owner = elements[image.element]
    return any(
        run.order > image.order
        and run.box.overlap(image.box) is not None
        and any(above is owner for above in up(elements, run.element))
        for run in page.runs
    )


def _name(one: Element) -> str:
    return "formula" if one.kind == "Formula" else "picture"


def empty_words(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Alternatives that name a file, or say no more than that there is a picture."""
    elements = tagged(printed.finished)
    found = (
        Finding(
            f"the {_name(one)} is described as {quoted(one.alt)}, which says nothing of it",
            "say what it shows, as you would on the phone",
            page=one.page,
        )
        for one in elements
        if one.kind in PICTURES and one.alt and _NO_ALTERNATIVE.fullmatch(one.alt.strip())
    )
    yield from some(found)


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "A11Y-03",
        "Has every picture an alternative text?",
        "An exercise that is only drawn cannot be done by somebody who does not see the drawing.",
        Source("W3C; ISO", "WCAG 2.1 1.1.1; ISO 14289-1 (PDF/UA-1) clause 7.3"),
        undescribed,
        bad=examples(
            "A Figure without Alt, or with an empty one.",
            "A photograph in no element, which is no artifact either.",
        ),
        good=examples(
            "A Figure with the Alt 'A woman lifts her heels from the floor'.",
            "A line for ornament that is an artifact.",
        ),
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-03-WORDS",
        "Does every alternative text say what is seen?",
        "'image1.png' is all that is read out in place of the picture.",
        Source("W3C", "WCAG 2.1 failure F30"),
        empty_words,
        bad=examples("A Figure with the Alt 'image1.png'.", "A Figure with the Alt 'Picture 3'."),
        good=examples("A Figure with the Alt 'Logo of Riverside Clinic'."),
        severity="error",
        looks_in="finished PDF",
    ),
)
