"""`handout figure`: one exercise or drawing as a file."""

from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handout.cli.completion import figures
from handout.cli.session import Session
from handout.errors import ExitCode, Problem, fail

if TYPE_CHECKING:
    from handout.artwork.page import Look
    from handout.artwork.picture import Artwork, OneSide
    from handout.library import Library
    from handout.output import Kind

_FORMATS = (".pdf", ".svg", ".png")
_PIXELS_A_MILLIMETRE = 10
_EPILOG = """\b
Examples:
  handout figure bridge                    output/bridge.pdf
  handout figure bridge -o bridge.svg
  handout figure calf-stretch-bent --left -o left.png
  handout figure kinetic-chain --width 90mm
A PNG has 10 pixels to each millimetre of the width, and needs the extra
clinic-handout[png]. Colours are those of your clinic.
"""


class _Width(click.ParamType[float]):
    """A length with its unit, in points."""

    name = "length"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The length, or a usage error."""
        from handout.artwork.page import MILLIMETRE, NARROWEST, WIDEST
        from handout.source.scalars import length

        if isinstance(value, float):
            return value
        found = length(str(value))
        if found is None:
            self.fail(f"{value!r} is no length: write 120mm, 12cm, 340pt or 4.5in", param, ctx)
        if not NARROWEST - 0.01 <= found <= WIDEST + 0.01:
            least, most = (f"{limit / MILLIMETRE:.0f}mm" for limit in (NARROWEST, WIDEST))
            self.fail(f"{value} is not between {least} and {most}", param, ctx)
        return found


@click.command("figure", epilog=_EPILOG)
@click.argument("name", metavar="ID", shell_complete=figures)
@click.option("-o", "--output", metavar="FILE", help="A file that ends in .pdf, .svg or .png.")
@click.option("--left", "side", flag_value="left", help="Show it for the left side.")
@click.option("--right", "side", flag_value="right", help="Show it for the right side.")
@click.option("--width", metavar="LENGTH", type=_Width(), default="120mm", show_default=True,
              help="How wide the picture is.")  # fmt: skip
@click.pass_obj
def command(
    session: Session, name: str, output: str | None, side: "OneSide | None", width: float
) -> None:
    """Draw an exercise, or a drawing of handouts/figures."""
    from handout.artwork.picture import artwork
    from handout.output import write_file

    suffix = _suffix(output)
    library = session.library()
    clinic = library.clinic()
    picture = artwork(name, library, clinic.language, side)
    kind = _kind(suffix)
    path = _path(session, f"{name}-{side}" if side else name, output, kind)
    look, warnings = _look(library)
    data, problems = _drawn(picture, suffix, width, look, session)
    session.report((*warnings, *problems))
    if any(problem.severity == "error" for problem in problems):
        click.get_current_context().exit(ExitCode.CONTENT)
    write_file(path, data, kind)
    session.say(session.shown(path))


def _suffix(output: str | None) -> str:
    suffix = ".pdf" if output is None else Path(output).suffix.lower()
    if suffix not in _FORMATS:
        raise click.UsageError(f"-o needs a file that ends in {', '.join(_FORMATS[:2])} or .png")
    return suffix


def _kind(suffix: str) -> "Kind":
    """What may be at the place already; for a PNG the extra must be there."""
    from handout import output
    from handout.artwork.svg import KIND

    if suffix == ".svg":
        return KIND
    if suffix == ".pdf":
        return output.PDF
    try:
        from handout.artwork.png import PNG
    except ImportError:
        fail("drawing a PNG needs the png extra", hint="pip install 'clinic-handout[png]'",
             code=ExitCode.ENVIRONMENT)  # fmt: skip
    return PNG


def _path(session: Session, stem: str, output: str | None, kind: "Kind") -> Path:
    from handout.output import file_stem, target

    if output is None:
        return session.folder / "output" / f"{file_stem((stem,), '', '', None)}.pdf"
    where = target(session.here / output, is_folder=False, kind=kind)
    return where.folder / where.file


def _look(library: "Library") -> "tuple[Look, tuple[Problem, ...]]":
    from handout.artwork.page import Look
    from handout.merge.cautions import accent

    clinic = library.clinic()
    shade, warnings = accent(clinic)
    template = library.template(clinic.template)
    return Look(clinic.name, template, library.faces(template), shade), warnings


def _drawn(
    picture: "Artwork", suffix: str, width: float, look: "Look", session: Session
) -> tuple[bytes, tuple[Problem, ...]]:
    from handout.artwork.page import MILLIMETRE, pdf_page, svg_file

    if suffix == ".svg":
        return svg_file(picture, width, look), ()
    moment = session.now()
    made = moment.made or datetime.combine(moment.today, time(), UTC)
    page = pdf_page(picture, width, look, made)
    if suffix == ".pdf":
        return page.pdf, page.problems
    from handout.artwork.png import png

    pixels = round(width / MILLIMETRE * _PIXELS_A_MILLIMETRE)
    return png(page.pdf, pixels, width), page.problems
