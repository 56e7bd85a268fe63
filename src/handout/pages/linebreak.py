"""Where a line may end: at spaces, never inside a word, never between a number and its unit."""

import re

_NUMBER_AND_UNIT = re.compile(r"(?<!\S)(\d[\d.,:/–-]*) (?=[^\W\d_])")


def bind_units(text: str) -> str:
    """The text with a no-break space after every number that a word follows: `20 seconds`."""
    return _NUMBER_AND_UNIT.sub("\\1\u00a0", text)


def parts(text: str) -> list[str]:
    """The text cut at its spaces; an empty part stands where two spaces meet or at an end."""
    return bind_units(text).split(" ")
