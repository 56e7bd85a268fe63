"""A thousand awkward rows: each is a correct leaflet or a named problem, and none harms another."""

import csv
import io
import json
import random
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from batches import assert_agrees, batch, pdfs, records, stand_in_clinic
from handout.readback.own.reading import spoken

pytestmark = pytest.mark.slow

COUNT = 1000
OUTPUT = Path("output/list")

NAMES = (
    # People's names as they are.
    *("O'Brien", "O’Brien", "D'Arcy-Ünal", "Łukasz", "Þór", "Ng", "İpek", "Nguyễn", "ﬁ Fitz"),
    *("X Æ A-12", "Ἀθηνᾶ", "Олександр", "Ћирић", "Šťastný", "Ōtsuka", "Muñoz y Peña", "St. John"),
    *("Null", "None", "NaN", "undefined", "true", "Test", "1e309", "0x1F", "-0", "nil", "NULL"),
    # Scripts that the fonts have in part or not at all.
    *("محمد", "שרה", "王小明", "さくら", "김철수", "सुनीता", "ไพลิน", "Հայկ", "ქეთევან", "አበበ", "𐍈"),
    # Marks of other languages.
    *("<b>Ann</b>", "<script>alert(1)</script>", "&lt;Ann&gt;", "{{ clinic.name }}", "{% if 1 %}"),
    *("**Ann**", "# Ann", "[Ann](http://x.org)", "`Ann`", "~~Ann~~", "1. Ann", "- Ann", "\\Ann\\n"),
    *("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "'; DROP TABLE patients;--", "%s%n"),
    *("../../etc/passwd", "C:\\CON", "file:///etc/passwd", "a\\0b", "\\u0000", "%00", "$(id)"),
    # Signs nobody sees, or that turn the line round.
    *("A\u200bnn", "A\u00adnn", "\ufeffAnn", "Ann\u202e", "\u2066Ann", "A\u0301\u0301\u0301nn"),
    *("Ann\x07", "A\x1bnn", "Ann\x7f", "A\x01nn", "Ann\ue000", "Ann\ufffd", "Z\u0335\u0321algo"),
    *("😀", "\U0001f469\u200d\u2695", "🇬🇧", "½", "²", "①", "㎏", "ｱﾝ", "Ａｎｎ", "™", "A\u00a0nn"),
    *("\u2028Ann", "   Ann   "),
    # Long ones, and ones that a table must quote.
    *("Wolfeschlegelsteinhausenbergerdorff" * 3, "ab " * 300, "x" * 990, "x" * 1001),
    "y" * 1_000_000,
    *('Ann "the" Ox', "Ann, Ox", "Ann;Ox", "Ann\tOx", "Ann\nOx", "Ann\r\nOx", '"', '""', ","),
)  # fmt: skip
PRINTED = 28
"""So many of the first are printed by every look."""
DATES = ("2026-02-30", "31/12/26", "12.13.2026", "tomorrow", "0000-00-00", "46000", "٢٠٢٦-١١-٢٠")
TOPICS = ("nosuch", "../rest", "REST", "rest,walk", "rest;rest", ";", "rest;" * 30, "con", "a" * 70)
IDS = ("Q0001", "=1+1", "é", "../x", "  ", "1", "Q\n1", "患者", "x" * 200, "Q1\u200b", "con", "0")
REST = ("2026-11-20", "rest")


def awkward() -> list[list[str]]:
    """The rows: every name above, then mixtures of whatever can be wrong."""
    chance = random.Random("awkward rows")
    rows = [[f"N{at:04}", name, "Plainname", *REST] for at, name in enumerate(NAMES)]
    while len(rows) < COUNT:
        at = len(rows)
        row = [f"M{at:04}", chance.choice(NAMES[:PRINTED]), f"Other{at}name", *REST]
        match chance.randrange(16):
            case 0:
                row[3] = chance.choice(DATES)
            case 1:
                row[4] = chance.choice(TOPICS)
            case 2:
                row[0] = chance.choice(IDS)
            case 3:
                row = row[: chance.randrange(1, 5)]
            case 4:
                row += ["too much"] * chance.randrange(1, 3)
            case 5:
                row = [*rows[-1]] if chance.random() < 0.5 else [rows[-1][0], *row[1:]]
            case 6:
                row[1:3] = chance.choice(["", " ", "\t"]), chance.choice(["", "\u200b"])
            case 7:
                row[chance.randrange(5)] += chance.choice(
                    ["\x02", "\x1f", "\ufffe", "\u202a", "😀"]
                )
            case 8:
                row[1] = "".join(chr(chance.randrange(0x20, 0x2FFF)) for _ in range(12))
        rows.append(row)
    return rows


def as_csv(rows: list[list[str]]) -> str:
    """The rows under their headings; blank ones between."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, quoting=csv.QUOTE_ALL)
    lines.writerow(["id", "given", "family", "date", "handouts"])
    lines.writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the batch was made."""
    with pytest.MonkeyPatch.context() as patch:
        made = stand_in_clinic(tmp_path_factory.mktemp("awkward"), patch)
        (made / "list.csv").write_text(as_csv(awkward()), "utf-8", newline="")
        result = batch("list.csv", "--json")
        assert result.exit_code == 3
        (made / "told.json").write_text(result.stdout, "utf-8")
        (made / "stderr.txt").write_text(result.stderr, "utf-8")
    return made


def told(folder: Path) -> dict[int, dict[str, object]]:
    """What was said of each row."""
    lines = [json.loads(line) for line in (folder / "told.json").read_text("utf-8").splitlines()]
    found = {line["row"]: line for line in lines}
    assert len(found) == len(lines), "a row is told of twice"
    return found


def seen(text: str) -> str:
    """A text as it is read: composed, invisible signs and the kind of space left out."""
    kept = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(unicodedata.normalize("NFC", kept).split())


def test_every_row_is_told_of_once(folder: Path) -> None:
    rows = told(folder)
    made = [row for row, line in rows.items() if line["status"] == "made"]
    refused = [row for row, line in rows.items() if line["status"] == "refused"]
    assert len(made) + len(refused) == len(rows)
    assert f"{len(rows)} people read" in (folder / "stderr.txt").read_text("utf-8")
    assert len(made) > 400
    assert len(refused) > 200
    assert all(rows[row]["problems"] for row in refused)
    assert_agrees(folder / OUTPUT)


def test_no_row_is_a_fault_of_the_program(folder: Path) -> None:
    problems = [str(one) for line in told(folder).values() for one in line["problems"]]  # type: ignore[attr-defined]
    assert not [one for one in problems if "fault of the program" in one]
    assert "Traceback" not in (folder / "stderr.txt").read_text("utf-8")


def test_a_made_leaflet_holds_its_own_words_literally(folder: Path) -> None:
    cells = {row[0]: row for row in awkward() if row}
    looked = 0
    for record in records(folder / OUTPUT):
        if not record["file"]:
            continue
        said = spoken((folder / OUTPUT / record["file"]).read_bytes())
        text = seen(" ".join(said.pieces))
        own = [row for number, row in cells.items() if f"Patient number: {seen(number)}" in text]
        assert own, f"row {record['row']} has no patient of the table"
        assert any(seen(f"{row[1].strip()} {row[2].strip()}") in text for row in own), record
        looked += 1
    assert looked > 400


def test_messages_quote_no_cell(folder: Path) -> None:
    said = (folder / "stderr.txt").read_text("utf-8")
    for secret in ("Plainname", "Other", "DROP TABLE", "alert(1)", "Wolfeschlegel", "yyyy"):
        assert secret not in said


def test_the_list_of_refused_rows_has_no_formula(folder: Path) -> None:
    data = (folder / OUTPUT / "refused.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline=""), strict=True))
    assert len({row[0] for row in rows[1:]}) > 200
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]


def test_a_leaflet_is_the_same_when_its_row_is_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the neighbours are changes nothing in it."""
    stand_in_clinic(tmp_path, monkeypatch)
    by_id = {name.split("-")[1]: data for name, data in pdfs(folder / OUTPUT).items()}
    looked = 0
    often = Counter(row[0] for row in awkward())
    rows = [row for row in awkward() if row[0] in by_id and often[row[0]] == 1]
    for row in rows[:: len(rows) // 40]:
        Path("alone.csv").write_text(as_csv([row]), "utf-8", newline="")
        assert batch("alone.csv", "-o", f"out/{looked}").exit_code == 0, row
        (data,) = pdfs(Path(f"out/{looked}")).values()
        assert data == by_id[row[0]]
        looked += 1
    assert looked >= 40
