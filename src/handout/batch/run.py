"""One run over a table: what is there already is left, what lacks is made, every row is told of.

In: a `Table`, what is asked, a `Store`, and a way to get tasks done. Out: a `RowDone` for each row
that was chosen, as it is finished. A file is recorded in the manifest once it is on disk; the same
run again makes only what is missing or changed.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain, repeat

from msgspec import Struct, structs

from handout.batch import manifest
from handout.batch.export import tell_refused
from handout.batch.index import Index, rewrite, short
from handout.batch.manifest import Record
from handout.batch.names import folded
from handout.batch.person import Person, Reading, person_of
from handout.batch.plan import Asked, Planner, Task
from handout.batch.rows import Row, Table, placed
from handout.batch.store import Store
from handout.batch.work import Done
from handout.errors import HandoutError, Place, Problem, fail

_CHUNKS = (4, 4, 8, 8, 16, 16)
CHUNK = 32
"""So many tasks are done together; fewer at first, so that all workers share a short table."""

Way = Callable[[Iterable[tuple[Task, ...]]], Generator[tuple[Done, ...]]]
"""How tasks get done: in processes here, or on other computers."""


class RowDone(Struct, frozen=True):
    """What became of a row. made: the records of its files; problems: also warnings.

    was_there: nothing had to be made. is_breach: a leaflet of it held what is not its own.
    """

    row: int
    made: tuple[Record, ...] = ()
    problems: tuple[Problem, ...] = ()
    was_there: bool = False
    is_breach: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether any leaflet of the row was not made."""
        return any(problem.severity == "error" for problem in self.problems)


class Job(Struct, frozen=True):
    """What a run is over.

    chosen: the numbers of its rows; None for all, and then files that no row asks for are set
    aside. refused: rows that contradict each other, with the problems. passwords: by
    id, from a table of their own; None for those of the rows.
    """

    table: Table
    reading: Reading
    asked: Asked
    store: Store
    chosen: frozenset[int] | None
    refused: dict[int, tuple[Problem, ...]]
    passwords: dict[str, str] | None = None

    def person(self, row: Row) -> Person:
        """The person of a row.

        Raises: HandoutError with all that is wrong with the row, or that others say of it.
        """
        if row.number in self.refused:
            raise HandoutError(self.refused[row.number])
        person = person_of(row, self.reading)
        if self.passwords is None:
            return person
        if person.password:
            fail("the row has a password, and --passwords has one too", hint="keep one of them")
        password = self.passwords.get(person.visit.patient.id, "")
        if not password:
            fail("--passwords has none for this row", hint="add its id and password")
        return structs.replace(person, password=password)


def run(job: Job, way: Way) -> Generator[RowDone]:
    """Every chosen row, as it is finished. The store is to be held by the caller.

    Raises: HandoutError when the folder is another table's, or can be used no longer.
    """
    _check_manifest(job)
    try:
        with job.store.reader(manifest.NAME) as before:
            rows = _Rows(job, Index(before))
            with closing(way(rows.chunks())) as results:
                for dones in results:
                    rows.take(dones)
                    yield from rows.finished()
            yield from rows.finished()
        _settle(job, rows)
    finally:
        tell_refused(job.store)


def _check_manifest(job: Job) -> None:
    """The manifest is this table's, and has whole lines only."""
    store, head = job.store, manifest.head(job.table.name)
    with store.reader(manifest.NAME) as stream:
        if any(other != head for other in Index(stream).heads):
            hint = "choose another folder with -o"
            fail("this folder holds the batch of another table", Place(store.name), hint)
    rewrite(store, head)


def _settle(job: Job, rows: "_Rows") -> None:
    """The manifest by row; after a run over all rows it has nothing that no row asked for."""

    def is_asked_for(one: Record) -> bool:
        if not one.file:
            return one.row in rows.refused
        is_kept = short(one.file) in rows.kept
        if not is_kept and job.store.get(one.file) is not None:
            job.store.set_aside(one.file)
        return is_kept

    head = manifest.head(job.table.name)
    if job.chosen is None:
        rewrite(job.store, head, is_asked_for)
    else:
        rewrite(job.store, head)


class _Open(Struct):
    """A row whose leaflets are not all done. left: how many are not."""

    left: int
    made: list[Record]
    problems: list[Problem]
    is_new: bool = False
    is_breach: bool = False


class _Rows:
    """The rows under way, and what is known of files.

    kept: the files that are as the table asks, by `short`. refused: rows with a leaflet that was
    not made.
    """

    def __init__(self, job: Job, known: Index) -> None:
        self._job = job
        self._known = known
        self._planner = Planner(job.asked)
        self._open: dict[int, _Open] = {}
        self._ended: list[RowDone] = []
        self._named: dict[bytes, int] = {}
        self._lines: list[Record] = []
        self.kept: set[bytes] = set()
        self.refused: set[int] = set()

    def chunks(self) -> Iterator[tuple[Task, ...]]:
        """What is to be made; rows that need nothing, or cannot be made, are ended here."""
        chunk: list[Task] = []
        sizes = chain(_CHUNKS, repeat(CHUNK))
        size = next(sizes)
        for row in self._job.table.rows():
            if self._job.chosen is None or row.number in self._job.chosen:
                chunk += self._wanting(row)
            while len(chunk) >= size:
                yield tuple(chunk[:size])
                del chunk[:size]
                size = next(sizes)
            if len(self._ended) >= CHUNK:
                yield ()
        if chunk:
            yield tuple(chunk)

    def take(self, dones: tuple[Done, ...]) -> None:
        """Give the files their names, then write down what became of each task."""
        store = self._job.store
        store.adopt([(done.spooled, done.task.file) for done in dones if done.is_made])
        for done in dones:
            record = _record(done)
            self._lines.append(record)
            row = self._open[done.task.row]
            row.left -= 1
            row.is_new = True
            row.is_breach |= done.is_breach
            row.problems += done.problems
            if done.is_made:
                self.kept.add(short(record.file))
                row.made.append(record)
            else:
                self.refused.add(done.task.row)
            if not row.left:
                self._end(done.task.row)

    def finished(self) -> Iterator[RowDone]:
        """The rows that have ended since this was asked last, once the manifest has them."""
        if self._lines:
            self._job.store.append(manifest.NAME, manifest.lines(self._lines))
            self._lines.clear()
        ended, self._ended = self._ended, []
        yield from ended

    def _wanting(self, row: Row) -> tuple[Task, ...]:
        """The tasks of a row that are to be done."""
        job = self._job
        try:
            tasks = self._planner.tasks(job.person(row))
            self._name(tasks)
        except HandoutError as error:
            self._refuse(row.number, error.problems)
            return ()
        made = [record for task in tasks if (record := self._made_before(task))]
        there = {record.file for record in made}
        wanting = tuple(task for task in tasks if task.file not in there)
        self._open[row.number] = _Open(len(wanting), made, [])
        self.kept.update(map(short, there))
        if not wanting:
            self._end(row.number)
        return wanting

    def _name(self, tasks: tuple[Task, ...]) -> None:
        """Note the names of a row's files; raise HandoutError for one that is taken."""
        hint = "put {row} and {topic} into --names"
        for task in tasks:
            other = self._named.setdefault(short(folded(task.file)), task.row)
            if other != task.row:
                fail(f"its file would have the name of row {other}'s", hint=hint)
        if len({folded(task.file) for task in tasks}) < len(tasks):
            fail("two of its files would have the same name", hint=hint)

    def _made_before(self, task: Task) -> Record | None:
        """The record of the task's file, if it was made from the same and is still whole."""
        known = self._known.record(task.file)
        if known and known.key == task.key and manifest.is_whole(known, self._job.store):
            return known
        return None

    def _refuse(self, row: int, problems: Iterable[Problem]) -> None:
        """End a row of which nothing can be made."""
        told = placed(self._job.table.name, row, problems)
        self.refused.add(row)
        self._lines.append(manifest.refusal(row, told))
        self._ended.append(RowDone(row, problems=told))

    def _end(self, row: int) -> None:
        one = self._open.pop(row)
        made = tuple(sorted(one.made, key=lambda record: record.file))
        told = placed(self._job.table.name, row, one.problems)
        self._ended.append(RowDone(row, made, told, not one.is_new, one.is_breach))


def _record(done: Done) -> Record:
    task = done.task
    status = "made" if done.is_made else "withheld" if done.is_breach else "refused"
    return Record(
        task.row, task.key, task.file if done.is_made else "", done.pages, done.sha256,
        task.order.topics, tuple(one.version for one in task.editions), done.look, done.language,
        status, tuple(problem.message for problem in done.problems), done.unproven,
        bool(task.password),
    )  # fmt: skip
