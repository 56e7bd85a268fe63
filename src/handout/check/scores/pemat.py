"""PEMAT-P, understandability: can a leaflet be understood?

Source: Shoemaker SJ, Wolf MS, Brach C. The Patient Education Materials Assessment Tool (PEMAT) and
User's Guide. Agency for Healthcare Research and Quality, 2013 (updated 2020), the tool for
printable materials. An item is agree (1), disagree (0) or not applicable, and a score is the points
in per cent of the items that apply. The pass mark of 70 is a convention and not the guide's.
Items 13 and 14 are of the tool for films only. How each item is read here is our own.
"""

from handout.check.scores.answer import Answer, Item, Scale, agree, disagree, left_out, short, told
from handout.check.scores.looks import attested, findings, free_of, needs_lists, quoted, said
from handout.check.scores.risks import numbers
from handout.check.scores.shown import all_visuals, grids, is_form
from handout.check.scores.subject import Subject
from handout.check.sentences import words_of
from handout.model.handout import CalloutBlock, ChecklistBlock, DoBlock

MOST_WORDS_OF_A_COLUMN, MOST_WORDS_OF_A_ROW = 4, 8
_LEAST_WORDS = 3
_SHORT_MATERIAL = 2


@needs_lists
def purpose(subject: Subject) -> Answer:
    """Item 1: the summary says what the leaflet is for."""
    assert subject.wording
    summary = subject.first("summary")
    if summary is None:
        return disagree("there is no summary that says what it is for")
    if said(subject, (summary,), subject.wording.aims):
        return agree(f"the summary says {quoted(summary)}", summary.source.place)
    return disagree(
        f"the summary {quoted(summary)} does not say what the leaflet is for",
        summary.source.place,
    )


@needs_lists
def clear_numbers(subject: Subject) -> Answer:
    """Item 6: numbers are in digits, and risks out of one number."""
    count = sum(1 for _ in numbers(subject)) + len(subject.exercises)
    wrong = findings(subject, ("READ-12", "READ-12-DENOMINATOR"))
    if not count and not wrong:
        return left_out("there are no numbers")
    return free_of(("READ-12", "READ-12-DENOMINATOR"), f"{told(count, 'number')}, all one way")(
        subject
    )


def chunks(subject: Subject) -> Answer:
    """Item 8: short paragraphs and lists. A leaflet of 2 paragraphs has nothing to cut."""
    if is_very_short(subject):
        return left_out("it is very short")
    return free_of(("READ-06", "CDC-8"), "no long paragraph and no long list")(subject)


def headings(subject: Subject) -> Answer:
    """Item 9: every heading says what stands under it."""
    if is_very_short(subject):
        return left_out("it is very short")
    return free_of(("CDC-9",), f"{told(len(subject.parts), 'heading')} that ask or act")(subject)


def is_very_short(subject: Subject) -> bool:
    """Whether it has 2 paragraphs, items or cells, or fewer."""
    read = ("paragraph", "list item", "table cell")
    return sum(one.kind in read for one in subject.passages) <= _SHORT_MATERIAL


def summary(subject: Subject) -> Answer:
    """Item 11: what to remember is printed in short, in a box of its own."""
    if is_very_short(subject):
        return left_out("it is very short")
    message = subject.first("main message")
    if message is None or len(words_of(message.text)) < _LEAST_WORDS:
        return disagree("there is no main message that sums it up")
    if not subject.always.has_message_box:
        return disagree(
            f"the look {subject.always.look.name!r} does not print the main message",
            message.source.place,
        )
    return agree(f"the box says {quoted(message)}", message.source.place)


def cues(subject: Subject) -> Answer:
    """Item 12: boxes, bold words and lists draw the eye to what matters."""
    kinds = (CalloutBlock, DoBlock, ChecklistBlock)
    boxes = sum(isinstance(block, kinds) for block in subject.blocks)
    lists = len({(n, p.list) for n, part in enumerate(subject.parts) for p in part.passages} - {
        (n, 0) for n in range(len(subject.parts))
    })  # fmt: skip
    bold = sum(one.source.value.count("**") // 2 for one in subject.passages)
    if boxes or bold or lists:
        counted = (told(boxes, "box", "boxes"), told(lists, "list"), f"{bold} times bold")
        return agree(", ".join(counted))
    return disagree("no box, no bold words and no list in any section")


def pictures(subject: Subject) -> Answer:
    """Item 15: pictures, where they can help; a form to fill in has nothing to show."""
    found = all_visuals(subject)
    if found:
        return agree(f"{told(len(found), 'picture')}, first {short(found[0].caption)}",
                     found[0].place)  # fmt: skip
    if is_form(subject):
        return left_out("it is a form to fill in: there is nothing to show")
    return disagree("no picture, and no exercise that is drawn")


def no_pictures(subject: Subject) -> str:
    """Why items about pictures do not apply, or nothing."""
    return "" if all_visuals(subject) else "there are no pictures"


def captions(subject: Subject) -> Answer:
    """Item 17: every picture and every table is named."""
    shown = [(one.caption, one.place) for one in all_visuals(subject)]
    shown += [(one.caption.strip(), one.place) for one in grids(subject.blocks)]
    if not shown:
        return left_out("there are no pictures and no tables")
    bare = [place for caption, place in shown if not caption]
    if bare:
        return disagree(f"{len(bare)} of {len(shown)} pictures and tables have no caption", bare[0])
    return agree(
        f"{told(len(shown), 'caption')}, none missing, first {short(shown[0][0])}", shown[0][1]
    )


def tables(subject: Subject) -> Answer:
    """Item 19: short headings of columns, of 4 words at most, and of rows, of 8."""
    found = tuple(grids(subject.blocks))
    if not found:
        return left_out("there are no tables")
    for grid in found:
        named = [(one, MOST_WORDS_OF_A_COLUMN) for one in grid.columns]
        named += [(one, MOST_WORDS_OF_A_ROW) for one in grid.rows]
        for name, most in named:
            if len(words_of(name)) > most:
                return disagree(f"{short(name)} is a title in a table of more than {most} words",
                                grid.place)  # fmt: skip
        if not all(one.strip() for one in grid.columns[1:]):
            return disagree(f"a column of {short(grid.caption)} has no heading", grid.place)
    heads = sum(len(grid.columns) for grid in found)
    return agree(f"{told(len(found), 'table')} with {heads} headings of "
                 f"{MOST_WORDS_OF_A_COLUMN} words or fewer", found[0].place)  # fmt: skip


SOURCE = "Shoemaker, Wolf, Brach: PEMAT and User's Guide, AHRQ 2013 (pass mark 70 by convention)"


UNDERSTANDABILITY = Scale[Subject](
    "pemat-understandability",
    "PEMAT-P understandability",
    SOURCE,
    (
        Item("PEMAT-1", "purpose", "Is it plain from the start what the leaflet is for?", purpose),
        Item("PEMAT-2", "no distraction", "Is everything left out that is beside its purpose?",
             attested("PEMAT-2"), ("PEMAT-2",)),
        Item("PEMAT-3", "everyday words", "Does it use the words of every day?",
             free_of(("READ-10", "READ-08"), "no long word that has a short one")),
        Item("PEMAT-4", "terms explained", "Are words of medicine rare, and explained?",
             free_of(("READ-09", "READ-09-SHORTHAND", "READ-09-ABBREVIATION"),
                     "every term is explained")),
        Item("PEMAT-5", "active voice", "Is it in the active voice?",
             free_of(("READ-07",), "no passive in what asks to act")),
        Item("PEMAT-6", "clear numbers", "Are numbers clear and easy to take in?", clear_numbers),
        Item("PEMAT-7", "no sums", "Is every sum done for the reader?",
             free_of(("READ-13",), "no sum is left to the reader")),
        Item("PEMAT-8", "short chunks", "Is it cut into short pieces?", chunks),
        Item("PEMAT-9", "headings", "Do headings say what stands under them?", headings),
        Item("PEMAT-10", "logical order", "Do things come in a logical order?",
             attested("PEMAT-10"), ("PEMAT-10",)),
        Item("PEMAT-11", "summary", "Does it sum up what matters?", summary),
        Item("PEMAT-12", "visual cues", "Do boxes, bold and lists draw the eye to what matters?",
             cues),
        Item("PEMAT-15", "pictures", "Are there pictures where they help?", pictures),
        Item("PEMAT-16", "pictures help", "Do the pictures help, and not distract?",
             attested("PEMAT-16", no_pictures), ("PEMAT-16",)),
        Item("PEMAT-17", "captions", "Has every picture and table a title or caption?", captions),
        Item("PEMAT-18", "clear pictures", "Are the pictures clear and uncluttered?",
             attested("PEMAT-18", no_pictures), ("PEMAT-18",)),
        Item("PEMAT-19", "simple tables", "Are tables simple, with short headings?", tables),
    ),
    70.0,
)  # fmt: skip
