"""Rules of language and title: what a screen reader says the file with, and what it says first."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from handout.check.pages.printed import Printed
from handout.check.pages.tree import quoted, some, tagged, up
from handout.check.rule import Finding, Rule, Source, examples
from handout.readback.finished import Finished, Run
from handout.readback.line import lined

_SHAPE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?"
    r"|i-[a-z]+|x(?:-[a-z\d]{1,8})+",
    re.IGNORECASE,
)
"""RFC 5646 section 2.1, without the languages of 4 to 8 letters that are reserved for later."""

_WRITTEN_IN = {
    "GREEK": "el",
    "CYRILLIC": "ru uk be bg mk sr mn kk ky tg tt ab av az ba ce cv os sah uz bs",
    "ARABIC": "ar fa ur ps ckb ku sd ug pa az ks ms dv uz kk ky tg ha",
    "HEBREW": "he iw yi ji lad",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka xmf",
    "DEVANAGARI": "hi mr ne sa mai bho doi kok ks sd awa",
    "BENGALI": "bn as mni",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my shn mnw",
    "ETHIOPIC": "am ti",
    "HANGUL": "ko",
    "CJK": "zh ja ko yue wuu nan cmn hak",
}
"""The languages of a script. What is in no line is written in Latin letters."""

_ALSO_LATIN = frozenset(
    ["sr", "az", "uz", "bs", "ku", "kk", "ky", "tg", "tt", "mn", "ms", "ha", "lad"]
)  # fmt: skip
_SAME_SCRIPT = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}
_WITHOUT_SPACES = frozenset(("CJK", "THAI", "LAO", "KHMER", "MYANMAR"))
_LETTERS_OF_A_WORD = 4
_LEAST_WORDS = 3
_LEAST_LATIN_WORDS = 5
"""Names may stay in their own script (WCAG 3.1.2), and drugs in Latin letters."""

_FILE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|publisher)|powerpoint presentation)\b.*"
    r"|(?:untitled|new|blank)?[\s\-_]*(?:document|presentation|book|publication|layout|template)"
    r"[\s\-_]*\d*|(?:untitled|no title|title|about:blank|unknown|none|null|print|test)[\s\-_]*\d*"
    r"|(?:https?|file|data):.*"
    r"|.*\.(?:pdf|docx?|dotx?|odt|rtf|indd|qxp|pub|pages|pptx?|xlsx?|x?html?|txt|tex|dvi|typ|md|ps)",
    re.IGNORECASE | re.DOTALL,
)


def unsaid_language(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """A file that does not say its language, or says it as no reader understands."""
    finished = printed.finished
    top = [one.language for one in tagged(finished) if one.parent is None]
    hint = "give the language as a code, such as en-GB"
    if finished.language and not _SHAPE.fullmatch(finished.language):
        yield Finding(f"{quoted(finished.language)} is no code of a language", hint)
    elif not finished.language and not (top and all(top)):
        yield Finding("the file does not say its language", hint)
    yield from some(
        Finding(
            f"{quoted(one.language)} is no code of a language, at {quoted(one.text)}",
            hint,
            page=one.page,
        )
        for one in tagged(finished)
        if one.language and not _SHAPE.fullmatch(one.language)
    )


def foreign(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """Words in another script than that of the language they are said to be in."""
    yield from some(_foreign(printed.finished))


def _foreign(finished: Finished) -> Iterator[Finding]:
    elements = tagged(finished)
    for page in finished.pages if elements else ():
        said: dict[tuple[int, str], list[Run]] = {}
        for run in page.runs:
            if run.element is not None and not run.is_artifact:
                said.setdefault((run.element, run.language), []).append(run)
        for (element, own), runs in said.items():
            above = (one.language for one in up(elements, element) if one.language)
            language = own or next(above, finished.language)
            if not language or _is_plain(runs, language):
                continue
            text = " ".join(line.text for line in lined(runs))
            for words in _stretches(text, _scripts(language)):
                yield Finding(
                    f"{quoted(words)} is said to be in {quoted(language)}",
                    "give these words a language of their own",
                    page=page.number,
                )


def _is_plain(runs: list[Run], language: str) -> bool:
    """Whether all letters are of the few that are looked at fast, in a language that has them."""
    return "LATIN" in _scripts(language) and all(run.text.isascii() for run in runs)


@lru_cache(maxsize=64)
def _scripts(language: str) -> frozenset[str]:
    """The scripts of a language, by the first word of their letters' names in Unicode."""
    first = language.lower().split("-")[0]
    found = {script for script, languages in _WRITTEN_IN.items() if first in languages.split()}
    if not found or first in _ALSO_LATIN:
        found.add("LATIN")
    return frozenset(found)


def _stretches(text: str, own: frozenset[str]) -> Iterator[str]:
    """Each row of so many words in one foreign script that it can be no name."""
    words = [(_script(word), word) for word in text.split()]
    for script, same in groupby((one for one in words if one[0]), key=lambda one: one[0]):
        row = [word for _, word in same]
        count = sum(len(word.strip(".,;:()")) > 1 for word in row)
        if script in _WITHOUT_SPACES:
            count = max(count, sum(map(len, row)) // _LETTERS_OF_A_WORD)
        least = _LEAST_LATIN_WORDS if script == "LATIN" else _LEAST_WORDS
        if script not in own and count >= least:
            yield " ".join(row)


def _script(word: str) -> str:
    """The script of most letters of a word; empty where it has none."""
    if word.isascii():
        return "LATIN" if any(map(str.isalpha, word)) else ""
    counts = Counter(filter(None, map(_script_of, word)))
    return counts.most_common(1)[0][0] if counts else ""


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "").split(" ")[0]
    name = _SAME_SCRIPT.get(name, name)
    return name if name in _WRITTEN_IN or name == "LATIN" else ""


def no_title(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """A file without a title, or one whose title is not shown."""
    if not printed.finished.title.strip():
        yield Finding("the file has no title", "give it the title of the leaflet")
    elif not printed.finished.shows_title:
        yield Finding(
            f"viewers show the name of the file, not its title {quoted(printed.finished.title)}",
            "set it to show the document's title when it opens (DisplayDocTitle)",
        )


def file_name(printed: Printed, limit: float = 0) -> Iterator[Finding]:
    """A title that is the name of a file, or what a program writes where there is none."""
    title = printed.finished.title.strip()
    if title and _FILE.fullmatch(title):
        yield Finding(
            f"the title is {quoted(title)}, which does not say what the file is about",
            "give it the title of the leaflet",
        )


RULES: tuple[Rule[Printed], ...] = (
    Rule(
        "A11Y-04",
        "Does the file say its language?",
        "A screen reader chooses its voice by it, and German in an English voice is noise.",
        Source("W3C; ISO", "WCAG 2.1 3.1.1; ISO 14289-1 (PDF/UA-1) clause 7.2; RFC 5646"),
        unsaid_language,
        bad=examples("No Lang.", "The Lang 'English' or 'en_GB'."),
        good=examples("The Lang 'en-GB'."),
        severity="error",
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-04-SPANS",
        "Have words in another script a language of their own?",
        "Read in the voice of another language they are left out, or spelled.",
        Source("W3C; ISO", "WCAG 2.1 3.1.2; ISO 14289-1 (PDF/UA-1) clause 7.2"),
        foreign,
        bad=examples("A sentence in Greek in a leaflet in English, without a Lang."),
        good=examples("A sentence in Greek with the Lang 'el'.", "A name in Greek letters."),
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-05",
        "Has the file a title that is shown?",
        "It is the first thing that is read out, and the name of the window.",
        Source("W3C; ISO", "WCAG 2.1 2.4.2; ISO 14289-1 (PDF/UA-1) clause 7.1"),
        no_title,
        bad=examples("No title in the metadata.", "A title, and the window shows 'x.pdf'."),
        good=examples("The title 'Sciatica', and DisplayDocTitle is true."),
        looks_in="finished PDF",
    ),
    Rule(
        "A11Y-05-WORDS",
        "Does the title say what the file is about?",
        "Among ten windows nobody finds 'Document1'.",
        Source("W3C", "WCAG 2.1 2.4.2, failure F25"),
        file_name,
        bad=examples("The title 'Microsoft Word - leaflet v3.doc'.", "The title 'Untitled'."),
        good=examples("The title 'Sciatica'."),
        looks_in="finished PDF",
    ),
)
