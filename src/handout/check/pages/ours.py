"""What the files of a workspace promise of a leaflet that is made from them."""

from msgspec import structs

from handout.check.pages.printed import Promise
from handout.check.passages import Shelf
from handout.check.records import always_included
from handout.errors import HandoutError
from handout.language import long_date
from handout.model.clinic import Clinic
from handout.model.handout import WARNING_SIGNS, CalloutBlock, Handout
from handout.model.template import Template

HOUSE_LOOK = "leaflet"
"""The look whose sides a topic's `pages:` counts, on A4."""
LARGE = 16.0
"""A look that promises type of this size, in points, is for readers who asked for large print."""


def promise(
    handout: Handout, clinic: Clinic, look: str, template: Template, shelf: Shelf
) -> Promise:
    """What a leaflet of the topic in the look must hold to."""
    counts = look == HOUSE_LOOK and clinic.paper == "A4"
    booking = "" if template.only else clinic.booking.phone
    phone = booking or clinic.sites[0].phone
    return Promise(
        is_large_print=template.smallest >= LARGE,
        smallest=template.smallest if template.only else None,
        pages=handout.pages if counts else None,
        warnings=_warnings(shelf) if _has_signs(handout) else "",
        dates=tuple(
            long_date(day, handout.language) for day in (handout.published, handout.review_by)
        ),
        phone=phone if template.furniture.contacts or template.only else "",
    )


def promise_of_pack(
    handouts: tuple[Handout, ...], clinic: Clinic, look: str, template: Template, shelf: Shelf
) -> Promise:
    """What a pack of the topics must hold to; nothing is said of how many pages it takes."""
    first = promise(handouts[0], clinic, look, template, shelf)
    days = min(one.published for one in handouts), min(one.review_by for one in handouts)
    return structs.replace(
        first,
        pages=None,
        warnings=_warnings(shelf) if any(map(_has_signs, handouts)) else "",
        dates=tuple(long_date(day, handouts[0].language) for day in days),
    )


def _has_signs(handout: Handout) -> bool:
    """Whether it must have the warning signs, and has them; that it has not is said by GOV-09."""
    return handout.kind in ("condition", "safety") and WARNING_SIGNS in always_included(handout)


def _warnings(shelf: Shelf) -> str:
    """The words the warning signs start with, up to the first value; none where there are none."""
    try:
        blocks = shelf.shared(WARNING_SIGNS, None).blocks
    except HandoutError:
        return ""
    titles = (block.title.value for block in blocks if isinstance(block, CalloutBlock))
    return next(titles, "").partition("{{")[0].strip()
