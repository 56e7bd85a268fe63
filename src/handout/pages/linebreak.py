"""Where a line may end: at spaces, never inside a word, never between a number and its unit."""

import re

_NUMBER = re.compile(r"[(\[]?\d[\d.,:/–-]*")


def parts(text: str) -> list[str]:
    """The text cut at its spaces; an empty part stands where two spaces meet or at an end."""
    return text.split(" ")


def is_number(part: str) -> bool:
    """Whether what follows the part may be its unit, as in `20 seconds`."""
    return bool(_NUMBER.fullmatch(part))


def is_word(part: str) -> bool:
    """Whether the part may be the unit of a number before it."""
    return part[:1].isalpha()
