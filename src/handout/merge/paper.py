"""What the paper of a look asks of a document: where its opening ends, and what its back holds."""

from collections.abc import Iterator

from handout.document import Block, Break, Paragraph, Run
from handout.model.template import Template


def after_opening(template: Template) -> Iterator[Block]:
    """What parts title, summary and main message from the words: columns, or a fold."""
    page = template.page
    if page.columns > 1 and not page.frames:
        yield Break("columns")
    elif page.imposition == "trifold":
        yield Break()


def has_closing(template: Template) -> bool:
    """Whether what closes the leaflet has a place: the back of a folded one, or over columns."""
    page = template.page
    return is_folded(template) or (page.columns > 1 and not page.frames)


def is_folded(template: Template) -> bool:
    """Whether the leaflet has a back, which holds how to reach the clinic and the dates."""
    return template.page.imposition != "none"


def dates(lines: tuple[str, ...]) -> Iterator[Block]:
    """The words of a footer, where pages are too small for it."""
    for line in lines:
        yield Paragraph((Run(line),), "small")
