"""A print run: everybody's leaflets in one file for the printer, or in several of so many pages.

In: what a run is over, and how it is to be printed. Out: whole files beside each other, a manifest
that says which pages are whose, and a `RowDone` for each row. It is done in one process: a row that
cannot be printed is left out and told of, as in any batch.
"""

from collections import deque
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, time

from msgspec import Struct

from handout.batch import manifest
from handout.batch.manifest import Record
from handout.batch.person import Person
from handout.batch.plan import Planner, Task
from handout.batch.proof import Verdict, owner_of
from handout.batch.register import Register
from handout.batch.rows import placed
from handout.batch.run import Job, RowDone
from handout.batch.store import sha256
from handout.batch.work import Shop
from handout.build import section, slip_for
from handout.errors import HandoutError, Problem, fail
from handout.library import Library
from handout.merge.values import full_name
from handout.output import check_replaceable
from handout.pages.run import Section, bind, split
from handout.readback.own.reading import Spoken, spoken_run

SORTS = ("row", "family", "given", "id", "postcode", "date")
"""What a run can be sorted by."""


class Printing(Struct, frozen=True):
    """How a run is printed.

    stem: the name of the file without its ending. most: pages a file, 0 for all in one; then -001
    and so on are added to the name. window: of the envelope; empty for no cover slip.
    """

    stem: str
    sort: tuple[str, ...] = ("row",)
    window: str = ""
    most: int = 0
    is_duplex: bool = True


class _Laid(Struct, frozen=True):
    """A leaflet that is ready to be bound. is_last: of its person. address: on its slip."""

    task: Task
    section: Section
    is_last: bool
    address: tuple[str, ...] = ()


def print_run(job: Job, printing: Printing, register: Register | None) -> Generator[RowDone]:
    """Every chosen row, once the file that it is in is written.

    register: everybody of the table; None where nothing is to be proved.

    Raises: HandoutError when a file cannot be written.
    """
    run = _PrintRun(job, printing, Shop(job.asked, register))
    sections = run.sections()
    title = Library(job.asked.roots).clinic().name
    made = job.asked.made or datetime.combine(job.asked.today, time(), UTC)
    for number, group in enumerate(split(sections, printing.most, duplex=printing.is_duplex), 1):
        bound = bind(group, title, made, duplex=printing.is_duplex)
        name = f"{printing.stem}-{number:03}.pdf" if printing.most else f"{printing.stem}.pdf"
        yield from run.written(name, bound.pdf, bound.ranges)
    yield from run.settled()


class _PrintRun:
    """A run on its way: what is laid out, and what has been written."""

    def __init__(self, job: Job, printing: Printing, shop: Shop) -> None:
        self._job, self._printing, self._shop = job, printing, shop
        self._planner = Planner(job.asked)
        self._library = Library(job.asked.roots)
        self._laid: deque[_Laid] = deque()
        self._refused: list[RowDone] = []
        self._records: list[Record] = []
        self._open: dict[int, list[Record]] = {}
        self._earlier = manifest.files_in(job.store, self._manifest)

    @property
    def _manifest(self) -> str:
        return f"{self._printing.stem}.jsonl"

    def sections(self) -> Iterator[Section]:
        """The leaflets of all people that can be printed, sorted, laid out one after another."""
        for person in self._people():
            try:
                laid = self._sheets(person)
            except HandoutError as error:
                self._refuse(person.row, error.problems)
                continue
            self._laid += laid
            yield from (one.section for one in laid)

    def _people(self) -> list[Person]:
        job, people = self._job, list[Person]()
        for row in job.table.rows():
            if job.chosen is not None and row.number not in job.chosen:
                continue
            try:
                people.append(job.person(row))
            except HandoutError as error:
                self._refuse(row.number, error.problems)
        return sorted(people, key=lambda one: _place_in(one, self._printing.sort))

    def _sheets(self, person: Person) -> list[_Laid]:
        """The leaflets of a person; the slip stands before the first.

        Raises: HandoutError with all that is wrong with any of them.
        """
        tasks = self._planner.tasks(person)
        laid = []
        for number, task in enumerate(tasks):
            ready, _ = self._shop.press(task.order)
            window = "" if number else self._printing.window
            reference = person.visit.patient.id
            slip = None
            if window:
                lines = (full_name(person.visit.patient), *_address(person))
                slip = slip_for(ready, person.visit, window, lines, reference)
            done = section(
                ready, person.visit, self._library, self._job.asked.today, reference, slip
            )
            errors = [problem for problem in done.problems if problem.severity == "error"]
            if errors:
                raise HandoutError(errors)
            laid.append(_Laid(task, done, number == len(tasks) - 1, person.address))
        return laid

    def written(
        self, name: str, pdf: bytes, ranges: tuple[tuple[int, int], ...]
    ) -> Iterator[RowDone]:
        """Write a file with the manifest so far; the rows that end in it.

        A file that holds a leaflet with what is not its patient's is withheld, and the run ends.
        """
        laid = [self._laid.popleft() for _ in ranges]
        verdicts, beside = self._judged(pdf, name, laid, ranges)
        breaches = (*beside, *(problem for one in verdicts for problem in one.breaches))
        if breaches:
            yield RowDone(laid[0].task.row, problems=breaches, is_breach=True)
            return
        digest, done = sha256(pdf), list[RowDone]()
        for one, verdict, (first, last) in zip(laid, verdicts, ranges, strict=True):
            record = _record(one, verdict, name, digest, (first, last))
            self._records.append(record)
            self._open.setdefault(record.row, []).append(record)
            if one.is_last:
                found = (*one.section.problems, *verdict.warnings)
                problems = placed(self._job.table.name, record.row, found)
                done.append(RowDone(record.row, tuple(self._open.pop(record.row)), problems))
        check_replaceable(self._job.store.spool / name)
        self._job.store.put(name, pdf)
        self._write_manifest()
        yield from done
        yield from self._told()

    def _judged(
        self, pdf: bytes, name: str, laid: list[_Laid], ranges: tuple[tuple[int, int], ...]
    ) -> tuple[list[Verdict], tuple[Problem, ...]]:
        """Of each leaflet whether its pages are its patient's only; what other words betray."""
        found = (self._shop.press(one.task.order)[1] for one in laid)
        proofs = [proof for proof in found if proof]
        if not proofs:
            return [Verdict() for _ in laid], ()
        said = spoken_run(pdf)
        named = frozenset.intersection(*(proof.names_in(said.apart) for proof in set(proofs)))
        verdicts = []
        for one, proof, (first, last) in zip(laid, proofs, ranges, strict=True):
            pages = said.pages[first - 1 : last]
            text = Spoken(
                tuple(piece for page in pages for piece in page.pieces),
                tuple(piece for page in pages for piece in page.apart),
            )
            owner = owner_of(one.task.row, one.task.visit, one.address)
            verdicts.append(proof.verdict_on(text, name, owner))
        return verdicts, tuple(_beside_pages(name, row) for row in sorted(named))

    def settled(self) -> Iterator[RowDone]:
        """The rows that are left, and the whole manifest; files of an earlier run set aside."""
        yield from self._told()
        self._write_manifest()
        for name in sorted(self._earlier - {record.file for record in self._records}):
            self._job.store.set_aside(name)

    def _write_manifest(self) -> None:
        lines = manifest.lines((manifest.head(self._job.table.name), *self._records))
        self._job.store.put(self._manifest, lines)

    def _told(self) -> Iterator[RowDone]:
        refused, self._refused = self._refused, []
        yield from refused

    def _refuse(self, row: int, problems: tuple[Problem, ...]) -> None:
        told = placed(self._job.table.name, row, problems)
        self._records.append(manifest.refusal(row, told))
        self._refused.append(RowDone(row, problems=told))


def _place_in(person: Person, sort: tuple[str, ...]) -> tuple[str | int, ...]:
    """Where a person comes in the run; at last by row."""
    patient, visit = person.visit.patient, person.visit.visit
    values = {
        "row": f"{person.row:012}",
        "family": patient.family.casefold(),
        "given": patient.given.casefold(),
        "id": patient.id,
        "postcode": person.address[-1].casefold() if person.address else "",
        "date": visit.date.isoformat() if visit else "",
    }
    return (*(values[field] for field in sort), person.row)


def _address(person: Person) -> tuple[str, ...]:
    if not person.address:
        fail("the row has no address for its slip", hint="fill in its address, or leave out --slip")
    return person.address


def _beside_pages(name: str, row: int) -> Problem:
    message = f"{name!r} was withheld: it holds the name of row {row} outside its pages"
    return Problem(message, None, "tell who looks after the program")


def _record(
    laid: _Laid, verdict: Verdict, name: str, digest: str, pages: tuple[int, int]
) -> Record:
    task, about = laid.task, laid.section.laid.press.about
    first, last = pages
    return Record(
        task.row, task.key, name, last - first + 1, digest, task.order.topics,
        tuple(one.version for one in task.editions), task.order.look, about.language, "made",
        tuple(problem.message for problem in laid.section.problems), verdict.unproven, False, first,
    )  # fmt: skip
