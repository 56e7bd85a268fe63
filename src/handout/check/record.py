"""A topic with all that its record is judged by."""

from calendar import monthrange
from datetime import date

from msgspec import Struct

from handout.check.rule import Proof
from handout.model.clinic import Clinic
from handout.model.handout import Handout


class Record(Struct, frozen=True):
    """A topic with all that its record is judged by.

    proof:  its words; None where its language has no word lists.
    before: the topic as it was at the revision it is compared with; None where there is none.
    hash:   of the words as they are; empty where something they need is not there.
    """

    handout: Handout
    clinic: Clinic
    today: date
    proof: Proof | None = None
    before: Handout | None = None
    hash: str = ""


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of a shorter month.

    It is the last day there is where a clinic's limit leads beyond it.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
