"""`handout build` again: the day it is, equal bytes whatever the cache, and watching."""

import errno
import os
import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import msgspec
import pytest

from handout import cache
from handout.cli import making, watching
from handout.errors import ExitCode
from workspaces import (
    HANDOUT,
    VISIT,
    add,
    files_told,
    names,
    run,
    stand_in_workspace,
    topic,
)


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test stands in a workspace of its own, with a cache of its own."""
    return stand_in_workspace(tmp_path, monkeypatch)


# The day it is


def test_source_date_epoch_is_the_day_and_the_date_of_the_file(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, "age", topic("age", "Today is {{ today }}."))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert run("build", "age", "-o", "one.pdf").exit_code == 0
    assert b"D:20231114221320" in (workspace / "one.pdf").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    run("build", "age", "-o", "two.pdf")
    assert (workspace / "one.pdf").read_bytes() != (workspace / "two.pdf").read_bytes()


@pytest.mark.parametrize("epoch", ["abc", "-1", "1.5", "9" * 30, "253402300800", "１２", " 1"])
def test_a_wrong_source_date_epoch_is_said(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    result = run("build", "rest")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert result.stderr.startswith("SOURCE_DATE_EPOCH is ")


def test_an_empty_source_date_epoch_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert run("build", "rest").exit_code == 0


# Equal bytes, whatever the cache


def test_the_cache_changes_nothing(workspace: Path, tmp_path: Path) -> None:
    kept_in = tmp_path / "cache"

    def built() -> bytes:
        assert run("build", "--visit", "visit.yaml", "-o", "x.pdf").exit_code == 0
        return (workspace / "x.pdf").read_bytes()

    cold = built()
    (press,) = kept_in.glob("*.press")
    kept = press.read_bytes()
    assert built() == cold and press.read_bytes() == kept
    for damaged in (b"", b"\0" * 40, kept[:-1], kept[:200], kept[:-1] + b"\0", b"x" + kept):
        press.write_bytes(damaged)
        assert built() == cold
        assert press.read_bytes() == kept
    press.unlink()
    assert built() == cold
    press.unlink()
    kept_in.rmdir()
    assert built() == cold


def test_a_good_press_is_used(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build", "rest", "sciatica", "-o", "first/")

    def fail(*_: object) -> None:
        raise AssertionError("made anew")

    monkeypatch.setattr("handout.build.compiled", fail)
    result = run("build", "rest", "sciatica", "-o", "second/")
    assert result.exit_code == 0
    for name in ("rest.pdf", "sciatica.pdf"):
        first, second = workspace / "first" / name, workspace / "second" / name
        assert first.read_bytes() == second.read_bytes()


def test_every_builtin_press_can_be_read_back(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "handouts" / "rest.yaml").unlink()
    assert run("build").exit_code == 0
    monkeypatch.setattr("handout.build.compiled", lambda *_: pytest.fail("made anew"))
    assert run("build").exit_code == 0


@pytest.mark.parametrize("changed", ["clinic.yaml", "handouts/rest.yaml"])
def test_a_changed_file_is_seen(changed: str, workspace: Path) -> None:
    run("build", "rest", "-o", "one.pdf")
    path = workspace / changed
    known = path.stat()
    text = path.read_text().replace("Hill", "Mill").replace("good", "fine")
    path.write_text(text)
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))
    run("build", "rest", "-o", "two.pdf")
    assert (workspace / "one.pdf").read_bytes() != (workspace / "two.pdf").read_bytes()


def test_a_file_that_now_comes_first_is_seen(workspace: Path) -> None:
    run("build", "sciatica", "-o", "one.pdf")
    add(workspace, "sciatica", topic("sciatica"))
    run("build", "sciatica", "-o", "two.pdf")
    assert (workspace / "one.pdf").read_bytes() != (workspace / "two.pdf").read_bytes()


def test_a_press_of_another_program_is_not_used(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handout.cache._version", lambda: "another")
    run("build", "rest", "-o", "one.pdf")
    (press,) = (tmp_path / "cache").glob("*.press")
    theirs = press.read_bytes()
    monkeypatch.undo()
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(workspace)
    run("build", "rest", "-o", "two.pdf")
    assert press.read_bytes() != theirs
    assert (workspace / "one.pdf").read_bytes() == (workspace / "two.pdf").read_bytes()


def test_the_cache_is_its_owners_only(tmp_path: Path) -> None:
    run("build", "rest")
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    (press,) = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE(press.stat().st_mode) == 0o600


def test_a_cache_that_others_can_write_to_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache").chmod(0o777)
    assert run("build", "rest").exit_code == 0
    assert list((tmp_path / "cache").iterdir()) == []
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o777
    assert "others can write there" in run("doctor").stdout


def test_a_bad_press_that_cannot_be_deleted_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "read-only file system")

    run("build", "rest")
    (press,) = (tmp_path / "cache").iterdir()
    press.write_bytes(b"bad")
    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr("handout.cache.write_whole", refuse)
    assert run("build", "rest").exit_code == 0
    assert press.read_bytes() == b"bad"


def test_an_update_of_what_it_stands_on_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site" / "msgspec").mkdir(parents=True)
    monkeypatch.setattr(msgspec, "__file__", str(tmp_path / "site" / "msgspec" / "__init__.py"))
    before = cache._version()
    os.utime(tmp_path / "site", (1, 1))
    assert cache._version() != before


def test_the_cache_is_where_the_system_keeps_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache.sys, "platform", "linux")
    everything = {"HANDOUT_CACHE": "/h", "XDG_CACHE_HOME": "/x", "HOME": "/ann"}
    assert cache.folder(everything) == Path("/h")
    assert cache.folder({**everything, "HANDOUT_CACHE": ""}) == Path("/x/handout")
    assert cache.folder({"HOME": "/ann"}) == Path("/ann/.cache/handout")
    assert cache.folder({}) is None
    monkeypatch.setattr(cache.sys, "platform", "darwin")
    assert cache.folder({"HOME": "/ann"}) == Path("/ann/Library/Caches/handout")
    monkeypatch.setattr(cache.sys, "platform", "win32")
    windows = {"USERPROFILE": "/ann", "LOCALAPPDATA": "/ann/local"}
    assert cache.folder(windows) == Path("/ann/local/handout/Cache")


def test_no_home_is_no_cache(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HANDOUT_CACHE", "XDG_CACHE_HOME", "HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    assert run("build", "rest").exit_code == 0
    assert names(workspace) == ["clinic.yaml", "handouts", "output", "visit.yaml"]
    assert "no home folder" in run("doctor").stdout


def test_a_cache_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "file" / "cache"))
    result = run("build", "rest")
    assert (result.exit_code, result.stderr) == (0, "")


def test_processes_agree_whatever_their_hash_seed(workspace: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "HANDOUT_CACHE": str(tmp_path / seed)}
        command = [*HANDOUT, "build", "--visit", "visit.yaml", "-o", "-"]
        made.append(subprocess.run(command, env=environment, capture_output=True, check=True))
    assert len({one.stdout for one in made}) == 1
    presses = [next((tmp_path / seed).glob("*.press")).read_bytes() for seed in ("0", "1", "4242")]
    assert len(set(presses)) == 1


def test_the_order_of_work_changes_nothing(workspace: Path) -> None:
    add(workspace, "sleep", topic("sleep", "Sleep well, {{ patient.given }}."))
    run("build", "rest", "sleep", "--visit", "visit.yaml", "-o", "one/")
    run("build", "sleep", "rest", "--visit", "visit.yaml", "-o", "two/")
    for name in names(workspace / "one"):
        assert (workspace / "one" / name).read_bytes() == (workspace / "two" / name).read_bytes()
    assert len(names(workspace / "one")) == 2


# Watching


def test_being_stopped_is_no_news(workspace: Path, tmp_path: Path) -> None:
    made = workspace / "output" / "rest.pdf"
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [*HANDOUT, "build", "rest", "--watch"], stdout=said, stderr=subprocess.STDOUT,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        try:
            wait_for(made.exists)
            before = made.read_bytes()
            add(workspace, "rest", topic("rest", "Rest is very good."))
            wait_for(lambda: made.read_bytes() != before)
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == ExitCode.INTERRUPTED
        finally:
            process.kill()
            process.wait()
    lines = (tmp_path / "said").read_text().splitlines()
    assert lines == ["output/rest.pdf  1 page"] * 2


def wait_for(condition: Callable[[], bool]) -> None:
    """Return when it is so; a minute is more than any machine takes."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_watching_builds_again_when_a_watched_file_changes(tmp_path: Path) -> None:
    one, two, new = tmp_path / "one", tmp_path / "two", tmp_path / "new"
    one.touch()
    two.touch()
    watched = {one}
    built = []

    def build() -> dict[Path, int]:
        built.append(len(built))
        return watching.times(watched)

    def changes() -> Iterator[None]:
        yield  # Nothing has changed.
        os.utime(two, ns=(1, 1))
        yield  # It is not watched.
        os.utime(one, ns=(2, 2))
        watched.update((two, new))
        yield  # It is built again, and from now on the others are watched.
        os.utime(two, ns=(3, 3))
        yield
        new.touch()
        yield
        one.unlink()
        yield

    steps = changes()
    counts = []

    def pause(seconds: float) -> None:
        assert seconds == watching.PAUSE
        counts.append(len(built))
        next(steps, None)

    watching.watch(build, pause, range(8))
    assert counts == [1, 1, 1, 2, 3, 4, 5, 5]


def test_a_change_during_a_build_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.touch()
    built = []

    def build() -> dict[Path, int]:
        built.append(len(built))
        return {path: watching.STALE} if len(built) == 1 else watching.times((path,))

    watching.watch(build, lambda _: None, range(3))
    assert len(built) == 2


def test_a_file_that_changes_while_it_is_read_is_read_again(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = making.leaflet
    edits: list[str] = []

    def edited_meanwhile(*arguments: object) -> object:
        one = made(*arguments)  # type: ignore[arg-type]
        if not edits:
            add(workspace, "rest", topic("rest", "Rest is very good."))
        edits.append("rest")
        return one

    def watch(build: Callable[[], dict[Path, int]]) -> None:
        assert build()[workspace / "handouts" / "rest.yaml"] == watching.STALE
        seen = build()
        assert watching.times(seen) == seen

    monkeypatch.setattr(making, "leaflet", edited_meanwhile)
    monkeypatch.setattr(watching, "watch", watch)
    assert run("build", "rest", "--watch").exit_code == 0
    assert len(edits) == 2


def test_watching_tells_problems_and_goes_on(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = (workspace / "handouts" / "rest.yaml").read_text()

    def watch(build: object) -> None:
        assert callable(build)
        seen = build()
        assert {workspace / "visit.yaml", workspace / "clinic.yaml"} <= set(seen)
        assert watching.STALE not in seen.values()
        assert watching.times(seen) == seen
        assert workspace / "handouts" / "rest.yaml" in seen
        add(workspace, "rest", "id: rest\n")
        build()
        (workspace / "visit.yaml").write_text("gvien: 1")
        build()
        (workspace / "visit.yaml").write_text(VISIT.replace("Perpetua", "Barnaby"))
        add(workspace, "rest", good)
        build()
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "watch", watch)
    monkeypatch.setattr(click, "launch", lambda path: click.echo(f"opened {Path(path).name}"))
    result = run("build", "--watch", "--visit", "visit.yaml", "--open")
    assert result.exit_code == ExitCode.INTERRUPTED
    assert "missing fields" in result.stderr and "--visit:1:1: unknown field" in result.stderr
    assert files_told(result) == ["output/rest-visit-2026-11-20.pdf"] * 2
    assert result.stdout.splitlines()[1] == "opened rest-visit-2026-11-20.pdf"
    assert names(workspace / "output") == ["rest-visit-2026-11-20.pdf"]
