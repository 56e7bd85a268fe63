"""The syllables of an English word, by its spelling and a list of exceptions.

Each group of vowels (a, e, i, o, u, y) is a syllable. Then, in this order: a silent e at the end
is none, nor is the e of -ed (but for -ted and -ded) and -es (but after a hiss), nor the one in
-ely, -eful, -eless, -ement and -eness, nor the a of -ically; vowels that are said apart are two
(sci-at-ica, mus-e-um, eas-i-er), but -tion, -cious, -tial are one; -ism has one more. What this
gets wrong stands in the language's word list.
"""

import re
from functools import lru_cache

_SILENT = (
    re.compile(r"(?<=[^aeiouylr])e(?=(?:ly|ful|less|ment|ness)(?:s|ly)?$)"),
    re.compile(r"(?<=[aeiouy]r)e(?=(?:ly|ful|less|ment|ness)(?:s|ly)?$)"),
    re.compile(r"(?<=[aeiouy][^aeiouy])es$(?<![sxzcg]es)(?<!ches)(?<!shes)"),
    re.compile(r"(?<=[^aeiouy][^aeiouylrsxzcgh])es$"),
    re.compile(r"(?<=[^aeiouytdlr])ed$|(?<=[aeiouylr][lr])ed$"),
    re.compile(r"(?<=^som|^hom|^lif|^tim)e(?=[^aeiouysrdn])|(?<=^ther|^wher)e(?=f)"),
    re.compile(r"(?<=[^aeiouylr])e$|(?<=[aeiouy]r)e$"),
    re.compile(r"(?<=ic)a(?=lly$)"),
    re.compile(r"(?<=[aeiouyl]l)e$|(?<=[aeiouy])e$(?<!ee)(?<!oe)(?<!ye)(?<!ie)(?<!ue)"),
)
_APART = re.compile(
    r"ia(?!n$|l$|ns$|ge|ll|(?<=[cst]ia)l(?:i[sz]|s$))|(?<=[^cstg])ia(?:l|n|ns)$|(?<=[^cstgxln])io(?!u)|(?<=[^cstgx])iou"
    r"|iu|eo(?=[^u]|$)|(?<=[aeouy])ing|ua(?=[lrt])(?<!qua)|(?<=[^qg])ue(?=n[ct]|[ln]$)"
    r"|ie(?=ty?$|ties$)|(?<=[^aeiou])ie(?=rs?$|st$)|(?<![ct])ie(?=n[ct])|ism|eu(?=m)|oe(?=[mt])|(?<=[rn])ea(?=ct)|uo(?=us)"
    r"|ya(?=[^rw])|ei(?=ng|ty)|[aeo]y(?=[aeo])|(?<=[^cgt])eou|(?<=[a-z][dr])ea$"
    r"|(?<=[sl])cie|crea(?=t)"
)
_GROUP = re.compile(r"[aeiouy]+")
_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=8192)
def counted(part: str) -> int:
    """The syllables of a word without hyphens, in small letters, by its spelling."""
    kept = part
    for silent in _SILENT:
        kept = silent.sub("", kept, count=1)
    return max(1, len(_GROUP.findall(kept)) + len(_APART.findall(kept)))


def syllables(word: str, exceptions: dict[str, int]) -> int:
    """The syllables of a word in small letters; of one with hyphens, of all its parts."""
    known = exceptions.get(word)
    if known:
        return known
    parts = _LETTERS.findall(word.replace("'s", "").replace("'", ""))
    return sum(_known(part, exceptions) or counted(part) for part in parts) or 1


def _known(part: str, exceptions: dict[str, int]) -> int:
    return exceptions.get(part) or exceptions.get(part.removesuffix("s"), 0)
