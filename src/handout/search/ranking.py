"""Which entries match what was asked for, the best first, and why.

Every word must match: the start of a word of the title, of the id, of another name, of the summary
or of a heading, or a code. Case, accents and the dot of a code make no difference. ICD-10 codes
match by their start, so that M54 finds M54.3; those of SNOMED CT as a whole.
"""

import re
from collections.abc import Iterator
from unicodedata import combining, normalize

from msgspec import Struct

from handout.search.index import Code, Entry

_WORD = re.compile(r"\w+")
_ICD = re.compile(r"[A-Z][0-9][0-9A-Z]{0,6}")


class Reason(Struct, frozen=True):
    """Why an entry was found. rank: 0 for what says most; said: for people, or empty."""

    rank: int
    said: str


class Match(Struct, frozen=True):
    """An entry with the reasons why it was found, one for each word, the same one once."""

    entry: Entry
    reasons: tuple[Reason, ...]

    @property
    def why(self) -> tuple[str, ...]:
        """What is said of it, beyond that it stands in the title or id."""
        return tuple(reason.said for reason in self.reasons if reason.said)


def folded(words: str) -> str:
    """The words without case and accents."""
    parts = normalize("NFKD", words.casefold())
    return "".join(letter for letter in parts if not combining(letter))


def ranked(entries: tuple[Entry, ...], asked: tuple[str, ...]) -> tuple[Match, ...]:
    """The entries that all of the words match, the best first; each id once."""
    terms = tuple(term for one in asked for term in one.split() if _WORD.search(term))
    found = [match for entry in entries if (match := _match(entry, terms))]
    best: dict[tuple[str, bool], Match] = {}
    for match in sorted(found, key=_order):
        best.setdefault((match.entry.id, match.entry.is_pack), match)
    return tuple(best.values())


def suggestion(entries: tuple[Entry, ...], asked: tuple[str, ...]) -> str:
    """What may have been meant: the name, word or code most like what was asked for."""
    from handout.source.suggest import nearest

    whole = " ".join(asked)
    names = [name for entry in entries for name in (entry.id, entry.title, *entry.synonyms)]
    words = [word for name in names for word in _WORD.findall(name)]
    codes = [code.value for entry in entries for code in entry.codes]
    return nearest(whole, dict.fromkeys((*names, *words, *codes)))


def _order(match: Match) -> tuple[int, int, bool, bool, str]:
    """By the rank of the worst reason; a condition comes before how it is treated."""
    ranks = [reason.rank for reason in match.reasons]
    entry = match.entry
    return max(ranks), sum(ranks), entry.is_pack, not entry.is_condition, entry.id


def _match(entry: Entry, terms: tuple[str, ...]) -> Match | None:
    reasons: list[Reason] = []
    for term in terms:
        reason = next(_reasons(entry, term), None)
        if reason is None:
            return None
        reasons.append(reason)
    return Match(entry, tuple(dict.fromkeys(reasons))) if reasons else None


def _reasons(entry: Entry, term: str) -> Iterator[Reason]:
    """Every reason why the term finds the entry, the best first."""
    for code in entry.codes:
        if _is_code(code, term):
            yield Reason(0, f"{code.system} {code.value}")
    if _starts(term, entry.title) or _starts(term, entry.id):
        yield Reason(0, "")
    for name in entry.synonyms:
        if _starts(term, name):
            yield Reason(1, f"also called: {name}")
    if _starts(term, entry.summary):
        yield Reason(2, "in the summary")
    for heading in entry.headings:
        if _starts(term, heading):
            yield Reason(3, f"heading: {heading}")


def _is_code(code: Code, term: str) -> bool:
    """Whether the term is the code; of ICD-10 its start, or a finer code of the same kind."""
    asked, has = _plain(term), _plain(code.value)
    if code.system == "SNOMED CT":
        return asked == has
    if not _ICD.fullmatch(asked):
        return False
    return has.startswith(asked) or (len(has) > 3 and asked.startswith(has))


def _plain(code: str) -> str:
    return code.upper().replace(".", "").strip("-")


def _starts(term: str, words: str) -> bool:
    """Whether each word of the term starts one of the words."""
    known = _WORD.findall(folded(words))
    return all(any(one.startswith(part) for one in known) for part in _WORD.findall(folded(term)))
