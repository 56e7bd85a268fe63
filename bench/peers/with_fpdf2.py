"""fpdf2: cells one under the other, its own tables and page-number alias."""

import sys
from collections.abc import Callable
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import FontFace

from bench import content
from bench.content import Bullets, Callout, Part, Patient, Steps, Text

NAME = "fpdf2"

_TOP, _RIGHT, _BOTTOM, _LEFT = (value * 72 / 25.4 for value in content.MARGINS_MM)
_LEADING = content.BODY * content.LEADING


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


_ACCENT, _TINT, _INK, _RULE = map(_rgb, (content.ACCENT, content.TINT, content.INK, content.RULE))


class LeafletPDF(FPDF):
    """The page with its footer, and the few kinds of block the leaflet needs."""

    def __init__(self) -> None:
        super().__init__(unit="pt", format="A4")
        self.add_font("Atkinson", "", content.REGULAR)
        self.add_font("Atkinson", "B", content.BOLD)
        self.set_margins(_LEFT, _TOP, _RIGHT)
        self.set_auto_page_break(True, _BOTTOM)
        self.set_title(content.HEAD)
        self.set_author(content.CLINIC)
        self.set_subject(content.SUMMARY)
        self.set_lang("en-GB")
        self.set_text_color(*_INK)
        self.add_page()

    def footer(self) -> None:
        """Rule, words and page number."""
        self.set_y(-_BOTTOM + 5)
        self.set_draw_color(*_RULE)
        self.set_line_width(0.6)
        self.line(_LEFT, self.get_y(), self.w - _RIGHT, self.get_y())
        self.set_font("Atkinson", "", content.SMALL)
        self.set_text_color(*_INK)
        top = self.get_y() + 3
        self.multi_cell(self.epw - 80, content.SMALL * 1.32, content.footer(), align="L")
        self.set_xy(self.w - _RIGHT - 80, top)
        self.cell(80, content.SMALL * 1.32, f"Page {self.page_no()} of {{nb}}", align="R")

    def words(
        self, text: str, size: float = content.BODY, *, bold: bool = False,
        colour: tuple[int, int, int] = _INK, after: float = 5, markdown: bool = False,
    ) -> None:  # fmt: skip
        """A paragraph over the whole width."""
        self.set_font("Atkinson", "B" if bold else "", size)
        self.set_text_color(*colour)
        self.multi_cell(
            0, size * content.LEADING, text, align="L", new_x="LMARGIN", new_y="NEXT",
            markdown=markdown,
        )  # fmt: skip
        self.ln(after)

    def heading(self, text: str) -> None:
        """A heading that does not stand alone at a page's foot."""
        if self.will_page_break(70):
            self.add_page()
        self.ln(5)
        self.start_section(text, level=1)
        self.words(text, content.HEADING, bold=True, colour=_ACCENT, after=3)

    def listed(self, marks: list[str], items: tuple[str, ...]) -> None:
        """A list: marks in a column of their own."""
        for mark, item in zip(marks, items, strict=True):
            self.set_font("Atkinson", "B", content.BODY)
            self.set_text_color(*_ACCENT)
            self.cell(20, _LEADING, mark)
            self.set_font("Atkinson", "", content.BODY)
            self.set_text_color(*_INK)
            self.multi_cell(0, _LEADING, item, align="L", new_x="LMARGIN", new_y="NEXT")
            self.ln(3)
        self.ln(2)


def maker() -> Callable[[Patient], bytes]:
    """A function from a patient to a PDF; fpdf2 has nothing to keep from one to the next."""
    return _made


def _made(patient: Patient) -> bytes:
    pdf = LeafletPDF()
    _front(pdf, patient)
    for section in content.SECTIONS:
        pdf.heading(section.heading)
        for part in section.parts:
            _part(pdf, part)
    _back(pdf)
    return bytes(pdf.output())


def _logo(pdf: FPDF) -> None:
    size = content.BODY * 3.54
    pdf.set_fill_color(*_ACCENT)
    pdf.circle(_LEFT + size / 2, _TOP + size / 2, size / 2, style="F")
    pdf.set_fill_color(255, 255, 255)
    points = ((17, 2), (24, 2), (20, 14), (26, 24), (21, 38), (14, 37), (18, 25), (12, 14))
    pdf.polygon([(_LEFT + x * size / 40, _TOP + y * size / 40) for x, y in points], style="F")


def _front(pdf: LeafletPDF, patient: Patient) -> None:
    _logo(pdf)
    pdf.set_xy(_LEFT + 54, _TOP + 4)
    pdf.set_font("Atkinson", "B", content.LEAD)
    pdf.set_text_color(*_ACCENT)
    pdf.cell(0, content.LEAD * 1.32, content.CLINIC, new_x="LEFT", new_y="NEXT")
    pdf.set_font("Atkinson", "", content.BODY)
    pdf.set_text_color(*_INK)
    pdf.cell(0, _LEADING, content.STRAPLINE)
    pdf.set_xy(_LEFT, _TOP + 46)
    pdf.set_fill_color(*_ACCENT)
    pdf.rect(_LEFT, pdf.get_y(), pdf.epw, 2, style="F")
    pdf.ln(8)
    pdf.start_section(content.HEAD)
    pdf.words(content.HEAD, content.TITLE, bold=True, colour=_ACCENT, after=0)
    pdf.words(content.SUMMARY, content.LEAD, after=8)
    _panel(pdf, patient)
    top = pdf.get_y()
    pdf.set_fill_color(*_TINT)
    pdf.set_font("Atkinson", "B", content.LEAD)
    pdf.multi_cell(
        0, content.LEAD * 1.32, content.MESSAGE, align="L", fill=True, padding=9,
        new_x="LMARGIN", new_y="NEXT",
    )  # fmt: skip
    pdf.set_fill_color(*_ACCENT)
    pdf.rect(_LEFT, top, 4.5, pdf.get_y() - top, style="F")
    pdf.ln(4)
    pdf.heading(content.FOUND)
    pdf.words(patient.sentence)


def _panel(pdf: LeafletPDF, patient: Patient) -> None:
    pdf.set_font("Atkinson", "", content.BODY)
    pdf.set_draw_color(*_ACCENT)
    pdf.set_line_width(0.8)
    pdf.set_fill_color(255, 255, 255)
    pairs = content.fields(patient)
    top = pdf.get_y()
    with pdf.table(
        borders_layout="NONE", first_row_as_headings=False, line_height=_LEADING, padding=3,
        markdown=True, text_align="L",
    ) as table:  # fmt: skip
        for start in (0, 2, 4):
            row = table.row()
            for label, value in pairs[start : start + 2]:
                row.cell(f"**{label}:** {value}")
    pdf.rect(_LEFT, top, pdf.epw, pdf.get_y() - top)
    pdf.ln(8)


def _part(pdf: LeafletPDF, part: Part) -> None:
    match part:
        case Text(words):
            pdf.words(words)
        case Bullets(items):
            pdf.listed(["•"] * len(items), items)
        case Steps(items):
            pdf.listed([f"{index}." for index in range(1, len(items) + 1)], items)
        case Callout(title, words):
            pdf.set_font("Atkinson", "", content.BODY)
            pdf.set_text_color(*_INK)
            pdf.set_draw_color(*_INK)
            pdf.set_line_width(1.4)
            pdf.multi_cell(
                0, _LEADING, f"**{title}**\n{words}", align="L", border=1, padding=7,
                markdown=True, new_x="LMARGIN", new_y="NEXT",
            )  # fmt: skip
            pdf.ln(5)
        case content.Table():
            _table(pdf, part)


def _table(pdf: LeafletPDF, part: content.Table) -> None:
    pdf.words(part.caption, bold=True, after=2)
    pdf.set_font("Atkinson", "", content.BODY)
    pdf.set_draw_color(*_RULE)
    pdf.set_line_width(0.6)
    pdf.set_fill_color(255, 255, 255)
    bold = FontFace(emphasis="BOLD")
    with pdf.table(
        borders_layout="HORIZONTAL_LINES", col_widths=part.widths, line_height=_LEADING,
        headings_style=FontFace(emphasis="BOLD", fill_color=_TINT), padding=3, text_align="L",
    ) as table:  # fmt: skip
        table.row(part.columns)
        for cells in part.rows:
            row = table.row()
            for index, cell in enumerate(cells):
                row.cell(cell, style=bold if index == 0 else None)
    pdf.ln(5)


def _back(pdf: LeafletPDF) -> None:
    pdf.words(content.NOTES, bold=True, after=0)
    pdf.set_draw_color(*_RULE)
    pdf.set_line_width(0.6)
    for _ in range(content.NOTE_LINES):
        pdf.ln(20)
        pdf.line(_LEFT, pdf.get_y(), pdf.w - _RIGHT, pdf.get_y())
    pdf.ln(8)
    _contacts(pdf)
    pdf.heading(content.SOURCES)
    pdf.words(content.source())


def _contacts(pdf: LeafletPDF) -> None:
    address = "\n".join((f"**{content.SITE}**", *content.ADDRESS, f"**Phone: {content.PHONE}**"))
    hours = "\n".join(("**Opening hours**", *(f"{d}: {line}" for d, line in content.HOURS)))
    ways = "\n".join(
        (f"**{label}:** " if label else "") + words for label, words in content.contact_lines()
    )
    pdf.set_font("Atkinson", "", content.BODY)
    pdf.set_draw_color(*_ACCENT)
    pdf.set_line_width(0.7)
    with pdf.table(
        borders_layout="NONE", first_row_as_headings=False, line_height=_LEADING, padding=4,
        markdown=True, text_align="L", cell_fill_color=_TINT, cell_fill_mode="ALL", v_align="TOP",
    ) as table:  # fmt: skip
        table.row().cell(f"**{content.CONTACTS}**", colspan=2)
        table.row((address, hours))
        table.row().cell(ways, colspan=2)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(maker()(content.patient_from(Path(sys.argv[1]))))
