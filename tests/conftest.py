"""What all tests share: golden texts, and the rule that nothing is skipped unseen."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from difflib import unified_diff
from functools import partial
from pathlib import Path

import pytest

import referee

Golden = Callable[[str, str], None]

GOLDEN = Path(__file__).parent / "golden"
PRESSES = "HANDOUT_TEST_PRESSES"
"""Where the processes of a run find the folder of presses."""

IS_CI = os.environ.get("CI", "").lower() in {"true", "1"}


def pytest_configure(config: pytest.Config) -> None:
    """All processes of a run keep their presses in one folder: see `shipped.handed`."""
    if PRESSES not in os.environ:
        os.environ[PRESSES] = tempfile.mkdtemp(prefix="handout-presses-")
        config.add_cleanup(partial(shutil.rmtree, os.environ[PRESSES], ignore_errors=True))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the golden texts be written anew."""
    parser.addoption(
        "--golden",
        action="store_true",
        help="write the golden texts anew; read the difference before you commit it",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A conformance test needs veraPDF and qpdf, and never passes without them."""
    if item.get_closest_marker("conformance"):
        referee.require_tool("java")
        referee.require_tool("verapdf")
        referee.require_tool("qpdf")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a skipped test has failed: nobody reads the skips there."""
    report: pytest.TestReport = yield
    if IS_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which CI does not allow: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """In CI a skipped file has failed too."""
    report: pytest.CollectReport = yield
    if IS_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped, which CI does not allow"
    return report


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with the one kept under tests/golden, or keep it with --golden.

    The name may hold a folder: `golden("tags/sciatica", text)` is tests/golden/tags/sciatica.txt.
    """

    def compare(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.txt"
        text = text.rstrip("\n") + "\n"
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            return
        assert path.is_file(), f"there is no golden text {name!r}; run pytest --golden"
        kept = path.read_text("utf-8")
        if kept != text:
            lines = unified_diff(
                kept.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=2
            )
            shown = "\n".join(list(lines)[:80])
            pytest.fail(
                f"{name} has changed; if it should, run pytest --golden\n{shown}", pytrace=False
            )

    return compare
