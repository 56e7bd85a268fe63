"""The words of one language that a check of the words knows: data, open to a clinic's own."""

from typing import Annotated

from msgspec import Meta, Struct

from handout.errors import Place
from handout.model.scalars import Language

Word = Annotated[str, Meta(min_length=1, max_length=80)]
Several = Annotated[tuple[Word, ...], Meta(min_length=1)]


class Syllables(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that have this many syllables, where counting their vowels gives another number."""

    count: Annotated[int, Meta(ge=1, le=12)]
    words: Several


class Substitution(Struct, frozen=True, forbid_unknown_fields=True):
    """What to write, and the longer words it stands in for."""

    write: Annotated[str, Meta(description="the everyday word", examples=["use"])]
    instead_of: Annotated[Several, Meta(description="verbs may stand in any form in the leaflet")]


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """A word of medicine, and what it means.

    near: plain words that explain it when one of them stands in the same or the next sentence.
    """

    term: Several
    means: Word
    near: tuple[Word, ...] = ()


class Shorthand(Struct, frozen=True, forbid_unknown_fields=True):
    """Notes between clinicians, and what to write for a reader."""

    short: Several
    write: Word


class Number(Struct, frozen=True, forbid_unknown_fields=True):
    """A number in words and in digits."""

    word: Word
    digits: Annotated[int, Meta(ge=0)]


class Passive(Struct, frozen=True, forbid_unknown_fields=True):
    """What the passive voice is made of.

    be:          forms of to be.
    orders:      words before `be` that hide an order: must, should.
    participles: those that do not end as regular ones do; `ending` is the regular end.
    states:      participles that tell a state, not who does what.
    between:     words that may stand before the participle.
    by:          the word before whoever does it.
    not_doers:   words after `by` that name a time, a way or an amount.
    """

    be: Several
    orders: Several
    ending: Word
    participles: Several
    states: Several
    between: Several
    by: Word
    not_doers: Several


class WordLists(Struct, frozen=True, forbid_unknown_fields=True):
    """The file templates/words/LANGUAGE.yaml."""

    language: Language
    syllables: tuple[Syllables, ...]
    abbreviations: Annotated[Several, Meta(description="they end in a full stop, not a sentence")]
    passive: Passive
    patients: Annotated[Several, Meta(description="what speaks about the reader")]
    jargon: tuple[Term, ...]
    explaining: Annotated[Several, Meta(description="what follows a term that is explained")]
    naming: Annotated[Several, Meta(description="what stands before a term and after its meaning")]
    defining: Annotated[Several, Meta(description="how a heading asks for a term's meaning")]
    shorthand: tuple[Shorthand, ...]
    capitals: Annotated[tuple[Word, ...], Meta(description="abbreviations that everybody knows")]
    shouted: Annotated[tuple[Word, ...], Meta(description="words set in capitals to alarm")]
    substitutions: tuple[Substitution, ...]
    numbers: tuple[Number, ...]
    units: Annotated[tuple[Word, ...], Meta(description="what a number counts, in the singular")]
    out_of: Annotated[Several, Meta(description="between the two numbers of a risk: 1 in 10")]
    sums: Annotated[tuple[Word, ...], Meta(description="what makes a reader calculate")]
    promises: tuple[Word, ...]
    denials: Annotated[tuple[Word, ...], Meta(description="before a promise they take it back")]
    asking: Annotated[tuple[Word, ...], Meta(description="first words of a heading that asks")]
    acting: Annotated[tuple[Word, ...], Meta(description="first words of a heading that acts")]
    repeats: Annotated[tuple[Word, ...], Meta(description="words that may stand twice")]
    benefits: Annotated[tuple[Word, ...], Meta(description="how a treatment is said to help")] = ()
    risks: Annotated[tuple[Word, ...], Meta(description="how its risks are told")] = ()
    tell_first: Annotated[
        tuple[Word, ...], Meta(description="what leads to who should say something before it")
    ] = ()
    place: Place | None = None
