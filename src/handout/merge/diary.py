"""Weeks to fill in: a line for each exercise of the plan, with a box for each time of a day."""

from datetime import date, timedelta

from handout.document import Diary, DiaryRow, Insertion, Run
from handout.language import short_day, short_weekday
from handout.merge.programme import Plan
from handout.merge.spans import phrase_spans
from handout.model.strings import Strings

_MOST_BOXES = 4


def diaries(
    insertion: Insertion, plan: Plan, start: date | None, strings: Strings
) -> tuple[Diary, ...]:
    """One diary a week, from the day of the visit; without one its days have no dates."""
    return tuple(
        _week(number, insertion, plan, start, strings) for number in range(insertion.weeks)
    )


def _week(
    number: int, insertion: Insertion, plan: Plan, start: date | None, strings: Strings
) -> Diary:
    language = strings.language
    if start:
        days = tuple(start + timedelta(days=7 * number + day) for day in range(7))
        names = tuple(short_day(day, language) for day in days)
    else:
        names = tuple(short_weekday(day, language) for day in range(7))
    caption = insertion.caption
    if insertion.weeks > 1:
        count = {"n": (Run(str(number + 1)),), "weeks": (Run(str(insertion.weeks)),)}
        caption = phrase_spans(strings.diary_week, {"caption": caption, **count})
    return Diary(
        caption,
        (Run(strings.diary_exercise),) if start else insertion.corner,
        tuple((Run(name),) for name in names),
        (*_rows(plan), DiaryRow((Run(strings.diary_pain),)), DiaryRow((Run(strings.diary_notes),))),
        insertion.place,
        "" if number else insertion.anchor,
    )


def _rows(plan: Plan) -> tuple[DiaryRow, ...]:
    """A row for each exercise, once, in the order of the page."""
    rows: dict[str, DiaryRow] = {}
    for one in plan:
        boxes = min(one.dose.times_a_day or 1, _MOST_BOXES)
        before = rows.get(one.id, DiaryRow(one.name))
        rows[one.id] = DiaryRow(before.label, max(boxes, before.boxes))
    return tuple(rows.values())
