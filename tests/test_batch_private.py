"""No word of a patient leaves the leaflets: not to the terminal, the manifest, names or caches."""

from pathlib import Path

import pytest

from batches import batch, pdfs, person, stand_in_clinic, written

SECRETS = ("Perpetua", "Quillfeather", "Xylophone", "1961", "Zwielicht", "ZX/8841", "Krähenfuß")
OUTPUT = Path("output/list")


def of_a_secret(number: int, **cells: str) -> dict[str, str]:
    """A row whose every cell is somebody's secret."""
    usual = {
        "id": f"ZX/8841/{number}", "given": "Perpetua", "family": f"Quillfeather-{number}",
        "preferred": "Krähenfuß", "birth_date": "1961-03-04", "found": "Xylophone shoulder",
        "goals": "See the Zwielicht; and the Xylophone", "address": "Xylophone Row 1961",
    }  # fmt: skip
    return person(number, **(usual | cells))


ROWS = [
    of_a_secret(0),
    of_a_secret(1, date="Perpetua"),
    of_a_secret(2, given="Perpetua\x07", family="Quillfeather\u202e"),
    of_a_secret(3, handouts="Quillfeather"),
    of_a_secret(4, language="Perpetua", needs="Zwielicht", side="Xylophone"),
    of_a_secret(5, clinician="Perpetua Quillfeather", site="Xylophone"),
    of_a_secret(6, id="ZX/8841/0", given="Zwielicht"),
    of_a_secret(7, next_time="1961", pregnant="Perpetua"),
    of_a_secret(8, given="Perpetua" * 400, template="Quillfeather"),
    of_a_secret(9, given="Perpetua 𓀀"),
    of_a_secret(10, clinician="perpetua"),
    of_a_secret(11, handouts="quillfeather-topic"),
]


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return stand_in_clinic(tmp_path, monkeypatch)


def assert_silent(text: bytes | str, where: str, but: tuple[str, ...] = ()) -> None:
    """No secret is in the text, in any common writing."""
    data = text.encode() if isinstance(text, str) else text
    for secret in SECRETS:
        for codec in ("utf-8", "utf-16-le", "cp1252"):
            assert secret in but or secret.encode(codec) not in data, f"{secret} in {where}"


@pytest.mark.parametrize("options", [("--hash-ids",), ("--hash-ids", "--json"), ("--dry-run",)])
def test_patients_are_in_their_leaflets_only(
    clinic: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    result = batch(written(ROWS), *options)
    assert result.exit_code == 3
    assert result.stderr
    assert_silent(result.stdout, "stdout")
    assert_silent(result.stderr, "stderr")
    looked = 0
    for path in [*clinic.joinpath("output").rglob("*"), *tmp_path.joinpath("cache").rglob("*")]:
        assert_silent(str(path.relative_to(tmp_path)), "a name")
        if path.is_file() and path.suffix != ".pdf":
            assert_silent(path.read_bytes(), path.name)
            looked += 1
    assert looked >= (1 if "--dry-run" in options else 4)


def test_a_name_of_a_topic_is_quoted_but_no_other_cell_is(clinic: Path) -> None:
    """The column handouts holds names of topics; what cannot be one is not shown."""
    told = batch(written(ROWS)).stderr
    assert "list.csv:13: there is no topic 'quillfeather-topic'" in told
    assert "list.csv:5: column 'handouts': not the id of a topic" in told


def test_a_leaflet_has_its_patient_in_the_text_only(clinic: Path) -> None:
    """Title, author and other properties of the file are shown by every viewer and search."""
    import pikepdf

    batch(written([of_a_secret(0)]))
    (name,) = pdfs(OUTPUT)
    with pikepdf.open(OUTPUT / name) as file:
        assert_silent(repr(file.docinfo), "properties")
        assert_silent(file.Root.Metadata.read_bytes(), "metadata")


def test_a_fault_of_the_program_tells_nothing(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handout.batch.work import Shop

    def broken(self: Shop, task: object) -> None:
        raise ValueError(f"cannot print {task!r}: Perpetua Quillfeather")

    monkeypatch.setattr(Shop, "_made", broken)
    result = batch(written([of_a_secret(0)]), "--hash-ids")
    assert result.exit_code == 3
    message = "list.csv:2: this is a fault of the program: ValueError in test_batch_private:"
    assert message in result.stderr
    assert_silent(result.stderr, "stderr")
    assert_silent((OUTPUT / "manifest.jsonl").read_bytes(), "the manifest")
