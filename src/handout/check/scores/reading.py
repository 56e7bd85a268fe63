"""How old a reader has to be: what each formula gives, where it is measured.

A US grade is reached 5 years later, so that the age is the grade and 5. Only formulas that give a
grade give an age.
"""

from msgspec import Struct

from handout.check.readability import LEAST_WORDS, Counts, Grades

_SCHOOL_STARTS = 5.0
_GRADED = (
    ("Flesch-Kincaid", "flesch_kincaid"), ("SMOG", "smog"), ("Gunning fog", "gunning_fog"),
    ("Coleman-Liau", "coleman_liau"), ("ARI", "ari"),
)  # fmt: skip
_OTHERS = (("Flesch reading ease", "reading_ease"), ("LIX", "lix"))


class Reading(Struct, frozen=True):
    """One formula. value: a grade, or points of its own; None is not measured. age: in years."""

    formula: str
    value: float | None
    age: float | None


def readings(counts: Counts, grades: Grades) -> tuple[Reading, ...]:
    """Every formula; nothing is measured of fewer words than it was made for."""
    is_enough = counts.words >= LEAST_WORDS
    found: list[Reading] = []
    for formula, name in (*_GRADED, *_OTHERS):
        value: float | None = getattr(grades, name) if is_enough else None
        is_grade = (formula, name) in _GRADED
        age = value + _SCHOOL_STARTS if is_grade and value is not None else None
        found.append(Reading(formula, value, age))
    return tuple(found)
