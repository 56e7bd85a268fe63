"""A PDF as it would be read back, made by hand, and what the rules of tags find in it."""

from typing import Any

from msgspec import structs

from handout.check.pages import tags
from handout.check.pages.printed import Printed
from handout.check.rule import Finding
from handout.readback.finished import Box, Element, Face, Finished, Image, Link, Page, Run

Found = dict[str, list[Finding]]
"""What was found, by rule."""

FACE = Face("Some Sans", True, True, False, False, False)
PLACE = Box(72.0, 300.0, 200.0, 400.0)
_LINE = 16.0


def line(text: str, left: float, top: float, element: int | None, **more: Any) -> Run:
    """A line of 12 point type."""
    box = Box(left, top, left + 6.0 * max(len(text), 1), top + 12)
    plain = Run(text, box, top + 10, 12.0, FACE, (0.0, 0.0, 0.0), 0, element=element)
    return structs.replace(plain, **more)


class HandMade:
    """Three pages with three levels of heading, a picture, a link, a table and footers."""

    def __init__(self) -> None:
        """The good one."""
        self.elements: list[Element] = []
        self.runs: dict[int, list[Run]] = {
            page: [line(f"Page {page} of 3", 72, 800, None, is_artifact=True)] for page in (1, 2, 3)
        }
        self.links: list[tuple[int, Link]] = []
        self.images: list[tuple[int, Image]] = []
        self.tab_order = "S"
        self.whole = Finished((), (), "Sciatica", True, "en-GB", True)
        self._down = {1: 80.0, 2: 80.0, 3: 80.0}
        self.add("Document", 1, parent=None)
        self.add("H1", 1, "Sciatica")
        self.add("P", 1, "This tells you what sciatica is.")
        self.add("H2", 1, "What is it?")
        figure = self.add("Figure", 1, alt="A nerve that runs down the leg")
        self.add_image(1, figure)
        self.add("H3", 2, "Where it hurts")
        self.text = self.add("P", 2, "See the pages of the NHS.")
        owner = self.add("Link", 2, parent=self.text)
        box = Box(90, 96, 150, 108)
        self.links.append((2, Link(box, "https://nhs.uk", "the NHS", "pages of the NHS", owner)))
        table = self.add("Table", 3)
        self.change("Table", text="Day Steps Monday 10")
        for row, texts in enumerate((("Day", "Steps"), ("Monday", "10"))):
            at = self.add("TR", 3, parent=table)
            for column, word in enumerate(texts):
                kind, scope = ("TD", "") if row else ("TH", "Column")
                left, top = 72.0 + 200 * column, 80.0 + _LINE * row
                self.add(kind, 3, word, parent=at, scope=scope, left=left, top=top)

    def add(self, kind: str, page: int, text: str = "", **more: Any) -> int:
        """Add an element at the end; its text stands below the last one, or at `left`, `top`."""
        index, box = len(self.elements), None
        top, left = more.pop("top", self._down[page]), more.pop("left", 72.0)
        angle = more.pop("angle", 0.0)
        if text:
            self.runs[page].append(line(text, left, top, index, angle=angle))
            self._down[page] = max(self._down[page], top + _LINE)
            box = self.runs[page][-1].box
        parent = more.pop("parent", 0)
        self.elements.append(Element(kind, parent, page, text, box=box, **more))
        return index

    def change(self, *kinds: str, **more: Any) -> None:
        """Change all elements of some kinds."""
        self.elements = [
            structs.replace(one, **more) if one.kind in kinds else one for one in self.elements
        ]

    def write(self, page: int, text: str, element: int | None = None, **more: Any) -> None:
        """Add a line to a page, which no element says anything of."""
        self.runs[page].append(line(text, 72, 500, element, **more))

    def add_image(self, page: int, element: int | None, **more: Any) -> None:
        """Add a bitmap to a page."""
        self.images.append((page, structs.replace(Image(PLACE, 50, element), **more)))

    def change_link(self, **more: Any) -> None:
        """Change the link."""
        self.links = [(page, structs.replace(link, **more)) for page, link in self.links]

    def at_edge(self, *texts: str, kind: str = "P", top: float = 812.0) -> None:
        """Add a line at the edge of each page from the first on, in an element."""
        for page, text in enumerate(texts, 1):
            self.add(kind, page, text, top=top, left=72.0 + page)

    def untag(self) -> None:
        """Take all tags out."""
        self.elements = []
        self.images = [(page, structs.replace(one, element=None)) for page, one in self.images]
        self.change_link(element=None)
        self.runs = {
            page: [structs.replace(run, element=None, is_artifact=False) for run in runs]
            for page, runs in self.runs.items()
        }
        self.say(is_tagged=False)

    def say(self, **more: Any) -> None:
        """Change what the file says of itself."""
        self.whole = structs.replace(self.whole, **more)

    def finished(self) -> Finished:
        """What would be read back."""
        pages = tuple(
            Page(
                *(number, 595.0, 842.0, tuple(runs), ()),
                tuple(image for page, image in self.images if page == number),
                tuple(link for page, link in self.links if page == number),
                self.tab_order,
            )
            for number, runs in self.runs.items()
        )
        return structs.replace(self.whole, pages=pages, elements=tuple(self.elements))


def judged(subject: Finished) -> Found:
    """What the rules find, by rule; those that find nothing are left out."""
    looked = {rule.id: list(rule.looks(Printed(subject, ()), 0)) for rule in tags.RULES}
    return {name: found for name, found in looked.items() if found}


def pages(found: Found) -> dict[str, list[int]]:
    """The pages of what was found, by rule."""
    return {name: [one.page for one in same] for name, same in found.items()}
