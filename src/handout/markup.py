"""The Markdown subset of handouts: **strong**, [links](https://...), paragraphs, plain lists.

In: a `Text` as the author wrote it. Out: spans in which a placeholder is still an expression with its
place. What lies outside the subset is a Problem with its line, never a silent loss. Words a visit
brings in never come this way, so a name can hold no Markdown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from handout.errors import HandoutError, Place, Problem
from handout.model.scalars import Text

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they stand, strong or not; `link` is empty where they open nothing."""

    text: str
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """An expression between braces, not yet read."""

    source: str
    place: Place
    strong: bool = False


Marked = tuple[Words | Placeholder, ...]


@dataclass(frozen=True, slots=True)
class MarkedParagraph:
    """A paragraph of a text block."""

    spans: Marked


@dataclass(frozen=True, slots=True)
class MarkedList:
    """A list of a text block; numbers are not kept, they count from 1."""

    items: tuple[Marked, ...]
    is_numbered: bool


_PLAIN = re.compile(r"[^*_`\[\]<>&\\{}!~|#\n]*")

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
    if _PLAIN.fullmatch(text.value):
        return (Words(text.value),)
    problems: list[Problem] = []
    token = next(iter(_parser().parseInline(text.value)), None)
    spans = tuple(_spans(token, text, 0, problems)) if token else ()
    if problems:
        raise HandoutError(problems)
    return spans


def read_blocks(text: Text) -> tuple[MarkedParagraph | MarkedList, ...]:
    """The paragraphs and lists of a text.

    Raises: HandoutError naming everything outside the subset.
    """
    problems: list[Problem] = []
    blocks: list[MarkedParagraph | MarkedList] = []
    items: list[Marked] = []
    depth = 0
    for token in _parser().parse(text.value):
        line = token.map[0] if token.map else 0
        if token.type in _REFUSED:
            problems.append(_refused(token.type, _within(text, line, 0)))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            if depth > 1:
                place = _within(text, line, 0)
                problems.append(
                    Problem("a list cannot stand inside a list", place, "make two lists")
                )
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if not depth:
                blocks.append(MarkedList(tuple(items), token.type.startswith("ordered")))
                items = []
        elif token.type == "inline":
            spans = tuple(_spans(token, text, line, problems))
            if depth:
                items.append(spans)
            else:
                blocks.append(MarkedParagraph(spans))
    if problems:
        raise HandoutError(problems)
    return tuple(blocks)


def _refused(kind: str, place: Place) -> Problem:
    message, hint = _REFUSED[kind]
    return Problem(message, place, hint)


def _not_a_value(source: str, place: Place) -> Problem:
    if source.startswith("{{"):
        return Problem(f"{source!r} is never closed", place, "end the placeholder with }}")
    hint = "use {{ ... }} for a value, and `when:` on a block for a condition"
    return Problem(f"{source!r} is not allowed: a text holds values only", place, hint)


def _within(text: Text, line: int, offset: int) -> Place:
    """The place of a character of the text, `line` lines down; exact for one-line and `|` texts."""
    if not text.place.line:
        return text.place
    excerpt = text.place.excerpt if line == 0 else ""
    if line == 0 and text.place.column + offset > len(excerpt):
        return text.place  # a folded text: its lines are not known any more
    return Place(text.place.file, text.place.line + line, text.place.column + offset, excerpt)


def _spans(
    token: "Token", text: Text, line: int, problems: list[Problem]
) -> Iterator[Words | Placeholder]:
    strong, link = False, ""
    for child in token.children or ():
        match child.type:
            case "text" | "text_special":
                if child.content:
                    yield Words(child.content, strong, link)
            case "softbreak" | "hardbreak":
                line += 1
                yield Words(" ", strong, link)
            case "strong_open" | "strong_close":
                strong = child.type == "strong_open"
            case "link_open":
                link = str(child.attrGet("href") or "")
                if not link.startswith(("https://", "http://")):
                    place = _within(text, line, 0)
                    problems.append(
                        Problem(
                            f"the link {link!r} is no web address", place, "start it with https://"
                        )
                    )
            case "link_close":
                link = ""
            case "placeholder":
                place = _within(text, line, int(child.meta["offset"]))
                yield Placeholder(child.content, place, strong)
            case "statement":
                place = _within(text, line, int(child.meta["offset"]))
                problems.append(_not_a_value(child.content, place))
            case refused if refused in _REFUSED:
                problems.append(_refused(refused, _within(text, line, 0)))
            case _:
                pass


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": True})
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
    if not silent:
        kind = "placeholder" if opening == "{{" and end >= 0 else "statement"
        token = state.push(kind, "", 0)
        inside = state.src[state.pos + 2 : end if end >= 0 else len(state.src)]
        token.content = inside.strip() if kind == "placeholder" else state.src[state.pos :][:40]
        token.meta = {"offset": state.pos - (state.src.rfind("\n", 0, state.pos) + 1)}
    state.pos = end + 2 if end >= 0 else state.posMax
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
