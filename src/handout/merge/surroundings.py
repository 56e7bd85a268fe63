"""What a handout is merged with: all that a clinic and its library say round it."""

from datetime import date

from msgspec import Struct

from handout.merge.blocks import Shelf
from handout.model.clinic import Clinic, Emergency
from handout.model.strings import Strings
from handout.model.template import Omission, Template


class Surroundings(Struct, frozen=True):
    """What a handout is merged with.

    today: the day to mark topics whose review date has passed; None to mark none.
    left_out: what is left out for want of room. is_short: details of the topics are.
    """

    clinic: Clinic
    template: Template
    strings: Strings
    emergency: Emergency
    shelf: Shelf
    today: date | None = None
    left_out: tuple[Omission, ...] = ()
    is_short: bool = False
