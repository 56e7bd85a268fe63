"""The table of the library in docs/library.md is true, and every topic meets its bars."""

from datetime import timedelta
from time import process_time

import pytest
from bench.library import FILE, GRADE, PAGES, SENTENCE, TODAY, Row, rows, table

from handout.build import Order, leaflet
from handout.library import Library, builtin
from speed import at_full_speed

LIBRARY = Library((builtin(),))
ROWS = tuple(rows(LIBRARY))
PROGRAMMES = ("exercises-back", "exercises-feet", "exercises-sciatica")


def test_the_table_is_what_is_measured_now() -> None:
    """If it is not, run `python -m bench.library` and read the difference."""
    assert FILE.read_text("utf-8") == table(LIBRARY)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.topic)
def test_a_topic_meets_the_bars(row: Row) -> None:
    assert row.words > 100
    assert 0 < row.grade <= GRADE
    assert 0 < row.sentence <= SENTENCE
    assert row.tools or row.kind == "safety"
    assert row.sources
    assert timedelta() < row.review_by - TODAY <= timedelta(days=2 * 366)
    taken = row.pages[LIBRARY.looks().index("leaflet")]
    assert taken is not None
    assert taken <= PAGES or row.topic in PROGRAMMES


def test_every_topic_is_in_the_table() -> None:
    assert tuple(row.topic for row in ROWS) == tuple(name for name, _ in LIBRARY.topics())
    assert len(ROWS) >= 32


@pytest.mark.slow
def test_the_whole_library_is_built_in_3_seconds_of_cpu_for_30_topics() -> None:
    """In one process, beyond start-up: the first topic is built twice."""
    library = Library((builtin(),))
    leaflet(Order((ROWS[0].topic,), "leaflet"), None, library, TODAY)
    with at_full_speed():
        start = process_time()
        for row in ROWS:
            leaflet(Order((row.topic,), "leaflet"), None, library, TODAY)
        taken = process_time() - start
    assert taken * 30 / len(ROWS) < 3
