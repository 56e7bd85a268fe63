"""A topic of a library as its reader sees it, line by line, and what else an approval is about.

In: a handout with its library. Out: a `Reading`. A value is named in brackets, for it is the
clinic's or the visit's. Raises HandoutError where something the topic refers to cannot be read.
"""

import re
from collections import deque
from collections.abc import Iterator

from msgspec import Struct, structs

from handout.check.passages import Passage, Shelf, handout_passages
from handout.check.shelf import with_standing
from handout.compare.words import Line
from handout.document import Run
from handout.errors import HandoutError, Place, Problem
from handout.library import Library
from handout.markup import MarkedBlock, MarkedList, Placeholder, Words, read_blocks, read_line
from handout.merge.choices import Chooser, Chosen
from handout.merge.dose import changed, dose_words
from handout.model.exercise import Exercise
from handout.model.handout import Change, FigureBlock, Handout, Shared
from handout.model.parts import parts
from handout.model.programme import ExerciseChoice
from handout.model.scalars import Condition, Text
from handout.model.strings import Strings

_NAME = re.compile(r"\b([a-z]\w*)\.(\w+)")
_VALUE = "\0"


class Reading(Struct, frozen=True):
    """A topic as it is read. facts: what is not read as words, and yet changes the leaflet."""

    title: str
    language: str
    version: str
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]
    facts: tuple[Line, ...]


def reading(topic: str, language: str, library: Library, strings: Strings) -> Reading:
    """The topic in the language, with the exercises and shared blocks it has."""
    handout = library.handout(topic, language)
    references = _References(library, handout.language)
    passages = handout_passages(handout, Shelf(references.shared, references.chosen))
    if references.problems:
        raise HandoutError(dict.fromkeys(references.problems))
    lines = tuple(_lines(passages, references, strings))
    (stands,) = with_standing((handout,), library)
    facts = tuple(_facts(stands, references, passages))
    return Reading(
        _plain(handout.title.value), handout.language, handout.version, handout.changes, lines,
        facts,
    )  # fmt: skip


class _References:
    """What one handout refers to, kept in the order it was asked for; problems are kept too."""

    def __init__(self, library: Library, language: str) -> None:
        self.library = library
        self.language = language
        self.problems: list[Problem] = []
        self.blocks: dict[str, Shared] = {}
        self.exercises: list[Chosen] = []
        self.chooser = Chooser(
            lambda name, place: library.exercise(name, place, language),
            lambda: library.exercises(language),
            self.problems,
        )

    def shared(self, name: str, place: Place | None) -> Shared:
        """A shared block."""
        try:
            found = self.blocks[name] = self.library.shared(name, place, self.language)
        except HandoutError as error:
            self.problems += error.problems
            raise
        return found

    def chosen(self, choices: tuple[ExerciseChoice, ...]) -> tuple[Chosen, ...]:
        """The exercises of a group."""
        found = self.chooser.chosen(choices)
        self.exercises += found
        return found

    def origin(self, text: Text) -> str:
        """What a text is shared from, or nothing for the handout itself."""
        parts = text.place.file.replace("\\", "/").split("/")
        stem = parts[-1].removesuffix(".yaml")
        if "shared" in parts[-3:-1]:
            return f"shared block {stem}"
        return f"exercise {stem}" if "exercises" in parts[-3:-1] else ""


def _lines(
    passages: tuple[Passage, ...], references: _References, strings: Strings
) -> Iterator[Line]:
    """Every passage; under the name of an exercise its dose, which is printed with it."""
    waiting = deque(references.exercises)
    heading = ""
    for passage in passages:
        origin = references.origin(passage.source)
        text = _tidy(_with_names(passage))
        heading = text if passage.kind == "heading" else heading
        yield Line(passage.kind, text, heading, origin)
        if waiting and passage.source is waiting[0].exercise.name:
            chosen = waiting.popleft()
            spans = dose_words(changed(chosen.exercise.dose, chosen.choice), strings)
            dose = "".join(span.text for span in spans if isinstance(span, Run))
            if dose:
                yield Line("dose", _tidy(dose), heading, origin)


def _with_names(passage: Passage) -> str:
    """The passage with each value named in brackets instead of its neutral word."""
    if not passage.values:
        return passage.text
    names = [span.source for span in _spans(passage.source) if isinstance(span, Placeholder)]
    first = passage.before.count(_VALUE)
    said, last = "", 0
    for value, name in zip(passage.values, names[first:], strict=False):
        said += f"{passage.text[last : value.start]}[{_spoken(name)}]"
        last = value.end
    return said + passage.text[last:]


def _spans(text: Text) -> Iterator[Words | Placeholder]:
    """Everything that stands in a text that could be read."""
    try:
        blocks: tuple[MarkedBlock, ...] = read_blocks(text)
    except HandoutError:  # a line of its own may start with what opens a heading in a text
        yield from read_line(text)
        return
    for block in blocks:
        for marked in block.items if isinstance(block, MarkedList) else (block.spans,):
            yield from marked


def _spoken(expression: str) -> str:
    """A value's expression for those who do not write them."""
    return _NAME.sub(lambda name: f"{name[1]} {name[2].replace('_', ' ')}", expression.strip())


def _plain(title: str) -> str:
    return _tidy(title.replace("**", ""))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _facts(
    handout: Handout, references: _References, passages: tuple[Passage, ...]
) -> Iterator[Line]:
    """What a reader does not read as words: who sees what, pictures, links, sources, dates."""
    yield Line("status", handout.status)
    yield Line("published", handout.published.isoformat())
    yield Line("review by", handout.review_by.isoformat())
    yield Line("owner", handout.owner)
    for section in handout.sections:
        yield from _inside(section, _plain(section.heading.value), "")
    for name, shared in references.blocks.items():
        yield from _inside(shared.blocks, "", f"shared block {name}")
    for chosen in references.exercises:
        yield from _inside(chosen.exercise, "", f"exercise {chosen.id}")
    for source in dict.fromkeys(passage.source for passage in passages):
        if "](" in source.value:
            for span in _spans(source):
                if span.link:
                    said = span.text if isinstance(span, Words) else f"[{_spoken(span.source)}]"
                    yield Line("link", f"{said}: {span.link}", "", references.origin(source))
    for one in handout.sources:
        said = ", ".join(filter(None, (one.title, one.organisation, str(one.year or ""), one.url)))
        yield Line("source", said)


def _inside(part: object, heading: str, origin: str) -> Iterator[Line]:
    """Conditions and pictures of a part of a handout and of what is in it, and its details."""
    if getattr(part, "detail", False):
        yield Line("detail", _tidy(next(parts(part, Text)).value), heading, origin)
    match part:
        case Condition():
            yield Line("only when", part.value, heading, origin)
        case tuple():
            for one in part:
                yield from _inside(one, heading, origin)
        case FigureBlock() | Exercise():
            if isinstance(part, FigureBlock):
                yield Line("picture", part.figure, heading, origin)
            yield Line("picture in words", _tidy(part.alt.value), heading, origin)
            yield from _fields(part, heading, origin)
        case Struct():
            yield from _fields(part, heading, origin)
        case _:
            pass


def _fields(part: Struct, heading: str, origin: str) -> Iterator[Line]:
    for field in structs.fields(part):
        yield from _inside(getattr(part, field.name), heading, origin)
