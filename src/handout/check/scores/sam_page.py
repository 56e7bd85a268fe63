"""SAM, graphics and layout: from the pictures, and from the look that the topic is printed in.

Source: Doak, Doak and Root 1996, chapter 4: layout counts 8 features, superior with 5 and adequate
with 3; typography 4, superior with all and adequate with 2. Of the 8, line length, flow of the eye
and paper are not judged here, so that superior needs all of the rest.
"""

from handout.check.scores.answer import Answer, agree, disagree, left_out, partly, short, told
from handout.check.scores.looks import faulted, findings, shares_words
from handout.check.scores.pemat import captions, cues
from handout.check.scores.shown import all_visuals, grids, is_form, visuals
from handout.check.scores.subject import Subject
from handout.model.handout import FigureBlock

_LEAST_MARGIN = 34.0
_LEAST_SIZE = 12.0
_LEAST_CONTRAST = 7.0
_SHORT_LIST = 5


def opening(subject: Subject) -> Answer:
    """10: superior where the first section shows what the title names, adequate with a picture."""
    if is_form(subject) and not all_visuals(subject):
        return left_out("it is a form to fill in: there is nothing to show")
    title = subject.first("title")
    shown = tuple(visuals(subject.parts[0])) if subject.parts else ()
    for one in shown:
        if title and shares_words(subject, title.text, f"{one.caption} {one.alt}"):
            return agree(f"{short(one.caption)} shows what the title names", one.place)
    if shown:
        return partly(f"{short(shown[0].caption)} stands in the first section", shown[0].place)
    return disagree("no picture in the first section")


def named(subject: Subject) -> Answer:
    """14: superior where everything has a caption, adequate where half has."""
    answer = captions(subject)
    if answer.verdict != "disagree":
        return answer
    names = [one.caption for one in all_visuals(subject)]
    names += [one.caption for one in grids(subject.blocks)]
    enough = sum(bool(name.strip()) for name in names) * 2 >= len(names)
    return partly(answer.evidence, answer.place) if enough else answer


def layout(subject: Subject) -> Answer:
    """15: pictures beside their words, one order, cues, white space, contrast."""
    look = subject.always.look
    margins = look.page.margins
    figures = [block for block in subject.blocks if isinstance(block, FigureBlock)]
    features = (
        ("pictures beside their words",
         bool(subject.exercises) or any(figure.beside for figure in figures)),
        ("the same order on every page", not look.only),
        ("boxes, bold and lists as cues", cues(subject).verdict == "agree"),
        ("white space",
         min(margins.top, margins.right, margins.bottom, margins.left) >= _LEAST_MARGIN
         and look.rhythm > 0),
        ("dark ink on white", contrast_with_white(look.ink) >= _LEAST_CONTRAST),
    )  # fmt: skip
    return _counted(features, superior=5, adequate=3)


def typography(subject: Subject) -> Answer:
    """16: 12 point and more, cues of type, no blocks of capitals, larger headings."""
    types = subject.always.look.type
    features = (
        ("12 point and more", types.body.size >= _LEAST_SIZE),
        ("bold headings", types.heading.weight == "bold"),
        ("no blocks of capitals", subject.lexicon is not None
         and not findings(subject, ("READ-11",))),
        ("headings larger than the words", types.heading.size > types.body.size),
    )  # fmt: skip
    return _counted(features, superior=4, adequate=2)


def subheads(subject: Subject) -> Answer:
    """17: superior with 5 items in a row at most, adequate with 7 (CDC-8 counts them)."""
    longest = max(
        (
            sum(other.list == one.list for other in part.passages)
            for part in subject.parts
            for one in part.passages
            if one.list
        ),
        default=0,
    )
    found = findings(subject, ("CDC-8",))
    if found:
        return faulted(found)
    evidence = f"the longest list has {told(longest, 'item')}"
    return agree(evidence) if longest <= _SHORT_LIST else partly(evidence)


def contrast_with_white(colour: str) -> float:
    """The contrast of #rrggbb with white paper, 1 to 21.

    Source: WCAG 2.1, relative luminance and contrast ratio.
    """
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _counted(features: tuple[tuple[str, bool], ...], superior: int, adequate: int) -> Answer:
    has = [name for name, is_there in features if is_there]
    lacks = [name for name, is_there in features if not is_there]
    evidence = f"it has {', '.join(has)}" if has else "it has none of the features"
    if lacks:
        evidence = f"it lacks {', '.join(lacks)}; {evidence}"
    if len(has) >= superior:
        return agree(evidence)
    return partly(evidence) if len(has) >= adequate else disagree(evidence)
