"""Scores of a leaflet: each item is earned by what is written, and lost where it is not."""

from pathlib import Path

import pytest

from handout.check.readability import Counts, Grades, grades
from handout.check.scores.answer import Answered, Score
from handout.check.scores.reading import readings
from handout.check.scores.sam_page import contrast_with_white
from handout.check.scores.scoring import SCALES, Scored, scored
from handout.errors import HandoutError
from handout.library import Library, builtin
from workspaces import CLINIC, EXERCISE, make_workspace, topic

ATTEST = "attest:\n" + "".join(
    f"  {item}: {{by: Sam Lee, role: Reader, date: 2026-02-01}}\n"
    for item in ("PEMAT-2", "PEMAT-10", "PEMAT-16", "PEMAT-18", "CDC-7", "CDC-10", "GOV-08")
)

FULL = f"""\
id: heel
kind: treatment
title: Rest for a sore heel
summary: This leaflet tells you how to rest a sore heel.
main_message: Rest your heel each day. It helps the heel to heal.
version: 1.0.0
published: 2026-01-10
review_by: 2028-01-10
owner: Clinical lead
sources: [{{title: A guide to heels, organisation: NHS}}]
changes: [{{version: 1.0.0, date: 2026-01-10, note: First version.}}]
{ATTEST}
sections:
  - heading: What helps?
    blocks:
      - figure: heel
        alt: A drawing of a leg on a stool.
        caption: Put your heel on a pillow.
        beside:
          - text: "A rest is good for a sore heel, and it is easy to do. Build it up slowly."
      - steps:
          - Sit on a soft chair.
          - Put your heel on a pillow for 10 minutes.
          - Do this 2 times a day, so that the sore spot gets a rest.
  - heading: How do I keep track?
    blocks:
      - text: "Tick the table when you have had your rest. Show it to us at your next visit."
      - table: My rest this week
        columns: [Day, I rested]
        rows: [[Monday, ""], [Tuesday, ""]]
      - checklist:
          - I will rest my heel each day.
          - I will wear soft shoes.
  - heading: Is it safe?
    blocks:
      - text: "Put ice on it as well, if you like the cold. Wrap it in a cloth first."
      - text: "Most people feel better: 60% of them do. There is a small risk of a stiff ankle."
      - text: "We do not know how long it takes. Ask us if you are not sure what to do."
      - callout: info
        title: Do you feel worse?
        blocks:
          - text: "**Call us** today if your heel is red, or if it feels hot. We are glad to help."
"""
"""A topic that earns every item that can be earned at once."""


def made(folder: Path, text: str, clinic: str = CLINIC) -> Library:
    """A workspace with this topic, `heel` or `rest`."""
    name = "rest" if text.startswith("id: rest") else "heel"
    make_workspace(folder, **{name: text})
    (folder / "clinic.yaml").write_text(clinic, "utf-8")
    return Library((folder, builtin()))


def scores_of(folder: Path, text: str, clinic: str = CLINIC) -> Scored:
    library = made(folder, text, clinic)
    known = library.clinic()
    (name,) = library.own_topics()
    return scored(library, known, name, known.language)


def answers(folder: Path, text: str, clinic: str = CLINIC) -> dict[str, Answered]:
    """Every item by its id."""
    found = scores_of(folder, text, clinic).scores
    return {one.id: one for score in found for one in score.answered}


def replaced(*pairs: tuple[str, str]) -> str:
    """The full topic with each first text in place of the second; each must be there."""
    text = FULL
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    return scores_of(tmp_path_factory.mktemp("full") / "clinic", FULL)


FIGURE = FULL[FULL.index("      - figure:") : FULL.index("      - steps:")]
STEPS = FULL[FULL.index("      - steps:") : FULL.index("  - heading: How do I")]
TABLE = FULL[FULL.index("      - table:") : FULL.index("      - checklist:")]
CHECKLIST = FULL[FULL.index("      - checklist:") : FULL.index("  - heading: Is it")]
CALLOUT = FULL[FULL.index("      - callout:") :]
DOSE = "Put your heel on a pillow for 10 minutes."
NO_MESSAGE = ("main_message: Rest your heel each day. It helps the heel to heal.",
              "main_message: Rest.")  # fmt: skip
NO_ACTION = (
    ("Rest your heel each day. It helps", "A rest each day helps"),
    ("Build it up slowly.", ""),
    (STEPS, ""),
    ("Tick the table when you have had your rest. Show it to us at your next visit.",
     "The table is for your rest."),
    (CHECKLIST, ""),
    ("Put ice on it as well, if you like the cold. Wrap it in a cloth first.", "It is safe."),
    ("Ask us if you are not sure what to do.", ""),
    ("**Call us** today if your heel is red, or if it feels hot.", "That is rare."),
    ("Put your heel on a pillow.", "A heel on a pillow."),
)  # fmt: skip
FORM = ((FIGURE, '      - text: "Fill it in."\n'), (STEPS, ""),
        (FULL[FULL.index("  - heading: Is it safe?") :], ""))  # fmt: skip
EIGHT = "      - bullets: [Rest., Rest., Rest., Rest., Rest., Rest., Rest., Rest.]\n"
SIX = "      - bullets: [Rest., Rest., Rest., Rest., Rest., Rest.]\n"
ENDS = "  - heading: How do I keep track?"


def without(item: str) -> tuple[str, str]:
    line = f"  {item}: {{by: Sam Lee, role: Reader, date: 2026-02-01}}\n"
    return (line, "")


LOST: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...] = (
    ("PEMAT-1", (("tells you how to rest", "has words on"),), "disagree"),
    ("PEMAT-2", (without("PEMAT-2"),), "nobody has said"),
    ("PEMAT-3", (("Tick the table", "Utilise the table"),), "disagree"),
    ("PEMAT-4", (("a stiff ankle", "oedema"),), "disagree"),
    ("PEMAT-5", ((DOSE, "Your heel is put on a pillow."),), "disagree"),
    ("PEMAT-6", (("2 times a day", "two times a day, or 3 times"),), "disagree"),
    ("PEMAT-7", (("Build it up slowly.", "Do twice as many each week."),), "disagree"),
    ("PEMAT-8", ((ENDS, EIGHT + ENDS),), "disagree"),
    ("PEMAT-9", (("heading: What helps?", "heading: Management"),), "disagree"),
    ("PEMAT-10", (without("PEMAT-10"),), "nobody has said"),
    ("PEMAT-11", (NO_MESSAGE,), "disagree"),
    ("PEMAT-12", ((STEPS, ""), (CHECKLIST, ""), (CALLOUT, "")), "disagree"),
    ("PEMAT-15", ((FIGURE, ""), (TABLE, ""), (CHECKLIST, "")), "disagree"),
    ("PEMAT-16", (without("PEMAT-16"),), "nobody has said"),
    ("PEMAT-17", (("caption: Put your heel on a pillow.", "caption: ' '"),), "disagree"),
    ("PEMAT-18", (without("PEMAT-18"),), "nobody has said"),
    ("PEMAT-19", (("I rested", "On this day I had a rest"),), "disagree"),
    ("PEMAT-20", NO_ACTION, "disagree"),
    ("PEMAT-21", (("Tick the table", "Patients should tick the table"),), "disagree"),
    ("PEMAT-22", ((STEPS, ""), (CHECKLIST, "")), "disagree"),
    ("PEMAT-23", ((CHECKLIST, ""), ('""', "Yes")), "disagree"),
    ("PEMAT-25", (("Tick the table when you have had your rest. Show it to us at your next visit.",
                   "It is good to have a rest."), ('""', "Yes"), (CHECKLIST, "")), "disagree"),
    ("PEMAT-26", ((STEPS, ""), ("Put your heel on a pillow.", "A heel on a pillow."),
                  ("Build it up slowly.", "")), "disagree"),
    ("CDC-1", (("Rest your heel each day. It helps the heel to heal.",
                "Rest. Sit. Walk. Rest your heel again each day."),), "disagree"),
    ("CDC-2", (NO_MESSAGE,), "disagree"),
    ("CDC-3", (NO_MESSAGE,), "disagree"),
    ("CDC-4", (("Put your heel on a pillow.\n        beside", "Two trees.\n        beside"),
               ("leg on a stool", "wood")), "disagree"),
    ("CDC-5", NO_ACTION, "disagree"),
    ("CDC-6", ((DOSE, "Your heel is put on a pillow."),), "disagree"),
    ("CDC-7", (without("CDC-7"),), "nobody has said"),
    ("CDC-8", ((STEPS, ""), (CHECKLIST, "")), "disagree"),
    ("CDC-9", (("heading: What helps?", "heading: Management"),), "disagree"),
    ("CDC-10", (without("CDC-10"),), "nobody has said"),
    ("CDC-11", (("We do not know how long it takes.", "It takes a week."),
                ("if you are not sure what to do", "what to do")), "disagree"),
    ("CDC-12", NO_ACTION, "disagree"),
    ("CDC-13", (("It helps the heel to heal.", "Then walk."),
                (", so that the sore spot gets a rest", "")), "disagree"),
    ("CDC-14", ((STEPS, ""), (CHECKLIST, "")), "disagree"),
    ("CDC-15", (("2 times a day", "two times a day, or 3 times"),), "disagree"),
    ("CDC-16", ((DOSE, "Rest your heel for about 10."),), "disagree"),
    ("CDC-17", (("Build it up slowly.", "Do twice as many each week."),), "disagree"),
    ("CDC-18", (("Most people feel better: 60% of them do. There is a small risk of a stiff ankle.",
                 "It has risks."),), "disagree"),
    ("CDC-19", (("It helps the heel to heal.", "Then walk."),
                ("Most people feel better: ", "Of ten, "),
                ("We are glad to help.", "We listen.")), "disagree"),
    ("CDC-20", (("Most people feel better", "People feel better"),), "disagree"),
    ("SAM-1", (("rest a sore heel.", "look after your feet."),), "partly"),
    ("SAM-2", ((STEPS, ""), ("Build it up slowly.", ""), ("Put your heel", "A heel")), "partly"),
    ("SAM-3", (without("PEMAT-2"),), "nobody has said"),
    ("SAM-4", (NO_MESSAGE,), "partly"),
    ("SAM-5", (("We do not know how long it takes.", "We do not know how long it takes. "
                + "Considerable uncertainty surrounds rehabilitation. " * 12),), "partly"),
    ("SAM-6", (("Build it up slowly.", "Build it up slowly, a bit more on each day of the week, "
                "until you can do it for as long as you want to do it."),), "partly"),
    ("SAM-7", (("Tick the table", "Utilise the table"),), "partly"),
    ("SAM-8", (without("PEMAT-10"),), "nobody has said"),
    ("SAM-9", (("heading: What helps?", "heading: Management"),), "partly"),
    ("SAM-10", ((FIGURE, ""), (ENDS, f"{ENDS}\n    blocks:\n{FIGURE}  - heading: When to rest?")),
     "disagree"),
    ("SAM-11", (without("PEMAT-18"),), "nobody has said"),
    ("SAM-12", (without("PEMAT-16"),), "nobody has said"),
    ("SAM-13", (("Tick the table when you have had your rest. Show it to us at your next visit.",
                 "It is good to have a rest."), ('""', "Yes"), (CHECKLIST, "")), "disagree"),
    ("SAM-14", (("caption: Put your heel on a pillow.", "caption: ' '"),), "partly"),
    ("SAM-15", (("        beside:\n          - text:", "      - text:"),), "partly"),
    ("SAM-16", (("Tick the table", "You must NOT tick the table"),), "partly"),
    ("SAM-17", ((ENDS, SIX + ENDS),), "partly"),
    ("SAM-18", ((CHECKLIST, ""), ('""', "Yes")), "partly"),
    ("SAM-19", ((FIGURE, ""), (CHECKLIST, "")), "partly"),
    ("SAM-20", (("Build it up slowly.", ""),), "partly"),
    ("SAM-21", (without("GOV-08"),), "partly"),
    ("SAM-22", (without("GOV-08"), without("PEMAT-16")), "nobody has said"),
)  # fmt: skip
"""How the full topic loses each item, and what is answered then."""


@pytest.mark.parametrize(("item", "pairs", "verdict"), LOST, ids=[one[0] for one in LOST])
def test_an_item_is_earned_and_lost(
    item: str, pairs: tuple[tuple[str, str], ...], verdict: str, full: Scored, tmp_path: Path
) -> None:
    earned = {one.id: one for score in full.scores for one in score.answered}[item]
    assert earned.answer.verdict == "agree", earned.answer
    assert earned.points == earned.of > 0
    lost = answers(tmp_path / "clinic", replaced(*pairs))[item]
    assert lost.answer.verdict == verdict, lost.answer
    assert lost.points < lost.of
    assert lost.answer.evidence != earned.answer.evidence


def test_every_item_is_tried() -> None:
    known = [item.id for scale in SCALES for item in scale.items]
    assert len(known) == len(set(known)) == 17 + 7 + 20 + 22
    assert {one[0] for one in LOST} | {"PEMAT-24"} == set(known)


def test_every_item_says_what_it_asks_and_why_it_is_answered(full: Scored) -> None:
    seen = 0
    for score in full.scores:
        for one in score.answered:
            seen += 1
            assert one.asks.endswith(("?", ")")) and one.label and one.answer.evidence
    assert seen == 66


ELSEWHERE: tuple[tuple[str, tuple[tuple[str, str], ...], str, str], ...] = (
    ("PEMAT-24", (("Build it up slowly.", "Do twice as many each week. For example, do 4."),),
     "agree", "For example"),
    ("PEMAT-24", (("Build it up slowly.", "Do twice as many each week."),), "disagree", "READ-13"),
    ("PEMAT-24", (), "not applicable", "nothing is left to calculate"),
    ("PEMAT-15", FORM, "not applicable", "a form to fill in"),
    ("PEMAT-26", FORM, "not applicable", "a form to fill in"),
    ("PEMAT-16", ((FIGURE, ""),), "not applicable", "no pictures"),
    ("PEMAT-18", ((FIGURE, ""),), "not applicable", "no pictures"),
    ("PEMAT-17", ((FIGURE, ""), (TABLE, "")), "not applicable", "no pictures and no tables"),
    ("PEMAT-19", ((TABLE, ""),), "not applicable", "no tables"),
    ("PEMAT-19", (("[Day, I rested]", "[Day, ' ']"),), "disagree", "has no heading"),
    ("PEMAT-25", ((TABLE, ""),), "not applicable", "no tables"),
    ("PEMAT-12", (("**Call us**", "Call us"), (STEPS, ""), (CHECKLIST, "")), "agree", "1 box"),
    ("CDC-18", (("Most people feel better: 60% of them do. There is a small risk of a stiff ankle.",
                 "It is safe."),), "not applicable", "no risk"),
    ("CDC-19", (("Most people feel better: 60% of them do. There is a small risk of a stiff ankle.",
                 "It does no harm."),), "not applicable", "no risk"),
    ("CDC-20", (("60% of them do", "all of them do"),), "not applicable", "no number"),
    ("CDC-20", (("60% of them do", "1 in 5 do"),), "agree", "1 in 5"),
    ("SAM-10", (("Rest for a sore heel\nsummary", "Your elbow\nsummary"),), "partly", "stands in"),
    ("SAM-18", ((CHECKLIST, ""), ('""', "Yes"), ("What helps?", "Do this"),
                ("How do I keep track?", "Keep track"), ("Is it safe?", "Stay safe")),
     "disagree", "nothing to fill in"),
    ("SAM-20", (("Build it up slowly.", ""), (STEPS, ""), (CHECKLIST, "")), "disagree", "no steps"),
    ("SAM-21", (without("GOV-08"), without("CDC-7")), "nobody has said", "CDC-7 or GOV-08"),
    ("SAM-22", (without("GOV-08"),), "partly", "PEMAT-16: Sam Lee, Reader, 2026-02-01"),
)  # fmt: skip
"""Other answers, and words of the evidence for them."""


@pytest.mark.parametrize(("item", "pairs", "verdict", "words"), ELSEWHERE)
def test_an_item_is_answered_otherwise(
    item: str, pairs: tuple[tuple[str, str], ...], verdict: str, words: str, tmp_path: Path
) -> None:
    one = answers(tmp_path / "clinic", replaced(*pairs))[item]
    assert (one.answer.verdict, words in one.answer.evidence) == (verdict, True), one.answer
    assert (one.of == 0) == (verdict == "not applicable")


def test_numbers_and_very_short_topics_are_left_out(tmp_path: Path) -> None:
    found = answers(tmp_path / "clinic", topic("rest", "Rest is good."))
    for item in ("PEMAT-6", "CDC-15", "CDC-16", "CDC-17"):
        assert found[item].answer.evidence == "there are no numbers"
    for item in ("PEMAT-8", "PEMAT-9", "PEMAT-11", "SAM-4"):
        assert found[item].answer.evidence == "it is very short"
    assert found["SAM-5"].answer.evidence == "the grade is not measured"
    assert all(found[item].of == 0 for item in ("PEMAT-6", "PEMAT-8", "CDC-15", "SAM-4"))


def test_a_question_and_a_state_ask_nobody_to_act(tmp_path: Path) -> None:
    """`Do you feel worse?` was taken for an order, and `I am pregnant` for a plan."""
    text = topic("rest", "Rest is good. Do you feel worse? Rest may help.")
    ticks = "    blocks:\n      - checklist: [I am pregnant., are under 18]\n"
    text = text.replace("    blocks:\n", ticks).replace("A little rest helps.", "Rest helps.")
    found = answers(tmp_path / "clinic", text)
    assert found["PEMAT-20"].answer.evidence == "nothing asks the reader to do anything"
    assert found["PEMAT-22"].answer.verdict == "disagree"
    assert found["PEMAT-23"].answer.evidence == "a checklist of 2 items"


def test_help_that_is_asked_for_is_no_benefit(tmp_path: Path) -> None:
    """`Get help early` was taken for a reason, and for a benefit beside a risk."""
    plain = "Get help early, and ask what helps. There is a risk of a stiff ankle."
    text = topic("rest", plain).replace("A little rest helps.", "Get help early.")
    found = answers(tmp_path / "clinic", text)
    assert found["CDC-19"].answer.evidence == "it tells of a risk, and not of a benefit"
    assert found["CDC-13"].answer.verdict == "disagree"


def test_a_denied_reason_or_risk_is_none(tmp_path: Path) -> None:
    text = topic("rest", "Walk each day. It is not likely to help, and it does no harm.")
    found = answers(tmp_path / "clinic", text.replace("A little rest helps.", "Walk each day."))
    assert found["CDC-13"].answer.verdict == "disagree"
    assert found["CDC-18"].answer.evidence == "it tells of no risk"


def test_the_index_takes_points_away_with_items_1_and_5(tmp_path: Path) -> None:
    """CDC: item 1 lost, 2 to 4 have no point; 1 or 5 lost, 6 has none."""
    found = answers(tmp_path / "one", replaced(NO_MESSAGE))
    for item in ("CDC-2", "CDC-3", "CDC-4", "CDC-6"):
        assert found[item].answer.evidence == "item 1 is not met, so this has no point"
        assert found[item].points == 0 and found[item].of == 1
    found = answers(tmp_path / "five", replaced(*NO_ACTION))
    assert found["CDC-6"].answer.evidence == "item 5 is not met, so this has no point"
    assert [found[f"CDC-{number}"].points for number in (1, 2, 3, 5, 6)] == [1, 1, 1, 0, 0]


def totals(scores: tuple[Score, ...]) -> list[tuple[int, int, float | None, float | None]]:
    def rounded(value: float | None) -> float | None:
        return None if value is None else round(value, 1)

    return [(s.points, s.possible, rounded(s.of_all), rounded(s.of_said)) for s in scores]


def test_totals_of_a_topic_that_has_nearly_nothing(tmp_path: Path) -> None:
    """Worked by hand.

    PEMAT 1-19: has 3, 4, 5, 7; lost 1, 12, 15; unsaid 2, 10; the other 8 do not apply: 4 of 9, and
    4 of 7 that are answered. 20-26: lost 20-23 and 26. CDC: has 1-3; unsaid 7, 10; lost 4-6, 8, 9,
    11-14; the others do not apply: 3 of 14, and 3 of 12. SAM, twice 16 factors: superior 6, 7, 9,
    16, 17, adequate 15, 18, 20; unsaid 3, 5, 8, 21: 13 of 32, and 13 of 24.
    """
    found = scores_of(tmp_path / "clinic", topic("rest", "Rest is good."))
    assert totals(found.scores) == [
        (4, 9, 44.4, 57.1), (0, 5, 0.0, 0.0), (3, 14, 21.4, 25.0), (13, 32, 40.6, 54.2),
    ]  # fmt: skip
    assert not any(score.is_met for score in found.scores)


def test_totals_of_a_topic_that_has_everything(full: Scored, tmp_path: Path) -> None:
    """Worked by hand: PEMAT 17 items and 6 of 7 (no sums), CDC 20, SAM twice 22.

    Without attestations 4, 0, 2 and 6 items are unsaid; SAM's are 3, 8, 11, 12, 21 and 22.
    """
    assert totals(full.scores) == [
        (17, 17, 100.0, 100.0), (6, 6, 100.0, 100.0), (20, 20, 100.0, 100.0),
        (44, 44, 100.0, 100.0),
    ]  # fmt: skip
    draft = scores_of(tmp_path / "clinic", replaced((ATTEST, "")))
    assert totals(draft.scores) == [
        (13, 17, 76.5, 100.0), (6, 6, 100.0, 100.0), (18, 20, 90.0, 100.0), (32, 44, 72.7, 100.0),
    ]  # fmt: skip
    assert all(score.is_met for score in draft.scores)


def test_what_only_people_can_judge_has_their_names(full: Scored) -> None:
    people = [one for score in full.scores for one in score.answered if one.is_human]
    assert len(people) == 4 + 2 + 6
    assert all("Sam Lee, Reader, 2026-02-01" in one.answer.evidence for one in people)


def test_evidence_names_its_line(full: Scored, tmp_path: Path) -> None:
    lines = FULL.splitlines()
    found = {one.id: one for score in full.scores for one in score.answered}
    for item, start in (
        ("PEMAT-1", "summary:"), ("PEMAT-11", "main_message:"), ("PEMAT-15", "caption:"),
        ("PEMAT-22", "- Sit on a soft"), ("PEMAT-19", "- table:"), ("CDC-11", "- text: \"We do"),
    ):  # fmt: skip
        place = found[item].answer.place
        assert place and lines[place.line - 1].strip().startswith(start), item
    lost = answers(tmp_path / "clinic", replaced(("Tick the table", "Utilise the table")))
    place = lost["PEMAT-3"].answer.place
    assert place and "Utilise" in place.excerpt
    assert lost["PEMAT-3"].answer.evidence == "'Utilise' is no everyday word (READ-10)"


def test_what_stands_under_a_condition_earns_nothing(tmp_path: Path) -> None:
    """It is not printed for every reader; the rules read it all the same."""
    hidden = FIGURE.replace("- figure:", "- when: visit.side == 'left'\n        figure:")
    found = answers(tmp_path / "one", replaced((FIGURE, hidden)))
    assert found["SAM-10"].answer.verdict == "disagree"
    section = "  - heading: How do I keep track?\n    when: visit.side == 'left'"
    found = answers(tmp_path / "two", replaced((ENDS, section), ("Tick the", "Utilise the")))
    assert found["PEMAT-19"].answer.evidence == "there are no tables"
    assert found["PEMAT-3"].answer.verdict == "disagree"


def test_a_clinic_cannot_tune_its_scores(tmp_path: Path) -> None:
    """Rules that it switched off, or set loosely, are asked with their own limits."""
    clinic = f"{CLINIC}checks:\n  READ-10: {{off: true, reason: We like long words.}}\n"
    found = answers(tmp_path / "clinic", replaced(("Tick the table", "Utilise the table")), clinic)
    assert found["PEMAT-3"].answer.verdict == "disagree"


def test_a_look_that_prints_no_message_box_loses_it(tmp_path: Path) -> None:
    clinic = f"{CLINIC}template: quiet\n"
    library = made(tmp_path / "clinic", FULL, clinic)
    look = (builtin() / "templates" / "leaflet.yaml").read_text("utf-8")
    (tmp_path / "clinic" / "templates").mkdir()
    (tmp_path / "clinic" / "templates" / "quiet.yaml").write_text(
        look + "  main_message: false\n  contacts: false\n", "utf-8"
    )
    known = library.clinic()
    scores = scored(library, known, "heel", known.language).scores
    found = {one.id: one.answer for score in scores for one in score.answered}
    for item in ("PEMAT-11", "CDC-2", "CDC-3"):
        assert found[item].verdict == "disagree" and "Leaflet" in found[item].evidence
    assert found["CDC-1"].verdict == "agree"
    assert found["CDC-14"].evidence == "it does not say whom to call"


def test_exercises_are_pictures_and_steps(tmp_path: Path) -> None:
    text = topic("rest").replace('- text: "Rest is good."', "- exercises: [{id: lift}]")
    library = made(tmp_path / "clinic", text)
    folder = tmp_path / "clinic" / "handouts" / "exercises"
    folder.mkdir()
    drawn = EXERCISE.format(name="Heel lift", tags="calf").replace(
        "steps: [Lift your heel.]", "steps: [Lift your heel., Put it down.]"
    )
    (folder / "lift.yaml").write_text(
        drawn + "figure:\n  start: {base: standing}\n  end: {lean: 5}\n", "utf-8"
    )
    known = library.clinic()
    scores = scored(library, known, "rest", known.language).scores
    found = {one.id: one.answer for score in scores for one in score.answered}
    for item in ("PEMAT-15", "PEMAT-26", "SAM-19"):
        assert "“Heel lift”" in found[item].evidence and found[item].verdict == "agree"
    assert found["PEMAT-22"].verdict == "agree"


def test_a_language_without_word_lists_is_not_judged(tmp_path: Path) -> None:
    text = topic("rest", "Descanse.").replace("owner:", "language: es\nowner:")
    library = made(tmp_path / "clinic", text, CLINIC.replace("en-GB", "es"))
    found = scored(library, library.clinic(), "rest", "es")
    said = {one.id: one.answer for score in found.scores for one in score.answered}
    for item in ("PEMAT-3", "PEMAT-7", "PEMAT-21", "CDC-13", "SAM-7"):
        assert said[item].verdict == "nobody has said"
        assert said[item].evidence == "there are no word lists in Spanish: a person has to look"
    assert said["PEMAT-12"].verdict == "disagree", "a box is a box in any language"
    assert all(one.value is None and one.age is None for one in found.readings)


def test_an_age_is_a_grade_and_five_years(full: Scored) -> None:
    assert len(full.readings) == 7
    for one in full.readings[:5]:
        assert one.value is not None and one.age == pytest.approx(one.value + 5)
    assert [one.age for one in full.readings[5:]] == [None, None]
    names = [one.formula for one in readings(*_few())]
    assert names[:2] == ["Flesch-Kincaid", "SMOG"] and names[5:] == ["Flesch reading ease", "LIX"]
    assert all(one.value is None for one in readings(*_few())), "99 words say nothing"


def _few() -> tuple[Counts, Grades]:
    counted = Counts(10, 99, 120, 400, 2, 1, 10)
    return counted, grades(counted, "en-GB")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    text = topic("rest").replace('- text: "Rest is good."', "- include: nowhere")
    with pytest.raises(HandoutError, match="there is no shared block 'nowhere'"):
        scores_of(tmp_path / "one", text)
    text = topic("rest").replace('- text: "Rest is good."', "- exercises: [{id: nowhere}]")
    with pytest.raises(HandoutError, match="there is no exercise 'nowhere'"):
        scores_of(tmp_path / "two", text)
