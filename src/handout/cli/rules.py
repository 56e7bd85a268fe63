"""`handout rules`: what `handout check` asks, and why."""

from typing import TYPE_CHECKING, Any, NoReturn

import click

from handout.cli.session import Session

if TYPE_CHECKING:
    from handout.check.rule import Rule
    from handout.model.checks import Check

_EPILOG = """\b
Examples:
  handout rules
  handout rules READ-05
A clinic changes a rule in clinic.yaml:
  checks:
    READ-05: {threshold: 22, reason: Names of medicines are long here.}
    READ-11: {off: true, reason: The trust's style guide allows it.}
"""


@click.command("rules", epilog=_EPILOG)
@click.argument("rule", metavar="[ID]", required=False)
@click.pass_obj
def command(session: Session, rule: str | None) -> None:
    """List the rules of words, records and pages, or explain one."""
    from handout.check.rules import RULES, checks_of

    checks = checks_of(session.library(is_told=False).clinic())
    if rule is None:
        ids = max(len(one.id) for one in RULES)
        limits = max(len(_limit(one, checks.get(one.id))) for one in RULES)
        for one in RULES:
            said = (
                f"{one.id:<{ids}}  {one.severity:<7}  {_limit(one, checks.get(one.id)):<{limits}}"
            )
            click.echo(f"{said}  {one.asks}")
        return
    found = next((one for one in RULES if one.id == rule.upper()), None)
    if found is None:
        _refuse(rule, [one.id for one in RULES])
    _explain(found, checks.get(found.id))


def _refuse(rule: str, known: list[str]) -> NoReturn:
    from handout.source.suggest import nearest

    near = nearest(rule, known)
    hint = f"did you mean {near}?" if near else "handout rules lists them"
    raise click.UsageError(f"there is no rule {rule!r}; {hint}")


def _limit(rule: "Rule[Any]", wanted: "Check | None") -> str:
    """The threshold that holds here, or that the rule is off."""
    if wanted and wanted.off:
        return "off here"
    from handout.check.rules import limit

    return f"{limit(rule, wanted):g} {rule.unit}" if rule.threshold is not None else ""


def _explain(rule: "Rule[Any]", wanted: "Check | None") -> None:
    click.echo(f"{rule.id}  {rule.asks}")
    click.echo(f"\n{rule.why}\n")
    click.echo(f"Source     {rule.source.organisation}: {rule.source.document}")
    click.echo(f"Severity   {rule.severity}")
    if rule.threshold is not None:
        click.echo(f"Threshold  {rule.threshold:g} {rule.unit}")
    if wanted:
        click.echo(f"Here       {_limit(rule, wanted) or 'as it is'}, because: {wanted.reason}")
    for title, examples in (("Wrong", rule.bad), ("Right", rule.good)):
        lines = examples[0].text.splitlines()
        click.echo(f"\n{title}:")
        click.echo("\n".join(f"  {line}".rstrip() for line in lines))
