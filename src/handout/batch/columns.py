"""Which heading stands for which of our fields; nothing is guessed that could be a mistake.

In: the headings of a table and what the clinic said of them. Out: `Columns`, by which each line of
cells becomes a `Row`. A heading that nobody knows refuses the table before anything is made.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from re import sub

from msgspec import Struct

from handout.batch.rows import Row
from handout.errors import ExitCode, HandoutError, Place, Problem
from handout.search.ranking import folded
from handout.source.guard import harmless
from handout.source.suggest import nearest

_ALIASES: dict[str, tuple[str, ...]] = {
    "id": (
        "patient id", "patient", "patient no", "patient number", "patient reference", "reference",
        "nhs number", "nhs no", "mrn", "medical record number", "hospital number", "hospital no",
        "chart no", "chart number", "record number", "unit number", "chi number", "urn",
    ),
    "title": ("salutation", "prefix"),
    "given": (
        "given name", "given names", "given name(s)", "first", "first name", "first names",
        "first name(s)", "forename", "forenames", "forename(s)", "christian name",
    ),
    "family": ("family name", "last", "last name", "surname", "second name"),
    "preferred": ("preferred name", "known as", "likes to be called", "nickname"),
    "birth_date": ("birthdate", "date of birth", "dob", "d.o.b.", "born", "birthday"),
    "language": ("preferred language", "lang", "language code", "leaflet language"),
    "needs": ("need", "communication needs", "large print", "information needs"),
    "template": ("look", "layout"),
    "date": ("visit date", "date of visit", "appointment date", "seen", "seen on"),
    "clinician": ("seen by", "practitioner", "therapist", "podiatrist", "physiotherapist"),
    "site": ("clinic", "location", "branch"),
    "side": ("affected side", "laterality"),
    "found": ("findings", "what we found"),
    "agreed": ("plan", "what we agreed"),
    "goals": ("goal", "aims"),
    "notes": ("note", "comment", "comments", "remarks"),
    "next_date": ("next appointment", "next appointment date", "next visit", "next visit date"),
    "next_time": ("next appointment time", "next visit time"),
    "handouts": (
        "handout", "leaflet", "leaflets", "topic", "topics", "advice sheet", "advice sheets",
    ),
    "address": ("postal address", "home address", "full address"),
    **{
        f"address_{number}": (f"address line {number}", f"addr {number}", f"line {number}")
        for number in range(1, 6)
    },
    "postcode": ("post code", "postal code", "zip", "zip code"),
    "password": ("pdf password",),
    "diabetes": ("diabetic",),
    "pregnant": ("pregnancy",),
    "blood_thinners": ("blood thinner", "anticoagulants", "takes blood thinners"),
    "numb_feet": ("numbness",),
    "poor_circulation": ("circulation",),
    "pacemaker": ("has pacemaker",),
}  # fmt: skip

FIELDS = tuple(_ALIASES)
"""What a table can say of a person."""

SEVERAL_LINES = frozenset({"found", "agreed", "goals", "notes", "address", "handouts"})
"""The fields whose cells may have more than one line."""

LONGEST_CELL = 10_000
_WHOLE_NAMES = frozenset({"name", "fullname", "patientname"})
_LONGEST_QUOTE = 40


def plain(heading: str) -> str:
    """The heading without case, accents, spaces and signs, as headings are compared."""
    return sub(r"[\W_]+", "", folded(heading))


_MEANT = {plain(name): field for field, aliases in _ALIASES.items() for name in (field, *aliases)}


class Fault(Struct, frozen=True):
    """What is wrong with the cell at an index, before anybody asks what it says.

    is_number: it matters only where each digit counts, as in an id.
    """

    index: int
    message: str
    hint: str
    is_number: bool = False


class Columns(Struct, frozen=True):
    """What stands where. fields: one for each column, "" where it is left out.

    headings: of each field, as the file has it. untitled: the columns without a heading.
    """

    file: str
    fields: tuple[str, ...]
    headings: dict[str, str]
    untitled: tuple[int, ...] = ()

    def row(self, number: int, cells: Sequence[str], faults: tuple[Fault, ...] = ()) -> Row:
        """The cells under the names of our fields; a ragged row has problems and no cells."""
        if len(cells) != len(self.fields):
            return self.refused(
                number,
                f"the row has {len(cells)} columns, the headings {len(self.fields)}",
                "look for a separator or a quote too many or too few",
            )
        filled = {
            field: cell
            for field, cell in zip(self.fields, cells, strict=True)
            if field and cell and not cell.isspace()
        }
        problems = [*self._faults(number, faults)]
        if len("".join(filled.values())) > LONGEST_CELL:
            for field in [one for one, cell in filled.items() if len(cell) > LONGEST_CELL]:
                del filled[field]
                message = f"{self.called(field)}: more than {LONGEST_CELL} characters"
                problems.append(Problem(message, Place(self.file, number), "make it shorter"))
        return Row(number, filled, tuple(problems))

    def refused(self, number: int, message: str, hint: str) -> Row:
        """A row that cannot be read at all."""
        return Row(number, {}, (Problem(message, Place(self.file, number), hint),))

    def called(self, field: str) -> str:
        """The column of a field, as messages name it."""
        return f"column {self.headings.get(field, field)!r}"

    def _faults(self, number: int, faults: tuple[Fault, ...]) -> Iterator[Problem]:
        for fault in faults:
            field = self.fields[fault.index]
            if field and (not fault.is_number or field in ("id", "password", "postcode")):
                message = f"{self.called(field)}: {fault.message}"
                yield Problem(message, Place(self.file, number), fault.hint)


class _Asked(Struct, frozen=True):
    """What `--columns` says: field by plain heading ("" to leave it out), and what is wrong."""

    fields: dict[str, str]
    headings: dict[str, str]
    problems: tuple[Problem, ...]


def columns_of(
    headings: Sequence[str], asked: Iterable[str], file: str, number: int = 1
) -> Columns:
    """What each column holds. asked: `given=First` names one, `-=Extra` leaves one out.

    number: the row of the headings.
    Raises: HandoutError with all that is wrong with the headings.
    """
    place = Place(file, number)
    shown = [_shown(heading) for heading in headings]
    said = _asked(asked)
    fields = [said.fields.get(plain(one), _MEANT.get(plain(one))) for one in headings]
    if not any(fields):
        message = "no heading is known; is the first row the row of headings?"
        raise HandoutError([*said.problems, Problem(message, place, _known())])
    problems = [*said.problems, *_unfound(said, headings, place)]
    for one, field in zip(shown, fields, strict=True):
        if plain(one) and field is None:
            problems.append(_unknown(one, place))
        elif one and not plain(one):
            problems.append(Problem(f"unknown column {one!r}", place, _leave_out(one)))
    problems += _doubled(shown, fields, place)
    problems += _missing({field for field in fields if field}, headings, place)
    if problems:
        raise HandoutError(problems)
    return Columns(
        file,
        tuple(field or "" for field in fields),
        {field: one for one, field in zip(shown, fields, strict=True) if field},
        tuple(index for index, one in enumerate(shown) if not one),
    )


def check_untitled(columns: Columns, lines: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Raise HandoutError where a column without a heading holds something."""
    if not columns.untitled:
        return
    for number, cells in lines:
        if len(cells) != len(columns.fields):
            continue
        for index in columns.untitled:
            if cells[index].strip():
                message = f"column {index + 1} has no heading but is filled"
                problem = Problem(message, Place(columns.file, number), "give it a heading")
                raise HandoutError([problem])


def _asked(options: Iterable[str]) -> _Asked:
    fields: dict[str, str] = {}
    headings: dict[str, str] = {}
    problems = []
    for option in options:
        for part in next(csv.reader([option], skipinitialspace=True), []):
            name, sign, heading = part.partition("=")
            field = name.strip().casefold().replace(" ", "_").replace("-", "_")
            field = "" if field == "_" else field
            if not sign or not plain(heading):
                message = f"--columns {part[:_LONGEST_QUOTE]!r} names no heading"
                hint = "write given=First name, and -=Extra to leave a column out"
                problems.append(Problem(message, hint=hint))
            elif field and field not in FIELDS:
                near = nearest(field, FIELDS)
                message = f"--columns names an unknown field {name[:_LONGEST_QUOTE]!r}"
                hint = f"did you mean {near!r}?" if near else f"there are {', '.join(FIELDS)}"
                problems.append(Problem(message, hint=hint))
            else:
                fields[plain(heading)] = field
                headings[plain(heading)] = heading.strip()
    if problems:
        raise HandoutError(problems, ExitCode.USAGE)
    return _Asked(fields, headings, tuple(problems))


def _unfound(said: _Asked, headings: Sequence[str], place: Place) -> Iterator[Problem]:
    """What `--columns` names and the table does not have."""
    there = {plain(one): one for one in headings}
    for key, heading in said.headings.items():
        if key not in there:
            near = nearest(heading, [_shown(one) for one in headings if one])
            hint = f"did you mean {near!r}?" if near else ""
            yield Problem(f"there is no column {heading[:_LONGEST_QUOTE]!r}", place, hint)


def _unknown(heading: str, place: Place) -> Problem:
    if plain(heading) in _WHOLE_NAMES:
        message = f"column {heading!r}: a whole name cannot be taken apart"
        hint = "give given and family names in columns of their own"
        return Problem(message, place, f"{hint}; {_leave_out(heading)}")
    near = _MEANT.get(nearest(plain(heading), _MEANT), "")
    meant = f"did you mean {near!r}? Say --columns {_option(near, heading)}; " if near else ""
    return Problem(f"unknown column {heading!r}", place, f"{meant}{_leave_out(heading)}")


def _doubled(
    headings: Sequence[str], fields: Sequence[str | None], place: Place
) -> Iterator[Problem]:
    """Fields that two columns claim."""
    for field in dict.fromkeys(one for one in fields if one):
        claim = [one for one, other in zip(headings, fields, strict=True) if other == field]
        if len(claim) > 1 and len({plain(one) for one in claim}) < len(claim):
            yield Problem(f"the heading {claim[0]!r} is there twice", place, "rename or delete one")
        elif len(claim) > 1:
            both = " and ".join(repr(one) for one in claim)
            yield Problem(f"columns {both} both mean {field!r}", place, _leave_out(claim[-1]))
    unknown = [one for one, field in zip(headings, fields, strict=True) if field is None and one]
    for one in dict.fromkeys(unknown):
        if unknown.count(one) > 1:
            yield Problem(f"the heading {one!r} is there twice", place, "rename or delete one")


def _missing(fields: set[str], headings: Sequence[str], place: Place) -> Iterator[Problem]:
    hint = "add it, or name it as in --columns {}"
    if "id" not in fields:
        yield Problem("there is no column for the id", place, hint.format("'id=Patient ID'"))
    has_whole = any(plain(one) in _WHOLE_NAMES for one in headings)
    if not fields & {"given", "family"} and not has_whole:
        message = "there is no column for the given or the family name"
        yield Problem(message, place, hint.format("'given=First name'"))
    numbered = sorted(field for field in fields if field.startswith("address_"))
    if "address" in fields and numbered:
        message = "the address is in one column and in several"
        yield Problem(message, place, "leave out one or the other")


def _leave_out(heading: str) -> str:
    return f"to leave it out say --columns {_option('-', heading)}"


def _option(field: str, heading: str) -> str:
    return f"'{field}={heading}'"


def _known() -> str:
    return f"headings can be {', '.join(FIELDS)}"


def _shown(heading: str) -> str:
    """The heading on one line, cut where a message would get too long."""
    line = " ".join(harmless(heading).split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}..."
