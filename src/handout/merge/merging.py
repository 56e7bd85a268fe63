"""A handout, or a pack of them, and a clinic become a `Document`."""

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from handout.document import (
    Block,
    Break,
    Callout,
    Columns,
    Contents,
    Document,
    Heading,
    Insert,
    Insertion,
    Keep,
    Paragraph,
    Picture,
    QrCode,
    Run,
    Slots,
    Sooner,
    When,
)
from handout.errors import HandoutError, Problem
from handout.expression import Name, Not, Value
from handout.language import (
    check_language,
    direction,
)
from handout.merge import furniture
from handout.merge.blocks import BlockMerger
from handout.merge.cautions import accent, country
from handout.merge.changes import planned
from handout.merge.choices import Chooser
from handout.merge.defaults import with_defaults
from handout.merge.details import detail_problems
from handout.merge.diary import diaries
from handout.merge.exercise_sheet import EXERCISES
from handout.merge.exercises import ExerciseMerger
from handout.merge.extract import extract, includes
from handout.merge.leaves import Leaves
from handout.merge.pack import diary_once, signs_once
from handout.merge.paper import after_opening, dates, has_closing, is_folded
from handout.merge.phrases import phrase_problems
from handout.merge.programme import programme_line
from handout.merge.shortened import shortened
from handout.merge.surroundings import Surroundings
from handout.merge.values import fixed_values, one_line
from handout.model.handout import (
    SHORT_SIGNS,
    WARNING_SIGNS,
    ExerciseDiaryBlock,
    ExercisesBlock,
    Handout,
    IncludeBlock,
    PhasesBlock,
    Reference,
    Section,
)
from handout.model.pack import Pack
from handout.model.parts import parts
from handout.model.strings import Strings

_SOONER = Name("layout.sooner")
_AS_WRITTEN = Not(_SOONER)
"""Where signs stand: no visit answers that, but the pages, once it is known how they fall."""


class Merged(Struct, frozen=True):
    """The document, and what its makers should know."""

    document: Document
    warnings: tuple[Problem, ...]


def merge(handouts: tuple[Handout, ...], around: Surroundings, pack: Pack | None = None) -> Merged:
    """The document of one topic, or of several as a pack with a list of contents.

    pack: what gives several their title; None for the program's own.
    Raises: HandoutError with every problem of the handouts' words, references and expressions.
    """
    handouts = tuple({handout.id: handout for handout in handouts}.values())
    wrong = [problem for handout in handouts for problem in detail_problems(handout)]
    handouts, around = shortened(handouts, around)
    first, clinic, strings = handouts[0], around.clinic, around.strings
    check_language(first.language, first.place)
    check_language(strings.language, clinic.place)
    merger = _merger(first, around)
    leaves = merger.leaves
    leaves.problems += (*wrong, *phrase_problems(strings))
    whole = pack or Pack(strings.pack_title, ())
    if around.template.only:
        blocks = extract(handouts, whole, merger, around)
    elif len(handouts) == 1:
        blocks = _whole(first, merger, around)
    else:
        blocks = _together(handouts, whole, merger, around)
    leaves.fixed = _fixed(first, around)
    title, subject = leaves.words(first.title), leaves.words(first.summary)
    if len(handouts) > 1:
        title = one_line(pack.title) if pack else strings.pack_title
        subject = one_line(pack.summary) if pack and pack.summary else title
    pictures = _pictures(merger, around)
    if leaves.problems:
        raise HandoutError(dict.fromkeys(leaves.problems))
    slots = merger.exercises.grouped(leaves.slots())
    blocks = with_defaults(blocks, _defaults(slots, strings))
    footer = furniture.footer(handouts, title, strings)
    if is_folded(around.template):
        blocks, footer = (*blocks, *dates(footer)), ()
    shade, warnings = accent(clinic)
    warnings = (*warnings, *country(clinic), *dict.fromkeys(leaves.warnings))
    document = Document(
        title=title,
        language=first.language,
        direction=direction(first.language),
        blocks=blocks,
        footer=footer,
        page_of=strings.page_of,
        accent=shade,
        paper=clinic.paper,
        author=clinic.name,
        subject=subject,
        pictures=pictures,
        urls=tuple(dict.fromkeys(_urls(blocks))),
        slots=slots,
        sooner=_sooner(slots),
    )
    return Merged(document, warnings)


def _sooner(slots: Slots) -> Sooner | None:
    """The slots of the signs' two places, if there are two."""
    if _SOONER not in slots.conditions:
        return None
    return Sooner(slots.conditions.index(_SOONER), slots.conditions.index(_AS_WRITTEN))


def _whole(handout: Handout, merger: BlockMerger, around: Surroundings) -> tuple[Block, ...]:
    """A topic with everything that stands round it."""
    leaves, look = merger.leaves, around.template.furniture
    front: list[Block] = [*_banner(around), *_opening(handout, leaves, 1)]
    front += furniture.marks(handout, around.today, around.strings)
    front += _panel(leaves, around)
    if look.main_message:
        front.append(_message(handout, leaves, 2))
    front += after_opening(around.template)
    return (*front, *_body(handout, merger, around), *_back((handout,), leaves, around))


def _body(handout: Handout, merger: BlockMerger, around: Surroundings) -> Iterator[Block]:
    """The sections and the words of the visit.

    Many words would push the warning signs off the first pages. So the signs are there twice, and
    one place is printed: where they were written if that is on the first pages, otherwise sooner,
    right after the words of the visit, or before those where the topic adds signs of its own, which
    take a page more.
    """
    visit = _visit(merger.leaves, around)
    first, others = _parted(handout, around)
    sections = partial(_sections, merger=merger, level=2)
    yield from sections(first)
    moved = [one for one in others[1:] if visit and _is_moved(one)]
    longer = [one for one in moved if not isinstance(one.blocks[0], IncludeBlock)]
    if longer:
        yield When(merger.leaves.asked(_SOONER), tuple(sections(tuple(longer))))
    yield from visit
    if shared := tuple(one for one in moved if one not in longer):
        yield When(merger.leaves.asked(_SOONER), tuple(sections(shared)))
    for section in others:
        blocks = tuple(sections((section,)))
        if section in moved:
            yield When(merger.leaves.asked(_AS_WRITTEN), blocks)
        else:
            yield from blocks


def _is_moved(section: Section) -> bool:
    """Whether a section is of the warning signs; one that has exercises too stays in its place."""
    exercises = (ExercisesBlock, PhasesBlock, ExerciseDiaryBlock)
    return bool(includes(section, WARNING_SIGNS)) and not any(parts(section, exercises))


def _together(
    handouts: tuple[Handout, ...], pack: Pack, merger: BlockMerger, around: Surroundings
) -> tuple[Block, ...]:
    """The topics of a pack, with what is shared said once, and everything round them."""
    leaves, strings = merger.leaves, around.strings
    merger.exercises.before = {}
    titles = tuple((str(_fixed(h, around)["handout.title"]), h.id) for h in handouts)
    front: list[Block] = [*_banner(around)]
    front.append(Heading(1, (Run(one_line(pack.title)),), place=pack.place))
    if pack.summary.strip():
        front.append(Paragraph((Run(one_line(pack.summary)),), "lead", pack.place))
    front += _panel(leaves, around)
    visit = _visit(leaves, around)
    signs = signs_once(handouts, merger)
    merger.diary = diary_once(handouts)
    front.append(Heading(2, (Run(strings.contents),)))
    front.append(Contents((*signs.entries(strings), *titles), strings.contents_page))
    front += after_opening(around.template)
    body: list[Block] = [*signs.blocks, *visit]
    for handout in handouts:
        leaves.fixed = _fixed(handout, around)
        body += _in_pack(handout, merger, around)
        merger.exercises.next_topic()
    return (*front, *body, *_back(handouts, leaves, around))


def _banner(around: Surroundings) -> Iterator[Block]:
    if around.template.furniture.banner:
        yield furniture.banner(around.clinic, around.strings)


def _panel(leaves: Leaves, around: Surroundings) -> Iterator[Block]:
    if around.template.furniture.patient_panel:
        yield furniture.patient_panel(leaves, around.strings)


def _visit(leaves: Leaves, around: Surroundings) -> tuple[Block, ...]:
    """What the visit says itself, where the look says whose leaflet it is."""
    has_visit = around.template.furniture.patient_panel
    return (Insert(leaves.insert(Insertion("visit"))),) if has_visit else ()


def _merger(handout: Handout, around: Surroundings) -> BlockMerger:
    leaves = Leaves(_fixed(handout, around), around.strings.language)
    shelf, strings = around.shelf, around.strings
    pictures: dict[str, Picture] = {}
    chooser = Chooser(shelf.exercise, shelf.exercises, leaves.problems)
    exercises = ExerciseMerger(leaves, chooser, strings, pictures)
    return BlockMerger(leaves, shelf, strings, pictures, exercises)


def _fixed(handout: Handout, around: Surroundings) -> dict[str, Value]:
    values = fixed_values(around.clinic, handout, around.emergency)
    title = Leaves(values, around.strings.language).words(handout.title)
    return {**values, "handout.title": title}


def _opening(handout: Handout, leaves: Leaves, level: int) -> Iterator[Block]:
    yield Heading(level, leaves.spans(handout.title), handout.id, 1, handout.place)
    yield Paragraph(leaves.spans(handout.summary), "lead", handout.summary.place)


def _message(handout: Handout, leaves: Leaves, level: int) -> Callout:
    return Callout(
        "message", level, leaves.spans(handout.main_message), (), handout.main_message.place
    )


def _in_pack(handout: Handout, merger: BlockMerger, around: Surroundings) -> Iterator[Block]:
    """A topic as one of several, beginning where the look asks for it."""
    begins = around.template.furniture.topics
    if begins != "run-on":
        yield Break(begins)
    title, *front = _opening(handout, merger.leaves, 2)
    front.append(Paragraph((Run(furniture.version(handout, around.strings)),), "small"))
    front += furniture.marks(handout, around.today, around.strings)
    if around.template.furniture.main_message:
        front.append(_message(handout, merger.leaves, 3))
    yield from (title, Keep(tuple(front)))
    yield from _sections(handout.sections, merger, 3)


def _parted(
    handout: Handout, around: Surroundings
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The sections that come first, and the others.

    In large type the warning signs would come late, so the look may ask for them first.
    """
    first = around.template.furniture.signs_first
    names = (WARNING_SIGNS, SHORT_SIGNS) if is_folded(around.template) else (WARNING_SIGNS,)
    signs = tuple(
        one for one in handout.sections if first and any(includes(one, name) for name in names)
    )
    return signs, tuple(one for one in handout.sections if one not in signs)


def _sections(sections: tuple[Section, ...], merger: BlockMerger, level: int) -> Iterator[Block]:
    for section in sections:
        heading = Heading(level, merger.leaves.spans(section.heading), "", 2, section.place)
        make = partial(_section, heading, section, merger, level + 1)
        yield from merger.gated(section.when, make)


def _section(
    heading: Heading, section: Section, merger: BlockMerger, level: int
) -> tuple[Block, ...]:
    return (heading, *merger.all(section.blocks, level))


def _back(handouts: tuple[Handout, ...], leaves: Leaves, around: Surroundings) -> Iterator[Block]:
    look, clinic, strings = around.template.furniture, around.clinic, around.strings
    if look.patient_panel:
        yield Insert(leaves.insert(Insertion("added")))
    back: list[Block] = []
    if look.contacts:
        back += furniture.contacts(clinic, leaves, strings, look)
        back += furniture.statements(clinic, strings, look, is_short=around.is_short)
    references: dict[Reference, None] = {}
    if look.sources and clinic.print_sources:
        references = dict.fromkeys(source for handout in handouts for source in handout.sources)
    sources = furniture.sources(tuple(references), strings) if references else ()
    notes = furniture.notes(look.note_lines, strings)
    if has_closing(around.template):
        yield from (*sources, *notes, Break("back"), *back)
    else:
        yield from (*notes, *back, *sources)


def _defaults(slots: Slots, strings: Strings) -> dict[int, tuple[Block, ...]]:
    """What a generic leaflet prints for insertions that need all exercises of the document."""
    shown = (False,) * len(slots.conditions)
    plan = planned(slots, shown, None, ())
    defaults: dict[int, tuple[Block, ...]] = {}
    for slot, insertion in enumerate(slots.inserts):
        if insertion.kind == "programme":
            defaults[slot] = programme_line(insertion, plan, slots, shown, strings)
        elif insertion.kind == "diary":
            defaults[slot] = diaries(insertion, plan, None, strings)
    return defaults


def _pictures(merger: BlockMerger, around: Surroundings) -> tuple[Picture, ...]:
    """The pictures of the blocks, and the logo where it is printed."""
    clinic = around.clinic
    shown = clinic.logo and not clinic.letterhead and around.template.furniture.banner
    only = around.template.only
    if shown and (not only or EXERCISES in only):
        try:
            data = around.shelf.picture(clinic.logo, clinic.place)
            merger.pictures[clinic.logo] = Picture(clinic.logo, data, clinic.place)
        except HandoutError as error:
            merger.leaves.problems += error.problems
    return tuple(merger.pictures.values())


def _urls(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case QrCode(url=url):
                yield url
            case Callout(blocks=inner) | Keep(blocks=inner) | When(blocks=inner):
                yield from _urls(inner)
            case Columns(groups=groups):
                for group in groups:
                    yield from _urls(group)
            case _:
                pass
