"""Checks on the bundled fonts."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).parent.parent / "fonts"
FOLDERS = sorted(path for path in FONTS.iterdir() if path.is_dir() and path.name[0] not in "._")
FILES = sorted(FONTS.glob("*/*.ttf"))
SIZE_LIMIT = 400_000


def assigned(first: int, last: int) -> set[int]:
    """Return the code points in a range that are in use and not controls."""
    codes = range(first, last + 1)
    return {code for code in codes if unicodedata.category(chr(code)) not in {"Cc", "Cn"}}


COMMON = assigned(0x20, 0xFF) | set(map(ord, "–—‘’“”…•·°×½€£‑"))
# Latin Extended-A letters that the readme says Atkinson Hyperlegible Next lacks.
ATKINSON_GAPS = set(map(ord, "ĈĉĔĕĜĝĤĥĨĩĬĭĴĵĸĿŀŉŊŋŌōŎŏŖŗŜŝŦŧŨũŬŭſ"))
COPTIC = assigned(0x3E2, 0x3EF)
PROMISED = {
    "atkinson-hyperlegible-next": COMMON
    | (assigned(0x100, 0x17F) - ATKINSON_GAPS)
    | set(map(ord, "ȘșȚțẀẁẂẃẄẅỲỳẞ−≤≥≈")),
    "noto-sans": COMMON
    | (assigned(0x100, 0x52F) - COPTIC)
    | assigned(0x1E00, 0x1FFF)
    | assigned(0x2000, 0x206F)
    | assigned(0x20A0, 0x20BF)
    | assigned(0x2100, 0x214F),
}


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def font(request: pytest.FixtureRequest) -> TTFont:
    """Open each bundled font in turn."""
    return TTFont(request.param)


def gpos_features(font: TTFont) -> set[str]:
    """Return the tags of the positioning features in a font."""
    return {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}


def test_every_folder_is_described_here() -> None:
    """A new family must come with its own promise of coverage."""
    assert {folder.name for folder in FOLDERS} == set(PROMISED)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_folder_has_licence_and_readme_row(folder: Path) -> None:
    """Each family keeps its licence beside it and a row in the readme."""
    licence = (folder / "OFL.txt").read_text(encoding="utf-8")
    assert licence.startswith("Copyright ")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    rows = (FONTS / "README.md").read_text(encoding="utf-8").splitlines()
    assert any(row.startswith("|") and f"`{folder.name}`" in row for row in rows)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_folder_has_matching_regular_and_bold(folder: Path) -> None:
    """Bold text never needs a character that only the regular font has."""
    regular, bold = (TTFont(next(folder.glob(f"*-{style}.ttf"))) for style in ("Regular", "Bold"))
    assert set(regular.getBestCmap()) == set(bold.getBestCmap())
    assert regular["hhea"].ascent == bold["hhea"].ascent
    assert regular["hhea"].descent == bold["hhea"].descent


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_font_is_small(path: Path) -> None:
    """No font makes the package needlessly heavy."""
    assert path.stat().st_size <= SIZE_LIMIT


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_font_covers_promised_characters(path: Path) -> None:
    """Every character promised in the readme has a glyph."""
    missing = PROMISED[path.parent.name] - set(TTFont(path).getBestCmap())
    assert not missing, [f"U+{code:04X}" for code in sorted(missing)]


def test_font_is_static_truetype(font: TTFont) -> None:
    """PDF writers get plain outlines in glyf, with no variations."""
    assert "glyf" in font
    assert not {"CFF ", "CFF2", "fvar", "gvar"} & set(font.keys())


def test_font_may_be_embedded(font: TTFont) -> None:
    """The embedding bits place no restriction on use in a document."""
    assert font["OS/2"].fsType == 0


def test_font_positions_glyphs(font: TTFont) -> None:
    """Kerning and mark placement survive subsetting."""
    assert {"kern", "mark", "mkmk"} <= gpos_features(font)


def test_font_has_usable_line_height(font: TTFont) -> None:
    """Ascent and descent allow for accents and descenders."""
    height = font["hhea"].ascent - font["hhea"].descent
    assert font["hhea"].descent < 0
    assert 1.1 <= height / font["head"].unitsPerEm <= 1.5


def test_characters_used_for_text_have_their_own_glyphs(font: TTFont) -> None:
    """Text copied from a PDF keeps no-break spaces, hyphens and micro signs."""
    cmap = font.getBestCmap()
    characters = [0x20, 0xA0, 0x2D, 0xAD, 0x2010, 0x2011, 0xB5, 0x3BC]
    assert len({cmap[code] for code in characters}) == len(characters)


def test_font_names(font: TTFont) -> None:
    """The name table gives the plain family and style names."""
    family, style = font["name"].getDebugName(1), font["name"].getDebugName(2)
    assert family in {"Atkinson Hyperlegible Next", "Noto Sans"}
    assert style in {"Regular", "Bold"}
    assert font["name"].getDebugName(6) == f"{family.replace(' ', '')}-{style}"
