"""The catalogue from beginning to end: what a library has in, a whole PDF in memory out."""

from datetime import datetime

from msgspec import structs

from handout.artwork.picture import strings_of
from handout.catalogue.choice import Entry, entries
from handout.catalogue.sheet import House, catalogue, wall
from handout.document import Fill
from handout.errors import fail
from handout.language import english_name
from handout.library import Library
from handout.merge.cautions import accent
from handout.model.clinic import Clinic
from handout.pages.layer import PAGE_SIZES
from handout.pages.press import Printed, compile_press, print_leaflet

_SMALLER = (0.93, 0.86, 0.8)


def printed(library: Library, tags: tuple[str, ...], made: datetime) -> Printed:
    """The catalogue of the exercises that have every tag. made: the date the file carries.

    Raises: HandoutError with every problem found, and where there is no such exercise.
    """
    clinic = library.clinic()
    chosen = _chosen(library, clinic, tags)
    shade, warnings = accent(clinic)
    shows_logo = clinic.logo and not clinic.letterhead
    logo = library.picture(clinic.logo, clinic.place) if shows_logo else None
    house = House(clinic, shade, strings_of(library, clinic.language), logo)
    look = library.template(clinic.template)
    template, faces = wall(look, PAGE_SIZES[clinic.paper]), library.faces(look)

    def with_pictures(share: float, leave_out: int = 0) -> Printed:
        sheets = catalogue(chosen, tags, house, share)
        kept = sheets.blocks[: len(sheets.blocks) - leave_out]
        press = compile_press(structs.replace(sheets, blocks=kept), template, faces)
        return print_leaflet(press, Fill(), made)

    done = with_pictures(1.0)
    if done.pages > 1 and with_pictures(1.0, 1).pages < done.pages:
        # Only the last rows are on the last page: smaller pictures may spare it.
        smaller = (with_pictures(share) for share in _SMALLER)
        done = next((one for one in smaller if one.pages < done.pages), done)
    return structs.replace(done, problems=(*warnings, *done.problems))


def _chosen(library: Library, clinic: Clinic, tags: tuple[str, ...]) -> tuple[Entry, ...]:
    chosen = entries(library, clinic.language, tags)
    if not chosen and tags:
        fail(f"no exercise has all the tags {', '.join(tags)}", hint="leave one out")
    if not chosen:
        spoken = english_name(clinic.language)
        fail(f"there are no exercises in {spoken}", hint="`handout new exercise ID` starts one")
    return chosen
