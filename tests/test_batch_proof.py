"""Isolation: whatever a leaflet holds of another is found, and none is withheld in vain."""

import pickle
from datetime import date, datetime
from functools import cache
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from handout import build
from handout.batch.anybody import Anybody, anybody, texts_in
from handout.batch.identity import Identity, identity_of, words
from handout.batch.proof import Owner, Proof, Verdict
from handout.batch.register import register_of
from handout.batch.rows import Row as TableRow
from handout.build import Order, Ready, prepared, printed
from handout.document import Fill
from handout.errors import Place
from handout.library import Library
from handout.model.visit import Appointment, ExerciseChange, Patient, Visit
from handout.pages import press
from handout.pages.box import Box
from handout.pages.parts import Gated
from handout.pages.setting import Setting
from handout.readback.own import reading
from handout.readback.own.reading import Spoken
from sheets import ROOT
from shipped import visit
from small_clinic import BARE_LOOK, EXERCISE, LOOK, TWO_SITES, Workspace, topic

TODAY = date(2026, 11, 23)
FILE = "7-tea.pdf"
GREETING = """
- text: "Dear {{ patient.preferred }}, this is for you."
- text: Your foot aches at first, as it may. Rest your back, and hope for the best.
- text: Phone us in June.
- text: You are old and wise.
  when: patient.age >= 65
"""
ANN = Identity(2, "RB-1042", "Ann", "Lee")
BOB = Identity(3, "RB-2001", "Robert", "O’Brien", "Bob")
EVE = Identity(4, "943 476 5919", "Mary Eve", "Smith-Jones")
PEOPLE = (ANN, BOB, EVE)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two looks: `plain` prints name and id in a panel, `bare` only what the topic says."""
    made = Workspace(tmp_path_factory.mktemp("clinic"))
    made.write("clinic.yaml", TWO_SITES)
    made.write("templates/plain.yaml", LOOK)
    made.write("templates/bare.yaml", BARE_LOOK)
    made.write("handouts/tea.yaml", topic(GREETING))
    made.write("handouts/mute.yaml", topic("- text: Drink tea.", "mute"))
    return made


def seen(person: Identity, found: str = "", born: date | None = None) -> Visit:
    """The visit of a person."""
    patient = Patient(person.id, "", person.given, person.family, person.preferred, birth_date=born)
    return Visit(patient, Appointment(date(2026, 11, 20), "p-nair", "hill", found))


def row_of(person: Identity, found: str = "") -> Owner:
    return Owner(person, seen(person, found), Place("list.csv", person.row))


class Run:
    """A press, its table, and leaflets made of it."""

    def __init__(
        self, clinic: Workspace, people: tuple[Identity, ...], look: str = "plain"
    ) -> None:
        self.library = clinic.library
        self.ready: Ready = prepared(Order(("tea",), look), self.library, None)
        common = anybody(self.ready, self.library, TODAY)
        self.proof = Proof(register_of(people), common, self.library)

    def pdf(self, person: Identity, found: str = "", born: date | None = None) -> bytes:
        """The leaflet of a person."""
        return printed(self.ready, seen(person, found, born), self.library, TODAY).pdf

    def verdict(self, pdf: bytes, person: Identity, found: str = "") -> Verdict:
        """Whether the leaflet is that person's, whose row holds these words."""
        return self.proof.verdict(pdf, FILE, row_of(person, found))

    def told(self, pdf: bytes, person: Identity, cell: str = "") -> list[str]:
        """Why the leaflet is withheld."""
        found = self.verdict(pdf, person, cell).breaches
        start = f"the leaflet {FILE!r} was withheld: "
        assert all(one.message.startswith(start) for one in found)
        assert all(one.place == Place("list.csv", person.row) for one in found)
        assert not any(is_named(str(one)) for one in found)
        return [one.message.removeprefix(start) for one in found]


def is_named(message: str) -> bool:
    """Whether a message holds a name or an id of the people here."""
    said = set(words(message))
    names = ("ann", "lee", "robert", "brien", "bob", "eve", "smith", "1042", "2001", "476")
    return bool(said & set(names))


@pytest.fixture(scope="module")
def run(clinic: Workspace) -> Run:
    return Run(clinic, PEOPLE)


@pytest.mark.parametrize("person", PEOPLE, ids=("plain", "preferred", "compound"))
def test_ones_own_leaflet_is_proved(run: Run, person: Identity) -> None:
    assert run.verdict(run.pdf(person), person) == Verdict()
    assert run.proof.blind == ()


def test_two_leaflets_that_changed_places_are_withheld(run: Run) -> None:
    told = run.told(run.pdf(BOB), ANN)
    assert "it does not hold the row's own id" in told
    assert "it does not hold the row's own name" in told
    assert "it holds the id of row 3" in told
    assert "it holds the name of row 3" in told
    assert any("row 2" in one for one in run.told(run.pdf(ANN), BOB))


def test_anothers_page_behind_ones_own_is_found(run: Run) -> None:
    """As a press that forgets to start anew would print it: both in one file, all of it tagged."""
    both = of_two(run, ANN, EVE)
    assert painted(both).count("Dear ") == 2
    assert set(run.told(both, ANN)) >= {"it holds the id of row 4", "it holds the name of row 4"}
    assert "it does not hold the row's own id" not in run.told(both, ANN)
    assert set(run.told(both, EVE)) >= {"it holds the id of row 2", "it holds the name of row 2"}


def of_two(run: Run, first: Identity, second: Identity) -> bytes:
    """A leaflet of two people, written by our own writer."""
    fills: list[Fill] = []
    real, real_boxes = build.print_leaflet, press._boxes

    def keep(ready: press.Press, fill: Fill, when: datetime) -> press.Printed:
        fills.append(fill)
        return real(ready, fill, when)

    def of_both(pressed: press.Press, ready: Setting, gated: Gated) -> list[Box]:
        other = ready.filled_with(fills[0], {})
        return [*real_boxes(pressed, ready, gated), *real_boxes(pressed, other, {})]

    with patch.object(build, "print_leaflet", keep):
        run.pdf(second)
    with patch.object(press, "_boxes", of_both):
        return run.pdf(first)


def test_a_press_that_mixes_two_visits_is_found(run: Run) -> None:
    """Each of the things that may leak alone: the number, the name, the greeting."""
    assert run.told(run.pdf(structs.replace(ANN, id=BOB.id)), ANN) == [
        "it does not hold the row's own id",
        "it holds the id of row 3",
    ]
    assert run.told(run.pdf(structs.replace(ANN, preferred="Bob")), ANN) == [
        "it holds a name of row 3"
    ]
    family = run.told(run.pdf(structs.replace(ANN, family="Smith-Jones")), ANN)
    assert "it holds a name of row 4" in family


def test_a_page_of_another_press_is_refused(run: Run) -> None:
    """Bytes of two files in one, however they were put together, are not as we write them."""
    joined = run.pdf(ANN) + run.pdf(BOB)
    assert any("cannot be read back" in one for one in run.told(joined, ANN))


def test_a_name_over_a_line_end_is_found_whole(clinic: Workspace) -> None:
    """The narrowest case: the given name ends a line, the family name begins the next."""
    long = Identity(2, "RB-9000", "Wolfgang Theophilus", "Konstantinopolitanski")
    other = Identity(3, "RB-9001", "Maximiliana Bernadette", "Featherstonehaugh")
    run = Run(clinic, (long, other))
    broken = 0
    for filler in range(0, 80, 6):
        said = f"{'x' * filler} {other.given} {other.family}"
        pdf = run.pdf(long, found=said)
        broken += lines_of(pdf, other.family) and not together(pdf, other)
        assert "it holds the name of row 3" in run.told(pdf, long)
    assert broken, "in one of them it is broken"


def lines_of(pdf: bytes, word: str) -> bool:
    return word in painted(pdf)


def together(pdf: bytes, person: Identity) -> bool:
    return f"{person.given} {person.family}" in painted(pdf)


@cache
def painted(pdf: bytes) -> str:
    """The lines of the pages as PDFium has them."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_names_that_are_words_of_the_leaflet_prove_nothing_alone(clinic: Workspace) -> None:
    """Foot, May, Back, Hope, June; Wise only where a condition shows it; Nair is the clinician."""
    people = tuple(
        Identity(10 + number, f"ZZ-{number}00{number}", given, family)
        for number, (given, family) in enumerate((
            ("May", "Foot"), ("Hope", "Back"), ("June", "Rest"), ("Will", "Wise"), ("Ada", "Nair"),
        ))
    )  # fmt: skip
    run = Run(clinic, (ANN, *people))
    assert run.verdict(run.pdf(ANN, born=date(1940, 5, 1)), ANN) == Verdict()
    for person in people:
        assert run.verdict(run.pdf(person), person) == Verdict(), "whole, a name is proof"
        assert "it holds the name of row" in " ".join(run.told(run.pdf(person), ANN))


def test_a_whole_name_that_stands_in_the_leaflet_is_said_to_prove_nothing(
    clinic: Workspace,
) -> None:
    person = Identity(9, "RB-7777", "Foot", "Aches")
    run = Run(clinic, (ANN, person))
    assert run.verdict(run.pdf(person), person) == Verdict(unproven=("name",))
    assert run.verdict(run.pdf(ANN), ANN) == Verdict()


def test_a_patient_who_is_called_as_the_clinician_proves_only_the_number(clinic: Workspace) -> None:
    namesake = Identity(9, "RB-7777", "Priya", "Nair")
    run = Run(clinic, (ANN, namesake))
    assert run.verdict(run.pdf(ANN), ANN) == Verdict()
    assert run.verdict(run.pdf(namesake), namesake) == Verdict(unproven=("name",))
    assert "it holds the id of row 9" in run.told(run.pdf(namesake), ANN)


def test_two_people_of_one_name_are_told_apart_by_their_numbers(clinic: Workspace) -> None:
    other = Identity(5, "RB-5555", "Ann", "Lee")
    run = Run(clinic, (ANN, other))
    assert run.verdict(run.pdf(ANN), ANN) == Verdict()
    assert run.verdict(run.pdf(other), other) == Verdict()
    assert run.told(run.pdf(other), ANN) == [
        "it does not hold the row's own id",
        "it holds the id of row 5",
    ]


def test_one_person_in_two_rows_is_one_person(clinic: Workspace) -> None:
    """As on a list of two appointments."""
    again = structs.replace(ANN, row=8)
    run = Run(clinic, (ANN, again))
    assert run.verdict(run.pdf(again), again) == Verdict()


def test_a_name_inside_a_longer_one_is_another(clinic: Workspace) -> None:
    """Mary Ann Lee holds the words of Ann Lee, and is not she; but elsewhere Ann Lee is found."""
    mary = Identity(6, "RB-6006", "Mary Ann", "Lee")
    run = Run(clinic, (ANN, mary))
    assert run.verdict(run.pdf(mary), mary) == Verdict()
    assert "it holds the name of row 2" in run.told(run.pdf(mary, found="Ann Lee"), mary)


@pytest.mark.parametrize("number", ["7", "12", "65", "1960", "A1"])
def test_a_number_like_an_age_or_a_year_proves_nothing(clinic: Workspace, number: str) -> None:
    """Said, and counted; and another's leaflet with that number in it is not withheld."""
    person = Identity(7, number, "Zoe", "Quill")
    run = Run(clinic, (ANN, person))
    assert register_of((ANN, person)).untold == 1
    assert run.verdict(run.pdf(person), person) == Verdict(unproven=("id",))
    assert run.verdict(run.pdf(ANN, f"{number} times", date(1960, 12, 7)), ANN) == Verdict()
    assert "it does not hold the row's own id" in run.told(run.pdf(ANN), person)


def test_a_row_without_name_or_number_is_said_to_be_unproved(clinic: Workspace) -> None:
    nobody = Identity(7)
    run = Run(clinic, (ANN, nobody))
    assert run.verdict(run.pdf(nobody), nobody) == Verdict(unproven=("id", "name"))
    only_family = Identity(8, "RB-8080", "", "Quill")
    assert run.verdict(run.pdf(only_family), only_family) == Verdict()


def test_a_look_that_prints_no_name_says_so(clinic: Workspace) -> None:
    run = Run(clinic, PEOPLE, "bare")
    assert run.proof.blind == ("id",), "the greeting prints the name one likes"
    assert run.verdict(run.pdf(BOB), BOB) == Verdict(unproven=("id",))
    assert run.told(run.pdf(ANN), BOB) == [
        "it does not hold the row's own name",
        "it holds a name of row 2",
    ]
    run.ready = prepared(Order(("mute",), "bare"), run.library, None)
    mute = Proof(register_of(PEOPLE), anybody(run.ready, run.library, TODAY), run.library)
    assert mute.blind == ("id", "name")
    row = row_of(ANN)
    assert mute.verdict(run.pdf(ANN), FILE, row) == Verdict(unproven=("id", "name"))
    other = mute.verdict(Run(clinic, PEOPLE).pdf(BOB), FILE, row)
    assert any("the id of row 3" in one.message for one in other.breaches)


def test_what_the_clinic_wrote_of_another_is_a_warning(run: Run) -> None:
    """The row's own cells are what was asked for; the same words once more are not."""
    cell = "Come with your friend Robert O'Brien."
    found = run.verdict(run.pdf(ANN, cell), ANN, cell)
    assert not found.breaches
    assert [one.severity for one in found.warnings] == ["warning"]
    assert "row 3" in found.warnings[0].message and not is_named(str(found.warnings[0]))
    assert "it holds the name of row 3" in run.told(run.pdf(ANN, f"{cell}\n\n{cell}"), ANN, cell)
    assert "it holds the name of row 3" in run.told(run.pdf(ANN, cell), ANN, "another cell")


def test_a_single_name_in_ones_own_cells_is_nobodys(run: Run) -> None:
    cell = "Bob up and down on your toes."
    assert run.verdict(run.pdf(ANN, cell), ANN, cell) == Verdict()


def test_the_address_on_a_slip_is_the_rows_own(run: Run) -> None:
    """A street that is called as another patient is."""
    street = "12 Smith-Jones Street"
    row = Owner(ANN, seen(ANN), Place("list.csv", 2), (street,))
    assert run.proof.verdict(fake(street), FILE, row) == Verdict()
    assert run.told(fake(street), ANN) == ["it holds a name of row 4"]


@pytest.mark.parametrize(
    "said",
    ["ROBERT O'BRIEN", "O’Brien, Robert", "robert\u00a0o'brien", "Ｒobert O'Brien", "Bob O'Brien"],
    ids=("capitals", "family first", "no-break space", "full width", "preferred"),
)
def test_a_name_is_found_however_it_is_written(run: Run, said: str) -> None:
    assert any("name of row 3" in one for one in run.told(fake(said), ANN))


def fake(*pieces: str) -> bytes:
    """Bytes that stand for a leaflet that says this and Ann's name and number."""
    return "\n".join((*pieces, "Ann Lee", "RB-1042")).encode()


@pytest.fixture(autouse=True)
def read_fakes() -> object:
    """What starts with %PDF is read as ever, all else is taken for its text."""
    real = reading.spoken

    def either(data: bytes) -> Spoken:
        if data.startswith(b"%PDF"):
            return real(data)
        return Spoken(tuple(data.decode().split("\n")), ())

    with patch("handout.batch.proof.spoken", either):
        yield


def test_words_that_only_begin_like_anothers_are_not_his(run: Run) -> None:
    assert run.told(fake("Bobby, Roberta, RB-20011, 2001"), ANN) == []


def test_right_to_left_names_are_found_as_the_writer_leaves_them() -> None:
    """Letters as painted, then the word itself: what our files say of such a word today."""
    name = "محمد"
    assert words(name[:0:-1] + name) == words(name) == (name,)
    assert words("باب") == words("باب")
    assert words("प्रिया शर्मा") == ("प्रिया", "शर्मा"), "vowel signs are part of a word"


letters_ = st.characters(categories=("Lu", "Ll", "Lo", "Lm", "Mn", "Nd", "Pd", "Po", "Zs"))
names = st.text(letters_, max_size=12)


@given(first=st.tuples(names, names, names, names), second=st.tuples(names, names, names, names))
@settings(max_examples=150, deadline=None)
def test_any_two_people_are_told_apart_or_it_is_said(
    first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    """Ones own text is never withheld; another's number or whole name always is, if it can be."""
    one, other = Identity(2, *first), Identity(3, *second)
    judge = Proof(register_of((one, other)), Anybody((), frozenset(("id", "name"))), Library(()))
    mine = Spoken((one.id, f"{one.given} {one.family}", one.preferred), ())
    both = Spoken((*mine.pieces, other.id, f"{other.given} {other.family}"), ())
    row = row_of(one)
    with patch("handout.batch.proof.spoken", lambda data: mine):
        assert not judge.verdict(b"", FILE, row).breaches
    with patch("handout.batch.proof.spoken", lambda data: both):
        found = judge.verdict(b"", FILE, row).breaches
    own = {word for text in first for word in words(text)}
    foreign = words(f"{other.given} {other.family}")
    if not own & set(foreign) and other.given.strip() and other.family.strip():
        told = len("".join(foreign).encode()) >= 4 and words(other.given) and words(other.family)
        assert found or not told


def test_the_register_of_ten_thousand_is_small_and_travels() -> None:
    people = [
        Identity(row, f"RB-{100_000 + row}", f"Given{row % 900}", f"Family{row % 5000}")
        for row in range(2, 10_002)
    ]
    register = register_of(iter(people))
    sent = pickle.dumps(register)
    assert len(sent) < 1_500_000
    assert pickle.loads(sent) == register
    hits = register.hits(words("For Family17 Given17, number RB-100017."))
    assert {(hit.kind, hit.row) for hit in hits} >= {("name", 17), ("id", 17)}


def test_a_row_gives_its_identity() -> None:
    row = TableRow(5, {"id": "RB-1", "given": "Jo", "notes": "x"})
    assert identity_of(row) == Identity(5, "RB-1", "Jo")


def test_what_anybody_gets_is_found_by_printing(clinic: Workspace) -> None:
    ready = prepared(Order(("tea",), "plain"), clinic.library, None)
    common = anybody(ready, clinic.library, TODAY)
    assert common.shown == {"id", "name", "preferred", "given"}
    said = " ".join(common.pieces)
    assert "old and wise" in said, "what only a condition shows"
    assert "Priya Nair" in said and "November" in said
    assert tuple(texts_in(Place("secret/folder"))) == ()


def test_words_of_an_exercise_that_the_visit_adds_are_nobodys(clinic: Workspace) -> None:
    """A patient called Toes, and one who is given an exercise with toes."""
    clinic.write("handouts/exercises/heel-raise.yaml", EXERCISE)
    toes = Identity(9, "RB-9090", "Ada", "Toes")
    run = Run(clinic, (ANN, toes))
    visit = structs.replace(seen(ANN), exercises=(ExerciseChange("heel-raise"),))
    pdf = printed(run.ready, visit, run.library, TODAY).pdf
    assert "toes" in painted(pdf)
    assert run.told(pdf, ANN) == ["it holds a name of row 9"], "the visit says nothing of it"
    row = Owner(ANN, visit, Place("list.csv", 2))
    assert run.proof.verdict(pdf, FILE, row) == Verdict()


@pytest.mark.parametrize("topic", ["sciatica", "heat-and-cold", "exercises-feet"])
def test_no_word_of_a_shipped_leaflet_betrays_anybody(topic: str) -> None:
    """For each word of a leaflet somebody is called so; the fullest visit is still proved."""
    library, full = Library((ROOT,)), visit("full")
    patient = full.patient
    me = Identity(2, patient.id, patient.given, patient.family, patient.preferred)
    ready = prepared(Order((topic,), "leaflet"), library, None)
    pdf = printed(ready, full, library, TODAY).pdf
    said = reading.spoken(pdf)
    vocabulary = {word for piece in (*said.pieces, *said.apart) for word in words(piece)}
    assert len(vocabulary) > 200
    namesakes = (Identity(10 + at, "", f"Xq{at}", word) for at, word in enumerate(vocabulary))
    judge = Proof(register_of((me, *namesakes)), anybody(ready, library, TODAY), library)
    row = Owner(me, full, Place("list.csv", 2))
    assert judge.verdict(pdf, FILE, row) == Verdict()
