"""What a batch tells in tables, for the person who corrects the list.

A spreadsheet takes a cell that starts with certain signs for a formula; none of ours is one.
"""

import csv
import io
from collections.abc import Iterable

from handout.batch import manifest
from handout.batch.index import Index
from handout.batch.manifest import Record
from handout.batch.store import Store

REFUSED = "refused.csv"
"""The file of a batch that says which rows were refused; there is none when no row was."""

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula.

    Source: OWASP, CSV Injection.
    """
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """The rows as CSV (RFC 4180) that spreadsheets read as UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([heads, *(tuple(map(plain, row)) for row in rows)])
    return out.getvalue().encode("utf-8-sig")


def refused(records: Iterable[Record]) -> bytes:
    """The rows without a leaflet and why, a line for each problem; empty where there are none."""
    found = ((str(one.row), message) for one in records if not one.file for message in one.problem)
    lines = tuple(dict.fromkeys(found))
    return table(("row", "problem"), lines) if lines else b""


def tell_refused(store: Store) -> None:
    """The store says which rows were refused, as its manifest has them."""
    with store.reader(manifest.NAME) as stream:
        data = refused(Index(stream).standing())
    if data:
        store.put(REFUSED, data)
    elif store.get(REFUSED) is not None:
        store.remove(REFUSED)
