"""The files that a workspace starts with."""

from pathlib import Path
from string import Template

from handout.errors import ExitCode, Place, fail
from handout.files import reason


def scaffold(name: str) -> str:
    """The text of a file to start from."""
    return (Path(__file__).parent / "scaffold" / name).read_text("utf-8")


def filled(name: str, **words: str) -> str:
    """The text of a file to start from, with words in place of its `$names`."""
    return Template(scaffold(name)).substitute(words)


def written(path: Path, text: str) -> None:
    """The new file holds the text.

    Raises: HandoutError (environment) when it is there already or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        fail("this file is there already", Place(str(path)), "choose another name",
             ExitCode.ENVIRONMENT)  # fmt: skip
    except OSError as error:
        fail(f"cannot be written: {reason(error)}", Place(str(path)), code=ExitCode.ENVIRONMENT)
