"""Rules of tags, fonts and titles: a fault is found by its rule on its page, and nothing else."""

from collections.abc import Callable
from functools import cache
from time import process_time
from typing import Any

import pytest
from msgspec import structs
from pikepdf import String

from broken_tags import (
    broken,
    call,
    forget_scope,
    hide_title,
    last,
    paint,
    put,
    read_footers,
    read_last,
    recode,
    rename,
    rename_all,
    say,
    unembed,
    unlink,
    unmap,
    unmark,
    untag,
)
from hand_made import FACE, PLACE, HandMade, judged, line, pages
from handout.check.pages import languages, letters, links, order, pictures, structure, tags
from handout.check.pages.printed import Printed
from handout.check.rule import Rule
from handout.document import Paragraph, Run
from handout.readback.finished import Box, Finished
from handout.readback.reading import finished
from referee import mutilate
from sheets import every_kind, every_layout, pdf, printed
from shipped import ORDERS, shipped
from speed import at_full_speed

NAMES = tuple(rule.id for rule in tags.RULES)
Change = Callable[[HandMade], Any]


def made(*changes: Change) -> Finished:
    """The file made by hand, changed."""
    maker = HandMade()
    for change in changes:
        change(maker)
    return maker.finished()


# The table of rules


def test_every_rule_is_in_the_table_once() -> None:
    modules = (structure, order, pictures, languages, letters, links)
    parts = [rule for module in modules for rule in module.RULES]
    assert {rule.id for rule in parts} | {"A11Y-12"} == set(NAMES)
    assert len(NAMES) == len(set(NAMES)) == len(parts) + 1 == 20


@pytest.mark.parametrize("rule", tags.RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_asks_and_who_asks_for_it(rule: Rule[Printed]) -> None:
    assert rule.asks.endswith("?") and rule.why.endswith(".")
    assert rule.source.organisation and rule.source.document
    assert rule.threshold is None and not rule.unit
    assert rule.bad and rule.good
    assert rule.looks_in == "finished PDF"


def test_what_the_claim_is_held_to_are_rules_of_the_table() -> None:
    assert {name for name, _ in tags.ASKED} < set(NAMES)


# Files made by hand

GREEK = "Καλημέρα σε όλους σας"
CHINESE = "每天散步十分钟，如果疼痛就休息一会"
ADDRESS = "https://www.example.org/patients/leaflets/back/sciatica/exercises.html"
NUMBERS = ("Page 1 of 3", "Page 2 of 3", "Page 3 of 3")


def odd_face(**more: Any) -> Change:
    """Words in a font that is not as it should be."""
    face = structs.replace(FACE, name="Odd", **more)
    return lambda m: m.write(2, "Words", m.text, face=face)


WRONG: dict[str, tuple[Change, dict[str, list[int]]]] = {
    "not tagged": (lambda m: m.untag(), {"A11Y-01": [0]}),
    "tags that do not count": (lambda m: m.say(is_tagged=False), {"A11Y-01": [0]}),
    "no heading": (lambda m: m.change("H1", "H2", "H3", kind="P"), {"A11Y-01-H1": [0]}),
    "no H1": (lambda m: m.change("H1", kind="H2"), {"A11Y-01-H1": [1]}),
    "an empty H1": (lambda m: m.change("H1", text=" ", box=None), {"A11Y-01-H1": [1]}),
    "two H1": (lambda m: m.add("H1", 2, "Another"), {"A11Y-01-H1": [2]}),
    "a level left out": (lambda m: m.add("H5", 2, "Deep"), {"A11Y-01-LEVELS": [2]}),
    "H2 before H1": (
        lambda m: (m.change("H1", kind="H2"), m.change("H3", kind="H1")),
        {"A11Y-01-LEVELS": [1]},
    ),
    "H among H2": (lambda m: m.add("H", 2, "Deep"), {"A11Y-01-LEVELS": [2]}),
    "going up": (lambda m: m.add("P", 2, "At the top", top=60.5), {"A11Y-02": [2]}),
    "no alt": (lambda m: m.change("Figure", alt=None), {"A11Y-03": [1]}),
    "an empty alt": (lambda m: m.change("Figure", alt="  "), {"A11Y-03": [1]}),
    "a formula": (lambda m: m.add("Formula", 2), {"A11Y-03": [2]}),
    "a picture outside": (lambda m: m.add_image(2, None), {"A11Y-03": [2]}),
    "a picture in a P": (lambda m: m.add_image(2, m.text), {"A11Y-03": [2]}),
    "a file name": (lambda m: m.change("Figure", alt="image1.png"), {"A11Y-03-WORDS": [1]}),
    "a number": (lambda m: m.change("Figure", alt="Picture 3"), {"A11Y-03-WORDS": [1]}),
    "a photo": (lambda m: m.change("Figure", alt="a photo"), {"A11Y-03-WORDS": [1]}),
    "no language": (lambda m: m.say(language=""), {"A11Y-04": [0]}),
    "a name for it": (lambda m: m.say(language="English"), {"A11Y-04": [0]}),
    "a locale": (lambda m: m.say(language="en_GB"), {"A11Y-04": [0]}),
    "a bad language": (lambda m: m.change("H3", language="e"), {"A11Y-04": [2]}),
    "Greek": (lambda m: m.write(2, GREEK, m.text), {"A11Y-04-SPANS": [2]}),
    "Chinese": (lambda m: m.write(2, CHINESE, m.text), {"A11Y-04-SPANS": [2]}),
    "Greek as Russian": (
        lambda m: (m.change("H1", language="ru"), m.write(1, GREEK, 1)),
        {"A11Y-04-SPANS": [1]},
    ),
    "no title": (lambda m: m.say(title=" "), {"A11Y-05": [0]}),
    "a hidden title": (lambda m: m.say(shows_title=False), {"A11Y-05": [0]}),
    "not embedded": (odd_face(is_embedded=False), {"A11Y-06": [2]}),
    "not mapped": (odd_face(is_mapped=False), {"A11Y-06": [2]}),
    "no characters": (lambda m: m.write(2, "", m.text), {"A11Y-06-LETTERS": [2]}),
    "unknown ones": (lambda m: m.write(2, "\ufffd \ufffd", m.text), {"A11Y-06-LETTERS": [2]}),
    "private ones": (lambda m: m.write(2, "\ue001\uf0b7", m.text), {"A11Y-06-LETTERS": [2]}),
    "no TH": (lambda m: m.change("TH", kind="TD"), {"A11Y-07": [3]}),
    "no scope": (lambda m: m.change("TH", scope=""), {"A11Y-07-SCOPE": [3]}),
    "no contents": (lambda m: m.change_link(contents=""), {"A11Y-08": [2]}),
    "a link in a P": (lambda m: m.change_link(element=m.text), {"A11Y-08": [2]}),
    "a link outside": (lambda m: m.change_link(element=None), {"A11Y-08": [2]}),
    "click here": (lambda m: m.change_link(words="Click here!"), {"A11Y-08-WORDS": [2]}),
    "more": (lambda m: m.change_link(words="More…"), {"A11Y-08-WORDS": [2]}),
    "an address": (lambda m: m.change_link(words=ADDRESS), {"A11Y-08-WORDS": [2]}),
    "no tab order": (lambda m: setattr(m, "tab_order", "R"), {"A11Y-09": [2]}),
    "a header": (lambda m: m.at_edge(*["Riverside"] * 3), {"A11Y-10": [1]}),
    "page numbers": (lambda m: m.at_edge(*NUMBERS), {"A11Y-10": [1]}),
    "dates and page numbers": (
        lambda m: m.at_edge(*(f"1.0.2, May 2026 {text}" for text in NUMBERS)),
        {"A11Y-10": [1]},
    ),
    "text outside": (lambda m: m.write(3, "Call 999"), {"A11Y-10-OUTSIDE": [3]}),
    "a false claim": (
        lambda m: (m.change("Figure", alt=None), m.say(claims=("PDF/A", "PDF/UA-1"))),
        {"A11Y-03": [1], "A11Y-12": [0]},
    ),
}

RIGHT: dict[str, Change] = {
    "nothing": lambda m: None,
    "a claim": lambda m: m.say(claims=("PDF/UA-1",)),
    "a title of PDF 2.0": lambda m: (m.change("H1", kind="Title"), m.change("H2", kind="H1"),
                                     m.change("H3", kind="H2")),
    "H alone": lambda m: m.change("H1", "H2", "H3", kind="H"),
    "a note at the side": lambda m: m.add("P", 2, "A note", top=60, left=420),
    "a note at the foot": lambda m: (m.add("Note", 2, "A note", top=780),
                                     m.add("P", 2, "goes on", top=120)),
    "the next column": lambda m: m.add("P", 1, "On we go", top=80, left=330),
    "a table on its side": lambda m: [m.add("P", 2, "up", top=top, angle=90.0)
                                      for top in (500, 460, 420)],
    "actual text": lambda m: m.change("Figure", alt=None, actual="1 + 1"),
    "a figure in a figure": lambda m: m.add("Figure", 1, parent=4),
    "an image as artifact": lambda m: m.add_image(2, None, is_artifact=True),
    "a thin image": lambda m: m.add_image(2, None, box=Box(72, 300, 500, 301)),
    "a ground of words": lambda m: m.add_image(2, m.text, box=Box(60, 90, 500, 115), order=-1),
    "two images of a figure": lambda m: m.add_image(2, 4, box=PLACE),
    "alt of a logo": lambda m: m.change("Figure", alt="Logo of the clinic"),
    "alt with a number": lambda m: m.change("Figure", alt="Figure 3 shows a heel"),
    "a script": lambda m: m.say(language="sr-Latn-RS"),
    "a long language": lambda m: m.say(language="de-CH-1901-x-clinic"),
    "a language on top": lambda m: (m.change("Document", language="en"), m.say(language="")),
    "a Greek name": lambda m: m.write(2, "Γιώργος Παπαδόπουλος", m.text),
    "a Greek name in pieces": lambda m: [m.runs[2].append(line(text, 72 + left, 500, m.text))
        for left, text in ((0, "Γι"), (12, "ώρ"), (24, "γος"), (48, "Παπα"), (72, "δόπουλος"))],
    "Greek letters": lambda m: m.write(2, "The α, β, γ and δ of 5 µg", m.text),
    "Greek as an artifact": lambda m: m.write(2, GREEK, is_artifact=True),
    "Greek in Greek": lambda m: (m.change("H1", language="el-GR"), m.write(1, GREEK, 1)),
    "Greek inside Greek": lambda m: (m.change("Link", language="el"),
                                     m.write(2, GREEK, m.text + 1)),
    "drugs in Greek": lambda m: (m.change("H1", language="el"),
                                 m.write(1, f"{GREEK} Ibuprofen Actavis MRI", 1)),
    "Japanese": lambda m: (m.change("H1", language="ja"),
                           m.write(1, "痛みがあるときは休んでください", 1)),
    "a title of two sentences": lambda m: m.say(title="Your back. What to do"),
    "a title of a record": lambda m: m.say(title="Document your pain"),
    "a face for what is not seen": lambda m: m.write(2, "Words", m.text, opacity=0.0,
                                     face=structs.replace(FACE, is_embedded=False)),
    "an icon as an artifact": lambda m: m.write(2, "\ue001", is_artifact=True),
    "an icon with words": lambda m: m.write(1, "\ue001", 4),
    "a space": lambda m: m.write(2, " ", m.text),
    "named headers": lambda m: (m.change("TH", scope=""), m.change("TD", headers=1)),
    "a table of one row": lambda m: (m.change("TH", kind="P"), m.change("TR", scope="")),
    "alt of a link": lambda m: (m.change_link(contents=""), m.change("Link", alt="the NHS")),
    "a short address": lambda m: m.change_link(words="www.nhs.uk/sciatica"),
    "more of something": lambda m: m.change_link(words="More about sciatica"),
    "here in Dutch": lambda m: (m.say(language="nl"), m.change_link(words="link")),
    "a link over two lines": lambda m: (m.change_link(words="See how to sit and read"),
        m.links.append((2, structs.replace(m.links[0][1], words="more")))),
    "a header of two pages": lambda m: m.at_edge("Riverside", "Riverside"),
    "numbers that do not count": lambda m: m.at_edge("10 steps", "30 steps", "20 steps"),
    "cards": lambda m: m.at_edge("Card 1", "Card 2", "Card 3", kind="H4"),
    "a table that goes on": lambda m: m.at_edge("Day", "Day", "Day", kind="TD"),
    "text that is not seen": lambda m: m.write(2, "hidden", opacity=0.0),
}  # fmt: skip

TITLES = (
    *("sciatica_v3 FINAL.docx", "Untitled", "Microsoft Word - x.doc", "about:blank", "Document1"),
    *("untitled document 2", "PowerPoint Presentation", "https://x.org/a.html"),
)


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_found_by_its_rule_on_its_page(name: str) -> None:
    change, expected = WRONG[name]
    assert pages(judged(made(change))) == expected


@pytest.mark.parametrize("name", WRONG)
def test_what_is_said_is_short_and_comes_with_a_remedy(name: str) -> None:
    found = [one for same in judged(made(WRONG[name][0])).values() for one in same]
    assert found
    for one in found:
        assert one.message[0].islower() or one.message[0] in "'0123456789"
        assert one.hint[0].islower()
        assert not one.message.endswith(".") and not one.hint.endswith(".")
        assert len(one.message) < 160


def test_many_of_a_kind_are_counted_on_each_page() -> None:
    found = judged(made(lambda m: [m.add("Figure", page) for page in (1, 2, 2, 2, 2, 2)]))
    assert pages(found) == {"A11Y-03": [1, 2, 2, 2]}
    said = [one.message for one in found["A11Y-03"]]
    assert said[-1] == f"{said[1]}; 2 more like it on this page"


def test_the_words_that_are_wrong_are_quoted() -> None:
    found = judged(made(lambda m: m.add("P", 2, "At the top of the page", top=60.5)))
    message = (
        "'At the top of the page' is read after 'See the pages of the NHS.', and stands above it"
    )
    assert [one.message for one in found["A11Y-02"]] == [message]


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_left_alone(name: str) -> None:
    assert judged(made(RIGHT[name])) == {}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_names_a_file_or_nothing(title: str) -> None:
    assert pages(judged(made(lambda m: m.say(title=title)))) == {"A11Y-05-WORDS": [0]}


# Leaflets of ours


@cache
def kinds() -> bytes:
    """A PDF of ours with every kind of block: a link on page 1, tables on pages 2 and 4."""
    return printed(every_kind()).pdf


def in_paragraph(*runs: Run) -> Callable[[], bytes]:
    """A PDF of ours with a paragraph on page 1."""
    return lambda: pdf(Paragraph(runs))


GREEK_RUN = Run(GREEK + ". ")
BROKEN: dict[str, tuple[Callable[[], bytes], dict[str, list[int]]]] = {
    "no tags": (lambda: broken(kinds(), untag), {"A11Y-01": [0]}),
    "no mark": (lambda: broken(kinds(), unmark), {"A11Y-01": [0]}),
    "H1 is P": (lambda: broken(kinds(), rename("H1", "P")), {"A11Y-01-H1": [1]}),
    "two H1": (lambda: broken(kinds(), rename("H3", "H1", last)), {"A11Y-01-H1": [5]}),
    "a level left out": (lambda: mutilate(kinds(), "heading-level"), {"A11Y-01-LEVELS": [1]}),
    "H at the end": (lambda: broken(kinds(), rename("H3", "H", last)), {"A11Y-01-LEVELS": [5]}),
    "another order": (lambda: broken(kinds(), read_last("P", 2)), {"A11Y-02": [1]}),
    "no alt": (lambda: mutilate(kinds(), "alt"), {"A11Y-03": [2]}),
    "empty alts": (
        lambda: broken(kinds(), put("Figure", "/Alt", String(" "))),
        {"A11Y-03": [2, 2, 3, 3, 4, 4, 5]},
    ),
    "a picture on top": (lambda: broken(kinds(), paint(3)), {"A11Y-03": [3]}),
    "names of files": (
        lambda: broken(kinds(), put("Figure", "/Alt", String("image1.png"))),
        {"A11Y-03-WORDS": [2, 2, 3, 3, 4, 4, 5]},
    ),
    "no language": (lambda: mutilate(kinds(), "lang"), {"A11Y-04": [0]}),
    "no code": (lambda: broken(kinds(), say("/Lang", String("en_GB"))), {"A11Y-04": [0]}),
    "Greek": (in_paragraph(GREEK_RUN), {"A11Y-04-SPANS": [1]}),
    "no title": (lambda: broken(kinds(), call("")), {"A11Y-05": [0]}),
    "a hidden title": (lambda: broken(kinds(), hide_title), {"A11Y-05": [0]}),
    "a file's name": (
        lambda: broken(kinds(), call("Microsoft Word - sciatica v3.doc")),
        {"A11Y-05-WORDS": [0]},
    ),
    "no outlines": (lambda: broken(kinds(), unembed), {"A11Y-06": [1, 1]}),
    "no characters": (lambda: broken(kinds(), unmap), {"A11Y-06": [1, 1]}),
    "private characters": (
        lambda: broken(kinds(), recode(0xE000, 1)),
        {"A11Y-06-LETTERS": [1, 2, 3, 4, 5]},
    ),
    "unknown characters": (
        lambda: broken(kinds(), recode(0xFFFD, 0)),
        {"A11Y-06-LETTERS": [1, 2, 3, 4, 5]},
    ),
    "no TH": (lambda: broken(kinds(), rename_all("TH", "TD")), {"A11Y-07": [2, 2, 4]}),
    "no scope": (lambda: broken(kinds(), forget_scope), {"A11Y-07-SCOPE": [2, 2, 4]}),
    "no contents": (lambda: broken(kinds(), unlink), {"A11Y-08": [1]}),
    "no Link": (lambda: broken(kinds(), rename_all("Link", "Span")), {"A11Y-08": [1]}),
    "click here": (
        in_paragraph(Run("For more "), Run("click here", link="https://example.org")),
        {"A11Y-08-WORDS": [1]},
    ),
    "an address": (in_paragraph(Run(ADDRESS, link=ADDRESS)), {"A11Y-08-WORDS": [1]}),
    "no tab order": (lambda: mutilate(kinds(), "tabs"), {"A11Y-09": [1]}),
    "footers in tags": (lambda: broken(kinds(), read_footers), {"A11Y-10": [1, 1]}),
    "text outside": (lambda: mutilate(kinds(), "untagged"), {"A11Y-10-OUTSIDE": [1]}),
}
OF_THE_HOUSE = {
    *("another order", "two H1", "names of files", "a file's name", "no TH", "click here"),
    *("an address", "Greek"),
}
"""What leaves the mark of PDF/UA true, or cannot be told for certain."""


@pytest.mark.parametrize("name", BROKEN)
def test_a_leaflet_of_ours_made_wrong_is_caught_by_that_rule(name: str) -> None:
    make, expected = BROKEN[name]
    claim: dict[str, list[int]] = {} if name in OF_THE_HOUSE else {"A11Y-12": [0]}
    assert pages(judged(finished(make(), f"{name}.pdf"))) == expected | claim


def test_every_rule_has_a_leaflet_that_breaks_it() -> None:
    by_hand = {rule for _, expected in WRONG.values() for rule in expected}
    in_files = {rule for _, expected in BROKEN.values() for rule in expected}
    assert by_hand | {"A11Y-05-WORDS"} == in_files | {"A11Y-12"} == set(NAMES)
    assert set(BROKEN) > OF_THE_HOUSE


LEAFLETS: dict[str, Callable[[], bytes]] = {
    **{
        name: lambda name=name: shipped(name).pdf
        for name in ORDERS
        if name.split()[0] in ("sciatica", "warning-signs", "exercises-back", "card", "pack")
    },
    "every kind": kinds,
    "every layout": lambda: printed(every_layout()).pdf,
    "Greek in Greek": in_paragraph(structs.replace(GREEK_RUN, language="el")),
}


@pytest.mark.parametrize("name", LEAFLETS)
def test_our_own_leaflets_are_left_alone(name: str) -> None:
    assert judged(finished(LEAFLETS[name](), f"{name}.pdf")) == {}


def test_the_rules_of_tags_take_little_time() -> None:
    subject = finished(shipped("pack full").pdf, "pack.pdf")
    with at_full_speed():
        start = process_time()
        judged(subject)
        taken = process_time() - start
    assert taken / len(subject.pages) < 0.005
