"""No look and no visit takes the warning signs from a condition, or moves them off page 2."""

from pathlib import Path

import pytest
from msgspec import structs

from handout.build import Order, leaflet
from handout.check.pages.ours import promise
from handout.check.pages.printed import printed
from handout.check.pages.promised import warning_box
from handout.check.shelf import shelf_of
from handout.errors import HandoutError
from handout.library import Library, builtin
from handout.merge.extract import includes
from handout.model.visit import Appointment, Visit
from handout.readback.lines import paragraphs
from handout.readback.reading import finished
from referee import block_texts
from shipped import LIBRARY, TODAY, TOPICS, handed, visit
from workspaces import make_workspace

CONDITIONS = tuple(
    topic for topic in TOPICS if LIBRARY.handout(topic, "en-GB").kind in ("condition", "safety")
)
SIGNS = [
    text.strip()
    for text in (builtin() / "handouts" / "shared" / "warning-signs.yaml")
    .read_text("utf-8")
    .splitlines()
    if text.strip().startswith("- ") and "callout" not in text and "bullets" not in text
]
BOXES = [
    [sign.removeprefix("- ").strip('"').replace("**", "") for sign in box]
    for box in (SIGNS[:7], SIGNS[7:12], SIGNS[12:])
]
WHOLE, TALLER = ("leaflet", "letter", "compact"), ("large-print", "booklet")
"""The looks whose pages hold all three boxes, and those where they are taller than a page."""
HEADINGS = {
    topic: {
        section.heading.value
        for section in LIBRARY.handout(topic, "en-GB").sections
        if includes(section, "warning-signs")
    }
    for topic in CONDITIONS
}
OWN_BOX = {"achilles-tendon-pain", "pregnancy-back-and-feet"}
"""Topics with signs of their own between the heading and the shared ones; no page has room."""
PARTED = {(topic, "compact") for topic in OWN_BOX}
"""With signs of their own the shared boxes may be on both sides of the sheet, each box whole."""
READERS = {
    "generic": None,
    "full": visit("full"),
    "short": visit("jo"),
    "long": Visit(visit=Appointment(TODAY, found="It is sore. " * 60, agreed="Walk a bit. " * 60)),
}


def bare(folder: Path) -> Library:
    """A workspace with a look that leaves out all that a look can leave out."""
    made = make_workspace(folder)
    look = (builtin() / "templates" / "leaflet.yaml").read_text("utf-8").partition("furniture:")[0]
    parts = "banner, patient_panel, main_message, contacts, sources, footer"
    off = "".join(f"  {part}: false\n" for part in parts.split(", "))
    (made / "templates").mkdir()
    (made / "templates" / "bare.yaml").write_text(f"{look}furniture:\n{off}  note_lines: 0\n")
    (made / "templates" / "some.yaml").write_text(f"{look}only: [rest-advice]\n")
    return Library((made, builtin()))


@pytest.mark.parametrize("look", ["leaflet", "letter", "large-print", "booklet"])
@pytest.mark.parametrize("topic", CONDITIONS)
def test_a_condition_has_them_early_and_whole_for_every_reader(topic: str, look: str) -> None:
    handout, clinic = LIBRARY.handout(topic, "en-GB"), LIBRARY.clinic()
    shelf = shelf_of(LIBRARY, "en-GB")
    promised = promise(handout, clinic, look, LIBRARY.template(look), shelf)
    assert promised.warnings
    for name, reader in READERS.items():
        made = handed(topic, look, reader)
        subject = printed(finished(made.pdf, "leaflet.pdf"), promised)
        assert list(warning_box(subject, 0)) == [], name


def pages_of_boxes(pdf: bytes) -> tuple[list[set[int]], list[tuple[int, str]]]:
    """For each box of the shared signs the pages that its words are on; all words by page."""
    words = [
        (one.page, " ".join(one.text.split())) for one in paragraphs(finished(pdf, "leaflet.pdf"))
    ]
    found: list[set[int]] = []
    for box in BOXES:
        pages = [[page for page, text in words if sign in text] for sign in box]
        assert all(len(one) == 1 for one in pages), "every sign is printed once"
        found.append({page for one in pages for page in one})
    return found, words


@pytest.mark.parametrize("look", [*WHOLE, *TALLER])
@pytest.mark.parametrize("topic", CONDITIONS)
def test_no_box_is_split_and_they_stand_on_one_page_that_can_hold_them(
    topic: str, look: str
) -> None:
    for name, reader in READERS.items():
        made = handed(topic, look, reader)
        boxes, words = pages_of_boxes(made.pdf)
        assert len(boxes) == 3
        assert all(len(pages) == 1 for pages in boxes), (name, boxes)
        first, *_ = boxes[0]
        assert first <= 2, name
        if look in WHOLE and (topic, look) not in PARTED:
            assert boxes == [{first}] * 3, (name, boxes)
        elif look in WHOLE:
            assert boxes[0] | boxes[1] | boxes[2] <= {1, 2}, name
        else:
            assert boxes[1] <= {first, first + 1} and boxes[2] <= {first + 1, first + 2}, name
            assert boxes[0] != boxes[2], "a page holds them all now: say so in WHOLE"
        headings = [page for page, text in words if text in HEADINGS[topic]]
        assert headings
        assert topic in OWN_BOX or headings == [first] * len(headings), name


@pytest.mark.parametrize("look", ["leaflet", "letter"])
@pytest.mark.parametrize("topic", CONDITIONS)
def test_a_visit_with_few_words_moves_nothing(topic: str, look: str) -> None:
    """The signs stay where they were written, and no page is left half empty for them."""
    generic = handed(topic, look)
    seen = handed(topic, look, Visit(visit=Appointment(TODAY)))
    assert seen.pages == generic.pages
    before, after = (pages_of_boxes(one.pdf)[0] for one in (generic, seen))
    assert before == after


def test_a_visit_with_many_words_brings_them_forward() -> None:
    orders = {}
    for name in ("short", "long"):
        _, words = pages_of_boxes(leaflet(Order(("sciatica",)), READERS[name], LIBRARY, TODAY).pdf)
        texts = [text for _, text in words]
        orders[name] = texts.index("When should I get help?") < texts.index("What is sciatica?")
    assert orders == {"short": False, "long": True}


@pytest.mark.parametrize("topic", CONDITIONS)
def test_a_look_that_leaves_everything_out_leaves_them_in(topic: str, tmp_path: Path) -> None:
    made = leaflet(Order((topic,), "bare"), None, bare(tmp_path / "clinic"), TODAY)
    text = " ".join(" ".join(text.split()) for _, text in block_texts(made.pdf))
    plain = [sign.removeprefix("- ").strip('"').replace("**", "") for sign in SIGNS]
    assert len(plain) == 17
    assert [sign for sign in plain if sign not in text] == []


def test_a_look_of_shared_blocks_must_have_them_for_a_condition(tmp_path: Path) -> None:
    library = bare(tmp_path / "clinic")
    with pytest.raises(HandoutError, match="leaves the warning signs out"):
        leaflet(Order(("sciatica",), "some"), None, library, TODAY)


def test_a_visit_cannot_take_them_away() -> None:
    """Whatever it says: no field of a visit reaches what a topic includes."""
    assert not {"include", "sections", "blocks"} & {
        field for kind in (Visit, Appointment) for field in kind.__struct_fields__
    }
    everything = structs.replace(visit("full"), exercises=(), handouts=())
    made = leaflet(Order(("sciatica",), "leaflet"), everything, LIBRARY, TODAY)
    text = " ".join(text for _, text in block_texts(made.pdf))
    assert text.count("Any of these?") == 3
