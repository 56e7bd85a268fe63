"""What a clinic adds round a topic's words: banner, panel, contacts, sources, statements."""

from collections.abc import Iterator
from datetime import date, time
from itertools import groupby

from msgspec import structs

from handout.document import (
    Banner,
    Blanks,
    Block,
    Callout,
    Columns,
    Heading,
    Panel,
    Paragraph,
    ParagraphStyle,
    QrCode,
    Run,
    Spans,
    When,
)
from handout.expression import Compare, Constant, Expression, Name, Not, Several
from handout.language import clock, long_date, weekday
from handout.merge.leaves import Leaves
from handout.merge.staying import on_one_page
from handout.merge.values import unbroken
from handout.model.clinic import Clinic, Hours, Site
from handout.model.handout import Handout, Reference
from handout.model.strings import Strings
from handout.model.template import Furniture

_MOST_NAMED = 2
"""A footer has room for the versions of so many topics; more say theirs at their head."""
_NOTES = 8
"""So many lines are for notes where a page has room to spare."""
_REST_OF_LINE = 1000.0
"""A blank this wide takes what room its line has left."""


def banner(clinic: Clinic, strings: Strings) -> Banner:
    """The head of page 1; white space on pre-printed paper."""
    return Banner(
        logo=clinic.logo,
        logo_alt=strings.logo.format(clinic=clinic.name),
        logo_height=clinic.logo_height,
        name=clinic.name,
        strapline=clinic.strapline,
        space=clinic.letterhead_space if clinic.letterhead else 0.0,
    )


def marks(handout: Handout, today: date | None, strings: Strings) -> Iterator[Block]:
    """What a reader should know of the words themselves: a draft, or past their review date."""
    if handout.status == "draft":
        yield _mark(strings.draft)
    if today and handout.review_by < today:
        due = long_date(handout.review_by, strings.language)
        yield _mark(strings.overdue.format(date=due))


def _mark(words: str) -> Paragraph:
    return Paragraph((Run(words, strong=True),), "small")


def patient_panel(leaves: Leaves, strings: Strings) -> Panel:
    """Who the leaflet is for; what the visit does not say is a blank to write on."""
    pairs = (
        (strings.name, "patient.name"),
        (strings.birth_date, "patient.birth_date"),
        (strings.patient_id, "patient.id"),
        (strings.date, "visit.date"),
        (strings.clinician, "clinician.name"),
        (strings.next_appointment, "visit.next"),
    )
    return Panel(
        tuple(
            ((Run(f"{label}:", strong=True),), (leaves.value(Name(name), blank=_REST_OF_LINE),))
            for label, name in pairs
        )
    )


def contacts(
    clinic: Clinic, leaves: Leaves, strings: Strings, look: Furniture
) -> tuple[Block, ...]:
    """How to reach the clinic: the visit's site, or every site where the visit names none."""
    told = _in_short if look.contacts_in_short else _contacts_of
    if not look.hours:
        sites = tuple(structs.replace(site, hours=Hours()) for site in clinic.sites)
        clinic = structs.replace(clinic, sites=sites)
        told = _in_a_row if look.contacts_in_short else told
    if len(clinic.sites) == 1:
        return (told(clinic.sites, clinic, strings),)
    name = Name("site.id")
    answers: list[tuple[Expression, tuple[Site, ...]]] = [
        (Compare("eq", name, Constant(site.id)), (site,)) for site in clinic.sites
    ]
    known = Several(tuple(site.id for site in clinic.sites))
    answers.append((Not(Compare("in", name, known)), clinic.sites))
    return tuple(
        When(leaves.asked(expression), (told(sites, clinic, strings),))
        for expression, sites in answers
    )


def _contacts_of(sites: tuple[Site, ...], clinic: Clinic, strings: Strings) -> Callout:
    """Sites side by side, two in a row, or one beside its hours; the QR code beside the booking."""
    blocks: list[Block] = []
    code = _qr_code(clinic, strings)
    booking = _booking(clinic, strings)
    if len(sites) == 1:
        hours = _hours(sites[0], strings)
        groups = (_address(sites[0], strings), *((hours,) if hours else ()))
        blocks.append(Columns(groups, (1.0,) * len(groups)))
        booking = (*_ways(sites[0], strings, "body"), *booking)
    else:
        for start in range(0, len(sites), 2):
            pair = sites[start : start + 2]
            groups = tuple(
                (*_address(site, strings), *_hours(site, strings), *_ways(site, strings, "line"))
                for site in pair
            )
            blocks.append(Columns(groups, (1.0,) * len(groups)))
    blocks += (Columns((booking, code), (3.6, 1.0)),) if code else booking
    return Callout("contacts", 2, (Run(strings.contacts),), tuple(blocks))


def _in_short(sites: tuple[Site, ...], clinic: Clinic, strings: Strings) -> Callout:
    """Addresses in one line, each with its hours, which need no title there."""
    told: list[Block] = []
    for start in range(0, len(sites), 2):
        groups = tuple(
            (
                *_lines((site.name, ", ".join(site.address)), site, strings),
                *_hours(site, strings)[1:],
            )
            for site in sites[start : start + 2]
        )
        told.append(Columns(groups, (1.0,) * len(groups)))
    blocks = (*told, *_booking(clinic, strings))
    return Callout("contacts", 2, (Run(strings.contacts),), blocks)


def _in_a_row(sites: tuple[Site, ...], clinic: Clinic, strings: Strings) -> Callout:
    """Addresses and booking side by side, three in a row; under each other where it is narrow."""
    sides = [(_lines((site.name, ", ".join(site.address)), site, strings), 1.0) for site in sites]
    booking = _booking(clinic, strings)
    sides += [(booking, 1.5)] if booking else []
    rows = (sides[start : start + 3] for start in range(0, len(sides), 3))
    blocks = tuple(
        Columns(tuple(side for side, _ in row), tuple(share for _, share in row)) for row in rows
    )
    return Callout("contacts", 2, (Run(strings.contacts),), blocks)


def _address(site: Site, strings: Strings) -> tuple[Block, ...]:
    return _lines((site.name, *site.address), site, strings)


def _lines(lines: tuple[str, ...], site: Site, strings: Strings) -> tuple[Block, ...]:
    """The lines of an address, the first in bold, and the phone number."""
    phone = (Run(f"{strings.phone}: ", strong=True), Run(unbroken(site.phone), strong=True))
    return (
        *(Paragraph((Run(line, strong=index == 0),), "line") for index, line in enumerate(lines)),
        Paragraph(phone, "line"),
    )


def _hours(site: Site, strings: Strings) -> tuple[Block, ...]:
    """A title and the opening hours, neighbouring days with the same hours as one line."""
    lines: list[Block] = []
    for hours, days in groupby(enumerate(site.hours.week()), key=lambda entry: entry[1]):
        numbers = [day for day, _ in days]
        if not hours:
            continue
        first, last = (weekday(number, strings.language) for number in (numbers[0], numbers[-1]))
        name = first if first == last else strings.day_range.format(first=first, last=last)
        words = strings.closed if hours == "closed" else _times(hours, strings)
        lines.append(Paragraph((Run(f"{name}: {words}"),), "line"))
    if lines:
        lines.insert(0, Paragraph((Run(strings.opening_hours, strong=True),), "line"))
    return tuple(lines)


def _times(hours: str, strings: Strings) -> str:
    spans = []
    for span in hours.replace(" ", "").split(","):
        ends = map(time.fromisoformat, span.split("-"))
        spans.append("–".join(unbroken(clock(end, strings.language)) for end in ends))
    return ", ".join(spans)


def _ways(site: Site, strings: Strings, style: ParagraphStyle) -> tuple[Block, ...]:
    """How to get there and where to park."""
    pairs = ((strings.directions, site.directions), (strings.parking, site.parking))
    return tuple(
        Paragraph((Run(f"{label}: ", strong=True), Run(words)), style)
        for label, words in pairs
        if words
    )


def _booking(clinic: Clinic, strings: Strings) -> tuple[Block, ...]:
    words: list[Block] = []
    phone: list[Run] = []
    if clinic.booking.phone:
        number = unbroken(clinic.booking.phone)
        phone.append(Run(f"{strings.booking}: {number}", strong=True))
    if clinic.call_back:
        phone.append(Run(f". {clinic.call_back}" if phone else clinic.call_back))
    if phone:
        words.append(Paragraph(tuple(phone)))
    if clinic.booking.url:
        url = clinic.booking.url
        words.append(
            Paragraph((Run(f"{strings.booking_online}: ", strong=True), Run(url, link=url)))
        )
    return tuple(words)


def _qr_code(clinic: Clinic, strings: Strings) -> tuple[Block, ...]:
    """A code that opens the booking page, whose address is printed with the booking."""
    url = clinic.booking.url
    return (QrCode(url, strings.qr_alt.format(url=url), ()),) if url else ()


def cover(title: str, clinic: Clinic, strings: Strings) -> tuple[Block, ...]:
    """The front of a card: what it is, whose it is, and whom to call."""
    return (
        Heading(1, (Run(title),)),
        Paragraph((Run(clinic.name, strong=True),), "lead"),
        *phones(clinic),
    )


def phones(clinic: Clinic) -> tuple[Block, ...]:
    """Whom to call, a line for each site."""
    sites = ((site.name, site.phone) for site in clinic.sites)
    return tuple(
        Paragraph((Run(f"{name}: ", strong=True), Run(unbroken(phone))), "line")
        for name, phone in sites
    )


def notes(lines: int, strings: Strings) -> tuple[Block, ...]:
    """Ruled lines for the reader's own notes, and more to fill a page; all of a great many.

    lines: how many at least; where there is no room for so many there are none.
    """
    if not lines:
        return ()
    if lines > _NOTES:
        return (Blanks((Run(strings.your_notes),), lines),)
    return (Blanks((Run(strings.your_notes),), _NOTES, least=lines),)


def sources(references: tuple[Reference, ...], strings: Strings) -> tuple[Block, ...]:
    """Where the facts come from."""
    return (
        Heading(2, (Run(strings.sources),)),
        *on_one_page(tuple(Paragraph(_entry(one), "small") for one in references)),
    )


def _entry(reference: Reference) -> Spans:
    """Title, organisation and year; the title opens the source where it has an address."""
    rest = f". {reference.organisation}" + (f", {reference.year}." if reference.year else ".")
    if not reference.url:
        return (Run(reference.title + rest),)
    return (Run(reference.title, link=reference.url), Run(rest))


def statements(
    clinic: Clinic, strings: Strings, look: Furniture, *, is_short: bool
) -> tuple[Block, ...]:
    """How to get the leaflet in full or in another form, and how to say what you think of it.

    Side by side in a look that has no room for opening hours.
    """
    formats: list[Block] = []
    others: list[Block] = [Paragraph((Run(strings.full_leaflet),))] if is_short else []
    if clinic.other_formats:
        words = (Run(f"{strings.other_formats}: ", strong=True), Run(clinic.other_formats))
        formats.append(Paragraph(words, "lead"))
    if clinic.feedback:
        others.append(Paragraph((Run(f"{strings.feedback}: ", strong=True), Run(clinic.feedback))))
    if formats and others and not look.hours:
        return (Columns((tuple(formats), tuple(others)), (1.0, 1.0)),)
    return (*others[:-1], *formats, *others[-1:]) if is_short else (*formats, *others)


def footer(handouts: tuple[Handout, ...], title: str, strings: Strings) -> tuple[str, ...]:
    """Which words these are and for how long they hold, in two lines; `title` is of them all."""
    language = strings.language
    named = ", ".join(version(handout, strings) for handout in handouts)
    if len(handouts) > _MOST_NAMED:
        named = title
    published = min(handout.published for handout in handouts)
    review_by = min(handout.review_by for handout in handouts)
    dates = (
        strings.published.format(date=long_date(published, language)),
        strings.review_by.format(date=long_date(review_by, language)),
    )
    return named, " · ".join(dates)


def version(handout: Handout, strings: Strings) -> str:
    """Which words of a topic these are."""
    return f"{handout.id} · {unbroken(strings.version.format(version=handout.version))}"
