"""Small workspaces for tests of the command line: a plain clinic and topics of a few lines."""

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from handout.cli import program

HANDOUT = (sys.executable, "-m", "handout")
"""The command, for a process of its own."""

CLINIC = """\
name: Hill Clinic
language: en-GB
sites:
  - id: hill
    name: Hill
    address: [1 Hill Road]
    phone: 01632 960 555
booking:
  phone: 01632 960 556
clinicians:
  - id: ada
    name: Ada Marsh
    role: Physiotherapist
feedback: Speak to us.
other_formats: Ask us for large print, easy read or another language.
"""

TOPIC = """\
id: {topic}
kind: self-care
title: {title}
summary: This leaflet says a little about rest.
main_message: A little rest helps.
version: 1.0.0
published: 2026-01-10
review_by: 2028-01-10
owner: Clinical lead
sources:
  - title: A guide to rest
    organisation: NHS
sections:
  - heading: What is rest?
    blocks:
      - text: "{text}"
changes:
  - {{version: 1.0.0, date: 2026-01-10, note: First version.}}
"""

VISIT = """\
patient:
  id: ZX-8841
  given: Perpetua
  family: Quillfeather
visit:
  date: 2026-11-20
  clinician: ada
  found: Xylophone shoulder.
handouts: [rest]
"""

EXERCISE = """\
name: {name}
position: Stand tall.
steps: [Lift your heel.]
dose: {{reps: 5}}
feel: Your calf works.
stop_if: It hurts.
alt: A person stands.
tags: [{tags}]
language: en-GB
"""

FOOT = """\
size: [100, 50]
shapes:
  - {path: M10 10 L20 10 L20 20 Z, fill: accent, stroke: ink 45%, width: 2, dash: [3, 1]}
"""
"""A drawing without words."""

PRIVATE = ("ZX-8841", "Perpetua", "Quillfeather", "Xylophone")
"""Words of the visit that may stand in its leaflet and nowhere else."""


def topic(name: str, text: str = "Rest is good.", title: str = "") -> str:
    """The file of a topic."""
    return TOPIC.format(topic=name, title=title or name.capitalize(), text=text)


def make_workspace(folder: Path, **topics: str) -> Path:
    """A workspace with the clinic, its visit and topics: `rest` where none is given."""
    (folder / "handouts").mkdir(parents=True)
    (folder / "clinic.yaml").write_text(CLINIC, "utf-8")
    (folder / "visit.yaml").write_text(VISIT, "utf-8")
    for name, text in (topics or {"rest": topic("rest")}).items():
        (folder / "handouts" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def stand_in_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str | None = None
) -> Path:
    """A workspace to work in, with a cache of its own and, where it is given, a time of making."""
    monkeypatch.setenv("HANDOUT_CACHE", str(tmp_path / "cache"))
    if epoch is None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    else:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    folder = make_workspace(tmp_path / "clinic")
    monkeypatch.chdir(folder)
    return folder


def drawn(name: str, text: str) -> None:
    """A drawing of the workspace that is worked in."""
    folder = Path("handouts/figures")
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, "utf-8")


def add(folder: Path, name: str, text: str) -> None:
    """Write a topic's file into the workspace."""
    (folder / "handouts" / f"{name}.yaml").write_text(text, "utf-8")


def names(folder: Path) -> list[str]:
    """The names in a folder, in order."""
    return sorted(path.name for path in folder.iterdir())


def run(*arguments: str | Path, given: str | bytes | None = None) -> Result:
    """What `handout` says and does; a bug is raised."""
    result = CliRunner().invoke(program, [str(one) for one in arguments], input=given)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def files_told(result: Result) -> list[str]:
    """The files that the lines of standard output name, each with its pages."""
    lines = [
        re.fullmatch(r"(\S+)  (1 page|\d+ pages)", line) for line in result.stdout.splitlines()
    ]
    return [line[1] for line in lines if line]
