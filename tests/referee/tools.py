"""Find the outside tools that the referee leans on."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

VERAPDF_VERSION = "1.30.2"

HOW_TO_GET = {
    "java": "install Java 11 or later",
    "verapdf": "run .ci/fetch-verapdf, or set VERAPDF_JAR",
    "qpdf": "install qpdf",
    "pdftoppm": "install poppler-utils",
}


class RefereeError(AssertionError):
    """The referee could not judge, which must never count as a pass."""


def find_verapdf_jar() -> Path | None:
    """Return the veraPDF jar from VERAPDF_JAR or else from the cache folder, if it is there."""
    named = os.environ.get("VERAPDF_JAR")
    if named:
        return Path(named) if Path(named).is_file() else None
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    jar = cache / "handout-referee" / f"cli-{VERAPDF_VERSION}.jar"
    return jar if jar.is_file() else None


def find_tool(name: str) -> str | None:
    """Return the path of a tool, or None when it is not on this machine."""
    if name == "verapdf":
        jar = find_verapdf_jar()
        return str(jar) if jar and shutil.which("java") else None
    return shutil.which(name)


def require_tool(name: str) -> str:
    """Return the path of a tool; without it skip the test, or fail it when CI is true."""
    path = find_tool(name)
    if path is None:
        message = f"{name} was not found ({HOW_TO_GET.get(name, 'install it')})"
        if os.environ.get("CI", "").lower() in {"true", "1"}:
            pytest.fail(message, pytrace=False)
        pytest.skip(message)
    return path


def qpdf_check(path: Path) -> list[str]:
    """Return what `qpdf --check` complains about; an empty list is a pass."""
    done = subprocess.run(
        [require_tool("qpdf"), "--check", str(path)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return []
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    complaints = [line for line in lines if "WARNING" in line or "ERROR" in line.upper()]
    return complaints or lines or [f"qpdf --check ended with {done.returncode}"]
