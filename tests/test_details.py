"""What an author marks as a detail, and a look that is short of room leaves out."""

from datetime import date
from pathlib import Path

import pytest

from handout.build import Order, prepared, printed, section
from handout.library import Library, builtin
from handout.model.handout import Section
from handout.model.parts import parts
from handout.model.visit import Patient, Visit
from handout.versions import omissions
from referee import block_texts
from shipped import handed, visit
from small_clinic import BARE_LOOK, Workspace, outline, small_workspace, with_blocks
from workspaces import run

LIBRARY = Library((builtin(),))
TODAY = date(2026, 11, 21)
MORE = LIBRARY.strings("en").full_leaflet
PROGRAMMES = ("exercises-back", "exercises-feet", "exercises-sciatica")
TOPICS = tuple(topic for topic, _ in LIBRARY.topics() if topic not in PROGRAMMES)

LONG = "Drink up. " * 500
NEVER = {
    "- {detail: true, include: kettle}": "a shared block, which is printed in full",
    "- {detail: true, exercises: [{id: heel-raise}]}": "exercises",
    "- {detail: true, exercise_diary: Mine}": "exercises",
    "- {detail: true, when: patient.age >= 65, text: Slowly.}": "what is said to some readers only",
    "- {detail: true, callout: caution, title: Hot, blocks: [{text: Wait.}]}": "a warning",
    "- {detail: true, callout: same-day, title: Hot, blocks: [{text: Call.}]}": "a warning",
    "- {detail: true, together: [{callout: soon, title: Hot, blocks: [{text: Go.}]}]}": "a warning",
    "- {callout: caution, title: Hot, blocks: [{detail: true, text: No.}]}": "a part of a warning",
    "- {detail: true, text: 'Call {{ clinic.booking_phone }}.'}": (
        "what the clinic or the visit fills in"
    ),
    "- {detail: true, bullets: ['For {{ patient.given }}.']}": (
        "what the clinic or the visit fills in"
    ),
}

small = pytest.fixture(small_workspace)


def words(made: Workspace, look: str = "bare", visitor: str | None = None) -> str:
    """All that the leaflet says."""
    return " ".join(text for _, text in block_texts(made.leaflet(visitor, look=look).pdf))


def in_look(made: Workspace, *left_out: str) -> Workspace:
    """The workspace, whose look `bare` may leave these out."""
    look = BARE_LOOK.replace("contacts: false", "contacts: true")
    made.write("templates/bare.yaml", f"{look}leave_out: [{', '.join(left_out)}]\n")
    return made


@pytest.mark.parametrize("blocks", NEVER)
def test_what_keeps_a_reader_safe_is_never_a_detail(small: Workspace, blocks: str) -> None:
    said = with_blocks(small, blocks).complaints()
    assert [one.partition(" ")[2] for one in said] == [
        f"this is marked as a detail, and holds {NEVER[blocks]}"
    ]
    assert said[0].startswith("14:")


def test_a_section_with_a_warning_is_never_a_detail(small: Workspace) -> None:
    made = with_blocks(small, "- {callout: caution, title: Hot, blocks: [{text: Wait.}]}")
    file = made.folder / "handouts" / "tea.yaml"
    file.write_text(file.read_text().replace("do\n    blocks", "do\n    detail: true\n    blocks"))
    (said,) = made.complaints()
    assert said.endswith("this is marked as a detail, and holds a warning")


def test_a_part_of_a_shared_block_is_never_a_detail(small: Workspace) -> None:
    shared = "title: K\nlanguage: en-GB\nblocks: [{detail: true, text: Fill it.}]\n"
    small.write("handouts/shared/kettle.yaml", shared)
    (said,) = with_blocks(small, "- include: kettle").complaints()
    assert said.endswith("holds a part of a shared block, which is printed in full")


def test_check_says_where_a_mark_is_wrong_and_what_to_do(
    small: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_blocks(small, "- {detail: true, include: kettle}")
    monkeypatch.chdir(small.folder)
    told = run("check", "tea")
    assert told.exit_code == 1
    assert "tea.yaml:14:" in told.stderr
    assert "take detail: out, or move what must be printed out of it" in told.stderr


def test_a_look_that_may_leave_nothing_out_prints_details(small: Workspace) -> None:
    made = with_blocks(small, "- {detail: true, text: With milk.}\n- text: Drink tea.")
    assert "With milk." in words(made)
    assert MORE not in words(made, "plain")


def test_a_detail_is_left_out_where_that_saves_a_side_and_it_is_said(small: Workspace) -> None:
    made = in_look(small, "details")
    with_blocks(made, f"- {{detail: true, text: With milk. {LONG}}}\n- text: Drink tea.")
    said = words(made)
    assert "With milk." not in said
    assert "Drink tea." in said
    assert said.count(MORE) == 1
    assert made.leaflet().pages == 1


def test_a_detail_that_costs_no_side_is_printed(small: Workspace) -> None:
    made = in_look(small, "details")
    with_blocks(made, "- {detail: true, text: With milk.}\n- text: Drink tea.")
    assert "With milk." in words(made)
    assert MORE not in words(made)
    with_blocks(made, f"- {{detail: true, text: With milk.}}\n- text: Drink tea. {LONG}")
    assert "With milk." in words(made)  # it takes 2 sides either way


def test_a_visit_that_says_much_leaves_details_out_that_others_get(small: Workspace) -> None:
    made = in_look(small, "details")
    look = (made.folder / "templates" / "bare.yaml").read_text()
    made.write("templates/bare.yaml", look.replace("patient_panel: false", "patient_panel: true"))
    with_blocks(made, f"- {{detail: true, text: With milk. {'Sip. ' * 150}}}\n- text: Drink tea.")
    found = "Cold hands. " * 70
    visitor = f"visit: {{date: 2026-11-21, found: '{found.strip()}'}}"
    assert "With milk." in words(made)
    said = words(made, visitor=visitor)
    assert "With milk." not in said
    assert said.count("Cold hands.") == 70  # words of a visit are never left out
    assert made.leaflet(visitor).pages == 1


def test_a_section_without_anything_left_goes_with_its_heading(small: Workspace) -> None:
    made = in_look(small, "details")
    with_blocks(made, f"- {{detail: true, text: With milk. {LONG}}}")
    file = made.folder / "handouts" / "tea.yaml"
    more = "  - heading: How to sip\n    blocks: [{text: Sip.}]\nstatus: approved\n"
    file.write_text(file.read_text().replace("status: approved\n", more))
    assert "What to do" not in words(made)
    assert "How to sip" in words(made)


def test_what_stands_beside_a_figure_stays_where_the_figure_goes(small: Workspace) -> None:
    made = in_look(small, "figures")
    figure = "{detail: true, figure: cup, alt: A cup., caption: Cup, beside: [{text: Beside it.}]}"
    with_blocks(made, f"- {figure}\n- break: page\n- text: End. {LONG}")
    assert "Cup" in words(made)
    tall = "size: [10, 40]\nshapes: [{path: M0 0 L9 9, stroke: ink}]\n"
    made.write("handouts/figures/cup.yaml", tall)
    with_blocks(made, f"- {figure}\n- text: End. {'Sip it. ' * 170}")
    assert "Cup" not in words(made)
    assert "Beside it." in words(made)


def test_what_is_named_last_is_kept_the_longest(small: Workspace) -> None:
    made = in_look(small, "notes", "details")
    look = (made.folder / "templates" / "bare.yaml").read_text()
    made.write("templates/bare.yaml", look.replace("note_lines: 0", "note_lines: 24"))
    with_blocks(made, "- {detail: true, text: With milk.}\n- text: Drink tea. " + "Sip. " * 120)
    said = words(made)
    assert "My notes and questions" not in said
    assert "With milk." in said
    assert MORE not in said


def test_opening_hours_can_be_left_out(small: Workspace) -> None:
    clinic = (small.folder / "clinic.yaml").read_text()
    small.write(
        "clinic.yaml", clinic.replace("booking", "    hours: {monday: 09:00-17:00}\nbooking")
    )
    assert "Monday" in outline(small.document(look="plain"))
    look = (small.folder / "templates" / "plain.yaml").read_text()
    small.write("templates/plain.yaml", f"{look}furniture: {{hours: false}}\n")
    assert "Monday" not in outline(small.document(look="plain"))
    assert "01632" in outline(small.document(look="plain"))


@pytest.mark.parametrize("look", ["compact", "trifold"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_that_is_no_programme_takes_a_sheet_of_paper(topic: str, look: str) -> None:
    for visitor in ("", "jo"):
        made = handed(topic, look, visit(visitor) if visitor else None)
        assert made.problems == ()
        assert made.pages == 2


def test_no_section_on_safety_is_a_detail_in_the_library() -> None:
    looked = 0
    for topic in TOPICS:
        handout = LIBRARY.handout(topic, "en-GB")
        for one in parts(handout.sections, Section):
            looked += one.detail
            assert not (one.detail and one.heading.value.startswith(("Tell us", "When")))
    assert looked > 5


def test_what_may_be_left_out_is_tried_from_the_least_to_all_of_it() -> None:
    assert list(omissions(("notes", "details", "figures"))) == [
        (),
        ("notes",),
        ("details",),
        ("notes", "details"),
        ("figures",),
        ("notes", "figures"),
        ("details", "figures"),
        ("notes", "details", "figures"),
    ]


def test_a_press_in_the_cache_knows_its_shorter_versions(small: Workspace, tmp_path: Path) -> None:
    made = in_look(small, "details")
    with_blocks(made, "- {detail: true, text: With milk.}\n- text: Drink tea.")
    ready = prepared(Order(("tea",), "bare"), made.library, tmp_path)
    again = prepared(Order(("tea",), "bare"), made.library, tmp_path)
    assert (ready.left_out, [one.left_out for one in again.shorter]) == ((), [("details",)])
    with_blocks(made, f"- {{detail: true, text: With milk. {LONG}}}\n- text: Drink tea.")
    ready = prepared(Order(("tea",), "bare"), made.library, tmp_path)
    assert (ready.left_out, ready.shorter) == (("details",), ())


def test_a_leaflet_in_a_print_run_leaves_out_what_it_does_alone(small: Workspace) -> None:
    made = in_look(small, "details")
    with_blocks(made, f"- {{detail: true, text: With milk. {LONG}}}\n- text: Drink tea.")
    ready = prepared(Order(("tea",), "bare"), made.library, None)
    reader = Visit(Patient("A1", "", "Jo", "Bloggs"))
    laid = section(ready, reader, made.library, TODAY, "A1").laid
    assert laid.sides == printed(ready, reader, made.library, TODAY).pages == 1
