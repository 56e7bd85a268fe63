"""What the files of a batch are called: never after a patient.

In: a template such as `{row}-{id}-{topic}.pdf`. Out: names of letters, digits, `-` and `_` that are
good on every computer, each once in the batch.
"""

import re
import unicodedata
from hashlib import blake2b
from string import Formatter

from msgspec import Struct

from handout.errors import fail

SALT = ".salt"
"""The file of a batch that keeps what ids are hashed with."""

USUAL = "{row}-{id}-{topic}.pdf"
_FIELDS = ("row", "id", "topic", "look", "language", "date")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_LONGEST_PART = 60
_LONGEST = 200


class Subject(Struct, frozen=True):
    """What a name can tell of a leaflet. date: the visit's, as year-month-day, or empty."""

    row: int
    id: str
    topics: tuple[str, ...]
    look: str
    language: str
    date: str


class Names(Struct, frozen=True):
    """The rule for names. salt: ids are hashed with it; empty where they are printed as they are.

    Source of the hash: BLAKE2b with a key (RFC 7693), so that a short id cannot be guessed from
    its digest by whoever has the file's name only.
    """

    template: str
    salt: bytes = b""

    def name(self, subject: Subject) -> str:
        """The name of the leaflet's file."""
        parts = {
            "row": f"{subject.row:05}",
            "id": self._id(subject.id),
            "topic": safe("-and-".join(subject.topics[:3])),
            "look": safe(subject.look),
            "language": safe(subject.language),
            "date": subject.date,
        }
        stem = self.template.removesuffix(".pdf").format(**parts)
        stem = re.sub(r"-{2,}", "-", stem).strip("-_")[:_LONGEST]
        return f"x-{stem}.pdf" if not stem or _RESERVED.fullmatch(stem) else f"{stem}.pdf"

    def _id(self, given: str) -> str:
        if not self.salt:
            return safe(given)
        return blake2b(given.encode(), key=self.salt, digest_size=8).hexdigest()


def names(template: str, salt: bytes = b"") -> Names:
    """The rule that a template says.

    Raises: HandoutError for a template with another field, with a folder, or of no fixed form.
    """
    try:
        parts = tuple(Formatter().parse(template.removesuffix(".pdf")))
    except ValueError:
        parts = ()
    fields = [name for _, name, _, _ in parts if name is not None]
    unknown = next((name for name in fields if name not in _FIELDS), None)
    if unknown is not None:
        why = "a name of a file tells nobody's name" if unknown else "a field needs a name"
        fail(
            f"--names has the field {{{unknown}}}: {why}",
            hint=f"use {', '.join(f'{{{one}}}' for one in _FIELDS)}",
        )
    plain = "".join(text for text, *_ in parts)
    is_bare = all(not form and not turn for _, _, form, turn in parts)
    if not fields or not is_bare or not re.fullmatch(r"[A-Za-z0-9_-]*", plain):
        fail(
            f"--names is {template[:_LONGEST]!r}",
            hint=f"letters, digits, - and _ with fields, such as {USUAL}",
        )
    return Names(template, salt)


def folded(name: str) -> str:
    """The name as file systems compare it that know no capitals or composed letters."""
    return unicodedata.normalize("NFKC", name).casefold()


def safe(text: str) -> str:
    """The text as part of a name: letters and digits, with `-` for all else."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", plain).strip("-")[:_LONGEST_PART]
