"""What the isolation proof costs: a leaflet printed, and printed and proved."""

from statistics import median
from time import process_time

from bench import content, ours
from bench.content import Patient
from bench.results import Row, Table, Target, ratio
from handout.batch import proof
from handout.batch.anybody import anybody
from handout.batch.identity import Identity
from handout.batch.proof import Proof
from handout.batch.register import register_of
from handout.errors import Place

PEOPLE = 10_000
"""How many the table has that all of them are told from."""


def measure(leaflets: int, rounds: int = 5) -> Table:
    """CPU ms a leaflet, with its proof and without; each round has people of its own."""
    pressed = ours.ready(ours.write_workspace())
    patients = content.patients(PEOPLE)
    people = [_identity(number, patient) for number, patient in enumerate(patients, 2)]
    start = process_time()
    register = register_of(people)
    made = process_time() - start
    judge = Proof(register, anybody(pressed, ours.library(), ours.TODAY), ours.library())
    size = leaflets // rounds
    times: dict[str, list[float]] = {"printed": [], "proved": []}
    for turn in range(rounds + 1):
        part = list(zip(patients, people, strict=True))[turn * size : (turn + 1) * size]
        start = process_time()
        visits = [ours.visit(patient) for patient, _ in part]
        files = [ours.printed(pressed, visit).pdf for visit in visits]
        printed = process_time() - start
        start = process_time()
        verdicts = [
            judge.verdict(pdf, "", proof.Owner(person, visit, Place("", person.row)))
            for pdf, visit, (_, person) in zip(files, visits, part, strict=True)
        ]
        proved = process_time() - start
        if any(verdict.breaches for verdict in verdicts):
            raise AssertionError("a leaflet was not proved")
        if turn:  # in the first round everything is met for the first time
            times["printed"].append(printed * 1000 / len(part))
            times["proved"].append((printed + proved) * 1000 / len(part))
    return _table(times, made)


def _identity(row: int, patient: Patient) -> Identity:
    return Identity(row, patient.number, patient.given, patient.family)


def _table(times: dict[str, list[float]], made: float) -> Table:
    table = Table(f"The isolation proof, {PEOPLE:,} people, ours", "CPU ms a leaflet")
    table.rows = [
        Row("printed", median(times["printed"])),
        Row("printed and proved", median(times["proved"])),
        Row("the register of all, once", made * 1000),
    ]
    costs = [ratio(with_it, bare) for bare, with_it in zip(*times.values(), strict=True)]
    middle = median(cost for cost in costs if cost)
    table.targets.append(Target("proof: printed and proved / printed", middle, 1.25))
    return table
