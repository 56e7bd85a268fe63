"""A workspace as bytes: all that leaflets are made from, and nothing of a patient.

Only what a `Library` reads is packed: clinic.yaml, YAML files, pictures and fonts in their folders,
and pictures elsewhere that one of the files names. Output, hidden files, tables and visits stay.
"""

import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

from handout.errors import ExitCode, Place, fail
from handout.files import reason
from handout.library import PICTURE_SUFFIXES, builtin, digest

LARGEST = 100_000_000
_FOLDERS = ("handouts", "templates", "fonts")
_SUFFIXES = (*PICTURE_SUFFIXES, ".ttf")
_DRAWING = re.compile(rb"^shapes:", re.MULTILINE)


class _File(Struct, frozen=True):
    """A file. path: from the root, with forward slashes."""

    path: str
    data: bytes


def packed(root: Path) -> bytes:
    """The files of a workspace.

    Raises: HandoutError when one cannot be read, or all take more than 100 MB.
    """
    files: list[_File] = []
    size = 0
    try:
        for path, data in _contents(root):
            size += len(data)
            if size > LARGEST:
                hint = "keep in handouts/, templates/ and fonts/ what leaflets are made from only"
                fail("the workspace takes more than 100 MB to send", Place(str(root)), hint)
            files.append(_File(path, data))
    except OSError as error:
        message = f"cannot be read: {reason(error)}"
        fail(message, Place(str(error.filename or root)), code=ExitCode.ENVIRONMENT)
    return zlib.compress(msgspec.msgpack.encode(files), 1)


def unpack(data: bytes, folder: Path) -> None:
    """The folder holds the files.

    Raises: ValueError for a path that leads elsewhere; OSError.
    """
    for file in msgspec.msgpack.decode(zlib.decompress(data), type=tuple[_File, ...]):
        parts = PurePosixPath(file.path).parts
        if not parts or file.path.startswith("/") or re.search(r"[\\:]", file.path):
            raise ValueError("a path that is not below the workspace")
        if ".." in parts:
            raise ValueError("a path that leads out of the workspace")
        path = folder.joinpath(*parts)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(file.data)


def program() -> str:
    """What stands for the program itself and its library: where it is the same, bytes are too."""
    package = Path(__file__).resolve().parents[2]
    own = (one for one in package.rglob("*.py") if "builtin" not in one.relative_to(package).parts)
    sources = sorted((one.relative_to(package).as_posix(), one.read_bytes()) for one in own)
    entries = (*sources, *_contents(builtin()))
    return digest("\n".join(f"{path} {digest(data)}" for path, data in entries).encode())


def _contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """The path of each file to be packed, in order, and what it holds."""
    texts = []
    for path in _inside(root):
        data = path.read_bytes()
        if path.suffix == ".yaml":
            texts.append(data)
        yield path.relative_to(root).as_posix(), data
    if root == builtin():
        return
    text = b"\n".join(texts)
    for path in _files(root, root):
        name = path.relative_to(root).as_posix()
        if path.suffix.lower() in PICTURE_SUFFIXES and _is_named(name, text):
            data = path.read_bytes()
            if path.suffix != ".yaml" or _DRAWING.search(data):
                yield name, data


def _inside(root: Path) -> Iterator[Path]:
    """The clinic's file, and what is in the folders of a workspace."""
    if (root / "clinic.yaml").is_file():
        yield root / "clinic.yaml"
    for folder in _FOLDERS:
        for path in _files(root / folder, root):
            if path.suffix.lower() in _SUFFIXES:
                yield path


def _files(folder: Path, root: Path) -> Iterator[Path]:
    """Every file below a folder, in order, but none that is hidden; of the root only the rest."""
    seen = set()
    skipped = (*_FOLDERS, "output") if folder == root else ()
    for place, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:  # A link that leads back.
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(one for one in folders if one[0] != "." and one not in skipped)
        skipped = ()
        for name in sorted(names):
            path = Path(place, name)
            if name[0] != "." and path.is_file() and path != root / "clinic.yaml":
                yield path


def _is_named(name: str, text: bytes) -> bool:
    """Whether a picture is named in a text, with its ending or without."""
    stem = name[: name.rindex(".")]
    return (
        name.encode() in text
        or re.search(rb"(?<![\w./-])" + re.escape(stem.encode()) + rb"(?![\w./-])", text)
        is not None
    )
