"""Reading a PDF back: pypdfium2 says what is painted where, pikepdf what the file says of it."""

from handout.readback.finished import Finished


def finished(data: bytes, file: str) -> Finished:
    """The PDF as plain data. Pages are read best effort; nothing a page holds makes it fail.

    file: its name, for messages.
    Raises: HandoutError when it is no PDF, is damaged beyond reading or needs a password.
    """
    raise NotImplementedError
