"""Passwords of files, from a table of their own: two columns, `id` and `password`.

No message has a password or an id in it: it names the row.
"""

import csv
import io

from handout.batch.encoding import letters_of
from handout.errors import HandoutError, Place, Problem, fail
from handout.source.nodes import composed

SHORTEST = 8
LONGEST = 127
"""In bytes of UTF-8 (ISO 32000-2, 7.6.4.3.3)."""

_HINT = "a table with the headings id and password, and each id once"


def wrong_with(password: str) -> str:
    """Why no file can have the password; empty where it can."""
    if len(password) < SHORTEST:
        return f"a password needs {SHORTEST} characters or more"
    if len(password.encode()) > LONGEST:
        return f"a password can have {LONGEST} bytes at most"
    return ""


def passwords_in(data: bytes, file: str) -> dict[str, str]:
    """The password of each id.

    Raises: HandoutError with everything that is wrong with the table.
    """
    text = data.decode(letters_of(data, file, "").codec)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        fail("a quote is not closed, or stands within a text", Place(file), _HINT)
    heads = [cell.strip().lower() for cell in rows[0]] if rows else []
    if sorted(heads) != ["id", "password"]:
        fail("these are not the headings id and password", Place(file, 1), _HINT)
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for number, cells in enumerate(rows[1:], 2):
        if not any(cells):
            continue
        told = "the row needs two cells" if len(cells) != 2 else ""
        values = dict(zip(heads, cells, strict=False))
        name = composed(values.get("id", "").strip())
        password = composed(values.get("password", ""))
        told = told or ("the id is given twice" if name in found else wrong_with(password))
        if told:
            problems.append(Problem(told, Place(file, number), _HINT))
        found[name] = password
    if problems:
        raise HandoutError(problems)
    return found
