"""Lines and paragraphs of a finished PDF, as a reader sees them."""

from msgspec import Struct

from handout.readback.finished import Box, Finished, Page, Run


class Line(Struct, frozen=True):
    """Runs on one baseline of one column, from left to right.

    text:    with a space where there is a gap of a word.
    size:    of the type that most letters of it have.
    element: of most of its letters; is_artifact: all of it is furniture.
    """

    text: str
    box: Box
    baseline: float
    size: float
    runs: tuple[Run, ...]
    element: int | None
    is_artifact: bool


class Paragraph(Struct, frozen=True):
    """Lines that belong together, on one page.

    kind: the standard type of the block they are tagged as, such as P, LBody, H1, TD, Caption; in a
          file without tags "H" where they look like a heading, otherwise "P"; "Artifact" for what
          is furniture.
    """

    page: int
    lines: tuple[Line, ...]
    kind: str

    @property
    def text(self) -> str:
        """All of its words."""
        return " ".join(line.text for line in self.lines)


def lines(page: Page) -> tuple[Line, ...]:
    """The lines of a page; those of one column stay together, from the top."""
    raise NotImplementedError


def paragraphs(finished: Finished) -> tuple[Paragraph, ...]:
    """The paragraphs of all pages: in the order of the tags, or as they stand on the pages."""
    raise NotImplementedError
