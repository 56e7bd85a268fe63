"""The objects of a file, numbered on from the shared ones, and its cross-reference table."""

import hashlib
from functools import lru_cache

from handout.pages.resources import Resources


@lru_cache(maxsize=16)
def _begun(data: bytes) -> "hashlib._Hash":
    """The digest of what many files begin with, to be copied and gone on with."""
    return hashlib.md5(data, usedforsecurity=False)


class Writer:
    """Objects numbered on from the shared ones, gathered for one join at the end."""

    def __init__(self, shared: Resources) -> None:
        self._offsets = list(shared.offsets)
        self._parts = [shared.data]
        self._length = len(shared.data)
        self._next = len(shared.offsets)

    def reserve(self, count: int = 1) -> int:
        """The first of `count` object numbers to be used later."""
        first = self._next + 1
        self._next += count
        self._offsets += [0] * count
        return first

    def put(self, reference: int, body: bytes) -> None:
        """Write the object that has this number."""
        self._offsets[reference - 1] = self._length
        part = b"%d 0 obj\n%s\nendobj\n" % (reference, body)
        self._parts.append(part)
        self._length += len(part)

    def add(self, body: bytes) -> int:
        """Write an object; its number."""
        reference = self.reserve()
        self.put(reference, body)
        return reference

    def finish(self, catalog: int, info: int) -> bytes:
        """The whole file."""
        body = b"".join(self._parts)
        table = b"".join([b"%010d 00000 n \n" % offset for offset in self._offsets])
        size = len(self._offsets) + 1
        digest = _begun(self._parts[0]).copy()
        digest.update(memoryview(body)[len(self._parts[0]) :])
        identity = digest.hexdigest().encode()
        return b"%sxref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n" % (  # noqa: E501
            body, size, table, size, catalog, info, identity, identity, self._length,
        )  # fmt: skip
