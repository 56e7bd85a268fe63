"""What a clinic wants otherwise of the rules of `handout check`."""

from typing import Annotated

from msgspec import Meta, Struct, field


class Check(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a clinic wants otherwise of one rule that has nothing to count, and why."""

    reason: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            description="why, for the record",
            examples=["our readers know this word"],
        ),
    ]
    off: Annotated[bool, Meta(description="do not ask for it at all")] = False


class Limit(Check, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a clinic wants otherwise of one rule that has a threshold, and why."""

    threshold: (
        Annotated[float, Meta(ge=0, description="the limit instead of the rule's")] | None
    ) = None


class Checks(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Rules by their id; `handout rules` lists them."""

    a11y_01: Check | None = field(default=None, name="A11Y-01")
    a11y_01_h1: Check | None = field(default=None, name="A11Y-01-H1")
    a11y_01_levels: Check | None = field(default=None, name="A11Y-01-LEVELS")
    a11y_02: Check | None = field(default=None, name="A11Y-02")
    a11y_03: Check | None = field(default=None, name="A11Y-03")
    a11y_03_words: Check | None = field(default=None, name="A11Y-03-WORDS")
    a11y_04: Check | None = field(default=None, name="A11Y-04")
    a11y_04_spans: Check | None = field(default=None, name="A11Y-04-SPANS")
    a11y_05: Check | None = field(default=None, name="A11Y-05")
    a11y_05_words: Check | None = field(default=None, name="A11Y-05-WORDS")
    a11y_06: Check | None = field(default=None, name="A11Y-06")
    a11y_06_letters: Check | None = field(default=None, name="A11Y-06-LETTERS")
    a11y_07: Check | None = field(default=None, name="A11Y-07")
    a11y_07_scope: Check | None = field(default=None, name="A11Y-07-SCOPE")
    a11y_08: Check | None = field(default=None, name="A11Y-08")
    a11y_08_words: Check | None = field(default=None, name="A11Y-08-WORDS")
    a11y_09: Check | None = field(default=None, name="A11Y-09")
    a11y_10: Check | None = field(default=None, name="A11Y-10")
    a11y_10_outside: Check | None = field(default=None, name="A11Y-10-OUTSIDE")
    a11y_12: Check | None = field(default=None, name="A11Y-12")
    cdc_7: Limit | None = field(default=None, name="CDC-7")
    cdc_8: Limit | None = field(default=None, name="CDC-8")
    cdc_9: Check | None = field(default=None, name="CDC-9")
    cdc_10: Limit | None = field(default=None, name="CDC-10")
    gov_01: Check | None = field(default=None, name="GOV-01")
    gov_01_page: Check | None = field(default=None, name="GOV-01-PAGE")
    gov_02: Check | None = field(default=None, name="GOV-02")
    gov_02_soon: Limit | None = field(default=None, name="GOV-02-SOON")
    gov_03: Check | None = field(default=None, name="GOV-03")
    gov_03_approval: Check | None = field(default=None, name="GOV-03-APPROVAL")
    gov_03_owner: Check | None = field(default=None, name="GOV-03-OWNER")
    gov_03_version: Check | None = field(default=None, name="GOV-03-VERSION")
    gov_04: Limit | None = field(default=None, name="GOV-04")
    gov_05: Limit | None = field(default=None, name="GOV-05")
    gov_06: Check | None = field(default=None, name="GOV-06")
    gov_07: Check | None = field(default=None, name="GOV-07")
    gov_08: Limit | None = field(default=None, name="GOV-08")
    gov_09: Check | None = field(default=None, name="GOV-09")
    gov_09_page: Check | None = field(default=None, name="GOV-09-PAGE")
    gov_10: Check | None = field(default=None, name="GOV-10")
    page_01: Limit | None = field(default=None, name="PAGE-01")
    page_02: Check | None = field(default=None, name="PAGE-02")
    page_03: Check | None = field(default=None, name="PAGE-03")
    page_04: Limit | None = field(default=None, name="PAGE-04")
    page_05: Check | None = field(default=None, name="PAGE-05")
    pemat_2: Limit | None = field(default=None, name="PEMAT-2")
    pemat_10: Limit | None = field(default=None, name="PEMAT-10")
    pemat_16: Limit | None = field(default=None, name="PEMAT-16")
    pemat_18: Limit | None = field(default=None, name="PEMAT-18")
    print_01: Limit | None = field(default=None, name="PRINT-01")
    print_02: Limit | None = field(default=None, name="PRINT-02")
    print_03: Limit | None = field(default=None, name="PRINT-03")
    print_03_large: Limit | None = field(default=None, name="PRINT-03-LARGE")
    print_04: Check | None = field(default=None, name="PRINT-04")
    print_05: Limit | None = field(default=None, name="PRINT-05")
    print_06: Check | None = field(default=None, name="PRINT-06")
    print_07: Limit | None = field(default=None, name="PRINT-07")
    print_08: Limit | None = field(default=None, name="PRINT-08")
    print_09: Check | None = field(default=None, name="PRINT-09")
    print_10: Check | None = field(default=None, name="PRINT-10")
    print_11: Limit | None = field(default=None, name="PRINT-11")
    print_12: Check | None = field(default=None, name="PRINT-12")
    print_13: Limit | None = field(default=None, name="PRINT-13")
    print_14: Check | None = field(default=None, name="PRINT-14")
    print_15: Limit | None = field(default=None, name="PRINT-15")
    print_16: Limit | None = field(default=None, name="PRINT-16")
    read_01: Limit | None = field(default=None, name="READ-01")
    read_02: Limit | None = field(default=None, name="READ-02")
    read_05: Limit | None = field(default=None, name="READ-05")
    read_05_average: Limit | None = field(default=None, name="READ-05-AVERAGE")
    read_06: Limit | None = field(default=None, name="READ-06")
    read_07: Check | None = field(default=None, name="READ-07")
    read_08: Check | None = field(default=None, name="READ-08")
    read_09: Check | None = field(default=None, name="READ-09")
    read_09_abbreviation: Check | None = field(default=None, name="READ-09-ABBREVIATION")
    read_09_shorthand: Check | None = field(default=None, name="READ-09-SHORTHAND")
    read_10: Check | None = field(default=None, name="READ-10")
    read_11: Check | None = field(default=None, name="READ-11")
    read_12: Check | None = field(default=None, name="READ-12")
    read_12_denominator: Check | None = field(default=None, name="READ-12-DENOMINATOR")
    read_13: Check | None = field(default=None, name="READ-13")
    read_14: Check | None = field(default=None, name="READ-14")
    safe_01: Check | None = field(default=None, name="SAFE-01")
    safe_02: Limit | None = field(default=None, name="SAFE-02")
    safe_02_hold: Limit | None = field(default=None, name="SAFE-02-HOLD")
    safe_02_minutes: Limit | None = field(default=None, name="SAFE-02-MINUTES")
    safe_03: Check | None = field(default=None, name="SAFE-03")
    safe_04: Check | None = field(default=None, name="SAFE-04")
