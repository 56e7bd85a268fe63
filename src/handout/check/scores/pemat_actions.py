"""PEMAT-P, actionability: can a leaflet be acted on?

Source: Shoemaker SJ, Wolf MS, Brach C. The Patient Education Materials Assessment Tool (PEMAT) and
User's Guide. Agency for Healthcare Research and Quality, 2013 (updated 2020), items 20 to 26 of the
tool for printable materials. How each item is read here is our own.
"""

from handout.check.passages import Passage
from handout.check.scores.actions import actions, all_steps, has_order, steps
from handout.check.scores.answer import Answer, Item, Scale, agree, disagree, left_out, short, told
from handout.check.scores.looks import findings, free_of, needs_lists, quoted, said
from handout.check.scores.pemat import SOURCE
from handout.check.scores.shown import Visual, grids, is_form, tools, visuals
from handout.check.scores.subject import Part, Subject
from handout.check.sentences import words_of


@needs_lists
def an_action(subject: Subject) -> Answer:
    """Item 20: at least one thing that the reader can do."""
    found = tuple(actions(subject, subject.passages))
    if not found:
        return disagree("nothing asks the reader to do anything")
    return agree(f"{told(len(found), 'action')}, first {found[0].quoted()}",
                 found[0].place)  # fmt: skip


@needs_lists
def to_the_reader(subject: Subject) -> Answer:
    """Item 21: it speaks to "you", and nowhere of patients."""
    assert subject.wording
    found = findings(subject, ("READ-08",))
    if found:
        return free_of(("READ-08",), "")(subject)
    count = sum(
        sum(1 for _ in subject.wording.reader.find(words_of(one.text))) for one in subject.passages
    )
    if not count:
        return disagree("it never says “you” or “your”")
    return agree(f"“you” and “your” {count} times, and nowhere of patients (READ-08)")


def explicit_steps(subject: Subject) -> Answer:
    """Item 22: what to do is told in steps, or in a list of things to do."""
    found = all_steps(subject)
    if not found:
        return disagree("no steps, no list of what to do and no exercise")
    return agree(f"{told(len(found), 'list')} of steps or things to do, first {quoted(found[0])}",
                 found[0].source.place)  # fmt: skip


def a_tool(subject: Subject) -> Answer:
    """Item 23: something to tick or to fill in."""
    found = tuple(tools(subject.blocks))
    if not found:
        return disagree("nothing to tick or to fill in")
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return agree(found[0][0] + more, found[0][1])


@needs_lists
def calculations(subject: Subject) -> Answer:
    """Item 24: a sum that is left to the reader is shown with an example."""
    assert subject.wording
    sums = findings(subject, ("READ-13",))
    if not sums:
        return left_out("nothing is left to calculate (READ-13)")
    example = said(subject, subject.passages, subject.wording.sample)
    if example:
        return agree(f"an example: {example.quoted()}", example.place)
    return disagree(f"{sums[0].message} (READ-13), and no example shows how", sums[0].place)


@needs_lists
def charts(subject: Subject) -> Answer:
    """Item 25: words in its section say how a table is used; of a form, words before it too."""
    assert subject.wording
    seen = 0
    before: tuple[Passage, ...] = ()
    for part in subject.parts:
        around = tuple(p for p in part.passages if p.kind in ("paragraph", "list item"))
        for grid in grids(part.blocks):
            seen += 1
            explained = said(subject, around, subject.wording.using) or any(
                actions(subject, around)
            )
            if not (
                explained or (grid.is_to_fill and said(subject, before, subject.wording.using))
            ):
                return disagree(f"no words say how to use {short(grid.caption)}", grid.place)
        before += tuple(p for p in around if p.source.place.file == subject.own_file)
    if not seen:
        return left_out("there are no tables and no charts")
    return agree(f"words beside or before say how to use {told(seen, 'table')}")


def pictures_of_actions(subject: Subject) -> Answer:
    """Item 26: a picture of an exercise, or one that says what to do or stands beside it."""
    shown = [one for part in subject.parts for one in visuals(part) if _acts(one, part, subject)]
    if shown:
        return agree(f"{told(len(shown), 'picture')} beside what to do, first "
                     f"{short(shown[0].caption)}", shown[0].place)  # fmt: skip
    if is_form(subject):
        return left_out("it is a form to fill in: there is nothing to show")
    return disagree("no picture in a section that says what to do")


def _acts(visual: Visual, part: Part, subject: Subject) -> bool:
    """Whether the picture is of an exercise, beside words to act, or in a section with steps."""
    if visual.is_exercise or steps(part, subject):
        return True
    beside = tuple(one for one in part.passages if one.source in visual.words)
    return any(has_order(one, subject) for one in beside)


ACTIONABILITY = Scale[Subject](
    "pemat-actionability",
    "PEMAT-P actionability",
    SOURCE,
    (
        Item("PEMAT-20", "an action", "Does it name at least one thing to do?", an_action),
        Item("PEMAT-21", "speaks to you", "Does it speak to the reader?", to_the_reader),
        Item("PEMAT-22", "steps", "Is what to do cut into explicit steps?", explicit_steps),
        Item("PEMAT-23", "a tool", "Is there a tool, such as a checklist or a diary?", a_tool),
        Item("PEMAT-24", "sums shown", "Is a sum that is needed shown by an example?",
             calculations),
        Item("PEMAT-25", "charts explained", "Is it said how to use charts and tables?", charts),
        Item("PEMAT-26", "actions shown", "Do pictures show what to do, where they help?",
             pictures_of_actions),
    ),
    70.0,
)  # fmt: skip
