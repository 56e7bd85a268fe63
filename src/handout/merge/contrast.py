"""Contrast of a clinic's colour, and the nearest darker one that can be read.

Source: W3C, Web Content Accessibility Guidelines 2.1, relative luminance and contrast ratio.
"""

from handout.document import TINT

LEAST = 4.5
"""The ratio asked of text on its background (success criterion 1.4.3)."""


def ratio(first: str, second: str) -> float:
    """The contrast of two `#rrggbb` colours, 1 to 21."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def least_ratio(colour: str) -> float:
    """The contrast of text in the colour with its own tint, the darkest thing it stands on."""
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    tint = "#" + "".join(f"{round(255 - (255 - part) * TINT):02x}" for part in parts)
    return ratio(colour, tint)


def legible(colour: str) -> str:
    """The colour, or the lightest darker shade of it that can be read on white and on its tint."""
    parts = [int(colour[start : start + 2], 16) for start in (1, 3, 5)]
    shades = (
        "#" + "".join(f"{part * step // 100:02x}" for part in parts) for step in range(100, -1, -1)
    )
    return next(shade for shade in shades if least_ratio(shade) >= LEAST)
