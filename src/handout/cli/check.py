"""`handout check`: what is in the workspace, or a finished PDF, is read, printed and judged."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import structs

from handout.cli.completion import looks, topics
from handout.cli.session import Session
from handout.errors import ExitCode, Place, Problem, fail

if TYPE_CHECKING:
    from handout.cli.checking import Checked

_FILE = "FILE"
_FORMATS = ("text", "json", "github", "sarif", "junit")
_EPILOG = """\b
Examples:
  handout check && handout build
  handout check sciatica --template large-print
  handout check anybodys.pdf
  handout check --select READ-05 --select SAFE
  handout check --strict --baseline known.json
  handout check --format sarif > check.sarif
`handout rules` lists the rules; clinic.yaml sets their limits (checks:).
The rules of the page need pip install 'clinic-handout[pdf]'.
"""


@click.command("check", epilog=_EPILOG)
@click.argument("names", metavar="[TOPIC|PACK|FILE.pdf]...", nargs=-1, shell_complete=topics)
@click.option("--template", "wanted_looks", metavar="LOOK", multiple=True, shell_complete=looks,
              help="Judge the pages in this look, instead of the clinic's.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text",
              help="How to print what was found.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--select", "selected", metavar="RULE", multiple=True,
              help="Ask these rules only; READ is all that start so.")  # fmt: skip
@click.option("--ignore", "ignored", metavar="RULE", multiple=True, help="Leave these rules out.")
@click.option("--against", metavar="REVISION", default="",
              help="Compare versions with this git revision, instead of HEAD.")  # fmt: skip
@click.option("--baseline", "known", metavar="FILE", type=click.Path(path_type=Path),
              help="Leave out what the file lists as known.")  # fmt: skip
@click.option("--write-baseline", "to_write", metavar="FILE", type=click.Path(path_type=Path),
              help="List what is found as known, in the file.")  # fmt: skip
@click.pass_obj
def command(
    session: Session, names: tuple[str, ...], wanted_looks: tuple[str, ...], form: str,
    strict: bool, selected: tuple[str, ...], ignored: tuple[str, ...], against: str,
    known: Path | None, to_write: Path | None,
) -> None:  # fmt: skip
    """Print every problem of the workspace, of topics or of any PDF."""
    for rule in (*selected, *ignored):
        _know(rule)
    done = _checked(session, names, wanted_looks, against, _asks_of_pages(selected, ignored))
    problems = tuple(one for one in done.problems if _is_asked(one.rule, selected, ignored))
    if to_write:
        _write_baseline(session, to_write, problems)
        return
    new = _unknown(session, known, problems) if known else problems
    _print(session, form, structs.replace(done, problems=new), strict)
    errors = any(problem.severity == "error" for problem in new)
    if form == "text" and known and len(new) < len(problems):
        session.say(f"{len(problems) - len(new)} known findings left out")
    if errors or (strict and new):
        click.get_current_context().exit(ExitCode.CONTENT)
    if form == "text":
        session.say("1 file checked" if done.files == 1 else f"{done.files} files checked")


def _checked(
    session: Session, names: tuple[str, ...], wanted_looks: tuple[str, ...], against: str,
    pages: bool,
) -> "Checked":  # fmt: skip
    """What is found in the PDFs among the names, and in the topics, or in the whole workspace."""
    from handout.cli.checking import Checked, Wanted, checked, checked_pdf, has_readers

    pdfs = tuple(dict.fromkeys(name for name in names if name.lower().endswith(".pdf")))
    found = (one for name in pdfs for one in checked_pdf(session.here / name, session))
    problems = tuple(dict.fromkeys(found))
    named = tuple(name for name in names if name not in pdfs)
    if pdfs and not named:
        return Checked(problems, (), len(pdfs))
    if pages and not has_readers():
        session.warn("the pages are not judged: pip install 'clinic-handout[pdf]' to read them")
        pages = False
    wanted = Wanted(named, wanted_looks, pages, against)
    done = checked(session.library(), session, wanted)
    problems = tuple(dict.fromkeys((*problems, *done.problems)))
    return Checked(problems, done.topics, done.files + len(pdfs))


def _asks_of_pages(selected: tuple[str, ...], ignored: tuple[str, ...]) -> bool:
    """Whether any rule of the pages is wanted; they take most of the time."""
    from handout.check.rules import PAGES

    return any(_is_asked(rule.id, selected, ignored) for rule in PAGES)


def _know(rule: str) -> None:
    """Refuse what is the start of no rule's id."""
    from handout.check.rules import RULES
    from handout.source.suggest import nearest

    if not rule or not any(one.id.startswith(rule) for one in RULES):
        near = nearest(rule, [one.id for one in RULES])
        hint = f"did you mean {near}?" if near else "handout rules lists them"
        raise click.UsageError(f"no rule starts with {rule!r}; {hint}")


def _is_asked(rule: str, selected: tuple[str, ...], ignored: tuple[str, ...]) -> bool:
    """Whether a finding of the rule is wanted; that a file cannot be read always is."""
    if rule == _FILE:
        return True
    return not rule.startswith(ignored) and (not selected or rule.startswith(selected))


def _print(session: Session, form: str, done: "Checked", strict: bool) -> None:
    from handout import __version__
    from handout.check import formats
    from handout.check.rules import RULES
    from handout.check.sarif import as_sarif

    if form == "text":
        session.report(done.problems)
        _tell_unmeasured(session, done)
        return
    placed = tuple(_portable(session.placed(problem)) for problem in done.problems)
    match form:
        case "json":
            click.echo(formats.as_json(placed, done.topics, done.files))
        case "github":
            click.echo(formats.as_github(placed), nl=bool(placed))
        case "sarif":
            click.echo(as_sarif(placed, RULES, __version__))
        case _:
            click.echo(formats.as_junit(placed, strict=strict))


def _tell_unmeasured(session: Session, done: "Checked") -> None:
    files = [Path(problem.place.file) for problem in done.problems if problem.place]
    if any(file.parent.name == "words" for file in files):
        return  # there are lists, and what is wrong with them has been told
    for language in dict.fromkeys(one.language for one in done.topics if not one.has_words):
        session.say(
            f"words in {language} not measured: there is no templates/words/{language}.yaml"
        )


def _unknown(session: Session, path: Path, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems that the baseline does not list, as they were."""
    from handout.check.baseline import unknown

    named = {_in_workspace(session, problem): problem for problem in problems}
    file = session.here / path
    if not file.is_file():
        hint = f"write it with --write-baseline {path}"
        fail("there is no such list of known findings", Place(str(path)), hint)
    return tuple(named[one] for one in unknown(named, file.read_bytes(), str(path)))


def _write_baseline(session: Session, path: Path, problems: tuple[Problem, ...]) -> None:
    from handout.check.baseline import baseline
    from handout.files import reason, write_whole

    named = (_in_workspace(session, problem) for problem in problems)
    try:
        write_whole(session.here / path, baseline(named))
    except OSError as error:
        fail(f"cannot be written: {reason(error)}", Place(str(path)), code=ExitCode.ENVIRONMENT)
    session.say(f"{path}: {len(problems)} known findings")


def _in_workspace(session: Session, problem: Problem) -> Problem:
    """The problem with its file named from the workspace, wherever the program is called."""
    return _portable(structs.replace(session, here=session.folder).placed(problem))


def _portable(problem: Problem) -> Problem:
    """The problem with its file named with slashes, and with ? for what is not in Unicode."""
    if problem.place is None:
        return problem
    file = Path(problem.place.file).as_posix().encode(errors="replace").decode()
    return structs.replace(problem, place=structs.replace(problem.place, file=file))
