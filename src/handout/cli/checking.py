"""All that can be said of a workspace: its files read, merged, printed and judged; nothing kept."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from handout.cli.session import Session
from handout.errors import ExitCode, HandoutError, Place, Problem, fail

if TYPE_CHECKING:
    from handout.build import Leaflet
    from handout.check.review import Before, Measured
    from handout.library import Library
    from handout.model.exercise import Exercise
    from handout.model.strings import Strings


LARGEST_PDF = 200_000_000


class Wanted(Struct, frozen=True):
    """What is to be looked at. topics: and packs, none for all. looks: none for the clinic's own.

    language: of the topics; empty for the clinic's.
    pages: the finished pages too, for which extra packages are needed.
    against: the git revision that versions are compared with; empty for the last commit.
    """

    topics: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    pages: bool = True
    against: str = ""
    language: str = ""


class Checked(Struct, frozen=True):
    """What was found, in the order of the files, what was measured, how many files there are."""

    problems: tuple[Problem, ...]
    topics: "tuple[Measured, ...]"
    files: int


def checked(library: "Library", session: Session, wanted: Wanted) -> Checked:
    """What is wrong in each file, when they are put together, with the words and on the pages."""
    from handout.check.review import Review, review
    from handout.check.rules import FILE

    files = tuple(_files(library.roots[0]))
    if wanted.topics:
        files = tuple((path, into) for path, into in files if _is_of(path, wanted.topics))
    written: list[Struct] = []
    problems = list(_read(files, written))
    reviewed = Review((), ())
    try:
        clinic = library.clinic()
    except HandoutError as error:
        problems += error.problems
    else:
        problems += _exercises(written, library)
        problems += _drawings(written)
        topics, packs = _wanted(wanted, library)
        for topic, language in (*topics, *packs):
            for look in wanted.looks or ("",):
                problems += _printed(topic, language, look, library, session, wanted.pages)
        before = _before(files, wanted.against, session)
        reviewed = review(library, clinic, topics, written, session.now().today, before)
    found = (*problems, *reviewed.problems)
    named = {structs.replace(one, rule=one.rule or FILE.id) for one in found}
    return Checked(tuple(sorted(named, key=_position)), reviewed.topics, len(files))


def _before(
    files: "tuple[tuple[Path, type[Struct]], ...]", against: str, session: Session
) -> "Before":
    """How the topics' files were at the revision, where they were otherwise."""
    from handout.compare.earlier import earlier
    from handout.model.handout import Handout

    topics = tuple(path for path, into in files if into is Handout)
    found = dict(earlier(session.folder, topics, against, session.environment))
    return found.get


def _position(problem: Problem) -> tuple[str, int, int, int, str, str]:
    place = problem.place or Place("")
    return place.file, place.line, place.column, place.page, problem.message, problem.rule


def _read(
    files: "tuple[tuple[Path, type[Struct]], ...]", written: list[Struct]
) -> Iterator[Problem]:
    """What is wrong in each file; what could be read is added to `written`."""
    from handout.source.guard import load
    from handout.source.reader import read

    for path, into in files:
        try:
            written.append(read(load(path, str(path)), str(path), into))
        except HandoutError as error:
            yield from error.problems


def _files(root: Path) -> "Iterator[tuple[Path, type[Struct]]]":
    """Every file of a workspace with what should be in it."""
    from handout.model.clinic import Clinic, Territories
    from handout.model.drawing import Drawing
    from handout.model.exercise import Exercise
    from handout.model.handout import Handout, Shared
    from handout.model.pack import Pack
    from handout.model.strings import Strings
    from handout.model.template import Template
    from handout.model.words import WordLists

    folders: dict[str, type[Struct]] = {
        "handouts": Handout,
        **{f"handouts/{folder.name}": Handout for folder in _languages(root)},
        **_with_languages(root, "handouts/shared", Shared),
        **_with_languages(root, "handouts/exercises", Exercise),
        **_with_languages(root, "handouts/packs", Pack),
        "handouts/figures": Drawing,
        "templates": Template,
        "templates/strings": Strings,
        "templates/words": WordLists,
    }
    yield root / "clinic.yaml", Clinic
    for folder, into in folders.items():
        for path in sorted((root / folder).glob("*.yaml")):
            is_territories = folder == "templates" and path.stem == "emergency"
            yield path, Territories if is_territories else into


def _with_languages(root: Path, folder: str, into: "type[Struct]") -> "dict[str, type[Struct]]":
    """The folder, and those in it for other languages."""
    inside = sorted(one.name for one in (root / folder).glob("*/") if one.is_dir())
    return {one: into for one in (folder, *(f"{folder}/{name}" for name in inside))}


def _languages(root: Path) -> list[Path]:
    """The folders of handouts in other languages."""
    from handout.library import NO_TOPICS

    found = sorted((root / "handouts").glob("*/"))
    return [folder for folder in found if folder.is_dir() and folder.name not in NO_TOPICS]


def _exercises(written: list[Struct], library: "Library") -> Iterator[Problem]:
    """What is wrong with the words and poses of each exercise, whether a topic has it or not."""
    from handout.artwork.picture import strings_of
    from handout.model.exercise import Exercise

    found = [one for one in written if isinstance(one, Exercise)]
    for language in dict.fromkeys(one.language for one in found):
        try:
            strings = strings_of(library, language)
        except HandoutError as error:
            yield from error.problems
            continue
        for one in found:
            if one.language == language:
                yield from _drawn(one, strings)


def _drawn(exercise: "Exercise", strings: "Strings") -> Iterator[Problem]:
    from handout.merge.cards import exercise_cards, picture_of
    from handout.merge.leaves import Leaves

    leaves = Leaves({}, strings.language)
    exercise_cards(exercise, "", exercise.dose, leaves, strings, 3)
    yield from leaves.problems
    try:
        picture_of("", exercise)
    except HandoutError as error:
        yield from error.problems


def _drawings(written: list[Struct]) -> Iterator[Problem]:
    """What cannot be drawn in the drawings, whether a topic shows them or not."""
    from handout.model.drawing import Drawing, drawing_problems
    from handout.pages.paths import svg_steps

    for one in written:
        if isinstance(one, Drawing):
            yield from drawing_problems(one)
            for shape in one.shapes:
                try:
                    svg_steps(shape.path, shape.place)
                except HandoutError as error:
                    yield from error.problems


_Named = tuple[tuple[str, str], ...]
"""Topics or packs, each with its language or "" for the clinic's."""


def _wanted(wanted: Wanted, library: "Library") -> tuple[_Named, _Named]:
    """The topics and the packs that are to be looked at."""
    if not wanted.topics:
        return tuple(_topics(library)), tuple(_packs(library))
    topics = {name for name, _ in library.topics()}
    packs = {name for name, _ in library.packs()} - topics
    named = tuple(
        (name, language)
        for name in wanted.topics
        for language in ((wanted.language,) if wanted.language else _spoken(name, library))
    )
    return (
        tuple(one for one in named if one[0] not in packs),
        tuple(one for one in named if one[0] in packs),
    )


def _spoken(name: str, library: "Library") -> tuple[str, ...]:
    """The languages that a named topic is written in; "" for the clinic's, in which all else is."""
    root = library.roots[0]
    others = [one.name for one in _languages(root) if (one / f"{name}.yaml").is_file()]
    is_own = (root / "handouts" / f"{name}.yaml").is_file()
    return ("", *others) if is_own or not others else tuple(others)


def _packs(library: "Library") -> Iterator[tuple[str, str]]:
    """Every own pack in each language it is written in."""
    folder = library.roots[0] / "handouts" / "packs"
    yield from ((path.stem, "") for path in sorted(folder.glob("*.yaml")))
    yield from ((path.stem, path.parent.name) for path in sorted(folder.glob("*/*.yaml")))


def _topics(library: "Library") -> Iterator[tuple[str, str]]:
    """Every own topic in each language it is written in, and what its files are part of.

    That is every topic, where none is one's own or where a look, a shared block, an exercise, a
    drawing or the program's words are one's own.
    """
    root = library.roots[0]
    topics = [path.stem for path in sorted((root / "handouts").glob("*.yaml"))]
    folders = (
        "templates", "templates/strings", "templates/words", "handouts/shared",
        "handouts/exercises", "handouts/figures",
    )  # fmt: skip
    parts = any(any((root / folder).glob("*.yaml")) for folder in folders)
    if not library.own_topics() or parts:
        topics = [topic for topic, _ in library.topics()]
    yield from ((topic, "") for topic in topics)
    for folder in _languages(root):
        yield from ((path.stem, folder.name) for path in sorted(folder.glob("*.yaml")))


def _is_of(path: Path, topics: tuple[str, ...]) -> bool:
    """Whether the file is one of these topics' or packs' own, in any language."""
    from handout.library import NO_TOPICS

    folders = path.parent.name, path.parent.parent.name
    is_topic = "handouts" in folders and folders[0] not in NO_TOPICS
    return path.stem in topics and (is_topic or "packs" in folders)


def _printed(
    topic: str, language: str, look: str, library: "Library", session: Session, pages: bool
) -> Iterator[Problem]:
    """What is wrong with a generic leaflet of the topic in the look."""
    from handout.build import Order, leaflet

    moment = session.now()
    try:
        order = Order((topic,), look, language, allowed="it is only looked at")
        made = leaflet(order, None, library, moment.today, moment.made)
        yield from (one for one in made.problems if one.rule != "GOV-02")  # its review has a place
        if pages:
            yield from _on_paper(topic, made, library)
    except HandoutError as error:
        yield from error.problems


def _on_paper(name: str, made: "Leaflet", library: "Library") -> Iterator[Problem]:
    """What the rules find on the pages of a leaflet, told with the topic's file and the look.

    name: of a topic or a pack. Of a built-in one in a built-in look there is nothing here to mend.
    """
    from handout.check.pages.ours import promise, promise_of_pack
    from handout.check.rules import on_paper
    from handout.check.shelf import shelf_of
    from handout.readback.reading import finished

    clinic = library.clinic()
    pack = library.pack(name, made.language)
    topics = pack.topics if pack else (name,)
    handouts = tuple(library.handout(topic, made.language) for topic in topics)
    template = library.template(made.look)
    file = pack.place.file if pack and pack.place else handouts[0].title.place.file
    files = (file, template.place.file if template.place else file)
    if not any(Path(file).is_relative_to(library.roots[0]) for file in files):
        return
    shelf = shelf_of(library, made.language)
    if pack:
        promised = promise_of_pack(handouts, clinic, made.look, template, shelf)
    else:
        promised = promise(handouts[0], clinic, made.look, template, shelf)
    place = Place(file)
    in_look = f" in the look {made.look!r}" if made.look != clinic.template else ""
    for problem in on_paper(finished(made.pdf, place.file), clinic, place, promised):
        yield structs.replace(problem, message=f"{problem.message}{in_look}")


def has_readers() -> bool:
    """Whether the packages that read a PDF back are there."""
    return all(find_spec(name) for name in ("pypdfium2", "pikepdf"))


def checked_pdf(path: Path, session: Session) -> tuple[Problem, ...]:
    """What the rules find in a PDF, whoever made it, or why it cannot be read.

    Raises: HandoutError when it is not the PDF that is at fault.
    """
    from handout.check.rules import FILE

    try:
        return _found_in_pdf(path, session)
    except HandoutError as error:
        if error.code != ExitCode.CONTENT:
            raise
        return tuple(structs.replace(one, rule=FILE.id) for one in error.problems)


def _found_in_pdf(path: Path, session: Session) -> tuple[Problem, ...]:
    from handout.check.rules import on_paper
    from handout.readback.reading import finished
    from handout.source.guard import load

    data = load(path, str(path), LARGEST_PDF)
    if len(data) > LARGEST_PDF:
        fail(f"it is larger than {LARGEST_PDF // 1_000_000} MB", Place(str(path)), "split it")
    clinic = session.library(is_told=False).clinic()
    return tuple(on_paper(finished(data, str(path)), clinic, Place(str(path))))
