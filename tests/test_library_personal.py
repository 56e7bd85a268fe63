"""What the library says to some readers only: it is printed for them and for nobody else."""

from collections.abc import Iterator
from datetime import date

import pytest
from msgspec import Struct, structs

from handout.model import handout as written
from handout.model.scalars import Text
from handout.model.visit import Appointment, Conditions, NextAppointment, Patient, Visit
from referee import block_texts
from shipped import LIBRARY, TODAY, TOPICS, handed

OLD = Patient(given="Sam", birth_date=date(1940, 1, 1))
SEEN = Appointment(TODAY, clinician="p-nair", site="riverside", next=NextAppointment(TODAY))
READERS: dict[str, Visit | None] = {
    "nobody": None,
    "visited": Visit(visit=SEEN),
    "told": Visit(visit=structs.replace(SEEN, goals=("Walk to the shop",))),
    "old": Visit(OLD, SEEN),
    **{side: Visit(visit=SEEN, side=side) for side in ("left", "right", "both")},
    **{
        name: Visit(visit=SEEN, conditions=Conditions(**{name: True}))
        for name in Conditions.__struct_fields__
    },
}
"""Readers who differ in one thing."""
WHO: dict[str, set[str]] = {
    "patient.age >= 65": {"old"},
    "visit.side == 'left'": {"left"},
    "visit.side == 'right'": {"right"},
    "visit.side == 'both'": {"both"},
    "not visit.found and not visit.agreed and not visit.goals": set(READERS) - {"told"},
    "not visit.next": {"nobody"},
    "visit.next": set(READERS) - {"nobody"},
    "clinician.name": set(READERS) - {"nobody"},
    **{f"conditions.{name}": {name} for name in Conditions.__struct_fields__},
}
"""Each condition of the library, and the readers for whom it holds."""


class Personal(Struct, frozen=True):
    """Words of a topic that stand under conditions, all of which must hold."""

    topic: str
    conditions: tuple[str, ...]
    words: str

    @property
    def readers(self) -> set[str]:
        """Those who read them."""
        found = set(READERS)
        for condition in self.conditions:
            found &= set().union(*(WHO[part.strip()] for part in condition.split(" or ")))
        return found


def personal(topic: str) -> Iterator[Personal]:
    """Every text of a topic that not everybody reads, and has no values of its own."""
    yield from under(topic, LIBRARY.handout(topic, "en-GB").sections, ())


def under(topic: str, value: object, conditions: tuple[str, ...]) -> Iterator[Personal]:
    """The same, of what was written under conditions."""
    if isinstance(value, Text):
        plain = "{{" not in value.value and "**" not in value.value and "\n" not in value.value
        if conditions and plain:
            yield Personal(topic, conditions, " ".join(value.value.split()))
    elif isinstance(value, Struct):
        own = getattr(value, "when", None)
        within = (*conditions, own.value) if own else conditions
        for name in value.__struct_fields__:
            if not (isinstance(value, written.FigureBlock) and name == "alt"):
                yield from under(topic, getattr(value, name), within)
    elif isinstance(value, tuple):
        for item in value:
            yield from under(topic, item, conditions)


FOUND = [one for topic in TOPICS for one in personal(topic)]


@pytest.mark.parametrize("topic", sorted({one.topic for one in FOUND}))
def test_what_is_personal_is_read_by_those_it_is_for(topic: str) -> None:
    ours = [one for one in FOUND if one.topic == topic]
    for reader, visit in READERS.items():
        made = handed(topic, "leaflet", visit)
        text = " ".join(" ".join(text.split()) for _, text in block_texts(made.pdf))
        for one in ours:
            assert (one.words in text) == (reader in one.readers), (one.words, reader)


def test_there_are_many_personal_parts() -> None:
    """At least a dozen, on more than half a dozen things that differ between readers."""
    assert len({(one.topic, one.conditions) for one in FOUND}) >= 12
    asked = {
        part.strip() for one in FOUND for each in one.conditions for part in each.split(" or ")
    }
    assert len(asked) >= 7
    assert all(0 < len(one.readers) < len(READERS) for one in FOUND)


@pytest.mark.parametrize("reader", ["nobody", "visited", "told"])
def test_an_after_visit_summary_has_what_was_found_or_lines_for_it(reader: str) -> None:
    """A visit file may say nothing of it: then it is written by hand."""
    pdf = handed("your-visit", "leaflet", READERS[reader]).pdf
    text = " ".join(text for _, text in block_texts(pdf))
    assert ("Walk to the shop" in text) == (reader == "told")
    assert ("What we agreed" in text) == (reader != "told")
