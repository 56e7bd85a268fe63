"""What the files of a workspace promise of a leaflet that is made from them."""

from handout.check.pages.printed import Promise
from handout.check.passages import Shelf
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
        warnings=_warnings(shelf) if handout.kind in ("condition", "safety") else "",
        dates=tuple(
            long_date(day, handout.language) for day in (handout.published, handout.review_by)
        ),
        phone=phone if template.furniture.contacts or template.only else "",
    )


def _warnings(shelf: Shelf) -> str:
    """The words the warning signs start with, up to the first value; none where there are none."""
    try:
        blocks = shelf.shared(WARNING_SIGNS, None).blocks
    except HandoutError:
        return ""
    titles = (block.title.value for block in blocks if isinstance(block, CalloutBlock))
    return next(titles, "").partition("{{")[0].strip()
