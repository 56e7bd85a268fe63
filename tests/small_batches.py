"""Small batches for tests: a table of a few people, done in this process."""

import datetime
from collections.abc import Generator, Iterable
from pathlib import Path

from msgspec import structs

from handout.batch.delimited import delimited
from handout.batch.names import USUAL, names
from handout.batch.person import reading_of
from handout.batch.plan import Asked, Task
from handout.batch.rows import Table
from handout.batch.run import Job, RowDone, run
from handout.batch.store import Store
from handout.batch.work import Done, Shop
from handout.files import spooled
from handout.library import Library, builtin

TODAY = datetime.date(2026, 11, 21)
FAMILY = "Quillfeather"


def table(people: int, topic: str = "rest") -> Table:
    """A table of so many people, each with a name of their own."""
    rows = (f"ZX-{n:05},Perpetua{n},{FAMILY},1960-02-29,{topic}" for n in range(people))
    text = "\n".join(("id,given,family,birth_date,handouts", *rows))
    return delimited(text.encode(), "list.csv", ".csv", "", ())


def asked(folder: Path, presses: Path) -> Asked:
    """What is asked of a batch of the workspace in a folder."""
    roots = (folder, builtin())
    return Asked(roots, presses, TODAY, None, (), "", False, "", names(USUAL))


def job(people: Table, asked: Asked, store: Store) -> Job:
    """A batch of all rows."""
    language = Library(asked.roots).clinic().language
    return Job(people, reading_of(people, language, TODAY), asked, store, None, {})


class Inline:
    """Does tasks in this process, and can be stopped. turns: how many chunks it does."""

    def __init__(self, asked: Asked, store: Store, turns: int | None = None) -> None:
        self._shop = Shop(asked, None)
        self._store = store
        self._turns = turns
        self.tasks = 0

    def results(self, chunks: Iterable[tuple[Task, ...]]) -> Generator[tuple[Done, ...]]:
        """What became of each chunk."""
        for turn, chunk in enumerate(chunks):
            if turn == self._turns:
                raise KeyboardInterrupt
            self.tasks += len(chunk)
            dones = (self._shop.done(task) for task in chunk)
            yield tuple(
                structs.replace(one, pdf=b"", spooled=spooled(self._store.spool, one.pdf))
                for one in dones
            )


def made(one: Job, way: Inline) -> tuple[RowDone, ...]:
    """What became of every row, with the store held."""
    with one.store.held():
        return tuple(run(one, way.results))
