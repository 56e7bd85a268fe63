"""A place that cannot hold a batch gives one message and nothing half-written."""

import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from batches import assert_agrees, assert_whole, finished, pdfs, shop_floor, started, wait_for

COUNT = 120
HINT = "    hint: what is made is safe: mend this, and run the same command again"
ELSEWHERE = "    hint: choose another place with -o"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a batch that found room."""
    folder = shop_floor(tmp_path_factory.mktemp("clinic") / "clinic", COUNT)
    assert finished(folder, "list.csv", "-o", "whole").returncode == 0
    return folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a disk")
    subprocess.run(mount, check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def limited(size: int) -> None:
    """Make this process's files no larger."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def mounted_anew(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True)


def assert_refused(done: subprocess.CompletedProcess[str], message: str, hint: str = HINT) -> None:
    """One message, and the exit code for what the computer cannot do."""
    assert done.stderr.splitlines() == [message, hint, "1 problem"]
    assert done.returncode == 4


def assert_parts(clinic: Path, folder: Path) -> None:
    """What is there is whole."""
    assert_whole(folder)
    expected = pdfs(clinic / "whole")
    assert all(expected[name] == data for name, data in pdfs(folder).items())


def assert_completes(clinic: Path, folder: Path) -> None:
    """The same command again makes what is missing."""
    done = finished(clinic, "list.csv", "-o", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert pdfs(folder) == pdfs(clinic / "whole")
    assert_agrees(folder)


def test_a_full_disk(clinic: Path, disk: Path) -> None:
    done = finished(clinic, "list.csv", "-o", disk / "list")
    assert_refused(done, f"{disk}/list: cannot be used: the disk is full")
    assert 3 < len(pdfs(disk / "list")) < COUNT
    assert_parts(clinic, disk / "list")
    again = finished(clinic, "list.csv", "-o", disk / "list")
    assert_refused(again, f"{disk}/list: cannot be used: the disk is full")
    assert_parts(clinic, disk / "list")
    mounted_anew(disk, "size=50m")
    assert_completes(clinic, disk / "list")


@pytest.mark.parametrize("limit", [100, 3_000, 38_000])
def test_a_limit_to_the_size_of_files(clinic: Path, tmp_path: Path, limit: int) -> None:
    """`ulimit -f`: too little for the manifest's first line, a leaflet, or all of the manifest."""

    done = finished(
        clinic,
        "list.csv",
        "-o",
        tmp_path / "list",
        "--no-proof",
        preexec_fn=partial(limited, limit),
    )
    assert_refused(done, f"{tmp_path}/list: cannot be used: file too large")
    assert_parts(clinic, tmp_path / "list")
    assert bool(pdfs(tmp_path / "list")) == (limit == 38_000)
    assert_completes(clinic, tmp_path / "list")


def test_a_limit_to_the_memory_that_processes_share(clinic: Path, tmp_path: Path) -> None:
    """Who is in the table is told to the workers that way."""
    done = finished(clinic, "list.csv", "-o", tmp_path, preexec_fn=partial(limited, 3_000))
    assert done.returncode == 4
    message = "there is no memory that processes can share: file too large"
    assert done.stderr.splitlines() == [message, "1 problem"]
    assert_whole(tmp_path)
    assert_completes(clinic, tmp_path)


def test_a_disk_for_reading_only(clinic: Path, disk: Path) -> None:
    finished(clinic, "list.csv", "-o", disk / "list", "--limit", "3")
    before = pdfs(disk / "list")
    mounted_anew(disk, "ro")
    done = finished(clinic, "list.csv", "-o", disk / "list")
    assert_refused(done, f"{disk}/list: cannot be used: read-only file system", ELSEWHERE)
    done = finished(clinic, "list.csv", "-o", disk / "new")
    assert_refused(done, f"{disk}/new: cannot be used: read-only file system")
    assert pdfs(disk / "list") == before
    rehearsed = finished(clinic, "list.csv", "-o", disk / "list", "--dry-run")
    assert rehearsed.returncode == 0
    mounted_anew(disk, "rw,size=50m")
    assert_completes(clinic, disk / "list")


def test_a_folder_that_goes_away_while_it_is_filled(clinic: Path, tmp_path: Path) -> None:
    folder = tmp_path / "list"
    process = started(clinic, "list.csv", "-o", folder)
    wait_for(folder, 20, process)
    folder.rename(tmp_path / "away")
    _, err = process.communicate(timeout=60)
    done = subprocess.CompletedProcess((), process.returncode, "", err)
    assert_refused(done, f"{folder}: the folder has gone")
    assert not folder.exists()
    assert 20 <= len(pdfs(tmp_path / "away")) < COUNT
    assert_completes(clinic, folder)


def test_a_file_where_the_folder_should_be(clinic: Path, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("mine")
    for place in (path, path / "list"):
        done = finished(clinic, "list.csv", "-o", place)
        assert_refused(done, f"{place}: this is not a folder", ELSEWHERE)
    assert path.read_text() == "mine"


def test_two_runs_in_one_folder(clinic: Path, tmp_path: Path) -> None:
    folder = tmp_path / "list"
    first = started(clinic, "list.csv", "-o", folder)
    wait_for(folder, 1, first)
    first.send_signal(signal.SIGSTOP)  # So that it is not over before the second begins.
    second = finished(clinic, "list.csv", "-o", folder)
    first.send_signal(signal.SIGCONT)
    message = f"{folder}: process {first.pid} on {os.uname().nodename} is working in this folder"
    hint = "    hint: wait until it has finished, or choose another folder with -o"
    assert_refused(second, message, hint)
    _, err = first.communicate(timeout=60)
    assert (first.returncode, err) == (0, "")
    assert pdfs(folder) == pdfs(clinic / "whole")


def test_a_lock_of_a_process_that_has_died(clinic: Path, tmp_path: Path) -> None:
    folder = tmp_path / "list"
    process = started(clinic, "list.csv", "-o", folder)
    wait_for(folder, 1, process)
    process.kill()
    process.communicate()
    assert str(process.pid) in (folder / ".lock").read_text()
    assert_completes(clinic, folder)
    assert (folder / ".lock").read_text() == ""
