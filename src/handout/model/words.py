"""The words of one language that a check of the words knows: data, open to a clinic's own."""

from typing import Annotated

from msgspec import Meta, Struct

from handout.errors import Place
from handout.model.scalars import Language

Word = Annotated[str, Meta(min_length=1, max_length=80)]
Several = Annotated[tuple[Word, ...], Meta(min_length=1)]


class Syllables(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that have this many syllables, where counting their vowels gives another number."""

    count: Annotated[int, Meta(ge=1, le=12, description="how many syllables each of the words has")]
    words: Annotated[
        Several, Meta(description="the words, in small letters", examples=[["business", "every"]])
    ]


class Substitution(Struct, frozen=True, forbid_unknown_fields=True):
    """What to write, and the longer words it stands in for."""

    write: Annotated[str, Meta(description="the everyday word", examples=["use"])]
    instead_of: Annotated[
        Several,
        Meta(
            description="the longer words; verbs may stand in any form in the leaflet",
            examples=[["utilise", "make use of"]],
        ),
    ]


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """A word of medicine, and what it means.

    near: plain words that explain it when one of them stands in the same or the next sentence.
    """

    term: Annotated[
        Several,
        Meta(
            description="the word in all its forms, in small letters",
            examples=[["metatarsal", "metatarsals"]],
        ),
    ]
    means: Annotated[
        Word,
        Meta(description="what it means, in plain words", examples=["a long bone of the foot"]),
    ]
    near: Annotated[
        tuple[Word, ...],
        Meta(
            description="plain words that explain it in the same or the next sentence",
            examples=[["bone", "bones"]],
        ),
    ] = ()


class Shorthand(Struct, frozen=True, forbid_unknown_fields=True):
    """Notes between clinicians, and what to write for a reader."""

    short: Annotated[
        Several,
        Meta(description="what clinicians write, in all its forms", examples=[["b.d", "bd"]]),
    ]
    write: Annotated[
        Word, Meta(description="what to write for a reader", examples=["2 times a day"])
    ]


class Number(Struct, frozen=True, forbid_unknown_fields=True):
    """A number in words and in digits."""

    word: Annotated[Word, Meta(description="the number in words", examples=["two"])]
    digits: Annotated[int, Meta(ge=0, description="the number in digits", examples=[2])]


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

    be: Annotated[Several, Meta(description="forms of to be", examples=[["is", "are", "was"]])]
    orders: Annotated[
        Several,
        Meta(description="words before `be` that hide an order", examples=[["should", "must"]]),
    ]
    ending: Annotated[Word, Meta(description="how regular participles end", examples=["ed"])]
    participles: Annotated[
        Several,
        Meta(description="participles that end in another way", examples=[["given", "taken"]]),
    ]
    states: Annotated[
        Several,
        Meta(description="participles that tell a state, not who does what", examples=[["tired"]]),
    ]
    between: Annotated[
        Several,
        Meta(
            description="words that may stand before the participle", examples=[["often", "gently"]]
        ),
    ]
    by: Annotated[Word, Meta(description="the word before whoever does it", examples=["by"])]
    not_doers: Annotated[
        Several,
        Meta(
            description="words after `by` that name a time, a way or an amount",
            examples=[["hand", "night"]],
        ),
    ]


class WordLists(Struct, frozen=True, forbid_unknown_fields=True):
    """The file templates/words/LANGUAGE.yaml."""

    language: Annotated[Language, Meta(description="the language of the words, as in BCP 47")]
    syllables: Annotated[
        tuple[Syllables, ...],
        Meta(description="words whose syllables a count of their vowels gets wrong"),
    ]
    abbreviations: Annotated[
        Several,
        Meta(
            description="abbreviations whose full stop ends no sentence, written without their "
            "last one",
            examples=[["e.g", "dr"]],
        ),
    ]
    passive: Annotated[Passive, Meta(description="what the passive voice is made of")]
    patients: Annotated[
        Several,
        Meta(
            description="words that speak about the reader, not to them", examples=[["the patient"]]
        ),
    ]
    jargon: Annotated[
        tuple[Term, ...],
        Meta(description="words of medicine that need explaining where they first stand"),
    ]
    explaining: Annotated[
        Several,
        Meta(description="what follows a term that is explained", examples=[["means", "that is"]]),
    ]
    naming: Annotated[
        Several,
        Meta(
            description="what stands before a term and after its meaning",
            examples=[["called", "known as"]],
        ),
    ]
    defining: Annotated[
        Several, Meta(description="how a heading asks for a term's meaning", examples=[["what is"]])
    ]
    shorthand: Annotated[
        tuple[Shorthand, ...],
        Meta(description="notes between clinicians, and what to write for a reader"),
    ]
    capitals: Annotated[
        tuple[Word, ...],
        Meta(description="abbreviations that everybody knows", examples=[["GP", "NHS"]]),
    ]
    shouted: Annotated[
        tuple[Word, ...],
        Meta(description="words set in capitals to alarm", examples=[["NEVER", "STOP"]]),
    ]
    substitutions: Annotated[
        tuple[Substitution, ...],
        Meta(description="everyday words, and the longer ones they stand in for"),
    ]
    numbers: Annotated[tuple[Number, ...], Meta(description="numbers in words, and in digits")]
    units: Annotated[
        tuple[Word, ...],
        Meta(description="what a number counts, in the singular", examples=[["minute", "tablet"]]),
    ]
    out_of: Annotated[
        Several,
        Meta(description="between the two numbers of a risk: 1 in 10", examples=[["in", "out of"]]),
    ]
    sums: Annotated[
        tuple[Word, ...],
        Meta(description="what makes a reader calculate", examples=[["twice as many"]]),
    ]
    promises: Annotated[
        tuple[Word, ...], Meta(description="words that promise too much", examples=[["will cure"]])
    ]
    denials: Annotated[
        tuple[Word, ...],
        Meta(
            description="words that take back a promise when they stand before it",
            examples=[["not", "never"]],
        ),
    ]
    asking: Annotated[
        tuple[Word, ...],
        Meta(description="first words of a heading that asks", examples=[["what", "when"]]),
    ]
    acting: Annotated[
        tuple[Word, ...],
        Meta(description="first words of a heading that acts", examples=[["ask", "avoid"]]),
    ]
    repeats: Annotated[
        tuple[Word, ...], Meta(description="words that may stand twice", examples=[["that", "had"]])
    ]
    benefits: Annotated[
        tuple[Word, ...], Meta(description="how a treatment is said to help", examples=[["eases"]])
    ] = ()
    risks: Annotated[
        tuple[Word, ...], Meta(description="how its risks are told", examples=[["side effects"]])
    ] = ()
    tell_first: Annotated[
        tuple[Word, ...],
        Meta(
            description="what leads to who should say something before it",
            examples=[["tell us if"]],
        ),
    ] = ()
    place: Place | None = None
