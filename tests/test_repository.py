"""What lies in the repository: nothing built, nothing private, nothing without a licence."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import handout

ROOT = Path(__file__).resolve().parent.parent
UNTRACKED = {".git", ".venv", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache",
             ".hypothesis", "build", "dist", "output"}  # fmt: skip

PICTURES = {"docs/leaflet.png"}
BINARY = re.compile(r"\.(pdf|png|jpe?g|gif|webp|jar|zip|gz|whl|docx?|xlsx?)$", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work|home|Users|root|tmp)/[\w.-]+")

FONTS = sorted((ROOT / "fonts").rglob("*.ttf"))


@cache
def files() -> tuple[str, ...]:
    """Every file that git has or would take, or every file where there is no git."""
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files"]
    command += ["-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
        names = [name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    else:
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        names = [path.as_posix() for path in paths if not UNTRACKED & set(path.parts)]
    assert len(names) > 100
    return tuple(sorted(names))


def text_files() -> dict[str, str]:
    """The files that hold text, with it."""
    found = {}
    for name in files():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data:
            is_bad = name.startswith("tests/bad/")
            found[name] = data.decode("utf-8", "replace" if is_bad else "strict")
    assert len(found) > 100
    return found


def test_nothing_built_is_kept() -> None:
    """No PDFs, no pictures but the one the README shows."""
    assert {name for name in files() if BINARY.search(name)} <= PICTURES


def test_no_file_is_large() -> None:
    """A clone stays small."""
    heavy = {name for name in files() if (ROOT / name).stat().st_size > 400_000}
    assert not heavy


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.name)
def test_every_font_has_its_licence(font: Path) -> None:
    """The licence and the copyright notice stand beside the font."""
    licence = (font.parent / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Copyright" in licence.splitlines()[0]


def test_there_are_fonts_and_nothing_else_in_their_folders() -> None:
    """Only faces and licences are shipped."""
    assert len(FONTS) >= 4
    inside = {path.name for font in FONTS for path in font.parent.iterdir()}
    assert {name for name in inside if not name.endswith(".ttf")} == {"OFL.txt"}


def test_licences_are_whole() -> None:
    """The three licences are named, and two of them given in full."""
    licence = (ROOT / "LICENSE").read_text("utf-8")
    words = (ROOT / "handouts" / "LICENSE").read_text("utf-8")
    for said in ("Apache License", "CC BY 4.0", "SIL Open Font License", "limitations under the"):
        assert said in licence
    assert "https://creativecommons.org/licenses/by/4.0/" in licence
    assert "Section 8 -- Interpretation." in words


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    """Paths of the machine a file was written on mean nothing elsewhere."""
    program = {
        name: text
        for name, text in text_files().items()
        if not name.startswith("tests/") and name != "LICENSE"
    }
    found = {
        name: match[0] for name, text in program.items() if (match := MACHINE_PATH.search(text))
    }
    assert not found


def test_text_is_plain() -> None:
    """UTF-8, Unix line ends, a newline at the end, no trailing blanks in what people write."""
    for name, text in text_files().items():
        if name.startswith(("tests/bad/", "tests/golden/", "fonts/")):
            continue
        assert "\r" not in text, name
        assert not text or text.endswith("\n"), name
        if name.endswith((".md", ".yaml", ".toml", ".yml")):
            assert not [line for line in text.splitlines() if line != line.rstrip()], name


def test_changelog_begins_with_this_version() -> None:
    """The newest entry is the version that is built, with a heading for the leaflets' words."""
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (\S+)", log, re.MULTILINE)
    assert versions[0] == handout.__version__
    assert "\n### Handout content\n" in log.split("\n## ")[1]


def test_changelog_names_the_version_of_every_topic() -> None:
    """A clinic sees that the words of a leaflet have changed."""
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    topics = sorted((ROOT / "handouts").glob("*.yaml"))
    assert len(topics) >= 4
    for path in topics:
        version = re.search(r"^version: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
        assert version, path.name
        assert f"`{path.stem}` {version[1]}:" in log


def test_what_is_made_is_not_kept() -> None:
    """Leaflets land in output/, which git does not see."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"output/*", "!output/.gitkeep", ".venv/"} <= set(ignored)
    assert (ROOT / "output" / ".gitkeep").is_file()


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps no such mark")
def test_scripts_can_be_run() -> None:
    """What is meant to be run is marked so, and safe against its own failures."""
    scripts = [path for path in (ROOT / ".ci").iterdir() if path.is_file()]
    assert len(scripts) >= 2
    for script in scripts:
        assert script.stat().st_mode & 0o111, script.name
        assert "\nset -euo pipefail\n" in script.read_text("utf-8"), script.name


def test_a_skipped_test_fails_in_ci(tmp_path: Path) -> None:
    """The rule in conftest.py works: skips of a user are failures of the machine."""
    (tmp_path / "test_skips.py").write_text(
        "import pytest\n\n"
        "def test_one():\n    pytest.skip('no tool')\n\n"
        "@pytest.mark.skip(reason='later')\ndef test_two():\n    pass\n\n"
        "@pytest.mark.xfail\ndef test_three():\n    raise ValueError\n",
        "utf-8",
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider"]
    results = {}
    for value in ("", "true"):
        environment = os.environ | {"CI": value, "PYTHONPATH": str(ROOT / "tests")}
        done = subprocess.run(
            [*command, "--rootdir", str(tmp_path), str(tmp_path)],
            capture_output=True, text=True, env=environment, check=False, cwd=tmp_path,
        )  # fmt: skip
        results[value] = (done.returncode, done.stdout.splitlines()[-1])
    assert results[""][0] == 0 and "2 skipped, 1 xfailed" in results[""][1]
    assert results["true"][0] == 1 and "1 failed, 1 xfailed, 1 error" in results["true"][1]
