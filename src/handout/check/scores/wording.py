"""English phrases that earn an item, beside those that `templates/words/` already has.

They are the program's own reading of an item, not a clinic's to set: a score that a clinic could
tune would say nothing. A language without them is not judged in these items.
"""

from msgspec import Struct

from handout.check.lexicon import Phrases
from handout.language import base


class Wording(Struct, frozen=True):
    """Phrases of one language.

    aims:    how a summary says what the leaflet is for.  reader: who is spoken to.
    reasons: why it matters.  unknown: what is not known, or not promised.
    often:   when and how often.  likely: how likely, in words.
    using:   how a table or a diary is used.  sample: what starts an example.
    gently:  small steps that can be managed.
    plans:   how an item of a checklist starts that is a plan of the reader's.
    counted_by_nothing: words before a number that end nothing: `start with about 5`.
    asked_for: words right before a phrase that make it something else: get help, what helps.
    common:  longer words that name nothing, so that sharing one says nothing.
    facts:   second words of a sentence that starts like an order and is none: `Rest is good`.
    """

    aims: Phrases[None]
    reader: Phrases[None]
    reasons: Phrases[None]
    unknown: Phrases[None]
    often: Phrases[None]
    likely: Phrases[None]
    using: Phrases[None]
    sample: Phrases[None]
    gently: Phrases[None]
    plans: Phrases[None]
    counted_by_nothing: frozenset[str]
    asked_for: frozenset[str]
    common: frozenset[str]
    facts: frozenset[str]


def _phrases(*phrases: str) -> Phrases[None]:
    return Phrases((phrase, None) for phrase in phrases)


_ENGLISH = Wording(
    aims=_phrases(
        "tells you", "shows you", "helps you", "helps to", "lists", "answers", "explains",
        "says what", "says how", "says why", "is for", "is about", "you will find", "you can read",
    ),
    reader=_phrases("you", "your", "yours", "yourself", "you're", "you'll", "you've"),
    reasons=_phrases(
        "because", "so that", "so you", "so your", "so it", "so they", "as you may", "helps",
        "can help", "may help", "to avoid", "this can", "this keeps", "that way",
        "without it", "can ease", "may ease", "keeps your",
    ),
    unknown=_phrases(
        "not known", "do not know", "don't know", "not sure", "no one can", "nobody can",
        "cannot promise", "cannot be sure", "no one knows", "nobody knows", "not clear", "unclear",
        "not certain", "little is known", "more research", "not enough research", "not proven",
        "no proof", "weak evidence", "little evidence", "not enough evidence", "experts disagree",
        "studies disagree", "studies do not agree", "results are mixed", "cannot say",
        "can promise", "cannot always", "cannot tell", "may not help", "may not last",
        "may not take", "not help everyone", "not help everybody", "not work for everyone",
    ),
    often=_phrases(
        "each day", "every day", "daily", "each week", "every week", "a day", "a week",
        "each evening", "each morning", "each night", "at night", "every hour", "times", "once",
        "twice", "each time", "at once", "now", "today", "before you", "after each", "as soon as",
    ),
    likely=_phrases(
        "most", "many", "some", "few", "rare", "rarely", "common", "often", "about half",
        "unlikely", "likely", "hardly any", "nearly all", "very few", "more than half",
        "less than half",
    ),
    using=_phrases(
        "table", "diary", "plan", "chart", "checklist", "check-list", "tick", "write", "fill in",
        "mark", "circle", "score", "record", "column", "row", "list below", "use this", "look at",
    ),
    sample=_phrases("for example", "such as this", "an example", "for instance"),
    gently=_phrases(
        "a little", "little by little", "slowly", "build up", "start small", "gently", "gentle",
        "step by step", "small steps", "one at a time", "bit by bit", "at your own pace", "easier",
        "you can do", "in your own time", "little and often", "as far as you can",
    ),
    plans=_phrases("i will", "i'll", "i can", "i know", "i plan to", "i am going to"),
    counted_by_nothing=frozenset(
        ("about", "around", "by", "than", "least", "most", "be", "nearly", "with", "only", "at")
    ),
    asked_for=frozenset(("what", "which", "who", "get", "getting", "for", "need", "needs", "ask")),
    common=frozenset(
        ("your", "with", "this", "that", "what", "when", "from", "into", "have", "more", "about",
         "they", "them", "their", "will", "tell", "tells", "show", "shows", "leaflet", "which",
         "where", "than", "then", "each", "some", "most", "very", "does", "here", "over")
    ),
    facts=frozenset(
        ("is", "are", "was", "were", "may", "can", "will", "helps", "eases", "and", "or", "of",
         "pain", "pains", "packs", "pack", "usually", "often", "does", "has", "in", "on")
    ),
)  # fmt: skip


def wording_of(language: str) -> Wording | None:
    """The phrases of a language, or None."""
    return _ENGLISH if base(language) == "en" else None
