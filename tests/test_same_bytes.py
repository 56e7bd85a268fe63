"""The same input gives the same file: in every process, in any order."""

import hashlib
import os
import random
import subprocess
import sys

import pytest

from handout.pages import press
from handout.pages.fonts import open_face, open_faces
from sheets import ROOT
from shipped import ORDERS, made, shipped, visit

pytestmark = pytest.mark.slow

SOME = (
    "sciatica leaflet generic", "sciatica large-print full", "footwear letter jo",
    "exercises-back leaflet full", "card jo", "pack full",
)  # fmt: skip

TELL = """
import hashlib
from shipped import shipped
for name in {names!r}:
    print(name, hashlib.sha256(shipped(name).pdf).hexdigest())
"""


def digests(seed: str, names: tuple[str, ...]) -> dict[str, str]:
    """What a process of its own makes, with its own order of sets."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run(
        [sys.executable, "-c", TELL.format(names=names)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())


def test_two_processes_make_the_same_bytes() -> None:
    first, second = digests("1", SOME), digests("4242", SOME[::-1])
    assert first == second
    assert len(set(first.values())) == len(SOME)
    own = {name: hashlib.sha256(shipped(name).pdf).hexdigest() for name in SOME}
    assert own == first


def test_the_order_of_printing_changes_nothing() -> None:
    names = list(ORDERS)
    wanted = {name: shipped(name).pdf for name in names}
    random.Random(3).shuffle(names)
    for remembered in (open_face, open_faces, press._rebuilt):
        remembered.cache_clear()
    for name in names:
        order, visitor = ORDERS[name]
        assert made(order, visit(visitor) if visitor else None).pdf == wanted[name], name
    assert len(set(wanted.values())) == len(names)
