"""How much of an exercise to do: in sentences, and in minutes a day."""

import pytest
from msgspec import structs

from handout.errors import HandoutError
from handout.library import Library, builtin
from handout.merge.dose import changed, dose_words
from handout.merge.minutes import seconds_a_day, whole_minutes
from handout.model.exercise import DoseChange, Range
from handout.model.strings import Strings
from handout.model.visit import Side
from handout.source.reader import read


@pytest.fixture(scope="module")
def english() -> Strings:
    """The program's words in English."""
    return Library((builtin(),)).strings("en")


def dose(written: str) -> DoseChange:
    """A dose from YAML."""
    return read(f"{{{written}}}".encode(), "dose.yaml", DoseChange)


def said(written: str, strings: Strings, side: Side | None = None) -> str:
    """The sentences of a dose."""
    return "".join(getattr(span, "text", "") for span in dose_words(dose(written), strings, side))


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("per_side: false", ""),
        ("hold: 30, per_side: true", "Hold 30 seconds on each side."),
        ("times_a_day: 2, per_side: true", "Do this once on each side. Do this 2 times a day."),
        ("sets: 1", "Do this once."),
        ("hold: 1", "Hold 1 second."),
        ("hold: 60-90", "Hold 60 to 90 seconds."),
        ("reps: 5-10", "Repeat 5 to 10 times."),
        ("reps: 2", "Repeat 2 times."),
        ("reps: 1", "Do this once."),
        ("reps: 1, per_side: true", "Do this once on each side."),
        ("reps: 10, per_side: true", "Do this 10 times on each side."),
        ("reps: 1, hold: 20, per_side: true", "Hold 20 seconds. Do this once on each side."),
        (
            "hold: 20-30, reps: 3, per_side: true, times_a_day: 2, days_a_week: 5",
            "Hold 20 to 30 seconds. Repeat 3 times on each side. "
            "Do this 2 times a day, 5 days a week.",
        ),
        ("sets: 3, reps: 15", "Do 3 sets of 15."),
        ("sets: 3, reps: 15, rest: 60", "Do 3 sets of 15, with 60 seconds of rest between sets."),
        ("sets: 2, reps: 8-9, rest: 1", "Do 2 sets of 8 to 9, with 1 second of rest between sets."),
        ("sets: 2, reps: 8, per_side: true", "Do 2 sets of 8 on each side."),
        ("sets: 1, reps: 15", "Repeat 15 times."),
        ("sets: 1, reps: 15, rest: 60", "Repeat 15 times."),
        ("sets: 3, reps: 1", "Repeat 3 times."),
        ("sets: 3, hold: 45", "Hold 45 seconds. Repeat 3 times."),
        ("sets: 1, hold: 45", "Hold 45 seconds."),
        (
            "reps: 5, hold: 45, rest: 120",
            "Hold 45 seconds. Repeat 5 times, with 120 seconds of rest in between.",
        ),
        ("minutes: 10", "Do this for 10 minutes."),
        ("minutes: 1", "Do this for 1 minute."),
        ("minutes: 1-2, per_side: true", "Do this for 1 to 2 minutes on each side."),
        ("minutes: 2, sets: 3", "Do this for 2 minutes. Repeat 3 times."),
        ("times_a_day: 1", "Do this once a day."),
        ("times_a_day: 3", "Do this 3 times a day."),
        ("days_a_week: 1", "Do this 1 day a week."),
        ("days_a_week: 3", "Do this 3 days a week."),
        ("days_a_week: 7", "Do this every day."),
        ("times_a_day: 2, days_a_week: 7", "Do this 2 times a day, every day."),
        ("reps: 5, load: a red band", "Repeat 5 times. Use a red band."),
        ('reps: 5, load: " 2  kg. "', "Repeat 5 times. Use 2 kg."),
        ('load: "{n} {where}"', "Use {n} {where}."),
    ],
)  # fmt: skip
def test_a_dose_reads_as_sentences(english: Strings, written: str, sentences: str) -> None:
    assert said(written, english) == sentences


@pytest.mark.parametrize(
    ("written", "side", "sentences"),
    [
        ("hold: 5, reps: 3", "left", "Hold 5 seconds. Repeat 3 times on your left side."),
        ("reps: 3", "right", "Do this 3 times on your right side."),
        ("hold: 5", "right", "Hold 5 seconds on your right side."),
        ("reps: 3, per_side: true", "both", "Do this 3 times on each side."),
        ("reps: 3", "both", "Repeat 3 times."),
    ],
)
def test_a_chosen_side_stands_in_the_dose(
    english: Strings, written: str, side: Side, sentences: str
) -> None:
    assert said(written, english, side) == sentences


def test_a_translator_can_put_the_words_in_another_order(english: Strings) -> None:
    """A side that is not said leaves no gap, and the sentence still begins with a capital."""
    turned = structs.replace(
        english, hold="other: {where} hold on, {n} s.", each_side="on each side"
    )
    assert said("hold: 5, per_side: true", turned) == "On each side hold on, 5 s."
    assert said("hold: 5", turned) == "Hold on, 5 s."


def test_numbers_take_the_languages_plural_forms(english: Strings) -> None:
    polish = structs.replace(
        english,
        language="pl",
        minutes="one: {n} minuta {where}. | few: {n} minuty {where}. | other: {n} minut {where}.",
    )
    assert [said(f"minutes: {n}", polish) for n in (1, 3, 5, 22)] == [
        "1 minuta.", "3 minuty.", "5 minut.", "22 minuty.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "refused"),
    [("sets: 0", "sets"), ("reps: 0", "reps"), ("hold: 0-5", "hold"), ("times_a_day: 0", "times")],
)
def test_none_of_something_is_no_dose(written: str, refused: str) -> None:
    with pytest.raises(HandoutError, match=f"'{refused}"):
        dose(written)


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ("reps: 5, hold: 3", "reps: 8", "reps: 8, hold: 3"),
        (
            "sets: 2, reps: 5, hold: 3, rest: 9, times_a_day: 2",
            "minutes: 2",
            "minutes: 2, times_a_day: 2",
        ),
        ("minutes: 10, days_a_week: 5", "reps: 8", "reps: 8, days_a_week: 5"),
        ("reps: 5", "minutes: 2, reps: 3", "minutes: 2, reps: 3"),
        ("minutes: 10", "sets: 2", "minutes: 10, sets: 2"),
        ("per_side: true, load: a band", "per_side: false", "per_side: false, load: a band"),
    ],
)
def test_a_change_is_laid_over_a_dose(before: str, change: str, after: str) -> None:
    """Minutes stand where repeats are not counted: one takes the other's place."""
    assert changed(dose(before), dose(change)) == dose(after)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("reps: 10", 10 * 4),
        ("reps: 5-10", 10 * 4),
        ("reps: 10, per_side: true", 10 * 4 * 2),
        ("hold: 30", 30 + 4),
        ("reps: 3, hold: 20-30, per_side: true", 3 * (30 + 4) * 2),
        ("reps: 3, hold: 30, per_side: true, times_a_day: 2", 3 * (30 + 4) * 2 * 2),
        ("sets: 3, reps: 15, rest: 60", 3 * 15 * 4 + 2 * 60),
        ("sets: 3, reps: 15, rest: 30-60, times_a_day: 2", (3 * 15 * 4 + 2 * 60) * 2),
        ("sets: 3, hold: 45, rest: 60", 3 * (45 + 4) + 2 * 60),
        ("sets: 1, reps: 15, rest: 60", 15 * 4),
        ("reps: 5, hold: 45, rest: 120", 5 * (45 + 4) + 4 * 120),
        ("minutes: 10", 600),
        ("minutes: 1-2, per_side: true, times_a_day: 3", 2 * 60 * 2 * 3),
        ("minutes: 10, days_a_week: 3", 600),
        ("days_a_week: 3", 4),
    ],
)
def test_the_time_of_a_day_is_worked_out_by_hand(written: str, seconds: int) -> None:
    assert seconds_a_day(dose(written)) == seconds


def test_minutes_are_rounded_up_together() -> None:
    assert [whole_minutes(seconds) for seconds in (0, 1, 60, 61, 120, 3601)] == [0, 1, 1, 2, 2, 61]


def test_a_range_is_said_and_its_end_counts() -> None:
    assert dose("reps: 5-10").reps == Range(5, 10)
