"""From a topic and a clinic to what will be printed: blocks, conditions, includes, packs."""

import pytest

from conftest import Golden
from handout.document import Figure, Heading, Insertion
from handout.errors import HandoutError
from small_clinic import (
    EXERCISE,
    Workspace,
    filled_workspace,
    outline,
    shown,
    small_workspace,
    topic,
    visit,
    with_blocks,
)

EVERY_KIND = """
- text: |
    Drink **two** cups, {{ patient.given }}. See [tea](https://example.org/tea).

    - hot
    - strong
- bullets: [One, "For {{ clinic.name }}"]
- steps: [Boil., Pour.]
- do: [Sit.]
  dont: [Do not run.]
- callout: caution
  title: Hot
  blocks:
    - text: Let it cool.
    - callout: same-day
      title: Scalded?
      blocks: [{text: Call.}]
- checklist: [I have a cup.]
- table: Teas
  columns: [Tea, Minutes]
  rows: [[Green, "2"], [Black, ""]]
  widths: [3, 1]
- figure: cup
  alt: A cup of tea.
  caption: A cup
  beside:
    - text: Beside the cup.
- questions:
    - ask: Milk?
      answer: If you like.
- lines: 3
  label: My teas
- diary: A week of tea
  columns: [Cups]
  days: 2
- exercises:
    - {id: heel-raise, reps: 5}
- phases:
    - name: The first week
      text: Begin slowly.
      exercises: [{id: heel-raise, reps: 3}]
      layout: list
      move_on_when: You can rise 3 times.
- exercise_diary: My exercises
- include: kettle
- break: page
- together:
    - text: Kept with this.
"""

small = pytest.fixture(small_workspace)


def test_every_kind_of_block(tmp_path_factory: pytest.TempPathFactory, golden: Golden) -> None:
    made = filled_workspace(tmp_path_factory, EVERY_KIND)
    golden("outline/every-kind", outline(made.document()))


def test_a_pack_lists_its_topics_and_says_shared_things_once(
    small: Workspace, golden: Golden
) -> None:
    small.write("handouts/milk.yaml", topic("- questions: [{ask: Cold?, answer: Yes.}]", "milk"))
    document = small.document("tea", "milk", look="plain")
    golden("outline/pack", outline(document))
    anchors = [one.anchor for one in document.blocks if isinstance(one, Heading) and one.anchor]
    assert anchors == ["tea", "milk"]
    assert document.title == document.subject == "Your leaflets"


def test_a_topic_asked_for_twice_is_packed_once(small: Workspace) -> None:
    """Two would give two headings one anchor."""
    assert outline(small.document("tea", "tea", look="plain")) == outline(
        small.document("tea", look="plain")
    )


@pytest.mark.parametrize("handout", ["one", "two"])
def test_each_topic_of_a_pack_has_its_own_values(small: Workspace, handout: str) -> None:
    for name in ("one", "two"):
        small.write(
            f"handouts/{name}.yaml",
            topic("- text: \"{{ handout.title if visit.side == 'left' else '-' }}\"", name),
        )
    merged = small.merged("one", "two")
    printed = outline(merged.document, small.fill(merged.document.slots, "side: left"))
    assert f"p {handout.title()}" in printed.splitlines()


def test_headings_never_go_below_six(small: Workspace) -> None:
    blocks = "- text: End."
    for number in range(7):
        inner = "\n".join("    " + line for line in blocks.splitlines())
        blocks = f"- callout: info\n  title: Level {number}\n  blocks:\n{inner}"
    lines = outline(with_blocks(small, blocks).document()).splitlines()
    levels = [line.split()[1] for line in lines if "info" in line]
    assert levels == ["h3", "h4", "h5", "h6", "h6", "h6", "h6"]


def test_the_placeholders_of_title_and_clinic_become_words(small: Workspace) -> None:
    with_blocks(
        small, "- text: \"{{ handout.title }}, {{ clinic.name }}: {{ handout.published }}\"",
        title='"**Tea** at {{ clinic.name }}"',
    )  # fmt: skip
    document = small.document()
    assert document.title == "Tea at Hill Clinic"
    assert "p Tea at Hill Clinic, Hill Clinic: 5 January 2026" in outline(document)
    assert document.slots.texts == ()


@pytest.mark.parametrize(
    ("blocks", "fields", "complaint"),
    [
        ("- text: x", {"title": '"For {{ patient.given }}"'}, "3:9"),
        ("- text: x", {"summary": '"{{ visit.date }}"'}, "4:11"),
        ("- figure: cup\n  alt: '{{ patient.name }}'\n  caption: x", {}, "15:15"),
    ],
)
def test_titles_and_pictures_words_are_the_same_for_everybody(
    small: Workspace, blocks: str, fields: dict[str, str], complaint: str
) -> None:
    """They go into the file's metadata and its list of contents, where no name may be."""
    with_blocks(small, blocks, **fields)
    assert small.complaints() == [f"{complaint} what depends on the visit cannot stand here"]


def test_a_clinic_value_may_be_a_links_words_but_a_patients_may_not(small: Workspace) -> None:
    with_blocks(small, '- text: "[{{ clinic.name }}](https://a.org)"')
    assert "p [Hill Clinic](https://a.org)" in outline(small.document())
    with_blocks(small, '- text: "[{{ patient.name }}](https://a.org)"')
    assert small.complaints() == [
        "14:17 patient.name depends on the visit, so it cannot be a link's words"
    ]


@pytest.mark.parametrize(
    ("when", "slots", "lines"),
    [
        ("clinic.name == 'Hill Clinic'", 0, ["h2 What to do", "p Drink.", "p Eat."]),
        ("clinic.name == 'Other'", 0, ["h2 What to do", "p Eat."]),
        ("patient.age >= 65", 1, ["h2 What to do", "when 0", "  p Drink.", "p Eat."]),
        ("clinic.name == 'Other' or patient.age > 1", 1, None),
    ],
)
def test_a_block_is_printed_when_its_condition_holds(
    small: Workspace, when: str, slots: int, lines: list[str] | None
) -> None:
    """What the clinic alone decides is decided once; the rest is asked of each visit."""
    document = with_blocks(small, f'- when: "{when}"\n  text: Drink.\n- text: Eat.').document()
    assert len(document.slots.conditions) == slots
    assert lines is None or outline(document).splitlines()[2:] == lines
    born = "patient: {birth_date: 1950-01-01}"
    printed = outline(document, small.fill(document.slots, born))
    assert ("p Drink." in printed) == ("Other'" not in when or slots > 0)
    assert ("p Drink." in outline(document, small.fill(document.slots, None))) == (
        when == "clinic.name == 'Hill Clinic'"
    )


def test_a_section_has_its_condition_too(small: Workspace) -> None:
    text = topic().replace("    blocks:", "    when: visit.side == 'left'\n    blocks:")
    small.write("handouts/tea.yaml", text)
    document = small.document()
    assert outline(document).splitlines()[2:] == ["when 0", "  h2 What to do", "  p Drink tea."]


def test_a_condition_that_cannot_be_read_is_a_problem(small: Workspace) -> None:
    with_blocks(small, "- when: patient.agee > 65\n  text: Drink.")
    assert small.complaints() == ["14:15 unknown name 'patient.agee'"]


@pytest.mark.parametrize(
    ("blocks", "complaints"),
    [
        (
            "- table: T\n  columns: [A, B]\n  rows: [[a], [a, b], [a, b, c]]",
            ["16:17 row 1 of the table has 1 cells, the header 2"]
            + ["16:30 row 3 of the table has 3 cells, the header 2"],
        ),
        (
            "- table: T\n  columns: [A, B]\n  rows: [[a, b]]\n  widths: [1, 2, 3]",
            ["14:9 the table has 2 columns and 3 widths"],
        ),
        (
            "- exercises: [{id: heel-rase}, {id: nonesuch}]",
            ["14:21 there is no exercise 'heel-rase'", "14:38 there is no exercise 'nonesuch'"],
        ),
        ("- include: ketle", ["14:9 there is no shared block 'ketle'"]),
        (
            "- bullets: ['*a*', '{{ b }}']\n- lines: 1\n  label: <br>",
            ["14:20 italics are hard to read", "14:27 unknown name 'b'"]
            + ["16:16 HTML is not read"],
        ),
        (
            "- figure: cop\n  alt: '{{ a }}'\n  caption: '{{ b }}'",
            ["14:9 there is no picture 'cop'"]
            + ["15:15 unknown name 'a'", "16:19 unknown name 'b'"],
        ),
        (
            "- questions: [{ask: '{{ a }}', answer: '*b*'}, {ask: c, answer: '`d`'}]",
            ["14:28 unknown name 'a'", "14:47 italics are hard to read"]
            + ["14:72 code marks have no place in a leaflet"],
        ),
        (
            "- text: '*a*'\n- text: '*b*'",
            ["14:16 italics are hard to read", "15:16 italics are hard to read"],
        ),
    ],
)  # fmt: skip
def test_every_problem_of_a_topic_is_said_at_once(
    small: Workspace, blocks: str, complaints: list[str]
) -> None:
    assert with_blocks(small, blocks).complaints() == complaints


@pytest.mark.parametrize(
    ("blocks", "hint"),
    [
        ("- exercises: [{id: heel-rais}]", "did you mean 'heel-raise'?"),
        ("- include: ketle", "did you mean 'kettle'?"),
    ],
)
def test_a_slip_in_a_reference_is_told_what_was_meant(
    small: Workspace, blocks: str, hint: str
) -> None:
    with pytest.raises(HandoutError) as caught:
        with_blocks(small, blocks).merged()
    assert [problem.hint for problem in caught.value.problems] == [hint]


def shared(small: Workspace, name: str, *includes: str) -> None:
    """A shared block that includes others."""
    lines = "".join(f"\n  - include: {one}" for one in includes)
    small.write(
        f"handouts/shared/{name}.yaml",
        f"title: {name}\nlanguage: en-GB\nblocks:{lines}\n  - text: {name}\n",
    )  # fmt: skip


def test_shared_blocks_may_include_others(small: Workspace) -> None:
    shared(small, "a", "b", "b")
    shared(small, "b")
    lines = outline(with_blocks(small, "- include: a").document()).splitlines()
    assert lines[3:] == ["p b", "p b", "p a"]


def test_a_shared_block_that_includes_itself_is_a_problem(small: Workspace) -> None:
    shared(small, "a", "b")
    shared(small, "b", "a")
    assert with_blocks(small, "- include: a").complaints() == [
        "4:5 the shared block includes itself: a in b in a"
    ]


def test_includes_that_double_at_every_step_are_stopped(small: Workspace) -> None:
    """Thirty small files could otherwise ask for a thousand million blocks."""
    for number in range(30):
        shared(small, f"s{number}", f"s{number + 1}", f"s{number + 1}")
    shared(small, "s30")
    (complaint,) = with_blocks(small, "- include: s0").complaints()
    assert complaint.endswith("more than 100 shared blocks are included")


def test_a_visit_finds_each_exercise_as_the_topic_has_it(small: Workspace) -> None:
    document = with_blocks(small, "- exercises: [{id: heel-raise, reps: 5, hold: 3}]").document()
    (insertion,) = (one for one in document.slots.inserts if one.kind == "exercise")
    assert isinstance(insertion, Insertion)
    assert insertion.exercise == "heel-raise"
    assert insertion.dose.reps is not None
    assert (insertion.dose.reps.most, insertion.dose.sets) == (5, 2)


def test_an_exercise_holds_no_values(small: Workspace) -> None:
    """It goes into any leaflet, and once printed whatever stood first in that leaflet."""
    exercise = EXERCISE.replace("Stand by a wall.", '"Stand, {{ patient.name }}."')
    small.write("handouts/exercises/heel-raise.yaml", exercise)
    with_blocks(small, "- exercises: [{id: heel-raise}]")
    message = "2:19 patient.name cannot stand here: these words go into any leaflet"
    assert small.complaints() == [message]
    plain = with_blocks(small, "- text: x").document(look="plain")
    with pytest.raises(HandoutError) as caught:
        small.fill(plain.slots, "exercises: [{id: heel-raise}]")
    assert shown(caught.value) == [message]


def test_an_exercise_says_what_it_needs_and_is_checked_like_any_text(small: Workspace) -> None:
    with_blocks(small, "- exercises: [{id: heel-raise}]")
    small.write("handouts/exercises/heel-raise.yaml", f"{EXERCISE}equipment: [a towel, a wall]\n")
    assert "**You will need:** a towel, a wall\n" in outline(small.document())
    small.write("handouts/exercises/heel-raise.yaml", f"{EXERCISE}easier: '*Half* as high.'\n")
    assert small.complaints() == ["8:10 italics are hard to read"]


def test_pictures_keep_their_words(small: Workspace) -> None:
    with_blocks(small, "- figure: cup\n  alt: 'A **cup** of {{ clinic.name }}.'\n  caption: Cup")
    (figure,) = (one for one in small.document().blocks if isinstance(one, Figure))
    assert figure.alt == "A cup of Hill Clinic."


def test_a_visit_changes_nothing_of_the_document(small: Workspace) -> None:
    """The document is kept for everybody, so it can hold nobody's words."""
    first = small.document(look="plain")
    small.fill(first.slots, visit("patient: {given: Quillfeather}"))
    assert small.document(look="plain") == first
    assert "Quillfeather" not in repr(first)
