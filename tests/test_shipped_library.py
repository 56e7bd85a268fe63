"""The topics that come with the program: whole, current, sourced, plainly written and safe."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from handout.build import Order, leaflet
from handout.errors import Problem
from handout.library import Library, builtin
from handout.markup import MarkedParagraph, Words, read_blocks, read_line
from handout.merge.choices import Chooser, Chosen
from handout.model import handout as written
from handout.model.handout import Handout
from handout.model.programme import ExerciseChoice
from handout.model.scalars import Text
from handout.model.visit import Visit
from handout.source.reader import read
from referee import block_texts
from shipped import TOPICS, WHOLE, handed
from small_clinic import Workspace, workspace

TODAY = date(2026, 11, 21)
PROGRAMMES = ("exercises-back", "exercises-feet", "exercises-sciatica")
LOOKS = (
    "booklet", "card", "compact", "exercise-sheet", "large-print", "leaflet", "letter", "trifold",
)  # fmt: skip
NARROW = ("compact", "trifold")
"""Looks in columns that some tables and pictures are too wide for, which is said."""
WITH_EXERCISES = (
    *PROGRAMMES, "achilles-tendon-pain", "flat-feet-and-pronation", "foot-arthritis",
    "low-back-pain", "plantar-fasciitis",
)  # fmt: skip
VISITS = ("", "full", "jo")

SOURCES = {
    ("NHS", "Sciatica (page text as republished by GP practices, 2024-25)"),
    ("NHS", "Bunions"),
    (
        "NICE",
        "Low back pain and sciatica in over 16s: assessment and management (NG59), updated 2020",
    ),
    ("NICE", "Extracorporeal shockwave therapy for refractory plantar fasciitis (IPG311)"),
    ("Royal National Orthopaedic Hospital", "Radial ESWT guide"),
    ("Royal National Orthopaedic Hospital", "Foot orthosis: a patient's guide"),
    ("Royal National Orthopaedic Hospital", "Achilles tendinopathy"),
    ("Royal Free London", "Cauda equina syndrome"),
    ("Torbay and South Devon", "Cauda equina syndrome"),
    ("Cambridge University Hospitals", "Plantar fasciitis"),
    ("Cambridge University Hospitals", "Insoles and foot orthoses"),
    ("Cambridge University Hospitals", "Pelvic girdle pain in pregnancy"),
    ("South Tees Hospitals", "Plantar fasciitis"),
    ("North Cumbria Integrated Care", "Plantar fasciitis"),
    ("NHS inform", "Exercises for back pain"),
    ("Kent Community Health", "Footwear advice"),
    ("Belfast Trust", "Footwear advice"),
    ("Midlands Partnership", "Safe use of cold treatment"),
    ("Guy's and St Thomas'", "Low back pain, physiotherapy and exercises"),
    ("NHS Fife", "Achilles tendinopathy"),
    (
        "Musculoskelet Sci Pract 57:102478",
        "Guimaraes et al., low-level laser and plantar fasciitis, systematic review",
    ),
}
"""What was read for the library: an organisation and a title. Others are not to be cited."""

WARNING_CARD = " (warning card by Greenhalgh, Mercer, Finucane and Selfe)"


@pytest.fixture(scope="module")
def library() -> Library:
    """The built-in library by itself."""
    return Library((builtin(),))


def visit_of(name: str) -> Visit | None:
    """One of the visits kept for tests."""
    if not name:
        return None
    path = Path(__file__).parent / "visits" / f"{name}.yaml"
    return read(path.read_bytes(), path.name, Visit, private=True)


def test_these_are_the_topics_and_looks(library: Library) -> None:
    """A new look is added to the list above, so that it is looked at below."""
    assert tuple(name for name, _ in library.topics()) == TOPICS
    assert len(TOPICS) >= 31
    assert library.looks() == LOOKS


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_builds_in_every_look(library: Library, topic: str, look: str) -> None:
    if look == "card" and "warning-signs" not in included(library, topic):
        return  # it is a card of the warning signs
    if look == "exercise-sheet" and topic not in WITH_EXERCISES:
        return  # tests/test_looks.py sees that it is refused
    for name in VISITS if topic in WHOLE else ("",):
        made = handed(topic, look, visit_of(name))
        assert [one.message for one in made.problems if not is_too_wide(look, one)] == []
        assert made.pages == 1 if look == "card" else made.pages >= 2


def is_too_wide(look: str, problem: Problem) -> bool:
    """Whether a narrow look says rightly that something is too wide or too long for it."""
    said = ("the labels of", "the table is too narrow", "these words and all after them")
    return look in NARROW and problem.message.startswith(said)


def test_all_topics_make_a_pack(library: Library) -> None:
    """With a warning that three programmes at once are too much for a patient."""
    made = leaflet(Order(TOPICS, "leaflet", ""), visit_of("full"), library, TODAY)
    assert made.problems
    told = [one for one in made.problems if one.rule != "SAFE-03"]  # nobody is given all of them
    assert all(one.message.startswith("the programme") for one in told)
    headings = [text for kind, text in block_texts(made.pdf) if kind in ("H1", "H2")]
    for topic in TOPICS:
        assert headings.count(library.handout(topic, "en-GB").title.value) == 1


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_owned_current_and_logged(library: Library, topic: str) -> None:
    handout = library.handout(topic, "en-GB")
    assert handout.owner
    assert handout.published < handout.review_by
    assert (handout.review_by - handout.published).days <= 3 * 366
    assert handout.changes[-1].version == handout.version
    assert handout.changes[-1].date == handout.published


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_cites_only_what_was_read(library: Library, topic: str) -> None:
    handout = library.handout(topic, "en-GB")
    cited = {(one.organisation, one.title.removesuffix(WARNING_CARD)) for one in handout.sources}
    assert cited
    assert cited <= SOURCES


def exercise_names() -> list[str]:
    """Every exercise of the catalogue."""
    return sorted(path.stem for path in (builtin() / "handouts" / "exercises").glob("*.yaml"))


@pytest.mark.parametrize("name", exercise_names())
def test_every_exercise_says_when_to_stop_and_cites_what_was_read(
    library: Library, name: str
) -> None:
    exercise = library.exercise(name, None, "en")
    assert exercise.stop_if.value
    assert exercise.alt.value
    assert exercise.sources
    assert set(exercise.sources) <= {f"{who}: {title}" for who, title in SOURCES}


def chosen(choices: tuple[ExerciseChoice, ...], library: Library) -> tuple[Chosen, ...]:
    """The exercises that a topic asks for, by their names or by tags."""
    problems: list[Problem] = []
    chooser = Chooser(
        lambda name, place: library.exercise(name, place, "en"),
        lambda: library.exercises("en"),
        problems,
    )
    found = chooser.chosen(choices)
    assert not problems
    return found


def groups_of(handout: Handout) -> Iterator[tuple[ExerciseChoice, ...]]:
    """The choices of every group of exercises and of every phase."""
    for block in inner_blocks(handout):
        if isinstance(block, written.ExercisesBlock):
            yield block.exercises
        if isinstance(block, written.PhasesBlock):
            yield from (phase.exercises for phase in block.phases)


@pytest.mark.parametrize("topic", PROGRAMMES)
def test_a_programme_has_phases_of_exercises_that_have_a_dose(library: Library, topic: str) -> None:
    """Three phases, no exercise twice, and a diary of two weeks to tick them in."""
    handout = library.handout(topic, "en-GB")
    assert handout.kind == "exercises"
    asked = [one for group in groups_of(handout) for one in chosen(group, library)]
    assert len({one.id for one in asked}) == len(asked) >= 8
    for one in asked:
        dose = one.exercise.dose
        assert dose.reps or dose.minutes or dose.hold
    blocks = list(inner_blocks(handout))
    phased = [block for block in blocks if isinstance(block, written.PhasesBlock)]
    assert [len(block.phases) for block in phased] == [3]
    diaries = [block for block in blocks if isinstance(block, written.ExerciseDiaryBlock)]
    assert [diary.weeks for diary in diaries] == [2]


def inner_blocks(handout: Handout) -> Iterator[written.Block]:
    """Every block of a topic, those inside others too."""
    waiting = [block for section in handout.sections for block in section.blocks]
    while waiting:
        block = waiting.pop(0)
        yield block
        match block:
            case written.CalloutBlock(blocks=inner) | written.TogetherBlock(together=inner):
                waiting += inner
            case written.FigureBlock(beside=inner):
                waiting += inner


def included(library: Library, topic: str) -> list[str]:
    """The shared blocks that a topic includes."""
    handout = library.handout(topic, "en-GB")
    return [one.include for one in inner_blocks(handout) if isinstance(one, written.IncludeBlock)]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_includes_the_warning_signs(library: Library, topic: str) -> None:
    """All of them in a condition, the main ones at least in any other: never typed anew."""
    kind = library.handout(topic, "en-GB").kind
    found = [name for name in included(library, topic) if name.startswith("warning-signs")]
    assert len(found) == 1
    assert found == ["warning-signs"] or kind not in ("condition", "safety")


def test_the_warning_signs_print_the_same_everywhere(library: Library) -> None:
    """To the letter, in every topic and look that has them."""
    seen: dict[str, set[tuple[str, ...]]] = {"warning-signs": set(), "warning-signs-short": set()}
    ends = {"warning-signs": "that lasts", "warning-signs-short": "(possible clot)"}
    looked = 0
    for topic in TOPICS:
        (name,) = (one for one in included(library, topic) if one.startswith("warning-signs"))
        everywhere = (one for one in LOOKS if one != "exercise-sheet")  # it has them in short
        for look in everywhere if name == "warning-signs" else ("leaflet", "large-print"):
            made = handed(topic, look)
            texts = [tidy(text) for _, text in block_texts(made.pdf)]
            start = next(i for i, text in enumerate(texts) if "Any of these? Call 999" in text)
            end = next(i for i, text in enumerate(texts) if i > start and text.endswith(ends[name])
                       and text.startswith(("• Swelling", "• One calf")))  # fmt: skip
            seen[name].add(tuple(texts[start : end + 1]))
            looked += 1
    assert looked > 2 * len(TOPICS)
    assert all(len(texts) == 1 for texts in seen.values())
    assert len(seen["warning-signs"].pop()) == 3 + 7 + 5 + 5
    assert len(seen["warning-signs-short"].pop()) == 2 + 5 + 3


def tidy(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def test_no_emergency_number_is_typed_into_a_topic() -> None:
    """They are the clinic's, or its country's."""
    looked = 0
    for path in (builtin() / "handouts").rglob("*.yaml"):
        if path.parent.name == "figures":
            continue
        looked += 1
        assert not re.search(r"\b(999|111|911|112)\b|A&E", path.read_text("utf-8")), path.name
    assert looked > 15


def test_another_country_has_its_own_numbers(tmp_path: Path) -> None:
    american = "name: Hill\nlanguage: en-US\nsites: [{id: a, name: A, address: [B], phone: '1'}]\n"
    made = workspace(tmp_path, clinic=american)
    texts = str(block_texts(made.leaflet(None, "warning-signs", look="letter").pdf))
    assert "911" in texts
    assert "urgent care center" in texts
    assert "999" not in texts


def vowel_groups(word: str) -> int:
    """The syllables of an English word by its groups of vowels.

    A silent e is none, and vowels that are said apart, as in diabetes or sciatica, are two.
    """
    apart = len(re.findall(r"(?<![cst])i[aou]|(?<=sc)ia|[aeou]ing$", word))
    word = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouy]l)es$", "", word)
    return max(1, apart + len(re.findall(r"[aeiouy]+", word)))


def flesch_kincaid(sentences: list[str]) -> float:
    """The US school grade at which the words are understood.

    Source: Kincaid, J. P., Fishburne, R. P., Rogers, R. L. and Chissom, B. S. (1975). Derivation
    of new readability formulas for Navy enlisted personnel. Research Branch Report 8-75.
    """
    words = [word for sentence in sentences for word in words_of(sentence)]
    syllables = sum(map(vowel_groups, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def words_of(sentence: str) -> list[str]:
    """The words of a sentence; a number counts as a word of one syllable."""
    return re.findall(r"[a-z]+|\d+", sentence.lower().replace("'", ""))


def test_the_formula_gives_what_it_was_published_with() -> None:
    counted = {"pain": 1, "move": 1, "nerve": 1, "sciatica": 4, "muscle": 2, "moved": 1}
    counted |= {"diabetes": 4, "special": 2, "station": 2, "going": 2, "wanted": 2, "serious": 3}
    assert {word: vowel_groups(word) for word in counted} == counted
    simple = ["The cat sat on the mat."]
    assert flesch_kincaid(simple) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def plain(text: Text, *, is_block: bool = False) -> list[str]:
    """The paragraphs and items of a text, with a word for each value."""
    if not is_block:
        parts = [read_line(text)]
    else:
        parts = []
        for block in read_blocks(text):
            parts += [block.spans] if isinstance(block, MarkedParagraph) else block.items
    return [
        "".join(part.text if isinstance(part, Words) else "number" for part in spans)
        for spans in parts
    ]


def body_text(blocks: tuple[written.Block, ...], library: Library) -> Iterator[str]:
    """The words of blocks that are read as sentences: tables, labels and captions are not."""
    for block in blocks:
        match block:
            case written.TextBlock(text=text):
                yield from plain(text, is_block=True)
            case (
                written.BulletsBlock(bullets=items)
                | written.StepsBlock(steps=items)
                | written.ChecklistBlock(checklist=items)
            ):
                yield from (line for item in items for line in plain(item))
            case written.DoBlock(do=do, dont=dont):
                yield from (line for item in (*do, *dont) for line in plain(item))
            case written.CalloutBlock(blocks=inner) | written.TogetherBlock(together=inner):
                yield from body_text(inner, library)
            case written.FigureBlock(beside=inner):
                yield from body_text(inner, library)
            case written.QuestionsBlock(questions=questions):
                for question in questions:
                    yield from (*plain(question.ask), *plain(question.answer, is_block=True))
            case written.IncludeBlock(include=name):
                yield from body_text(library.shared(name, None, "en").blocks, library)
            case written.ExercisesBlock(exercises=exercises):
                yield from exercises_text(exercises, library)
            case written.PhasesBlock(phases=phases):
                for phase in phases:
                    yield from plain(phase.text, is_block=True) if phase.text else ()
                    yield from exercises_text(phase.exercises, library)
                    yield from plain(phase.move_on_when) if phase.move_on_when else ()
            case _:
                pass


def exercises_text(choices: tuple[ExerciseChoice, ...], library: Library) -> Iterator[str]:
    """The sentences of the exercises."""
    for one in chosen(choices, library):
        exercise = one.exercise
        for text in (exercise.position, *exercise.steps, exercise.feel, exercise.stop_if):
            yield from plain(text)


def sentences_of(lines: list[str]) -> list[str]:
    """Each sentence; a list item without a full stop is one."""
    parts = [part for line in lines for part in re.split(r"(?<=[.!?:])\s+", line)]
    return [part for part in parts if words_of(part)]


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_reads_easily(library: Library, topic: str) -> None:
    """Grade 6 at most, sentences of 13 words on average, and none of more than 30."""
    handout = library.handout(topic, "en-GB")
    lines = [*plain(handout.summary), *plain(handout.main_message)]
    for section in handout.sections:
        lines += body_text(section.blocks, library)
    sentences = sentences_of(lines)
    is_form = topic in ("symptom-diary", "your-visit")  # there is more to write than to read
    assert len(sentences) > (20 if is_form else 30)
    assert flesch_kincaid(sentences) <= 6
    lengths = [len(words_of(sentence)) for sentence in sentences]
    assert sum(lengths) / len(lengths) <= 13
    assert max(lengths) <= 30


@pytest.mark.parametrize("topic", TOPICS)
def test_headings_are_questions_or_actions(library: Library, topic: str) -> None:
    actions = {"Make", "Keep", "Check", "Plan", "Tell", "Look", "Fill", "Write", "Ask", "Set"}
    for section in library.handout(topic, "en-GB").sections:
        heading = section.heading.value
        assert heading.endswith("?") or heading.split()[0] in actions, heading


def test_what_is_printed_for_one_age_or_side_is_not_for_another(tmp_path: Path) -> None:
    """The conditions of the shipped topics, each met and not met."""
    made = Workspace(tmp_path)
    made.write("clinic.yaml", (builtin() / "clinic.yaml").read_text("utf-8"))
    for topic, words, met, unmet in (
        *((name, "Keep steady on your feet", "1950-01-01", "1990-01-01") for name in PROGRAMMES),
        ("sciatica", "on your left side", "left", "right"),
        ("sciatica", "on your right side", "right", "left"),
        ("sciatica", "Do both legs hurt?", "both", "left"),
    ):
        for answer, wanted in ((met, True), (unmet, False)):
            said = f"side: {answer}" if len(answer) < 9 else f"patient: {{birth_date: {answer}}}"
            texts = " ".join(
                tidy(text) for _, text in block_texts(made.leaflet(said, topic, look="leaflet").pdf)
            )
            assert (words in texts) is wanted


def test_a_generic_leaflet_names_nobody(library: Library) -> None:
    made = leaflet(Order(("sciatica",), "leaflet", ""), None, library, TODAY)
    texts = [text for _, text in block_texts(made.pdf)]
    assert not any(name in " ".join(texts) for name in ("Priya", "Margaret", "Jo Bloggs"))


@pytest.mark.parametrize("territory", ["GB", "IE", "US", "CA", "AU", "NZ", "IN", "ZZ"])
def test_the_card_has_room_for_the_signs_in_every_territory(territory: str, tmp_path: Path) -> None:
    """Once the longer words of another territory pushed a sign onto the next panel."""
    text = (builtin() / "clinic.yaml").read_text("utf-8")
    (tmp_path / "clinic.yaml").write_text(
        text.replace("language: en-GB", f"language: en-{territory}"), "utf-8"
    )
    library = Library((tmp_path, builtin()))
    made = leaflet(Order(("sciatica",), "card"), None, library, date(2026, 11, 21))
    assert (made.pages, made.problems) == (1, ())
