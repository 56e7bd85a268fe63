"""What several items look at: findings of rules, actions, pictures, tables, tools and numbers.

Pure: a subject in, what stands in it out.
"""

from collections.abc import Callable, Iterator

from msgspec import Struct

from handout.check.lexicon import Phrases
from handout.check.passages import Passage
from handout.check.scores.answer import Answer, agree, disagree, left_out, short, told, unsaid
from handout.check.scores.subject import Part, Subject
from handout.check.sentences import Sentence, Word, sentences_of, words_of
from handout.errors import Place, Problem
from handout.language import english_name
from handout.model.handout import (
    Block,
    ChecklistBlock,
    DiaryBlock,
    ExerciseDiaryBlock,
    FigureBlock,
    LinesBlock,
    TableBlock,
)
from handout.model.scalars import Text

Look = Callable[[Subject], Answer]

_STEM = 4


class Visual(Struct, frozen=True):
    """A picture: a figure, or an exercise that is drawn. caption: what it is called."""

    caption: str
    alt: str
    place: Place | None
    is_exercise: bool = False


class Grid(Struct, frozen=True):
    """A table or a diary. rows: the first cells, where they name their rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    place: Place | None


class Risk(Struct, frozen=True):
    """A sentence that tells of a risk. is_number: it says how likely in digits."""

    passage: Passage
    sentence: Sentence
    is_number: bool


def needs_lists(look: Look) -> Look:
    """The look, where the language has word lists; without them nobody has said."""

    def asked(subject: Subject) -> Answer:
        if subject.lexicon is None or subject.wording is None:
            spoken = english_name(subject.handout.language)
            return unsaid(f"there are no word lists in {spoken}: a person has to look")
        return look(subject)

    return asked


def free_of(rules: tuple[str, ...], praise: str) -> Look:
    """A look that is met where none of the rules has found anything. praise: of {words} words."""

    @needs_lists
    def asked(subject: Subject) -> Answer:
        found = findings(subject, rules)
        if found:
            return faulted(found)
        return agree(f"{praise}, in {told(words(subject), 'word')} ({', '.join(rules)})")

    return asked


def faulted(found: tuple[Problem, ...]) -> Answer:
    """The item is lost by findings: the first is told, and how many more there are."""
    more = f"; {len(found) - 1} more" if len(found) > 1 else ""
    return disagree(f"{found[0].message} ({found[0].rule}){more}", found[0].place)


def findings(subject: Subject, rules: tuple[str, ...]) -> tuple[Problem, ...]:
    """What the rules of these ids have found."""
    return tuple(one for one in subject.findings if one.rule in rules)


def attested(item: str, applies: Callable[[Subject], str] = lambda subject: "") -> Look:
    """A look that is met where somebody attests the item. applies: why it does not, or nothing."""

    def asked(subject: Subject) -> Answer:
        why_not = applies(subject)
        if why_not:
            return left_out(why_not)
        found = subject.handout.attest.of(item)
        if found is None:
            return unsaid(f"write attest: {item}: when somebody has looked")
        return agree(f"{found.by}, {found.role}, {found.date.isoformat()}")

    return asked


def quoted(passage: Passage, longest: int = 60) -> str:
    """The passage in quotes, cut where it is long; a value that is filled in is an ellipsis."""
    text, last = "", 0
    for value in passage.values:
        text += passage.text[last : value.start] + "…"
        last = value.end
    return short(text + passage.text[last:], longest)


def words(subject: Subject) -> int:
    """How many words every reader reads."""
    return sum(len(words_of(one.text)) for one in subject.passages)


def sentences(subject: Subject, passage: Passage) -> tuple[Sentence, ...]:
    """The sentences of a passage."""
    known = subject.lexicon.abbreviations if subject.lexicon else frozenset[str]()
    return sentences_of(passage.text, known)


def said(passages: tuple[Passage, ...], phrases: Phrases[None]) -> Passage | None:
    """The first passage with one of the phrases."""
    return next((p for p in passages if next(phrases.find(words_of(p.text)), None)), None)


def actions(subject: Subject, passages: tuple[Passage, ...]) -> Iterator[Passage]:
    """What asks the reader to act: steps, items to do or to tick, and sentences that are orders."""
    for passage in passages:
        if is_step(passage, subject) or (passage.kind in _MAY_ASK and has_order(passage, subject)):
            yield passage


_MAY_ASK = ("paragraph", "list item", "main message", "table cell", "callout title")


def is_step(passage: Passage, subject: Subject) -> bool:
    """Whether it is a step, a thing to do, or a plan to tick; `I am pregnant` is none of them."""
    if not (passage.is_action and passage.list):
        return False
    if passage.source not in _to_tick(subject.blocks):
        return True
    first = words_of(passage.text)[0].lower
    is_plan = subject.wording is not None and first in subject.wording.plans
    return has_order(passage, subject) or (is_plan and not _is_state(passage, subject))


def _to_tick(blocks: tuple[Block, ...]) -> frozenset[Text]:
    lists = (block.checklist for block in blocks if isinstance(block, ChecklistBlock))
    return frozenset(item for items in lists for item in items)


def _is_state(passage: Passage, subject: Subject) -> bool:
    """Whether the second word is a form of to be: `I am over 65`, `My foot is numb`."""
    second = words_of(passage.text)[1:3]
    return subject.lexicon is not None and any(
        word.lower in subject.lexicon.voice.be for word in second
    )


def has_order(passage: Passage, subject: Subject) -> bool:
    """Whether one of its sentences says what to do. An item that goes on with one does not."""
    if passage.continues and passage.text.lstrip()[:1].islower():
        return False
    return any(_is_order(sentence, subject) for sentence in sentences(subject, passage))


def _is_order(sentence: Sentence, subject: Subject) -> bool:
    """Whether it starts with what to do: `Rest your foot`, not `Rest is good`."""
    if subject.lexicon is None or subject.wording is None or len(sentence.words) < 2:
        return False
    first, second = sentence.words[0].lower, sentence.words[1].lower
    return first in subject.lexicon.acting and second not in subject.wording.facts


def steps(part: Part, subject: Subject) -> tuple[Passage, ...]:
    """The first of each list of 2 and more things to do, in steps or to tick."""
    listed: dict[int, list[Passage]] = {}
    for passage in part.passages:
        if is_step(passage, subject):
            listed.setdefault(passage.list, []).append(passage)
    return tuple(items[0] for items in listed.values() if len(items) > 1)


def all_steps(subject: Subject) -> tuple[Passage, ...]:
    """The same, of the whole leaflet."""
    return tuple(one for part in subject.parts for one in steps(part, subject))


def visuals(part: Part) -> Iterator[Visual]:
    """The pictures of a section."""
    for block in part.blocks:
        if isinstance(block, FigureBlock):
            yield Visual(block.caption.value.strip(), block.alt.value, block.caption.place)
    for one in part.exercises:
        if one.figure:
            yield Visual(one.name.value.strip(), one.alt.value, one.place, True)


def all_visuals(subject: Subject) -> tuple[Visual, ...]:
    """The pictures of the leaflet."""
    return tuple(one for part in subject.parts for one in visuals(part))


def grids(blocks: tuple[Block, ...]) -> Iterator[Grid]:
    """The tables and diaries."""
    for block in blocks:
        match block:
            case TableBlock():
                rows = tuple(row[0].value for row in block.rows) if block.row_headers else ()
                columns = tuple(one.value for one in block.columns)
                yield Grid(block.table.value, columns, rows, block.table.place)
            case DiaryBlock():
                columns = tuple(one.value for one in block.columns)
                yield Grid(block.diary.value, columns, (), block.diary.place)
            case _:
                pass


def tools(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Place | None]]:
    """What a reader can fill in or tick: what it is, and where it stands."""
    for block in blocks:
        match block:
            case ChecklistBlock():
                yield f"a checklist of {told(len(block.checklist), 'item')}", block.place
            case DiaryBlock():
                yield f"the diary {short(block.diary.value)}", block.diary.place
            case ExerciseDiaryBlock():
                yield f"the diary {short(block.exercise_diary.value)}", block.place
            case LinesBlock():
                yield f"lines for {short(block.label.value)}", block.label.place
            case TableBlock() if any(not cell.value.strip() for row in block.rows for cell in row):
                yield f"the table {short(block.table.value)} to fill in", block.table.place
            case _:
                pass


def is_form(subject: Subject) -> bool:
    """Whether the leaflet is there to be filled in: half of its sections and more are."""
    forms = [part for part in subject.parts if any(tools(part.blocks))]
    return len(forms) * 2 >= len(subject.parts) and not subject.exercises


def numbers(subject: Subject) -> Iterator[tuple[Passage, Sentence, int]]:
    """Each number in digits with its sentence, and its index there; not the clinic's own."""
    for passage in subject.passages:
        for sentence in sentences(subject, passage):
            for index, word in enumerate(sentence.words):
                if word.is_number and not passage.is_value(word.start):
                    yield passage, sentence, index


def risks(subject: Subject) -> Iterator[Risk]:
    """Sentences of the topic's own file that tell of a risk, or how likely something is."""
    assert subject.lexicon
    for passage in subject.own:
        if passage.kind in ("title", "heading", "question", "column", "caption"):
            continue
        for sentence in sentences(subject, passage):
            is_number = any(
                is_likelihood(sentence.words, index, subject)
                for index in range(len(sentence.words))
            )
            named = next(subject.lexicon.risks.find(sentence.words), None)
            if named or is_number:
                yield Risk(passage, sentence, is_number)


def is_likelihood(row: tuple[Word, ...], index: int, subject: Subject) -> bool:
    """Whether a number says how likely something is: 60%, or 1 in 10."""
    assert subject.lexicon
    word = row[index]
    if not word.is_number:
        return False
    if word.text.endswith("%"):
        return True
    hit = subject.lexicon.out_of.at(row, index + 1) if index + 1 < len(row) else None
    if hit is None or hit.after >= len(row) or not row[hit.after].is_number:
        return False
    after = row[hit.after + 1].lower if hit.after + 1 < len(row) else ""
    return not _is_unit(after, subject) or after in _PEOPLE


_PEOPLE = ("people", "persons", "women", "men")


def is_timed(row: tuple[Word, ...], index: int, subject: Subject) -> bool:
    """Whether the number counts what the lists of words know: 10 minutes, 2 to 3 sets."""
    following = (word for word in row[index + 1 : index + 4])
    for word in following:
        if _is_unit(word.lower, subject):
            return True
        if not (word.is_number or word.lower in ("to", "or", "and")):
            return False
    return False


def _is_unit(word: str, subject: Subject) -> bool:
    assert subject.lexicon
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    return any(form in subject.lexicon.units for form in forms)


def shares_words(one: str, other: str) -> bool:
    """Whether a longer word of one stands in the other, whatever its ending."""
    return bool(_stems(one) & _stems(other))


def _stems(text: str) -> set[str]:
    return {
        word.lower[:_STEM]
        for part in words_of(text)
        for word in words_of(part.text.replace("-", " "))
        if len(word.text) >= _STEM and not word.is_number
    }
