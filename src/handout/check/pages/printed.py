"""What the rules of the pages look at: a PDF read back, and what was promised of it."""

from msgspec import Struct

from handout.readback.finished import Finished
from handout.readback.lines import Paragraph, paragraphs


class Promise(Struct, frozen=True):
    """What the files of a workspace say of the leaflet; of somebody else's PDF nothing is known.

    smallest: the size in points that the look says its type may be; None for that of a leaflet.
    pages:    sides it may take; None where nothing is said.
    warnings: how the box of the warning signs starts, which stands on the first 2 pages; empty
              where the topic need not have it.
    dates:    the dates of publication and review as they are printed.
    phone:    what a reader can call, as it is printed.
    """

    is_large_print: bool = False
    smallest: float | None = None
    pages: int | None = None
    warnings: str = ""
    dates: tuple[str, ...] = ()
    phone: str = ""


class Printed(Struct, frozen=True):
    """A finished PDF. promise: None where it is not ours."""

    finished: Finished
    paragraphs: tuple[Paragraph, ...]
    promise: Promise | None = None

    @property
    def is_large_print(self) -> bool:
        """Whether it is for readers who asked for large print."""
        return self.promise.is_large_print if self.promise else self.finished.is_large_print


def printed(finished: Finished, promise: Promise | None = None) -> Printed:
    """The PDF with its paragraphs."""
    return Printed(finished, paragraphs(finished), promise)
