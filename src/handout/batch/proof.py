"""The isolation proof: a finished leaflet holds its own person and nobody else of the table.

In: the bytes of a leaflet, whose it should be, what that row of the table itself says. Out: a
`Verdict`. It looks at the finished bytes alone, by `readback.own`.

What it cannot prove it says. Three things prove nothing and are left out: words that the press
prints for anybody; another's single name that the row's own cells hold; an id that could be an
age, a dose or a year. Another's whole name or id in the row's own cells is what the clinic asked
for, and a warning, as long as the leaflet holds it no more often than the cells do.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

from msgspec import Struct

from handout.batch.anybody import Anybody, asked
from handout.batch.identity import Identity, Words, is_name, is_telling, words
from handout.batch.register import Hit, Register
from handout.errors import HandoutError, Place, Problem
from handout.library import Library
from handout.model.visit import Visit
from handout.readback.own.reading import Spoken, spoken

_KEPT = 1000
_SAID = {"id": "the id", "name": "the name", "single": "a name"}

Text = tuple[str | None, ...]
"""The words of a text; None where words do not touch, or are not to be looked at."""

Unproven = Literal["id", "name"]


class Verdict(Struct, frozen=True):
    """breaches: why the leaflet must not be given to anybody. warnings: what to look at.

    unproven: what the leaflet could not be shown to hold, for the row has or the press prints none,
    or it is too common to tell.
    """

    breaches: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    unproven: tuple[Unproven, ...] = ()


class Owner(Struct, frozen=True):
    """Whose a leaflet should be. visit: what it was filled with. place: the row, for messages.

    beside: what else of the row is printed, such as the address on a cover slip.
    """

    person: Identity
    visit: Visit
    place: Place
    beside: tuple[str, ...] = ()


def owner_of(row: int, visit: Visit, beside: tuple[str, ...] = ()) -> Owner:
    """Whose the leaflet of a visit should be."""
    patient = visit.patient
    person = Identity(row, patient.id, patient.given, patient.family, patient.preferred)
    return Owner(person, visit, visit.place or Place("", row), beside)


class Proof:
    """Judges the leaflets of one press. Keeps what it has found in texts that recur."""

    def __init__(self, register: Register, common: Anybody, library: Library) -> None:
        self._register = register
        self._library = library
        self._language = common.language
        self._shown = common.shown
        self._ordinary = frozenset(
            hit.words for piece in common.pieces for hit in register.hits(words(piece))
        )
        self._suspects: dict[str, Words] = {}

    @property
    def blind(self) -> tuple[Unproven, ...]:
        """What no leaflet of this press can prove, because the press does not print it."""
        has_name = self._shown & {"name", "preferred", "given"}
        has_id = "id" in self._shown
        return (*(() if has_id else ("id",)), *(() if has_name else ("name",)))

    def verdict(self, pdf: bytes, file: str, owner: Owner) -> Verdict:
        """Whether the finished leaflet is the row's and nobody else's. file: its name."""
        try:
            said = spoken(pdf)
        except HandoutError as error:
            return Verdict(tuple(_problem(owner, file, one.message) for one in error.problems))
        return self.verdict_on(said, file, owner)

    def verdict_on(self, said: Spoken, file: str, owner: Owner) -> Verdict:
        """As `verdict`, on what was read of the leaflet already, such as its pages of a run."""
        pieces = (*said.pieces, *said.apart)
        suspects = self._suspects_in(pieces)
        missing, unproven = self._own(owner.person, suspects, pieces)
        breaches, warnings = self._others(owner, suspects)
        return Verdict(
            (
                *(
                    _problem(owner, file, f"it does not hold the row's own {what}")
                    for what in missing
                ),
                *(_problem(owner, file, f"it holds {said}") for said in breaches),
            ),
            tuple(_mention(owner, said) for said in warnings),
            unproven,
        )

    def names_in(self, pieces: tuple[str, ...]) -> frozenset[int]:
        """The rows whose whole names stand in texts that should be nobody's, as of bookmarks."""
        hits = (hit for piece in pieces for hit in self._register.hits(words(piece)))
        named = (hit for hit in hits if hit.kind == "name" and hit.words not in self._ordinary)
        return frozenset(hit.row for hit in named)

    def _suspects_in(self, pieces: tuple[str, ...]) -> list[Words]:
        """The pieces with words of somebody that are not the leaflet's own."""
        kept = self._suspects
        found = []
        for piece in pieces:
            suspect = kept.get(piece)
            if suspect is None:
                suspect = self._suspect(piece)
            if suspect:
                found.append(suspect)
        return found

    def _suspect(self, piece: str) -> Words:
        if len(self._suspects) >= _KEPT:
            self._suspects.clear()
        text = words(piece)
        is_suspect = any(hit.words not in self._ordinary for hit in self._register.hits(text))
        kept = self._suspects[piece] = text if is_suspect else ()
        return kept

    def _own(
        self, person: Identity, suspects: list[Words], pieces: tuple[str, ...]
    ) -> tuple[list[str], tuple[Unproven, ...]]:
        """What of the row's own is missing, and what is there but proves nothing."""
        missing: list[str] = []
        unproven: list[Unproven] = []
        for what, wanted, is_proof in (
            ("id", self._id(person), is_telling),
            ("name", self._name(person), is_name),
        ):
            if not wanted or tuple(sorted(wanted)) in self._ordinary or not is_proof(wanted):
                unproven.append("id" if what == "id" else "name")
            texts = chain(suspects, map(words, pieces))
            if wanted and not any(_holds(text, wanted) for text in texts):
                missing.append(what)
        return missing, tuple(unproven)

    def _id(self, person: Identity) -> Words:
        return words(person.id) if "id" in self._shown else ()

    def _name(self, person: Identity) -> Words:
        """The name that the press prints; nothing where it prints none."""
        if "name" in self._shown:
            return words(person.name)
        if "preferred" in self._shown:
            return words(person.preferred or person.given)
        return words(person.given) if "given" in self._shown else ()

    def _others(self, owner: Owner, suspects: list[Words]) -> tuple[list[str], list[str]]:
        """What the leaflet holds of others: against the rules, and because the cells ask for it."""
        own = _own_words(owner.person)
        texts = [_without(text, own) for text in suspects]
        known = self._ordinary | {tuple(sorted(phrase)) for phrase in own}
        found = (hit for text in texts for hit in self._register.hits(text))
        hits = dict.fromkeys(hit for hit in found if hit.words not in known)
        breaches: dict[str, None] = {}
        warnings: dict[str, None] = {}
        cells = self._brought(owner) if hits else []
        for hit in hits:
            times = _count(cells, hit)
            said = f"{_SAID[hit.kind]} of row {hit.row}"
            if times and hit.kind == "single":
                continue
            (warnings if times and _count(texts, hit) <= times else breaches)[said] = None
        return list(breaches), list(warnings)

    def _brought(self, owner: Owner) -> list[Words]:
        """The words that the row itself brings into its leaflet."""
        said = asked(owner.visit, self._library, self._language)
        return [words(cell) for cell in (*said, *owner.beside)]


def _own_words(person: Identity) -> tuple[Words, ...]:
    """All that may be said of the person, the longest first, either way round."""
    found = {words(person.id), words(person.name), *person.single()}
    for first in (person.given, person.preferred):
        given, family = words(first), words(person.family)
        found |= {(*given, *family), (*family, *given)}
    return tuple(sorted(found - {()}, key=lambda one: (-len(one), one)))


def _without(text: Words, own: tuple[Words, ...]) -> Text:
    """The text without what is the person's own, but for single words, which may be another's."""
    left: list[str | None] = list(text)
    for phrase in own:
        if len(phrase) == 1:
            break
        at = 0
        while phrase[0] in left[at:]:
            at = left.index(phrase[0], at)
            if tuple(left[at : at + len(phrase)]) == phrase:
                left[at : at + len(phrase)] = [None]
            at += 1
    return tuple(left)


def _holds(text: Text, phrase: Words) -> bool:
    return any(_found(text, phrase))


def _found(text: Text, phrase: Words) -> Iterator[bool]:
    """True for each place where the phrase stands in the text."""
    first, length = phrase[0], len(phrase)
    for at, word in enumerate(text):
        if word == first and text[at : at + length] == phrase:
            yield True


def _count(texts: Iterable[Text], hit: Hit) -> int:
    """How often somebody's words stand in texts, in any order."""
    length = len(hit.words)
    count = 0
    for text in texts:
        for at in range(len(text) - length + 1):
            window = text[at : at + length]
            if None not in window and tuple(sorted(filter(None, window))) == hit.words:
                count += 1
    return count


def _problem(owner: Owner, file: str, message: str) -> Problem:
    return Problem(
        f"the leaflet {file!r} was withheld: {message}",
        owner.place,
        "give out no leaflet of this run; keep the table and tell who looks after the program",
    )


def _mention(owner: Owner, said: str) -> Problem:
    return Problem(
        f"the row's own cells hold {said}, and so does its leaflet",
        owner.place,
        "look at the cells: is this what was meant?",
        "warning",
    )
