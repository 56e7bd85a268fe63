"""Whatever a patient is called prints as it is, or is one clear problem; nothing else changes."""

import re
import unicodedata
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handout.errors import ExitCode, HandoutError
from handout.model.visit import Appointment, ExerciseChange, Patient, Visit
from referee import block_texts, structure_problems
from small_clinic import EXERCISE, LOOK, TODAY, Workspace, topic, workspace

BLOCKS = """
- text: Hello {{ patient.name }}, this is **{{ patient.given }}**.
- bullets: ["For {{ patient.name }}", Two]
- table: Table of {{ patient.name }}
  columns: [A, "{{ patient.name }}"]
  rows: [[x, "{{ patient.name }}"]]
- callout: info
  title: Dear {{ patient.name }}
  blocks: [{text: "{{ patient.name | upper }}."}]
- exercises: [{id: heel-raise}]
"""
PLAIN = "Quillfeather"
NARROW = "the table is too narrow for its longest words, which are cut"
"""What is said of a name without spaces that is wider than a column."""
PLACES = 10
"""How many times the leaflet below prints the name as it is."""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A clinic whose topic prints the patient's name in every kind of place."""
    made = workspace(tmp_path_factory.mktemp("clinic"), BLOCKS)
    made.write("handouts/exercises/heel-raise.yaml", EXERCISE)
    # Lines for notes are printed where there is room, which a long name takes.
    made.write("templates/plain.yaml", f"{LOOK}furniture: {{note_lines: 0}}\n")
    return made


def called(name: str) -> Visit:
    """A visit of somebody with this name, who says it in every other field too."""
    return Visit(
        Patient(given=name),
        Appointment(TODAY, found=name, goals=(name,)),
        exercises=(ExerciseChange(id="heel-raise", note=name),),
    )


def printed(clinic: Workspace, name: str) -> list[tuple[str, str]]:
    """Every block of the leaflet as it is read aloud."""
    leaflet = clinic.leaflet(called(name), look="plain")
    told = {problem.message for problem in leaflet.problems}
    assert told <= ({NARROW} if max(map(len, name.split()), default=0) > 40 else set())
    return block_texts(leaflet.pdf)


def tidy(text: str) -> str:
    """A text in composed form with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def assert_prints(clinic: Workspace, name: str) -> None:
    """The leaflet is the one of a plain name, with this name in its place."""
    expected = [
        (kind, tidy(text.replace(PLAIN, name).replace(PLAIN.upper(), name.upper())))
        for kind, text in printed(clinic, PLAIN)
    ]
    found = [(kind, tidy(text)) for kind, text in printed(clinic, name)]
    assert found == expected


def problem_of(clinic: Workspace, name: str) -> str:
    """The message of a name that cannot be printed: it names the character, never the name."""
    with pytest.raises(HandoutError) as caught:
        clinic.leaflet(called(name), look="plain")
    assert caught.value.code == ExitCode.CONTENT
    for problem in caught.value.problems:
        assert PLAIN not in str(problem)
    return caught.value.problems[0].message


def test_the_name_stands_in_every_kind_of_place(clinic: Workspace) -> None:
    kinds = [kind for kind, text in printed(clinic, PLAIN) if PLAIN in text]
    assert len(kinds) == PLACES
    assert {"P", "LI", "TH", "TD", "Caption"} <= set(kinds)


@pytest.mark.parametrize(
    "name",
    [
        "<b>",
        "</b><b>Jo",
        '<img src="file:///etc/passwd">',
        "<a href='javascript:alert(1)'>Jo</a>",
        "{{ 7*7 }}",
        "{{ patient.id }}",
        "{% for i in range(10**9) %}",
        "{# Jo #}",
        "*x*",
        "**x**",
        "# Jo",
        "- Jo",
        "[a](http://b)",
        "`x`",
        "&amp;",
        "&#60;b&#62;",
        "%s %d %n",
        "{0} {name}",
        "$HOME `id`",
        "\\",
        "\\n\\051",
        ")",
        "(",
        ") Tj ET Q (",
        "a)(b",
        "endstream",
        "endstream endobj",
        "<</S/JavaScript>>",
        "/Name [1 0 R]",
        "'; DROP TABLE x; --",
        "O'Neill \"Bo\"",
        "!!python/object",
        "Null",
        "5 mg",
        "x" * 300,
        "ab " * 99 + "c",
        "e\u0301\u0323",
        "q\u0308\u0301",
        "A\u0300\u0301\u0302\u0303",
        "\u0130brahim \u1e9e\u00df",
        "\ufb01",
        "Ngu\u1ec5n Th\u1ecb \u00c1nh",
        "\u0396\u03ad\u03b7 \u0416\u043e\u0440\u0430",
        "a  b   c",
    ],
)  # fmt: skip
def test_a_name_prints_as_it_is_typed(clinic: Workspace, name: str) -> None:
    assert_prints(clinic, name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("\u202eQuillfeather", "right-to-left override (U+202E)"),
        ("Quillfeather\u2066", "left-to-right isolate (U+2066)"),
        ("Quill\x00feather", "a control character (U+0000)"),
        ("Quill\x1bfeather", "a control character (U+001B)"),
        ("Quill\nfeather", "a control character (U+000A)"),
        ("Quill\tfeather", "a control character (U+0009)"),
        ("Quill\u200bfeather", "zero width space (U+200B)"),
        ("Quill\u00adfeather", "soft hyphen (U+00AD)"),
        ("\ufeffQuillfeather", "zero width no-break space (U+FEFF)"),
        ("\u200d", "zero width joiner (U+200D)"),
        ("Quillfeather\u200c", "zero width non-joiner (U+200C)"),
        ("Quill\u2028feather", "a line separator (U+2028)"),
        ("\ud83d", "half a character (U+D83D)"),
        ("\udc80Quillfeather", "half a character (U+DC80)"),
        ("\ufdd0", "a character that does not exist (U+FDD0)"),
        ("\uffff", "a character that does not exist (U+FFFF)"),
        ("\U0010ffff", "a character that does not exist (U+10FFFF)"),
        ("\ue000", "a character for private use (U+E000)"),
        ("\U000e0041", "tag latin capital letter a (U+E0041)"),
    ],
)
def test_what_cannot_be_printed_is_said_by_the_character(
    clinic: Workspace, name: str, message: str
) -> None:
    assert problem_of(clinic, name) == f"patient.given holds {message}, which cannot be printed"


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("\U0001f600 Quillfeather", "U+1F600 GRINNING FACE"),
        ("Quillfeather \U0001f468\u200d\U0001f469", "U+1F468 MAN"),
        ("\u4e2d Quillfeather", "U+4E2D CJK UNIFIED IDEOGRAPH-4E2D"),
        ("Quillfeather \U0001d504", "U+1D504 MATHEMATICAL FRAKTUR CAPITAL A"),
    ],
)
def test_a_character_no_font_has_is_named(clinic: Workspace, name: str, letter: str) -> None:
    """An emoji in a name is joined with a mark that is refused, or has no glyph: one of the two."""
    message = problem_of(clinic, name)
    assert letter in message or "zero width joiner" in message


def test_joiners_between_letters_are_kept(clinic: Workspace) -> None:
    for joiner in "\u200c\u200d":
        assert_prints(clinic, f"Quill{joiner}feather")


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("patient.id", "patient: {id: X}"),
        ("patient.title", "patient: {title: X}"),
        ("patient.family", "patient: {family: X}"),
        ("patient.preferred", "patient: {preferred: X}"),
        ("visit.found", "visit: {date: 2026-11-20, found: X}"),
        ("visit.agreed", "visit: {date: 2026-11-20, agreed: X}"),
        ("visit.notes", "visit: {date: 2026-11-20, notes: X}"),
        ("visit.goals", "visit: {date: 2026-11-20, goals: [ok, X]}"),
        ("exercises.note", "exercises: [{id: heel-raise, note: X}]"),
        ("exercises.load", "exercises: [{id: heel-raise, load: X}]"),
    ],
)
def test_every_field_of_a_visit_is_looked_at(clinic: Workspace, field: str, written: str) -> None:
    with pytest.raises(HandoutError) as caught:
        clinic.leaflet(written.replace("X", "a\u200bb"), look="plain")
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"{field} holds zero width space")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.characters(), min_size=1, max_size=30)
    | st.text("()<>[]{}\\/%#*_`&'\" \u0301\u0323aZ\u00e9", min_size=1, max_size=40)
)
def test_any_name_prints_or_is_a_problem(clinic: Workspace, name: str) -> None:
    try:
        leaflet = clinic.leaflet(called(name), look="plain")
    except HandoutError as error:
        assert error.problems
        return
    if name.strip():
        texts = [tidy(text) for _, text in block_texts(leaflet.pdf)]
        assert sum(tidy(name) in text for text in texts) >= PLACES


@pytest.mark.parametrize("name", ["<b>", ")(\\", "x" * 300, "A\u0300\u0301"])
def test_the_file_is_whole_whatever_the_name(clinic: Workspace, name: str) -> None:
    leaflet = clinic.leaflet(called(name), look="plain")
    cut = "a line break without a space"  # a name wider than the page is cut between letters
    assert not [one for one in structure_problems(leaflet.pdf) if cut not in one]


def outside_the_pages(pdf: bytes) -> str:
    """Everything in a file that is not drawn on a page."""
    from io import BytesIO

    with pikepdf.open(BytesIO(pdf)) as file:
        with file.open_outline() as outline:
            waiting = list(outline.root)
            entries = []
            while waiting:
                entry = waiting.pop()
                entries.append(entry.title)
                waiting += entry.children
        assert entries
        catalog = file.Root.Metadata.read_bytes().decode()
        return f"{entries} {catalog} {dict(file.docinfo)}"


def test_the_name_is_on_the_pages_only(clinic: Workspace) -> None:
    """Metadata and bookmarks are shown by file managers and search, to whoever looks."""
    pdf = clinic.leaflet(called(PLAIN), look="plain").pdf
    about = outside_the_pages(pdf)
    assert "Tea" in about
    assert PLAIN not in about


def test_a_heading_with_a_name_is_not_a_bookmark(clinic: Workspace) -> None:
    text = topic("- text: x", "named").replace("What to do", "'For {{ patient.given }}, today'")
    clinic.write("handouts/named.yaml", text)
    pdf = clinic.leaflet(called(PLAIN), "named", look="plain").pdf
    assert ("H2", f"For {PLAIN}, today") in block_texts(pdf)
    assert PLAIN not in outside_the_pages(pdf)


def test_the_name_is_not_in_the_cache(clinic: Workspace, tmp_path: Path) -> None:
    clinic.leaflet(called(PLAIN), look="plain", kept_in=tmp_path)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    for content in kept:
        assert re.search(PLAIN.encode(), content) is None
        assert re.search("Quillfeather".encode("utf-16-be"), content) is None
    again = clinic.leaflet(called("Jo"), look="plain", kept_in=tmp_path).pdf
    assert PLAIN not in str(block_texts(again))
