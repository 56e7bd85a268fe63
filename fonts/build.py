"""Rebuild the bundled fonts from two pinned packages.

With no arguments but ``--output`` the packages are downloaded by running::

    npm pack @expo-google-fonts/atkinson-hyperlegible-next@0.4.1
    apt-get download fonts-noto-core=20201225-1

Pass ``--npm-tarball`` and ``--deb`` to use copies that are already on disk.
Either way their SHA-256 sums are checked. ``dpkg-deb`` must be available, and
the Python packages ``click`` and ``fonttools``. The same version of fontTools
gives the same bytes on every run.
"""

from __future__ import annotations

import copy
import hashlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

NPM_PACKAGE = "@expo-google-fonts/atkinson-hyperlegible-next@0.4.1"
NPM_FILE = "expo-google-fonts-atkinson-hyperlegible-next-0.4.1.tgz"
NPM_SHA256 = "9c98b93e3f7dd7d7819f9c439aac9fb5b5466781fa1eb002caeb52eb7cb15ce8"
DEB_PACKAGE = "fonts-noto-core=20201225-1"
DEB_FILE = "fonts-noto-core_20201225-1_all.deb"
DEB_SHA256 = "58f4f0bb6720f919f92096b3508e1412a0f1544424ade6c5b5bf1eb694dd64ba"

FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk"]
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14]
# Characters that Atkinson Hyperlegible Next lacks, and the one each is drawn like.
# Each gets a glyph of its own, so that text copied from a PDF stays exact.
COPIES = {0x00AD: 0x002D, 0x00B5: 0x03BC, 0x2010: 0x002D, 0x2011: 0x002D}
# The package's own copyright file adds these to the notice inside the fonts.
NOTO_NOTICES = ["Copyright 2010, 2012-2020, Google Inc.", "Copyright 2015-2020, Google LLC."]
NOTO_RANGES = [
    (0x0020, 0x052F),  # Latin, modifiers, combining marks, Greek, Cyrillic
    (0x1DC0, 0x1FFF),  # Combining Supplement, Latin Additional, Greek Extended
    (0x2000, 0x27BF),  # punctuation, currency, letterlike, numbers, arrows, maths, shapes
    (0x2C60, 0x2C7F),  # Latin Extended-C
    (0xA720, 0xA7FF),  # Latin Extended-D
    (0xAB30, 0xAB6F),  # Latin Extended-E
    *((0x1AB0, 0x1AFF), (0xFE20, 0xFE2F)),  # other combining marks
    *((0x1C80, 0x1C8F), (0x2DE0, 0x2E7F), (0xA640, 0xA69F)),  # other Cyrillic, punctuation
    *((0xFB00, 0xFB06), (0xFFFD, 0xFFFD)),  # Latin ligatures, replacement character
]


def checked(path: Path, sha256: str) -> bytes:
    """Return the bytes of a file, refusing one with an unexpected digest."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise click.ClickException(f"{path.name} is not the pinned version")
    return data


def member(archive: bytes, ending: str) -> bytes:
    """Return the one file in a tar archive whose path has this ending."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for info in tar:
            if info.name.endswith(ending) and (stream := tar.extractfile(info)):
                return stream.read()
    raise click.ClickException(f"no {ending} in the package")


def add_copies(font: TTFont) -> None:
    """Give each character in ``COPIES`` its own copy of an existing glyph."""
    order, cmap = font.getGlyphOrder(), font.getBestCmap()
    glyf, metrics = font["glyf"], font["hmtx"].metrics
    for new, old in COPIES.items():
        name, source = f"uni{new:04X}", cmap[old]
        glyf.glyphs[name] = copy.deepcopy(glyf[source])
        metrics[name] = metrics[source]
        order.append(name)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[new] = name
    font.setGlyphOrder(order)
    glyf.setGlyphOrder(order)


def build(data: bytes, target: Path, family: str, unicodes: Iterable[int] | None) -> str:
    """Write one static font and return its copyright line.

    With ``unicodes`` None, all characters are kept and ``COPIES`` are added.
    """
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    # The repacker is optional in fontTools; without it the bytes never vary.
    font.cfg["fontTools.ttLib.tables.otBase:USE_HARFBUZZ_REPACKER"] = False
    if unicodes is None:
        add_copies(font)
        unicodes = list(font.getBestCmap())
    options = Options(layout_features=FEATURES, name_IDs=KEPT_NAMES, hinting=False)
    options.notdef_outline = True
    options.drop_tables += ["STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    style = target.stem.partition("-")[2]
    for number, text in {1: family, 2: style, 4: f"{family} {style}", 6: target.stem}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font.save(target)
    return str(font["name"].getDebugName(0))


@click.command(help="Rebuild the bundled fonts.")
@click.option("--output", type=click.Path(path_type=Path), default=Path(__file__).parent)
@click.option("--npm-tarball", type=click.Path(exists=True, path_type=Path))
@click.option("--deb", type=click.Path(exists=True, path_type=Path))
def main(output: Path, npm_tarball: Path | None, deb: Path | None) -> None:
    """Fetch the packages where needed, then write both font folders."""
    with tempfile.TemporaryDirectory() as folder:
        if npm_tarball is None:
            subprocess.run(["npm", "pack", "--silent", NPM_PACKAGE], cwd=folder, check=True)
            npm_tarball = Path(folder, NPM_FILE)
        if deb is None:
            subprocess.run(["apt-get", "-q", "download", DEB_PACKAGE], cwd=folder, check=True)
            deb = Path(folder, DEB_FILE)
        npm, package = checked(npm_tarball, NPM_SHA256), checked(deb, DEB_SHA256)
        unpack = ["dpkg-deb", "--fsys-tarfile", "-"]
        noto = subprocess.run(unpack, input=package, check=True, stdout=subprocess.PIPE).stdout
    licence = member(npm, "/LICENSE_FONT").decode()
    kept = [code for first, last in NOTO_RANGES for code in range(first, last + 1)]
    for folder_name, family, archive, unicodes in (
        ("atkinson-hyperlegible-next", "Atkinson Hyperlegible Next", npm, None),
        ("noto-sans", "Noto Sans", noto, kept),
    ):
        target = output / folder_name
        target.mkdir(parents=True, exist_ok=True)
        stem = family.replace(" ", "")
        for style, weight in (("Regular", 400), ("Bold", 700)):
            ending = f"{stem}-{style}.ttf" if archive is noto else f"{stem}_{weight}{style}.ttf"
            data = member(archive, f"/{ending}")
            notice = build(data, target / f"{stem}-{style}.ttf", family, unicodes)
        # Each OFL file is the same text below its first line, the copyright notice.
        lines = [notice, *(NOTO_NOTICES if archive is noto else ()), *licence.splitlines()[1:]]
        text = "\n".join(lines).rstrip() + "\n"
        Path(target, "OFL.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
