"""Counts and formulas of readability, against examples that were published or counted by hand.

Textstat is no referee here: version 0.7.13 downloads a pronouncing dictionary when it runs, and
counts no syllables without it. So each formula is held to counts whose grade was worked out by hand
from the formula as it was published, and the syllable counter to words with known syllables.
"""

import re

import pytest

from handout.check.lexicon import Lexicon
from handout.check.passages import plain_passages
from handout.check.readability import (
    Grades,
    automated_readability_index,
    coleman_liau,
    counted_sentences,
    counts,
    flesch_kincaid,
    flesch_reading_ease,
    grades,
    gunning_fog,
    laesbarhetsindex,
    smog,
)
from handout.check.sentences import sentences_of, words_of
from handout.check.syllables import syllables
from handout.library import Library, builtin

ENGLISH = Library((builtin(),)).words("en")
assert ENGLISH
LEXICON = Lexicon(ENGLISH)
NONE: frozenset[str] = frozenset()


def counted(text: str, exceptions: dict[str, int] | None = None):  # type: ignore[no-untyped-def]
    """The counts of Markdown."""
    sentences = counted_sentences(plain_passages(text), LEXICON.abbreviations)
    return counts(sentences, LEXICON.syllables if exceptions is None else exceptions)


@pytest.mark.parametrize(
    ("formula", "numbers", "result"),
    [
        # "The cat sat on the mat": 116.145 and -1.45, as in every account of the formulas.
        (flesch_reading_ease, (6, 1, 6), 116.145),
        (flesch_kincaid, (6, 1, 6), -1.45),
        # "This sentence, taken as a reading passage unto itself, is being used to prove a point."
        (flesch_reading_ease, (16, 1, 24), 63.695),
        (flesch_kincaid, (16, 1, 24), 8.35),
        # McLaughlin (1969): 30 sentences with 49 polysyllables have the grade 10 (root 7, and 3).
        (smog, (30, 49), 10.43),
        (smog, (10, 0), 3.1291),
        # Gunning: 10 words a sentence and 10 % hard words are 0.4 * 20.
        (gunning_fog, (100, 10, 10), 8.0),
        # Coleman and Liau: L = 537 and S = 4.20 of 119 words give 14.5.
        (coleman_liau, (119, 5, 639), 14.53),
        # Senter and Smith: 5 letters a word and 20 words a sentence.
        (automated_readability_index, (100, 5, 500), 12.12),
        # Björnsson: 15 words a sentence and 25 % long words are 40.
        (laesbarhetsindex, (300, 20, 75), 40.0),
    ],
)
def test_a_formula_gives_what_it_was_published_with(formula, numbers, result) -> None:  # type: ignore[no-untyped-def]
    assert formula(*numbers) == pytest.approx(result, abs=0.01)


SYLLABLES = """
pain 1 move 1 nerve 1 sciatica 4 muscle 2 moved 1 diabetes 4 special 2 station 2 going 2 wanted
2 exercise 3 exercises 4 able 2 tables 2 people 2 needed 2 walked 1 changes 2 places 2 shoes 1
toes 1 clothes 1 safely 2 careful 2 movement 2 likely 2 helpless 2 area 3 idea 3 museum 3 video
3 period 3 variety 4 society 4 quiet 2 science 2 patient 2 experience 4 medication 4 physician 3
anxious 2 delicious 3 obvious 3 region 2 million 2 opinion 3 being 2 lying 2 create 2 reaction 3
year 1 hear 1 usual 3 gradually 4 quality 3 continue 3 blue 1 agree 2 ulcer 2 appointment 3
emergency 4 podiatrist 4 physiotherapist 6 orthotics 3 cushion 2 fascia 3 fasciitis 4 stenosis 3
settled 2 pulled 1 rolled 1 hour 1 tired 1 injuries 3 carried 2 someone 2 everything 3 every 2
medicine 3 temperature 4 naked 2 hundred 2 ankle 2 ankles 2 circles 2 whole 1 mobile 2
immediately 5 radiation 4 trial 2 piano 3 junior 2 stadium 3 surgeons 2 royal 2 layer 2 business
2 guide 1 fruit 1 fluid 2 analysis 4 asthma 2 coughing 2 through 1 heel-raise 2 knee-to-chest 3
don't 1 10 1 foot's 1
"""


def test_syllables_are_those_of_a_dictionary() -> None:
    expected = {word: int(count) for word, count in re.findall(r"(\S+)\s(\d+)\s", SYLLABLES)}
    assert len(expected) >= 110
    found = {word: syllables(word, LEXICON.syllables) for word in expected}
    assert found == expected


def test_a_number_is_one_word_of_one_syllable() -> None:
    found = words_of("Call 01632 960 100, or walk 10-20 m or 1,000.5 m.")
    assert [word.text for word in found] == [
        "Call", "01632 960 100", "or", "walk", "10-20", "m", "or", "1,000.5", "m",
    ]  # fmt: skip
    assert counted("Walk 10-20 metres.").syllables == 4


def test_words_hold_hyphens_and_apostrophes() -> None:
    found = words_of("Don\u2019t over\u2011reach: e.g. A&E, 100 % of it (or so).")
    assert [word.lower for word in found] == [
        "don't", "over-reach", "e.g", "a&e", "100%", "of", "it", "or", "so",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Stop. Rest! Why? Go on…", 4),
        ("Walk 1.5 miles. Rest", 2),
        ("See Dr. Marsh, e.g. today. Go.", 2),
        ("He said \u201cRest.\u201d Then he left.", 2),
        ("Wait... Then go", 2),
        ("We ask you, etc.", 1),
        ("...", 0),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(sentences_of(text, LEXICON.abbreviations)) == count


def test_an_item_counts_when_it_ends_like_a_sentence_or_stands_alone() -> None:
    """An item that goes on with a sentence left open by a colon does neither."""
    assert counted("- walk a mile\n- rest").sentences == 2
    assert counted("You may feel:\n\n- pain\n- numb").sentences == 1
    assert counted("Do this:\n\n- Walk a mile.\n- Rest.").sentences == 3
    assert counted("# Walk a mile.\n\nRest.").words == 1


def test_counts_are_those_one_counts_by_hand() -> None:
    found = counted("Physiotherapy helps. You walked, rested and recovered at home.")
    assert (found.sentences, found.words, found.letters) == (2, 9, 51)
    assert (found.syllables, found.polysyllables, found.hard, found.long) == (17, 2, 2, 2)
    assert counted("He examines well-known sciatica.").hard == 2
    assert counted("Balances help. Go out.", {}).hard == 0


def test_a_formula_runs_only_on_languages_it_was_made_for() -> None:
    found = counted("Walk a mile. Rest well.")
    assert None not in [getattr(grades(found, "en-GB"), name) for name in Grades.__struct_fields__]
    for language in ("de", "es-MX"):
        assert grades(found, language) == Grades(lix=laesbarhetsindex(5, 2, 0))
    for language in ("ar", "ru", "zh", "sr-Cyrl-RS", ""):
        assert grades(found, language) == Grades()
    assert grades(counted("# Nothing"), "en") == Grades()


def test_no_count_hangs_on_long_words() -> None:
    assert syllables("a" * 20_000, {}) == 1
    assert len(words_of("ab-" * 5_000)) == 1
