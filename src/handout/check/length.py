"""Rules of length: reading age, sentences, paragraphs, lists."""

from collections.abc import Iterator
from itertools import groupby

from handout.check.readability import LEAST_WORDS, Grades, grades
from handout.check.rule import Finding, Proof, Rule, Source, examples

_SCHOOL_STARTS = 5
"""A US grade is the years since the age of 5: grade 6 is read at 11."""


def reading_age(proof: Proof, limit: float) -> Iterator[Finding]:
    """The age at which all of a topic is understood, by SMOG."""
    grade = _grades(proof).smog
    age = grade + _SCHOOL_STARTS if grade is not None else 0
    if age > limit:
        yield Finding(
            f"the reading age is {age:.1f}, more than {limit:g} (SMOG)",
            "write shorter words for those of 3 syllables and more",
        )


def grade(proof: Proof, limit: float) -> Iterator[Finding]:
    """The school grade of a topic, by Flesch-Kincaid."""
    found = _grades(proof).flesch_kincaid
    if found is not None and found > limit:
        yield Finding(
            f"the school grade is {found:.1f}, more than {limit:g} (Flesch-Kincaid)",
            "write shorter sentences and shorter words",
        )


def _grades(proof: Proof) -> Grades:
    is_enough = proof.is_whole and proof.counts.words >= LEAST_WORDS
    return grades(proof.counts, proof.lexicon.language if is_enough else "")


def long_sentences(proof: Proof, limit: float) -> Iterator[Finding]:
    """Every sentence that is too long, items and cells too."""
    for passage in proof.passages:
        for sentence in proof.sentences(passage):
            if len(sentence.words) > limit:
                yield Finding(
                    f"the sentence has {len(sentence.words)} words, more than {limit:g}",
                    "make it two sentences, or a list",
                    passage,
                    sentence.start,
                )


def average_sentence(proof: Proof, limit: float) -> Iterator[Finding]:
    """How long the sentences of a topic are on average."""
    found = proof.counts
    if proof.is_whole and found.words >= LEAST_WORDS and found.words / found.sentences > limit:
        yield Finding(
            f"the sentences have {found.words / found.sentences:.1f} words on average, "
            f"more than {limit:g}",
            "make the longest ones two sentences",
        )


def long_paragraphs(proof: Proof, limit: float) -> Iterator[Finding]:
    """Every paragraph of too many sentences."""
    for passage in proof.passages:
        count = len(proof.sentences(passage)) if passage.kind == "paragraph" else 0
        if count > limit:
            start = proof.sentences(passage)[0].start
            yield Finding(
                f"the paragraph has {count} sentences, more than {limit:g}",
                "leave an empty line where a new thought begins, or make a list",
                passage,
                start,
            )


def long_lists(proof: Proof, limit: float) -> Iterator[Finding]:
    """Every list of too many items."""
    items = (passage for passage in proof.passages if passage.list)
    for _, same in groupby(items, key=lambda passage: passage.list):
        members = tuple(same)
        if len(members) > limit:
            start = len(members[0].text) - len(members[0].text.lstrip())
            yield Finding(
                f"the list has {len(members)} items, more than {limit:g}",
                "make two lists, each with a line above it",
                members[0],
                start,
            )


_EASY = examples(
    "Keep on the move. Take a short walk each day. It may hurt a little, and that is fine.",
    "Sit well back in your chair. Put both feet flat on the floor. Get up and move often.",
    times=10,
)

RULES = (
    Rule(
        "READ-01",
        "Can somebody of 14 read it?",
        "Many adults find long words hard, and everybody does who is in pain or afraid.",
        Source("NHS; Patient Information Forum", "NHS style guide, reading age; plain language"),
        reading_age,
        bad=examples(
            "Ask the family to drive you to the hospital if your leg is weak.",
            "Do the exercise at home on Saturday, and then have a rest.",
            "Keep on with the medicine and see us if the injury still hurts.",
            times=10,
        ),
        good=_EASY,
        threshold=14,
        unit="years",
    ),
    Rule(
        "READ-02",
        "Is the school grade 6 or less?",
        "A grade counts long sentences and long words, which tire a reader most.",
        Source("American Academy of Family Physicians", "Am Fam Physician 2015, health literacy"),
        grade,
        bad=examples(
            "Stiffness often follows hours upon hours of being seated without moving around.",
            "Swelling often settles without problems after several careful mornings resting.",
            "Aching muscles always welcome gentle movement during working mornings or evenings.",
            times=10,
        ),
        good=_EASY,
        threshold=6,
        unit="US grade",
    ),
    Rule(
        "READ-05",
        "Is every sentence short?",
        "A long sentence has to be held in mind to its end. Two short ones have not.",
        Source("Seattle Children's", "plain language (the limit of 20 words is a house rule)"),
        long_sentences,
        bad=examples(
            "If you feel a sharp pain in your heel when you get up and take your first steps of "
            "the day then rest it.",
            "- Move your foot up and down and then round and round until it feels warm and "
            "loose, and then do the same with your other foot.",
            "Put a cold pack on the sore spot for ten minutes, wait for an hour or so, and then "
            "put it back on the same spot.",
        ),
        good=examples(
            "Does your heel hurt when you get up? Rest it. Take a few slow steps first.",
            "Wrap the pack in a towel. Put it on the sore spot for 10 minutes.",
        ),
        threshold=20,
        unit="words",
    ),
    Rule(
        "READ-05-AVERAGE",
        "Are the sentences short on average?",
        "One long sentence does no harm. A leaflet of them is put away.",
        Source("Seattle Children's", "plain language: 12 to 14 words on average"),
        average_sentence,
        bad=examples(
            "Put both of your feet flat on the floor and sit well back in the chair.",
            "Lie on your back with a thin pillow at your head and let your knees fall out.",
            "Hold on to the back of a chair and go up and down on your toes.",
            times=10,
        ),
        good=_EASY,
        threshold=14,
        unit="words",
    ),
    Rule(
        "READ-06",
        "Is every paragraph short?",
        "A short paragraph holds one thought, and the eye finds its way back to it.",
        Source("CDC", "Clear Communication Index, item 9: chunks with headings"),
        long_paragraphs,
        bad=examples(
            "Sit down. Lift one foot. Hold it up. Let it down. Rest a little.",
            "Heat can help. Wrap the pack. Keep it warm, not hot. Stay awake. Stop if it burns.",
            "Your back is strong. It likes to move. Go for a walk. Take it easy at first. You can "
            "do more next week.",
        ),
        good=examples(
            "Sit down. Lift one foot. Hold it up. Let it down.",
            "Heat can help. Wrap the pack.\n\nStay awake. Stop if it burns.",
        ),
        threshold=4,
        unit="sentences",
    ),
    Rule(
        "CDC-8",
        "Has every list 7 items or fewer?",
        "Nobody keeps more than 7 things in mind. Longer lists need a line above each part.",
        Source("CDC", "Clear Communication Index, item 8: lists"),
        long_lists,
        bad=examples(
            "\n".join(f"- Walk {number} steps." for number in range(2, 10)),
            "- bread\n- milk\n- tea\n- eggs\n- fish\n- beans\n- rice\n- fruit",
            "\n".join(f"{number}. Rest." for number in range(1, 10)),
        ),
        good=examples("- bread\n- milk\n- tea", "\n".join("- Rest." for _ in range(7))),
        threshold=7,
        unit="items",
    ),
)
