"""Typst: the words as a .typ file, the patient's through `sys.inputs`.

`source()` is the file. Run as a program with SOURCE FONTS INPUTS.json OUT.pdf this module compiles
it in a fresh process that loads only Typst and the standard library.
"""

import json
import re
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.content import Part, Patient, Table

NAME = "Typst"

_SPECIAL = re.compile(r"([\\*_#@$<>`~\[\]/=+-])")
_PANEL = ("name", "born", "number", "seen", "clinician", "next")


def source() -> str:
    """The whole .typ file; what belongs to the patient is read from `sys.inputs`."""
    from bench import content

    sections = "\n".join(
        f"== {_escaped(s.heading)}\n" + "\n".join(map(_part, s.parts)) for s in content.SECTIONS
    )
    return "\n".join((_preamble(), _front(), sections, _back()))


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)


def _preamble() -> str:
    from bench import content

    top, right, bottom, left = content.MARGINS_MM
    return f"""
#set document(title: "{content.HEAD}", author: "{content.CLINIC}")
#let accent = rgb("{content.ACCENT}")
#let tint = rgb("{content.TINT}")
#let ink = rgb("{content.INK}")
#let rule = rgb("{content.RULE}")
#set page(
  paper: "a4",
  margin: (top: {top}mm, right: {right}mm, bottom: {bottom}mm, left: {left}mm),
  footer: context [
    #line(length: 100%, stroke: 0.6pt + rule)
    #grid(columns: (1fr, auto), gutter: 24pt,
      [{_escaped(content.footer())}],
      [Page #counter(page).display("1 of 1", both: true)])
  ],
)
#set text(font: "Atkinson Hyperlegible Next", size: {content.BODY}pt, fill: ink, lang: "en",
  region: "GB", hyphenate: false)
#set smartquote(enabled: false)
#set par(leading: 0.55em, spacing: 7pt)
#set list(spacing: 6pt, marker: text(fill: accent)[•])
#set enum(spacing: 6pt)
#show heading.where(level: 1): set text(size: {content.TITLE}pt, fill: accent)
#show heading.where(level: 2): set text(size: {content.HEADING}pt, fill: accent)
#show heading.where(level: 2): set block(above: 14pt, below: 7pt)
#show figure.where(kind: table): set align(left)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.caption: it => strong(it.body)
#let framed(fill: none, stroke: 0.8pt + accent, body) = block(
  width: 100%, fill: fill, stroke: stroke, inset: 9pt, above: 8pt, below: 8pt, body)
"""


def _front() -> str:
    from bench import content

    labels = ("Name", "Date of birth", "Patient number", "Date", "Seen by", "Next appointment")
    pairs = ",\n  ".join(
        f"[*{label}:* #sys.inputs.{name}]" for label, name in zip(labels, _PANEL, strict=True)
    )
    return f"""
#let logo = box(width: 42.5pt, height: 42.5pt, {{
  place(circle(radius: 21.25pt, fill: accent))
  place(polygon(fill: white, (18.1pt, 2.1pt), (25.5pt, 2.1pt), (21.3pt, 14.9pt), (27.6pt, 25.5pt),
    (22.3pt, 40.4pt), (14.9pt, 39.3pt), (19.1pt, 26.6pt), (12.8pt, 14.9pt)))
}})
#grid(columns: (auto, 1fr), gutter: 12pt, align: horizon,
  figure(logo, alt: "Logo of {content.CLINIC}"),
  [#text(size: {content.LEAD}pt, fill: accent, weight: "bold")[{_escaped(content.CLINIC)}] \\
   {_escaped(content.STRAPLINE)}])
#line(length: 100%, stroke: 2pt + accent)
= {_escaped(content.HEAD)}
#text(size: {content.LEAD}pt)[{_escaped(content.SUMMARY)}]
#framed(grid(columns: (1fr, 1fr), gutter: 7pt,
  {pairs}))
#framed(fill: tint, stroke: (left: 4.5pt + accent),
  text(size: {content.LEAD}pt, weight: "bold")[{_escaped(content.MESSAGE)}])
== {_escaped(content.FOUND)}
#sys.inputs.sentence
"""


def _part(part: "Part") -> str:
    from bench.content import Bullets, Callout, Steps, Table, Text

    match part:
        case Text(words):
            return f"\n{_escaped(words)}\n"
        case Bullets(items):
            return "\n" + "\n".join(f"- {_escaped(item)}" for item in items) + "\n"
        case Steps(items):
            return "\n" + "\n".join(f"+ {_escaped(item)}" for item in items) + "\n"
        case Callout(title, words):
            return f"#framed(stroke: 1.4pt + ink)[*{_escaped(title)}* \\\n{_escaped(words)}]\n"
        case Table():
            return _table(part)


def _table(part: "Table") -> str:
    widths = ", ".join(f"{share}fr" for share in part.widths)
    header = ", ".join(f"[*{_escaped(cell)}*]" for cell in part.columns)
    rows = ",\n".join(
        ", ".join(
            f"[*{_escaped(cell)}*]" if index == 0 else f"[{_escaped(cell)}]"
            for index, cell in enumerate(row)
        )
        for row in part.rows
    )
    return f"""
#figure(kind: table, supplement: none, numbering: none, caption: [{_escaped(part.caption)}],
table(columns: ({widths}), align: left, inset: 5pt,
stroke: (x, y) => (bottom: if y == 0 {{ 1.2pt + accent }} else {{ 0.6pt + rule }}),
fill: (x, y) => if y == 0 {{ tint }},
table.header({header}),
{rows}))
"""


def _back() -> str:
    from bench import content

    notes = "\n".join(
        ["#v(14pt)", "#line(length: 100%, stroke: 0.6pt + rule)"] * content.NOTE_LINES
    )
    address = " \\\n".join(map(_escaped, content.ADDRESS))
    hours = " \\\n".join(_escaped(f"{days}: {line}") for days, line in content.HOURS)
    ways = "\n\n".join(
        (f"*{_escaped(label)}:* " if label else "") + _escaped(line)
        for label, line in content.contact_lines()
    )
    return f"""
*{content.NOTES}*
{notes}
#framed(fill: tint)[
*{content.CONTACTS}*
#grid(columns: (1fr, 1fr),
[*{content.SITE}* \\
{address} \\
*Phone: {content.PHONE}*],
[*Opening hours* \\
{hours}])
{ways}
]
== {content.SOURCES}
{_escaped(content.source())}
"""


def inputs(patient: "Patient") -> dict[str, str]:
    """What the .typ file reads of a patient."""
    from bench.content import fields

    shown = (value for _, value in fields(patient))
    return dict(zip(_PANEL, shown, strict=True)) | {"sentence": patient.sentence}


def write_source(folder: Path) -> Path:
    """The .typ file in the folder."""
    path = folder / "leaflet.typ"
    path.write_text(source(), encoding="utf-8")
    return path


def maker(*, as_ua: bool = False) -> "Callable[[Patient], bytes]":
    """A function from a patient to a PDF: one compiler, used again and again.

    as_ua: the file claims and checks PDF/UA-1; tagged it is anyway.
    """
    import typst

    from bench import content

    path = write_source(Path(mkdtemp(prefix="bench-typst-")))
    compiler = typst.Compiler(str(path), font_paths=[str(content.FONTS)], ignore_system_fonts=True)

    def made(patient: "Patient") -> bytes:
        given = inputs(patient)
        done = compiler.compile(sys_inputs=given, pdf_standards="ua-1" if as_ua else [])
        assert isinstance(done, bytes)
        return done

    return made


def main(path: str, fonts: str, patient: str, out: str) -> None:
    """Compile the file for the patient in a JSON file of `inputs`."""
    import typst

    given = json.loads(Path(patient).read_text(encoding="utf-8"))
    typst.compile(path, output=out, font_paths=[fonts], ignore_system_fonts=True, sys_inputs=given)


if __name__ == "__main__":
    main(*sys.argv[1:])
