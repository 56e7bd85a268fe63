"""The program's own words in one language: labels and phrases printed round a handout."""

from typing import Annotated

from msgspec import Meta, Struct

from handout.errors import Place

Phrase = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=300,
        description="words that the program prints; what stands in braces is filled in by name",
    ),
]


class Strings(Struct, frozen=True, forbid_unknown_fields=True):
    """The file templates/strings/LANGUAGE.yaml. `{n}` and other braces are filled by name."""

    language: Annotated[
        str, Meta(description="the language of these words, as in BCP 47", examples=["en"])
    ]
    name: Phrase
    logo: Phrase
    patient_id: Phrase
    birth_date: Phrase
    date: Phrase
    clinician: Phrase
    next_appointment: Phrase
    at: Phrase
    found: Phrase
    agreed: Phrase
    goals: Phrase
    clinician_notes: Phrase
    your_notes: Phrase
    contacts: Phrase
    phone: Phrase
    booking: Phrase
    booking_online: Phrase
    qr_alt: Phrase
    opening_hours: Phrase
    closed: Phrase
    day_range: Phrase
    directions: Phrase
    parking: Phrase
    sources: Phrase
    feedback: Phrase
    other_formats: Phrase
    full_leaflet: Phrase
    do: Phrase
    dont: Phrase
    start: Phrase
    feel: Phrase
    easier: Phrase
    harder: Phrase
    stop_if: Phrase
    equipment: Phrase
    amount: Phrase
    hold: Phrase
    minutes: Phrase
    reps: Phrase
    reps_by_side: Phrase
    reps_rest: Phrase
    sets: Phrase
    sets_rest: Phrase
    rest: Phrase
    each_side: Phrase
    on_left: Phrase
    on_right: Phrase
    often: Phrase
    often_both: Phrase
    times_a_day: Phrase
    days_a_week: Phrase
    every_day: Phrase
    load: Phrase
    side_one: Phrase
    side_other: Phrase
    side_left: Phrase
    side_right: Phrase
    catalogue: Phrase
    catalogue_standing: Phrase
    catalogue_sitting: Phrase
    catalogue_on_back: Phrase
    catalogue_on_front_or_side: Phrase
    catalogue_kneeling: Phrase
    catalogue_others: Phrase
    programme_exercises: Phrase
    programme_minutes: Phrase
    move_on_when: Phrase
    diary_exercise: Phrase
    diary_week: Phrase
    diary_from: Phrase
    diary_pain: Phrase
    diary_notes: Phrase
    note: Phrase
    side: Phrase
    left: Phrase
    right: Phrase
    both: Phrase
    your_exercises: Phrase
    day: Phrase
    draft: Phrase
    overdue: Phrase
    version: Phrase
    published: Phrase
    review_by: Phrase
    page_of: Phrase
    contents: Phrase
    contents_page: Phrase
    pack_title: Phrase
    pack_signs: Phrase
    pack_signs_page: Phrase
    pack_exercise: Phrase
    pack_diary: Phrase
    place: Place | None = None
