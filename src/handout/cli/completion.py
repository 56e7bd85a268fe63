"""Completion of topics and looks in the shell: file names only, nothing is read."""

from pathlib import Path

import click


def topics(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The topics that start so."""
    return _names(ctx, "handouts", start)


def looks(ctx: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The looks that start so."""
    return [name for name in _names(ctx, "templates", start) if name != "emergency"]


def _names(ctx: click.Context, folder: str, start: str) -> list[str]:
    from handout.library import builtin

    workspace = Path((ctx.parent.params.get("folder") if ctx.parent else None) or ".")
    files = [file for root in (workspace, builtin()) for file in (root / folder).glob("*.yaml")]
    return sorted({file.stem for file in files if file.stem.startswith(start)})
