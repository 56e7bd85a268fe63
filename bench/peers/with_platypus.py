"""ReportLab platypus: styles, flowables and the usual canvas that counts pages."""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Circle, Drawing, Polygon
from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from bench import content
from bench.content import Bullets, Callout, Part, Patient, Steps, Text

NAME = "platypus"

_ACCENT, _TINT, _INK, _RULE = map(
    HexColor, (content.ACCENT, content.TINT, content.INK, content.RULE)
)
_TOP, _RIGHT, _BOTTOM, _LEFT = (value * mm for value in content.MARGINS_MM)
_WIDTH = A4[0] - _LEFT - _RIGHT
_LEADING = content.BODY * content.LEADING


def _styles() -> dict[str, ParagraphStyle]:
    body = ParagraphStyle(
        "body", fontName="Atkinson", fontSize=content.BODY, leading=_LEADING, textColor=_INK,
        spaceAfter=5,
    )  # fmt: skip
    bold = "Atkinson-Bold"
    return {
        "body": body,
        "line": ParagraphStyle("line", body, spaceAfter=0),
        "lead": ParagraphStyle(
            "lead", body, fontSize=content.LEAD, leading=content.LEAD * 1.32, spaceAfter=8
        ),
        "message": ParagraphStyle(
            "message", body, fontName=bold, fontSize=content.LEAD, leading=content.LEAD * 1.32
        ),
        "clinic": ParagraphStyle(
            "clinic", body, fontName=bold, fontSize=content.LEAD, leading=content.LEAD * 1.32,
            textColor=_ACCENT, spaceAfter=0,
        ),
        "title": ParagraphStyle(
            "title", body, fontName=bold, fontSize=content.TITLE, leading=content.TITLE * 1.15,
            textColor=_ACCENT, spaceBefore=8, spaceAfter=2,
        ),
        "heading": ParagraphStyle(
            "heading", body, fontName=bold, fontSize=content.HEADING,
            leading=content.HEADING * 1.25, textColor=_ACCENT, spaceBefore=10, spaceAfter=3,
            keepWithNext=1,
        ),
    }  # fmt: skip


class NumberedCanvas(Canvas):
    """A canvas that knows how many pages there are: it keeps them until it is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """Draw the footers and save."""
        for page in self._kept:
            self.__dict__.update(page)
            self._footer(len(self._kept))
            super().showPage()
        super().save()

    def _footer(self, pages: int) -> None:
        self.setFont("Atkinson", content.SMALL)
        self.setFillColor(_INK)
        self.setStrokeColor(_RULE)
        self.setLineWidth(0.6)
        top = _BOTTOM - 5
        self.line(_LEFT, top, A4[0] - _RIGHT, top)
        parts = content.footer().split(" · ")
        self.drawString(_LEFT, top - 14, " · ".join(parts[:2]))
        self.drawString(_LEFT, top - 30, " · ".join(parts[2:]))
        self.drawRightString(A4[0] - _RIGHT, top - 14, f"Page {self.getPageNumber()} of {pages}")


def maker() -> Callable[[Patient], bytes]:
    """A function from a patient to a PDF; fonts and styles are made once."""
    pdfmetrics.registerFont(TTFont("Atkinson", str(content.REGULAR)))
    pdfmetrics.registerFont(TTFont("Atkinson-Bold", str(content.BOLD)))
    pdfmetrics.registerFontFamily("Atkinson", normal="Atkinson", bold="Atkinson-Bold")
    styles = _styles()
    return lambda patient: _made(patient, styles)


def _made(patient: Patient, styles: dict[str, ParagraphStyle]) -> bytes:
    out = BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, topMargin=_TOP - 6, rightMargin=_RIGHT - 6, bottomMargin=_BOTTOM - 6,
        leftMargin=_LEFT - 6, title=content.HEAD, author=content.CLINIC,
        subject=content.SUMMARY, lang="en-GB",
    )  # fmt: skip
    story = [*_front(patient, styles)]
    for section in content.SECTIONS:
        story.append(Paragraph(escape(section.heading), styles["heading"]))
        for part in section.parts:
            story += _part(part, styles)
    document.build([*story, *_back(styles)], canvasmaker=NumberedCanvas)
    return out.getvalue()


def _logo() -> Drawing:
    size = 15 * mm
    drawing = Drawing(size, size)
    half = size / 2
    drawing.add(Circle(half, half, half, fillColor=_ACCENT, strokeColor=None))
    points = (17, 2, 24, 2, 20, 14, 26, 24, 21, 38, 14, 37, 18, 25, 12, 14)
    scaled = [
        value * size / 40 if index % 2 == 0 else size - value * size / 40
        for index, value in enumerate(points)
    ]
    drawing.add(Polygon(scaled, fillColor=white, strokeColor=None))
    return drawing


def _boxed(cells: list[list[Any]], widths: list[float], commands: list[Any]) -> Table:
    base = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 9),
        ("RIGHTPADDING", (0, 0), (-1, -1), 9),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    return Table(cells, colWidths=widths, style=TableStyle(base + commands), spaceAfter=8)


def _front(patient: Patient, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    names = [
        Paragraph(escape(content.CLINIC), styles["clinic"]),
        Paragraph(escape(content.STRAPLINE), styles["line"]),
    ]
    banner = Table(
        [[_logo(), names]], colWidths=[18 * mm, _WIDTH - 18 * mm],
        style=[("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    )  # fmt: skip
    cells = [
        Paragraph(f"<b>{label}:</b> {escape(value)}", styles["line"])
        for label, value in content.fields(patient)
    ]
    panel = _boxed(
        [cells[row : row + 2] for row in (0, 2, 4)], [_WIDTH / 2] * 2,
        [("BOX", (0, 0), (-1, -1), 0.8, _ACCENT)],
    )  # fmt: skip
    message = _boxed(
        [[Paragraph(escape(content.MESSAGE), styles["message"])]], [_WIDTH],
        [("BACKGROUND", (0, 0), (-1, -1), _TINT), ("LINEBEFORE", (0, 0), (0, -1), 4.5, _ACCENT)],
    )  # fmt: skip
    return [
        banner,
        HRFlowable(width="100%", thickness=2, color=_ACCENT, spaceBefore=2, spaceAfter=2),
        Paragraph(escape(content.HEAD), styles["title"]),
        Paragraph(escape(content.SUMMARY), styles["lead"]),
        panel,
        message,
        Paragraph(escape(content.FOUND), styles["heading"]),
        Paragraph(escape(patient.sentence), styles["body"]),
    ]


def _part(part: Part, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    match part:
        case Text(words):
            return [Paragraph(escape(words), styles["body"])]
        case Bullets(items):
            return [_list(items, styles, bulletType="bullet", start="•")]
        case Steps(items):
            return [_list(items, styles, bulletType="1", bulletFormat="%s.")]
        case Callout(title, words):
            paragraphs = [
                Paragraph(f"<b>{escape(title)}</b>", styles["line"]),
                Paragraph(escape(words), styles["line"]),
            ]
            return [_boxed([[paragraphs]], [_WIDTH], [("BOX", (0, 0), (-1, -1), 1.4, _INK)])]
        case content.Table():
            return [_table(part, styles)]


def _list(items: tuple[str, ...], styles: dict[str, ParagraphStyle], **kind: Any) -> ListFlowable:
    entries: list[Any] = [ListItem(Paragraph(escape(item), styles["body"])) for item in items]
    return ListFlowable(
        entries, bulletFontName="Atkinson-Bold", bulletFontSize=content.BODY,
        bulletColor=_ACCENT, leftIndent=20, **kind,
    )  # fmt: skip


def _table(part: content.Table, styles: dict[str, ParagraphStyle]) -> KeepTogether:
    header = [Paragraph(f"<b>{escape(cell)}</b>", styles["line"]) for cell in part.columns]
    rows = [
        [
            Paragraph(f"<b>{escape(cell)}</b>" if index == 0 else escape(cell), styles["line"])
            for index, cell in enumerate(row)
        ]
        for row in part.rows
    ]
    table = Table(
        [header, *rows], colWidths=[_WIDTH * share / sum(part.widths) for share in part.widths],
        repeatRows=1,
        style=TableStyle([
            ("BACKGROUND", (0, 0), (-1, 0), _TINT),
            ("LINEBELOW", (0, 0), (-1, 0), 1.2, _ACCENT),
            ("LINEBELOW", (0, 1), (-1, -1), 0.6, _RULE),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]),
    )  # fmt: skip
    return KeepTogether([Paragraph(f"<b>{escape(part.caption)}</b>", styles["body"]), table])


def _back(styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    line = styles["line"]
    address = [Paragraph(f"<b>{escape(content.SITE)}</b>", line)]
    address += [Paragraph(escape(entry), line) for entry in content.ADDRESS]
    address.append(Paragraph(f"<b>Phone: {content.PHONE}</b>", line))
    hours = [Paragraph("<b>Opening hours</b>", line)]
    hours += [Paragraph(escape(f"{days}: {times}"), line) for days, times in content.HOURS]
    ways = [
        Paragraph((f"<b>{escape(label)}:</b> " if label else "") + escape(words), styles["body"])
        for label, words in content.contact_lines()
    ]
    contacts = _boxed(
        [[Paragraph(f"<b>{content.CONTACTS}</b>", line), ""], [address, hours], [ways, ""]],
        [_WIDTH / 2] * 2,
        [
            ("BACKGROUND", (0, 0), (-1, -1), _TINT),
            ("BOX", (0, 0), (-1, -1), 0.7, _ACCENT),
            ("SPAN", (0, 0), (1, 0)),
            ("SPAN", (0, 2), (1, 2)),
        ],
    )
    rules: list[Flowable] = []
    for _ in range(content.NOTE_LINES):
        rules += [Spacer(1, 18), HRFlowable(width="100%", thickness=0.6, color=_RULE)]
    return [
        Paragraph(f"<b>{content.NOTES}</b>", styles["body"]),
        *rules,
        Spacer(1, 8),
        KeepTogether([contacts]),
        Paragraph(content.SOURCES, styles["heading"]),
        Paragraph(escape(content.source()), styles["body"]),
    ]


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(maker()(content.patient_from(Path(sys.argv[1]))))
