"""One leaflet from beginning to end: files in, a whole PDF in memory out.

Nothing is read here but through the `Library`, and neither clock nor environment is asked: the
caller says what day it is.
"""

from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from handout import cache
from handout.document import Document, Slots
from handout.errors import HandoutError, Problem
from handout.language import Forms, base, check_language, forms_of, remember
from handout.library import Library, digest
from handout.merge.visit import Filled, Occasion, fill
from handout.model.clinic import Clinic
from handout.model.handout import Handout
from handout.model.pack import Pack
from handout.model.strings import Strings
from handout.model.template import Omission
from handout.model.visit import Visit
from handout.pages.press import Press, print_leaflet
from handout.pages.run import Section, lay_section
from handout.pages.slip import WINDOWS, Slip
from handout.versions import Version, fitting, omissions, shorter_than


class Order(Struct, frozen=True):
    """What is to be made: one topic, or several together; each name is a topic's or a pack's.

    look, language: the clinic's where they are empty.
    allowed: why it is made though its review date has passed; empty where it may not be.
    """

    topics: tuple[str, ...]
    look: str = ""
    language: str = ""
    allowed: str = ""


class Edition(Struct, frozen=True):
    """Which words of a topic these are, and until when they hold without a review."""

    topic: str
    version: str
    review_by: date


class Ready(Struct, frozen=True):
    """A press with what it takes to fill it in; kept in the cache, so never a patient's.

    left_out: what the generic leaflet does without; shorter: versions for visits that say more.
    made: the date a generic leaflet carries. inputs: stands for all files it was made from.
    """

    press: Press
    look: str
    slots: Slots
    clinic: Clinic
    strings: Strings
    forms: Forms
    made: date
    editions: tuple[Edition, ...]
    inputs: str
    warnings: tuple[Problem, ...]
    left_out: tuple[Omission, ...] = ()
    shorter: tuple[Version, ...] = ()


class Leaflet(Struct, frozen=True):
    """A finished leaflet in memory. problems: warnings, and pages that did not work out."""

    pdf: bytes
    pages: int
    look: str
    language: str
    problems: tuple[Problem, ...]


def order_for(visit: Visit | None, topics: tuple[str, ...], look: str, language: str) -> Order:
    """The order, with what a visit asks for where the caller does not say."""
    if visit:
        topics = topics or visit.handouts
        look = look or ("large-print" if "large print" in visit.patient.needs else "")
        language = language or visit.patient.language or ""
    return Order(topics, look, language)


def leaflet(
    order: Order, visit: Visit | None, library: Library, today: date, made: datetime | None = None,
    kept_in: Path | None = None, beside: tuple[Order, ...] = (),
) -> Leaflet:  # fmt: skip
    """The leaflet of an order for a visit, or the generic one.

    beside: what else is made for this visit; an exercise is changed in the leaflet that has it.
    made: the date the file carries, otherwise the visit's, otherwise the handout's own.
    kept_in: the folder where presses are kept between runs.
    Raises: HandoutError with every problem found.
    """
    elsewhere: tuple[Slots, ...] = ()
    if visit and (visit.exercises or visit.exercise_order):
        others = (other for other in beside if other != order)
        elsewhere = tuple(prepared(other, library, kept_in).slots for other in others)
    ready = in_date(order, library, today, kept_in)
    return printed(ready, visit, library, today, made, elsewhere)


def in_date(order: Order, library: Library, today: date, kept_in: Path | None) -> Ready:
    """The press of an order whose review dates have not passed, or one with a mark that they have.

    Raises: HandoutError when one has passed and the order does not say why it is made.
    """
    ready = prepared(order, library, kept_in)
    expired = overdue(ready, today)
    if not expired:
        return ready
    if not order.allowed:
        raise HandoutError(expired)
    marked = compiled(order, Library(library.roots), today)
    because = f"it is made all the same, because: {order.allowed}"
    told = (structs.replace(one, hint=because, severity="warning") for one in expired)
    return structs.replace(marked, warnings=(*told, *marked.warnings))


def overdue(ready: Ready, today: date) -> tuple[Problem, ...]:
    """A problem for each topic whose review date has passed."""
    hint = "review it and set review_by; --allow-expired REASON makes it with a mark"
    return tuple(
        Problem(
            f"the review of {one.topic!r} was due by {one.review_by:%Y-%m-%d}",
            None, hint, rule="GOV-02",
        )
        for one in ready.editions
        if one.review_by < today
    )  # fmt: skip


def printed(
    ready: Ready, visit: Visit | None, library: Library, today: date, made: datetime | None = None,
    elsewhere: tuple[Slots, ...] = (),
) -> Leaflet:  # fmt: skip
    """The leaflet of a press for a visit; `leaflet` says what `made` is.

    It leaves out the least that makes it as short, and as free of problems, as the look can be.
    elsewhere: the slots of other leaflets that are made for this visit.
    library: looked at only for an exercise that the visit adds.
    """
    version, answers = _answered(ready, visit, library, today, elsewhere)
    day = visit.visit.date if visit and visit.visit else ready.made
    done = print_leaflet(version.press, answers.fill, made or datetime.combine(day, time(), UTC))
    problems = (*ready.warnings, *answers.warnings, *done.problems)
    return Leaflet(done.pdf, done.pages, ready.look, ready.press.about.language, problems)


def section(
    ready: Ready, visit: Visit, library: Library, today: date, reference: str,
    slip: Slip | None = None, elsewhere: tuple[Slots, ...] = (),
) -> Section:  # fmt: skip
    """The leaflet of a press for a visit as a section of a print run; the rest is as in `printed`.

    reference: names its bookmark, never the patient's name. Its problems are those of the pages and
    the warnings that the leaflet itself would have.
    """
    version, answers = _answered(ready, visit, library, today, elsewhere)
    return lay_section(
        version.press, answers.fill, reference, slip, (*ready.warnings, *answers.warnings)
    )


def slip_for(
    ready: Ready, visit: Visit, window: str, lines: tuple[str, ...], reference: str
) -> Slip:
    """The slip that comes before a leaflet, from the visit's site or the clinic's first.

    window: a name of `WINDOWS`. lines: name and address. In a window that shows the sender it is
    the address alone: the name of a clinic would tell the street what the letter is about.
    """
    sites = ready.clinic.sites
    asked = visit.visit.site if visit.visit else ""
    site = next((one for one in sites if one.id == asked), sites[0])
    frame = WINDOWS[window]
    name = () if frame.shows_sender else (ready.clinic.name,)
    sender = ", ".join((*name, *site.address))
    return Slip(frame, lines, sender, f"{ready.strings.patient_id} {reference}")


def _answered(
    ready: Ready, visit: Visit | None, library: Library, today: date, elsewhere: tuple[Slots, ...]
) -> tuple[Version, Filled]:
    """The version to print, and what a visit says where it asks, as `printed` has it."""
    remember(ready.forms)
    language = ready.press.about.language
    place = visit.place if visit else None
    occasion = Occasion(
        ready.clinic, ready.strings, today,
        lambda name: library.exercise(name, place, language), elsewhere,
    )  # fmt: skip
    version = fitting(
        (Version(ready.press, ready.slots, ready.left_out), *ready.shorter),
        lambda slots: fill(slots, visit, occasion).fill,
    )
    return version, fill(version.slots, visit, occasion)


def prepared(order: Order, library: Library, kept_in: Path | None) -> Ready:
    """The press of an order, from the cache when it is there and still good."""
    if kept_in is None:
        return compiled(order, library)
    roots = "\n".join(str(root.absolute()) for root in library.roots)
    key = "\n".join((roots, order.look, order.language, *order.topics))
    path = kept_in / f"{digest(key.encode(errors='surrogatepass'))}.press"
    ready = cache.load(path, Ready)
    if ready is None:
        fresh = Library(library.roots)
        ready = compiled(order, fresh)
        cache.keep(path, fresh.seen, ready)
    return ready


def _standing(handouts: tuple[Handout, ...], library: Library) -> tuple[Handout, ...]:
    """The topics with their true status: drafts again where the words are not those approved."""
    if all(one.status == "draft" or not one.reviewers for one in handouts):
        return handouts
    from handout.check.shelf import with_standing

    return with_standing(handouts, library)


def _contradictions(
    handouts: tuple[Handout, ...], packs: tuple[Pack | None, ...], clinic: Clinic
) -> tuple[Problem, ...]:
    """Advice that nobody can follow together, at the line of the pack that brings it together."""
    if sum(bool(handout.advice) for handout in handouts) < 2:
        return ()
    from handout.check.rules import in_pack

    places = {one.value: one.place for pack in packs if pack for one in pack.handouts}
    placed = (structs.replace(one, place=places.get(one.id, one.place)) for one in handouts)
    return tuple(in_pack(tuple(placed), clinic))


def _handouts(
    names: tuple[str, ...], packs: tuple[Pack | None, ...], library: Library, language: str
) -> tuple[Handout, ...]:
    """The topics of the names, each once.

    Raises: HandoutError with every topic that is not there.
    """
    found: dict[str, Handout] = {}
    problems: list[Problem] = []
    for name, pack in zip(names, packs, strict=True):
        places = ((one.value, one.place) for one in pack.handouts) if pack else ((name, None),)
        for topic, place in places:
            try:
                found[topic] = found.get(topic) or library.handout(topic, language, place)
            except HandoutError as error:
                problems += error.problems
    if problems:
        raise HandoutError(problems)
    return tuple(found.values())


def compiled(order: Order, library: Library, today: date | None = None) -> Ready:
    """The press of an order, made anew.

    today: the day to mark topics whose review date has passed; None to mark none.
    """
    from handout.merge.blocks import Shelf
    from handout.merge.merging import merge
    from handout.merge.surroundings import Surroundings
    from handout.pages.press import compile_press

    clinic = library.clinic()
    look = order.look or clinic.template
    template = library.template(look)
    check_language(clinic.language, clinic.place)
    language = order.language or clinic.language
    packs = tuple(library.pack(name, language) for name in order.topics)
    handouts = _standing(_handouts(order.topics, packs, library, language), library)
    written = handouts[0].language
    spoken = clinic.language if base(clinic.language) == base(written) else written
    strings = structs.replace(library.strings(spoken), language=spoken)
    shelf = Shelf(
        partial(library.shared, language=written),
        partial(library.exercise, language=written),
        partial(library.exercises, written),
        library.picture,
    )
    around = Surroundings(clinic, template, strings, library.emergency(clinic), shelf, today)
    pack, faces = packs[0] if len(packs) == 1 else None, library.faces(template)
    merged = merge(handouts, around, pack)
    documents: dict[tuple[Omission, ...], Document] = {(): merged.document}
    for left_out in omissions(template.leave_out):
        document = merge(handouts, structs.replace(around, left_out=left_out), pack).document
        if document not in documents.values():
            documents[left_out] = document
    versions = tuple(
        Version(compile_press(document, template, faces), document.slots, left_out)
        for left_out, document in documents.items()
    )
    made = max(handout.published for handout in handouts)
    occasion = Occasion(clinic, strings, made, lambda name: library.exercise(name, None, written))
    first = fitting(versions, lambda slots: fill(slots, None, occasion).fill)
    return Ready(
        first.press,
        look,
        first.slots,
        clinic,
        strings,
        forms_of(spoken),
        made,
        tuple(Edition(handout.id, handout.version, handout.review_by) for handout in handouts),
        library.inputs(),
        (*merged.warnings, *_contradictions(handouts, packs, clinic)),
        first.left_out,
        shorter_than(first, versions),
    )
