"""A print run: the leaflets of many patients in one tagged file, for the printer.

Each patient is a Part of the document with pages, page numbers and links of its own, and stands on
sheets of its own. Merging finished files would lose their tags, so the run is written as one. What
the file says of itself is for all of them; a patient is known in it by a reference only.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from msgspec import Struct, structs

from handout.document import Fill
from handout.errors import Problem
from handout.pages.pdf import Leaves, write_run
from handout.pages.placing import Placed
from handout.pages.press import Laid, Press, lay_out, leaves
from handout.pages.resources import Kit, Resources, resources
from handout.pages.slip import Slip, slip_box

_BEFORE_ALL = -1
"""The number of the slip among the boxes of a leaflet, which count from 0."""


class Section(Struct, frozen=True):
    """One leaflet of a run, laid out.

    reference: names its bookmark: the clinic's own number, never the patient's name.
    cover: the slip as it is placed, and the size of its sheet; None where there is none.
    problems: warnings, and pages that did not work out.
    """

    laid: Laid
    reference: str
    cover: tuple[Placed, tuple[float, float]] | None = None
    problems: tuple[Problem, ...] = ()

    def sides(self, *, duplex: bool) -> int:
        """How many sides of paper it takes; on both sides of a sheet, an even number."""
        if not duplex:
            return self.laid.sides + (1 if self.cover else 0)
        return self.laid.sides + self.laid.sides % 2 + (2 if self.cover else 0)


class Bound(Struct, frozen=True):
    """A run in memory. ranges: the first and the last page of each section, counted from 1."""

    pdf: bytes
    pages: int
    ranges: tuple[tuple[int, int], ...]


def lay_section(
    press: Press, fill: Fill, reference: str, slip: Slip | None = None,
    warnings: tuple[Problem, ...] = (),
) -> Section:  # fmt: skip
    """One leaflet of a run with one visit's words, and the slip that comes before it.

    warnings: what is known to be wrong with the leaflet already.
    Raises: HandoutError when no font has a character, or the address does not fit the window.
    """
    laid = lay_out(press, fill)
    problems = (*warnings, *laid.problems)
    if slip is None:
        return Section(laid, reference, None, problems)
    box, size = slip_box(slip, laid.setting), slip.window.size
    kit = structs.replace(
        laid.kit, used=laid.kit.used | box.faces, extras=laid.kit.extras | box.extras
    )
    placed = Placed(_BEFORE_ALL, box, 0, len(box.rows), 0.0, size[1])
    return Section(structs.replace(laid, kit=kit), reference, (placed, size), problems)


def split(sections: Iterable[Section], most: int, *, duplex: bool) -> Iterator[tuple[Section, ...]]:
    """The sections in order, as many together as have at most `most` pages; 0 for all.

    Sections of one reference stay together. What alone has more is by itself.
    """
    together: list[Section] = []
    pages = 0
    for group in _by_reference(sections):
        more = sum(one.sides(duplex=duplex) for one in group)
        if together and most and pages + more > most:
            yield tuple(together)
            together, pages = [], 0
        together += group
        pages += more
    if together:
        yield tuple(together)


def _by_reference(sections: Iterable[Section]) -> Iterator[list[Section]]:
    group: list[Section] = []
    for section in sections:
        if group and section.reference != group[-1].reference:
            yield group
            group = []
        group.append(section)
    if group:
        yield group


def bind(sections: Sequence[Section], title: str, made: datetime, *, duplex: bool) -> Bound:
    """The file of a run, in the language of its first leaflet. made: the date it carries.

    title: of the file; nobody's name. duplex: every section starts on a sheet of its own, after a
    blank page where needed.
    """
    about = structs.replace(sections[0].laid.press.about, title=title, subject="")
    shared, numbers = _shared(sections)
    written = (
        (section.reference, _sides(section, number, about.language, duplex))
        for section, number in zip(sections, numbers, strict=True)
    )
    pdf = write_run(written, shared, about, made.astimezone(UTC))
    ranges: list[tuple[int, int]] = []
    last = 0
    for section in sections:
        first, last = last + 1, last + section.sides(duplex=duplex)
        ranges.append((first, last))
    return Bound(pdf, last, tuple(ranges))


def _shared(sections: Sequence[Section]) -> tuple[Resources, list[int]]:
    """The resources of all sections, and for each the number of its dictionary."""
    kits: dict[Kit, Kit] = {}
    keys = []
    for section in sections:
        kit = section.laid.kit
        key = structs.replace(kit, used=frozenset(), extras=frozenset())
        known = kits.setdefault(key, key)
        if not (kit.used <= known.used and kit.extras <= known.extras):
            used, extras = kit.used | known.used, kit.extras | known.extras
            kits[key] = structs.replace(known, used=used, extras=extras)
        keys.append(key)
    numbers = {key: number for number, key in enumerate(kits)}
    profile = sections[0].laid.press.profile
    return resources(tuple(kits.values()), profile), [numbers[key] for key in keys]


def _sides(section: Section, dictionary: int, language: str, duplex: bool) -> Leaves:
    """The sides of a section, tagged, with its slip and its blank pages."""
    laid = section.laid
    own = laid.press.about.language
    top = ("Part", b"/Lang(%s)" % own.encode() if own != language else b"")
    before = ((section.cover[0],),) if section.cover else ()
    done = leaves(laid, before, 1 if before and duplex else 0, top)
    front = len(done.sizes) - laid.sides
    more = section.sides(duplex=duplex) - len(done.sizes)
    done.tagged.contents += [b""] * more
    done.tagged.owners += [[] for _ in range(more)]
    sheet = section.cover[1] if section.cover else laid.press.size
    sizes = (sheet,) * front + (laid.press.size,) * (laid.sides + more)
    return Leaves(done.tagged, sizes, done.destinations, dictionary)
