"""A handout, or a pack of them, and a clinic become a `Document`."""

from collections.abc import Iterator

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
    When,
)
from handout.errors import HandoutError, Problem
from handout.expression import Value
from handout.language import (
    check_language,
    direction,
    long_date,
    named_territory,
    territory,
)
from handout.merge import furniture
from handout.merge.blocks import BlockMerger, Shelf
from handout.merge.contrast import least_ratio, legible
from handout.merge.leaves import Leaves
from handout.merge.phrases import phrase_problems
from handout.merge.values import fixed_values
from handout.model import handout as written
from handout.model.clinic import Clinic, Emergency
from handout.model.handout import Handout
from handout.model.strings import Strings
from handout.model.template import Template


class Surroundings(Struct, frozen=True):
    """What a handout is merged with."""

    clinic: Clinic
    template: Template
    strings: Strings
    emergency: Emergency
    shelf: Shelf


class Merged(Struct, frozen=True):
    """The document, and what its makers should know."""

    document: Document
    warnings: tuple[Problem, ...]


def merge(handouts: tuple[Handout, ...], around: Surroundings) -> Merged:
    """The document of one topic, or of several as a pack with a list of contents.

    Raises: HandoutError with every problem of the handouts' words, references and expressions.
    """
    handouts = tuple({handout.id: handout for handout in handouts}.values())
    first, clinic, strings = handouts[0], around.clinic, around.strings
    check_language(first.language, first.place)
    check_language(strings.language, clinic.place)
    merger = _merger(first, around)
    leaves = merger.leaves
    leaves.problems += phrase_problems(strings)
    make = _only if around.template.only else _whole
    blocks = make(handouts, merger, around)
    leaves.fixed = _fixed(first, around)
    title, subject = leaves.words(first.title), leaves.words(first.summary)
    if len(handouts) > 1:
        title = subject = strings.pack_title
    pictures = _pictures(merger, around)
    if leaves.problems:
        raise HandoutError(dict.fromkeys(leaves.problems))
    accent, warnings = _accent(clinic)
    warnings = (*warnings, *_country(clinic), *dict.fromkeys(leaves.warnings))
    document = Document(
        title=title,
        language=first.language,
        direction=direction(first.language),
        blocks=blocks,
        footer=_footer(handouts, strings),
        page_of=strings.page_of,
        accent=accent,
        paper=clinic.paper,
        author=clinic.name,
        subject=subject,
        pictures=pictures,
        urls=tuple(dict.fromkeys(_urls(blocks))),
        slots=leaves.slots(),
    )
    return Merged(document, warnings)


def _whole(
    handouts: tuple[Handout, ...], merger: BlockMerger, around: Surroundings
) -> tuple[Block, ...]:
    """The topics with everything that stands round them."""
    leaves = merger.leaves
    front = tuple(_front(handouts, leaves, around))
    body: list[Block] = []
    for handout in handouts:
        leaves.fixed = _fixed(handout, around)
        body += _topic(handout, merger, around, len(handouts) > 1)
    return (*front, *body, *_back(handouts, leaves, around))


def _merger(handout: Handout, around: Surroundings) -> BlockMerger:
    leaves = Leaves(_fixed(handout, around), around.strings.language)
    return BlockMerger(leaves, around.shelf, around.strings)


def _fixed(handout: Handout, around: Surroundings) -> dict[str, Value]:
    values = fixed_values(around.clinic, handout, around.emergency)
    title = Leaves(values, around.strings.language).words(handout.title)
    return {**values, "handout.title": title}


def _front(handouts: tuple[Handout, ...], leaves: Leaves, around: Surroundings) -> Iterator[Block]:
    look, strings = around.template.furniture, around.strings
    if look.banner:
        yield furniture.banner(around.clinic, strings)
    if len(handouts) == 1:
        yield from _opening(handouts[0], leaves, 1)
    else:
        yield Heading(1, (Run(strings.pack_title),))
    if look.patient_panel:
        yield furniture.patient_panel(leaves, strings)
    if len(handouts) > 1:
        titles = tuple((str(_fixed(h, around)["handout.title"]), h.id) for h in handouts)
        yield Heading(2, (Run(strings.contents),))
        yield Contents(titles, strings.contents_page)
    elif look.main_message:
        yield _message(handouts[0], leaves, 2)
    if look.patient_panel:
        yield Insert(leaves.insert(Insertion("visit")))


def _opening(handout: Handout, leaves: Leaves, level: int) -> Iterator[Block]:
    yield Heading(level, leaves.spans(handout.title), handout.id, 1, handout.place)
    yield Paragraph(leaves.spans(handout.summary), "lead", handout.summary.place)


def _message(handout: Handout, leaves: Leaves, level: int) -> Callout:
    return Callout(
        "message", level, leaves.spans(handout.main_message), (), handout.main_message.place
    )


def _topic(
    handout: Handout, merger: BlockMerger, around: Surroundings, in_pack: bool
) -> Iterator[Block]:
    level = 3 if in_pack else 2
    if in_pack:
        yield Break()
        yield from _opening(handout, merger.leaves, 2)
        if around.template.furniture.main_message:
            yield _message(handout, merger.leaves, 3)
    for section in handout.sections:
        heading = Heading(level, merger.leaves.spans(section.heading), "", 2, section.place)
        blocks = (heading, *merger.all(section.blocks, level + 1))
        yield from merger.gated(section.when, blocks)


def _back(handouts: tuple[Handout, ...], leaves: Leaves, around: Surroundings) -> Iterator[Block]:
    look, clinic, strings = around.template.furniture, around.clinic, around.strings
    if look.patient_panel:
        yield Insert(leaves.insert(Insertion("exercises")))
    yield from furniture.notes(look.note_lines, strings)
    if look.contacts:
        yield from furniture.contacts(clinic, leaves, strings)
        yield from furniture.statements(clinic, strings)
    if look.sources and clinic.print_sources:
        references = dict.fromkeys(source for handout in handouts for source in handout.sources)
        yield from furniture.sources(tuple(references), strings)


def _only(
    handouts: tuple[Handout, ...], merger: BlockMerger, around: Surroundings
) -> tuple[Block, ...]:
    """The shared blocks the look asks for, each callout in a frame of its own."""
    blocks: list[Block] = []
    for name in around.template.only:
        include = next((i for h in handouts for i in _includes(h, name)), None)
        if include is None:
            merger.leaves.problems.append(
                Problem(
                    f"the look {around.template.name!r} prints the shared block {name!r}, which "
                    f"{handouts[0].id} does not include",
                    handouts[0].place,
                    "choose a topic that includes it",
                )
            )
            continue
        shared = around.shelf.shared(name, include.place)
        blocks += furniture.cover(shared.title, around.clinic, around.strings)
        blocks += (Paragraph((Run(line),), "small") for line in _footer(handouts, around.strings))
        for block in merger.all((include,), 2):
            blocks += (Break("frame"), block)
    return tuple(blocks)


def _includes(handout: Handout, name: str) -> Iterator[written.IncludeBlock]:
    waiting: list[written.Block] = [b for section in handout.sections for b in section.blocks]
    while waiting:
        block = waiting.pop(0)
        match block:
            case written.IncludeBlock(include=included) if included == name:
                yield block
            case (
                written.CalloutBlock(blocks=inner)
                | written.TogetherBlock(together=inner)
                | written.FigureBlock(beside=inner)
            ):
                waiting = [*inner, *waiting]
            case _:
                pass


def _pictures(merger: BlockMerger, around: Surroundings) -> tuple[Picture, ...]:
    """The pictures of the blocks, and the logo where it is printed."""
    clinic = around.clinic
    shown = clinic.logo and not clinic.letterhead and around.template.furniture.banner
    if shown and not around.template.only:
        try:
            data = around.shelf.picture(clinic.logo, clinic.place)
            merger.pictures[clinic.logo] = Picture(clinic.logo, data, clinic.place)
        except HandoutError as error:
            merger.leaves.problems += error.problems
    return tuple(merger.pictures.values())


def _accent(clinic: Clinic) -> tuple[str, tuple[Problem, ...]]:
    """The clinic's colour, darkened until it can be read on white and on its own tint."""
    colour = clinic.colours.accent.lower()
    shade = legible(colour)
    if shade == colour:
        return colour, ()
    warning = Problem(
        f"the accent {colour} has a contrast of {least_ratio(colour):.1f}:1 on its own tint and is "
        f"printed as {shade}",
        clinic.place, "choose a darker colour: text needs 4.5:1", "warning",
    )  # fmt: skip
    return shade, (warning,)


def _country(clinic: Clinic) -> Iterator[Problem]:
    """A warning where the numbers to call in an emergency are a guess from the language alone."""
    if clinic.emergency is None and not named_territory(clinic.language):
        guess = territory(clinic.language) or "no country"
        message = f"the clinic's language {clinic.language!r} names no country, so what to call in "
        yield Problem(
            f"{message}an emergency is that of {guess}", clinic.place,
            "write a language such as en-GB, or your own numbers under emergency:", "warning",
        )  # fmt: skip


def _footer(handouts: tuple[Handout, ...], strings: Strings) -> tuple[str, ...]:
    """Which words these are and for how long they hold, in two lines."""
    language = strings.language
    versions = (f"{h.id} · {strings.version.format(version=h.version)}" for h in handouts)
    published = min(handout.published for handout in handouts)
    review_by = min(handout.review_by for handout in handouts)
    dates = (
        strings.published.format(date=long_date(published, language)),
        strings.review_by.format(date=long_date(review_by, language)),
    )
    return ", ".join(versions), " · ".join(dates)


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
