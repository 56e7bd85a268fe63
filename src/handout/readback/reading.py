"""Reading a PDF back: pypdfium2 says what is painted where, pikepdf what the file says of it."""

from handout.errors import ExitCode, Place, fail
from handout.readback.finished import Finished

_NEEDED = "reading a PDF needs pypdfium2 5 or later and pikepdf"
_HINT = "pip install 'clinic-handout[pdf]'"


def finished(data: bytes, file: str) -> Finished:
    """The PDF as plain data. Pages are read best effort; nothing a page holds makes it fail.

    file: its name, for messages.
    Raises: HandoutError when it is no PDF, is damaged beyond reading or needs a password, and with
        ExitCode.ENVIRONMENT when what reads it is not installed.
    """
    place = Place(file)
    if not data:
        fail("the file is empty", place)
    if b"%PDF-" not in data[:1024]:
        fail("this is not a PDF", place, hint="a PDF starts with %PDF-")
    try:
        from handout.readback.opening import opened
        from handout.readback.pages import read
    except ImportError:
        fail(_NEEDED, place, hint=_HINT, code=ExitCode.ENVIRONMENT)
    with opened(data, place) as (pdf, document):
        return read(pdf, document)
