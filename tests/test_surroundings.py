"""What stands round a topic: the clinic, its sites, colours and sources, the look, the language."""

from textwrap import dedent

import pytest

from conftest import Golden
from handout.document import Callout
from handout.merge.contrast import LEAST, TINT, least_ratio, legible, ratio
from handout.model.strings import Strings
from handout.pages.setting import mixed
from small_clinic import (
    BARE_LOOK,
    CLINIC,
    DRAWING,
    LOOK,
    TWO_SITES,
    Workspace,
    outline,
    small_workspace,
    topic,
    with_blocks,
)

small = pytest.fixture(small_workspace)


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
        (CLINIC, "booking: {phone: 01632 960 002}\n", "01632\u00a0960\u00a0002"),
        (CLINIC, "", "01632\u00a0960\u00a0001"),
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
