"""Batches in object storage: whole objects, a growing manifest, one run at a time, clear words."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handout.batch import cloud, manifest
from handout.batch.cloud import Cloud, place_of
from handout.batch.store import Folder, Store
from handout.batch.verify import verify
from handout.errors import ExitCode, HandoutError
from small_batches import FAMILY, Inline, asked, job, made, table
from workspaces import make_workspace, run, stand_in_workspace

fsspec = pytest.importorskip("fsspec")
KEYS = {
    "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
}  # fmt: skip


@pytest.fixture
def memory() -> Iterator[str]:
    """An address in the memory of this process."""
    files = fsspec.filesystem("memory")
    files.store.clear()
    yield "memory://bucket/list"
    files.store.clear()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server here that speaks S3."""
    pytest.importorskip("s3fs")
    started = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    started.start()
    yield "http://{}:{}".format(*started.get_host_and_port())
    started.stop()


@pytest.fixture
def s3(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """An address in an empty bucket of the server."""
    for name, value in (KEYS | {"AWS_ENDPOINT_URL": server, "HOME": str(tmp_path)}).items():
        monkeypatch.setenv(name, value)
    files = fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
    if files.exists("bucket"):
        files.rm("bucket", recursive=True)
    files.mkdir("bucket")
    return "s3://bucket/clinic lists/tomorrow"


@pytest.fixture(params=("memory", "s3"))
def address(request: pytest.FixtureRequest) -> str:
    """The address of a place in each kind of storage."""
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a topic of a few lines."""
    return make_workspace(tmp_path / "clinic")


def contents(store: Store) -> dict[str, bytes | None]:
    """What a place holds; of a folder without its lock."""
    return {name: store.get(name) for name in store.names() if name != ".lock"}


def test_storage_holds_what_a_folder_holds(address: str, folder: Path, tmp_path: Path) -> None:
    """The same batch gives the same files and the same manifest, byte for byte."""
    question = asked(folder, tmp_path / "presses")
    places = (Folder(tmp_path / "out"), place_of(address), place_of(f"file://{tmp_path}/again"))
    for store in places:
        rows = made(job(table(20), question, store), Inline(question, store))
        assert len(rows) == 20
        assert not any(row.is_refused for row in rows)
    first, *others = (contents(store) for store in places)
    assert len(first) == 21
    assert all(other == first for other in others)
    found = verify(place_of(address))
    assert (found.files, found.problems) == (20, ())


def test_what_is_in_storage_is_not_made_again(address: str, folder: Path, tmp_path: Path) -> None:
    """Only what lacks or was changed is made; what nobody asks for is set aside."""
    question, store = asked(folder, tmp_path / "presses"), place_of(address)
    made(job(table(5), question, store), Inline(question, store))
    store.put("00002-ZX-00000-rest.pdf", b"spoilt")
    again = Inline(question, store)
    rows = made(job(table(4), question, store), again)
    assert again.tasks == 1
    assert sum(row.was_there for row in rows) == 3
    assert store.get("set-aside/00006-ZX-00004-rest.pdf")
    assert verify(store).problems == ()


def test_a_manifest_is_sent_whole_now_and_then(
    memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is put again after so many records or seconds, not for each; its reader here sees all."""
    store, other = Cloud(memory), Cloud(memory)
    with store.held():
        store.put("m", b"head\n")
        store.append("m", b"one\n")
        assert (store.get("m"), other.get("m")) == (b"head\none\n", b"head\n")
        store.append("m", b"more\n" * 499)
        assert other.get("m") == b"head\none\n" + b"more\n" * 499
        store.append("m", b"late\n")
        assert other.get("m") != store.get("m")
        monkeypatch.setattr(cloud, "_UNSENT_SECONDS", 0)
        store.append("m", b"now\n")
        assert other.get("m") == store.get("m")
        monkeypatch.undo()
        store.append("m", b"last\n")
    assert other.get("m") == b"head\none\n" + b"more\n" * 499 + b"late\nnow\nlast\n"


def test_a_run_that_is_stopped_sends_its_manifest(
    memory: str, folder: Path, tmp_path: Path
) -> None:
    """After Ctrl-C all that was made is on record, and the next run goes on from there."""
    question, store = asked(folder, tmp_path / "presses"), Cloud(memory)
    with pytest.raises(KeyboardInterrupt):
        made(job(table(40), question, store), Inline(question, store, turns=4))
    assert verify(Cloud(memory)).files == 24
    again = Inline(question, store)
    made(job(table(40), question, store), again)
    assert again.tasks == 16


def test_a_killed_run_loses_no_row(
    memory: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of which the manifest knows nothing yet are made again, with the same bytes."""
    question, store = asked(folder, tmp_path / "presses"), Cloud(memory)
    with monkeypatch.context() as killed:
        killed.setattr(Cloud, "_send_all", lambda store: None)
        with pytest.raises(KeyboardInterrupt):
            made(job(table(40), question, store), Inline(question, store, turns=4))
    before = contents(Cloud(memory))
    assert len(before) == 25
    assert verify(Cloud(memory)).files == 0
    store = Cloud(memory)
    again = Inline(question, store)
    made(job(table(40), question, store), again)
    after = contents(store)
    assert again.tasks == 40
    assert all(after[name] == data for name, data in before.items() if name != manifest.NAME)
    assert (verify(store).files, verify(store).problems) == (40, ())


def test_the_second_of_two_runs_is_refused(address: str) -> None:
    """It is told whose the place is, since when, and how to take it over."""
    with place_of(address).held():
        with pytest.raises(HandoutError) as refused, place_of(address).held():
            pass
        assert refused.value.code is ExitCode.ENVIRONMENT
        said = str(refused.value)
        assert "is working in this place since 20" in said
        assert f"delete {place_of(address).name}/.lock and run this again" in said
    with place_of(address).held():
        pass
    assert place_of(address).get(".lock") is None


def test_only_one_of_two_gets_the_lock_at_once(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 itself refuses the second, also when both have seen that there was none."""
    with place_of(s3).held():
        late = Cloud(s3)
        answers = iter((None,))
        real = late._objects.get
        monkeypatch.setattr(late._objects, "get", lambda name: next(answers, real(name)))
        with pytest.raises(HandoutError, match="is working in this place"), late.held():
            pass


def test_a_run_that_lost_its_place_leaves_the_manifest_alone(memory: str) -> None:
    """Whoever deleted the lock has the place; the run that had it says so and changes nothing."""
    first, second = Cloud(memory), Cloud(memory)
    with pytest.raises(HandoutError, match="taken this place over"), first.held():
        first.put("m", b"first\n")
        first.append("m", b"more\n")
        fsspec.filesystem("memory").rm_file("/bucket/list/.lock")
        with second.held():
            second.put("m", b"second\n")
            first._send_all()
    assert second.get("m") == b"second\n"


def test_the_command_makes_and_verifies_in_storage(
    s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-o s3://...` and `verify s3://...` name the address as it was written."""
    stand_in_workspace(tmp_path, monkeypatch)
    Path("list.csv").write_text(f"id,given,family\nZX-1,Perpetua,{FAMILY}\n", "utf-8")
    words = ("batch", "list.csv", "--topic", "rest", "--workers", "1", "-o", s3)
    done = run(*words)
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"1 made (1 leaflet), 0 refused: {s3}" in done.stdout
    assert "1 of them before" in run(*words).stdout
    assert run("verify", s3).exit_code == ExitCode.DONE
    fsspec.filesystem("s3", skip_instance_cache=True).rm_file(f"{s3}/00002-ZX-1-rest.pdf")
    found = run("verify", s3)
    assert found.exit_code == ExitCode.CONTENT
    assert f"{s3}/00002-ZX-1-rest.pdf: the file is missing" in found.stderr


def refusal(address: str) -> HandoutError:
    """What is said of a place where nothing can be put."""
    with pytest.raises(HandoutError) as refused, place_of(address).held():
        pass
    assert refused.value.code is ExitCode.ENVIRONMENT
    assert len(refused.value.problems) == 1
    return refused.value


def test_storage_that_fails_is_one_message(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No bucket, no keys: what is wrong, where, and that nothing is lost."""
    assert "s3://none/list: the storage cannot be used: there is no such bucket" in str(
        refusal("s3://none/list")
    )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    assert "no credentials" in str(refusal(s3))


def test_a_failure_on_the_way_is_one_message_without_names(
    memory: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The storage's own words may name an object, and so an id: they are not repeated."""
    question, store = asked(folder, tmp_path / "presses"), Cloud(memory)
    files = type(fsspec.filesystem("memory"))
    real = files.pipe_file

    def failing(self: Any, path: str, value: bytes, **options: Any) -> None:
        if "ZX-00020" in path:
            raise PermissionError(f"denied: {path}")
        real(self, path, value, **options)

    monkeypatch.setattr(files, "pipe_file", failing)
    with pytest.raises(HandoutError) as stopped:
        made(job(table(40), question, store), Inline(question, store))
    assert "it does not let you in with these keys" in str(stopped.value)
    assert "ZX-" not in str(stopped.value)
    monkeypatch.undo()
    assert store.get(".lock") is None
    assert verify(store).files == 16
    made(job(table(40), question, store), Inline(question, store))
    assert (verify(store).files, verify(store).problems) == (40, ())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("gs://bucket/list", "pip install 'clinic-handout[cloud]' gcsfs"),
        ("ftp://computer/list", "ftp:// is no storage for a batch"),
        ("simplecache::s3://bucket/list", "is no storage for a batch"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(
    address: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that lacks is named with the command that installs it."""
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(HandoutError) as refused:
        place_of(address)
    assert said in str(refused.value)


def test_without_fsspec_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plain installation has no fsspec: it ends with 4 and the command that helps."""
    stand_in_workspace(tmp_path, monkeypatch)
    importlib.import_module("handout.batch.cloud")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    done = run("verify", "s3://bucket/list")
    assert done.exit_code == ExitCode.ENVIRONMENT
    assert "pip install 'clinic-handout[cloud]'" in done.stderr
