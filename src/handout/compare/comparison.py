"""Two sides become a `Comparison`: topic by topic what differs, or why it cannot be said."""

from collections.abc import Iterable, Iterator
from typing import NoReturn

from msgspec import Struct

from handout.compare import side
from handout.compare.changes import Change, Comparison, Named, PageChanges
from handout.compare.reading import Reading, reading
from handout.compare.side import Day, Made, Paper, Topic, Tree
from handout.compare.words import differing
from handout.errors import HandoutError, Problem, fail
from handout.files import LONGEST_NAME
from handout.source.suggest import nearest


class Asked(Struct, frozen=True):
    """What is to be compared: topics by name, all of them where there are none, in a look."""

    topics: tuple[str, ...]
    look: str
    with_pages: bool
    day: Day


class _Leaflet(Struct, frozen=True):
    """A topic of one side that can be printed, and its words."""

    tree: Tree
    made: Made
    words: Reading


class _Outcome(Struct, frozen=True):
    """What became of one topic; nothing where both sides are the same."""

    change: Change | None = None
    added: Named | None = None
    removed: Named | None = None
    problems: tuple[Problem, ...] = ()


def of_trees(old: Tree, new: Tree, asked: Asked) -> Comparison:
    """The leaflets of two workspaces compared.

    Raises: HandoutError when a clinic cannot be read, or neither side has a topic that was named.
    """
    left, right = frozenset(_topics(old)), frozenset(_topics(new))
    outcomes = tuple(
        _outcome(topic, old if topic in left else None, new if topic in right else None, asked)
        for topic in _wanted(old, new, left | right, asked.topics)
    )
    return Comparison(
        old.name,
        new.name,
        tuple(one.change for one in outcomes if one.change),
        tuple(one.added for one in outcomes if one.added),
        tuple(one.removed for one in outcomes if one.removed),
        outcomes.count(_Outcome()),
        tuple(dict.fromkeys(problem for one in outcomes for problem in one.problems)),
    )


def of_papers(old: Paper, new: Paper, asked: Asked) -> Comparison:
    """Two PDFs compared by the words and pages that are read back.

    Raises: HandoutError when one of them cannot be read.
    """
    from handout.compare import paper
    from handout.compare.pages import page_changes

    with paper.opened(old.pdf, old.name) as left, paper.opened(new.pdf, new.name) as right:
        sheets, new_sheets = paper.sheets(left), paper.sheets(right)
        pages = page_changes(left, right) if asked.with_pages else None
    lines, new_lines = paper.passages(sheets), paper.passages(new_sheets)
    rows = differing(lines, new_lines)
    running = differing(paper.running_lines(sheets), paper.running_lines(new_sheets))
    notes = tuple(
        f"No words can be read in {one.name}: it may be a scan."
        for one, found in ((old, lines), (new, new_lines))
        if not found
    )
    change = Change(new.name, new.name, "", "", "", notes, rows, running, pages)
    is_same = not rows and not running and not (pages and pages.differ())
    return Comparison(old.name, new.name, () if is_same else (change,), (), (), int(is_same), ())


def as_paper(topic: str, tree: Tree, asked: Asked) -> Paper:
    """The generic leaflet of a topic as a PDF.

    Raises: HandoutError with what is wrong with it.
    """
    if topic not in {one.id for one in _topics(tree)}:
        _no_topic(topic, {one.id for one in _topics(tree)}, f"{tree.name} has no topic")
    try:
        made = side.made(Topic(topic), tree, asked.look)
        return Paper(f"{topic}, {tree.name}", _pdf(made, asked.day))
    except HandoutError as error:
        raise HandoutError(map(tree.placed, error.problems), error.code) from None


def _topics(tree: Tree) -> tuple[Topic, ...]:
    try:
        return side.topics(tree)
    except HandoutError as error:
        raise HandoutError(map(tree.placed, error.problems), error.code) from None


def _wanted(
    old: Tree, new: Tree, known: frozenset[Topic], named: tuple[str, ...]
) -> Iterator[Topic]:
    """Those named; else those of the workspaces' own, and the others where they may differ."""
    names = {topic.id for topic in known}
    for name in named:
        if name not in names:
            _no_topic(name, names, "neither side has a topic")
    own = {name for tree in (old, new) for name in tree.library().own_topics()}
    if side.has_parts(old) or side.has_parts(new) or not own:
        own = names
    yield from (topic for topic in sorted(known) if topic.id in (named or own))


def _no_topic(name: str, known: Iterable[str], message: str) -> NoReturn:
    near = nearest(name, sorted(known))
    listed = f"there are {', '.join(sorted(known)) or 'none'}"
    fail(f"{message} {name[:LONGEST_NAME]!r}", hint=f"did you mean {near!r}?" if near else listed)


def _outcome(topic: Topic, old: Tree | None, new: Tree | None, asked: Asked) -> _Outcome:
    """What became of the topic of the trees that have it."""
    problems: list[Problem] = []
    left = _leaflet(topic, old, asked, problems) if old else None
    if left and new and side.is_made_of_the_same(left.made, left.tree, new):
        return _Outcome()
    right = _leaflet(topic, new, asked, problems) if new else None
    if left and right:
        try:
            return _Outcome(_change(topic, left, right, asked))
        except HandoutError as error:
            return _Outcome(problems=error.problems)
    if problems:
        is_theirs = old and new and not (left or right) and not _is_own(topic, old, new)
        return _Outcome(problems=() if is_theirs else tuple(problems))
    assert left or right
    return _Outcome(added=_named(topic, right), removed=_named(topic, left))


def _is_own(topic: Topic, old: Tree, new: Tree) -> bool:
    """Whether the topic is of one of the workspaces; a built-in one may be in no language here."""
    return any(topic.id in tree.library().own_topics() for tree in (old, new))


def _leaflet(topic: Topic, tree: Tree, asked: Asked, problems: list[Problem]) -> _Leaflet | None:
    """The topic on one side; what is wrong with it is added to the problems."""
    try:
        made = side.made(topic, tree, asked.look)
        language = topic.language or made.ready.clinic.language
        words = reading(topic.id, language, made.library, made.ready.strings)
    except HandoutError as error:
        problems += map(tree.placed, error.problems)
        return None
    return _Leaflet(tree, made, words)


def _named(topic: Topic, one: _Leaflet | None) -> Named | None:
    return Named(str(topic), one.words.title, one.words.version) if one else None


def _change(topic: Topic, old: _Leaflet, new: _Leaflet, asked: Asked) -> Change | None:
    """What differs in a topic that both sides have; None where nothing does."""
    rows = differing(old.words.lines, new.words.lines)
    facts = differing(old.words.facts, new.words.facts)
    pages = _pages(old, new, asked.day) if asked.with_pages else None
    is_same = old.words.version == new.words.version
    if not rows and not facts and is_same and not (pages and pages.differ()):
        return None
    name = f"{topic.id}.{topic.language}" if topic.language else topic.id
    versions = old.words.version, new.words.version
    notes = tuple(_notes(old.words, new.words, bool(rows)))
    language = new.words.language
    return Change(name, new.words.title, language, *versions, notes, rows, facts, pages)


def _notes(old: Reading, new: Reading, has_new_words: bool) -> Iterator[str]:
    """What a person who approves should know of version and change log."""
    numbers, new_numbers = (tuple(map(int, one.version.split("."))) for one in (old, new))
    if has_new_words and numbers == new_numbers:
        yield f"The words changed and the version did not: both are version {new.version}."
    if numbers > new_numbers:
        yield f"The version goes back, from {old.version} to {new.version}."
    if numbers < new_numbers and not has_new_words:
        yield "The version changed and the words did not."
    for change in new.changes:
        if change not in old.changes:
            yield f"The change log says of {change.version}: {change.note}"


def _pages(old: _Leaflet, new: _Leaflet, day: Day) -> PageChanges:
    from handout.compare.pages import page_changes
    from handout.compare.paper import opened

    left, right = (_placed_pdf(one, day) for one in (old, new))
    with opened(left, old.tree.name) as one, opened(right, new.tree.name) as other:
        return page_changes(one, other)


def _placed_pdf(one: _Leaflet, day: Day) -> bytes:
    try:
        return _pdf(one.made, day)
    except HandoutError as error:
        raise HandoutError(map(one.tree.placed, error.problems), error.code) from None


def _pdf(made: Made, day: Day) -> bytes:
    pdf, problems = side.pdf(made, day)
    if problems:
        raise HandoutError(problems)
    return pdf
