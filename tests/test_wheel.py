"""What is shipped works by itself: wheel and sdist, in an empty environment, without a network."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pikepdf
import pytest

import handout
import referee

ROOT = Path(__file__).resolve().parent.parent
DATA = ("handouts", "templates", "fonts")
NO_WAY_OUT = "http://127.0.0.1:9"

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """The output of a command that has to succeed."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=os.environ | environment,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sdist made from the tree, and the wheel made from that sdist."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist}


def shipped(wheel: Path) -> set[str]:
    """The names of the files in a wheel, without those that describe it."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def in_tree(folder: str, pattern: str) -> set[str]:
    """The files below a folder of the tree, by their path from it."""
    paths = {path for path in (ROOT / folder).rglob(pattern) if path.is_file()}
    assert paths
    return {path.relative_to(ROOT / folder).as_posix() for path in paths}


def test_the_wheel_holds_the_program_and_the_library(built: dict[str, Path]) -> None:
    """Every module and every file of the data folders, and nothing else."""
    expected = {f"handout/{name}" for name in in_tree("src/handout", "*")}
    expected.add("handout/builtin/clinic.yaml")
    for folder in DATA:
        expected |= {f"handout/builtin/{folder}/{name}" for name in in_tree(folder, "*")}
    expected = {name for name in expected if not name.endswith(("/fonts/build.py", ".pyc"))}
    assert shipped(built["wheel"]) == expected


def test_the_wheel_says_what_it_is(built: dict[str, Path]) -> None:
    """Name, version, command and the licences of program, words and fonts."""
    with zipfile.ZipFile(built["wheel"]) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        info = Path(metadata).parent.as_posix()
        said = archive.read(metadata).decode("utf-8")
        commands = archive.read(f"{info}/entry_points.txt").decode("utf-8")
    assert "\nName: clinic-handout\n" in said
    assert f"\nVersion: {handout.__version__}\n" in said
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0 AND OFL-1.1" in said
    assert "handout = handout.__main__:start" in commands
    licences = {name.removeprefix(f"{info}/licenses/") for name in names if "/licenses/" in name}
    fonts = {f"fonts/{name}" for name in in_tree("fonts", "OFL.txt")}
    assert licences == {"LICENSE", "handouts/LICENSE"} | fonts


def test_the_sdist_can_be_tested(built: dict[str, Path]) -> None:
    """It holds the tests and what they need, and nothing that was made."""
    with tarfile.open(built["sdist"]) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"README.md", "CHANGELOG.md", "pyproject.toml", "tests/conftest.py"} <= names
    assert {f"tests/bad/{name}" for name in in_tree("tests/bad", "*.yaml")} <= names
    made = {name for name in names if name.startswith("output/")} - {"output/.gitkeep"}
    assert not made
    assert not {name for name in names if name.endswith((".pdf", ".pyc"))}


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def command(
    request: pytest.FixtureRequest,
    built: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The command `handout`, installed in an environment that holds nothing else."""
    folder = tmp_path_factory.mktemp(f"from-{request.param}")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "-q", built[request.param], cwd=folder)
    return scripts / "handout"


def without_network() -> tuple[str, ...]:
    """What cuts a command off from the network altogether, where that may be done."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return ()
    trial = subprocess.run([unshare, "-n", "true"], capture_output=True, check=False)
    return () if trial.returncode else (unshare, "-n")


def test_an_installed_program_builds_a_leaflet_by_itself(command: Path, tmp_path: Path) -> None:
    """In an empty folder, an empty home and no network: a workspace, and whole leaflets."""
    home = tmp_path / "home"
    home.mkdir()
    alone = {
        **{f"{way}_PROXY": NO_WAY_OUT for way in ("HTTP", "HTTPS", "ALL")},
        **{f"{way}_proxy": NO_WAY_OUT for way in ("http", "https", "all")},
        **{"HOME": str(home), "USERPROFILE": str(home), "XDG_CACHE_HOME": str(home / "cache")},
        **{"PYTHONPATH": "", "PYTHONWARNINGS": "error"},
    }
    start = (*without_network(), command)
    run(*start, "init", "clinic", cwd=tmp_path, **alone)
    run(*start, "-C", "clinic", "build", "sciatica", cwd=tmp_path, **alone)
    (for_clinic,) = (tmp_path / "clinic" / "output").glob("*.pdf")
    for_example = tmp_path / "example.pdf"
    run(*start, "build", "sciatica", "-o", for_example.name, cwd=tmp_path, **alone)
    for path, name in ((for_clinic, "Your Clinic"), (for_example, "Riverside")):
        pdf = path.read_bytes()
        assert referee.structure_problems(pdf) == []
        assert name in " ".join(text for _, text in referee.block_texts(pdf))
        with pikepdf.open(path) as whole:
            assert whole.check_pdf_syntax() == []
            assert 2 <= len(whole.pages) <= 6
            assert str(whole.docinfo.Title) == "Sciatica"
