"""Objects below an address of storage, by name: put, fetched, moved and deleted, each whole.

Whatever the storage says when it fails becomes one HandoutError (environment). Its own words are
kept out of that: they may name an object, and so tell a patient's id.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from handout.errors import ExitCode, HandoutError, Place, fail

MEND = "what is made is safe: mend this, and run the same command again"


class Objects:
    """The objects of one batch. files: a file system of fsspec. name: the address, for messages."""

    def __init__(self, files: Any, path: str, name: str) -> None:
        self._files = files
        self._path = path
        self.name = name

    def put(self, name: str, data: bytes) -> None:
        """The object holds the data."""
        self._asked(lambda: self._files.pipe_file(self._at(name), data))

    def put_new(self, name: str, data: bytes) -> bool:
        """Whether the object holds the data, and there was none before.

        Amazon, Google, Azure and the like see to it that only one of two can do this at once. Where
        the storage does not, the one that came last has it.
        """
        if self.get(name) is not None:
            return False
        try:
            self._asked(lambda: self._create(self._at(name), data))
        except HandoutError:
            if self.get(name) is None:
                raise
        return self.get(name) == data

    def _create(self, path: str, data: bytes) -> None:
        try:
            self._files.pipe_file(path, data, mode="create")
        except TypeError:  # This storage cannot be asked for it.
            self._files.pipe_file(path, data)

    def get(self, name: str) -> bytes | None:
        """What the object holds; None where there is none."""
        found: bytes | None = self._found(lambda: self._files.cat_file(self._at(name)))
        return found

    def since(self, name: str) -> str:
        """When the object was put, by the storage's own clock; empty where it does not say."""
        with suppress(Exception):
            return f"{self._files.modified(self._at(name)):%Y-%m-%d %H:%M} UTC"
        return ""

    def names(self) -> set[str]:
        """The names of all objects that are in no folder."""
        found = self._found(lambda: self._files.ls(self._path, detail=True)) or ()
        return {one["name"].rpartition("/")[2] for one in found if one["type"] == "file"}

    def move(self, name: str, new: str) -> None:
        """The object has the new name."""
        self._asked(lambda: self._files.mv(self._at(name), self._at(new)))

    def delete(self, name: str) -> None:
        """There is no such object."""
        self._found(lambda: self._files.rm_file(self._at(name)))

    def _at(self, name: str) -> str:
        return f"{self._path}/{name}"

    def _found(self, ask: Callable[[], Any]) -> Any:
        """What the storage answers; None where it has no such object."""
        try:
            return ask()
        except FileNotFoundError:
            return None
        except Exception as error:
            self._refuse(error)

    def _asked(self, ask: Callable[[], Any]) -> None:
        try:
            ask()
        except Exception as error:  # Each kind of storage has errors of its own.
            self._refuse(error)

    def _refuse(self, error: Exception) -> NoReturn:
        message = f"the storage cannot be used: {words_of(error)}"
        fail(message, Place(self.name), MEND, ExitCode.ENVIRONMENT)


def words_of(error: Exception) -> str:
    """What went wrong, without the storage's own words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such bucket"
    if isinstance(error, PermissionError):
        return "it does not let you in with these keys"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()
