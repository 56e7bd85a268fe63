"""Where things are: the clinic's workspace first, then the library that comes with the program.

Every file a leaflet is made from comes in through a `Library`. It notes each file it was asked for,
found or not, so that a press made from them can be trusted for as long as they stay the same.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NoReturn, TypeVar

from msgspec import Struct, field

from handout.errors import ExitCode, HandoutError, Place, Problem, fail
from handout.files import LONGEST_NAME, is_file, is_name, names_in, title_of
from handout.language import base, check_language, english_name, territory
from handout.model.clinic import Clinic, Emergency, Territories
from handout.model.drawing import Drawing, drawing_problems
from handout.model.exercise import Exercise
from handout.model.handout import Handout, Shared
from handout.model.pack import Pack, pack_problems
from handout.model.strings import Strings
from handout.model.template import FaceFile, Template, Weight
from handout.model.words import WordLists

T = TypeVar("T", bound=Struct)

PICTURE_SUFFIXES = (".yaml", ".svg", ".png", ".jpg", ".jpeg")
LARGEST_PICTURE = 10_000_000
NO_TOPICS = ("shared", "exercises", "figures", "packs")
"""The folders of handouts/ that hold no topics; any other is for a language."""


def builtin() -> Path:
    """The folder of the library that comes with the program: in the wheel, or the repository."""
    package = Path(__file__).resolve().parent
    packed = package / "builtin"
    return packed if packed.is_dir() else package.parents[1]


def digest(data: bytes) -> str:
    """What stands for a file's content; empty content has one too."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Library(Struct):
    """The files of a workspace, with the built-in ones behind them.

    seen: every path that was asked for with the digest of what was there, or "" for nothing.
    """

    roots: tuple[Path, ...]
    seen: dict[str, str] = field(default_factory=dict)

    def inputs(self) -> str:
        """What stands for all that was read so far, wherever the workspace is."""
        return digest(repr(sorted(self._inside())).encode(errors="surrogatepass"))

    def _inside(self) -> Iterator[tuple[int, str, str]]:
        """Each path that was asked for: which root it is in, its path there, what was in it."""
        roots = [str(root.absolute()) for root in self.roots]
        for name, content in self.seen.items():
            number = next((n for n, root in enumerate(roots) if name.startswith(root)), len(roots))
            root = roots[number] if number < len(roots) else ""
            yield number, name.removeprefix(root), content

    def clinic(self) -> Clinic:
        """The clinic of the workspace; the example clinic where it has none."""
        return self._read("clinic.yaml", Clinic, "run `handout init` to start a workspace")

    def handout(self, topic: str, language: str, place: Place | None = None) -> Handout:
        """The topic in the language; `place` is where it is asked for, if that is in a file.

        Raises: HandoutError when there is no such topic, or none in that language.
        """
        check_language(language, None)
        if not is_name(topic):
            self._no_topic(topic, place)
        for folder in dict.fromkeys((language, base(language))):
            path = f"handouts/{folder}/{topic}.yaml"
            if self._find(path):
                return self._topic(path, topic)
        path = f"handouts/{topic}.yaml"
        if not self._find(path):
            self._no_topic(topic, place)
        handout = self._topic(path, topic)
        if base(handout.language) != base(language):
            fail(
                f"{topic} is written in {english_name(handout.language)}; there is none in "
                f"{english_name(language)}",
                place,
                f"write handouts/{base(language)}/{topic}.yaml, or ask for it in "
                f"{english_name(base(handout.language))}",
            )
        return handout

    def _topic(self, path: str, topic: str) -> Handout:
        handout = self._read(path, Handout)
        if handout.id != topic:
            fail(
                f"the id {handout.id!r} is not the file's name", handout.place, f"write id: {topic}"
            )
        return handout

    def _no_topic(self, topic: str, place: Place | None) -> NoReturn:
        from difflib import get_close_matches

        packs = [name for name, _ in self.packs()]
        if place and topic in packs:
            fail(f"{topic!r} is a pack, not a topic", place, "name its topics here instead")
        known = [*(name for name, _ in self.topics()), *(() if place else packs)]
        near = get_close_matches(topic, known, 1)
        hint = f"did you mean {near[0]!r}?" if near else "`handout list` shows all topics"
        fail(f"there is no topic {topic[:LONGEST_NAME]!r}", place, hint)

    def pack(self, name: str, language: str) -> Pack | None:
        """The pack of that name in the language; None where a topic has the name, or nobody.

        The workspace's own comes before what is built in, be it a pack or a topic.
        Raises: HandoutError when both have the name, or when the pack is in another language.
        """
        check_language(language, None)
        tags = tuple(dict.fromkeys((language, base(language))))
        for root in self.roots if is_name(name) else ():
            alone = Library((root,), self.seen)
            packs = (f"handouts/packs/{folder}{name}.yaml" for folder in _folders(tags))
            topics = (f"handouts/{folder}{name}.yaml" for folder in _folders(tags))
            found = next((path for path in packs if alone._find(path)), None)
            is_topic = any([alone._find(path) for path in topics])
            if found and is_topic:
                message = f"{name!r} is the name of a topic and of a pack"
                fail(message, Place(str(root / found)), "give the pack another name")
            if found:
                return self._pack(alone, found, name, language)
            if is_topic:
                return None
        return None

    def _pack(self, alone: "Library", path: str, name: str, language: str) -> Pack:
        pack = alone._read(path, Pack)
        problems = tuple(pack_problems(pack))
        if problems:
            raise HandoutError(problems)
        return self._spoken(pack, pack.language, f"the pack {name!r}", pack.place, language)

    def packs(self) -> tuple[tuple[str, str], ...]:
        """Every pack's id and title, in order; without reading the files as YAML."""
        found: dict[str, str] = {}
        for path in self.pack_files():
            found.setdefault(path.stem, title_of(path))
        return tuple(sorted(found.items()))

    def pack_files(self) -> tuple[Path, ...]:
        """The file of every pack in each language, the workspace's instead of a built-in one."""
        found: dict[str, Path] = {}
        for root in self.roots:
            folder = root / "handouts" / "packs"
            for path in (*sorted(folder.glob("*.yaml")), *sorted(folder.glob("*/*.yaml"))):
                if path.is_file():
                    found.setdefault(str(path.relative_to(root)), path)
        return tuple(found.values())

    def topic_files(self) -> tuple[Path, ...]:
        """The file of every topic in each language, the workspace's instead of a built-in one."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for path in _topic_files(root):
                found.setdefault(str(path.relative_to(root)), path)
        return tuple(found.values())

    def shared(self, name: str, place: Place | None, language: str) -> Shared:
        """A shared block in the language; `place` is where it is asked for."""
        found = self._translated("shared", Shared, "shared block", name, place, language)
        return self._spoken(found, found.language, f"the shared block {name!r}", place, language)

    def exercise(self, name: str, place: Place | None, language: str) -> Exercise:
        """An exercise of the catalogue in the language; `place` is where it is asked for."""
        found = self._translated("exercises", Exercise, "exercise", name, place, language)
        return self._spoken(found, found.language, f"the exercise {name!r}", place, language)

    def exercises(self, language: str) -> tuple[tuple[str, Exercise], ...]:
        """Every exercise of the catalogue that is written in the language, with its id, by id.

        Raises: HandoutError with what is wrong in any of their files.
        """
        folders = [f"handouts/exercises/{tag}" for tag in dict.fromkeys((language, base(language)))]
        found: dict[str, Exercise] = {}
        problems: list[Problem] = []
        for name in self._names_in(("handouts/exercises", *folders)):
            try:
                found[name] = self._translated(
                    "exercises", Exercise, "exercise", name, None, language
                )
            except HandoutError as error:
                problems += error.problems
        if problems:
            raise HandoutError(problems)
        spoken = base(language)
        return tuple((name, one) for name, one in found.items() if base(one.language) == spoken)

    def _names_in(self, folders: tuple[str, ...]) -> list[str]:
        """The names of the files in folders, in order; a file that comes later will be noticed."""
        names: set[str] = set()
        for folder in (root / one for root in self.roots for one in folders):
            self._note(folder, names_in(folder))
            names |= {path.stem for path in folder.glob("*.yaml") if is_name(path.stem)}
        return sorted(names)

    def _translated(
        self, folder: str, into: type[T], what: str, name: str, place: Place | None, language: str
    ) -> T:
        for tag in dict.fromkeys((language, base(language))):
            path = f"handouts/{folder}/{tag}/{name}.yaml"
            if is_name(name) and self._find(path):
                return self._read(path, into)
        return self._referred(f"handouts/{folder}/{name}.yaml", into, what, name, place)

    def _spoken(self, found: T, written: str, what: str, place: Place | None, language: str) -> T:
        """What was found, if it is in the language: words of another are no help to a patient."""
        if base(written) != base(language):
            folders = {Shared: "shared", Pack: "packs"}
            folder = folders.get(type(found), "exercises")
            fail(
                f"{what} is written in {english_name(written)}, not in {english_name(language)}",
                place,
                f"write it in handouts/{folder}/{base(language)}/",
            )
        return found

    def template(self, name: str) -> Template:
        """The look of that name."""
        return self._referred(f"templates/{name}.yaml", Template, "look", name, None)

    def strings(self, language: str) -> Strings:
        """The program's own words in the language."""
        for name in dict.fromkeys((language, base(language))):
            if self._find(f"templates/strings/{name}.yaml"):
                return self._read(f"templates/strings/{name}.yaml", Strings)
        fail(
            f"the program's own words are not translated to {english_name(language)}",
            hint=f"write templates/strings/{base(language)}.yaml after templates/strings/en.yaml",
        )

    def words(self, language: str) -> WordLists | None:
        """What is known about the words of the language; None where nothing is."""
        for name in dict.fromkeys((language, base(language))):
            if self._find(f"templates/words/{name}.yaml"):
                return self._read(f"templates/words/{name}.yaml", WordLists)
        return None

    def emergency(self, clinic: Clinic) -> Emergency:
        """What the clinic says to call, or what its territory does."""
        if clinic.emergency:
            return clinic.emergency
        known = self._territories()
        here = territory(clinic.language)
        return next((e for e in known.territories if e.territory == here), known.otherwise)

    def emergencies(self, clinic: Clinic) -> tuple[Emergency, ...]:
        """What is called anywhere, and what the clinic says to call first of all."""
        known = self._territories()
        own = (clinic.emergency,) if clinic.emergency else ()
        return (*own, *known.territories, known.otherwise)

    def _territories(self) -> Territories:
        return self._read("templates/emergency.yaml", Territories)

    def faces(self, template: Template) -> tuple[FaceFile, ...]:
        """The font files of a look, regular before bold, family by family.

        Raises: HandoutError (environment) when a family is not there.
        """
        files: list[FaceFile] = []
        for family in template.fonts:
            for weight in ("regular", "bold"):
                files.append(self._face(family, weight, template))
        return tuple(files)

    def _face(self, family: str, weight: Weight, template: Template) -> FaceFile:
        for root in self.roots:
            folder = root / "fonts" / family
            self._note(folder, names_in(folder))
            for path in sorted(folder.glob(f"*-{weight.title()}.ttf")):
                self._note(path, path.read_bytes())
                return FaceFile(family, weight, str(path))
        fail(f"there is no {weight} font {family!r}", template.place,
             f"put it into fonts/{family}/ as a TrueType file ending in -{weight.title()}.ttf",
             ExitCode.ENVIRONMENT)  # fmt: skip

    def picture(self, name: str, place: Place | None) -> bytes | Drawing:
        """A picture by its name in handouts/figures/, or by its path in the workspace.

        Raises: HandoutError when it is not there, no regular file of the workspace, or too large.
        """
        path = self._picture_path(name, place)
        if path.stat().st_size > LARGEST_PICTURE:
            fail(f"the picture {name!r} takes more than 10 MB", place, "save it smaller")
        data = path.read_bytes()
        self._note(path, data)
        if path.suffix == ".yaml":
            from handout.source.reader import read

            drawing = read(data, str(path), Drawing)
            problems = tuple(drawing_problems(drawing))
            if problems:
                raise HandoutError(problems)
            return drawing
        return data

    def _picture_path(self, name: str, place: Place | None) -> Path:
        asked = PurePosixPath(name)
        if asked.is_absolute() or ".." in asked.parts or "\\" in name:
            fail(
                f"the picture {name!r} is outside the workspace",
                place,
                "copy it to handouts/figures/",
            )
        names = [name] if asked.suffix else [name + suffix for suffix in PICTURE_SUFFIXES]
        if asked.suffix and asked.suffix.lower() not in PICTURE_SUFFIXES:
            fail(
                f"{name!r} is no picture",
                place,
                "use a PNG, JPEG or SVG file, or a drawing in YAML",
            )
        for root in self.roots:
            for candidate in names:
                for path in (root / "handouts" / "figures" / candidate, root / candidate):
                    if not is_file(path):
                        self._note(path, None)
                        continue
                    if not path.resolve().is_relative_to(root.resolve()):
                        fail(
                            f"the picture {name!r} is a link that leads outside the workspace",
                            place,
                            "copy the file itself to handouts/figures/",
                        )
                    return path
        fail(f"there is no picture {name[:LONGEST_NAME]!r}", place, "put it into handouts/figures/")

    def topics(self) -> tuple[tuple[str, str], ...]:
        """Every topic's id and title, in order; without reading the files as YAML."""
        found: dict[str, str] = {}
        for root in self.roots:
            for path in _topic_files(root):
                found.setdefault(path.stem, title_of(path))
        return tuple(sorted(found.items()))

    def own_topics(self) -> tuple[str, ...]:
        """The topics of the workspace itself."""
        return tuple(sorted({path.stem for path in _topic_files(self.roots[0])}))

    def looks(self) -> tuple[str, ...]:
        """Every look's name."""
        skipped = ("emergency",)
        names = {path.stem for root in self.roots for path in (root / "templates").glob("*.yaml")}
        return tuple(sorted(names.difference(skipped)))

    def _referred(self, path: str, into: type[T], what: str, name: str, place: Place | None) -> T:
        if not is_name(name) or not self._find(path):
            from difflib import get_close_matches

            folder = str(PurePosixPath(path).parent)
            known = sorted(
                {file.stem for root in self.roots for file in (root / folder).glob("*.yaml")}
            )
            known = list(self.looks()) if what == "look" else known
            near = get_close_matches(name, known, 1)
            hint = (
                f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known) or 'none'}"
            )
            fail(f"there is no {what} {name[:LONGEST_NAME]!r}", place, hint)
        return self._read(path, into)

    def _find(self, path: str) -> Path | None:
        for root in self.roots:
            file = root / path
            if is_file(file):
                return file
            self._note(file, None)
        return None

    def _read(self, path: str, into: type[T], hint: str = "") -> T:
        from handout.source.guard import load
        from handout.source.reader import read

        file = self._find(path)
        if file is None:
            fail(f"there is no {path} in {self.roots[0]}", hint=hint, code=ExitCode.ENVIRONMENT)
        data = load(file, str(file))
        self._note(file, data)
        return read(data, str(file), into)

    def _note(self, path: Path, data: bytes | None) -> None:
        self.seen[str(path.absolute())] = "" if data is None else digest(data)


def unchanged(seen: dict[str, str]) -> bool:
    """Whether every file is still what it was, and what was not there still is not."""
    for name, before in seen.items():
        path = Path(name)
        try:
            if path.is_dir():
                now = digest(names_in(path) or b"")
            else:
                now = digest(path.read_bytes()) if before or is_file(path) else ""
        except OSError:
            now = ""
        if now != before:
            return False
    return True


def _topic_files(root: Path) -> list[Path]:
    """The topics of a workspace: in handouts/ itself, then in a folder for each other language."""
    folder = root / "handouts"
    languages = sorted(one for one in folder.glob("*/") if one.name not in NO_TOPICS)
    files = (path for one in (folder, *languages) for path in sorted(one.glob("*.yaml")))
    return [path for path in files if path.is_file()]


def _folders(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Where a file may be: in the folder of a language, or in none."""
    return (*(f"{tag}/" for tag in tags), "")
