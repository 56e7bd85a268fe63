"""The table of the library in docs/library.md is true, and every topic meets its bars."""

import os
from datetime import timedelta
from pathlib import Path
from time import process_time

import pytest
from bench.library import FILE, GRADE, PAGES, SENTENCE, TODAY, Row, rows, table

from handout.build import Order, leaflet
from handout.library import Library, builtin
from shipped import LIBRARY, TOPICS
from speed import at_full_speed

PROGRAMMES = ("exercises-back", "exercises-feet", "exercises-sciatica")


@pytest.fixture(scope="module")
def measured() -> dict[str, Row]:
    """Every topic, by its name."""
    kept_in = Path(os.environ["HANDOUT_TEST_PRESSES"])
    return {row.topic: row for row in rows(LIBRARY, kept_in)}


def test_the_table_is_what_is_measured_now(measured: dict[str, Row]) -> None:
    """If it is not, run `python -m bench.library` and read the difference."""
    assert FILE.read_text("utf-8") == table(LIBRARY.looks(), measured.values())


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_meets_the_bars(topic: str, measured: dict[str, Row]) -> None:
    row = measured[topic]
    assert row.words > 100
    assert 0 < row.grade <= GRADE
    assert 0 < row.sentence <= SENTENCE
    assert row.tools or row.kind == "safety"
    assert row.sources
    assert timedelta() < row.review_by - TODAY <= timedelta(days=2 * 366)
    taken = row.pages[LIBRARY.looks().index("leaflet")]
    assert taken is not None
    assert taken <= PAGES or row.topic in PROGRAMMES


def test_every_topic_is_in_the_table(measured: dict[str, Row]) -> None:
    assert tuple(measured) == tuple(name for name, _ in LIBRARY.topics())
    assert len(measured) >= 32


@pytest.mark.slow
def test_the_whole_library_is_built_in_3_seconds_of_cpu_for_30_topics() -> None:
    """In one process, beyond start-up: the first topic is built twice."""
    library = Library((builtin(),))
    leaflet(Order((TOPICS[0],), "leaflet"), None, library, TODAY)
    with at_full_speed():
        start = process_time()
        for topic in TOPICS:
            leaflet(Order((topic,), "leaflet"), None, library, TODAY)
        taken = process_time() - start
    assert taken * 30 / len(TOPICS) < 3
