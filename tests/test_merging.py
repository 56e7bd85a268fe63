"""From a topic and a clinic to what will be printed: blocks, conditions, includes, packs."""

from textwrap import dedent

import pytest

from conftest import Golden
from handout.document import Callout, Figure, Heading, Insertion
from handout.errors import HandoutError
from handout.merge.contrast import LEAST, TINT, least_ratio, legible, ratio
from handout.model.strings import Strings
from handout.pages.setting import mixed
from small_clinic import (
    BARE_LOOK,
    CLINIC,
    EXERCISE,
    LOOK,
    TWO_SITES,
    Workspace,
    outline,
    shown,
    topic,
    visit,
    workspace,
)

DRAWING = "size: [10, 10]\nshapes: [{path: M0 0 L9 9, stroke: ink}]\n"

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


def filled_workspace(tmp_path_factory: pytest.TempPathFactory, blocks: str) -> Workspace:
    """A workspace with a drawing, an exercise and a shared block."""
    made = workspace(tmp_path_factory.mktemp("clinic"), blocks)
    made.write("handouts/figures/cup.yaml", DRAWING)
    made.write("handouts/exercises/heel-raise.yaml", EXERCISE)
    made.write(
        "handouts/shared/kettle.yaml",
        "title: Kettle\nlanguage: en-GB\nblocks: [{text: 'Fill it. {{ handout.title }}.'}]\n",
    )
    return made


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace with one text."""
    return filled_workspace(tmp_path_factory, "- text: Drink tea.")


def with_blocks(made: Workspace, blocks: str, **fields: str) -> Workspace:
    """The workspace with other blocks in its topic."""
    made.write("handouts/tea.yaml", topic(blocks, fields=fields))
    return made


def test_every_kind_of_block(tmp_path_factory: pytest.TempPathFactory, golden: Golden) -> None:
    made = filled_workspace(tmp_path_factory, EVERY_KIND)
    golden("outline/every-kind", outline(made.document()))


def test_everything_round_a_topic(small: Workspace, golden: Golden) -> None:
    small.write(
        "clinic.yaml",
        dedent("""\
        name: Hill Clinic
        strapline: Tea for all
        language: en-GB
        sites:
          - id: hill
            name: Hill House
            address: [1 Hill Road, Testham]
            phone: 01632 960 001
            hours: {monday: "08:00-12:00, 13:00-17:00", tuesday: "09:00-17:00",
                    wednesday: "09:00-17:00", friday: "09:00-17:00", sunday: closed}
            directions: Up the hill.
            parking: Two level spaces.
          - id: dale
            name: Dale House
            address: [2 Dale Road]
            phone: 01632 960 003
        booking: {phone: 01632 960 002, url: "https://example.org/book"}
        call_back: We call back within the day.
        clinicians: [{id: p-nair, name: Priya Nair, role: Physiotherapist}]
        other_formats: Ask for large print.
        feedback: Tell us at the desk.
        """),
    )
    golden("outline/everything-round", outline(small.document(look="plain")))


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


def test_dates_are_in_the_form_of_the_clinics_language(small: Workspace) -> None:
    with_blocks(small, '- text: "{{ handout.review_by }}"')
    american = small.merged(look="plain", language="en-US").document
    assert "p January 5, 2028" in outline(american)
    assert american.footer[1] == "Published January 5, 2026 · Review by January 5, 2028"


def test_the_address_for_booking_prints_as_a_link(small: Workspace) -> None:
    small.write("clinic.yaml", f"{CLINIC.rstrip()[:-1]}, url: 'https://example.org/b'}}\n")
    with_blocks(small, '- text: "Book at {{ clinic.booking_url }}."')
    link = "[https://example.org/b](https://example.org/b)"
    assert f"p Book at {link}." in outline(small.document())


def test_a_clinic_value_may_be_a_links_words_but_a_patients_may_not(small: Workspace) -> None:
    with_blocks(small, '- text: "[{{ clinic.name }}](https://a.org)"')
    assert "p [Hill Clinic](https://a.org)" in outline(small.document())
    with_blocks(small, '- text: "[{{ patient.name }}](https://a.org)"')
    assert small.complaints() == [
        "14:17 patient.name depends on the visit, so it cannot be a link's words"
    ]


def test_an_empty_clinic_value_is_a_blank_and_a_warning(small: Workspace) -> None:
    with_blocks(small, "- text: \"{{ clinic.strapline }}{{ clinic.strapline | default('Tea') }}\"")
    merged = small.merged()
    assert outline(merged.document, small.fill(merged.document.slots, None)).endswith("p ____Tea")
    (warning,) = merged.warnings
    assert warning.severity == "warning"
    assert warning.message == "clinic.strapline is empty, so a blank is printed for it"


@pytest.mark.parametrize(
    ("sites", "booking", "prints"),
    [
        (CLINIC, "booking: {phone: 01632 960 002}\n", "01632 960 002"),
        (CLINIC, "", "01632 960 001"),
        (TWO_SITES, "", "____"),
    ],
)
def test_the_phone_for_booking_is_the_only_sites_unless_there_is_another(
    small: Workspace, sites: str, booking: str, prints: str
) -> None:
    small.write("clinic.yaml", sites.replace("booking: {phone: 01632 960 002}\n", booking))
    with_blocks(small, '- text: "{{ clinic.booking_phone }}"')
    document = small.document()
    assert outline(document, small.fill(document.slots, None)).endswith(f"p {prints}")


@pytest.mark.parametrize(
    ("language", "emergency", "number", "warned"),
    [
        ("en-GB", "", "999", False),
        ("en-US", "", "911", False),
        ("en-ZA", "", "112", False),
        ("en", "", "911", True),
        ("en", "emergency: {number: '1', department: D, urgent: U}\n", "1", False),
        ("en-GB", "emergency: {number: '1', department: D, urgent: U}\n", "1", False),
    ],
)
def test_emergency_numbers_are_those_of_the_country_or_the_clinics_own(
    small: Workspace, language: str, emergency: str, number: str, *, warned: bool
) -> None:
    small.write("clinic.yaml", f"{CLINIC}language: {language}\n{emergency}")
    with_blocks(small, '- text: "{{ clinic.emergency_number }}"')
    merged = small.merged()
    assert outline(merged.document).endswith(f"p {number}")
    assert ["names no country" in one.message for one in merged.warnings] == [True] * warned


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


def test_a_logo_that_is_not_there_is_a_problem_of_the_clinic(small: Workspace) -> None:
    small.write("clinic.yaml", f"{CLINIC}logo: nowhere.png\n")
    assert small.complaints(look="plain") == ["1:1 there is no picture 'nowhere.png'"]
    assert small.complaints() == [], "the bare look prints no logo"


def test_a_clinic_in_one_place_prints_its_contacts_always(small: Workspace) -> None:
    document = small.document(look="plain")
    contacts = [one for one in document.blocks if isinstance(one, Callout)]
    assert [one.kind for one in contacts] == ["message", "contacts"]


@pytest.mark.parametrize(
    ("written", "sites"),
    [
        (None, ["Hill House", "Dale House"]),
        ("visit: {date: 2026-11-20}", ["Hill House", "Dale House"]),
        ("visit: {date: 2026-11-20, site: dale}", ["Dale House"]),
    ],
)
def test_the_contacts_are_those_of_the_visits_site(
    small: Workspace, written: str | None, sites: list[str]
) -> None:
    small.write("clinic.yaml", TWO_SITES)
    document = small.document(look="plain")
    printed = outline(document, small.fill(document.slots, written))
    assert [name for name in ("Hill House", "Dale House") if f"**{name}**" in printed] == sites
    assert printed.count("How to reach us") == 1


def test_days_that_say_nothing_are_not_bridged(small: Workspace) -> None:
    """Monday and Wednesday alike once printed as Monday to Wednesday."""
    hours = (
        "    hours: {monday: '09:00-17:00', wednesday: '09:00-17:00', thursday: '09:00-17:00'}\n"
    )
    small.write("clinic.yaml", CLINIC.replace("booking", f"{hours}booking"))
    lines = outline(small.document(look="plain")).splitlines()
    assert [line.strip() for line in lines if "09:00" in line] == [
        "line Monday: 09:00–17:00", "line Wednesday to Thursday: 09:00–17:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clinic", "look", "printed"),
    [
        ("", "", True),
        ("print_sources: false\n", "", False),
        ("", "furniture: {sources: false}\n", False),
    ],
)
def test_sources_are_listed_unless_clinic_or_look_says_no(
    small: Workspace, clinic: str, look: str, *, printed: bool
) -> None:
    small.write("clinic.yaml", CLINIC + clinic)
    small.write("templates/plain.yaml", LOOK + look)
    assert ("small Tea. Tea Board, 2020." in outline(small.document(look="plain"))) is printed


def test_a_source_with_an_address_is_a_link(small: Workspace) -> None:
    with_blocks(
        small, "- text: x",
        sources=(
            "[{title: Tea, organisation: Board, url: 'https://t.org'}, "
            "{title: A, organisation: B}]"
        ),
    )  # fmt: skip
    lines = outline(small.document(look="plain")).splitlines()
    assert lines[-2:] == ["small [Tea](https://t.org). Board.", "small A. B."]


def test_sources_of_a_pack_are_listed_once(small: Workspace) -> None:
    small.write("handouts/milk.yaml", topic("- text: x", "milk"))
    assert outline(small.document("tea", "milk", look="plain")).count("Tea Board") == 1


def test_pre_printed_paper_has_room_for_its_head_and_no_logo(small: Workspace) -> None:
    small.write("logo.yaml", DRAWING)
    small.write("clinic.yaml", f"{CLINIC}logo: logo.yaml\nletterhead_space: 30mm\n")
    printed = small.document(look="plain")
    assert [one.name for one in printed.pictures] == ["logo.yaml"]
    assert outline(printed).startswith("banner Hill Clinic, , logo.yaml, 0.0")
    small.write(
        "clinic.yaml", f"{CLINIC}logo: logo.yaml\nletterhead: true\nletterhead_space: 30mm\n"
    )
    bare = small.document(look="plain")
    assert bare.pictures == ()
    assert ", 85.0" in outline(bare).splitlines()[0]


def test_a_look_may_leave_out_all_that_stands_round_a_topic(small: Workspace) -> None:
    assert outline(small.document()).splitlines() == [
        "h1 Tea #tea", "lead About tea.", "h2 What to do", "p Drink tea.",
    ]  # fmt: skip


CARD = BARE_LOOK.replace("name: Plain", "name: Card") + "only: [kettle]\n"


def test_a_card_prints_only_its_shared_block(small: Workspace) -> None:
    small.write("templates/card.yaml", CARD)
    with_blocks(
        small,
        "- figure: cup\n  alt: A cup.\n  caption: Cup\n  beside: [{include: kettle}]",
    )
    document = small.document(look="card")
    assert outline(document).splitlines()[-2:] == ["break frame", "p Fill it. Tea."]
    assert "h2" not in outline(document)
    assert document.pictures == (), "a picture that is not printed is not carried along"


def test_a_card_needs_a_topic_with_its_shared_block(small: Workspace) -> None:
    small.write("templates/card.yaml", CARD)
    assert small.complaints(look="card") == [
        "1:1 the look 'Card' prints the shared block 'kettle', which tea does not include"
    ]


@pytest.mark.parametrize("colour", ["#0b5e6f", "#ffd700", "#ffffff", "#767676", "#ff00ff"])
def test_the_clinics_colour_can_be_read_on_white_and_on_its_tint(
    small: Workspace, colour: str
) -> None:
    small.write("clinic.yaml", f"{CLINIC}colours: {{accent: '{colour.upper()}'}}\n")
    merged = small.merged()
    accent = merged.document.accent
    assert ratio(accent, "#ffffff") >= LEAST
    assert ratio(accent, mixed(accent, TINT)) == least_ratio(accent) >= LEAST
    assert [one.severity for one in merged.warnings] == ([] if accent == colour else ["warning"])
    assert legible(accent) == accent


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_an_unknown_language_is_said_before_a_date_is_written(small: Workspace) -> None:
    with_blocks(small, "- text: x", language="xx")
    emergency = "emergency: {number: '1', department: D, urgent: U}\n"
    small.write("clinic.yaml", f"{CLINIC}language: xx\n{emergency}")
    (complaint,) = small.complaints()
    assert complaint.endswith("unknown language 'xx'")


@pytest.mark.parametrize(
    ("phrase", "written", "complaint"),
    [
        ("at", '"{dat} at {time}"', "the phrase 'at' holds {dat} and {time}"),
        ("page_of", "Page {page}", "the phrase 'page_of' holds {page}"),
        ("page_of", "Page {page} of {pages.__class__}", "the phrase 'page_of' holds {pages.__cl"),
        ("day", "Day {", "the phrase 'day' holds {"),
        ("name", "Name {n}", "the phrase 'name' holds {n}"),
        ("rest", '"{n} seconds"', "the phrase 'rest' has no form for 'other'"),
        ("rest", '"one: {n} second | many: {n}"', "the phrase 'rest' has no form for 'other'"),
        ("rest", '"other: {m} seconds"', "the phrase 'rest' holds {m}"),
        ("hold", '"other: {n} seconds"', "the phrase 'hold' holds {n}"),
        ("hold", '"one: 1 second. | other: {n} seconds {where}."', "the phrase 'hold' holds no br"),
        ("often_both", '"{times} and {day}"', "the phrase 'often_both' holds {day} and {times}"),
        ("side_one", '"{side}"', "the phrase 'side_one' holds {side}"),
    ],
)
def test_a_slip_in_the_programs_own_words_is_said_before_it_prints(
    small: Workspace, phrase: str, written: str, complaint: str
) -> None:
    strings = small.strings()
    lines = [
        f"{name}: {written if name == phrase else repr(getattr(strings, name))}\n"
        for name in Strings.__struct_fields__
        if name != "place"
    ]
    small.write("templates/strings/en.yaml", "".join(lines))
    found = small.complaints()
    assert found
    assert found[0].startswith(f"1:1 {complaint}")


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
