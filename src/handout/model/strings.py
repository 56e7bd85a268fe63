"""The program's own words in one language: labels and phrases printed round a handout."""

from typing import Annotated

from msgspec import Meta, Struct

from handout.errors import Place

Phrase = Annotated[str, Meta(min_length=1, max_length=300)]


class Strings(Struct, frozen=True, forbid_unknown_fields=True):
    """The file templates/strings/LANGUAGE.yaml. `{n}` and other braces are filled by name."""

    language: str
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
    do: Phrase
    dont: Phrase
    picture_place: Phrase
    start: Phrase
    feel: Phrase
    easier: Phrase
    harder: Phrase
    stop_if: Phrase
    equipment: Phrase
    dose: Phrase
    hold_title: Phrase
    sets_title: Phrase
    rest_title: Phrase
    often: Phrase
    amount: Phrase
    sets: Phrase
    reps: Phrase
    hold: Phrase
    minutes: Phrase
    each_side: Phrase
    times_a_day: Phrase
    days_a_week: Phrase
    rest: Phrase
    load: Phrase
    note: Phrase
    side: Phrase
    left: Phrase
    right: Phrase
    both: Phrase
    your_exercises: Phrase
    day: Phrase
    version: Phrase
    published: Phrase
    review_by: Phrase
    page_of: Phrase
    contents: Phrase
    contents_page: Phrase
    pack_title: Phrase
    place: Place | None = None
