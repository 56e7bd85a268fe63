"""Faces: which one has a character, how words are shaped, and what of a face is embedded."""

import io
import re
import unicodedata
import zlib
from pathlib import Path

import pikepdf
import pytest
import uharfbuzz as hb  # type: ignore[import-untyped,unused-ignore]
from fontTools.ttLib import TTFont

from handout.document import Field, Fill, Heading, Paragraph
from handout.errors import ExitCode, HandoutError, Place
from handout.model.template import FaceFile, Weight
from handout.pages import fonts
from handout.pages.fonts import BASE, Faces, clusters, literal, open_face, subset
from handout.pages.press import print_leaflet
from referee import structure_problems, text_from_tree
from referee.fonts import parse_to_unicode
from sheets import FACES, MADE, document, pdf, press, printed, words

HOUSE, HOUSE_BOLD, HELP, HELP_BOLD = range(4)
VIETNAMESE = "Nguyễn Thị Hồng Nhung"


def numbers(text: str, weight: Weight = "regular") -> list[int]:
    """The faces of a word's parts, in order."""
    return [word.face for word in Faces(FACES).words(text, weight, "en")]


def test_a_word_the_house_face_has_is_set_in_it() -> None:
    assert numbers("leaflet") == [HOUSE]
    assert numbers("leaflet", "bold") == [HOUSE_BOLD]


def test_a_word_is_not_mixed_where_one_face_has_all_of_it() -> None:
    """A name in two faces looks like a ransom note."""
    assert numbers("Nguyễn") == [HELP]
    assert numbers("Γειά") == [HELP]
    assert numbers("Жанна", "bold") == [HELP_BOLD]


def test_a_word_no_single_face_has_is_set_letter_by_letter() -> None:
    only_house = next(
        chr(code)
        for code in sorted(open_face(HOUSE, FACES[HOUSE]).characters)
        if code not in open_face(HELP, FACES[HELP]).characters and chr(code).isprintable()
    )
    shaped = Faces(FACES).words(f"Жа{only_house}Ж", "regular", "en")
    assert [word.face for word in shaped] == [HELP, HOUSE, HELP]


def test_a_letter_and_its_marks_are_never_in_two_faces() -> None:
    assert clusters("e\u0301\u0323a\u200d") == ["e\u0301\u0323", "a\u200d"]
    assert clusters("\u0301a") == ["\u0301", "a"]
    (word,) = Faces(FACES).words("Ж\u0301", "regular", "ru")
    assert word.face == HELP


def test_a_character_of_no_face_is_named() -> None:
    with pytest.raises(ValueError, match="^🙂$"):
        Faces(FACES).words("ok🙂", "regular", "en")
    with pytest.raises(ValueError, match="^한$"):
        Faces(FACES).words("Ж한国", "regular", "en")


def test_every_missing_character_of_a_handout_is_said_with_its_place() -> None:
    """Two blocks with a fault each are two problems, in the order of the file."""
    blocks = [
        Paragraph(words(f"a {letter}"), place=Place("handouts/a.yaml", line, 7))
        for line, letter in ((9, "한"), (4, "🙂"))
    ]
    with pytest.raises(HandoutError) as raised:
        press(document(*blocks))
    assert [p.place.line for p in raised.value.problems if p.place] == [4, 9]
    assert "U+1F642 SLIGHTLY SMILING FACE" in raised.value.problems[0].message


def test_a_missing_character_of_a_name_is_said_without_the_name() -> None:
    made = press(document(Paragraph((Field(0),), place=Place("handouts/a.yaml", 9, 7))))
    with pytest.raises(HandoutError) as raised:
        print_leaflet(made, Fill(texts=("Margaret 한",)), MADE)
    said = str(raised.value)
    assert "in the visit's words" in said and "U+D55C" in said
    assert "Margaret" not in said and "a.yaml" not in said


def test_words_are_kerned() -> None:
    (kerned,) = Faces(FACES).words("AVAVA", "regular", "en")
    face = open_face(HOUSE, FACES[HOUSE])
    alone = sum(
        word.advance for letter in "AVAVA" for word in Faces(FACES).words(letter, "regular", "en")
    )
    assert kerned.advance < alone
    assert re.search(rb"\)\d+\(", kerned.glyphs[0].array)
    assert kerned.advance == shaped_by_hand(face.font, "AVAVA")


def shaped_by_hand(font: hb.Font, text: str) -> int:
    """The advance HarfBuzz gives, by itself."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"liga": False})
    return sum(position.x_advance for position in buffer.glyph_positions)


def test_no_ligature_hides_letters() -> None:
    (word,) = Faces(FACES).words("office fiffl", "regular", "en")
    assert not any(glyphs.actual for glyphs in word.glyphs)


def test_a_no_break_space_and_hyphen_are_set_as_space_and_hyphen() -> None:
    for hard, soft in (("20\u00a0kg", "20 kg"), ("step\u2011free", "step-free")):
        assert Faces(FACES).words(hard, "regular", "en") == Faces(FACES).words(
            soft, "regular", "en"
        )


@pytest.mark.parametrize("name", ["Ọ\u0300yẹ\u0301", "q\u0308uu", "Ж\u0301анна", "x\u0323\u0302y"])
def test_letters_with_loose_marks_are_read_back_as_written(name: str) -> None:
    for text in (name, unicodedata.normalize("NFC", name)):
        made = pdf(Heading(2, words(text)), Paragraph(words(f"Dear {text}, hello.")))
        assert structure_problems(made) == []
        assert ("P", f"Dear {text}, hello.") in text_from_tree(made)


def test_a_mark_above_its_letter_is_raised_and_put_back() -> None:
    (word,) = Faces(FACES).words("q\u0308\u0301a", "regular", "en")
    assert [glyphs.actual for glyphs in word.glyphs][-1] == ""
    first = [glyphs for glyphs in word.glyphs if glyphs.actual]
    assert {glyphs.actual for glyphs in first} == {"q\u0308\u0301"}
    assert [glyphs.goes_on for glyphs in first] == [False] + [True] * (len(first) - 1)
    made = pdf(Heading(2, words("x")), Paragraph(words("q\u0308\u0301a")))
    content = page_content(made)
    assert content.count(b" Ts") == 0 or b"0 Ts" in content


def page_content(data: bytes) -> bytes:
    """The operators of the first page."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        return opened.pages[0].Contents.read_bytes()


def test_a_joiner_is_kept_in_what_is_read() -> None:
    made = pdf(Heading(2, words("x")), Paragraph(words("a\u200db")))
    assert ("P", "a\u200db") in text_from_tree(made)


def test_a_subset_is_a_function_of_face_and_glyphs() -> None:
    extras = frozenset(
        extra for word in Faces(FACES).words(VIETNAMESE, "regular", "vi") for extra in word.extras
    )
    assert extras
    first = subset(open_face(HELP, FACES[HELP]), extras)
    open_face.cache_clear()
    second = subset(open_face(HELP, FACES[HELP]), frozenset(sorted(extras, reverse=True)))
    assert first == second
    assert subset(open_face(HELP, FACES[HELP]), frozenset()) != first


def test_glyph_numbers_are_those_of_the_whole_face() -> None:
    """A word's bytes can only be reused if no other word changes what its codes mean."""
    face = open_face(HOUSE, FACES[HOUSE])
    whole = TTFont(FACES[HOUSE].path)
    cut = TTFont(io.BytesIO(subset(face, frozenset()).font))
    order = {name: number for number, name in enumerate(whole.getGlyphOrder())}
    shapes, kept = whole["glyf"], cut["glyf"]
    for letter in "aZ9é€":
        name = whole.getBestCmap()[ord(letter)]
        kept_name = cut.getGlyphOrder()[order[name]]
        assert kept[kept_name].numberOfContours == shapes[name].numberOfContours
        assert cut["hmtx"][kept_name] == whole["hmtx"][name]
    assert sum(1 for name in cut.getGlyphOrder() if kept[name].numberOfContours) < 350


def test_a_subset_has_no_layout_names_or_character_map() -> None:
    cut = TTFont(io.BytesIO(subset(open_face(HOUSE, FACES[HOUSE]), frozenset()).font))
    assert not {"GSUB", "GPOS", "GDEF", "name", "cmap", "post", "OS/2"} & set(cut.keys())
    assert {"glyf", "loca", "head", "hhea", "hmtx", "maxp"} <= set(cut.keys())


def test_the_base_set_is_in_every_embedded_face() -> None:
    face = open_face(HOUSE, FACES[HOUSE])
    spelled = {text for _, text in subset(face, frozenset()).spelling}
    assert set("aZ09 .,;:!?'\"()éßÅ–—‘’“”…•€£½°") <= spelled <= set(BASE)
    assert "\u00ad" not in spelled


def test_every_code_has_a_width_and_its_character() -> None:
    text = f"{VIETNAMESE} Γειά Ж “quoted” ¾"
    data = pdf(Heading(2, words(text)), Paragraph(words(text)))
    with pikepdf.open(io.BytesIO(data)) as opened:
        listed = dict(opened.pages[0].Resources.Font.items())
        assert sorted(listed) == ["/F0", "/F1", "/F2", "/F3"]
        for name, font in listed.items():
            mapping = parse_to_unicode(font.ToUnicode.read_bytes())
            (descendant,) = font.DescendantFonts
            widths = {int(descendant.W[n]): int(descendant.W[n + 1][0])
                      for n in range(0, len(descendant.W), 2)}  # fmt: skip
            assert set(mapping) == set(widths), name
            assert all(mapping.values()) and "\ufffd" not in "".join(mapping.values())
            face = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
            scale = 1000 / face["head"].unitsPerEm
            for code, width in widths.items():
                real = face["hmtx"][face.getGlyphOrder()[code]][0] * scale
                assert width == pytest.approx(real, abs=1), (name, code)
    assert structure_problems(data) == []


def test_every_bfchar_block_holds_at_most_a_hundred() -> None:
    data = pdf(Heading(2, words("x")))
    with pikepdf.open(io.BytesIO(data)) as opened:
        cmap = opened.pages[0].Resources.Font["/F0"].ToUnicode.read_bytes()
    for count, block in re.findall(rb"(\d+) beginbfchar\n(.*?)\nendbfchar", cmap, re.DOTALL):
        assert int(count) == len(block.splitlines()) <= 100


def test_subset_names_differ_where_the_subset_differs() -> None:
    def name(data: bytes) -> str:
        with pikepdf.open(io.BytesIO(data)) as opened:
            return str(opened.pages[0].Resources.Font["/F2"].BaseFont)

    greek, russian = (pdf(Heading(2, words("x")), Paragraph(words(t))) for t in ("Γειά", "Жанна"))
    assert re.fullmatch(r"/[A-Z]{6}\+NotoSans-Regular", name(greek))
    assert name(greek) != name(russian)
    assert name(greek) == name(pdf(Heading(2, words("y")), Paragraph(words("Γειά"))))


def test_a_face_nobody_needs_is_neither_opened_nor_embedded() -> None:
    open_face.cache_clear()
    data = pdf(Heading(2, words("Plain words")))
    assert open_face.cache_info().currsize == 2
    assert b"NotoSans" not in zlib.decompress(zlib.compress(data))


def test_words_remembered_are_bounded() -> None:
    faces = Faces(FACES)
    for count in range(fonts._REMEMBERED + 50):
        faces.words(f"w{count}", "regular", "en")
    assert len(faces._words) <= fonts._REMEMBERED
    assert faces.words("w1", "regular", "en") is faces.words("w1", "regular", "en")


def test_codes_that_would_end_a_string_are_escaped() -> None:
    assert literal(b"\x00(\x00)\x00\\\x00\r\x00\n") == b"(\x00\\(\x00\\)\x00\\\\\x00\\r\x00\n)"


def test_the_page_number_and_a_pictures_place_bring_their_glyphs() -> None:
    """What stands outside the boxes needs its face embedded like everything else."""
    made = pdf(page_of="Σελίδα {page} από {pages} ệ")
    assert structure_problems(made) == []
    text = printed(document(page_of="Σελίδα {page} από {pages}")).pdf
    with pikepdf.open(io.BytesIO(text)) as opened:
        mapping = parse_to_unicode(opened.pages[0].Resources.Font["/F2"].ToUnicode.read_bytes())
    assert set("Σελίδαπό") <= set(mapping.values())


def test_a_missing_font_file_is_the_environments_fault(tmp_path: Path) -> None:
    with pytest.raises(HandoutError, match="cannot read font") as raised:
        open_face(0, FaceFile("x", "regular", str(tmp_path / "none.ttf")))
    assert raised.value.code == ExitCode.ENVIRONMENT
    (tmp_path / "text.ttf").write_text("not a font")
    with pytest.raises(HandoutError, match="not a whole TrueType font"):
        open_face(0, FaceFile("x", "regular", str(tmp_path / "text.ttf")))
