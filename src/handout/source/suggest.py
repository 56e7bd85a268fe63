"""The word somebody may have meant."""

from collections.abc import Iterable

_LONGEST_WORD = 60
_LEAST_LIKENESS = 0.7


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice most like the word, or nothing when none is like it."""
    # Only a mistake needs difflib, and importing it takes longer than reading a small file.
    from difflib import get_close_matches

    by_lower = {choice.lower(): choice for choice in choices}
    found = get_close_matches(word[:_LONGEST_WORD].lower(), by_lower, 1, _LEAST_LIKENESS)
    return by_lower[found[0]] if found else ""
