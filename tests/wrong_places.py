"""Faults of emphasis, colour, place, and of what must be printed."""

from handout.check.pages.printed import Promise
from small_clinic import CLINIC
from wrong_pages import OFFER, canvas, chromium, own, typst, weasyprint
from wrong_parts import (
    FIRST,
    OWN,
    PROMISE,
    RED,
    SECOND,
    THIRD,
    Case,
    head,
    square,
    striped,
    styled,
    text,
    turned,
)

PLACES: tuple[Case, ...] = (
    Case(
        "PRINT-05",
        "Typst, italics",
        (1,),
        "in italics",
        lambda: typst(second='#text(font: "DejaVu Sans Mono", style: "italic")[Walk a few steps.]'),
    ),
    Case(
        "PRINT-05",
        "WeasyPrint, italics",
        (1,),
        "in italics",
        lambda: weasyprint(second=f"<p><i>{SECOND}</i></p>"),
    ),
    Case(
        "PRINT-05",
        "Chromium, italics and underlined",
        (1, 2),
        "text",
        lambda: chromium(
            second=f"<p><i>{SECOND}</i></p>",
            fourth="<p><u>Call us if it gets worse.</u> We help you.</p>",
        ),
    ),
    Case(
        "PRINT-05",
        "Typst, underlined",
        (1,),
        "underlined",
        lambda: typst(second="#underline[Walk a few steps in the house.]"),
    ),
    Case(
        "PRINT-05",
        "WeasyPrint, underlined",
        (2,),
        "underlined",
        lambda: weasyprint(fourth="<p><u>Call us if it gets worse.</u> We help.</p>"),
    ),
    Case(
        "PRINT-05",
        "Typst, capitals",
        (2,),
        "in capitals",
        lambda: typst(fourth="DO NOT DRIVE AFTERWARDS. Call us."),
    ),
    Case(
        "PRINT-05",
        "WeasyPrint, heading in capitals",
        (1, 2),
        "WHAT HAS HAPPENED",
        lambda: weasyprint("h2{text-transform:uppercase}"),
    ),
    Case(
        "PRINT-10",
        "WeasyPrint, picture",
        (2,),
        "over a picture",
        lambda: weasyprint(
            "img{width:400pt!important}.over{position:relative;top:-120pt;background:none;color:#222;height:0;margin:0}",
            more='<p class="over">Come on Tuesday at two.</p>',
            **{},
        ),
    ),
    Case("PRINT-10", "canvas, stripes", (1,), "over a picture", lambda: canvas(striped)),
    Case("PRINT-10", "canvas, turned", (2,), "not level", lambda: canvas(turned)),
    Case(
        "PRINT-10",
        "Typst, turned",
        (1,),
        "not level",
        lambda: typst(second="#rotate(90deg, reflow: true)[Come on Tuesday]"),
    ),
    Case(
        "PRINT-11",
        "Typst",
        (1,),
        "2.3 : 1",
        lambda: typst(second=f'#text(fill: rgb("#aaaaaa"))[{SECOND}]'),
    ),
    Case(
        "PRINT-11",
        "WeasyPrint",
        (2,),
        "2.3 : 1",
        lambda: weasyprint(third=styled(THIRD, "color:#aaa")),
    ),
    Case(
        "PRINT-11",
        "Chromium, on a ground",
        (1,),
        " : 1",
        lambda: chromium(second=styled("Come soon", square("#ffcc00", "#fff"))),
    ),
    Case(
        "PRINT-11",
        "WeasyPrint, see-through",
        (1,),
        " : 1",
        lambda: weasyprint(second=styled("Come soon", "opacity:.4")),
    ),
    Case(
        "PRINT-12",
        "Typst",
        (1,),
        "light text",
        lambda: typst(
            second=f'#block(fill: rgb("#103050"), inset: 6pt, text(fill: white)[{SECOND}])'
        ),
    ),
    Case(
        "PRINT-12",
        "WeasyPrint",
        (2,),
        "light text",
        lambda: weasyprint(third=styled(THIRD, square("#103050", "#fff"))),
    ),
    Case(
        "PRINT-12",
        "Chromium",
        (1,),
        "light text",
        lambda: chromium(first=styled(FIRST, square("#103050", "#fff"))),
    ),
    Case(
        "PRINT-13",
        "canvas, numbers",
        (3,),
        "'Page 3 of 4'",
        lambda: canvas(pages=4, number_at=lambda page: (500.0, 40.0 if page != 3 else 800.0)),
    ),
    Case("PRINT-13", "canvas, running head", (3,), "'Hill Clinic'", lambda: canvas(head, pages=4)),
    Case(
        "PRINT-13",
        "WeasyPrint",
        (2,),
        "'Page 2 of 2'",
        lambda: weasyprint("@page:first{margin-right:60mm}"),
    ),
    Case("PRINT-15", "Typst, none", (0,), "nothing says", lambda: typst(offer="")),
    Case("PRINT-15", "WeasyPrint, small", (2,), "12.5 pt", lambda: weasyprint(offer=styled(OFFER))),
    Case("PRINT-15", "canvas, small", (1,), "12 pt", lambda: canvas(offer=12)),
    Case(
        "PRINT-16",
        "Typst",
        (1,),
        "hurts badly",
        lambda: typst(
            second='Walk. Stop if it #text(fill: rgb("#7a0010"))[hurts badly] and rest for a while.'
        ),
    ),
    Case(
        "PRINT-16",
        "WeasyPrint",
        (2,),
        "hurts badly",
        lambda: weasyprint(third=RED),
    ),
    Case(
        "PRINT-16",
        "Chromium",
        (2,),
        "hurts badly",
        lambda: chromium(third=RED),
    ),
    Case(
        "PAGE-01",
        "canvas, outside",
        (2,),
        "outside",
        lambda: canvas(text(500, 600, "Call us on Monday or Tuesday")),
    ),
    Case(
        "PAGE-01",
        "canvas, near",
        (2,),
        "1.9 mm, bottom",
        lambda: canvas(text(70, 8, "Printed by us")),
    ),
    Case(
        "PAGE-01",
        "WeasyPrint",
        (1,),
        "outside",
        lambda: weasyprint(first=styled(FIRST, "max-width:none;white-space:nowrap")),
    ),
    Case(
        "PAGE-01",
        "Chromium",
        (1, 2),
        "2.9 mm, left",
        lambda: chromium("@page{margin-left:3mm}"),
    ),
    Case("PAGE-02", "canvas", (1,), "Call now", lambda: canvas(text(90, 766, "Call now", 1))),
    Case(
        "PAGE-02",
        "WeasyPrint",
        (1,),
        "other text",
        lambda: weasyprint(second=styled(SECOND, "margin-top:-40pt")),
    ),
    Case(
        "PAGE-02",
        "Typst",
        (2,),
        "other text",
        lambda: typst(third=f"{THIRD}\n#place(dy: -30pt)[Call]"),
    ),
    Case(
        "PAGE-02",
        "Chromium, a shadow",
        (1,),
        "other text",
        lambda: chromium("h1{text-shadow: 2pt 2pt #777}"),
    ),
    Case(
        "PAGE-03",
        "Typst",
        (1,),
        "'Which movements help?'",
        lambda: typst(turn="", third=f"#pagebreak()\n{THIRD}"),
    ),
    Case(
        "PAGE-03",
        "WeasyPrint",
        (1,),
        "'Which movements help?'",
        lambda: weasyprint(
            "h2{break-after:auto!important}h2.second{break-before:auto}h2.second+p{break-before:page}"
        ),
    ),
    Case(
        "PAGE-03",
        "Chromium",
        (1,),
        "'Which movements help?'",
        lambda: chromium(
            "h2{break-after:auto!important}h2.second{break-before:auto}h2.second+p{break-before:page}"
        ),
    ),
    Case(
        "PAGE-04",
        "WeasyPrint",
        (3,),
        "nearly empty",
        lambda: weasyprint(
            offer=f'<p class="offer">{OFFER}</p><p style="break-before:page">Get well soon.</p>'
        ),
    ),
    Case("PAGE-04", "canvas", (2,), "nearly empty", lambda: canvas(last=0.1)),
    Case(
        "PAGE-04",
        "Typst",
        (3,),
        "nearly empty",
        lambda: typst(offer=f"#text(size: 16pt)[{OFFER}]\n#pagebreak()\nGet well soon."),
    ),
    Case("PAGE-05", "Typst", (2,), "2 pages, and 1", typst, Promise(pages=1)),
    Case("PAGE-05", "canvas", (4,), "5 pages, and 3", lambda: canvas(pages=5), Promise(pages=3)),
    Case("GOV-01-PAGE", "WeasyPrint, date", (0,), "'1 March 2026'", weasyprint, PROMISE),
    Case(
        "GOV-01-PAGE", "Typst, phone", (0,), "phone number '0999 1'", typst, Promise(phone="0999 1")
    ),
    Case(
        "GOV-09-PAGE",
        "Typst, missing",
        (0,),
        "not printed",
        typst,
        Promise(warnings="Any of these? Call 999"),
    ),
    Case(
        "GOV-09-PAGE",
        "WeasyPrint, late",
        (3,),
        "page 3",
        lambda: weasyprint("h2{break-before:page}h2:first-of-type{break-before:auto}"),
        Promise(warnings=THIRD[:30]),
    ),
    Case(
        "GOV-09-PAGE",
        "WeasyPrint, split",
        (1,),
        "goes on on page 2",
        lambda: weasyprint(
            first="<h3>Call 999</h3><ul>"
            + "<li>if you are short of breath</li>" * 45
            + "</ul><h3>Call us</h3>"
        ),
        Promise(warnings="Call 999"),
    ),
    Case("PRINT-15", "our own, none", (0,), "nothing says", lambda: own(clinic=CLINIC), OWN),
    Case(
        "PRINT-15",
        "our own, small",
        (2,),
        "14 pt",
        lambda: own({"lead: {size: 16pt}": "lead: {size: 14pt}"}),
        OWN,
    ),
    Case(
        "GOV-01-PAGE",
        "our own",
        (0, 0),
        "5 January 2028",
        lambda: own({"name: Plain": "furniture: {footer: false}\nname: Plain"}),
        OWN,
    ),
)
