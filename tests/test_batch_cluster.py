"""A batch on dask's workers: the same bytes, no row lost, nothing of a patient left behind."""

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from msgspec import msgpack

from faulty import Deadly, Telling
from handout.batch.cluster import parcel
from handout.batch.cluster.desk import Desk, Kit, Unlike
from handout.batch.manifest import NAME
from handout.batch.plan import Task
from handout.batch.pool import Pool
from handout.batch.store import Folder, Store
from handout.batch.work import Done, Shop
from handout.batch.workers import Limits, Workers
from handout.errors import ExitCode, HandoutError
from small_batches import FAMILY, Inline, asked, job, made, table
from workspaces import PRIVATE, make_workspace, run, stand_in_workspace

distributed = pytest.importorskip("distributed")
psutil = pytest.importorskip("psutil")

from handout.batch.cluster import joining, way  # noqa: E402
from handout.batch.cluster.way import Cluster  # noqa: E402

# Dask leaves a connection to a worker that dies for the collector of garbage to close.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <ssl.SSLSocket:pytest.PytestUnraisableExceptionWarning"
)

LIMITS = Limits(2)


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """What dask leaves is collected here, and disturbs no other test."""
    yield
    gc.collect()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a topic of a few lines."""
    return make_workspace(tmp_path / "clinic")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers, which knows nothing of batches."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=2, host="127.0.0.1", dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:  # fmt: skip
        yield cluster.scheduler_address


def contents(store: Store) -> dict[str, bytes | None]:
    """What a folder holds, without its lock."""
    return {name: store.get(name) for name in store.names() if name != ".lock"}


def inline(folder: Path, tmp_path: Path, people: int) -> dict[str, bytes | None]:
    """What a batch makes in this process."""
    store, question = Folder(tmp_path / "inline"), asked(folder, tmp_path / "presses")
    made(job(table(people), question, store), Inline(question, store))
    return contents(store)


class Watched:
    """A cluster of whose workers one is killed on the way."""

    def __init__(self, real: Cluster) -> None:
        self._real = real
        self._others = workers_here()

    def results(self, chunks: Iterable[tuple[Task, ...]]) -> Generator[tuple[Done, ...]]:
        """What the cluster says; after the fifth answer one of its workers is killed."""
        for turn, dones in enumerate(self._real.results(chunks)):
            if turn == 5:
                own = [one for one in workers_here() if one not in self._others]
                os.kill(own[0], signal.SIGKILL)
            yield dones


def workers_here() -> list[int]:
    """The processes of workers that were started by this one."""
    return [
        one.pid
        for one in psutil.Process().children(recursive=True)
        if any("spawn_main" in word for word in one.cmdline())
    ]


@pytest.mark.slow
def test_a_killed_worker_costs_no_row(folder: Path, tmp_path: Path) -> None:
    """2,000 rows with a worker killed on the way: all there, the same bytes as the pool's."""
    found, others = [], workers_here()
    for name in ("pool", "cluster"):
        store, question = Folder(tmp_path / name), asked(folder, tmp_path / "presses")
        if name == "pool":
            maker: Any = Pool(Workers(LIMITS), question, None, store.spool)
        else:
            maker = Watched(Cluster("local", question, None, store.spool, LIMITS))
        rows = made(job(table(2000), question, store), maker)
        assert sorted(row.row for row in rows) == [*range(2, 2002)]
        assert not any(row.is_refused for row in rows)
        found.append(contents(store))
    assert len(found[0]) == 2001
    assert found[0][NAME] == found[1][NAME], "each file has its record, with its sha256"
    assert found[0] == found[1]
    assert workers_here() == others


def test_a_scheduler_somewhere_gives_the_same_bytes(
    scheduler: str, folder: Path, tmp_path: Path
) -> None:
    """Its workers get the workspace, make the leaflets and keep nothing."""
    store, question = Folder(tmp_path / "out"), asked(folder, tmp_path / "presses")
    rows = made(
        job(table(60), question, store), Cluster(scheduler, question, None, store.spool, LIMITS)
    )
    assert len(rows) == 60
    assert contents(store) == inline(folder, tmp_path, 60)
    with distributed.Client(scheduler, set_as_default=False) as client:
        kept = client.run(left_behind)
        assert client.run(lambda dask_worker: len(dask_worker.data)) == dict.fromkeys(kept, 0)
    assert len(kept) == 2
    assert not any(kept.values())


def left_behind(dask_worker: Any) -> list[str]:
    """What a worker still has of a batch: plugins, and folders."""
    folders = Path(dask_worker.local_directory).glob("handout-*")
    return [*(one for one in dask_worker.plugins if "handout" in one), *map(str, folders)]


def test_a_row_that_kills_its_workers_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The rest of its chunk and its neighbours are made; nothing of anybody is logged."""
    monkeypatch.setitem(joining._SETTINGS, "distributed.scheduler.allowed-failures", 0)
    store, question = Folder(tmp_path / "out"), asked(folder, tmp_path / "presses")
    maker = Cluster("local", question, None, store.spool, LIMITS, Deadly)
    rows = made(job(table(20), question, store), maker)
    refused = [row for row in rows if row.is_refused]
    assert [row.row for row in refused] == [5]
    assert "it stops its worker, perhaps for want of memory" in refused[0].problems[0].message
    assert len(rows) == 20
    assert capfd.readouterr().err == ""


def test_a_row_that_takes_too_long_is_named(scheduler: str, folder: Path, tmp_path: Path) -> None:
    """Its time is kept at the worker, which is then started again."""
    store, question = Folder(tmp_path / "out"), asked(folder, tmp_path / "presses")
    with distributed.Client(scheduler, set_as_default=False) as client:
        before = client.run(os.getpid)
        maker = Cluster(scheduler, question, None, store.spool, Limits(1, 0.0002))
        rows = made(job(table(2), question, store), maker)
        assert client.run(os.getpid) != before
    assert len(rows) == 2
    for row in rows:
        (problem,) = row.problems
        assert problem.message == "its leaflet cannot be made: it takes longer than 0.0002 seconds"


@pytest.mark.parametrize("shop", [Telling, Shop])
def test_logs_hold_nothing_of_a_patient(
    shop: type[Shop], folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither a leaflet nor a task that fails at a worker is logged with its words."""
    store, question = Folder(tmp_path / "out"), asked(folder, tmp_path / "presses")
    tasks = []
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        maker = Cluster(cluster.scheduler_address, question, None, store.spool, Limits(1), shop)
        rows = made(job(table(3), question, store), kept(maker, tasks))
        client.run(lambda: logging.getLogger("distributed.worker").setLevel(logging.INFO))
        future = client.submit(way._work, "nobody", tasks[0], pure=False)
        with pytest.raises(KeyError):
            future.result()
        logged = str(client.get_worker_logs()) + str(cluster.get_logs())
    assert len(rows) == 3
    assert all(row.is_refused for row in rows) is (shop is Telling)
    assert "Compute Failed" in logged
    told = logged + "".join(capfd.readouterr()) + repr(tasks) + repr([row.problems for row in rows])
    assert not [word for word in ("Perpetua", FAMILY, "ZX-0", "1960") if word in told]


class kept:  # noqa: N801
    """A way whose chunks are kept in a list."""

    def __init__(self, real: Cluster, tasks: list[tuple[Task, ...]]) -> None:
        self._real = real
        self._tasks = tasks

    def results(self, chunks: Iterable[tuple[Task, ...]]) -> Generator[tuple[Done, ...]]:
        """What the real one says."""
        return self._real.results(one for one in chunks if not self._tasks.append(one))


def test_reprs_have_no_words_of_a_patient(folder: Path, tmp_path: Path) -> None:
    """A task and what became of it may get into a log or a traceback."""
    store, question = Folder(tmp_path / "out"), asked(folder, tmp_path / "presses")
    tasks: list[tuple[Task, ...]] = []
    made(job(table(1), question, store), kept(Inline(question, store), tasks))  # type: ignore[arg-type]
    assert repr(tasks[0][0]) == "Task(row=2)"
    assert repr(Done(tasks[0][0], ())) == "Done(row=2)"


def test_local_workers_are_alone_on_this_computer(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They listen to this computer only, ask for a key, and there is no dashboard."""
    others = workers_here()
    with joining.joined("local", Limits(1)) as client:
        info = client.scheduler_info()
        assert info["address"].startswith("tls://127.0.0.1:")
        before = client.run(os.getpid)
        for pid in before.values():
            os.kill(pid, signal.SIGINT)
        time.sleep(0.5)
        assert client.run(os.getpid) == before
        for page in ("status", "info/main/workers.html", "metrics", "json/index.html", "health"):
            with pytest.raises(HTTPError, match="404"):
                urlopen(f"http://127.0.0.1:{info['services']['dashboard']}/{page}")
        processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
        places = {
            one.laddr.ip
            for process in processes
            for one in process.net_connections("inet")
            if one.status == psutil.CONN_LISTEN
        }
        assert places == {"127.0.0.1"}
        plain = info["address"].replace("tls", "tcp")
        monkeypatch.setattr(joining, "_PATIENCE", 1.0)
        with pytest.raises(HandoutError, match="no scheduler answers"), _joined(plain):
            pass
    assert workers_here() == others


def _joined(address: str) -> Any:
    return joining.joined(address, LIMITS)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "tls://127.0.0.1:1"])
def test_a_scheduler_that_does_not_answer_is_one_message(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within some ten seconds, with 4, and nothing made."""
    stand_in_workspace(tmp_path, monkeypatch)
    monkeypatch.setattr(joining, "_PATIENCE", 2.0)
    Path("list.csv").write_text(f"id,given,family\nZX-1,Perpetua,{FAMILY}\n", "utf-8")
    before = time.monotonic()
    done = run("batch", "list.csv", "--topic", "rest", "--cluster", address)
    assert time.monotonic() - before < 5
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert f"{address}: no scheduler answers here" in done.stderr
    assert not [*Path("output/list").glob("*.pdf")]


def test_the_patience_for_a_scheduler_is_ten_seconds() -> None:
    """The test above waits less."""
    assert joining._PATIENCE == 10


def test_the_command_works_with_a_scheduler(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--cluster` makes what the command makes without it, and a second run makes nothing."""
    stand_in_workspace(tmp_path, monkeypatch)
    Path("list.csv").write_text(f"id,given,family\nZX-1,Perpetua,{FAMILY}\n", "utf-8")
    words = ("batch", "list.csv", "--topic", "rest")
    assert run(*words, "--cluster", scheduler, "-o", "there").exit_code == ExitCode.DONE
    assert run(*words, "--workers", "1", "-o", "here").exit_code == ExitCode.DONE
    for name in ("00002-ZX-1-rest.pdf", NAME):
        assert Path("there", name).read_bytes() == Path("here", name).read_bytes()


def test_without_dask_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plain installation has none: it ends with 4 and the command that helps."""
    stand_in_workspace(tmp_path, monkeypatch)
    Path("list.csv").write_text(f"id,given,family\nZX-1,Perpetua,{FAMILY}\n", "utf-8")
    monkeypatch.setitem(sys.modules, "handout.batch.cluster.way", None)
    done = run("batch", "list.csv", "--topic", "rest", "--cluster", "local")
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert "pip install 'clinic-handout[cluster]'" in done.stderr
    both = run("batch", "list.csv", "--print-run", "post.pdf", "--cluster", "local")
    assert both.exit_code == ExitCode.USAGE


@pytest.mark.parametrize("version", [None, "0.0.9"])
def test_workers_of_another_version_are_named(
    version: str | None, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message says what is there and what is here."""
    if version:
        monkeypatch.setattr(joining, "__version__", "9.9.9")
        said = f"has handout {joining.pydoc.locate('handout.__version__')}, and this computer 9.9.9"
    else:
        monkeypatch.setattr(joining.pydoc, "locate", print)
        said = "has no handout, and this computer"
    with pytest.raises(HandoutError, match=said) as refused, _joined(scheduler):
        pass
    assert refused.value.code is ExitCode.ENVIRONMENT


def test_workers_with_other_files_are_refused(
    scheduler: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same version is not enough where somebody has changed the program or its library."""
    monkeypatch.setattr(way, "program", lambda: "changed")
    store, question = Folder(tmp_path / "out"), asked(folder, tmp_path / "presses")
    maker = Cluster(scheduler, question, None, store.spool, LIMITS)
    with pytest.raises(HandoutError, match="other files of handout") as refused:
        made(job(table(2), question, store), maker)
    assert refused.value.code is ExitCode.ENVIRONMENT


def kit(folder: Path, tmp_path: Path) -> Kit:
    """What is sent to workers for the workspace."""
    question = asked(folder, tmp_path / "presses")
    return Cluster("local", question, None, tmp_path, LIMITS)._kit()


def test_a_parcel_that_was_changed_on_the_way_is_refused(folder: Path, tmp_path: Path) -> None:
    """Its digest is looked at before it is opened."""
    from msgspec import structs

    sent = kit(folder, tmp_path)
    (tmp_path / "worker").mkdir()
    with pytest.raises(Unlike, match="did not come to a worker as it was sent"):
        Desk(structs.replace(sent, parcel=sent.parcel + b" "), str(tmp_path / "worker"))
    desk = Desk(sent, str(tmp_path / "worker"))
    (place,) = (tmp_path / "worker").iterdir()
    assert place.stat().st_mode & 0o777 == 0o700
    desk.close()
    assert not [*(tmp_path / "worker").iterdir()]


def test_a_parcel_has_what_leaflets_are_made_from_and_nothing_else(folder: Path) -> None:
    """No visit, no table, no output, nothing hidden; pictures elsewhere that a file names."""
    for name, text in {
        "handouts/figures/foot.yaml": "size: [1, 1]\nshapes: []\n",
        "pictures/clinic.png": "picture", "pictures/unused.png": "picture",
        "drawings/knee.yaml": "size: [1, 1]\nshapes: []\n", "scans/rest.yaml": "patient: x\n",
        "templates/own.yaml": "a: b\n", "fonts/Own/Own-Bold.ttf": "font", "list.csv": "id\n",
        "output/list/a.png": "leaflet", ".git/config.yaml": "x", "handouts/.old.yaml": "x",
        "handouts/rest.docx": "x",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    with (folder / "clinic.yaml").open("a") as clinic:
        clinic.write("logo: pictures/clinic.png\n# drawings/knee, visit and scans/rest\n")
    data = parcel.zlib.decompress(parcel.packed(folder))
    assert {one["path"] for one in msgpack.decode(data)} == {
        "clinic.yaml", "handouts/rest.yaml", "handouts/figures/foot.yaml", "templates/own.yaml",
        "fonts/Own/Own-Bold.ttf", "pictures/clinic.png", "drawings/knee.yaml",
    }  # fmt: skip
    assert not [word for word in PRIVATE if word.encode() in data]


@pytest.mark.parametrize("path", ["../out.yaml", "/out.yaml", "a/../../out.yaml", "C:\\out", ""])
def test_a_parcel_cannot_write_elsewhere(path: str, tmp_path: Path) -> None:
    """Paths that lead out of the folder are refused."""
    data = parcel.zlib.compress(msgpack.encode([{"path": path, "data": b"x"}]))
    (tmp_path / "folder").mkdir()
    with pytest.raises(ValueError, match="a path that"):
        parcel.unpack(data, tmp_path / "folder")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_a_workspace_that_is_too_large_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do about it."""
    monkeypatch.setattr(parcel, "LARGEST", 500)
    with pytest.raises(HandoutError, match="the workspace takes more than") as refused:
        parcel.packed(folder)
    assert "handouts/, templates/ and fonts/" in str(refused.value)


def test_problems_name_files_of_this_computer(folder: Path, tmp_path: Path) -> None:
    """A worker's own folder is nobody's business; its messages have the paths that we know."""
    from handout.errors import Place, Problem

    (tmp_path / "worker").mkdir()
    desk = Desk(kit(folder, tmp_path), str(tmp_path / "worker"))
    there = f"{desk._folder}/workspace"
    told = desk._at_home(Problem(f"no look in {there}", Place(f"{there}/handouts/rest.yaml", 3)))
    desk.close()
    assert told == Problem(f"no look in {folder}", Place(f"{folder}/handouts/rest.yaml", 3))
