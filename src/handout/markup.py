"""The Markdown subset of handouts: **strong**, [links](https://...), paragraphs, plain lists.

In: a `Text` as the author wrote it. Out: spans in which a placeholder is still an expression with
its place. What lies outside the subset is a Problem with its line, never a silent loss. Words a
visit brings in never come this way, so a name can hold no Markdown.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from handout.errors import Place
from handout.model.scalars import Text
from handout.source.original import WIDEST_EXCERPT, Findings

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


class Words(Struct, frozen=True):
    """Words as they stand, strong or not; `link` is empty where they open nothing."""

    text: str
    strong: bool = False
    link: str = ""


class Placeholder(Struct, frozen=True):
    """An expression between braces, not yet read; strong and linked as words are."""

    source: str
    place: Place
    strong: bool = False
    link: str = ""


Marked = tuple[Words | Placeholder, ...]


class MarkedParagraph(Struct, frozen=True):
    """A paragraph of a text block."""

    spans: Marked


class MarkedList(Struct, frozen=True):
    """A list of a text block; numbers are not kept, they count from 1."""

    items: tuple[Marked, ...]
    is_numbered: bool


MarkedBlock = MarkedParagraph | MarkedList

LONGEST = 20_000
"""Characters of one text: about eight pages."""

_PLAIN = re.compile(r"[^*_`\[\]<>&\\{}!~|#\n]*")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")

_REFUSED = {
    "em_open": ("italics are hard to read", "use **strong** for a word or two"),
    "code_inline": ("code marks have no place in a leaflet", "leave out the backticks"),
    "image": ("a picture cannot stand inside a line", "use a figure block"),
    "html_inline": ("HTML is not read", "write plain words and **strong**"),
    "html_block": ("HTML is not read", "write plain words and **strong**"),
    "heading_open": ("a heading cannot stand inside a text", "start a new section"),
    "blockquote_open": ("a quotation cannot stand here", "use a callout block"),
    "code_block": ("a line that starts with four spaces is code", "take out the spaces"),
    "fence": ("code marks have no place in a leaflet", "leave out the backticks"),
    "hr": ("a rule cannot stand here", "start a new section"),
}


def read_line(text: Text) -> Marked:
    """The spans of a text that is one line or paragraph of its own.

    Raises: HandoutError naming everything outside the subset.
    """
    written = text.value.strip("\n")
    if not written.strip():
        return ()
    if _PLAIN.fullmatch(written):
        return (Words(written),)
    reading = _Reading(text)
    reading.check_length()
    gap = _EMPTY_LINE.search(written)
    if gap:
        place = reading.place(written.count("\n", 0, gap.end()), 0)
        reading.findings.add(
            "an empty line cannot stand in this text", place, "write one paragraph"
        )
    token = _parser().parseInline(written)[0]
    spans = tuple(reading.spans(token, 0))
    reading.findings.settle()
    return spans


def read_blocks(text: Text) -> tuple[MarkedBlock, ...]:
    """The paragraphs and lists of a text.

    Raises: HandoutError naming everything outside the subset.
    """
    reading = _Reading(text)
    reading.check_length()
    blocks = tuple(reading.blocks(_parser().parse(text.value)))
    reading.findings.settle()
    return blocks


class _Reading:
    """One reading of a text; problems gather in `findings`."""

    def __init__(self, text: Text) -> None:
        self.findings = Findings()
        self.start = text.place
        self.lines = text.value.split("\n")

    def check_length(self) -> None:
        """Raise at once when there is more than anybody writes: reading it could take minutes."""
        if sum(map(len, self.lines)) > LONGEST:
            message = f"the text is longer than {LONGEST:,} characters"
            self.findings.add(message, self.start, "make it several blocks")
            self.findings.settle()

    def place(self, line: int, offset: int) -> Place:
        """The place of a character, `line` lines down; exact for one-line and `|` texts.

        Of a folded text only the first line is as it was written: elsewhere the text's own place.
        """
        start = self.start
        first = start.excerpt[start.column - 1 :]
        if line == 0 and offset < len(first):
            return Place(start.file, start.line, start.column + offset, start.excerpt)
        if line == 0 or first.rstrip() != self.lines[0].rstrip():
            return start
        excerpt = (" " * (start.column - 1) + self.lines[line])[:WIDEST_EXCERPT]
        return Place(start.file, start.line + line, start.column + offset, excerpt)

    def blocks(self, tokens: "list[Token]") -> Iterator[MarkedBlock]:
        """The blocks of a text; whatever stands inside a list belongs to an item."""
        items: list[Marked] = []
        depth = paragraphs = item = 0
        for token in tokens:
            line = token.map[0] if token.map else 0
            match token.type:
                case refused if refused in _REFUSED:
                    message, hint = _REFUSED[refused]
                    self.findings.add(message, self.place(line, 0), hint)
                case "bullet_list_open" | "ordered_list_open":
                    depth += 1
                    self._check_list(token, depth, self.place(line, 0))
                case "bullet_list_close" | "ordered_list_close":
                    depth -= 1
                    if not depth:
                        yield MarkedList(tuple(items), token.type.startswith("ordered"))
                        items = []
                case "list_item_open":
                    paragraphs, item = 0, line
                case "list_item_close" if not paragraphs:
                    self.findings.add("the list item is empty", self.place(item, 0), "take it out")
                case "inline" if depth:
                    paragraphs += 1
                    if paragraphs > 1:
                        self.findings.add(
                            "a list item cannot hold two paragraphs", self.place(line, 0),
                            "end the list first, or take out the empty line",
                        )  # fmt: skip
                    items.append(tuple(self.spans(token, line)))
                case "inline":
                    yield MarkedParagraph(tuple(self.spans(token, line)))
                case _:
                    pass

    def _check_list(self, token: "Token", depth: int, place: Place) -> None:
        if depth > 1:
            self.findings.add("a list cannot stand inside a list", place, "make two lists")
        start = token.attrGet("start")
        if start is not None:
            self.findings.add(
                f"the list starts with {start}", place,
                f"a list counts from 1; for a sentence that starts with {start}. write {start}\\.",
            )  # fmt: skip

    def spans(self, token: "Token", first: int) -> Iterator[Words | Placeholder]:
        """The spans of an inline token whose first line is the text's line `first`."""
        written = token.content.split("\n")
        line = strong = words = 0
        link = ""

        def here(offset: int = 0) -> Place:
            indent = max(self.lines[first + line].rfind(written[line]), 0)
            return self.place(first + line, indent + offset)

        for child in token.children or ():
            match child.type:
                case "text" | "text_special":
                    if child.info == "entity":
                        self.findings.add(
                            f"{child.markup!r} is HTML", here(), "write the character itself"
                        )
                    if child.content:
                        words += 1
                        yield Words(child.content, strong > 0, link)
                case "softbreak" | "hardbreak":
                    if child.type == "hardbreak" and written[line].endswith("\\"):
                        self.findings.add(
                            "a line break cannot stand in a text", here(),
                            "take out the backslash, or start a new paragraph",
                        )  # fmt: skip
                    line += 1
                    yield Words(" ", strong > 0, link)
                case "strong_open" | "strong_close":
                    strong += child.nesting
                case "link_open":
                    words, link = 0, str(child.attrGet("href") or "")
                    self._check_link(child, here())
                case "link_close":
                    if not words:
                        self.findings.add(
                            "the link has no words", here(), "write [words](https://...)"
                        )
                    link = ""
                case "placeholder":
                    words += 1
                    place = here(int(child.meta["offset"]))
                    yield Placeholder(child.content.strip(), place, strong > 0, link)
                    line += child.content.count("\n")
                case "statement":
                    words += 1
                    place = here(int(child.meta["offset"]))
                    self._refuse_statement(child.info, child.content, place)
                    line += child.content.count("\n")
                case refused if refused in _REFUSED:
                    message, hint = _REFUSED[refused]
                    self.findings.add(message, here(), hint)
                case _:
                    pass

    def _check_link(self, token: "Token", place: Place) -> None:
        address = str(token.attrGet("href") or "")
        if "%7B%7B" in address:
            self._refuse_statement("](", address, place)
        elif not _ADDRESS.fullmatch(address):
            message = f"the link {address[:80]!r} is no web address"
            self.findings.add(message, place, "start it with https://")
        if token.attrGet("title"):
            self.findings.add("a link's title cannot be printed", place, "write it in the words")

    def _refuse_statement(self, opening: str, source: str, place: Place) -> None:
        shown = source if len(source) <= 40 else f"{source[:39]}…"
        message = f"{shown!r} is not allowed: a text holds values only"
        hint = "use {{ ... }} for a value, and `when:` on a block for a condition"
        if opening == "](":
            message = "a placeholder cannot be a link's address"
            hint = "write {{ clinic.booking_url }} by itself: it prints as a link"
        elif opening == "{{":
            message, hint = f"{shown!r} is never closed", "end the placeholder with }}"
        self.findings.add(message, place, hint)


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True})  # read, so that it can be refused
    parser.disable(["reference", "text_join"])  # a definition would vanish, an entity be changed
    parser.inline.ruler.before("text", "placeholder", _placeholder)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # judged above, aloud
    return parser


def _placeholder(state: "StateInline", silent: bool) -> bool:
    """Markdown-it rule: `{{ ... }}` is a placeholder and `{% ... %}` is refused, both unparsed."""
    opening = state.src[state.pos : state.pos + 2]
    closing = {"{{": "}}", "{%": "%}", "{#": "#}"}.get(opening)
    if closing is None:
        return False
    end = _end(state.src, state.pos + 2, closing)
    stop = end + 2 if end >= 0 else len(state.src)
    if not silent:
        is_value = opening == "{{" and end >= 0 and not state.src[: state.pos].endswith("](")
        token = state.push("placeholder" if is_value else "statement", "", 0)
        token.content = state.src[state.pos + 2 : end] if is_value else state.src[state.pos : stop]
        token.info = opening if end < 0 or opening != "{{" else "]("
        token.meta = {"offset": state.pos - (state.src.rfind("\n", 0, state.pos) + 1)}
    state.pos = stop
    return True


def _end(source: str, start: int, closing: str) -> int:
    """Where `closing` stands, outside quoted strings; -1 when it does not."""
    quote = ""
    for index in range(start, len(source)):
        letter = source[index]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif source.startswith(closing, index):
            return index
    return -1
