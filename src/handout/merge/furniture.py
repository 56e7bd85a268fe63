"""What a clinic adds round a topic's words: banner, panel, contacts, sources, statements."""

from itertools import groupby

from handout.document import (
    Banner,
    Blanks,
    Block,
    Callout,
    Columns,
    Compare,
    Constant,
    Expression,
    Heading,
    Name,
    Not,
    Panel,
    Paragraph,
    QrCode,
    Run,
    Several,
    Spans,
    When,
)  # fmt: skip
from handout.language import clock, weekday
from handout.merge.leaves import Leaves
from handout.model.clinic import Clinic, Site
from handout.model.handout import Reference
from handout.model.strings import Strings


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
            ((Run(f"{label}:", strong=True),), (leaves.value(Name(name)),)) for label, name in pairs
        )
    )


def contacts(clinic: Clinic, leaves: Leaves, strings: Strings) -> tuple[Block, ...]:
    """How to reach the clinic: the visit's site, or every site where the visit names none."""
    if len(clinic.sites) == 1:
        return (_contacts_of(clinic.sites, clinic, strings),)
    name = Name("site.id")
    answers: list[tuple[Expression, tuple[Site, ...]]] = [
        (Compare("eq", name, Constant(site.id)), (site,)) for site in clinic.sites
    ]
    known = Several(tuple(site.id for site in clinic.sites))
    answers.append((Not(Compare("in", name, known)), clinic.sites))
    return tuple(
        When(leaves.asked(expression), (_contacts_of(sites, clinic, strings),))
        for expression, sites in answers
    )


def _contacts_of(sites: tuple[Site, ...], clinic: Clinic, strings: Strings) -> Callout:
    blocks: list[Block] = []
    for start in range(0, len(sites), 2):
        pair = sites[start : start + 2]
        if len(pair) == 2:
            groups = tuple((*_address(site, strings), *_hours(site, strings)) for site in pair)
        else:
            groups = tuple(
                side for side in (_address(pair[0], strings), _hours(pair[0], strings)) if side
            )
        blocks.append(Columns(groups, (1.0,) * len(groups)))
        blocks += (way for site in pair for way in _ways(site, strings, len(sites) > 1))
    blocks += _booking(clinic, strings)
    return Callout("contacts", 2, (Run(strings.contacts),), tuple(blocks))


def _address(site: Site, strings: Strings) -> tuple[Block, ...]:
    lines = (site.name, *site.address)
    phone = (Run(f"{strings.phone}: ", strong=True), Run(_unbroken(site.phone), strong=True))
    return (
        *(Paragraph((Run(line, strong=index == 0),), "line") for index, line in enumerate(lines)),
        Paragraph(phone, "line"),
    )


def _hours(site: Site, strings: Strings) -> tuple[Block, ...]:
    """The opening hours, neighbouring days with the same hours as one line."""
    week = [(day, hours) for day, hours in enumerate(site.hours.week()) if hours]
    lines: list[Block] = []
    for hours, days in groupby(week, key=lambda entry: entry[1]):
        numbers = [day for day, _ in days]
        first, last = (weekday(number, strings.language) for number in (numbers[0], numbers[-1]))
        name = first if first == last else strings.day_range.format(first=first, last=last)
        words = strings.closed if hours == "closed" else _times(hours, strings)
        lines.append(Paragraph((Run(f"{name}: {words}"),), "line"))
    if lines:
        lines.insert(0, Paragraph((Run(strings.opening_hours, strong=True),), "line"))
    return tuple(lines)


def _times(hours: str, strings: Strings) -> str:
    import datetime

    spans = []
    for span in hours.replace(" ", "").split(","):
        ends = (datetime.time.fromisoformat(end) for end in span.split("-"))
        spans.append("–".join(_unbroken(clock(end, strings.language)) for end in ends))
    return ", ".join(spans)


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")


def _ways(site: Site, strings: Strings, named: bool) -> tuple[Block, ...]:
    """How to get there and where to park; with the site's name where there are several."""
    pairs = ((strings.directions, site.directions), (strings.parking, site.parking))
    prefix = f"{site.name}, " if named else ""
    return tuple(
        Paragraph(
            (
                Run(f"{prefix}{label[:1].lower() + label[1:] if prefix else label}: ", strong=True),
                Run(words),
            )
        )
        for label, words in pairs
        if words
    )


def _booking(clinic: Clinic, strings: Strings) -> tuple[Block, ...]:
    words: list[Block] = []
    if clinic.booking.phone:
        number = _unbroken(clinic.booking.phone)
        words.append(
            Paragraph((Run(f"{strings.booking}: ", strong=True), Run(number, strong=True)))
        )
    if clinic.call_back:
        words.append(Paragraph((Run(clinic.call_back),)))
    url = clinic.booking.url
    if not url:
        return tuple(words)
    link: Spans = (Run(f"{strings.booking_online}: ", strong=True), Run(url, link=url))
    words.append(Paragraph(link))
    code = QrCode(url, strings.qr_alt.format(url=url), ())
    return (Columns((tuple(words), (code,)), (3.6, 1.0)),)


def notes(lines: int, strings: Strings) -> tuple[Block, ...]:
    """Ruled lines for the reader's own notes."""
    return (Blanks((Run(strings.your_notes),), lines),) if lines else ()


def sources(references: tuple[Reference, ...], strings: Strings) -> tuple[Block, ...]:
    """Where the facts come from."""
    entries = (
        f"{reference.title}. {reference.organisation}"
        + (f", {reference.year}." if reference.year else ".")
        for reference in references
    )
    return (
        Heading(2, (Run(strings.sources),)),
        *(Paragraph((Run(entry),), "small") for entry in entries),
    )


def statements(clinic: Clinic, strings: Strings) -> tuple[Block, ...]:
    """How to get the leaflet in another form, and how to say what you think of it."""
    blocks: list[Block] = []
    if clinic.other_formats:
        words = (Run(f"{strings.other_formats}: ", strong=True), Run(clinic.other_formats))
        blocks.append(Paragraph(words, "lead"))
    if clinic.feedback:
        blocks.append(Paragraph((Run(f"{strings.feedback}: ", strong=True), Run(clinic.feedback))))
    return tuple(blocks)
