"""A workspace as it was at a revision of its git repository.

Git is asked for objects only, by a fixed list of arguments and without a shell: what a revision is
called, which files it has, what is in them. Nothing of the repository is run that way, neither
hooks nor filters (`git archive` runs those that unpack large files) nor a transfer, and nothing of
it is changed. Files are written by us, as plain files inside one folder.
"""

import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from shutil import which

from msgspec import Struct

from handout.errors import ExitCode, fail
from handout.files import reason
from handout.library import PICTURE_SUFFIXES

_FOLDERS = ("handouts", "templates", "fonts")
_LARGEST_FILE = 50_000_000
_PLAIN_FILE, _PROGRAM, _LINK = "100644", "100755", "120000"
_LONGEST_REVISION = 200
_SAFE = (
    "--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=",
)  # fmt: skip


class Repository(Struct, frozen=True):
    """The repository that a folder is in, as git sees it.

    inside: where in the repository the folder is, empty or with a slash at its end.
    environment: for git alone, without what would lead it elsewhere or to the network.
    """

    git: str
    folder: Path
    inside: str
    environment: tuple[tuple[str, str], ...]


class Revision(Struct, frozen=True):
    """A commit by the name it was asked for, and the day it was made."""

    name: str
    commit: str
    day: str


class _Entry(Struct, frozen=True):
    """A file of a revision. mode: what git says it is. name: from the workspace."""

    mode: str
    blob: str
    size: int
    name: PurePosixPath


def repository(folder: Path, environment: Mapping[str, str]) -> Repository:
    """The repository that the folder is in.

    Raises: HandoutError when git is missing, or knows of no repository there.
    """
    git = which("git", path=environment.get("PATH"))
    if git is None:
        fail("git is not installed", hint="install it, or compare with a folder or a PDF",
             code=ExitCode.ENVIRONMENT)  # fmt: skip
    kept = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    kept |= {
        "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }  # fmt: skip
    here = Repository(git, folder, "", tuple(kept.items()))
    done = _run(here, ("rev-parse", "--show-prefix"))
    if done.returncode:
        fail(
            f"{folder} is not in a git repository that can be read",
            hint=_said(done) or "compare with a folder or a PDF",
            code=ExitCode.ENVIRONMENT,
        )
    inside = done.stdout.decode(errors="surrogateescape").removesuffix("\n")
    return Repository(git, folder, inside, here.environment)


def revision(name: str, where: Repository) -> Revision | None:
    """The commit of that name; None where there is none."""
    if not name or name.startswith("-") or not name.isprintable() or len(name) > _LONGEST_REVISION:
        return None
    asked = ("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    done = _run(where, asked)
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode or not commit.isalnum():
        return None
    about = _run(where, ("cat-file", "commit", commit)).stdout.decode(errors="replace")
    return Revision(name, commit, _day(about))


def _day(commit: str) -> str:
    """The day a commit was made, where it was made; empty where it cannot be read."""
    lines = (line for line in commit.partition("\n\n")[0].split("\n"))
    line = next((line for line in lines if line.startswith("committer ")), "")
    try:
        seconds, offset = line.split()[-2:]
        away = timedelta(hours=int(offset[:3]), minutes=int(offset[0] + offset[3:]))
        return (datetime.fromtimestamp(int(seconds), UTC) + away).date().isoformat()
    except (ValueError, IndexError, OverflowError, OSError):
        return ""


def unpack(wanted: Revision, where: Repository, folder: Path, without: str = "") -> None:
    """The workspace's files as they were are in the folder, which is empty before.

    without: a folder of the workspace to leave out.
    Raises: HandoutError when there was no workspace, or the files cannot be read or written.
    """
    entries = tuple(
        entry
        for entry in _entries(wanted, where)
        if not without or not entry.name.is_relative_to(without)
    )
    if not any(str(entry.name) == "clinic.yaml" for entry in entries):
        fail(
            f"there is no workspace at {wanted.name}: it has no {where.inside}clinic.yaml",
            hint="name a later revision",
        )
    contents = _contents(tuple(dict.fromkeys(entry.blob for entry in entries)), where)
    targets = {str(entry.name): contents[entry.blob] for entry in entries if entry.mode != _LINK}
    try:
        for entry in entries:
            data = contents[entry.blob]
            if entry.mode == _LINK:
                leads_to = _leads_to(entry.name, data)
                if leads_to not in targets:
                    continue  # It leads to a folder, to another link or outside.
                data = targets[leads_to]
            path = folder.joinpath(*entry.name.parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        fail(f"{wanted.name} cannot be unpacked: {reason(error)}", code=ExitCode.ENVIRONMENT)


def _entries(wanted: Revision, where: Repository) -> Iterator[_Entry]:
    """The files a workspace can be made of; no name leads out of it."""
    asked = ("ls-tree", "-r", "-z", "-l", "--full-tree", wanted.commit, "--")
    path = (where.inside,) if where.inside else ()
    done = _run(where, (*asked, *path))
    if done.returncode:
        fail(f"the files of {wanted.name} cannot be read", hint=_said(done),
             code=ExitCode.ENVIRONMENT)  # fmt: skip
    for line in done.stdout.decode(errors="surrogateescape").split("\0"):
        about, tab, full = line.partition("\t")
        parts = about.split()
        if not tab or len(parts) != 4 or not full.startswith(where.inside):
            continue
        mode, _, blob, size = parts
        name = PurePosixPath(full.removeprefix(where.inside))
        if mode in (_PLAIN_FILE, _PROGRAM, _LINK) and _is_wanted(name):
            entry = _Entry(mode, blob, int(size), name)
            if entry.size <= _LARGEST_FILE:
                yield entry


def _is_wanted(name: PurePosixPath) -> bool:
    """Whether a workspace can be made of it: its own folders, and pictures wherever they are."""
    if name.is_absolute() or any(
        part == ".." or set(part) & set('\\:*?"<>|') for part in name.parts
    ):
        return False
    return (
        str(name) == "clinic.yaml"
        or name.parts[0] in _FOLDERS
        or name.suffix.lower() in PICTURE_SUFFIXES
    )


def _leads_to(name: PurePosixPath, link: bytes) -> str:
    """The name from the workspace that a link leads to; what leads outside is nobody's name."""
    parts = list(name.parent.parts)
    for part in link.decode(errors="surrogateescape").split("/"):
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "" if link.startswith(b"/") else "/".join(parts)


def _contents(blobs: tuple[str, ...], where: Repository) -> dict[str, bytes]:
    """What is in each blob, exactly as it was committed."""
    done = _run(where, ("cat-file", "--batch"), "\n".join((*blobs, "")).encode("ascii"))
    found: dict[str, bytes] = {}
    start = 0
    for blob in blobs:
        end = done.stdout.find(b"\n", start)
        head = done.stdout[start:end].split()
        if end < 0 or len(head) != 3:
            fail("a file of the repository is not on this computer", hint="fetch it with git first",
                 code=ExitCode.ENVIRONMENT)  # fmt: skip
        size = int(head[2])
        found[blob] = done.stdout[end + 1 : end + 1 + size]
        start = end + size + 2
    return found


def blobs(wanted: Revision, names: tuple[str, ...], where: Repository) -> tuple[bytes | None, ...]:
    """What was in files of the workspace, each exactly as it was committed; None for no file."""
    asked = "".join(f"{wanted.commit}:{where.inside}{name}\n" for name in names)
    done = _run(where, ("cat-file", "--batch"), asked.encode(errors="surrogateescape"))
    found: list[bytes | None] = []
    start = 0
    for _ in names:
        end = done.stdout.find(b"\n", start)
        head = done.stdout[start:end].split()
        is_there = end >= 0 and len(head) == 3 and head[1] == b"blob"
        size = int(head[2]) if is_there else 0
        found.append(done.stdout[end + 1 : end + 1 + size] if is_there else None)
        start = end + 1 + (size + 1 if is_there else 0)
    return tuple(found)


def _run(
    where: Repository, arguments: tuple[str, ...], given: bytes = b""
) -> "subprocess.CompletedProcess[bytes]":
    command = (where.git, *_SAFE, "-C", str(where.folder), *arguments)
    environment = dict(where.environment)
    return subprocess.run(command, input=given, capture_output=True, env=environment, check=False)


def _said(done: "subprocess.CompletedProcess[bytes]") -> str:
    """The first line of what git complains of."""
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return "git says: " + lines[0].removeprefix("fatal: ") if lines else ""
