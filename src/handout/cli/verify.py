"""`handout verify`: whether the files of a batch are those that were made."""

import click

from handout.cli.session import Session
from handout.cli.storing import store_at
from handout.errors import ExitCode

_EPILOG = """\b
Examples:
  handout verify output/clinic-list
  handout verify post.pdf           a print run
  handout verify s3://our-bucket/clinic-list
Each file is read and compared with manifest.jsonl. What is missing or
changed is made again by running the batch again.
"""


@click.command("verify", epilog=_EPILOG)
@click.argument("batch", metavar="DIR|URL|FILE.pdf")
@click.pass_obj
def command(session: Session, batch: str) -> None:
    """Compare every file of a batch with its manifest."""
    from handout.batch.store import Folder
    from handout.batch.verify import verify

    if batch.endswith(".pdf"):
        path = session.here / batch
        found = verify(Folder(path.parent), f"{path.stem}.jsonl")
    else:
        found = verify(store_at(batch, session))
    session.report(found.problems)
    files = "1 file" if found.files == 1 else f"{found.files} files"
    wrong = f"{len(found.problems)} problems" if found.problems else "all as they were made"
    session.say(f"{files} in the manifest, {found.refused} leaflets refused: {wrong}")
    click.get_current_context().exit(ExitCode.CONTENT if found.problems else ExitCode.DONE)
