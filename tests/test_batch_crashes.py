"""A batch that is killed at any moment loses nothing, doubles nothing, and leaves no half file."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from batches import (
    assert_agrees,
    assert_whole,
    finished,
    pdfs,
    person,
    records,
    shop_floor,
    started,
    table,
    wait_for,
)  # fmt: skip
from workspaces import run

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc"),
]

COUNT = 500
KILLS = 5
"""In each of CHAINS batches, two of which run beside each other."""
CHAINS = 4
STILL_THERE = 2.0
"""Seconds after which no worker of a killed parent may be alive."""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a batch that nobody disturbed."""
    folder = shop_floor(tmp_path_factory.mktemp("clinic") / "clinic", COUNT)
    done = finished(folder, "list.csv", "-o", "whole")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(pdfs(folder / "whole")) == COUNT
    assert_agrees(folder / "whole")
    return folder


def beside(work: Callable[[int], None]) -> None:
    """Every chain, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        assert len(list(pool.map(work, range(CHAINS)))) == CHAINS


def moments(chain: int) -> Iterator[tuple[int, float]]:
    """When to kill: at how many leaflets in the manifest, and seconds after that."""
    chance = random.Random(f"moments {chain}")
    yield -1, chance.uniform(0, 1.5)
    for turn in range(1, KILLS):
        yield chance.randrange(COUNT * (turn - 1), COUNT * turn) // KILLS, chance.uniform(0, 0.05)


def of_session(session: int) -> dict[int, str]:
    """The processes of a session that are alive, each with its command line."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            words = (path / "stat").read_text().rpartition(")")[2].split()
            if int(words[3]) == session and words[0] != "Z":
                found[int(path.name)] = (path / "cmdline").read_text()
        except (OSError, ValueError):
            continue
    return found


def assert_nobody_left(session: int) -> None:
    """Soon no process of the session is alive."""
    until = monotonic() + STILL_THERE
    while of_session(session) and monotonic() < until:
        sleep(0.02)
    assert not of_session(session)


def assert_is_whole(clinic: Path, folder: Path) -> None:
    """The folder holds what an undisturbed batch made, byte for byte, and nothing else."""
    assert pdfs(folder) == pdfs(clinic / "whole")
    told = (folder / "manifest.jsonl").read_bytes()
    assert told == (clinic / "whole/manifest.jsonl").read_bytes()
    assert {path.name for path in folder.iterdir()} == {
        path.name for path in (clinic / "whole").iterdir()
    }
    assert_agrees(folder)


def test_a_killed_parent_loses_nothing(clinic: Path) -> None:
    def chain(number: int) -> None:
        name = f"killed-{number}"
        for count, later in moments(number):
            process = started(clinic, "list.csv", "-o", name)
            wait_for(clinic / name, count, process)
            sleep(later)
            process.kill()
            process.communicate()
            assert_nobody_left(process.pid)
            assert_parts_are_whole(clinic, clinic / name)
        done = finished(clinic, "list.csv", "-o", name)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"{COUNT} made ({COUNT} leaflets, " in done.stdout
        assert_is_whole(clinic, clinic / name)

    beside(chain)


def assert_parts_are_whole(clinic: Path, folder: Path) -> None:
    """What there is after a kill is whole, and the manifest names no file that is not there."""
    if not (folder / "manifest.jsonl").exists():
        return
    expected = pdfs(clinic / "whole")
    found = pdfs(folder)
    assert all(expected[name] == data for name, data in found.items())
    whole = (folder / "manifest.jsonl").read_bytes().rpartition(b"\n")[0].splitlines()
    assert all(line in (clinic / "whole/manifest.jsonl").read_bytes() for line in whole)
    assert len(whole) - 1 <= len(found)


def test_a_killed_worker_costs_no_row(clinic: Path) -> None:
    def chain(number: int) -> None:
        name = f"workers-{number}"
        chance = random.Random(f"workers {number}")
        process = started(clinic, "list.csv", "-o", name, "--workers", "2")
        killed = 0
        for count, later in moments(number):
            wait_for(clinic / name, count, process)
            sleep(later)
            killed += kill_a_worker(process, chance)
        out, err = process.communicate(timeout=60)  # Lost workers would take 80 seconds.
        assert (process.returncode, err) == (0, "")
        assert killed >= KILLS - 1, "the batch was over too soon"
        assert f"{COUNT} made ({COUNT} leaflets), 0 refused" in out
        assert_nobody_left(process.pid)
        assert_is_whole(clinic, clinic / name)

    beside(chain)


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The workers of a batch that are alive, some perhaps just starting."""
    there = of_session(process.pid)
    return sorted(one for one, words in there.items() if "spawn_main" in words)


def kill_a_worker(process: subprocess.Popen[str], chance: random.Random) -> bool:
    """Kill one as soon as there is one; whether there was."""
    until = monotonic() + 20
    while process.poll() is None and monotonic() < until:
        workers = workers_of(process)
        if workers:
            victim = chance.choice(workers)
            os.kill(victim, signal.SIGKILL)
            while victim in of_session(process.pid):
                sleep(0.002)
            return True
        sleep(0.005)
    return False


def test_workers_killed_as_they_start_cost_nothing(clinic: Path) -> None:
    """A parent once waited for ever to send the names of a large table to a dead process."""
    rows = [person(one, family=f"Fa{one}" + "mily" * 100) for one in range(300)]
    (clinic / "large.csv").write_text(table(rows), "utf-8")
    process = started(clinic, "large.csv", "--workers", "1", "--limit", "20")
    for _ in range(3):
        assert kill_a_worker(process, random.Random(0))
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "20 made" in out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize(("count", "later"), [(0, 0), (0, 0.1), (150, 0)])
def test_a_batch_that_is_stopped_ends_with_whole_files(
    clinic: Path, number: signal.Signals, count: int, later: float
) -> None:
    """Ctrl-C goes to the workers too, some of which are just starting, and some people insist."""
    name = f"stopped-{number.name}"
    process = started(clinic, "list.csv", "-o", name)
    wait_for(clinic / name, count, process)
    while not workers_of(process):
        sleep(0.001)
    sleep(later)
    for _ in range(2):
        if number == signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        sleep(0.05)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    lines = [line for line in err.splitlines() if line]
    assert lines[0] == "stopping: what is made is kept whole"
    assert lines[1].startswith("stopped: ")
    assert lines[1].endswith("run it again to go on")
    assert len(lines) == 2
    assert_nobody_left(process.pid)
    assert_whole(clinic / name)
    assert_parts_are_whole(clinic, clinic / name)
    if count > 1:
        assert finished(clinic, "list.csv", "-o", name).returncode == 0
        assert_is_whole(clinic, clinic / name)


def test_what_was_stopped_can_be_verified(clinic: Path) -> None:
    """Between two runs the manifest is as good as at their end."""
    process = started(clinic, "list.csv", "-o", "between")
    wait_for(clinic / "between", 100, process)
    process.terminate()
    process.communicate(timeout=30)
    assert run("verify", clinic / "between").exit_code == 0
    assert 100 <= len(records(clinic / "between")) < COUNT
