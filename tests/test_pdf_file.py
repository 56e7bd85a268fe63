"""The finished file: its objects, dates, metadata and outline, and what it never holds."""

import hashlib
import io
import re
import warnings
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pypdfium2  # type: ignore[import-untyped,unused-ignore]
import pytest
from msgspec import structs
from PIL import Image, ImageCms

from handout.document import Document, Field, Fill, Heading, Paragraph, Run
from handout.model.drawing import Drawing
from handout.pages.press import print_leaflet
from handout.pages.profile import srgb_profile
from handout.pages.resources import HEADER
from referee import structure_problems
from sheets import BIRD_PICTURE, FACES, MADE, document, every_kind, pdf, press, printed, words

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
PATIENT = "Margaret Oyelaran-Smith"


HELD: list[pikepdf.Pdf] = []
"""Open files: what is taken out of one lives only as long as it does."""


@pytest.fixture(autouse=True)
def files_are_closed() -> Iterator[None]:
    yield
    while HELD:
        HELD.pop().close()


def opened(data: bytes) -> pikepdf.Pdf:
    """The file, read without anything being mended."""
    HELD.append(pikepdf.open(io.BytesIO(data), attempt_recovery=False))
    return HELD[-1]


def metadata(data: bytes) -> dict[str, str]:
    """The XMP properties by their short names."""
    root: Any = opened(data).Root
    tree = ElementTree.fromstring(root.Metadata.read_bytes())
    found = {}
    for prefix, url in NAMESPACES.items():
        for element in tree.iter():
            if element.tag.startswith(f"{{{url}}}"):
                name = element.tag.split("}")[1]
                found[f"{prefix}:{name}"] = "".join(element.itertext()).strip()
    return found


def personal() -> Document:
    """A document with a field in a paragraph and in its title."""
    return document(
        Heading(2, words("Your visit")),
        Paragraph((Run("Dear "), Field(0), Run(", hello."))),
        Paragraph((Field(1),)),
    )


def test_the_cross_reference_table_points_at_every_object() -> None:
    data = printed(every_kind()).pdf
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", data)[1])  # type: ignore[index]
    head, count, rest = re.match(rb"xref\n(\d+) (\d+)\n", data[start:]), 0, b""
    assert head and head[1] == b"0"
    count = int(head[2])
    table = data[start + head.end() :]
    rows = [table[20 * n : 20 * n + 20] for n in range(count)]
    rest = table[20 * count :]
    assert rows[0] == b"0000000000 65535 f \n"
    for number, row in enumerate(rows[1:], 1):
        assert re.fullmatch(rb"\d{10} 00000 n \n", row)
        assert data[int(row[:10]) :].startswith(b"%d 0 obj\n" % number)
    assert rest.startswith(b"trailer\n<</Size %d/Root " % count)
    assert len(re.findall(rb"\n\d+ 0 obj\n", data)) == count - 1


def test_every_stream_is_as_long_as_it_says() -> None:
    data = printed(every_kind()).pdf
    found = list(re.finditer(rb"/Length (\d+)>>\nstream\n", data))
    assert len(found) >= 9
    for head in found:
        assert data[head.end() + int(head[1]) :].startswith(b"\nendstream\nendobj\n")


def test_the_file_starts_as_a_binary_pdf_of_version_1_7() -> None:
    data = pdf()
    assert data.startswith(HEADER)
    assert HEADER.startswith(b"%PDF-1.7\n%") and all(byte > 127 for byte in HEADER[10:14])


def test_the_identity_is_that_of_the_content() -> None:
    data = pdf()
    body = data[: data.rindex(b"xref\n0 ")]
    mark = hashlib.md5(body, usedforsecurity=False).hexdigest().encode()
    assert b"/ID[<%s><%s>]" % (mark, mark) in data
    assert pdf() == data
    assert re.search(rb"/ID\[<(\w+)>", pdf(title="Other"))[1] != mark  # type: ignore[index]


def test_the_dates_are_those_passed_in() -> None:
    made = datetime(2030, 12, 31, 23, 59, 58, tzinfo=UTC)
    data = print_leaflet(press(document()), Fill(), made).pdf
    info: Any = opened(data).docinfo
    assert str(info.CreationDate) == str(info.ModDate) == "D:20301231235958+00'00'"
    assert metadata(data)["xmp:CreateDate"] == "2030-12-31T23:59:58+00:00"
    assert metadata(data)["xmp:ModifyDate"] == "2030-12-31T23:59:58+00:00"


def test_info_and_xmp_say_the_same() -> None:
    about = {"title": "Backs & <feet> Łódź 🙂", "author": 'A "B" & C', "subject": "x < y > z"}
    made = structs.replace(document(), **about)
    data = printed(made).pdf
    info, xmp = opened(data).docinfo, metadata(data)
    assert str(info["/Title"]) == xmp["dc:title"] == about["title"]
    assert str(info["/Author"]) == xmp["dc:creator"] == about["author"]
    assert str(info["/Subject"]) == xmp["dc:description"] == about["subject"]
    assert str(info["/Producer"]) == xmp["pdf:Producer"] == "handout"
    assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
    assert xmp["dc:language"] == "en-GB"


def test_the_catalogue_names_language_title_and_direction() -> None:
    root: Any = opened(pdf(language="cy-GB")).Root
    assert str(root.Lang) == "cy-GB"
    assert root.ViewerPreferences.DisplayDocTitle is True
    assert root.ViewerPreferences.Direction == "/L2R"
    assert root.MarkInfo.Marked is True
    right: Any = opened(pdf(direction="rtl")).Root
    assert right.ViewerPreferences.Direction == "/R2L"


def test_the_page_has_the_papers_size() -> None:
    for paper, size in (("A4", (595.28, 841.89)), ("letter", (612.0, 792.0))):
        look = structs.replace(press(document()).template)
        look = structs.replace(look, page=structs.replace(look.page, size="clinic"))
        page = opened(pdf(look=look, paper=paper)).pages[0]
        assert tuple(map(float, page.MediaBox)) == pytest.approx((0, 0, *size), abs=0.01)
        wide = structs.replace(look, page=structs.replace(look.page, landscape=True))
        page = opened(pdf(look=wide, paper=paper)).pages[0]
        assert tuple(map(float, page.MediaBox)) == pytest.approx((0, 0, *size[::-1]), abs=0.01)


def bookmarks(node: Any) -> list[Any]:
    """The outline below a node as nested lists, its pointers checked on the way."""
    found, before = [], None
    item = node.get("/First")
    while item is not None:
        assert item.Parent.objgen == node.objgen
        assert (item.get("/Prev").objgen if before is not None else None) == (
            before.objgen if before is not None else None
        )
        found.append([str(item.Title), *bookmarks(item)])
        before, item = item, item.get("/Next")
    assert before is None or node.Last.objgen == before.objgen
    return found


def test_the_outline_follows_the_headings() -> None:
    blocks = [
        Heading(2, words("What is it?")),
        Heading(3, words("Not listed")),
        Heading(2, words("What (helps)?")),
        Heading(1, words("Footwear")),
        Heading(2, words("Łódź")),
    ]
    data = pdf(*blocks)
    root: Any = opened(data).Root
    assert bookmarks(root.Outlines) == [
        ["Looking after your back", ["What is it?"], ["What (helps)?"]],
        ["Footwear", ["Łódź"]],
    ]
    assert int(root.Outlines.Count) == 5
    assert root.PageMode == "/UseOutlines"


def test_bookmarks_open_the_page_their_heading_is_on() -> None:
    text = Paragraph(words("Walk each day and rest at night. " * 60))
    headings = [Heading(2, words(f"Part {number}")) for number in range(6)]
    data = pdf(*(block for heading in headings for block in (heading, text)))
    file = opened(data)
    reader = pypdfium2.PdfDocument(data)
    root: Any = file.Root
    item: Any = root.Outlines.First.First
    pages = {page.obj.objgen: number for number, page in enumerate(file.pages)}
    for number in range(6):
        page = pages[item.Dest[0].objgen]
        assert f"Part {number}" in reader[page].get_textpage().get_text_range()
        item = item.get("/Next")
    assert item is None and len(file.pages) > 3
    reader.close()


def test_without_headings_there_is_no_outline() -> None:
    made = structs.replace(document(), blocks=(Paragraph(words("Only words.")),))
    root: Any = opened(printed(made).pdf).Root
    assert "/Outlines" not in root and "/PageMode" not in root


def test_links_say_where_they_lead() -> None:
    url = "https://example.org/a_(b)\\c?q=ä&x=1"
    data = pdf(Heading(2, words("x")), Paragraph((Run("See "), Run("here", link=url))))
    (note,) = opened(data).pages[0].Annots  # type: ignore[operator,misc]
    assert bytes(note.A.URI) == b"https://example.org/a_(b)\\c?q=%C3%A4&x=1"
    assert str(note.Contents) == url
    assert int(note.F) == 4, "printed with the page"
    left, bottom, right, top = map(float, note.Rect)
    assert right - left == pytest.approx(25.0, abs=5.0) and top - bottom == pytest.approx(16.8)


def test_nothing_of_the_patient_is_outside_the_pages() -> None:
    data = print_leaflet(press(personal()), Fill(texts=(PATIENT, "RBF-000417")), MADE).pdf
    file = opened(data)
    for page in file.pages:
        del page.Contents
    root: Any = file.Root
    del root.StructTreeRoot
    left = io.BytesIO()
    file.save(left, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all,
              object_stream_mode=pikepdf.ObjectStreamMode.disable)  # fmt: skip
    for word in ("Margaret", "Oyelaran", "RBF-000417"):
        assert word.encode() not in left.getvalue()
        assert word.encode("utf-16-be") not in left.getvalue()
        assert word.encode("utf-16-be").hex().upper().encode() not in left.getvalue()
    assert "Margaret" in pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()


def test_the_outline_names_no_patient_even_where_a_heading_does() -> None:
    made = document(Heading(2, (Run("For "), Field(0), Run(": your plan"))))
    for text in (PATIENT, None):
        data = print_leaflet(press(made), Fill(texts=(text,)), MADE).pdf
        root: Any = opened(data).Root
        title = str(root.Outlines.First.First.Title)
        assert title.startswith("For") and title.endswith("your plan")
        assert "Margaret" not in title + str(metadata(data)) + str(dict(opened(data).docinfo))


def test_resources_are_named_by_number() -> None:
    """A picture's file name or a patient's must not be found in the file."""
    drawing = Drawing((9.0, 9.0), ())
    pictures = (
        structs.replace(BIRD_PICTURE, name="margaret-oyelaran"),
        structs.replace(BIRD_PICTURE, name="margaret.png", data=drawing),
    )
    data = pdf(pictures=pictures)
    found = set()
    for page in opened(data).pages:
        for kind in page.Resources.values():  # type: ignore[operator,union-attr]
            found |= set(kind.keys())
    assert found and all(re.fullmatch(r"/(F|Im)\d+", name) for name in found)
    assert b"margaret" not in data


def shared_length(data: bytes) -> int:
    """Where the first object of the leaflet itself starts: its first page content."""
    return data.index(b"<</Filter/FlateDecode/Length", data.index(b"/XObject<<"))


def test_files_of_all_visits_are_equal_up_to_the_first_page() -> None:
    made = press(personal())
    files = [
        print_leaflet(made, Fill(texts=(name, note)), MADE).pdf
        for name, note in ((None, None), ("Jo", "€ 5 – “ok”…"), ("Zoë Æbelø", "½ × 3"))
    ]
    (length,) = {shared_length(data) for data in files}
    assert len({data[: length - 10] for data in files}) == 1
    assert len(set(files)) == 3


def test_fonts_are_made_again_only_for_letters_they_lack() -> None:
    made = press(personal())
    plain, polish, again, greek = (
        print_leaflet(made, Fill(texts=(name, "")), MADE).pdf
        for name in ("Jo", "Łucja", "Łucja", "Γιώργος")
    )
    assert polish == again
    start = shared_length(plain) - 10
    assert polish[:start] != plain[:start]
    assert b"NotoSans" not in plain + polish and b"NotoSans-Regular" in greek
    assert structure_problems(polish) == structure_problems(greek) == []


def test_readers_open_the_file_without_a_complaint() -> None:
    data = printed(every_kind()).pdf
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        file = opened(data)
        assert file.check_pdf_syntax() == []
        assert not file.get_warnings()
        reader = pypdfium2.PdfDocument(data)
        for page in reader:
            assert page.get_textpage().count_chars() > 20
            page.render(scale=0.3)
        reader.close()


def test_every_page_has_the_tab_order_of_the_tags() -> None:
    for number, page in enumerate(opened(printed(every_kind()).pdf).pages):
        assert page.Tabs == "/S"
        assert int(page.StructParents) == number  # type: ignore[arg-type]


def test_the_colour_profile_is_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB"
    to_standard = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    colours = Image.new("RGB", (4, 1))
    for x, colour in enumerate([(11, 94, 111), (255, 0, 0), (128, 128, 128), (255, 255, 255)]):
        colours.putpixel((x, 0), colour)
    same = ImageCms.applyTransform(colours, to_standard)
    assert same is not None
    for x in range(4):
        assert same.getpixel((x, 0)) == pytest.approx(colours.getpixel((x, 0)), abs=2)
    assert srgb_profile() == srgb_profile()
    intent: Any = opened(pdf()).Root.OutputIntents
    assert intent[0].DestOutputProfile.read_bytes() == srgb_profile()


def test_embedded_fonts_are_whole() -> None:
    file = opened(pdf(Paragraph(words("Γειά"))))
    for font in file.pages[0].Resources.Font.values():  # type: ignore[operator,union-attr]
        stream = font.DescendantFonts[0].FontDescriptor.FontFile2
        assert int(stream.Length1) == len(stream.read_bytes())
        assert zlib.decompress(stream.read_raw_bytes()) == stream.read_bytes()
    assert len(FACES) == 4
