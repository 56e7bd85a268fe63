"""`handout verify`: whether the files of a batch are those that were made."""

from pathlib import Path

import pytest
from click.testing import Result

from batches import batch, listing, people, person, stand_in_clinic, written
from workspaces import run

OUTPUT = Path("output/list")
FIRST = OUTPUT / "00002-Q0000-rest.pdf"


@pytest.fixture(autouse=True)
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in_clinic(tmp_path, monkeypatch)
    batch(written([*people(3), person(3, date="?")]))


def verified() -> Result:
    """What it says, and that it changes nothing."""
    before = listing(OUTPUT)
    result = run("verify", OUTPUT)
    assert listing(OUTPUT) == before
    return result


def problems() -> list[str]:
    """What it finds wrong."""
    result = verified()
    assert result.exit_code == 1
    return [line for line in result.stderr.splitlines() if line.startswith(str(OUTPUT))]


def test_a_batch_is_as_it_was_made() -> None:
    result = verified()
    assert result.exit_code == 0
    assert result.stderr == ""
    expected = "3 files in the manifest, 1 leaflets refused: all as they were made\n"
    assert result.stdout == expected


def test_a_file_is_missing() -> None:
    FIRST.unlink()
    assert problems() == [f"{FIRST}: the file is missing"]


@pytest.mark.parametrize("how", ["cut", "empty", "one bit", "another's"])
def test_a_file_is_another(how: str) -> None:
    data = FIRST.read_bytes()
    changed = {
        "cut": data[:-1],
        "empty": b"",
        "one bit": bytes([data[0] ^ 1]) + data[1:],
        "another's": (OUTPUT / "00003-Q0001-rest.pdf").read_bytes(),
    }[how]
    FIRST.write_bytes(changed)
    assert problems() == [f"{FIRST}: the file is not the one that was made"]


def test_a_file_is_nobodys() -> None:
    (OUTPUT / "stray.pdf").write_bytes(FIRST.read_bytes())
    assert problems() == [f"{OUTPUT}/stray.pdf: the manifest has no such file"]


def test_a_manifest_is_torn() -> None:
    path = OUTPUT / "manifest.jsonl"
    path.write_bytes(path.read_bytes()[:-30])
    assert problems() == [f"{path}: 1 lines cannot be read"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    FIRST.unlink()
    (OUTPUT / "stray.pdf").write_bytes(b"")
    (OUTPUT / "00003-Q0001-rest.pdf").write_bytes(b"")
    assert len(problems()) == 3
    assert "3 problems" in verified().stdout


def test_the_batch_again_mends_it() -> None:
    FIRST.unlink()
    (OUTPUT / "00003-Q0001-rest.pdf").write_bytes(b"")
    batch("list.csv")
    assert verified().exit_code == 0


def test_a_folder_that_is_no_batchs() -> None:
    Path("empty").mkdir()
    for folder in ("empty", "nosuch"):
        result = run("verify", folder)
        assert result.exit_code == 1
        assert "there is no manifest.jsonl here" in result.stderr
