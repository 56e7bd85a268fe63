"""Where things are found: the workspace first, then what comes with the program, by language."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from handout.build import Order, leaflet, order_for
from handout.errors import HandoutError
from handout.library import Library, builtin
from handout.model.exercise import Range
from handout.model.visit import ExerciseChange, Visit
from referee import block_texts

TODAY = date(2026, 11, 21)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A clinic's workspace with a copy of the example clinic's file and its own topic."""
    folder = tmp_path / "clinic"
    (folder / "handouts").mkdir(parents=True)
    shutil.copy(builtin() / "clinic.yaml", folder)
    topic = (builtin() / "handouts" / "footwear.yaml").read_text("utf-8")
    topic = topic.replace("id: footwear", "id: slippers")
    (folder / "handouts" / "slippers.yaml").write_text(topic, "utf-8")
    return folder


def library(own: Path) -> Library:
    return Library((own, builtin()))


def test_a_font_that_comes_later_is_noticed(own: Path, tmp_path: Path) -> None:
    """Once the press in the cache went on with the font that came with the program."""
    kept = tmp_path / "kept"
    before = leaflet(Order(("slippers",)), None, library(own), TODAY, kept_in=kept).pdf
    folder = own / "fonts" / "atkinson-hyperlegible-next"
    folder.mkdir(parents=True)
    for weight in ("Regular", "Bold"):
        font = builtin() / "fonts" / "noto-sans" / f"NotoSans-{weight}.ttf"
        shutil.copy(font, folder / f"Own-{weight}.ttf")
    after = leaflet(Order(("slippers",)), None, library(own), TODAY, kept_in=kept).pdf
    assert after != before
    assert after == leaflet(Order(("slippers",)), None, library(own), TODAY).pdf


def test_a_drawing_is_found_without_its_suffix(own: Path) -> None:
    pytest.importorskip("svglib")
    (own / "handouts" / "figures").mkdir()
    (own / "handouts" / "figures" / "mark.svg").write_text(SQUARE)
    text = (own / "clinic.yaml").read_text("utf-8")
    text = text.replace("logo: handouts/figures/riverside-logo.yaml", "logo: mark")
    (own / "clinic.yaml").write_text(text, "utf-8")
    assert leaflet(Order(("slippers",)), None, library(own), TODAY).problems == ()


def test_a_topic_of_another_language_is_listed(own: Path) -> None:
    (own / "handouts" / "de").mkdir()
    (own / "handouts" / "slippers.yaml").rename(own / "handouts" / "de" / "hausschuhe.yaml")
    assert library(own).own_topics() == ("hausschuhe",)
    assert "hausschuhe" in dict(library(own).topics())


def test_words_of_another_language_are_refused(own: Path) -> None:
    """Warning signs that a patient cannot read are no warning."""
    (own / "handouts" / "de").mkdir()
    topic = (own / "handouts" / "slippers.yaml").read_text("utf-8")
    topic = topic.replace("language: en-GB", "language: de")
    (own / "handouts" / "de" / "slippers.yaml").write_text(topic, "utf-8")
    (own / "templates" / "strings").mkdir(parents=True)
    strings = (builtin() / "templates" / "strings" / "en.yaml").read_text("utf-8")
    german = strings.replace("language: en", "language: de")
    (own / "templates" / "strings" / "de.yaml").write_text(german, "utf-8")
    with pytest.raises(HandoutError, match="'warning-signs-short' is written"):
        leaflet(Order(("slippers",), language="de"), None, library(own), TODAY)
    shared = (builtin() / "handouts" / "shared" / "warning-signs-short.yaml").read_text("utf-8")
    (own / "handouts" / "shared" / "de").mkdir(parents=True)
    german = shared.replace("language: en-GB", "language: de")
    (own / "handouts" / "shared" / "de" / "warning-signs-short.yaml").write_text(german, "utf-8")
    assert leaflet(Order(("slippers",), language="de"), None, library(own), TODAY).language == "de"


def test_a_change_to_an_exercise_touches_the_leaflet_that_has_it() -> None:
    """Once a dropped exercise stopped the visit's other leaflets, and a change came into them."""
    changes = (
        ExerciseChange(id="knee-to-chest", drop=True),
        ExerciseChange(id="bridge", reps=Range(3, 3)),
        ExerciseChange(id="clam"),
    )
    visit = Visit(handouts=("sciatica", "exercises-back"), exercises=changes)
    orders = tuple(order_for(visit, (topic,), "", "") for topic in visit.handouts)
    shown = []
    for order in orders:
        made = leaflet(order, visit, Library((builtin(),)), TODAY, beside=orders)
        shown.append({text for kind, text in block_texts(made.pdf) if kind in ("H3", "H4")})
    assert "Bridge" not in shown[0] and "Bridge" in shown[1]
    assert "Knee to chest" not in shown[0] | shown[1]
    assert "Clam" in shown[0]
