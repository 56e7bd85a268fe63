"""What is compared: a workspace on one side, or a PDF."""

from datetime import date, datetime
from pathlib import Path

from msgspec import Struct, structs

from handout.build import Order, Ready, compiled, printed
from handout.errors import Problem
from handout.library import NO_TOPICS, Library, builtin, unchanged

_PARTS = (
    "templates", "templates/strings", "templates/words", "handouts/shared", "handouts/exercises",
    "handouts/figures",
)  # fmt: skip


class Tree(Struct, frozen=True):
    """A workspace. name: as the reader knows it.

    label:    what stands before the names of its files in a message; empty where a person can open
              them. is_whole: it is the built-in library itself, whose topics are all it has.
    """

    name: str
    folder: Path
    label: str = ""
    is_whole: bool = False

    def library(self) -> Library:
        """Its files with the built-in ones behind them, none looked at yet."""
        return Library(tuple(dict.fromkeys((self.folder, builtin()))))

    def placed(self, problem: Problem) -> Problem:
        """The problem with its file named by the side it is on."""
        if not self.label:
            return problem
        message = problem.message.replace(str(self.folder), self.label)
        place = problem.place
        if place and Path(place.file).is_relative_to(self.folder):
            inside = Path(place.file).relative_to(self.folder).as_posix()
            place = structs.replace(place, file=f"{self.label}:{inside}")
        return structs.replace(problem, message=message, place=place)


class Paper(Struct, frozen=True):
    """A PDF."""

    name: str
    pdf: bytes


Side = Tree | Paper


class Topic(Struct, frozen=True, order=True):
    """A topic; the language is the clinic's where it is empty."""

    id: str
    language: str = ""

    def __str__(self) -> str:
        return f"{self.id} ({self.language})" if self.language else self.id


class Made(Struct, frozen=True):
    """A topic that can be printed. seen: every file it is made from, as in `Library`."""

    ready: Ready
    library: Library


class Day(Struct, frozen=True):
    """The day it is, and the date files carry; None for the handout's own."""

    today: date
    made: datetime | None


def topics(tree: Tree) -> tuple[Topic, ...]:
    """Every topic that can be asked for, in each language it is written in."""
    clinic = tree.library().clinic().language
    spoken = (clinic, clinic.partition("-")[0])
    found = set()
    roots = tree.library().roots
    for root in roots[:1] if tree.is_whole else roots:
        handouts = root / "handouts"
        found |= {Topic(path.stem) for path in handouts.glob("*.yaml")}
        for folder in handouts.glob("*/"):
            if folder.name not in NO_TOPICS:
                language = "" if folder.name in spoken else folder.name
                found |= {Topic(path.stem, language) for path in folder.glob("*.yaml")}
    return tuple(sorted(found))


def has_parts(tree: Tree) -> bool:
    """Whether the workspace has something of its own that built-in topics are made of."""
    return any(any((tree.folder / part).glob("*.yaml")) for part in _PARTS)


def made(topic: Topic, tree: Tree, look: str) -> Made:
    """The topic, ready to be printed.

    Raises: HandoutError with every problem found.
    """
    library = tree.library()
    return Made(compiled(Order((topic.id,), look, topic.language), library), library)


def pdf(one: Made, day: Day) -> tuple[bytes, tuple[Problem, ...]]:
    """The generic leaflet, and the pages that did not work out."""
    done = printed(one.ready, None, one.library, day.today, day.made)
    return done.pdf, tuple(one for one in done.problems if one.severity == "error")


def is_made_of_the_same(one: Made, tree: Tree, other: Tree) -> bool:
    """Whether every file that a topic of a tree is made from is the same in the other tree."""
    seen: dict[str, str] = {}
    for name, digest in one.library.seen.items():
        path = Path(name)
        if path.is_relative_to(tree.folder):
            name = str(other.folder / path.relative_to(tree.folder))
        if seen.get(name) and seen[name] != digest:
            return False  # The other tree stands behind this one, and both have such a file.
        seen[name] = digest
    return unchanged(seen)
