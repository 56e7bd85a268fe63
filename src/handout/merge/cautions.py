"""What a clinic should know about its own file: colours that cannot be read, a country guessed."""

from collections.abc import Iterator

from handout.errors import Problem
from handout.language import named_territory, territory
from handout.merge.contrast import least_ratio, legible
from handout.model.clinic import Clinic


def accent(clinic: Clinic) -> tuple[str, tuple[Problem, ...]]:
    """The clinic's colour, darkened until it can be read on white and on its own tint."""
    colour = clinic.colours.accent.lower()
    shade = legible(colour)
    if shade == colour:
        return colour, ()
    warning = Problem(
        f"the accent {colour} has a contrast of {least_ratio(colour):.1f}:1 on its own tint and is "
        f"printed as {shade}",
        clinic.place, "choose a darker colour: text needs 4.5:1", "warning",
    )  # fmt: skip
    return shade, (warning,)


def country(clinic: Clinic) -> Iterator[Problem]:
    """A warning where the numbers to call in an emergency are a guess from the language alone."""
    if clinic.emergency is None and not named_territory(clinic.language):
        guess = territory(clinic.language) or "no country"
        message = f"the clinic's language {clinic.language!r} names no country, so what to call in "
        yield Problem(
            f"{message}an emergency is that of {guess}", clinic.place,
            "write a language such as en-GB, or your own numbers under emergency:", "warning",
        )  # fmt: skip
