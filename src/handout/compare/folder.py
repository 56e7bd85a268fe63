"""The folder of a comparison: one web page and the pictures it shows.

Promised: nothing is written unless all of it may be; the page comes last, so that it never shows
pictures that are not there; of what was in the folder only our own files are replaced or removed.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from handout.compare import webpage
from handout.compare.changes import Comparison
from handout.errors import ExitCode, Place, fail
from handout.files import reason
from handout.output import check_replaceable, write_file

PAGE = "index.html"
_PICTURE = re.compile(r"[\w.-]+-p[0-9]+-(old|new)\.png")


def write(found: Comparison, folder: Path) -> Path:
    """The comparison is in the folder, which is made where it lacks; gives its web page.

    Pictures of an earlier comparison are gone.
    Raises: HandoutError (environment) when something there is not ours, or cannot be written.
    """
    pictures = dict(_pictures(found))
    page = folder / PAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"cannot be made: {reason(error)}", Place(str(folder)), code=ExitCode.ENVIRONMENT)
    check_replaceable(page, webpage.KIND)
    _write_pictures(pictures, folder)
    write_file(page, webpage.page(found).encode("utf-8", "backslashreplace"), webpage.KIND)
    return page


def _pictures(found: Comparison) -> Iterator[tuple[str, bytes]]:
    for change in found.changes:
        for one in change.pages.changes if change.pages else ():
            if one.old:
                yield webpage.file_name(change, one.old, is_new=False), one.old.png
            if one.new:
                yield webpage.file_name(change, one.new, is_new=True), one.new.png


def _write_pictures(pictures: dict[str, bytes], folder: Path) -> None:
    try:
        from handout.artwork.png import PNG
    except ImportError:
        return  # Without what draws them there are none.
    for name in pictures:
        check_replaceable(folder / name, PNG)
    for name, data in pictures.items():
        write_file(folder / name, data, PNG)
    for path in folder.glob("*.png"):
        if path.name in pictures or not _PICTURE.fullmatch(path.name) or path.is_symlink():
            continue
        try:
            with path.open("rb") as stream:
                is_ours = PNG.takes(stream.read(200))
            if is_ours:
                path.unlink()
        except OSError as error:
            fail(f"cannot be removed: {reason(error)}", Place(str(path)), code=ExitCode.ENVIRONMENT)
