"""`handout batch`: a leaflet for each person and topic, and every row is told of."""

import json
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from batches import (
    assert_agrees,
    batch,
    listing,
    pdfs,
    people,
    person,
    records,
    stand_in_clinic,
    written,
)  # fmt: skip
from handout.batch.work import Done, Shop
from handout.errors import Problem
from handout.readback.reading import finished
from workspaces import add, run, topic

OUTPUT = Path("output/list")
REFUSED = "column 'date': not a date; write it as 1960-02-29 or 29/02/1960"


@pytest.fixture(autouse=True)
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return stand_in_clinic(tmp_path, monkeypatch)


def text_of(name: str) -> str:
    """A leaflet as it is read aloud."""
    return finished((OUTPUT / name).read_bytes(), name).elements[0].text


def with_a_bad_row() -> list[dict[str, str]]:
    return [person(0), person(1, date="yesterday"), person(2)]


def test_each_person_gets_a_leaflet_of_each_topic() -> None:
    result = batch(written([person(0, handouts="rest; walk"), person(1)]))
    assert result.exit_code == 0
    assert list(pdfs(OUTPUT)) == [
        "00002-Q0000-rest.pdf", "00002-Q0000-walk.pdf", "00003-Q0001-rest.pdf",
    ]  # fmt: skip
    assert result.stdout.splitlines()[1:] == [
        "2 people read",
        f"2 made (3 leaflets), 0 refused: {OUTPUT.absolute()}",
    ]
    assert result.stderr == ""
    assert_agrees(OUTPUT)
    assert "Dear Gi0ve Fa0mily" in text_of("00002-Q0000-rest.pdf")
    assert "Patient number: Q0001" in text_of("00003-Q0001-rest.pdf")


def test_a_bad_row_is_named_and_the_rest_goes_on() -> None:
    result = batch(written(with_a_bad_row()))
    assert result.exit_code == 3
    assert list(pdfs(OUTPUT)) == ["00002-Q0000-rest.pdf", "00004-Q0002-rest.pdf"]
    assert result.stderr.splitlines() == [f"list.csv:3: {REFUSED}"]
    assert "2 made (2 leaflets), 1 refused" in result.stdout


def test_made_and_refused_are_all_that_was_read() -> None:
    rows = [
        person(number, date="2026-11-20" if number % 7 else "?", handouts="rest;walk")
        for number in range(60)
    ]
    result = batch(written(rows))
    made = {one["row"] for one in records(OUTPUT) if one["status"] == "made"}
    refused = {one["row"] for one in records(OUTPUT) if one["status"] == "refused"}
    assert not made & refused
    assert made | refused == set(range(2, 62))
    assert "60 people read" in result.stdout
    assert "51 made (102 leaflets), 9 refused" in result.stdout


def test_fail_fast_stops_at_the_first_refused_row() -> None:
    result = batch(written([*with_a_bad_row(), *people(60)[3:]]), "--fail-fast")
    assert result.exit_code == 3
    assert result.stderr.splitlines()[-1] == "stopped at the first row that was refused"
    assert len(pdfs(OUTPUT)) < 40
    assert_agrees(OUTPUT)


def test_a_limit_is_the_first_people() -> None:
    batch(written(people(30)), "--limit", "3")
    assert [one["row"] for one in records(OUTPUT)] == [2, 3, 4]


def test_a_sample_is_spread_evenly_and_the_same_again() -> None:
    result = batch(written(people(30)), "--sample", "3")
    assert [one["row"] for one in records(OUTPUT)] == [2, 12, 22]
    assert "3 made (3 leaflets)" in result.stdout
    assert "3 of them before" in batch("list.csv", "--sample", "3").stdout
    assert len(pdfs(OUTPUT)) == 3


def test_a_sample_of_more_than_there_are_is_all() -> None:
    batch(written(people(3)), "--sample", "50")
    assert len(pdfs(OUTPUT)) == 3


def test_nothing_is_made_of_a_list_of_another_length() -> None:
    result = batch(written(people(3)), "--expect", "4")
    assert result.exit_code == 1
    assert "list.csv: --expect says 4 people, and the table has 3" in result.stderr
    assert not Path("output").exists()
    assert batch("list.csv", "--expect", "3").exit_code == 0


def test_a_rehearsal_writes_nothing_and_tells_all(clinic: Path) -> None:
    batch(written([person(0)]), "--limit", "1")
    written([person(0), *with_a_bad_row()[1:], person(5, handouts="nosuch")])
    before = listing(clinic)
    result = batch("list.csv", "--dry-run")
    assert listing(clinic) == before
    assert result.exit_code == 3
    assert result.stdout.splitlines()[2:] == [
        "row 2: 00002-Q0000-rest.pdf  1 page",
        "row 4: 00004-Q0002-rest.pdf  1 page",
        "2 made (2 leaflets, 1 of them before), 2 refused: nowhere, as this was a rehearsal",
    ]
    assert f"list.csv:3: {REFUSED}" in result.stderr
    assert "list.csv:5: there is no topic 'nosuch'" in result.stderr


def test_a_rehearsal_makes_no_folder() -> None:
    assert batch(written(people(2)), "--dry-run").exit_code == 0
    assert not Path("output").exists()


def test_json_is_one_object_for_each_row() -> None:
    result = batch(written(with_a_bad_row()), "--json")
    lines = {one["row"]: one for one in map(json.loads, result.stdout.splitlines())}
    assert sorted(lines) == [2, 3, 4]
    assert lines[3] == {"row": 3, "status": "refused", "files": [], "problems": [REFUSED]}
    assert lines[4]["status"] == "made"
    record = records(OUTPUT)[-1]
    asked = ("file", "pages", "sha256", "look", "language")
    assert lines[4]["files"] == [{field: record[field] for field in asked}]
    assert "3 people read" in result.stderr
    again = batch("list.csv", "--json").stdout.splitlines()
    status = {one["row"]: one["status"] for one in map(json.loads, again)}
    assert status == {2: "there", 3: "refused", 4: "there"}


def test_a_pack_is_one_file_for_each_person() -> None:
    batch(written([person(0, handouts="rest;walk"), person(1)]), "--pack")
    assert list(pdfs(OUTPUT)) == ["00002-Q0000-rest-and-walk.pdf", "00003-Q0001-rest.pdf"]
    assert records(OUTPUT)[0]["topic"] == ["rest", "walk"]
    assert "Walk a little." in text_of("00002-Q0000-rest-and-walk.pdf")


def test_who_needs_large_print_gets_it() -> None:
    rows = [person(0), person(1, needs="large print"), person(2, template="letter")]
    batch(written(rows), "--template", "compact")
    assert [one["look"] for one in records(OUTPUT)] == ["compact", "large-print", "letter"]


def test_a_row_in_a_language_without_translation_is_refused() -> None:
    result = batch(written([person(0, language="cy"), person(1, language="en-GB")]))
    assert result.exit_code == 3
    assert (
        "list.csv:2: rest is written in English (United Kingdom); there is none in Welsh"
        in result.stderr
    )
    assert list(pdfs(OUTPUT)) == ["00003-Q0001-rest.pdf"]


def test_what_a_row_names_goes_before_what_is_said_for_all() -> None:
    batch(written([person(0, handouts="walk"), person(1, handouts="")]), "--topic", "rest")
    assert list(pdfs(OUTPUT)) == ["00002-Q0000-walk.pdf", "00003-Q0001-rest.pdf"]


def test_a_row_without_any_topic_is_refused() -> None:
    result = batch(written([person(0), person(1, handouts="")]))
    assert "list.csv:3: the row names no handouts" in result.stderr


def test_one_number_for_two_people_refuses_both() -> None:
    result = batch(written([person(0), person(1), person(2, id="Q0000")]))
    assert result.exit_code == 3
    assert list(pdfs(OUTPUT)) == ["00003-Q0001-rest.pdf"]
    assert [line for line in result.stderr.splitlines() if "hint" not in line] == [
        "list.csv:2: column 'id': rows 2 and 4 have it for two people",
        "list.csv:4: column 'id': rows 4 and 2 have it for two people",
    ]


def test_one_person_on_two_rows_is_no_mistake() -> None:
    rows = [person(0), person(0, handouts="walk", given="GI0VE ")]
    assert batch(written(rows)).exit_code == 0
    assert list(pdfs(OUTPUT)) == ["00002-Q0000-rest.pdf", "00003-Q0000-walk.pdf"]


def test_the_same_row_twice_is_made_once() -> None:
    result = batch(written([person(0), person(0)]))
    assert "list.csv:3: the row is the same as row 2" in result.stderr
    assert list(pdfs(OUTPUT)) == ["00002-Q0000-rest.pdf"]


def test_an_overdue_topic_is_made_only_with_a_reason(clinic: Path) -> None:
    old = topic("walk").replace("2028-01-10", "2026-03-01").replace("2026-01-10", "2025-01-10")
    add(clinic, "walk", old)
    result = batch(written([person(0, handouts="walk"), person(1)]))
    assert result.exit_code == 3
    assert "list.csv:2: the review of 'walk' was due by 2026-03-01" in result.stderr
    assert list(pdfs(OUTPUT)) == ["00003-Q0001-rest.pdf"]
    result = batch("list.csv", "--allow-expired", "the new one is being printed")
    assert result.exit_code == 0
    assert "warning: the review of 'walk' was due by 2026-03-01" in result.stderr
    assert len(pdfs(OUTPUT)) == 2


def test_a_table_can_come_in_by_itself() -> None:
    written(people(2))
    result = run("batch", "-", given=Path("list.csv").read_bytes())
    assert result.exit_code == 0
    assert len(pdfs(Path("output/batch"))) == 2


def test_a_breach_withholds_the_leaflet_and_stops_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = Shop.done

    def leaky(self: Shop, task: object) -> Done:
        done = work(self, task)  # type: ignore[arg-type]
        if done.task.row != 20:
            return done
        return Done(done.task, (Problem("it holds the name of row 3"),), is_breach=True)

    monkeypatch.setattr(Shop, "done", leaky)
    result = batch(written(people(60)))
    assert result.exit_code == 1
    assert "list.csv:20: it holds the name of row 3" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("stopped: a leaflet held what is not")
    made = records(OUTPUT)
    assert {one["row"] for one in made if not one["file"]} == {20}
    assert [one["status"] for one in made if one["row"] == 20] == ["withheld"]
    assert len(made) < 40
    assert_agrees(OUTPUT)


def test_a_stop_that_python_loses_still_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python ignores what is raised in a callback, as while modules are loaded."""
    written(people(3))

    def stopped_unheard(*anything: object) -> None:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("handout.cli.batch.workers_of", stopped_unheard)
    result = batch("list.csv")
    assert result.exit_code == 130
    assert "stopped: 0 made (0 leaflets), 0 refused; run it again to go on" in result.stderr
    assert not pdfs(OUTPUT)
