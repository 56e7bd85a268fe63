"""What is to be made for each person: tasks, each with a key that stands for all it is made from.

In: a `Person` and what was asked of the whole batch. Out: `Task`s. A topic's press is looked at
once for the batch; what is wrong with it is said of every row that asks for it.
"""

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from handout import __version__
from handout.batch.names import Names, Subject
from handout.build import Edition, Order, in_date
from handout.errors import HandoutError, Problem
from handout.library import Library
from handout.model.visit import Visit

if TYPE_CHECKING:  # workers plan nothing, and need not load what reads tables
    from handout.batch.person import Person


class Asked(Struct, frozen=True):
    """What is asked of every row.

    topics: of rows that name none. look: of rows without one or a need. allowed: why topics are
    made past their review date; empty where they are not. kept_in: the folder of presses.
    """

    roots: tuple[Path, ...]
    kept_in: Path
    today: date
    made: datetime | None
    topics: tuple[str, ...]
    look: str
    is_pack: bool
    allowed: str
    names: Names


class Task(Struct, frozen=True):
    """One leaflet to be made. key: of all its inputs. password: of the file, where it has one."""

    row: int
    order: Order
    visit: Visit
    file: str
    key: str
    editions: tuple[Edition, ...]
    password: str = ""

    def __repr__(self) -> str:
        """Nothing of the patient: it may get into a log."""
        return f"Task(row={self.row})"


class _Known(Struct, frozen=True):
    """What is known of an order: its press's inputs, or why there is no press."""

    editions: tuple[Edition, ...] = ()
    inputs: str = ""
    problems: tuple[Problem, ...] = ()


class Planner:
    """Makes the tasks of each person; remembers what it knows of each order."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._known: dict[Order, _Known] = {}

    def tasks(self, person: "Person") -> tuple[Task, ...]:
        """The tasks of a person, at least one.

        Raises: HandoutError with all that is wrong with what the row asks for.
        """
        orders = self._orders(person)
        problems = [problem for order in orders for problem in self._look_up(order).problems]
        if problems:
            raise HandoutError(dict.fromkeys(problems))
        return tuple(self._task(order, person) for order in orders)

    def _orders(self, person: "Person") -> tuple[Order, ...]:
        asked, patient = self._asked, person.visit.patient
        topics = tuple(dict.fromkeys(person.visit.handouts or asked.topics))
        if not topics:
            hint = "fill in its column handouts, or say --topic for all rows"
            raise HandoutError((Problem("the row names no handouts", None, hint),))
        need = "large-print" if "large print" in patient.needs else ""
        look = person.look or need or asked.look
        sets = (topics,) if asked.is_pack else tuple((topic,) for topic in topics)
        return tuple(Order(one, look, patient.language or "", asked.allowed) for one in sets)

    def _look_up(self, order: Order) -> _Known:
        if order not in self._known:
            try:
                library = Library(self._asked.roots)
                ready = in_date(order, library, self._asked.today, self._asked.kept_in)
                self._known[order] = _Known(ready.editions, ready.inputs)
            except HandoutError as error:
                self._known[order] = _Known(problems=error.problems)
        return self._known[order]

    def _task(self, order: Order, person: "Person") -> Task:
        asked, visit, known = self._asked, person.visit, self._known[order]
        seen = visit.visit.date.isoformat() if visit.visit else ""
        language = order.language
        subject = Subject(person.row, visit.patient.id, order.topics, order.look, language, seen)
        file = asked.names.name(subject)
        day = "" if seen else asked.today.isoformat()
        made = asked.made.isoformat() if asked.made else ""
        inputs = (
            __version__, known.inputs, file, order, visit, day, made, _hidden(person.password),
        )  # fmt: skip
        key = hashlib.sha256(msgspec.json.encode(inputs, order="deterministic")).hexdigest()
        return Task(person.row, order, visit, file, key, known.editions, person.password)


def _hidden(password: str) -> str:
    """What stands for a password in a key, slow to guess (PBKDF2, RFC 8018)."""
    if not password:
        return ""
    return hashlib.pbkdf2_hmac("sha256", password.encode(), b"handout", 20_000).hex()
