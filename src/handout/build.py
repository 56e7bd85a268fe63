"""One leaflet from beginning to end: files in, a whole PDF in memory out.

Nothing is read here but through the `Library`, and neither clock nor environment is asked: the
caller says what day it is.
"""

from datetime import UTC, date, datetime, time
from pathlib import Path

from msgspec import Struct, structs

from handout import cache
from handout.document import Slots
from handout.errors import Place, Problem
from handout.language import base
from handout.library import Library, digest
from handout.merge.visit import fill
from handout.model.clinic import Clinic
from handout.model.exercise import Exercise
from handout.model.strings import Strings
from handout.model.visit import Visit
from handout.pages.press import Press, print_leaflet


class Order(Struct, frozen=True):
    """What is to be made: one topic, or several as a pack.

    look, language: the clinic's where they are empty.
    """

    topics: tuple[str, ...]
    look: str = ""
    language: str = ""


class Ready(Struct, frozen=True):
    """A press with what it takes to fill it in; kept in the cache, so never a patient's.

    made: the date a generic leaflet carries.
    """

    press: Press
    slots: Slots
    clinic: Clinic
    strings: Strings
    exercises: tuple[tuple[str, Exercise], ...]
    made: date
    warnings: tuple[Problem, ...]


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
    kept_in: Path | None = None,
) -> Leaflet:  # fmt: skip
    """The leaflet of an order for a visit, or the generic one.

    made: the date the file carries, otherwise the visit's, otherwise the handout's own.
    kept_in: the folder where presses are kept between runs.
    Raises: HandoutError with every problem found.
    """
    ready = prepared(order, library, kept_in)
    exercises = dict(ready.exercises)
    answers = fill(
        ready.slots, visit, ready.clinic, ready.strings, today,
        lambda name: exercises.get(name) or library.exercise(name, visit.place if visit else None),
    )  # fmt: skip
    day = visit.visit.date if visit and visit.visit else ready.made
    printed = print_leaflet(ready.press, answers, made or datetime.combine(day, time(), UTC))
    look = order.look or ready.clinic.template
    problems = ready.warnings + printed.problems
    return Leaflet(printed.pdf, printed.pages, look, ready.press.about.language, problems)


def prepared(order: Order, library: Library, kept_in: Path | None) -> Ready:
    """The press of an order, from the cache when it is there and still good."""
    if kept_in is None:
        return compiled(order, library)
    roots = "\n".join(str(root.absolute()) for root in library.roots)
    key = "\n".join((roots, order.look, order.language, *order.topics))
    path = kept_in / f"{digest(key.encode())}.press"
    ready = cache.load(path, Ready)
    if ready is None:
        fresh = Library(library.roots)
        ready = compiled(order, fresh)
        cache.keep(path, fresh.seen, ready)
    return ready


def compiled(order: Order, library: Library) -> Ready:
    """The press of an order, made anew."""
    from handout.merge.blocks import Shelf
    from handout.merge.merging import Surroundings, merge
    from handout.pages.press import compile_press

    clinic = library.clinic()
    template = library.template(order.look or clinic.template)
    language = order.language or clinic.language
    handouts = tuple(library.handout(topic, language) for topic in order.topics)
    written = handouts[0].language
    spoken = clinic.language if base(clinic.language) == base(written) else written
    strings = structs.replace(library.strings(spoken), language=spoken)
    exercises: dict[str, Exercise] = {}

    def exercise(name: str, place: Place | None) -> Exercise:
        exercises[name] = library.exercise(name, place)
        return exercises[name]

    shelf = Shelf(library.shared, exercise, library.picture)
    merged = merge(
        handouts, Surroundings(clinic, template, strings, library.emergency(clinic), shelf)
    )
    press = compile_press(merged.document, template, library.faces(template))
    made = max(handout.published for handout in handouts)
    return Ready(
        press,
        merged.document.slots,
        clinic,
        strings,
        tuple(exercises.items()),
        made,
        merged.warnings,
    )
