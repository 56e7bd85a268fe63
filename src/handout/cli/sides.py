"""Which two sides `handout diff` was asked for: revisions, folders and PDFs, and then topics."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from handout.cli.session import Session
from handout.errors import ExitCode, Place, fail
from handout.files import reason

if TYPE_CHECKING:
    from handout.compare.revision import Repository, Revision
    from handout.compare.side import Paper, Side, Tree

_LARGEST_PDF = 200_000_000
_KINDS = "name a revision such as HEAD, a workspace folder or a PDF"


class Sides(Struct, frozen=True):
    """The old and the new side, and the topics that were named."""

    old: "Side"
    new: "Side"
    topics: tuple[str, ...]


def sides(session: Session, words: tuple[str, ...], room: Path) -> Sides:
    """What the words of the command line mean. room: an empty folder to unpack revisions in.

    The second word is the new side where it can be one; otherwise it is a topic already, and the
    new side is the workspace as it is.
    Raises: HandoutError when a side is not there.
    """
    reader = _Reader(session, room)
    old = reader.side(words[0])
    if len(words) > 1 and reader.is_side(words[1], old):
        return Sides(old, reader.side(words[1]), words[2:])
    return Sides(old, reader.now(), words[1:])


class _Reader:
    """Reads the sides of one command."""

    def __init__(self, session: Session, room: Path) -> None:
        self.session = session
        self.room = room
        self._repository: Repository | None = None

    def side(self, word: str) -> "Side":
        """The side of that name."""
        path = self.session.here / word
        if word and _is_workspace(path):
            return self._folder(path.resolve())
        if word and _is_paper(path):
            return self._paper(path)
        if word.startswith("-"):
            fail(f"{word!r} is no revision", hint=_KINDS)
        if word and _exists(path) and not self._has_repository():
            fail("this folder is no workspace: it has no clinic.yaml", Place(word), _KINDS)
        found = self._revision(word)
        if not found:
            if word and _exists(path):
                fail("this folder is no workspace: it has no clinic.yaml", Place(word), _KINDS)
            fail(f"there is no revision {word[:80]!r}", hint=_KINDS)
        return self._tree(found)

    def is_side(self, word: str, old: "Side") -> bool:
        """Whether a word is a side rather than a topic.

        Raises: HandoutError when it may be both, or is neither.
        """
        path = self.session.here / word
        if not word or word.startswith("-") or _is_workspace(path) or _is_paper(path):
            return True
        is_topic = word in self._topics(old)
        is_revision = (not is_topic or self._has_repository()) and bool(self._revision(word))
        if is_topic and is_revision:
            now = self.session.shown(self.session.folder)
            fail(
                f"{word!r} is a revision and a topic",
                hint=f"for the topic, write the new side before it: {now} {word}",
            )
        if not is_topic and not is_revision and not _exists(path):
            fail(f"there is no revision and no topic {word[:80]!r}", hint=_KINDS)
        return not is_topic

    def now(self) -> "Tree":
        """The workspace as it is."""
        from handout.compare.side import Tree
        from handout.library import builtin

        if not self.session.has_workspace():
            fail(
                "there is no workspace here to compare with", hint="name the new side too",
                code=ExitCode.ENVIRONMENT,
            )  # fmt: skip
        folder = self.session.folder
        return Tree("the workspace as it is now", folder, "", folder == builtin())

    def _folder(self, folder: Path) -> "Tree":
        from handout.compare.side import Tree
        from handout.library import builtin

        if folder == self.session.folder:
            return self.now()
        return Tree(f"the folder {self.session.shown(folder)}", folder, "", folder == builtin())

    def _paper(self, path: Path) -> "Paper":
        from handout.compare.side import Paper

        name = self.session.shown(path)
        try:
            if path.stat().st_size > _LARGEST_PDF:
                fail("this PDF takes more than 200 MB", Place(name), "save it smaller")
            return Paper(name, path.read_bytes())
        except OSError as error:
            fail(f"cannot be read: {reason(error)}", Place(name), code=ExitCode.ENVIRONMENT)

    def _tree(self, found: "Revision") -> "Tree":
        from handout.compare.revision import unpack
        from handout.compare.side import Tree
        from handout.library import builtin

        folder = self.room / found.commit
        is_whole = self.session.folder == builtin()
        if not folder.exists():
            folder.mkdir()
            # The program's own words are those of the program that runs.
            unpack(found, self._known(), folder, "templates/strings" if is_whole else "")
        day = f"{found.day}, " if found.day else ""
        name = f"{found.name} ({day}commit {found.commit[:7]})"
        return Tree(name, folder, found.name, is_whole)

    def _topics(self, old: "Side") -> set[str]:
        """The topics that a word can mean."""
        from handout.compare.side import Tree

        libraries = [self.session.library(is_told=False)]
        if isinstance(old, Tree):
            libraries.append(old.library())
        return {name for library in libraries for name, _ in library.topics()}

    def _has_repository(self) -> bool:
        from handout.errors import HandoutError

        try:
            self._known()
        except HandoutError:
            return False
        return True

    def _known(self) -> "Repository":
        from handout.compare.revision import repository

        if self._repository is None:
            self._repository = repository(self.session.folder, self.session.environment)
        return self._repository

    def _revision(self, word: str) -> "Revision | None":
        from handout.compare.revision import revision

        return revision(word, self._known())


def _is_workspace(path: Path) -> bool:
    try:
        return (path / "clinic.yaml").is_file()
    except (OSError, ValueError):
        return False


def _is_paper(path: Path) -> bool:
    """Whether it is a file, or should be one by its name."""
    try:
        return path.is_file() or path.suffix.lower() == ".pdf"
    except (OSError, ValueError):
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
