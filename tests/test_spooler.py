"""Files are spooled whole, and what the disk refuses is said and leaves nothing behind."""

import errno
import os
from pathlib import Path

import pytest

from handout.batch.spooler import Spooler

FILES = [bytes([number]) * (number * 1000) for number in range(1, 20)]


def test_files_are_whole_and_on_disk_after_settling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, int]] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        fsync(handle)
        synced.append((os.fstat(handle).st_ino, os.fstat(handle).st_size))

    monkeypatch.setattr(os, "fsync", noted)
    spooler = Spooler(tmp_path)
    for part in (FILES[:3], FILES[3:]):
        names = [spooler.put(data) for data in part]
        spooler.settle()
        assert [(tmp_path / name).read_bytes() for name in names] == part
        stats = [(tmp_path / name).stat() for name in names]
        assert {(one.st_ino, one.st_size) for one in stats} <= set(synced)
        assert {one.st_mode & 0o777 for one in stats} == {0o600}


def test_a_file_that_cannot_be_written_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooler = Spooler(tmp_path)
    whole = spooler.put(b"whole")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdopen", _fails)
        with pytest.raises(OSError, match="full"):
            spooler.put(b"half")
    spooler.settle()
    assert [path.name for path in tmp_path.iterdir()] == [whole]


@pytest.mark.parametrize("count", [1, 12])
def test_what_the_disk_refuses_is_raised_on_settling(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the thread waits for the disk or the caller does; the next files are spooled."""
    spooler = Spooler(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _fails)
        for data in FILES[:count]:
            spooler.put(data)
        with pytest.raises(OSError, match="full"):
            spooler.settle()
    name = spooler.put(b"next")
    spooler.settle()
    assert (tmp_path / name).read_bytes() == b"next"


def _fails(*anything: object) -> None:
    raise OSError(errno.ENOSPC, "the disk is full")
