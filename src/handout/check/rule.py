"""What a rule is: a question, a limit, where it is from, and how it looks.

In: what the rule looks at, such as a `Proof`: all a reader sees of one topic with the word lists of
its language. Out: `Finding`s. A rule is a plain value; its examples are part of it, and the tests
hold it to them.
"""

from collections.abc import Callable, Iterator
from typing import Generic, Literal, TypeVar

from msgspec import Struct

from handout.check.lexicon import Lexicon
from handout.check.passages import Passage
from handout.check.readability import Counts, counted_sentences, counts
from handout.check.sentences import Sentence, Word, sentences_of, words_of
from handout.errors import Place, Severity

Subject = TypeVar("Subject")

LooksIn = Literal["definition", "finished PDF", "attestation"]


class Source(Struct, frozen=True):
    """Who asks for it, and in which document."""

    organisation: str
    document: str


class Example(Struct, frozen=True):
    """What keeps to a rule or breaks it.

    For words it is Markdown, where `# ` opens a heading; for a topic's record the YAML lines that
    are otherwise; for a finished PDF it says in words what is on the page.
    times: how often to read them, where a rule needs as many words as a whole topic has.
    """

    text: str
    times: int = 1


class Proof(Struct, frozen=True):
    """What is read of a topic, or of a shared block or an exercise by itself.

    is_whole: it is a topic, so that averages can be taken of it. counts: of its counted sentences.
    """

    passages: tuple[Passage, ...]
    lexicon: Lexicon
    is_whole: bool
    counts: Counts

    def sentences(self, passage: Passage) -> tuple[Sentence, ...]:
        """The sentences of one of its passages."""
        return sentences_of(passage.text, self.lexicon.abbreviations)

    def written(self) -> Iterator[tuple[Passage, tuple[Word, ...]]]:
        """Each passage with its words; a sentence is not told from the next."""
        for passage in self.passages:
            yield passage, words_of(passage.text)


def proof_of(passages: tuple[Passage, ...], lexicon: Lexicon, is_whole: bool = True) -> Proof:
    """What is read, with its counts, which are made once for all rules."""
    sentences = counted_sentences(passages, lexicon.abbreviations)
    return Proof(passages, lexicon, is_whole, counts(sentences, lexicon.syllables))


class Finding(Struct, frozen=True):
    """What a rule has found. hint: what to write or do instead.

    Where it is: a character of a passage; or a field of the topic's file; or a place; or a page.
    Nothing of these means the topic or the file as a whole.
    """

    message: str
    hint: str
    passage: Passage | None = None
    index: int = 0
    field: str = ""
    place: Place | None = None
    page: int = 0


class Rule(Struct, Generic[Subject], frozen=True):
    """One thing that is asked.

    asks: in one sentence. threshold: None where there is nothing to count.
    looks: what it finds in its subject, with the threshold that holds for it.
    """

    id: str
    asks: str
    why: str
    source: Source
    looks: Callable[[Subject, float], Iterator[Finding]]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    threshold: float | None = None
    unit: str = ""
    severity: Severity = "warning"
    looks_in: LooksIn = "definition"


def examples(*texts: str, times: int = 1) -> tuple[Example, ...]:
    """Examples of these words."""
    return tuple(Example(text, times) for text in texts)


def at(message: str, hint: str, passage: Passage, word: Word) -> Iterator[Finding]:
    """The finding at a word, unless a placeholder stands there: its words are not the author's."""
    if not passage.is_value(word.start):
        yield Finding(message, hint, passage, word.start)


def quoted(words: tuple[Word, ...]) -> str:
    """Words as they were written, in quotes; those in the middle of many are left out."""
    texts = [word.text for word in words]
    shown = texts if len(texts) <= 8 else [*texts[:4], "…", *texts[-2:]]
    return f"'{' '.join(shown)}'"
