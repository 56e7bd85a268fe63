"""WeasyPrint: a Jinja2 page and a style sheet."""

import sys
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment
from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

from bench import content
from bench.content import Patient

NAME = "WeasyPrint"

_PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{ c.HEAD }}</title>
<meta name="author" content="{{ c.CLINIC }}"></head><body>
<header><svg width="15mm" height="15mm" viewBox="0 0 40 40" role="img"
 aria-label="Logo of {{ c.CLINIC }}"><circle cx="20" cy="20" r="20" fill="{{ c.ACCENT }}"/>
<path d="M17 2 L24 2 L20 14 L26 24 L21 38 L14 37 L18 25 L12 14 Z" fill="#fff"/></svg>
<div><p class="clinic">{{ c.CLINIC }}</p><p class="line">{{ c.STRAPLINE }}</p></div></header>
<h1>{{ c.HEAD }}</h1>
<p class="lead">{{ c.SUMMARY }}</p>
<div class="panel">{% for label, value in fields %}<p class="line"><b>{{ label }}:</b>
 {{ value }}</p>{% endfor %}</div>
<p class="message">{{ c.MESSAGE }}</p>
<h2>{{ c.FOUND }}</h2>
<p>{{ patient.sentence }}</p>
{% for section in c.SECTIONS %}<h2>{{ section.heading }}</h2>
{% for part in section.parts %}{% set kind = part.__class__.__name__ %}
{% if kind == "Text" %}<p>{{ part.words }}</p>
{% elif kind == "Bullets" %}<ul>{% for item in part.items %}<li>{{ item }}</li>{% endfor %}</ul>
{% elif kind == "Steps" %}<ol>{% for item in part.items %}<li>{{ item }}</li>{% endfor %}</ol>
{% elif kind == "Callout" %}<div class="callout"><p class="line"><b>{{ part.title }}</b></p>
<p class="line">{{ part.words }}</p></div>
{% else %}<table><caption>{{ part.caption }}</caption>
<colgroup>{% for width in part.widths %}<col style="width: {{ width }}%">{% endfor %}</colgroup>
<thead><tr>{% for cell in part.columns %}<th scope="col">{{ cell }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in part.rows %}<tr>{% for cell in row %}{% if loop.first %}<th scope="row">
{{ cell }}</th>{% else %}<td>{{ cell }}</td>{% endif %}{% endfor %}</tr>{% endfor %}</tbody></table>
{% endif %}{% endfor %}{% endfor %}
<p><b>{{ c.NOTES }}</b></p>
{% for _ in range(c.NOTE_LINES) %}<div class="rule"></div>{% endfor %}
<div class="contacts"><p class="line"><b>{{ c.CONTACTS }}</b></p>
<div class="columns"><div><p class="line"><b>{{ c.SITE }}</b></p>
{% for line in c.ADDRESS %}<p class="line">{{ line }}</p>{% endfor %}
<p class="line"><b>Phone: {{ c.PHONE }}</b></p></div>
<div><p class="line"><b>Opening hours</b></p>
{% for days, hours in c.HOURS %}<p class="line">{{ days }}: {{ hours }}</p>{% endfor %}</div></div>
{% for label, words in c.contact_lines() %}<p>{% if label %}<b>{{ label }}:</b> {% endif %}
{{ words }}</p>{% endfor %}</div>
<h2>{{ c.SOURCES }}</h2>
<p>{{ c.source() }}</p>
</body></html>
"""


def _style() -> str:
    top, right, bottom, left = content.MARGINS_MM
    return f"""
@font-face {{ font-family: Atkinson; src: url({content.REGULAR.as_uri()}); font-weight: 400 }}
@font-face {{ font-family: Atkinson; src: url({content.BOLD.as_uri()}); font-weight: 700 }}
@page {{ size: A4; margin: {top}mm {right}mm {bottom}mm {left}mm;
  @bottom-left {{ content: "{content.footer()}"; width: 75%; font: {content.SMALL}pt Atkinson;
    border-top: 0.6pt solid {content.RULE} }}
  @bottom-right {{ content: "Page " counter(page) " of " counter(pages);
    font: {content.SMALL}pt Atkinson; border-top: 0.6pt solid {content.RULE} }} }}
body {{ font: {content.BODY}pt/{content.LEADING} Atkinson; color: {content.INK} }}
p {{ margin: 0 0 5pt }} .line {{ margin: 0 }}
header {{ display: flex; align-items: center; gap: 12pt; border-bottom: 2pt solid {content.ACCENT};
  padding-bottom: 4pt }}
.clinic {{ font-size: {content.LEAD}pt; font-weight: 700; color: {content.ACCENT}; margin: 0 }}
h1 {{ font-size: {content.TITLE}pt; line-height: 1.15; color: {content.ACCENT}; margin: 8pt 0 2pt }}
h2 {{ font-size: {content.HEADING}pt; line-height: 1.25; color: {content.ACCENT};
  margin: 10pt 0 3pt; break-after: avoid }}
.lead {{ font-size: {content.LEAD}pt; line-height: 1.32; margin: 0 0 8pt }}
.panel {{ border: 0.8pt solid {content.ACCENT}; padding: 6pt 9pt; display: grid;
  grid-template-columns: 1fr 1fr; gap: 4pt 18pt; margin: 7pt 0 }}
.message {{ background: {content.TINT}; border-left: 4.5pt solid {content.ACCENT}; padding: 9pt;
  font-size: {content.LEAD}pt; line-height: 1.32; font-weight: 700 }}
ul, ol {{ margin: 0 0 5pt; padding-left: 18pt }} li {{ margin-bottom: 3pt }}
::marker {{ color: {content.ACCENT}; font-weight: 700 }}
.callout {{ border: 1.4pt solid {content.INK}; padding: 7pt 9pt; margin: 7pt 0;
  break-inside: avoid }}
table {{ width: 100%; border-collapse: collapse; margin: 7pt 0 }}
caption {{ text-align: left; font-weight: 700 }}
th, td {{ text-align: left; padding: 3pt 5pt; border-bottom: 0.6pt solid {content.RULE} }}
thead th {{ background: {content.TINT}; border-bottom: 1.2pt solid {content.ACCENT} }}
.rule {{ height: 20pt; border-bottom: 0.6pt solid {content.RULE} }}
.contacts {{ background: {content.TINT}; border: 0.7pt solid {content.ACCENT}; padding: 8pt 9pt;
  margin: 8pt 0; break-inside: avoid }}
.columns {{ display: grid; grid-template-columns: 1fr 1fr; margin-bottom: 5pt }}
"""


def maker(variant: str | None = None) -> Callable[[Patient], bytes]:
    """A function from a patient to a PDF; template, style sheet and fonts are read once."""
    template = Environment(autoescape=True, trim_blocks=True).from_string(_PAGE)
    fonts = FontConfiguration()
    style = CSS(string=_style(), font_config=fonts)

    def made(patient: Patient) -> bytes:
        page = template.render(c=content, patient=patient, fields=content.fields(patient))
        done = HTML(string=page).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant=variant
        )
        return bytes(done)

    return made


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(maker()(content.patient_from(Path(sys.argv[1]))))
