"""A rule of line ends: no word is split there, and no number parted from its unit."""

import re
from collections.abc import Iterator
from itertools import pairwise

from handout.check.pages.faults import Fault, told
from handout.check.pages.printed import Printed
from handout.check.rule import Finding, Rule, Source, examples

_SOFT = "\u00ad"
_TYPOGRAPHIC = "\u2010"
"""Programs put it where they split a word; where it also stands within lines it is any hyphen."""
_HYPHENS = f"-{_TYPOGRAPHIC}"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COMPOUND = re.compile(r"(?<![^\W_])([^\W\d_]+)[-\u2010\u2011]([^\W\d_]+)")
_LAST = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_FIRST = re.compile(r"[^\W\d_]+")
_MAKES_COMPOUNDS = re.compile(
    r"all|anti|care|check|co|day|ex|eye|follow|full|half|heat|high|hip|home|ice|knee|long|low|mid|"
    r"middle|month|non|off|one|open|out|over|part|post|pre|re|self|semi|short|side|sit|so|step|"
    r"text|three|two|under|up|warm|week|well|work|wrap|year|x"
)
"""First halves of words that are written with a hyphen, in English."""
_NUMBER = re.compile(r"(?:^|[\s(])(\d+(?:[.,]\d+)?)$")
_UNITS = re.compile(
    r"(?:(?:second|minute|hour|day|week|month|year|metre|meter|litre|liter|mile|stone|gram|degree)s?"
    r"|(?:sec|min|hr|wk|kilogram|milligram|millilitre|milliliter|centimetre|centimeter|kilometre|"
    r"kilometer)s?|mm|cm|m|km|mg|g|kg|ml|l|mcg|µg|pt|lb|oz|ft|mph|%|°C|°F|per\s?cent)(?![\w-])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def line_ends(printed: Printed, limit: float) -> Iterator[Finding]:
    """Split words, then numbers that stand alone at the end of a line."""
    yield from told(
        _split(printed), "split words", "turn hyphenation off; a whole word goes to the next line"
    )
    yield from told(
        _parted(printed),
        "a number parted from its unit",
        "put a no-break space between the number and the unit",
    )


def _ends(printed: Printed) -> Iterator[tuple[int, str, str]]:
    """The page, and the text of every line and of the next in the paragraph."""
    for paragraph in printed.paragraphs:
        for upper, lower in pairwise(paragraph.lines):
            yield paragraph.page, upper.text.rstrip(), lower.text.lstrip()


def _split(printed: Printed) -> Iterator[Fault]:
    """Words with a soft hyphen are split; others are unless the word has its hyphen anyway.

    It has when it stands so elsewhere, when both of its halves are words of the text, or when the
    first half makes many such words. One word alone proves no hyphenation, unless it also stands
    whole in the text.
    """
    vocabulary = _Vocabulary(printed)
    soft = vocabulary.soft
    doubtful: list[Fault] = []
    is_sure = False
    for page, upper, lower in _ends(printed):
        last, first = _LAST.search(upper), _FIRST.match(lower)
        if not last or not first or not first[0][0].islower():
            continue
        is_soft = upper[-1] in soft
        if is_soft or not vocabulary.keeps(last[1], first[0]):
            doubtful.append(Fault(page, f"{last[1]}-{first[0]}"))
            is_sure |= is_soft or vocabulary.has(last[1] + first[0])
    if is_sure or len(doubtful) > 1:
        yield from doubtful


class _Vocabulary:
    """The words of a file that stand whole within a line. soft: hyphens that only split words."""

    def __init__(self, printed: Printed) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        self.soft = {_SOFT, _TYPOGRAPHIC}
        for paragraph in printed.paragraphs:
            tail = False
            for line in paragraph.lines:
                text = line.text.strip().lower()
                ends_split = text[-1:] in {*_HYPHENS, _SOFT}
                words = _WORD.findall(text)
                self._words.update(words[tail : len(words) - ends_split])
                if _TYPOGRAPHIC in text[:-1]:
                    self.soft.discard(_TYPOGRAPHIC)
                self._compounds.update(f"{a}-{b}" for a, b in _COMPOUND.findall(text))
                tail = ends_split

    def has(self, word: str) -> bool:
        """Whether it stands in the text without a hyphen."""
        return word.lower() in self._words

    def keeps(self, first: str, second: str) -> bool:
        """Whether the two are a word that is written with a hyphen."""
        first, second = first.lower(), second.lower()
        if f"{first}-{second}" in self._compounds:
            return True
        if self.has(first + second):
            return False
        return bool(_MAKES_COMPOUNDS.fullmatch(first)) or (self.has(first) and self.has(second))


def _parted(printed: Printed) -> Iterator[Fault]:
    for page, upper, lower in _ends(printed):
        number, unit = _NUMBER.search(upper), _UNITS.match(lower)
        if number and unit and not _YEAR.fullmatch(number[1]):
            yield Fault(page, f"{number[1]} {unit[0]}")


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "PRINT-09",
        "Is no word split at a line end, and no number parted from its unit?",
        "Half a word cannot be read by its shape, and half a dose can be read wrongly.",
        Source("UKAAF; RNIB", "Minimum standards: clear print; Clear Print guidelines"),
        line_ends,
        bad=examples(
            "'exer-' at a line end, 'cises' on the next.", "'10' at a line end, 'mg' next."
        ),
        good=examples("Whole words at every line end.", "'follow-' at a line end, 'up' next."),
        looks_in="finished PDF",
    ),
)
