"""A page with one picture, and how that picture looks on it."""

import re

import pypdfium2  # type: ignore[import-untyped,unused-ignore]
from msgspec import structs
from PIL import Image

from handout.document import Heading, Picture
from handout.errors import Place
from handout.model.drawing import Drawing
from sheets import BIRD_FIGURE, pdf, words

PLACE = Place("handouts/sciatica.yaml", 40, 9)
HERE = Heading(2, words("Here"))


def shown(name: str, data: bytes | Drawing) -> bytes:
    """The file of a document with this picture in it."""
    return pdf(
        HERE, structs.replace(BIRD_FIGURE, image=name), pictures=(Picture(name, data, PLACE),)
    )


def pixels(data: bytes, scale: float = 1.0) -> Image.Image:
    """The first page as it looks, `scale` pixels a point."""
    opened = pypdfium2.PdfDocument(data)
    try:
        return opened[0].render(scale=scale).to_pil().convert("RGB")
    finally:
        opened.close()


def figure_area(data: bytes) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the first figure."""
    found = re.search(rb"/BBox\[([\d. -]+)\]>>", data)
    assert found
    left, bottom, right, top = map(float, found[1].split())
    return left, bottom, right, top


def figure_pixels(data: bytes, scale: float = 4.0) -> Image.Image:
    """The first figure as it looks."""
    page = pixels(data, scale)
    left, bottom, right, top = figure_area(data)
    height = page.height / scale
    box = tuple(round(v * scale) for v in (left, height - top, right, height - bottom))
    return page.crop(box)  # type: ignore[arg-type]
