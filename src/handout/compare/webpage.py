"""A comparison as one web page that stands alone beside its pictures: no script, no network.

Promised: every word from a leaflet is escaped; what is old or new is said by place, by a line
through or under it and to those who listen, never by colour alone.
"""

import html
from collections.abc import Iterator
from itertools import groupby

from handout.compare.changes import Change, Comparison, Named, PageChange, Picture
from handout.compare.spoken import clean, how_many, page_note, pages_notes, versions
from handout.compare.words import Pieces, Row
from handout.output import Kind

_START = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
_MARK = '<meta name="generator" content="handout diff">'
KIND = Kind("a page that handout wrote", _START.encode(), _MARK.encode())

_STYLE = """\
:root { color-scheme: light; }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; background: #fff; color: #1b1f24;
  font: 1.0625rem/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.5rem; line-height: 1.25; margin: 3rem 0 .5rem; padding-top: 1rem;
  border-top: 3px solid #1b1f24; }
h3 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1.0625rem; margin: 1.5rem 0 .25rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0 0 1rem; }
dt { font-weight: 600; }
dd { margin: 0; overflow-wrap: anywhere; }
.id { font-weight: 400; color: #4d5660; }
.notes { margin: 1rem 0; padding: .6rem 1rem .6rem 2.2rem; background: #fff6df;
  border-left: .4rem solid #8a5a00; }
.scroll { overflow-x: auto; position: relative; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; min-width: 40rem; }
caption { text-align: left; padding: 0 0 .5rem; color: #4d5660; }
col.kind { width: 9.5rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .75rem;
  border-bottom: 1px solid #c6ccd2; overflow-wrap: break-word; }
thead th { border-bottom: 2px solid #1b1f24; }
tbody th[scope=row] { font-weight: 400; color: #4d5660; font-size: .95rem; }
.under th { background: #eef1f4; font-weight: 600; padding-top: .4rem; padding-bottom: .4rem; }
del { background: #ffded6; color: #7a1709; text-decoration: line-through .07em; }
ins { background: #d6e8ff; color: #0a3f7c; text-decoration: underline .1em;
  text-underline-offset: .18em; font-weight: 600; }
del, ins { padding: .05em .1em; border-radius: .15em; -webkit-box-decoration-break: clone;
  box-decoration-break: clone; }
.none { color: #4d5660; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
  gap: 1.25rem; margin: .5rem 0 2rem; }
figure { margin: 0; }
figcaption { color: #4d5660; padding-bottom: .35rem; }
img { display: block; width: 100%; height: auto; border: 1px solid #6b747d; }
.gap { border: 1px dashed #6b747d; padding: 1rem; color: #4d5660; align-self: start; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
a { color: #0a3f7c; }
@media (max-width: 45rem) { body { padding: 1rem; } col.kind { width: 5.5rem; }
  table { min-width: 24rem; } th, td { padding: .45rem .4rem; } }
@media print { body { padding: 0; font-size: 10pt; } h2 { break-before: page; }
  .pair, tr { break-inside: avoid; }
  del, ins, .under th, .notes { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def file_name(change: Change, picture: Picture, *, is_new: bool) -> str:
    """The name of a page's picture in the folder of the web page."""
    return f"{change.name}-p{picture.number}-{'new' if is_new else 'old'}.png"


def page(found: Comparison) -> str:
    """The whole web page."""
    return "\n".join(_page(found)) + "\n"


def _escaped(text: str) -> str:
    return html.escape(clean(text))


def _page(found: Comparison) -> Iterator[str]:
    title = f"What changed: {found.old} to {found.new}"
    yield f"{_START}{_MARK}"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_escaped(title)}</title>"
    yield f"<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>"
    yield "<h1>What changed</h1>"
    yield f"<dl><dt>Old</dt><dd>{_escaped(found.old)}</dd>"
    yield f"<dt>New</dt><dd>{_escaped(found.new)}</dd></dl>"
    yield from _summary(found)
    for number, change in enumerate(found.changes, 1):
        yield from _change(change, number)
    yield from _named("New leaflets", "The old side does not have them.", found.added)
    yield from _named("Leaflets that are gone", "The new side does not have them.", found.removed)
    if found.problems:
        yield "<h2>What could not be compared</h2>\n<ul>"
        for problem in found.problems:
            where = f"{problem.place}: " if problem.place else ""
            yield f"<li>{_escaped(where + problem.message)}</li>"
        yield "</ul>"
    yield "</main>\n</body>\n</html>"


def _summary(found: Comparison) -> Iterator[str]:
    if not found.has_difference() and not found.problems:
        yield "<p>Nothing differs.</p>"
    if found.changes:
        yield (
            "<p>Old words stand on the left, new words on the right. <del>Words with a line "
            "through them</del> are gone, <ins>underlined words</ins> are new.</p>"
        )
    if len(found.changes) > 1:
        yield '<nav aria-label="Leaflets that differ">\n<ul>'
        for number, change in enumerate(found.changes, 1):
            title = _escaped(change.title + versions(change))
            yield f'<li><a href="#leaflet-{number}">{title}</a></li>'
        yield "</ul>\n</nav>"
    if found.same:
        yield f"<p>{how_many(found.same, 'leaflet')} the same on both sides.</p>"


def _named(title: str, meaning: str, topics: tuple[Named, ...]) -> Iterator[str]:
    if topics:
        yield f"<h2>{title}</h2>\n<p>{meaning}</p>\n<ul>"
        for one in topics:
            said = f"{one.title}, version {one.version}"
            yield f'<li>{_escaped(said)} <span class="id">({_escaped(one.topic)})</span></li>'
        yield "</ul>"


def _change(change: Change, number: int) -> Iterator[str]:
    language = _language(change)
    yield f'<section aria-labelledby="leaflet-{number}">'
    name = f' <span class="id">({_escaped(change.name)})</span>' if change.new_version else ""
    yield (
        f'<h2 id="leaflet-{number}"><span{language}>{_escaped(change.title)}</span>'
        f"{_escaped(versions(change))}{name}</h2>"
    )
    if change.notes:
        yield '<ul class="notes">'
        yield from (f"<li>{_escaped(note)}</li>" for note in change.notes)
        yield "</ul>"
    if change.rows:
        yield "<h3>The words</h3>"
        yield from _table(change.rows, "Passages that differ, in the order they are read", language)
    if change.facts:
        yield "<h3>Besides the words</h3>"
        meaning = "What is not read in the leaflet, or stands on every page of it"
        yield from _table(change.facts, meaning, language)
    if change.pages:
        yield "<h3>The pages</h3>"
        yield from (f"<p>{note}.</p>" for note in pages_notes(change.pages))
        for one in change.pages.changes:
            yield from _pair(change, one)
    yield "</section>"


def _language(change: Change) -> str:
    return f' lang="{_escaped(change.language)}"' if change.language else ""


def _table(rows: tuple[Row, ...], caption: str, language: str) -> Iterator[str]:
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">\n<table>'
    yield f"<caption>{caption}</caption>"
    yield '<colgroup><col class="kind"><col><col></colgroup>'
    yield (
        '<thead><tr><th scope="col">What</th><th scope="col">Old</th>'
        '<th scope="col">New</th></tr></thead>'
    )
    for heading, group in groupby(rows, key=lambda row: row.heading):
        yield "<tbody>"
        if heading:
            yield (
                f'<tr class="under"><th colspan="3" scope="rowgroup"{language}>'
                f"{_escaped(heading)}</th></tr>"
            )
        for row in group:
            yield from _row(row, language)
        yield "</tbody>"
    yield "</table>\n</div>"


def _row(row: Row, language: str) -> Iterator[str]:
    kind = row.kind[:1].upper() + row.kind[1:]
    kind += f", {row.origin}" if row.origin else ""
    kind += ", moved" if row.is_moved else ""
    yield f'<tr><th scope="row">{_escaped(kind)}</th>'
    yield f"<td{language}>{_cell(row.old, 'del')}</td>"
    yield f"<td{language}>{_cell(row.new, 'ins')}</td></tr>"


def _cell(pieces: Pieces | None, mark: str) -> str:
    if pieces is None:
        return '<span class="none" lang="en">(nothing)</span>'
    return "".join(
        f"<{mark}>{_heard(mark, 'start')}{_escaped(one.text)}{_heard(mark, 'end')}</{mark}>"
        if one.is_changed
        else _escaped(one.text)
        for one in pieces
    )


def _heard(mark: str, where: str) -> str:
    """Words for those who listen, for few screen readers tell `ins` and `del`."""
    said = {"del": "gone", "ins": "new"}[mark]
    words = f"[{said}: " if where == "start" else "] "
    return f'<span class="heard" lang="en">{words}</span>'


def _pair(change: Change, one: PageChange) -> Iterator[str]:
    yield f"<h4>{page_note(one)}</h4>"
    yield '<div class="pair">'
    yield _figure(change, one.old, one, is_new=False)
    yield _figure(change, one.new, one, is_new=True)
    yield "</div>"


def _figure(change: Change, picture: Picture | None, one: PageChange, *, is_new: bool) -> str:
    when = "New" if is_new else "Old"
    if picture is None:
        return f'<p class="gap">{when}: there is no such page.</p>'
    name = _escaped(file_name(change, picture, is_new=is_new))
    alt = f"{when} page {picture.number} of {change.title}. "
    if one.old is None or one.new is None:
        alt += "The other side has no such page."
    elif one.has_new_words:
        alt += "Words that are new are underlined." if is_new else "Words that are gone are struck."
    else:
        alt += "It looks different, but no words are new or gone."
    return (
        f"<figure><figcaption>{when}, page {picture.number}</figcaption>"
        f'<a href="{name}"><img src="{name}" alt="{_escaped(alt)}" loading="lazy"></a></figure>'
    )
